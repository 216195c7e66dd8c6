package segment

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/go-ego/gse"
)

// userWords are of every sort: new ones, words of the dictionary made more and less frequent, mere
// beginnings of words, Latin ones, capitals, signs, given twice, rare characters, a sentence.
var userWords = []Word{
	{Text: "杨枝甘露"}, {Text: "轻衡"}, {Text: "奶茶店"}, {Text: "付不了款"}, {Text: "不处理", Freq: 3e6}, {Text: "的", Freq: 9e6},
	{Text: "服务", Freq: 1}, {Text: "服务态"}, {Text: "客服", Freq: 70000}, {Text: "WiFi密码"}, {Text: "iPhone 15 Pro"}, {Text: "APP"},
	{Text: "app", Freq: 900}, {Text: "app", Freq: 800}, {Text: "[怒]", Freq: 50}, {Text: "😡😡"}, {Text: "c++", Freq: 12}, {Text: "５星"},
	{Text: "𠮷野家"}, {Text: "ß店"}, {Text: "店", Freq: 0.5}, {Text: " 好 喝 "}, {Text: ""}, {Text: "奶茶店", Freq: 1e5}, {Text: "奶茶店", Freq: 3},
	{Text: "以后再也不会来了真的很失望"}, {Text: strings.Repeat("啊", 70)}, {Text: strings.Repeat("x", 90)}, {Text: "也", Freq: 4e7},
}

// pair is a segmenter of ours and gse with the same words.
type pair struct {
	ours   *Segmenter
	theirs *gse.Segmenter
}

var equals = sync.OnceValues(func() ([2]pair, error) {
	var pairs [2]pair
	for i, words := range [][]Word{nil, userWords} {
		var err error
		if pairs[i].ours, err = New(words); err != nil {
			return pairs, err
		}
		if pairs[i].theirs, err = loadGSE(); err != nil {
			return pairs, err
		}
	}
	return pairs, addToGSE(pairs[1].theirs, userWords)
})

func bothWays(t testing.TB) [2]pair {
	t.Helper()
	pairs, err := equals()
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

// alphabets are what mixed texts are made of: pieces that meet at the borders gse treats specially.
var alphabets = [][]string{
	strings.Split("的一是不了在有我他这店好喝奶茶服务态度杨枝甘露客处理付款后也再来真很失望卡拉排队南京市长江大桥", ""),
	strings.Split("abcxyzABCXYZ0123456789éßñжЖσ²½ªµĸﬁ", ""),
	{" ", "  ", "\n", "\t", "\r\n", "\u3000", ",", ".", "，", "。", "！", "[", "]", "+", "#", "&", "-", "_", "/", "@", "…", "\u200b", "\u202e", "\ufeff", "\ufffd"},
	{"😡", "👍🏻", "❤️", "👨‍👩‍👧", "🇨🇳", "𠮷", "㐂", "ａ", "Ａ", "５", "한국", "ありがとう", "カラ", "กข", "م", "ש"},
	{"\xff", "\xe4", "\xe4\xbd", "\xbd\xa0", "\xf0\x9f", "\xc3", "\xa9", "\xed\xa0\x80", "\xc0\x80", "\x00", "\x7f", "\x01"},
	{"app", "APP", "WiFi密码", "iPhone 15 Pro", "c++", "C++", "4S店", "卡拉OK", "5星", "[怒]", "T恤", "1号店", "AT&T", "x100", "一百", "百分之五", "不处理"},
}

func mixed(rng *rand.Rand, words []string) string {
	var b strings.Builder
	for range rng.IntN(40) {
		if rng.IntN(3) == 0 {
			b.WriteString(words[rng.IntN(len(words))])
			continue
		}
		alphabet := alphabets[rng.IntN(len(alphabets))]
		b.WriteString(alphabet[rng.IntN(len(alphabet))])
	}
	return b.String()
}

func TestMixedTextsAreCutAsByGSE(t *testing.T) {
	pairs := bothWays(t)
	dict := pairs[0].theirs.Dict.Tokens
	rng := rand.New(rand.NewPCG(7, 11))
	words := make([]string, 5000)
	for i := range words {
		words[i] = dict[rng.IntN(len(dict))].Text()
	}
	for range 20_000 {
		text := mixed(rng, words)
		for _, p := range pairs {
			if d := differ(p.ours, p.theirs, text); d != "" {
				t.Fatal(d)
			}
		}
	}
}

func TestEveryWordOfTheDictionaryIsCutAsByGSE(t *testing.T) {
	pairs := bothWays(t)
	dict := pairs[0].theirs.Dict.Tokens
	for i := 0; i+1 < len(dict); i += 2 {
		text := dict[i].Text() + "😡" + dict[i+1].Text() // a rune that stands in user words alone
		for _, p := range pairs {
			if d := differ(p.ours, p.theirs, text); d != "" {
				t.Fatal(d)
			}
		}
	}
}

// TestRandomUserWordsMeanTheSame adds many sets of words to ours and, one after another, to one gse,
// which keeps those before.
func TestRandomUserWordsMeanTheSame(t *testing.T) {
	theirs, err := loadGSE()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 5))
	dict := theirs.Dict.Tokens
	var all []Word
	for range 4 {
		var more []Word
		for range 60 {
			w := dict[rng.IntN(len(dict))].Text()
			if rng.IntN(2) == 0 {
				w += dict[rng.IntN(len(dict))].Text()
			}
			more = append(more, Word{Text: w, Freq: []float64{0, 1, 2, 3, 40, 700, 25000, 4e6, 0.25}[rng.IntN(9)]})
		}
		if err := addToGSE(theirs, more); err != nil {
			t.Fatal(err)
		}
		all = append(all, more...)
		ours, err := New(all)
		if err != nil {
			t.Fatal(err)
		}
		words := make([]string, len(all))
		for i := range words {
			words[i] = all[i].Text
		}
		for range 1500 {
			if d := differ(ours, theirs, mixed(rng, words)); d != "" {
				t.Fatal(d)
			}
		}
	}
}

