package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Letterbox is the archive of letters, and what is behind their audiences and what is asked of them. The
// zero value is a house that sends none.
type Letterbox struct {
	Records  func() []voc.LetterRecord                                               // sent and passed over, the newest first
	Letter   func(ctx context.Context, id string) (voc.Digest, error)                // as it was sent; ErrNotFound
	Orders   func(id string) map[string]string                                       // work orders its lines became, by line
	Find     func(ctx context.Context, words []string) (map[string]bool, error)      // ids of those that hold all words
	Open     func(ctx context.Context, id, line, reader string) error                // counts a reader; ErrNotFound
	Order    func(ctx context.Context, r LetterReply) (voc.WorkOrder, error)         // ErrNotFound, ErrInvalid, ErrConflict
	Ask      func(ctx context.Context, r LetterReply) (voc.Question, error)          // ErrNotFound, ErrInvalid
	Question func() []voc.Question                                                   // all, the newest first
	Answer   func(ctx context.Context, id, text, actor string) (voc.Question, error) // ErrNotFound, ErrInvalid, ErrConflict

	Audiences func() []AudienceState                                                 // in the order they are configured
	Send      func(ctx context.Context, audience string) ([]voc.LetterRecord, error) // what was due last; ErrNotFound, ErrConflict
	Render    func(d voc.Digest, format string) (body []byte, known bool, err error) // "html", "md", "xlsx"
}

// LetterQuestion says which letter is meant that was not sent yet.
type LetterQuestion struct {
	Date     string
	Brand    voc.BrandID
	Audience string
	Period   voc.Period
}

// LetterReply is what a reader makes of a line of a letter.
type LetterReply struct {
	Letter string
	Line   string
	Text   string
	To     string
	Level  voc.Level
	Actor  string
}

// Letters is a page of the archive.
type Letters struct {
	Items []voc.LetterRecord `json:"items"`
	Total int                `json:"total" doc:"How many match, on this page or not"`
	Next  string             `json:"next" doc:"What to give as after for the next page; empty on the last"`
}

// LetterSent is a letter as it went out, and what has become of its lines.
type LetterSent struct {
	Record    voc.LetterRecord `json:"record"`
	Letter    voc.Digest       `json:"letter" doc:"As it was sent; of one that was passed over its names alone"`
	Questions []voc.Question   `json:"questions" doc:"Asked of its lines, the newest first"`
	Orders    []LineOrder      `json:"orders" doc:"Work orders its lines became"`
}

// LineOrder is the work order a line became.
type LineOrder struct {
	Line  string `json:"line"`
	Order string `json:"order"`
}

type lettersIn struct {
	Brand    []string    `query:"brand,explode" doc:"Only of these brands; repeat the parameter for several"`
	Audience string      `query:"audience" doc:"Only to this audience; - for the house's letter"`
	Period   periodParam `query:"period" doc:"Only of this stretch of time"`
	Query    string      `query:"q" doc:"Only those that hold all these words in title, lead or lines"`
	From     momentParam `query:"from" doc:"Due at it or later"`
	To       momentParam `query:"to" doc:"Due before it; a date includes that day"`
	After    string      `query:"after" doc:"The next of the page before"`
	Limit    limitParam  `query:"limit" doc:"At most so many; default 50"`
}

// periodParam is a stretch of time a letter tells of.
type periodParam string

var periods = []string{string(voc.PeriodDay), string(voc.PeriodWeek), string(voc.PeriodMonth)}

func (periodParam) Schema(huma.Registry) *huma.Schema { return oneOf(periods) }

// LetterPath is where a letter lies: the first day it tells of, its brand, and its audience, "-" for the
// house's.
type LetterPath struct {
	Date     string `path:"date" example:"2026-01-31" doc:"The first day it tells of"`
	Brand    string `path:"brand" example:"qingheng" doc:"The brand it is about"`
	Audience string `path:"audience" example:"founder" doc:"Whom it is for; - for the house's letter"`
}

func (p LetterPath) id() string {
	return voc.LetterID(p.Date, voc.BrandID(p.Brand), strings.TrimPrefix(p.Audience, "-"))
}

const letterAt = "/letters/{date}/{brand}/{audience}"

