package api

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// talk is a house full of mentions that name topics in pairs, aspects both ways and words.
func talk(t *testing.T) http.Handler {
	t.Helper()
	mentions := voices(300)
	for i := range mentions {
		m := &mentions[i]
		if i%3 == 0 {
			m.Analysis.Topics = append(m.Analysis.Topics, "卫生-环境脏", "服务-等太久")
		}
		if i%4 == 0 {
			m.Analysis.Aspects = append(m.Analysis.Aspects, voc.Aspect{Name: "service.staff", Sentiment: voc.Negative, Opinion: "爱答不理"},
				voc.Aspect{Name: "service.staff", Sentiment: voc.Positive, Opinion: "热情"})
		}
	}
	h := &house{discoveries: []voc.Discovery{
		{ID: "rejected", Kind: voc.DiscoveryWord, Label: "奶茶", State: voc.DiscoveryRejected},
		{ID: "found", Kind: voc.DiscoveryWord, Label: "头发", State: voc.DiscoveryProposed},
		{ID: "story", Kind: voc.DiscoveryStory, Label: "等", State: voc.DiscoveryProposed},
	}}
	return stocked(t, h, mentions)
}

const fortnight = "from=2026-01-15&to=2026-01-31"

// listed is how many mentions the list has under a filter.
func listed(t *testing.T, door http.Handler, more string, values ...string) int {
	t.Helper()
	for i := 0; i+1 < len(values); i += 2 {
		more += "&" + values[i] + "=" + url.QueryEscape(values[i+1])
	}
	return read[Mentions](t, ask(t, door, "GET", base+"/mentions?limit=1&"+more, ""), 200).Total
}

// What is clicked on opens a list with as many mentions as were counted.
func TestTheListBehindATopicHasAsManyMentions(t *testing.T) {
	door := talk(t)
	tree := read[TopicTree](t, ask(t, door, "GET", base+"/topics/tree?"+fortnight, ""), 200)
	if tree.All.N == 0 || tree.All.N != listed(t, door, fortnight) || len(tree.Groups) != 3 {
		t.Fatalf("%d mentions in %d groups, want three groups of %d", tree.All.N, len(tree.Groups), listed(t, door, fortnight))
	}
	check := func(b Branch) {
		t.Helper()
		if n := listed(t, door, fortnight, "topic", b.Key); n != b.N {
			t.Errorf("%s counts %d, behind it are %d", b.Key, b.N, n)
		}
		if n := listed(t, door, fortnight, "topic", b.Key, "sentiment", "negative"); n != b.Negative {
			t.Errorf("%s counts %d negative, behind it are %d", b.Key, b.Negative, n)
		}
		window := fmt.Sprintf("from=%s&to=%s", tree.BeforeFrom.Format(time.RFC3339), tree.BeforeTo.Format(time.RFC3339))
		if n := listed(t, door, url.PathEscape(window), "topic", b.Key); n != b.Before {
			t.Errorf("%s counts %d before, behind it are %d", b.Key, b.Before, n)
		}
	}
	for _, g := range tree.Groups {
		check(g.Branch)
		sum := 0
		for _, c := range g.Children {
			check(c)
			sum += c.N
		}
		if len(g.Children) == 0 || sum < g.N {
			t.Errorf("the topics of %s are %d together, it has %d", g.Key, sum, g.N)
		}
	}
	pairs := read[TopicPairs](t, ask(t, door, "GET", base+"/topics/pairs?"+fortnight, ""), 200)
	if len(pairs.Pairs) == 0 || pairs.All != tree.All.N {
		t.Fatalf("%+v", pairs)
	}
	for _, p := range pairs.Pairs {
		if n := listed(t, door, fortnight, "topic", p.A, "also", p.B); n != p.N || p.Expected <= 0 || math.Abs(p.Lift-float64(p.N)/p.Expected) > 1e-9 {
			t.Errorf("%+v: behind it are %d", p, n)
		}
	}
}

func TestTheListBehindAnAspectHasAsManyMentions(t *testing.T) {
	door := talk(t)
	for _, by := range []string{"polarity", "brand", "source"} {
		m := read[AspectMatrix](t, ask(t, door, "GET", base+"/aspects/matrix?by="+by+"&"+fortnight, ""), 200)
		if len(m.Rows) != 3 || !m.Rows[0].Group || m.Rows[1].Group || (by == "polarity") != (len(m.Columns) == 0) {
			t.Fatalf("by %s: %+v", by, m)
		}
		for _, r := range m.Rows {
			for judged, n := range map[string]int{"negative": r.Negative, "neutral": r.Neutral, "positive": r.Positive} {
				if got := listed(t, door, fortnight, "aspect", r.Key, "judged", judged); got != n {
					t.Errorf("%s counts %d %s, behind it are %d", r.Key, n, judged, got)
				}
			}
			for i, c := range r.Cells {
				if got := listed(t, door, fortnight, "aspect", r.Key, by, m.Columns[i].Key); got != c.N {
					t.Errorf("%s of %s counts %d, behind it are %d", r.Key, m.Columns[i].Key, c.N, got)
				}
			}
			for _, x := range r.Words {
				if got := listed(t, door, fortnight, "aspect", r.Key, "opinion", x.Word); got != x.N {
					t.Errorf("%q of %s counts %d, behind it are %d", x.Word, r.Key, x.N, got)
				}
			}
		}
	}
	words := read[JudgeWords](t, ask(t, door, "GET", base+"/aspects/words?aspect=service.&"+fortnight, ""), 200)
	if len(words.Items) != 2 || words.Items[0].Aspect != "service.staff" {
		t.Errorf("%+v, want what the staff is called", words)
	}
	problemOf(t, ask(t, door, "GET", base+"/aspects/words?"+fortnight, ""), 422, "invalid")
	problemOf(t, ask(t, door, "GET", base+"/aspects/matrix?by=shop", ""), 422, "invalid")
}

