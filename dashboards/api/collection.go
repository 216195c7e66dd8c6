package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Collection is how every source does: what was heard, what was not, and what to do about it.
type Collection struct {
	Now   time.Time   `json:"now"`
	Items []Collected `json:"items"`
}

// Collected is one source: what it is, how it does, and what it brought beside what it usually brings.
type Collected struct {
	ID       voc.SourceID   `json:"id"`
	Title    string         `json:"title"`
	Kind     voc.SourceKind `json:"kind"`
	Platform string         `json:"platform"`
	State    store.State    `json:"state"`
	Trouble  voc.Trouble    `json:"trouble" doc:"What kept the last visit from hearing everything; empty: nothing"`
	Remedy   Remedy         `json:"remedy" doc:"What to do; empty: nothing"`
	Schedule string         `json:"schedule" doc:"Empty: only by hand"`
	Every    float64        `json:"every" doc:"Expected distance of two visits in seconds; 0: none"`
	OptIn    bool           `json:"opt_in" doc:"A kind that is off until its risk is accepted"`
	Remote   bool           `json:"remote" doc:"An agent on another machine brings it"`
	Last     *voc.Visit     `json:"last,omitempty" doc:"The last visit; left out: none yet"`
	NextAt   *time.Time     `json:"next_at" doc:"When it is visited next; null: unknown"`
	HeardTo  *time.Time     `json:"heard_to" doc:"Posts published up to here have been heard, but for the gaps; null: never heard"`
	Day      store.Heard    `json:"day" doc:"The last 24 hours"`
	Week     store.Heard    `json:"week" doc:"The last seven days"`
	Days     []store.Heard  `json:"days" doc:"Fourteen days, oldest first; the last one still runs"`
	Claimed  int            `json:"claimed" doc:"How many posts the site last said there are; -1 unknown"`
	Fetched  int            `json:"fetched" doc:"How many posts of it are stored"`
	Visits   int            `json:"visits" doc:"In the last seven days"`
	Requests int            `json:"requests" doc:"In the last seven days, robots.txt included"`
	Bytes    int64          `json:"bytes" doc:"Received in the last seven days"`
	Gaps     []voc.Gap      `json:"gaps" doc:"What is missing, oldest first; an open one lasts until now"`
}

// Detail is one source with everything the compliance page tells of it.
type Detail struct {
	Collected
	Address  string        `json:"address" doc:"Where fetching starts; empty for files and pushes"`
	Basis    string        `json:"basis" doc:"On what ground it is collected, in the words of the configuration; empty: those of its kind hold"`
	About    Facts         `json:"about" doc:"What holds for every source of its kind"`
	Calendar []store.Heard `json:"calendar" doc:"Four weeks hour by hour from midnight on, oldest first"`
}

// Facts is how a kind of source is collected and on what ground.
type Facts struct {
	Title    crawler.Words `json:"title"`
	How      crawler.Words `json:"how" doc:"How it is collected"`
	Basis    crawler.Words `json:"basis" doc:"On what ground"`
	Lacks    crawler.Words `json:"lacks" doc:"What it does not give"`
	Risk     crawler.Words `json:"risk" doc:"Why it is opt-in; empty otherwise"`
	OptIn    bool          `json:"opt_in"`
	Pace     float64       `json:"pace" doc:"Least distance of two requests in seconds; 0: as for all sources"`
	Schedule string        `json:"schedule" doc:"The schedule proposed for the kind"`
}

// Gaps is what is missing of a source.
type Gaps struct {
	Items []voc.Gap `json:"items"`
}

// Observations is what others had done with a post over time, oldest first.
type Observations struct {
	Items []voc.Observation `json:"items"`
}

type sourceIn struct {
	ID string `path:"id" doc:"Id of the source"`
}

type gapsIn struct {
	ID   string      `path:"id" doc:"Id of the source"`
	From momentParam `query:"from" doc:"Start, inclusive. Default: no limit"`
	To   momentParam `query:"to" doc:"End: RFC 3339 is exclusive, a date includes that day. Default: no limit"`
}

// calendarWeeks is how far the calendar of a source goes back.
const calendarWeeks = 4

