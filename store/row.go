package store

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// mentionRow gives the values of query/_columns.sql in its order, then revision and deleted.
func mentionRow(m *voc.Mention, revision uint64, deleted uint8) []any {
	p, a := &m.Post, &m.Analysis
	norm := a.Norm
	if norm == p.Body() {
		norm = ""
	}
	names, sentiments, starts, ends := aspectColumns(a.Aspects)
	return []any{
		string(p.ID), string(m.Brand), string(p.Source), p.Platform, p.ExternalID, p.URL, string(p.Kind), p.ParentID, p.RootID,
		p.Author.Hash, p.Author.Name, p.Author.Followers, p.Author.Verified,
		toDB(p.PublishedAt), string(p.Precision), toDB(p.EditedAt), toDB(p.FetchedAt), p.Title, p.Text, float32(p.Rating), p.RatingRaw,
		p.Engagement.Likes, p.Engagement.Replies, p.Engagement.Shares, p.Engagement.Views, p.Engagement.Approx,
		p.Language, p.Region, string(p.Store), p.StoreName,
		p.Product, p.Version, string(p.Brand), p.Keyword,
		norm, string(a.Sentiment), float32(a.Score), float32(a.Probability), string(a.Emotion),
		names, sentiments, starts, ends,
		orEmpty(a.Topics), string(a.Intent), a.Complaint, uint8(max(0, min(a.Severity, 255))), orEmpty(a.SeverityReasons), a.Implicit, a.Irony, orEmpty(a.Noise), orEmpty(a.Keywords),
		a.Language, a.Fingerprint, a.Region, string(a.Store), a.Version,
		revision, deleted,
	}
}

// scanMention reads a row of query/_columns.sql. Numbers the site gave as 64-bit floats come back
// at 32 bits; Analysis.Norm and the aspects' texts are put together again.
func scanMention(r rows) (voc.Mention, error) {
	var (
		m                    voc.Mention
		names, sentiments    []string
		starts, ends         []uint32
		rating, score, prob  float32
		severity             uint8
		published, edit, got time.Time
		p, a                 = &m.Post, &m.Analysis
	)
	err := r.Scan(
		(*string)(&p.ID), (*string)(&m.Brand), (*string)(&p.Source), &p.Platform, &p.ExternalID, &p.URL, (*string)(&p.Kind), &p.ParentID, &p.RootID,
		&p.Author.Hash, &p.Author.Name, &p.Author.Followers, &p.Author.Verified,
		&published, (*string)(&p.Precision), &edit, &got, &p.Title, &p.Text, &rating, &p.RatingRaw,
		&p.Engagement.Likes, &p.Engagement.Replies, &p.Engagement.Shares, &p.Engagement.Views, &p.Engagement.Approx,
		&p.Language, &p.Region, (*string)(&p.Store), &p.StoreName,
		&p.Product, &p.Version, (*string)(&p.Brand), &p.Keyword,
		&a.Norm, (*string)(&a.Sentiment), &score, &prob, (*string)(&a.Emotion),
		&names, &sentiments, &starts, &ends,
		&a.Topics, (*string)(&a.Intent), &a.Complaint, &severity, &a.SeverityReasons, &a.Implicit, &a.Irony, &a.Noise, &a.Keywords,
		&a.Language, &a.Fingerprint, &a.Region, (*string)(&a.Store), &a.Version,
	)
	if err != nil {
		return m, err
	}
	p.PublishedAt, p.EditedAt, p.FetchedAt = fromDB(published), fromDB(edit), fromDB(got)
	p.Rating, a.Score, a.Probability = widen(rating), widen(score), widen(prob)
	a.Severity = int(severity)
	if a.Norm == "" {
		a.Norm = p.Body()
	}
	a.Aspects = aspectsOf(a.Norm, names, sentiments, starts, ends)
	return m, nil
}

func aspectColumns(aspects []voc.Aspect) (names, sentiments []string, starts, ends []uint32) {
	names, sentiments = make([]string, len(aspects)), make([]string, len(aspects))
	starts, ends = make([]uint32, len(aspects)), make([]uint32, len(aspects))
	for i, a := range aspects {
		names[i], sentiments[i] = a.Name, string(a.Sentiment)
		starts[i], ends[i] = uint32(max(0, a.Start)), uint32(max(0, a.End))
	}
	return names, sentiments, starts, ends
}

// aspectsOf is aspectColumns read backwards; the evidence is cut out of the normalised text again.
func aspectsOf(norm string, names, sentiments []string, starts, ends []uint32) []voc.Aspect {
	aspects := make([]voc.Aspect, len(names))
	var runes []rune
	if len(names) > 0 {
		runes = []rune(norm)
	}
	for i := range names {
		start, end := min(int(starts[i]), len(runes)), min(int(ends[i]), len(runes))
		aspects[i] = voc.Aspect{Name: names[i], Sentiment: voc.Sentiment(sentiments[i]), Start: int(starts[i]), End: int(ends[i])}
		if start < end {
			aspects[i].Text = string(runes[start:end])
		}
	}
	return aspects
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
