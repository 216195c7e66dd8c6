package pipeline

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// letterForm makes what a letter looks like where more than Markdown can be shown, with links to the
// dashboard at an address.
type letterForm func(letter voc.Digest, address string) (voc.MessageForm, error)

// formed wraps every channel, so that a letter goes out in the form people read it in. The form is made
// when the message goes: it would be many times the size of what it is made of.
func (l *letters) formed(all map[string]notify.Deliver, form letterForm) map[string]notify.Deliver {
	if form == nil {
		return all
	}
	wrapped := make(map[string]notify.Deliver, len(all))
	for name, deliver := range all {
		wrapped[name] = func(ctx context.Context, m voc.Message) (bool, time.Duration, error) {
			if m.Kind == kindDigest && m.Subject != "" {
				m.Form = l.form(ctx, m, form)
			}
			return deliver(ctx, m)
		}
	}
	return wrapped
}

// form is what the letter of a message looks like. Without it the letter still goes, as plain Markdown.
func (l *letters) form(ctx context.Context, m voc.Message, form letterForm) *voc.MessageForm {
	letter, err := l.asSent(ctx, m.Subject)
	if err == nil {
		var made voc.MessageForm
		if made, err = form(letter, l.address); err == nil {
			return &made
		}
	}
	if ctx.Err() == nil {
		l.log.Warn("a letter goes out as Markdown alone", "letter", m.Subject, "channel", m.Channel, "error", err)
	}
	return nil
}
