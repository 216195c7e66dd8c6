package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Numbers is what can be said of a set of mentions. A share of nothing is null, never zero.
type Numbers struct {
	Total         int      `json:"total" doc:"Mentions"`
	Negative      int      `json:"negative"`
	Neutral       int      `json:"neutral"`
	Positive      int      `json:"positive"`
	Complaints    int      `json:"complaints"`
	Authors       int      `json:"authors" doc:"Different authors; posts without author count one each"`
	NSR           *float64 `json:"nsr" doc:"Net sentiment (positive-negative)/(positive+negative), -1…1; null when there is neither"`
	NegativeShare *float64 `json:"negative_share" doc:"negative/total, 0…1; null when total is 0"`
	NegativeLow   *float64 `json:"negative_low" doc:"Lower end of the 95 % Wilson interval of negative_share"`
	NegativeHigh  *float64 `json:"negative_high" doc:"Upper end of it"`
	ComplaintRate *float64 `json:"complaint_rate" doc:"complaints/total, 0…1; null when total is 0"`
}

// numbers hands the store's figures on, with null for every share of nothing.
func numbers(f store.Figures) Numbers {
	n := Numbers{
		Total: f.Total, Negative: f.Negative, Neutral: f.Neutral, Positive: f.Positive, Complaints: f.Complaints, Authors: f.Authors,
		NSR: netSentiment(f.Positive, f.Negative),
	}
	if f.Total > 0 {
		n.NegativeShare, n.NegativeLow, n.NegativeHigh, n.ComplaintRate = &f.NegativeShare, &f.NegativeLow, &f.NegativeHigh, &f.ComplaintRate
	}
	return n
}

// netSentiment is the trade's NSR; nil when nobody took sides.
func netSentiment(positive, negative int) *float64 {
	if positive+negative == 0 {
		return nil
	}
	v := float64(positive-negative) / float64(positive+negative)
	return &v
}

// Overview is the first look: the numbers of the window and of the equally long one before it.
type Overview struct {
	Numbers
	From       time.Time `json:"from" doc:"Start of the window, inclusive"`
	To         time.Time `json:"to" doc:"End of the window, exclusive"`
	OpenOrders int       `json:"open_orders" doc:"Work orders of these brands that are not closed, whenever they were opened"`
	Before     Numbers   `json:"before" doc:"The same numbers for the equally long window before"`
}

type overviewIn struct{ FilterQuery }

func (a *door) overview(ctx context.Context, in *overviewIn) (*answer[Overview], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	counted, err := a.Store.Overview(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "overview", err)
	}
	out := Overview{Numbers: numbers(counted.Figures), From: f.From, To: f.To, Before: numbers(counted.Before)}
	for _, o := range a.ordersOf(ctx) {
		if o.State.Open() && ofBrands(f.Brands, o.Brand) {
			out.OpenOrders++
		}
	}
	return &answer[Overview]{Body: out}, nil
}

// ofBrands tells whether a brand is among those asked for; none asked for means all.
func ofBrands(asked []voc.BrandID, brand voc.BrandID) bool {
	for _, b := range asked {
		if b == brand {
			return true
		}
	}
	return len(asked) == 0
}

// TrendPoint is one bucket of time.
type TrendPoint struct {
	At         time.Time `json:"at" doc:"Start of the bucket"`
	Total      int       `json:"total"`
	Negative   int       `json:"negative"`
	Neutral    int       `json:"neutral"`
	Positive   int       `json:"positive"`
	Complaints int       `json:"complaints"`
	NSR        *float64  `json:"nsr" doc:"null when nobody took sides"`
	Coverage   float64   `json:"coverage" doc:"0…1: share of the expected collection that happened; below 1 a low number is not a fact"`
}

// TrendAlert is an incident as a mark on the curve.
type TrendAlert struct {
	ID         string         `json:"id"`
	Brand      voc.BrandID    `json:"brand"`
	Topic      string         `json:"topic"`
	Headline   string         `json:"headline"`
	Level      voc.Level      `json:"level"`
	State      voc.AlertState `json:"state"`
	StartedAt  time.Time      `json:"started_at"`
	ResolvedAt *time.Time     `json:"resolved_at" doc:"null while it runs"`
	History    bool           `json:"history" doc:"Found by replaying the past: nobody was notified"`
}

