package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// now is twenty past nine in the evening in China, on a Tuesday.
var now = noon.Add(80 * time.Minute)

// collecting opens a store whose clock stands at now.
func collecting(t *testing.T, sources ...voc.Source) *store.Store {
	t.Helper()
	return storetest.Open(t, func(o *store.Options) {
		o.Now, o.Location, o.Sources = func() time.Time { return now }, shanghai, sources
	})
}

// brings makes posts of a source, n an hour between two moments.
func brings(source voc.SourceID, from, to time.Time, n int) []voc.Mention {
	var all []voc.Mention
	for at := from; at.Before(to); at = at.Add(time.Hour) {
		for i := range n {
			m := mention(fmt.Sprint(at.Unix(), "-", i), "一句话")
			m.Post.Source, m.Post.PublishedAt, m.Post.Precision = source, at.Add(time.Duration(i)*time.Second), voc.PrecisionSecond
			m.Post.ID = voc.NewPostID(source, m.Post.ExternalID)
			all = append(all, m)
		}
	}
	return all
}

func hearing(source voc.SourceID, ago time.Duration) voc.Visit {
	at := now.Add(-ago)
	return voc.Visit{Source: source, StartedAt: at, EndedAt: at, Outcome: voc.VisitOK, HeardTo: at, Requests: 2, Bytes: 1000, Claimed: 500}
}

func hourly(id voc.SourceID) voc.Source {
	return voc.Source{ID: id, Kind: voc.KindFeed, Schedule: "@every 1h", Every: time.Hour}
}

