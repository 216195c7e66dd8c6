package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// mailed is what stands in for the pipeline behind letters.
type mailed struct {
	records   []voc.LetterRecord
	questions []voc.Question
	audiences []AudienceState
	found     map[string]bool
	opened    []string
	replies   []LetterReply
	answers   []string
	mailErr   error
}

func (h *house) mailing(o Options) Options {
	o.Letters = Letterbox{
		Records: func() []voc.LetterRecord { return h.records },
		Letter: func(_ context.Context, id string) (voc.Digest, error) {
			i := slices.IndexFunc(h.records, func(r voc.LetterRecord) bool { return r.ID == id })
			if i < 0 {
				return voc.Digest{}, fmt.Errorf("%w: %s", ErrNotFound, id)
			}
			r := h.records[i]
			return voc.Digest{ID: id, Date: r.Date, Brand: r.Brand, Audience: r.Audience, Title: r.Title, Lead: r.Lead, Sections: []voc.DigestSection{
				{Name: "new", Lines: []voc.DigestLine{{ID: "new-1", Text: r.Lead}}}, {Name: "rivals", Lines: []voc.DigestLine{{ID: "rivals-1", Text: "zwholeluyezz"}}},
			}}, h.mailErr
		},
		Orders: func(string) map[string]string { return map[string]string{"new-1": "WO-1", "new-2": "WO-none"} },
		Find:   func(context.Context, []string) (map[string]bool, error) { return h.found, h.mailErr },
		Open: func(_ context.Context, id, line, reader string) error {
			h.opened = append(h.opened, id+" "+line+" "+reader)
			return h.mailErr
		},
		Question:  func() []voc.Question { return h.questions },
		Audiences: func() []AudienceState { return h.audiences },
		Order: func(_ context.Context, r LetterReply) (voc.WorkOrder, error) {
			h.replies = append(h.replies, r)
			return voc.WorkOrder{ID: "WO-1", Kind: voc.OrderTheme, Level: voc.Yellow, State: voc.OrderNew}, h.mailErr
		},
		Ask: func(_ context.Context, r LetterReply) (voc.Question, error) {
			h.replies = append(h.replies, r)
			return voc.Question{ID: "Q-1", Text: r.Text, Asker: r.Actor}, h.mailErr
		},
		Answer: func(_ context.Context, id, text, actor string) (voc.Question, error) {
			h.answers = append(h.answers, id+" "+text+" "+actor)
			return voc.Question{ID: id, Answer: text, AnsweredBy: actor}, h.mailErr
		},
		Send: func(_ context.Context, audience string) ([]voc.LetterRecord, error) {
			return []voc.LetterRecord{{ID: "sent to " + audience}}, h.mailErr
		},
		Render: func(d voc.Digest, format string) ([]byte, bool, error) {
			return []byte(format + " " + d.Title), true, h.mailErr
		},
	}
	return o
}

// filed is a letter in the archive of the tests.
func filed(brand voc.BrandID, audience, mark string, scope voc.Scope) voc.LetterRecord {
	due := time.Date(2026, 1, 31, 13, 30, 0, 0, time.UTC)
	return voc.LetterRecord{
		ID: voc.LetterID("2026-01-31", brand, audience), Date: "2026-01-31", Brand: brand, Audience: audience, Period: voc.PeriodDay,
		Title: mark, Lead: mark, Due: due, SentAt: due, Scope: scope,
	}
}

