// Package importer reads files other tools wrote: tables (CSV in any Chinese encoding, with or
// without a header), JSON arrays, JSON lines, what MediaCrawler, weibo-crawler and weiboSpider
// write. It never holds a file, or more than Options.MaxLine of a row, in memory.
//
// The way of a row: container (table.go, jsontext.go) → record, names and values as they stand →
// schema (which column means what: columns.go, mediacrawler.go, weibo.go) → voc.Post (post.go).
// A row that cannot be taken whole and right is rejected with its line, a reason and its text;
// it never stops the rest.
//
// Workbooks and databases are read by our own packages xlsx and sqlite. The stream of rows of a
// library for workbooks gives each cell as text, so that an id which was a number, and thereby was
// rounded, looks like one that never was; and it ends at a torn sheet as it ends at a whole one. A
// library for SQLite runs the schema of a stranger's file, with its views and triggers. Both formats
// are published, we need a small part of each, and only to read.
package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/importer/answers"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The formats that can be asked for. FormatMediaCrawler and FormatWeiboCrawler may come as CSV,
// JSON or JSON lines; asking for them refuses a file that is something else.
const (
	FormatAuto         = "auto"
	FormatCSV          = "csv"
	FormatJSON         = "json"
	FormatJSONL        = "jsonl"
	FormatXLSX         = "xlsx"
	FormatSQLite       = "sqlite"
	FormatText         = "text" // lines of text; found, never asked for
	FormatMediaCrawler = "mediacrawler"
	FormatWeiboCrawler = "weibo-crawler" // also weiboSpider, by the same authors
)

// Formats lists what can be asked for.
func Formats() []string {
	all := []string{FormatAuto, FormatCSV, FormatXLSX, FormatSQLite, FormatJSON, FormatJSONL, FormatMediaCrawler, FormatWeiboCrawler}
	return append(all, answers.Formats()...)
}

// Errors of a whole file.
var (
	// ErrEmpty says that a file holds nothing but blanks.
	ErrEmpty = errors.New("the file is empty")
	// ErrNoText says that no column is known to hold what people wrote.
	ErrNoText = errors.New("no column is known to hold the text")
)

// batch is how many posts are handed over at once.
const batch = 500

// Options says what is known of a file. The zero value of a field leaves it to the file.
type Options struct {
	Format   string       // one of the Format constants; "" is auto
	Encoding string       // e.g. "gb18030", obeyed whatever the bytes look like; "" finds out
	Source   voc.SourceID // what the posts are stored under; "": the platform, or "import"
	Platform string       // the site they come from; "": what the file tells
	Brand    voc.BrandID  // they are all about it
	Sheet    string       // of a workbook, by name or number from 1; "": the first that holds a table
	// Delimiter separates the cells of a table: one character, or "tab"; "" finds out.
	Delimiter string
	Mappings  []Mapping // templates; a file whose headers fit one uses it unless Columns says otherwise
	// Written is when the file was written, as its own date tells; a date in its name counts more.
	// Times like "3天前" are counted from it. Zero: nobody knows, and such times are left out.
	Written time.Time
	// Dates is the order of day and month in dates whose year stands last, DatesMonthFirst or
	// DatesDayFirst; "": all dates of the file tell together, and a row whose date may be either is
	// rejected where they do not.
	Dates string
	// From is the number of rows an earlier run took, as it was told by Taken: they are read and
	// counted once more, but not handed over.
	From     int
	Taken    func(rows int)    // told after each batch how many rows are handed over with all that belongs to them; may be nil
	Columns  map[string]string // field → header, or field → number of the column from 1 in a table without header; see Fields
	Location *time.Location    // of times without zone; nil: Asia/Shanghai's offset
	MaxLine  int               // bytes of one row, more are rejected; 0: 1 MiB
	Now      time.Time         // required: what relative times and missing ones are counted from
}

