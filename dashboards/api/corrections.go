package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// saying is what a person says of a mention, before it is known of which.
type saying struct{ voc.Reading }

// said reads a correction.
func (a *door) said(ctx context.Context, r *reader, c *Correction) saying {
	one := voc.Reading{
		Reader: voc.ReaderHuman, Name: a.actor(ctx, r.text("actor", c.Actor, 100)), Note: r.text("note", c.Note, 2000),
		Sentiment: voc.Sentiment(r.word("sentiment", string(c.Sentiment), sentiments)),
		Emotion:   voc.Emotion(r.word("emotion", string(c.Emotion), emotions)), Intent: voc.Intent(r.word("intent", string(c.Intent), intents)),
		Severity: -1, Complaint: c.Complaint, Irony: c.Irony, Implicit: c.Implicit, BrandWrong: c.BrandWrong,
		Aspects: []voc.Aspect{}, Evidence: []string{}, At: a.Now().UTC(),
	}
	if one.Name == "" {
		r.required("actor", "", 100)
	}
	if c.Severity != nil {
		if one.Severity = *c.Severity; one.Severity < 0 || one.Severity > 4 {
			r.add("severity", strconv.Itoa(one.Severity), "write 0 to 4", "请写 0 到 4")
		}
	}
	if c.Noise != nil {
		one.NoiseJudged = true
		for _, label := range *c.Noise {
			if label = r.word("noise", label, noises); label != "" && !slices.Contains(one.Noise, label) {
				one.Noise = append(one.Noise, label)
			}
		}
	}
	if c.Aspects != nil {
		one.AspectsJudged = true
		one.Aspects = r.aspects(*c.Aspects)
	}
	if c.empty() {
		r.add("sentiment", "", "correct at least one thing", "至少要改正一处")
	}
	return saying{one}
}

// mostAspects bounds what a person says a text judges.
const mostAspects = 50

func (r *reader) aspects(said []AspectSaid) []voc.Aspect {
	all := []voc.Aspect{}
	if len(said) > mostAspects {
		r.add("aspects", strconv.Itoa(len(said)), "are too many: at most 50", "过多，最多 50 个")
		return all
	}
	for _, s := range said {
		one := voc.Aspect{
			Name: r.required("aspects", s.Name, 100), Sentiment: voc.Sentiment(r.word("aspects", string(s.Sentiment), sentiments)),
			Start: s.Start, End: s.End, Probability: 1,
		}
		if one.Sentiment == "" {
			r.add("aspects", s.Name, "say how it is judged: negative, neutral or positive", "请写明评价：negative、neutral 或 positive")
		}
		all = append(all, one)
	}
	return all
}

// misplaced names the first aspect that points outside of a mention's text; "" when none does.
func (s saying) misplaced(m *voc.Mention) string {
	length := utf8.RuneCountInString(m.Analysis.Norm)
	for _, a := range s.Aspects {
		if a.Start < 0 || a.End < a.Start || a.End > length {
			return a.Name
		}
	}
	return ""
}

// of is what is said, of one mention: with the words its aspects point at.
func (s saying) of(m *voc.Mention) voc.Reading {
	one := s.Reading
	sum := sha256.Sum256([]byte(m.Post.Body()))
	one.PostID, one.Brand, one.Local, one.Hash = m.Post.ID, m.Brand, m.Analysis.Version, hex.EncodeToString(sum[:])
	one.Aspects = slices.Clone(s.Aspects)
	norm := []rune(m.Analysis.Norm)
	for i := range one.Aspects {
		if a := &one.Aspects[i]; a.End > a.Start && a.End <= len(norm) {
			a.Text = string(norm[a.Start:a.End])
		}
	}
	return one
}

// keepCorrections keeps what one person says of some mentions over what they said before, and the history of
// it. The history comes first: a reading without its history could not be taken back.
func (a *door) keepCorrections(ctx context.Context, s saying, mentions []voc.Mention, batch string) ([]voc.Reading, error) {
	posts := make([]voc.PostID, len(mentions))
	for i := range mentions {
		posts[i] = mentions[i].Post.ID
	}
	before, err := a.Store.CorrectionsOf(ctx, s.Name, posts)
	if err != nil {
		return nil, err
	}
	histories := map[chosenKey][]store.Correction{}
	for _, c := range before {
		key := chosenKey{c.Post, c.Brand}
		histories[key] = append(histories[key], c)
	}
	entries, readings := make([]store.Correction, len(mentions)), make([]voc.Reading, len(mentions))
	for i := range mentions {
		m := &mentions[i]
		entries[i] = store.Correction{ID: a.newID(), At: s.At, Post: m.Post.ID, Brand: m.Brand, Name: s.Name, Batch: batch, Reading: s.of(m)}
		readings[i], _ = store.Standing(append(histories[chosenKey{m.Post.ID, m.Brand}], entries[i]))
	}
	if err := a.Store.SaveCorrections(ctx, entries); err != nil {
		return nil, err
	}
	return readings, a.Store.SaveReadings(ctx, readings)
}

// CorrectionHistory is every correction of a mention.
type CorrectionHistory struct {
	Items []CorrectionMade `json:"items" doc:"The newest first"`
}

// CorrectionMade is one entry of the history.
type CorrectionMade struct {
	store.Correction
	Undone bool `json:"undone" doc:"It was taken back"`
	Mine   bool `json:"mine" doc:"Who asks made it, and may take it back"`
}

type correctionsIn struct {
	Post  string `path:"post" doc:"Id of the post, 32 hex digits"`
	Brand string `path:"brand" doc:"Brand it is seen from; a dash for none"`
	Actor string `query:"actor" doc:"Who asks, where nobody signs in"`
}

