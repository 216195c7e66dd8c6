package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// audited are mentions of one week: n of each sentiment sure and n/10 unsure.
func audited(n int, week time.Time) []voc.Mention {
	var all []voc.Mention
	for _, sentiment := range []voc.Sentiment{voc.Negative, voc.Neutral, voc.Positive} {
		for i := range n + n/10 {
			m := mention(fmt.Sprintf("%s-%d", sentiment, i), "等了半小时")
			m.Post.PublishedAt = week.Add(time.Duration(i) * time.Minute)
			m.Analysis.Sentiment, m.Analysis.Probability = sentiment, 0.95
			if i >= n {
				m.Analysis.Probability = 0.5
			}
			all = append(all, m)
		}
	}
	return all
}

func TestASampleIsDrawnOnceAndKept(t *testing.T) {
	s := storetest.Open(t)
	week := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	mentions := audited(200, week)
	save(t, s, len(mentions), mentions...)
	draw := store.Draw{Week: "2026-W47", Brand: mentions[0].Brand, From: week, To: week.AddDate(0, 0, 7), Size: 120}
	first, err := s.Sample(t.Context(), draw, noon)
	if err != nil || len(first) != 120 {
		t.Fatalf("%d drawn (%v), want 120", len(first), err)
	}
	of := map[string]int{}
	for i, one := range first {
		of[one.Stratum]++
		if one.Place != i+1 || one.Population != map[bool]int{true: 20, false: 200}[one.Probability < store.Doubt] {
			t.Fatalf("%+v at place %d", one, i+1)
		}
	}
	if of["negative/unsure"] <= of["positive/unsure"]-1 || of["negative/sure"] <= of["positive/sure"] || of["positive/unsure"] < 8 {
		t.Errorf("drawn by stratum %v: negative ones count double, and each stratum has at least eight", of)
	}
	for i := range mentions { // history is understood anew, and everything is positive now
		mentions[i].Analysis.Sentiment, mentions[i].Analysis.Version = voc.Positive, "v2"
	}
	save(t, s, 0, mentions...)
	again, err := s.Sample(t.Context(), draw, noon.AddDate(0, 0, 1))
	if err != nil || len(again) != len(first) {
		t.Fatalf("%d afterwards (%v), want the %d drawn before", len(again), err, len(first))
	}
	for i := range first {
		if again[i] != first[i] {
			t.Fatalf("place %d: %+v became %+v", i+1, first[i], again[i])
		}
	}
}

func TestASampleOfASmallWeekIsTheWeek(t *testing.T) {
	s := storetest.Open(t)
	week := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	mentions := audited(10, week)
	mentions[0].Analysis.Noise = []string{"ad"}
	save(t, s, len(mentions), mentions...)
	draw := store.Draw{Week: "2026-W47", Brand: mentions[0].Brand, From: week, To: week.AddDate(0, 0, 7), Size: 120}
	got, err := s.Sample(t.Context(), draw, noon)
	if err != nil || len(got) != 32 {
		t.Errorf("%d drawn (%v), want all 33 but the one that is noise", len(got), err)
	}
	draw.Week, draw.From, draw.To = "2026-W40", week.AddDate(0, 0, -49), week.AddDate(0, 0, -42)
	if got, err := s.Sample(t.Context(), draw, noon); err != nil || len(got) != 0 {
		t.Errorf("a week without mentions has a sample of %d (%v)", len(got), err)
	}
}

func TestAnErasedPostLeavesNoTraceInSamples(t *testing.T) {
	s := storetest.Open(t)
	week := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	mentions := audited(3, week)
	save(t, s, len(mentions), mentions...)
	draw := store.Draw{Week: "2026-W47", Brand: mentions[0].Brand, From: week, To: week.AddDate(0, 0, 7), Size: 120}
	before, err := s.Sample(t.Context(), draw, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(t.Context(), []voc.PostID{before[0].PostID}); err != nil {
		t.Fatal(err)
	}
	after, err := s.Sample(t.Context(), draw, noon)
	if err != nil || len(after) != len(before)-1 || after[0].PostID == before[0].PostID {
		t.Errorf("%d of %d left (%v)", len(after), len(before), err)
	}
}

func TestAReadingForASampleStandsBesideACorrection(t *testing.T) {
	s := storetest.Open(t)
	one := reading("p1")
	one.Reader, one.Name, one.Prompt = voc.ReaderHuman, "wang", ""
	sampled := one
	sampled.Sample = "2026-W47"
	if err := s.SaveReadings(t.Context(), []voc.Reading{one, sampled}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Readings(t.Context(), store.ReadingFilter{Post: one.PostID}); err != nil || len(got) != 2 {
		t.Errorf("%d readings (%v), want both", len(got), err)
	}
	if got, err := s.Readings(t.Context(), store.ReadingFilter{Sampled: true}); err != nil || len(got) != 1 || got[0].Sample != "2026-W47" {
		t.Errorf("%+v (%v), want the one made for a sample", got, err)
	}
}

func TestJobsAreKeptAsLastHeardOf(t *testing.T) {
	s := storetest.Open(t)
	job := voc.Job{ID: "j1", Kind: "retag", Title: "重新理解历史", Actor: "wang", State: voc.JobRunning, Total: 100, Unit: "条", Began: noon, CanStop: true, Spec: `{"source":"forum"}`}
	other := job
	other.ID, other.Began = "j2", noon.Add(time.Hour)
	if err := s.SaveJobs(t.Context(), []voc.Job{job, other}); err != nil {
		t.Fatal(err)
	}
	job.State, job.Done, job.Ended, job.Problem = voc.JobFailed, 40, noon.Add(time.Minute), "磁盘已满"
	if err := s.SaveJobs(t.Context(), []voc.Job{job}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Jobs(t.Context(), time.Time{}, "", 10)
	if err != nil || len(got) != 2 || got[0] != other || got[1] != job {
		t.Errorf("%+v (%v)", got, err)
	}
	if got, err := s.Jobs(t.Context(), time.Time{}, voc.JobRunning, 10); err != nil || len(got) != 1 || got[0].ID != "j2" {
		t.Errorf("running: %+v (%v)", got, err)
	}
}
