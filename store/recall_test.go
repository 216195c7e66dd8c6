package store_test

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestATextIsRecalledByItsHash(t *testing.T) {
	s := storetest.Open(t)
	older := reading("1")
	newer := reading("2", func(r *voc.Reading) { r.Sentiment, r.At = voc.Positive, noon.Add(time.Second) })
	blank := reading("3", func(r *voc.Reading) { r.Hash, r.Sentiment, r.Note = "bb", "", "unreadable" })
	human := reading("4", func(r *voc.Reading) { r.Hash, r.Reader, r.Name, r.Prompt = "cc", voc.ReaderHuman, "li", "" })
	if err := s.SaveReadings(t.Context(), []voc.Reading{older, newer, blank, human}); err != nil {
		t.Fatal(err)
	}
	f := func(why, hash string, brand voc.BrandID, model, prompt string, want bool) {
		t.Helper()
		r, ok, err := s.ReadingOf(t.Context(), hash, brand, model, prompt)
		if err != nil || ok != want || ok && (r.PostID != newer.PostID || r.Sentiment != voc.Positive || len(r.Aspects) != 1) {
			t.Errorf("%s: %v %+v (%v), want %v", why, ok, r, err, want)
		}
	}
	f("the newest of two posts with the same text", "aa", "qingheng", "large-1", "p1", true)
	f("another brand", "aa", "other", "large-1", "p1", false)
	f("another model", "aa", "qingheng", "small-2", "p1", false)
	f("another prompt", "aa", "qingheng", "large-1", "p2", false)
	f("another text", "dd", "qingheng", "large-1", "p1", false)
	f("one nobody could judge", "bb", "qingheng", "large-1", "p1", false)
	f("one a person judged", "cc", "qingheng", "li", "", false)
}
