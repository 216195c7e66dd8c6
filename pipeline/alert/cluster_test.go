package alert

import (
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func repeat(n int, set ...string) [][]string {
	var sets [][]string
	for range n {
		sets = append(sets, set)
	}
	return sets
}

func TestACluster(t *testing.T) {
	f := func(why, lead string, sets [][]string, want ...string) {
		t.Helper()
		if got := Cluster(lead, sets); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", why, got, want)
		}
	}
	f("nothing leads: nothing is told apart", "", repeat(9, "等待"))
	f("a topic alone", "异物", repeat(9, "异物"), "异物")
	f("what is mostly said with it belongs to it, the more frequent first", "异物",
		append(append(repeat(9, "异物", "退款"), repeat(4, "异物", "就医")...), repeat(2, "退款")...), "异物", "退款", "就医")
	f("what is mostly said without it does not", "异物", append(repeat(4, "异物", "等待"), repeat(5, "等待")...), "异物")
	f("two mentions say nothing about company", "异物", append(repeat(9, "异物"), repeat(2, "异物", "退款")...), "异物")
	f("a topic named twice in one mention is one mention", "异物", repeat(2, "异物", "退款", "退款"), "异物")
}

func TestTwoMattersOrOne(t *testing.T) {
	wait := Matter{Topics: []string{"等待"}, Mass: map[string]float64{"等待": 0.9}, Posts: []voc.PostID{"w"}, Shop: "jingan", Began: monday}
	f := func(why string, change func(*Matter), want Reason) {
		t.Helper()
		other := Matter{Topics: []string{"异物"}, Mass: map[string]float64{"异物": 0.8}, Posts: []voc.PostID{"f"}, Shop: "hubin", Began: monday.Add(time.Hour)}
		change(&other)
		for _, turned := range []bool{false, true} {
			a, b := wait, other
			if turned {
				a, b = b, a
			}
			got, same := Same(a, b)
			if got != want || same != (want != "") {
				t.Errorf("%s (turned %v): %q, %v; want %q", why, turned, got, same, want)
			}
		}
	}
	f("other topics, another post, another shop", func(*Matter) {}, "")
	f("the rule about waiting beside a general one that mostly hears of it", func(m *Matter) { m.Topics = []string{"等待"} }, BecauseTopic)
	f("waiting is part of the other's cluster", func(m *Matter) { m.Topics = []string{"异物", "等待"} }, BecauseTopic)
	f("most of both lies on the same topic though another leads", func(m *Matter) { m.Mass = map[string]float64{"异物": 0.35, "等待": 0.65} }, BecauseOverlap)
	f("a good part, but not most", func(m *Matter) { m.Mass = map[string]float64{"异物": 0.5, "等待": 0.5} }, "")
	f("both go back to one post", func(m *Matter) { m.Posts = append(m.Posts, "w") }, BecausePost)
	f("one shop, the same morning", func(m *Matter) { m.Shop = "jingan" }, BecausePlace)
	f("one shop, another day", func(m *Matter) { m.Shop, m.Began = "jingan", monday.Add(24*time.Hour) }, "")
	f("no shop is not the same shop", func(m *Matter) { m.Shop = "" }, "")
	f("nothing is known of the other", func(m *Matter) { *m = Matter{Began: monday} }, "")
}

func TestSaidAtOnce(t *testing.T) {
	f := func(why string, sets [][]string, want bool) {
		t.Helper()
		if got := SaidAtOnce("退款", []string{"异物", "就医"}, sets); got != want {
			t.Errorf("%s: %v, want %v", why, got, want)
		}
	}
	f("nobody speaks of it", nil, false)
	f("a quarter names both", append(repeat(9, "退款"), repeat(3, "退款", "就医")...), true)
	f("a tenth does", append(repeat(27, "退款"), repeat(3, "退款", "异物")...), false)
	f("two of four do: too few to say", append(repeat(2, "退款"), repeat(2, "退款", "异物")...), false)
	f("those without the topic do not count", append(repeat(9, "异物"), repeat(9, "退款")...), false)
}

func TestSaidAllAlong(t *testing.T) {
	f := func(why string, sets [][]string, want bool) {
		t.Helper()
		if got := SaidAllAlong("退款", []string{"异物", "就医"}, sets); got != want {
			t.Errorf("%s: %v, want %v", why, got, want)
		}
	}
	f("nobody speaks of it", nil, false)
	f("half name both since it began", append(repeat(16, "退款"), repeat(15, "退款", "异物")...), true)
	f("a quarter does, which at once were enough: another matter may have joined", append(repeat(9, "退款"), repeat(3, "退款", "就医")...), false)
	f("two of four do: too few to say", append(repeat(2, "退款"), repeat(2, "退款", "异物")...), false)
}

