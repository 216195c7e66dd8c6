package api

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tingfeng-voc/tingfeng/spreadsheet"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// streaming marks an operation that runs as long as its client listens.
func streaming() map[string]any { return map[string]any{"long": true} }

func (a *door) exportOperations() {
	for _, k := range []exportKind{
		{"csv", "export-mentions", "text/csv; charset=utf-8", "All matching mentions as CSV for a spreadsheet: UTF-8 with BOM, ids as text, formulas disarmed", a.csvRows},
		{"xlsx", "export-mentions-xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			"All matching mentions as a spreadsheet: ids as text, formulas disarmed, a further sheet where one is full", a.xlsxRows},
	} {
		media := map[string]*huma.MediaType{k.media: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
		huma.Register(a.api, huma.Operation{
			Method: http.MethodGet, Path: "/export/mentions." + k.name, OperationID: k.id, Summary: k.summary,
			SkipValidateParams: true, Errors: getErrors, Metadata: streaming(),
			Responses: map[string]*huma.Response{"200": {Description: "The file", Content: media}},
		}, func(ctx context.Context, in *exportIn) (*huma.StreamResponse, error) { return a.export(ctx, in, k) })
	}
}

// exportKind is one sort of file mentions are exported as.
type exportKind struct {
	name, id, media, summary string
	write                    func(w io.Writer) rowWriter
}

// rowWriter writes the rows of a file; close ends it.
type rowWriter struct {
	add   func(m *voc.Mention) error
	close func() error
}

type exportIn struct{ FilterQuery }

func (a *door) export(ctx context.Context, in *exportIn, kind exportKind) (*huma.StreamResponse, error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	// The count is asked for before the status is written: a database that does not answer gives a problem
	// and not an empty file.
	total, err := a.Store.Count(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "export", err)
	}
	name := fmt.Sprintf("mentions-%s-%s.%s", f.From.In(a.Location).Format("20060102"), f.To.Add(-time.Nanosecond).In(a.Location).Format("20060102"), kind.name)
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", kind.media)
		hc.SetHeader("Content-Disposition", `attachment; filename="`+name+`"`)
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetHeader("X-Total-Count", strconv.Itoa(total))
		hc.SetStatus(http.StatusOK)
		if r, _ := humago.Unwrap(hc); r.Method == http.MethodHead {
			return
		}
		if err := a.writeExport(ctx, hc, f, kind, total, name); err != nil {
			if !errors.Is(err, context.Canceled) {
				a.log.ErrorContext(ctx, "api: export broke off", "error", err)
			}
			// Cutting the connection is the only way left to tell the client that this is not all.
			panic(http.ErrAbortHandler)
		}
	}}, nil
}

// longExport is how many rows make an export a job that is listed and can be stopped.
const longExport = 5000

func (a *door) writeExport(asked context.Context, hc huma.Context, f voc.Filter, kind exportKind, total int, name string) (err error) {
	var job Work = unlisted{}
	ctx := asked
	if total >= longExport {
		ctx, job = a.startJob(asked, voc.Job{Kind: "export", Title: "导出 " + name, Actor: viewerOf(ctx).Name, Unit: "条", Total: int64(total), CanStop: true})
	}
	defer func() { job.End(a.exportEnded(asked, ctx, err)) }()
	_, w := humago.Unwrap(hc)
	// A browser that has seen nothing of an answer asks again when it breaks off: a stopped export would begin anew.
	if err = http.NewResponseController(w).Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	out := bufio.NewWriterSize(hc.BodyWriter(), 64<<10)
	rows, done := kind.write(out), 0
	err = a.Store.EachMention(ctx, f, func(part []voc.Mention) error {
		patience(w)
		for i := range part {
			if err := rows.add(&part[i]); err != nil {
				return err
			}
		}
		done += len(part)
		job.Progress(int64(done), int64(max(total, done)))
		return ctx.Err()
	})
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", context.Canceled, err) // the database names the cause alone
	}
	if err != nil {
		return err
	}
	if err = rows.close(); err != nil {
		return err
	}
	return out.Flush()
}

// errLeft is why an export ended whose client went away.
var errLeft = errors.New("下载没有完成：浏览器取消了下载，或网络断开")

// exportEnded is how the end of an export is told to its job: a client that went away is neither a stop by
// hand nor the end of the program.
func (a *door) exportEnded(asked, work context.Context, err error) (context.Context, error) {
	select {
	case <-a.Closing:
		return work, err
	default:
	}
	if err != nil && (asked.Err() != nil || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)) {
		return context.WithoutCancel(work), errLeft
	}
	return work, err
}

func (a *door) csvRows(w io.Writer) rowWriter {
	_, begun := io.WriteString(w, "\uFEFF") // without it Excel reads UTF-8 as GBK
	rows := csv.NewWriter(w)
	rows.UseCRLF = true
	if begun == nil {
		begun = rows.Write(csvHeader)
	}
	return rowWriter{
		add: func(m *voc.Mention) error {
			if begun != nil {
				return begun
			}
			return rows.Write(a.csvRow(m))
		},
		close: func() error { rows.Flush(); return errors.Join(begun, rows.Error()) },
	}
}

// numberColumns are the columns a spreadsheet may calculate with.
var numberColumns = func() map[int]bool {
	all := map[int]bool{}
	for i, name := range csvHeader {
		switch name {
		case "rating", "score", "probability", "severity", "likes", "replies", "shares", "views":
			all[i] = true
		}
	}
	return all
}()

func (a *door) xlsxRows(w io.Writer) rowWriter {
	book := spreadsheet.New(w)
	begun := false
	begin := func() error {
		if begun {
			return nil
		}
		begun = true
		return book.Begin(spreadsheet.Sheet{Title: "提及", Head: csvHeader, Numbers: slices.Sorted(maps.Keys(numberColumns))})
	}
	return rowWriter{
		add: func(m *voc.Mention) error {
			if err := begin(); err != nil {
				return err
			}
			return book.Add(a.csvRow(m))
		},
		close: func() error { return errors.Join(begin(), book.Close()) },
	}
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

// safe disarms a cell that a spreadsheet would run as a formula.
func safe(cell string) string { return spreadsheet.Safe(cell) }

// asText keeps a long number from becoming 1.23457E+18: a spreadsheet holds fifteen digits.
func asText(id string) string {
	if len(id) > 11 && strings.Trim(id, "0123456789") == "" {
		return "'" + id
	}
	return safe(id)
}
