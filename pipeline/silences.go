package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Silences are all there ever were, the newest first.
func (p *Pipeline) Silences() []voc.Silence { return p.Journal.View().silences() }

func (s State) silences() []voc.Silence {
	return slices.SortedFunc(maps.Values(s.Silences), func(a, b voc.Silence) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
}

// Silence keeps incidents from being told for a while and returns the silence as it was written
// down. ErrWrong says what is missing.
func (p *Pipeline) Silence(ctx context.Context, s voc.Silence) (voc.Silence, error) {
	var made voc.Silence
	_, err := p.Do(ctx, func(state State, now time.Time) ([]voc.Event, error) {
		var err error
		number := 1
		for made = s; ; number++ {
			if made, err = alert.NewSilence(s, number, now, p.options.Location); err != nil {
				return nil, meant(err)
			}
			if _, taken := state.Silences[made.ID]; !taken {
				return []voc.Event{alert.SilenceEvent(made, now)}, nil
			}
		}
	})
	return made, err
}

// EndSilence ends a silence before its time and returns it. ErrNone: there is none with this id;
// ErrRefused: it is over.
func (p *Pipeline) EndSilence(ctx context.Context, id, actor string) (voc.Silence, error) {
	_, err := p.Do(ctx, func(state State, now time.Time) ([]voc.Event, error) {
		s, there := state.Silences[id]
		if !there {
			return nil, fmt.Errorf("silence %q: %w", id, ErrNone)
		}
		e, err := alert.EndSilence(s, actor, now)
		return []voc.Event{e}, meant(err)
	})
	if err != nil {
		return voc.Silence{}, err
	}
	return p.Journal.View().Silences[id], nil
}

// meant says of a refusal of package alert whether the question was wrong or the state forbids it.
func meant(err error) error {
	var r *alert.Refusal
	switch {
	case !errors.As(err, &r):
		return err
	case r.Lacking:
		return fmt.Errorf("%w: %w", ErrWrong, err)
	}
	return fmt.Errorf("%w: %w", ErrRefused, err)
}
