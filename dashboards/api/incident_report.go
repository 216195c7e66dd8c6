package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

type incidentReportIn struct {
	ID       string        `path:"id"`
	Language languageParam `query:"language" doc:"What it is written in; voices stay as they were said. Default: zh"`
}

type languageParam string

var languages = []string{"zh", "en"}

func (languageParam) Schema(huma.Registry) *huma.Schema { return oneOf(languages) }

func (a *door) incidentReportOperations() {
	get(a, "/alerts/{id}/report", "incident-report", "The report of an incident for its post-mortem", a.incidentReport)
	a.incidentFile("html", "The report of an incident as a page", "text/html; charset=utf-8")
	a.incidentFile("md", "The report of an incident as Markdown", "text/markdown; charset=utf-8")
	a.incidentFile("xlsx", "The report of an incident as a spreadsheet", sheetType)
}

func (a *door) incidentReport(ctx context.Context, in *incidentReportIn) (*answer[voc.Digest], error) {
	d, err := a.recounted(ctx, in)
	if err != nil {
		return nil, err
	}
	return &answer[voc.Digest]{Body: d}, nil
}

// recounted is the report, of an incident that who asks may see, and of as much of it as they may.
func (a *door) recounted(ctx context.Context, in *incidentReportIn) (voc.Digest, error) {
	r := a.reader()
	language := r.word("language", string(in.Language), languages)
	if err := r.done(); err != nil {
		return voc.Digest{}, err
	}
	alerts := a.alertsOf(ctx)
	i := slices.IndexFunc(alerts, func(al voc.Alert) bool { return al.ID == in.ID })
	if i < 0 {
		return voc.Digest{}, noAlert(in.ID)
	}
	d, err := a.Recount(ctx, alerts[i], language)
	if err != nil {
		return d, a.fail(ctx, "incident report", err)
	}
	return d, nil
}

// incidentFile registers one form of the report.
func (a *door) incidentFile(format, summary, contentType string) {
	media := map[string]*huma.MediaType{contentType: {Schema: &huma.Schema{Type: huma.TypeString}}}
	if format == "xlsx" {
		media[contentType].Schema.Format = "binary"
	}
	huma.Register(a.api, huma.Operation{
		Method: http.MethodGet, Path: "/alerts/{id}/report." + format, OperationID: "incident-report-" + format, Summary: summary, SkipValidateParams: true, Errors: getErrors,
		Responses: map[string]*huma.Response{"200": {Description: "The report", Content: media}},
	}, func(ctx context.Context, in *incidentReportIn) (*document, error) {
		d, err := a.recounted(ctx, in)
		if err != nil {
			return nil, err
		}
		body, known, err := a.Letters.Render(d, format)
		if err != nil {
			return nil, a.fail(ctx, "render incident report", err)
		}
		if !known {
			return nil, notFound("Reports have no such form here.", "这里没有这种格式的报告。")
		}
		disposition := "inline"
		if format == "xlsx" {
			disposition = `attachment; filename="` + fileName("incident-"+in.ID) + `.xlsx"`
		}
		return &document{ContentType: contentType, CSP: letterCSP, Disposition: disposition, Body: body}, nil
	})
}

// fileName keeps of a name what every system takes in the name of a file.
func fileName(name string) string {
	safe := []rune{}
	for _, r := range name {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			safe = append(safe, r)
		}
	}
	return string(safe)
}
