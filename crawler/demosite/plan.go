package demosite

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// planner writes the posts of one hour after the other. Every hour has a generator of its own, so
// what an hour holds depends on the seed and on what was said before, never on when it was asked
// for.
type planner struct {
	opts      Options
	book      *book
	brands    []*brand
	people    []person
	flows     []flow
	incidents []*incident
	used      map[uint64]struct{} // texts, so that hardly any is written twice
	posts     []*post             // oldest first
	next      time.Time           // the hour to be written next
}

// flow is a steady stream of one kind of post.
type flow struct {
	perDay float64 // at 320 posts a day over all flows
	extra  bool    // comes on top of them
	brand  int     // index into brands
	hours  *[24]float64
	write  func(*rand.Rand, *brand, time.Time) post
}

func newPlanner(o Options) (*planner, error) {
	b, err := readBook(phraseFiles)
	if err != nil {
		return nil, err
	}
	p := &planner{opts: o, book: b, brands: brands(), used: map[uint64]struct{}{}}
	p.people = makePeople(o.Seed, b, p.brands)
	p.flows = p.streams()
	p.incidents = p.plant()
	p.next = o.Now.AddDate(0, 0, -o.Days).Truncate(time.Hour)
	return p, nil
}

// streams lists what is written on a day, about us first.
func (p *planner) streams() []flow {
	return []flow{
		{74, false, 0, &hours, p.review}, {17, false, 1, &hours, p.review}, {17, false, 2, &hours, p.review},
		{70, false, 0, &hours, p.social}, {26, false, 1, &hours, p.social}, {24, false, 2, &hours, p.social},
		{18, false, 0, &hours, p.thread}, {6, false, 1, &hours, p.thread}, {6, false, 2, &hours, p.thread},
		{3.2, false, 0, &hours, p.appReview},
		{1.4, false, 0, &office, p.article}, {.8, false, 1, &office, p.article}, {.6, false, 2, &office, p.article},
		{3, false, 0, &hours, p.comparison}, {2, false, 1, &hours, p.comparison}, {1, false, 2, &hours, p.comparison},
		{4, false, 0, &hours, p.southern}, {1, false, 1, &hours, p.southern}, {1, false, 2, &hours, p.southern},
		{18, true, 0, &hours, p.fad},
		{2.5, false, 0, &hours, p.chaff("chaff.name")}, {6, false, 0, &hours, p.chaff("chaff.tea")},
		{2, false, 0, &hours, p.spam("lottery")}, {1, false, 1, &hours, p.spam("lottery")},
		{4, false, 0, &hours, p.spam("advert")}, {2.5, false, 0, &hours, p.spam("shill")},
		{10, false, 0, &hours, p.lotteryRepost}, {14, false, 0, &hours, p.repost}, {4, false, 0, &hours, p.duplicate},
	}
}

// author is somebody who often writes; anyone is anybody.
func (p *planner) author(r *rand.Rand) *person {
	return &p.people[int(float64(len(p.people))*math.Pow(r.Float64(), 1.6))]
}

func (p *planner) anyone(r *rand.Rand) *person { return &p.people[r.IntN(len(p.people))] }

// extend plans until every post up to a moment is there.
func (p *planner) extend(until time.Time) {
	for !p.next.After(until) {
		p.hour(p.next)
		p.next = p.next.Add(time.Hour)
	}
}

// hour plans the hour that begins at start. The hour in which history ends is planned in two
// halves, because life runs at another pace.
func (p *planner) hour(start time.Time) {
	end := start.Add(time.Hour)
	first := p.opts.Now.AddDate(0, 0, -p.opts.Days)
	if start.Before(p.opts.Now) {
		p.write(start, 0, func(t time.Time) bool { return !t.Before(first) && t.Before(p.opts.Now) })
	}
	if end.After(p.opts.Now) {
		p.write(start, 1, func(t time.Time) bool { return !t.Before(p.opts.Now) })
	}
}

// slot is a post to be: when, and who writes it.
type moment struct {
	at    time.Time
	write func(*rand.Rand, time.Time) post
}

