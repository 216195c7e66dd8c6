package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/kin"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Sentences that name no aspect by any word of the pack, and stand in nothing that is learned from.
var hinted = []struct{ pack, text, aspect string }{
	{"phone", "早上拔下来的，吃完午饭就关机了", "device.battery"},
	{"phone", "晚上出来全是雪花点，人脸都看不清", "device.camera"},
	{"phone", "地铁上一直转圈，消息发不出去", "device.signal"},
	{"hotel", "隔壁两口子吵到后半夜", "hotel.noise"},
	{"hotel", "枕套上有口红印，看着就没换过", "hotel.cleanliness"},
	{"hotel", "就两样咸菜一锅稀饭，还早早收摊", "hotel.breakfast"},
	{"dining", "我们等到肚子咕咕叫，前面还有五十多桌", "service.waiting"},
	{"dining", "两口就见底了，回家又煮了包泡面", "dish.portion"},
	{"dining", "绕了三圈才塞进去一个车位", "service.parking"},
	{"ecommerce", "送来的时候碗碎成三瓣", "logistics.packaging"},
	{"ecommerce", "穿一次裆就开线了", "goods.quality"},
	{"ecommerce", "说退钱，半个月了一分没见着", "service.aftersale"},
	{"car", "坐后面两小时屁股都麻了", "comfort"},
	{"car", "上高架超大货都提不起来", "power"},
	{"app", "点开就白屏，然后自己退了", "app.stability"},
	{"app", "一进去先逼你看十五秒卖房的", "app.ads"},
	{"bank", "大厅里坐满了人，就开一个柜台", "bank.branch"},
	{"bank", "一天三十多个电话催我还，连我妈都打", "bank.collection"},
	{"beauty", "才半天就花成大花脸", "makeup.lasting"},
	{"beauty", "擦完又红又痒，起了一片疹子", "use.gentle"},
}

func TestHearsHints(t *testing.T) {
	right := 0
	analyzers := map[string]*Analyzer{}
	for _, c := range hinted {
		if analyzers[c.pack] == nil {
			analyzers[c.pack] = packAnalyzer(t, c.pack)
		}
		heard := analyzers[c.pack].Analyze([]voc.Post{{Text: c.text}})[0].Analysis
		found := false
		for _, a := range heard.Aspects {
			found = found || a.Name == c.aspect && a.Sentiment == voc.Negative
			if a.Start < 0 || a.Start >= a.End || a.End > len([]rune(c.text)) || a.Text == "" {
				t.Errorf("%q: %s lies at [%d, %d)", c.text, a.Name, a.Start, a.End)
			}
		}
		if found {
			right++
		} else {
			t.Logf("%s %q: want %s, heard %v", c.pack, c.text, c.aspect, heard.Aspects)
		}
	}
	if right < 7 {
		t.Errorf("%d of %d complaints were heard as what they are about, want 7", right, len(hinted))
	}
}

// What merely mentions a trade hints at nothing, whatever pack is asked.
func TestSmallTalkHintsAtNothing(t *testing.T) {
	said := 0
	for _, pack := range allPacksOwn {
		a := packAnalyzer(t, pack)
		for _, text := range []string{"今天星期三", "明天要去北京开会", "谢谢大家", "我先下了，你们聊", "下周我表妹结婚", "哈哈哈哈", "路过，顶一下", "刚起床", "有人在吗"} {
			if list := a.Analyze([]voc.Post{{Text: text}})[0].Analysis.Aspects; len(list) > 0 {
				said++
				t.Logf("%s %q: %v", pack, text, list)
			}
		}
	}
	if said > 9 {
		t.Errorf("%d of 81 remarks about nothing were given an aspect", said)
	}
}

func TestWithoutDirectionsNothingIsHinted(t *testing.T) {
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	h, err := loadHints(shipped, &packs[0], 0, 0)
	if h != nil || err != nil {
		t.Errorf("weights without directions: %v, %v", h, err)
	}
	table, err := kin.Decode(shipped.Section(sectionKin))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := loadHints(shipped, &packs[0], 0, table.Dims()+1); err == nil {
		t.Error("hints of other dimensions than the directions were taken")
	}
}
