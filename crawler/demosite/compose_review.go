package demosite

import (
	"math/rand/v2"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// review writes a review on a store's page: stars, and what they were for.
func (p *planner) review(r *rand.Rand, b *brand, at time.Time) post {
	st := p.newStory(r, b, nil, at)
	feeling := mood(r, b.negative, b.mixed)
	size := length(r)
	x := post{channel: Reviews, brands: []*brand{b}, store: st.store, author: st.who, mood: feeling}
	if size == 0 {
		x.text, x.topic = st.line(shortKey[feeling]), "short"
	} else {
		x.text, x.topic = st.opinion(feeling, size)
	}
	x.rating = stars(r, feeling)
	if feeling == voc.Negative && size > 1 && chance(r, .05) {
		x.rating, x.falsely = 5, true
		c := &clauses{r: r}
		c.add(x.text, 0)
		c.add(st.line("fake5"), 0)
		x.text = c.b.String()
	}
	x.text = finish(r, x.text, st.who, feeling == voc.Positive)
	if chance(r, .5) {
		x.text = st.emoji(x.text, feeling, "uni")
	}
	if feeling == voc.Neutral && chance(r, .12) {
		x.text, x.topic = finish(r, st.line("ask.shop"), st.who, false), "ask"
	}
	x.reply = merchantReply(st, feeling)
	x.engage(r, 1.2)
	return x
}

var shortKey = map[voc.Sentiment]string{voc.Negative: "short.neg", voc.Positive: "short.pos", voc.Neutral: "short.mid"}

// stars gives what the mood gives, the unhappy now and then a kind three.
func stars(r *rand.Rand, feeling voc.Sentiment) int {
	switch feeling {
	case voc.Negative:
		return pick(r, []int{1, 1, 1, 1, 2, 2, 2, 3})
	case voc.Positive:
		return pick(r, []int{5, 5, 5, 5, 5, 4, 4, 4})
	}
	return pick(r, []int{3, 3, 3, 3, 4, 4, 2})
}

func merchantReply(st *story, feeling voc.Sentiment) string {
	switch {
	case feeling == voc.Negative && chance(st.r, .22):
		return st.line("reply.neg")
	case feeling == voc.Positive && chance(st.r, .12):
		return st.line("reply.pos")
	}
	return ""
}

// appReview writes a review of our ordering app.
func (p *planner) appReview(r *rand.Rand, b *brand, at time.Time) post {
	st := p.newStory(r, b, nil, at)
	kind := weighted(r, []string{"neg", "pos", "mid"}, func(k string) float64 {
		return map[string]float64{"neg": .5, "pos": .36, "mid": .14}[k]
	})
	st.tell(p.book.sections["app."+kind])
	c := &clauses{r: r}
	c.add(st.event(), .5)
	if len(st.topic.details) > 0 && chance(r, .6) {
		c.add(st.detail(), .4)
	}
	x := post{channel: AppStore, brands: []*brand{b}, author: st.who, topic: st.topic.key, mood: polarity("x." + kind)}
	x.title = st.line("app.title." + kind)
	if x.mood == voc.Negative && chance(r, .5) {
		c.add(st.line("close.neg"), .2)
	}
	x.text = finish(r, c.b.String(), st.who, x.mood == voc.Positive)
	x.rating, x.version = stars(r, x.mood), appVersion(st.at)
	x.engage(r, .4)
	return x
}
