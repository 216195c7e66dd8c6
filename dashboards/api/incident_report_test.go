package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestAnIncidentsReport(t *testing.T) {
	h := &house{alerts: []voc.Alert{{ID: "AL-20260131-0a1b", Brand: "qingheng", Headline: "青衡·红色预警", State: voc.AlertOpen, Level: voc.Red}}}
	door := h.open(t, func(o *Options) { o.Store = storetest.Open(t) })
	for _, c := range []struct {
		why, path string
		status    int
		kind      string
		holds     string
	}{
		{"the report itself", "/alerts/AL-20260131-0a1b/report", 200, "application/json", "青衡·红色预警"},
		{"in English", "/alerts/AL-20260131-0a1b/report?language=en", 200, "application/json", `"language":"en"`},
		{"a language nobody speaks here", "/alerts/AL-20260131-0a1b/report?language=fr", 422, "application/problem+json", "language"},
		{"as a page", "/alerts/AL-20260131-0a1b/report.html", 200, "text/html", ""},
		{"as Markdown", "/alerts/AL-20260131-0a1b/report.md", 200, "text/markdown", ""},
		{"as a spreadsheet", "/alerts/AL-20260131-0a1b/report.xlsx", 200, sheetType, ""},
		{"of an incident that is none", "/alerts/AL-0/report", 404, "application/problem+json", "AL-0"},
		{"a page of an incident that is none", "/alerts/AL-0/report.html", 404, "application/problem+json", "AL-0"},
	} {
		w := ask(t, door, http.MethodGet, base+c.path, "")
		if w.Code != c.status || !strings.HasPrefix(w.Header().Get("Content-Type"), c.kind) || !strings.Contains(w.Body.String(), c.holds) {
			t.Errorf("%s: %d %s %s", c.why, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		if strings.HasSuffix(c.path, ".html") && c.status == 200 && w.Header().Get("Content-Security-Policy") != letterCSP {
			t.Errorf("%s: it quotes strangers and may run what they wrote: %s", c.why, w.Header().Get("Content-Security-Policy"))
		}
		if c.kind == sheetType && w.Header().Get("Content-Disposition") != `attachment; filename="incident-AL-20260131-0a1b.xlsx"` {
			t.Errorf("%s: named %s", c.why, w.Header().Get("Content-Disposition"))
		}
	}
}

// A name that came from outside becomes part of a header and of a path on somebody's disk.
func TestFileNamesHoldNothingThatMeansSomething(t *testing.T) {
	for given, want := range map[string]string{
		"incident-AL-1": "incident-AL-1", "a/../b": "ab", "a\"; x=\r\n": "ax", "异物": "", "": "",
	} {
		if got := fileName(given); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
}
