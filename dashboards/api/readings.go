package api

import (
	"cmp"
	"context"

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

	Aspects    *[]AspectSaid `json:"aspects,omitempty" doc:"All aspects it judges; empty: none"`
	Noise      *[]string     `json:"noise,omitempty" doc:"All noise labels it deserves; empty: it is no noise"`
	BrandWrong *bool         `json:"brand_wrong,omitempty" doc:"It does not speak of this brand at all"`

	Note string `json:"note,omitempty"`
}

// AspectSaid is one aspect as a person sees it.
type AspectSaid struct {
	Name      string        `json:"name"`
	Sentiment voc.Sentiment `json:"sentiment"`
	Start     int           `json:"start,omitempty" doc:"Of the words that show it, in runes of the normalised text; start and end 0: not said"`
	End       int           `json:"end,omitempty"`
}

func (a *door) readingOperations() {
	get(a, "/mentions/{post}/{brand}/readings", "readings", "What a language model or people say of a mention", a.readings)
	get(a, "/mentions/{post}/{brand}/corrections", "corrections", "Every correction of a mention as it was made and taken back", a.corrections)
	post(a, huma.Operation{
		Path: "/mentions/{post}/{brand}/corrections", OperationID: "correct",
		Summary: "Correct what the analysis says of a mention; kept beside it, with who and when. What is left out stays as this person said it before",
	}, a.correct)
	post(a, huma.Operation{
		Path: "/corrections/undo", OperationID: "undo-correction", Metadata: streaming(),
		Summary: "Take back a correction, or all that were made at once; who made it may, and administrators",
	}, a.undoCorrection)
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
		if out.Copies, err = a.copiesSeen(ctx, m.Cluster); err != nil {
			return nil, a.fail(ctx, "copies", err)
		}
	}
	return &answer[Readings]{Body: out}, nil
}

// copiesSeen counts how often a text was posted, as far as who asks sees it: how many of another shop's
// guests say the same is that shop's matter.
func (a *door) copiesSeen(ctx context.Context, cluster uint64) (store.Copies, error) {
	s := viewerOf(ctx).Scope
	if s.Whole() {
		all, err := a.Store.Copies(ctx, []uint64{cluster})
		return all[cluster], err
	}
	said, err := a.Store.CopiesOf(ctx, voc.Filter{Raw: true, Scope: s}, cluster)
	if err != nil || len(said) == 0 {
		return store.Copies{}, err
	}
	posts, authors := map[voc.PostID]bool{}, map[string]bool{}
	for i := range said {
		p := &said[i].Post
		posts[p.ID] = true
		authors[cmp.Or(p.Author.Hash, string(p.ID))] = true
	}
	return store.Copies{Posts: len(posts), Authors: len(authors), First: said[0].Post.PublishedAt, Last: said[len(said)-1].Post.PublishedAt}, nil
}

type correctionIn struct {
	Post  string `path:"post" doc:"Id of the post, 32 hex digits"`
	Brand string `path:"brand" doc:"Brand it is seen from; a dash for none"`
	Body  Correction
}

func (a *door) correct(ctx context.Context, in *correctionIn) (*answer[voc.Reading], error) {
	r := a.reader()
	said := a.said(ctx, r, &in.Body)
	if err := r.done(); err != nil {
		return nil, err
	}
	m, err := a.read(ctx, in.Post, in.Brand)
	if err != nil {
		return nil, err
	}
	if flaw := said.misplaced(&m); flaw != "" {
		return nil, invalid([]FieldError{wrong("aspects", flaw, "points outside of the text", "位置超出了文本")})
	}
	stand, err := a.keepCorrections(ctx, said, []voc.Mention{m}, "")
	if err != nil {
		return nil, a.fail(ctx, "correction", err)
	}
	return &answer[voc.Reading]{Body: stand[0]}, nil
}

// empty tells whether nothing at all is corrected.
func (c *Correction) empty() bool {
	return c.Sentiment == "" && c.Emotion == "" && c.Intent == "" && c.Severity == nil && c.Complaint == nil && c.Irony == nil && c.Implicit == nil &&
		c.Aspects == nil && c.Noise == nil && c.BrandWrong == nil
}
