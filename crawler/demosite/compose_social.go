package demosite

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// social writes a microblog post about a brand. Here the name must be in the text: nobody would
// know otherwise what it is about.
func (p *planner) social(r *rand.Rand, b *brand, at time.Time) post {
	st := p.newStory(r, b, nil, at)
	x := post{channel: Timeline, brands: []*brand{b}, store: nil, author: st.who, mood: mood(r, b.negative-.04, .32)}
	switch x.mood {
	case voc.Negative:
		if chance(r, .09) {
			x.text, x.topic = st.irony(), "irony"
		} else {
			x.text, x.topic = st.led("neg")
		}
	case voc.Positive:
		x.text, x.topic = st.led("pos")
	default:
		key := weighted(r, []string{"chat.weibo", "ask.weibo", "mid.weibo"}, func(k string) float64 {
			return map[string]float64{"chat.weibo": 6, "ask.weibo": 3, "mid.weibo": 2}[k]
		})
		x.text, x.topic = st.line(key), strings.TrimSuffix(key, ".weibo")
	}
	x.text = finish(r, x.text, st.who, x.mood == voc.Positive)
	x.text = st.dress(x.text, x.mood)
	x.engage(r, 1.6)
	return x
}

// led puts a headline that names the brand before an experience.
func (st *story) led(kind string) (text, topic string) {
	st.tell(st.chooseTopic(kind+".", nil))
	c := &clauses{r: st.r}
	lead := "lead." + kind
	if own := lead + "." + st.mode; st.book.sections[own] != nil && chance(st.r, .4) {
		lead = own
	}
	c.add(st.line(lead), .6)
	c.add(st.event(), .7)
	size := length(st.r)
	if size > 1 || chance(st.r, .3) {
		c.add(st.detail(), .5)
	}
	if kind == "neg" {
		if size > 1 {
			c.add(st.consequence(.3), .3)
			c.add(st.maybe(.4, "emotion.neg"), .4)
		}
		if size > 2 {
			c.add(st.line("close.neg"), .2)
			c.add(st.maybe(.05, "pii.line"), .2)
		}
	} else if size > 1 {
		c.add(st.maybe(.5, "close.pos"), .3)
	}
	return c.b.String(), st.topic.key
}

// irony praises what deserves none.
func (st *story) irony() string {
	if chance(st.r, .35) {
		return st.line("irony.full")
	}
	st.tell(st.chooseTopic("neg.", nil))
	c := &clauses{r: st.r}
	c.add(st.line("irony.open"), .9)
	c.add(st.event(), .8)
	if chance(st.r, .35) {
		c.add(st.detail(), .6)
	}
	c.add(st.line("irony.tail"), .6)
	return c.b.String()
}

// dress adds what microblogs add: a hashtag before or behind, somebody's attention, an emoticon.
func (st *story) dress(text string, feeling voc.Sentiment) string {
	kind := "mid"
	switch feeling {
	case voc.Negative:
		kind = "neg"
	case voc.Positive:
		kind = "pos"
	}
	switch n := st.r.IntN(20); {
	case n < 3:
		text = st.line("tag."+kind) + text
	case n < 6:
		text = text + " " + st.line("tag."+kind)
	}
	signs := "weibo"
	if chance(st.r, .3) {
		signs = "uni"
	}
	text = st.emoji(text, feeling, signs)
	if chance(st.r, .05) {
		text += " " + st.line("at")
	}
	return text
}

// comparison speaks of two brands in one breath.
func (p *planner) comparison(r *rand.Rand, b *brand, at time.Time) post {
	st := p.newStory(r, b, nil, at)
	kind := pick(r, []string{"pos", "neg", "mid"})
	x := post{channel: Timeline, brands: []*brand{b, st.rival}, author: st.who, topic: "compare", mood: polarity("x." + kind)}
	x.text = finish(r, st.line("cmp."+kind), st.who, kind == "pos")
	x.text = st.dress(x.text, x.mood)
	x.engage(r, 1.5)
	return x
}

// southern writes in traditional script or in Cantonese.
func (p *planner) southern(r *rand.Rand, b *brand, at time.Time) post {
	st := p.newStory(r, b, nil, at)
	tongue := pick(r, []string{"hant", "yue"})
	kind := pick(r, []string{"neg", "neg", "pos", "pos", "mid"})
	x := post{channel: Timeline, brands: []*brand{b}, author: st.who, topic: tongue, mood: polarity("x." + kind)}
	x.text = st.emoji(finish(r, st.line(tongue+"."+kind), st.who, kind == "pos"), x.mood, "uni")
	x.region = pick(r, []string{"广东", "香港", "台湾", "广东"})
	x.engage(r, 1.2)
	return x
}

// fadFor is how long the word of the moment has been going round.
const fadFor = 60 * time.Hour

// fad says a word that nobody knew three days ago, or tells what the shops give away since then; before
// that it says nothing.
func (p *planner) fad(r *rand.Rand, b *brand, at time.Time) post {
	st := p.newStory(r, b, nil, at)
	kind := pick(r, []string{"neg", "neg", "mid", "mid", "pos", "gift", "gift"})
	x := post{channel: Timeline, brands: []*brand{b}, author: st.who, topic: "fad", mood: voc.Neutral}
	if kind != "gift" {
		x.mood = polarity("x." + kind)
	}
	if text := st.dress(finish(r, st.line("fad."+kind), st.who, kind == "pos"), x.mood); at.After(p.opts.Now.Add(-fadFor)) {
		x.text = text
	}
	x.engage(r, 1.6)
	return x
}

// chaff is what a search for the brand's name finds besides, and small talk that names nobody.
func (p *planner) chaff(key string) func(*rand.Rand, *brand, time.Time) post {
	return func(r *rand.Rand, b *brand, at time.Time) post {
		st := p.newStory(r, b, nil, at)
		x := post{channel: Timeline, author: st.who, topic: key, mood: voc.Neutral}
		x.text = st.emoji(finish(r, st.line(key), st.who, false), voc.Neutral, "weibo")
		x.engage(r, 1)
		return x
	}
}

// spam writes a lottery, an advertisement, or bought praise.
func (p *planner) spam(key string) func(*rand.Rand, *brand, time.Time) post {
	return func(r *rand.Rand, b *brand, at time.Time) post {
		st := p.newStory(r, b, nil, at)
		x := post{channel: Timeline, brands: []*brand{b}, author: st.who, topic: key, mood: voc.Neutral, noise: voc.NoiseAdvert}
		x.text = st.line(key)
		switch key {
		case "lottery":
			x.noise = voc.NoiseLottery
			x.engage(r, 4)
		case "shill":
			x.text += "，" + st.line("shill.tail")
			x.mood = voc.Positive
			x.engage(r, .5)
		default:
			x.engage(r, .2)
		}
		return x
	}
}
