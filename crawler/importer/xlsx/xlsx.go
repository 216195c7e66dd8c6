// Package xlsx reads the cells of Excel workbooks (.xlsx, .xlsm) row by row, with what tells a
// number from a text: a number of more than 15 digits was rounded, a text of as many was not.
// Neither a sheet nor the table of its texts is ever held in memory as a whole, and what a file
// unpacks to is bounded.
//
// That difference, and an error for a sheet that is torn instead of an early end, are why it is no
// library's work: their streams of rows give texts only, and end in silence.
package xlsx

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell. A formula's cell is of the kind its last result was.
const (
	Blank  Kind = iota // nothing, or an error such as #N/A
	Text               //
	Number             // digits as the file has them
	Date               // a number shown as a date or time; Value is that date
	Bool               // "TRUE" or "FALSE"
)

// Cell is one cell of a row. A Date reads "2006-01-02 15:04:05", "2006-01-02" or "15:04:05", in the
// zone of whoever wrote it.
type Cell struct {
	Kind  Kind
	Value string
}

// Limits of a workbook.
const (
	maxParts    = 10_000    // files in the archive
	maxRatio    = 400       // bytes a part may unpack to for each packed one; real sheets reach about 50
	freeRatio   = 64 << 20  // up to here the ratio does not matter
	maxUnpacked = 8 << 30   // bytes of one part
	maxColumns  = 16_384    // Excel's own
	maxRows     = 1_048_576 // Excel's own
	maxStrings  = 1 << 24   // different texts of a workbook
	maxStyles   = 1 << 16   // Excel's own is 65,490
	maxCell     = 1 << 20   // bytes of one cell's text; Excel's own is 32,767 characters
	inMemory    = 32 << 20  // bytes of shared texts held before they go to a temporary file
)

// Errors of a whole workbook.
var (
	// ErrNotWorkbook says that a ZIP archive holds no workbook we read.
	ErrNotWorkbook = errors.New("not an Excel workbook")
	// ErrBomb says that the archive unpacks to more than any real workbook does.
	ErrBomb = errors.New("the workbook unpacks to far more than its size: it was made to exhaust memory or disk")
)

// Book is an open workbook.
type Book struct {
	// Date1904 tells that days are counted from 1904, as old Excel for the Mac did.
	Date1904 bool

	parts  map[string]*zip.File
	sheets []sheet
	dates  []bool // by style: shown as a date
	texts  *texts
}

type sheet struct{ name, part string }

// Open reads everything of a workbook but its sheets.
func Open(r io.ReaderAt, size int64) (*Book, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("the workbook is damaged or cut off: %w", err)
	}
	if len(archive.File) > maxParts {
		return nil, ErrBomb
	}
	b := &Book{parts: map[string]*zip.File{}}
	for _, f := range archive.File {
		b.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	root := b.root()
	if root == "" {
		return nil, b.stranger()
	}
	if err := b.workbook(root); err != nil {
		return nil, err
	}
	return b, nil
}

// root finds the part that lists the sheets: it is nearly always the same.
func (b *Book) root() string {
	if b.parts["xl/workbook.xml"] != nil {
		return "xl/workbook.xml"
	}
	root := ""
	_ = b.walk("_rels/.rels", func(s *scanner) error {
		if s.name == "Relationship" && strings.HasSuffix(s.attr("Type"), "/officeDocument") {
			root = strings.ToLower(strings.TrimPrefix(s.attr("Target"), "/"))
		}
		return nil
	})
	if b.parts[root] == nil || !strings.HasSuffix(root, ".xml") {
		return ""
	}
	return root
}

// stranger says what an archive is that is no workbook of ours.
func (b *Book) stranger() error {
	switch {
	case b.parts["xl/workbook.bin"] != nil:
		return fmt.Errorf("%w of a kind that is read: it is binary (.xlsb); save it as .xlsx", ErrNotWorkbook)
	case b.parts["content.xml"] != nil:
		return fmt.Errorf("%w: it is an OpenDocument file; save it as .xlsx or CSV (UTF-8)", ErrNotWorkbook)
	case b.parts["word/document.xml"] != nil:
		return fmt.Errorf("%w: it is a Word document", ErrNotWorkbook)
	}
	return fmt.Errorf("%w: it is a ZIP archive; unpack it first", ErrNotWorkbook)
}

