package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// otherCalls are good calls of operations that operations_test.go does not know.
var otherCalls = map[string]struct{ target, body string }{
	"access-log": {"/access-log", ""}, "me": {"/me", ""}, "sign-in": {"/sign-in", `{"name":"x","password":"y"}`}, "setup": {"/setup", `{"name":"x","password":"y"}`},
	"sign-out": {"/sign-out", "{}"}, "change-password": {"/me/password", `{"old":"a","new":"b"}`}, "sessions": {"/me/sessions", ""}, "end-session": {"/me/sessions/s/end", "{}"},
	"users": {"/users", ""}, "add-user": {"/users", `{"name":"neu","role":"viewer"}`}, "change-user": {"/users/neu", `{"role":"viewer"}`},
	"disable-user": {"/users/neu/disable", "{}"}, "enable-user": {"/users/neu/enable", "{}"}, "reset-user": {"/users/neu/reset", "{}"},
	"tokens": {"/tokens", ""}, "make-token": {"/tokens", `{"title":"t","permits":["read"]}`}, "revoke-token": {"/tokens/t/revoke", "{}"},
	"topic-tree": {"/topics/tree?from=2026-01-10&to=2026-02-01", ""}, "topic-pairs": {"/topics/pairs?from=2026-01-10&to=2026-02-01", ""},
	"aspect-matrix": {"/aspects/matrix?from=2026-01-10&to=2026-02-01", ""}, "aspect-words": {"/aspects/words?aspect=service.waiting&from=2026-01-10&to=2026-02-01", ""},
	"words": {"/words?from=2026-01-10&to=2026-02-01", ""}, "heat": {"/heat?from=2026-01-10&to=2026-02-01", ""},
	"jobs": {"/jobs", ""}, "cancel-job": {"/jobs/j/cancel", "{}"}, "resume-job": {"/jobs/j/resume", "{}"},
	"quality": {"/quality", ""}, "quality-corrected": {"/quality/corrected", ""}, "quality-drift": {"/quality/drift", ""}, "quality-samples": {"/quality/samples", ""}, "ledger": {"/ledger", ""},
	"audit-sample": {"/quality/samples/2026-W04/qingheng", ""}, "draw-sample": {"/quality/samples/2026-W04/qingheng", "{}"},
	"letters": {"/letters", ""}, "letter": {"/letters/2026-01-31/qingheng/jingan", ""}, "letter-html": {"/letters/2026-01-31/qingheng/jingan/letter.html", ""},
	"incident-report": {"/alerts/A-1/report?language=en", ""}, "incident-report-html": {"/alerts/A-1/report.html", ""},
	"incident-report-md": {"/alerts/A-1/report.md", ""}, "incident-report-xlsx": {"/alerts/A-1/report.xlsx", ""},
	"letter-md": {"/letters/2026-01-31/qingheng/jingan/letter.md", ""}, "letter-xlsx": {"/letters/2026-01-31/qingheng/jingan/letter.xlsx", ""},
	"open-letter": {"/letters/2026-01-31/qingheng/jingan/opens", `{"line":"new-1"}`}, "reply-to-letter": {"/letters/2026-01-31/qingheng/jingan/replies", `{"line":"new-1","kind":"question","text":"为什么","actor":"小周"}`},
	"questions": {"/questions", ""}, "answer-question": {"/questions/Q-qingheng-jingan/answer", `{"text":"查过了","actor":"小周"}`},
	"audiences": {"/audiences", ""}, "send-audience": {"/audiences/jingan-qingheng/send", "{}"},
	"read-sample": {"/quality/samples/2026-W04/qingheng/POST", `{"sentiment":"negative"}`},
}

// cell is a place in the world of the matrix: what is said there holds its mark, and nothing else does.
type cell struct {
	mark   string
	brand  voc.BrandID
	region string
	store  voc.StoreID
}

var cells = []cell{
	{"zqaazz", "qingheng", "上海", "sh-jingan-01"}, {"zqbbzz", "qingheng", "四川", "cd-chunxi-01"}, {"zqcczz", "qingheng", "", ""},
	{"zlddzz", "luye", "上海", "ly-sh-01"}, {"zleezz", "luye", "四川", ""}, {"zlffzz", "luye", "", ""},
}

var scopes = map[string]voc.Scope{
	"whole": {}, "brand": {Brands: []voc.BrandID{"qingheng"}}, "region": {Regions: []string{"上海"}, Brands: []voc.BrandID{"qingheng"}},
	"store": {Stores: []voc.StoreID{"sh-jingan-01"}}, "none": {None: true},
}