// post puts letters of every scope into the world of the matrix, with a question and an audience each.
func (h *house) post() {
	add := func(brand voc.BrandID, audience, mark string, scope voc.Scope) {
		r := filed(brand, audience, mark, scope)
		h.records = append(h.records, r)
		h.questions = append(h.questions, voc.Question{ID: "Q-" + string(brand) + "-" + audience, Letter: r.ID, Line: "new-1", About: mark, Brand: brand, Audience: audience, Text: mark, To: "somebody"})
		h.audiences = append(h.audiences, AudienceState{Audience: voc.Audience{ID: audience + "-" + string(brand), Title: mark, Brands: []voc.BrandID{brand}, Scope: scope}, Last: &r})
	}
	add("qingheng", "founder", "zwholeqinghengzz", voc.Scope{})
	add("luye", "founder", "zwholeluyezz", voc.Scope{})
	add("qingheng", "jingan", "zqaazz", voc.Scope{Stores: []voc.StoreID{"sh-jingan-01"}})
	add("qingheng", "sichuan", "zqbbzz", voc.Scope{Regions: []string{"四川"}})
	add("luye", "jingan", "zlddzz", voc.Scope{Stores: []voc.StoreID{"ly-sh-01"}})
}

func TestWhoMayReadALetter(t *testing.T) {
	h := &house{}
	h.post()
	door := &door{Options: h.options()}
	door.names = newNames(door.Options)
	door.names.stores["sh-jingan-01"] = voc.Store{ID: "sh-jingan-01", Brand: "qingheng", Province: "上海"}
	f := func(why string, s voc.Scope, want ...string) {
		t.Helper()
		var got []string
		for _, r := range door.lettersOf(withViewer(t.Context(), voc.Viewer{Name: "x", Scope: s})) {
			got = append(got, string(r.Brand)+"/"+r.Audience)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: reads %v, want %v", why, got, want)
		}
	}
	f("the whole house reads everything", voc.Scope{}, "qingheng/founder", "luye/founder", "qingheng/jingan", "qingheng/sichuan", "luye/jingan")
	f("a brand reads its own", voc.Scope{Brands: []voc.BrandID{"luye"}}, "luye/founder", "luye/jingan")
	f("a region reads its own and its shops'", voc.Scope{Regions: []string{"上海"}}, "qingheng/jingan")
	f("a shop reads its own", voc.Scope{Stores: []voc.StoreID{"sh-jingan-01"}}, "qingheng/jingan")
	f("another region reads none of them", voc.Scope{Regions: []string{"北京"}})
	f("who sees nothing reads nothing", voc.Scope{None: true})
}

func TestTheArchiveIsAskedInPages(t *testing.T) {
	h := &house{}
	for day := range 5 {
		r := filed("qingheng", "founder", fmt.Sprint("第", day, "封"), voc.Scope{})
		r.Due = r.Due.AddDate(0, 0, -day)
		r.Date = r.Due.Format(time.DateOnly)
		r.ID = voc.LetterID(r.Date, r.Brand, r.Audience)
		if day == 2 {
			r.Skipped, r.SentAt = "empty", time.Time{}
		}
		h.records = append(h.records, r)
	}
	h.records[4].Period, h.records[4].Audience = voc.PeriodWeek, ""
	door := h.open(t, nil)
	first := read[Letters](t, ask(t, door, "GET", base+"/letters?limit=2", ""), 200)
	if first.Total != 5 || len(first.Items) != 2 || first.Next == "" {
		t.Fatalf("the first page is %+v", first)
	}
	rest := read[Letters](t, ask(t, door, "GET", base+"/letters?limit=10&after="+first.Next, ""), 200)
	if len(rest.Items) != 3 || rest.Next != "" || rest.Items[0].Skipped != "empty" {
		t.Errorf("the second page is %+v", rest)
	}
	for query, want := range map[string]int{
		"period=week": 1, "audience=-": 1, "audience=founder": 4, "from=2026-01-30": 2, "to=2026-01-29": 3, "brand=luye": 0,
	} {
		if got := read[Letters](t, ask(t, door, "GET", base+"/letters?"+query, ""), 200); got.Total != want {
			t.Errorf("%s: %d letters, want %d", query, got.Total, want)
		}
	}
	h.found = map[string]bool{h.records[1].ID: true}
	if got := read[Letters](t, ask(t, door, "GET", base+"/letters?q=%E5%BC%82%E7%89%A9", ""), 200); got.Total != 1 || got.Items[0].ID != h.records[1].ID {
		t.Errorf("searched: %+v", got)
	}
	problemOf(t, ask(t, door, "GET", base+"/letters?after=nothing", ""), 422, "invalid")
	problemOf(t, ask(t, door, "GET", base+"/letters?period=year", ""), 422, "invalid")
	again := ask(t, door, "GET", base+"/letters", "")
	if w := ask(t, door, "GET", base+"/letters", "", "If-None-Match", again.Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("the same list again: %d, want 304", w.Code)
	}
}

