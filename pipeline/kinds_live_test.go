package pipeline

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// grave is one post of severity 4 about a topic, fetched so long after it was published.
func grave(at time.Time, topic string, late time.Duration) []voc.Mention {
	m := complaints(at, 1, topic, "")
	m[0].Analysis.Severity, m[0].Analysis.SeverityReasons = 4, []string{"受伤"}
	m[0].Post.FetchedAt = m[0].Post.PublishedAt.Add(late)
	return m
}

// told lists what was sent, oldest first.
func told(w *Watch) []string {
	var all []string
	for _, m := range slices.Backward(w.journal.Messages()) {
		all = append(all, m.Kind+" "+m.Title)
	}
	return all
}

func evaluate(t *testing.T, w *Watch, at ...time.Time) {
	t.Helper()
	for _, now := range at {
		if err := w.Evaluate(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
}

func telling(kind voc.RuleKind) voc.Rule {
	r := voc.DefaultRuleOf(kind)
	r.Channels = []string{"desk"}
	return r
}

// One post of one matter opens one incident at once; more of it is absorbed; another matter has its
// own; and what was collected days late wakes nobody, neither on the first day nor after a restart.
func TestAGravePostIsToldOnceAndHistoryNever(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	if err := save(t, s, slices.Concat(grave(noon.Add(-50*time.Hour), "安全-烫伤", 49*time.Hour), grave(noon.Add(-20*time.Hour), "卫生-异物", 19*time.Hour))); err != nil {
		t.Fatal(err)
	}
	rule := telling(voc.RuleCritical)
	w := bare(t, s, noon, rule)
	evaluate(t, w, noon, noon.Add(5*time.Minute))
	if got := told(w); len(got) != 0 {
		t.Fatalf("history was told: %v", got)
	}
	if err := save(t, s, slices.Concat(grave(noon.Add(10*time.Minute), "包装-划伤", time.Minute), grave(noon.Add(10*time.Minute), "包装-划伤", 2*time.Minute))); err != nil {
		t.Fatal(err)
	}
	evaluate(t, w, noon.Add(20*time.Minute), noon.Add(25*time.Minute))
	w = bare(t, s, noon, rule) // a restart
	if err := save(t, s, slices.Concat(grave(noon.Add(40*time.Minute), "包装-划伤", time.Minute), grave(noon.Add(-10*time.Hour), "服务-态度", 10*time.Hour))); err != nil {
		t.Fatal(err)
	}
	evaluate(t, w, noon.Add(50*time.Minute), noon.Add(55*time.Minute))
	if got := told(w); len(got) != 1 || !strings.Contains(got[0], "一条即报") || !strings.Contains(got[0], kindOpened) {
		t.Errorf("told %q; want the post about 包装-划伤, once", got)
	}
	for _, a := range w.journal.Alerts() {
		if fresh := a.Key == "包装-划伤"; a.History == fresh {
			t.Errorf("%s (%s): history %v", a.Key, a.Headline, a.History)
		}
	}
	evaluate(t, w, noon.Add(30*time.Hour))
	for _, a := range w.journal.Alerts() {
		if a.State != voc.AlertResolved {
			t.Errorf("a day without another %s is still open", a.Key)
		}
	}
}

// A single post opens the incident; hours later a crowd follows. The incident that is open grows with
// the crowd: its level rises, it says how many they are, and leaves out what else is said of the brand.
func TestAGravePostThatACrowdFollowsGrows(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	quietPast(t, s, noon, 20)
	critical, burst := telling(voc.RuleCritical), general()
	w := bare(t, s, noon, critical, burst)
	evaluate(t, w, noon)
	if err := save(t, s, grave(noon.Add(-50*time.Minute), "卫生-吃坏肚子", time.Minute)); err != nil {
		t.Fatal(err)
	}
	evaluate(t, w, noon.Add(12*time.Minute))
	first := w.journal.Alerts()[0]
	if got := told(w); len(got) != 1 || first.Kind != voc.RuleCritical || first.Total != 1 {
		t.Fatalf("told %q of %d posts; want the one post", got, first.Total)
	}
	if err := save(t, s, slices.Concat(complaints(noon.Add(15*time.Minute), 60, "卫生-吃坏肚子", ""), complaints(noon.Add(20*time.Minute), 3, "涨价", ""))); err != nil {
		t.Fatal(err)
	}
	live(t, w, noon.Add(20*time.Minute), noon.Add(2*time.Hour))
	all := w.journal.Alerts()
	grown := all[0]
	if len(all) != 1 || !grown.Level.Graver(first.Level) || grown.Total != 61 || !strings.Contains(grown.Headline, "已有 61 条") {
		t.Errorf("%d incidents; the first went from %s to %s with %d posts: %s; want one, graver, of 61 posts", len(all), first.Level, grown.Level, grown.Total, grown.Headline)
	}
	got := told(w)
	if last := got[len(got)-1]; len(got) < 2 || !strings.HasPrefix(last, kindGrew) {
		t.Errorf("told %q; want the post, then that it grew", got)
	}
}

func TestANewTopicIsToldOnce(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	quietPast(t, s, noon, 20)
	w := bare(t, s, noon, telling(voc.RuleNewTopic))
	evaluate(t, w, noon)
	if got := told(w); len(got) != 0 {
		t.Fatalf("told %q; what was new weeks ago is history", got)
	}
	if err := save(t, s, complaints(noon.Add(5*time.Minute), 8, "包装-漏液", "")); err != nil {
		t.Fatal(err)
	}
	evaluate(t, w, noon.Add(time.Hour), noon.Add(70*time.Minute), noon.Add(3*time.Hour))
	got := told(w)
	if len(got) != 1 || !strings.Contains(got[0], "新话题") || !strings.Contains(got[0], "包装-漏液") {
		t.Errorf("told %q; want the topic nobody spoke of before, once", got)
	}
	if a := w.journal.Alerts()[0]; a.Key != "包装-漏液" || a.Topic != "包装-漏液" || len(a.Evidence) == 0 {
		t.Errorf("the incident is %+v; want its topic and what was said", a)
	}
}

// People name two things in one breath, and both are new. That is one matter: one incident, one work
// order, one message, whether the general rule speaks as well or not.
func TestTwoNewNamesOfOneMatterAreOneIncident(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	quietPast(t, s, noon, 20)
	both := complaints(noon.Add(5*time.Minute), 30, "应用-支付失败", "")
	for i := range both {
		both[i].Analysis.Topics = []string{"应用-支付失败", "支付-不到账"}
	}
	if err := save(t, s, both); err != nil {
		t.Fatal(err)
	}
	w := bare(t, s, noon, general(), telling(voc.RuleNewTopic))
	live(t, w, noon.Add(10*time.Minute), noon.Add(2*time.Hour))
	opened := slices.DeleteFunc(told(w), func(m string) bool { return !strings.HasPrefix(m, kindOpened) })
	if alerts := openOnes(w); len(alerts) != 1 || len(opened) != 1 || len(w.journal.Orders()) != 1 {
		t.Fatalf("%d incidents, %d orders, told %q: %s; want one of each", len(alerts), len(w.journal.Orders()), opened, spoken(w))
	}
	all, err := s.Events(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) > 30 {
		t.Errorf("%d events within two hours; want no event an evaluation", len(all))
	}
}

func TestTwoNewNamesOfOneMatterWithOneRule(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	quietPast(t, s, noon, 20)
	both := complaints(noon.Add(5*time.Minute), 30, "应用-支付失败", "")
	for i := range both {
		both[i].Analysis.Topics = []string{"应用-支付失败", "支付-不到账"}
	}
	if err := save(t, s, both); err != nil {
		t.Fatal(err)
	}
	w := bare(t, s, noon, telling(voc.RuleNewTopic))
	live(t, w, noon.Add(10*time.Minute), noon.Add(2*time.Hour))
	got := told(w)
	if alerts := openOnes(w); len(alerts) != 1 || len(w.journal.Orders()) != 1 {
		t.Fatalf("%d incidents, told %q: %s; want one", len(alerts), got, spoken(w))
	}
	levels := map[string]int{}
	for _, m := range got {
		kind, title, _ := strings.Cut(m, " ")
		level, _, _ := strings.Cut(strings.TrimPrefix(title, "山外青茶·"), "色预警")
		if levels[level]++; levels[level] > 1 || (kind == kindGrew) == (level == "黄") {
			t.Errorf("told %q; want that it began yellow, and of each rise once, by the level it reached", got)
		}
	}
	if parts := openOnes(w)[0].Rules; len(parts) != 1 || parts[0].Key == openOnes(w)[0].Key {
		t.Errorf("the incident has the parts %+v; want the other name", parts)
	}
}

// A source that is refused is told of once, to operations, in words about listening; heard again, it
// is over. The brand's name and its complaints have no part in it.
func TestASilentSourceIsToldOnceAndEnds(t *testing.T) {
	t.Parallel()
	source := voc.Source{ID: "app", Title: "应用商店", Kind: voc.KindAppStore, Schedule: "@every 30m", Every: 30 * time.Minute, Brand: "tea"}
	s := storetest.Open(t, func(o *store.Options) { o.Sources, o.Now = []voc.Source{source}, func() time.Time { return noon } })
	visit := func(minutes int, outcome voc.VisitOutcome) voc.Visit {
		at := noon.Add(time.Duration(minutes) * time.Minute)
		return voc.Visit{Source: "app", StartedAt: at, EndedAt: at, Outcome: outcome}
	}
	var visits []voc.Visit
	for m := -24 * 60; m <= 9*60; m += 30 {
		outcome := voc.VisitOK
		if m > 0 && m < 8*60 {
			outcome = voc.VisitBlocked
		}
		visits = append(visits, visit(m, outcome))
	}
	if err := save(t, s, complaints(noon.Add(-3*time.Hour), 5, "等待", "")); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveVisits(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
	w := bare(t, s, noon, telling(voc.RuleSilence))
	w.names.sources = func() []voc.Source { return []voc.Source{source} }
	for h := range 10 {
		evaluate(t, w, noon.Add(time.Duration(h)*time.Hour))
	}
	got := told(w)
	slices.Sort(got) // both were written in the same moment of the test's clock
	if len(got) != 2 || !strings.HasPrefix(got[0], kindOpened+" 采集·") || !strings.Contains(got[0], "应用商店") || !strings.HasPrefix(got[1], kindResolved+" 采集·") {
		t.Errorf("told %q; want that the source fell silent, and that it is heard again", got)
	}
	if strings.Contains(strings.Join(got, ""), "负面") {
		t.Errorf("told %q: nobody said anything bad", got)
	}
	alerts := w.journal.Alerts()
	if len(alerts) != 1 || alerts[0].Source != "app" || alerts[0].State != voc.AlertResolved || len(alerts[0].Evidence) != 0 || len(w.journal.Orders()) != 0 {
		t.Errorf("incidents %+v, %d orders; want one of the source, ended, without mentions or order", alerts, len(w.journal.Orders()))
	}
}

// A rule changed while it is watched speaks by its new words from the next look on.
func TestAChangedRuleIsObeyedAtOnce(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	quietPast(t, s, noon, 4)
	if err := save(t, s, complaints(noon.Add(-time.Hour), 30, "异物", "")); err != nil {
		t.Fatal(err)
	}
	deaf := telling(voc.RuleCount)
	deaf.MinPosts = 500
	b := bookOn(t, s, noon, deaf)
	w := bare(t, s, noon)
	w.journal, w.rules = b.journal, b.current
	evaluate(t, w, noon)
	if n := len(w.journal.Alerts()); n != 0 {
		t.Fatalf("%d incidents of five hundred posts", n)
	}
	changed := deaf
	changed.MinPosts = 20
	if _, err := b.save(t.Context(), changed, "林店长", "", deaf.Revision()); err != nil {
		t.Fatal(err)
	}
	evaluate(t, w, noon.Add(5*time.Minute))
	if alerts := w.journal.Alerts(); len(alerts) != 1 || alerts[0].RuleVersion != changed.Revision() {
		t.Errorf("%+v; want one incident of the changed rule", alerts)
	}
}
