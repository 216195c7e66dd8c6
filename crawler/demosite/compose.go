package demosite

import (
	"math/rand/v2"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// How sentences become a text. The order is that of people: what brought me, what happened, what
// they did about it, what came of it, how I feel, good-bye. Short texts leave most of it out.

// chooseTopic picks what the story is about among the sections under prefix, by how common the
// topic is, at this brand, in this store.
func (st *story) chooseTopic(prefix string, besides *section) *section {
	return weighted(st.r, st.book.topics(prefix), func(s *section) float64 {
		if s == besides || besides != nil && !s.fits(st.mode) {
			return 0
		}
		w := s.weight
		if f, ok := st.brand.bias[s.key]; ok {
			w *= f
		}
		if f, ok := st.store.bias[s.key]; ok {
			w *= f
		}
		return w
	})
}

func (st *story) event() string  { return st.say(pick(st.r, st.topic.events)) }
func (st *story) detail() string { return st.say(pick(st.r, st.topic.details)) }

// maybe gives a line of a section with probability p, else nothing.
func (st *story) maybe(p float64, key string) string {
	if !chance(st.r, p) {
		return ""
	}
	return st.line(key)
}

// length is how much somebody feels like writing: 0 a cry, 1 a sentence, 2 a few, 3 a story.
func length(r *rand.Rand) int {
	switch f := r.Float64(); {
	case f < .06:
		return 0
	case f < .4:
		return 1
	case f < .8:
		return 2
	}
	return 3
}

// complaint tells st.topic badly, in a text of the given length. The opening must not name the
// brand: on a store's own page nobody does.
func (st *story) complaint(size int) string {
	c := &clauses{r: st.r}
	remote := st.mode == "delivery"
	switch size {
	case 1:
		c.add(st.maybe(.2, "open.neg"), .7)
		c.add(st.event(), .9)
		if chance(st.r, .5) {
			c.add(st.detail(), .6)
		} else if chance(st.r, .3) {
			c.add(st.line("emotion.neg"), .5)
		}
	case 2:
		c.add(st.maybe(.45, "open.neg"), .6)
		c.add(st.maybe(.15, "scene."+st.mode), .8)
		c.add(st.event(), .85)
		c.add(st.detail(), .5)
		c.add(st.reaction(.2, remote), .2)
		c.add(st.consequence(.35), .3)
		c.add(st.maybe(.25, "emotion.neg"), .4)
		c.add(st.maybe(.5, "close.neg"), .15)
	default:
		c.add(st.maybe(.6, "open.neg"), .5)
		c.add(st.maybe(.6, "scene."+st.mode), .7)
		c.add(st.event(), .8)
		c.add(st.detail(), .4)
		first := st.topic
		if second := st.chooseTopic("neg.", first); chance(st.r, .55) && sameDrink(second, st.drink) && together(second) {
			c.add(st.line("conn.neg")+"，", 0)
			st.topic = second
			c.add(st.event(), 1)
			st.topic = first
		}
		c.add(st.reaction(.35, remote), .2)
		c.add(st.consequence(.6), .3)
		c.add(st.maybe(.3, "emotion.neg"), .2)
		c.add(st.maybe(.85, "close.neg"), .1)
		c.add(st.maybe(.06, "pii.line"), .1)
	}
	return c.b.String()
}

// sameDrink tells whether another topic can be told of the drink already in hand.
func sameDrink(s *section, d *drink) bool {
	kind := s.attr("kind")
	return kind == "" || kind == "any" || kind == d.kind || kind == "tea" && d.kind == "milk"
}

// together tells whether a topic can be a second cause of anger on the same visit: a refund that
// takes a week cannot.
func together(s *section) bool {
	after := s.attr("after")
	return (after == "drink" || after == "service") && s.key != "neg.closed"
}

func (st *story) reaction(p float64, remote bool) string {
	if st.topic.attr("after") == "money" || st.topic.key == "neg.staff" {
		return "" // nobody argues about a price at the counter; rudeness has been told
	}
	if remote {
		return st.maybe(p, "react.remote")
	}
	if st.mode == "shop" {
		return st.maybe(p, "react.shop")
	}
	return ""
}

func (st *story) consequence(p float64) string {
	after := st.topic.attr("after")
	if after == "" {
		return ""
	}
	return st.maybe(p, "cons."+after)
}

// praise tells st.topic well.
func (st *story) praise(size int) string {
	c := &clauses{r: st.r}
	c.add(st.maybe([]float64{0, .2, .45, .6}[size], "open.pos"), .6)
	if size > 1 {
		c.add(st.maybe(.2*float64(size-1), "scene."+st.mode), .7)
	}
	c.add(st.event(), .8)
	if size > 1 || chance(st.r, .4) {
		c.add(st.detail(), .5)
	}
	if first := st.topic; size == 3 {
		if second := st.chooseTopic("pos.", first); sameDrink(second, st.drink) {
			if chance(st.r, .4) {
				c.add(st.line("conn.pos")+"，", 0)
			}
			st.topic = second
			c.add(st.event(), .5)
			c.add(st.detail(), .5)
			st.topic = first
		}
	}
	if size > 1 || chance(st.r, .3) {
		c.add(st.line("close.pos"), .3)
	}
	return c.b.String()
}

// balance is neither: a so-so visit, or something good, but.
func (st *story) balance(size int) string {
	c := &clauses{r: st.r}
	if chance(st.r, .5) {
		st.tell(st.chooseTopic("pos.", nil))
		if other := st.chooseTopic("neg.", &section{}); sameDrink(other, st.drink) && together(other) {
			c.add(st.event(), .5)
			c.b.WriteString(st.line("mid.join"))
			st.topic = other
			c.b.WriteString(st.event())
			return c.b.String()
		}
	}
	st.tell(st.book.sections["mid"])
	c.add(st.event(), .5)
	for range size - 1 {
		c.add(st.detail(), .5)
	}
	return c.b.String()
}

// opinion writes what somebody thinks, of a polarity, and says which topic it became.
func (st *story) opinion(mood voc.Sentiment, size int) (text, topic string) {
	switch mood {
	case voc.Negative:
		st.tell(st.chooseTopic("neg.", nil))
		return st.complaint(size), st.topic.key
	case voc.Positive:
		st.tell(st.chooseTopic("pos.", nil))
		return st.praise(size), st.topic.key
	}
	return st.balance(size), "mid"
}

// emoji ends a text the way its writer does, if they do.
func (st *story) emoji(text string, mood voc.Sentiment, kind string) string {
	if !chance(st.r, st.who.emoji) {
		return text
	}
	key := "emo." + map[voc.Sentiment]string{voc.Negative: "neg", voc.Positive: "pos", voc.Neutral: "mid"}[mood] + "." + kind
	lines := st.book.sections[key].lines
	if strings.HasSuffix(text, "]") {
		return text
	}
	text += pick(st.r, lines).plain()
	if chance(st.r, .15) {
		text += pick(st.r, lines).plain()
	}
	return text
}

// mood draws a polarity.
func mood(r *rand.Rand, negative, mixed float64) voc.Sentiment {
	switch f := r.Float64(); {
	case f < negative:
		return voc.Negative
	case f < negative+mixed:
		return voc.Neutral
	}
	return voc.Positive
}
