package second

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Packs tells of which industry a mention is, by what the local analysis found in it.
type Packs struct {
	packs []nlp.Pack
	by    map[string][]int // pack indexes by the name of an aspect or topic
	names [][]llm.AspectName
	all   []llm.AspectName
}

// NewPacks prepares the taxonomies in use.
func NewPacks(packs []nlp.Pack) *Packs {
	p := &Packs{packs: packs, by: map[string][]int{}, names: make([][]llm.AspectName, len(packs))}
	seen := map[string]bool{}
	for i, pack := range packs {
		for _, a := range pack.Aspects {
			p.by[a.Name] = append(p.by[a.Name], i)
			p.names[i] = append(p.names[i], llm.AspectName{Name: a.Name, Title: a.Title})
			if !seen[a.Name] {
				seen[a.Name] = true
				p.all = append(p.all, llm.AspectName{Name: a.Name, Title: a.Title})
			}
		}
		for _, t := range pack.Topics {
			p.by[t.Name] = append(p.by[t.Name], i)
		}
	}
	return p
}

// Of names the pack of a mention: the one most of its aspects and topics belong to. "" where
// nothing was found, or as much of one as of another.
func (p *Packs) Of(m *voc.Mention) string {
	if i, ok := p.of(m); ok {
		return p.packs[i].Name
	}
	return ""
}

// Aspects is what a model may find in a mention: the aspects of its pack, or of all packs where the
// pack is not known.
func (p *Packs) Aspects(m *voc.Mention) []llm.AspectName {
	if i, ok := p.of(m); ok {
		return p.names[i]
	}
	return p.all
}

func (p *Packs) of(m *voc.Mention) (int, bool) {
	if len(p.packs) == 1 {
		return 0, true
	}
	votes := make([]int, len(p.packs))
	vote := func(name string) {
		for _, i := range p.by[name] {
			votes[i]++
		}
	}
	for _, a := range m.Analysis.Aspects {
		vote(a.Name)
	}
	for _, t := range m.Analysis.Topics {
		vote(t)
	}
	best := 0
	for _, n := range votes {
		best = max(best, n)
	}
	first := slices.Index(votes, best)
	if best == 0 || slices.Index(votes[first+1:], best) >= 0 {
		return 0, false
	}
	return first, true
}
