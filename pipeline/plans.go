package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Watching is how incidents are judged and told, beside the rules: from rules.yaml.
type Watching struct {
	Plans     []voc.Plan      // windows in which a surge is expected
	Holidays  float64         // how many times as high a burst must be on public holidays; 0: as on any day
	Attention alert.Attention // how often somebody may be interrupted
	Weights   alert.Weights   // what levels are made of; the zero value: the usual ones
}

func (w Watching) weights() alert.Weights {
	if w.Weights == (alert.Weights{}) {
		return alert.DefaultWeights()
	}
	return w.Weights
}

// SetWatching judges and tells incidents like this from now on. What was kept quiet until now is not
// told for it.
func (p *Pipeline) SetWatching(w Watching) { p.watch.how.Store(&w) }

// Plans are the windows in which a surge is expected: those made on pages, those of the file, and
// the public holidays of a year back and ahead, by their beginning.
func (p *Pipeline) Plans() []voc.Plan {
	return p.watch.plans(p.Journal.View(), p.options.Now())
}

// planned are the plans about one brand.
func (p *Pipeline) planned(brand voc.BrandID) []alert.Plan {
	return p.watch.planned(p.Journal.View(), brand, p.options.Now())
}

const planHorizon = 366 * 24 * time.Hour

func (w *Watch) plans(s State, now time.Time) []voc.Plan {
	how := w.settings()
	all := slices.Collect(maps.Values(s.Plans))
	for _, plan := range how.Plans {
		plan.Origin = alert.PlanFromFile
		all = append(all, plan)
	}
	all = append(all, alert.Holidays(now.Add(-planHorizon), now.Add(planHorizon), w.names.location, how.Holidays)...)
	slices.SortFunc(all, func(a, b voc.Plan) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Origin, b.Origin))
	})
	return all
}

func (w *Watch) planned(s State, brand voc.BrandID, now time.Time) []alert.Plan {
	return slices.DeleteFunc(w.plans(s, now), func(p voc.Plan) bool { return !p.For(brand) })
}

// SavePlan makes a plan, or changes the one of the same title that was made on a page. ErrWrong:
// it is none; ErrRefused: a plan of this title stands in rules.yaml.
func (p *Pipeline) SavePlan(ctx context.Context, plan voc.Plan, actor string) error {
	_, err := p.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		for _, other := range p.watch.plans(s, now) {
			if other.Title == plan.Title && other.Origin != alert.PlanFromPage {
				return nil, fmt.Errorf("“%s”写在 rules.yaml 里或是法定节假日，请换一个名称: %w", plan.Title, ErrRefused)
			}
		}
		e, err := alert.PlanEvent(plan, actor, now)
		return []voc.Event{e}, meant(err)
	})
	return err
}

// DropPlan takes back a plan made on a page: it ends now. ErrNone: no page made one of this title;
// ErrRefused: it is over, or stands in rules.yaml.
func (p *Pipeline) DropPlan(ctx context.Context, title, actor string) error {
	_, err := p.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		plan, there := s.Plans[title]
		if !there {
			for _, other := range p.watch.plans(s, now) {
				if other.Title == title {
					return nil, fmt.Errorf("“%s”不是在页面上设的，请改 rules.yaml: %w", title, ErrRefused)
				}
			}
			return nil, fmt.Errorf("plan %q: %w", title, ErrNone)
		}
		e, err := alert.DropPlan(plan, actor, now)
		return []voc.Event{e}, meant(err)
	})
	return err
}
