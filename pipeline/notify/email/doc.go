// Package email sends messages by SMTP: over TLS from the first byte or after STARTTLS, with AUTH, as
// text and HTML side by side.
//
// Messages about one matter name the same (unsent) root in References, so that readers show them as
// one thread; Message-ID is made of the message's id, so that a repeated one is the same to relays and
// readers that look. What people wrote is encoded wherever it stands: in headers as encoded words,
// bodies as base64, HTML escaped; nothing can add a header or a tag.
//
// An address that RCPT turns down for good (5xx) is counted, and after three times within thirty days
// is no longer asked; the channel says so. Bounces that come back later as mails are not read: there
// is no mailbox to read them from. Signing with DKIM is the relay's.
//
// The dialogue is net/smtp's. It is frozen, not broken: it does STARTTLS, AUTH PLAIN and dot stuffing,
// and speaks over any connection, so that dialling stays guarded; what it lacks for us is AUTH LOGIN,
// which several Chinese providers want, in twenty lines. A library would bring its own dialling.
package email
