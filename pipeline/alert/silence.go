package alert

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Faint is a source that brought far less than it usually brings in these hours of the week.
type Faint struct {
	Source   voc.SourceID
	Expected float64 // posts, in the stretch looked at
	Got      int
}

// missedVisits is how many visits in a row a source may miss before it is called silent, however
// short the rule's patience: one that is visited once a day is not silent at noon.
const missedVisits = 3

// silenceEye listens to the listening: it tells which source has not been heard for too long, or is
// heard and brings far less than usual. A night without posts is no silence.
//
// Time in which nobody was visiting at all (tingfeng itself was switched off) says nothing of a
// source and does not count.
type silenceEye struct {
	rule Rule
	deaf map[voc.SourceID]time.Duration // awake time since each was heard last; present: it was ever visited
	low  map[voc.SourceID]Faint         // as of the last full hour
}

func newSilenceEye(rule Rule) *silenceEye {
	return &silenceEye{rule: rule, deaf: map[voc.SourceID]time.Duration{}, low: map[voc.SourceID]Faint{}}
}

func (e *silenceEye) Clone() Eye {
	return &silenceEye{rule: e.rule, deaf: maps.Clone(e.deaf), low: maps.Clone(e.low)}
}

// Step implements Eye.
func (e *silenceEye) Step(s Seen) []Sight {
	end := s.At.Add(e.rule.Step)
	for _, id := range s.Visited {
		if _, known := e.deaf[id]; !known {
			e.deaf[id] = 0
		}
	}
	for id := range e.deaf {
		switch {
		case slices.Contains(s.Heard, id):
			e.deaf[id] = 0
		case s.Awake:
			e.deaf[id] += e.rule.Step
		}
	}
	if end.Truncate(time.Hour).After(s.At) { // a full hour has ended: what was faint is told anew
		clear(e.low)
	}
	for _, f := range s.Faint {
		e.low[f.Source] = f
	}
	sights := make([]Sight, 0, 1)
	for _, src := range s.Ears {
		if sight := e.judge(src, end); sight.Fired {
			sights = append(sights, sight)
		}
	}
	return append(sights, Sight{Spike: voc.Spike{At: end, Hour: len(sights), Reason: "采集正常"}})
}

// patience is how long a source may go unheard.
func (e *silenceEye) patience(src voc.Source) time.Duration {
	return max(e.rule.After, missedVisits*src.Every)
}

func (e *silenceEye) judge(src voc.Source, end time.Time) Sight {
	s := Sight{Spike: voc.Spike{At: end, Reason: "采集正常"}, Key: string(src.ID), Source: src.ID}
	deaf, known := e.deaf[src.ID]
	faint, low := e.low[src.ID]
	patience := e.patience(src)
	switch {
	case !known:
	case deaf >= patience:
		s.Fired, s.Score = true, float64(deaf)/float64(patience)
		s.Reason = fmt.Sprintf("已有 %s没有采到数据，期间的预警不可靠", lasting(deaf))
	case low && deaf <= time.Hour+src.Every:
		s.Fired, s.Score, s.Hour, s.Usual = true, 1, faint.Got, faint.Expected
		s.Reason = fmt.Sprintf("照常访问，只采到 %d 条，平时这些钟点约 %s 条，期间的预警不可靠", faint.Got, about(faint.Expected))
	}
	return s
}
