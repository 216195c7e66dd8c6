package digest

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// chainOfWeeks fills a store with a chain from the middle of October to the end of November: quiet weeks, and a
// third week of November in which something new came up, something got worse and something was mended.
func chainOfWeeks(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.Open(t, func(o *store.Options) { o.Now = func() time.Time { return at("2026-11-30", "21:30") } })
	var w town
	first := at("2026-10-01", "00:00")
	for i := range 61 {
		date := first.AddDate(0, 0, i).Format(time.DateOnly)
		w.weekday(date, i)
	}
	if _, err := s.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	// One source was not heard for a night, and what it showed then is gone.
	end := at("2026-11-30", "21:20")
	if err := s.SaveVisits(t.Context(), []voc.Visit{
		{Source: "dianping", StartedAt: at("2026-10-01", "00:00"), EndedAt: at("2026-10-01", "00:01"), Outcome: voc.VisitOK, Claimed: -1, HeardTo: at("2026-10-01", "00:00")},
		{Source: "dianping", StartedAt: end, EndedAt: end, Outcome: voc.VisitOK, Claimed: -1, HeardTo: end},
		{Source: "forum", StartedAt: at("2026-10-01", "00:00"), EndedAt: at("2026-10-01", "00:01"), Outcome: voc.VisitOK, Claimed: -1, HeardTo: at("2026-10-01", "00:00")},
		{Source: "forum", StartedAt: at("2026-11-17", "08:00"), EndedAt: at("2026-11-17", "08:01"), Outcome: voc.VisitOK, Claimed: -1, HeardTo: at("2026-11-17", "08:00"),
			LostFrom: at("2026-11-16", "22:00"), LostTo: at("2026-11-17", "08:00")},
		{Source: "forum", StartedAt: end, EndedAt: end, Outcome: voc.VisitOK, Claimed: -1, HeardTo: end},
	}); err != nil {
		t.Fatal(err)
	}
	s.Expect(reportSources)
	return s
}

var reportSources = []voc.Source{
	{ID: "dianping", Title: "大众点评 · 青衡", Platform: "dianping", Schedule: "@every 10m", Every: 10 * time.Minute},
	{ID: "forum", Title: "茶友论坛", Platform: "forum", Schedule: "@every 30m", Every: 30 * time.Minute},
	{ID: "file", Title: "手工导入", Platform: "file"},
}

func (w *town) weekday(date string, i int) {
	shops := []voc.StoreID{"sh-xuhui", "sh-hongkou", "sh-people", "sh-jingan"}
	for k := range 24 {
		w.say("qingheng", at(date, "09:00").Add(time.Duration(k)*23*time.Minute), voc.Positive, "", shops[k%3],
			fmt.Sprintf("第%d次来，茶底一直很稳，店员记得我不喝冰。", 100*i+k))
		w.say("chayu", at(date, "09:10").Add(time.Duration(k)*23*time.Minute), voc.Positive, "", "", fmt.Sprintf("茶语第%d次回购。", 100*i+k))
	}
	for k := range 3 {
		w.say("chayu", at(date, "15:10").Add(time.Duration(k)*23*time.Minute), voc.Negative, "服务-等待", "", fmt.Sprintf("茶语排队%d分钟。", 30+k+i))
	}
	inWeek := date >= "2026-11-16" && date < "2026-11-23"
	waiting, leaking := 3+i%2, 2
	if inWeek {
		waiting, leaking = 9, 0
	}
	w.complain("qingheng", date, "11:00", "服务-等待", "sh-people", waiting, fmt.Sprintf("%d号那天", i)+"等了%d分钟才拿到，人也不多啊。")
	w.complain("qingheng", date, "13:00", "产品-漏液", "sh-hongkou", leaking, fmt.Sprintf("第%d回了", i)+"封口没压紧，洒了%d毫升在包里。")
	if date >= "2026-11-18" && date < "2026-11-20" {
		w.complain("qingheng", date, "14:00", "卫生-异物", "sh-jingan", 8, fmt.Sprintf("%d号下午", i)+"吸管里有%d毫米长的黑色塑料，嗓子都刮到了。")
		w.grave(8)
	}
}

