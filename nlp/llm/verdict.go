package llm

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Bounds of what one entry may say.
const (
	maxQuotes  = 5
	maxAspects = 24
)

// verdict is what an entry says of a text after every check. It holds labels of our lists, numbers
// within their ranges and parts of the text: nothing a model could have made up.
type verdict struct {
	sentiment  voc.Sentiment
	emotion    voc.Emotion
	intent     voc.Intent
	severity   int
	complaint  *bool
	irony      *bool
	implicit   *bool
	aspects    []judged
	evidence   []string
	confidence float64
}

// judged is one aspect of a verdict.
type judged struct {
	name              string
	sentiment         voc.Sentiment
	evidence, opinion string
}

// judge matches entries with the posts of a question and checks them. A post no entry holds for is
// missing from the result.
func judge(entries []json.RawMessage, q *question, drops Drops) map[int]verdict {
	found := map[int]verdict{}
	answered := map[int]int{}
	for _, raw := range entries {
		entry, ok := keys(raw)
		if !ok {
			drops.add(DropEntry)
			continue
		}
		var id string
		at := -1
		if json.Unmarshal(entry["id"], &id) == nil {
			at = slices.Index(q.ids, id)
		}
		if at < 0 {
			drops.add(DropID)
			continue
		}
		answered[at]++
		if v, ok := check(entry, q.items[at], drops); ok {
			found[at] = v
		}
	}
	for at := range q.items {
		switch {
		case answered[at] == 0:
			drops.add(DropMissing)
		case answered[at] > 1: // which of them is meant nobody knows
			drops.add(DropTwice)
			delete(found, at)
		}
	}
	return found
}

// check reads one entry. It fails when there is no sentiment, or no ground for one that judges.
func check(entry map[string]json.RawMessage, it *item, drops Drops) (verdict, bool) {
	v := verdict{severity: -1}
	sentiment, ok := label(entry["sentiment"], sentiments)
	if !ok {
		drops.add(DropSentiment)
		return v, false
	}
	v.sentiment = voc.Sentiment(sentiment)
	v.emotion = voc.Emotion(optional(entry["emotion"], emotions, drops))
	v.intent = voc.Intent(optional(entry["intent"], intents, drops))
	v.complaint, v.irony, v.implicit = flag(entry["complaint"], drops), flag(entry["irony"], drops), flag(entry["implicit"], drops)
	if n, ok := number(entry["severity"], 0, maxSeverity, drops); ok {
		if n == math.Trunc(n) {
			v.severity = int(n)
		} else {
			drops.add(DropNumber)
		}
	}
	v.confidence, _ = number(entry["confidence"], 0, 1, drops)
	v.evidence = quotes(entry["evidence"], it.text, drops)
	v.aspects = aspectsOf(entry["aspects"], it, drops)
	for key := range entry {
		if !slices.Contains(entryKeys, key) {
			drops.add(DropKey)
		}
	}
	if v.sentiment != voc.Neutral && len(v.evidence) == 0 {
		drops.add(DropGround)
		return v, false
	}
	return v, true
}

var entryKeys = []string{
	"id", "sentiment", "emotion", "intent", "severity", "complaint", "irony", "implicit", "aspects", "evidence", "confidence",
}

// label reads one of the labels; letters of either case are the same label.
func label(raw json.RawMessage, known []string) (string, bool) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	s = strings.ToLower(strings.TrimSpace(s))
	return s, slices.Contains(known, s)
}

func optional(raw json.RawMessage, known []string, drops Drops) string {
	s, ok := label(raw, known)
	if !ok {
		drops.add(DropLabel)
		return ""
	}
	return s
}

func flag(raw json.RawMessage, drops Drops) *bool {
	var b *bool
	if json.Unmarshal(raw, &b) != nil || b == nil {
		drops.add(DropLabel)
		return nil
	}
	return b
}

func number(raw json.RawMessage, least, most float64, drops Drops) (float64, bool) {
	var n *float64
	if json.Unmarshal(raw, &n) != nil || n == nil || *n < least || *n > most {
		drops.add(DropNumber)
		return 0, false
	}
	return *n, true
}

// quotes keeps the parts that stand in the text word for word, each once.
func quotes(raw json.RawMessage, text string, drops Drops) []string {
	var said []json.RawMessage
	if json.Unmarshal(raw, &said) != nil {
		drops.add(DropQuote)
		return nil
	}
	var kept []string
	for _, one := range said {
		q, ok := quote(one, text)
		switch {
		case !ok || len(kept) == maxQuotes:
			drops.add(DropQuote)
		case !slices.Contains(kept, q):
			kept = append(kept, q)
		}
	}
	return kept
}

// quote reads a part of the text that says something: more than signs and spaces.
func quote(raw json.RawMessage, text string) (string, bool) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	s = strings.TrimSpace(s)
	says := strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r) })
	return s, says && strings.Contains(text, s)
}

func aspectsOf(raw json.RawMessage, it *item, drops Drops) []judged {
	var said []json.RawMessage
	if json.Unmarshal(raw, &said) != nil {
		drops.add(DropAspect)
		return nil
	}
	var kept []judged
	for _, one := range said {
		a, ok := aspectOf(one, it, drops)
		if !ok || len(kept) == maxAspects || slices.Contains(kept, a) {
			drops.add(DropAspect)
			continue
		}
		kept = append(kept, a)
	}
	return kept
}

func aspectOf(raw json.RawMessage, it *item, drops Drops) (judged, bool) {
	entry, ok := keys(raw)
	if !ok {
		return judged{}, false
	}
	var name string
	if json.Unmarshal(entry["name"], &name) != nil || !slices.ContainsFunc(it.aspects, func(a AspectName) bool { return a.Name == name }) {
		return judged{}, false
	}
	sentiment, ok := label(entry["sentiment"], sentiments)
	if !ok {
		return judged{}, false
	}
	evidence, ok := quote(entry["evidence"], it.text)
	if !ok {
		return judged{}, false
	}
	var opinion string
	if json.Unmarshal(entry["opinion"], &opinion) != nil || !strings.Contains(evidence, opinion) {
		drops.add(DropOpinion)
		opinion = ""
	}
	return judged{name, voc.Sentiment(sentiment), evidence, strings.TrimSpace(opinion)}, true
}

// spans finds the aspects of a verdict in the normalised text the local analysis counts in. One
// that cannot be found there is dropped: a span that points nowhere is no evidence.
func (v *verdict) spans(norm string, drops Drops) []voc.Aspect {
	var found []voc.Aspect
	for _, a := range v.aspects {
		part := normal.Text(a.evidence)
		at := strings.Index(norm, part)
		if part == "" || at < 0 {
			drops.add(DropAspect)
			continue
		}
		start := utf8.RuneCountInString(norm[:at])
		opinion := normal.Text(a.opinion)
		if !strings.Contains(part, opinion) {
			opinion = ""
		}
		found = append(found, voc.Aspect{
			Name: a.name, Sentiment: a.sentiment, Probability: v.confidence,
			Start: start, End: start + utf8.RuneCountInString(part), Text: part, Opinion: opinion,
		})
	}
	return found
}
