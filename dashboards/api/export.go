package api

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// streaming marks an operation that runs as long as its client listens.
func streaming() map[string]any { return map[string]any{"long": true} }

func (a *door) exportOperations() {
	media := map[string]*huma.MediaType{"text/csv; charset=utf-8": {Schema: &huma.Schema{Type: huma.TypeString}}}
	huma.Register(a.api, huma.Operation{
		Method: http.MethodGet, Path: "/export/mentions.csv", OperationID: "export-mentions",
		Summary:            "All matching mentions as CSV for a spreadsheet: UTF-8 with BOM, ids as text, formulas disarmed",
		SkipValidateParams: true, Errors: getErrors, Metadata: streaming(),
		Responses: map[string]*huma.Response{"200": {Description: "The file", Content: media}},
	}, a.export)
}

type exportIn struct{ FilterQuery }

func (a *door) export(ctx context.Context, in *exportIn) (*huma.StreamResponse, error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	// The first page is asked for before the status is written: a database that does not answer
	// gives a problem and not an empty file.
	items, next, err := a.Store.Mentions(ctx, f, store.Page{Limit: exportPage})
	if err != nil {
		return nil, a.fail(ctx, "export", err)
	}
	name := fmt.Sprintf("mentions-%s-%s.csv", f.From.In(a.Location).Format("20060102"), f.To.Add(-time.Nanosecond).In(a.Location).Format("20060102"))
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
		hc.SetHeader("Content-Disposition", `attachment; filename="`+name+`"`)
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetStatus(http.StatusOK)
		if r, _ := humago.Unwrap(hc); r.Method == http.MethodHead {
			return
		}
		if err := a.writeCSV(ctx, hc, f, items, next); err != nil {
			if ctx.Err() == nil {
				a.log.ErrorContext(ctx, "api: export broke off", "error", err)
			}
			// Cutting the connection is the only way left to tell the client that this is not all.
			panic(http.ErrAbortHandler)
		}
	}}, nil
}

// exportPage is how many rows are held in memory at a time.
const exportPage = 1000

func (a *door) writeCSV(ctx context.Context, hc huma.Context, f voc.Filter, items []voc.Mention, next string) error {
	out := bufio.NewWriterSize(hc.BodyWriter(), 64<<10)
	if _, err := out.WriteString("\uFEFF"); err != nil { // without it Excel reads UTF-8 as GBK
		return err
	}
	rows := csv.NewWriter(out)
	rows.UseCRLF = true
	if err := rows.Write(csvHeader); err != nil {
		return err
	}
	_, w := humago.Unwrap(hc)
	for {
		patience(w)
		for i := range items {
			if err := rows.Write(a.csvRow(&items[i])); err != nil {
				return err
			}
		}
		if next == "" {
			break
		}
		var err error
		if items, next, err = a.Store.Mentions(ctx, f, store.Page{Limit: exportPage, After: next}); err != nil {
			return err
		}
	}
	rows.Flush()
	if err := rows.Error(); err != nil {
		return err
	}
	return out.Flush()
}

var csvHeader = []string{
	"post_id", "brand", "source", "platform", "external_id", "published_at", "author", "title", "text", "rating", "url",
	"sentiment", "score", "probability", "emotion", "topics", "aspects", "intent", "complaint", "severity", "noise",
	"region", "store", "likes", "replies", "shares", "views", "version",
}

func (a *door) csvRow(m *voc.Mention) []string {
	p, an := &m.Post, &m.Analysis
	rating := ""
	if p.Rating != 0 {
		rating = strconv.FormatFloat(p.Rating, 'g', -1, 64)
	}
	aspects := make([]string, 0, len(an.Aspects))
	for _, as := range an.Aspects {
		aspects = append(aspects, as.Name+"="+string(as.Sentiment))
	}
	region, shop := p.Region, p.Store
	if region == "" {
		region = an.Region
	}
	if shop == "" {
		shop = an.Store
	}
	return []string{
		string(p.ID), safe(string(m.Brand)), safe(string(p.Source)), safe(p.Platform), asText(p.ExternalID),
		p.PublishedAt.In(a.Location).Format("2006-01-02 15:04:05"), safe(p.Author.Name), safe(p.Title), safe(p.Text), rating, safe(p.URL),
		string(an.Sentiment), strconv.FormatFloat(an.Score, 'f', 3, 64), strconv.FormatFloat(an.Probability, 'f', 3, 64), string(an.Emotion),
		safe(strings.Join(an.Topics, " ")), safe(strings.Join(aspects, " ")), string(an.Intent), strconv.FormatBool(an.Complaint),
		strconv.Itoa(an.Severity), safe(strings.Join(an.Noise, " ")), safe(region), safe(string(shop)),
		counted(p.Engagement.Likes), counted(p.Engagement.Replies), counted(p.Engagement.Shares), counted(p.Engagement.Views), safe(an.Version),
	}
}

// counted is empty for what the site did not tell: an empty cell is not a zero.
func counted(n int64) string {
	if n == voc.Unknown {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// safe disarms a cell that a spreadsheet would run as a formula: what strangers wrote must not
// compute on the reader's machine. Tab and carriage return count too, they are stripped before the
// cell is judged; the full-width signs are folded to ASCII by some readers.
func safe(cell string) string {
	bare := strings.TrimLeft(cell, " \t\r\n\u00a0\u3000\ufeff\u200b")
	if bare == "" {
		return cell
	}
	if first, _ := utf8.DecodeRuneInString(bare); strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + cell
	}
	return cell
}

// asText keeps a long number from becoming 1.23457E+18: a spreadsheet holds fifteen digits.
func asText(id string) string {
	if len(id) > 11 && strings.Trim(id, "0123456789") == "" {
		return "'" + id
	}
	return safe(id)
}