func TestTheListBehindAWordHasAsManyMentions(t *testing.T) {
	door := talk(t)
	for _, query := range []string{fortnight, fortnight + "&brand=qingheng&against=brands", fortnight + "&raw=true&compare=year"} {
		c := read[Cloud](t, ask(t, door, "GET", base+"/words?"+query, ""), 200)
		if len(c.Items) != 2 { // 等 is one character
			t.Fatalf("%s: %+v", query, c.Items)
		}
		plain, _ := url.ParseQuery(query)
		plain.Del("against")
		for _, x := range c.Items {
			if n := listed(t, door, plain.Encode(), "keyword", x.Word); n != x.N {
				t.Errorf("%s: %s counts %d, behind it are %d", query, x.Word, x.N, n)
			}
			if want := map[string]string{"头发": "found"}[x.Word]; x.Discovery != want {
				t.Errorf("%s is discovery %q, want %q", x.Word, x.Discovery, want)
			}
		}
		if c.All != listed(t, door, plain.Encode()) {
			t.Errorf("%s: %d mentions", query, c.All)
		}
	}
	problemOf(t, ask(t, door, "GET", base+"/words?against=brands", ""), 422, "invalid")
}

func TestTheListBehindAnHourHasAsManyMentions(t *testing.T) {
	door := talk(t)
	h := read[Heat](t, ask(t, door, "GET", base+"/heat?"+fortnight, ""), 200)
	if len(h.Cells) != 168 || h.Timezone != "Asia/Shanghai" || h.All+h.Untimed != listed(t, door, fortnight) {
		t.Fatalf("%d cells of %s, %d mentions and %d without an hour", len(h.Cells), h.Timezone, h.All, h.Untimed)
	}
	sum := 0
	for i, c := range h.Cells {
		sum += c.N
		if i%13 != 0 {
			continue
		}
		if n := listed(t, door, fortnight, "weekday", fmt.Sprint(c.Weekday), "hour", fmt.Sprint(c.Hour)); n != c.N {
			t.Errorf("day %d, %d o'clock counts %d, behind it are %d", c.Weekday, c.Hour, c.N, n)
		}
	}
	if sum != h.All {
		t.Errorf("the cells are %d together, all %d", sum, h.All)
	}
	tomorrow := read[Heat](t, ask(t, door, "GET", base+"/heat?from=2150-02-05&to=2150-02-06", ""), 200)
	if tomorrow.Rate != nil || tomorrow.Share != nil {
		t.Error("of what is to come a rate is told")
	}
}

func TestAnHourNobodyHeardHasNoRate(t *testing.T) {
	var h store.Heat
	for i := range h.Cells {
		h.Cells[i] = store.HeatCell{Weekday: i/24 + 1, Hour: i % 24}
	}
	h.Cells[0] = store.HeatCell{Weekday: 1, N: 6, Negative: 3, Hours: 4, Heard: 2}
	h.Cells[1] = store.HeatCell{Weekday: 1, Hour: 1, Hours: 4, Heard: 0}
	h.Cells[2] = store.HeatCell{Weekday: 1, Hour: 2, N: 1, Hours: 4, Heard: 0.5}
	h.Cells[3] = store.HeatCell{Weekday: 1, Hour: 3, Hours: 4, Heard: 4}
	got := heatOf(h)
	for i, want := range map[int]string{0: "3", 1: "unknown", 2: "unknown", 3: "0", 4: "unknown"} {
		told := "unknown"
		if r := got.Cells[i].Rate; r != nil {
			told = fmt.Sprint(*r)
		}
		if told != want {
			t.Errorf("hour %d: %s an hour, want %s", i, told, want)
		}
	}
	if got.Rate == nil || *got.Rate != 1 || *got.Share != 3.0/7 || got.All != 7 {
		t.Errorf("over all %+v", got)
	}
}

func TestGrowTree(t *testing.T) {
	windows := Compared{From: clock.Add(-time.Hour), To: clock, BeforeFrom: clock.Add(-2 * time.Hour), BeforeTo: clock.Add(-time.Hour), Coverage: 1, CoverageBefore: 1}
	list := []store.NamedOutcome{
		{Name: "", Outcome: store.Outcome{N: 50}}, {Name: "卫生-异物", Outcome: store.Outcome{N: 20, Negative: 20}}, {Name: "价格-", Outcome: store.Outcome{N: 9}},
		{Name: "卫生-", Outcome: store.Outcome{N: 20}}, {Name: "单独", Outcome: store.Outcome{N: 12}}, {Name: "价格-涨价", Outcome: store.Outcome{N: 9}},
	}
	got := growTree(list, "-", map[string]string{"卫生-异物": "吃出异物"}, windows)
	var order string
	for _, g := range got.Groups {
		order += g.Title + ":"
		for _, c := range g.Children {
			order += c.Title
		}
		order += " "
	}
	if order != "卫生:吃出异物 单独: 价格:价格-涨价 " || got.All.N != 50 {
		t.Errorf("%q of %d", order, got.All.N)
	}
	if empty := growTree(nil, "-", nil, windows); empty.Groups == nil || len(empty.Groups) != 0 {
		t.Error("no groups are an empty list")
	}
}
