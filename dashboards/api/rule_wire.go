package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Rule is a rule as the interface writes it: as in rules.yaml, durations as words like "5m", "24h".
// A field that is not given has the default of the rule's kind; one the kind does not look at must
// be empty, zero or left out.
type Rule struct {
	Name      string        `json:"name" doc:"Letters, digits and dashes; what alerts and addresses call it"`
	Title     string        `json:"title" doc:"What people call it"`
	Disabled  bool          `json:"disabled"`
	Brands    []voc.BrandID `json:"brands" doc:"Empty: every own brand"`
	Sentiment string        `json:"sentiment" doc:"Of the mentions counted; empty: all"`
	Topic     string        `json:"topic" doc:"Only mentions about it; empty: all"`
	Kind      voc.RuleKind  `json:"kind"`
	Platforms []string      `json:"platforms" doc:"Empty: all"`
	Regions   []string      `json:"regions" doc:"Provinces; empty: all"`
	Words     []string      `json:"words" doc:"critical: what may be named; others: only mentions that hold one of them"`

	Sensitivity  float64 `json:"sensitivity" doc:"burst: 0.8 sensitive, 1 balanced, 1.3 calm, 2 still"`
	Step         string  `json:"step" doc:"Width of a bucket; divides an hour"`
	Quiet        string  `json:"quiet" doc:"After one incident, no second for so long"`
	ResolveAfter string  `json:"resolve_after" doc:"Calm for so long ends an incident"`
	MinPosts     int     `json:"min_posts" doc:"In the last hour"`
	MinAuthors   int     `json:"min_authors" doc:"Different ones in the last hour"`
	MinHistory   string  `json:"min_history" doc:"Known past a burst rule needs before it may fire"`
	MinCoverage  float64 `json:"min_coverage" doc:"0…1: an hour collected less is unknown"`

	Window      string  `json:"window" doc:"share, ratio, new_topic: looked at together"`
	Base        string  `json:"base" doc:"ratio: the time before the window that says what is usual"`
	AtLeast     float64 `json:"at_least" doc:"share: 0…1"`
	Times       float64 `json:"times" doc:"ratio: 3 is three times the usual"`
	AtMost      int     `json:"at_most" doc:"new_topic: mentions in the past that still make it new"`
	MinSeverity int     `json:"min_severity" doc:"critical: 1…4; 0: severity does not count"`
	MinReach    int64   `json:"min_reach" doc:"critical: followers of the author; 0: reach does not count"`
	MaxAge      string  `json:"max_age" doc:"critical: an older post is history"`
	After       string  `json:"after" doc:"silence: so long without data"`

	Owner         string   `json:"owner" doc:"Gets its work orders before any route is asked; empty: the routes decide"`
	Channels      []string `json:"channels" doc:"Where its incidents are told"`
	OpenOrderFrom string   `json:"open_order_from" doc:"A work order is opened from this level up; empty: never"`
}

// UnmarshalJSON lets fields that are not given keep the defaults, and refuses misspelt ones.
func (r *Rule) UnmarshalJSON(data []byte) error {
	type plain Rule // without this method
	var of struct{ Kind voc.RuleKind }
	if err := json.Unmarshal(data, &of); err != nil {
		return err
	}
	if of.Kind == "" {
		of.Kind = voc.RuleBurst
	}
	p := plain(ruleOut(voc.DefaultRuleOf(of.Kind)))
	p.Name, p.Title = "", ""
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return err
	}
	*r = Rule(p)
	return nil
}

