package emerge

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// The talk of every day: what a find must stand out from.
var everyday = []string{
	"今天的奶茶做得有点甜", "排队排了二十分钟才拿到", "店员小姑娘很热情", "茶味很香下次还来", "价格比上个月又涨了一块",
	"珍珠煮得刚刚好", "外卖送到的时候已经不冰了", "杯子漏了洒了一袋子", "会员券用不了客服也不回", "新出的柠檬茶还不错",
	"店里座位太少没地方坐", "第一次喝觉得一般般", "下午茶点了四杯同事都说好喝", "少糖还是很甜", "环境干净适合聊天",
	"小程序点单总是卡住", "芋泥给得很足", "奶盖有点腻", "骑手态度不错", "等了半天发现漏做了一杯",
}

var dictionary = []string{"今天", "奶茶", "排队", "店员", "热情", "价格", "珍珠", "外卖", "杯子", "客服", "会员", "柠檬", "座位", "下午茶", "同事", "少糖", "环境", "小程序", "点单",
	"芋泥", "奶盖", "骑手", "态度", "漏做", "发烧", "拉肚子", "蓝色", "吸管", "掉色", "舌头", "染色", "喝完", "医院", "难喝", "好喝", "发现"}

func options() Options {
	return Options{
		Known: func(w string) bool { return slices.Contains(dictionary, w) },
		Words: func(dst []string, text string) []string {
			for _, w := range dictionary {
				if strings.Contains(text, w) {
					dst = append(dst, w)
				}
			}
			return dst
		},
	}
}

// talk makes n posts of everyday sentences, two a post.
func talk(rng *rand.Rand, n int, from time.Time) []Text {
	var list []Text
	for i := range n {
		a, b := everyday[rng.IntN(len(everyday))], everyday[rng.IntN(len(everyday))]
		list = append(list, Text{Post: voc.PostID(fmt.Sprintf("%s-%d", from.Format("0102"), i)), At: from.Add(time.Duration(i) * time.Minute), Text: a + "," + b})
	}
	return list
}

