package api

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// dropMail takes away the letters, questions and audiences that bear one of the marks.
func (h *house) dropMail(marks []string) {
	h.records = slices.DeleteFunc(h.records, func(r voc.LetterRecord) bool { return slices.Contains(marks, r.Title) })
	h.questions = slices.DeleteFunc(h.questions, func(q voc.Question) bool { return slices.Contains(marks, q.About) })
	h.audiences = slices.DeleteFunc(h.audiences, func(a AudienceState) bool { return slices.Contains(marks, a.Audience.Title) })
}

// ofTheHouse are answers in which numbers of the whole house stand for everybody, each with the reason.
var ofTheHouse = map[string]string{
	"collection": "how much a source brought is how well the house hears, not what is said",
	"source":     "the same of one source",
}

// asksMore are questions beside the good calls, where a number could tell what a list does not.
var asksMore = []string{
	"/mentions?from=2026-01-10&to=2026-02-01&fold=true", "/mentions?from=2026-01-10&to=2026-02-01&q=zlddzz", "/mentions/facets?from=2026-01-10&to=2026-02-01&q=太慢",
	"/mentions/facets?from=2026-01-10&to=2026-02-01&raw=true", "/overview?from=2026-01-10&to=2026-02-01&compare=year", "/trend?from=2026-01-10&to=2026-02-01&coverage=0.5",
	"/orders?q=zlddzz", "/orders?sort=-opened", "/orders?alert=AL-zwholeluyezz", "/letters?q=zwholeluyezz", "/questions?to=somebody", "/deliveries?state=waiting",
	"/alerts?brand=qingheng", "/topics/tree?from=2026-01-10&to=2026-02-01&of=aspect", "/aspects/matrix?from=2026-01-10&to=2026-02-01&by=source", "/words?from=2026-01-10&to=2026-02-01&against=brands",
	"/authors?from=2026-01-10&to=2026-02-01", "/people", "/discoveries?state=proposed", "/quality/corrected?from=2026-01-10&to=2026-02-01", "/searches/kept",
}

// Whatever is asked within a scope is answered as if nothing lay outside of it: no list, no count, no mean,
// no error and no ETag tells what somebody else's guests say.
func TestWhatLiesOutsideAScopeChangesNoAnswer(t *testing.T) {
	_, posts, all := world(t)
	names := []string{"brand", "region", "store"} // who sees nothing is held to it by the matrix
	if testing.Short() {
		names = names[2:3]
	}
	for _, name := range names {
		scope := scopes[name]
		_, _, part := worldWithin(t, scope)
		v := voc.Viewer{Name: "zhou", Role: voc.RoleAdmin, Permits: voc.Permissions(), Scope: scope}
		doors := [2]http.Handler{}
		for i, o := range []Options{all, part} {
			o.Access, o.Record = visitors{v.Name: v}, new(notebook).record
			door, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			doors[i] = door
		}
		same := func(id, method, target, body string) {
			t.Helper()
			if ofTheHouse[id] != "" {
				return
			}
			full := ask(t, doors[0], method, base+target, body, "Cookie", sessionCookie+"="+v.Name)
			alone := ask(t, doors[1], method, base+target, body, "Cookie", sessionCookie+"="+v.Name)
			if full.Code != alone.Code || !bytes.Equal(full.Body.Bytes(), alone.Body.Bytes()) || full.Header().Get("ETag") != alone.Header().Get("ETag") {
				at := firstApart(full.Body.String(), alone.Body.String())
				t.Errorf("%s: %s %s tells what lies outside:\n with:    %d …%s…\n without: %d …%s…", name, method, target, full.Code, piece(full.Body.String(), at), alone.Code, piece(alone.Body.String(), at))
			}
		}
		operations(specDoor().api.OpenAPI(), func(path string, op *huma.Operation) {
			call, known := calls[op.OperationID]
			if !known {
				call = otherCalls[op.OperationID]
			}
			if op.OperationID == "events" || op.Method != http.MethodGet && op.OperationID != "bulk-preview" {
				return
			}
			same(op.OperationID, op.Method, aim(call.target, posts, false), aim(call.body, posts, false))
			if strings.Contains(path, "{") {
				same(op.OperationID, op.Method, aim(call.target, posts, true), aim(call.body, posts, true))
			}
		})
		for _, target := range asksMore {
			same("", http.MethodGet, target, "")
		}
		same("", http.MethodPost, "/mentions/bulk/preview", `{"query":"from=2026-01-10&to=2026-02-01"}`)
	}
}

// firstApart is where two texts begin to differ.
func firstApart(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// piece is what stands around a place of a text.
func piece(s string, at int) string {
	return strings.ToValidUTF8(s[max(0, min(at, len(s))-100):min(len(s), at+60)], "")
}
