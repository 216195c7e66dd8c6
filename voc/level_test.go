package voc

import "testing"

func TestLevelsAreOrderedFromGravestToMildest(t *testing.T) {
	all := Levels()
	for i := 1; i < len(all); i++ {
		if !all[i-1].Graver(all[i]) || all[i].Graver(all[i-1]) {
			t.Errorf("%s must be graver than %s", all[i-1], all[i])
		}
	}
	if mildest := all[len(all)-1]; !mildest.Graver("") || Level("").Graver("") || Level("purple").Rank() != 0 {
		t.Error("no level, and a word that is none, rank below every level")
	}
}

func TestEveryLevelHasItsWord(t *testing.T) {
	for level, want := range map[Level]string{Red: "红", Orange: "橙", Yellow: "黄", Blue: "蓝", "": "蓝"} {
		if got := level.Title(); got != want {
			t.Errorf("level %q is called %s, want %s", level, got, want)
		}
	}
}
