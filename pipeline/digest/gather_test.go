package digest

import (
	"bytes"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// town fills a store with five Saturdays of two brands: usual ones, and a last one with a new
// topic, one that got worse, and praise.
type town struct {
	mentions []voc.Mention
}

func (w *town) say(brand voc.BrandID, t time.Time, sentiment voc.Sentiment, topic string, shop voc.StoreID, text string) voc.PostID {
	n := len(w.mentions)
	external := fmt.Sprint(n)
	p := voc.Post{
		ID: voc.NewPostID("dianping", external), Source: "dianping", Platform: "dianping", ExternalID: external,
		URL: "https://reviews.example.com/" + external, Kind: voc.PostReview, PublishedAt: t, Precision: voc.PrecisionSecond,
		FetchedAt: t, Text: text, Engagement: voc.NoEngagement(), Store: shop,
	}
	a := voc.Analysis{Norm: text, Sentiment: sentiment, Emotion: voc.Calm, Intent: voc.IntentOther, Probability: 0.9, Language: "zh-Hans", Version: "t", Fingerprint: uint64(n)*7919 + 1}
	switch sentiment {
	case voc.Negative:
		a.Score, a.Complaint, a.Intent = -0.8, true, voc.IntentComplaint
	case voc.Positive:
		a.Score, a.Intent = 0.8, voc.IntentPraise
	}
	if topic != "" {
		a.Topics = []string{topic}
	}
	w.mentions = append(w.mentions, voc.Mention{Post: p, Brand: brand, Analysis: a})
	return p.ID
}

func (w *town) day(date string, waiting, foreign int) {
	for i := range 40 {
		w.say("qingheng", at(date, "09:00").Add(time.Duration(i)*7*time.Minute), voc.Positive, "", "sh-xuhui", fmt.Sprintf("第%d杯，味道一直很稳，店员也热情。", i))
		w.say("chayu", at(date, "09:00").Add(time.Duration(i)*7*time.Minute), voc.Positive, "", "", fmt.Sprintf("茶语第%d次回购。", i))
	}
	for i := range waiting {
		w.say("qingheng", at(date, "10:00").Add(time.Duration(i)*11*time.Minute), voc.Negative, "服务-等待", "sh-people", fmt.Sprintf("等了%d分钟才拿到，人也不多啊。", 30+i))
	}
	for i := range foreign {
		w.say("qingheng", at(date, "14:00").Add(time.Duration(i)*5*time.Minute), voc.Negative, "卫生-异物", "sh-jingan", fmt.Sprintf("吸管里有%d块黑色塑料，太吓人了。", i+1))
	}
}

func filled(t *testing.T) (*store.Store, Inputs) {
	t.Helper()
	s := storetest.Open(t)
	var w town
	for _, date := range []string{"2025-12-27", "2026-01-03", "2026-01-10", "2026-01-17", "2026-01-24"} {
		w.day(date, 6, 0)
	}
	w.day("2026-01-31", 24, 12)
	w.say("qingheng", at("2026-01-31", "23:30"), voc.Negative, "服务-等待", "sh-people", "这条在写信之后才发布。")
	if _, err := s.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	now := at("2026-01-31", "21:30")
	if err := s.SaveVisits(t.Context(), []voc.Visit{
		{Source: "dianping", StartedAt: now.Add(-10 * time.Minute), EndedAt: now, Outcome: voc.VisitOK, Claimed: -1, HeardTo: now.Add(-10 * time.Minute)},
		{Source: "forum", StartedAt: at("2026-01-31", "15:30"), EndedAt: at("2026-01-31", "15:30"), Outcome: voc.VisitOK, Claimed: -1, HeardTo: at("2026-01-31", "15:30")},
		{Source: "forum", StartedAt: now.Add(-time.Hour), EndedAt: now, Outcome: voc.VisitFailed, Claimed: -1},
	}); err != nil {
		t.Fatal(err)
	}
	return s, Inputs{
		Store: s, Brand: voc.Brand{ID: "qingheng", Name: "青衡", Own: true}, Rivals: []voc.Brand{{ID: "chayu", Name: "茶语"}},
		Stores: []voc.Store{{ID: "sh-jingan", Name: "静安寺店"}, {ID: "sh-people", Name: "人民广场店"}, {ID: "sh-xuhui", Name: "徐汇店"}},
		Sources: []voc.Source{
			{ID: "dianping", Title: "大众点评", Schedule: "@every 10m", Every: 10 * time.Minute},
			{ID: "forum", Title: "茶友论坛", Schedule: "@every 30m", Every: 30 * time.Minute},
			{ID: "old", Title: "关掉的", Schedule: "@every 30m", Disabled: true},
			{ID: "file", Title: "手工导入"},
		},
		Titles: map[string]string{"服务-等待": "等待太久", "卫生-异物": "异物"},
		Orders: []voc.WorkOrder{
			{ID: "WO-1", Brand: "qingheng", Title: "静安寺店“异物”", Level: voc.Red, State: voc.OrderNew, OpenedAt: at("2026-01-31", "14:40"), ClaimDue: at("2026-01-31", "14:50"), ResolveDue: at("2026-02-01", "14:40"), Cycle: 1},
			{ID: "WO-2", Brand: "chayu", Title: "别家的工单", State: voc.OrderNew, OpenedAt: at("2026-01-31", "14:40"), Cycle: 1},
			{ID: "WO-3", Brand: "qingheng", Title: "写信之后才开的", State: voc.OrderNew, OpenedAt: at("2026-01-31", "22:00"), Cycle: 1},
		},
		Day: at("2026-01-31", "12:00"), Now: now, Location: shanghai,
	}
}

func TestGatherTellsTheDayAsItIsStored(t *testing.T) {
	_, in := filled(t)
	var log bytes.Buffer
	in.Log = slog.New(slog.NewTextHandler(&log, nil))
	d, err := Gather(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if log.Len() > 0 {
		t.Errorf("lines were left out of a true letter:\n%s", log.String())
	}
	for _, c := range []struct{ section, want string }{
		{"new", "“异物”首次出现（有记录的 34 天以来），12 条负面，都在静安寺店。"},
		{"worse", "“等待太久”24 条，都在人民广场店，占 76 条的 32%（95% 区间 22%～43%）；往常周六约 6 条，占 13%。"},
		{"open", "静安寺店“异物”（红）：还没有人认领，开单 6 小时，认领限期已过 6 小时。"},
		{"praise", "徐汇店：40 条好评。"},
		{"rivals", "净情感（-1 全是差评，+1 全是好评）：茶语 +1.00（往常周六 +1.00），40 条；我们自己：青衡 +0.05（往常周六 +0.74）。"},
		{"quality", "2 个信源中 1 个采全了；茶友论坛缺 6 小时，相关数字可能偏低。"},
	} {
		got := lines(d, c.section)
		if len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Errorf("section %s says %q, want just %q", c.section, got, c.want)
		}
	}
	if want := "今天听到 76 条声音，负面 36 条，多于往常周六（约 6 条）。最该看的是“等待太久”，多在人民广场店；没有预警，还有 1 张工单没有了结。"; d.Lead != want {
		t.Errorf("lead is %q, want %q", d.Lead, want)
	}
	if got := lines(d, "voices"); got != nil {
		t.Errorf("voices %q: the day has two matters, and both were quoted above", got)
	}
	again, err := Gather(t.Context(), in)
	if err != nil || !reflect.DeepEqual(again, d) {
		t.Errorf("asked twice, two letters: %v", err)
	}
}

func TestGatherChecksQuotationsAgainstTheStore(t *testing.T) {
	s, in := filled(t)
	d, err := Gather(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	id := d.Sections[0].Lines[0].Evidence[0].PostID
	texts, err := storedTexts(t.Context(), s, d)
	if err != nil {
		t.Fatal(err)
	}
	texts[id] = "作者后来改口了。"
	f, err := collect(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	ledger := ledgerOf(f)
	ledger.Texts = texts
	_, dropped := Verify(d, ledger)
	if len(dropped) == 0 || dropped[0].Section != "new" {
		t.Errorf("dropped %+v, want the line that quotes an edited post", dropped)
	}
}

func TestADayLongGoneAndADayToCome(t *testing.T) {
	_, in := filled(t)
	in.Day = at("2026-01-24", "12:00")
	d, err := Gather(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(d.Lead, "当天听到 46 条声音，负面 6 条，与往常周六相当（约 6 条）。") || d.Date != "2026-01-24" || !d.AsOf.Equal(at("2026-01-25", "00:00")) {
		t.Errorf("letter of %s as of %s says %q", d.Date, d.AsOf, d.Lead)
	}
	if got := lines(d, "new"); got != nil {
		t.Errorf("what came a week later is told as new: %q", got)
	}
	in.Day = at("2026-02-01", "12:00")
	if _, err := Gather(t.Context(), in); err == nil || !strings.Contains(err.Error(), "2026-02-01") {
		t.Errorf("a letter of tomorrow: %v, want a refusal that names the day", err)
	}
}

func TestAnEmptyStoreGivesAnHonestLetter(t *testing.T) {
	d, err := Gather(t.Context(), Inputs{
		Store: storetest.Open(t), Brand: voc.Brand{ID: "qingheng", Name: "青衡"}, Day: at("2026-01-31", "12:00"),
		Now: at("2026-01-31", "21:30"), Location: shanghai,
		Sources: []voc.Source{{ID: "dianping", Title: "大众点评", Schedule: "@every 10m"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if d.Lead != "今天所有信源都没有采到，不知道大家说了什么。没有预警，也没有待办的工单。" {
		t.Errorf("lead is %q", d.Lead)
	}
	if got := lines(d, "quality"); len(got) != 1 || !strings.Contains(got[0], "大众点评没有采到") {
		t.Errorf("quality says %q: silence because nobody listened must not look like peace", got)
	}
}
