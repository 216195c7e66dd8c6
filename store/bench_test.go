package store_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The figures of docs/performance.md that are the store's:
//
//	TINGFENG_SHARED=… go test ./store -run '^$' -bench . -benchtime 20x

// realTexts reads reviews people really wrote: what random or repeated text needs on a disk says
// nothing.
func realTexts(b testing.TB) []string {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(os.Getenv("TINGFENG_SHARED"), "data/text/*/*.csv"))
	if err != nil || len(files) == 0 || os.Getenv("TINGFENG_SHARED") == "" {
		b.Skip("SKIPPED, NOT MEASURED: real texts are needed: set TINGFENG_SHARED to the folder that holds data/")
	}
	var texts []string
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if _, text, ok := strings.Cut(lines.Text(), ","); ok && len(text) > 20 {
				texts = append(texts, text)
			}
		}
		f.Close()
	}
	return texts
}

// realistic makes n mentions of 90 days over real texts. Nearly half of all posts are their own
// normal form already, as measured over the same texts.
func realistic(n int, texts []string) []voc.Mention {
	r := rand.New(rand.NewPCG(1, 2))
	topics := []string{"等待", "卫生-异物", "服务-态度", "价格-涨价", "口味", "配送"}
	feelings := []voc.Sentiment{voc.Negative, voc.Neutral, voc.Positive}
	brands := []voc.BrandID{"qingheng", "rival", "third"}
	mentions := make([]voc.Mention, n)
	for i := range mentions {
		text := texts[i%len(texts)]
		norm := text
		if r.IntN(2) == 0 {
			norm = strings.ToLower(text) + "。"
		}
		source := voc.SourceID(fmt.Sprintf("source-%d", r.IntN(6)))
		external := fmt.Sprint(1_000_000_000 + i)
		mentions[i] = voc.Mention{
			Brand: brands[r.IntN(3)],
			Post: voc.Post{
				ID: voc.NewPostID(source, external), Source: source, Platform: "forum", ExternalID: external, URL: "https://forum.example/review/" + external,
				Kind: voc.PostReview, Author: voc.Author{Hash: fmt.Sprintf("%016x%016x%016x%016x", r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()), Name: "张***三", Followers: 100},
				PublishedAt: noon.Add(-time.Duration(r.IntN(90*86400)) * time.Second), Precision: voc.PrecisionSecond, FetchedAt: noon.Add(time.Duration(i) * time.Millisecond),
				Text: text, Rating: float64(1 + r.IntN(5)), RatingRaw: "5", Region: "上海", Store: voc.StoreID(fmt.Sprintf("sh-%d", r.IntN(20))),
				Engagement: voc.Engagement{Likes: int64(r.IntN(50)), Replies: int64(r.IntN(9)), Shares: voc.Unknown, Views: voc.Unknown},
			},
			Analysis: voc.Analysis{
				Norm: norm, Sentiment: feelings[r.IntN(3)], Score: r.Float64()*2 - 1, Probability: r.Float64(), Emotion: voc.Angry,
				Aspects: []voc.Aspect{{Name: "service.waiting", Sentiment: voc.Negative, Start: 1, End: 4}, {Name: "product.taste", Sentiment: voc.Positive, Start: 5, End: 9}},
				Topics:  []string{topics[r.IntN(len(topics))]}, Intent: voc.IntentComplaint, Keywords: []string{"奶茶", "排队", "等了很久"},
				Language: "zh-Hans", Fingerprint: r.Uint64(), Version: "lexicon-1/taxonomy-1",
			},
		}
	}
	return mentions
}

const benchBatch = 5000

func BenchmarkSaveMentions(b *testing.B) {
	texts := realTexts(b)
	s := storetest.Open(b)
	mentions := realistic(b.N*benchBatch, texts)
	b.ResetTimer()
	for i := range b.N {
		if _, err := s.SaveMentions(b.Context(), mentions[i*benchBatch:(i+1)*benchBatch]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(mentions))/b.Elapsed().Seconds(), "mentions/s")
	b.StopTimer()
	if err := s.Exec(b.Context(), "OPTIMIZE TABLE mentions FINAL"); err != nil {
		b.Fatal(err)
	}
	sizes, err := s.Size(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var bytes, textBytes int64
	for _, size := range sizes {
		bytes += size.Bytes
	}
	for i := range mentions {
		textBytes += int64(len(mentions[i].Post.Text))
	}
	b.ReportMetric(float64(bytes)/float64(len(mentions)), "disk-B/mention")
	b.ReportMetric(float64(textBytes)/float64(len(mentions)), "text-B/mention")
}

func BenchmarkQuestions(b *testing.B) {
	texts := realTexts(b)
	s := storetest.Open(b)
	const n = 200_000
	mentions := realistic(n, texts)
	for i := 0; i < n; i += 2 * benchBatch {
		if _, err := s.SaveMentions(b.Context(), mentions[i:i+2*benchBatch]); err != nil {
			b.Fatal(err)
		}
	}
	week := voc.Filter{Brands: []voc.BrandID{"qingheng"}, From: noon.Add(-7 * 24 * time.Hour), To: noon}
	everything := voc.Filter{}
	with := func(f voc.Filter, text string) voc.Filter { f.Text = text; return f }
	ctx := b.Context()
	for _, q := range []struct {
		name string
		ask  func() error
	}{
		{"overview-week", func() error { _, err := s.Overview(ctx, week); return err }},
		{"overview-all", func() error { _, err := s.Overview(ctx, everything); return err }},
		{"trend-week-hourly", func() error { _, err := s.Trend(ctx, week, time.Hour); return err }},
		{"topics-week", func() error { _, err := s.Topics(ctx, week, 20); return err }},
		{"mentions-week", func() error { _, _, err := s.Mentions(ctx, week, store.Page{}); return err }},
		{"mentions-all", func() error { _, _, err := s.Mentions(ctx, everything, store.Page{}); return err }},
		{"text-week", func() error { _, _, err := s.Mentions(ctx, with(week, "服务 -好"), store.Page{}); return err }},
		{"text-all-rare", func() error { _, _, err := s.Mentions(ctx, with(everything, "蟑螂"), store.Page{}); return err }},
		{"mention", func() error { _, err := s.Mention(ctx, mentions[7].Post.ID, mentions[7].Brand); return err }},
		{"counts-28-days-of-5-minutes", func() error {
			_, err := s.Counts(ctx, store.CountQuery{Brand: "qingheng", Sentiment: voc.Negative, From: noon.Add(-28 * 24 * time.Hour), To: noon, Step: 5 * time.Minute})
			return err
		}},
	} {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				if err := q.ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppendEvents(b *testing.B) {
	s := storetest.Open(b)
	seq := uint64(0)
	for b.Loop() {
		if err := s.AppendEvents(b.Context(), []voc.Event{event(seq+1, "opened"), event(seq+2, "opened"), event(seq+3, "queued")}); err != nil {
			b.Fatal(err)
		}
		seq += 3
	}
}
