package demosite

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func testBook(t *testing.T) *book {
	t.Helper()
	b, err := readBook(phraseFiles)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (s *section) all() []template { return slices.Concat(s.events, s.details, s.lines) }

// The promise is that no two reviews read alike; below this many clauses it cannot be kept.
func TestThereIsEnoughToSay(t *testing.T) {
	b := testBook(t)
	templates, clauses := 0, 0
	for _, s := range b.sections {
		for _, tpl := range s.all() {
			templates++
			clauses += tpl.fragments()
		}
	}
	if templates < 1200 || clauses < 6000 {
		t.Errorf("%d templates standing for %d clauses; want at least 1200 and 6000", templates, clauses)
	}
	if n := len(b.topics("neg.")); n < 18 {
		t.Errorf("%d things to complain about, want at least 18", n)
	}
	if n := len(b.topics("pos.")); n < 11 {
		t.Errorf("%d things to praise, want at least 11", n)
	}
}

func TestNoTemplateIsWrittenTwice(t *testing.T) {
	for key, s := range testBook(t).sections {
		if key == "nick.tail" || strings.HasPrefix(key, "word.") {
			continue // repeated on purpose: the commoner, the oftener
		}
		seen := map[string]bool{}
		for _, tpl := range s.all() {
			text := tpl.source()
			if seen[text] {
				t.Errorf("section %s says twice: %s", key, text)
			}
			seen[text] = true
		}
	}
}

// source writes a template back, well enough to compare two.
func (t template) source() string {
	var b strings.Builder
	for _, p := range t {
		b.WriteString(p.text + p.slot)
		for _, c := range p.choices {
			b.WriteString("|" + c.source())
		}
	}
	return b.String()
}

// Every section a composer may ask for must be there, or some day a visitor gets a panic.
func TestTopicsHaveWhatTheyNeed(t *testing.T) {
	b := testBook(t)
	need := func(key, why string) {
		if s := b.sections[key]; s == nil || len(s.all()) == 0 {
			t.Errorf("section %s is missing: %s", key, why)
		}
	}
	for _, key := range b.order {
		s := b.sections[key]
		for _, mode := range s.attrs["mode"] {
			need("scene."+mode, "mode of "+key)
		}
		if after := s.attr("after"); after != "" {
			need("cons."+after, "consequence of "+key)
		}
		if strings.HasPrefix(key, "neg.") && s.attr("after") == "" {
			t.Errorf("section %s says nothing of what comes after", key)
		}
		if len(s.details) > 0 && len(s.events) == 0 {
			t.Errorf("section %s has details and nothing they belong to", key)
		}
		if len(s.events) > 0 && len(s.lines) > 0 {
			t.Errorf("section %s mixes events with plain lines", key)
		}
	}
	for _, in := range (&planner{opts: DefaultOptions(time.Now()), brands: brands(), book: b}).plantForTest(t) {
		need(in.prefix+".public", in.id)
		need(in.prefix+".title", in.id)
		for _, out := range in.printed {
			if s := b.sections[in.prefix+"."+out.section]; s == nil || len(s.lines) <= out.line {
				t.Errorf("incident %s prints line %d of %s, which is not there", in.id, out.line, in.prefix+"."+out.section)
			}
		}
	}
}

func (p *planner) plantForTest(t *testing.T) []*incident {
	t.Helper()
	if err := p.opts.validate(); err != nil {
		t.Fatal(err)
	}
	return p.plant()
}

func TestEverySlotIsAnswered(t *testing.T) {
	o := DefaultOptions(time.Date(2026, 5, 1, 12, 0, 0, 0, china))
	if err := o.validate(); err != nil {
		t.Fatal(err)
	}
	p, err := newPlanner(o)
	if err != nil {
		t.Fatal(err)
	}
	r := newRand(1)
	for key, s := range p.book.sections {
		for _, tpl := range s.all() {
			for _, b := range p.brands {
				st := p.newStory(r, b, nil, o.Now)
				st.tell(s)
				if text := st.say(tpl); strings.ContainsAny(text, "{}|") {
					t.Errorf("section %s leaves brackets: %s", key, text)
				}
			}
		}
	}
}
