package pipeline

import (
	"context"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// AlertCommand asks an incident to change and returns it as it is afterwards. ErrNone: there is no
// such incident; ErrWrong: the command lacks something; ErrRefused: the incident's state forbids it.
func (p *Pipeline) AlertCommand(ctx context.Context, cmd voc.AlertCommand) (voc.Alert, error) {
	rules := p.rulebook.current()
	_, err := p.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		a, there := s.Alerts[cmd.Alert]
		if !there {
			return nil, fmt.Errorf("alert %q: %w", cmd.Alert, ErrNone)
		}
		if cmd.Type == voc.AlertCommandOrder {
			return p.watch.orderFor(s, rules, a, cmd, now)
		}
		into, there := s.Alerts[cmd.Into]
		if cmd.Into != "" && !there {
			return nil, fmt.Errorf("alert %q: %w", cmd.Into, ErrNone)
		}
		events, err := alert.Apply(a, cmd, into, now)
		if err != nil || len(events) == 0 {
			return nil, meant(err)
		}
		more, err := p.watch.ordersAfter(s, a, into, cmd, now)
		return append(events, more...), err
	})
	if err != nil {
		return voc.Alert{}, err
	}
	return p.Journal.View().Alerts[cmd.Alert], nil
}