func FuzzSliceIsThatOfGSE(f *testing.F) {
	pairs := bothWays(f)
	for _, s := range []string{"", "A", "刹车失灵", "卡拉OKs", "\xff好\xfe", "好\x00好", "éÉ店", "1号店2", "[怒]😡😡", "南京市长江大桥", "ａｐｐ闪退", "\xe4\xbd\xa0\xe4\xbd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range pairs {
			if d := differ(p.ours, p.theirs, text); d != "" {
				t.Fatal(d)
			}
		}
	})
}

// TestRealTextsAreCutAsByGSE cuts every cell of every table of labelled texts.
func TestRealTextsAreCutAsByGSE(t *testing.T) {
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		t.Skip("SKIPPED: set TINGFENG_SHARED to the folder of shared data to hold the segmenter against gse on every text of data/text")
	}
	pairs := bothWays(t)
	rows, cells := 0, 0
	err := filepath.WalkDir(filepath.Join(shared, "data", "text"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".csv" {
			return err
		}
		return eachRow(path, func(row []string) {
			rows++
			for _, cell := range row {
				if _, err := strconv.ParseFloat(cell, 64); err == nil {
					continue
				}
				cells++
				for i, p := range pairs {
					if i > 0 && testing.Short() {
						break
					}
					if d := differ(p.ours, p.theirs, cell); d != "" {
						t.Errorf("%s, row %d: %.2000s", filepath.Base(path), rows, d)
					}
				}
			}
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if rows == 0 {
		t.Fatalf("there is no table under %s/data/text", shared)
	}
	t.Logf("%d texts in %d rows are cut alike", cells, rows)
}

// BenchmarkRealTexts cuts the first 20,000 labelled texts, no two alike, which is what caches meet.
func BenchmarkRealTexts(b *testing.B) {
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		b.Skip("SKIPPED: set TINGFENG_SHARED to the folder of shared data")
	}
	var texts []string
	bytes := 0
	err := filepath.WalkDir(filepath.Join(shared, "data", "text"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".csv" {
			return err
		}
		return eachRow(path, func(row []string) {
			for _, cell := range row {
				if len(cell) > 15 && len(texts) < 20_000 {
					texts = append(texts, strings.Clone(cell))
					bytes += len(cell)
				}
			}
		})
	})
	if err != nil {
		b.Fatal(err)
	}
	pair := bothWays(b)[0]
	var tokens []Token
	for name, cut := range map[string]func(string){
		"ours": func(t string) { tokens = pair.ours.Tokens(tokens[:0], t) },
		"gse":  func(t string) { pair.theirs.Slice(t) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(bytes))
			b.ReportAllocs()
			for b.Loop() {
				for _, t := range texts {
					cut(t)
				}
			}
			b.ReportMetric(float64(b.N*len(texts))/b.Elapsed().Seconds(), "texts/s")
		})
	}
}

func eachRow(path string, do func([]string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		do(row)
	}
}