func (a *door) letterOperations() {
	get(a, "/letters", "letters", "The archive of letters, the newest first", a.letters)
	get(a, letterAt, "letter", "A letter as it was sent, with what has become of its lines", a.letterSent)
	a.sentFile("/letter.html", "letter-html", "A letter as it was sent, as a page", "html", "text/html; charset=utf-8")
	a.sentFile("/letter.md", "letter-md", "A letter as it was sent, as Markdown", "md", "text/markdown; charset=utf-8")
	a.sentFile("/letter.xlsx", "letter-xlsx", "The figures and lines of a letter as a spreadsheet", "xlsx", sheetType)
	a.replyOperations()
	a.audienceOperations()
}

// sheetType is the media type of a spreadsheet.
const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// coversLetter tells whether a letter told only of what lies within a scope.
func (a *door) coversLetter(s voc.Scope, r voc.LetterRecord) bool {
	switch {
	case !seesBrand(s, r.Brand):
		return false
	case everywhere(s):
		return true
	case everywhere(r.Scope):
		return false
	}
	for _, region := range r.Scope.Regions {
		if !slices.Contains(s.Regions, region) {
			return false
		}
	}
	for _, id := range r.Scope.Stores {
		if !s.Sees(r.Brand, a.names.stores[string(id)].Province, id) {
			return false
		}
	}
	return true
}

// lettersOf are the letters who asks may read, the newest first.
func (a *door) lettersOf(ctx context.Context) []voc.LetterRecord {
	if a.Letters.Records == nil {
		return nil
	}
	s := viewerOf(ctx).Scope
	return visible(s.Whole(), a.Letters.Records(), func(r voc.LetterRecord) bool { return a.coversLetter(s, r) })
}

// letterRecord is one of them; nil: there is none.
func (a *door) letterRecord(ctx context.Context, id string) *voc.LetterRecord {
	all := a.lettersOf(ctx)
	if i := slices.IndexFunc(all, func(r voc.LetterRecord) bool { return r.ID == id }); i >= 0 {
		return &all[i]
	}
	return nil
}

func (a *door) seesLetter(ctx context.Context, p func(string) string) (bool, error) {
	return a.letterRecord(ctx, LetterPath{p("date"), p("brand"), p("audience")}.id()) != nil, nil
}

func noLetter(id string) error {
	return notFound("There is no letter "+cut(id)+".", "没有这封信："+cut(id)+"。")
}

func (a *door) letters(ctx context.Context, in *lettersIn) (*answer[Letters], error) {
	r := a.reader()
	brands := a.brandList(ctx, r, in.Brand)
	audience, period := r.text("audience", in.Audience, 100), r.word("period", string(in.Period), periods)
	from, to := r.moment("from", in.From, false), r.moment("to", in.To, true)
	words := strings.Fields(r.text("q", in.Query, 200))
	after, limit := r.text("after", in.After, 300), r.limit(in.Limit, 50)
	if err := r.done(); err != nil {
		return nil, err
	}
	found, err := a.lettersWith(ctx, words)
	if err != nil {
		return nil, a.fail(ctx, "search of letters", err)
	}
	out := Letters{Items: []voc.LetterRecord{}}
	for _, one := range a.lettersOf(ctx) {
		switch {
		case !ofBrands(brands, one.Brand), audience != "" && one.Audience != strings.TrimPrefix(audience, "-"),
			period != "" && string(one.Period) != period, len(words) > 0 && !found[one.ID],
			!from.IsZero() && one.Due.Before(from), !to.IsZero() && !one.Due.Before(to):
			continue
		}
		out.Items = append(out.Items, one)
	}
	out.Total = len(out.Items)
	out.Items, out.Next = pageAfter(r, out.Items, after, limit, func(l voc.LetterRecord) string { return l.ID })
	if err := r.done(); err != nil {
		return nil, err
	}
	return &answer[Letters]{Body: out}, nil
}

