package llm

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Pair is a mention with what somebody said of it.
type Pair struct {
	Mention voc.Mention
	Reading voc.Reading
	Pack    string // industry; "" not known
}

// Report compares readings with the local analyses they stand beside.
type Report struct {
	Pairs      int        `json:"pairs"`      // readings that judge something
	Unreadable int        `json:"unreadable"` // readings that judge nothing
	Stale      int        `json:"stale"`      // of the pairs, made beside another version than the analysis has now
	Fields     []Field    `json:"fields"`     //
	Aspects    AspectTies `json:"aspects"`    //
	Groups     []Group    `json:"groups"`     // the fields again, by language, pack and how sure the analysis is
	Apart      []Apart    `json:"apart"`      // where the two differ in sentiment, the surest local ones first
}

// Field is how far both agree on one label.
type Field struct {
	Name      string      `json:"name"`     //
	N         int         `json:"n"`        // pairs in which the reader judged it
	Agree     int         `json:"agree"`    //
	Accuracy  float64     `json:"accuracy"` // Agree / N; 0 when N is 0
	Kappa     *float64    `json:"kappa"`    // Cohen's: 1 complete, 0 as by chance; nil where both know one label only, which shows nothing
	Confusion []Confusion `json:"confusion,omitempty"`
}

// Confusion counts one combination of labels.
type Confusion struct {
	Local  string `json:"local"`
	Reader string `json:"reader"`
	N      int    `json:"n"`
}

// AspectTies compares the aspects of both, by name within a mention.
type AspectTies struct {
	Both         int     `json:"both"`
	OnlyLocal    int     `json:"only_local"`
	OnlyReader   int     `json:"only_reader"`
	SameSign     int     `json:"same_sentiment"` // of Both
	F1           float64 `json:"f1"`             // of being named at all
	SignAccuracy float64 `json:"sentiment_accuracy"`
}

// Group is the agreement within one part of the pairs.
type Group struct {
	By     string  `json:"by"` // "language", "pack", "probability"
	Value  string  `json:"value"`
	Pairs  int     `json:"pairs"`
	Fields []Field `json:"fields"` // without confusion
}

// Apart is one mention on whose sentiment the two differ.
type Apart struct {
	PostID      voc.PostID    `json:"post_id"`
	Brand       voc.BrandID   `json:"brand"`
	Text        string        `json:"text"` // the normalised text
	Local       voc.Sentiment `json:"local"`
	Probability float64       `json:"probability"` // of the local one
	Reader      voc.Sentiment `json:"reader"`
	Confidence  float64       `json:"confidence"`
	Evidence    []string      `json:"evidence"`
}

// fields are the labels compared. The reader's is "" when it did not judge.
var fields = []struct {
	name string
	of   func(*Pair) (local, reader string)
}{
	{"sentiment", func(p *Pair) (string, string) {
		return string(p.Mention.Analysis.Sentiment), string(p.Reading.Sentiment)
	}},
	{"emotion", func(p *Pair) (string, string) {
		return string(p.Mention.Analysis.Emotion), string(p.Reading.Emotion)
	}},
	{"intent", func(p *Pair) (string, string) { return string(p.Mention.Analysis.Intent), string(p.Reading.Intent) }},
	{"severity", func(p *Pair) (string, string) {
		if p.Reading.Severity < 0 {
			return "", ""
		}
		return strconv.Itoa(p.Mention.Analysis.Severity), strconv.Itoa(p.Reading.Severity)
	}},
	{"complaint", func(p *Pair) (string, string) { return yes(&p.Mention.Analysis.Complaint), yes(p.Reading.Complaint) }},
	{"irony", func(p *Pair) (string, string) { return yes(&p.Mention.Analysis.Irony), yes(p.Reading.Irony) }},
	{"implicit", func(p *Pair) (string, string) { return yes(&p.Mention.Analysis.Implicit), yes(p.Reading.Implicit) }},
}

