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

// placed puts the newest n mentions into a province.
func (w *town) placed(n int, region string) {
	for i := range n {
		w.mentions[len(w.mentions)-1-i].Analysis.Region = region
	}
}

// A manager of one province is told of that province: its voices, its orders, no incident of the whole
// brand and no competitor.
func TestALetterStaysWithinItsScope(t *testing.T) {
	in := chainInputs("scoped")
	in.Store = storetest.Open(t)
	var w town
	for _, date := range append([]string{tonight}, pastSaturdays...) {
		w.ordinaryDay("scoped", date)
		w.complain("scoped", date, "11:00", "服务-等待", "hz-xihu", 3, "西湖店等了%d分钟。")
		w.placed(3, "浙江")
	}
	w.complain("scoped", tonight, "13:00", "产品-漏液", "hz-xihu", 4, "西湖店的杯盖漏了%d毫升。")
	w.placed(4, "浙江")
	w.complain("scoped", tonight, "14:00", "卫生-异物", "sh-people", 20, "人民广场店吸管里有%d毫米的塑料。")
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	in.Stores = append(in.Stores, voc.Store{ID: "hz-xihu", Name: "西湖店", Province: "浙江"})
	in.Rivals = []voc.Brand{{ID: "chayu", Name: "茶语"}}
	in.Alerts = []voc.Alert{{ID: "AL-1", Brand: "scoped", Topic: "卫生-异物", Level: voc.Red, State: voc.AlertOpen, OpenedAt: at(tonight, "14:30")}}
	order := func(id, title string, shop voc.StoreID) voc.WorkOrder {
		return voc.WorkOrder{ID: id, Brand: "scoped", Title: title, Store: shop, State: voc.OrderInProgress, Owner: "王芳", OpenedAt: at(tonight, "15:00"), Cycle: 1}
	}
	in.Orders = []voc.WorkOrder{order("WO-1", "西湖店漏液", "hz-xihu"), order("WO-2", "人民广场店异物", "sh-people")}
	in.Audience = voc.Audience{ID: "zhejiang", Title: "浙江", Kind: voc.AudienceRegion, Scope: voc.Scope{Regions: []string{"浙江"}}}
	d := gathered(t, in)
	md, _ := Render(d, "md")
	if !strings.HasPrefix(d.Lead, "今天听到 7 条声音，负面 7 条") || !strings.Contains(d.Title, "浙江") {
		t.Errorf("%s: %s", d.Title, d.Lead)
	}
	for _, foreign := range []string{"人民广场", "徐汇", "虹口", "异物", "茶语", "最要紧"} {
		if strings.Contains(md, foreign) {
			t.Errorf("a letter of 浙江 tells of %s:\n%s", foreign, md)
		}
	}
	if got := lines(d, "open"); len(got) != 1 || !strings.HasPrefix(got[0], "西湖店漏液") {
		t.Errorf("open orders: %q", got)
	}
	if got := lines(d, "new"); len(got) != 1 || !strings.HasPrefix(got[0], "“漏液”首次出现") {
		t.Errorf("new: %q", got)
	}
	in.Audience = voc.Audience{ID: "leaks", Kind: voc.AudienceProduct, Filter: voc.Filter{Topic: "产品-"}}
	if d := gathered(t, in); !strings.HasPrefix(d.Lead, "今天听到 4 条声音，负面 4 条") {
		t.Errorf("of products alone: %s", d.Lead)
	}
}

// Seen once yesterday and thrice today is not new, however few that was; nor is what was praised then.
func TestWhatWasSeenYesterdayIsNotNew(t *testing.T) {
	in := chainInputs("yesterday")
	in.Store = storetest.Open(t)
	var w town
	for _, date := range pastSaturdays {
		w.ordinaryDay("yesterday", date)
	}
	w.complain("yesterday", "2026-01-30", "11:00", "产品-漏液", "sh-people", 1, "杯盖漏了%d毫升。")
	w.say("yesterday", at("2026-01-30", "12:00"), voc.Positive, "环境-噪音", "", "店里安静，坐了一下午。")
	w.complain("yesterday", tonight, "11:00", "产品-漏液", "sh-people", 3, "杯盖漏了%d毫升，一路滴到家。")
	w.complain("yesterday", tonight, "12:00", "环境-噪音", "sh-people", 3, "音乐开到%d分贝，说话要喊。")
	w.complain("yesterday", tonight, "13:00", "卫生-异物", "sh-people", 3, "喝到%d毫米的塑料。")
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	if got := lines(gathered(t, in), "new"); len(got) != 1 || !strings.HasPrefix(got[0], "“异物”首次出现") {
		t.Errorf("new: %q, want what nobody spoke of before and nothing else", got)
	}
}

