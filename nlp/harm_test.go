package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What a name and a dish sound like must not make praise of what somebody came to harm by.
func TestHarmToldPlainlyIsBlame(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"喝完轻衡拉了一晚上肚子",
		"喝了轻衡拉肚子拉到天亮",
		"轻衡喝完进了医院",
		"用了三天手机自己烧起来了",
		"孩子吃完起了一身疹子",
		"孩子用了这个面霜脸红了三天",
		"吃到一颗钉子，牙崩了半颗",
	} {
		if an := of(t, a, text); an.Sentiment != voc.Negative || !an.Complaint || an.Severity < 3 {
			t.Errorf("%q is %s %+.2f, complaint %v, severity %d", text, an.Sentiment, an.Score, an.Complaint, an.Severity)
		}
	}
}

func TestHarmThatDidNotHappenIsNoBlame(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		"轻衡喝了从来没有拉肚子，放心",
		"客人不舒服，轻衡店员马上叫了救护车，点赞",
	} {
		if an := of(t, a, text); an.Sentiment == voc.Negative {
			t.Errorf("%q is %s %+.2f", text, an.Sentiment, an.Score)
		}
	}
}

// Who wishes for something may like it or not; nothing but the wish is said.
func TestAWishIsNotSureOfItself(t *testing.T) {
	a := full(t)
	for _, text := range []string{"希望轻衡能出个大杯", "希望能出个大杯", "希望以后多开几家分店", "但愿快点开到我们县城"} {
		if an := of(t, a, text); an.Score > 0.5 || an.Score < -0.5 {
			t.Errorf("%q is %s %+.2f", text, an.Sentiment, an.Score)
		}
	}
}
