package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestMentionsOfHoursCollectedTooThinlyAreLeftOut(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 4,
		mention("1", "整点", at(noon)),
		mention("2", "缺口里", at(noon.Add(time.Hour))),
		mention("3", "缺口里最后一刻", at(noon.Add(2*time.Hour-time.Millisecond))),
		mention("4", "缺口之后", at(noon.Add(2*time.Hour))),
	)
	f := voc.Filter{From: noon, To: noon.Add(3 * time.Hour)}
	for _, row := range []struct {
		why     string
		without []voc.Span
		want    int
	}{
		{"nothing left out", nil, 4},
		{"a stretch holds its beginning and not its end", []voc.Span{{From: noon.Add(time.Hour), To: noon.Add(2 * time.Hour)}}, 2},
		{"two stretches", []voc.Span{{From: noon, To: noon.Add(time.Hour)}, {From: noon.Add(2 * time.Hour), To: noon.Add(3 * time.Hour)}}, 2},
		{"all of it", []voc.Span{{From: noon.Add(-time.Hour), To: noon.Add(4 * time.Hour)}}, 0},
	} {
		f.Without = row.without
		got, err := s.Overview(t.Context(), f)
		if err != nil || got.Total != row.want {
			t.Errorf("%s: %d (%v), want %d", row.why, got.Total, err, row.want)
		}
	}
}

func TestThinIsNothingWhereNobodyIsExpected(t *testing.T) {
	s := storetest.Open(t)
	got, err := s.Thin(t.Context(), voc.Filter{From: noon, To: noon.Add(3 * time.Hour)}, 1)
	if err != nil || len(got) > 0 {
		t.Errorf("%v (%v): nothing is missing of nothing", got, err)
	}
}

func TestThinLooksAtBothWindows(t *testing.T) {
	s := storetest.Open(t)
	s.Expect([]voc.Source{{ID: "forum", Kind: voc.KindHTML, Schedule: "@every 1h", Every: time.Hour}})
	f := voc.Filter{From: noon.Add(-3 * time.Hour), To: noon}
	got, err := s.Thin(t.Context(), f, 0.5)
	if want := []voc.Span{{From: noon.Add(-6 * time.Hour), To: noon.Add(-3 * time.Hour)}, {From: noon.Add(-3 * time.Hour), To: noon}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("a source never visited: %v (%v), want %v", got, err, want)
	}
	f.From = f.To.Add(-200 * 24 * time.Hour)
	if got, err = s.Thin(t.Context(), f, 0.5); err != nil || len(got) != 2 || got[0].To.Sub(got[0].From) != 200*24*time.Hour {
		t.Errorf("two hundred days, by days: %v (%v)", got, err)
	}
	if got, err = s.Thin(t.Context(), f, 0); err != nil || len(got) > 0 {
		t.Errorf("a least coverage of nothing leaves nothing out: %v (%v)", got, err)
	}
}
