package store

import (
	"cmp"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// filterParams binds every parameter of query/_filter.sql.
func filterParams(f voc.Filter) params {
	from, to := span(f.From, f.To)
	p := params{
		"brands": texts(f.Brands), "from": from, "to": to, "sources": texts(f.Sources),
		"sentiment": string(f.Sentiment), "topic": f.Topic, "aspect": f.Aspect,
		"store": string(f.Store), "region": f.Region, "complaint": f.Complaint,
		"min_severity": uint8(max(0, min(f.MinSeverity, 255))), "raw": f.Raw,
		"not_topics": texts(f.NotTopics),
		"platforms":  texts(f.Platforms), "regions": texts(f.Regions), "any_word": lower(f.AnyWord),
		"gap_from": int64(0), "gap_to": int64(0), "keyword": f.Keyword, "also": f.Also, "judged": string(f.Judged), "opinion": f.Opinion,
		"weekday": uint8(max(0, min(f.Weekday, 7))), "hours": hoursAsked(f.Hours), "timezone": cmp.Or(f.Timezone, "UTC"),
		"city": f.City, "intent": string(f.Intent), "emotion": string(f.Emotion), "noise_label": f.Noise, "tier": string(f.Tier), "author": f.Author,
		"scope_none": f.Scope.None, "scope_brands": texts(f.Scope.Brands),
		"scope_regions": texts(f.Scope.Regions), "scope_stores": texts(f.Scope.Stores),
	}
	p["without_from"], p["without_to"] = spansAsked(f.Without)
	ReadSearch(f.Text).bind(p)
	return p
}

// span gives [from, to) as the server is told it, in milliseconds; a zero time does not limit.
func span(from, to time.Time) (fromMS, toMS int64) {
	fromMS, toMS = millis(earliest), millis(latest)+1 // rows stored at the very end count too
	if !from.IsZero() {
		fromMS = millis(from)
	}
	if !to.IsZero() {
		toMS = millis(to)
	}
	return fromMS, toMS
}

// millis keeps a limit inside what the database can hold. It rounds up, so that [from, to) holds
// the same rows as without rounding.
func millis(t time.Time) int64 {
	switch {
	case t.Before(earliest):
		t = earliest
	case t.After(latest):
		t = latest
	}
	ms := t.UnixMilli()
	if !time.UnixMilli(ms).Equal(t) {
		ms++
	}
	return ms
}

// lower folds words as the normalised text is folded.
func lower(words []string) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = strings.ToLower(w)
	}
	return all
}

func texts[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// hoursAsked gives the hours as the server is told them.
func hoursAsked(hours []int) []int64 {
	all := make([]int64, len(hours))
	for i, h := range hours {
		all[i] = int64(h)
	}
	return all
}
