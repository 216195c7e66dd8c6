// Package feishu sends messages through a custom bot of a Feishu or Lark group: one signed POST of a
// card to the bot's address.
//
// From the operator's own pages (open.larkoffice.com, "custom bot"): 100 requests a minute and 5 a
// second for one bot; a body of at most 20 KB; the full and the half hour are crowded and answer
// 11232; the signature is the base64 of HMAC-SHA256 with timestamp+"\n"+secret as the key and nothing
// as the message; the timestamp is in seconds and at most an hour old. An answer of 200 is a failure
// when its code is not 0. Quotations exist in cards of version 2 only; these are of version 1, which
// every client shows, so a quotation is a note of plain text: nothing in it is markup or a mention.
package feishu