func TestJoinedKeepsTheLeadFirstAndEnds(t *testing.T) {
	got := Joined("b", []string{"a", "b"}, []string{"a", "c", "d", "e", "f", "g", "h", "i"})
	if want := []string{"b", "a", "c", "d", "e", "f", "g", "h"}; !reflect.DeepEqual(got, want) {
		t.Errorf("joined %v, want %v", got, want)
	}
}

func TestWhichIncidentASightBelongsTo(t *testing.T) {
	burst, grave := DefaultRule(), voc.DefaultRuleOf(voc.RuleCritical)
	burst.Name, grave.Name = "burst", "grave"
	at := func(h int) time.Time { return monday.Add(time.Duration(h) * time.Hour) }
	incidents := []voc.Alert{ // newest first
		{ID: "merged", Rule: "burst", Brand: "b", OpenedAt: at(9), State: voc.AlertMerged},
		{ID: "payment", Rule: "pay", Brand: "b", OpenedAt: at(8), State: voc.AlertOpen, Rules: []voc.AbsorbedRule{{Rule: "burst", At: at(10)}}},
		{ID: "second", Rule: "burst", Key: "异物", Brand: "b", OpenedAt: at(7), State: voc.AlertOpen},
		{ID: "hurt", Rule: "grave", Key: "p1", Topic: "就医", Brand: "b", OpenedAt: at(6), State: voc.AlertOpen},
		{ID: "old", Rule: "burst", Brand: "b", OpenedAt: at(5), State: voc.AlertResolved},
	}
	f := func(why string, rule Rule, brand voc.BrandID, s Sight, want string) {
		t.Helper()
		got := ""
		if a := Belongs(incidents, rule, brand, s); a != nil {
			got = a.ID
		}
		if got != want {
			t.Errorf("%s: %q, want %q", why, got, want)
		}
	}
	f("the newest the rule has a part in, by when it took part", burst, "b", Sight{}, "payment")
	f("a second matter has a name of its own", burst, "b", Sight{Key: "异物"}, "second")
	f("another brand never had any", burst, "c", Sight{}, "")
	f("another grave post on the same topic", grave, "b", Sight{Key: "p2", Topic: "就医"}, "hurt")
	f("a grave post on another topic", grave, "b", Sight{Key: "p2", Topic: "火灾"}, "")
	f("the same grave post again", grave, "b", Sight{Key: "p1", Topic: "火灾"}, "hurt")
	if seen := SeenBy(incidents[1], "burst", ""); !seen.OpenedAt.Equal(at(10)) {
		t.Errorf("to the rule that joined it opened at %s, want when it joined", seen.OpenedAt)
	}
}

func TestSimilar(t *testing.T) {
	past := func(id, topic string, level voc.Level, peak int) voc.Alert {
		return voc.Alert{
			ID: id, Brand: "b", Topic: topic, Level: level, Peak: peak, State: voc.AlertResolved, Order: "WO-" + id, Verdict: voc.AlertConfirmed,
			StartedAt: monday, OpenedAt: monday, ResolvedAt: monday.Add(5 * time.Hour),
			Shares: []voc.Share{{Dimension: "topic", Element: topic, Part: 0.7}},
		}
	}
	now := past("now", "异物", voc.Orange, 100)
	now.OpenedAt, now.State = monday.Add(48*time.Hour), voc.AlertOpen
	later := past("later", "异物", voc.Orange, 100)
	later.OpenedAt = now.OpenedAt.Add(time.Hour)
	rival := past("rival", "异物", voc.Orange, 100)
	rival.Brand = "other"
	all := []voc.Alert{past("far", "等待", voc.Orange, 100), past("mild", "异物", voc.Blue, 9), past("twin", "异物", voc.Orange, 90), later, rival, now}
	got := Similar(now, all, map[string]voc.WorkOrder{"WO-twin": {Cause: "滤网破损"}}, 3)
	if len(got) != 2 || got[0].ID != "twin" || got[1].ID != "mild" {
		t.Fatalf("similar are %+v; want the twin, then the mild one, and nothing about another topic, brand or later day", got)
	}
	if s := got[0]; s.Cause != "滤网破损" || s.Lasted != 5*time.Hour || s.Verdict != voc.AlertConfirmed || !(s.Alike > got[1].Alike && s.Alike <= 1) {
		t.Errorf("the twin is told as %+v; want its cause, how long it took, what people said", s)
	}
}
