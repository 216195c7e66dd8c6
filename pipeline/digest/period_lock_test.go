package digest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// provable is a report's facts and its ledger, for tests that lie.
func provable(t *testing.T, in Inputs) (voc.Digest, Ledger) {
	t.Helper()
	r, err := ask(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	d, l := composePeriod(r), periodLedger(r)
	if l.Texts, err = storedTexts(t.Context(), in.Store, d); err != nil {
		t.Fatal(err)
	}
	return d, l
}

// TestEveryLieInAReportIsDropped changes one thing at a time in a true report: that thing goes, everything
// else stays.
func TestEveryLieInAReportIsDropped(t *testing.T) {
	in := weekInputs(chainOfWeeks(t))
	const lie = 87654
	lied := 0
	for _, c := range []struct {
		why  string
		tell func(*voc.Digest) (section string)
	}{
		{"a figure", func(d *voc.Digest) string { d.Figures[1].Text = fmt.Sprint(lie); return "figures" }},
		{"what it was before", func(d *voc.Digest) string { d.Figures[1].Before = fmt.Sprint(lie); return "figures" }},
		{"its change", func(d *voc.Digest) string { d.Figures[1].Change = "多 87654%"; return "figures" }},
		{"a point of a chart", func(d *voc.Digest) string { v := float64(lie); d.Charts[0].Series[0].Values[2] = &v; return "charts" }},
		{"a chart's sentence", func(d *voc.Digest) string { d.Charts[1].Title += "，共 87654 条"; return "charts" }},
		{"a chart that lacks a point", func(d *voc.Digest) string {
			d.Charts[0].Series[0].Values = d.Charts[0].Series[0].Values[1:]
			return "charts"
		}},
		{"a cell of a table", func(d *voc.Digest) string { d.Tables[1].Rows[0][1] = fmt.Sprint(lie); return "tables" }},
		{"the number of another row", func(d *voc.Digest) string { d.Tables[1].Rows[1][1] = d.Tables[1].Rows[0][1]; return "tables" }},
		{"a line", func(d *voc.Digest) string {
			d.Sections[1].Lines[0].Text += "共 87654 条。"
			return d.Sections[1].Name
		}},
		{"a quotation", func(d *voc.Digest) string {
			d.Sections[0].Lines[0].Evidence[0].Text = "没有人说过这句话"
			return d.Sections[0].Name
		}},
		{"an order", func(d *voc.Digest) string {
			d.Sections[0].Lines[0].Orders = []string{"WO-none"}
			return d.Sections[0].Name
		}},
		{"the lead", func(d *voc.Digest) string { d.Lead += "一共 87654 条。"; return "lead" }},
	} {
		d, l := provable(t, in)
		if _, dropped := verifyReport(d, l); len(dropped) > 0 {
			t.Fatalf("a true report lost %+v", dropped)
		}
		section := c.tell(&d)
		held, dropped := verifyReport(d, l)
		if len(dropped) != 1 || dropped[0].Section != section {
			t.Errorf("%s: dropped %+v, want one of %s", c.why, dropped, section)
			continue
		}
		if text := fmt.Sprintf("%+v", held); strings.Contains(text, fmt.Sprint(lie)) || strings.Contains(text, "没有人说过") {
			t.Errorf("%s: the lie is still told", c.why)
		}
		lied++
	}
	if lied == 0 {
		t.Error("nothing was tried")
	}
}

// The numbers of a report are those a question of one's own gives for the same days.
func TestAReportCountsAsSQLDoes(t *testing.T) {
	s := chainOfWeeks(t)
	for _, c := range []struct {
		why, from, to string
		in            func(*Inputs)
	}{
		{"a week", "2026-11-15 16:00:00", "2026-11-22 16:00:00", func(*Inputs) {}},
		{"a month", "2026-10-31 16:00:00", "2026-11-30 13:30:00", func(in *Inputs) { in.Period = voc.PeriodMonth }},
		{"the same week seen from New York: other days", "2026-11-16 05:00:00", "2026-11-23 05:00:00", func(in *Inputs) { in.Location = zone(t, "America/New_York") }},
	} {
		in := weekInputs(s)
		c.in(&in)
		d := reported(t, in)
		var out bytes.Buffer
		query := "SELECT count() AS n, countIf(complaint) AS c FROM mentions FINAL WHERE brand = 'qingheng' AND empty(noise) AND published_at >= '" + c.from + "' AND published_at < '" + c.to + "'"
		if err := s.SQL(t.Context(), query, &out, store.FormatTSV); err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprintf("n\tc\n%s\t%s\n", d.Figures[0].Text, d.Figures[1].Text), out.String(); got != want {
			t.Errorf("%s: the report says %q, SQL %q", c.why, got, want)
		}
		sum := 0
		for _, v := range d.Charts[0].Series[0].Values {
			sum += int(*v)
		}
		if fmt.Sprint(sum) != d.Figures[1].Text {
			t.Errorf("%s: the days add up to %d complaints, the report has %s", c.why, sum, d.Figures[1].Text)
		}
	}
}

// Where clocks change a day has 23 or 25 hours: each still holds what was said on it, by the clock on the
// wall.
func TestDaysAreThoseOfTheCalendarWhereClocksChange(t *testing.T) {
	york := zone(t, "America/New_York")
	s := storetest.Open(t, func(o *store.Options) { o.Now = func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, york) } })
	var w town
	want := map[string]int{}
	for day := time.Date(2026, 10, 1, 0, 0, 0, 0, york); day.Before(time.Date(2026, 11, 9, 0, 0, 0, 0, york)); day = day.AddDate(0, 0, 1) {
		n := day.Day()%4 + 1
		want[day.Format("01-02")] = n
		for i := range n { // from the first minute to the last
			y, m, d := day.Date()
			at := time.Date(y, m, d, 0, 1, 0, 0, york)
			if i > 0 {
				at = time.Date(y, m, d, 23, 59-i, 0, 0, york)
			}
			w.say("qingheng", at, voc.Negative, "服务-等待", "", fmt.Sprintf("%s 第%d次等了很久。", day.Format("01-02"), i))
		}
	}
	if _, err := s.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	in := Inputs{
		Store: s, Brand: voc.Brand{ID: "qingheng", Name: "青衡"}, Day: time.Date(2026, 10, 28, 12, 0, 0, 0, york), Now: time.Date(2026, 12, 1, 9, 0, 0, 0, york), Location: york,
		Period: voc.PeriodWeek, Titles: map[string]string{"服务-等待": "等待太久"},
	}
	for _, period := range []voc.Period{voc.PeriodWeek, voc.PeriodMonth} {
		in.Period = period
		if period == voc.PeriodMonth {
			in.Day, in.Now = time.Date(2026, 11, 4, 12, 0, 0, 0, york), time.Date(2026, 11, 8, 23, 59, 59, 0, york)
		}
		c := reported(t, in).Charts[0]
		for i, label := range c.Labels {
			if got := int(*c.Series[0].Values[i]); got != want[label] {
				t.Errorf("%s: %s has %d complaints, want %d", period, label, got, want[label])
			}
		}
		if len(c.Labels) < 7 {
			t.Errorf("%s: days %q", period, c.Labels)
		}
	}
}

