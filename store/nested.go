package store

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// aspectColumns are the aspects of one mention as the database keeps them: an array a field.
type aspectColumns struct {
	names, sentiments, opinions []string
	starts, ends                []uint32
	odds                        []float32
}

func aspectColumnsOf(aspects []voc.Aspect) aspectColumns {
	n := len(aspects)
	c := aspectColumns{
		names: make([]string, n), sentiments: make([]string, n), opinions: make([]string, n),
		starts: make([]uint32, n), ends: make([]uint32, n), odds: make([]float32, n),
	}
	for i, a := range aspects {
		c.names[i], c.sentiments[i], c.opinions[i] = a.Name, string(a.Sentiment), a.Opinion
		c.starts[i], c.ends[i] = uint32(max(0, a.Start)), uint32(max(0, a.End))
		c.odds[i] = coarse(a.Probability)
	}
	return c
}

// of is aspectColumnsOf read backwards; the evidence is cut out of the normalised text again.
func (c *aspectColumns) of(norm string) []voc.Aspect {
	aspects := make([]voc.Aspect, len(c.names))
	c.odds = append(c.odds, make([]float32, max(0, len(c.names)-len(c.odds)))...) // rows from before these were kept
	c.opinions = append(c.opinions, make([]string, max(0, len(c.names)-len(c.opinions)))...)
	cut := cutter(norm, len(c.names))
	for i := range aspects {
		aspects[i] = voc.Aspect{
			Name: c.names[i], Sentiment: voc.Sentiment(c.sentiments[i]), Probability: widen(c.odds[i]), Opinion: c.opinions[i],
			Start: int(c.starts[i]), End: int(c.ends[i]), Text: cut(c.starts[i], c.ends[i]),
		}
	}
	return aspects
}

// factColumns are the facts of one mention, an array a field.
type factColumns struct {
	kinds        []string
	values       []float64
	starts, ends []uint32
}

func factColumnsOf(facts []voc.Fact) factColumns {
	n := len(facts)
	c := factColumns{kinds: make([]string, n), values: make([]float64, n), starts: make([]uint32, n), ends: make([]uint32, n)}
	for i, f := range facts {
		c.kinds[i], c.values[i], c.starts[i], c.ends[i] = string(f.Kind), f.Value, uint32(max(0, f.Start)), uint32(max(0, f.End))
	}
	return c
}

func (c *factColumns) of(norm string) []voc.Fact {
	facts := make([]voc.Fact, len(c.kinds))
	cut := cutter(norm, len(c.kinds))
	for i := range facts {
		facts[i] = voc.Fact{
			Kind: voc.FactKind(c.kinds[i]), Value: c.values[i], Start: int(c.starts[i]), End: int(c.ends[i]), Text: cut(c.starts[i], c.ends[i]),
		}
	}
	return facts
}

// cutter gives what cuts runes [start, end) out of norm; it looks at norm only when n pieces are
// wanted at all.
func cutter(norm string, n int) func(start, end uint32) string {
	var runes []rune
	if n > 0 {
		runes = []rune(norm)
	}
	return func(start, end uint32) string {
		from, to := min(int(start), len(runes)), min(int(end), len(runes))
		if from >= to {
			return ""
		}
		return string(runes[from:to])
	}
}

// coarse keeps two digits of a probability: more is not known, and equal numbers pack well.
func coarse(p float64) float32 { return float32(math.Round(p*100) / 100) }
