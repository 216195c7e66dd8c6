package nlp

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// petClinic is a taxonomy somebody wrote this minute: about ten words and three examples an aspect.
var petClinic = Pack{
	Name: "vet", Title: "宠物医院",
	Domain: []string{"宠物医院", "兽医", "猫咪", "狗狗", "毛孩子", "主子"},
	Groups: []Group{{"care", "诊疗"}, {"desk", "前台"}},
	Aspects: []AspectRule{
		{
			Name: "care.doctor", Title: "医生水平", QSCV: "quality", Stage: "就诊",
			Terms:    []string{"医生", "大夫", "诊断", "手术", "用药", "化验", "打针", "疫苗", "绝育", "拍片"},
			Positive: []string{"医术高", "诊断准"}, Negative: []string{"误诊", "瞎开药"},
			Examples: []string{"一针下去当天就不吐了", "跑了三家都没查出来的毛病被他看出来了", "摸两下肚子就知道吞了异物"},
		},
		{
			Name: "care.boarding", Title: "寄养", QSCV: "service", Stage: "寄养",
			Terms:    []string{"寄养", "笼子", "放风", "监控", "喂食", "洗澡", "美容", "剪毛", "遛狗"},
			Negative: []string{"瘦了一圈"},
			Examples: []string{"接回来的时候瘦得肋骨都摸得到", "每天发视频给我看它吃饭", "身上全是尿味毛都打结了"},
		},
		{
			Name: "desk.price", Title: "收费", QSCV: "value", Stage: "缴费",
			Terms:    []string{"收费", "诊费", "挂号费", "检查费", "费用", "价格", "套餐", "账单"},
			Positive: []string{"收费合理"}, Negative: []string{"乱收费"},
			Examples: []string{"进门先刷两千做全套检查", "光验血就验掉我半个月工资", "一个感冒花掉四位数"},
		},
	},
	Topics: []TopicRule{{
		Name: "医疗-术后死亡", Title: "术后死亡", Severity: 3, Terms: []string{"术后死亡", "死在手术台"}, Mood: "any",
		Examples: []string{"早上送去还活蹦乱跳晚上人就叫我去收尸"},
	}},
}

var petAnalyzer = sync.OnceValues(func() (*Analyzer, error) {
	packs, err := ourPacks()
	if err != nil {
		return nil, err
	}
	o := DefaultOptions()
	o.Packs = append(packs, petClinic)
	return New(o)
})

func TestATaxonomyWorksAsSoonAsItIsWritten(t *testing.T) {
	a, err := petAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"这家宠物医院的医生医术高":            "care.doctor=positive",
		"兽医误诊，害我家猫咪白挨一刀":          "care.doctor=negative",
		"这家宠物医院乱收费":               "desk.price=negative",
		"狗狗打完一针下去，当天就不吐了":         "care.doctor=",
		"猫咪从这儿接回来的时候瘦得肋骨都摸得到":     "care.boarding=",
		"宠物医院靠谱，每天都发视频给我看它吃饭":     "care.boarding=",
		"我家主子去一趟，光验血就验掉我一个月工资，心疼": "desk.price=",
		"给狗狗看病，进门先让刷两千做全套检查":      "desk.price=",
	} {
		an := of(t, a, text)
		found := slices.ContainsFunc(an.Aspects, func(x voc.Aspect) bool {
			return strings.HasPrefix(x.Name+"="+string(x.Sentiment), want)
		})
		if !found {
			t.Errorf("%q: lacks %s; has %s", text, want, listed(an.Aspects))
		}
	}
	if an := of(t, a, "狗狗早上送去还活蹦乱跳，晚上人就叫我去收尸，兽医一句解释都没有"); !slices.Contains(an.Topics, "医疗-术后死亡") {
		t.Errorf("the topic is not seen by its example: %q", an.Topics)
	}
}

// An example is no net for everything: texts about other things stay what they are.
func TestExamplesAreSeldomWrong(t *testing.T) {
	a, err := petAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	clauses, wrong := 0, 0
	for _, pack := range allPacksOwn {
		for _, r := range ownClauseTests(t, pack) {
			var s scratch
			s.load(&a.vocabulary, r.text)
			s.findOpinions()
			clauses += len(s.clauses)
			s.resembled = s.resembled[:0]
			a.examples.resemble(&s, func(int32) bool { return true })
			for _, x := range s.resembled {
				if a.opt.Packs[x.pack].Name == pack {
					continue
				}
				c := s.clauses[x.clause]
				t.Logf("taken for %s: %q", a.aspects[x.owner].rule.Name, s.slice(c.start, c.end))
				wrong++
			}
		}
	}
	if clauses < 1000 || wrong*500 > clauses {
		t.Errorf("%d of %d clauses about other trades are taken for one of a trade they are not about, want at most one of 500", wrong, clauses)
	}
}

func TestExamplesOfOthersDoNotCount(t *testing.T) {
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	o := DefaultOptions()
	o.Packs = append(packs, petClinic)
	o.Pack = "dining"
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range of(t, a, "猫咪从这儿接回来的时候瘦得肋骨都摸得到").Aspects {
		if x.Name == "care.boarding" {
			t.Errorf("an aspect of another pack: %+v", x)
		}
	}
}

func listed(aspects []voc.Aspect) string {
	var list []string
	for _, x := range aspects {
		list = append(list, x.Name+"="+string(x.Sentiment)+"("+x.Text+")")
	}
	return strings.Join(list, " ")
}
