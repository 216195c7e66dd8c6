// Package slack sends messages through an incoming webhook of Slack: one POST of blocks to an address
// that is the secret.
//
// From docs.slack.dev: one message a second for one channel with short bursts, beyond that 429 with
// Retry-After; a section has at most 3,000 characters, a header 150, a message 50 blocks. The sum of
// all blocks has a limit too, which no page states: users met it at about 13,200 characters
// (slackapi/bolt-js #2509), so a message here stays below 11,500 and becomes several beyond that.
// &, < and > are the only signs that begin a mention, a link or an entity; they stand in full width.
package slack
