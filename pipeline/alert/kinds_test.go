package alert

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func shareRule() ShareRule {
	return ShareRule{AtLeast: 0.4, Window: time.Hour, Step: 5 * time.Minute, MinPosts: 10, MinAuthors: 3, MinCoverage: 0.5}
}

// hourOf spreads a part and its whole over an hour of buckets, fully collected.
func hourOf(part, all int) []Mix {
	mixes := make([]Mix, 12)
	for i := range mixes {
		mixes[i] = Mix{At: monday.Add(time.Duration(i) * 5 * time.Minute), Coverage: 1}
	}
	for i := range all {
		m := &mixes[i%12]
		if m.All++; i < part {
			m.N++
			m.Authors++
		}
	}
	return mixes
}

func TestShareRule(t *testing.T) {
	for _, c := range []struct {
		why    string
		mixes  []Mix
		change func([]Mix)
		fired  bool
		reason string
	}{
		{"seven of eight: too few to speak of a share", hourOf(7, 8), nil, false, "不足 10 条"},
		{"five of ten may be chance", hourOf(5, 10), nil, false, "不能肯定"},
		{"eight of ten are not chance", hourOf(8, 10), nil, true, "8/10"},
		{"forty in a hundred: the share itself is reached, but not surely", hourOf(40, 100), nil, false, "不能肯定"},
		{"fifty in a hundred", hourOf(50, 100), nil, true, "50/100"},
		{"four hundred and forty in a thousand", hourOf(440, 1000), nil, true, "440/1000"},
		{"one person's thirty of thirty", hourOf(30, 30), func(m []Mix) {
			for i := range m {
				m[i].Authors = 0
			}
			m[11].Authors = 1
		}, false, "只有 1 人"},
		{"most of the hour was not heard", hourOf(50, 60), func(m []Mix) {
			for i := range 8 {
				m[i].Coverage = 0
			}
		}, false, "数据不全"},
		{"the last bucket was not heard", hourOf(50, 60), func(m []Mix) { m[11].Coverage = 0 }, false, "数据不全"},
	} {
		if c.change != nil {
			c.change(c.mixes)
		}
		s := DetectShare(shareRule(), c.mixes)[11]
		if s.Fired != c.fired || !strings.Contains(s.Reason, c.reason) || s.Unknown != (c.reason == "数据不全") {
			t.Errorf("%s: %+v, want fired %v because %q", c.why, s, c.fired, c.reason)
		}
	}
	late := append(hourOf(50, 60), Mix{At: monday.Add(3 * time.Hour), N: 1, All: 9, Authors: 1, Coverage: 1})
	if s := DetectShare(shareRule(), late)[12]; !s.Unknown || s.Hour != 1 {
		t.Errorf("two hours left out, then one bucket: %+v, want only that bucket in the window, and no judgement", s)
	}
}

func TestWilsonLowCoversTheShare(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 91))
	over, trials := 0, 4000
	for range trials {
		p, n, k := r.Float64(), 5+r.IntN(60), 0
		for range n {
			if r.Float64() < p {
				k++
			}
		}
		if wilsonLow(k, n) > p {
			over++
		}
	}
	t.Logf("lower end above the truth in %.1f %% of %d draws", 100*float64(over)/float64(trials), trials)
	if rate := float64(over) / float64(trials); rate > 0.04 {
		t.Errorf("lower end above the truth in %.1f %% of draws, want about 2.5 %%", 100*rate)
	}
	if wilsonLow(0, 0) != 0 || wilsonLow(0, 9) != 0 {
		t.Error("of nothing, or none of nine, no share is certain")
	}
}

func ratioRule() RatioRule {
	return RatioRule{Times: 3, Window: time.Hour, Base: 7 * 24 * time.Hour, Step: 5 * time.Minute,
		MinPosts: 10, MinAuthors: 3, MinHistory: 24 * time.Hour, MinCoverage: 0.5}
}

func even(days, perBucket int) []voc.Count {
	counts := make([]voc.Count, days*288)
	for i := range counts {
		counts[i] = voc.Count{At: monday.Add(time.Duration(i) * 5 * time.Minute), N: perBucket, Authors: perBucket, Coverage: 1}
	}
	return counts
}

