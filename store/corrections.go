package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Correction is one entry of the history of what people said of a mention. What stands now is the
// reading; this tells how it came to be.
type Correction struct {
	ID      string      `json:"id"`
	At      time.Time   `json:"at"`
	Post    voc.PostID  `json:"post"`
	Brand   voc.BrandID `json:"brand"`
	Name    string      `json:"name"`    // who
	Batch   string      `json:"batch"`   // made at once with others; "" alone
	Undoes  string      `json:"undoes"`  // id of the correction it takes back; "" it corrects
	Reading voc.Reading `json:"reading"` // what was said; of what takes back, what stands after it
}

// SaveCorrections adds to the history. The same entry saved twice is one.
func (s *Store) SaveCorrections(ctx context.Context, all []Correction) error {
	if len(all) == 0 {
		return nil
	}
	bodies := make([]string, len(all))
	for i := range all {
		raw, err := json.Marshal(all[i].Reading)
		if err != nil {
			return fmt.Errorf("store: correction %s cannot be written: %w", all[i].ID, err)
		}
		bodies[i] = string(raw)
	}
	return s.insert(ctx, "SaveCorrections", len(all), func(i int) []any {
		c := &all[i]
		return []any{c.ID, toDB(c.At), string(c.Post), string(c.Brand), c.Name, c.Batch, c.Undoes, bodies[i]}
	})
}

// Corrections gives the history of one mention, oldest first.
func (s *Store) Corrections(ctx context.Context, post voc.PostID, brand voc.BrandID) ([]Correction, error) {
	return list(ctx, s, "Corrections", params{"post": string(post), "brand": string(brand), "batch": "", "limit": uint32(manyReadings)}, scanCorrection)
}

// Batch gives the corrections made at once under a name, oldest first, at most limit.
func (s *Store) Batch(ctx context.Context, batch string, limit int) ([]Correction, error) {
	if batch == "" {
		return []Correction{}, nil
	}
	return list(ctx, s, "Corrections", params{"post": "", "brand": "", "batch": batch, "limit": uint32(limit)}, scanCorrection)
}

// CorrectionsOf gives what one person corrected of some posts, oldest first.
func (s *Store) CorrectionsOf(ctx context.Context, name string, posts []voc.PostID) ([]Correction, error) {
	return list(ctx, s, "CorrectionsOf", params{"posts": texts(posts), "name": name}, scanCorrection)
}

func scanCorrection(r rows) (Correction, error) {
	var c Correction
	var body string
	if err := r.Scan(&c.ID, &c.At, (*string)(&c.Post), (*string)(&c.Brand), &c.Name, &c.Batch, &c.Undoes, &body); err != nil {
		return c, err
	}
	c.At = fromDB(c.At)
	if err := json.Unmarshal([]byte(body), &c.Reading); err != nil {
		return c, fmt.Errorf("store: correction %s of post %s is not what was written: %w", c.ID, c.Post, err)
	}
	return c, nil
}

// Standing is what one person says of one mention after a history of theirs, oldest first: each
// correction over those before it, except those taken back. ok is false when nothing is left.
func Standing(history []Correction) (r voc.Reading, ok bool) {
	undone := map[string]bool{}
	for _, c := range history {
		if c.Undoes != "" {
			undone[c.Undoes] = true
		}
	}
	for _, c := range history {
		if c.Undoes == "" && !undone[c.ID] {
			if !ok {
				r, ok = c.Reading, true
				continue
			}
			r = Overlay(r, c.Reading)
		}
	}
	return r, ok
}

// Overlay is what somebody says who said below before: what above does not judge stays.
func Overlay(below, above voc.Reading) voc.Reading {
	r := above
	if r.Sentiment == "" {
		r.Sentiment = below.Sentiment
	}
	if r.Emotion == "" {
		r.Emotion = below.Emotion
	}
	if r.Intent == "" {
		r.Intent = below.Intent
	}
	if r.Severity < 0 {
		r.Severity = below.Severity
	}
	for _, f := range []struct{ up, down **bool }{
		{&r.Complaint, &below.Complaint}, {&r.Irony, &below.Irony}, {&r.Implicit, &below.Implicit}, {&r.BrandWrong, &below.BrandWrong},
	} {
		if *f.up == nil {
			*f.up = *f.down
		}
	}
	if !r.AspectsJudged {
		r.Aspects, r.AspectsJudged = below.Aspects, below.AspectsJudged
	}
	if !r.NoiseJudged {
		r.Noise, r.NoiseJudged = below.Noise, below.NoiseJudged
	}
	if r.Note == "" {
		r.Note = below.Note
	}
	return r
}
