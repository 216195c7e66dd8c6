package digest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// pastSaturdays lie before the night every letter here tells of, nearest first.
var pastSaturdays = []string{"2026-01-24", "2026-01-17", "2026-01-10", "2026-01-03"}

const tonight = "2026-01-31"

// ordinaryDay is what a small chain hears on a Saturday: praise here and there, some waiting.
func (w *town) ordinaryDay(brand voc.BrandID, date string) {
	for i := range 30 {
		shop := []voc.StoreID{"sh-xuhui", "sh-hongkou", "sh-people"}[i%3]
		w.say(brand, at(date, "09:00").Add(time.Duration(i)*11*time.Minute), voc.Positive, "", shop, fmt.Sprintf("第%d次来，茶底一直很稳，店员记得我不喝冰。", i))
	}
	w.complain(brand, date, "10:00", "服务-等待", "sh-people", 5, "等了%d分钟才拿到，人也不多啊。")
}

func (w *town) complain(brand voc.BrandID, date, clock, topic string, shop voc.StoreID, n int, text string) {
	for i := range n {
		w.say(brand, at(date, clock).Add(time.Duration(i)*7*time.Minute), voc.Negative, topic, shop, fmt.Sprintf(text, 31+i))
	}
}

// grave makes the newest n mentions ones in which somebody may be hurt.
func (w *town) grave(n int) {
	for i := range n {
		w.mentions[len(w.mentions)-1-i].Analysis.Severity = 4
	}
}

func chainInputs(brand voc.BrandID) Inputs {
	now := at(tonight, "21:30")
	return Inputs{
		Brand: voc.Brand{ID: brand, Name: "青衡", Own: true},
		Stores: []voc.Store{
			{ID: "sh-jingan", Name: "静安寺店"}, {ID: "sh-people", Name: "人民广场店"}, {ID: "sh-xuhui", Name: "徐汇店"}, {ID: "sh-hongkou", Name: "虹口店"},
		},
		Sources: []voc.Source{{ID: "dianping", Title: "大众点评 · 青衡", Schedule: "@every 10m", Every: 10 * time.Minute}},
		Titles:  map[string]string{"服务-等待": "等待太久", "卫生-异物": "异物", "产品-漏液": "漏液"},
		Day:     now, Now: now, Location: shanghai,
	}
}

// night is one evening of one brand, and what its letter must and must not say.
type night struct {
	name     string
	bare     bool                     // without the ordinary days
	happens  func(*town, voc.BrandID) // besides what is ordinary
	known    func(*Inputs)            // orders, alerts, sources
	must     []string
	mustNot  []string
	sections []string // in this order, and no others
}

