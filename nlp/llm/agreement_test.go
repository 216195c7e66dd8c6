package llm

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func pair(local, reader voc.Sentiment, probability float64, text string) Pair {
	m := mention(text)
	m.Analysis.Sentiment, m.Analysis.Probability, m.Analysis.Emotion = local, probability, voc.Calm
	no := false
	return Pair{Mention: m, Pack: "dining", Reading: voc.Reading{
		PostID: m.Post.ID, Brand: m.Brand, Local: "local-1", Sentiment: reader, Severity: -1, Irony: &no, Evidence: []string{text[:3]}, Confidence: 0.8,
	}}
}

// Twenty pairs counted by hand: 8 neg/neg, 2 neg/pos, 1 pos/neg, 9 pos/pos. Chance is
// (10·9 + 10·11)/400 = 0.5, so kappa is (0.85−0.5)/0.5 = 0.7.
func byHand() []Pair {
	var list []Pair
	for i := range 20 {
		text := strings.Repeat("差", i+1)
		switch {
		case i < 8:
			list = append(list, pair(voc.Negative, voc.Negative, 0.65, text))
		case i < 10:
			list = append(list, pair(voc.Negative, voc.Positive, 0.95, text))
		case i < 11:
			list = append(list, pair(voc.Positive, voc.Negative, 0.55, text))
		default:
			list = append(list, pair(voc.Positive, voc.Positive, 0.75, text))
		}
	}
	return list
}

func TestAgreement(t *testing.T) {
	pairs := byHand()
	pairs = append(pairs, Pair{Reading: voc.Reading{Severity: -1, Note: Unreadable}})
	pairs[0].Reading.Local = "older"
	pairs[1].Mention.Analysis.Language = "yue"
	pairs[2].Mention.Analysis.Severity, pairs[2].Reading.Severity = 2, 3
	r := Agreement(pairs)
	if r.Pairs != 20 || r.Unreadable != 1 || r.Stale != 1 {
		t.Errorf("%d pairs, %d unreadable, %d stale", r.Pairs, r.Unreadable, r.Stale)
	}
	s := r.Fields[0]
	if s.Name != "sentiment" || s.N != 20 || s.Agree != 17 || s.Accuracy != 0.85 || s.Kappa == nil || math.Abs(*s.Kappa-0.7) > 1e-12 {
		t.Errorf("sentiment %+v", s)
	}
	want := []Confusion{{"positive", "positive", 9}, {"negative", "negative", 8}, {"negative", "positive", 2}, {"positive", "negative", 1}}
	if !reflect.DeepEqual(s.Confusion, want) {
		t.Errorf("confusion %v", s.Confusion)
	}
	for _, f := range r.Fields {
		switch f.Name {
		case "emotion", "intent", "complaint", "implicit":
			if f.N != 0 || f.Accuracy != 0 || f.Kappa != nil {
				t.Errorf("nobody judged %+v", f)
			}
		case "severity":
			if f.N != 1 || f.Agree != 0 || f.Confusion[0] != (Confusion{"2", "3", 1}) {
				t.Errorf("severity %+v", f)
			}
		case "irony": // all say no: agreement without a measure of it beyond chance
			if f.N != 20 || f.Accuracy != 1 || f.Kappa != nil {
				t.Errorf("irony %+v", f)
			}
		}
	}
	groups := map[string]int{}
	for _, g := range r.Groups {
		groups[g.By+" "+g.Value] = g.Pairs
	}
	if !reflect.DeepEqual(groups, map[string]int{
		"language zh-Hans": 19, "language yue": 1, "pack dining": 20,
		"probability 0.5–0.6": 1, "probability 0.6–0.7": 8, "probability 0.7–0.8": 9, "probability 0.9–1.0": 2,
	}) {
		t.Errorf("groups %v", groups)
	}
	if len(r.Apart) != 3 || r.Apart[0].Probability != 0.95 || r.Apart[2].Reader != voc.Negative || r.Apart[0].Evidence[0] != "差" {
		t.Errorf("apart %+v", r.Apart)
	}
}

func TestAgreementOnAspects(t *testing.T) {
	p := pair(voc.Negative, voc.Negative, 0.6, "差")
	p.Mention.Analysis.Aspects = []voc.Aspect{{Name: "a", Sentiment: voc.Negative}, {Name: "b", Sentiment: voc.Negative}, {Name: "c", Sentiment: voc.Negative}}
	p.Reading.Aspects = []voc.Aspect{{Name: "a", Sentiment: voc.Negative}, {Name: "b", Sentiment: voc.Positive}, {Name: "b", Sentiment: voc.Negative}, {Name: "d"}}
	got := Agreement([]Pair{p}).Aspects
	if got.Both != 2 || got.OnlyLocal != 1 || got.OnlyReader != 1 || got.SameSign != 1 || math.Abs(got.F1-4.0/6) > 1e-12 || got.SignAccuracy != 0.5 {
		t.Errorf("got %+v", got)
	}
}

func TestTheOrderOfPairsDoesNotMatter(t *testing.T) {
	pairs := byHand()
	want := Agreement(pairs)
	random := rand.New(rand.NewPCG(7, 7))
	for range 20 {
		random.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
		if got := Agreement(pairs); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
}

func TestTheReportAsTextAndJSON(t *testing.T) {
	pairs := byHand()
	for i := range 30 {
		p := pair(voc.Negative, voc.Positive, 0.99, "差\n"+strings.Repeat("x", 100)+"\x1b[31m")
		p.Mention.Post.ID = voc.PostID(rune('a' + i))
		pairs = append(pairs, p)
	}
	r := Agreement(pairs)
	text := r.Text()
	for _, want := range []string{"对照 50 条", "sentiment        50", "0.7–0.8           9   100.0%      —", "emotion           0          —        —", "negative → positive 32", "按 probability", "其余 13 条", "「差」"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(text, "\x1b") {
		t.Error("a text can colour the terminal")
	}
	written, err := json.Marshal(r)
	var back Report
	if err != nil || json.Unmarshal(written, &back) != nil || !reflect.DeepEqual(back.Apart, r.Apart) {
		t.Errorf("as JSON it is not the same: %v", err)
	}
	empty := Agreement(nil)
	if written, _ := json.Marshal(empty); !strings.Contains(string(written), `"apart":[]`) || strings.Contains(string(written), "NaN") {
		t.Errorf("nothing is %s", written)
	}
	if !strings.Contains(empty.Text(), "对照 0 条") {
		t.Errorf("nothing is %q", empty.Text())
	}
}
