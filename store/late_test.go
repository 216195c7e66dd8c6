package store_test

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func fetched(t time.Time) func(*voc.Mention) { return func(m *voc.Mention) { m.Post.FetchedAt = t } }

// A letter was written at noon. What it lacked is what was said before and first seen after.
func TestLateIsWhatALetterCouldNotKnow(t *testing.T) {
	s := storetest.Open(t)
	before := at(noon.Add(-2 * time.Hour))
	save(t, s, 6,
		mention("seen in time", "差", before, feeling(voc.Negative), fetched(noon.Add(-time.Hour))),
		mention("late", "差", before, feeling(voc.Negative), fetched(noon.Add(time.Hour))),
		mention("late and content", "好", before, feeling(voc.Positive), fetched(noon.Add(2*time.Hour))),
		mention("of the next letter", "差", at(noon.Add(time.Minute)), feeling(voc.Negative), fetched(noon.Add(time.Hour))),
		mention("an advert", "加盟", before, fetched(noon.Add(time.Hour)), func(m *voc.Mention) { m.Analysis.Noise = []string{voc.NoiseAdvert} }),
		mention("of somebody else", "差", before, brand("rival"), feeling(voc.Negative), fetched(noon.Add(time.Hour))),
	)
	window := voc.Filter{Brands: []voc.BrandID{"qingheng"}, From: noon.AddDate(0, 0, -1), To: noon}
	for _, c := range []struct {
		why         string
		to          time.Time
		n, negative int
	}{
		{"the next evening", noon.AddDate(0, 0, 1), 2, 1},
		{"an hour and a half later", noon.Add(90 * time.Minute), 1, 1},
		{"at once", noon, 0, 0},
	} {
		late, err := s.Late(t.Context(), window, noon, c.to)
		if err != nil || late.N != c.n || late.Negative != c.negative {
			t.Errorf("%s: %+v (%v), want %d, %d of them negative", c.why, late, err, c.n, c.negative)
		}
	}
	scoped := window
	scoped.Scope = voc.Scope{Regions: []string{"上海"}}
	if late, err := s.Late(t.Context(), scoped, noon, noon.AddDate(0, 0, 1)); err != nil || late.N != 0 {
		t.Errorf("who may see no place of it is told of %+v (%v)", late, err)
	}
}

// A post that is looked at again is fetched again, and is no more late for that.
func TestWhatIsFetchedAgainIsNotLate(t *testing.T) {
	letter := time.Now() // as the store knows when it first kept something
	s := storetest.Open(t)
	said := at(letter.Add(-2 * time.Hour))
	one := mention("1", "差", said, fetched(letter.Add(-time.Hour)))
	save(t, s, 1, one)
	written := time.Now()
	one.Post.FetchedAt = written.Add(time.Hour)
	save(t, s, 0, one)
	window := voc.Filter{Brands: []voc.BrandID{"qingheng"}, From: letter.AddDate(0, 0, -1), To: written}
	if late, err := s.Late(t.Context(), window, written, written.Add(2*time.Hour)); err != nil || late.N != 0 {
		t.Errorf("%+v (%v): it was known before", late, err)
	}
}

func TestFirstOf(t *testing.T) {
	s := storetest.Open(t)
	mine := voc.Filter{Brands: []voc.BrandID{"qingheng"}}
	if first, err := s.FirstOf(t.Context(), mine); err != nil || !first.IsZero() {
		t.Errorf("an empty store begins at %s (%v)", first, err)
	}
	save(t, s, 4,
		mention("0", "差", at(noon.AddDate(0, 0, -900)), brand("rival")),
		mention("1", "加盟", at(noon.AddDate(0, 0, -400)), func(m *voc.Mention) { m.Analysis.Noise = []string{voc.NoiseAdvert} }),
		mention("2", "差", at(noon.AddDate(0, 0, -9)), func(m *voc.Mention) { m.Analysis.Region = "上海" }),
		mention("3", "差", at(noon.AddDate(0, 0, -3)), feeling(voc.Negative)),
	)
	raw, shanghai, negative, past, late := mine, mine, mine, mine, mine
	raw.Raw, negative.Sentiment, late.From = true, voc.Negative, noon.AddDate(0, 0, -8)
	shanghai.Scope = voc.Scope{Regions: []string{"上海"}}
	past.To = noon.AddDate(0, 0, -30)
	for why, c := range map[string]struct {
		f    voc.Filter
		days int
	}{
		"noise is no voice": {mine, 9}, "unless it is asked for": {raw, 400}, "within a scope": {shanghai, 9}, "of complaints": {negative, 3},
		"from a day on": {late, 3},
	} {
		if first, err := s.FirstOf(t.Context(), c.f); err != nil || !first.Equal(noon.AddDate(0, 0, -c.days)) {
			t.Errorf("%s: the first is %s (%v), want %d days before noon", why, first, err, c.days)
		}
	}
	if first, err := s.FirstOf(t.Context(), past); err != nil || !first.IsZero() {
		t.Errorf("nothing was said by then, and the first is %s (%v)", first, err)
	}
}
