package api

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Sixty posts before a change of the analysis and sixty after it. The new one, asked again, finds twenty
// of the old ones negative that were not.
func TestTheMarkOfARulerTellsWhatItDid(t *testing.T) {
	change := time.Date(2026, 1, 28, 0, 0, 0, 0, shanghai)
	mentions := voices(120)
	for i := range mentions {
		m := &mentions[i]
		m.Post.ID, m.Brand = voc.NewPostID("forum", fmt.Sprintf("ruler-%d", i)), "qingheng"
		m.Analysis.Sentiment, m.Analysis.Noise = voc.Neutral, nil
		m.Post.PublishedAt, m.Analysis.Version = change.Add(-time.Duration(i+1)*10*time.Minute), "old-1"
		if i >= 60 {
			m.Post.PublishedAt, m.Analysis.Version = change.Add(time.Duration(i)*time.Minute), "new-2"
		}
	}
	s := storetest.Open(t)
	if _, err := s.SaveMentions(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why, atWork, query string
		effect             bool
	}{
		{"the analysis that came is at work", "new-2", "", true},
		{"it was replaced since: nobody can judge as it did", "newer-3", "", false},
		{"another brand has no posts to judge twice", "new-2", "&brand=luye", false},
	} {
		var asked []string
		door := (&house{}).open(t, func(o *Options) {
			o.Store = s
			o.Reread = func(was []voc.Mention) ([]voc.Mention, string) {
				again := slices.Clone(was)
				for i := range again {
					asked = append(asked, was[i].Analysis.Version)
					again[i].Analysis.Version = c.atWork
					if i < 20 {
						again[i].Analysis.Sentiment = voc.Negative
					}
				}
				return again, c.atWork
			}
		})
		out := read[Usual](t, ask(t, door, "GET", "/api/v1/trend/usual?from=2026-01-20&to=2026-01-31&step=day"+c.query, ""), http.StatusOK)
		if len(out.Rulers) != 1 || !out.Rulers[0].At.Equal(change) || out.Rulers[0].Ruler != (store.Ruler{At: out.Rulers[0].At, Before: "old-1", After: "new-2"}) {
			t.Fatalf("%s: %+v", c.why, out.Rulers)
		}
		alone := read[RulerMarks](t, ask(t, door, "GET", "/api/v1/trend/rulers?from=2026-01-20&to=2026-01-31&step=day"+c.query, ""), http.StatusOK)
		if !reflect.DeepEqual(alone.Rulers, out.Rulers) {
			t.Errorf("%s: marked on its own as %+v, beside the band as %+v", c.why, alone.Rulers, out.Rulers)
		}
		if slices.Contains(asked, "new-2") {
			t.Errorf("%s: posts the new analysis judged itself were judged again", c.why)
		}
		e := out.Rulers[0].Effect
		if (e != nil) != c.effect {
			t.Fatalf("%s: %+v", c.why, e)
		}
		if e != nil && (e.Posts != 60 || e.Before != 0 || !e.Sure || e.Change < 0.33 || e.Change > 0.34) {
			t.Errorf("%s: %+v, want 20 of 60 more", c.why, e)
		}
	}
}
