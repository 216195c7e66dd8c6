package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPurge(t *testing.T) {
	s := storetest.Open(t)
	at := func(id string, published, fetched time.Time) voc.Mention {
		return mention(id, "说过的话"+id, func(m *voc.Mention) {
			m.Post.PublishedAt, m.Post.FetchedAt, m.Post.Engagement.Likes = published, fetched, 1
		})
	}
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 12, 0, 0, 0, time.UTC) }
	save(t, s, 5,
		at("january", day(1, 3), day(1, 4)), at("january, edited", day(1, 20), day(1, 21)),
		at("march, before", day(3, 9), day(3, 9)), at("march, behind", day(3, 11), day(3, 11)),
		at("february, imported late", day(2, 1), day(3, 20)),
	)
	save(t, s, 0, at("january, edited", day(1, 20), day(1, 25)))
	discovery := voc.Discovery{ID: "d", Sentence: "说过的话"}
	if err := s.SaveDiscoveries(t.Context(), []voc.Discovery{discovery}, day(3, 1)); err != nil {
		t.Fatal(err)
	}
	remaining := func() []string {
		var ids []string
		for _, m := range all(t, s, voc.Filter{}) {
			ids = append(ids, m.Post.ExternalID)
		}
		slices.Sort(ids)
		return ids
	}
	before := remaining()
	for _, c := range []struct {
		why   string
		to    time.Time
		want  store.Purged
		stays []string
	}{
		{"nothing is that old", day(1, 1), store.Purged{}, before},
		{"a month as a whole with all versions, another up to a day, and what belongs to them", day(3, 10), store.Purged{Months: 1, Rows: 4, Others: 5}, []string{"february, imported late", "march, behind"}},
		{"again there is nothing", day(3, 10), store.Purged{}, []string{"february, imported late", "march, behind"}},
		{"all", day(4, 1), store.Purged{Months: 2, Rows: 2, Others: 2}, nil},
	} {
		got, err := s.Purge(t.Context(), c.to)
		if err != nil || got != c.want || !slices.Equal(remaining(), c.stays) {
			t.Errorf("%s: %+v, %v, left %q; want %+v, %q", c.why, got, err, remaining(), c.want, c.stays)
		}
	}
	for _, table := range []string{"mentions", "observations", "discoveries", "readings"} {
		if n, err := s.Number(t.Context(), fmt.Sprintf("SELECT count() FROM %s", table)); n != 0 || err != nil {
			t.Errorf("%s has %d rows left, %v", table, n, err)
		}
	}
	save(t, s, 0, at("january", day(1, 3), day(4, 2))) // it may be fetched again, and is no news
	if got := remaining(); !slices.Equal(got, []string{"january"}) {
		t.Errorf("fetched again: %q", got)
	}
}
