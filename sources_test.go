package main

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestSourcesArePrintedAligned(t *testing.T) {
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	at := time.Date(2026, 3, 10, 12, 0, 0, 0, zone)
	forum := voc.Source{ID: "forum", Kind: voc.KindDiscourse, Schedule: "@every 1h", Every: time.Hour}
	heard := func(n int, usual, coverage float64) store.Heard {
		return store.Heard{Got: n, Expected: usual, Coverage: coverage}
	}
	well := healthOf(forum, store.Health{
		State: store.StateOK, Last: voc.Visit{StartedAt: at.Add(-time.Minute), Outcome: voc.VisitOK}, HeardTo: at.Add(-time.Minute),
		Day: heard(120, 118.4, 1), Week: heard(801, 822.5, 0.999), Claimed: 90_210, Fetched: 90_118,
	}, at)
	wall := healthOf(voc.Source{ID: "a-long-name", Kind: voc.KindTieba, Schedule: "@every 1h", Every: time.Hour}, store.Health{
		State: store.StateBlocked, Trouble: voc.TroubleLogin, Last: voc.Visit{StartedAt: at.Add(-time.Hour), Outcome: voc.VisitBlocked, NextAt: at.Add(5 * time.Hour)},
		Day: heard(0, -1, 0), Week: heard(3, -1, 0.5), Claimed: -1,
		Gaps: []voc.Gap{
			{Span: voc.Span{From: at.Add(-9 * time.Hour), To: at.Add(-8 * time.Hour)}, Lost: true},
			{Span: voc.Span{From: at.Add(-2 * time.Hour), To: at}, Open: true, Missing: "login\n  page"},
		},
	}, at)
	if well.Overdue || !wall.Overdue || !well.NextAt.Equal(at.Add(59*time.Minute)) || !wall.NextAt.Equal(at.Add(5*time.Hour)) {
		t.Errorf("overdue %v %v, next %v %v: want no, yes, an hour after the last, the site's wish", well.Overdue, wall.Overdue, well.NextAt, wall.NextAt)
	}
	var out strings.Builder
	printSources(&out, []sourceHealth{well, wall}, zone)
	lines := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
	if len(lines) != 6 {
		t.Fatalf("%d lines, want a heading, two sources, two gaps and what to do:\n%s", len(lines), out.String())
	}
	for _, want := range []string{"✓ 正常", "120/118", "801/822", "99%", "90118/90210", "⊘ 被拒", "3/—", "50%", "0/—", "03-10 10:00 至 现在（下次听到时补上）login page", "可补采", api.RemedyOf(store.StateBlocked, voc.TroubleLogin).ZH} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not told:\n%s", want, out.String())
		}
	}
	column := func(line, cell string) int {
		before, _, _ := strings.Cut(line, cell)
		return store.DisplayWidth(before)
	}
	if a, b, c := column(lines[0], "状态"), column(lines[1], "✓"), column(lines[2], "⊘"); a != b || b != c {
		t.Errorf("the states stand in columns %d, %d and %d:\n%s", a, b, c, out.String())
	}
	out.Reset()
	printSources(&out, nil, zone)
	if !strings.Contains(out.String(), "sources.yaml") {
		t.Errorf("no source: %q", out.String())
	}
	for _, state := range store.States {
		if stateTitles[state] == "" {
			t.Errorf("state %s has no name for people", state)
		}
	}
}
