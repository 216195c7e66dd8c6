package demosite

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// incident is something that goes wrong and is talked about: a slope up, a plateau, a long tail.
type incident struct {
	id, title  string
	brand      *brand
	store      *store // nil: everywhere
	start, end time.Time
	peak       float64       // posts an hour on the plateau, all channels
	rise       time.Duration // until the plateau
	plateau    time.Duration
	half       time.Duration // half life afterwards
	nightly    bool          // sleeps when people sleep
	prefix     string        // of its sections, "inc.foreign"
	shares     map[Channel]float64
	printed    []printing // articles and statements
}

// printing is an article of an incident: which line of its .news, or of .official on the microblog.
type printing struct {
	after   time.Duration
	section string
	line    int
}

// level is how loud the incident is at a moment, 0 to 1.
func (in *incident) level(at time.Time) float64 {
	d := at.Sub(in.start)
	switch {
	case d < 0 || !at.Before(in.end):
		return 0
	case d < in.rise:
		return .12 + .88*float64(d)/float64(in.rise)
	case d < in.rise+in.plateau:
		return 1
	}
	return math.Exp2(-float64(d-in.rise-in.plateau) / float64(in.half))
}

// incidents plants what goes wrong. Sizes are for 290 posts a day, about a dozen complaints about
// us in a busy hour, and grow with PerDay.
func (p *planner) plant() []*incident {
	r := rand.New(rand.NewPCG(uint64(p.opts.Seed), 0x696e6369))
	now, loc, us := p.opts.Now, p.opts.Location, p.brands[0]
	day := func(ago, hour, minute int) time.Time {
		t := now.In(loc).AddDate(0, 0, -ago)
		return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, loc)
	}
	foreign := now.Add(-4*time.Hour - time.Duration(r.IntN(75))*time.Minute)
	outage, rise := day(20, 12, 5+r.IntN(20)), day(45, 12, r.IntN(30))
	all := []*incident{
		{
			id: "price-rise", title: "悄悄涨价", prefix: "inc.price", start: rise, end: rise.Add(48 * time.Hour),
			peak: 52, rise: 20 * time.Minute, plateau: 7 * time.Hour, half: 10 * time.Hour, nightly: true, // one post compares two receipts, and everybody looks at theirs
			shares:  map[Channel]float64{Timeline: .68, Reviews: .2, Forum: .12},
			printed: []printing{{5 * time.Hour, "news", 0}},
		},
		{
			id: "app-outage", title: "点单系统瘫痪", prefix: "inc.outage", start: outage, end: outage.Add(34 * time.Hour),
			peak: 62, rise: 8 * time.Minute, plateau: 5 * time.Hour, half: 6 * time.Hour, nightly: true,
			shares:  map[Channel]float64{Timeline: .62, AppStore: .22, Reviews: .1, Forum: .06},
			printed: []printing{{110 * time.Minute, "news", 0}, {21 * time.Hour, "news", 1}},
		},
		{
			id: "foreign-object", title: "湖滨店喝出钢丝", prefix: "inc.foreign", store: us.find("hz-hubin"), start: foreign, end: foreign.Add(36 * time.Hour),
			peak: 112, rise: 40 * time.Minute, plateau: 6 * time.Hour, half: 8 * time.Hour,
			shares:  map[Channel]float64{Timeline: .74, Reviews: .14, Forum: .12},
			printed: []printing{{95 * time.Minute, "news", 0}, {190 * time.Minute, "news", 1}, {7 * time.Hour, "official", 0}},
		},
	}
	if !p.opts.Live.Quiet {
		start := now.Add(p.opts.Live.Delay)
		all = append(all, &incident{
			id: "double-charge", title: "重复扣款", prefix: "inc.pay", start: start, end: start.Add(8 * time.Hour),
			peak: 260, rise: 4 * time.Minute, plateau: 40 * time.Minute, half: time.Hour,
			shares:  map[Channel]float64{Timeline: .72, AppStore: .08, Reviews: .12, Forum: .08},
			printed: []printing{{22 * time.Minute, "news", 0}},
		})
	}
	for _, in := range all {
		in.brand = us
		in.peak *= p.opts.PerDay / 290
	}
	return all
}

func (b *brand) find(id voc.StoreID) *store {
	for _, s := range b.stores {
		if s.id == id {
			return s
		}
	}
	panic("demosite: no store " + string(id)) // a literal of this package
}

// tell writes one post of an incident.
func (in *incident) tell(p *planner, r *rand.Rand, at time.Time) post {
	st := p.newStory(r, in.brand, in.store, at)
	st.who = p.anyone(r) // an incident brings people out who never write otherwise
	channel := weighted(r, channels, func(c Channel) float64 { return in.shares[c] })
	x := post{channel: channel, brands: []*brand{in.brand}, author: st.who, incident: in.id, mood: voc.Negative}
	key := in.voice(p, r, channel)
	x.topic = key
	c := &clauses{r: r}
	s := p.book.sections[key]
	if len(s.events) == 0 {
		c.add(st.line(key), .5)
		x.mood = voc.Neutral
	} else {
		in.experience(st, s, c, channel)
	}
	x.text = finish(r, c.b.String(), st.who, false)
	in.place(p, st, &x)
	x.engage(r, 2.2)
	return x
}

// voice picks the section that speaks on a channel.
func (in *incident) voice(p *planner, r *rand.Rand, channel Channel) string {
	has := func(part string) bool { return p.book.sections[in.prefix+part] != nil }
	switch {
	case channel == AppStore && has(".app"):
		return in.prefix + ".app"
	case channel == Reviews && has(".shop"):
		return in.prefix + ".shop"
	case has(".victim") && chance(r, map[bool]float64{true: .3, false: .1}[channel == Reviews]): // the rest of a store's page is anger from outside
		return in.prefix + ".victim"
	case has(".ask") && chance(r, .1):
		return in.prefix + ".ask"
	case has(".mid") && chance(r, .08):
		return in.prefix + ".mid"
	}
	return in.prefix + ".public"
}

func (in *incident) experience(st *story, s *section, c *clauses, channel Channel) {
	st.mode = ""
	st.tell(s)
	named := channel == Reviews || channel == AppStore || s.key == in.prefix+".public"
	if !named {
		c.add(st.line("lead.neg"), .5)
	}
	c.add(st.event(), .6)
	if chance(st.r, .65) {
		c.add(st.detail(), .4)
	}
	if chance(st.r, .2) {
		c.add(st.detail(), .3)
	}
	if chance(st.r, .2) {
		c.add(st.line("emotion.neg"), .3)
	}
	if s.key == in.prefix+".victim" && chance(st.r, .06) {
		c.add(st.line("pii.line"), .2)
	}
}

// place gives the post what its channel needs besides a text.
func (in *incident) place(p *planner, st *story, x *post) {
	switch x.channel {
	case Reviews:
		x.store, x.rating = st.store, pick(st.r, []int{1, 1, 1, 1, 2})
		if x.mood == voc.Neutral {
			x.rating = 3
		}
	case AppStore:
		x.rating, x.version, x.title = 1, appVersion(st.at), st.line("inc.app.title")
	case Forum:
		x.title = st.line(in.prefix + ".title")
	case Timeline:
		x.text = st.dress(x.text, x.mood)
	}
}
