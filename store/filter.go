package store

import (
	"cmp"
	"strings"
	"time"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// filterParams binds every parameter of query/_filter.sql.
func filterParams(f voc.Filter) params {
	words, not := splitText(f.Text)
	from, to := span(f.From, f.To)
	return params{
		"brands": texts(f.Brands), "from": from, "to": to, "sources": texts(f.Sources),
		"sentiment": string(f.Sentiment), "topic": f.Topic, "aspect": f.Aspect,
		"store": string(f.Store), "region": f.Region, "complaint": f.Complaint,
		"min_severity": uint8(max(0, min(f.MinSeverity, 255))), "raw": f.Raw,
		"words": words, "not_words": not, "not_topics": texts(f.NotTopics),
		"platforms": texts(f.Platforms), "regions": texts(f.Regions), "any_word": lower(f.AnyWord),
		"gap_from": int64(0), "gap_to": int64(0), "keyword": f.Keyword, "also": f.Also, "judged": string(f.Judged), "opinion": f.Opinion,
		"weekday": uint8(max(0, min(f.Weekday, 7))), "hours": hoursAsked(f.Hours), "timezone": cmp.Or(f.Timezone, "UTC"),
		"scope_none": f.Scope.None, "scope_brands": texts(f.Scope.Brands),
		"scope_regions": texts(f.Scope.Regions), "scope_stores": texts(f.Scope.Stores),
	}
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

// splitText reads voc.Filter.Text: words separated by spaces, all of which must occur, -word must
// not, "a phrase" as it stands. A lone - or an empty phrase means nothing. Words are folded to lower
// case, as the normalised text is; the original is searched as well, so that a word in traditional
// script is found where it was written so.
func splitText(text string) (words, not []string) {
	words, not = []string{}, []string{}
	rest := strings.TrimSpace(text)
	for rest != "" {
		negative := strings.HasPrefix(rest, "-")
		rest = strings.TrimPrefix(rest, "-")
		var word string
		if quoted, ok := strings.CutPrefix(rest, `"`); ok {
			word, rest, _ = strings.Cut(quoted, `"`)
		} else if i := strings.IndexFunc(rest, unicode.IsSpace); i >= 0 {
			word, rest = rest[:i], rest[i:]
		} else {
			word, rest = rest, ""
		}
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		switch word = strings.ToLower(word); {
		case word == "":
		case negative:
			not = append(not, word)
		default:
			words = append(words, word)
		}
	}
	return words, not
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
