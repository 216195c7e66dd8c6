package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// SaveReadings stores what somebody said of mentions. Said again by the same reader (and, of a
// language model, under the same prompt) of the same mention, the newer stands.
func (s *Store) SaveReadings(ctx context.Context, readings []voc.Reading) error {
	if len(readings) == 0 {
		return nil
	}
	revision := uint64(s.opts.Now().UnixNano())
	return s.insert(ctx, "SaveReadings", len(readings), func(i int) []any {
		r := &readings[i]
		n := len(r.Aspects)
		names, feelings, words := make([]string, n), make([]string, n), make([]string, n)
		starts, ends := make([]uint32, n), make([]uint32, n)
		for j, a := range r.Aspects {
			names[j], feelings[j], words[j] = a.Name, string(a.Sentiment), a.Text
			starts[j], ends[j] = uint32(max(0, a.Start)), uint32(max(0, a.End))
		}
		return []any{
			string(r.PostID), string(r.Brand), string(r.Reader), r.Name, r.Prompt, toDB(r.At), r.Hash, r.Local,
			string(r.Sentiment), string(r.Emotion), string(r.Intent), int8(max(-1, min(r.Severity, 4))),
			maybe(r.Complaint), maybe(r.Irony), maybe(r.Implicit),
			names, feelings, starts, ends, words, orEmpty(r.Evidence), float32(r.Confidence), r.Note, r.Sample,
			r.AspectsJudged, orEmpty(r.Noise), r.NoiseJudged, maybe(r.BrandWrong), revision + uint64(i),
		}
	})
}

// maybe writes a judgement that may not have been made: −1 for none.
func maybe(b *bool) int8 {
	switch {
	case b == nil:
		return -1
	case *b:
		return 1
	}
	return 0
}

// perhaps is maybe read backwards.
func perhaps(n int8) *bool {
	if n < 0 {
		return nil
	}
	yes := n > 0
	return &yes
}

// ReadingFilter says which readings are meant. The zero value of a field does not restrict.
type ReadingFilter struct {
	Post   voc.PostID
	Brand  *voc.BrandID // of Post
	Reader voc.Reader
	Name   string // the model, or the user
	From   time.Time
	To     time.Time
	Limit  int // 0: 10,000

	Sample  string // read for the audit sample of this week: "2026-W47"
	Sampled bool   // read for the audit sample of any week
}

const manyReadings = 10_000

func (f ReadingFilter) params() params {
	from, to := span(f.From, f.To)
	brand := ""
	if f.Brand != nil {
		brand = string(*f.Brand)
	}
	if f.Limit <= 0 {
		f.Limit = manyReadings
	}
	return params{
		"post": string(f.Post), "brand": brand, "any_brand": f.Brand == nil, "reader": string(f.Reader), "name": f.Name,
		"from": from, "to": to, "limit": uint32(f.Limit),
		"sample": f.Sample, "sampled": f.Sampled,
	}
}

// Readings lists readings, newest first.
func (s *Store) Readings(ctx context.Context, f ReadingFilter) ([]voc.Reading, error) {
	return list(ctx, s, "Readings", f.params(), scanReading)
}

// ReadMentions gives the mentions readings were made of, so that both can be compared. Post and
// Brand of the filter are not looked at.
func (s *Store) ReadMentions(ctx context.Context, f ReadingFilter) ([]voc.Mention, error) {
	p := f.params()
	for _, unused := range []string{"post", "brand", "any_brand", "sample", "sampled"} {
		delete(p, unused)
	}
	return list(ctx, s, "ReadMentions", p, scanMention)
}

