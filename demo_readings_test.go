package main

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestOnlyWhatTheGeneratorKnowsIsReadAndItSaysWhoseItIs(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	sample := []voc.Sampled{
		{Week: "2026-W46", Brand: "b", PostID: "1", Sentiment: voc.Positive, Local: "v1"},
		{Week: "2026-W46", Brand: "b", PostID: "2", Sentiment: voc.Negative, Local: "v1"},
		{Week: "2026-W46", Brand: "b", PostID: "stranger", Sentiment: voc.Negative, Local: "v1"},
	}
	got := readByTruth(sample, map[voc.PostID]voc.Sentiment{"1": voc.Negative, "2": voc.Negative, "elsewhere": voc.Positive}, now)
	if len(got) != 2 {
		t.Fatalf("%d readings, want those of the two posts the generator knows", len(got))
	}
	if r := got[0]; r.Sentiment != voc.Negative || r.Name != demoReader || r.Reader != voc.ReaderHuman || r.Sample != "2026-W46" || r.Severity != -1 || r.PostID != "1" {
		t.Errorf("the truth is read, not the verdict of the analysis: %+v", r)
	}
}
