package store

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestStateOf(t *testing.T) {
	ok := visited(1)
	trouble := func(o voc.VisitOutcome, why voc.Trouble) voc.Visit { return visited(1, ended(o, why)) }
	remote, off, file := forum, forum, forum
	remote.Remote, off.Disabled, file.Kind = true, true, voc.KindImport
	for _, c := range []struct {
		source       voc.Source
		last         voc.Visit
		late, silent bool
		want         State
		why          string
	}{
		{forum, ok, false, false, StateOK, "heard in time"},
		{forum, voc.Visit{}, true, false, StateNever, "not visited yet"},
		{forum, ok, true, true, StateLate, "that nobody came says more than that little came"},
		{forum, ok, false, true, StateSilent, "heard, but far too little"},
		{forum, trouble(voc.VisitFailed, voc.TroubleNetwork), true, true, StateFailed, "failing says more than late"},
		{forum, trouble(voc.VisitFailed, voc.TroubleLayout), true, false, StateLayout, "the page changed"},
		{forum, trouble(voc.VisitPartial, voc.TroubleLayout), false, false, StateLayout, "so it did when only one page is not understood"},
		{forum, trouble(voc.VisitFailed, voc.TroubleExpired), true, false, StateExpired, "the key is no longer good"},
		{forum, trouble(voc.VisitBlocked, voc.TroubleRobots), true, false, StateBlocked, "robots.txt"},
		{forum, trouble(voc.VisitFailed, voc.TroubleLogin), true, false, StateBlocked, "a login wall, whatever the outcome"},
		{forum, trouble(voc.VisitBlocked, voc.TroubleNone), false, false, StateBlocked, "a visit from before troubles had names"},
		{forum, trouble(voc.VisitPartial, voc.TroublePace), false, true, StatePartial, "half of it"},
		{forum, trouble(voc.VisitPartial, voc.TroubleCap), true, false, StateLate, "half of it, and long ago"},
		{remote, voc.Visit{}, true, false, StateRemote, "its agent was never seen"},
		{remote, ok, true, false, StateRemote, "its agent is away"},
		{remote, trouble(voc.VisitBlocked, voc.TroubleLogin), false, false, StateBlocked, "its agent reports a wall"},
		{remote, ok, false, false, StateOK, "its agent does well"},
		{file, voc.Visit{}, true, false, StatePassive, "files come when they come"},
		{off, trouble(voc.VisitFailed, voc.TroubleNetwork), true, true, StateDisabled, "switched off by hand"},
	} {
		if got := StateOf(c.source, c.last, c.late, c.silent); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

func TestSilent(t *testing.T) {
	for _, c := range []struct {
		expected float64
		got      int
		want     bool
		why      string
	}{
		{0, 0, false, "nothing is expected"},
		{10, 0, false, "of ten none: chance and a quiet day"},
		{14, 0, true, "of fourteen none"},
		{100, 24, true, "less than a quarter of a hundred"},
		{100, 25, false, "a quarter"},
		{100, 60, false, "a quiet day"},
		{20, 4, false, "less than a quarter, but few are expected"},
		{40, 3, true, "of forty three"},
		{5000, 1249, true, "thousands, where the chance is beyond counting"},
		{5000, 1300, false, "thousands, but more than a quarter"},
	} {
		if got := Silent(c.expected, c.got); got != c.want {
			t.Errorf("%d where %v are expected: silent %v, want %v: %s", c.got, c.expected, got, c.want, c.why)
		}
	}
}

// healthOf makes a source that brought so many an hour for four weeks, and so many in the last hours.
func healthOf(rate float64, last int, brought float64, r record, coarse bool) *asked {
	now := monday.Add(28*24*time.Hour + 20*time.Minute)
	t := newTally(monday, monday.Add(28*24*time.Hour))
	for i := range t.posts {
		t.posts[i] = rate
		if i >= len(t.posts)-last {
			t.posts[i] = brought
		}
	}
	t.coarse = coarse
	return &asked{
		now: now, zone: china, records: map[voc.SourceID]record{"forum": r},
		usual: map[voc.SourceID]*Volume{"forum": usually(float32(rate))}, tallies: map[voc.SourceID]*tally{"forum": t},
	}
}

func TestSilenceIsLookedForInWhatWasHeard(t *testing.T) {
	now := monday.Add(28*24*time.Hour + 20*time.Minute)
	inTime := record{first: monday, heard: now}
	lost := record{first: monday, heard: now, lost: []voc.Gap{{Span: voc.Span{From: now.Add(-25 * time.Hour), To: now}}}}
	for _, c := range []struct {
		why     string
		rate    float64
		last    int
		brought float64
		record  record
		coarse  bool
		want    bool
	}{
		{"a loud source is missed within six hours", 10, 6, 0, inTime, false, true},
		{"unless only days are known of its posts", 10, 6, 0, inTime, true, false},
		{"a quiet one after days", 0.1, 7 * 24, 0, inTime, false, true},
		{"not after one", 0.1, 24, 0, inTime, false, false},
		{"of a tiny one nothing can be said", 0.01, 7 * 24, 0, inTime, false, false},
		{"half as much is a quiet day", 10, 24, 5, inTime, false, false},
		{"hours that were lost are no silence", 10, 24, 0, lost, false, false},
		{"nor are hours nobody heard", 10, 24, 0, record{first: monday, heard: now.Add(-25 * time.Hour)}, false, false},
		{"nor is a source never heard", 10, 24, 0, record{first: monday}, false, false},
	} {
		if got := healthOf(c.rate, c.last, c.brought, c.record, c.coarse).silent(forum); got != c.want {
			t.Errorf("%s: silent %v", c.why, got)
		}
	}
}
