package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Draw says which sample is drawn.
type Draw struct {
	Week  string // name of the week, part of the seed
	Brand voc.BrandID
	From  time.Time // of publication
	To    time.Time
	Size  int // about how many mentions
}

const (
	// Doubt is the probability of a verdict below which it counts as unsure. Tallies hold it: another value needs
	// a migration that has them made anew.
	Doubt = 0.7
	// leastOfStratum is how many of each stratum are drawn at least: fewer tell nothing of it.
	leastOfStratum = 8
	// unsureWeighs is how much oftener an unsure verdict is drawn than a sure one: of those it is not
	// known what they are, so a reading of them tells more.
	unsureWeighs = 3
	// negativeWeighs is how much oftener a negative verdict is drawn: its share is what is asked for.
	negativeWeighs = 2
)

// Sample gives the audit sample of a week and a brand: drawn when it is first asked for, from mentions
// that are no noise, and kept. now is written down as the time of the draw. A week without mentions
// has none, and none is kept.
func (s *Store) Sample(ctx context.Context, d Draw, now time.Time) ([]voc.Sampled, error) {
	s.drawing.Lock() // two people who open the page at once get one sample
	defer s.drawing.Unlock()
	kept, err := s.Samples(ctx, d.Week, d.Week, d.Brand)
	if err != nil || len(kept) > 0 {
		return kept, err
	}
	from, to := span(d.From, d.To)
	candidates, err := list(ctx, s, "Draw", params{
		"doubt": Doubt, "seed": d.Week + "\x00" + string(d.Brand), "brand": string(d.Brand), "from": from, "to": to, "most": uint32(max(0, d.Size)),
	}, func(r rows) (voc.Sampled, error) {
		one := voc.Sampled{Week: d.Week, Brand: d.Brand, Drawn: now}
		var probability float32
		var population uint64
		err := r.Scan((*string)(&one.PostID), (*string)(&one.Sentiment), &probability, &one.Local, &one.Stratum, &population)
		one.Probability, one.Population = widen(probability), int(population)
		return one, err
	})
	if err != nil {
		return nil, err
	}
	drawn := choose(candidates, d.Size)
	return drawn, s.SaveSamples(ctx, drawn)
}

// choose takes of each stratum the first candidates, as many as it is allotted, and puts them into an
// order that does not betray their strata.
func choose(candidates []voc.Sampled, size int) []voc.Sampled {
	population := map[string]int{}
	for _, c := range candidates {
		population[c.Stratum] = c.Population
	}
	quota := allot(population, size)
	drawn := []voc.Sampled{}
	for _, c := range candidates {
		if quota[c.Stratum] > 0 {
			quota[c.Stratum]--
			drawn = append(drawn, c)
		}
	}
	slices.SortFunc(drawn, func(a, b voc.Sampled) int { return bytes.Compare(shuffled(a), shuffled(b)) })
	for i := range drawn {
		drawn[i].Place = i + 1
	}
	return drawn
}

// allot divides a sample among strata by their sizes, unsure and negative ones weighing more, with
// a least for each and never more than there are.
func allot(population map[string]int, size int) map[string]int {
	quota, total := map[string]int{}, 0.0
	for name, n := range population {
		quota[name] = min(n, leastOfStratum)
		total += float64(n) * weight(name)
		size -= quota[name]
	}
	names := slices.Sorted(maps.Keys(population))
	for rest := size; rest > 0 && total > 0; rest = size {
		left := 0.0
		for _, name := range names {
			room := population[name] - quota[name]
			if room == 0 {
				continue
			}
			more := min(room, size, int(math.Ceil(float64(rest)*float64(population[name])*weight(name)/total)))
			quota[name] += more
			size -= more
			if population[name] > quota[name] {
				left += float64(population[name]) * weight(name)
			}
		}
		total = left
	}
	return quota
}

// weight is how much oftener than others a mention of a stratum is drawn.
func weight(stratum string) float64 {
	w := 1.0
	if strings.HasSuffix(stratum, "/unsure") {
		w *= unsureWeighs
	}
	if strings.HasPrefix(stratum, string(voc.Negative)+"/") {
		w *= negativeWeighs
	}
	return w
}

// shuffled is by what a sample is put in order: as good as chance, and always the same.
func shuffled(one voc.Sampled) []byte {
	sum := sha256.Sum256([]byte(one.Week + "\x00" + string(one.Brand) + "\x00" + string(one.PostID)))
	return sum[:]
}

// SaveSamples keeps what was drawn.
func (s *Store) SaveSamples(ctx context.Context, drawn []voc.Sampled) error {
	if len(drawn) == 0 {
		return nil
	}
	return s.insert(ctx, "SaveSamples", len(drawn), func(i int) []any {
		d := &drawn[i]
		return []any{
			d.Week, string(d.Brand), string(d.PostID), uint32(max(0, d.Place)), string(d.Sentiment), float32(d.Probability),
			d.Stratum, uint64(max(0, d.Population)), d.Local, toDB(d.Drawn),
		}
	})
}

// manySamples bounds one answer: four years of ten brands.
const manySamples = 400_000

// Samples gives the audit samples of the weeks from first to last, both included, of some brands or,
// none named, of all: the latest week first, each sample in the order it is read.
func (s *Store) Samples(ctx context.Context, first, last string, brands ...voc.BrandID) ([]voc.Sampled, error) {
	return list(ctx, s, "Samples", params{
		"first": first, "last": last, "brands": texts(brands), "limit": uint32(manySamples),
	}, func(r rows) (voc.Sampled, error) {
		var one voc.Sampled
		var place uint32
		var probability float32
		var population uint64
		err := r.Scan(&one.Week, (*string)(&one.Brand), (*string)(&one.PostID), &place, (*string)(&one.Sentiment), &probability,
			&one.Stratum, &population, &one.Local, &one.Drawn)
		one.Place, one.Probability, one.Population, one.Drawn = int(place), widen(probability), int(population), fromDB(one.Drawn)
		return one, err
	})
}
