package pipeline

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// On the real journal: forty nights in a zone whose clocks change, each with one letter, whatever is begun
// anew in between; and the same state when the journal is read again.
func TestFortyNightsOverRestartsOnTheRealJournal(t *testing.T) {
	t.Parallel()
	zone := place(t, "America/New_York")
	begin := time.Date(2026, 2, 20, 12, 0, 0, 0, zone)
	o := plant(t, func(o *Options) { o.Now = at(begin) })
	o.Location = zone
	o.Letter.Audiences = []voc.Audience{{ID: "founder", Period: voc.PeriodDay, At: "30 2 * * *", Empty: true, Holidays: true, Channels: []string{"boss"}}}
	p := built(t, o)
	for night := 1; night <= 40; night++ {
		now := begin.AddDate(0, 0, night)
		if night%3 == 0 {
			o.Now = at(now.Add(-time.Minute))
			p = built(t, o) // killed and started again
		}
		for _, moment := range []time.Time{now, now.Add(-2 * time.Hour), now.Add(time.Minute)} { // the clock is set back and on
			if err := turned(t, p, moment); err != nil {
				t.Fatal(err)
			}
		}
		if letters, messages := kept(t, p); len(letters) != night || len(messages) != night {
			t.Fatalf("after night %d there are %d letters and %d messages", night, len(letters), len(messages))
		}
	}
	again, err := ReadJournal(t.Context(), o.Store, o.Now)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range again.shelved().records() {
		if was := p.Letters()[i]; r.ID != was.ID || !r.Due.Equal(was.Due) || !r.SentAt.Equal(was.SentAt) || r.Title != was.Title {
			t.Errorf("read again, letter %d is %+v, was %+v", i, r, was)
		}
	}
}

// A house of many audiences ends in time: what was under way is finished or left for the next start.
func TestAHouseOfManyAudiencesEndsWhenItIsTold(t *testing.T) {
	t.Parallel()
	o := dining(t)
	var all []voc.Audience
	for i := range 300 {
		all = append(all, voc.Audience{ID: fmt.Sprintf("shop-%d", i), Empty: true, Holidays: true, Scope: voc.Scope{Stores: []voc.StoreID{"wulin"}}})
	}
	p := mailing(t, o, all...)
	ctx, cancel := context.WithCancel(t.Context())
	p.letters.now = at(evening)
	ended := make(chan error, 1)
	go func() { ended <- p.letters.turn(ctx) }()
	until(t, "the first letters are sent", func() bool { return len(p.Letters()) > 3 })
	cancel()
	<-ended
	n := len(p.Letters())
	if n == 0 || n == len(all) {
		t.Fatalf("%d of %d letters were sent before the end; the test needs some and not all", n, len(all))
	}
	if owed := p.letters.owed(evening); len(owed) != len(all)-n {
		t.Errorf("%d are owed after %d were sent, want the rest of %d", len(owed), n, len(all))
	}
}

// BenchmarkOwed is what looking for letters that are due costs each second, for a thousand audiences with a
// year of letters behind them.
func BenchmarkOwed(b *testing.B) {
	zone := time.FixedZone("CST", 8*3600)
	n := &sentNights{}
	n.journal = &Journal{state: newState()}
	n.names = names{brands: []voc.Brand{{ID: "tea", Own: true}}, location: zone}
	n.since = map[string]time.Time{}
	now := time.Date(2026, 12, 1, 22, 0, 0, 0, zone)
	for i := range 1000 {
		n.post.Audiences = append(n.post.Audiences, voc.Audience{ID: fmt.Sprint("shop-", i), Period: voc.PeriodDay, At: "30 21 * * *", Holidays: true})
	}
	for day := range 365 {
		due := time.Date(2026, 12, 1-day, 21, 30, 0, 0, zone)
		letters := map[string]*onFile{}
		for _, a := range n.post.Audiences {
			id := voc.LetterID(due.Format(time.DateOnly), "tea", a.ID)
			letters[id] = &onFile{LetterRecord: voc.LetterRecord{ID: id, Due: due, SentAt: due}}
		}
		n.journal.state.Letters[due.Format(time.DateOnly)] = letters
	}
	b.ResetTimer()
	for range b.N {
		if len(n.owed(now)) != 0 {
			b.Fatal("nothing is owed")
		}
	}
}
