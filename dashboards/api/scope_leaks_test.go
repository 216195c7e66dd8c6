package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// doorFor opens the door of a house to one person alone.
func doorFor(t *testing.T, o Options, v voc.Viewer) http.Handler {
	t.Helper()
	o.Access = visitors{v.Name: v}
	door, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return door
}

// askFor asks as the person a door was opened to.
func askFor(t *testing.T, door http.Handler, v voc.Viewer, method, target, body string) (int, string) {
	t.Helper()
	w := ask(t, door, method, base+target, body, "Cookie", sessionCookie+"="+v.Name)
	return w.Code, w.Body.String()
}

func keeper(scope voc.Scope) voc.Viewer {
	return voc.Viewer{Name: "zhou", Role: voc.RoleAgent, Permits: []voc.Permission{voc.PermitOpen, voc.PermitRead, voc.PermitAct}, Scope: scope}
}

// The section on rivals is kept from who sees one brand; a search for its words must not find the letter.
func TestASearchOfLettersDoesNotTellWhatIsKeptFromTheReader(t *testing.T) {
	for _, c := range []struct {
		why, words string
		scope      voc.Scope
		found      bool
	}{
		{"the whole house finds what rivals are said to do", "zwholeluyezz", voc.Scope{}, true},
		{"one brand does not", "zwholeluyezz", voc.Scope{Brands: []voc.BrandID{"qingheng"}}, false},
		{"it finds what it may read, in whatever case", "ZWHOLEqinghengzz", voc.Scope{Brands: []voc.BrandID{"qingheng"}}, true},
		{"all words have to stand in what it may read", "zwholeqinghengzz zwholeluyezz", voc.Scope{Brands: []voc.BrandID{"qingheng"}}, false},
	} {
		h := &house{}
		h.records = []voc.LetterRecord{filed("qingheng", "founder", "zwholeqinghengzz", voc.Scope{})}
		h.found = map[string]bool{h.records[0].ID: true} // the archive's own search reads every section
		v := keeper(c.scope)
		status, body := askFor(t, doorFor(t, h.options(), v), v, http.MethodGet, "/letters?q="+wordsInQuery(c.words), "")
		var got Letters
		if err := json.Unmarshal([]byte(body), &got); status != http.StatusOK || err != nil || (got.Total == 1) != c.found {
			t.Errorf("%s: %d %s", c.why, status, body)
		}
	}
}

func wordsInQuery(words string) string {
	out := []rune(words)
	for i, r := range out {
		if r == ' ' {
			out[i] = '+'
		}
	}
	return string(out)
}

// An order that an answer shows names no order and no incident its reader may not see, also when it was just
// opened or has just left their hands.
func TestAnOrdersAnswerNamesNothingOutsideTheScope(t *testing.T) {
	_, posts, o := world(t)
	link := func(w voc.WorkOrder) voc.WorkOrder {
		w.Linked, w.MergedInto, w.Alert = []string{"WO-zqaazz", "WO-zlddzz"}, "WO-zqbbzz", "AL-zwholeqinghengzz"
		return w
	}
	command, open := o.Command, o.OpenOrder
	o.Command = func(ctx context.Context, c voc.Command) (voc.WorkOrder, error) {
		w, err := command(ctx, c)
		w.ID = "WO-gone"
		return link(w), err
	}
	o.OpenOrder = func(ctx context.Context, d voc.OrderDraft) (voc.WorkOrder, error) {
		w, err := open(ctx, d)
		return link(w), err
	}
	v := keeper(scopes["store"])
	door := doorFor(t, o, v)
	post := string(posts["zqaazz"])
	for why, c := range map[string]struct{ target, body string }{
		"one that was passed on":   {"/orders/WO-zqaazz/commands", `{"type":"assign","to":"小林"}`},
		"one opened by hand":       {"/orders", `{"kind":"case","title":"等待太久","brand":"qingheng","store":"sh-jingan-01","level":"yellow","posts":["` + post + `"]}`},
		"one opened for selection": {"/mentions/bulk/order", `{"mentions":["` + post + `/qingheng"],"title":"等待太久","level":"yellow"}`},
	} {
		status, body := askFor(t, door, v, http.MethodPost, c.target, c.body)
		var got voc.WorkOrder
		if err := json.Unmarshal([]byte(body), &got); status != http.StatusOK || err != nil {
			t.Errorf("%s: %d %s", why, status, body)
			continue
		}
		if !slices.Equal(got.Linked, []string{"WO-zqaazz"}) || got.MergedInto != "" || got.Alert != "" {
			t.Errorf("%s: linked %v, merged into %q, of incident %q", why, got.Linked, got.MergedInto, got.Alert)
		}
	}
}

