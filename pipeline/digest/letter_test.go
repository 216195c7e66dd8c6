package digest

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var update = flag.Bool("update", false, "write the golden letters anew")

var shanghai = time.FixedZone("CST", 8*3600)

func at(date, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

// said is a voice about topics.
func said(e voc.Evidence, topics ...string) voice { return voice{Evidence: e, topics: topics} }

// saturday is a bad day of a made-up milk-tea chain, as the store would tell it at half past nine.
func saturday() *facts {
	say := func(id, text, store, clock string) voc.Evidence {
		return voc.Evidence{PostID: voc.PostID(id), Brand: "qingheng", At: at("2026-01-31", clock), Text: text, Store: store,
			Source: "dianping", URL: "https://reviews.example.com/p/" + id + "?a=1&b=2"}
	}
	foreign := []voc.Evidence{
		say("f1", "喝到一半吸管里冒出一截黑色的塑料，嗓子都刮到了！店员只说给我换一杯，连句道歉都没有。", "静安寺店", "14:12"),
		say("f2", "同一家店，杯底也有黑色碎片，谁敢再喝。", "静安寺店", "15:40"),
		say("f3", "喝出异物，拍了视频。", "徐汇店", "16:02"),
	}
	waiting := []voc.Evidence{
		say("w1", "下单四十分钟才叫到号，*前面* 明明没几个人 <b>服了</b>。", "人民广场店", "13:05"),
	}
	usual := func(total, negative, positive, waiting int) window {
		return window{total: total, negative: negative, positive: positive, complaints: negative - 2, topics: map[string]int{"服务-等待": waiting, "价格-涨价": 5}}
	}
	opened := at("2026-01-31", "14:35")
	weekAgo := usual(120, 27, 66, 7)
	return &facts{
		week: &weekAgo, late: window{total: 7, negative: 3},
		questions: []voc.Question{
			{ID: "Q-2", Text: "涨价的解释口径定了吗？", Asker: "林一舟", AskedAt: at("2026-01-30", "21:52"), To: "陈默"},
			{ID: "Q-1", Text: "人民广场店周末为什么总是等这么久？", Asker: "林一舟", AskedAt: at("2026-01-30", "21:48"), To: "赵敏", Answer: "周末下午少一个人，本周六起加了一班，3 点到 7 点两个人做单。", AnsweredBy: "赵敏", AnsweredAt: at("2026-01-31", "10:20")},
		},
		brand: voc.Brand{ID: "qingheng", Name: "青衡", Own: true},
		day:   at("2026-01-31", "00:00"), from: at("2026-01-31", "00:00"), to: at("2026-01-31", "21:30"), now: at("2026-01-31", "21:30"), in: shanghai,
		since: at("2025-11-02", "08:00"),
		today: window{total: 168, negative: 71, positive: 64, complaints: 66, topics: map[string]int{"卫生-异物": 21, "服务-等待": 26, "产品-漏液": 3, "价格-涨价": 6}},
		usual: []window{
			usual(120, 27, 66, 7), usual(112, 24, 60, 9), usual(131, 30, 71, 8), usual(118, 25, 63, 6),
		},
		topics: []topic{
			{name: "服务-等待", n: 26, last: at("2026-01-30", "20:00"), store: "人民广场店", storeN: 9, named: 20, evidence: waiting},
			{name: "卫生-异物", n: 21, store: "静安寺店", storeN: 18, named: 20, evidence: foreign},
			{name: "价格-涨价", n: 6, last: at("2026-01-29", "20:00")},
			{name: "产品-漏液", n: 3, last: at("2026-01-08", "10:00"), store: "徐汇店", storeN: 3, named: 3, evidence: []voc.Evidence{say("l1", "封口又没压紧，洒了一袋子。", "徐汇店", "11:20")}},
			{name: "环境-噪音", n: 1},
		},
		praise: []praise{
			{store: "sh-xuhui", n: 9, negative: 4, evidence: []voc.Evidence{say("p0", "徐汇店的茶一直很稳，喝了三年了，没让人失望过。", "徐汇店", "09:12")}}, // but it leaks today
			{store: "sh-hongkou", n: 7, evidence: []voc.Evidence{say("p1", "虹口店的小姑娘记得我不喝冰，特意帮我去冰还多给了张纸巾，暖到了。", "虹口店", "10:31")}},
			{store: "sh-people", n: 1},
		},
		voices: []voice{
			said(foreign[0], "卫生-异物"), said(foreign[1], "卫生-异物"),
			said(say("n1", "群里都在转那条视频，我把会员退了。以前一周三杯，现在看到招牌都反胃。说好的“每日现洗”，洗的是什么？希望有人真的去查一查后厨，而不是发一篇谁都看得懂的公关稿，然后等大家忘记这件事。", "", "18:50"), "公关-回应"),
			said(say("n2", "这条放不下了。", "", "19:00")),
		},
		rivals: []rival{
			{name: "茶语", today: window{total: 210, negative: 40, positive: 90}, usual: []window{{total: 190, negative: 30, positive: 95}, {total: 200, negative: 32, positive: 98}}},
			{name: "果岭", today: window{total: 9, negative: 1, positive: 5}},
		},
		alerts: []voc.Alert{
			{ID: "AL-1", Brand: "qingheng", Topic: "卫生-异物", Level: voc.Red, State: voc.AlertOpen, StartedAt: at("2026-01-31", "14:05"), OpenedAt: opened, Order: "WO-20260131-0001"},
			{ID: "AL-2", Brand: "qingheng", Topic: "服务-等待", Level: voc.Yellow, State: voc.AlertResolved, OpenedAt: at("2026-01-31", "13:00")},
		},
		orders: []voc.WorkOrder{
			{ID: "WO-20260131-0001", Title: "静安寺店“异物”集中投诉", Level: voc.Red, State: voc.OrderInProgress, Owner: "王芳", OpenedAt: opened, ClaimDue: opened.Add(10 * time.Minute), ResolveDue: opened.Add(24 * time.Hour), Cycle: 1},
			{ID: "WO-20260131-0002", Title: "人民广场店“等待太久”", Level: voc.Yellow, State: voc.OrderNew, OpenedAt: at("2026-01-31", "13:00"), ClaimDue: at("2026-01-31", "15:00"), ResolveDue: at("2026-02-05", "13:00"), Cycle: 1},
			{ID: "WO-20260120-0001", Title: "3 号配方“涨价”解释口径", Level: voc.Blue, State: voc.OrderInProgress, Owner: "陈默", OpenedAt: at("2026-01-20", "09:00"), ResolveDue: at("2026-01-30", "09:00"), Cycle: 1},
			{ID: "WO-20260128-0001", Title: "徐汇店“漏液”", Level: voc.Yellow, State: voc.OrderInProgress, Owner: "李雷", OpenedAt: at("2026-01-28", "09:00"), ResolveDue: at("2026-02-04", "09:00"), Cycle: 2,
				Notes: []voc.OrderNote{{At: at("2026-01-31", "12:00"), Type: "reopened"}}},
			{ID: "WO-20260127-0002", Title: "App 登录失败", Level: voc.Orange, State: voc.OrderClosed, Owner: "周扬", OpenedAt: at("2026-01-27", "09:00"), ClosedAt: at("2026-01-31", "10:00"), Cause: "5.2 版证书过期。", Cycle: 1},
			{ID: "WO-20260110-0001", Title: "上个月就关掉的", Level: voc.Blue, State: voc.OrderClosed, OpenedAt: at("2026-01-10", "09:00"), ClosedAt: at("2026-01-12", "10:00"), Cause: "x"},
		},
		sources: []sourceDay{{title: "大众点评", heard: true}, {title: "应用商店·中国", heard: true}, {title: "茶友论坛", heard: true, lost: 3 * time.Hour}, {title: "某搜索", blocked: true}},
		stores:  map[voc.StoreID]string{"sh-xuhui": "徐汇店", "sh-hongkou": "虹口店", "sh-people": "人民广场店"},
		places:  map[voc.SourceID]string{"dianping": "大众点评"},
		titles:  map[string]string{"卫生-异物": "异物", "服务-等待": "等待太久", "产品-漏液": "漏液", "价格-涨价": "涨价", "环境-噪音": "噪音"},
	}
}

// quietDay is one on which nothing happened.
func quietDay() *facts {
	f := saturday()
	f.today = window{total: 96, negative: 22, positive: 58}
	f.usual = f.usual[:3]
	f.topics, f.praise, f.voices, f.rivals, f.alerts, f.orders, f.questions = nil, nil, nil, nil, nil, nil, nil
	f.today.complaints, f.late = 20, window{}
	f.sources = f.sources[:2]
	return f
}

func TestGoldenLetters(t *testing.T) {
	firstDays := saturday()
	firstDays.since, firstDays.usual, firstDays.week, firstDays.questions, firstDays.late = at("2026-01-29", "09:00"), nil, nil, nil, window{}
	empty := quietDay()
	empty.today, empty.since, empty.usual, empty.week = window{}, time.Time{}, nil, nil
	for name, f := range map[string]*facts{"saturday": saturday(), "busy-week": busyWeek(), "english": inEnglish(busyWeek()), "english-quiet": inEnglish(quietDay()), "quiet": quietDay(), "first-days": firstDays, "empty": empty} {
		d, dropped := Verify(compose(f), ledgerOf(f))
		if len(dropped) > 0 {
			t.Errorf("%s: our own sentences do not hold: %+v", name, dropped)
		}
		for _, form := range []string{"md", "html", "json"} {
			got, err := Render(d, form)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", name+"."+form)
			if *update {
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
}

func lines(d voc.Digest, section string) []string {
	var texts []string
	for _, s := range d.Sections {
		if s.Name == section {
			for _, l := range s.Lines {
				texts = append(texts, l.Text)
			}
		}
	}
	return texts
}

func TestSmallNumbersProveNothing(t *testing.T) {
	for _, c := range []struct {
		why     string
		change  func(*facts)
		section string
		want    int
	}{
		{"as it is, one topic got worse; the new one is told as new", func(*facts) {}, "worse", 1},
		{"twenty mentions in all are too few for shares", func(f *facts) { f.today.total = 20 }, "worse", 0},
		{"one week is no usual", func(f *facts) { f.usual = f.usual[:1] }, "worse", 0},
		{"four complaints of a topic are too few", func(f *facts) { f.topics[0].n, f.topics[1].n = 4, 4 }, "worse", 0},
		{"as many as ever is not worse", func(f *facts) {
			f.topics = f.topics[:1]
			for i := range f.usual {
				f.usual[i].topics = map[string]int{"服务-等待": 18}
			}
		}, "worse", 0},
		{"two new topics, one of them back", func(*facts) {}, "new", 2},
		{"collected for three days: nobody knows what is new", func(f *facts) { f.since = f.from.Add(-72 * time.Hour) }, "new", 0},
		{"one complaint is not yet a topic", func(f *facts) { f.topics = f.topics[4:] }, "new", 0},
		{"thirteen days of silence are not long enough", func(f *facts) { f.topics = f.topics[3:4]; f.topics[0].last = f.from.Add(-13 * day) }, "new", 0},
		{"one word of praise is not a line", func(f *facts) { f.praise[1].n = 1 }, "praise", 0},
		{"competitors with a handful of mentions are not compared", func(f *facts) { f.rivals = f.rivals[1:] }, "rivals", 0},
	} {
		f := saturday()
		c.change(f)
		if got := lines(compose(f), c.section); len(got) != c.want {
			t.Errorf("%s: %d lines, want %d: %q", c.why, len(got), c.want, got)
		}
	}
}

func TestLeadClaimsNoMoreThanTheNumbersDo(t *testing.T) {
	for _, c := range []struct {
		why      string
		negative int
		want     string
	}{
		{"far more than on any of those days", 71, "多于往常周六"},
		{"one more than the highest is chance", 31, "与往常周六相当"},
		{"far fewer", 5, "少于往常周六"},
	} {
		f := saturday()
		f.today.negative = c.negative
		if got := compose(f).Lead; !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q in it", c.why, got, c.want)
		}
	}
	f := saturday()
	f.now = f.now.Add(72 * time.Hour)
	if got := compose(f).Lead; strings.Contains(got, "今天") {
		t.Errorf("a letter of three days ago speaks of today: %q", got)
	}
}

func TestManyOpenOrdersAreSummedUp(t *testing.T) {
	f := saturday()
	for i := range 20 {
		o := f.orders[2]
		o.ID = "WO-X-" + string(rune('a'+i))
		f.orders = append(f.orders, o)
	}
	d := compose(f)
	got := lines(d, "open")
	if len(got) != mostOpen+1 || !strings.Contains(got[mostOpen], "另有 15 张") {
		t.Errorf("open orders are told as %q", got)
	}
	if _, dropped := Verify(d, ledgerOf(f)); len(dropped) > 0 {
		t.Errorf("dropped %+v", dropped)
	}
}

// TestVerifyDropsLies changes a true letter in one place at a time.
func TestVerifyDropsLies(t *testing.T) {
	section := func(d voc.Digest, name string) int {
		return slices.IndexFunc(d.Sections, func(s voc.DigestSection) bool { return s.Name == name })
	}
	line := func(d voc.Digest, name string) *voc.DigestLine { return &d.Sections[section(d, name)].Lines[0] }
	for _, c := range []struct {
		why     string
		lie     func(voc.Digest)
		section string
	}{
		{"an invented quotation", func(d voc.Digest) { line(d, "voices").Evidence[0].Text = "店长跪下来求我删帖" }, "voices"},
		{"a quotation with one character changed", func(d voc.Digest) {
			e := &line(d, "voices").Evidence[0]
			e.Text = strings.Replace(e.Text, "视频", "照片", 1)
		}, "voices"},
		{"an empty quotation", func(d voc.Digest) { line(d, "voices").Evidence[0].Text = "" }, "voices"},
		{"a quotation of a post that does not exist", func(d voc.Digest) { line(d, "voices").Evidence[0].PostID = "nowhere" }, "voices"},
		{"a wrong time in the attribution", func(d voc.Digest) { line(d, "voices").Text = "静安寺店 · 大众点评 · 14:13" }, "voices"},
		{"a number the query did not give", func(d voc.Digest) { line(d, "worse").Text += "共 999 条。" }, "worse"},
		{"the number of another topic", func(d voc.Digest) { line(d, "new").Text = strings.Replace(line(d, "new").Text, "21 条", "26 条", 1) }, "new"},
		{"a work order that does not exist", func(d voc.Digest) { line(d, "open").Orders = []string{"WO-1"} }, "open"},
		{"an age that is not the order's", func(d voc.Digest) {
			line(d, "open").Text = "静安寺店“异物”集中投诉（红）：王芳处理中，已 9 天。"
		}, "open"},
		{"a sentence that rests on nothing", func(d voc.Digest) { *line(d, "praise") = voc.DigestLine{Text: "大家都爱我们。"} }, "praise"},
		{"a wrong share of a competitor", func(d voc.Digest) { line(d, "rivals").Text = "茶语 210 条，净情感 +0.99。" }, "rivals"},
		{"more sources heard than there are", func(d voc.Digest) { line(d, "quality").Text = "7 个信源全天正常。" }, "quality"},
	} {
		f := saturday()
		d := compose(f)
		before := len(d.Sections[section(d, c.section)].Lines)
		c.lie(d)
		got, dropped := Verify(d, ledgerOf(f))
		if len(dropped) != 1 || dropped[0].Section != c.section || dropped[0].Why == "" {
			t.Errorf("%s: dropped %+v, want just that line", c.why, dropped)
			continue
		}
		after := 0
		if i := section(got, c.section); i >= 0 {
			after = len(got.Sections[i].Lines)
		}
		if after != before-1 {
			t.Errorf("%s: section %s has %d lines, want %d", c.why, c.section, after, before-1)
		}
	}
}

func TestALyingLeadIsReplacedAndTheLetterGoesOut(t *testing.T) {
	f := saturday()
	d := compose(f)
	d.Lead = "今天听到 10000 条声音，一切都好。"
	got, dropped := Verify(d, ledgerOf(f))
	if got.Lead != plainLead || len(dropped) != 1 || !reflect.DeepEqual(got.Sections, d.Sections) {
		t.Errorf("lead is %q, dropped %+v", got.Lead, dropped)
	}
}

func TestCutIsVerbatimAndEndsAtASentence(t *testing.T) {
	long := strings.Repeat("很", 60) + "。" + strings.Repeat("长", 60)
	if got := cut(long); got != strings.Repeat("很", 60)+"。" {
		t.Errorf("cut to %q", got)
	}
	endless := strings.Repeat("啊", 300)
	if got := cut(endless); got != strings.Repeat("啊", longestQuote) {
		t.Errorf("cut to %d characters", len([]rune(got)))
	}
	if got := cut(" 短 \n"); got != "短" {
		t.Errorf("cut to %q", got)
	}
}

func TestRenderTrustsNobody(t *testing.T) {
	d := voc.Digest{Title: "<script>x</script>", Lead: "[点我](javascript:x)", Sections: []voc.DigestSection{{Name: "voices", Title: "原声", Lines: []voc.DigestLine{
		{Text: "静安寺店", Evidence: []voc.Evidence{{Text: "<img src=x onerror=y>\n![](http://t.example)", URL: "javascript:alert(1)"}}},
		{Text: "徐汇店", Evidence: []voc.Evidence{{Text: "好", URL: "https://a.example/x)](http://evil.example"}}},
	}}}}
	html, err := Render(d, "html")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<img", `href="javascript`} {
		if strings.Contains(html, bad) {
			t.Errorf("HTML letter holds %s", bad)
		}
	}
	md, err := Render(d, "md")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<img", "](javascript", "![](", ")](http://evil"} {
		if strings.Contains(strings.NewReplacer(`\<`, "", `\]`, "").Replace(md), bad) {
			t.Errorf("Markdown letter holds %s:\n%s", bad, md)
		}
	}
	if _, err := Render(d, "pdf"); err == nil {
		t.Error("a form nobody knows was rendered")
	}
}

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64 // from the closed form, to three places
	}{{0, 10, 0, 0.278}, {5, 10, 0.237, 0.763}, {10, 10, 0.722, 1}, {71, 168, 0.351, 0.498}, {0, 0, 0, 1}} {
		low, high := wilson(c.k, c.n)
		if low-c.low > 0.001 || c.low-low > 0.001 || high-c.high > 0.001 || c.high-high > 0.001 {
			t.Errorf("%d of %d: %.3f to %.3f, want %.3f to %.3f", c.k, c.n, low, high, c.low, c.high)
		}
	}
}
