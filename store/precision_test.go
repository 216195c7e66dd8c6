package store_test

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// A site that tells only the day puts all its posts at midnight, an import without times all its
// rows at one moment. Neither is a burst.
func TestCountsLeaveOutTimesCoarserThanTheirBuckets(t *testing.T) {
	s := storetest.Open(t)
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	var mentions []voc.Mention
	for i, precision := range []voc.Precision{voc.PrecisionSecond, voc.PrecisionMinute, voc.PrecisionDay, voc.PrecisionNone} {
		id := string(rune('a' + i))
		mentions = append(mentions, voc.Mention{Brand: "tea", Post: voc.Post{
			ID: voc.NewPostID("s", id), Source: "s", ExternalID: id, PublishedAt: day.Add(10 * time.Minute), Precision: precision,
			FetchedAt: day, Text: "等了很久", Engagement: voc.NoEngagement(),
		}, Analysis: voc.Analysis{Sentiment: voc.Negative, Emotion: voc.Calm, Intent: voc.IntentComplaint}})
	}
	if _, err := s.SaveMentions(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	f := func(step time.Duration, want int) {
		t.Helper()
		counts, err := s.Counts(t.Context(), store.CountQuery{Brand: "tea", From: day, To: day.AddDate(0, 0, 1), Step: step})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range counts {
			n += c.N
		}
		if n != want {
			t.Errorf("buckets of %s count %d mentions, want %d", step, n, want)
		}
	}
	f(5*time.Minute, 2)
	f(24*time.Hour, 3)
}
