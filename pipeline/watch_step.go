package pipeline

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// judge goes through time, all rules together, those of one moment in their order.
func (j *judgement) judge(ctx context.Context) error {
	type moment struct {
		at    time.Time
		track int
	}
	var moments []moment
	for i, t := range j.tracks {
		for _, at := range t.main.order {
			if at.After(t.judged) {
				moments = append(moments, moment{at, i})
			}
		}
	}
	slices.SortFunc(moments, func(a, b moment) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.track, b.track)) })
	for _, m := range moments {
		t := j.tracks[m.track]
		if err := j.step(ctx, t, m.at, t.main.at[m.at.UnixNano()]); err != nil {
			return err
		}
	}
	return j.lay(ctx)
}

// step judges what one rule saw at the end of one bucket. The last sight is about the whole series;
// it also speaks for every open incident that no other sight is about.
func (j *judgement) step(ctx context.Context, t *track, at time.Time, sights []alert.Sight) error {
	live := t.live(at)
	fired := slices.ContainsFunc(sights, func(s alert.Sight) bool { return s.Fired })
	if len(live) == 0 && !fired {
		return nil
	}
	whole := sights[len(sights)-1]
	if whole.Key == "" && divisible(t.rule) && len(live) > 0 {
		return j.divide(ctx, t, at, whole, live)
	}
	met := map[*episode]bool{}
	for _, s := range sights {
		e := t.of(s, j.brand)
		if met[e] = true; e == nil && s.Key == "" && !s.Fired {
			continue
		}
		if err := j.follow(ctx, t, e, s, t.main); err != nil {
			return err
		}
	}
	for _, e := range live {
		if !met[e] && e.alert.State == voc.AlertOpen {
			if err := j.follow(ctx, t, e, whole, t.main); err != nil {
				return err
			}
		}
	}
	return nil
}

// live are the incidents of a rule that are open, or so young that it keeps still about them.
func (t *track) live(at time.Time) []*episode {
	var live []*episode
	for _, e := range t.mine {
		quiet := e.alert.State == voc.AlertResolved && at.Sub(t.since(e)) < t.rule.Quiet
		if e.alert.State == voc.AlertOpen || quiet {
			live = append(live, e)
		}
	}
	return live
}

// since is when a rule first spoke of an incident.
func (t *track) since(e *episode) time.Time {
	if e.alert.Rule == t.rule.Name {
		return e.alert.OpenedAt
	}
	for _, p := range e.alert.Rules {
		if p.Rule == t.rule.Name {
			return p.At
		}
	}
	return e.alert.OpenedAt
}

// of is the incident an observation is about; nil: there never was one.
func (t *track) of(s alert.Sight, brand voc.BrandID) *episode {
	if len(t.mine) == 0 {
		return nil
	}
	alerts := make([]voc.Alert, len(t.mine))
	for i, e := range t.mine {
		alerts[len(alerts)-1-i] = e.alert // newest first
		if t.rule.Kind == voc.RuleSilence {
			alerts[len(alerts)-1-i].Brand = brand
		}
	}
	found := alert.Belongs(alerts, t.rule, brand, s)
	if found == nil {
		return nil
	}
	i := slices.IndexFunc(t.mine, func(e *episode) bool { return e.alert.ID == found.ID })
	return t.mine[i]
}

// follow decides what one observation means for the incident it is about, nil when there is none.
func (j *judgement) follow(ctx context.Context, t *track, e *episode, s alert.Sight, from *stream) error {
	if e != nil && e.alert.State == voc.AlertOpen {
		return j.goOn(ctx, t, e, s, from)
	}
	var last *voc.Alert
	if e != nil {
		// The last hours are judged again at every turn, because posts arrive late; what was absorbed
		// while the incident was open must not open another one.
		if !s.At.After(e.alert.ResolvedAt) {
			return nil
		}
		seen := alert.SeenBy(e.alert, t.rule.Name, s.Key)
		last = &seen
	}
	d := j.weights.Decide(last, s.Spike, j.now, t.rule)
	if d.Verdict != alert.Opened {
		return nil
	}
	return j.begin(ctx, t, s, from, d.History || s.History)
}

