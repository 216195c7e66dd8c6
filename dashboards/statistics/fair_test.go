package statistics

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestHowMuchOfAWindowASourceWasHeard(t *testing.T) {
	from := time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	to := from.Add(10 * time.Hour)
	gap := func(source voc.SourceID, a, b time.Duration) voc.Gap {
		return voc.Gap{Source: source, Span: voc.Span{From: from.Add(a), To: from.Add(b)}}
	}
	sources := []voc.Source{
		{ID: "whole", Schedule: "@every 1h"}, {ID: "part", Schedule: "@every 1h"}, {ID: "deaf", Schedule: "@every 1h"},
		{ID: "off", Schedule: "@every 1h", Disabled: true}, {ID: "file"}, {ID: "pushed", Schedule: "@every 1h", Kind: voc.KindPush},
	}
	gaps := []voc.Gap{
		gap("part", -3*time.Hour, time.Hour), gap("part", 8*time.Hour, 30*time.Hour), gap("deaf", -time.Hour, 20*time.Hour), gap("whole", 11*time.Hour, 12*time.Hour),
	}
	got := HeardFor(sources, gaps, from, to)
	for id, want := range map[voc.SourceID]float64{"whole": 1, "part": 0.7, "deaf": 0} {
		if share, known := got[id]; !known || share < want-1e-9 || share > want+1e-9 {
			t.Errorf("%s was heard for %v of the window, want %v", id, share, want)
		}
	}
	if len(got) != 3 {
		t.Errorf("%v: of what is off, pushed or imported nobody knows when it was heard", got)
	}
	if empty := HeardFor(sources, gaps, to, from); len(empty) != 0 {
		t.Errorf("a window that is empty was heard: %v", empty)
	}
}

func TestASourceIsKeptOrLeftOutAndNeverBoth(t *testing.T) {
	brands := []voc.BrandID{"a", "b"}
	heard := map[voc.SourceID]float64{}
	var sources []voc.Source
	for _, platform := range []string{"", "p", "q"} {
		for _, brand := range []voc.BrandID{"", "a", "b", "c"} {
			for _, share := range []float64{0, LeastShared, 1} {
				id := voc.SourceID(platform + "-" + string(brand) + "-" + time.Duration(share*10).String())
				sources = append(sources, voc.Source{ID: id, Platform: platform, Brand: brand, Schedule: "@every 1h"})
				heard[id] = share
			}
		}
	}
	kept, left := Shared(sources, brands, heard)
	seen := map[voc.SourceID]int{}
	for _, s := range kept {
		seen[s.ID]++
		if heard[s.ID] < LeastShared {
			t.Errorf("%s was heard for %v of the time and is compared over", s.ID, heard[s.ID])
		}
	}
	for _, u := range left {
		seen[u.Source.ID]++
		if u.Why == "" {
			t.Errorf("%s is left out and nobody says why", u.Source.ID)
		}
	}
	for _, s := range sources {
		if want := map[bool]int{true: 0, false: 1}[s.Brand == "c"]; seen[s.ID] != want {
			t.Errorf("%s of brand %q stands in %d lists, want %d", s.ID, s.Brand, seen[s.ID], want)
		}
	}
}
