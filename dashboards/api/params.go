package api

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The query parameters are strings in Go and what they really are in the OpenAPI document: they are
// parsed here alone, so that every wrong one is answered with its name, its value and what to
// write, in both languages.
type (
	flagParam      string // true or false
	severityParam  string // 0…4
	limitParam     string // how many
	sentimentParam string
	stepParam      string
	momentParam    string // RFC 3339 or a date
	dateParam      string // a date
	alertParam     string // state of an alert
	tierParam      string // how far an author is heard
	compareParam   string // which window is the one before
	weekdayParam   string // 1…7
	hourParam      string // 0…23
	shareParam     string // 0…1
)

func (flagParam) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeBoolean}
}

func (severityParam) Schema(huma.Registry) *huma.Schema {
	low, high := 0.0, 4.0
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Maximum: &high}
}

func (limitParam) Schema(huma.Registry) *huma.Schema {
	low, high := 1.0, float64(maxLimit)
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Maximum: &high}
}

func (sentimentParam) Schema(huma.Registry) *huma.Schema { return oneOf(sentiments) }
func (stepParam) Schema(huma.Registry) *huma.Schema      { return oneOf(steps) }
func (alertParam) Schema(huma.Registry) *huma.Schema     { return oneOf(alertStates) }

func (momentParam) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Examples: []any{"2026-01-31", "2026-01-31T08:00:00+08:00"}}
}

func (dateParam) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

func (compareParam) Schema(huma.Registry) *huma.Schema { return oneOf(compares) }
func (tierParam) Schema(huma.Registry) *huma.Schema    { return oneOf(tiers) }
func (weekdayParam) Schema(huma.Registry) *huma.Schema { return whole(1, 7) }
func (hourParam) Schema(huma.Registry) *huma.Schema    { return whole(0, 23) }

func (shareParam) Schema(huma.Registry) *huma.Schema {
	low, high := 0.0, 1.0
	return &huma.Schema{Type: huma.TypeNumber, Minimum: &low, Maximum: &high}
}

// whole is a whole number between two bounds.
func whole(low, high float64) *huma.Schema {
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Maximum: &high}
}

func oneOf(words []string) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, w := range words {
		s.Enum = append(s.Enum, w)
	}
	return s
}

var (
	sentiments  = []string{string(voc.Negative), string(voc.Neutral), string(voc.Positive)}
	steps       = []string{"hour", "day"}
	orderStates = textsOf(voc.OrderStates())
	statesAsked = append(textsOf(voc.OrderStates()), "open")
	tiers       = textsOf(voc.Tiers())
	noises      = []string{voc.NoiseAdvert, voc.NoiseLottery, voc.NoiseRecruit, voc.NoiseRepost, voc.NoiseEmpty, voc.NoiseCopy, voc.NoiseBot}
	compares    = []string{string(voc.ComparePrevious), string(voc.CompareYear)}
	alertStates = []string{string(voc.AlertOpen), string(voc.AlertResolved), string(voc.AlertMerged)}
)

// maxLimit bounds every list: a page that wants more asks again with the cursor.
const maxLimit = 200

// reader parses parameters and collects what is wrong with them.
type reader struct {
	zone *time.Location
	errs []FieldError
}

// done is nil when everything was right.
func (r *reader) done() error {
	if len(r.errs) == 0 {
		return nil
	}
	return invalid(r.errs)
}

func (r *reader) add(field, value, en, zh string) {
	r.errs = append(r.errs, wrong(field, value, en, zh))
}

func (r *reader) flag(field string, v flagParam) bool {
	switch v {
	case "", "false":
		return false
	case "true":
		return true
	}
	r.add(field, string(v), "write true or false", "请写 true 或 false")
	return false
}