func TestHealthOfSources(t *testing.T) {
	loud, quiet, gone, fresh := hourly("loud"), hourly("quiet"), hourly("gone"), hourly("fresh")
	sources := []voc.Source{loud, quiet, gone, fresh}
	s := collecting(t, sources...)
	begin := now.Truncate(time.Hour).Add(-28 * 24 * time.Hour)
	top := now.Truncate(time.Hour).Add(time.Hour)
	posts := append(brings("loud", begin, top, 4), brings("quiet", begin, top, 1)...)
	posts = append(posts, brings("gone", begin, now.Add(-26*time.Hour), 3)...)
	save(t, s, len(posts), posts...)
	lost := hearing("quiet", 3*24*time.Hour)
	lost.LostFrom, lost.LostTo = now.Add(-100*time.Hour), now.Add(-76*time.Hour)
	visits := []voc.Visit{
		hearing("loud", 28*24*time.Hour), hearing("loud", time.Minute), hearing("quiet", 28*24*time.Hour), lost, hearing("quiet", 30*time.Minute),
		hearing("gone", 28*24*time.Hour), hearing("gone", 20*time.Minute),
	}
	for range 2 {
		if err := s.SaveVisits(t.Context(), visits); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Health(t.Context(), sources)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[voc.SourceID]store.State{"loud": store.StateOK, "quiet": store.StateOK, "gone": store.StateSilent, "fresh": store.StateNever} {
		if all[id].State != want {
			t.Errorf("%s is %s, want %s", id, all[id].State, want)
		}
	}
	if h := all["loud"]; h.Day.Got != 96 || h.Day.Expected < 90 || h.Day.Expected > 100 || h.Week.Got != 672 || h.Week.Coverage != 1 || len(h.Days) != 14 ||
		h.Days[12].Got != 96 || h.Claimed != 500 || h.Fetched != 28*24*4+4 || h.Requests != 2 || h.Visits != 1 || len(h.Gaps) != 0 {
		t.Errorf("the loud one: %+v", h)
	}
	if h := all["quiet"]; len(h.Gaps) != 1 || h.Gaps[0].Open || !h.Gaps[0].Lost || h.Week.Coverage > 0.88 || h.Week.Coverage < 0.84 || h.Day.Coverage != 1 {
		t.Errorf("the one that lost a day: %+v", h)
	}
	if h := all["fresh"]; h.Day.Expected != -1 || h.Claimed != -1 || h.Week.Coverage != 0 || !h.Last.StartedAt.IsZero() || len(h.Gaps) != 0 {
		t.Errorf("the one never visited: %+v", h)
	}
	counts, err := s.Counts(t.Context(), store.CountQuery{From: now.Truncate(time.Hour).Add(-90 * time.Hour), To: now.Truncate(time.Hour).Add(-88 * time.Hour), Step: time.Hour})
	if err != nil || len(counts) != 2 || counts[0].Coverage < 0.6 || counts[0].Coverage > 0.72 {
		t.Errorf("while the quiet one was deaf and one was never visited coverage was %+v (%v): want 7 of 10.7", counts, err)
	}
	healed := hearing("quiet", 10*time.Minute)
	healed.Since, healed.Until = lost.LostFrom, lost.LostTo
	if err := s.SaveVisits(t.Context(), []voc.Visit{healed}); err != nil {
		t.Fatal(err)
	}
	gaps, err := s.Gaps(t.Context(), quiet, time.Time{}, time.Time{})
	if err != nil || len(gaps) != 0 {
		t.Errorf("a visit sent back for the gap left %+v (%v)", gaps, err)
	}
	cells, err := s.Calendar(t.Context(), quiet, 4)
	if err != nil || len(cells) != 27*24+22 || cells[len(cells)-1].Coverage != 1 || cells[len(cells)-2].Got != 1 || !cells[0].At.Equal(time.Date(2026, 2, 11, 0, 0, 0, 0, shanghai)) {
		t.Errorf("the calendar has %d hours from %v (%v)", len(cells), cells[0], err)
	}
}

func TestGapsFromTheDatabase(t *testing.T) {
	s := collecting(t)
	failed := hearing("feed", time.Hour)
	failed.Outcome, failed.Trouble, failed.HeardTo = voc.VisitFailed, voc.TroubleNetwork, time.Time{}
	lost := hearing("feed", 9*time.Hour)
	lost.LostFrom, lost.LostTo, lost.Missing = now.Add(-20*time.Hour), now.Add(-15*time.Hour), "only twenty are shown"
	visits := []voc.Visit{hearing("feed", 30*time.Hour), lost, failed, hearing("other", 0)}
	if err := s.SaveVisits(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
	got, err := s.Gaps(t.Context(), hourly("feed"), now.Add(-18*time.Hour), time.Time{})
	if err != nil || len(got) != 2 {
		t.Fatalf("gaps %+v (%v), want the lost one and the open one", got, err)
	}
	if g := got[0]; !g.Lost || g.Missing != "only twenty are shown" || !g.From.Equal(now.Add(-18*time.Hour)) || !g.To.Equal(lost.LostTo) {
		t.Errorf("the lost one, cut to the window: %+v", g)
	}
	if g := got[1]; !g.Open || g.Trouble != voc.TroubleNetwork || !g.From.Equal(lost.HeardTo) || !g.To.Equal(now) {
		t.Errorf("the open one: %+v", g)
	}
	if fold := store.GapsOf(hourly("feed"), visits[:3], now); len(fold) != 2 || fold[1] != got[1] {
		t.Errorf("the fold over all visits says %+v, the database %+v", fold, got)
	}
}

// What is known of the visits is remembered for a moment, but never past a visit.
func TestAVisitIsKnownAtOnce(t *testing.T) {
	s := collecting(t)
	open := func() int {
		t.Helper()
		gaps, err := s.Gaps(t.Context(), hourly("feed"), time.Time{}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return len(gaps)
	}
	for _, step := range []struct {
		visit voc.Visit
		want  int
	}{{hearing("feed", 30*time.Hour), 1}, {hearing("feed", 20*time.Hour), 1}, {hearing("feed", 0), 0}} {
		if err := s.SaveVisits(t.Context(), []voc.Visit{step.visit}); err != nil {
			t.Fatal(err)
		}
		if got := open(); got != step.want {
			t.Errorf("after a visit at %s: %d gaps, want %d", step.visit.StartedAt, got, step.want)
		}
	}
}

// A bucket that runs is judged by what has passed of it.
func TestTheRunningBucketIsCovered(t *testing.T) {
	a := hourly("a")
	s := collecting(t, a)
	if err := s.SaveVisits(t.Context(), []voc.Visit{hearing("a", 50*time.Minute)}); err != nil {
		t.Fatal(err)
	}
	trend, err := s.Trend(t.Context(), voc.Filter{From: now.Truncate(time.Hour).Add(-2 * time.Hour), To: now.Truncate(time.Hour).Add(time.Hour)}, time.Hour)
	if err != nil || len(trend) != 3 || trend[0].Coverage != 1 || trend[1].Coverage != 0 || trend[2].Coverage != 1 {
		t.Errorf("trend %+v (%v): the hour before was not heard to its end, the running one is not late", trend, err)
	}
}
