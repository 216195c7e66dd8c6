package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// FilterQuery is the filter as every list and every number takes it from the query string.
type FilterQuery struct {
	Brand     []string       `query:"brand,explode" doc:"Only these brands; repeat the parameter for several. A dash means posts without a brand"`
	From      momentParam    `query:"from" doc:"Start, inclusive: RFC 3339 or a date in the configured zone. Default: seven days before to"`
	To        momentParam    `query:"to" doc:"End: RFC 3339 is exclusive, a date includes that day. Default: the end of this hour"`
	Source    []string       `query:"source,explode" doc:"Only these sources; repeat the parameter for several"`
	Sentiment sentimentParam `query:"sentiment" doc:"Only this polarity"`
	Topic     string         `query:"topic" doc:"Only mentions of this topic"`
	Aspect    string         `query:"aspect" doc:"Only mentions that judge this aspect"`
	Store     string         `query:"store" doc:"Only mentions of this shop"`
	Region    string         `query:"region" doc:"Only mentions from this province"`
	Q         string         `query:"q" doc:"Words that must all occur; -word must not; \"a phrase\" as it stands"`
	Complaint flagParam      `query:"complaint" doc:"Only complaints"`
	Severity  severityParam  `query:"severity" doc:"At least this severity"`
	Raw       flagParam      `query:"raw" doc:"Include what is labelled as noise (advertising, lottery, reposts)"`
}

// maxRange bounds one question: ten years of hours are already 87,600 points.
const maxRange = 10 * 366 * 24 * time.Hour

// defaultRange is what people see who ask for no time.
const defaultRange = 7 * 24 * time.Hour

// filter parses the query strictly. The default range ends with the current hour, so that a page
// asking for eight numbers in a row asks for the same time, and the curve has whole buckets. Every
// filter carries the scope of who asks.
func (a *door) filter(ctx context.Context, r *reader, q FilterQuery) voc.Filter {
	f := voc.Filter{
		From:        r.moment("from", q.From, false),
		To:          r.moment("to", q.To, true),
		Sentiment:   voc.Sentiment(r.word("sentiment", string(q.Sentiment), sentiments)),
		Topic:       r.text("topic", q.Topic, 200),
		Aspect:      r.text("aspect", q.Aspect, 200),
		Store:       voc.StoreID(r.name("store", q.Store, a.names.store)),
		Region:      r.text("region", q.Region, 100),
		Text:        r.text("q", q.Q, 500),
		Complaint:   r.flag("complaint", q.Complaint),
		MinSeverity: r.number("severity", string(q.Severity), 0, 0, 4),
		Raw:         r.flag("raw", q.Raw),
		Scope:       viewerOf(ctx).Scope,
	}
	for _, b := range q.Brand {
		f.Brands = append(f.Brands, brandID(r.name("brand", b, a.names.brandOrNone)))
	}
	for _, s := range q.Source {
		f.Sources = append(f.Sources, voc.SourceID(r.text("source", s, 200)))
	}
	if len(r.errs) > 0 {
		return f // a range made of a broken end would only add a second, misleading error
	}
	if f.To.IsZero() {
		f.To = a.Now().Truncate(time.Hour).Add(time.Hour)
	}
	if f.From.IsZero() {
		f.From = f.To.Add(-defaultRange)
	}
	if !f.From.Before(f.To) {
		r.add("from", string(q.From), "must lie before to", "开始时间必须早于结束时间")
	} else if f.To.Sub(f.From) > maxRange {
		r.add("from", string(q.From), "choose at most ten years", "时间范围最多十年")
	}
	return f
}

// brandID reads the brand of a path or a query: a dash stands for "no brand was matched", which an
// empty path segment could not say.
func brandID(s string) voc.BrandID {
	if s == "-" {
		return ""
	}
	return voc.BrandID(s)
}

// names knows what the configuration names, and what people call it.
type names struct {
	brands map[string]voc.Brand
	stores map[string]voc.Store
	titles map[string]string
}

func newNames(o Options) names {
	n := names{map[string]voc.Brand{}, map[string]voc.Store{}, o.Titles}
	for _, b := range o.Brands {
		n.brands[string(b.ID)] = b
	}
	for _, s := range o.Stores {
		n.stores[string(s.ID)] = s
	}
	return n
}

func (n names) brandOrNone(id string) bool { _, ok := n.brands[id]; return ok || id == "-" }
func (n names) brand(id string) bool       { _, ok := n.brands[id]; return ok }
func (n names) store(id string) bool       { _, ok := n.stores[id]; return ok }
