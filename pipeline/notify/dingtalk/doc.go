// Package dingtalk sends messages through a custom robot of a DingTalk group: one POST of Markdown,
// or of a card with buttons, to the robot's address, which carries time and signature.
//
// The signature is the base64 of HMAC-SHA256 with the secret as the key and timestamp+"\n"+secret as
// the message; the timestamp is in milliseconds and at most an hour old. Feishu's is the other way
// round, which is the commonest mistake. A robot takes 20 messages a minute; one more and it is silent
// for ten minutes, during which it answers 130101: it is then left alone for all of them. Reports of
// several years agree on both; 90030 ("webhook over limit") is reported as well and treated alike.
// The body's limit of 20 KB is the trade's figure, no page of the operator's states it for robots, so
// ours stays below. Only Markdown can call people, by mobile number, and only cards have buttons: a
// message for somebody is Markdown, and its links are a line of text.
package dingtalk
