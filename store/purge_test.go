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
	var now time.Time
	s := storetest.Open(t, func(o *store.Options) { o.Now = func() time.Time { return now } })
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 12, 0, 0, 0, time.UTC) }
	take := func(fresh int, taken time.Time, id string, published, fetched time.Time) {
		t.Helper()
		now = taken
		save(t, s, fresh, mention(id, "说过的话"+id, func(m *voc.Mention) {
			m.Post.PublishedAt, m.Post.FetchedAt, m.Post.Engagement.Likes = published, fetched, 1
		}))
	}
	take(1, day(1, 4), "january", day(1, 3), day(1, 4))
	take(1, day(1, 21), "january, edited", day(1, 20), day(1, 21))
	take(0, day(1, 25), "january, edited", day(1, 20), day(1, 25))
	take(1, day(3, 9), "march, before", day(3, 9), day(3, 9))
	take(1, day(3, 11), "march, behind", day(3, 11), day(3, 11))
	take(1, day(3, 20), "february, fetched late", day(2, 1), day(3, 20))
	take(1, day(3, 21), "somebody's old file", day(1, 2), day(1, 2))
	take(0, day(3, 25), "march, before", day(3, 9), day(3, 9)) // understood anew: no younger for that
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
		{
			"of a month what is old, of another the rest stays", day(3, 10), store.Purged{Rows: 3, Others: 4},
			[]string{"february, fetched late", "march, behind", "somebody's old file"},
		},
		{"again there is nothing", day(3, 10), store.Purged{}, []string{"february, fetched late", "march, behind", "somebody's old file"}},
		{"all, month by month", day(4, 1), store.Purged{Months: 3, Rows: 3, Others: 3}, nil},
	} {
		got, err := s.Purge(t.Context(), c.to)
		// At least: whether the engine has merged older versions away by now is its own affair.
		if err != nil || got.Months != c.want.Months || got.Rows < c.want.Rows || got.Others < c.want.Others || (got == store.Purged{}) != (c.want == store.Purged{}) || !slices.Equal(remaining(), c.stays) {
			t.Errorf("%s: %+v, %v, left %q; want %+v, %q", c.why, got, err, remaining(), c.want, c.stays)
		}
	}
	for _, table := range []string{"mentions", "observations", "discoveries", "readings", "identities"} {
		if n, err := s.Number(t.Context(), fmt.Sprintf("SELECT count() FROM %s", table)); n != 0 || err != nil {
			t.Errorf("%s has %d rows left, %v", table, n, err)
		}
	}
	take(1, day(4, 2), "somebody's old file", day(1, 2), day(1, 2)) // imported again, it stays its time again
	if got, err := s.Purge(t.Context(), day(4, 1)); err != nil || got != (store.Purged{}) || len(remaining()) != 1 {
		t.Errorf("imported again: %+v, %v, left %q", got, err, remaining())
	}
}
