package nlp

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// rankingFrames compare {A} and {B} by {P}, a word of praise, or {N}, one of blame; side 0 is not asked for.
var rankingFrames = []struct {
	frame string
	a, b  float64
}{
	{"{A}比{B}{P}", 1, -1}, {"{A}比{B}{P}多了", 1, -1}, {"{A}没有{B}{P}", -1, 1}, {"{A}不如{B}{P}", -1, 1}, {"{A}比{B}{N}", -1, 1}, {"{A}比{B}{N}多了", -1, 1}, {"{A}不比{B}{N}", 1, 0},
	{"{B}{N}，{A}{P}", 1, -1}, {"{A}{P}，{B}{N}", 1, -1}, {"{A}和{B}一样{P}", 1, 1}, {"{A}跟{B}一样{N}", -1, -1}, {"喝过{B}再喝{A}，还是{A}{P}", 1, 0}, {"还是{A}{P}，{B}一般", 1, -1},
	{"从{B}换到{A}，{P}多了", 1, -1}, {"从{A}换到{B}，{P}多了", -1, 1}, {"{B}那么{P}，{A}差远了", -1, 1}, {"{B}都没{A}{P}", 1, -1}, {"{A}虽然{N}，但比{B}强", 1, -1},
	{"{A}要是有{B}一半{P}就好了", -1, 1}, {"{A}一点都不{N}，{B}也不错", 1, 1}, {"以前喝{B}，现在只喝{A}，{P}", 1, 0}, {"{A}{N}得不像话，还是{B}{P}", -1, 1}, {"{A}的店员{N}，{B}的店员{P}", -1, 1},
	{"{A}没{B}那么{N}", 1, -1}, {"相比{B}，{A}{P}很多", 1, -1}, {"相比{B}，{A}{N}很多", -1, 0}, {"{A}最{P}，{B}排第二", 1, 0},
}

// Who is praised and who is blamed hangs on the frame, whatever the word.
func TestFramesRankBrands(t *testing.T) {
	praise := strings.Fields("好喝 好吃 舒服 方便 划算 干净 流畅 耐用 热情 贴心 清楚 安静 快 稳 香")
	blame := strings.Fields("难喝 难吃 贵 慢 脏 吵 卡 油腻 敷衍 麻烦 粗糙 刺鼻 累 挤 咸")
	a := compared(t)
	missed, all := 0, 0
	for _, f := range rankingFrames {
		wrong := 0
		for k := range praise {
			text := strings.NewReplacer("{A}", "青竹里", "{B}", "满月坊", "{P}", praise[k], "{N}", blame[k]).Replace(f.frame)
			got := map[voc.BrandID]float64{}
			for _, m := range a.Analyze([]voc.Post{{Text: text}}) {
				got[m.Brand] = m.Analysis.Score
			}
			for id, side := range map[voc.BrandID]float64{"a": f.a, "b": f.b} {
				if side == 0 {
					continue
				}
				all++
				if got[id]*side <= 0 {
					wrong++
				}
			}
		}
		if wrong > 3 {
			t.Errorf("%s: %d of the sides are wrong", f.frame, wrong)
		}
		missed += wrong
	}
	if share := 1 - float64(missed)/float64(all); share < 0.97 {
		t.Errorf("%.3f of %d sides are right, want 0.97", share, all)
	}
}
