package api

import (
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func silence(id string, from, to time.Duration) voc.Silence {
	return voc.Silence{ID: id, From: clock.Add(from), To: clock.Add(to), Reason: "r", Actor: "a"}
}

func TestSilencesStandWhereTheyAre(t *testing.T) {
	taken := silence("taken back", -2*time.Hour, 9*time.Hour)
	taken.EndedAt, taken.EndedBy = clock.Add(-time.Hour), "a"
	h := &house{}
	h.silences = []voc.Silence{
		silence("over", -9*time.Hour, -time.Hour), silence("tomorrow", 24*time.Hour, 30*time.Hour), taken, silence("long", -time.Hour, 50*time.Hour),
		silence("ends now", -time.Hour, 0), silence("soon", time.Hour, 90*time.Hour), silence("short", -time.Hour, time.Minute), silence("begins now", 0, 2*time.Minute),
	}
	got := read[Silences](t, ask(t, h.open(t, nil), "GET", base+"/silences", ""), 200)
	want := []string{"short running", "begins now running", "long running", "soon planned", "tomorrow planned", "taken back ended", "ends now ended", "over ended"}
	var list []string
	for _, s := range got.Items {
		list = append(list, s.ID+" "+s.State)
	}
	if !slices.Equal(list, want) {
		t.Errorf("%q, want %q", list, want)
	}
}

func TestASilenceIsMadeAsItWasGiven(t *testing.T) {
	h := &house{}
	got := read[SilenceState](t, ask(t, h.open(t, nil), "POST", base+"/silences",
		`{"brand":"qingheng","store":"sh-jingan-01","topic":"卫生-异物","rule":"negative-burst","up_to":"yellow","reason":" 门店装修 ","to":"2026-02-01","actor":"小周"}`), 200)
	s := h.silences[0]
	if s.Brand != "qingheng" || s.Store != "sh-jingan-01" || s.Topic != "卫生-异物" || s.Rule != "negative-burst" || s.UpTo != voc.Yellow || s.Reason != "门店装修" || s.Actor != "小周" {
		t.Errorf("%+v", s)
	}
	if !s.From.Equal(clock) || !s.To.Equal(time.Date(2026, 2, 2, 0, 0, 0, 0, shanghai)) || got.State != "running" {
		t.Errorf("from %s to %s, %s: a date as the end is that whole day", s.From, s.To, got.State)
	}
}

func TestSilencesAreReadStrictly(t *testing.T) {
	for _, row := range []struct{ body, field, why string }{
		{`{"actor":"a","to":"2026-02-02"}`, "reason", "nobody says why"},
		{`{"reason":"r","to":"2026-02-02"}`, "actor", "nobody"},
		{`{"reason":"r","actor":"a"}`, "to", "for ever"},
		{`{"reason":"r","actor":"a","to":"2026-01-30"}`, "to", "over already"},
		{`{"reason":"r","actor":"a","from":"2026-03-02","to":"2026-02-28"}`, "to", "ends before it begins"},
		{`{"reason":"r","actor":"a","to":"2026-06-30"}`, "to", "longer than anybody remembers"},
		{`{"reason":"r","actor":"a","to":"whenever"}`, "to", "no time"},
		{`{"reason":"r","actor":"a","to":"2026-02-02","up_to":"pink"}`, "up_to", "no level"},
		{`{"reason":"r","actor":"a","to":"2026-02-02","brand":"nobody"}`, "brand", "no such brand"},
		{`{"reason":"r","actor":"a","to":"2026-02-02","store":"nowhere"}`, "store", "no such shop"},
	} {
		h := &house{}
		p := problemOf(t, ask(t, h.open(t, nil), "POST", base+"/silences", row.body), 422, "invalid")
		if p.Errors[0].Field != row.field || len(p.Errors) != 1 {
			t.Errorf("%s: %+v, want %s alone", row.why, p.Errors, row.field)
		}
		if len(h.silences) != 0 {
			t.Errorf("%s: was made", row.why)
		}
	}
}

func TestASilenceIsEndedBySomebody(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	if got := read[SilenceState](t, ask(t, door, "POST", base+"/silences/SL-1/end", `{"actor":"小周"}`), 200); got.State != "ended" {
		t.Errorf("%+v", got)
	}
	problemOf(t, ask(t, door, "POST", base+"/silences/SL-1/end", `{}`), 422, "invalid")
	if !slices.Equal(h.ended, []string{"SL-1 小周"}) {
		t.Errorf("ended %q", h.ended)
	}
}

func TestPlansAreListedByTimeAndSavedAsGiven(t *testing.T) {
	h := &house{}
	h.plans = []voc.Plan{
		{Title: "新品", From: clock.Add(48 * time.Hour), To: clock.Add(72 * time.Hour), Raise: 2},
		{Title: "春节", From: clock.Add(-time.Hour), To: clock.Add(9 * time.Hour), Raise: 1.5}, {Title: "元旦", From: clock.Add(-99 * time.Hour), To: clock},
	}
	door := h.open(t, nil)
	var list []string
	for _, p := range read[Plans](t, ask(t, door, "GET", base+"/plans", ""), 200).Items {
		list = append(list, p.Title+" "+p.State)
	}
	if !slices.Equal(list, []string{"元旦 ended", "春节 running", "新品 planned"}) {
		t.Errorf("%q", list)
	}
	got := read[PlanState](t, ask(t, door, "PUT", base+"/plans/%E4%B9%B0%E4%B8%80%2F%E9%80%81%E4%B8%80", `{"from":"2026-11-10T20:00:00+08:00","to":"2026-11-11","raise":0,"actor":"小周","brands":["luye"]}`), 200)
	saved := h.plans[len(h.plans)-1]
	if got.Title != "买一/送一" || saved.Title != got.Title || !saved.To.Equal(time.Date(2026, 11, 12, 0, 0, 0, 0, shanghai)) || saved.Raise != 0 || len(saved.Brands) != 1 || saved.Actor != "小周" || got.Origin != "page" {
		t.Errorf("saved %+v", saved)
	}
	read[Plans](t, ask(t, door, "DELETE", base+"/plans/%E6%96%B0%E5%93%81", `{"actor":"小周"}`), 200)
	if !slices.Equal(h.dropped, []string{"新品 小周"}) {
		t.Errorf("dropped %q", h.dropped)
	}
}

func TestPlansAreReadStrictly(t *testing.T) {
	for _, row := range []struct{ title, body, field string }{
		{"x", `{"to":"2026-11-12","raise":2,"actor":"a"}`, "from"},
		{"x", `{"from":"2026-11-12","raise":2,"actor":"a"}`, "to"},
		{"x", `{"from":"2026-11-12","to":"2026-11-01","raise":2,"actor":"a"}`, "to"},
		{"x", `{"from":"2026-11-10","to":"2026-11-12","raise":0.5,"actor":"a"}`, "raise"},
		{"x", `{"from":"2026-11-10","to":"2026-11-12","raise":101,"actor":"a"}`, "raise"},
		{"x", `{"from":"2026-11-10","to":"2026-11-12","raise":2}`, "actor"},
		{"x", `{"from":"2026-11-10","to":"2026-11-12","raise":2,"actor":"a","brands":["nobody"]}`, "brands"},
		{"%20", `{"from":"2026-11-10","to":"2026-11-12","raise":2,"actor":"a"}`, "title"},
	} {
		h := &house{}
		p := problemOf(t, ask(t, h.open(t, nil), "PUT", base+"/plans/"+row.title, row.body), 422, "invalid")
		if p.Errors[0].Field != row.field || len(h.plans) != 0 {
			t.Errorf("%s: %+v (%d saved), want %s", row.body, p.Errors, len(h.plans), row.field)
		}
	}
}
