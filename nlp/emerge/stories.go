package emerge

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// seeds is how many rising words stories are made of at most: the pairs among them are looked at.
	seeds = 200
	// together is the least normalised pointwise mutual information of two words of one story: 0 they
	// meet as often as chance has it, 1 they are never apart.
	together = 0.45
	// told is the share of a find's posts that carry one and the same topic from which it has a name
	// already.
	told = 0.6
	// labelWords is how many words make a label.
	labelWords = 3
)

// term is a word of the window with the posts it occurs in.
type term struct {
	word  string
	posts []int // indexes into window, ascending
	rise  rise
}

// Stories finds stories told by many in window, best first. Those that a topic names already are
// left out.
func Stories(window, history []Text, o Options) ([]voc.Discovery, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if len(history) < o.History || len(window) < o.Least {
		return nil, nil
	}
	terms := risingTerms(window, history, &o)
	var list []voc.Discovery
	for _, group := range groups(terms, len(window), o.Least) {
		posts := postsOf(group)
		if len(group) < 2 {
			continue // one word tells no story; if it is new, it is found as a word
		}
		if len(posts) < o.Least || named(window, posts) {
			continue
		}
		list = append(list, tell(window, group, posts))
	}
	return best(list, o.Most), nil
}

// risingTerms gives the words that rose most, surest first.
func risingTerms(window, history []Text, o *Options) []*term {
	now := map[string]*term{}
	var words []string
	for i := range window {
		words = o.Words(words[:0], window[i].Text)
		for _, w := range words {
			t := now[w]
			if t == nil {
				t = &term{word: w}
				now[w] = t
			}
			if n := len(t.posts); n == 0 || t.posts[n-1] != i {
				t.posts = append(t.posts, i)
			}
		}
	}
	before := map[string]int{}
	last := map[string]int{}
	for i := range history {
		words = o.Words(words[:0], history[i].Text)
		for _, w := range words {
			if now[w] != nil && last[w] != i+1 {
				last[w] = i + 1
				before[w]++
			}
		}
	}
	var rising []*term
	for w, t := range now {
		if t.rise = riseOf(len(t.posts), before[w], len(window), len(history)); t.rise.enough(o) {
			rising = append(rising, t)
		}
	}
	slices.SortFunc(rising, func(a, b *term) int {
		return cmp.Or(cmp.Compare(b.rise.sigma, a.rise.sigma), cmp.Compare(a.word, b.word))
	})
	return rising[:min(len(rising), seeds)]
}

// groups puts terms that occur in the same posts together: each term, surest first, joins the group
// with whose terms it meets most on average, if that is enough, or begins one.
func groups(terms []*term, window, least int) [][]*term {
	var all [][]*term
	for _, t := range terms {
		at, most := -1, together
		for i, group := range all {
			sum, pairs := 0.0, 0
			for _, member := range group {
				both := common(t.posts, member.posts)
				if both >= min(least, 3) {
					sum += npmi(both, len(t.posts), len(member.posts), window)
				}
				pairs++
			}
			if mean := sum / float64(pairs); mean > most {
				at, most = i, mean
			}
		}
		if at < 0 {
			all = append(all, []*term{t})
		} else {
			all[at] = append(all[at], t)
		}
	}
	return all
}

func common(a, b []int) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

func npmi(both, a, b, all int) float64 {
	p := float64(both) / float64(all)
	if p >= 1 {
		return 1
	}
	return math.Log(p*float64(all)*float64(all)/(float64(a)*float64(b))) / -math.Log(p)
}

// postsOf are the posts that tell a story: those that hold two of its words.
func postsOf(group []*term) []int {
	held := map[int]int{}
	for _, t := range group {
		for _, p := range t.posts {
			held[p]++
		}
	}
	var posts []int
	for p, n := range held {
		if n >= 2 {
			posts = append(posts, p)
		}
	}
	slices.Sort(posts)
	return posts
}

// named tells whether most of the posts carry one topic: then nothing is new about them.
func named(window []Text, posts []int) bool {
	topics := map[string]int{}
	for _, p := range posts {
		for _, t := range window[p].Topics {
			if topics[t]++; float64(topics[t]) >= told*float64(len(posts)) {
				return true
			}
		}
	}
	return false
}

func tell(window []Text, group []*term, posts []int) voc.Discovery {
	words := make([]string, len(group))
	expected, sigma := math.Inf(1), 0.0
	for i, t := range group {
		words[i] = t.word
		expected = math.Min(expected, t.rise.expected)
		sigma = math.Max(sigma, t.rise.sigma)
	}
	telling := make([]Text, len(posts))
	for i, p := range posts {
		telling[i] = window[p]
	}
	d := describe(voc.DiscoveryStory, telling, words, func(string) bool { return true })
	d.Label = label(d.Sentence, words)
	d.Before = expected
	d.Score = sigma * math.Log2(1+float64(len(group))) * (1 + d.Negative)
	return d
}

// label puts the surest words of a story in the order in which its central sentence says them.
func label(sentence string, words []string) string {
	first := slices.Clone(words)
	slices.SortStableFunc(first, func(a, b string) int { // those the sentence holds come first
		return cmp.Compare(boolInt(!strings.Contains(sentence, a)), boolInt(!strings.Contains(sentence, b)))
	})
	var chosen []string
	for _, w := range first {
		inside := slices.ContainsFunc(chosen, func(c string) bool { return strings.Contains(c, w) || strings.Contains(w, c) })
		if len(chosen) < labelWords && !inside {
			chosen = append(chosen, w)
		}
	}
	slices.SortStableFunc(chosen, func(a, b string) int {
		return cmp.Compare(placeIn(sentence, a), placeIn(sentence, b))
	})
	return strings.Join(chosen, " ")
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func placeIn(sentence, word string) int {
	if i := strings.Index(sentence, word); i >= 0 {
		return i
	}
	return len(sentence)
}
