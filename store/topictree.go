package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Outcome is what is counted of a topic, an aspect or a word, in a window and in the one before (see
// voc.Filter.Compare).
type Outcome struct {
	N, Negative, Positive  int
	Before, BeforeNegative int
}

// Plus adds what was counted of other mentions.
func (o Outcome) Plus(p Outcome) Outcome {
	return Outcome{o.N + p.N, o.Negative + p.Negative, o.Positive + p.Positive, o.Before + p.Before, o.BeforeNegative + p.BeforeNegative}
}

// NamedOutcome is the outcome of one name: of a topic "卫生-异物", of a group of them "卫生-", of all
// mentions "".
type NamedOutcome struct {
	Name string
	Outcome
}

// treeMost bounds the names of one answer. A taxonomy has some dozen.
const treeMost = 5000

// TopicTree counts by topic, by group of topics and over all. A mention counts once for each.
func (s *Store) TopicTree(ctx context.Context, f voc.Filter) ([]NamedOutcome, error) {
	p := bothWindows(f)
	p["limit"] = uint32(treeMost)
	name, err := s.treeQuery(ctx, "TopicTree", f, p)
	if err != nil {
		return nil, err
	}
	return listOnce(ctx, s, name, p, namedOutcome)
}

func namedOutcome(r rows) (NamedOutcome, error) {
	var o NamedOutcome
	var c counts
	err := r.Scan(&o.Name, &c[0], &c[1], &c[2], &c[3], &c[4])
	o.Outcome = c.outcome()
	return o, err
}

// counts are the columns of query/_outcome.sql.
type counts [5]uint64

func (c counts) outcome() Outcome {
	return Outcome{int(c[0]), int(c[1]), int(c[2]), int(c[3]), int(c[4])}
}

// AspectBy is what the columns of a matrix of aspects are.
type AspectBy string

// The columns.
const (
	AspectsTogether AspectBy = ""
	AspectsByBrand  AspectBy = "brand"
	AspectsBySource AspectBy = "source"
)

// AspectCell is the outcome of an aspect "service.waiting", of a group "service." or of all mentions
// "" in one column. Negative and Positive are judgements of the aspect, negative where a mention holds
// both; of all mentions they are those of the whole mention.
type AspectCell struct {
	Name, Column string
	Outcome
}

// AspectTree counts by aspect and group of aspects, each by brand or source. Sums over the columns are
// the counts of all: a mention has one brand and one source.
func (s *Store) AspectTree(ctx context.Context, f voc.Filter, by AspectBy) ([]AspectCell, error) {
	p := bothWindows(f)
	plain := f
	plain.Sources = nil // tallied by source, too
	name, err := s.treeQuery(ctx, "AspectTree", plain, p)
	if err != nil {
		return nil, err
	}
	p["by"], p["dimensions"] = string(by), []string{"", "aspect", "aspect-group"}
	if by == AspectsBySource || len(f.Sources) > 0 {
		p["dimensions"] = []string{"source", "aspect-source"}
	}
	return listOnce(ctx, s, name, p, func(r rows) (AspectCell, error) {
		var o AspectCell
		var c counts
		err := r.Scan(&o.Name, &o.Column, &c[0], &c[1], &c[2], &c[3], &c[4])
		o.Outcome = c.outcome()
		return o, err
	})
}

// AspectWord is a word an aspect is judged by, and in how many mentions it does so which way.
type AspectWord struct {
	Aspect, Word          string
	N, Negative, Positive int
}

// AspectWords gives the words said most of each aspect, limit of each; of one aspect or group alone
// when the filter names one.
func (s *Store) AspectWords(ctx context.Context, f voc.Filter, limit int) ([]AspectWord, error) {
	p := filterParams(f)
	p["limit"] = uint32(limit)
	name, err := s.treeQuery(ctx, "AspectWords", f, p)
	if err != nil {
		return nil, err
	}
	return listOnce(ctx, s, name, p, func(r rows) (AspectWord, error) {
		var a AspectWord
		var n, negative, positive uint64
		err := r.Scan(&a.Aspect, &a.Word, &n, &negative, &positive)
		a.N, a.Negative, a.Positive = int(n), int(negative), int(positive)
		return a, err
	})
}

// TopicPair is how many mentions speak of two topics, A before B by name.
type TopicPair struct {
	A, B        string
	N, Negative int
}

// TopicPairs counts topics that are spoken of together, most first.
func (s *Store) TopicPairs(ctx context.Context, f voc.Filter, limit int) ([]TopicPair, error) {
	p := filterParams(f)
	p["limit"] = uint32(limit)
	name, err := s.treeQuery(ctx, "TopicPairs", f, p)
	if err != nil {
		return nil, err
	}
	return listOnce(ctx, s, name, p, func(r rows) (TopicPair, error) {
		var t TopicPair
		var n, negative uint64
		err := r.Scan(&t.A, &t.B, &n, &negative)
		t.N, t.Negative = int(n), int(negative)
		return t, err
	})
}

// Words counts by keyword, most first, and over all (""). Before counts the window before; when mine
// names brands, it counts the other brands in the same window instead, and the rest counts those of
// mine.
func (s *Store) Words(ctx context.Context, f voc.Filter, mine []voc.BrandID, limit int) ([]NamedOutcome, error) {
	var p params
	if len(mine) > 0 {
		f.Brands = nil
		p = filterParams(f)
		p["start"], _ = span(f.From, time.Time{})
	} else {
		p = bothWindows(f)
	}
	p["mine"] = texts(mine)
	p["limit"] = uint32(limit)
	name, err := s.treeQuery(ctx, "Words", f, p)
	if err != nil {
		return nil, err
	}
	return listOnce(ctx, s, name, p, namedOutcome)
}
