package pipeline

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// bookOn is a rulebook over a store at a moment, with the rules of a file.
func bookOn(t *testing.T, s *store.Store, now time.Time, file ...voc.Rule) *Rulebook {
	t.Helper()
	b := &Rulebook{
		store: s, journal: journalOn(t, s, now), now: func() time.Time { return now },
		names:   names{brands: []voc.Brand{{ID: "tea", Name: "山外青茶", Own: true}, {ID: "rival", Name: "半亩茶田"}}, location: time.UTC},
		planned: func(voc.BrandID) []alert.Plan { return nil },
		told:    func(name string) bool { return name == "desk" },
	}
	if err := b.setFile(file); err != nil {
		t.Fatal(err)
	}
	return b
}

func named(kind voc.RuleKind, name string, change func(*voc.Rule)) voc.Rule {
	r := voc.DefaultRuleOf(kind)
	r.Name = name
	if change != nil {
		change(&r)
	}
	return r
}

// What a page makes of a rule stands before the file, is known after a restart with who did it and
// why, and dropped the file's is back.
func TestAPagesRuleStandsBeforeTheFiles(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	file := alert.DefaultRule()
	b := bookOn(t, s, noon, file)
	changed := file
	changed.Sensitivity = voc.CalmBurst
	was := b.List()[0]
	if was.Origin != voc.RuleFromFile || was.Revision != file.Revision() || was.ChangedBy != "" {
		t.Fatalf("untouched the rule is %+v", was)
	}
	if _, err := b.save(t.Context(), changed, "林店长", "早高峰太吵", was.Revision); err != nil {
		t.Fatal(err)
	}
	again := bookOn(t, s, noon.Add(time.Hour), file) // another process
	now := again.List()[0]
	if now.Rule.Sensitivity != voc.CalmBurst || now.Origin != voc.RuleFromPage || now.ChangedBy != "林店长" || now.Why != "早高峰太吵" || now.ChangedAt.IsZero() {
		t.Errorf("after a restart the rule is %+v", now)
	}
	if now.Before == nil || now.Before.Sensitivity != file.Sensitivity || now.Revision == was.Revision || now.File == nil || now.FileNewer {
		t.Errorf("before %+v, revision %s, file %+v; want what it was, another revision, and the file's beside it", now.Before, now.Revision, now.File)
	}
	if now.Backtest == nil || len(now.Backtest.Outlooks) != 5-1 || now.Backtest.Revision != now.Revision {
		t.Errorf("the backtest of the change is %+v", now.Backtest)
	}
	if rules := again.current(); len(rules) != 1 || rules[0].Sensitivity != voc.CalmBurst {
		t.Errorf("evaluated are %+v", rules)
	}
	edited := file
	edited.MinPosts = 9
	if err := again.setFile([]voc.Rule{edited}); err != nil {
		t.Fatal(err)
	}
	if later := again.List()[0]; !later.FileNewer || later.Rule.Sensitivity != voc.CalmBurst || later.File.MinPosts != 9 {
		t.Errorf("the file was edited after the page: %+v; want both told, and the page's rule to stand", later)
	}
	if err := again.drop(t.Context(), file.Name, "林店长", "用文件里的"); err != nil {
		t.Fatal(err)
	}
	if back := again.List()[0]; back.Origin != voc.RuleFromFile || back.Rule.MinPosts != 9 || back.ChangedBy != "" {
		t.Errorf("dropped, the rule is %+v; want the file's", back)
	}
}

func TestRulesMadeAndDroppedOnPages(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	b := bookOn(t, s, noon, alert.DefaultRule())
	made := named(voc.RuleCount, "many", func(r *voc.Rule) { r.Channels = []string{"desk"} })
	if _, err := b.save(t.Context(), made, "林店长", "", ""); err != nil {
		t.Fatal(err)
	}
	names := func() (all []string) {
		for _, r := range b.List() {
			all = append(all, r.Rule.Name)
		}
		return all
	}
	if got := names(); !slices.Equal(got, []string{"negative-burst", "many"}) {
		t.Fatalf("rules are %v", got)
	}
	if err := b.drop(t.Context(), "many", "林店长", "没人看"); err != nil || len(b.List()) != 1 {
		t.Errorf("a page's rule dropped leaves %v (%v)", names(), err)
	}
	if err := b.drop(t.Context(), "negative-burst", "林店长", "歇业"); err != nil {
		t.Fatal(err)
	}
	if off := b.List()[0]; !off.Rule.Disabled || off.Origin != voc.RuleFromPage || off.ChangedBy != "林店长" || !b.current()[0].Disabled {
		t.Errorf("a file's rule dropped is %+v; want it switched off", off)
	}
	if err := b.drop(t.Context(), "negative-burst", "林店长", "开业"); err != nil || b.List()[0].Rule.Disabled {
		t.Errorf("dropped again it is %+v (%v); want it as its file says", b.List()[0], err)
	}
	if err := b.drop(t.Context(), "nothing", "林店长", ""); !errors.Is(err, ErrNone) {
		t.Errorf("a rule that is not there: %v", err)
	}
}

