package emerge

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// examples is how many posts a discovery shows.
const examples = 5

// describe fills in what both kinds of discovery tell of the posts that match.
func describe(kind voc.DiscoveryKind, window []Text, words []string, match func(text string) bool) voc.Discovery {
	d := voc.Discovery{Kind: kind, Words: words, State: voc.DiscoveryProposed}
	var sentences []sentence
	negative := 0
	for i := range window {
		t := &window[i]
		if !match(t.Text) {
			continue
		}
		d.N++
		if t.Negative {
			negative++
		}
		if d.FirstAt.IsZero() || t.At.Before(d.FirstAt) {
			d.FirstAt = t.At
		}
		if t.At.After(d.LastAt) {
			d.LastAt = t.At
		}
		sentences = append(sentences, telling(t, words))
	}
	d.Negative = float64(negative) / float64(max(d.N, 1))
	rank(sentences)
	for _, s := range sentences[:min(len(sentences), examples)] {
		d.Posts = append(d.Posts, s.post)
	}
	if len(sentences) > 0 {
		d.Sentence = sentences[0].text
	}
	return d
}

// Name gives a discovery its id: the same words of the same brand are the same discovery, whenever
// they are found.
func Name(d *voc.Discovery) {
	words := slices.Sorted(slices.Values(d.Words))
	sum := sha256.Sum256([]byte(string(d.Kind) + "\x00" + string(d.Brand) + "\x00" + strings.Join(words, "\x00")))
	d.ID = hex.EncodeToString(sum[:8])
}

// sentence is one sentence of a post with how well it tells the story.
type sentence struct {
	post  voc.PostID
	text  string
	score float64
}

// A sentence people like to read is a line of a phone or two long.
const (
	fits    = 36 // runes
	tooLong = 80
)

// telling gives the sentence of a post that holds most of the words and is not too long to read.
func telling(t *Text, words []string) sentence {
	best := sentence{post: t.Post, score: -2} // below that of any sentence, however long
	for _, s := range split(t.Text) {
		held := 0
		for _, w := range words {
			if strings.Contains(s, w) {
				held++
			}
		}
		score := float64(held)
		if n := utf8.RuneCountInString(s); n > fits {
			score -= min(float64(n-fits)/tooLong, 1.5)
		} else if n < 6 {
			score -= 0.5
		}
		if score > best.score {
			best.text, best.score = s, score
		}
	}
	return best
}

func split(text string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune("。！？!?；;\n", r)
	}), func(s string) bool { return strings.TrimSpace(s) == "" })
}

// rank puts the most central sentences first: those that hold most of the words, and among them those
// most like the others, by the character pairs they share.
func rank(all []sentence) {
	pairs := map[string]int{}
	for i := range all {
		for p := range pairsOf(all[i].text) {
			pairs[p]++
		}
	}
	for i := range all {
		shared, n := 0, 0
		for p := range pairsOf(all[i].text) {
			shared += pairs[p] - 1
			n++
		}
		if n > 0 && len(all) > 1 {
			all[i].score += float64(shared) / float64(n) / float64(len(all)-1)
		}
	}
	slices.SortStableFunc(all, func(a, b sentence) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return strings.Compare(string(a.post), string(b.post))
	})
}

func pairsOf(text string) map[string]bool {
	set := map[string]bool{}
	before := -1
	for at := 0; at < len(text); {
		_, size := utf8.DecodeRuneInString(text[at:])
		if before >= 0 {
			set[text[before:at+size]] = true
		}
		before, at = at, at+size
	}
	return set
}
