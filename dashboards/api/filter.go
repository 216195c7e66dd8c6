package api

import (
	"context"
	"strconv"
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
	Topic     string         `query:"topic" doc:"Only mentions of this topic; of a whole group when it ends with a dash: 卫生-"`
	Aspect    string         `query:"aspect" doc:"Only mentions that judge this aspect; any of a group when it ends with a dot: service."`
	Store     string         `query:"store" doc:"Only mentions of this shop"`
	Region    string         `query:"region" doc:"Only mentions from this province"`
	Q         string         `query:"q" doc:"Words that must all occur, Chinese cut into its words; \"a phrase\" as it stands; a | b or a OR b either; -word must not"`
	Complaint flagParam      `query:"complaint" doc:"Only complaints"`
	Severity  severityParam  `query:"severity" doc:"At least this severity"`
	Raw       flagParam      `query:"raw" doc:"Include what is labelled as noise (advertising, lottery, reposts)"`

	Compare compareParam   `query:"compare" doc:"What numbers of a window before are of: prev, the equally long one right before (default); year, the same days a year earlier"`
	Keyword string         `query:"keyword" doc:"Only mentions with this keyword"`
	Also    string         `query:"also" doc:"Only mentions of this topic besides"`
	Judged  sentimentParam `query:"judged" doc:"Only mentions that judge the aspect this way; one that does both ways is negative"`
	Opinion string         `query:"opinion" doc:"Only mentions that judge the aspect by these words"`
	Weekday weekdayParam   `query:"weekday" doc:"Only said on this day of the week, 1 Monday to 7 Sunday, in the configured zone, where the hour is known"`
	Hour    hourParam      `query:"hour" doc:"Only said in this hour of the day, where the hour is known"`

	City    string    `query:"city" doc:"Only mentions that name this city"`
	Intent  string    `query:"intent" doc:"Only this intent: complaint, question, suggestion, praise, request, churn, promotion, other"`
	Emotion string    `query:"emotion" doc:"Only this emotion: happy, angry, sad, fear, surprise, neutral"`
	Noise   string    `query:"noise" doc:"Only what is labelled this sort of noise: advert, lottery, recruit, repost, empty, copy, bot"`
	Tier    tierParam `query:"tier" doc:"Only authors this far heard: unknown, small (under 1,000 followers), middle (under 100,000), large"`
	Author  string    `query:"author" doc:"Only this author, by the hash the posts carry"`

	Platform []string   `query:"platform,explode" doc:"Only on these platforms; repeat the parameter for several"`
	Without  []string   `query:"without,explode" doc:"Leave out this stretch of time, FROM/TO in RFC 3339; repeat the parameter for several"`
	Coverage shareParam `query:"coverage" doc:"Leave out the hours of which less than this share of the expected collection happened, here and in the window before; the days, when more than a hundred of them are asked for"`
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
		Store:       voc.StoreID(r.name("store", q.Store, a.knownStore(ctx))),
		Region:      r.text("region", q.Region, 100),
		Text:        r.text("q", q.Q, 500),
		Complaint:   r.flag("complaint", q.Complaint),
		MinSeverity: r.number("severity", string(q.Severity), 0, 0, 4),
		Raw:         r.flag("raw", q.Raw),
		Scope:       viewerOf(ctx).Scope,
		Compare:     voc.Compare(r.word("compare", string(q.Compare), compares)),
		Keyword:     r.text("keyword", q.Keyword, 200),
		Also:        r.text("also", q.Also, 200),
		Judged:      voc.Sentiment(r.word("judged", string(q.Judged), sentiments)),
		Opinion:     r.text("opinion", q.Opinion, 200),
		City:        r.text("city", q.City, 100),
		Intent:      voc.Intent(r.word("intent", q.Intent, intents)),
		Emotion:     voc.Emotion(r.word("emotion", q.Emotion, emotions)),
		Noise:       r.word("noise", q.Noise, noises),
		Tier:        voc.Tier(r.word("tier", string(q.Tier), tiers)),
		Author:      r.text("author", q.Author, 100),
		Weekday:     r.number("weekday", string(q.Weekday), 0, 1, 7),
	}
	if hour := r.number("hour", string(q.Hour), -1, 0, 23); hour >= 0 {
		f.Hours = []int{hour}
	}
	if f.Weekday > 0 || len(f.Hours) > 0 {
		f.Timezone = a.Location.String()
	}
	if f.Judged != "" && f.Aspect == "" {
		r.add("judged", string(q.Judged), "says how an aspect is judged: give aspect too", "judged 说的是对某个方面的评价，请同时给出 aspect")
	}
	for _, b := range q.Brand {
		f.Brands = append(f.Brands, brandID(r.name("brand", b, a.knownBrand(ctx))))
	}
	for _, s := range q.Source {
		f.Sources = append(f.Sources, voc.SourceID(r.text("source", s, 200)))
	}
	for _, p := range q.Platform {
		f.Platforms = append(f.Platforms, r.text("platform", p, 200))
	}
	f.Without = r.without(q.Without)
	least := r.share("coverage", q.Coverage)
	if len(r.errs) > 0 {
		return f // a range made of a broken end would only add a second, misleading error
	}
	return a.withinRange(ctx, r, q, f, least)
}

// withinRange fills in the ends of the time that were left out, and leaves out what was heard less than least.
func (a *door) withinRange(ctx context.Context, r *reader, q FilterQuery, f voc.Filter, least float64) voc.Filter {
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
	} else if least > 0 {
		f.Without = append(f.Without, a.thin(ctx, r, f, least)...)
	}
	return f
}

// thin is what least coverage leaves out. It is told as the parameter's trouble when it cannot be found
// out: to answer as if everything had been heard would be a lie.
func (a *door) thin(ctx context.Context, r *reader, f voc.Filter, least float64) []voc.Span {
	spans, err := a.Store.Thin(ctx, f, least)
	if err != nil {
		a.log.Error("how well the sources were heard cannot be read", "err", err)
		r.add("coverage", strconv.FormatFloat(least, 'f', -1, 64), "how well the sources were heard cannot be read now: ask without coverage or try again", "暂时读不到采集情况：请去掉 coverage，或稍后再试")
	}
	return spans
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