func TestRatioRule(t *testing.T) {
	const at = 3 * 288
	deaf := func(counts []voc.Count, from, to int) []voc.Count {
		for i := from; i < to; i++ {
			counts[i] = voc.Count{At: counts[i].At}
		}
		return counts
	}
	for _, c := range []struct {
		why    string
		counts []voc.Count
		fired  bool
		reason string
	}{
		{"the usual", even(4, 2), false, "不到平时"},
		{"three times the usual", burst(even(4, 2), at, 12, 4), true, "达到 3 倍"},
		{"not quite", burst(even(4, 2), at, 11, 4), false, "不到平时"},
		{"eight where none are usual: below the floor", burst(even(4, 0), at+11, 1, 8), false, "不足 10 条"},
		{"twelve where none are usual", burst(even(4, 0), at+11, 1, 12), true, "平时不到 1 条"},
		{"a day of not listening before does not make the usual less", burst(deaf(even(4, 2), 288, 576), at, 12, 3), false, "不到平时"},
		{"the hour itself was hardly heard", deaf(burst(even(4, 2), at, 12, 40), at, at+9), false, "数据不全"},
	} {
		s := DetectRatio(ratioRule(), c.counts)[at+11]
		if s.Fired != c.fired || !strings.Contains(s.Reason, c.reason) {
			t.Errorf("%s: %+v, want fired %v because %q", c.why, s, c.fired, c.reason)
		}
	}
	young := burst(even(1, 2), 200, 12, 40)
	if s := DetectRatio(ratioRule(), young)[211]; s.Fired || !strings.Contains(s.Reason, "历史太短") {
		t.Errorf("seventeen hours of past, a day asked: %+v", s)
	}
	few := burst(even(4, 2), at, 12, 40)
	for i := at; i < at+12; i++ {
		few[i].Authors = 0
	}
	if s := DetectRatio(ratioRule(), few)[at+11]; s.Fired || !strings.Contains(s.Reason, "不足 3 人") {
		t.Errorf("an hour of nobody one can name: %+v", s)
	}
}

// TestRatioEqualsPlainSums compares the sliding sums with sums made anew, over series with gaps.
func TestRatioEqualsPlainSums(t *testing.T) {
	rule := ratioRule()
	rule.Base, rule.MinHistory = 30*time.Hour, time.Hour
	counts := tangled(3, 12)
	for i, s := range DetectRatio(rule, counts) {
		if i%17 > 0 {
			continue
		}
		end, n, before, known := counts[i].At.Add(rule.Step), 0, 0, 0.0
		for _, c := range counts[:i+1] {
			switch age := end.Sub(c.At); {
			case age <= rule.Window:
				n += c.N
			case age <= rule.Window+rule.Base && c.Coverage > 0:
				before, known = before+c.N, known+c.Coverage
			}
		}
		usual := 0.0
		if known > 0 {
			usual = float64(before) * 12 / known
		}
		if s.Hour != n || math.Abs(s.Usual-usual) > 1e-6*(1+usual) {
			t.Fatalf("bucket %d: %d in the hour, usual %.6f; want %d and %.6f", i, s.Hour, s.Usual, n, usual)
		}
	}
}

func TestCriticalRule(t *testing.T) {
	rule := CriticalRule{Words: []string{"食物中毒", "召回"}, MinSeverity: 4, MinReach: 1_000_000, MaxAge: 3 * time.Hour}
	now := monday.Add(9 * time.Hour)
	post := func(change func(*Grave)) Grave {
		g := Grave{At: now.Add(-10 * time.Minute), Sentiment: voc.Negative, Severity: 1, Followers: voc.Unknown}
		change(&g)
		return g
	}
	for _, c := range []struct {
		why    string
		g      Grave
		fired  bool
		score  float64
		reason string
	}{
		{"a complaint like any other", post(func(*Grave) {}), false, 0, "没有需要"},
		{"says that people were poisoned", post(func(g *Grave) { g.Named = []string{"排队", "食物中毒"} }), true, 1, "提到食物中毒"},
		{"names something that is not on the list", post(func(g *Grave) { g.Named = []string{"排队"} }), false, 0, "没有需要"},
		{"somebody may be hurt", post(func(g *Grave) { g.Severity = 4 }), true, 1, "4 级"},
		{"a negative post a million people read", post(func(g *Grave) { g.Followers = 1_000_000 }), true, 1, "粉丝"},
		{"praise a million people read", post(func(g *Grave) { g.Followers, g.Sentiment = 1_000_000, voc.Positive }), false, 0, "没有需要"},
		{"all at once", post(func(g *Grave) { g.Followers, g.Severity, g.Named = 9_000_000, 4, []string{"召回"} }), true, 3, "召回"},
		{"grave, but of last week: collected late", post(func(g *Grave) { g.Severity, g.At = 4, now.Add(-7*24*time.Hour) }), false, 1, "补采"},
	} {
		s := rule.Judge(c.g, now)
		if s.Fired != c.fired || s.Score != c.score || !strings.Contains(s.Reason, c.reason) {
			t.Errorf("%s: %+v, want fired %v, score %v, because %q", c.why, s, c.fired, c.score, c.reason)
		}
	}
	off := CriticalRule{MinSeverity: 3, MaxAge: time.Hour}
	if s := off.Judge(post(func(g *Grave) { g.Followers, g.Named = 9_000_000, []string{"召回"} }), now); s.Fired {
		t.Errorf("grounds that are off fired: %+v", s)
	}
}