// What was said before the letter of last night and collected after it is told once, and counted in the
// day it was said on.
func TestWhatTheLastLetterLackedIsTold(t *testing.T) {
	in := chainInputs("lacked")
	in.Store = storetest.Open(t)
	var w town
	w.complain("lacked", "2026-01-30", "11:00", "服务-等待", "sh-people", 5, "等了%d分钟。")
	w.complain("lacked", tonight, "11:00", "服务-等待", "sh-people", 2, "又等了%d分钟。")
	for i := range w.mentions {
		w.mentions[i].Post.FetchedAt = w.mentions[i].Post.PublishedAt.Add(time.Minute)
	}
	for i := range 3 {
		w.mentions[i].Post.FetchedAt = at("2026-01-31", "02:00")
	}
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	in.Since = at("2026-01-30", "21:30")
	d := gathered(t, in)
	if !strings.HasPrefix(d.Lead, "昨晚 21:30 以来听到 2 条声音") {
		t.Errorf("what was said before counts in the wrong letter: %s", d.Lead)
	}
	if got := lines(d, "quality"); len(got) != 2 || got[1] != "上一封信发出后，又采到 3 条当时的声音，其中负面 3 条，已计入当天。" {
		t.Errorf("quality: %q", got)
	}
}

// The letter's figures are those SQL gives for the same night, in zones where the day begins elsewhere and
// where a day has twenty-three hours.
func TestFiguresAreSQLs(t *testing.T) {
	in := chainInputs("counted")
	in.Store = storetest.Open(t)
	var w town
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	spring := time.Date(2026, 3, 8, 0, 0, 0, 0, newYork) // clocks go forward at two
	for day := range 36 {
		for hour := range 48 {
			when := spring.AddDate(0, 0, 1-day).Add(time.Duration(hour) * 29 * time.Minute)
			feeling := []voc.Sentiment{voc.Negative, voc.Positive, voc.Positive}[(hour+day)%3]
			w.say("counted", when, feeling, "服务-等待", "", fmt.Sprintf("第%d天第%d条，等得有点久。", day, hour))
		}
	}
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		zone *time.Location
		now  time.Time
	}{
		{newYork, time.Date(2026, 3, 8, 21, 30, 0, 0, newYork)}, {newYork, time.Date(2026, 3, 9, 9, 0, 0, 0, newYork)},
		{shanghai, time.Date(2026, 3, 8, 21, 30, 0, 0, shanghai)}, {time.UTC, time.Date(2026, 3, 8, 23, 59, 59, 0, time.UTC)},
	} {
		in.Location, in.Now, in.Day = c.zone, c.now, time.Date(2026, 3, 8, 12, 0, 0, 0, c.zone)
		d := gathered(t, in)
		for name, more := range map[string]string{"mentions": "", "rate": " AND complaint"} {
			count := func(weeks int) string {
				from, to := d.From.AddDate(0, 0, -7*weeks), d.AsOf.AddDate(0, 0, -7*weeks)
				var b bytes.Buffer
				sql := fmt.Sprintf("SELECT count() FROM mentions FINAL WHERE brand = 'counted' AND empty(noise) AND published_at >= fromUnixTimestamp64Milli(%d) AND published_at < fromUnixTimestamp64Milli(%d)%s", from.UnixMilli(), to.UnixMilli(), more)
				if err := in.Store.SQL(t.Context(), sql, &b, store.FormatCSV); err != nil {
					t.Fatal(err)
				}
				return strings.TrimSpace(strings.SplitN(b.String(), "\n", 2)[1])
			}
			g := figureOf(d.Figures, name)
			if g == nil {
				t.Errorf("%s in %s: no figure", name, c.zone)
				continue
			}
			now, was := fmt.Sprint(*g.Value), fmt.Sprint(*g.Was)
			if name == "rate" {
				all := figureOf(d.Figures, "mentions")
				now, was = fmt.Sprintf("%.0f", *g.Value**all.Value), fmt.Sprintf("%.0f", *g.Was**all.Was)
			}
			if now != count(0) || was != count(1) {
				t.Errorf("%s in %s at %s: %s and a week before %s, SQL says %s and %s", name, c.zone, c.now, now, was, count(0), count(1))
			}
		}
		y, m, day := in.Day.Date()
		if !d.From.Equal(midnight(y, m, day, c.zone)) {
			t.Errorf("in %s the day begins at %s", c.zone, d.From)
		}
	}
}
