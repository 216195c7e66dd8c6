package api

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The numbers over HTTP are those one counts by hand from the same voices.
func TestOverviewCountsWhatTheFilterMeans(t *testing.T) {
	mentions := voices(400)
	h := &house{orders: []voc.WorkOrder{order("1", voc.OrderNew), order("2", voc.OrderClosed), {ID: "3", Brand: "luye", State: voc.OrderResolved}}}
	door := stocked(t, h, mentions)
	for _, q := range questions {
		got := read[Overview](t, ask(t, door, "GET", base+"/overview?"+q.query, ""), 200)
		var want Numbers
		authors := map[string]bool{}
		for i := range mentions {
			m := &mentions[i]
			if !q.means(m) {
				continue
			}
			want.Total++
			switch m.Analysis.Sentiment {
			case voc.Negative:
				want.Negative++
			case voc.Neutral:
				want.Neutral++
			case voc.Positive:
				want.Positive++
			}
			if m.Analysis.Complaint {
				want.Complaints++
			}
			if m.Post.Author.Hash == "" {
				want.Authors++
			} else {
				authors[m.Post.Author.Hash] = true
			}
		}
		want.Authors += len(authors)
		if got.Total != want.Total || got.Negative != want.Negative || got.Neutral != want.Neutral ||
			got.Positive != want.Positive || got.Complaints != want.Complaints || got.Authors != want.Authors {
			t.Errorf("%s: %+v, want %+v", q.query, got.Numbers, want)
		}
		if got.NegativeShare == nil || *got.NegativeLow > *got.NegativeShare+1e-9 || *got.NegativeHigh < *got.NegativeShare-1e-9 {
			t.Errorf("%s: share outside its interval", q.query)
		}
	}
	for query, want := range map[string]int{"": 2, "?brand=qingheng": 1, "?brand=luye": 1, "?brand=-": 0} {
		if got := read[Overview](t, ask(t, door, "GET", base+"/overview"+query, ""), 200); got.OpenOrders != want {
			t.Errorf("open orders %q: %d, want %d", query, got.OpenOrders, want)
		}
	}
}

// The same number asked three ways: over HTTP, by hand (above), and in SQL of somebody's own.
func TestOverviewEqualsSQL(t *testing.T) {
	s := storetest.Open(t)
	if _, err := s.SaveMentions(t.Context(), voices(400)); err != nil {
		t.Fatal(err)
	}
	door := new(house).open(t, func(o *Options) { o.Store = s })
	var out strings.Builder
	err := s.SQL(t.Context(), `SELECT count(), countIf(sentiment = 'negative'), countIf(complaint) FROM mentions FINAL
		WHERE brand = 'qingheng' AND empty(noise) AND toDate(published_at, 'Asia/Shanghai') BETWEEN '2026-01-20' AND '2026-01-25'`, &out, store.FormatTSV)
	if err != nil {
		t.Fatal(err)
	}
	got := read[Overview](t, ask(t, door, "GET", base+"/overview?brand=qingheng&from=2026-01-20&to=2026-01-25", ""), 200)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if want := fmt.Sprintf("%d\t%d\t%d", got.Total, got.Negative, got.Complaints); lines[len(lines)-1] != want || got.Total < 20 {
		t.Errorf("HTTP says %s, SQL says %s", want, lines[len(lines)-1])
	}
}

func TestOverviewComparesWithTheWindowBefore(t *testing.T) {
	door := stocked(t, &house{}, voices(400))
	this := read[Overview](t, ask(t, door, "GET", base+"/overview?from=2026-01-26&to=2026-01-28", ""), 200)
	was := read[Overview](t, ask(t, door, "GET", base+"/overview?from=2026-01-23&to=2026-01-25", ""), 200)
	if this.Before.Total != was.Total || this.Before.Negative != was.Negative || this.Before.Complaints != was.Complaints || was.Total == 0 {
		t.Errorf("before %+v, the window before %+v", this.Before, was.Numbers)
	}
}