func yes(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

// Agreement compares both sides of every pair. The order of the pairs does not matter.
func Agreement(pairs []Pair) Report {
	r := Report{Groups: []Group{}} // none is [], not null
	var judged []*Pair
	for i := range pairs {
		p := &pairs[i]
		if p.Reading.Sentiment == "" && p.Reading.Severity < 0 && p.Reading.Emotion == "" && p.Reading.Intent == "" {
			r.Unreadable++
			continue
		}
		judged = append(judged, p)
		if p.Reading.Local != p.Mention.Analysis.Version {
			r.Stale++
		}
	}
	r.Pairs = len(judged)
	r.Fields = compare(judged, true)
	r.Aspects = compareAspects(judged)
	for _, by := range []struct {
		name string
		of   func(*Pair) string
	}{
		{"language", func(p *Pair) string { return p.Mention.Analysis.Language }},
		{"pack", func(p *Pair) string { return p.Pack }},
		{"probability", func(p *Pair) string { return band(p.Mention.Analysis.Probability) }},
	} {
		parts := map[string][]*Pair{}
		for _, p := range judged {
			parts[by.of(p)] = append(parts[by.of(p)], p)
		}
		for _, value := range slices.Sorted(maps.Keys(parts)) {
			r.Groups = append(r.Groups, Group{By: by.name, Value: value, Pairs: len(parts[value]), Fields: compare(parts[value], false)})
		}
	}
	r.Apart = apart(judged)
	return r
}

// band names the tenth a probability lies in, from a half on.
func band(p float64) string {
	switch {
	case p < 0.5:
		return "0.0–0.5"
	case p < 0.6:
		return "0.5–0.6"
	case p < 0.7:
		return "0.6–0.7"
	case p < 0.8:
		return "0.7–0.8"
	case p < 0.9:
		return "0.8–0.9"
	}
	return "0.9–1.0"
}

func compare(pairs []*Pair, confusion bool) []Field {
	var list []Field
	for _, f := range fields {
		counts := map[[2]string]int{}
		for _, p := range pairs {
			if local, reader := f.of(p); reader != "" {
				counts[[2]string{local, reader}]++
			}
		}
		list = append(list, fieldOf(f.name, counts, confusion))
	}
	return list
}

func fieldOf(name string, counts map[[2]string]int, confusion bool) Field {
	f := Field{Name: name}
	local, reader := map[string]int{}, map[string]int{}
	for labels, n := range counts {
		f.N += n
		local[labels[0]] += n
		reader[labels[1]] += n
		if labels[0] == labels[1] {
			f.Agree += n
		}
		if confusion {
			f.Confusion = append(f.Confusion, Confusion{labels[0], labels[1], n})
		}
	}
	slices.SortFunc(f.Confusion, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Local, b.Local), cmp.Compare(a.Reader, b.Reader))
	})
	if f.N == 0 {
		return f
	}
	total := float64(f.N)
	f.Accuracy = float64(f.Agree) / total
	chance := 0 // in whole numbers, so that the order of a map does not show
	for label, n := range local {
		chance += n * reader[label]
	}
	if expected := float64(chance) / (total * total); expected < 1 {
		kappa := (f.Accuracy - expected) / (1 - expected)
		f.Kappa = &kappa
	}
	return f
}

func compareAspects(pairs []*Pair) AspectTies {
	var t AspectTies
	for _, p := range pairs {
		local, reader := byName(p.Mention.Analysis.Aspects), byName(p.Reading.Aspects)
		for name, feeling := range local {
			other, both := reader[name]
			switch {
			case !both:
				t.OnlyLocal++
				continue
			case other == feeling:
				t.SameSign++
			}
			t.Both++
		}
		t.OnlyReader += len(reader) - common(local, reader)
	}
	if t.Both > 0 {
		t.F1 = 2 * float64(t.Both) / float64(2*t.Both+t.OnlyLocal+t.OnlyReader)
		t.SignAccuracy = float64(t.SameSign) / float64(t.Both)
	}
	return t
}

// byName keeps one sentiment of each aspect: of several that differ, mixed is neither.
func byName(aspects []voc.Aspect) map[string]voc.Sentiment {
	found := map[string]voc.Sentiment{}
	for _, a := range aspects {
		if before, ok := found[a.Name]; ok && before != a.Sentiment {
			found[a.Name] = "mixed"
			continue
		}
		found[a.Name] = a.Sentiment
	}
	return found
}

func common(a, b map[string]voc.Sentiment) int {
	n := 0
	for name := range a {
		if _, ok := b[name]; ok {
			n++
		}
	}
	return n
}

func apart(pairs []*Pair) []Apart {
	list := []Apart{}
	for _, p := range pairs {
		a := &p.Mention.Analysis
		if p.Reading.Sentiment == "" || p.Reading.Sentiment == a.Sentiment {
			continue
		}
		list = append(list, Apart{
			PostID: p.Mention.Post.ID, Brand: p.Mention.Brand, Text: a.Norm, Local: a.Sentiment, Probability: a.Probability,
			Reader: p.Reading.Sentiment, Confidence: p.Reading.Confidence, Evidence: p.Reading.Evidence,
		})
	}
	slices.SortFunc(list, func(a, b Apart) int {
		return cmp.Or(cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.PostID, b.PostID), cmp.Compare(a.Brand, b.Brand))
	})
	return list
}