// mixIn puts what many say between the everyday talk.
func mixIn(rng *rand.Rand, base []Text, said ...Text) []Text {
	all := slices.Concat(base, said)
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

func about(sentences []string, n int, topics ...string) []Text {
	var list []Text
	for i := range n {
		list = append(list, Text{
			Post: voc.PostID(fmt.Sprint("new-", i)), At: noon.Add(time.Duration(i) * time.Minute), Text: sentences[i%len(sentences)] + "," + everyday[i%len(everyday)],
			Negative: i%2 == 0, Topics: topics,
		})
	}
	return list
}

var invented = []string{"雪顶爆浆一口下去全漏了", "新品雪顶爆浆真的绝", "谁懂啊雪顶爆浆排了一小时", "刚买的雪顶爆浆化成水了", "为了雪顶爆浆跑三家店", "别点雪顶爆浆", "看着雪顶爆浆流下来了", "闺蜜那杯雪顶爆浆没爆"}

func TestANewWordIsFoundWhole(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	history := talk(rng, 2000, noon.AddDate(0, 0, -28))
	window := mixIn(rng, talk(rng, 300, noon), about(invented, 24)...)
	found, err := Words(window, history, options())
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || found[0].Label != "雪顶爆浆" {
		t.Fatalf("found %+v, want 雪顶爆浆 first", labels(found))
	}
	d := found[0]
	if d.N != 24 || d.Negative != 0.5 || d.Before > 1 || d.Score <= 0 || len(d.Posts) != examples {
		t.Errorf("it is described as %+v", d)
	}
	if !strings.Contains(d.Sentence, "雪顶爆浆") || !d.FirstAt.Equal(noon) || !d.LastAt.Equal(noon.Add(23*time.Minute)) {
		t.Errorf("told by %q from %s to %s", d.Sentence, d.FirstAt, d.LastAt)
	}
	for _, other := range found[1:] {
		if strings.Contains("雪顶爆浆", other.Label) {
			t.Errorf("%q is only a part of the word", other.Label)
		}
	}
}

func TestWhatIsNoNewWord(t *testing.T) {
	f := func(why string, history, window []Text, change func(*Options)) {
		t.Helper()
		o := options()
		if change != nil {
			change(&o)
		}
		found, err := Words(window, history, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			if strings.Contains(d.Label, "雪顶") || strings.Contains(d.Label, "爆浆") {
				t.Errorf("%s: %q is called new", why, d.Label)
			}
		}
	}
	rng := rand.New(rand.NewPCG(2, 2))
	history, today := talk(rng, 2000, noon.AddDate(0, 0, -28)), talk(rng, 300, noon)
	f("the dictionary holds it", history, mixIn(rng, today, about(invented, 24)...), func(o *Options) {
		o.Known = func(w string) bool { return w == "雪顶爆浆" || w == "雪顶" || w == "爆浆" }
	})
	f("too few say it", history, mixIn(rng, today, about(invented, 4)...), nil)
	f("it was said as often before", mixIn(rng, history, about(invented, 160)...), mixIn(rng, today, about(invented, 24)...), nil)
	f("always in one phrase: no word stands free in it", history, mixIn(rng, today, about([]string{"请认准雪顶爆浆的标志"}, 24)...), nil)
	f("a topic names what it tells of", history, mixIn(rng, today, about(invented, 24, "新品-漏")...), nil)
	var drawn, phrase []string
	for _, said := range invented {
		drawn = append(drawn, strings.ReplaceAll(said, "雪顶爆浆", "[雪顶爆浆]"))
		phrase = append(phrase, strings.ReplaceAll(said, "雪顶爆浆", "雪顶的爆浆"))
	}
	f("the name of a drawn emoji", history, mixIn(rng, today, about(drawn, 24)...), nil)
	f("two words with a particle between", history, mixIn(rng, today, about(phrase, 24)...), func(o *Options) {
		o.Known = func(w string) bool { return w == "雪顶" || w == "爆浆" }
	})
	f("there is no history to rise from", history[:50], mixIn(rng, today, about(invented, 24)...), nil)
	f("nothing was said", history, nil, nil)
}

var story = []string{"蓝色吸管喝完舌头被染色", "吸管掉色舌头蓝色的", "吸管染色,舌头洗不掉", "喝完发现蓝色吸管掉色", "孩子舌头染色,是吸管掉色"}

func TestAStoryIsTold(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	history := talk(rng, 2000, noon.AddDate(0, 0, -28))
	window := mixIn(rng, talk(rng, 300, noon), about(story, 20)...)
	found, err := Stories(window, history, options())
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 1 {
		t.Fatalf("found %v, want the one story", labels(found))
	}
	d := found[0]
	if d.N != 20 || d.Kind != voc.DiscoveryStory || !slices.Contains(d.Words, "吸管") || !slices.Contains(d.Words, "掉色") {
		t.Errorf("told of %d posts by %v, want 20 by 吸管, 掉色 and more", d.N, d.Words)
	}
	if words := strings.Fields(d.Label); len(words) != labelWords {
		t.Errorf("its label is %q", d.Label)
	}
	said := false
	for _, s := range story {
		said = said || strings.Contains(s, d.Sentence) || strings.Contains(d.Sentence, s)
	}
	if !said {
		t.Errorf("nobody said %q", d.Sentence)
	}
	for _, p := range d.Posts {
		if !strings.HasPrefix(string(p), "new-") {
			t.Errorf("post %s tells another story", p)
		}
	}
}

func TestWhatIsNoNewStory(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	history, today := talk(rng, 2000, noon.AddDate(0, 0, -28)), talk(rng, 300, noon)
	f := func(why string, want int, history, window []Text) {
		t.Helper()
		found, err := Stories(window, history, options())
		if err != nil || len(found) != want {
			t.Errorf("%s: found %v (%v), want %d", why, labels(found), err, want)
		}
	}
	f("a topic names it", 0, history, mixIn(rng, today, about(story, 20, "品质-掉色")...))
	f("two topics share it, neither names it", 1, history, mixIn(rng, today, slices.Concat(about(story, 10, "a"), rename(about(story, 10, "b")))...))
	f("everyday talk", 0, history, today)
	f("told as often before", 0, mixIn(rng, history, about(story, 140)...), mixIn(rng, today, about(story, 20)...))
	hospital := []string{"喝完发烧去了医院", "喝完拉肚子进医院", "拉肚子还发烧,人在医院", "拉肚子发烧"}
	f("two stories at once are two", 2, history, mixIn(rng, today, slices.Concat(about(story, 20), rename(about(hospital, 20)))...))
}

func rename(list []Text) []Text {
	for i := range list {
		list[i].Post += "-b"
	}
	return list
}

func labels(list []voc.Discovery) []string {
	var names []string
	for _, d := range list {
		names = append(names, d.Label)
	}
	return names
}

func TestEqualTextsGiveEqualFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	history := talk(rng, 1000, noon.AddDate(0, 0, -28))
	window := mixIn(rng, talk(rng, 200, noon), slices.Concat(about(invented, 16), rename(about(story, 16)))...)
	for name, find := range map[string]func([]Text, []Text, Options) ([]voc.Discovery, error){"words": Words, "stories": Stories} {
		first, _ := find(window, history, options())
		for range 5 {
			if again, _ := find(window, history, options()); !reflect.DeepEqual(first, again) {
				t.Fatalf("%s: %v, and again %v", name, labels(first), labels(again))
			}
		}
		if len(first) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
	}
}

