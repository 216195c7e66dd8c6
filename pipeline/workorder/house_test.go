package workorder

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// firm is a house with shops, a region, a rota and somebody on holiday.
func firm(t *testing.T) House {
	t.Helper()
	h := House{
		People: []voc.Person{
			{Name: "韩总"}, {Name: "李雷", Lead: "韩总"}, {Name: "王芳", Lead: "李雷", Calendar: "总部"}, {Name: "赵敏", Lead: "李雷"},
			{Name: "陈默", Lead: "李雷", Away: []voc.Span{{From: shanghai(t, "03-02", "00:00"), To: shanghai(t, "03-06", "00:00")}}},
			{Name: "周舟", Left: true}, {Name: "吴悠"},
		},
		Calendars: []Calendar{OfficeHours("总部", "Asia/Shanghai")},
		Rosters:   []Roster{{Name: "值班", Zone: "Asia/Shanghai", Turns: []string{"赵敏", "吴悠"}, Since: "2026-03-02", At: "09:00"}},
		Routes: []RouteRule{
			{Name: "红色找值班", From: voc.Red, To: []string{"值班"}},
			{Name: "门店", Topics: []string{"dining.foreign"}, Manager: true, To: []string{"李雷"}},
			{Name: "华东客服", Regions: []string{"上海", "江苏"}, To: []string{"王芳", "赵敏", "陈默"}, Share: true},
			{Name: "电商", Brands: []voc.BrandID{"shop"}, Kinds: []voc.OrderKind{voc.OrderCase}, To: []string{"陈默", "王芳"}},
		},
		Managers: map[voc.StoreID]string{"jingan": "吴悠", "hongqiao": "周舟", "pudong": "陈默"},
		Default:  "值班", Director: "韩总",
	}
	if err := h.Validate(); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestRoute(t *testing.T) {
	h := firm(t)
	monday := shanghai(t, "03-02", "10:00")
	for _, c := range []struct {
		why  string
		d    Draft
		at   time.Time
		to   string
		lead string
		says []string
	}{
		{"named by hand", Draft{To: "王芳", Actor: "李雷", Level: voc.Yellow}, monday, "王芳", "李雷", []string{"由李雷指定"}},
		{"named by hand, but away: the routes decide", Draft{To: "陈默", Actor: "李雷", Region: "上海", Level: voc.Yellow}, monday, "王芳", "李雷", []string{"华东客服", "陈默休假到 03-06"}},
		{"the alert's rule names somebody", Draft{Owner: "赵敏", Level: voc.Yellow}, monday, "赵敏", "李雷", []string{"预警规则指定"}},
		{"the alert's rule names a roster", Draft{Owner: "值班", Level: voc.Yellow}, monday, "赵敏", "李雷", nil},
		{"red goes to who is on duty", Draft{Level: voc.Red, Topic: "dining.foreign", Store: "jingan"}, monday, "赵敏", "李雷", []string{"红色找值班"}},
		{"a topic goes to the shop's manager", Draft{Level: voc.Yellow, Topic: "dining.foreign", Store: "jingan"}, monday, "吴悠", "", []string{"门店", "门店负责人"}},
		{"whose manager has left", Draft{Level: voc.Yellow, Topic: "dining.foreign", Store: "hongqiao"}, monday, "李雷", "韩总", []string{"周舟已离职"}},
		{"any of its topics counts", Draft{Level: voc.Yellow, Topic: "x", Topics: []string{"x", "dining.foreign"}, Store: "jingan"}, monday, "吴悠", "", nil},
		{"by region, in turn", Draft{Level: voc.Yellow, Region: "江苏"}, monday, "王芳", "李雷", []string{"华东客服"}},
		{"by brand and kind, passing over who is away", Draft{Level: voc.Yellow, Brand: "shop", Kind: voc.OrderCase}, monday, "王芳", "李雷", []string{"电商", "陈默休假"}},
		{"the same when they are back", Draft{Level: voc.Yellow, Brand: "shop", Kind: voc.OrderCase}, shanghai(t, "03-06", "10:00"), "陈默", "李雷", nil},
		{"no rule fits: the shop's manager", Draft{Level: voc.Yellow, Store: "jingan"}, monday, "吴悠", "", []string{"门店负责人"}},
		{"no rule and a manager on holiday: the default", Draft{Level: voc.Yellow, Store: "pudong"}, monday, "赵敏", "李雷", []string{"默认值班", "陈默休假"}},
		{"an urgent matter at night passes over who is not at work", Draft{Owner: "王芳", Level: voc.Orange}, shanghai(t, "03-03", "23:00"), "赵敏", "李雷", []string{"王芳现在不在班"}},
		{"a mild one waits for her", Draft{Owner: "王芳", Level: voc.Yellow}, shanghai(t, "03-03", "23:00"), "王芳", "李雷", nil},
		{"a name nobody knows", Draft{Owner: "路人", Level: voc.Yellow, Store: "jingan"}, monday, "吴悠", "", []string{"路人不在人员名单里"}},
	} {
		got := Route(c.d, h, nil, c.at)
		if got.To != c.to || got.Lead != c.lead {
			t.Errorf("%s: to %q under %q (%s), want %q under %q", c.why, got.To, got.Lead, got.Why, c.to, c.lead)
		}
		for _, s := range c.says {
			if !strings.Contains(got.Why, s) {
				t.Errorf("%s: %q does not say %q", c.why, got.Why, s)
			}
		}
	}
	narrow := firm(t)
	narrow.Routes = []RouteRule{{Name: "专线", Topics: []string{"t"}, To: []string{"周舟"}}, {Name: "其余", To: []string{"王芳"}}}
	if got := Route(Draft{Level: voc.Yellow, Topic: "t"}, narrow, nil, monday); got.To != "赵敏" || !strings.Contains(got.Why, "周舟已离职") {
		t.Errorf("the first rule that fits leads to nobody: %+v, want the default, not whom another rule names", got)
	}
	if got := Route(Draft{Level: voc.Red}, House{}, nil, monday); got.To != "" || !strings.Contains(got.Why, "请人工指派") {
		t.Errorf("a house of nobody: %+v", got)
	}
}

// TestSharingIsFairAndTheSameEachTime: thirty orders are shared evenly, and the same journal gives the
// same answer.
func TestSharingIsFairAndTheSameEachTime(t *testing.T) {
	h := firm(t)
	at := shanghai(t, "03-09", "10:00")
	var orders []voc.WorkOrder
	count := map[string]int{}
	for i := range 30 {
		now := at.Add(time.Duration(i) * time.Minute)
		d := Draft{ID: NewID(now, time.UTC, i+1), Title: "x", Level: voc.Yellow, Region: "上海"}
		got := Route(d, h, orders, now)
		backwards := slices.Clone(orders)
		slices.Reverse(backwards)
		if again := Route(d, h, backwards, now); again != got {
			t.Fatalf("order %d: %+v, and from the same orders in another sequence %+v", i, got, again)
		}
		d.To = got.To
		orders = append(orders, opened(t, d, now))
		count[got.To]++
	}
	if want := map[string]int{"王芳": 10, "赵敏": 10, "陈默": 10}; !reflect.DeepEqual(count, want) {
		t.Errorf("shared as %v, want %v", count, want)
	}
	for i := range orders { // 赵敏 has finished hers
		if orders[i].Assignee == "赵敏" {
			orders[i].State = voc.OrderClosed
		}
	}
	if got := Route(Draft{Level: voc.Yellow, Region: "上海"}, h, orders, at.Add(time.Hour)); got.To != "赵敏" {
		t.Errorf("the next goes to %s, want to 赵敏, who has nothing to do", got.To)
	}
}

func TestRosters(t *testing.T) {
	turns := Roster{Name: "周值", Zone: "Asia/Shanghai", Turns: []string{"甲", "乙", "丙"}, Since: "2026-03-02", At: "09:00"}
	shifts := Roster{Name: "班", Zone: "Asia/Shanghai", Turns: []string{"甲"}, Since: "2026-03-02", Duties: []Duty{
		{Shift: Shift{Days: everyDay, From: "08:00", To: "20:00"}, Who: []string{"乙"}},
		{Shift: Shift{Days: everyDay, From: "20:00", To: "08:00"}, Who: []string{"丙", "乙"}},
	}}
	daily := Roster{Name: "日值", Zone: "Europe/Berlin", Turns: []string{"甲", "乙"}, Since: "2026-03-28", Every: 1, At: "08:00"}
	berlin := func(date string, hour int) time.Time {
		zone, err := time.LoadLocation("Europe/Berlin")
		if err != nil {
			t.Fatal(err)
		}
		d, err := time.ParseInLocation(time.DateOnly, date, zone)
		if err != nil {
			t.Fatal(err)
		}
		return time.Date(d.Year(), d.Month(), d.Day(), hour, 0, 0, 0, zone)
	}
	for _, c := range []struct {
		why string
		r   Roster
		at  time.Time
		who string
	}{
		{"the first week", turns, shanghai(t, "03-04", "12:00"), "甲乙丙"},
		{"a minute before the handover", turns, shanghai(t, "03-09", "08:59"), "甲乙丙"},
		{"at the handover", turns, shanghai(t, "03-09", "09:00"), "乙丙甲"},
		{"after one round", turns, shanghai(t, "03-23", "09:00"), "甲乙丙"},
		{"before it began, it goes on backwards", turns, shanghai(t, "03-01", "12:00"), "丙甲乙"},
		{"by day", shifts, shanghai(t, "03-04", "12:00"), "乙甲"},
		{"by night, over midnight", shifts, shanghai(t, "03-04", "03:00"), "丙乙甲"},
		{"each day", daily, berlin("2026-03-28", 9), "甲乙"},
		{"the clocks go forward: still at eight", daily, berlin("2026-03-29", 8), "乙甲"},
		{"and not at seven", daily, berlin("2026-03-29", 7), "甲乙"},
	} {
		if got := strings.Join(c.r.OnDuty(c.at), ""); got != c.who {
			t.Errorf("%s: %s, want %s", c.why, got, c.who)
		}
	}
}

func TestHousesThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		why    string
		change func(h *House)
		says   string
	}{
		{"two of one name", func(h *House) { h.People = append(h.People, voc.Person{Name: "王芳"}) }, "王芳"},
		{"a lead nobody knows", func(h *House) { h.People[1].Lead = "路人" }, "路人"},
		{"hours nobody wrote down", func(h *House) { h.People[1].Calendar = "夜班" }, "夜班"},
		{"hours that cannot be", func(h *House) { h.Calendars[0].Zone = "x" }, "zone"},
		{"a roster of nobody", func(h *House) { h.Rosters[0].Turns = nil }, "nobody is on it"},
		{"a roster with a stranger", func(h *House) { h.Rosters[0].Turns = []string{"路人"} }, "路人"},
		{"a roster without a beginning", func(h *House) { h.Rosters[0].Since = "" }, "since"},
		{"a roster that hands over at no time", func(h *House) { h.Rosters[0].At = "早上" }, "早上"},
		{"a roster of no zone", func(h *House) { h.Rosters[0].Zone = "" }, "IANA"},
		{"a roster with the name of a person", func(h *House) { h.Rosters[0].Name = "王芳" }, "taken"},
		{"turns of less than no days", func(h *House) { h.Rosters[0].Every = -1 }, "-1"},
		{"a duty on no day", func(h *House) { h.Rosters[0].Duties = []Duty{{Who: []string{"王芳"}}} }, "值班"},
		{"a route without a name", func(h *House) { h.Routes[0].Name = "" }, "name"},
		{"a route to nobody", func(h *House) { h.Routes[0].To = nil }, "leads to nobody"},
		{"a route to a stranger", func(h *House) { h.Routes[0].To = []string{"路人"} }, "路人"},
		{"a route from a level there is not", func(h *House) { h.Routes[0].From = "pink" }, "pink"},
		{"a manager nobody knows", func(h *House) { h.Managers["x"] = "路人" }, "路人"},
		{"a default nobody knows", func(h *House) { h.Default = "路人" }, "default"},
		{"a director nobody knows", func(h *House) { h.Director = "路人" }, "director"},
	} {
		h := firm(t)
		c.change(&h)
		if err := h.Validate(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want it to say %q", c.why, err, c.says)
		}
	}
}

func TestLeadsInACircleEnd(t *testing.T) {
	h := House{People: []voc.Person{{Name: "甲", Lead: "乙", Left: true}, {Name: "乙", Lead: "甲", Left: true}}}
	if got := h.leadOf("甲", start); got != "" {
		t.Errorf("the lead is %q, want nobody", got)
	}
}
