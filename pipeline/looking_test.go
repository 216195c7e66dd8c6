package pipeline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// firings lists what fires when somebody looks once at a past that ends at a moment.
func firings(t *testing.T, s *store.Store, rule voc.Rule, from, to time.Time, sources ...voc.Source) []alert.Sight {
	t.Helper()
	if err := rule.Validate(); err != nil {
		t.Fatal(err)
	}
	brand := voc.BrandID("tea")
	if rule.Kind == voc.RuleSilence {
		brand = ""
	}
	l := newLook(rule, brand, nil, from)
	l.sources = func() []voc.Source { return sources }
	out, err := l.observe(t.Context(), s, to)
	if err != nil {
		t.Fatal(err)
	}
	var fired []alert.Sight
	for _, sight := range out.sights {
		if sight.Fired {
			fired = append(fired, sight)
		}
	}
	return fired
}

// mixed makes mentions of both kinds: so many negative ones of so many, an hour from at on.
func mixed(at time.Time, negative, all int, change func(*voc.Mention)) []voc.Mention {
	mentions := complaints(at, all, "等待", "")
	for i := range mentions {
		if i >= negative {
			mentions[i].Analysis.Sentiment = voc.Positive
		}
		if change != nil {
			change(&mentions[i])
		}
	}
	return mentions
}

func TestLookingAtShares(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	if err := save(t, s, slices.Concat(mixed(noon.Add(-8*time.Hour), 4, 40, nil), mixed(noon.Add(-2*time.Hour), 36, 40, nil))); err != nil {
		t.Fatal(err)
	}
	rule := voc.DefaultRuleOf(voc.RuleShare)
	rule.Window = time.Hour
	fired := firings(t, s, rule, noon.Add(-24*time.Hour), noon)
	if len(fired) == 0 || fired[0].At.Before(noon.Add(-2*time.Hour)) || fired[0].At.After(noon.Add(-time.Hour)) {
		t.Fatalf("fired %d times, first %+v; want within the hour in which nine of ten were unhappy", len(fired), fired)
	}
	rule.AtLeast = 0.97
	if fired := firings(t, s, rule, noon.Add(-24*time.Hour), noon); len(fired) != 0 {
		t.Errorf("nine of ten are surely 97 %%: %+v", fired[0])
	}
}

func TestLookingAtRatios(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	quietPast(t, s, noon, 8)
	if err := save(t, s, complaints(noon.Add(-3*time.Hour), 30, "异物", "")); err != nil {
		t.Fatal(err)
	}
	rule := voc.DefaultRuleOf(voc.RuleRatio)
	fired := firings(t, s, rule, noon.AddDate(0, 0, -8), noon)
	if len(fired) == 0 || fired[0].Usual < 1 || fired[0].Usual > 3 || fired[0].At.Before(noon.Add(-3*time.Hour)) {
		t.Errorf("fired %d times, first %+v; want the hour fifteen times the usual two", len(fired), fired)
	}
	if fired := firings(t, s, rule, noon.AddDate(0, 0, -2), noon); len(fired) != 0 {
		t.Errorf("with two days of history of three it knows the usual: %+v", fired[0])
	}
}

// A grave post is told at once, by itself; one that was collected days later is history.
func TestLookingAtGravePosts(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	post := func(hours, severity int, topic string, late time.Duration) []voc.Mention {
		m := complaints(noon.Add(time.Duration(-hours)*time.Hour), 1, topic, "")
		m[0].Analysis.Severity = severity
		m[0].Post.FetchedAt = m[0].Post.PublishedAt.Add(late)
		return m
	}
	if err := save(t, s, slices.Concat(post(40, 4, "卫生-异物", 30*time.Hour), post(20, 3, "服务-态度", time.Minute), post(2, 4, "安全-烫伤", time.Minute))); err != nil {
		t.Fatal(err)
	}
	fired := firings(t, s, voc.DefaultRuleOf(voc.RuleCritical), noon.Add(-48*time.Hour), noon)
	if len(fired) != 2 {
		t.Fatalf("fired %d times: %+v; want the two of severity 4", len(fired), fired)
	}
	if old, fresh := fired[0], fired[1]; !old.History || fresh.History || fresh.Topic != "安全-烫伤" || fresh.Key != "安全-烫伤" || fresh.Post == "" {
		t.Errorf("old %+v\nfresh %+v\nwant the one collected thirty hours late as history, and the other with its post and topic", old, fresh)
	}
}

