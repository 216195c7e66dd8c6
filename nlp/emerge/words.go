package emerge

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	shortest = 2 // characters of a word
	longest  = 6

	// cohesion is the least pointwise mutual information, in nats, of the weakest cut of a word: its
	// parts stand together e^3 = 20 times as often as chance would have them.
	cohesion = 3.0
	// freedom is the least entropy, in nats, of the characters on its less free side: as many as
	// e^0.9 = 2.5 equally likely ones.
	freedom = 0.9
	// swallow is the share of its posts a shorter candidate must have outside a longer one that holds
	// it, to be a find of its own.
	swallow = 0.25
)

// Words finds words on the rise that are not known, best first.
func Words(window, history []Text, o Options) ([]voc.Discovery, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if len(history) < o.History || len(window) < o.Least {
		return nil, nil
	}
	grams := count(window, o.Least)
	var found []*gram
	for text, g := range grams.of {
		if g.posts >= o.Least && g.runes >= shortest && !fringed(text) && !o.Known(text) && grams.hangsTogether(text, g) {
			found = append(found, g)
		}
	}
	slices.SortFunc(found, func(a, b *gram) int { return cmp.Compare(a.text, b.text) })
	before := occurrences(history, found)
	kept := found[:0]
	for _, g := range found {
		if g.rise = riseOf(g.posts, before[g.text], len(window), len(history)); g.rise.enough(&o) {
			kept = append(kept, g)
		}
	}
	kept = withoutParts(kept)
	var list []voc.Discovery
	for _, g := range kept {
		if named(window, holding(window, g.text)) {
			continue // a way of putting what has a name already
		}
		d := describe(voc.DiscoveryWord, window, []string{g.text}, func(text string) bool { return strings.Contains(text, g.text) })
		d.Label, d.Before = g.text, g.rise.expected
		d.Score = g.rise.sigma * math.Min(g.pmi/cohesion, 2)
		list = append(list, d)
	}
	return best(list, o.Most), nil
}

// holding are the texts that hold a word.
func holding(window []Text, word string) []int {
	var posts []int
	for i := range window {
		if strings.Contains(window[i].Text, word) {
			posts = append(posts, i)
		}
	}
	return posts
}

// fringed tells whether a candidate begins or ends with a character that belongs to the sentence
// rather than to a word, or holds a particle.
func fringed(text string) bool {
	runes := []rune(text)
	const always = "的了着过吗呢吧啊呀哦嘛么地得和与及或在是有不也都就还很太更最再又把被给让对从到向为以于这那我你他她它们个些一两几每某之其所而但且因如等会能要想可没别才只刚已"
	if strings.ContainsAny(text, "的了吗呢吧") {
		return true // 今天的奶茶 is a phrase of two words
	}
	return strings.ContainsRune(always+"后里上下来去说", runes[0]) || strings.ContainsRune(always, runes[len(runes)-1])
}

// withoutParts drops candidates that hardly occur outside a longer one, and longer ones that add
// little to a shorter one: of 雪顶爆, 顶爆浆 and 雪顶爆浆 the last is the word.
func withoutParts(all []*gram) []*gram {
	slices.SortFunc(all, func(a, b *gram) int {
		return cmp.Or(cmp.Compare(b.runes, a.runes), cmp.Compare(b.posts, a.posts), cmp.Compare(a.text, b.text))
	})
	var kept []*gram
next:
	for _, g := range all {
		for i, k := range kept {
			if !strings.Contains(k.text, g.text) {
				continue
			}
			outside := float64(g.posts-k.posts) / float64(g.posts)
			if outside < swallow {
				continue next
			}
			if outside > 1-swallow { // the longer one is one phrase among many around the word
				kept = slices.Delete(kept, i, i+1)
				break
			}
		}
		kept = append(kept, g)
	}
	return kept
}

// best keeps the highest scores; equal ones in the order of their labels.
func best(list []voc.Discovery, most int) []voc.Discovery {
	slices.SortFunc(list, func(a, b voc.Discovery) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Label, b.Label))
	})
	return list[:min(len(list), most)]
}
