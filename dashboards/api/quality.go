package api

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Quality is how far the analysis can be trusted: beside what people read in the audit samples, beside
// what a language model says, and whether what comes in is still what it was.
type Quality struct {
	From     time.Time            `json:"from" doc:"Monday on which the first week begins"`
	To       time.Time            `json:"to" doc:"End of the last week"`
	Weeks    []string             `json:"weeks" doc:"Weeks looked at, the oldest first: 2026-W47"`
	Version  string               `json:"version" doc:"Of the understanding at work now"`
	Drawn    int                  `json:"drawn" doc:"Mentions in the audit samples of these weeks"`
	Read     int                  `json:"read" doc:"Of them read by a person"`
	Skipped  int                  `json:"skipped" doc:"Of them skipped: nobody can tell"`
	Samples  []SampleProgress     `json:"samples" doc:"By week and brand, the latest week first"`
	Measured statistics.Agreement `json:"measured" doc:"The analysis of today beside what people read, weighted to stand for all mentions"`
	ByBrand  []MeasuredPart       `json:"by_brand"`
	BySource []MeasuredPart       `json:"by_source"`
	ByLength []MeasuredPart       `json:"by_length" doc:"Keys 0 to 4: texts below 10, 30, 100, 300 characters, and longer"`
	Model    statistics.Agreement `json:"model" doc:"The analysis beside the language model, where that read a mention; unweighted"`
	ModelOff statistics.Agreement `json:"model_audited" doc:"The language model beside people, where both read a mention of a sample; unweighted"`
	Drift    []DriftWeek          `json:"drift"`
}

// SampleProgress is how far a sample was read.
type SampleProgress struct {
	Week    string      `json:"week"`
	Brand   voc.BrandID `json:"brand"`
	Drawn   int         `json:"drawn"`
	Read    int         `json:"read"`
	Skipped int         `json:"skipped"`
}

// MeasuredPart is the quality of a part of the audited mentions.
type MeasuredPart struct {
	Key      string              `json:"key"`
	Title    string              `json:"title"`
	N        int                 `json:"n"`
	Accuracy float64             `json:"accuracy"`
	Interval statistics.Interval `json:"interval" doc:"Of the accuracy, 90 %"`
	MacroF1  float64             `json:"macro_f1"`
}

// DriftWeek is what came in during a week, and how far that lies from the weeks before.
type DriftWeek struct {
	Week        string   `json:"week"`
	N           int      `json:"n"`
	Whole       bool     `json:"whole" doc:"The week is over"`
	Negative    float64  `json:"negative" doc:"Share by the analysis"`
	Neutral     float64  `json:"neutral"`
	Positive    float64  `json:"positive"`
	Probability float64  `json:"probability" doc:"Mean of what the analysis states"`
	Length      float64  `json:"length" doc:"Mean characters of a text"`
	Strange     *float64 `json:"strange" doc:"Share of the characters of words that belong to no known word, on a sample of texts; null: not measured"`
	Sentiment   *float64 `json:"psi_sentiment" doc:"Population stability index of the sentiments against the week before; null: nothing to compare"`
	Certainty   *float64 `json:"psi_probability" doc:"The same of the stated probability, in tenths"`
	Lengths     *float64 `json:"psi_length" doc:"The same of the lengths of texts, in five bands"`
}

type qualityIn struct {
	Brand []string `query:"brand,explode" doc:"Only these brands; repeat the parameter for several"`
	Weeks string   `query:"weeks" doc:"How many weeks back, this one included: 1 to 52. Default: 8"`
}

// weekSpan is some weeks, named and as a span of time.
type weekSpan struct {
	names    []string
	from, to time.Time
}

// lastWeeks gives the n weeks up to the one a moment lies in.
func lastWeeks(now time.Time, n int, zone *time.Location) (weekSpan, error) {
	monday, err := voc.ParseWeek(voc.WeekOf(now.In(zone)), zone)
	if err != nil {
		return weekSpan{}, err
	}
	w := weekSpan{from: monday.AddDate(0, 0, -7*(n-1)), to: monday.AddDate(0, 0, 7)}
	for at := w.from; at.Before(w.to); at = at.AddDate(0, 0, 7) {
		w.names = append(w.names, voc.WeekOf(at))
	}
	return w, nil
}

func (w weekSpan) first() string { return w.names[0] }
func (w weekSpan) last() string  { return w.names[len(w.names)-1] }

func (a *door) quality(ctx context.Context, in *qualityIn) (*answer[Quality], error) {
	r := a.reader()
	n := r.number("weeks", in.Weeks, 8, 1, 52)
	f := voc.Filter{Brands: a.brandList(ctx, r, in.Brand), Scope: viewerOf(ctx).Scope}
	if err := r.done(); err != nil {
		return nil, err
	}
	weeks, err := lastWeeks(a.Now(), n, a.Location)
	if err != nil {
		return nil, a.fail(ctx, "weeks", err)
	}
	f.From, f.To = weeks.from, weeks.to
	out := Quality{From: weeks.from, To: weeks.to, Weeks: weeks.names}
	if a.Retagged != nil {
		out.Version = a.Retagged().Version
	}
	audited, err := a.auditOf(ctx, f, weeks)
	if err != nil {
		return nil, a.fail(ctx, "audit", err)
	}
	out.measure(a, audited)
	if err := a.besideModel(ctx, f, audited, &out); err != nil {
		return nil, a.fail(ctx, "readings of the language model", err)
	}
	if out.Drift, err = a.drift(ctx, f, weeks); err != nil {
		return nil, a.fail(ctx, "drift", err)
	}
	return &answer[Quality]{Body: out}, nil
}

