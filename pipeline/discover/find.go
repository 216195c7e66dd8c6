package discover

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/emerge"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Inputs is what a search works with.
type Inputs struct {
	Store    *store.Store
	Analyzer *nlp.Analyzer
	Brands   []voc.Brand // own brands are searched, one by one
	Now      time.Time

	Window  time.Duration // what is looked at; 0: three days
	History time.Duration // before it, what it is compared with; 0: four weeks
	Texts   int           // of a brand, at most, for each of both; 0: 200,000
}

func (in *Inputs) complete() {
	if in.Window <= 0 {
		in.Window = 3 * 24 * time.Hour
	}
	if in.History <= 0 {
		in.History = 28 * 24 * time.Hour
	}
	if in.Texts <= 0 {
		in.Texts = 200_000
	}
}

// Find looks for words and stories on the rise in the mentions of each own brand and stores what it
// finds. Noise and copies are not looked at.
func Find(ctx context.Context, in Inputs) ([]voc.Discovery, error) {
	in.complete()
	var all []voc.Discovery
	for _, b := range in.Brands {
		if !b.Own {
			continue
		}
		found, err := in.of(ctx, b.ID)
		if err != nil {
			return nil, fmt.Errorf("discover: brand %s: %w", b.ID, err)
		}
		all = append(all, found...)
	}
	if err := in.Store.SaveDiscoveries(ctx, all, in.Now); err != nil {
		return nil, fmt.Errorf("discover: %w", err)
	}
	return all, nil
}

func (in *Inputs) of(ctx context.Context, brand voc.BrandID) ([]voc.Discovery, error) {
	begin := in.Now.Add(-in.Window)
	window, err := in.texts(ctx, brand, begin, in.Now)
	if err != nil {
		return nil, err
	}
	history, err := in.texts(ctx, brand, begin.Add(-in.History), begin)
	if err != nil {
		return nil, err
	}
	o := emerge.Options{Known: in.Analyzer.Known, Words: in.Analyzer.Words}
	words, err := emerge.Words(window, history, o)
	if err != nil {
		return nil, err
	}
	stories, err := emerge.Stories(window, history, o)
	if err != nil {
		return nil, err
	}
	found := append(words, withoutEchoes(stories, words)...)
	for i := range found {
		found[i].Brand = brand
		emerge.Name(&found[i])
	}
	known, err := in.Store.Discoveries(ctx, voc.DiscoveryStory, []voc.BrandID{brand}, begin, knownStories)
	if err != nil {
		return nil, err
	}
	recognise(found, known)
	return found, nil
}

// withoutEchoes leaves out stories that are nothing but the parts of a word found as well, told in the
// same posts: 星空 and 挂壁 tell no story beside 星空挂壁.
func withoutEchoes(stories, words []voc.Discovery) []voc.Discovery {
	return slices.DeleteFunc(stories, func(story voc.Discovery) bool {
		return slices.ContainsFunc(words, func(word voc.Discovery) bool {
			inside := 0
			for _, part := range story.Words {
				if strings.Contains(word.Label, part) {
					inside++
				}
			}
			return inside >= 2 && inside >= len(story.Words)-1 && 10*story.N <= 11*word.N
		})
	})
}

// knownStories is how many stories of the window before a search looks back to.
const knownStories = 500

// recognise gives a story that goes on the id it was found under before: while posts come in, some of
// the words it is told by change, and it must not stand in the list twice. A known story goes on in
// one found one at most, the one with most of its words.
func recognise(found, known []voc.Discovery) {
	taken := map[string]bool{}
	for i := range found {
		d := &found[i]
		if d.Kind != voc.DiscoveryStory {
			continue
		}
		best, most := "", 0
		for j := range known {
			k := &known[j]
			n := shared(d.Words, k.Words)
			if taken[k.ID] || 2*n < min(len(d.Words), len(k.Words)) || n < 2 {
				continue
			}
			if n > most || n == most && k.ID == d.ID {
				best, most = k.ID, n
			}
		}
		if best != "" {
			d.ID = best
		}
		taken[d.ID] = true
	}
}

func shared(a, b []string) int {
	n := 0
	for _, w := range a {
		if holds(b, w) {
			n++
		}
	}
	return n
}

func (in *Inputs) texts(ctx context.Context, brand voc.BrandID, from, to time.Time) ([]emerge.Text, error) {
	var list []emerge.Text
	filter := voc.Filter{Brands: []voc.BrandID{brand}, From: from, To: to}
	err := in.Store.Texts(ctx, filter, in.Texts, func(t store.Text) error {
		list = append(list, emerge.Text{Post: t.PostID, At: t.At, Text: t.Norm, Negative: t.Sentiment == voc.Negative, Topics: t.Topics})
		return nil
	})
	return list, err
}
