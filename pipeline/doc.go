// Package pipeline puts the work in order: what was crawled, pushed or imported is masked and made
// durable; what is durable is understood and stored; what is stored is counted; what rises is
// alerted, made somebody's work order, and told in the nightly letter.
//
// The walk of one post:
//
//	Ingest.Round   crawler.Fetch → mask → spool.Append → cursor
//	Drain          spool.Next → nlp.Analyze → store.SaveMentions → spool.Truncate
//	Watch          store.Counts → alert.Detect → alert.Decide → Journal (alert + order + messages: one insert)
//	Courier        notify.Outbox → channel
//	Letters        digest.Gather → digest.Render → Journal (once a night)
//
// Every step writes its mark of progress last: a cursor moves after the posts behind it are on
// disk, the spool is cut after the database has the rows, an incident counts as told after its
// work order exists. A crash anywhere repeats work; it never skips it, and repeating is harmless
// because mentions, alerts and messages are found by their keys.
package pipeline
