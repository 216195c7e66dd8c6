package demosite

import (
	"math/rand/v2"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Repetition: reposts, lottery chains and texts posted twice.

// recent looks among the latest posts for one to repeat, the latest the likeliest.
func (p *planner) recent(r *rand.Rand, fits func(*post) bool) *post {
	n := len(p.posts)
	for range 40 {
		back := int(float64(min(n, 1200)) * r.Float64() * r.Float64())
		if back >= n {
			return nil
		}
		if x := p.posts[n-1-back]; x.of == nil && fits(x) {
			return x
		}
	}
	return nil
}

// echo passes a post on with a word of its own before it.
func (p *planner) echo(r *rand.Rand, at time.Time, key string, fits func(*post) bool) (post, bool) {
	o := p.recent(r, fits)
	if o == nil {
		return post{}, false
	}
	b := p.brands[0]
	if len(o.brands) > 0 {
		b = o.brands[0]
	}
	st := p.newStory(r, b, nil, at)
	x := post{
		channel: Timeline, brands: o.brands, author: st.who, topic: key, mood: voc.Neutral, noise: voc.NoiseRepost,
		incident: o.incident, of: o, text: st.line(key) + "//@" + o.author.name + "：" + o.text,
	}
	x.engage(r, -.5)
	return x, true
}

// repost passes on what somebody said.
func (p *planner) repost(r *rand.Rand, _ *brand, at time.Time) post {
	x, _ := p.echo(r, at, "repost", func(o *post) bool { return o.channel == Timeline && o.noise == "" && len(o.brands) > 0 })
	return x
}

// lotteryRepost takes part in a lottery.
func (p *planner) lotteryRepost(r *rand.Rand, _ *brand, at time.Time) post {
	x, ok := p.echo(r, at, "lottery.join", func(o *post) bool { return o.noise == voc.NoiseLottery })
	if ok {
		x.noise = voc.NoiseLottery
	}
	return x
}

// duplicate posts the same text again: a thumb that pressed twice, or somebody who tells the forum
// what they told the store's page.
func (p *planner) duplicate(r *rand.Rand, _ *brand, at time.Time) post {
	o := p.recent(r, func(o *post) bool {
		return (o.channel == Timeline || o.channel == Reviews) && o.noise == "" && len(o.brands) == 1
	})
	if o == nil {
		return post{}
	}
	x := *o
	x.of, x.noise, x.reply = o, voc.NoiseRepost, ""
	x.engage(r, 0)
	if o.channel == Reviews && chance(r, .5) {
		st := p.newStory(r, o.brands[0], o.store, at)
		x.channel, x.rating, x.title = Forum, 0, st.line("forum.title."+map[voc.Sentiment]string{
			voc.Negative: "neg", voc.Positive: "pos", voc.Neutral: "mid"}[o.mood])
	}
	return x
}
