package nlp

import (
	"slices"
	"testing"
)

// Ways in which customers tell of danger without the word for it.
func TestDangerAsCustomersTellIt(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text, reason string
		level        int
	}{
		{"玻璃杯倒热水直接炸开，划了我一手血", "injury", 4},
		{"烫头把头皮烫掉一块", "injury", 4},
		{"喝出玻璃渣，嘴都划破了", "injury", 4},
		{"杯口缺了个角，把嘴划破了", "injury", 4},
		{"热水袋爆开，把腿烫起泡", "injury", 4},
		{"做完热玛吉脸上留了疤", "injury", 4},
		{"牙齿被饭里的硬东西崩掉一角", "injury", 4},
		{"我妈当场站不住，同行的人打了120，太吓人了", "injury", 4},
		{"叫了救护车才把人救回来，太吓人了", "injury", 4},
		{"半夜充电宝鼓成球，吓得我扔出窗外", "fire", 4},
		{"插头烫得冒烟，差点把房子点了", "fire", 4},
		{"电梯卡在七楼，里面六个人闷了四十分钟", "safety", 4},
		{"司机一路刷短视频，我手心全是汗", "safety", 4},
		{"网约车师傅把我锁在车里", "safety", 4},
		{"吃完跑了一晚上厕所，腿都软了", "food", 4},
		{"奶茶喝到底，一只小强", "food", 3},
		{"在你们这留了电话，后脚全是装修公司打来的", "leak", 3},
		{"我没开通过任何业务，卡里少了三千块，气死", "fraud", 3},
		{"充了两千，第二个月去门都锁了", "fraud", 3},
		{"老顾客看到的价格比新用户贵四十，差评", "fraud", 3},
		{"里程表动过手脚，八万公里当三万卖我", "fraud", 3},
		{"一听我外地口音，价格翻了一倍", "discrimination", 3},
		{"店员说试了你也买不起，态度恶劣", "discrimination", 3},
		{"按摩按得我脖子动不了，去拍片子说错位", "injury", 4},
		{"椅子腿突然断了，我一屁股坐地上", "safety", 4},
		{"大半夜有陌生人拿房卡开我的门", "safety", 4},
		{"全家吃完轮流蹲厕所，太差了", "food", 3},
		{"酒店把我的入住记录告诉了别人", "leak", 3},
		{"二手车商说零事故，一查保险记录大修过", "fraud", 3},
		{"健身房收了年费，月底就贴了转让", "fraud", 3},
		{"再给你们一天时间，不处理就见315", "media", 3},
		{"大盘鸡吃出了烟头", "food", 3},
		{"省台的民生栏目已经来采访了，你们还嘴硬", "media", 4},
		{"不给说法我就找都市频道", "media", 3},
		{"诉讼材料已经递到法院了", "legal", 4},
		{"不解决就法院见", "legal", 3},
	} {
		an := of(t, a, c.text)
		if an.Severity != c.level || !slices.Contains(an.SeverityReasons, c.reason) {
			t.Errorf("%q: severity %d %q, want %d %s", c.text, an.Severity, an.SeverityReasons, c.level, c.reason)
		}
	}
}

func TestNumbersAndPlacesAreNoDanger(t *testing.T) {
	a := full(t)
	for _, c := range []struct{ text, why string }{
		{"一共消费120元，味道一般", "120 is a price"},
		{"110块钱一份，有点贵", "110 is a price"},
		{"等了120多分钟才送到，慢死了", "120 is a time"},
		{"打120分都不够，就是排队久了点", "120 is a mark"},
		{"酒店离电视台很近，早餐难吃", "a place nearby"},
		{"店员怕我烫伤，特意多套了个杯套，就是慢", "feared, not happened"},
		{"我妈咬了一口就说太甜", "bitten off"},
		{"照片发朋友圈都说拍得丑", "shown by the writer"},
	} {
		if an := of(t, a, c.text); an.Severity > 2 {
			t.Errorf("%s: %q has severity %d %q", c.why, c.text, an.Severity, an.SeverityReasons)
		}
	}
}