func scanReading(r rows) (voc.Reading, error) {
	var (
		one                        voc.Reading
		severity                   int8
		complaint, irony, implicit int8
		wrong                      int8
		names, feelings, words     []string
		starts, ends               []uint32
		confidence                 float32
	)
	err := r.Scan(
		(*string)(&one.PostID), (*string)(&one.Brand), (*string)(&one.Reader), &one.Name, &one.Prompt, &one.At, &one.Hash, &one.Local,
		(*string)(&one.Sentiment), (*string)(&one.Emotion), (*string)(&one.Intent), &severity, &complaint, &irony, &implicit,
		&names, &feelings, &starts, &ends, &words, &one.Evidence, &confidence, &one.Note, &one.Sample,
		&one.AspectsJudged, &one.Noise, &one.NoiseJudged, &wrong,
	)
	one.At, one.Severity, one.Confidence = fromDB(one.At), int(severity), widen(confidence)
	one.Complaint, one.Irony, one.Implicit = perhaps(complaint), perhaps(irony), perhaps(implicit)
	one.BrandWrong = perhaps(wrong)
	if len(one.Noise) == 0 {
		one.Noise = nil
	}
	one.Aspects = make([]voc.Aspect, len(names))
	for i := range names {
		one.Aspects[i] = voc.Aspect{Name: names[i], Sentiment: voc.Sentiment(feelings[i]), Start: int(starts[i]), End: int(ends[i]), Text: words[i]}
	}
	return one, err
}

// Unread lists mentions fetched since a moment that are worth a second opinion and were not read by
// this model under this prompt: those whose sentiment, irony or severity is in doubt (a probability
// below doubt), and those with at least reach followers or reactions (0: reach does not matter). The
// farthest-reaching come first.
func (s *Store) Unread(ctx context.Context, since time.Time, model, prompt string, doubt float64, reach int64, limit int) ([]voc.Mention, error) {
	from, _ := span(since, time.Time{})
	return list(ctx, s, "Unread", params{
		"from": from, "model": model, "prompt": prompt, "doubt": doubt, "reach": reach, "limit": uint32(max(0, limit)),
	}, scanMention)
}

// SaveCalls writes lines of the ledger. The same call saved twice is one line.
func (s *Store) SaveCalls(ctx context.Context, calls []voc.Call) error {
	if len(calls) == 0 {
		return nil
	}
	return s.insert(ctx, "SaveCalls", len(calls), func(i int) []any {
		c := &calls[i]
		return []any{
			c.ID, toDB(c.At), c.Model, c.Prompt, c.Purpose, uint32(max(0, c.Posts)), uint32(max(0, c.Answered)),
			uint64(max(0, c.TokensIn)), uint64(max(0, c.TokensOut)), c.Cost, c.Millis, uint32(max(0, c.Attempts)), c.Outcome,
		}
	})
}

// Calls lists the ledger of [from, to), newest first, at most limit lines.
func (s *Store) Calls(ctx context.Context, from, to time.Time, limit int) ([]voc.Call, error) {
	begin, end := span(from, to)
	return list(ctx, s, "Calls", params{"from": begin, "to": end, "limit": uint32(max(0, limit))}, func(r rows) (voc.Call, error) {
		var c voc.Call
		var posts, answered, attempts uint32
		var in, out uint64
		err := r.Scan(&c.ID, &c.At, &c.Model, &c.Prompt, &c.Purpose, &posts, &answered, &in, &out, &c.Cost, &c.Millis, &attempts, &c.Outcome)
		c.At, c.Posts, c.Answered, c.Attempts, c.TokensIn, c.TokensOut = fromDB(c.At), int(posts), int(answered), int(attempts), int(in), int(out)
		return c, err
	})
}

// Spent tells what asking language models has cost since a moment, in the currency of the prices
// and in tokens.
func (s *Store) Spent(ctx context.Context, since time.Time) (cost float64, tokens int64, err error) {
	from, _ := span(since, time.Time{})
	err = s.read(ctx, "Spent", params{"from": from}, nil, func(r rows) error {
		var n uint64
		err := r.Scan(&cost, &n)
		tokens = int64(n)
		return err
	})
	return cost, tokens, err
}