var nights = []night{
	{name: "quiet", must: []string{"今天听到 35 条声音，负面 5 条，与往常周六相当（约 5 条）。没有预警，也没有待办的工单。", "信源采全了"},
		sections: []string{"voices", "praise", "quality"}},
	{name: "busy",
		happens: func(w *town, b voc.BrandID) {
			w.complain(b, tonight, "12:00", "卫生-异物", "sh-xuhui", 14, "徐汇店吸管里有%d毫米长的黑色塑料，嗓子都刮到了。")
			w.grave(14)
			w.complain(b, tonight, "15:00", "服务-等待", "sh-people", 20, "排了%d分钟，叫号的人不见了，店员说不知道。")
		},
		must: []string{"多于往常周六（约 5 条）", "“异物”首次出现", "都在徐汇店", "“等待太久”25 条，都在人民广场店", "虹口店：10 条好评", "最该看的是“异物”，多在徐汇店"},
		// Somebody may have been hurt at one of the shops, and the other kept everybody waiting.
		mustNot:  []string{"徐汇店：10 条好评", "人民广场店：10 条好评"},
		sections: []string{"new", "worse", "praise", "quality"}},
	{name: "new-topic", happens: func(w *town, b voc.BrandID) {
		w.complain(b, tonight, "11:00", "产品-漏液", "sh-hongkou", 3, "封口没压紧，路上洒了%d毫升在包里。")
	}, must: []string{"“漏液”首次出现（有记录的 27 天以来），3 条负面，都在虹口店。", "最该看的是“漏液”，多在虹口店"}, mustNot: []string{"虹口店：10 条好评"},
		sections: []string{"new", "voices", "praise", "quality"}},
	{name: "back-after-weeks", happens: func(w *town, b voc.BrandID) {
		w.complain(b, "2026-01-10", "18:00", "产品-漏液", "sh-hongkou", 2, "外卖送到已经漏了%d毫升。")
		w.complain(b, tonight, "11:00", "产品-漏液", "sh-hongkou", 2, "又漏了，这次是%d毫升，整个袋子都是。")
	}, must: []string{"“漏液”时隔 20 天又出现，2 条负面"}, mustNot: []string{"首次出现"}, sections: []string{"new", "voices", "praise", "quality"}},
	{name: "back-too-soon", happens: func(w *town, b voc.BrandID) {
		w.complain(b, "2026-01-18", "18:00", "产品-漏液", "sh-hongkou", 2, "外卖送到已经漏了%d毫升。")
		w.complain(b, tonight, "11:00", "产品-漏液", "sh-hongkou", 2, "又漏了，这次是%d毫升，整个袋子都是。")
	}, mustNot: []string{"又出现", "首次出现"}, sections: []string{"voices", "praise", "quality"}},
	{name: "worse-but-few", happens: func(w *town, b voc.BrandID) {
		for _, d := range pastSaturdays {
			w.complain(b, d, "18:00", "产品-漏液", "sh-hongkou", 1, "外卖送到已经漏了%d毫升。")
		}
		w.complain(b, tonight, "11:00", "产品-漏液", "sh-hongkou", 4, "又漏了，这次是%d毫升，整个袋子都是。")
	}, mustNot: []string{"“漏液”4 条", "最该看"}, sections: []string{"voices", "praise", "quality"}},
	{name: "an-incident-weeks-ago", happens: func(w *town, b voc.BrandID) {
		w.complain(b, "2026-01-17", "08:30", "卫生-异物", "sh-jingan", 90, "静安寺店的杯子里有%d号螺丝。")
	}, must: []string{"与往常周六相当（约 5 条）"}, mustNot: []string{"少于"}, sections: []string{"voices", "praise", "quality"}},
	{name: "orders", known: func(in *Inputs) {
		in.Orders = []voc.WorkOrder{
			{ID: "WO-1", Brand: in.Brand.ID, Title: "查清并处理：青衡·静安寺店 异物", Level: voc.Red, State: voc.OrderInProgress, Owner: "王芳", OpenedAt: at("2026-01-28", "10:00"), ResolveDue: at("2026-01-29", "10:00"), Cycle: 1},
			{ID: "WO-2", Brand: in.Brand.ID, Title: "查清并处理：青衡 漏液", Level: voc.Yellow, State: voc.OrderInProgress, Owner: "李雷", OpenedAt: at("2026-01-20", "10:00"), ResolveDue: at("2026-02-05", "10:00"), Cycle: 2, Notes: []voc.OrderNote{{At: at(tonight, "12:00"), Type: "reopened"}}},
			{ID: "WO-3", Brand: in.Brand.ID, Title: "扫码点单失败", Level: voc.Orange, State: voc.OrderClosed, Owner: "周扬", OpenedAt: at("2026-01-29", "10:00"), ClosedAt: at(tonight, "16:00"), Cause: "证书过期", Cycle: 1},
			{ID: "WO-4", Brand: in.Brand.ID, Title: "等待太久", Level: voc.Blue, State: voc.OrderResolved, Owner: "赵敏", OpenedAt: at("2026-01-30", "10:00"), ResolvedAt: at(tonight, "17:00"), Action: "周末加一个人", Cycle: 1},
		}
	}, must: []string{
		"静安寺店 异物（红）：王芳处理中，开单 3 天，限期已过 2 天。", "## 复发\n\n- 漏液（黄）：第 2 次处理，李雷处理中，开单 11 天。",
		"扫码点单失败：已关闭，历时 2 天。原因：证书过期。", "等待太久：赵敏已处理，待回访。措施：周末加一个人。", "还有 3 张工单没有了结",
	}, mustNot: []string{"查清并处理", "等待太久（蓝）"}, sections: []string{"voices", "relapsed", "open", "fixed", "praise", "quality"}},
	{name: "an-alert-called-after-something-else", happens: func(w *town, b voc.BrandID) {
		w.complain(b, tonight, "12:00", "卫生-异物", "sh-jingan", 20, "静安寺店吸管里有%d毫米长的黑色塑料。")
		w.complain(b, tonight, "12:00", "产品-漏液", "", 3, "杯盖又没盖紧，漏了%d毫升。")
	}, known: func(in *Inputs) {
		in.Alerts = []voc.Alert{{ID: "AL-1", Brand: in.Brand.ID, Topic: "产品-漏液", Level: voc.Red, State: voc.AlertOpen, OpenedAt: at(tonight, "12:30"), LastAt: at(tonight, "20:00")}}
	}, must: []string{"说得最多的是“异物”，多在静安寺店；预警报的是“漏液”，红色。"}, sections: []string{"new", "voices", "praise", "quality"}},
	{name: "blocked-and-behind", known: func(in *Inputs) {
		in.Sources = append(in.Sources,
			voc.Source{ID: "blocked", Title: "某搜索", Schedule: "@every 1h", Every: time.Hour},
			voc.Source{ID: "behind", Title: "茶友论坛", Schedule: "@every 1h", Every: time.Hour},
			voc.Source{ID: "never", Title: "新开的源", Schedule: "@every 1h", Every: time.Hour})
	}, must: []string{"4 个信源中 1 个采全了；某搜索拒绝采集，茶友论坛缺 11 小时，新开的源没有采到，相关数字可能偏低。"}, sections: []string{"voices", "praise", "quality"}},
	{name: "noise-only", bare: true, happens: func(w *town, b voc.BrandID) {
		for i := range 12 {
			w.say(b, at(tonight, "09:00").Add(time.Duration(i)*time.Minute), voc.Positive, "", "sh-xuhui", fmt.Sprintf("加盟热线，第%d期招商，低价代购。", i))
			w.mentions[len(w.mentions)-1].Analysis.Noise = []string{voc.NoiseAdvert}
		}
	}, must: []string{"今天只听到 12 条广告之类的噪音，没有顾客的声音。"}, mustNot: []string{"好评", "没有听到任何声音"}, sections: []string{"quality"}},
	{name: "nothing", bare: true, must: []string{"今天没有听到任何声音。没有预警，也没有待办的工单。"}, sections: []string{"quality"}},
}

