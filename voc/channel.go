package voc

import "time"

// Channel is a place messages go to, as people see it. Its address and secrets are told to nobody.
type Channel struct {
	Name    string    `json:"name"`
	Kind    string    `json:"kind"`  // "feishu", "dingtalk", "wecom", "slack", "email", "webhook"
	Host    string    `json:"host"`  // of the address
	Limit   string    `json:"limit"` // in words: "每分钟 18 条"
	Waiting int       `json:"waiting"`
	Dead    int       `json:"dead"`
	SentAt  time.Time `json:"sent_at"` // last accepted; zero: never
	Error   string    `json:"error"`   // of the last attempt; "" it was accepted
	Gone    string    `json:"gone"`    // what the receiver said when it refused for good; "" it has not
}
