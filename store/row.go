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
	aspects, facts := aspectColumnsOf(a.Aspects), factColumnsOf(a.Facts)
	return []any{
		string(p.ID), string(m.Brand), string(p.Source), p.Platform, p.ExternalID, p.URL, string(p.Kind), p.ParentID, p.RootID,
		p.Author.Hash, p.Author.Name, p.Author.Followers, p.Author.Verified,
		toDB(p.PublishedAt), string(p.Precision), toDB(p.EditedAt), toDB(p.FetchedAt), p.Title, p.Text, float32(p.Rating), p.RatingRaw,
		p.Engagement.Likes, p.Engagement.Replies, p.Engagement.Shares, p.Engagement.Views, p.Engagement.Approx,
		p.Language, p.Region, string(p.Store), p.StoreName,
		p.Product, p.Version, string(p.Brand), p.Keyword,
		norm, string(a.Sentiment), float32(a.Score), float32(a.Probability), string(a.Emotion),
		aspects.names, aspects.sentiments, aspects.starts, aspects.ends, aspects.odds, aspects.opinions,
		orEmpty(a.Topics), string(a.Intent), a.Complaint, uint8(max(0, min(a.Severity, 255))), orEmpty(a.SeverityReasons), a.Implicit, a.Irony, orEmpty(a.Noise), orEmpty(a.Keywords),
		a.Language, a.Fingerprint, a.Region, string(a.Store), a.Version,
		a.City, a.District, facts.kinds, facts.values, facts.starts, facts.ends, string(a.Role), a.Offensive,
		coarse(a.Odds.Emotion), coarse(a.Odds.Intent), coarse(a.Odds.Severity), coarse(a.Odds.Implicit), coarse(a.Odds.Irony), coarse(a.Odds.Offensive), m.Cluster,
		revision, deleted,
	}
}

// scanMention reads a row of query/_columns.sql. Numbers the site gave as 64-bit floats come back
// at 32 bits; Analysis.Norm and the aspects' texts are put together again.
func scanMention(r rows) (voc.Mention, error) {
	var (
		m                    voc.Mention
		aspects              aspectColumns
		facts                factColumns
		odds                 [6]float32
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
		&aspects.names, &aspects.sentiments, &aspects.starts, &aspects.ends, &aspects.odds, &aspects.opinions,
		&a.Topics, (*string)(&a.Intent), &a.Complaint, &severity, &a.SeverityReasons, &a.Implicit, &a.Irony, &a.Noise, &a.Keywords,
		&a.Language, &a.Fingerprint, &a.Region, (*string)(&a.Store), &a.Version,
		&a.City, &a.District, &facts.kinds, &facts.values, &facts.starts, &facts.ends, (*string)(&a.Role), &a.Offensive,
		&odds[0], &odds[1], &odds[2], &odds[3], &odds[4], &odds[5], &m.Cluster,
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
	a.Aspects, a.Facts = aspects.of(a.Norm), facts.of(a.Norm)
	a.Odds = voc.Odds{
		Emotion: widen(odds[0]), Intent: widen(odds[1]), Severity: widen(odds[2]),
		Implicit: widen(odds[3]), Irony: widen(odds[4]), Offensive: widen(odds[5]),
	}
	return m, nil
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