// TestNights fills one store with a chain for each night and reads their letters. Each letter is
// also kept as a whole, as it was read and approved.
func TestNights(t *testing.T) {
	s := storetest.Open(t)
	var w town
	brandOf := func(i int) voc.BrandID { return voc.BrandID(fmt.Sprint("chain-", i)) }
	for i, n := range nights {
		if !n.bare {
			for _, date := range append([]string{tonight}, pastSaturdays...) {
				w.ordinaryDay(brandOf(i), date)
			}
		}
		if n.happens != nil {
			n.happens(&w, brandOf(i))
		}
	}
	if _, err := s.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	now := at(tonight, "21:30")
	visit := func(source voc.SourceID, at time.Time, outcome voc.VisitOutcome) voc.Visit {
		return voc.Visit{Source: source, StartedAt: at, EndedAt: at, Outcome: outcome, Claimed: -1, HeardTo: at}
	}
	if err := s.SaveVisits(t.Context(), []voc.Visit{
		visit("dianping", now.Add(-5*time.Minute), voc.VisitOK), visit("blocked", now.Add(-time.Hour), voc.VisitBlocked),
		visit("behind", at(tonight, "10:00"), voc.VisitOK), visit("behind", now.Add(-time.Hour), voc.VisitFailed),
	}); err != nil {
		t.Fatal(err)
	}
	for i, n := range nights {
		t.Run(n.name, func(t *testing.T) {
			in := chainInputs(brandOf(i))
			in.Store = s
			if n.known != nil {
				n.known(&in)
			}
			d := gathered(t, in)
			checkNight(t, n, d)
		})
	}
}

