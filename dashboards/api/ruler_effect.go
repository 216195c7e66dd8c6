package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// RulerMark is where the analysis changed, with what the change alone did to the negative share.
type RulerMark struct {
	store.Ruler
	Effect *RulerEffect `json:"effect,omitempty" doc:"Left out where it cannot be measured: the analysis that came is no longer the one at work, or fewer than 30 posts of the one before are left as it judged them"`
}

// RulerEffect is what another ruler measures on the same posts: the latest judged by the old one before
// the mark, judged once more by the new one. Nothing else differs, so the difference is the ruler's.
type RulerEffect struct {
	Posts  int                 `json:"posts" doc:"Judged twice"`
	Before float64             `json:"before" doc:"Negative share of them as the old analysis judged"`
	After  float64             `json:"after" doc:"As the new one judges the same"`
	Change float64             `json:"change" doc:"After minus before, as a share: 0.031 is +3.1 points"`
	Likely statistics.Interval `json:"likely" doc:"Interval of 90 % of the change, from the pairs judged differently"`
	Sure   bool                `json:"sure" doc:"The interval leaves out nought"`
}

const (
	rereadMost  = 500                 // posts judged twice: some 25 ms of work
	rereadLeast = 30                  // below that a share says nothing
	rereadBack  = 14 * 24 * time.Hour // before the mark
	rereadMarks = 3                   // measured in one answer, the latest
)

// RulerMarks are the changes of the analysis within a window.
type RulerMarks struct {
	Rulers []RulerMark `json:"rulers" doc:"Oldest first: where most mentions began to be analysed by another model, dictionary or taxonomy"`
}

// rulers answers every chart over time with what it has to mark.
func (a *door) rulers(ctx context.Context, in *trendIn) (*answer[RulerMarks], error) {
	f, _, width, err := a.trendWindow(ctx, in)
	if err != nil {
		return nil, err
	}
	marks, err := a.marksOf(ctx, f, width)
	if err != nil {
		return nil, err
	}
	return &answer[RulerMarks]{Body: RulerMarks{Rulers: marks}}, nil
}

// marksOf finds the changes of the analysis in buckets of a width, and measures their effects.
func (a *door) marksOf(ctx context.Context, f voc.Filter, width time.Duration) ([]RulerMark, error) {
	rulers, err := a.Store.Rulers(ctx, f.From, f.To, width)
	if err != nil {
		return nil, a.fail(ctx, "changes of the analysis", err)
	}
	marks, err := a.rulerMarks(ctx, f, rulers)
	if err != nil {
		return nil, a.fail(ctx, "what another ruler measures", err)
	}
	return marks, nil
}

// rulerMarks gives the marks their effects, measured on posts the asker may see.
func (a *door) rulerMarks(ctx context.Context, f voc.Filter, rulers []store.Ruler) ([]RulerMark, error) {
	marks := make([]RulerMark, len(rulers))
	for i, r := range rulers {
		marks[i] = RulerMark{Ruler: r}
		marks[i].At = r.At.In(a.Location)
		if a.Reread == nil || i < len(rulers)-rereadMarks {
			continue
		}
		was, err := a.judgedBefore(ctx, f, r)
		if err != nil {
			return nil, err
		}
		again, version := a.Reread(was)
		if version == r.After {
			marks[i].Effect = rulerEffect(was, again, version)
		}
	}
	return marks, nil
}

// judgedBefore are the latest posts before a mark that are still as the old analysis judged them.
func (a *door) judgedBefore(ctx context.Context, f voc.Filter, r store.Ruler) ([]voc.Mention, error) {
	sample := voc.Filter{Brands: f.Brands, Scope: f.Scope, From: r.At.Add(-rereadBack), To: r.At}
	page, _, err := a.Store.Mentions(ctx, sample, store.Page{Limit: rereadMost})
	if err != nil {
		return nil, err
	}
	was := page[:0]
	for i := range page {
		if page[i].Analysis.Version == r.Before {
			was = append(was, page[i])
		}
	}
	return was, nil
}

// rulerEffect compares two judgements of the same posts. Posts the new analysis no longer takes to be
// about their brand are left out on both sides: again holds them as they were.
func rulerEffect(was, again []voc.Mention, version string) *RulerEffect {
	var n, before, after, gained, lost float64
	for i := range was {
		if i >= len(again) || again[i].Analysis.Version != version {
			continue
		}
		old, now := was[i].Analysis.Sentiment == voc.Negative, again[i].Analysis.Sentiment == voc.Negative
		n++
		before, after = before+whether(old), after+whether(now)
		gained, lost = gained+whether(now && !old), lost+whether(old && !now)
	}
	if n < rereadLeast {
		return nil
	}
	likely := statistics.Paired(gained, lost, n, statistics.Level)
	return &RulerEffect{
		Posts: int(n), Before: before / n, After: after / n, Change: (after - before) / n, Likely: likely, Sure: statistics.Apart(likely),
	}
}

func whether(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
