package pipeline

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// burning is a pipeline, at a clock that stands still, whose brand has just got into trouble.
func burning(t *testing.T, change func(*Options), before ...func(*Pipeline)) *Pipeline {
	t.Helper()
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, complaints(began, 60, "异物", "jingan")); err != nil {
		t.Fatal(err)
	}
	deaf := func(context.Context, voc.Message) (bool, time.Duration, error) { return false, 0, nil }
	p := built(t, plant(t, func(o *Options) {
		o.Store, o.Now, o.Rules = s, func() time.Time { return noon }, []alert.Rule{general()}
		o.Channels = map[string]notify.Deliver{"desk": deaf}
		if change != nil {
			change(o)
		}
	}))
	for _, do := range before {
		do(p)
	}
	if err := p.Evaluate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func onlyIncident(t *testing.T, p *Pipeline) voc.Alert {
	t.Helper()
	alerts := p.Alerts()
	if len(alerts) != 1 {
		t.Fatalf("%d incidents, want one", len(alerts))
	}
	return alerts[0]
}

func TestWhatPeopleSayOfAnIncident(t *testing.T) {
	t.Parallel()
	p := burning(t, nil)
	a := onlyIncident(t, p)
	do := func(c voc.AlertCommand) (voc.Alert, error) {
		if c.Alert == "" {
			c.Alert = a.ID
		}
		return p.AlertCommand(t.Context(), c)
	}
	for why, c := range map[string]struct {
		cmd  voc.AlertCommand
		want error
	}{
		"an incident nobody knows":         {voc.AlertCommand{Alert: "AL-0", Type: voc.AlertCommandConfirm, Actor: "林"}, ErrNone},
		"nobody says who asks":             {voc.AlertCommand{Type: voc.AlertCommandConfirm}, ErrWrong},
		"a false alarm without a reason":   {voc.AlertCommand{Type: voc.AlertCommandFalseAlarm, Actor: "林"}, ErrWrong},
		"muted until yesterday":            {voc.AlertCommand{Type: voc.AlertCommandMute, Actor: "林", Until: noon.Add(-time.Hour)}, ErrWrong},
		"muted for a month":                {voc.AlertCommand{Type: voc.AlertCommandMute, Actor: "林", Until: noon.AddDate(0, 1, 0)}, ErrWrong},
		"merged into itself":               {voc.AlertCommand{Type: voc.AlertCommandMerge, Actor: "林", Into: a.ID}, ErrRefused},
		"merged into one that is not":      {voc.AlertCommand{Type: voc.AlertCommandMerge, Actor: "林", Into: "AL-0"}, ErrNone},
		"an order though it has one":       {voc.AlertCommand{Type: voc.AlertCommandOrder, Actor: "林"}, ErrRefused},
		"something nobody can do with one": {voc.AlertCommand{Type: "juggle", Actor: "林"}, ErrWrong},
	} {
		if _, err := do(c.cmd); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", why, err, c.want)
		}
	}
	if got, err := do(voc.AlertCommand{Type: voc.AlertCommandMute, Actor: "林", Until: noon.Add(time.Hour)}); err != nil || !got.MutedUntil.Equal(noon.Add(time.Hour)) {
		t.Errorf("muted: %+v, %v", got.MutedUntil, err)
	}
	if got, err := do(voc.AlertCommand{Type: voc.AlertCommandUnmute, Actor: "林"}); err != nil || !got.MutedUntil.IsZero() {
		t.Errorf("unmuted: %+v, %v", got.MutedUntil, err)
	}
	if got, err := do(voc.AlertCommand{Type: voc.AlertCommandConfirm, Actor: "林", Text: "店里确认了"}); err != nil || got.Verdict != voc.AlertConfirmed || got.VerdictBy != "林" || got.State != voc.AlertOpen {
		t.Errorf("confirmed: %+v, %v", got, err)
	}
	got, err := do(voc.AlertCommand{Type: voc.AlertCommandFalseAlarm, Actor: "陈", Text: "是同行刷的"})
	if err != nil || got.State != voc.AlertResolved || got.Verdict != voc.AlertFalseAlarm || got.VerdictWhy != "是同行刷的" {
		t.Fatalf("a false alarm: %+v, %v; want it ended, with the reason", got, err)
	}
	if order, err := p.Order(a.Order); err != nil || order.State != voc.OrderFalseAlarm {
		t.Errorf("its order is %s (%v), want closed as a false alarm", order.State, err)
	}
	for range 2 { // it still burns: nobody wants to hear of it again today
		if err := p.Evaluate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if again := onlyIncident(t, p); again.State != voc.AlertResolved {
		t.Errorf("after the verdict it is %s again", again.State)
	}
}