// lettersWith are the ids of letters that hold all words in what who asks may read of them: the section on
// rivals is kept from who does not see all brands, and a search must not tell what stands in it.
func (a *door) lettersWith(ctx context.Context, words []string) (map[string]bool, error) {
	if len(words) == 0 || a.Letters.Find == nil {
		return nil, nil
	}
	found, err := a.Letters.Find(ctx, words)
	s := viewerOf(ctx).Scope
	if err != nil || len(s.Brands) == 0 {
		return found, err
	}
	read := map[string]bool{}
	for _, r := range a.lettersOf(ctx) {
		if !found[r.ID] {
			continue
		}
		letter, err := a.Letters.Letter(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		read[r.ID] = letterHolds(digestWithin(s, letter), words)
	}
	return read, nil
}

// letterHolds tells whether all words stand in title, lead or lines of a letter, or in what these quote, in
// whatever case.
func letterHolds(d voc.Digest, words []string) bool {
	said := []string{d.Title, d.Lead}
	for _, part := range d.Sections {
		for _, line := range part.Lines {
			said = append(said, line.Text)
			for _, e := range line.Evidence {
				said = append(said, e.Text)
			}
		}
	}
	text := strings.ToLower(strings.Join(said, "\n"))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
}

// sent reads a letter as it went out, as far as who asks may read it.
func (a *door) sent(ctx context.Context, id string) (voc.LetterRecord, voc.Digest, error) {
	record := a.letterRecord(ctx, id)
	if record == nil {
		return voc.LetterRecord{}, voc.Digest{}, noLetter(id)
	}
	if record.SentAt.IsZero() {
		return *record, voc.Digest{ID: id, Date: record.Date, Brand: record.Brand, Audience: record.Audience, Period: record.Period, Title: record.Title, Lead: record.Lead}, nil
	}
	letter, err := a.Letters.Letter(ctx, id)
	if err != nil {
		return *record, letter, a.fail(ctx, "letter", err)
	}
	return *record, digestWithin(viewerOf(ctx).Scope, letter), nil
}

func (a *door) letterSent(ctx context.Context, in *LetterPath) (*answer[LetterSent], error) {
	record, letter, err := a.sent(ctx, in.id())
	if err != nil {
		return nil, err
	}
	out := LetterSent{Record: record, Letter: letter, Questions: []voc.Question{}, Orders: []LineOrder{}}
	for _, q := range a.questionsOf(ctx) {
		if q.Letter == record.ID {
			out.Questions = append(out.Questions, q)
		}
	}
	for line, order := range a.Letters.Orders(record.ID) {
		if a.presentOrder(ctx, order) != nil {
			out.Orders = append(out.Orders, LineOrder{line, order})
		}
	}
	slices.SortFunc(out.Orders, func(x, y LineOrder) int { return cmp.Compare(x.Line, y.Line) })
	return &answer[LetterSent]{Body: out}, nil
}

// sentFile registers one form of letters that were sent.
func (a *door) sentFile(path, id, summary, format, contentType string) {
	media := map[string]*huma.MediaType{contentType: {Schema: &huma.Schema{Type: huma.TypeString}}}
	disposition := "inline"
	if format == "xlsx" {
		media[contentType].Schema.Format, disposition = "binary", "attachment"
	}
	huma.Register(a.api, huma.Operation{
		Method: http.MethodGet, Path: letterAt + path, OperationID: id, Summary: summary, SkipValidateParams: true, Errors: getErrors,
		Responses: map[string]*huma.Response{"200": {Description: "The letter", Content: media}},
	}, func(ctx context.Context, in *LetterPath) (*document, error) {
		record, letter, err := a.sent(ctx, in.id())
		if err != nil {
			return nil, err
		}
		if record.SentAt.IsZero() {
			return nil, notFound("This letter was not sent, so there is no file of it.", "这封信没有发出，没有可以下载的文件。")
		}
		body, known, err := a.Letters.Render(letter, format)
		if err != nil {
			return nil, a.fail(ctx, "render letter", err)
		}
		if !known {
			return nil, notFound("Letters have no such form here.", "这里没有这种格式的信。")
		}
		name := disposition
		if format == "xlsx" {
			name += `; filename="` + strings.ReplaceAll(record.ID, "/", "-") + `.xlsx"`
		}
		return &document{ContentType: contentType, CSP: letterCSP, Disposition: name, Body: body}, nil
	})
}

// AudienceState is an audience and where its letters stand.
type AudienceState struct {
	Audience voc.Audience      `json:"audience"`
	Next     time.Time         `json:"next" doc:"When its next letter is due; zero: never by itself"`
	Last     *voc.LetterRecord `json:"last,omitempty" doc:"The last that was sent or passed over; missing: none yet"`
}
