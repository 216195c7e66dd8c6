package pipeline

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
)

// slow is a writer that takes a while on the clock of the house, and then may fail.
type slow struct {
	clock *time.Time
	takes time.Duration
	err   error
	asked int
}

func (s *slow) Write(context.Context, digest.Brief) (digest.Prose, error) {
	s.asked++
	*s.clock = s.clock.Add(s.takes)
	return digest.Prose{Model: "m"}, s.err
}

func TestAHundredLettersDoNotWaitForOneWriter(t *testing.T) {
	away := errors.New("away")
	for _, row := range []struct {
		why   string
		takes time.Duration
		err   error
		asked int // of a hundred letters in one evening
	}{
		{"a quick one writes them all", time.Second / 2, nil, 100},
		{"a slow one writes the first", 20 * time.Second, nil, 6},
		{"one that is away is waited for three times", 45 * time.Second, away, 3},
		{"one that fails at once costs no time", 0, away, 100},
	} {
		clock := evening
		s := &slow{clock: &clock, takes: row.takes, err: row.err}
		w := newPen(s, func() time.Time { return clock })
		for range 100 {
			if _, err := w.Write(t.Context(), digest.Brief{}); err != nil && !errors.Is(err, errPen) && !errors.Is(err, row.err) {
				t.Fatal(err)
			}
		}
		if s.asked != row.asked {
			t.Errorf("%s: asked %d times, want %d", row.why, s.asked, row.asked)
		}
		for _, turn := range []time.Duration{penWindow, -24 * time.Hour} { // the next evening; a clock that was set back
			clock = clock.Add(turn)
			before := s.asked
			if _, err := w.Write(t.Context(), digest.Brief{}); errors.Is(err, errPen) || s.asked != before+1 {
				t.Errorf("%s: %s later it is not asked again", row.why, turn)
			}
		}
	}
	if newPen(nil, time.Now) != nil {
		t.Error("nobody became a writer")
	}
}