func TestALetterAsItWasSent(t *testing.T) {
	h := &house{}
	h.post()
	h.orders = []voc.WorkOrder{order("WO-1", voc.OrderNew)}
	skipped := filed("qingheng", "product", "", voc.Scope{})
	skipped.SentAt, skipped.Skipped = time.Time{}, "holiday"
	h.records = append(h.records, skipped)
	door := h.open(t, nil)
	at := base + "/letters/2026-01-31/qingheng/founder"
	got := read[LetterSent](t, ask(t, door, "GET", at, ""), 200)
	if got.Letter.ID != "2026-01-31/qingheng/founder" || len(got.Questions) != 1 || len(got.Orders) != 1 || got.Orders[0] != (LineOrder{"new-1", "WO-1"}) {
		t.Errorf("the letter is %+v", got)
	}
	page := ask(t, door, "GET", at+"/letter.html", "")
	if page.Body.String() != "html zwholeqinghengzz" || !strings.Contains(page.Header().Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the page is %q under %q", page.Body, page.Header())
	}
	sheet := ask(t, door, "GET", at+"/letter.xlsx", "")
	if sheet.Code != 200 || !strings.Contains(sheet.Header().Get("Content-Disposition"), `filename="2026-01-31-qingheng-founder.xlsx"`) {
		t.Errorf("the sheet: %d %q", sheet.Code, sheet.Header())
	}
	unsent := read[LetterSent](t, ask(t, door, "GET", base+"/letters/2026-01-31/qingheng/product", ""), 200)
	if unsent.Record.Skipped != "holiday" || len(unsent.Letter.Sections) != 0 {
		t.Errorf("a letter passed over is %+v", unsent)
	}
	problemOf(t, ask(t, door, "GET", base+"/letters/2026-01-31/qingheng/product/letter.md", ""), 404, "not_found")
	problemOf(t, ask(t, door, "GET", base+"/letters/2026-01-30/qingheng/founder", ""), 404, "not_found")
	problemOf(t, ask(t, door, "GET", base+"/letters/2026-01-31/qingheng/-", ""), 404, "not_found")
}

func TestALineIsRepliedTo(t *testing.T) {
	h := &house{}
	h.post()
	door := h.open(t, nil)
	at := base + "/letters/2026-01-31/qingheng/founder"
	read[LineOpened](t, ask(t, door, "POST", at+"/opens", `{"line":"new-1"}`), 200)
	if !slices.Equal(h.opened, []string{"2026-01-31/qingheng/founder new-1 tingfeng"}) {
		t.Errorf("opened: %q", h.opened)
	}
	became := read[LineReplied](t, ask(t, door, "POST", at+"/replies", `{"line":"new-1","kind":"order","text":"先查冷柜","level":"orange","actor":"小周"}`), 200)
	if became.Order == nil || became.Question != nil || h.replies[0] != (LetterReply{"2026-01-31/qingheng/founder", "new-1", "先查冷柜", "", "orange", "小周"}) {
		t.Errorf("the order is %+v, asked for by %+v", became, h.replies)
	}
	asked := read[LineReplied](t, ask(t, door, "POST", at+"/replies", `{"line":"new-1","kind":"question","text":"哪一批货？","actor":"小周"}`), 200)
	if asked.Question == nil || asked.Question.Text != "哪一批货？" || asked.Order != nil {
		t.Errorf("the question is %+v", asked)
	}
	for body, field := range map[string]string{
		`{"line":"new-1","kind":"shout","actor":"小周"}`:                "kind",
		`{"kind":"order","actor":"小周"}`:                               "line",
		`{"line":"new-1","kind":"question","actor":"小周"}`:             "text",
		`{"line":"new-1","kind":"order","level":"pink","actor":"小周"}`: "level",
		`{"line":"new-1","kind":"order"}`:                             "actor",
	} {
		if p := problemOf(t, ask(t, door, "POST", at+"/replies", body), 422, "invalid"); p.Errors[0].Field != field {
			t.Errorf("%s: the problem is %+v, want one of %s", body, p.Errors, field)
		}
	}
	h.mailErr = fmt.Errorf("%w: no such line", ErrNotFound)
	problemOf(t, ask(t, door, "POST", at+"/replies", `{"line":"new-9","kind":"order","actor":"小周"}`), 404, "not_found")
}

