package demosite

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Truth is what the site knows about its own posts and no crawler can see. Tests compare it with
// what the product found.
type Truth struct {
	Until     time.Time  // posts published later are not in it
	Posts     int        // how many there are
	Facts     []Fact     // one a post, oldest first
	Incidents []Incident // by beginning; all of them, those to come as well
}

// Fact is the truth about one post.
type Fact struct {
	Source     voc.SourceID // that collects it in configs/demo
	ExternalID string
	Channel    Channel
	At         time.Time
	Author     string
	Brands     []voc.BrandID // spoken of; none: it only looks so
	Store      voc.StoreID   // whose page it stands on
	Title      string
	Text       string
	Rating     int // 0: none
	Sentiment  voc.Sentiment
	Topic      string // key of the phrase section it was told from, "neg.wait"
	Incident   string // id of the incident; "" everyday life
	Falsely    bool   // five stars over angry words, 假满意
	Noise      string // voc.NoiseLottery…; "" an opinion
	RepeatOf   string // external id of what it repeats; "" it is original
}

// Incident is the truth about something that went wrong.
type Incident struct {
	ID    string
	Title string
	Brand voc.BrandID
	Store voc.StoreID // "" everywhere
	Start time.Time
	End   time.Time
	Peak  float64 // posts an hour at its loudest, by day
}

// Count tells how many posts a question fits.
func (t Truth) Count(fits func(Fact) bool) int {
	n := 0
	for _, f := range t.Facts {
		if fits(f) {
			n++
		}
	}
	return n
}

// By counts posts per value of a property, for instance per Source.
func By[K comparable](t Truth, property func(Fact) K) map[K]int {
	counts := map[K]int{}
	for _, f := range t.Facts {
		counts[property(f)]++
	}
	return counts
}

func (p *planner) truth(at time.Time) Truth {
	t := Truth{Until: at}
	for _, x := range p.posts {
		if x.at.After(at) {
			break
		}
		f := Fact{
			Source: x.source(), ExternalID: x.key(), Channel: x.channel, At: x.at, Author: x.author.name, Title: x.title, Text: x.text,
			Rating: x.rating, Sentiment: x.mood, Topic: x.topic, Incident: x.incident, Noise: x.noise, Falsely: x.falsely,
		}
		for _, b := range x.brands {
			f.Brands = append(f.Brands, b.id)
		}
		if x.store != nil {
			f.Store = x.store.id
		}
		if x.of != nil {
			f.RepeatOf = x.of.key()
		}
		t.Facts = append(t.Facts, f)
	}
	t.Posts = len(t.Facts)
	for _, in := range p.incidents {
		i := Incident{ID: in.id, Title: in.title, Brand: in.brand.id, Start: in.start, End: in.end, Peak: in.peak}
		if in.store != nil {
			i.Store = in.store.id
		}
		t.Incidents = append(t.Incidents, i)
	}
	return t
}
