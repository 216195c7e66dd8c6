package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestRulersStandWhereTheAnalysisChanged(t *testing.T) {
	s := storetest.Open(t)
	by := func(version string) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Analysis.Version = version }
	}
	in := func(hours float64) func(*voc.Mention) {
		return at(noon.Add(time.Duration(hours * float64(time.Hour))))
	}
	save(t, s, 8,
		mention("1", "甲", by("tf8-a"), in(0.5)),
		mention("2", "乙", by("tf8-a"), in(1)),
		mention("3", "丙", by("tf8-a"), in(1.1)),
		mention("4", "丁", by("tf8-b"), in(1.2)), // late in an hour that was mostly measured as before
		mention("5", "戊", by("tf8-b"), in(3.9)),
		mention("6", "己", by("tf9-c"), in(4)),
		mention("7", "庚", by(""), in(5)),
		mention("8", "辛", by("tf9-c"), in(6)),
	)
	for _, c := range []struct {
		why      string
		from, to float64
		want     []store.Ruler
	}{
		{"two changes, each at the first hour that is mostly measured anew", 0, 8, []store.Ruler{
			{At: noon.Add(3 * time.Hour), Before: "tf8-a", After: "tf8-b"}, {At: noon.Add(4 * time.Hour), Before: "tf8-b", After: "tf9-c"}}},
		{"what was measured before the window is not known and makes no mark", 3, 8, []store.Ruler{{At: noon.Add(4 * time.Hour), Before: "tf8-b", After: "tf9-c"}}},
		{"silence and mentions nobody analysed are no change", 4, 8, []store.Ruler{}},
		{"nothing at all", 9, 10, []store.Ruler{}},
	} {
		got, err := s.Rulers(t.Context(), noon.Add(time.Duration(c.from)*time.Hour), noon.Add(time.Duration(c.to)*time.Hour), time.Hour)
		for i := range got {
			got[i].At = got[i].At.UTC()
		}
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v (%v), want %+v", c.why, got, err, c.want)
		}
	}
	if _, err := s.Rulers(t.Context(), noon, noon, time.Hour); err == nil {
		t.Error("a window of nothing was answered")
	}
}
