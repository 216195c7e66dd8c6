package demosite

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// person is somebody who writes. Who they are decides how they write, so the same author stays
// recognisable: a student says 室友, a hurried one leaves out the last full stop.
type person struct {
	id        int64
	name      string
	persona   string // "", student, office, mom, regular
	style     punctuation
	emoji     float64 // how often a text ends in one
	typos     bool
	followers int64
	verified  bool
	home      string // province
}

// people are the authors; the first write far more than the last.
const people = 9000

func makePeople(seed int64, b *book, all []*brand) []person {
	r := rand.New(rand.NewPCG(uint64(seed), 0x70656f706c65))
	var regions []string
	for _, s := range all[0].stores {
		regions = append(regions, s.region)
	}
	list := make([]person, people)
	for i := range list {
		list[i] = person{
			id:        1_000_000_000 + int64(i)*9973 + r.Int64N(9000),
			name:      nickname(r, b),
			persona:   weighted(r, personas, func(p personaShare) float64 { return p.share }).name,
			style:     weighted(r, styles, func(s styleShare) float64 { return s.share }).style,
			emoji:     r.Float64() * r.Float64(),
			typos:     chance(r, .06),
			followers: int64(math.Exp(r.NormFloat64()*1.7 + 5)),
			home:      pick(r, regions),
		}
		list[i].verified = list[i].followers > 20_000 || chance(r, .005)
	}
	return list
}

type personaShare struct {
	name  string
	share float64
}

var personas = []personaShare{{"", .3}, {"student", .23}, {"office", .27}, {"mom", .08}, {"regular", .12}}

// nickname puts a name together from the parts in phrases/names.txt.
func nickname(r *rand.Rand, b *book) string {
	line := func(key string) string { return b.sections[key].lines[r.IntN(len(b.sections[key].lines))].plain() }
	switch n := r.IntN(10); {
	case n < 2:
		return line("nick.plain") + strconv.Itoa(r.IntN(1000))
	case n < 6:
		return line("nick.head") + line("nick.body") + line("nick.tail")
	case n < 8:
		return line("nick.body") + line("nick.tail") + strconv.Itoa(10+r.IntN(9990))
	case n < 9:
		return line("nick.body") + line("nick.body")
	default:
		return "用户" + strconv.Itoa(1_000_000+r.IntN(9_000_000))
	}
}

// plain is the text of a template without choices.
func (t template) plain() string {
	s := ""
	for _, p := range t {
		s += p.text
	}
	return s
}
