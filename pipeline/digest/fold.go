package digest

import (
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// foldRunes is how much stands above the fold: title, lead, figures, and what was asked, is new or got
// worse, without the voices under it. It is what a reader takes in who reads nothing else.
const foldRunes = 600

// latin is how many letters are read in the time of one Chinese character.
const latin = 2

// above are the sections that stand there.
var above = map[string]bool{"asked": true, "new": true, "worse": true}

// fold moves what does not fit above to a section further down, the least important first, and says how
// much that is. Sections left empty are taken out.
func fold(f *facts, d voc.Digest) voc.Digest {
	kept := keptAbove(f, d)
	var moved []voc.DigestLine
	last := -1 // section that ends what stands above
	for i := range d.Sections {
		s := &d.Sections[i]
		if !above[s.Name] {
			continue
		}
		n := min(kept[s.Name], len(s.Lines))
		moved = append(moved, s.Lines[n:]...)
		if s.Lines = s.Lines[:n:n]; n > 0 {
			last = i
		}
	}
	if len(moved) > 0 && last >= 0 {
		s := &d.Sections[last]
		s.Lines = append(s.Lines, voc.DigestLine{Text: f.moreBelow(len(moved)), Query: queryFold})
	}
	told := []voc.DigestSection{}
	for _, s := range d.Sections {
		if s.Name == "more" {
			s.Lines = moved
		}
		if len(s.Lines) > 0 {
			told = append(told, s)
		}
	}
	d.Sections = told
	return d
}

func (f *facts) moreBelow(n int) string {
	return f.say("还有 %d 件，写在下面的“其余变化”里。", "%d more below, under “Further changes”.", n)
}

// keptAbove is how many lines of each section stay. The first answer comes first, then the changes in
// their order, then what else was asked.
func keptAbove(f *facts, d voc.Digest) map[string]int {
	type candidate struct {
		section string
		runes   int
	}
	var asked, changes []candidate
	room := foldRunes
	if f.tongue == english {
		room *= latin
	}
	room -= utf8.RuneCountInString(d.Title) + utf8.RuneCountInString(d.Lead)
	for _, g := range d.Figures {
		room -= utf8.RuneCountInString(g.Title + g.Text + g.Before + g.Change)
	}
	for _, s := range d.Sections {
		if !above[s.Name] || len(s.Lines) == 0 {
			continue
		}
		room -= utf8.RuneCountInString(s.Title)
		for _, l := range s.Lines {
			c := candidate{s.Name, utf8.RuneCountInString(l.Text)}
			if s.Name == "asked" {
				asked = append(asked, c)
			} else {
				changes = append(changes, c)
			}
		}
	}
	first := min(1, len(asked))
	order := append(append(append([]candidate{}, asked[:first]...), changes...), asked[first:]...)
	total := 0
	for _, c := range order {
		total += c.runes
	}
	if total > room {
		room -= utf8.RuneCountInString(f.moreBelow(len(order)))
	}
	kept := map[string]int{}
	for _, c := range order {
		if room -= c.runes; room < 0 {
			break
		}
		kept[c.section]++
	}
	return kept
}
