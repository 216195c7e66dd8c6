package digest

import (
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// memory is what the letter before told: who reads every night wants to read nothing twice.
type memory struct {
	topics map[string]voc.DigestLine // told as new, worse or still worse, by their query
	shops  map[string]bool           // praised, by their query
	said   map[string]bool           // sentences and quotations as they stood there
}

// remember reads the letter before; an empty one told nothing.
func remember(last voc.Digest) memory {
	m := memory{topics: map[string]voc.DigestLine{}, shops: map[string]bool{}, said: map[string]bool{}}
	for _, s := range last.Sections {
		for _, line := range s.Lines {
			m.said[line.Text] = true
			for _, e := range line.Evidence {
				m.said[e.Text] = true
			}
			switch s.Name {
			case "new", "worse", "more":
				if strings.HasPrefix(line.Query, topicQuery("")) {
					m.topics[line.Query] = line
				}
			case "praise":
				m.shops[line.Query] = true
			}
		}
	}
	return m
}

// unheard leaves out voices that were quoted the night before, by whoever they were said again.
func (m memory) unheard(evidence []voc.Evidence) []voc.Evidence {
	return slices.DeleteFunc(slices.Clone(evidence), func(e voc.Evidence) bool { return m.said[cut(e.Text)] })
}

// stillWorse tells whether a topic was told the night before and has not risen clearly since: then one
// short line says that it goes on.
func (m memory) stillWorse(t topic, of int) (voc.DigestLine, bool) {
	before, told := m.topics[topicQuery(t.name)]
	if !told || before.Of == 0 {
		return before, false
	}
	low, _ := wilson(t.n, of)
	_, most := wilson(before.N, before.Of)
	return before, low <= most
}

// fresh takes out lines that say word for word what the night before said. What is open stays until it
// is closed, what came back is news each time, a question stays until it is answered, and how well we heard is
// said every night.
func (m memory) fresh(section string, lines []voc.DigestLine) []voc.DigestLine {
	if section == "open" || section == "relapsed" || section == "quality" || section == "asked" {
		return lines
	}
	return slices.DeleteFunc(lines, func(l voc.DigestLine) bool {
		return m.said[l.Text] && section != "voices" // there the text only says whose voice it is
	})
}

// known puts what goes on after what is news.
func (f *facts) known(t topic) int {
	if _, told := f.last.stillWorse(t, f.today.total); told {
		return 1
	}
	return 0
}

// stillLine says that a topic told the night before goes on.
func (f *facts) stillLine(t topic, before voc.DigestLine) voc.DigestLine {
	return voc.DigestLine{
		Text:  f.say("“%s”仍高于往常：%d 条，上一封信里是 %d 条。", "“%s” is still above usual: %d, in the last letter %d.", f.title(t.name), t.n, before.N),
		Query: topicQuery(t.name), Posts: ids(t.evidence), N: t.n, Of: f.today.total,
	}
}
