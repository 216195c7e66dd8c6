package nlp

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// checkSpans proves that every piece of evidence stands in the normalised text where it says.
func checkSpans(t testing.TB, an *voc.Analysis) {
	t.Helper()
	runes := []rune(an.Norm)
	for _, a := range an.Aspects {
		if a.Start < 0 || a.End > len(runes) || a.Start >= a.End {
			t.Fatalf("%q: aspect %s has span [%d,%d) of %d", an.Norm, a.Name, a.Start, a.End, len(runes))
		}
		if got := string(runes[a.Start:a.End]); got != a.Text {
			t.Fatalf("%q: aspect %s says %q, the text has %q", an.Norm, a.Name, a.Text, got)
		}
	}
}

// What a reservation or a but names stands against what was said before it, also where no word of judgement
// stands beside it.
func TestWhatStandsBehindABut(t *testing.T) {
	a := full(t)
	for _, c := range [][2]string{
		{"画面精美，剧情也不错，就是太氪金", "app.fairness=negative"}, {"口红显白不拔干，就是沾杯", "makeup.lasting=negative"}, {"奶茶好喝，就是要等四十分钟才上餐", "service.speed=negative"},
		{"呢間嘢飲好好飲，但係排隊排到癲", "service.waiting=negative"}, {"房间又破又旧，但是楼下就是地铁站", "hotel.location=positive"}, {"味道不错，服务也热情，但是停车要绕三圈", "service.parking=negative"},
		{"味道差，服务也冷淡，但是出了地铁站走两步就到", "location.traffic=positive"},
		{"排隊排到腳軟，但係真係好食", "service.waiting=neutral"}, {"排队排到腿软，不过真的好吃", "service.waiting=neutral"}, {"要坐一个小时公交，但是很值", "location.traffic=neutral"}, {"服务员小姐姐，特别热情", "service.staff=positive"},
		{"更新之后天天闪退", "app.update=negative"}, {"更新完卡得要死", "app.update=negative"},
	} {
		an := of(t, a, c[0])
		checkSpans(t, &an)
		name, sign, _ := strings.Cut(c[1], "=")
		seen := false
		for _, x := range an.Aspects {
			if x.Name == name {
				seen = true
				if string(x.Sentiment) != sign {
					t.Errorf("%q: %s is %s, want %s", c[0], name, x.Sentiment, sign)
				}
			}
		}
		if !seen {
			t.Errorf("%q: lacks %s; has %s", c[0], name, show(&an))
		}
	}
}

// What people say of each trade without the words of a dictionary: the aspect is told and takes their side.
func TestAspectsAsPeopleSayThem(t *testing.T) {
	a := full(t)
	for _, c := range [][2]string{
		{"等了一个半小时，餐都凉透了", "service.waiting=negative"}, {"等了快一个钟头才吃上", "service.waiting=negative"}, {"这家餐厅吃完上吐下泻", "environment.cleanliness=negative"},
		{"提速肉，超车得提前打算", "power=negative"}, {"这车百公里才六个油，省心", "fuel=positive"}, {"冬天续航打七折，只能跑280", "fuel=negative"}, {"智驾突然刹停", "assist=negative"}, {"这车过弯侧倾明显", "handling=negative"}, {"后排放了儿童座椅就挤不下人", "space=negative"},
		{"套餐偷偷升级，取消还要去营业厅", "telecom.plan=negative"}, {"流量用得飞快，根本没怎么用就超了", "telecom.plan=negative"}, {"宽带说200兆，测速才30", "telecom.broadband=negative"},
		{"手机外放声音小，还破音", "device.sound=negative"}, {"手机进电梯直接没网", "device.signal=negative"}, {"酒店枕头上一股口水味", "hotel.smell=negative"}, {"这个软件的客服永远是机器人", "app.service=negative"},
		{"快递到了，拆开就是坏的", "goods.quality=negative"}, {"给店家点赞，退款秒到", "service.aftersale=positive"}, {"拍下第二天就降了五十", "price.protection=negative"}, {"镜头边缘画质软", "lens.optics=negative"},
	} {
		an := of(t, a, c[0])
		checkSpans(t, &an)
		name, sign, _ := strings.Cut(c[1], "=")
		if !slices.ContainsFunc(an.Aspects, func(x voc.Aspect) bool { return x.Name == name && string(x.Sentiment) == sign }) {
			t.Errorf("%q: lacks %s; has %s", c[0], c[1], show(&an))
		}
	}
}

