package digest

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestNumbersAsPeopleSayThem(t *testing.T) {
	var zh tongue
	for got, want := range map[string]string{
		zh.age(0): "1 分钟", zh.age(59 * time.Minute): "59 分钟", zh.age(time.Hour): "1 小时", zh.age(47*time.Hour + 59*time.Minute): "47 小时", zh.age(48 * time.Hour): "2 天", zh.age(71 * time.Hour): "2 天",
		zh.share(0): "0%", zh.share(0.001): "不到 1%", zh.share(0.006): "1%", zh.share(1): "100%",
		number(0.84): "0.8", number(9.96): "10", number(9.94): "9.9", number(147.5): "148",
		zh.part(1, 0): "0%", zh.part(1, 400): "不到 1%",
		zh.usually(0, 500, 4): "没有", zh.usually(3, 500, 4): "不到 1 条", zh.usually(4, 500, 4): "约 1 条，占 1%", zh.usually(4, 5000, 4): "约 1 条，占不到 1%",
	} {
		if got != want {
			t.Errorf("said %q, want %q", got, want)
		}
	}
}

func TestWhereASingleShopStandsOut(t *testing.T) {
	for _, c := range []struct {
		why              string
		n, storeN, named int
		want             string
	}{
		{"all of it", 12, 12, 12, "，都在静安寺店"},
		{"most of those that name a shop", 100, 40, 60, "，其中静安寺店 40 条"},
		{"fewer than half of those", 100, 29, 60, ""},
		{"a handful of a crowd, however alike", 100, 9, 9, ""},
		{"one is no place", 1, 1, 1, ""},
	} {
		tp := topic{n: c.n, store: "静安寺店", storeN: c.storeN, named: c.named}
		if got := (&facts{}).where(tp); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
		if got := (&facts{}).mostly(tp); (got == "") != (c.want == "") {
			t.Errorf("%s: the lead says %q, the line %q", c.why, got, c.want)
		}
	}
	if (&facts{}).where(topic{n: 5}) != "" {
		t.Error("a place that nobody named was named")
	}
}

func TestAnIncidentIsNoUsualDay(t *testing.T) {
	week := func(negatives ...int) (ws []window) {
		for _, n := range negatives {
			ws = append(ws, window{total: 2 * n, negative: n})
		}
		return ws
	}
	for _, c := range []struct {
		why        string
		have, want []int
	}{
		{"four usual days stay", []int{50, 60, 55, 48}, []int{50, 60, 55, 48}},
		{"the day the app was down goes", []int{50, 413, 55, 48}, []int{50, 55, 48}},
		{"two bad ones of four: nobody can tell which is usual", []int{50, 413, 380, 48}, []int{50, 413, 380, 48}},
		{"growth is not an incident", []int{80, 60, 45, 30}, []int{80, 60, 45, 30}},
		{"a handful more of next to nothing", []int{0, 9, 1, 0}, []int{0, 9, 1, 0}},
		{"two weeks are too few to judge", []int{5, 400}, []int{5, 400}},
		{"none at all", nil, nil},
	} {
		var got []int
		for _, w := range ordinary(week(c.have...)) {
			got = append(got, w.negative)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: of %v kept %v, want %v", c.why, c.have, got, c.want)
		}
	}
}

// TestTheLeadNamesWhatMatters changes what a day knows of its alerts, topics and orders.
func TestTheLeadNamesWhatMatters(t *testing.T) {
	loud := topic{name: "服务-等待", n: 40}
	grave := topic{name: "卫生-异物", n: 12, severe: 9, store: "静安寺店", storeN: 12, named: 12}
	fired := func(topic string, level voc.Level, state voc.AlertState, hour string) voc.Alert {
		return voc.Alert{Topic: topic, Level: level, State: state, OpenedAt: at("2026-01-31", hour)}
	}
	for _, c := range []struct {
		why     string
		alerts  []voc.Alert
		changed []topic
		today   map[string]int
		want    string
	}{
		{"nothing at all", nil, nil, nil, "没有预警，也没有待办的工单。"},
		{"what may hurt somebody before what more people speak of", nil, []topic{loud, grave}, nil, "最该看的是“异物”，多在静安寺店；没有预警，也没有待办的工单。"},
		{"the alert is about the very same", []voc.Alert{fired("卫生-异物", voc.Red, voc.AlertOpen, "14:00")}, []topic{grave}, map[string]int{"卫生-异物": 12}, "最要紧的一件：“异物”，红色预警。"},
		{"the graver of two, then the one still open", []voc.Alert{fired("服务-等待", voc.Yellow, voc.AlertOpen, "18:00"), fired("卫生-异物", voc.Red, voc.AlertResolved, "12:00"), fired("产品-漏液", voc.Red, voc.AlertOpen, "10:00")}, nil, nil,
			"最要紧的一件：“漏液”，红色预警；另有 2 次预警。"},
		{"an alert that nothing stood out in", []voc.Alert{fired("", voc.Orange, voc.AlertResolved, "14:00")}, nil, nil, "最要紧的一件：负面激增，橙色预警，已解除。"},
		{"the day turned to something else", []voc.Alert{fired("产品-漏液", voc.Red, voc.AlertOpen, "14:00")}, []topic{loud}, map[string]int{"产品-漏液": 20}, "说得最多的是“等待太久”；预警报的是“漏液”，红色。"},
		{"not by so much that it is another day", []voc.Alert{fired("产品-漏液", voc.Red, voc.AlertOpen, "14:00")}, []topic{loud}, map[string]int{"产品-漏液": 21}, "最要紧的一件：“漏液”，红色预警。"},
	} {
		f := quietDay()
		f.alerts, f.today.topics = c.alerts, c.today
		if got := gravest(f, c.changed); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.why, got, c.want)
		}
	}
}

