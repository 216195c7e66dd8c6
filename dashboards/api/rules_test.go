package api

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// Every field of a rule survives the way out and in: one forgotten in the wire's copy would be lost
// at the first save.
func TestARuleSurvivesTheWayOutAndIn(t *testing.T) {
	var full voc.Rule
	fillAll(reflect.ValueOf(&full).Elem(), new(int))
	full.Version = "" // derived, not written
	full.Kind, full.Brands = voc.RuleCritical, []voc.BrandID{"qingheng", "luye"}
	for _, rule := range []voc.Rule{full, voc.DefaultRule()} {
		var wire Rule
		if err := json.Unmarshal([]byte(jsonText(ruleOut(rule))), &wire); err != nil {
			t.Fatal(err)
		}
		r := &reader{zone: shanghai}
		if got := r.rule(wire); !reflect.DeepEqual(got, rule) || r.done() != nil {
			t.Errorf("came back as %+v (%v), was %+v", got, r.done(), rule)
		}
	}
}

// fillAll gives every field of a struct a value of its own.
func fillAll(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fillAll(v.Field(i), n)
		}
	case reflect.String:
		v.SetString(fmt.Sprint("x", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(float64(*n) / 8)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n) * int64(time.Minute))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fillAll(v.Index(i), n)
		}
	}
}

func TestLengthsOfTime(t *testing.T) {
	for _, row := range []struct {
		text string
		want time.Duration
		back string
	}{
		{"5m", 5 * time.Minute, "5m"}, {"24h", 24 * time.Hour, "24h"}, {"7d", 168 * time.Hour, "168h"}, {"1.5d", 36 * time.Hour, "36h"},
		{"90s", 90 * time.Second, "1m30s"}, {"", 0, "0s"}, {" 1h30m ", 90 * time.Minute, "1h30m"}, {"0", 0, "0s"}, {"-5m", -5 * time.Minute, "-5m"},
		{"1h0m5s", time.Hour + 5*time.Second, "1h0m5s"},
	} {
		r := &reader{}
		if got := r.span("quiet", row.text); got != row.want || r.done() != nil || short(got) != row.back {
			t.Errorf("%q: %s, written %q (%v), want %s written %q", row.text, got, short(got), r.done(), row.want, row.back)
		}
	}
	for _, text := range []string{"5", "d", "1h2d", "soon", "99999999d", "1e9h", "5 m", "９h", "NaNh"} {
		r := &reader{}
		if got := r.span("quiet", text); r.done() == nil {
			t.Errorf("%q was taken as %s", text, got)
		}
	}
}

// Whatever is read is within bounds, and writing it down and reading it again changes nothing.
func FuzzLengthsOfTime(f *testing.F) {
	for _, s := range []string{"5m", "7d", "-1h", "999999d", "1h2m3s", ".5d", "+3h", "1µs", "9223372036s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := parseSpan(s)
		if err != nil {
			return
		}
		if d > longestSpan || d < -longestSpan {
			t.Fatalf("%q is %s", s, d)
		}
		if again, err := parseSpan(short(d)); err != nil || again != d {
			t.Fatalf("%q is %s, written %q, read as %s (%v)", s, d, short(d), again, err)
		}
	})
}

func TestARuleIsSavedAsItWasGiven(t *testing.T) {
	h := &house{}
	w := ask(t, h.open(t, nil), "PUT", base+"/rules/food-count",
		`{"rule":{"title":"食品安全","kind":"count","min_posts":3,"quiet":"12h","brands":["qingheng"]},"actor":" 小周 ","why":"漏了一次","base":"r7"}`)
	got := read[RuleState](t, w, 200)
	want := voc.DefaultRuleOf(voc.RuleCount)
	want.Name, want.Title, want.MinPosts, want.Quiet, want.Brands = "food-count", "食品安全", 3, 12*time.Hour, []voc.BrandID{"qingheng"}
	if len(h.saved) != 1 || !reflect.DeepEqual(h.saved[0], savedRule{want, "小周", "漏了一次", "r7"}) {
		t.Errorf("saved %+v, want %+v", h.saved, want)
	}
	if got.Rule.Quiet != "12h" || got.Rule.Name != "food-count" || got.ChangedBy != "小周" {
		t.Errorf("answer %+v", got)
	}
}

