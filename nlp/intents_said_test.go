package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What is wanted, as customers say it without the usual word for it.
func TestIntentsAsCustomersSayThem(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text string
		want voc.Intent
	}{
		{"号已经携转出去了，用了十年也不留恋", voc.IntentChurn},
		{"下次换别的牌子试试", voc.IntentChurn},
		{"到期不续了，转头去办隔壁健身房", voc.IntentChurn},
		{"已经把卡销了", voc.IntentChurn},
		{"今后出差再不选这家连锁", voc.IntentChurn},
		{"凑合把这箱喝完，不会再囤了", voc.IntentChurn},
		{"把多收的六块钱退给我", voc.IntentRequest},
		{"快递丢了，按价赔我", voc.IntentRequest},
		{"镜片装反了，要求免费返工", voc.IntentRequest},
		{"麻烦派个师傅来看看，空调滴水", voc.IntentRequest},
		{"卫生间加个挂钩会方便很多", voc.IntentSuggestion},
		{"夜间模式可以再暗一点", voc.IntentSuggestion},
		{"房东急转，临街旺铺", voc.IntentPromotion},
		{"教你一招每天赚零花，感兴趣滴滴", voc.IntentPromotion},
	} {
		if an := of(t, a, c.text); an.Intent != c.want {
			t.Errorf("%q: intent %s %.2f, want %s", c.text, an.Intent, an.Odds.Intent, c.want)
		}
	}
	for _, text := range []string{"少发的那包师傅当天就给补上了，很上心", "又忘了开发票，没一次顺心", "这个月差旅费报销了，开心"} {
		if an := of(t, a, text); an.Intent == voc.IntentRequest || an.Intent == voc.IntentChurn {
			t.Errorf("%q: intent %s %.2f, nobody wants that", text, an.Intent, an.Odds.Intent)
		}
	}
}
