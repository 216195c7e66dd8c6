package emerge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestLabelsSayWordsInTheOrderOfTheSentence(t *testing.T) {
	for _, c := range []struct {
		why, sentence string
		words         []string
		want          string
	}{
		{"as the sentence has them, not as they rose", "蓝色吸管掉色", []string{"掉色", "吸管", "蓝色"}, "蓝色 吸管 掉色"},
		{"the surest three", "蓝色吸管掉色染舌头", []string{"舌头", "掉色", "吸管", "蓝色"}, "吸管 掉色 舌头"},
		{"those the sentence holds come before surer ones it lacks", "吸管掉色了", []string{"医院", "发烧", "吸管", "掉色"}, "吸管 掉色 医院"},
		{"a word inside another says nothing more", "小程序点单卡住", []string{"小程序", "程序", "点单"}, "小程序 点单"},
		{"nor does one around it", "小程序点单卡住", []string{"程序", "小程序", "点单"}, "程序 点单"},
		{"no sentence: in the order they rose", "", []string{"掉色", "吸管"}, "掉色 吸管"},
		{"no words, no label", "吸管掉色", nil, ""},
	} {
		before := slices.Clone(c.words)
		if got := label(c.sentence, c.words); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
		if !slices.Equal(c.words, before) {
			t.Errorf("%s: the words themselves were put in another order", c.why)
		}
	}
}