func (a *door) corrections(ctx context.Context, in *correctionsIn) (*answer[CorrectionHistory], error) {
	m, err := a.read(ctx, in.Post, in.Brand)
	if err != nil {
		return nil, err
	}
	history, err := a.Store.Corrections(ctx, m.Post.ID, m.Brand)
	if err != nil {
		return nil, a.fail(ctx, "corrections", err)
	}
	out, undone := CorrectionHistory{Items: []CorrectionMade{}}, map[string]bool{}
	for _, c := range history {
		undone[c.Undoes] = true
	}
	for _, c := range history {
		out.Items = append(out.Items, CorrectionMade{c, undone[c.ID], c.Name == a.somebody(ctx, in.Actor) && c.Undoes == ""})
	}
	slices.Reverse(out.Items)
	return &answer[CorrectionHistory]{Body: out}, nil
}

// Undoing says which correction is taken back.
type Undoing struct {
	Post  voc.PostID  `json:"post,omitempty" doc:"Of the mention; not with batch"`
	Brand voc.BrandID `json:"brand,omitempty" doc:"Brand it is seen from; a dash for none"`
	ID    string      `json:"id,omitempty" doc:"Of the correction; not with batch"`
	Batch string      `json:"batch,omitempty" doc:"All that were made at once"`
	Actor string      `json:"actor,omitempty" doc:"Who takes it back, where nobody signs in"`
}

// Undone is how many corrections were taken back.
type Undone struct {
	N int `json:"n"`
}

type undoingIn struct{ Body Undoing }

func (a *door) undoCorrection(ctx context.Context, in *undoingIn) (*answer[Undone], error) {
	u, by := in.Body, a.somebody(ctx, in.Body.Actor)
	if (u.ID == "") == (u.Batch == "") {
		return nil, invalid([]FieldError{wrong("id", u.ID, "give the id of a correction with its post and brand, or a batch", "请给出一条更正的编号及其提及，或一个批次")})
	}
	var chosen []store.Correction
	var err error
	if u.Batch != "" {
		chosen, err = a.Store.Batch(ctx, u.Batch, mostCorrected)
	} else {
		chosen, err = a.Store.Corrections(ctx, u.Post, brandID(string(u.Brand)))
		chosen = slices.DeleteFunc(chosen, func(c store.Correction) bool { return c.ID != u.ID })
	}
	if err != nil {
		return nil, a.fail(ctx, "undo", err)
	}
	if len(chosen) == 0 || chosen[0].Undoes != "" {
		return nil, notFound("There is no such correction.", "没有这条更正。")
	}
	if chosen[0].Name != by && !(viewerOf(ctx).May(voc.PermitAdmin) && viewerOf(ctx).Name != houseName) {
		return nil, problem(http.StatusForbidden, "not_permitted", "Only "+chosen[0].Name+" or an administrator can take this back.", "只有"+chosen[0].Name+"本人或管理员可以撤销这条更正。")
	}
	// Half taken back is worse than a slow answer: what is long is listed and goes on without its client. It
	// cannot be stopped, but may be asked for again, and goes on then with what is left.
	work, job, end := a.longWork(ctx, len(chosen) > longCorrection, voc.Job{Kind: jobUndo, Title: fmt.Sprintf("撤销批量更正 %d 条", len(chosen)), Actor: by, Unit: "条", Total: int64(len(chosen))})
	n, err := a.takeBack(work, chosen, func(done int) { job.Progress(int64(done), 0) })
	end(err)
	if err != nil {
		return nil, a.fail(ctx, "undo", err)
	}
	return &answer[Undone]{Body: Undone{n}}, nil
}

// takeBack undoes corrections of one person; those that were taken back already stay so. told hears how many
// were gone through.
func (a *door) takeBack(ctx context.Context, chosen []store.Correction, told func(done int)) (int, error) {
	name, n, through := chosen[0].Name, 0, 0
	for part := range slices.Chunk(chosen, correctedAtOnce) {
		posts := make([]voc.PostID, len(part))
		for i := range part {
			posts[i] = part[i].Post
		}
		made, err := a.Store.CorrectionsOf(ctx, name, posts)
		if err != nil {
			return n, err
		}
		histories, undone := map[chosenKey][]store.Correction{}, map[string]bool{}
		for _, c := range made {
			key := chosenKey{c.Post, c.Brand}
			histories[key] = append(histories[key], c)
			undone[c.Undoes] = true
		}
		var entries []store.Correction
		var readings []voc.Reading
		for _, c := range part {
			if undone[c.ID] || c.Undoes != "" {
				continue
			}
			back := store.Correction{ID: a.newID(), At: a.Now().UTC(), Post: c.Post, Brand: c.Brand, Name: name, Undoes: c.ID}
			stands, ok := store.Standing(append(histories[chosenKey{c.Post, c.Brand}], back))
			if !ok { // nothing is left of what this person said: an empty reading takes the place of the old one
				stands = voc.Reading{PostID: c.Post, Brand: c.Brand, Reader: voc.ReaderHuman, Name: name, Hash: c.Reading.Hash, Local: c.Reading.Local, Severity: -1}
			}
			stands.At = back.At
			back.Reading = stands
			entries, readings = append(entries, back), append(readings, stands)
		}
		if err := a.Store.SaveCorrections(ctx, entries); err != nil {
			return n, err
		}
		if err := a.Store.SaveReadings(ctx, readings); err != nil {
			return n, err
		}
		n += len(entries)
		through += len(part)
		told(through)
	}
	return n, nil
}
