package api

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// mentionKey names a mention.
type mentionKey struct {
	post  voc.PostID
	brand voc.BrandID
}

// skipped is the note of a reading that says: nobody can tell.
const skipped = "skip"

// audited is one mention of a sample that a person has read.
type audited struct {
	sampled voc.Sampled
	mention voc.Mention // as it is understood now
	reading voc.Reading
	weight  float64 // how many mentions it stands for
}

func (o *audited) key() mentionKey { return mentionKey{o.sampled.PostID, o.sampled.Brand} }

// verdict is what the analysis says today beside what the person read.
func (o *audited) verdict() statistics.Verdict {
	return statistics.Verdict{
		Said: string(o.mention.Analysis.Sentiment), Truth: string(o.reading.Sentiment),
		Probability: o.mention.Analysis.Probability, Weight: o.weight,
	}
}

// audit is the samples of some weeks and what was read of them.
type audit struct {
	drawn    int
	skipped  int
	read     []audited
	progress []SampleProgress // in the order of the samples
}

// auditOf gathers what people read of the samples of some weeks, of the mentions a filter lets through.
// A mention that is gone, erased or too old, is no part of the sample any more.
func (a *door) auditOf(ctx context.Context, f voc.Filter, weeks weekSpan) (audit, error) {
	samples, err := a.Store.Samples(ctx, weeks.first(), weeks.last(), f.Brands...)
	if err != nil || len(samples) == 0 {
		return audit{}, err
	}
	readings, err := a.Store.Readings(ctx, store.ReadingFilter{Reader: voc.ReaderHuman, Sampled: true, From: weeks.from, Limit: len(samples) * 4})
	if err != nil {
		return audit{}, err
	}
	mentions, err := a.Store.SampledMentions(ctx, f, weeks.first(), weeks.last())
	if err != nil {
		return audit{}, err
	}
	return joinAudit(samples, readings, mentions), nil
}

// joinAudit puts samples, readings (newest first) and mentions together. The weight of a reading is the
// size of the stratum it was drawn from over those of the stratum that were read: the order of a sample
// is by chance, so that those read first are a sample of it.
func joinAudit(samples []voc.Sampled, readings []voc.Reading, mentions []voc.Mention) audit {
	type sampleKey struct {
		mentionKey
		week string
	}
	of := map[sampleKey]*voc.Reading{}
	for i := range readings {
		r := &readings[i]
		key := sampleKey{mentionKey{r.PostID, r.Brand}, r.Sample}
		if of[key] == nil && (r.Sentiment != "" || r.Note == skipped) {
			of[key] = r
		}
	}
	now := map[mentionKey]*voc.Mention{}
	for i := range mentions {
		now[mentionKey{mentions[i].Post.ID, mentions[i].Brand}] = &mentions[i]
	}
	type stratumKey struct {
		week, stratum string
		brand         voc.BrandID
	}
	var all audit
	counted := map[stratumKey]int{}
	for _, s := range samples {
		m := now[mentionKey{s.PostID, s.Brand}]
		if m == nil {
			continue
		}
		all.drawn++
		if n := len(all.progress); n == 0 || all.progress[n-1].Week != s.Week || all.progress[n-1].Brand != s.Brand {
			all.progress = append(all.progress, SampleProgress{Week: s.Week, Brand: s.Brand})
		}
		one := &all.progress[len(all.progress)-1]
		one.Drawn++
		r := of[sampleKey{mentionKey{s.PostID, s.Brand}, s.Week}]
		switch {
		case r == nil:
		case r.Sentiment == "":
			all.skipped++
			one.Skipped++
		default:
			one.Read++
			counted[stratumKey{s.Week, s.Stratum, s.Brand}]++
			all.read = append(all.read, audited{sampled: s, mention: *m, reading: *r})
		}
	}
	for i := range all.read {
		one := &all.read[i]
		n := counted[stratumKey{one.sampled.Week, one.sampled.Stratum, one.sampled.Brand}]
		one.weight = float64(one.sampled.Population) / float64(n)
	}
	return all
}

// stratum is where a mention belongs by what the analysis says of it now, as the store counts them.
func stratum(m *voc.Mention) string {
	doubt := "/sure"
	if m.Analysis.Probability < store.Doubt {
		doubt = "/unsure"
	}
	return string(m.Brand) + "/" + string(m.Analysis.Sentiment) + doubt
}