func TestTrendHasEveryBucketAndAddsUp(t *testing.T) {
	mentions := voices(400)
	h := &house{alerts: []voc.Alert{
		{ID: "in", Brand: "qingheng", State: voc.AlertOpen, StartedAt: clock.Add(-5 * time.Hour)},
		{ID: "long ago", Brand: "qingheng", State: voc.AlertResolved, StartedAt: clock.Add(-900 * time.Hour), ResolvedAt: clock.Add(-800 * time.Hour)},
		{ID: "other", Brand: "luye", State: voc.AlertOpen, StartedAt: clock.Add(-5 * time.Hour)},
	}}
	door := stocked(t, h, mentions)
	for _, row := range []struct {
		query, step string
		points      int
		width       time.Duration
	}{
		{"from=2026-01-20&to=2026-01-25&brand=qingheng", "hour", 6 * 24, time.Hour},
		{"from=2026-01-20&to=2026-01-25&brand=qingheng&step=day", "day", 6, 24 * time.Hour},
		{"from=2026-01-10&to=2026-01-31&brand=qingheng", "day", 22, 24 * time.Hour},
	} {
		got := read[Trend](t, ask(t, door, "GET", base+"/trend?"+row.query, ""), 200)
		total := read[Overview](t, ask(t, door, "GET", base+"/overview?"+strings.Split(row.query, "&step")[0], ""), 200)
		if got.Step != row.step || len(got.Points) != row.points {
			t.Fatalf("%s: step %s with %d points, want %s with %d", row.query, got.Step, len(got.Points), row.step, row.points)
		}
		var sum TrendPoint
		for i, p := range got.Points {
			if !p.At.Equal(got.From.Add(time.Duration(i) * row.width)) {
				t.Fatalf("%s: bucket %d begins at %s", row.query, i, p.At)
			}
			sum.Total += p.Total
			sum.Negative += p.Negative
			sum.Neutral += p.Neutral
			sum.Positive += p.Positive
			sum.Complaints += p.Complaints
		}
		if sum.Total != total.Total || sum.Negative != total.Negative || sum.Neutral != total.Neutral || sum.Positive != total.Positive || sum.Complaints != total.Complaints {
			t.Errorf("%s: the buckets add up to %+v, the overview says %+v", row.query, sum, total.Numbers)
		}
	}
	got := read[Trend](t, ask(t, door, "GET", base+"/trend?brand=qingheng", ""), 200)
	if list := ids(got.Alerts, func(a TrendAlert) string { return a.ID }); list != "in" {
		t.Errorf("incidents on the curve: %q", list)
	}
}

// bars counts by hand: of the mentions a question means, those that carry a key.
func bars(mentions []voc.Mention, means func(*voc.Mention) bool, keys func(*voc.Mention) []string) map[string]int {
	n := map[string]int{}
	for i := range mentions {
		if means(&mentions[i]) {
			for _, k := range keys(&mentions[i]) {
				n[k]++
			}
		}
	}
	return n
}

func TestBreakdownsCountByHand(t *testing.T) {
	mentions := voices(400)
	door := stocked(t, &house{}, mentions)
	q := questions[0]
	earlier := all(clean, inside("2026-01-14 00:00:00", "2026-01-20 00:00:00"))
	one := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	for _, row := range []struct {
		path  string
		keys  func(*voc.Mention) []string
		title map[string]string
	}{
		{"/topics", func(m *voc.Mention) []string { return m.Analysis.Topics }, map[string]string{"卫生-异物": "卫生·异物", "价格-涨价": "价格-涨价"}},
		{"/aspects", func(m *voc.Mention) []string {
			var names []string
			for _, a := range m.Analysis.Aspects {
				names = append(names, a.Name)
			}
			return names
		}, map[string]string{"service.waiting": "等待时间"}},
		{"/sources", func(m *voc.Mention) []string { return one(string(m.Post.Source)) }, map[string]string{"forum": "茶友论坛", "import-old": "import-old"}},
		{"/stores", func(m *voc.Mention) []string { return one(string(m.Post.Store)) }, map[string]string{"sh-jingan-01": "静安寺店"}},
		{"/keywords", func(m *voc.Mention) []string { return m.Analysis.Keywords }, map[string]string{"头发": "头发"}},
		{"/brands", func(m *voc.Mention) []string { return one(string(m.Brand)) }, map[string]string{"qingheng": "青衡"}},
	} {
		got := read[Groups](t, ask(t, door, "GET", base+row.path+"?"+q.query, ""), 200).Items
		want, before := bars(mentions, q.means, row.keys), bars(mentions, earlier, row.keys)
		seen := map[string]int{}
		for _, g := range got {
			if g.Key == "" {
				continue // mentions without brand have a bar of their own
			}
			seen[g.Key] = g.N
			if g.Before != before[g.Key] {
				t.Errorf("%s: %s before %d, want %d", row.path, g.Key, g.Before, before[g.Key])
			}
			if title, known := row.title[g.Key]; known && g.Title != title {
				t.Errorf("%s: %s is called %q, want %q", row.path, g.Key, g.Title, title)
			}
			if g.NSR != nil && math.Abs(*g.NSR-float64(g.Positive-g.Negative)/float64(g.Positive+g.Negative)) > 1e-9 {
				t.Errorf("%s: %s NSR %g of %d and %d", row.path, g.Key, *g.NSR, g.Positive, g.Negative)
			}
		}
		for key, n := range want {
			if seen[key] != n {
				t.Errorf("%s: %s has %d, want %d", row.path, key, seen[key], n)
			}
		}
		if !slices.IsSortedFunc(got, func(a, b Group) int { return b.N - a.N }) {
			t.Errorf("%s: not longest first", row.path)
		}
		if few := read[Groups](t, ask(t, door, "GET", base+row.path+"?limit=1&"+q.query, ""), 200).Items; len(few) != 1 {
			t.Errorf("%s: %d bars with limit 1", row.path, len(few))
		}
	}
}