func TestSavingARuleIsRefused(t *testing.T) {
	t.Parallel()
	b := bookOn(t, storetest.Open(t), noon, alert.DefaultRule())
	present := b.List()[0].Revision
	field := func(name string) func(error) bool {
		return func(err error) bool {
			var fault *voc.RuleError
			return errors.As(err, &fault) && fault.Field == name
		}
	}
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	for _, c := range []struct {
		why   string
		rule  voc.Rule
		actor string
		base  string
		want  func(error) bool
	}{
		{"edited from a revision that has gone", alert.DefaultRule(), "林", "0000", is(ErrRevision)},
		{"new, with the name of one that is there", alert.DefaultRule(), "林", "", is(ErrRevision)},
		{"an edit of what is not there", named(voc.RuleBurst, "gone", nil), "林", present, is(ErrNone)},
		{"by nobody", alert.DefaultRule(), "", present, is(ErrWrong)},
		{"a brand nobody configured", named(voc.RuleBurst, "x", func(r *voc.Rule) { r.Brands = []voc.BrandID{"coffee"} }), "林", "", field("brands")},
		{"a channel nobody configured", named(voc.RuleBurst, "x", func(r *voc.Rule) { r.Channels = []string{"pager"} }), "林", "", field("channels")},
		{"a field that cannot be", named(voc.RuleBurst, "x", func(r *voc.Rule) { r.Sensitivity = 99 }), "林", "", field("sensitivity")},
	} {
		if _, err := b.save(t.Context(), c.rule, c.actor, "", c.base); !c.want(err) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
	if len(b.journal.View().Rules) != 0 {
		t.Error("something refused was written down")
	}
}

// A version is a promise: the same one never names two contents.
func TestAVersionNamesOneRevision(t *testing.T) {
	t.Parallel()
	file := alert.DefaultRule()
	file.Version = "7"
	b := bookOn(t, storetest.Open(t), noon, file)
	changed := file
	changed.MinPosts = 8
	state, err := b.save(t.Context(), changed, "林", "", "7")
	if err != nil || state.Revision == "7" || state.Rule.Version != "" {
		t.Errorf("changed under the same version it is revision %s (%v)", state.Revision, err)
	}
}

// How a rule did is counted from the incidents it opened in the last 90 days.
func TestARuleIsToldHowItDid(t *testing.T) {
	t.Parallel()
	b := bookOn(t, storetest.Open(t), noon, alert.DefaultRule())
	rule := alert.DefaultRule()
	opened := func(days int, verdict voc.AlertVerdict, state voc.AlertState) voc.Event {
		at := noon.AddDate(0, 0, -days)
		a := alert.New(rule, "tea", voc.Spike{At: at, Score: 1.5}, at)
		a.Verdict, a.State = verdict, state
		return alert.OpenedEvent(a, at)
	}
	for _, e := range []voc.Event{
		opened(1, voc.AlertFalseAlarm, voc.AlertResolved), opened(2, voc.AlertConfirmed, voc.AlertResolved), opened(3, "", voc.AlertOpen),
		opened(4, "", voc.AlertMerged), opened(100, voc.AlertFalseAlarm, voc.AlertResolved),
	} {
		if err := b.journal.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	if s := b.List()[0]; s.Fired != 3 || s.Confirmed != 1 || s.Dismissed != 1 || s.Proposed != 1.1 {
		t.Errorf("fired %d, confirmed %d, dismissed %d, proposes %v; want 3, 1, 1 and 1.1", s.Fired, s.Confirmed, s.Dismissed, s.Proposed)
	}
}

// An event about a rule that cannot be read stops the journal instead of being forgotten.
func TestAnUnreadableRuleIsNotForgotten(t *testing.T) {
	t.Parallel()
	b := bookOn(t, storetest.Open(t), noon)
	err := b.journal.Record(t.Context(), voc.Event{Subject: voc.SubjectRule, ID: "r", Type: ruleSaved, Actor: "林", Data: []byte(`{"why":"no rule"}`)})
	if err == nil || !strings.Contains(err.Error(), "no rule of this name") {
		t.Errorf("recorded: %v", err)
	}
}