func (r *reader) number(field, v string, unset, low, high int) int {
	if v == "" {
		return unset
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high {
		bounds := strconv.Itoa(low) + " … " + strconv.Itoa(high)
		r.add(field, v, "write a whole number, "+bounds, "请写整数，范围 "+bounds)
		return unset
	}
	return n
}

// share reads a part of a whole; 0 when nothing is written.
func (r *reader) share(field string, v shareParam) float64 {
	if v == "" {
		return 0
	}
	n, err := strconv.ParseFloat(string(v), 64)
	if err != nil || !(n >= 0 && n <= 1) {
		r.add(field, string(v), "write a share between 0 and 1", "请写 0 到 1 之间的比例")
		return 0
	}
	return n
}

func (r *reader) limit(v limitParam, unset int) int {
	return r.number("limit", string(v), unset, 1, maxLimit)
}

func (r *reader) word(field, v string, words []string) string {
	if v == "" || slices.Contains(words, v) {
		return v
	}
	list := strings.Join(words, ", ")
	r.add(field, v, "write one of "+list, "可选值："+list)
	return ""
}

// moment reads a point in time. A bare date is the start of that day in the zone; as the end of a
// range it is the end of that day, because people who write "to 31 January" mean that day too.
func (r *reader) moment(field string, v momentParam, end bool) time.Time {
	if v == "" {
		return time.Time{}
	}
	// A query string turns an unescaped "+08:00" into " 08:00"; the offset is all that can follow.
	s := strings.Replace(string(v), " ", "+", 1)
	if at, err := time.Parse(time.RFC3339, s); err == nil && sane(at) {
		return at
	}
	if day, err := time.ParseInLocation(time.DateOnly, s, r.zone); err == nil && sane(day) {
		if end {
			return day.AddDate(0, 0, 1)
		}
		return day
	}
	r.add(field, string(v),
		"write a date such as 2026-01-31 or a time such as 2026-01-31T08:00:00+08:00, between 1970 and 2200",
		"请写日期（如 2026-01-31）或时间（如 2026-01-31T08:00:00+08:00），范围 1970 至 2200 年")
	return time.Time{}
}

// sane keeps to the years a DateTime64 column holds with room at both ends.
func sane(t time.Time) bool { return t.Year() >= 1970 && t.Year() <= 2200 }

func (r *reader) date(field string, v dateParam, unset time.Time) string {
	if v == "" {
		return unset.In(r.zone).Format(time.DateOnly)
	}
	day, err := time.ParseInLocation(time.DateOnly, string(v), r.zone)
	if err != nil || !sane(day) {
		r.add(field, string(v), "write a date such as 2026-01-31", "请写日期，如 2026-01-31")
		return ""
	}
	return day.Format(time.DateOnly)
}

// name accepts the name of a thing in the configuration.
func (r *reader) name(field, v string, known func(string) bool) string {
	if v == "" || known(v) {
		return v
	}
	r.add(field, v, "is not configured; GET /api/v1/meta lists what is", "配置中没有这一项；GET /api/v1/meta 列出全部可选值")
	return ""
}

// text accepts free words up to a length that no person types.
func (r *reader) text(field, v string, most int) string {
	if len(v) > most {
		r.add(field, v, "is too long: at most "+strconv.Itoa(most)+" bytes", "过长，最多 "+strconv.Itoa(most)+" 字节")
		return ""
	}
	if strings.ContainsRune(v, 0) {
		r.add(field, v, "contains a zero byte", "包含空字节")
		return ""
	}
	return strings.TrimSpace(v)
}

// checkQuery refuses parameters the operation does not know and single ones given twice: a
// misspelt filter that is silently ignored shows the wrong numbers.
func checkQuery(op *huma.Operation, u url.URL) *Problem {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return problem(400, "bad_request", "The query string cannot be read: "+err.Error(), "网址中的查询串无法解析："+err.Error())
	}
	var names []string
	repeatable := map[string]bool{}
	for _, p := range op.Parameters {
		if p.In == "query" {
			names = append(names, p.Name)
			repeatable[p.Name] = p.Schema.Type == huma.TypeArray
		}
	}
	var errs []FieldError
	for key, values := range query {
		many, known := repeatable[key]
		if !known {
			list := strings.Join(names, ", ")
			errs = append(errs, wrong(key, values[0], "is not a parameter here; known are: "+list, "这里没有这个参数，可用参数："+list))
		} else if len(values) > 1 && !many {
			errs = append(errs, wrong(key, strings.Join(values, " | "), "was given more than once", "重复给出"))
		}
	}
	if len(errs) == 0 {
		return nil
	}
	slices.SortFunc(errs, func(a, b FieldError) int { return strings.Compare(a.Field, b.Field) })
	return invalid(errs)
}
