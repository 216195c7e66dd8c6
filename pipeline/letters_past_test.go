package pipeline

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// A house that begins with a past has letters of it, sent to nobody; what is there already stays.
func TestLettersOfThePastAreFiledAndNotSent(t *testing.T) {
	t.Parallel()
	o := dining(t)
	if err := save(t, o.Store, complaints(evening.AddDate(0, 0, -1).Add(-3*time.Hour), 12, "等待", "jingan")); err != nil {
		t.Fatal(err)
	}
	p := mailing(t, o, voc.Audience{ID: "founder", Holidays: true, Empty: true, Channels: []string{"boss"}})
	morning := evening.Add(12 * time.Hour)
	p.options.Now, p.Journal.now, p.letters.now = at(morning), at(morning), at(morning)
	for range 2 {
		if err := p.ArchiveLetters(t.Context(), "founder", 3); err != nil {
			t.Fatal(err)
		}
	}
	all := p.Letters()
	if len(all) != 3 || all[0].ID != "2026-03-04/tea/founder" || !all[0].SentAt.Equal(evening) || !all[2].SentAt.Equal(evening.AddDate(0, 0, -2)) {
		t.Fatalf("letters %+v; want those of the 2nd to the 4th, each at its own evening", all)
	}
	second, err := p.Letter(t.Context(), "2026-03-03/tea/founder")
	if err != nil || !second.AsOf.Equal(evening.AddDate(0, 0, -1)) || !strings.Contains(second.Lead, "12 条") {
		t.Errorf("the letter of the 3rd is as of %s and says %q (%v)", second.AsOf, second.Lead, err)
	}
	if len(p.Messages()) != 0 {
		t.Errorf("%d messages, want none: nobody waits for last week's letters", len(p.Messages()))
	}
	if err := turned(t, p, evening.AddDate(0, 0, 1)); err != nil || len(p.Letters()) != 4 || len(p.Messages()) != 1 {
		t.Errorf("tonight's goes as always (%v): %d letters, %d messages", err, len(p.Letters()), len(p.Messages()))
	}
}
