package discover

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestAStoryThatGoesOnKeepsItsID(t *testing.T) {
	story := func(id, words string) voc.Discovery {
		return voc.Discovery{ID: id, Kind: voc.DiscoveryStory, Words: strings.Fields(words)}
	}
	f := func(why string, found, known []voc.Discovery, want ...string) {
		t.Helper()
		recognise(found, known)
		for i, id := range want {
			if found[i].ID != id {
				t.Errorf("%s: %v has id %s, want %s", why, found[i].Words, found[i].ID, id)
			}
		}
	}
	straws := story("old", "吸管 掉色 舌头 蓝色")
	f("two of its words changed", []voc.Discovery{story("new", "吸管 掉色 染色 洗不掉")}, []voc.Discovery{straws}, "old")
	f("the same words", []voc.Discovery{story("old", "吸管 掉色 舌头 蓝色")}, []voc.Discovery{straws}, "old")
	f("fewer words, all of them known", []voc.Discovery{story("new", "吸管 掉色")}, []voc.Discovery{straws}, "old")
	f("only one word in common", []voc.Discovery{story("new", "吸管 涨价 难喝")}, []voc.Discovery{straws}, "new")
	f("it cannot go on in two", []voc.Discovery{story("a", "吸管 掉色 舌头"), story("b", "吸管 掉色 孩子")}, []voc.Discovery{straws}, "old", "b")
	f("the nearest of several", []voc.Discovery{story("new", "吸管 掉色 舌头 孩子")}, []voc.Discovery{story("far", "吸管 掉色 杯盖 漏"), straws}, "old")
	f("a word is its own", []voc.Discovery{{ID: "word", Kind: voc.DiscoveryWord, Words: []string{"吸管"}}}, []voc.Discovery{straws}, "word")
}

func TestTheEchoOfAWordIsNoStory(t *testing.T) {
	words := []voc.Discovery{{Kind: voc.DiscoveryWord, Label: "星空挂壁", N: 30}}
	f := func(why string, kept bool, told ...string) {
		t.Helper()
		if got := withoutEchoes([]voc.Discovery{{Words: told, N: 33}}, words); (len(got) == 1) != kept {
			t.Errorf("%s: kept is %v", why, len(got) == 1)
		}
	}
	if got := withoutEchoes([]voc.Discovery{{Words: []string{"星空", "挂壁"}, N: 34}}, words); len(got) != 1 {
		t.Error("a story that more posts tell than say the word was left out")
	}
	f("its two parts", false, "星空", "挂壁")
	f("its parts and one word beside", false, "星空", "挂壁", "太会")
	f("its parts in a longer story", true, "星空", "挂壁", "加价", "排队")
	f("one part and another thing", true, "星空", "漏水")
	f("something else", true, "吸管", "掉色")
}
