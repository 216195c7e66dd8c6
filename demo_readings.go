package main

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/demosite"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// demoAudited is how many weeks of the demo have been read by "people".
	demoAudited = 4
	// demoReader is under whose name: nobody is to take it for a person.
	demoReader = "演示数据生成器"
	// demoUnread of ten mentions of the latest sample are left to be read by whoever tries the demo.
	demoUnread = 3
)

// demoReadings fills in the audit of the latest weeks with what the generator of the local site knows to
// be true, so that model quality can be seen on the demo. The readings say whose they are.
func (a *app) demoReadings(ctx context.Context, truth *demosite.Truth) error {
	known := map[voc.PostID]voc.Sentiment{}
	for _, f := range truth.Facts {
		if f.Noise == "" {
			known[voc.NewPostID(f.Source, f.ExternalID)] = f.Sentiment
		}
	}
	now := a.world.now()
	monday, err := voc.ParseWeek(voc.WeekOf(now.In(a.config.Location)), a.config.Location)
	if err != nil {
		return err
	}
	for _, b := range a.config.Brands {
		if !b.Own {
			continue
		}
		for back := 1; back <= demoAudited; back++ {
			from := monday.AddDate(0, 0, -7*back)
			sample, err := a.store.Sample(ctx, store.Draw{Week: voc.WeekOf(from), Brand: b.ID, From: from, To: from.AddDate(0, 0, 7), Size: 150}, now.UTC())
			if err != nil {
				return err
			}
			if back == 1 { // the order of a sample is by chance: what is left is a sample too
				sample = sample[:len(sample)*(10-demoUnread)/10]
			}
			if err := a.store.SaveReadings(ctx, readByTruth(sample, known, now)); err != nil {
				return err
			}
		}
	}
	return nil
}

// readByTruth reads those mentions of a sample the truth is known of.
func readByTruth(sample []voc.Sampled, known map[voc.PostID]voc.Sentiment, now time.Time) []voc.Reading {
	var readings []voc.Reading
	for _, s := range sample {
		says, ok := known[s.PostID]
		if !ok || says == "" {
			continue
		}
		readings = append(readings, voc.Reading{
			PostID: s.PostID, Brand: s.Brand, Reader: voc.ReaderHuman, Name: demoReader, At: now.UTC(), Local: s.Local,
			Sentiment: says, Severity: -1, Sample: s.Week,
		})
	}
	return readings
}