// gathered is the letter, of which nothing may have been dropped: our own sentences hold.
func gathered(t *testing.T, in Inputs) voc.Digest {
	t.Helper()
	f, err := collect(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	ledger, d := ledgerOf(f), compose(f)
	if ledger.Texts, err = storedTexts(t.Context(), in.Store, d); err != nil {
		t.Fatal(err)
	}
	d, dropped := Verify(d, ledger)
	if len(dropped) > 0 {
		t.Errorf("a true letter lost lines: %+v", dropped)
	}
	return d
}

func checkNight(t *testing.T, n night, d voc.Digest) {
	t.Helper()
	text, err := Render(d, "md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range n.must {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q", want)
		}
	}
	for _, bad := range n.mustNot {
		if strings.Contains(text, bad) {
			t.Errorf("says %q", bad)
		}
	}
	var sections []string
	quoted := map[string]bool{}
	for _, s := range d.Sections {
		sections = append(sections, s.Name)
		for _, l := range s.Lines {
			for _, e := range l.Evidence {
				if quoted[e.Text] {
					t.Errorf("quoted twice: %s", e.Text)
				}
				quoted[e.Text] = true
			}
		}
	}
	if !slices.Equal(sections, n.sections) {
		t.Errorf("sections %q, want %q", sections, n.sections)
	}
	if runes := len([]rune(text)); runes > 1400 { // addresses counted
		t.Errorf("%d characters are no minute's reading", runes)
	}
	file := filepath.Join("testdata", "nights", n.name+".md")
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) || t.Failed() {
		t.Errorf("%s; it was read and approved as\n%s\nlook at it, then run with -update", text, want)
	}
}

// TestADayBeginsAtMidnightWhereItsReadersLive has a post in the last second of a day and one in the
// first of the next, and asks for both days.
func TestADayBeginsAtMidnightWhereItsReadersLive(t *testing.T) {
	in := chainInputs("edge")
	in.Store = storetest.Open(t)
	var w town
	midnight := at(tonight, "00:00")
	w.say("edge", midnight.Add(-time.Second), voc.Negative, "服务-等待", "", "还差一秒就是明天了，店还没开始做我的。")
	w.say("edge", midnight, voc.Negative, "服务-等待", "", "零点整，明天到了，茶还没到。")
	w.say("edge", at(tonight, "21:30").Add(-time.Second), voc.Negative, "服务-等待", "", "写信前一秒发的，算在今天里。")
	w.say("edge", at(tonight, "21:30"), voc.Negative, "服务-等待", "", "写信那一刻发的，不算在这封信里。")
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why, lead string
		day, now  time.Time
		in        *time.Location
	}{
		{"the day so far", "今天听到 2 条声音", midnight, at(tonight, "21:30"), shanghai},
		{"asked in the last second of it", "今天听到 3 条声音", midnight, at("2026-02-01", "00:00").Add(-time.Second), shanghai},
		{"the day before", "当天听到 1 条声音", midnight.Add(-time.Second), at(tonight, "21:30"), shanghai},
		{"the first second after midnight is a letter already", "今天听到 1 条声音", midnight, midnight.Add(time.Second), shanghai},
		{"readers in London: it is four o'clock in the afternoon of one and the same day", "当天听到 2 条声音", at("2026-01-30", "12:00"), at("2026-02-01", "21:30"), time.UTC},
	} {
		in.Day, in.Now, in.Location = c.day, c.now, c.in
		if d := gathered(t, in); !strings.HasPrefix(d.Lead, c.lead) {
			t.Errorf("%s: %s (%s) says %q, want %q", c.why, d.Date, d.AsOf, d.Lead, c.lead)
		}
	}
}

