package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// pair is one aspect judged in one stretch of the text.
type pair struct {
	aspect      int32
	start, end  int32 // runes
	sentiment   voc.Sentiment
	probability float32
}

// lookedBack is how many pairs back the same may stand already: those of a clause or two.
const lookedBack = 32

// addPair appends p unless the same is said of the same stretch already.
func (s *scratch) addPair(p pair) {
	if p.end <= p.start {
		return
	}
	for i := len(s.pairs) - 1; i >= max(0, len(s.pairs)-lookedBack); i-- {
		if q := &s.pairs[i]; q.aspect == p.aspect && q.start < p.end && p.start < q.end {
			return
		}
	}
	s.pairs = append(s.pairs, p)
}

// dropEchoes leaves out of the sorted pairs those of an aspect that shares its name with one of another
// pack and tells of the same stretch: who counts price.level counts a clause once.
func (a *Analyzer) dropEchoes(s *scratch) {
	kept := s.pairs[:0]
	for _, p := range s.pairs {
		echo := false
		for i := len(kept) - 1; i >= max(0, len(kept)-lookedBack) && !echo; i-- {
			q := &kept[i]
			echo = q.aspect != p.aspect && p.start < q.end && a.aspects[q.aspect].rule.Name == a.aspects[p.aspect].rule.Name
		}
		if !echo {
			kept = append(kept, p)
		}
	}
	s.pairs = kept
}

// stated writes a pair as the product tells it.
func (a *Analyzer) stated(s *scratch, p *pair) voc.Aspect {
	start, end := int(p.start), int(p.end)
	return voc.Aspect{
		Name: a.aspects[p.aspect].rule.Name, Sentiment: p.sentiment, Probability: round4(float64(p.probability)),
		Start: start, End: end, Text: s.slice(start, end), Opinion: s.opinionIn(p),
	}
}

// opinionIn gives the words of judgement that make the pair's stretch what it is, with their
// denials and degrees: the strongest of the pair's own sentiment, before all one that names the
// aspect itself.
func (s *scratch) opinionIn(p *pair) string {
	var best *opinion
	var most float32
	for i := s.opinionSince(p.start); i < len(s.opinions) && s.opinions[i].start < p.end; i++ {
		o := &s.opinions[i]
		value := o.value
		if p.sentiment == voc.Negative {
			value = -value
		}
		if p.sentiment == voc.Neutral {
			value = 0.01
		}
		if o.aspect == p.aspect {
			value *= 2
		}
		if value > most && o.from >= p.start && o.end <= p.end {
			best, most = o, value
		}
	}
	if best == nil {
		return ""
	}
	return s.slice(int(best.from), int(best.end))
}

// opinionSince gives the number of the first opinion that starts at rune at or later.
func (s *scratch) opinionSince(at int32) int {
	lo, hi := 0, len(s.opinions)
	for lo < hi {
		if mid := (lo + hi) / 2; s.opinions[mid].start < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
