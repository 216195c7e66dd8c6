package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Who asks or wishes that one brand were better than another does not say that it is.
func TestQuestionsAndWishesRankNobody(t *testing.T) {
	a := compared(t)
	for _, text := range []string{
		"青竹里比满月坊好喝吗？", "请问青竹里会比满月坊便宜吗", "青竹里要是比满月坊便宜就好了", "希望青竹里比满月坊好喝", "青竹里和满月坊，哪家更好喝？",
	} {
		mentions := a.Analyze([]voc.Post{{Text: text}})
		if len(mentions) != 2 {
			t.Errorf("%q: %d mentions, want one a brand", text, len(mentions))
		}
		for _, m := range mentions {
			if m.Analysis.Role != none {
				t.Errorf("%q: %s is %q", text, m.Brand, m.Analysis.Role)
			}
		}
	}
	for _, text := range []string{"满月坊怎么比青竹里还难喝？", "凭什么满月坊比青竹里贵？", "满月坊居然比青竹里还贵？？", "青竹里比满月坊好喝，你们不觉得吗？", "青竹里比满月坊好喝。有人一起拼单吗？", "希望多开几家，青竹里比满月坊好喝"} {
		for _, m := range a.Analyze([]voc.Post{{Text: text}}) {
			if want := map[voc.BrandID]voc.Role{"a": up, "b": down}[m.Brand]; m.Analysis.Role != want {
				t.Errorf("%q: %s is %q, want %q: it is said, whatever else is asked", text, m.Brand, m.Analysis.Role, want)
			}
		}
	}
}

// Who leaves one brand for another ranks them, however short it is said.
func TestWhoLeavesForAnotherRanks(t *testing.T) {
	a := compared(t)
	for _, text := range []string{"弃满月坊入青竹里", "满月坊粉转黑，以后只喝青竹里", "满月坊喝出头发，从此只认青竹里", "抛弃满月坊，改投青竹里"} {
		for _, m := range a.Analyze([]voc.Post{{Text: text}}) {
			if want := map[voc.BrandID]voc.Role{"a": up, "b": down}[m.Brand]; m.Analysis.Role != want {
				t.Errorf("%q: %s is %q, want %q", text, m.Brand, m.Analysis.Role, want)
			}
		}
	}
	for _, text := range []string{"加入青竹里会员，满月坊也办了", "除了满月坊我只喝青竹里", "走入青竹里和满月坊的门店"} {
		for _, m := range a.Analyze([]voc.Post{{Text: text}}) {
			if m.Analysis.Role != none {
				t.Errorf("%q: %s is %q, want no role", text, m.Brand, m.Analysis.Role)
			}
		}
	}
}