// TestALetterBeginsWhereTheLastEnded has posts of late evenings, after the letter of that day: each is
// in exactly one letter, whether a night was left out or not.
func TestALetterBeginsWhereTheLastEnded(t *testing.T) {
	in := chainInputs("chain")
	in.Store = storetest.Open(t)
	var w town
	w.say("chain", at("2026-01-28", "23:00"), voc.Negative, "服务-等待", "", "周三深夜等了三十分钟。")
	w.say("chain", at("2026-01-30", "21:29"), voc.Negative, "服务-等待", "", "周五信发出前一分钟，还在等。")
	w.say("chain", at("2026-01-30", "21:30"), voc.Negative, "服务-等待", "", "周五信发出那一刻，还在等。")
	w.say("chain", at("2026-01-30", "23:10"), voc.Negative, "服务-等待", "", "周五深夜，骑手说店早关了。")
	w.say("chain", at(tonight, "09:00"), voc.Negative, "服务-等待", "", "周六早上，又是二十分钟。")
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	evening := at(tonight, "21:30")
	for _, c := range []struct {
		why, lead string
		since     time.Time
		now       time.Time
	}{
		{"a letter every night", "昨晚 21:30 以来听到 3 条声音", at("2026-01-30", "21:30"), evening},
		{"one yesterday at noon", "昨天 12:00 以来听到 4 条声音", at("2026-01-30", "12:00"), evening},
		{"two nights without one", "1月28日 21:30 以来听到 5 条声音", at("2026-01-28", "21:30"), evening},
		{"asked again a week later", "1月30日 21:30 以来听到 3 条声音", at("2026-01-30", "21:30"), evening.AddDate(0, 0, 7)},
		{"never one before", "今天听到 1 条声音", time.Time{}, evening},
		{"none for months: each day has a letter of its own", "今天听到 1 条声音", at("2025-11-02", "21:30"), evening},
		{"the letter before was of this very day", "今天听到 1 条声音", at(tonight, "08:00"), evening},
	} {
		in.Since, in.Now = c.since, c.now
		d := gathered(t, in)
		if !strings.HasPrefix(d.Lead, c.lead) || d.Date != tonight || !strings.Contains(d.Title, "1月31日（周六）") {
			t.Errorf("%s: %s “%s” says %q, want %q", c.why, d.Date, d.Title, d.Lead, c.lead)
		}
	}
}

// TestWhatArrivesLateIsSaid writes the letter of an evening, collects more of that day, and writes
// it again the next morning: the numbers differ, and the letter says why they may.
func TestWhatArrivesLateIsSaid(t *testing.T) {
	in := chainInputs("late")
	in.Store = storetest.Open(t)
	var w town
	w.complain("late", tonight, "10:00", "服务-等待", "sh-people", 4, "等了%d分钟才拿到。")
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	evening := gathered(t, in)
	if want := "今天听到 4 条声音"; !strings.HasPrefix(evening.Lead, want) || !evening.AsOf.Equal(in.Now) {
		t.Errorf("evening: %q as of %s", evening.Lead, evening.AsOf)
	}
	w.complain("late", tonight, "11:00", "服务-等待", "sh-people", 3, "早上就发了，%d小时后才被看到。")
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	if again := gathered(t, in); !strings.HasPrefix(again.Lead, "今天听到 7 条声音") {
		t.Errorf("the same evening with what came late: %q", again.Lead)
	}
	in.Now = at("2026-02-01", "08:15")
	morning := gathered(t, in)
	if !strings.HasPrefix(morning.Lead, "当天听到 7 条声音") || !morning.AsOf.Equal(at("2026-02-01", "00:00")) {
		t.Errorf("next morning: %q as of %s", morning.Lead, morning.AsOf)
	}
	if q := strings.Join(lines(morning, "quality"), ""); !strings.Contains(q, "本期写于2月1日 08:15，当天过后才采到的也算在内。") {
		t.Errorf("next morning's letter does not say when it was written: %q", q)
	}
}

