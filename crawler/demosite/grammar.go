package demosite

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// template is a sentence with choices in it. "(a|b|)" takes one of its branches, "{name}" is
// filled by whoever tells the story, "{3..8}" is a number of that range. Brackets nest.
type template []piece

// piece is one part of a template: literal text, a slot, a number range, or a choice.
type piece struct {
	text    string
	slot    string
	lo, hi  int
	choices []template
}

// parseTemplate reads one line of a phrase file.
func parseTemplate(line string) (template, error) {
	p := &templateParser{rest: line}
	t, err := p.sequence(0)
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, line)
	}
	return t, nil
}

type templateParser struct{ rest string }

// sequence reads pieces until the line ends or, inside brackets, until "|" or ")".
func (p *templateParser) sequence(depth int) (template, error) {
	var t template
	for p.rest != "" {
		i := strings.IndexAny(p.rest, "(|){}")
		if i < 0 {
			i = len(p.rest)
		}
		if i > 0 {
			t = append(t, piece{text: p.rest[:i]})
			p.rest = p.rest[i:]
			continue
		}
		switch p.rest[0] {
		case '(':
			p.rest = p.rest[1:]
			choice, err := p.choice(depth + 1)
			if err != nil {
				return nil, err
			}
			t = append(t, choice)
		case '{':
			slot, err := p.slot()
			if err != nil {
				return nil, err
			}
			t = append(t, slot)
		case '}':
			return nil, fmt.Errorf("a } without its {")
		default: // "|" or ")"
			if depth == 0 {
				return nil, fmt.Errorf("a %c outside of brackets", p.rest[0])
			}
			return t, nil
		}
	}
	if depth > 0 {
		return nil, fmt.Errorf("a ( without its )")
	}
	return t, nil
}

func (p *templateParser) choice(depth int) (piece, error) {
	var c piece
	for {
		branch, err := p.sequence(depth)
		if err != nil {
			return c, err
		}
		c.choices = append(c.choices, branch)
		end := p.rest[0]
		p.rest = p.rest[1:]
		if end == ')' {
			return c, nil
		}
	}
}

func (p *templateParser) slot() (piece, error) {
	end := strings.IndexByte(p.rest, '}')
	if end < 0 {
		return piece{}, fmt.Errorf("a { without its }")
	}
	name := p.rest[1:end]
	p.rest = p.rest[end+1:]
	low, high, isRange := strings.Cut(name, "..")
	if !isRange {
		if name == "" {
			return piece{}, fmt.Errorf("an empty {}")
		}
		return piece{slot: name}, nil
	}
	lo, err := strconv.Atoi(low)
	if err != nil {
		return piece{}, fmt.Errorf("range {%s}: %w", name, err)
	}
	hi, err := strconv.Atoi(high)
	if err != nil || hi < lo {
		return piece{}, fmt.Errorf("range {%s} does not go upwards", name)
	}
	return piece{lo: lo, hi: hi}, nil
}

// expand writes one of the sentences the template stands for. fill answers the slots.
func (t template) expand(b *strings.Builder, r *rand.Rand, fill func(string) string) {
	for i := range t {
		switch p := &t[i]; {
		case p.choices != nil:
			p.choices[r.IntN(len(p.choices))].expand(b, r, fill)
		case p.slot != "":
			b.WriteString(fill(p.slot))
		case p.hi > 0:
			b.WriteString(strconv.Itoa(p.lo + r.IntN(p.hi-p.lo+1)))
		default:
			b.WriteString(p.text)
		}
	}
}

// fragments counts the clauses a template can produce when its choices, but not its slots, are
// written out; capped, because what matters is that it is many.
func (t template) fragments() int {
	n := 1
	for _, p := range t {
		if p.choices == nil {
			continue
		}
		sum := 0
		for _, c := range p.choices {
			sum += c.fragments()
		}
		if n *= sum; n > 1<<20 {
			return 1 << 20
		}
	}
	return n
}