func TestNewTopicRule(t *testing.T) {
	rule := NewTopicRule{MinPosts: 5, MinAuthors: 3, AtMost: 1, MinHistory: 14 * 24 * time.Hour}
	topics := []TopicCount{
		{"包装-漏液", 9, 7, 0},   // new
		{"卫生-异物", 30, 25, 4}, // known of old
		{"服务-排队", 5, 2, 0},   // two people
		{"价格-涨价", 4, 4, 0},   // too few posts
		{"口味-太甜", 12, 9, 1},  // once before: still new
		{"", 40, 30, 0},      // no topic at all
		{"包装-破损", 9, 9, 0},   // as often as the first
	}
	var got []string
	for _, n := range rule.Judge(monday, 20*24*time.Hour, topics) {
		got = append(got, n.Name)
		if !n.Spike.Fired || n.Spike.Score < 1 || !strings.Contains(n.Spike.Reason, n.Name) {
			t.Errorf("%s: %+v", n.Name, n.Spike)
		}
	}
	if want := []string{"口味-太甜", "包装-漏液", "包装-破损"}; !slices.Equal(got, want) {
		t.Errorf("new are %v, want %v", got, want)
	}
	if early := rule.Judge(monday, 13*24*time.Hour, topics); early != nil {
		t.Errorf("in the second week nobody knows what is new, got %v", early)
	}
}

func TestSilenceRule(t *testing.T) {
	rule := SilenceRule{After: 3 * time.Hour, Step: 5 * time.Minute, MinCoverage: 0.5}
	counts := even(1, 0) // collected, and nobody said anything
	for i, s := range DetectSilence(rule, counts) {
		if s.Fired {
			t.Fatalf("bucket %d: a day without posts is no silence: %+v", i, s)
		}
	}
	for i := 100; i < 150; i++ {
		counts[i].Coverage = 0.1
	}
	var fired []int
	for i, s := range DetectSilence(rule, counts) {
		if s.Fired {
			fired = append(fired, i)
		}
		if s.Unknown {
			t.Fatalf("bucket %d: that nothing was heard is known, %+v", i, s)
		}
	}
	if len(fired) != 15 || fired[0] != 135 || fired[14] != 149 {
		t.Errorf("fires at %v, want from three hours after the last data (135) until data comes (149)", fired)
	}
	cut := slices.Concat(counts[:100], counts[149:])
	if s := DetectSilence(rule, cut)[100]; !s.Fired || !strings.Contains(s.Reason, "4 小时 10 分") {
		t.Errorf("buckets left out: %+v, want the same silence", s)
	}
	if s := rule.Judge(monday, monday.Add(2*time.Hour)); s.Fired {
		t.Errorf("two hours of three: %+v", s)
	}
	if DetectSilence(rule, nil) == nil {
		t.Error("no counts give no spikes, not nil")
	}
}