// write plans one hour of history (life 0) or of life (life 1) and keeps what falls within.
func (p *planner) write(start time.Time, life uint64, within func(time.Time) bool) {
	r := rand.New(rand.NewPCG(uint64(p.opts.Seed), uint64(start.Unix())<<1|life))
	moments := append(p.steady(r, start, life == 1), p.troubled(r, start)...)
	slices.SortStableFunc(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	for _, m := range moments {
		if !within(m.at) {
			continue
		}
		if x, ok := p.fresh(r, m); ok {
			x.at = m.at
			x.number(len(p.posts))
			p.posts = append(p.posts, &x)
		}
	}
}

// steady draws the moments of the everyday flows.
func (p *planner) steady(r *rand.Rand, start time.Time, life bool) []moment {
	local := start.In(p.opts.Location)
	total := 0.0
	for _, f := range p.flows {
		if !f.extra {
			total += f.perDay
		}
	}
	luck := weather(p.opts.Seed, local)
	var moments []moment
	for _, f := range p.flows {
		mean := f.perDay * p.opts.PerDay / total * share(f.hours, local) * luck
		if life {
			mean = max(mean*p.opts.Live.Rate, p.opts.Live.Floor*f.perDay/total)
		}
		for range poisson(r, mean) {
			write := func(r *rand.Rand, at time.Time) post { return f.write(r, p.brands[f.brand], at) }
			moments = append(moments, moment{within(r, start), write})
		}
	}
	return moments
}

// within is a moment of the hour, to the second as sites show it.
func within(r *rand.Rand, start time.Time) time.Time {
	return start.Add(time.Duration(r.IntN(3600)) * time.Second)
}

// troubled draws the moments of the incidents by thinning: candidates at the peak's rate, kept
// with the probability of the level at their moment.
func (p *planner) troubled(r *rand.Rand, start time.Time) []moment {
	var moments []moment
	for _, in := range p.incidents {
		if in.start.After(start.Add(time.Hour)) || !in.end.After(start) {
			continue
		}
		for range poisson(r, in.peak) {
			at := within(r, start)
			level := in.level(at)
			if in.nightly {
				level *= wakeful(at.In(p.opts.Location))
			}
			if chance(r, level) {
				moments = append(moments, moment{at, func(r *rand.Rand, at time.Time) post { return in.speak(p, r, at) }})
			}
		}
		moments = append(moments, in.press(p, start)...)
	}
	return moments
}

// press gives the articles and statements of an incident that come out within an hour.
func (in *incident) press(p *planner, start time.Time) []moment {
	var moments []moment
	for _, out := range in.printed {
		at := in.start.Add(out.after).Truncate(time.Second)
		if at.Before(start) || !at.Before(start.Add(time.Hour)) {
			continue
		}
		moments = append(moments, moment{at, func(r *rand.Rand, at time.Time) post {
			x := p.newStory(r, in.brand, in.store, at).print(p.book.sections[in.prefix+"."+out.section].lines[out.line])
			x.incident, x.topic = in.id, in.prefix+"."+out.section
			if out.section == "official" {
				x.channel, x.text, x.title, x.mood = Timeline, x.title, "", voc.Neutral
				x.author = &person{id: 8_800_000_001, name: in.brand.name, followers: 412_000, verified: true}
			}
			return x
		}})
	}
	return moments
}

// speak writes a post of an incident, or passes one on.
func (in *incident) speak(p *planner, r *rand.Rand, at time.Time) post {
	if chance(r, .16) {
		if x, ok := p.echo(r, at, "repost", func(o *post) bool { return o.incident == in.id && o.channel == Timeline }); ok {
			x.incident = in.id
			return x
		}
	}
	return in.tell(p, r, at)
}

// fresh writes a post whose text nobody has written yet, unless repeating is its nature. After a
// few tries a coincidence is let pass: real people, too, write "好喝" twice.
func (p *planner) fresh(r *rand.Rand, m moment) (post, bool) {
	var x post
	for range 12 {
		x = m.write(r, m.at)
		if x.text == "" {
			return x, false // a repost with nothing to repeat
		}
		if x.of != nil {
			return x, true
		}
		key := sum(x.text)
		if _, taken := p.used[key]; !taken {
			p.used[key] = struct{}{}
			return x, true
		}
	}
	return x, true
}

func sum(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // a hash never fails
	return h.Sum64()
}