func TestASilenceHushesAndRemembers(t *testing.T) {
	t.Parallel()
	hush := func(s voc.Silence) func(*Pipeline) {
		return func(p *Pipeline) {
			s.Reason, s.Actor, s.To = "门店搬迁，已知会有差评", "林", noon.Add(time.Hour)
			if _, err := p.Silence(context.Background(), s); err != nil {
				t.Error(err)
			}
		}
	}
	p := burning(t, nil, hush(voc.Silence{Brand: "tea", UpTo: voc.Red}))
	a, silences := onlyIncident(t, p), p.Silences()
	if len(silences) != 1 || a.Silenced != silences[0].ID || !slices.Equal(silences[0].Hushed, []string{a.ID}) {
		t.Fatalf("the incident is silenced by %q, the silence hushed %v", a.Silenced, silences)
	}
	if len(p.Messages()) != 0 || len(p.Orders()) != 0 || a.Headline == "" {
		t.Errorf("%d messages, %d orders, headline %q; want it found and written down, told to nobody", len(p.Messages()), len(p.Orders()), a.Headline)
	}
	if _, err := p.EndSilence(t.Context(), silences[0].ID, "林"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.EndSilence(t.Context(), silences[0].ID, "林"); !errors.Is(err, ErrRefused) {
		t.Errorf("ended twice: %v", err)
	}
	if _, err := p.EndSilence(t.Context(), "SL-0", "林"); !errors.Is(err, ErrNone) {
		t.Errorf("a silence that is not: %v", err)
	}
	if _, err := p.Silence(t.Context(), voc.Silence{Reason: "x", Actor: "林", To: noon.Add(time.Hour)}); !errors.Is(err, ErrWrong) {
		t.Errorf("a silence over everything: %v", err)
	}
	// A silence for milder ones: this one is told.
	p = burning(t, nil, hush(voc.Silence{Brand: "tea", UpTo: voc.Blue}))
	if a := onlyIncident(t, p); a.Silenced != "" || len(p.Messages()) != 1 {
		t.Errorf("silenced by %q, %d messages; want a graver one told", a.Silenced, len(p.Messages()))
	}
	p = burning(t, nil, hush(voc.Silence{Brand: "tea", Topic: "等待", UpTo: voc.Red}))
	if a := onlyIncident(t, p); a.Silenced != "" {
		t.Errorf("a silence about another topic hushed %s", a.Headline)
	}
}

func TestInterruptionsOfTheDayAreCounted(t *testing.T) {
	t.Parallel()
	spend := func(n int) func(*Pipeline) {
		return func(p *Pipeline) {
			for i := range n {
				m := voc.Message{ID: "earlier" + string(rune('a'+i)), Channel: "desk", Kind: kindOpened, Title: "先前的", CreatedAt: noon}
				if err := p.Record(context.Background(), notify.QueuedEvent(m, noon.Add(-time.Duration(i)*time.Minute))); err != nil {
					t.Error(err)
				}
			}
		}
	}
	clock := noon
	mild := func(o *Options) {
		o.Now = func() time.Time { return clock }
		o.Watching.Attention.PerDay = 2
		o.Watching.Weights = alert.DefaultWeights()
		o.Watching.Weights.Red = 100 // red is always told
	}
	p := burning(t, mild, spend(1))
	if a := onlyIncident(t, p); len(a.Withheld) != 0 || len(p.Messages()) != 2 {
		t.Errorf("the second of two: %d messages, withheld %v", len(p.Messages()), a.Withheld)
	}
	p = burning(t, mild, spend(2))
	a := onlyIncident(t, p)
	if len(a.Withheld) != 1 || a.Withheld[0].Kind != kindOpened || !slices.Equal(a.Withheld[0].For, []string{"desk"}) || len(p.Messages()) != 2 {
		t.Fatalf("the third of two: %d messages, withheld %+v", len(p.Messages()), a.Withheld)
	}
	if len(p.Orders()) != 1 {
		t.Errorf("%d orders: what interrupts nobody is still somebody's task", len(p.Orders()))
	}
	clock = noon.Add(time.Hour)
	letter, err := p.Digest(t.Context(), LetterQuestion{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(letter.Sections, func(s voc.DigestSection) bool { return s.Title == "另有 1 件未打扰" }) {
		t.Errorf("the letter does not tell of it: %+v", letter.Sections)
	}
	p = burning(t, func(o *Options) {
		o.Watching.Attention.PerDay = 2
		o.Watching.Weights = alert.DefaultWeights()
		o.Watching.Weights.Yellow, o.Watching.Weights.Orange, o.Watching.Weights.Red = 1, 2, 3
	}, spend(9))
	if a := onlyIncident(t, p); a.Level != voc.Red || len(a.Withheld) != 0 {
		t.Errorf("a %s one was withheld: %v", a.Level, a.Withheld)
	}
}

func TestAPlannedCampaignIsNoNews(t *testing.T) {
	t.Parallel()
	plan := voc.Plan{Title: "周年庆", From: noon.Add(-6 * time.Hour), To: noon.Add(6 * time.Hour), Raise: 50}
	p := burning(t, nil, func(p *Pipeline) {
		if err := p.SavePlan(context.Background(), plan, "林"); err != nil {
			t.Error(err)
		}
	})
	if n := len(p.Alerts()); n != 0 {
		t.Fatalf("%d incidents in a campaign that was planned", n)
	}
	if plans := p.Plans(); len(plans) != 1 || plans[0].Origin != alert.PlanFromPage || plans[0].Actor != "林" {
		t.Errorf("plans: %+v", plans)
	}
	// Taken back: what it kept quiet until now is not told for it.
	if err := p.DropPlan(t.Context(), "周年庆", "林"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.Evaluate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(p.Alerts()) + len(p.Messages()); n != 0 {
		t.Errorf("a plan was taken back, and the past became news: %+v", p.Alerts())
	}
	if err := p.DropPlan(t.Context(), "周年庆", "林"); !errors.Is(err, ErrRefused) {
		t.Errorf("dropped twice: %v", err)
	}
	if err := p.DropPlan(t.Context(), "双十一", "林"); !errors.Is(err, ErrNone) {
		t.Errorf("a plan that is not: %v", err)
	}
	if err := p.SavePlan(t.Context(), voc.Plan{Title: "反了", From: noon, To: noon.Add(-time.Hour), Raise: 2}, "林"); !errors.Is(err, ErrWrong) {
		t.Errorf("a plan that ends before it begins: %v", err)
	}
	other := plan
	other.Brands = []voc.BrandID{"rival"}
	p = burning(t, func(o *Options) { o.Watching.Plans = []voc.Plan{other} })
	if len(p.Alerts()) != 1 {
		t.Errorf("%d incidents; a plan of another brand keeps nothing quiet", len(p.Alerts()))
	}
	if err := p.SavePlan(t.Context(), plan, "林"); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "rules.yaml") {
		t.Errorf("a page took the title of the file's plan: %v", err)
	}
}
