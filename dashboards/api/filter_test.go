package api

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// newDoor is a door without handlers, for what only reads the query.
func newDoor() *door {
	o := new(house).options()
	return &door{Options: o, names: newNames(o), log: o.Log}
}

// query fills a FilterQuery from a query string the way huma does.
func query(v url.Values) FilterQuery {
	return FilterQuery{
		Brand: v["brand"], From: momentParam(v.Get("from")), To: momentParam(v.Get("to")), Source: v["source"],
		Sentiment: sentimentParam(v.Get("sentiment")), Topic: v.Get("topic"), Aspect: v.Get("aspect"), Store: v.Get("store"),
		Region: v.Get("region"), Q: v.Get("q"), Complaint: flagParam(v.Get("complaint")),
		Severity: severityParam(v.Get("severity")), Raw: flagParam(v.Get("raw")),
		Compare: compareParam(v.Get("compare")), Keyword: v.Get("keyword"), Also: v.Get("also"), Judged: sentimentParam(v.Get("judged")),
		Opinion: v.Get("opinion"), Weekday: weekdayParam(v.Get("weekday")), Hour: hourParam(v.Get("hour")),
		Platform: v["platform"], Coverage: shareParam(v.Get("coverage")),
	}
}

func parse(s string) (voc.Filter, error) {
	v, err := url.ParseQuery(s)
	if err != nil {
		return voc.Filter{}, err
	}
	a := newDoor()
	r := a.reader()
	f := a.filter(withViewer(context.Background(), homeViewer()), r, query(v))
	return f, r.done()
}

func TestFilterReadsWhatPeopleWrite(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	week := voc.Filter{From: at("2026-01-24T13:00:00Z"), To: at("2026-01-31T13:00:00Z")}
	with := func(change func(*voc.Filter)) voc.Filter { f := week; change(&f); return f }
	for _, row := range []struct {
		query, why string
		want       voc.Filter
	}{
		{"", "nothing asked for is the last seven days up to the end of this hour", week},
		{"from=2026-01-30&to=2026-01-31", "dates are days in the zone, and the last day counts too",
			voc.Filter{From: at("2026-01-30T00:00:00+08:00"), To: at("2026-02-01T00:00:00+08:00")}},
		{"from=2026-01-31&to=2026-01-31", "one day", voc.Filter{From: at("2026-01-31T00:00:00+08:00"), To: at("2026-02-01T00:00:00+08:00")}},
		{"from=2026-01-31T01:00:00Z&to=2026-01-31T02:00:00Z", "times are exact and the end is exclusive",
			voc.Filter{From: at("2026-01-31T01:00:00Z"), To: at("2026-01-31T02:00:00Z")}},
		{"from=2026-01-31T08:00:00+08:00&to=2026-01-31T09:00:00%2B08:00", "an offset whose plus became a space",
			voc.Filter{From: at("2026-01-31T00:00:00Z"), To: at("2026-01-31T01:00:00Z")}},
		{"to=2026-01-10", "only an end: seven days before it", voc.Filter{From: at("2026-01-04T00:00:00+08:00"), To: at("2026-01-11T00:00:00+08:00")}},
		{"brand=qingheng&brand=-", "a dash is the posts without brand", with(func(f *voc.Filter) { f.Brands = []voc.BrandID{"qingheng", ""} })},
		{"source=forum&source=import-old", "also sources no configuration names any more", with(func(f *voc.Filter) { f.Sources = []voc.SourceID{"forum", "import-old"} })},
		{"sentiment=negative&complaint=true&severity=3&raw=true", "the switches",
			with(func(f *voc.Filter) {
				f.Sentiment, f.Complaint, f.MinSeverity, f.Raw = voc.Negative, true, 3, true
			})},
		{"complaint=false&raw=false&severity=0", "switched off is not set", week},
		{"topic=卫生-异物&aspect=service&store=sh-jingan-01&region=上海", "the names",
			with(func(f *voc.Filter) {
				f.Topic, f.Aspect, f.Store, f.Region = "卫生-异物", "service", "sh-jingan-01", "上海"
			})},
		{"platform=点评&platform=微博", "two platforms", with(func(f *voc.Filter) { f.Platforms = []string{"点评", "微博"} })},
		{"coverage=0", "no least coverage leaves nothing out", week},
		{"compare=year", "the same days a year earlier", with(func(f *voc.Filter) { f.Compare = voc.CompareYear })},
		{"keyword=封口膜&topic=卫生-&also=服务-等太久", "a word of the cloud, a group of topics, and a pair",
			with(func(f *voc.Filter) { f.Keyword, f.Topic, f.Also = "封口膜", "卫生-", "服务-等太久" })},
		{"aspect=service.waiting&judged=negative&opinion=太久", "a cell of the matrix and its evidence",
			with(func(f *voc.Filter) { f.Aspect, f.Judged, f.Opinion = "service.waiting", voc.Negative, "太久" })},
		{"weekday=7&hour=0", "midnight of Sundays, in the zone of the house",
			with(func(f *voc.Filter) { f.Weekday, f.Hours, f.Timezone = 7, []int{0}, "Asia/Shanghai" })},
		{"q=%20等了%20-好喝%20", "words keep their signs", with(func(f *voc.Filter) { f.Text = "等了 -好喝" })},
	} {
		got, err := parse(row.query)
		if err != nil {
			t.Errorf("%s (%s): %v", row.query, row.why, err)
			continue
		}
		if !got.From.Equal(row.want.From) || !got.To.Equal(row.want.To) {
			t.Errorf("%s (%s): %s … %s, want %s … %s", row.query, row.why, got.From, got.To, row.want.From, row.want.To)
		}
		got.From, got.To, row.want.From, row.want.To = time.Time{}, time.Time{}, time.Time{}, time.Time{}
		if !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s (%s): %+v, want %+v", row.query, row.why, got, row.want)
		}
	}
}