func TestRulesAreReadStrictly(t *testing.T) {
	for _, row := range []struct{ body, field, why string }{
		{`{"rule":{"kind":"magic"},"actor":"a","why":"w"}`, "kind", "no such kind"},
		{`{"rule":{"kind":""},"actor":"a","why":"w"}`, "kind", "no kind"},
		{`{"rule":{"name":"other"},"actor":"a","why":"w"}`, "name", "another name than the address"},
		{`{"rule":{"brands":["nobody"]},"actor":"a","why":"w"}`, "brands", "a brand that is not configured"},
		{`{"rule":{"quiet":"a day"},"actor":"a","why":"w"}`, "quiet", "no length of time"},
		{`{"rule":{},"why":"w"}`, "actor", "nobody"},
		{`{"rule":{},"actor":"a"}`, "why", "without a reason nobody understands it in a year"},
		{`{"rule":{"step":"7m"},"actor":"a","why":"w"}`, "step", "refused by the rule itself"},
		{`{"rule":{"resolve_after":"0s"},"actor":"a","why":"w"}`, "resolve_after", "refused by the rule itself"},
		{`{"rule":{"min_posts":0},"actor":"a","why":"w"}`, "min_posts", "refused by the rule itself"},
		{`{"rule":{"min_coverage":1.5},"actor":"a","why":"w"}`, "min_coverage", "refused by the rule itself"},
		{`{"rule":{"open_order_from":"pink"},"actor":"a","why":"w"}`, "open_order_from", "no level"},
		{`{"rule":{"kind":"count","sensitivity":2},"actor":"a","why":"w"}`, "sensitivity", "a count looks at no sensitivity"},
	} {
		h := &house{}
		p := problemOf(t, ask(t, h.open(t, nil), "PUT", base+"/rules/r", row.body), 422, "invalid")
		if len(p.Errors) == 0 || p.Errors[0].Field != row.field || p.Errors[0].MessageZH == "" || p.Errors[0].MessageZH == p.Errors[0].Message {
			t.Errorf("%s: %+v, want %s in two languages", row.why, p.Errors, row.field)
		}
		if len(h.saved) != 0 {
			t.Errorf("%s: was saved", row.why)
		}
	}
	for _, body := range []string{`{"rule":{"sensitivty":2},"actor":"a","why":"w"}`, `{"rule":{"quiet":24},"actor":"a","why":"w"}`, `{"rule":{"sensitivity":1e999},"actor":"a","why":"w"}`} {
		h := &house{}
		problemOf(t, ask(t, h.open(t, nil), "PUT", base+"/rules/r", body), 422, "invalid")
		if len(h.saved) != 0 {
			t.Errorf("%s: was saved", body)
		}
	}
}

// Somebody else was faster: nothing is saved, and the answer holds what stands and what was sent.
func TestAConflictHoldsBothVersions(t *testing.T) {
	h := &house{}
	h.watchSomething()
	h.refused = fmt.Errorf("%w: it stands at r2", ErrRevision)
	w := ask(t, h.open(t, nil), "PUT", base+"/rules/negative-burst", `{"rule":{"sensitivity":2},"actor":"a","why":"w","base":"r1"}`)
	got := read[RuleConflict](t, w, 409)
	if got.Code != "conflict" || got.DetailZH == "" || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%+v", got.Problem)
	}
	if got.Present == nil || got.Present.Revision != "r2" || got.Yours.Sensitivity != 2 {
		t.Errorf("present %+v, yours %+v", got.Present, got.Yours)
	}
	h.rules = nil
	if got := read[RuleConflict](t, ask(t, h.open(t, nil), "PUT", base+"/rules/negative-burst", `{"rule":{},"actor":"a","why":"w","base":"r1"}`), 409); got.Present != nil {
		t.Errorf("a rule that is gone is said to stand: %+v", got.Present)
	}
}

func TestRulesTellHowTheyDid(t *testing.T) {
	h := &house{}
	h.watchSomething()
	h.rules = append(h.rules, voc.RuleState{Rule: voc.Rule{Name: "a-count", Kind: voc.RuleCount}, Origin: voc.RuleFromPage})
	door := h.open(t, nil)
	got := read[Rules](t, ask(t, door, "GET", base+"/rules", ""), 200)
	if names := ids(got.Items, func(s RuleState) string { return s.Rule.Name }); names != "a-count negative-burst" {
		t.Errorf("listed as %s", names)
	}
	if len(got.Kinds) != len(voc.RuleKinds()) {
		t.Errorf("%d kinds", len(got.Kinds))
	}
	for _, k := range got.Kinds {
		if uses := slices.Contains(k.Uses, "sensitivity"); uses != (k.Kind == voc.RuleBurst) || !slices.Contains(k.Uses, "title") || k.Defaults.Kind != k.Kind {
			t.Errorf("%s: %+v", k.Kind, k)
		}
	}
	one := read[RuleState](t, ask(t, door, "GET", base+"/rules/negative-burst", ""), 200)
	if one.Fired != 4 || one.Confirmed != 2 || one.Dismissed != 1 || one.Before == nil || one.Before.Sensitivity != 0.8 || one.Backtest == nil || len(one.Backtest.Outlooks) != 1 {
		t.Errorf("%+v", one)
	}
	problemOf(t, ask(t, door, "GET", base+"/rules/nobody", ""), 404, "not_found")
}

