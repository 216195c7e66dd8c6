package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestBoundsOfWhatAnOrderIsOpenedWith: what is one too many, too long or empty is named by its field,
// nothing is opened, and what lies just within is.
func TestBoundsOfWhatAnOrderIsOpenedWith(t *testing.T) {
	posts := func(n int) string {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprintf(`"p%d"`, i)
		}
		return strings.Join(ids, ",")
	}
	for _, row := range []struct{ why, more, field string }{
		{"as much evidence as anybody reads", `"kind":"theme","posts":[` + posts(20) + `]`, ""},
		{"one post more", `"kind":"theme","posts":[` + posts(21) + `]`, "posts"},
		{"a post without an id", `"kind":"theme","posts":["p1"," "]`, "posts"},
		{"an id longer than any", `"kind":"theme","posts":["` + strings.Repeat("p", 101) + `"]`, "posts"},
		{"a journey with its stage", `"kind":"journey","stage":"取餐"`, ""},
		{"a kind nobody knows", `"kind":"wish"`, "kind"},
		{"a name longer than any", `"kind":"theme","to":"` + strings.Repeat("王", 101) + `"`, "to"},
	} {
		h := &house{}
		w := ask(t, h.open(t, nil), "POST", base+"/orders", `{"title":"a","brand":"qingheng","level":"red","actor":"小周",`+row.more+`}`)
		if row.field == "" {
			if w.Code != 200 || len(h.drafts) != 1 {
				t.Errorf("%s: %d, %d opened: %s", row.why, w.Code, len(h.drafts), w.Body)
			}
			continue
		}
		p := problemOf(t, w, 422, "invalid")
		if p.Errors[0].Field != row.field || len(h.drafts) != 0 {
			t.Errorf("%s: %d opened, %+v; want %s named", row.why, len(h.drafts), p.Errors, row.field)
		}
	}
}

// TestAnOrderForAnIncidentThatIsNotThere: it is the incident that is named as missing; any other failure
// is nobody's fault who asked, and is told without what lies behind it.
func TestAnOrderForAnIncidentThatIsNotThere(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	const body = `{"kind":"theme","title":"a","brand":"qingheng","level":"red","actor":"小周","alert":"AL-404"}`
	h.declined = fmt.Errorf("alert: %w", ErrNotFound)
	if p := problemOf(t, ask(t, door, "POST", base+"/orders", body), 404, "not_found"); !strings.Contains(p.Detail, "AL-404") {
		t.Errorf("the answer is %+v; want the incident named", p)
	}
	h.declined = errors.New("disk on fire at /secret")
	w := ask(t, door, "POST", base+"/orders", body)
	if w.Code != 500 || strings.Contains(w.Body.String(), "/secret") {
		t.Errorf("%d: %s; want an error of ours that tells nothing of the inside", w.Code, w.Body)
	}
}

// TestHowAnEventCame: what is no object, or names no channel, came in a way that is not told.
func TestHowAnEventCame(t *testing.T) {
	got := []string{}
	for _, data := range []string{`{"channel":"bot"}`, `{}`, `[]`, `{"channel":7}`, `{"channel":`, ``} {
		got = append(got, channelOf([]byte(data)))
	}
	if !slices.Equal(got, []string{"bot", "", "", "", "", ""}) {
		t.Errorf("channels %q", got)
	}
}