func TestLookingAtNewTopics(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	quietPast(t, s, noon, 20)
	if err := save(t, s, slices.Concat(complaints(noon.Add(-5*time.Hour), 6, "包装-漏液", ""), complaints(noon.AddDate(0, 0, -5), 1, "价格-涨价", ""), complaints(noon.Add(-5*time.Hour), 6, "价格-涨价", ""))); err != nil {
		t.Fatal(err)
	}
	rule := voc.DefaultRuleOf(voc.RuleNewTopic)
	var topics []string
	for _, f := range firings(t, s, rule, noon.AddDate(0, 0, -20), noon) {
		if !slices.Contains(topics, f.Key) {
			topics = append(topics, f.Key)
		}
	}
	if !slices.Equal(topics, []string{"包装-漏液"}) {
		t.Errorf("new are %v; want the one nobody spoke of before", topics)
	}
	if fired := firings(t, s, rule, noon.AddDate(0, 0, -10), noon); len(fired) != 0 {
		t.Errorf("ten days of history of fourteen tell what is new: %+v", fired[0])
	}
}

// Two sources, visited as they should be; one is refused for a night. That tingfeng itself is
// switched off for half a day is nobody's silence.
func TestLookingAtSilence(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	sources := []voc.Source{
		{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 10m", Every: 10 * time.Minute, Platform: "forum"},
		{ID: "app", Kind: voc.KindAppStore, Schedule: "@every 1h", Every: time.Hour, Platform: "appstore"},
		{ID: "file", Kind: voc.KindImport},
		{ID: "new", Kind: voc.KindFeed, Schedule: "@every 10m", Every: 10 * time.Minute}, // never visited yet
	}
	began := noon.Add(-72 * time.Hour)
	var visits []voc.Visit
	for m := 0; m <= 72*60; m += 10 {
		at := began.Add(time.Duration(m) * time.Minute)
		if h := m / 60; h >= 10 && h < 22 {
			continue // tingfeng is switched off
		}
		visits = append(visits, voc.Visit{Source: "forum", StartedAt: at, EndedAt: at, Outcome: voc.VisitOK})
		if m%60 == 0 {
			v := voc.Visit{Source: "app", StartedAt: at, EndedAt: at, Outcome: voc.VisitUnchanged}
			if h := m / 60; h >= 40 && h < 52 {
				v.Outcome = voc.VisitBlocked
			}
			visits = append(visits, v)
		}
	}
	if err := s.SaveVisits(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
	rule := voc.DefaultRuleOf(voc.RuleSilence)
	fired := firings(t, s, rule, began.Add(-time.Hour), noon, sources...)
	if len(fired) == 0 {
		t.Fatal("twelve hours of refusals are no silence")
	}
	first, last := fired[0].At.Sub(began).Hours(), fired[len(fired)-1].At.Sub(began).Hours()
	if first < 44.9 || first > 45.3 || last < 51.8 || last > 52.1 {
		t.Errorf("silent from hour %.1f to %.1f; want from six hours after it was heard at 39 until it was at 52", first, last)
	}
	for _, f := range fired {
		if f.Source != "app" || f.Key != "app" {
			t.Errorf("%s is called silent at hour %.1f: %s", f.Source, f.At.Sub(began).Hours(), f.Reason)
		}
	}
	rule.Platforms = []string{"forum"}
	if fired := firings(t, s, rule, began, noon, sources...); len(fired) != 0 {
		t.Errorf("a rule about another platform: %+v", fired[0])
	}
}

// Agents that all die leave nobody visiting: since tingfeng runs, that is silence too.
func TestSilenceWhenNobodyIsVisitedAnyMore(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(-24 * time.Hour)
	var visits []voc.Visit
	for m := 0; m < 12*60; m += 10 {
		at := began.Add(time.Duration(m) * time.Minute)
		visits = append(visits, voc.Visit{Source: "far", StartedAt: at, EndedAt: at, Outcome: voc.VisitOK})
	}
	if err := s.SaveVisits(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
	far := voc.Source{ID: "far", Kind: voc.KindFeed, Remote: true, Every: 10 * time.Minute}
	rule := voc.DefaultRuleOf(voc.RuleSilence)
	if fired := firings(t, s, rule, began, noon, far); len(fired) != 0 {
		t.Errorf("looking back nobody knows whether tingfeng was on: %+v", fired[0])
	}
	l := newLook(rule, "", nil, began)
	l.sources, l.awake = func() []voc.Source { return []voc.Source{far} }, began
	out, err := l.observe(t.Context(), s, noon)
	if err != nil {
		t.Fatal(err)
	}
	if at := slices.IndexFunc(out.sights, func(s alert.Sight) bool { return s.Fired }); at < 0 || out.sights[at].At.Sub(began) < 17*time.Hour+30*time.Minute || out.sights[at].At.Sub(began) > 18*time.Hour+10*time.Minute {
		t.Errorf("running all the while, it fires first as observation %d; want six hours after the last visit", at)
	}
}

// Platforms, provinces and words narrow what every kind counts.
func TestLookingThroughFilters(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	quietPast(t, s, noon, 20)
	loud := complaints(noon.Add(-3*time.Hour), 60, "包装-漏液", "")
	for i := range loud {
		loud[i].Post.Platform, loud[i].Post.Region, loud[i].Analysis.Severity = "xhs", "上海", 4
		loud[i].Post.FetchedAt = loud[i].Post.PublishedAt
	}
	if err := save(t, s, loud); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []voc.RuleKind{voc.RuleBurst, voc.RuleCount, voc.RuleShare, voc.RuleRatio, voc.RuleCritical, voc.RuleNewTopic} {
		rule := voc.DefaultRuleOf(kind)
		if kind == voc.RuleShare {
			rule.Window = time.Hour
		}
		if kind == voc.RuleCount {
			rule.MinPosts = 20
		}
		from := noon.AddDate(0, 0, -20)
		for _, c := range []struct {
			why    string
			change func(*voc.Rule)
			fires  bool
		}{
			{"no filter", func(*voc.Rule) {}, true},
			{"its platform", func(r *voc.Rule) { r.Platforms = []string{"weibo", "xhs"} }, true},
			{"another platform", func(r *voc.Rule) { r.Platforms = []string{"forum"} }, false},
			{"its province", func(r *voc.Rule) { r.Regions = []string{"上海"} }, true},
			{"another province", func(r *voc.Rule) { r.Regions = []string{"广东"} }, false},
			{"a word they hold", func(r *voc.Rule) { r.Words = []string{"漏液"} }, true},
			{"a word they do not hold", func(r *voc.Rule) { r.Words = []string{"召回"} }, kind == voc.RuleCritical}, // there a ground of its own
		} {
			r := rule
			c.change(&r)
			if fired := firings(t, s, r, from, noon); (len(fired) > 0) != c.fires {
				t.Errorf("%s with %s fires %d times, want it to fire: %v", kind, c.why, len(fired), c.fires)
			}
		}
	}
}

// Hours nobody was heard in are unknown, never calm and never loud, whatever the kind.
func TestLookingAtHoursNobodyHeard(t *testing.T) {
	t.Parallel()
	source := voc.Source{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 10m", Every: 10 * time.Minute}
	s := storetest.Open(t, func(o *store.Options) { o.Sources, o.Now = []voc.Source{source}, func() time.Time { return noon } })
	if err := save(t, s, append(complaints(noon.AddDate(0, 0, -2), 1, "等待", ""), complaints(noon.Add(-3*time.Hour), 60, "包装-漏液", "")...)); err != nil {
		t.Fatal(err)
	}
	heardTo := noon.Add(-6 * time.Hour)
	if err := s.SaveVisits(t.Context(), []voc.Visit{{Source: "forum", StartedAt: heardTo, EndedAt: heardTo, HeardTo: heardTo, Outcome: voc.VisitOK}}); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []voc.RuleKind{voc.RuleBurst, voc.RuleCount, voc.RuleShare, voc.RuleRatio, voc.RuleNewTopic} {
		rule := voc.DefaultRuleOf(kind)
		if kind == voc.RuleShare || kind == voc.RuleNewTopic {
			rule.Window = time.Hour
		}
		l := newLook(rule, "tea", nil, noon.AddDate(0, 0, -3))
		out, err := l.observe(t.Context(), s, noon)
		if err != nil {
			t.Fatal(err)
		}
		if last := out.sights[len(out.sights)-1]; !last.Unknown || last.Fired {
			t.Errorf("%s: six hours after anybody was heard it sees %+v; want that it does not know", kind, last)
		}
		if !l.next.Before(heardTo.Add(time.Minute)) {
			t.Errorf("%s: settled up to %s; a later visit may still bring what was said after %s", kind, l.next, heardTo)
		}
	}
}

// Before the first post there is nothing is known: that nobody spoke then is no fact, and the first
// day of all is no burst.
func TestLookingBeginsWithTheFirstPost(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.AddDate(0, 0, -3)
	var all []voc.Mention
	for h := range 72 {
		all = append(all, complaints(began.Add(time.Duration(h)*time.Hour), 20+h%5, "等待", "")...)
	}
	if err := save(t, s, all); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []voc.RuleKind{voc.RuleBurst, voc.RuleRatio, voc.RuleNewTopic} {
		if fired := firings(t, s, voc.DefaultRuleOf(kind), noon.AddDate(0, 0, -90), noon); len(fired) != 0 {
			t.Errorf("%s: three even days fire %d times, first %+v", kind, len(fired), fired[0])
		}
	}
}

// A rule by number or by share needs no past: it judges the first minutes there are, of a house that
// has just begun to listen, and does not wait until an hour of them has gone by.
func TestLookingJudgesTheFirstMinutes(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	began := noon.Add(17 * time.Minute)
	all := complaints(began, 40, "等待", "")
	for i := range all {
		all[i].Post.PublishedAt = began.Add(time.Duration(i) * 3 * time.Second)
		all[i].Post.FetchedAt = all[i].Post.PublishedAt.Add(time.Second)
	}
	if err := save(t, s, all); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []voc.RuleKind{voc.RuleCount, voc.RuleShare} {
		rule := voc.DefaultRuleOf(kind)
		rule.Step, rule.MinPosts, rule.MinAuthors = time.Minute, 6, 4
		if fired := firings(t, s, rule, noon.AddDate(0, 0, -90), began.Add(3*time.Minute)); len(fired) == 0 {
			t.Errorf("%s: 40 complaints in the first two minutes fire nothing", kind)
		}
	}
}

// However often somebody looks, and whenever posts of the last three hours arrive, a look that goes
// on comes to see what one look at the end sees: of every kind.
func TestLookingOftenSeesWhatLookingOnceSees(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: three days lived through by every kind of rule are left out of the short suite")
	}
	t.Parallel()
	for seed := range uint64(1) {
		r := rand.New(rand.NewPCG(seed, 5))
		s := storetest.Open(t)
		sources := []voc.Source{{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 10m", Every: 10 * time.Minute}}
		begin := noon.AddDate(0, 0, -3)
		var all []voc.Mention
		var visits []voc.Visit
		topics := []string{"等待", "卫生-异物", "包装-漏液"}
		for h := range 72 {
			at := begin.Add(time.Duration(h) * time.Hour)
			for _, m := range mixed(at, 2+r.IntN(2), 5, nil) {
				m.Analysis.Topics = topics[r.IntN(2):2]
				m.Analysis.Severity, m.Post.FetchedAt = r.IntN(5), m.Post.PublishedAt.Add(time.Duration(r.IntN(170))*time.Minute)
				all = append(all, m)
			}
			if topic := topics[r.IntN(2)]; r.IntN(9) == 0 || h == 50 {
				if h == 50 {
					topic = "包装-漏液" // of which nobody spoke before
				}
				for _, m := range complaints(at.Add(time.Minute), 20+r.IntN(30), topic, "") {
					m.Post.FetchedAt = m.Post.PublishedAt.Add(time.Duration(r.IntN(170)) * time.Minute)
					all = append(all, m)
				}
			}
			if h%20 < 12 {
				visits = append(visits, voc.Visit{Source: "forum", StartedAt: at, EndedAt: at, Outcome: voc.VisitOK})
			} else {
				visits = append(visits, voc.Visit{Source: "forum", StartedAt: at, EndedAt: at, Outcome: voc.VisitFailed})
			}
		}
		slices.SortFunc(all, func(a, b voc.Mention) int { return a.Post.FetchedAt.Compare(b.Post.FetchedAt) })
		looks := map[voc.RuleKind]*look{}
		saw := map[voc.RuleKind]map[string]alert.Sight{}
		rules := map[voc.RuleKind]voc.Rule{}
		for _, kind := range voc.RuleKinds() {
			rule := voc.DefaultRuleOf(kind)
			rule.MinHistory = min(rule.MinHistory, 12*time.Hour)
			if kind == voc.RuleNewTopic || kind == voc.RuleShare {
				rule.Window = 2 * time.Hour
			}
			if kind == voc.RuleRatio || kind == voc.RuleNewTopic {
				rule.Base = 24 * time.Hour
			}
			looks[kind], saw[kind], rules[kind] = newLook(rule, "tea", nil, begin), map[string]alert.Sight{}, rule
			looks[kind].sources = func() []voc.Source { return sources }
		}
		given, visited := 0, 0
		for now := begin.Add(time.Hour); !now.After(noon.Add(3 * time.Hour)); now = now.Add(time.Duration(30+r.IntN(400)) * time.Minute) {
			next, seen := given, visited
			for next < len(all) && !all[next].Post.FetchedAt.After(now) {
				next++
			}
			for seen < len(visits) && !visits[seen].EndedAt.After(now) {
				seen++
			}
			if err := save(t, s, all[given:next]); err != nil {
				t.Fatal(err)
			}
			if err := s.SaveVisits(t.Context(), visits[visited:seen]); err != nil {
				t.Fatal(err)
			}
			given, visited = next, seen
			for kind, l := range looks {
				again := l.clone()
				out, err := again.observe(t.Context(), s, now)
				if err != nil {
					t.Fatal(err)
				}
				for _, sight := range out.sights {
					saw[kind][fmt.Sprint(sight.At.Unix(), sight.Key, sight.Post)] = sight // the newest word stands
				}
				looks[kind] = again
			}
		}
		end := noon.Add(-time.Hour)
		for kind, rule := range rules {
			once := newLook(rule, "tea", nil, begin)
			once.sources = func() []voc.Source { return sources }
			out, err := once.observe(t.Context(), s, noon.Add(4*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			fired := 0
			for _, want := range out.sights {
				if want.At.After(end) {
					continue
				}
				if want.Fired {
					fired++
				}
				if got := saw[kind][fmt.Sprint(want.At.Unix(), want.Key, want.Post)]; fmt.Sprint(got) != fmt.Sprint(want) {
					t.Fatalf("seed %d, %s: looking often saw\n%+v\nlooking once\n%+v", seed, kind, got, want)
				}
			}
			if fired == 0 {
				t.Errorf("seed %d: %s never fired: nothing was compared", seed, kind)
			}
		}
	}
}
