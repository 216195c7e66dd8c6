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

func shareRule() Rule {
	return Rule{AtLeast: 0.4, Window: time.Hour, Step: 5 * time.Minute, MinPosts: 10, MinAuthors: 3, MinCoverage: 0.5}
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

func ratioRule() Rule {
	return Rule{Times: 3, Window: time.Hour, Base: 7 * 24 * time.Hour, Step: 5 * time.Minute,
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
				before, known = before+c.N, known+math.Round(1000*c.Coverage)/1000
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
	rule := Rule{Kind: voc.RuleCritical, Words: []string{"食物中毒", "召回"}, MinSeverity: 4, MinReach: 1_000_000, MaxAge: 3 * time.Hour, Step: 5 * time.Minute}
	now := monday.Add(9 * time.Hour)
	post := func(change func(*Grave)) Grave {
		g := Grave{Post: "p", At: now.Add(-10 * time.Minute), Fetched: now, Sentiment: voc.Negative, Severity: 1, Followers: voc.Unknown}
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
		{"holds a word of the list", post(func(g *Grave) { g.Named = []string{"食物中毒"} }), true, 1, "提到食物中毒"},
		{"is grave for a reason on the list", post(func(g *Grave) { g.Reasons = []string{"召回"} }), true, 1, "提到召回"},
		{"is grave for a reason that is not on the list", post(func(g *Grave) { g.Reasons = []string{"排队"} }), false, 0, "没有需要"},
		{"a glad post that holds a word of the list", post(func(g *Grave) { g.Named, g.Sentiment = []string{"召回"}, voc.Positive }), false, 0, "没有需要"},
		{"somebody may be hurt", post(func(g *Grave) { g.Severity = 4 }), true, 1, "4 级"},
		{"a negative post a million people read", post(func(g *Grave) { g.Followers = 1_000_000 }), true, 1, "粉丝"},
		{"praise a million people read", post(func(g *Grave) { g.Followers, g.Sentiment = 1_000_000, voc.Positive }), false, 0, "没有需要"},
		{"all at once", post(func(g *Grave) { g.Followers, g.Severity, g.Named = 9_000_000, 4, []string{"召回"} }), true, 3, "召回"},
	} {
		s := judgeGrave(rule, c.g, now)
		if s.Fired != c.fired || s.Score != c.score || s.History || !strings.Contains(s.Reason, c.reason) {
			t.Errorf("%s: %+v, want fired %v, score %v, because %q", c.why, s, c.fired, c.score, c.reason)
		}
	}
	late := judgeGrave(rule, post(func(g *Grave) { g.Severity, g.At = 4, now.Add(-7*24*time.Hour) }), now)
	if !late.History || !strings.Contains(late.Reason, "只作记录") {
		t.Errorf("grave, but of last week: %+v, want it as history", late)
	}
	off := Rule{Kind: voc.RuleCritical, MinSeverity: 3, MaxAge: time.Hour}
	if s := judgeGrave(off, post(func(g *Grave) { g.Followers = 9_000_000 }), now); s.Fired {
		t.Errorf("grounds that are off fired: %+v", s)
	}
}

// Posts about one matter share a key, so that the second is absorbed by the incident of the first.
func TestGravePostsShareTheirMatter(t *testing.T) {
	for _, c := range []struct {
		why  string
		g    Grave
		want string
	}{
		{"the topic says what it is about", Grave{Post: "p", Topics: []string{"卫生-异物", "服务-态度"}, Reasons: []string{"受伤"}}, "卫生-异物"},
		{"without one, what grave it names", Grave{Post: "p", Reasons: []string{"受伤"}, Named: []string{"召回"}}, "受伤"},
		{"or the word of the list", Grave{Post: "p", Named: []string{"召回"}}, "召回"},
		{"else it stands alone", Grave{Post: "p"}, "p"},
	} {
		if got := c.g.matter(); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestNewTopicRule(t *testing.T) {
	rule := Rule{Kind: voc.RuleNewTopic, MinPosts: 5, MinAuthors: 3, AtMost: 1, MinHistory: 14 * 24 * time.Hour, Window: 24 * time.Hour, Step: 5 * time.Minute}
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
	for _, n := range judgeTopics(rule, monday, 20*24*time.Hour, topics) {
		got = append(got, n.Key)
		if !n.Fired || n.Score < 1 || n.Topic != n.Key || !strings.Contains(n.Reason, n.Key) {
			t.Errorf("%s: %+v", n.Key, n)
		}
	}
	if want := []string{"口味-太甜", "包装-漏液", "包装-破损"}; !slices.Equal(got, want) {
		t.Errorf("new are %v, want %v", got, want)
	}
	if early := judgeTopics(rule, monday, 13*24*time.Hour, topics); early != nil {
		t.Errorf("in the second week nobody knows what is new, got %v", early)
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
