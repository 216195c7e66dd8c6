package importer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/charset"
	"github.com/tingfeng-voc/tingfeng/crawler/importer/answers"
	"github.com/tingfeng-voc/tingfeng/crawler/importer/sqlite"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// session is one file on its way through.
type session struct {
	ctx    context.Context
	name   string
	o      Options
	emit   func([]voc.Post) error
	reject func(Reject) error
	limit  int // rows after which a preview ends; 0: none

	result  Result
	pending []voc.Post
	fresh   int    // of pending, posts that were not seen before
	stamp   string // the time of the post at hand, as far as the file told it for good

	seen recent
	torn int // rows that hold U+FFFD

	file     io.Reader // from its beginning; what is read in any order when it came through a pipe and was copied
	dates    string    // order of day and month where the year stands last; "" before anybody asked
	evidence *evidence // not nil: only the dates are looked at

	from1904  bool              // serial dates count from 1904
	collected time.Time         // when the file says it was written; zero: it does not
	rounded   map[field]error   // columns of ids a spreadsheet rounded throughout
	threads   map[string]string // row number → id made of it

	schemas map[string]*schema // by the names of a JSON object's fields
	noted   map[string]bool
}

func newSession(ctx context.Context, name string, o Options, emit func([]voc.Post) error, reject func(Reject) error) *session {
	return &session{
		ctx: ctx, name: name, o: o, emit: emit, reject: reject,
		schemas: map[string]*schema{}, noted: map[string]bool{}, rounded: map[field]error{}, threads: map[string]string{},
	}
}

// sampleSize is how much of a file is looked at before its format is named.
const sampleSize = 64 << 10

func (s *session) read(r io.Reader) error {
	s.file = r
	raw := bufio.NewReaderSize(r, 64<<10)
	head, err := raw.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return s.readWorkbook(r, raw)
	case bytes.HasPrefix(head, []byte(sqlite.Magic)):
		return s.readDatabase(r, raw)
	case s.o.Format == FormatXLSX:
		return errors.New("this is no Excel workbook (.xlsx)")
	}
	if err := refuse(head); err != nil {
		return err
	}
	decoded, err := charset.NewReader(raw, "", s.o.Encoding)
	if err != nil {
		return err
	}
	defer func() { s.result.Encoding = decoded.Encoding() }()
	return s.readText(bufio.NewReaderSize(decoded, sampleSize))
}

// readText reads what is no container of bytes: by what it begins with, a page, answers, JSON or a
// table.
func (s *session) readText(in *bufio.Reader) error {
	sample, err := in.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	whole := err != nil // the sample is the file
	if said := bytes.Trim(sample, " \t\r\n\x00\ufeff"); whole && (len(said) == 0 || string(said) == "null" || string(said) == `""`) {
		return ErrEmpty
	}
	if isPage(sample) {
		return s.readPage(in, sample)
	}
	if noText(sample) {
		return errors.New("this is no text: a picture, a program or another tool's own format; export it as CSV (UTF-8) or JSON lines")
	}
	text := &lines{in: in, max: s.o.MaxLine, line: 1, tick: s.ctx.Err}
	shape := s.shape(sample, whole)
	if format := s.answerFormat(sample, shape); format != "" {
		return s.readAnswers(text, format, shape, answers.Prefix(sample))
	}
	if s.o.Format == FormatAuto {
		if err := markup(sample); err != nil {
			return err
		}
		if called(sample) {
			s.result.Format = FormatJSON
			return s.readCall(text, answers.Prefix(sample))
		}
	}
	switch shape {
	case FormatJSONL:
		s.result.Format = FormatJSONL
		return s.readLines(text)
	case FormatJSON:
		s.result.Format = FormatJSON
		if whole && s.alone(sample) {
			return s.object(row{1, string(sample)}, bytes.TrimPrefix(sample, []byte("\ufeff")), nil)
		}
		return s.readJSON(text)
	default:
		s.result.Format = FormatCSV
		return s.readTable(text, string(sample), whole)
	}
}

// noText tells by its control characters whether a sample is something else. A few of them stand in
// real exports too.
func noText(sample []byte) bool {
	controls := 0
	for _, b := range sample {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' {
			controls++
		}
	}
	return controls >= 8 && controls*50 > len(sample)
}

// shape decides on the container: what was asked for, else what the file begins with.
func (s *session) shape(sample []byte, whole bool) string {
	switch s.o.Format {
	case FormatCSV, FormatJSON, FormatJSONL:
		return s.o.Format
	}
	return jsonShape(sample, whole, strings.ToLower(path.Ext(s.name)))
}

// refuse knows files that are no text, by what they begin with.
func refuse(head []byte) error {
	if len(head) > 2 && head[0] == 0x80 && head[1] >= 2 && head[1] <= 5 && bytes.Contains(head[2:], []byte("\x8c")) {
		return errSerial
	}
	for magic, is := range map[string]string{
		"\xd0\xcf\x11\xe0": "an Excel workbook of before 2007 (.xls), or one with a password: save it as .xlsx without one",
		"\x1f\x8b":         "compressed with gzip: unpack it first",
		"%PDF":             "a PDF",
		"\x28\xb5\x2f\xfd": "compressed with zstd: unpack it first",
		"Rar!":             "a RAR archive: unpack it first",
		"PAR1":             "a Parquet file: export it as CSV or JSON lines",
	} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return fmt.Errorf("this is %s", is)
		}
	}
	return nil
}