func TestClocksOfOrders(t *testing.T) {
	f := quietDay()
	for _, c := range []struct {
		why   string
		state voc.OrderState
		claim time.Duration // from now
		rest  time.Duration
		want  string
	}{
		{"new, to be claimed within minutes", voc.OrderNew, 9 * time.Minute, 20 * time.Hour, "，认领限期还剩 9 分钟"},
		{"new and late", voc.OrderNew, -3 * time.Hour, 20 * time.Hour, "，认领限期已过 3 小时"},
		{"in work, days to go", voc.OrderInProgress, -time.Hour, 50 * time.Hour, ""},
		{"in work, due tonight", voc.OrderInProgress, -time.Hour, 2 * time.Hour, "，限期还剩 2 小时"},
		{"in work and late", voc.OrderInProgress, -time.Hour, -72 * time.Hour, "，限期已过 3 天"},
		{"done, waiting for the customer", voc.OrderResolved, -time.Hour, -72 * time.Hour, ""},
	} {
		o := voc.WorkOrder{State: c.state, ClaimDue: f.now.Add(c.claim), ResolveDue: f.now.Add(c.rest)}
		if got := due(o, f); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
	if got := due(voc.WorkOrder{State: voc.OrderInProgress}, f); got != "" {
		t.Errorf("without a clock: %q", got)
	}
	for title, want := range map[string]string{
		"查清并处理：青衡·静安寺店 异物": "静安寺店 异物", "查清并处理：青衡 涨价": "涨价", "查清并处理：青衡": "查清并处理：青衡", "青衡的小程序打不开": "青衡的小程序打不开",
	} {
		if got := f.task(voc.WorkOrder{Title: title}); got != want {
			t.Errorf("%q is told as %q, want %q", title, got, want)
		}
	}
}

// TestWilsonHoldsWhatItMust checks the interval for every k of n up to sixty: the share lies within,
// bounds stay between none and all, more evidence narrows, and sides mirror each other.
func TestWilsonHoldsWhatItMust(t *testing.T) {
	for n := 1; n <= 60; n++ {
		for k := 0; k <= n; k++ {
			low, high := wilson(k, n)
			p := float64(k) / float64(n)
			mirrorLow, mirrorHigh := wilson(n-k, n)
			wideLow, wideHigh := wilson(10*k, 10*n)
			switch {
			case low < 0 || high > 1 || low > p+1e-12 || high < p-1e-12:
				t.Fatalf("%d of %d: %.3f … %.3f", k, n, low, high)
			case math.Abs(low-(1-mirrorHigh)) > 1e-12 || math.Abs(high-(1-mirrorLow)) > 1e-12:
				t.Fatalf("%d of %d and its complement do not mirror", k, n)
			case wideHigh-wideLow >= high-low:
				t.Fatalf("%d of %d: ten times as many mentions tell no more", k, n)
			}
		}
	}
}

// TestLettersOfManyDaysHold composes letters of random days: nothing is dropped by our own lock, no
// line is told twice, and none is longer than a phone shows.
func TestLettersOfManyDaysHold(t *testing.T) {
	for seed := range 300 {
		f := saturday()
		f.today.total, f.today.negative = 40+seed*7, 20+seed*3
		for i := range f.topics {
			f.topics[i].n = (seed*(i+3))%97 + 1
			f.topics[i].storeN, f.topics[i].named = f.topics[i].n/(1+i%3), f.topics[i].n
			f.topics[i].severe = (seed * i) % 5
		}
		f.now = f.now.Add(time.Duration(seed) * 37 * time.Minute)
		f.usual = f.usual[:seed%5]
		f.alerts, f.orders, f.voices = f.alerts[:seed%3], f.orders[:seed%7], f.voices[:seed%5]
		d, dropped := Verify(compose(f), ledgerOf(f))
		if len(dropped) > 0 {
			t.Fatalf("day %d: our own sentences do not hold: %+v", seed, dropped)
		}
		told := map[string]bool{}
		for _, s := range d.Sections {
			for _, l := range s.Lines {
				key := fmt.Sprint(l.Text, quotes(l.Evidence, 1))
				if told[key] || len([]rune(l.Text)) > 160 {
					t.Fatalf("day %d: told twice or too long: %s", seed, l.Text)
				}
				told[key] = true
			}
		}
	}
}
