package pipeline

import (
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestAnOfficialVoiceWeighsMore: the same burst, once with one post of a source that is configured as a
// regulator's among it. It is a point of its own, named by the source's title, told once.
func TestAnOfficialVoiceWeighsMore(t *testing.T) {
	points := map[bool]int{}
	for _, official := range []bool{false, true} {
		s := storetest.Open(t)
		began := noon.Add(-time.Hour)
		quietPast(t, s, began, 3)
		burst := complaints(began, 40, "异物", "")
		for i := range 2 {
			m := &burst[20+i].Post
			m.Source, m.Platform = "bureau", "gov"
			m.ID = voc.NewPostID("bureau", m.ExternalID)
		}
		if err := save(t, s, burst); err != nil {
			t.Fatal(err)
		}
		w := bare(t, s, noon, general())
		w.names.sources = func() []voc.Source {
			return []voc.Source{{ID: "forum", Title: "论坛"}, {ID: "bureau", Title: "市监局通报", Official: official}}
		}
		evaluate(t, w, noon)
		open := openOnes(w)
		if len(open) != 1 {
			t.Fatalf("official %v: %s", official, spoken(w))
		}
		for _, p := range open[0].Points {
			points[official] += p.Points
		}
		named := slices.ContainsFunc(open[0].Points, func(p voc.LevelPoint) bool {
			return p.Reason == "官方媒体或监管机构发声：市监局通报"
		})
		if named != official {
			t.Errorf("official %v: the points are %+v", official, open[0].Points)
		}
	}
	if more := points[true] - points[false]; more != alert.DefaultWeights().Official {
		t.Errorf("it weighs %d points, want %d", more, alert.DefaultWeights().Official)
	}
}
