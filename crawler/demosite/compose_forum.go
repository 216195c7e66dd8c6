package demosite

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// thread writes an opening post of the forum: a title that names the brand, then more patience
// than anywhere else.
func (p *planner) thread(r *rand.Rand, b *brand, at time.Time) post {
	st := p.newStory(r, b, nil, at)
	x := post{channel: Forum, brands: []*brand{b}, author: st.who, mood: mood(r, b.negative+.06, .25)}
	c := &clauses{r: r}
	switch x.mood {
	case voc.Negative:
		st.tell(st.chooseTopic("neg.", nil))
		x.title = st.line("forum.title.neg")
		if st.topic.attr("after") == "drink" && chance(r, .6) {
			x.title = st.line("forum.title.neg.drink")
		}
		c.add(st.maybe(.6, "forum.open.neg"), .4)
		c.add(st.complaint(2+r.IntN(2)), .5)
		c.add(st.maybe(.4, "forum.close.neg"), .2)
	case voc.Positive:
		st.tell(st.chooseTopic("pos.", nil))
		x.title = st.line("forum.title.pos")
		c.add(st.maybe(.6, "forum.open.pos"), .4)
		c.add(st.praise(2+r.IntN(2)), .5)
		c.add(st.maybe(.4, "forum.close.pos"), .2)
	default:
		x.title = st.line("forum.title.mid")
		st.topic = st.book.sections["mid"]
		c.add(st.line("forum.mid"), .4)
		if chance(r, .4) {
			c.add(st.balance(2), .3)
		}
		if strings.Contains(x.title, st.rival.short) {
			x.brands = append(x.brands, st.rival)
		}
	}
	x.topic = st.topic.key
	x.text = finish(r, c.b.String(), st.who, x.mood == voc.Positive)
	x.engage(r, 1.8)
	return x
}

// article writes a news item: its first line is the headline.
func (p *planner) article(r *rand.Rand, b *brand, at time.Time) post {
	st := p.newStory(r, b, nil, at)
	kind := pick(r, []string{"pos", "pos", "mid", "mid", "neg"})
	x := p.printed(st, "news."+kind)
	x.topic, x.mood = "news", polarity("x."+kind)
	return x
}

// printed sets a "headline // text" line of a section as an article by the editors.
func (p *planner) printed(st *story, key string) post {
	return st.print(pick(st.r, p.book.sections[key].lines))
}

func (st *story) print(t template) post {
	st.formal = true
	line := st.say(t)
	title, text, _ := strings.Cut(line, " // ")
	x := post{channel: News, brands: []*brand{st.brand}, title: title, text: text, mood: voc.Negative,
		author: &person{id: 7, name: pick(st.r, []string{"餐饮观察", "城市早报记者", "茶饮周刊", "本地生活频道"})}}
	if strings.Contains(line, st.rival.short) {
		x.brands = append(x.brands, st.rival)
	}
	x.engage(st.r, 2)
	return x
}