// Trend is the curve: every bucket is present, also the empty ones.
type Trend struct {
	Step   string       `json:"step" enum:"hour,day"`
	From   time.Time    `json:"from" doc:"Start of the first bucket: the hour or the day that holds the start asked for"`
	To     time.Time    `json:"to"`
	Points []TrendPoint `json:"points"`
	Alerts []TrendAlert `json:"alerts" doc:"Incidents that ran during the window"`

	Unheard []voc.Gap `json:"unheard" doc:"Which expected source was not heard when: why coverage is below 1"`
}

type trendIn struct {
	FilterQuery
	Step stepParam `query:"step" doc:"Width of a bucket. Default: hour up to eight days, day beyond"`
}

// maxHours bounds an hourly curve; a screen has not many more points than this.
const maxHours = 100 * 24

// trendWindow reads what a curve is asked for: the filter from the start of its first bucket, and how wide the buckets are.
func (a *door) trendWindow(ctx context.Context, in *trendIn) (f voc.Filter, step string, width time.Duration, err error) {
	r := a.reader()
	f = a.filter(ctx, r, in.FilterQuery)
	step = r.word("step", string(in.Step), steps)
	hours := f.To.Sub(f.From).Hours()
	if step == "hour" && hours > maxHours {
		r.add("step", "hour", "choose day: hours are given for at most 100 days", "请改为 day：按小时最多 100 天")
	}
	if err := r.done(); err != nil {
		return f, step, 0, err
	}
	if step == "" {
		step = "hour"
		if hours > 8*24 {
			step = "day"
		}
	}
	f.From = f.From.Truncate(time.Hour)
	if step == "hour" {
		return f, step, time.Hour, nil
	}
	y, m, d := f.From.In(a.Location).Date()
	f.From = time.Date(y, m, d, 0, 0, 0, 0, a.Location)
	return f, step, 24 * time.Hour, nil
}

func (a *door) trend(ctx context.Context, in *trendIn) (*answer[Trend], error) {
	f, step, width, err := a.trendWindow(ctx, in)
	if err != nil {
		return nil, err
	}
	points, err := a.Store.Trend(ctx, f, width)
	if err != nil {
		return nil, a.fail(ctx, "trend", err)
	}
	unheard, err := a.Store.Unheard(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "unheard", err)
	}
	out := Trend{Step: step, From: f.From, To: f.To, Unheard: a.gapsOf(ctx, unheard)}
	for _, p := range points {
		out.Points = append(out.Points, TrendPoint{
			At: p.At.In(a.Location), Total: p.Total, Negative: p.Negative, Neutral: p.Neutral, Positive: p.Positive,
			Complaints: p.Complaints, NSR: netSentiment(p.Positive, p.Negative), Coverage: p.Coverage,
		})
	}
	for _, al := range a.alertsOf(ctx) {
		if ofBrands(f.Brands, al.Brand) && ran(al, f.From, f.To) {
			out.Alerts = append(out.Alerts, mark(al))
		}
	}
	return &answer[Trend]{Body: out}, nil
}

// ran tells whether an incident was running at any moment of the window.
func ran(al voc.Alert, from, to time.Time) bool {
	return al.StartedAt.Before(to) && (al.State == voc.AlertOpen || al.ResolvedAt.After(from))
}

func mark(al voc.Alert) TrendAlert {
	m := TrendAlert{
		ID: al.ID, Brand: al.Brand, Topic: al.Topic, Headline: al.Headline, Level: al.Level,
		State: al.State, StartedAt: al.StartedAt, History: al.History,
	}
	if !al.ResolvedAt.IsZero() {
		m.ResolvedAt = &al.ResolvedAt
	}
	return m
}

// countOperations registers everything that counts mentions.
func (a *door) countOperations() {
	get(a, "/overview", "overview", "The numbers of a window and of the one before", a.overview)
	get(a, "/trend", "trend", "The curve over time with incidents", a.trend)
	a.usualOperations()
	get(a, "/topics", "topics", "Topics by mentions", a.topics)
	get(a, "/aspects", "aspects", "Aspects by mentions", a.aspects)
	get(a, "/sources", "sources", "Sources by mentions", a.sources)
	get(a, "/stores", "stores", "Shops by mentions", a.stores)
	get(a, "/brands", "brands", "Brands by mentions", a.brands)
	get(a, "/keywords", "keywords", "Words by mentions", a.keywords)
	a.topicOperations()
	a.placeOperations()
}
