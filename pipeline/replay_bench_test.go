package pipeline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// yearOf is so many mentions of one brand over 120 days before noon, with the rhythm of a day and a
// burst every ten days.
func yearOf(b *testing.B, n int) *store.Store {
	b.Helper()
	sources := []voc.Source{{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 30m", Every: 30 * time.Minute}}
	s := storetest.Open(b, func(o *store.Options) { o.Sources, o.Now = sources, func() time.Time { return noon } })
	r := rand.New(rand.NewPCG(1, 1))
	topics := []string{"等待", "卫生-异物", "服务-态度", "价格-涨价", "口味", "配送"}
	var visits []voc.Visit
	for at := noon.AddDate(0, 0, -120); at.Before(noon); at = at.Add(30 * time.Minute) {
		visits = append(visits, voc.Visit{Source: "forum", StartedAt: at, EndedAt: at, HeardTo: at, Outcome: voc.VisitOK})
	}
	visits = append(visits, voc.Visit{Source: "forum", StartedAt: noon, EndedAt: noon, HeardTo: noon, Outcome: voc.VisitOK})
	if err := s.SaveVisits(b.Context(), visits); err != nil {
		b.Fatal(err)
	}
	var batch []voc.Mention
	for i := range n {
		at := noon.Add(-time.Duration(r.IntN(120*86400)) * time.Second)
		if hour := float64(at.Hour()); r.Float64() > 0.5-0.45*math.Cos(2*math.Pi*hour/24) {
			at = at.Truncate(24 * time.Hour).Add(time.Duration(8*3600+r.IntN(14*3600)) * time.Second)
		}
		if i%40 == 0 {
			at = noon.AddDate(0, 0, -10*(1+r.IntN(11))).Add(time.Duration(r.IntN(5400)) * time.Second)
		}
		m := voc.Mention{
			Brand: "tea",
			Post: voc.Post{
				ID: voc.NewPostID("forum", fmt.Sprint(i)), Source: "forum", Platform: "forum", ExternalID: fmt.Sprint(i), Kind: voc.PostPost,
				PublishedAt: at, FetchedAt: at, Precision: voc.PrecisionSecond, Engagement: voc.NoEngagement(),
				Text:   fmt.Sprintf("第%d位顾客说：等了%d分钟，杯子还漏了一点，店员倒是客气。", i, r.IntN(60)),
				Author: voc.Author{Hash: fmt.Sprintf("%016x", r.Uint64()), Followers: 100},
			},
			Analysis: voc.Analysis{Sentiment: voc.Negative, Topics: []string{topics[r.IntN(6)]}, Severity: r.IntN(4), Version: "test"},
		}
		if r.IntN(3) > 0 {
			m.Analysis.Sentiment = voc.Positive
		}
		if batch = append(batch, m); len(batch) == 20_000 || i == n-1 {
			if _, err := s.SaveMentions(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
			batch = batch[:0]
		}
	}
	return s
}

// The figure of docs/performance.md: 90 days of one series over the real engine, 160,000 mentions of
// the brand in 120 days, of which the first 30 only teach the rule.
//
//	go test ./pipeline -run '^$' -bench Replay -benchtime 10x
func BenchmarkReplay(b *testing.B) {
	s := yearOf(b, 160_000)
	source := voc.Source{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 30m", Every: 30 * time.Minute}
	book := &Rulebook{
		store: s, now: func() time.Time { return noon },
		names:   names{brands: []voc.Brand{{ID: "tea", Name: "山外青茶", Own: true}}, location: time.UTC, sources: func() []voc.Source { return []voc.Source{source} }},
		planned: func(voc.BrandID) []alert.Plan { return nil },
	}
	var err error
	if book.journal, err = ReadJournal(b.Context(), s, book.now); err != nil {
		b.Fatal(err)
	}
	for _, kind := range voc.RuleKinds() {
		b.Run(string(kind), func(b *testing.B) {
			rule := voc.DefaultRuleOf(kind)
			for b.Loop() {
				replay, err := book.Replay(b.Context(), rule, "", 90)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(replay.Outlooks[0].N), "alerts")
			}
		})
	}
}