// measure fills in everything that compares the analysis with people.
func (q *Quality) measure(a *door, audited audit) {
	q.Drawn, q.Read, q.Skipped, q.Samples = audited.drawn, len(audited.read), audited.skipped, audited.progress
	if q.Samples == nil {
		q.Samples = []SampleProgress{}
	}
	var all []statistics.Verdict
	brands, sources, lengths := map[string][]statistics.Verdict{}, map[string][]statistics.Verdict{}, map[string][]statistics.Verdict{}
	for _, one := range audited.read {
		v := one.verdict()
		all = append(all, v)
		m := &one.mention
		brands[string(m.Brand)] = append(brands[string(m.Brand)], v)
		sources[string(m.Post.Source)] = append(sources[string(m.Post.Source)], v)
		band := strconv.Itoa(lengthBand(utf8.RuneCountInString(m.Post.Body())))
		lengths[band] = append(lengths[band], v)
	}
	q.Measured = statistics.Compare(all, sentiments)
	titles := map[string]string{}
	for _, s := range a.Sources() {
		titles[string(s.ID)] = s.Title
	}
	q.ByBrand = parts(brands, func(id string) string { return a.names.brands[id].Name })
	q.BySource = parts(sources, func(id string) string { return titles[id] })
	q.ByLength = parts(lengths, func(string) string { return "" })
}

// lengthBand is as the store's.
func lengthBand(characters int) int {
	for i, most := range []int{10, 30, 100, 300} {
		if characters < most {
			return i
		}
	}
	return 4
}

// parts measures each part by itself, those with most readings first.
func parts(of map[string][]statistics.Verdict, title func(string) string) []MeasuredPart {
	list := []MeasuredPart{}
	for key, verdicts := range of {
		q := statistics.Compare(verdicts, sentiments)
		list = append(list, MeasuredPart{
			Key: key, Title: cmp.Or(title(key), key), N: q.N, Accuracy: q.Accuracy, MacroF1: q.MacroF1,
			Interval: statistics.Jeffreys(q.Accuracy*effective(verdicts), effective(verdicts), statistics.Level),
		})
	}
	slices.SortFunc(list, func(x, y MeasuredPart) int { return cmp.Or(y.N-x.N, cmp.Compare(x.Key, y.Key)) })
	return list
}

// effective is how many verdicts of equal weight would tell as much.
func effective(verdicts []statistics.Verdict) float64 {
	sum, squares := 0.0, 0.0
	for _, v := range verdicts {
		sum, squares = sum+v.Weight, squares+v.Weight*v.Weight
	}
	if squares == 0 {
		return 0
	}
	return sum * sum / squares
}

// besideModel compares the analysis, and what people read, with the language model.
func (a *door) besideModel(ctx context.Context, f voc.Filter, audited audit, out *Quality) error {
	filter := store.ReadingFilter{Reader: voc.ReaderLLM, From: f.From, To: f.To}
	readings, err := a.Store.Readings(ctx, filter)
	if err != nil {
		return err
	}
	mentions, err := a.Store.ReadMentions(ctx, filter)
	if err != nil {
		return err
	}
	local := map[mentionKey]*voc.Mention{}
	for i := range mentions {
		m := &mentions[i]
		if ofBrands(f.Brands, m.Brand) && f.Scope.Sees(m.Brand, m.Analysis.Region, m.Analysis.Store) {
			local[mentionKey{m.Post.ID, m.Brand}] = m
		}
	}
	people := map[mentionKey]voc.Sentiment{}
	for i := range audited.read {
		people[audited.read[i].key()] = audited.read[i].reading.Sentiment
	}
	var said, beside []statistics.Verdict
	seen := map[mentionKey]bool{} // the newest reading of each counts
	for _, r := range readings {
		key := mentionKey{r.PostID, r.Brand}
		m := local[key]
		if m == nil || r.Sentiment == "" || seen[key] {
			continue
		}
		seen[key] = true
		said = append(said, statistics.Verdict{Said: string(m.Analysis.Sentiment), Truth: string(r.Sentiment), Probability: m.Analysis.Probability, Weight: 1})
		if truth, ok := people[key]; ok {
			beside = append(beside, statistics.Verdict{Said: string(r.Sentiment), Truth: string(truth), Probability: r.Confidence, Weight: 1})
		}
	}
	out.Model, out.ModelOff = statistics.Compare(said, sentiments), statistics.Compare(beside, sentiments)
	return nil
}