func TestAspects(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ text, want string }{
		{"味道不错，就是太贵了", "dish.taste=positive price.level=negative"},
		{"服务员态度很差", "service.staff=negative"},
		{"环境很干净，小姐姐特别热情", "environment.cleanliness=positive service.staff=positive"},
		{"排队排了两个小时", "service.waiting=negative"},
		{"出餐很快，不用排队", "service.speed=positive service.waiting=positive"},
		{"奶茶不好喝", "dish.taste=negative"},
		{"奶茶一点也不难喝", "dish.taste=positive"},
		{"分量很足，价格实惠", "dish.portion=positive price.level=positive"},
		{"大杯里半杯都是冰", "dish.portion=negative"},
		{"停车不方便", "service.parking=negative"},
		{"位置很好找，就在地铁口", "location.finding=positive"},
		{"性价比不高", "price.value=negative"},
		{"店里太吵，座位又少", "environment.noise=negative environment.space=negative"},
		{"装修很有情调", "environment.decoration=positive"},
		{"下次还会再来", "overall.again=positive"},
		{"再也不会来了", "overall.again=negative"},
		{"优惠券用不了", "price.discount=negative"},
		{"小程序老是闪退", "app.stability=negative"},
		{"小程序付款失败，钱扣了", "app.payment=negative"},
		{"界面简洁，很好用", "app.interface=positive app.usability=positive"},
		{"广告太多了，关不掉", "app.ads=negative"},
		{"服务员小姐姐，特别热情", "service.staff=positive"},
		{"包装洒了一半", "dish.look=negative"},
	} {
		an := of(t, a, c.text)
		checkSpans(t, &an)
		got := map[string]bool{}
		for _, x := range an.Aspects {
			got[x.Name+"="+string(x.Sentiment)] = true
		}
		for _, want := range strings.Fields(c.want) {
			if !got[want] {
				t.Errorf("%q: lacks %s; has %s", c.text, want, show(&an))
			}
		}
	}
}

func TestEvidenceIsTheClause(t *testing.T) {
	a := full(t)
	an := of(t, a, "环境挺好的，　店员態度很差！！！！不會再來")
	for _, x := range an.Aspects {
		if x.Name == "service.staff" {
			if x.Text != "店员态度很差" || x.Sentiment != voc.Negative {
				t.Errorf("got %+v", x)
			}
			return
		}
	}
	t.Errorf("no service.staff in %s", show(&an))
}

func TestALongClauseIsCutToTheWordsThatMatter(t *testing.T) {
	a := full(t)
	an := of(t, a, strings.Repeat("然后我就跟我朋友一起走过去看了一下", 8)+"结果店员态度很差"+strings.Repeat("然后我们又走回来了一趟", 8))
	checkSpans(t, &an)
	for _, x := range an.Aspects {
		if n := utf8.RuneCountInString(x.Text); n > 60 {
			t.Errorf("evidence of %d runes: %q", n, x.Text)
		}
	}
}

func TestAPackAlone(t *testing.T) {
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	o := DefaultOptions()
	o.Packs, o.Pack = packs, "car"
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	an := of(t, a, "动力很足，油耗有点高，内饰塑料感强，服务员态度很差")
	got := show(&an)
	for _, want := range []string{"power=positive", "fuel=negative", "interior=negative"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s: %s", want, got)
		}
	}
	if strings.Contains(got, "service.staff") {
		t.Errorf("an aspect of another pack: %s", got)
	}
}