// An audience reads only of what is its own, whatever it asks.
func TestAReportKeepsToItsAudience(t *testing.T) {
	in := weekInputs(chainOfWeeks(t))
	in.Audience = voc.Audience{ID: "people", Title: "人民广场店", Kind: voc.AudienceStore, Scope: voc.Scope{Stores: []voc.StoreID{"sh-people"}}}
	d := reported(t, in)
	text, err := Render(d, "json")
	if err != nil {
		t.Fatal(err)
	}
	for _, theirs := range []string{"静安寺", "虹口店", "徐汇店", "异物", "漏液", "茶语", "WO-"} {
		if strings.Contains(text, theirs) {
			t.Errorf("tells a shop's manager of %s:\n%s", theirs, text)
		}
	}
	if !strings.Contains(text, "等待太久") || d.ID != "2026-11-16/qingheng/people" {
		t.Errorf("%s does not tell of the shop's own: %s", d.ID, text)
	}
	in.Audience = voc.Audience{ID: "waiting", Filter: voc.Filter{Topic: "服务-等待"}}
	if d := reported(t, in); d.Figures[0].Text != "63" {
		t.Errorf("of one topic: %s mentions, want 63", d.Figures[0].Text)
	}
}

func TestChangesWithinChanceAreNotCalledChanges(t *testing.T) {
	in := weekInputs(chainOfWeeks(t))
	in.Day = at("2026-11-11", "12:00") // a week like the one before
	d := reported(t, in)
	for _, name := range []string{"new", "worse", "better"} {
		if got := lines(d, name); got != nil {
			t.Errorf("%s says %q of a week like any other", name, got)
		}
	}
	for _, f := range d.Figures {
		if f.Worse != nil {
			t.Errorf("%s is called a change: %+v", f.Title, f)
		}
	}
}
