package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTimesAreSummedUpByRank(t *testing.T) {
	took := make([]float64, 40)
	for i := range took {
		took[(i*7)%40] = float64(i + 1)
	}
	got := summary(took)
	if got.N != 40 || got.Min != 1 || got.Median != 21 || got.P95 != 38 || got.Max != 40 {
		t.Errorf("of 1…40: %+v", got)
	}
	if one := summary([]float64{3}); one.Min != 3 || one.P95 != 3 || one.Max != 3 {
		t.Errorf("of one: %+v", one)
	}
	if none := summary(nil); none != (benchTimes{}) {
		t.Errorf("of none: %+v", none)
	}
}

func TestBenchTouchesNoFolderOfSomebodys(t *testing.T) {
	b := benchCmd{Mentions: 10, Days: 1}
	now := time.Date(2026, 3, 10, 12, 34, 0, 0, time.UTC)
	mine := t.TempDir()
	if err := os.WriteFile(filepath.Join(mine, "letter.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.prepare(mine, now); err == nil || !strings.Contains(err.Error(), "will not be touched") {
		t.Errorf("a folder with files of somebody's: %v", err)
	}
	fresh := filepath.Join(t.TempDir(), "bench")
	h, err := b.prepare(fresh, now)
	if err != nil || h.Whole || !h.Until.Equal(now.Truncate(time.Hour)) {
		t.Fatalf("an empty folder: %+v, %v", h, err)
	}
	if _, err := b.prepare(fresh, now); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("one whose making was cut off: %v", err)
	}
	h.Whole = true
	if err := h.write(fresh); err != nil {
		t.Fatal(err)
	}
	again, err := (&benchCmd{Mentions: 99}).prepare(fresh, now.Add(time.Hour))
	if err != nil || !again.Whole || again.Mentions != 10 || !again.Until.Equal(h.Until) {
		t.Errorf("one that is whole is asked as it was made: %+v, %v", again, err)
	}
	if a := runIn(t.Context(), now, nil, "", "bench"); a.code != exitUsage || !strings.Contains(a.errors, "--data") {
		t.Errorf("without a folder: exit %d, %s", a.code, a.errors)
	}
}

func TestEveryQuestionOfTheOverviewIsMeasured(t *testing.T) {
	n := 0
	for _, q := range benchQuestions() {
		if q.page == "overview" {
			n++
		}
		if !strings.HasPrefix(q.path, "/") {
			t.Errorf("%q is no path", q.path)
		}
	}
	if n < 8 {
		t.Errorf("the overview asks eight questions or more, %d are measured", n)
	}
}