// TestPraiseIsWhatItSays offers one shop's letters of every doubtful sort; only clear praise may be
// passed on.
func TestPraiseIsWhatItSays(t *testing.T) {
	good := voc.Mention{Post: voc.Post{Text: "店员看我抱着孩子，特意把茶送到座位上，谢谢。"}, Analysis: voc.Analysis{Sentiment: voc.Positive, Score: 0.95, Probability: 0.97, Intent: voc.IntentPraise}}
	if !worthPassingOn(good) {
		t.Fatal("clear praise is not passed on")
	}
	for why, change := range map[string]func(*voc.Mention){
		"a but in it": func(m *voc.Mention) {
			m.Post.Text = "入口清爽，层次很足，可惜去冰的话给你空一截。"
		},
		"a question":                    func(m *voc.Mention) { m.Post.Text = "孕妇能喝茉莉雪芽吗？咖啡因高不高，求告知" },
		"asked without a mark":          func(m *voc.Mention) { m.Analysis.Intent = voc.IntentQuestion },
		"hardly positive":               func(m *voc.Mention) { m.Analysis.Score = 0.35 },
		"not sure":                      func(m *voc.Mention) { m.Analysis.Probability = 0.7 },
		"a complaint besides":           func(m *voc.Mention) { m.Analysis.Complaint = true },
		"somebody may be hurt":          func(m *voc.Mention) { m.Analysis.Severity = 3 },
		"said with a grin":              func(m *voc.Mention) { m.Analysis.Irony = true },
		"but the chairs were dirty":     func(m *voc.Mention) { m.Analysis.Aspects = []voc.Aspect{{Name: "环境", Sentiment: voc.Negative}} },
		"two words":                     func(m *voc.Mention) { m.Post.Text = "冰爽好喝" },
		"an advert":                     func(m *voc.Mention) { m.Analysis.Intent = voc.IntentPromotion },
		"counted as negative after all": func(m *voc.Mention) { m.Analysis.Sentiment = voc.Negative },
	} {
		m := good
		change(&m)
		if worthPassingOn(m) {
			t.Errorf("passed on as praise: %s", why)
		}
	}
}

// TestVoicesAreOfDifferentMatters has a day on which one incident fills every list of the gravest.
func TestVoicesAreOfDifferentMatters(t *testing.T) {
	f := quietDay()
	voice := func(id, text, store string, topics ...string) voice {
		return said(voc.Evidence{PostID: voc.PostID(id), Text: text, Store: store, At: at(tonight, "10:00")}, topics...)
	}
	for i := range 30 {
		f.voices = append(f.voices, voice(fmt.Sprint("i", i), fmt.Sprintf("吸管里的塑料有%d毫米，嗓子都刮破了。", i), "静安寺店", "卫生-异物"))
	}
	f.voices = append(f.voices, voice("short", "难喝", "徐汇店", "产品-味道"), voice("forward", "转发微博//@小***明:封口没压紧，洒了一包", "虹口店", "产品-漏液"),
		voice("wait", "叫号的屏幕坏了，站了半小时没人说一声。", "静安寺店", "服务-等待"), voice("leak", "封口没压紧，洒了一包，店员说不关他的事。", "虹口店", "产品-漏液"),
		voice("price", "一个月涨了两次价，杯子还小了一圈。", "", "价格-涨价"))
	var got []voc.PostID
	for _, l := range voices(f, nil, nil) {
		got = append(got, l.Posts...)
	}
	if want := []voc.PostID{"i0", "leak", "price"}; !slices.Equal(got, want) {
		t.Errorf("voices %q, want %q: the gravest, then other matters of other shops, told in whole", got, want)
	}
	f.voices = f.voices[:30]
	if n := len(voices(f, nil, nil)); n != leastVoices {
		t.Errorf("%d voices on a day with one matter, want %d", n, leastVoices)
	}
}
