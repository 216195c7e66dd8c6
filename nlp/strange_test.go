package nlp

import (
	"testing"
	"unicode/utf8"
)

func TestStrangeWordsAreCountedByTheirCharacters(t *testing.T) {
	a, err := New(DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	for text, c := range map[string]struct {
		some bool
		why  string
	}{
		"等了半小时还没有上菜": {false, "every word is in the dictionary"},
		"":           {false, "nothing is said"},
		"12345 。！？":  {false, "numbers and marks are no words"},
		"囧囧鑫鑫龘龘龖龖":   {true, "no dictionary holds these"},
	} {
		strange, all := a.Strange(text)
		if strange < 0 || strange > all || all > utf8.RuneCountInString(text) {
			t.Errorf("%q: %d of %d characters", text, strange, all)
		}
		if (strange > 0) != c.some {
			t.Errorf("%q: %d of %d characters are strange; %s", text, strange, all, c.why)
		}
	}
}