func TestSentencesOfAPost(t *testing.T) {
	for text, want := range map[string][]string{
		"":     nil,
		"。。！":  nil,
		"吸管掉色": {"吸管掉色"},
		"吸管掉色！舌头蓝了?还能喝吗":   {"吸管掉色", "舌头蓝了", "还能喝吗"},
		"第一行\n \n第二行；完":    {"第一行", "第二行", "完"},
		"逗号,不断句。":          {"逗号,不断句"},
		"半个字\xff也算！\xffb;": {"半个字\xff也算", "\xffb"},
	} {
		if got := split(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTheTellingSentence(t *testing.T) {
	words := []string{"吸管", "掉色"}
	long := strings.Repeat("说来话长", 40)
	for _, c := range []struct{ why, text, want string }{
		{"the one with most of the words", "吸管是蓝色的那种。喝着喝着吸管掉色。别的都还行吧", "喝着喝着吸管掉色"},
		{"the first of two equally good", "这吸管真是绝了。那吸管也是绝了", "这吸管真是绝了"},
		{"a short one rather than an endless one with one word more", "吸管掉色" + long + "。喝着喝着吸管变白", "喝着喝着吸管变白"},
		{"hardly a sentence loses to a sentence", "吸管。这吸管真是绝了", "这吸管真是绝了"},
		{"an endless one is better than none", long, long},
		{"a post without any words", "！！！", ""},
	} {
		got := telling(&Text{Post: "p", Text: c.text}, words)
		if got.text != c.want || got.post != "p" {
			t.Errorf("%s: %q of %s, want %q", c.why, got.text, got.post, c.want)
		}
	}
}

// Among sentences with the same words those most like the others come first, equal ones in the order
// of their posts.
func TestTheMostCentralSentenceComesFirst(t *testing.T) {
	all := []sentence{
		{"d", "我家楼下那只猫", 1}, {"c", "蓝色吸管掉色了", 1}, {"b", "蓝色吸管掉色了", 1}, {"a", "这蓝色吸管掉色", 1}, {"e", "毫不相干的一句", 2.5},
	}
	rank(all)
	got := ""
	for _, s := range all {
		got += string(s.post)
	}
	if got != "ebcad" {
		t.Errorf("order %s, want the most words first, then the most alike", got)
	}
	one := []sentence{{"a", "只有一句", 1}}
	if rank(one); one[0].score != 1 {
		t.Errorf("alone it has score %v: there is nothing to be like", one[0].score)
	}
}

func TestDescribeCountsWhatMatches(t *testing.T) {
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	window := []Text{
		{Post: "b", At: at(3), Text: "吸管掉色很严重啊", Negative: true}, {Post: "a", At: at(1), Text: "这吸管掉色很严重", Negative: true},
		{Post: "x", At: at(0), Text: "无关的一句话而已"}, {Post: "c", At: at(2), Text: "吸管掉色不严重吧", Negative: true}, {Post: "d", At: at(5), Text: "吸管还可以不掉色"},
	}
	d := describe(voc.DiscoveryWord, window, []string{"吸管"}, func(s string) bool { return strings.Contains(s, "吸管") })
	if d.N != 4 || d.Negative != 0.75 || !d.FirstAt.Equal(at(1)) || !d.LastAt.Equal(at(5)) || len(d.Posts) != 4 || slices.Contains(d.Posts, "x") || d.State != voc.DiscoveryProposed {
		t.Errorf("%+v: want four posts of hours 1 to 5, three of them negative", d)
	}
	none := describe(voc.DiscoveryWord, window, []string{"没人说"}, func(string) bool { return false })
	if none.N != 0 || none.Negative != 0 || none.Sentence != "" || !none.FirstAt.IsZero() || none.Posts != nil {
		t.Errorf("of nothing: %+v", none)
	}
	var many []Text
	for i := range 9 {
		many = append(many, Text{Post: voc.PostID(fmt.Sprint(i)), At: at(i), Text: "吸管掉色很严重啊"})
	}
	all := describe(voc.DiscoveryWord, many, []string{"吸管"}, func(string) bool { return true })
	if !slices.Equal(all.Posts, []voc.PostID{"0", "1", "2", "3", "4"}) || all.N != 9 {
		t.Errorf("%d posts, shown %v: want the first five of nine alike", all.N, all.Posts)
	}
}

func TestPairsOfCharacters(t *testing.T) {
	for text, want := range map[string]int{"": 0, "一": 0, "一二": 1, "一二三": 2, "哈哈哈哈": 1, "a一\xff": 2} {
		if got := pairsOf(text); len(got) != want {
			t.Errorf("%q: pairs %v, want %d", text, got, want)
		}
	}
	if !pairsOf("吸管掉色")["管掉"] {
		t.Error("管掉 is a pair of 吸管掉色")
	}
}

// Ids hang on kind, brand and words alone, and are written down here: a database keeps them.
func TestNamesAreStable(t *testing.T) {
	base := voc.Discovery{Kind: voc.DiscoveryStory, Brand: "tea", Words: []string{"掉色", "吸管"}}
	id := func(change func(*voc.Discovery)) string {
		d := base
		d.Words = slices.Clone(base.Words)
		change(&d)
		before := slices.Clone(d.Words)
		Name(&d)
		if !slices.Equal(d.Words, before) {
			t.Errorf("naming put the words %v in the order %v", before, d.Words)
		}
		return d.ID
	}
	same := id(func(*voc.Discovery) {})
	for _, c := range []struct {
		why    string
		change func(*voc.Discovery)
		equal  bool
	}{
		{"found again another night", func(d *voc.Discovery) { d.N, d.Score, d.FirstAt, d.Sentence = 99, 3, noon, "又来了" }, true},
		{"with the words in another order", func(d *voc.Discovery) { slices.Reverse(d.Words) }, true},
		{"of another brand", func(d *voc.Discovery) { d.Brand = "coffee" }, false},
		{"with one word more", func(d *voc.Discovery) { d.Words = append(d.Words, "舌头") }, false},
		{"with two words run together", func(d *voc.Discovery) { d.Words = []string{"吸管掉色"} }, false},
		{"of the other kind", func(d *voc.Discovery) { d.Kind = voc.DiscoveryWord }, false},
	} {
		if got := id(c.change); (got == same) != c.equal {
			t.Errorf("%s: id %s, before %s", c.why, got, same)
		}
	}
}

func TestRisingTermsCountPostsAndPutTheSurestFirst(t *testing.T) {
	rng := rand.New(rand.NewPCG(22, 1))
	history, o := talk(rng, 400, noon.AddDate(0, 0, -28)), options()
	if err := o.validate(); err != nil {
		t.Fatal(err)
	}
	words := o.Words
	o.Words = func(dst []string, text string) []string { return words(words(dst, text), text) } // each word twice
	window := slices.Concat(talk(rng, 80, noon), about([]string{"吸管掉色"}, 12), about([]string{"舌头"}, 20))
	terms := risingTerms(window, history, &o)
	var got []string
	for _, x := range terms {
		got = append(got, fmt.Sprint(x.word, len(x.posts)))
	}
	if s := strings.Join(got, " "); s != "舌头20 吸管12 掉色12" {
		t.Errorf("rising %s: want the surest first, equal ones by name, each post once", s)
	}
}
