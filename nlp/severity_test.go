package nlp

import (
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// rowsOf reads one of our files of test sentences.
func rowsOf(t *testing.T, file string) model.Table {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := model.ReadTable(file, f)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// The floors lie a little below what was measured when they were set: accuracy 0.56, off by 0.93
// levels, of the grave (3 and 4) 0.47 found, 0.91 of those found right. They are hard sentences: half
// of the harm is told without any word of danger.
func TestSeverityOfOwnSentences(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	table := rowsOf(t, "testdata/own/severity.csv")
	n, right, off, found, missed, wrong := 0, 0, 0.0, 0, 0, 0
	for _, row := range table.Rows {
		want, err := strconv.Atoi(table.Cell(row, "severity"))
		if err != nil {
			continue
		}
		an := of(t, a, table.Cell(row, "text"))
		n++
		if an.Severity == want {
			right++
		}
		off += math.Abs(float64(an.Severity - want))
		switch {
		case want >= 3 && an.Severity >= 3:
			found++
		case want >= 3:
			missed++
		case an.Severity >= 3:
			wrong++
		}
		if an.Odds.Severity < 0 || an.Odds.Severity > 1 {
			t.Errorf("%q: odds %v", an.Norm, an.Odds.Severity)
		}
	}
	accuracy, mean := float64(right)/float64(n), off/float64(n)
	recall, precision := float64(found)/float64(found+missed), float64(found)/float64(found+wrong)
	t.Logf("%d sentences: accuracy %.3f, off by %.3f, grave ones found %.3f, right %.3f", n, accuracy, mean, recall, precision)
	if accuracy < 0.52 || mean > 1.02 || recall < 0.42 || precision < 0.85 {
		t.Errorf("accuracy %.3f (want 0.52), off by %.3f (at most 1.02), grave ones found %.3f (0.42), right %.3f (0.85)", accuracy, mean, recall, precision)
	}
}

func TestHalvesOfDangerMakeOne(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	for _, c := range []struct {
		text, reason string
		level        int
	}{
		{"开水壶把手脱胶，我的大腿被烫红一大片，气死我了", "injury", 4},
		{"下坡的时候刹车突然失灵，差点没命，太可怕了", "safety", 4},
		{"充电器插上两分钟就冒火花，吓人，太差了", "fire", 4},
		{"商场的消防通道被货架堵死，投诉也没人管", "safety", 4},
		{"市场监管局已经上门检查了，你们还嘴硬，恶心", "regulator", 4},
		{"面里吃出一截钢丝，恶心死了", "food", 3},
		{"我的手机号被卖给了中介，太过分", "leak", 3},
		{"因为我妈坐轮椅就不让进，太欺负人了", "discrimination", 3},
		{"交完定金第二天店就人去楼空，气死", "fraud", 3},
		{"店员当众推了我一把，态度恶劣", "discrimination", 3},
		{"押金拖了半年不退，太差了", "", 2},
	} {
		an := of(t, a, c.text)
		has := c.reason == ""
		for _, r := range an.SeverityReasons {
			has = has || r == c.reason
		}
		if an.Severity != c.level || !has {
			t.Errorf("%q: severity %d %q, want %d %s", c.text, an.Severity, an.SeverityReasons, c.level, c.reason)
		}
	}
}

func TestWhatDidNotHappenIsNotGrave(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	for _, c := range []struct {
		text, why string
		most      int
	}{
		{"如果喝坏肚子我肯定投诉，还好没有", "supposed, and denied", 1},
		{"万一刹车失灵怎么办，想想都怕", "supposed", 1},
		{"要是孩子过敏，能换成燕麦奶吗？", "asked", 1},
		{"孕妇能喝这个茶吗？", "asked", 1},
		{"辣得嘴巴着火，过瘾，推荐", "taste", 0},
		{"好吃到舌头都要咽下去，爱了", "taste", 0},
		{"医院旁边那家店上新了", "a place", 0},
		{"派出所对面的面馆九点关门", "a place", 1},
		{"新闻里说国外有电动车自燃", "of others", 1},
		{"去年在这里摔倒过，店长赔了医药费，现在很放心，满意", "past and settled", 1},
		{"建议市场监管局查处一下这种乱收费的店", "demanded", 2},
	} {
		if an := of(t, a, c.text); an.Severity > c.most {
			t.Errorf("%s: %q has severity %d %q (%s %.2f)", c.why, c.text, an.Severity, an.SeverityReasons, an.Sentiment, an.Probability)
		}
	}
}

func TestThreatsWeighLessThanDeeds(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	threat, deed := of(t, a, "再不退钱我就去法院起诉，太差劲了"), of(t, a, "法院已经受理了我的起诉，太差劲了")
	if threat.Severity != 3 || deed.Severity != 4 {
		t.Errorf("a threat has severity %d, a deed %d, want 3 and 4", threat.Severity, deed.Severity)
	}
	if quoted := of(t, a, "新闻说外省有家店吃出老鼠"); quoted.Severity >= 3 {
		t.Errorf("others' news has severity %d", quoted.Severity)
	}
	o := DefaultOptions()
	o.Brands = []BrandRule{{Brand: "x", Any: []string{"山外青茶"}}}
	b, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if ours := b.Analyze([]voc.Post{{Text: "新闻说山外青茶的后厨有老鼠，奶茶里有蟑螂，恶心"}})[0].Analysis; ours.Severity < 3 {
		t.Errorf("news about the brand itself has severity %d", ours.Severity)
	}
}