func TestTakingARuleAway(t *testing.T) {
	h := &house{}
	h.watchSomething()
	door := h.open(t, nil)
	got := read[RuleDropped](t, ask(t, door, "DELETE", base+"/rules/negative-burst", `{"actor":"小周","why":"太吵"}`), 200)
	if !slices.Equal(h.dropped, []string{"negative-burst 小周 太吵"}) || got.Present == nil {
		t.Errorf("dropped %v, %+v stands", h.dropped, got.Present)
	}
	for _, body := range []string{`{"actor":"小周"}`, `{"why":"w"}`} {
		problemOf(t, ask(t, door, "DELETE", base+"/rules/negative-burst", body), 422, "invalid")
	}
	w := ask(t, door, "DELETE", base+"/rules/negative-burst", "")
	if w.Code != 415 || len(h.dropped) != 1 {
		t.Errorf("a link of another site could take a rule away: %d", w.Code)
	}
}

func TestABacktestIsAskedAsGivenAndTellsEachSensitivity(t *testing.T) {
	h := &house{}
	h.watchSomething()
	h.replay.Verdicts = []voc.ReplayTally{{Confirmed: 1, Dismissed: 2}}
	door := h.open(t, nil)
	got := read[Replay](t, ask(t, door, "POST", base+"/rules/backtest", `{"rule":{"kind":"burst","sensitivity":2},"days":28}`), 200)
	if h.replayed[0].Sensitivity != 2 || h.days[0] != 28 || h.brands[0] != "qingheng" {
		t.Errorf("asked %+v of %v over %v", h.replayed, h.brands, h.days)
	}
	if len(got.Outlooks) != 1 {
		t.Fatalf("%+v", got)
	}
	o := got.Outlooks[0]
	if o.Days != 90 || o.Warning != "太多" || o.Confirmed != 1 || o.Dismissed != 2 || len(o.Fired) != 1 || o.Fired[0].Topics[0] != "卫生-异物" || o.Fired[0].Level != voc.Blue {
		t.Errorf("%+v", o)
	}
	read[Replay](t, ask(t, door, "POST", base+"/rules/backtest", `{"rule":{"brands":["luye"]}}`), 200)
	if h.brands[1] != "luye" || h.days[1] != 90 {
		t.Errorf("of %s over %d days", h.brands[1], h.days[1])
	}
	for _, body := range []string{`{"rule":{},"days":-1}`, `{"rule":{},"days":9999}`, `{"rule":{},"brand":"nobody"}`, `{"rule":{"min_posts":0}}`} {
		problemOf(t, ask(t, door, "POST", base+"/rules/backtest", body), 422, "invalid")
	}
	if len(h.replayed) != 2 {
		t.Errorf("replayed %d times: what was refused was replayed", len(h.replayed))
	}
}

// Every refusal of the rule itself is told in Chinese too: a field without a sentence would be told
// in English to somebody who reads none.
func TestEveryRefusalOfARuleIsToldInChinese(t *testing.T) {
	spoiled := 0
	for _, kind := range voc.RuleKinds() {
		for _, bad := range []float64{-1e9, math.Inf(1), 0, 1e9} {
			for i := range reflect.TypeFor[voc.Rule]().NumField() {
				rule := voc.DefaultRule()
				rule.Kind = kind
				field := reflect.ValueOf(&rule).Elem().Field(i)
				switch field.Kind() {
				case reflect.Float64:
					field.SetFloat(bad)
				case reflect.Int, reflect.Int64:
					field.SetInt(int64(max(-1e15, min(bad, 1e15))))
				case reflect.Slice:
					if field.Type().Elem().Kind() == reflect.String {
						field.Set(reflect.MakeSlice(field.Type(), 1, 1))
					}
				case reflect.String:
					if i > 0 {
						field.SetString("?")
					}
				}
				err := rule.Validate()
				if err == nil {
					continue
				}
				spoiled++
				refused, named := err.(*voc.RuleError)
				if !named {
					t.Errorf("%v names no field", err)
				} else if kind.Uses(refused.Field) && ruleRemedies[refused.Field] == "" {
					t.Errorf("no Chinese for %s: %s", refused.Field, refused.Remedy)
				}
			}
		}
	}
	if spoiled < 50 {
		t.Errorf("only %d of the spoilt rules were refused", spoiled)
	}
}

func TestMethodsThatArePossibleAreNamed(t *testing.T) {
	door := new(house).open(t, nil)
	var w *httptest.ResponseRecorder = ask(t, door, "POST", base+"/rules/x", "{}")
	problemOf(t, w, 405, "method")
	if got := w.Header().Get("Allow"); !strings.Contains(got, "PUT") || !strings.Contains(got, "DELETE") {
		t.Errorf("Allow %q", got)
	}
}