func TestTheNameStays(t *testing.T) {
	a := voc.Discovery{Kind: voc.DiscoveryStory, Brand: "tea", Words: []string{"吸管", "掉色"}}
	b := voc.Discovery{Kind: voc.DiscoveryStory, Brand: "tea", Words: []string{"掉色", "吸管"}, Label: "x", N: 7}
	c := voc.Discovery{Kind: voc.DiscoveryWord, Brand: "tea", Words: []string{"掉色", "吸管"}}
	Name(&a)
	Name(&b)
	Name(&c)
	if a.ID != b.ID || a.ID == c.ID || len(a.ID) != 16 {
		t.Errorf("ids %s, %s, %s: the order of the words says nothing, the kind does", a.ID, b.ID, c.ID)
	}
}

func TestOptionsMustBeComplete(t *testing.T) {
	for _, find := range []func([]Text, []Text, Options) ([]voc.Discovery, error){Words, Stories} {
		if _, err := find(nil, nil, Options{}); err == nil {
			t.Error("options without Known and Words were taken")
		}
	}
}

func FuzzEachRun(f *testing.F) {
	f.Add("雪顶爆浆a茶,好\xff喝🍵了")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		chars := 0
		eachRun(1, text, func(run string, left, right rune) {
			n := utf8.RuneCountInString(run)
			if n < 1 || n > longest || !utf8.ValidString(run) || !strings.Contains(text, run) {
				t.Fatalf("run %q of %q", run, text)
			}
			if n == 1 {
				chars++
			}
		})
		want := 0
		for _, r := range text {
			if r >= 0x4e00 && r <= 0x9fff {
				want++
			}
		}
		if chars < want {
			t.Fatalf("%d characters of %q were seen, want %d", chars, text, want)
		}
		_ = pairsOf(text)
	})
}

func BenchmarkWordsOf20000Posts(b *testing.B) {
	rng := rand.New(rand.NewPCG(6, 6))
	history, window := talk(rng, 60_000, noon.AddDate(0, 0, -28)), talk(rng, 20_000, noon)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Words(window, history, options()); err != nil {
			b.Fatal(err)
		}
	}
}
