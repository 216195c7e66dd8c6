package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// EvidenceOrder says which mentions are the most telling.
type EvidenceOrder string

// The orders of evidence; each is also the Why of the voc.Evidence it brings.
const (
	First     EvidenceOrder = "first"     // oldest first: how it began
	Amplified EvidenceOrder = "amplified" // most likes + 2·replies + 3·shares first: who made it large
	Typical   EvidenceOrder = "typical"   // gravest first, then those whose sentiment is clearest
	Top       EvidenceOrder = "top"       // what reaches most people first
)

// quoteRunes is how much of a text is quoted: about four lines on a phone.
const quoteRunes = 160

// Evidence quotes mentions, each text once however often it was reposted; Copies tells how
// often within the filter's stretch of time.
func (s *Store) Evidence(ctx context.Context, f voc.Filter, order EvidenceOrder, limit int) ([]voc.Evidence, error) {
	switch order {
	case First, Amplified, Typical, Top:
	default:
		return nil, fmt.Errorf("store: evidence order %q: use first, amplified, typical or top", order)
	}
	p := filterParams(f)
	p["order"], p["limit"] = string(order), uint32(max(0, limit))
	var clusters []uint64
	found, err := list(ctx, s, "Evidence", p, func(r rows) (voc.Evidence, error) {
		e := voc.Evidence{Why: string(order)}
		var cluster uint64
		err := r.Scan((*string)(&e.PostID), (*string)(&e.Brand), &e.At, &cluster, &e.Reach)
		e.At = e.At.UTC()
		clusters = append(clusters, cluster)
		return e, err
	})
	if err != nil || len(found) == 0 {
		return found, err
	}
	clusters = clusters[len(clusters)-len(found):] // those of the last attempt
	if found, clusters, err = s.quoted(ctx, found, clusters); err != nil {
		return nil, err
	}
	copies, err := s.copiesIn(ctx, slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(clusters))), func(c uint64) bool { return c == 0 }), f.From, f.To)
	for i, cluster := range clusters {
		if c, known := copies[cluster]; known && cluster != 0 {
			found[i].Copies = max(0, c.Posts-1)
		}
	}
	return found, err
}