// TestMorePostsNeverLowerAShareOrRatio adds a matching post to the newest bucket.
func TestMorePostsNeverLowerAShareOrRatio(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 92))
	for range 400 {
		mixes := hourOf(r.IntN(30), 30+r.IntN(50))
		before := DetectShare(shareRule(), mixes)[11].Score
		mixes[11].N, mixes[11].All = mixes[11].N+1, mixes[11].All+1
		if after := DetectShare(shareRule(), mixes)[11].Score; after < before {
			t.Fatalf("one more complaint took the share's score from %v to %v", before, after)
		}
	}
	counts := made(9, 4, 20)
	last := len(counts) - 1
	for range 40 {
		before := DetectRatio(ratioRule(), counts)[last].Score
		counts[last].N++
		if after := DetectRatio(ratioRule(), counts)[last].Score; after <= before {
			t.Fatalf("one more post took the ratio's score from %v to %v", before, after)
		}
	}
}

func TestKindsValidate(t *testing.T) {
	critical := CriticalRule{MinSeverity: 4, MaxAge: time.Hour}
	topic := NewTopicRule{MinPosts: 5, MinAuthors: 3, MinHistory: time.Hour}
	silence := SilenceRule{After: time.Hour, Step: time.Minute}
	type rule interface{ Validate() error }
	for _, good := range []rule{shareRule(), ratioRule(), critical, topic, silence} {
		if err := good.Validate(); err != nil {
			t.Errorf("a good rule is refused: %v", err)
		}
	}
	share := func(change func(*ShareRule)) rule { r := shareRule(); change(&r); return r }
	ratio := func(change func(*RatioRule)) rule { r := ratioRule(); change(&r); return r }
	for _, c := range []struct {
		why  string
		rule rule
		want string // in the error
	}{
		{"a share in per cent", share(func(r *ShareRule) { r.AtLeast = 40 }), "at_least is 40: write a share"},
		{"a share that is no number", share(func(r *ShareRule) { r.AtLeast = math.NaN() }), "at_least"},
		{"a share of no posts", share(func(r *ShareRule) { r.MinPosts = 0 }), "min_posts"},
		{"fewer than no authors", share(func(r *ShareRule) { r.MinAuthors = -1 }), "min_authors"},
		{"a window that is no whole number of steps", share(func(r *ShareRule) { r.Window = 7 * time.Minute }), "multiple of the step of 5m0s"},
		{"a step of nothing", share(func(r *ShareRule) { r.Step = 0 }), "step"},
		{"coverage in per cent", share(func(r *ShareRule) { r.MinCoverage = 50 }), "min_coverage"},
		{"once the usual is the usual", ratio(func(r *RatioRule) { r.Times = 1 }), "times"},
		{"a base shorter than the window", ratio(func(r *RatioRule) { r.Base = time.Minute }), "base"},
		{"a ratio of no posts", ratio(func(r *RatioRule) { r.MinPosts = 0 }), "min_posts"},
		{"a ratio of fewer than no authors", ratio(func(r *RatioRule) { r.MinAuthors = -1 }), "min_authors"},
		{"more history than base", ratio(func(r *RatioRule) { r.MinHistory = 1000 * time.Hour }), "min_history"},
		{"no ground at all", CriticalRule{MaxAge: time.Hour}, "grounds is none"},
		{"a blank word", CriticalRule{Words: []string{"召回", " "}, MaxAge: time.Hour}, "blank"},
		{"a severity that does not exist", CriticalRule{MinSeverity: 5, MaxAge: time.Hour}, "1 to 4"},
		{"a reach below nothing", CriticalRule{MinSeverity: 1, MinReach: -1, MaxAge: time.Hour}, "min_reach"},
		{"nothing is ever news", CriticalRule{MinSeverity: 1}, "max_age"},
		{"one post a topic", NewTopicRule{MinPosts: 1, MinHistory: time.Hour}, "min_posts"},
		{"a topic of fewer than no authors", NewTopicRule{MinPosts: 3, MinAuthors: -1, MinHistory: time.Hour}, "min_authors"},
		{"a topic as often before as now", NewTopicRule{MinPosts: 3, AtMost: 3, MinHistory: time.Hour}, "at_most"},
		{"new without a past", NewTopicRule{MinPosts: 3}, "min_history"},
		{"silence of no time", SilenceRule{Step: time.Minute}, "after"},
		{"silence in steps of nothing", SilenceRule{After: time.Hour}, "step"},
		{"silence with coverage in per cent", SilenceRule{After: time.Hour, Step: time.Minute, MinCoverage: 50}, "min_coverage"},
	} {
		if err := c.rule.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want it to say %q", c.why, err, c.want)
		}
	}
}