// workbook reads the list of sheets and what belongs to all of them.
func (b *Book) workbook(root string) error {
	targets := map[string]string{}
	base := path.Dir(root)
	list := base + "/_rels/" + path.Base(root) + ".rels"
	if b.parts[list] == nil {
		return fmt.Errorf("the workbook has no %s: it is damaged", list)
	}
	err := b.walk(list, func(s *scanner) error {
		if kind := s.attr("Type"); s.name == "Relationship" && (kind == "" || strings.HasSuffix(kind, "/worksheet")) {
			target := s.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(base, target)
			}
			targets[s.attr("Id")] = strings.ToLower(strings.TrimPrefix(path.Clean("/"+target), "/"))
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = b.walk(root, func(s *scanner) error {
		switch s.name {
		case "workbookPr":
			v := s.attr("date1904")
			b.Date1904 = v == "1" || v == "true"
		case "sheet":
			// Sheets of charts and dialogs hold no cells.
			if part := targets[s.attr("id")]; part != "" && !strings.Contains(part, "chartsheets/") && !strings.Contains(part, "dialogsheets/") {
				b.sheets = append(b.sheets, sheet{s.attr("name"), part})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(b.sheets) == 0 {
		return errors.New("the workbook has no sheet with cells: it is damaged, or holds charts only")
	}
	if b.dates, err = b.styles(base + "/styles.xml"); err != nil {
		return err
	}
	b.texts, err = b.shared(base + "/sharedstrings.xml")
	return err
}

// Sheets lists the sheets that hold cells, in the workbook's order.
func (b *Book) Sheets() []string {
	var names []string
	for _, s := range b.sheets {
		names = append(names, s.name)
	}
	return names
}

// Close removes what was put aside on disk.
func (b *Book) Close() error { return b.texts.close() }

// open reads a part, up to its limits.
func (b *Book) open(part string) (io.ReadCloser, error) {
	f := b.parts[part]
	if f == nil {
		return nil, fmt.Errorf("the workbook has no %s: it is damaged", part)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("the workbook is damaged in %s: %w", part, err)
	}
	most := min(max(int64(min(f.CompressedSize64, maxUnpacked))*maxRatio, freeRatio), maxUnpacked)
	return &bounded{ReadCloser: r, left: most}, nil
}

// bounded is a part that may not unpack to more than its share.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, ErrBomb
	}
	return n, err
}

// walk calls visit at the beginning of each element of a part. A part that is not there has none.
func (b *Book) walk(part string, visit func(*scanner) error) error {
	if b.parts[part] == nil {
		return nil
	}
	r, err := b.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newScanner(r)
	for {
		switch k, err := s.next(); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("the workbook is damaged in %s: %w", part, err)
		case k == opens:
			if err := visit(s); err != nil {
				return err
			}
		}
	}
}

// texts are the texts all sheets share, by number. Beyond inMemory bytes they lie in a temporary file.
type texts struct {
	ends   []int64 // where each ends
	tail   []byte  // what is not on disk
	onDisk int64
	file   *os.File
}

func (t *texts) add(text []byte) error {
	if len(t.ends) >= maxStrings {
		return ErrBomb
	}
	if len(t.tail)+len(text) > inMemory {
		if t.file == nil {
			var err error
			if t.file, err = os.CreateTemp("", "tingfeng-texts-*"); err != nil {
				return err
			}
		}
		if _, err := t.file.Write(t.tail); err != nil {
			return err
		}
		t.onDisk += int64(len(t.tail))
		t.tail = t.tail[:0]
	}
	t.tail = append(t.tail, text...)
	t.ends = append(t.ends, t.onDisk+int64(len(t.tail)))
	return nil
}

// get returns text n; ok is false when there is none.
func (t *texts) get(n int) (text string, ok bool, err error) {
	if n < 0 || n >= len(t.ends) {
		return "", false, nil
	}
	from := int64(0)
	if n > 0 {
		from = t.ends[n-1]
	}
	if from >= t.onDisk {
		return string(t.tail[from-t.onDisk : t.ends[n]-t.onDisk]), true, nil
	}
	b := make([]byte, t.ends[n]-from)
	_, err = t.file.ReadAt(b, from)
	return string(b), true, err
}

func (t *texts) close() error {
	if t == nil || t.file == nil {
		return nil
	}
	return errors.Join(t.file.Close(), os.Remove(t.file.Name()))
}