// ruleOut writes a rule for the interface.
func ruleOut(r voc.Rule) Rule {
	return Rule{
		Name: r.Name, Title: r.Title, Disabled: r.Disabled, Brands: r.Brands, Sentiment: string(r.Sentiment), Topic: r.Topic, Kind: r.Kind,
		Platforms: r.Platforms, Regions: r.Regions, Words: r.Words,
		Sensitivity: r.Sensitivity, Step: short(r.Step), Quiet: short(r.Quiet), ResolveAfter: short(r.ResolveAfter),
		MinPosts: r.MinPosts, MinAuthors: r.MinAuthors, MinHistory: short(r.MinHistory), MinCoverage: r.MinCoverage,
		Window: short(r.Window), Base: short(r.Base), AtLeast: r.AtLeast, Times: r.Times, AtMost: r.AtMost,
		MinSeverity: r.MinSeverity, MinReach: r.MinReach, MaxAge: short(r.MaxAge), After: short(r.After),
		Owner: r.Owner, Channels: r.Channels, OpenOrderFrom: string(r.OpenOrderFrom),
	}
}

// rule reads a rule of the interface. Only what Go's types cannot hold is checked here; the rest is
// voc's to refuse.
func (r *reader) rule(w Rule) voc.Rule {
	return voc.Rule{
		Name: r.text("name", w.Name, 100), Title: r.text("title", w.Title, 100), Disabled: w.Disabled, Brands: w.Brands,
		Sentiment: voc.Sentiment(r.text("sentiment", w.Sentiment, 20)), Topic: r.text("topic", w.Topic, 200), Kind: voc.RuleKind(r.word("kind", string(w.Kind), ruleKinds)),
		Platforms: r.list("platforms", w.Platforms), Regions: r.list("regions", w.Regions), Words: r.list("words", w.Words),
		Sensitivity: w.Sensitivity, Step: r.span("step", w.Step), Quiet: r.span("quiet", w.Quiet), ResolveAfter: r.span("resolve_after", w.ResolveAfter),
		MinPosts: w.MinPosts, MinAuthors: w.MinAuthors, MinHistory: r.span("min_history", w.MinHistory), MinCoverage: w.MinCoverage,
		Window: r.span("window", w.Window), Base: r.span("base", w.Base), AtLeast: w.AtLeast, Times: w.Times, AtMost: w.AtMost,
		MinSeverity: w.MinSeverity, MinReach: w.MinReach, MaxAge: r.span("max_age", w.MaxAge), After: r.span("after", w.After),
		Owner: r.text("owner", w.Owner, 100), Channels: r.list("channels", w.Channels), OpenOrderFrom: voc.Level(r.text("open_order_from", w.OpenOrderFrom, 20)),
	}
}

// most is how many entries a list of a rule may have: nobody reads more, and each is compared with
// every mention.
const mostEntries = 500

func (r *reader) list(field string, given []string) []string {
	if len(given) > mostEntries {
		r.add(field, "", "has more than 500 entries", "最多 500 项")
		return nil
	}
	var list []string
	for _, v := range given {
		if v = r.text(field, v, 200); v != "" {
			list = append(list, v)
		}
	}
	return list
}

// span reads a length of time: "5m", "24h", "7d"; empty is none.
func (r *reader) span(field, v string) time.Duration {
	d, err := parseSpan(strings.TrimSpace(v))
	if err != nil {
		r.add(field, v, "write a length of time such as 5m, 24h or 7d", "请写时长，如 5m（分钟）、24h（小时）、7d（天）")
	}
	return d
}

// longestSpan keeps lengths of time where adding a few of them cannot overflow.
const longestSpan = 10 * 366 * 24 * time.Hour

func parseSpan(v string) (time.Duration, error) {
	if v == "" {
		return 0, nil
	}
	if number, found := strings.CutSuffix(v, "d"); found {
		days, err := strconv.ParseFloat(number, 64)
		if err != nil || !(math.Abs(days) <= longestSpan.Hours()/24) {
			return 0, errors.New("no number of days")
		}
		return time.Duration(days * 24 * float64(time.Hour)), nil
	}
	d, err := time.ParseDuration(v)
	if err == nil && d.Abs() > longestSpan {
		err = errors.New("longer than ten years")
	}
	return d, err
}

// short writes a length of time without the zeros Go writes: 24h, 1h30m, 90s is 1m30s.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
