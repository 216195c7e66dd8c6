package store

import (
	"context"
	"fmt"
	"sort"
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
)

// quoteRunes is how much of a text is quoted: about four lines on a phone.
const quoteRunes = 160

// Evidence quotes mentions, each text once however often it was reposted.
func (s *Store) Evidence(ctx context.Context, f voc.Filter, order EvidenceOrder, limit int) ([]voc.Evidence, error) {
	switch order {
	case First, Amplified, Typical:
	default:
		return nil, fmt.Errorf("store: evidence order %q: use first, amplified or typical", order)
	}
	p := filterParams(f)
	p["order"], p["limit"] = string(order), uint32(max(0, limit))
	return list(ctx, s, "Evidence", p, func(r rows) (voc.Evidence, error) {
		e := voc.Evidence{Why: string(order)}
		var title, text string
		err := r.Scan((*string)(&e.PostID), (*string)(&e.Brand), &e.At, &title, &text, &e.URL, &e.Store, (*string)(&e.Source))
		if text == "" {
			text = title
		}
		e.At, e.Text = fromDB(e.At), quote(text, quoteRunes)
		return e, err
	})
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

// Shares tells who brought an increase: for each element of a dimension ("topic", "source", "store",
// "region") its mentions in the window of f against what the baseline lets one expect of a window of
// that length. Part = (N−Usual) ÷ (all N − all Usual); with topics the parts may add up to more than
// 1, since a mention may have several. Largest part first; elements without increase are left out.
// The baseline must end where the window begins, or earlier.
func (s *Store) Shares(ctx context.Context, f voc.Filter, baseline Window, dimension string) ([]voc.Share, error) {
	switch dimension {
	case "topic", "source", "store", "region":
	default:
		return nil, fmt.Errorf("store: shares by %q: use topic, source, store or region", dimension)
	}
	if !f.From.Before(f.To) || !baseline.From.Before(baseline.To) || baseline.To.After(f.From) {
		return nil, fmt.Errorf("store: shares: baseline %s…%s must lie before the window %s…%s", baseline.From, baseline.To, f.From, f.To)
	}
	length := float64(f.To.Sub(f.From)) / float64(baseline.To.Sub(baseline.From))
	total, err := s.Count(ctx, f)
	if err != nil {
		return nil, err
	}
	start, both := f.From, f
	f.From, f.To = baseline.From, baseline.To
	usual, err := s.Count(ctx, f)
	if err != nil {
		return nil, err
	}
	increase := float64(total) - float64(usual)*length
	both.From = baseline.From
	p := filterParams(both)
	p["dimension"], p["start"], p["base_to"] = dimension, millis(start), millis(baseline.To)
	all, err := list(ctx, s, "Shares", p, func(r rows) (voc.Share, error) {
		share := voc.Share{Dimension: dimension}
		var n, base uint64
		err := r.Scan(&share.Element, &n, &base)
		share.N, share.Usual = int(n), float64(base)*length
		if increase > 0 {
			share.Part = (float64(share.N) - share.Usual) / increase
		}
		return share, err
	})
	if err != nil {
		return nil, err
	}
	return increasing(all), nil
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