// quoted gives evidence its texts. What was erased since it was chosen is left out, with its cluster.
func (s *Store) quoted(ctx context.Context, chosen []voc.Evidence, clusters []uint64) ([]voc.Evidence, []uint64, error) {
	var brands, ids []string
	var times []int64
	for _, e := range chosen {
		brands, times, ids = append(brands, string(e.Brand)), append(times, millis(e.At)), append(ids, string(e.PostID))
	}
	type key struct {
		id    voc.PostID
		brand voc.BrandID
	}
	texts := map[key]voc.Evidence{}
	err := s.read(ctx, "Evidence.texts", params{"brands": brands, "times": times, "ids": ids}, func() { clear(texts) }, func(r rows) error {
		var k key
		var e voc.Evidence
		var title, text string
		err := r.Scan((*string)(&k.id), (*string)(&k.brand), &title, &text, &e.URL, &e.Store, (*string)(&e.Source))
		e.Text = quote(cmp.Or(text, title), quoteRunes)
		texts[k] = e
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	kept := chosen[:0]
	var of []uint64
	for i, e := range chosen {
		said, there := texts[key{e.PostID, e.Brand}]
		if !there {
			continue
		}
		e.At, e.Text, e.URL, e.Store, e.Source = fromDB(e.At), said.Text, said.URL, said.Store, said.Source
		kept, of = append(kept, e), append(of, clusters[i])
	}
	return kept, of, nil
}

// quote cuts a text to whole sentences within n runes, or at n runes where no sentence ends. What
// is left stands in the text as it is: no ellipsis is put into somebody's mouth.
func quote(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	end, last, count := 0, 0, 0
	for i, r := range text {
		if count == n {
			end = i
			break
		}
		count++
		switch r {
		case '。', '！', '？', '!', '?', '；', '\n', '…':
			last = i + utf8.RuneLen(r)
		}
	}
	if last > end/2 {
		end = last
	}
	return text[:end]
}

// Window is a span of time, [From, To).
type Window struct {
	From, To time.Time
}

// dimensions are what an increase is taken apart by.
var dimensions = []string{"topic", "platform", "source", "store", "region", "tier"}

// Shares tells who brought an increase: for each element of a dimension ("topic", "platform", "source",
// "store", "region", or "tier": how many followers the author has) its mentions in the window of f
// against what the baseline lets one expect of a window of that length. Part = (N−Usual) ÷ (all N −
// all Usual); with topics the parts may add up to more than 1, since a mention may have several.
// Largest part first; elements without increase are left out. The baseline must end where the window
// begins, or earlier.
func (s *Store) Shares(ctx context.Context, f voc.Filter, baseline Window, dimension string) ([]voc.Share, error) {
	_, _, all, err := s.Increase(ctx, f, baseline, dimension)
	if err != nil {
		return nil, err
	}
	return increasing(all), nil
}

// Increase takes an increase apart by several dimensions at once: all mentions in the window, what
// the baseline lets one expect of it, and every element of the dimensions as in Shares, those that
// fell as well.
func (s *Store) Increase(ctx context.Context, f voc.Filter, baseline Window, by ...string) (n int, usual float64, all []voc.Share, err error) {
	for _, dimension := range by {
		if !slices.Contains(dimensions, dimension) {
			return 0, 0, nil, fmt.Errorf("store: shares by %q: use one of %s", dimension, strings.Join(dimensions, ", "))
		}
	}
	if !f.From.Before(f.To) || !baseline.From.Before(baseline.To) || baseline.To.After(f.From) {
		return 0, 0, nil, fmt.Errorf("store: shares: baseline %s…%s must lie before the window %s…%s", baseline.From, baseline.To, f.From, f.To)
	}
	length := float64(f.To.Sub(f.From)) / float64(baseline.To.Sub(baseline.From))
	start := f.From
	f.From = baseline.From
	p := filterParams(f)
	p["dimensions"], p["start"], p["base_to"] = by, millis(start), millis(baseline.To)
	all, err = list(ctx, s, "Shares", p, func(r rows) (voc.Share, error) {
		var share voc.Share
		var now, base uint64
		err := r.Scan(&share.Dimension, &share.Element, &now, &base)
		share.N, share.Usual = int(now), float64(base)*length
		return share, err
	})
	if err != nil {
		return 0, 0, nil, err
	}
	for _, share := range all {
		if share.Dimension == "" {
			n, usual = share.N, share.Usual
		}
	}
	all = slices.DeleteFunc(all, func(share voc.Share) bool { return share.Element == "" })
	if increase := float64(n) - usual; increase > 0 {
		for i := range all {
			all[i].Part = (float64(all[i].N) - all[i].Usual) / increase
		}
	}
	return n, usual, all, nil
}

// Voices is who speaks in some mentions.
type Voices struct {
	N         int // mentions
	Authors   int // different people; those without a name count one each
	Originals int // of N: texts of their own
	Copies    int // copies and reposts that are left out of N as noise
	Suspects  int // look made by machines; left out of N
}

// Voices counts who speaks. What is labelled noise is told apart, not counted.
func (s *Store) Voices(ctx context.Context, f voc.Filter) (Voices, error) {
	f.Raw = true
	var v Voices
	err := s.read(ctx, "Voices", filterParams(f), func() { v = Voices{} }, func(r rows) error {
		var n, authors, originals, copies, suspects uint64
		if err := r.Scan(&n, &authors, &originals, &copies, &suspects); err != nil {
			return err
		}
		v = Voices{N: int(n), Authors: int(authors), Originals: int(originals), Copies: int(copies), Suspects: int(suspects)}
		return nil
	})
	return v, err
}

// increasing keeps what brought some of the increase, largest first.
func increasing(all []voc.Share) []voc.Share {
	kept := []voc.Share{}
	for _, share := range all {
		if share.Element != "" && share.Part > 0 {
			kept = append(kept, share)
		}
	}
	sort.SliceStable(kept, func(i, j int) bool { return kept[i].Part > kept[j].Part })
	return kept
}

// TopicSeen is when a topic was first and last spoken of.
type TopicSeen struct {
	Topic string    `json:"topic"`
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
	N     int       `json:"n"`
}

// TopicSeen lists every topic of a brand that was spoken of before a moment, so that a letter can
// call a topic new. Noise does not count.
func (s *Store) TopicSeen(ctx context.Context, brand voc.BrandID, before time.Time) ([]TopicSeen, error) {
	return list(ctx, s, "TopicSeen", filterParams(voc.Filter{Brands: []voc.BrandID{brand}, To: before}), func(r rows) (TopicSeen, error) {
		var t TopicSeen
		var n uint64
		err := r.Scan(&t.Topic, &t.First, &t.Last, &n)
		t.First, t.Last, t.N = fromDB(t.First), fromDB(t.Last), int(n)
		return t, err
	})
}