func weekInputs(s *store.Store) Inputs {
	note := func(date, clock, kind string, state voc.OrderState) voc.OrderNote {
		return voc.OrderNote{At: at(date, clock), Type: kind, State: state}
	}
	return Inputs{
		Store: s, Brand: voc.Brand{ID: "qingheng", Name: "青衡", Own: true}, Rivals: []voc.Brand{{ID: "chayu", Name: "茶语"}},
		Stores: []voc.Store{
			{ID: "sh-jingan", Name: "静安寺店", Brand: "qingheng", City: "上海", Province: "上海"},
			{ID: "sh-people", Name: "人民广场店", Brand: "qingheng", City: "上海", Province: "上海"},
			{ID: "sh-xuhui", Name: "徐汇店", Brand: "qingheng", City: "上海", Province: "上海"},
			{ID: "sh-hongkou", Name: "虹口店", Brand: "qingheng", City: "上海", Province: "上海"},
		},
		Sources: reportSources,
		Titles:  map[string]string{"服务-等待": "等待太久", "卫生-异物": "异物", "产品-漏液": "漏液"},
		Alerts: []voc.Alert{
			{ID: "AL-1", Brand: "qingheng", Topic: "卫生-异物", Level: voc.Red, State: voc.AlertResolved, OpenedAt: at("2026-11-18", "14:35"), LastAt: at("2026-11-19", "15:00"), ResolvedAt: at("2026-11-20", "03:00"), Peak: 8, Order: "WO-20261118-0001"},
			{ID: "AL-2", Brand: "qingheng", Topic: "服务-等待", Level: voc.Yellow, State: voc.AlertMerged, OpenedAt: at("2026-11-18", "14:35")},
			{ID: "AL-3", Brand: "qingheng", Kind: voc.RuleSilence, Level: voc.Yellow, State: voc.AlertOpen, OpenedAt: at("2026-11-17", "02:00")},
		},
		Orders: []voc.WorkOrder{
			{ID: "WO-20261110-0001", Brand: "qingheng", Title: "查清并处理：青衡·虹口店 漏液", Level: voc.Yellow, State: voc.OrderClosed, Owner: "李雷", Store: "sh-hongkou",
				OpenedAt: at("2026-11-10", "10:00"), ClaimedAt: at("2026-11-10", "10:40"), ResolvedAt: at("2026-11-15", "18:00"), ClosedAt: at("2026-11-21", "09:00"), Cycle: 1,
				Cause: "封口机温度偏低", Action: "换了两台封口机的加热片",
				Verification: voc.Verification{State: voc.VerificationPassed, At: at("2026-11-21", "09:00"), Verdict: "漏液的投诉从每天 2 条降到没有"},
				Notes: []voc.OrderNote{note("2026-11-10", "10:00", "opened", voc.OrderNew), note("2026-11-10", "10:40", "claimed", voc.OrderInProgress),
					note("2026-11-15", "18:00", "resolved", voc.OrderVerifying), note("2026-11-21", "09:00", "closed", voc.OrderClosed)}},
			{ID: "WO-20261112-0001", Brand: "qingheng", Title: "外卖少送吸管", Level: voc.Blue, State: voc.OrderNew, OpenedAt: at("2026-11-12", "10:00"), ClaimDue: at("2026-11-13", "10:00"), Cycle: 1,
				Notes: []voc.OrderNote{note("2026-11-12", "10:00", "opened", voc.OrderNew)}},
			{ID: "WO-20261118-0001", Brand: "qingheng", Title: "查清并处理：青衡·静安寺店 异物", Level: voc.Red, State: voc.OrderInProgress, Owner: "王芳", Store: "sh-jingan", Alert: "AL-1",
				OpenedAt: at("2026-11-18", "14:40"), ClaimedAt: at("2026-11-18", "14:52"), ResolveDue: at("2026-11-19", "14:40"), Cycle: 1,
				Notes: []voc.OrderNote{note("2026-11-18", "14:40", "opened", voc.OrderNew), note("2026-11-18", "14:52", "claimed", voc.OrderInProgress)}},
			{ID: "WO-20261124-0001", Brand: "qingheng", Title: "下一周才开的", Level: voc.Red, State: voc.OrderNew, OpenedAt: at("2026-11-24", "10:00"), Cycle: 1},
			{ID: "WO-20261117-0009", Brand: "chayu", Title: "别家的", Level: voc.Red, State: voc.OrderNew, OpenedAt: at("2026-11-17", "10:00"), Cycle: 1},
		},
		Day: at("2026-11-18", "12:00"), Now: at("2026-11-30", "21:30"), Location: shanghai, Period: voc.PeriodWeek,
	}
}

// reported is a report, of which nothing may have been dropped: our own sentences hold.
func reported(t *testing.T, in Inputs) voc.Digest {
	t.Helper()
	var log bytes.Buffer
	in.Log = slog.New(slog.NewTextHandler(&log, nil))
	d, err := Gather(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if log.Len() > 0 {
		t.Errorf("parts of a true report were left out:\n%s", log.String())
	}
	if text := fmt.Sprintf("%+v", d); strings.Contains(text, "%!") {
		t.Errorf("a sentence lacks an argument: %s", text[strings.Index(text, "%!"):][:80])
	}
	return d
}

func golden(t *testing.T, d voc.Digest, name string) {
	t.Helper()
	for _, form := range []string{"md", "json"} {
		got, err := Render(d, form)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "reports", name+"."+form)
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from what was read and approved; look at it, then run with -update:\n%s", file, got)
		}
	}
}

func TestGoldenReports(t *testing.T) {
	s := chainOfWeeks(t)
	for _, c := range []struct {
		name   string
		change func(*Inputs)
	}{
		{"week", func(*Inputs) {}},
		{"week-en", func(in *Inputs) { in.Language = "en" }},
		{"month", func(in *Inputs) { in.Period = voc.PeriodMonth }},
		{"month-en", func(in *Inputs) { in.Period, in.Language = voc.PeriodMonth, "en" }},
		{"quiet-week", func(in *Inputs) { in.Day, in.Orders = at("2026-11-11", "12:00"), nil }},
		{"running-week", func(in *Inputs) { in.Now = at("2026-11-19", "15:00") }},
		{"empty", func(in *Inputs) { in.Brand, in.Orders, in.Rivals = voc.Brand{ID: "new", Name: "新店"}, nil, nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := weekInputs(s)
			c.change(&in)
			d := reported(t, in)
			golden(t, d, c.name)
			if again := reported(t, in); !reflect.DeepEqual(d, again) {
				t.Error("asked twice, two reports")
			}
		})
	}
}
