package nlp

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Whatever an aspect is called by, a plain judgement beside it is its own: before it, behind it, by comparison, in the
// second clause. Some terms judge by themselves (电池衰减) or belong to a longer word, so not all can be right.
func TestTermsTakeWhatIsSaidOfThem(t *testing.T) {
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	frames := []struct {
		frame string
		want  voc.Sentiment
	}{
		{"{}很满意", voc.Positive}, {"{}太差了", voc.Negative}, {"对{}很失望", voc.Negative}, {"{}没话说", voc.Positive},
		{"最不满意的就是{}", voc.Negative}, {"{}真的不行", voc.Negative}, {"必须夸一下{}", voc.Positive}, {"{}还是那么好，别的一般", voc.Positive},
		{"别的都好，{}要扣分", voc.Negative}, {"{}有待改进", voc.Negative}, {"{}比上次差远了", voc.Negative}, {"{}比别家强", voc.Positive},
	}
	const every, least = 4, 0.95 // 0.66 on cars, 0.82 elsewhere, before 最不满意的就是 and 要扣分 were read
	for p := range packs {
		a := packAnalyzer(t, packs[p].Name)
		right, all := 0, 0
		for i := range packs[p].Aspects {
			rule := &packs[p].Aspects[i]
			for k := 0; k < len(rule.Terms); k += every {
				for _, f := range frames {
					an := a.Analyze([]voc.Post{{Text: strings.ReplaceAll(f.frame, "{}", rule.Terms[k])}})[0].Analysis
					all++
					for _, said := range an.Aspects {
						if said.Name == rule.Name && said.Sentiment == f.want {
							right++
							break
						}
					}
				}
			}
		}
		if share := float64(right) / float64(all); share < least {
			t.Errorf("%s: %.3f of %d judgements are right, want %.2f", packs[p].Name, share, all, least)
		} else {
			t.Logf("%s: %.3f of %d judgements are right", packs[p].Name, share, all)
		}
	}
}