// goOn decides what an observation means for an incident that is open.
func (j *judgement) goOn(_ context.Context, t *track, e *episode, s alert.Sight, from *stream) error {
	if e.alert.Rule != t.rule.Name {
		part := partOf(e.alert, t.rule.Name, s.Key)
		if part == nil {
			return nil
		}
		if d := j.weights.DecidePart(*part, s.Spike, t.rule); d.Verdict == alert.Absorbed {
			return j.absorb(t, e, s, d.Reason)
		}
		return nil
	}
	d := j.weights.Decide(&e.alert, s.Spike, j.now, t.rule)
	if d.Verdict == alert.Quiet {
		return nil
	}
	if s.Hour > e.loudest.Hour {
		e.loudest = s.Spike
	}
	e.track, e.counts = t, from.counts
	c := alert.Change{Reason: string(d.Reason), Level: d.Level, Points: d.Points, Spike: &s.Spike}
	if d.Verdict != alert.Resolved {
		c.Total = total(from.until(s.At), e.alert.StartedAt, e.alert.Total)
	}
	return j.note(e, d.Verdict, c)
}

// partOf is a rule's part in an incident: the one of the key, or else the first.
func partOf(a voc.Alert, rule, key string) *voc.AbsorbedRule {
	if p := alert.PartOf(a, rule, key); p != nil {
		return p
	}
	for i := range a.Rules {
		if a.Rules[i].Rule == rule {
			return &a.Rules[i]
		}
	}
	return nil
}

// note adds what happened to an incident.
func (j *judgement) note(e *episode, v alert.Verdict, c alert.Change) error {
	event, _ := change{v, c}.event(e.alert.ID, j.now)
	folded, err := alert.Fold(e.alert, event)
	if err != nil {
		return err
	}
	e.alert = folded
	e.changes = append(e.changes, change{v, c})
	return nil
}

// absorb notes that another rule speaks of an incident's matter.
func (j *judgement) absorb(t *track, e *episode, s alert.Sight, why alert.Reason) error {
	part := voc.AbsorbedRule{
		Rule: t.rule.Name, Version: t.rule.Revision(), Key: s.Key, At: s.At, Score: s.Score, LastAt: s.At, Peak: s.Hour,
	}
	had := alert.PartOf(e.alert, t.rule.Name, s.Key)
	if had == nil && !keyed(t.rule) {
		had = partOf(e.alert, t.rule.Name, s.Key)
	}
	if had != nil {
		part.At, part.Key = had.At, had.Key
	}
	if !slices.Contains(t.mine, e) {
		t.mine = append(t.mine, e)
	}
	return j.note(e, alert.Absorbed, alert.Change{Reason: string(why), Part: &part})
}

// total counts the matching mentions since an incident began, as far back as counts are at hand; an
// older incident keeps what it had when that was more.
func total(counts []voc.Count, began time.Time, had int) int {
	n := 0
	for _, c := range counts {
		if !c.At.Before(began) {
			n += c.N
		}
	}
	return max(n, had)
}

// lay lays to rest what was found in an old gap that has been filled, when nothing is known of the
// time after it: whether it went on nobody can say, so it is history and woke nobody. If it still
// burns when the source is heard again, that opens an alert of its own.
func (j *judgement) lay(context.Context) error {
	for _, e := range j.all {
		if !e.opened || !e.first.History || e.alert.State != voc.AlertOpen || j.now.Sub(e.alert.LastAt) <= watchLate {
			continue
		}
		known, deaf := e.track.newest()
		if !deaf {
			continue
		}
		if err := j.note(e, alert.Resolved, alert.Change{Reason: string(alert.BecauseUnknown), Spike: &known}); err != nil {
			return err
		}
	}
	return nil
}

// newest is the last observation of which anything is known; deaf: there are later ones.
func (t *track) newest() (known voc.Spike, deaf bool) {
	for i, at := range slices.Backward(t.main.order) {
		if s, _ := t.main.whole(at); !s.Unknown {
			return s.Spike, i < len(t.main.order)-1
		}
	}
	return known, true
}
