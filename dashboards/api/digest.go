package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

type digestIn struct {
	Date  dateParam `query:"date" example:"2026-01-31" doc:"The day it tells of, in the configured zone. Default: today"`
	Brand string    `query:"brand" doc:"The brand it is about. Default: the first of ours"`

	Audience string      `query:"audience" doc:"Whom it is for; default: whoever reads the house's letter"`
	Period   periodParam `query:"period" doc:"The stretch of time it tells of that the date lies in; default: the audience's"`
}

func (a *door) digestOperations() {
	get(a, "/digest", "digest", "The letter of a day", a.digest)
	a.letter("/digest.html", "digest-html", "The letter of a day as a page", "html", "text/html; charset=utf-8")
	a.letter("/digest.md", "digest-md", "The letter of a day as Markdown", "md", "text/markdown; charset=utf-8")
}

func (a *door) digest(ctx context.Context, in *digestIn) (*answer[voc.Digest], error) {
	d, err := a.gather(ctx, in)
	if err != nil {
		return nil, err
	}
	return &answer[voc.Digest]{Body: d}, nil
}

func (a *door) gather(ctx context.Context, in *digestIn) (voc.Digest, error) {
	r := a.reader()
	date := r.date("date", in.Date, a.Now())
	brand := r.name("brand", in.Brand, a.knownBrand(ctx))
	q := LetterQuestion{Date: date, Audience: dashless(r.text("audience", in.Audience, 100)), Period: voc.Period(r.word("period", string(in.Period), periods))}
	if err := r.done(); err != nil {
		return voc.Digest{}, err
	}
	if brand == "" {
		brand = a.firstOwn(ctx)
	}
	q.Brand = voc.BrandID(brand)
	if q.Audience != "" {
		return a.previewOf(ctx, q)
	}
	if s := viewerOf(ctx).Scope; brand == "-" || !everywhere(s) || !seesBrand(s, voc.BrandID(brand)) {
		return voc.Digest{}, notFound("There is no letter for you: letters are of a brand as a whole.", "没有可以给您看的日报：日报按整个品牌写，不分区域和门店。")
	}
	d, err := a.Digest(ctx, q)
	if err != nil {
		return voc.Digest{}, a.fail(ctx, "digest", err)
	}
	return digestWithin(viewerOf(ctx).Scope, d), nil
}

// previewOf is the letter of an audience as it would be sent now.
func (a *door) previewOf(ctx context.Context, q LetterQuestion) (voc.Digest, error) {
	s := viewerOf(ctx).Scope
	if to := a.presentAudience(ctx, q.Audience); to == nil || !seesBrand(s, q.Brand) {
		return voc.Digest{}, noAudience(q.Audience)
	}
	d, err := a.Digest(ctx, q)
	if err != nil {
		return voc.Digest{}, a.fail(ctx, "digest", err)
	}
	return digestWithin(s, d), nil
}

// digestWithin is a letter without the section on competitors, for whoever may not see all of them.
func digestWithin(s voc.Scope, d voc.Digest) voc.Digest {
	if len(s.Brands) == 0 {
		return d
	}
	d.Sections = visible(false, d.Sections, func(part voc.DigestSection) bool { return part.Name != "rivals" })
	d.Charts = visible(false, d.Charts, func(c voc.DigestChart) bool { return c.Name != "rivals" })
	d.Tables = visible(false, d.Tables, func(t voc.DigestTable) bool { return t.Name != "rivals" })
	d.Prose, d.Author = nil, "" // it was written of all sections
	return d
}

// firstOwn is the brand a letter is about when nobody said which.
func (a *door) firstOwn(ctx context.Context) string {
	brands := a.brandsOf(ctx)
	for _, b := range brands {
		if b.Own {
			return string(b.ID)
		}
	}
	if len(brands) > 0 {
		return string(brands[0].ID)
	}
	return ""
}

// document is an answer that is not JSON.
type document struct {
	ContentType string `header:"Content-Type"`
	CSP         string `header:"Content-Security-Policy"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// letterCSP lets a letter show its own styles and nothing else: it quotes strangers. It has no
// origin of its own, so that even a script in it could read nothing of ours; the dashboard may
// frame it, and its links open outside.
const letterCSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

func (a *door) letter(path, id, summary, format, contentType string) {
	media := map[string]*huma.MediaType{contentType: {Schema: &huma.Schema{Type: huma.TypeString}}}
	huma.Register(a.api, huma.Operation{
		Method: http.MethodGet, Path: path, OperationID: id, Summary: summary, SkipValidateParams: true, Errors: getErrors,
		Responses: map[string]*huma.Response{"200": {Description: "The letter", Content: media}},
	}, func(ctx context.Context, in *digestIn) (*document, error) {
		d, err := a.gather(ctx, in)
		if err != nil {
			return nil, err
		}
		body, err := a.Render(d, format)
		if err != nil {
			return nil, a.fail(ctx, "render digest", err)
		}
		return &document{ContentType: contentType, CSP: letterCSP, Disposition: "inline", Body: body}, nil
	})
}
