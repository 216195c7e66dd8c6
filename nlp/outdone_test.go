package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPraiseOfWhatIsNotReached(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text string
		want voc.Sentiment
		why  string
	}{
		{"这家奶茶不如楼下那家的好喝", voc.Negative, "the standard is longer than a denial reaches"},
		{"网购的月饼不如实体店的新鲜", voc.Negative, "so is a shop's"},
		{"新版界面还不如旧版的流畅", voc.Negative, "an older version is the standard"},
		{"比不上上次那家酒店干净", voc.Negative, "another word, nobody named before it"},
		{"杨枝甘露不及你们刚开业时浓郁", voc.Negative, "the shop's own past is the standard"},
		{"蛋糕没有朋友推荐的那么好吃", voc.Negative, "没有 with what others said"},
		{"早餐没有图片上的丰富", voc.Negative, "没有 with what was shown"},
		{"外面卖的都没有他家的香", voc.Positive, "all others fall short"},
		{"别家都不如这家的新鲜", voc.Positive, "all others, by 不如"},
		{"没有比这更舒服的床了", voc.Positive, "nothing beats it"},
		{"不如试试他家的新品，真香", voc.Positive, "advice"},
		{"没有异味，干净", voc.Positive, "a denial that compares nothing"},
		{"来不及吃早饭，幸好这家的豆浆好喝", voc.Positive, "来不及 compares nothing"},
		{"没有其他毛病，很好用", voc.Positive, "no other fault"},
		{"比起别家，还是这里好喝", voc.Positive, "preferred"},
	} {
		if an := of(t, a, c.text); an.Sentiment != c.want {
			t.Errorf("%s: %q is %s %+.2f, want %s", c.why, c.text, an.Sentiment, an.Score, c.want)
		}
	}
}
