// Package notifytest holds servers that stand in for the robots of Feishu, DingTalk, WeCom and Slack
// and for a mail server. They believe nothing they have not checked from the operators' own words:
// signature, age of the timestamp, size of the body, rates over sliding windows, and answer as those
// do. Nothing of the product's code is in them. The clock is an argument.
package notifytest