func (o Options) filled() (Options, error) {
	switch o.Format {
	case "":
		o.Format = FormatAuto
	default:
		if !slices.Contains(Formats(), o.Format) {
			return o, fmt.Errorf("format %q is not known: use one of %s", o.Format, strings.Join(Formats(), ", "))
		}
	}
	if o.Now.IsZero() {
		return o, errors.New("Options.Now is missing")
	}
	if o.Location == nil {
		o.Location = time.FixedZone("Asia/Shanghai", 8*3600)
	}
	if o.MaxLine <= 0 {
		o.MaxLine = 1 << 20
	}
	switch d := strings.ToLower(o.Delimiter); {
	case d == "tab" || d == `\t`:
		o.Delimiter = "\t"
	case len(d) > 1 || d == `"` || d == "\n" || d == "\r":
		return o, fmt.Errorf("delimiter %q cannot separate cells: use one character such as , ; | or the word tab", o.Delimiter)
	}
	if o.Dates != "" && o.Dates != DatesMonthFirst && o.Dates != DatesDayFirst {
		return o, fmt.Errorf("dates %q is no order of day and month: use mdy (11/20/2026) or dmy (20/11/2026)", o.Dates)
	}
	for f := range o.Columns {
		if !knownField(field(f)) {
			return o, fmt.Errorf("column %q is not known: use one of %v", f, Fields())
		}
	}
	return o, nil
}

// Reject is a row that could not be taken.
type Reject struct {
	Line   int    `json:"line"`   // of the file, from 1, where the row begins
	Reason string `json:"reason"` // for people
	Raw    string `json:"raw"`    // the row as it stands, at most 2 KB of it; not masked: it may hold what identifies a person
}

// Column is what a column of the file was taken for.
type Column struct {
	Header string `json:"header"`
	Field  string `json:"field"` // "" when it is not used
}

// Result is what became of a file. Rows = Posts + Repeats + Rejected once everything is read.
type Result struct {
	Format   string   `json:"format"`            // as found: "csv", "text" (one column without header), "json", "jsonl", "mediacrawler", "weibo-crawler"
	Encoding string   `json:"encoding"`          // WHATWG name
	Platform string   `json:"platform"`          // the file's own, or as asked for
	Mapping  string   `json:"mapping,omitempty"` // name of the template that was used
	Columns  []Column `json:"columns"`           // of the first row or header; columns of the file, in its order
	Rows     int      `json:"rows"`              // header and empty lines do not count
	Posts    int      `json:"posts"`             // different posts handed over
	Repeats  int      `json:"repeats"`           // rows whose post came already; handed over again when they say something new
	Rejected int      `json:"rejected"`
	Notes    []string `json:"notes"` // what somebody should know, in words
}

// Read reads r to its end and hands the posts to emit, some hundred at a time, and the rows that
// could not be taken to reject (which may be nil). name is the file's, for errors and for what some
// tools say only there. An error of emit or reject ends it, and so does ctx; the Result counts what
// was handed over until then. The posts are not masked.
func Read(ctx context.Context, r io.Reader, name string, o Options, emit func([]voc.Post) error, reject func(Reject) error) (Result, error) {
	o, err := o.filled()
	if err != nil {
		return Result{}, fmt.Errorf("import: %w", err)
	}
	s := newSession(ctx, name, o, emit, reject)
	err = s.read(r)
	if err == nil {
		s.bare()
		err = s.flush()
	}
	if err != nil {
		err = fmt.Errorf("import %s: %w", name, err)
	}
	return s.result, err
}

// bare says that a file of the right sort holds nothing: a header, an empty list.
func (s *session) bare() {
	s.mourn()
	if s.result.Rows == 0 {
		s.note("the file holds no row")
	}
}

// Sample is what Preview shows.
type Sample struct {
	Result
	Sample  []voc.Post `json:"sample"`
	Rejects []Reject   `json:"rejects"`
}

// errEnough ends a preview.
var errEnough = errors.New("enough rows seen")

// Preview reads the first rows of a file and shows what they would become.
func Preview(ctx context.Context, r io.Reader, name string, o Options, rows int) (Sample, error) {
	o, err := o.filled()
	if err != nil {
		return Sample{}, fmt.Errorf("import: %w", err)
	}
	var shown Sample
	s := newSession(ctx, name, o,
		func(posts []voc.Post) error { shown.Sample = append(shown.Sample, posts...); return nil },
		func(row Reject) error { shown.Rejects = append(shown.Rejects, row); return nil })
	s.limit = rows
	if err = s.read(r); err == nil || errors.Is(err, errEnough) {
		s.bare()
		err = s.flush()
	}
	shown.Result = s.result
	if err != nil {
		err = fmt.Errorf("import %s: %w", name, err)
	}
	return shown, err
}