// row is one row of the file, wherever it stood.
type row struct {
	line int
	raw  string // for the reject file
}

// take makes a post of a record and queues it.
func (s *session) take(at row, rec record, sc *schema) error {
	if s.evidence != nil {
		s.evidence.see(rec, sc)
		return s.ctx.Err()
	}
	if err := s.count(); err != nil {
		return err
	}
	p, err := s.post(rec, sc)
	if err != nil {
		return s.refuse(at, err.Error())
	}
	s.destroyed(p.Title + p.Text)
	if err := s.queue(at, p); err != nil {
		return err
	}
	return s.repeated(at, rec, sc.original)
}

// repeated takes the post a repost repeats as one of its own, which counts as a row. A notice that
// stands in the place of a post that was taken down has no author.
func (s *session) repeated(at row, rec record, sc *schema) error {
	if sc == nil || sc.get(rec, fID) == "" || sc.get(rec, fText) == "" || sc.get(rec, fAuthor) == "" {
		return nil
	}
	rec.around = nil
	if err := s.count(); err != nil {
		return err
	}
	p, err := s.post(rec, sc)
	if err != nil {
		return s.refuse(at, "the post it repeats: "+err.Error())
	}
	return s.queue(at, p)
}

// count counts a row and looks whether anybody still waits for it.
func (s *session) count() error {
	if s.limit > 0 && s.result.Rows >= s.limit {
		return errEnough
	}
	if len(s.pending) >= batch { // here all posts of the rows so far are together
		if err := s.flush(); err != nil {
			return err
		}
	}
	s.result.Rows++
	return s.ctx.Err()
}

// skip counts a row and rejects it.
func (s *session) skip(at row, reason string) error {
	if err := s.count(); err != nil {
		return err
	}
	return s.refuse(at, reason)
}

const rawLimit = 2048

func (s *session) refuse(at row, reason string) error {
	s.result.Rejected++
	if s.reject == nil || s.taken() {
		return nil
	}
	raw := at.raw
	if len(raw) > rawLimit {
		raw = strings.ToValidUTF8(raw[:rawLimit], "") + "…"
	}
	return s.reject(Reject{Line: at.line, Reason: reason, Raw: raw})
}

// taken tells whether an earlier run has handed over what the row at hand holds.
func (s *session) taken() bool { return s.result.Rows <= s.o.From }

// queue hands the post over with its neighbours, unless the file said the same before.
func (s *session) queue(at row, p voc.Post) error {
	text := fingerprint(p.Author.Hash, p.Author.Name, p.Title, p.Text)
	all := fingerprint(fmt.Sprint(text, p.PublishedAt.UnixNano(), p.EditedAt.UnixNano(), p.Engagement, p.RatingRaw), p.URL, p.ParentID, p.StoreName)
	now := said{uint32(text), uint32(all)}
	before, again := s.seen.swap(short(p.ID), now)
	if again && before.text != now.text && !s.trusted(p) {
		if zeroTail(p.ExternalID) {
			return s.refuse(at, fmt.Sprintf("id %q stands for different texts and ends in zeros behind its 15th digit, as a spreadsheet rounds: %s", p.ExternalID, asText))
		}
		// A numbering that begins anew, or ids of several sites in one file: keeping the id would
		// let one voice overwrite another.
		s.note("the same id stands for different texts: such rows got an id made of what they say")
		s.seen.swap(short(p.ID), before)
		p.ExternalID = s.contentID(&p)
		p.ID = voc.NewPostID(p.Source, p.ExternalID)
		before, again = s.seen.swap(short(p.ID), now)
	}
	if again {
		s.result.Repeats++
		if before == now {
			return nil
		}
	} else {
		s.fresh++
	}
	if s.taken() {
		s.result.Posts += s.fresh
		s.fresh = 0
		return nil
	}
	s.pending = append(s.pending, p)
	return nil
}

// trusted tells whether an id comes from a tool that takes it from the site: then another text
// under it is an edit.
func (s *session) trusted(p voc.Post) bool {
	switch s.result.Format {
	case FormatCSV, FormatText, FormatXLSX, FormatSQLite, FormatJSON, FormatJSONL, "":
		return false
	}
	return true
}

func (s *session) flush() error {
	if len(s.pending) == 0 {
		return nil
	}
	if err := s.emit(s.pending); err != nil {
		return err
	}
	s.result.Posts += s.fresh
	s.pending, s.fresh = nil, 0 // emit may keep what it got
	if s.o.Taken != nil && !s.taken() {
		s.o.Taken(s.result.Rows)
	}
	return nil
}

// note adds a sentence to the result, once.
func (s *session) note(text string) {
	if !s.noted[text] {
		s.noted[text] = true
		s.result.Notes = append(s.result.Notes, text)
	}
}

func short(id voc.PostID) uint64 {
	var n uint64
	for i := range 16 {
		c := id[i]
		d := uint64(c - '0')
		if c >= 'a' {
			d = uint64(c-'a') + 10
		}
		n = n<<4 | d
	}
	return n
}

func fingerprint(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = io.WriteString(h, p)
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

var digitsName = regexp.MustCompile(`^\d{5,20}$`)

// nameAuthor is the user a weibo-crawler file is named after; "" for any other file.
func (s *session) nameAuthor() string {
	base := path.Base(strings.ReplaceAll(s.name, `\`, "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	if digitsName.MatchString(base) {
		return base
	}
	return ""
}
