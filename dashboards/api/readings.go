package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Readings is what others than the local analysis say of a mention, the newest first, and how often
// its text was posted.
type Readings struct {
	Items  []voc.Reading `json:"items"`
	Copies store.Copies  `json:"copies" doc:"Posts whose text is nearly the same, this one included; zero when it is too short to be compared"`
}

// Correction is what a person says of a mention; what is left out was not judged.
type Correction struct {
	Actor     string        `json:"actor" doc:"Who corrects"`
	Sentiment voc.Sentiment `json:"sentiment,omitempty"`
	Emotion   voc.Emotion   `json:"emotion,omitempty"`
	Intent    voc.Intent    `json:"intent,omitempty"`
	Severity  *int          `json:"severity,omitempty" minimum:"0" maximum:"4"`
	Complaint *bool         `json:"complaint,omitempty"`
	Irony     *bool         `json:"irony,omitempty"`
	Implicit  *bool         `json:"implicit,omitempty"`
	Note      string        `json:"note,omitempty"`
}

func (a *door) readingOperations() {
	get(a, "/mentions/{post}/{brand}/readings", "readings", "What a language model or people say of a mention", a.readings)
	post(a, huma.Operation{
		Path: "/mentions/{post}/{brand}/corrections", OperationID: "correct",
		Summary: "Correct what the analysis says of a mention; kept beside it, with who and when",
	}, a.correct)
}

// read gives the mention a path names.
func (a *door) read(ctx context.Context, post, brand string) (voc.Mention, error) {
	m, err := a.mention(ctx, &mentionIn{Post: post, Brand: brand})
	if err != nil {
		return voc.Mention{}, err
	}
	return m.Body, nil
}

func (a *door) readings(ctx context.Context, in *mentionIn) (*answer[Readings], error) {
	m, err := a.read(ctx, in.Post, in.Brand)
	if err != nil {
		return nil, err
	}
	var out Readings
	if out.Items, err = a.Store.Readings(ctx, store.ReadingFilter{Post: m.Post.ID, Brand: &m.Brand}); err != nil {
		return nil, a.fail(ctx, "readings", err)
	}
	if m.Cluster != 0 {
		copies, err := a.Store.Copies(ctx, []uint64{m.Cluster})
		if err != nil {
			return nil, a.fail(ctx, "copies", err)
		}
		out.Copies = copies[m.Cluster]
	}
	return &answer[Readings]{Body: out}, nil
}

type correctionIn struct {
	Post  string `path:"post" doc:"Id of the post, 32 hex digits"`
	Brand string `path:"brand" doc:"Brand it is seen from; a dash for none"`
	Body  Correction
}

func (a *door) correct(ctx context.Context, in *correctionIn) (*answer[voc.Reading], error) {
	c := &in.Body
	r := a.reader()
	reading := voc.Reading{
		Reader: voc.ReaderHuman, Name: r.required("actor", a.actor(ctx, c.Actor), 100), Note: r.text("note", c.Note, 2000),
		Sentiment: voc.Sentiment(r.word("sentiment", string(c.Sentiment), sentiments)),
		Emotion:   voc.Emotion(r.word("emotion", string(c.Emotion), emotions)), Intent: voc.Intent(r.word("intent", string(c.Intent), intents)),
		Severity: -1, Complaint: c.Complaint, Irony: c.Irony, Implicit: c.Implicit, Aspects: []voc.Aspect{}, Evidence: []string{},
		At: a.Now().UTC(),
	}
	if c.Severity != nil {
		if reading.Severity = *c.Severity; reading.Severity < 0 || reading.Severity > 4 {
			r.add("severity", "", "write 0 to 4", "请写 0 到 4")
		}
	}
	if c.empty() {
		r.add("sentiment", "", "correct at least one thing", "至少要改正一处")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	m, err := a.read(ctx, in.Post, in.Brand)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(m.Post.Body()))
	reading.PostID, reading.Brand, reading.Local, reading.Hash = m.Post.ID, m.Brand, m.Analysis.Version, hex.EncodeToString(sum[:])
	if err := a.Store.SaveReadings(ctx, []voc.Reading{reading}); err != nil {
		return nil, a.fail(ctx, "correction", err)
	}
	return &answer[voc.Reading]{Body: reading}, nil
}

// empty tells whether nothing at all is corrected.
func (c *Correction) empty() bool {
	return c.Sentiment == "" && c.Emotion == "" && c.Intent == "" && c.Severity == nil && c.Complaint == nil && c.Irony == nil && c.Implicit == nil
}