// hiddenFrom is the marks a scope must never meet. What belongs to a brand as a whole is marked with the
// brand's own mark.
func hiddenFrom(s voc.Scope) []string {
	var marks []string
	for _, c := range cells {
		if !s.Sees(c.brand, c.region, c.store) {
			marks = append(marks, c.mark)
		}
	}
	for _, b := range []voc.BrandID{"qingheng", "luye"} {
		if !everywhere(s) || !seesBrand(s, b) {
			marks = append(marks, "zwhole"+string(b)+"zz")
		}
	}
	return marks
}

// world fills a house and a store with both sides.
func world(t *testing.T) (*house, map[string]voc.PostID, Options) { return worldWithin(t, voc.Scope{}) }

// worldWithin fills them with no more than a scope sees.
func worldWithin(t *testing.T, there voc.Scope) (*house, map[string]voc.PostID, Options) {
	t.Helper()
	h := &house{ordered: []VisitOrder{{}}, status: Status{Errors: []string{"zwholequinghengzz"}}}
	h.workSomething()
	posts := map[string]voc.PostID{}
	var mentions []voc.Mention
	for i, c := range cells {
		posts[c.mark] = voc.NewPostID(voc.SourceID([]string{"desk", "lydesk"}[i/3]), c.mark+"-3")
		if !there.Sees(c.brand, c.region, c.store) {
			continue
		}
		for n := range 4 {
			p := voc.Post{
				Source: voc.SourceID([]string{"desk", "lydesk"}[i/3]), ExternalID: fmt.Sprintf("%s-%d", c.mark, n), Platform: "forum", Kind: voc.PostReview, PublishedAt: clock.Add(-time.Duration(n*6+i) * time.Hour),
				Precision: voc.PrecisionMinute, FetchedAt: clock, Text: "等了四十分钟 " + c.mark + " 太慢", Title: c.mark, Author: voc.Author{Hash: c.mark + "a", Name: c.mark + "name", Followers: voc.Unknown},
				Engagement: voc.NoEngagement(), URL: "https://forum.example.com/" + c.mark, Region: c.region, Store: c.store,
			}
			p.ID = voc.NewPostID(p.Source, p.ExternalID)
			a := voc.Analysis{
				Norm: p.Text, Sentiment: voc.Negative, Probability: 0.9, Emotion: voc.Calm, Intent: voc.IntentOther, Severity: 2, Complaint: true, Language: "zh-Hans", Version: "test-1",
				Topics: []string{"服务-等待"}, Keywords: []string{c.mark}, City: c.mark + "city",
				Aspects: []voc.Aspect{{Name: "service.waiting", Sentiment: voc.Negative, Start: 0, End: 2, Text: "等了", Opinion: c.mark}},
			}
			mentions = append(mentions, voc.Mention{Post: p, Brand: c.brand, Analysis: a, Cluster: 77})
		}
		o := order("WO-"+c.mark, voc.OrderNew)
		o.Brand, o.Region, o.Store, o.Title, o.Alert, o.Notes = c.brand, c.region, c.store, c.mark, "AL-zwhole"+string(c.brand)+"zz", []voc.OrderNote{{Text: c.mark}}
		for _, other := range cells {
			o.Linked = append(o.Linked, "WO-"+other.mark)
		}
		h.orders = append(h.orders, o)
		h.messages = append(h.messages, voc.Message{ID: "M-" + c.mark, Subject: o.ID, Title: c.mark, CreatedAt: clock})
	}
	for _, b := range []voc.BrandID{"qingheng", "luye"} {
		if seesBrand(there, b) { // who sees a part of a brand sees by which rules it is watched
			rule := voc.DefaultRule()
			rule.Name, rule.Title, rule.Brands = "r-"+string(b), string(b), []voc.BrandID{b}
			h.rules = append(h.rules, voc.RuleState{Rule: rule, Origin: voc.RuleFromPage})
			h.plans = append(h.plans, voc.Plan{ID: string(b), Title: string(b), Brands: []voc.BrandID{b}, From: clock, To: clock.Add(time.Hour)})
		}
		if !everywhere(there) || !seesBrand(there, b) {
			continue
		}
		mark := "zwhole" + string(b) + "zz"
		h.alerts = append(h.alerts, voc.Alert{ID: "AL-" + mark, Brand: b, Headline: mark, State: voc.AlertOpen, Level: voc.Red, StartedAt: clock.Add(-time.Hour),
			Similar: []voc.SimilarAlert{{ID: "AL-zwholeluyezz", Headline: "zwholeluyezz"}}})
		h.messages = append(h.messages, voc.Message{ID: "M-" + mark, Subject: "AL-" + mark, Title: mark, CreatedAt: clock})
		h.discoveries = append(h.discoveries, voc.Discovery{ID: "D-" + mark, Kind: voc.DiscoveryWord, Brand: b, Label: mark, Words: []string{mark}, State: voc.DiscoveryProposed})
		h.silences = append(h.silences, voc.Silence{ID: "SL-" + mark, Brand: b, Reason: mark, From: clock.Add(-time.Hour), To: clock.Add(time.Hour), Hushed: []string{"AL-zwholeluyezz"}})
	}
	s := storetest.Open(t)
	if _, err := s.SaveMentions(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	h.post()
	h.dropMail(hiddenFrom(there))
	o := h.options()
	o.Store = s
	o.Stores = append(o.Stores, voc.Store{ID: "cd-chunxi-01", Name: "zqbbzz", Brand: "qingheng", Province: "四川"}, voc.Store{ID: "ly-sh-01", Name: "zlddzz", Brand: "luye", Province: "上海"})
	o.Stores[0].Province = "上海"
	o.Brands = []voc.Brand{{ID: "qingheng", Name: "青衡", Own: true}, {ID: "luye", Name: "zlddzzleezz", Own: true}}
	sources := o.Sources()
	o.Sources = func() []voc.Source {
		return append(slices.Clone(sources), voc.Source{ID: "lydesk", Title: "鹿野客服", Kind: voc.KindPush, Brand: "luye"})
	}
	o.OrderReport = func(_, _ time.Time, orders func(voc.WorkOrder) bool, _ func(voc.Alert) bool) (r voc.OrderReport) {
		for _, w := range h.orders {
			if orders(w) {
				r.Owner = append(r.Owner, voc.OrderReportRow{Name: w.Title})
			}
		}
		return r
	}
	o.Causes = func(_, _ time.Time, orders func(voc.WorkOrder) bool) (tree []voc.CauseNode) {
		for _, w := range h.orders {
			if orders(w) {
				tree = append(tree, voc.CauseNode{Name: w.Title, Kind: "department"})
			}
		}
		return tree
	}
	return h, posts, o
}

// mine turns the call of an operation into one about what everybody but the unscoped-to-nothing sees: the
// first cell; theirs turns it into one about the other brand.
func aim(text string, posts map[string]voc.PostID, theirs bool) string {
	mark, brand := "zqaazz", "qingheng"
	if theirs {
		mark, brand = "zlddzz", "luye"
	}
	whole := "zwhole" + brand + "zz"
	return strings.NewReplacer(
		"POST", string(posts[mark]), "BRAND", brand, "WO-1", "WO-"+mark, "/alerts/A-1", "/alerts/AL-"+whole, "/deliveries/m", "/deliveries/M-"+mark,
		"/discoveries/d/", "/discoveries/D-"+whole+"/", "/rules/negative-burst", "/rules/r-"+brand, "/plans/"+url.PathEscape("双十一"), "/plans/"+brand, "/silences/SL-1/", "/silences/SL-"+whole+"/",
		"/sources/forum", "/sources/"+map[bool]string{false: "desk", true: "lydesk"}[theirs], "qingheng", brand,
	).Replace(text)
}

// brandLevel are operations on what belongs to a brand as a whole: who sees only places is told so, or that
// there is none.
var brandLevel = []string{"/alerts/{id}", "/discoveries/{id}", "/silences/{id}", "/rules", "/plans", "/silences", "/digest"}

func TestEveryRouteForEveryRoleAndScope(t *testing.T) {
	h, posts, o := world(t)
	_ = h
	who := visitors{}
	for name, scope := range scopes {
		for _, role := range voc.Roles() {
			v := voc.Viewer{Name: string(role) + "@" + name, Role: role, Scope: scope}
			for _, p := range voc.Permissions() {
				if role.Permits(p) {
					v.Permits = append(v.Permits, p)
				}
			}
			who[v.Name] = v
		}
		if name != "brand" && name != "whole" {
			continue
		}
		for _, p := range voc.Permissions() {
			who["token-"+string(p)+"@"+name] = voc.Viewer{Name: "zhou", Token: "tk-" + string(p), Permits: []voc.Permission{voc.PermitOpen, p}, Scope: scope}
		}
	}
	o.Access, o.Record = who, new(notebook).record
	door, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{""}
	for name := range who {
		names = append(names, name)
	}
	slices.Sort(names)
	asked := 0
	operations(specDoor().api.OpenAPI(), func(path string, op *huma.Operation) {
		call, known := calls[op.OperationID]
		if !known {
			call, known = otherCalls[op.OperationID]
		}
		if op.OperationID == "events" {
			return // it never ends; TestTheStreamKeepsToTheScope asks it
		}
		if !known {
			t.Errorf("operation %s (%s %s) has no example: add a good call to calls in operations_test.go or to otherCalls here", op.OperationID, op.Method, path)
			return
		}
		for _, name := range names {
			if testing.Short() && !slices.Contains([]string{"", "viewer@brand", "viewer@store", "admin@store", "admin@none", "agent@whole", "admin@whole"}, name) {
				continue
			}
			asked += askAs(t, door, op, path, name, who[name], aim(call.target, posts, false), aim(call.body, posts, false))
			if v := who[name]; name != "" && strings.Contains(path, "{") && v.May(permits[op.OperationID]) && !v.Scope.Whole() && !wholeHouse[op.OperationID] && guarded(path) {
				theirs := ask(t, door, op.Method, base+aim(call.target, posts, true), aim(call.body, posts, true), "Authorization", "Bearer "+name)
				if theirs.Code != http.StatusNotFound && !(op.Method == http.MethodPut && theirs.Code/100 == 4) {
					t.Errorf("%s %s of the other side as %s: %d, want 404: %s", op.Method, path, name, theirs.Code, theirs.Body)
				}
				target, named := aim(call.target, posts, true), firstParam(path, aim(call.target, posts, true))
				nobody := ask(t, door, op.Method, base+strings.Replace(target, "/"+named, "/nobody", 1), aim(call.body, posts, true), "Authorization", "Bearer "+name)
				if there, gone := strings.ReplaceAll(theirs.Body.String(), named, "nobody"), nobody.Body.String(); theirs.Code == http.StatusNotFound && nobody.Code == http.StatusNotFound && there != gone {
					t.Errorf("%s %s as %s tells what exists on the other side from what does not:\n%s%s", op.Method, path, name, there, gone)
				}
				asked += 2
			}
		}
	})
	t.Logf("%d requests", asked)
}

// firstParam is what stands in target where path has its first parameter.
func firstParam(path, target string) string {
	given := strings.Split(strings.TrimPrefix(strings.SplitN(target, "?", 2)[0], base), "/")
	for i, part := range strings.Split(strings.TrimPrefix(path, base), "/") {
		if strings.HasPrefix(part, "{") && i < len(given) {
			return given[i]
		}
	}
	return ""
}

func guarded(path string) bool {
	return slices.ContainsFunc(objects, func(o object) bool { return path == o.path || strings.HasPrefix(path, o.path+"/") })
}

// askAs asks one operation as one viewer and judges the answer.
func askAs(t *testing.T, door http.Handler, op *huma.Operation, path, name string, v voc.Viewer, target, body string) int {
	t.Helper()
	var headers []string
	if name != "" {
		headers = []string{"Authorization", "Bearer " + name}
		if v.Token == "" {
			headers = []string{"Cookie", sessionCookie + "=" + name}
		}
	}
	w := ask(t, door, op.Method, base+target, body, headers...)
	needed := permits[op.OperationID]
	where := fmt.Sprintf("%s %s as %q", op.Method, path, name)
	part := !v.Scope.Whole()
	switch {
	case name == "" && needed == voc.PermitOpen || op.OperationID == "sign-in" || op.OperationID == "setup":
		return 1 // what they let through they decide themselves
	case name == "":
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d, want 401", where, w.Code)
		}
	case !v.May(needed), needed == voc.PermitSelf && v.Token != "", part && wholeHouse[op.OperationID]:
		if w.Code != http.StatusForbidden {
			t.Errorf("%s: %d, want 403: %s", where, w.Code, w.Body)
		}
	case w.Code == http.StatusUnauthorized, w.Code >= 500 && w.Code != http.StatusNotImplemented,
		w.Code == http.StatusForbidden && !(part && slices.ContainsFunc(brandLevel, func(p string) bool { return strings.HasPrefix(path, p) })):
		t.Errorf("%s: %d although it is permitted: %s", where, w.Code, w.Body)
	case !part && w.Code == http.StatusNotFound && !strings.Contains(path, "/jobs/") && !strings.Contains(path, "/searches/") && path != "/corrections/undo" && path != base+"/corrections/undo" && !strings.Contains(path, "/quality/"):
		t.Errorf("%s: 404 for who sees everything: %s", where, w.Body)
	}
	if w.Code/100 == 2 && name != "" {
		for _, mark := range hiddenFrom(v.Scope) {
			if strings.Contains(w.Body.String(), mark) {
				t.Errorf("%s: the answer holds %s: %s", where, mark, around(w.Body.String(), mark))
			}
		}
		if v.Scope.None && op.Method == http.MethodGet && strings.Contains(w.Body.String(), "zq") {
			t.Errorf("%s: who sees nothing sees %s", where, around(w.Body.String(), "zq"))
		}
	}
	return 1
}

// around is where in a text something stands.
func around(text, what string) string {
	at := strings.Index(text, what)
	return text[max(0, at-120):min(len(text), at+120)]
}