func TestQuestionsAndTheirAnswers(t *testing.T) {
	h := &house{}
	h.post()
	h.questions[1].AnsweredAt = clock
	door := h.open(t, nil)
	for query, want := range map[string]int{"": 5, "?state=open": 4, "?state=answered": 1, "?brand=luye": 2, "?to=somebody": 5, "?to=nobody": 0} {
		if got := read[Questions](t, ask(t, door, "GET", base+"/questions"+query, ""), 200); len(got.Items) != want {
			t.Errorf("questions%s: %d, want %d", query, len(got.Items), want)
		}
	}
	read[voc.Question](t, ask(t, door, "POST", base+"/questions/Q-qingheng-founder/answer", `{"text":"第三批","actor":"小周"}`), 200)
	if !slices.Equal(h.answers, []string{"Q-qingheng-founder 第三批 小周"}) {
		t.Errorf("answers: %q", h.answers)
	}
	problemOf(t, ask(t, door, "POST", base+"/questions/Q-none/answer", `{"text":"x","actor":"小周"}`), 404, "not_found")
	problemOf(t, ask(t, door, "POST", base+"/questions/Q-qingheng-founder/answer", `{"actor":"小周"}`), 422, "invalid")
	h.mailErr = fmt.Errorf("%w: told already", ErrConflict)
	problemOf(t, ask(t, door, "POST", base+"/questions/Q-qingheng-founder/answer", `{"text":"x","actor":"小周"}`), 409, "conflict")
}

func TestAudiencesAndTheirNextLetter(t *testing.T) {
	h := &house{}
	h.post()
	door := h.open(t, nil)
	if got := read[Audiences](t, ask(t, door, "GET", base+"/audiences", ""), 200); len(got.Items) != 5 || got.Items[0].Last == nil {
		t.Errorf("audiences are %+v", got)
	}
	sent := read[Letters](t, ask(t, door, "POST", base+"/audiences/founder-qingheng/send", `{}`), 200)
	if len(sent.Items) != 1 || sent.Items[0].ID != "sent to founder-qingheng" {
		t.Errorf("sent %+v", sent)
	}
	problemOf(t, ask(t, door, "POST", base+"/audiences/nobody/send", `{}`), 404, "not_found")
	preview := read[voc.Digest](t, ask(t, door, "GET", base+"/digest?audience=founder-qingheng&period=week", ""), 200)
	if preview.Audience != "founder-qingheng" || preview.Period != voc.PeriodWeek {
		t.Errorf("the preview is %+v", preview)
	}
	problemOf(t, ask(t, door, "GET", base+"/digest?audience=nobody", ""), 404, "not_found")
	empty := new(house).open(t, func(o *Options) { o.Letters = Letterbox{} })
	if got := read[Audiences](t, ask(t, empty, "GET", base+"/audiences", ""), 200); len(got.Items) != 0 {
		t.Errorf("a house that sends no letters has audiences %+v", got)
	}
}