func (a *door) collectionOperations() {
	get(a, "/collection", "collection", "Every source: how it does, what it brought, what is missing, what to do", a.collection)
	get(a, "/sources/{id}", "source", "One source: how it does, hour by hour, and how and on what ground it is collected", a.source)
	get(a, "/sources/{id}/gaps", "gaps", "What is missing of a source", a.gaps)
	get(a, "/mentions/{post}/{brand}/observations", "observations", "How the counts of a post grew", a.observations)
}

func (a *door) collection(ctx context.Context, _ *struct{}) (*answer[Collection], error) {
	sources := a.sourcesOf(ctx)
	health, err := a.Store.Health(ctx, sources)
	if err != nil {
		return nil, a.fail(ctx, "collection", err)
	}
	next := a.Status().NextAt
	out := Collection{Now: a.Now().In(a.Location), Items: []Collected{}}
	for _, s := range sources {
		out.Items = append(out.Items, collected(s, health[s.ID], next))
	}
	return &answer[Collection]{Body: out}, nil
}

func collected(s voc.Source, h store.Health, next map[voc.SourceID]time.Time) Collected {
	about, _ := crawler.AboutOf(s.Kind)
	c := Collected{
		ID: s.ID, Title: s.Title, Kind: s.Kind, Platform: s.Platform, Schedule: s.Schedule, Every: s.Every.Seconds(), OptIn: about.OptIn, Remote: s.Remote,
		State: h.State, Trouble: h.Trouble, Remedy: RemedyOf(h.State, h.Trouble),
		Day: h.Day, Week: h.Week, Days: h.Days, Claimed: h.Claimed, Fetched: h.Fetched,
		Visits: h.Visits, Requests: h.Requests, Bytes: h.Bytes, Gaps: h.Gaps,
	}
	if !h.Last.StartedAt.IsZero() {
		c.Last = &h.Last
	}
	if !h.HeardTo.IsZero() {
		c.HeardTo = &h.HeardTo
	}
	if at, ok := next[s.ID]; ok {
		c.NextAt = &at
	}
	return c
}

// named finds the source a path names.
func (a *door) named(id string) (voc.Source, error) {
	for _, s := range a.Sources() {
		if string(s.ID) == id {
			return s, nil
		}
	}
	return voc.Source{}, noSource(id)
}

func (a *door) source(ctx context.Context, in *sourceIn) (*answer[Detail], error) {
	s, err := a.named(in.ID)
	if err != nil {
		return nil, err
	}
	health, err := a.Store.Health(ctx, []voc.Source{s})
	if err != nil {
		return nil, a.fail(ctx, "source", err)
	}
	out := Detail{Collected: collected(s, health[s.ID], a.Status().NextAt), Address: s.Address, Basis: s.Basis}
	if about, ok := crawler.AboutOf(s.Kind); ok {
		out.About = Facts{
			Title: about.Title, How: about.How, Basis: about.Basis, Lacks: about.Lacks, Risk: about.Risk,
			OptIn: about.OptIn, Pace: about.Pace.Seconds(), Schedule: about.Schedule,
		}
	}
	if out.Calendar, err = a.Store.Calendar(ctx, s, calendarWeeks); err != nil {
		return nil, a.fail(ctx, "calendar", err)
	}
	return &answer[Detail]{Body: out}, nil
}

func (a *door) gaps(ctx context.Context, in *gapsIn) (*answer[Gaps], error) {
	r := a.reader()
	from, to := r.moment("from", in.From, false), r.moment("to", in.To, true)
	if err := r.done(); err != nil {
		return nil, err
	}
	s, err := a.named(in.ID)
	if err != nil {
		return nil, err
	}
	gaps, err := a.Store.Gaps(ctx, s, from, to)
	if err != nil {
		return nil, a.fail(ctx, "gaps", err)
	}
	return &answer[Gaps]{Body: Gaps{Items: gaps}}, nil
}

func (a *door) observations(ctx context.Context, in *mentionIn) (*answer[Observations], error) {
	m, err := a.read(ctx, in.Post, in.Brand)
	if err != nil {
		return nil, err
	}
	items, err := a.Store.Observations(ctx, m.Post.ID)
	if err != nil {
		return nil, a.fail(ctx, "observations", err)
	}
	return &answer[Observations]{Body: Observations{Items: items}}, nil
}
