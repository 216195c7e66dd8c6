package demosite

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPunctuationHabits(t *testing.T) {
	const said = "等太久，催了三次。不来了"
	for _, c := range []struct {
		why   string
		style punctuation
		happy bool
		want  []string // any of them: some habits are not kept every time
	}{
		{"as taught, mostly with a last stop", proper, false, []string{said, said + "。"}},
		{"no last stop", bare, false, []string{said}},
		{"blanks instead of stops", spaced, false, []string{"等太久 催了三次 不来了"}},
		{"everything is shouted", excited, false, []string{"等太久，催了三次！不来了！", "等太久，催了三次！不来了！！", "等太久，催了三次！不来了！！！"}},
		{"nobody waves who is angry", wavy, false, []string{said}},
		{"the pleased wave", wavy, true, []string{said + "～"}},
		{"stops trail off", trailing, false, []string{"等太久，催了三次。。。不来了", "等太久，催了三次。。。不来了。。"}},
		{"commas of another keyboard", western, false, []string{"等太久,催了三次。不来了"}},
	} {
		for i := range uint64(40) {
			if got := finish(newRand(i), said, &person{style: c.style}, c.happy); !slices.Contains(c.want, got) {
				t.Errorf("%s: %q, want one of %q", c.why, got, c.want)
				break
			}
		}
	}
	if got := finish(newRand(1), "这也叫奶茶？", &person{style: excited}, false); got != "这也叫奶茶？" {
		t.Errorf("a question got a second sign: %q", got)
	}
}

func TestSlipsStayReadable(t *testing.T) {
	for i := range uint64(50) {
		got := misspell(newRand(i), "真的没有喝过这样的奶茶")
		if got == "真的没有喝过这样的奶茶" || len([]rune(got)) < 9 {
			t.Fatalf("slip %q: want exactly one word written otherwise", got)
		}
	}
	if got := misspell(newRand(1), "好喝"); got != "好喝" {
		t.Errorf("nothing to slip on, and still %q", got)
	}
}

func TestClausesAreJoined(t *testing.T) {
	for _, c := range []struct {
		why   string
		parts []string
		comma float64
		want  string
	}{
		{"commas inside a thought", []string{"等太久", "不来了"}, 1, "等太久，不来了"},
		{"stops between thoughts", []string{"等太久", "不来了"}, 0, "等太久。不来了"},
		{"nothing after a sign of its own", []string{"茶在哪？", "不来了"}, 1, "茶在哪？不来了"},
		{"nothing after an emoticon", []string{"真贴心[微笑]", "不来了"}, 0, "真贴心[微笑]不来了"},
		{"what is not said leaves no seam", []string{"", "等太久", "", "不来了"}, 1, "等太久，不来了"},
	} {
		b := &clauses{r: newRand(1)}
		for _, p := range c.parts {
			b.add(p, c.comma)
		}
		if got := b.b.String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

// tellers are many stories of one brand, told at one time.
func tellers(t *testing.T, tell func(*story)) {
	t.Helper()
	p, _ := world(t, func(o *Options) { o.Days = 1 })
	for i := range uint64(300) {
		tell(p.newStory(newRand(i), p.brands[i%3], nil, testNow))
	}
}

func TestAStoryKeepsItsFacts(t *testing.T) {
	tellers(t, func(st *story) {
		for _, slot := range []string{"sugar", "friend", "when", "place", "rival", "price", "phone4"} {
			if a, b := st.fill(slot), st.fill(slot); a != b || a == "" {
				t.Errorf("{%s} was %q and then %q within one text", slot, a, b)
			}
		}
		if st.fill("rival") == st.brand.short {
			t.Errorf("%s is its own rival", st.brand.short)
		}
		if name := st.fill("drink"); name == "这杯" {
			t.Error("a drink was called 这杯 before it was named")
		}
	})
}

func TestDrinksFitTheirTopics(t *testing.T) {
	tellers(t, func(st *story) {
		for _, topic := range append(st.book.topics("neg."), st.book.topics("pos.")...) {
			st.tell(topic)
			if !sameDrink(topic, st.drink) {
				t.Errorf("%s is told of %s, which is %s", topic.key, st.drink.name, st.drink.kind)
			}
			if !topic.fits(st.mode) {
				t.Errorf("%s is told of a visit by %s", topic.key, st.mode)
			}
			if st.drink == st.second {
				t.Errorf("%s: ordered %s and got the same", topic.key, st.drink.name)
			}
		}
	})
}

func TestDeliveriesAreNotToldAtTheCounter(t *testing.T) {
	tellers(t, func(st *story) {
		st.tell(st.book.sections["neg.leak"])
		text := st.complaint(3)
		for _, counter := range []string{"店员头都没抬", "叫号", "店里连个坐的地方", "找店员反映"} {
			if strings.Contains(text, counter) {
				t.Errorf("somebody at home says %q: %s", counter, text)
			}
		}
	})
}

func TestTimeOfDay(t *testing.T) {
	for hour, never := range map[int][]string{
		8: {"晚上", "下午", "中午"}, 12: {"晚上", "早上", "下午"}, 15: {"早上", "今晚"}, 21: {"早上", "中午", "下午"}, 2: {"中午", "下午", "早上"},
	} {
		at := time.Date(2026, 11, 22, hour, 30, 0, 0, china)
		for i := range uint64(20) {
			if got := timeOfDay(newRand(i), at); slices.Contains(never, got) {
				t.Errorf("at %d o'clock it is called %q", hour, got)
			}
		}
	}
}