func TestFilterSaysWhatIsWrong(t *testing.T) {
	door := new(house).open(t, nil)
	for _, row := range []struct{ query, fields, why string }{
		{"from=yesterday", "from", "not a time"},
		{"weekday=0", "weekday", "there is no day before Monday"},
		{"hour=24", "hour", "a day ends at 23"},
		{"judged=positive", "judged", "a judgement is of an aspect"},
		{"compare=month", "compare", "a window nobody defined"},
		{"from=2026-02-30", "from", "a day that does not exist"},
		{"from=2026-01-31T08:00:00", "from", "a time without zone could mean two moments"},
		{"from=0001-01-01", "from", "a year no column holds"},
		{"from=2026-01-31&to=2026-01-30", "from", "ends before it begins"},
		{"from=2000-01-01&to=2026-01-01", "from", "more than ten years"},
		{"sentiment=bad", "sentiment", "not a polarity"},
		{"complaint=1", "complaint", "not true or false"},
		{"severity=5", "severity", "beyond the scale"},
		{"severity=-1", "severity", "below it"},
		{"brand=qinghen", "brand", "a misspelt brand must not show an empty page"},
		{"store=nowhere", "store", "no such shop"},
		{"topic=" + strings.Repeat("x", 201), "topic", "longer than any name"},
		{"q=a%00b", "q", "a zero byte"},
		{"brnad=qingheng", "brnad", "a misspelt parameter must not be ignored"},
		{"raw=true&raw=false", "raw", "given twice"},
		{"severity=x&complaint=x", "complaint,severity", "all that is wrong at once"},
	} {
		w := ask(t, door, "GET", base+"/overview?"+row.query, "")
		p := problemOf(t, w, 422, "invalid")
		var fields []string
		for _, e := range p.Errors {
			fields = append(fields, e.Field)
			if e.Message == "" || e.MessageZH == "" || len(e.Value) > 1000 {
				t.Errorf("%s: %+v does not say what to write", row.query, e)
			}
		}
		if strings.Join(fields, ",") != row.fields {
			t.Errorf("%s (%s): errors for %v, want %s", row.query, row.why, fields, row.fields)
		}
	}
	problemOf(t, ask(t, door, "GET", base+"/overview?q=%zz", ""), 400, "bad_request")
}

func TestLimitsAndCursorsAreBounded(t *testing.T) {
	door := new(house).open(t, nil)
	for _, target := range []string{
		"/mentions?limit=0", "/mentions?limit=201", "/mentions?limit=all", "/topics?limit=-3", "/orders?limit=1e2",
		"/orders?state=done", "/alerts?state=closed", "/digest?date=31.1.2026", "/digest?brand=other", "/visits?from=x",
		"/trend?step=minute", "/trend?step=hour&from=2025-01-01&to=2025-12-31", "/mentions/zz/qingheng", "/meta?x=1",
	} {
		p := problemOf(t, ask(t, door, "GET", base+target, ""), 422, "invalid")
		if len(p.Errors) != 1 {
			t.Errorf("%s: %d errors, want one: %+v", target, len(p.Errors), p.Errors)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		"", "from=2026-01-31&to=2026-01-31", "from=2026-01-31T08:00:00+08:00", "brand=-&brand=qingheng&severity=4",
		"q=%22a+phrase%22+-no&raw=true", "from=9999-12-31&to=0000-01-01", "severity=999999999999999999999",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := parse(s)
		if err != nil {
			return
		}
		if !got.From.Before(got.To) || got.To.Sub(got.From) > maxRange {
			t.Errorf("%q passed with the range %s … %s", s, got.From, got.To)
		}
		if got.MinSeverity < 0 || got.MinSeverity > 4 || len(got.Text) > 500 || strings.ContainsRune(got.Text, 0) {
			t.Errorf("%q passed as %+v", s, got)
		}
	})
}