// An order for a selection belongs where all of it was said: who opened it keeps seeing it.
func TestAnOrderForASelectionBelongsWhereItWasSaid(t *testing.T) {
	for _, c := range []struct {
		why    string
		scope  voc.Scope
		marks  []string
		region string
		store  voc.StoreID
		status int
	}{
		{"of one shop, by the shop", scopes["store"], []string{"zqaazz"}, "上海", "sh-jingan-01", 200},
		{"of one shop, by the house", voc.Scope{}, []string{"zqaazz"}, "上海", "sh-jingan-01", 200},
		{"of two provinces, by the house", voc.Scope{}, []string{"zqaazz", "zqbbzz"}, "", "", 200},
		{"of two provinces, by who has both", voc.Scope{Regions: []string{"上海", "四川"}}, []string{"zqaazz", "zqbbzz"}, "", "", 422},
		{"of nowhere, by the brand", scopes["brand"], []string{"zqcczz"}, "", "", 200},
	} {
		h, posts, o := world(t)
		v := keeper(c.scope)
		var chosen []string
		for _, mark := range c.marks {
			chosen = append(chosen, string(posts[mark])+"/qingheng")
		}
		body, _ := json.Marshal(map[string]any{"mentions": chosen, "title": "等待太久", "level": "yellow"})
		status, answer := askFor(t, doorFor(t, o, v), v, http.MethodPost, "/mentions/bulk/order", string(body))
		if status != c.status {
			t.Errorf("%s: %d %s", c.why, status, answer)
		}
		if status != http.StatusOK {
			continue
		}
		if d := h.drafts[len(h.drafts)-1]; d.Region != c.region || d.Store != c.store {
			t.Errorf("%s: opened for %q, %q, want %q, %q", c.why, d.Region, d.Store, c.region, c.store)
		}
	}
}

// An audience of a unit names no brand: its shops do. Who runs the shop sees to whom its letter goes.
func TestAShopSeesTheAudienceOfItsOwnUnit(t *testing.T) {
	for why, c := range map[string]struct {
		scope, audience voc.Scope
		brands          []voc.BrandID
		seen            bool
	}{
		"its own":                  {scopes["store"], voc.Scope{Stores: []voc.StoreID{"sh-jingan-01"}}, nil, true},
		"another shop's":           {scopes["store"], voc.Scope{Stores: []voc.StoreID{"cd-chunxi-01"}}, nil, false},
		"its own and another's":    {scopes["store"], voc.Scope{Stores: []voc.StoreID{"sh-jingan-01", "cd-chunxi-01"}}, nil, false},
		"the house's":              {scopes["store"], voc.Scope{}, nil, false},
		"its own, of its brand":    {scopes["store"], voc.Scope{Stores: []voc.StoreID{"sh-jingan-01"}}, []voc.BrandID{"qingheng"}, true},
		"its own, of both brands":  {scopes["store"], voc.Scope{Stores: []voc.StoreID{"sh-jingan-01"}}, []voc.BrandID{"qingheng", "luye"}, false},
		"a province's, to a brand": {scopes["brand"], voc.Scope{Regions: []string{"上海"}}, nil, false},
	} {
		_, _, o := world(t)
		o.Letters.Audiences = func() []AudienceState {
			return []AudienceState{{Audience: voc.Audience{ID: "them", Brands: c.brands, Scope: c.audience}}}
		}
		v := keeper(c.scope)
		_, body := askFor(t, doorFor(t, o, v), v, http.MethodGet, "/audiences", "")
		var got Audiences
		if err := json.Unmarshal([]byte(body), &got); err != nil || (len(got.Items) == 1) != c.seen {
			t.Errorf("%s: %v %s", why, err, body)
		}
	}
}

// Every file that leaves the house stands in the audit log, a letter's spreadsheet too; a page that is only
// looked at does not.
func TestSpreadsheetsOfLettersAndReportsAreWrittenDown(t *testing.T) {
	for _, c := range []struct {
		target, action string
	}{
		{"/letters/2026-01-31/qingheng/founder/letter.xlsx", "letter-xlsx"},
		{"/alerts/A-1/report.xlsx", "incident-report-xlsx"},
		{"/letters/2026-01-31/qingheng/founder/letter.html", ""},
		{"/alerts/A-1/report.html", ""},
	} {
		h := &house{alerts: []voc.Alert{{ID: "A-1", Brand: "qingheng", State: voc.AlertOpen, Level: voc.Red}}}
		h.post()
		log := new(notebook)
		o := h.options()
		o.Store, o.Record = storetest.Open(t), log.record
		v := keeper(voc.Scope{})
		if status, body := askFor(t, doorFor(t, o, v), v, http.MethodGet, c.target, ""); status != http.StatusOK {
			t.Fatalf("%s: %d %s", c.target, status, body)
		}
		var written []string
		for _, line := range log.lines {
			written = append(written, line.Actor+" "+line.Action)
		}
		want := []string{}
		if c.action != "" {
			want = append(want, "zhou "+c.action)
		}
		if !slices.Equal(written, want) && !(len(written) == 0 && len(want) == 0) {
			t.Errorf("%s: written down %v, want %v", c.target, written, want)
		}
	}
}
