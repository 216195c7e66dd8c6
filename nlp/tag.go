package nlp

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Tagged is one line of output of Tag: the analysis of one text under stable names that scripts
// rest on. Lists are never null.
type Tagged struct {
	ID              string        `json:"id"`
	Sentiment       voc.Sentiment `json:"sentiment"`
	Score           float64       `json:"score"`
	Probability     float64       `json:"probability"`
	Emotion         voc.Emotion   `json:"emotion"`
	Aspects         []voc.Aspect  `json:"aspects"`
	Topics          []string      `json:"topics"`
	Intent          voc.Intent    `json:"intent"`
	Complaint       bool          `json:"complaint"`
	Severity        int           `json:"severity"`
	SeverityReasons []string      `json:"severity_reasons"`
	Implicit        bool          `json:"implicit"`
	Irony           bool          `json:"irony"`
	Noise           []string      `json:"noise"`
	Keywords        []string      `json:"keywords"`
	Brands          []voc.BrandID `json:"brands"` // all brands the text speaks of
	Language        string        `json:"language"`
	Fingerprint     string        `json:"fingerprint"` // 16 hex digits: a JSON number would be rounded
	Region          string        `json:"region"`      // province
	City            string        `json:"city"`
	District        string        `json:"district"`
	Store           voc.StoreID   `json:"store"` // of stores.yaml, "" none or unsure
	Facts           []voc.Fact    `json:"facts"`
	Role            voc.Role      `json:"role"`
	Offensive       bool          `json:"offensive"`
	Odds            voc.Odds      `json:"odds"`
	Version         string        `json:"version"`
	Text            *string       `json:"text,omitempty"` // the normalised text, on request
}

// TagOptions says how Tag reads and writes. The zero value is ready.
type TagOptions struct {
	Brand   voc.BrandID // see every text from this brand's side, whether it is named or not
	Text    bool        // write the normalised text too
	Plain   bool        // every line is a text, also one that looks like JSON
	MaxLine int         // bytes; a longer line is skipped and reported. 0: 4 MB
	Workers int         // 0: one a core

	// Reject is called for each line that was not tagged, from one goroutine; nil: only counted.
	Reject func(TagReject)
}

// TagReject is one line that was not tagged, and why.
type TagReject struct {
	Line   int    // from 1
	Reason string // for people
	Head   string // its first characters
}

// TagResult counts what Tag did.
type TagResult struct {
	Lines, Tagged, Rejected, Blank int
}

const defaultMaxLine = 4 << 20

// batchLines and batchBytes bound what one batch holds; a few batches are in memory at a time.
const (
	batchLines = 256
	batchBytes = 1 << 20
)

// job is one batch on its way through a worker; done is closed when out is filled.
type job struct {
	lines   []tagLine
	out     []byte
	rejects []TagReject
	tagged  int
	done    chan struct{}
}

type tagLine struct {
	number int
	text   []byte
	reject string // why it is not to be tagged at all
}

// Tag reads texts from r, one a line, and writes one line of JSON for each to w, in the same
// order. A line that begins as an object of JSON does is one with "text" and, if known, title, rating, kind, brand, store,
// store_name, region and product as in voc.Post; every other line is a text. Lines that cannot be read (broken JSON, too long) are counted and reported, and
// never stop the rest. Memory is bounded however long the input or one line is. The error is that
// of r, w or ctx.
func Tag(ctx context.Context, r io.Reader, w io.Writer, a *Analyzer, o TagOptions) (TagResult, error) {
	if o.MaxLine <= 0 {
		o.MaxLine = defaultMaxLine
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work := make(chan *job)               // to the workers
	order := make(chan *job, 2*o.Workers) // to the writer, as read
	t := &tagger{a: a, o: o}
	read := make(chan error, 1)
	go func() { read <- t.read(ctx, r, work, order) }()
	for range o.Workers {
		go func() {
			for j := range work {
				t.tag(j)
				close(j.done)
			}
		}()
	}
	werr := t.write(w, order)
	if werr != nil {
		cancel()
		for j := range order { // let reader and workers come to their end
			<-j.done
		}
	}
	rerr := <-read
	if werr != nil {
		return t.result, werr // the reader only stopped because of it
	}
	return t.result, rerr
}

type tagger struct {
	a      *Analyzer
	o      TagOptions
	result TagResult // Lines and Blank belong to read, the rest to write
}

// read cuts r into batches until its end.
func (t *tagger) read(ctx context.Context, r io.Reader, work, order chan<- *job) error {
	defer close(order)
	defer close(work)
	in := bufio.NewReaderSize(r, 256<<10)
	j := newJob()
	size := 0
	send := func() error {
		if len(j.lines) == 0 {
			return nil
		}
		select {
		case order <- j:
		case <-ctx.Done():
			return ctx.Err()
		}
		work <- j // a worker always comes: they live until work is closed
		j, size = newJob(), 0
		return nil
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, tooLong, err := readLine(in, t.o.MaxLine)
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(fmt.Errorf("tag: read line %d: %w", t.result.Lines+1, err), send())
		}
		end := err != nil
		if end && len(line) == 0 && !tooLong {
			return send()
		}
		t.result.Lines++
		if t.result.Lines == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		l := tagLine{number: t.result.Lines, text: line}
		switch {
		case tooLong:
			l.reject = fmt.Sprintf("longer than %d bytes: split it, or raise the limit", t.o.MaxLine)
		case len(bytes.TrimSpace(line)) == 0:
			t.result.Blank++
			if end {
				return send()
			}
			continue
		}
		j.lines = append(j.lines, l)
		// Nothing more waits to be read: who pipes texts in one by one sees each answer at once.
		if size += len(line); len(j.lines) >= batchLines || size >= batchBytes || in.Buffered() == 0 {
			if err := send(); err != nil {
				return err
			}
		}
		if end {
			return send()
		}
	}
}

func newJob() *job { return &job{done: make(chan struct{})} }

// readLine gives the next line without its end. Of a line longer than limit it gives the first few
// characters, passes over the rest, and says so.
func readLine(in *bufio.Reader, limit int) (line []byte, tooLong bool, err error) {
	const head = 200
	for {
		part, err := in.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > limit+1; tooLong {
			line = append(line, part...)
			line = line[:min(len(line), head)]
		} else {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(line, "\r\n"), tooLong, err
	}
}

// tag analyses one batch.
func (t *tagger) tag(j *job) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, l := range j.lines {
		post, reason := l.post(t.o.Plain)
		if reason != "" {
			j.rejects = append(j.rejects, TagReject{Line: l.number, Reason: reason, Head: headOf(l.text)})
			continue
		}
		if t.o.Brand != "" {
			post.Brand = t.o.Brand
		}
		tagged := t.a.tagged(post, t.o)
		if err := enc.Encode(tagged); err != nil {
			j.rejects = append(j.rejects, TagReject{Line: l.number, Reason: err.Error(), Head: headOf(l.text)})
			continue
		}
		j.tagged++
	}
	j.out = out.Bytes()
	j.lines = nil
}

// post reads one line; the reason says why it cannot be.
func (l *tagLine) post(plain bool) (*voc.Post, string) {
	if l.reject != "" {
		return nil, l.reject
	}
	if foreign(l.text) {
		return nil, "no UTF-8; of a file in GBK make one first: iconv -f gb18030 -t utf-8"
	}
	text := bytes.TrimSpace(l.text)
	if plain || !opensJSON(text) {
		return &voc.Post{ID: voc.PostID(fmt.Sprint(l.number)), Text: string(l.text)}, ""
	}
	var in taggable
	if err := json.Unmarshal(text, &in); err != nil {
		return nil, notRead(err)
	}
	if in.Text == nil && in.Title == "" {
		return nil, `has no "text": write {"id": …, "text": …}`
	}
	p := &voc.Post{
		ID: voc.PostID(l.id(in.ID)), Title: in.Title, Rating: in.Rating, Kind: in.Kind, Brand: in.Brand,
		Store: in.Store, StoreName: in.StoreName, Region: in.Region, Product: in.Product,
	}
	if in.Text != nil {
		p.Text = *in.Text
	}
	return p, ""
}

func headOf(line []byte) string {
	return strings.ToValidUTF8(string(line[:min(len(line), 80)]), "")
}

// tagged analyses one post; of several brands the one asked for is shown, else the first.
func (a *Analyzer) tagged(post *voc.Post, o TagOptions) Tagged {
	mentions := a.Analyze([]voc.Post{*post})
	shown := &mentions[0]
	brands := []voc.BrandID{}
	for i := range mentions {
		if mentions[i].Brand == o.Brand {
			shown = &mentions[i]
		}
		if mentions[i].Brand != "" {
			brands = append(brands, mentions[i].Brand)
		}
	}
	an := &shown.Analysis
	t := Tagged{
		ID: string(post.ID), Sentiment: an.Sentiment, Score: round4(an.Score), Probability: round4(an.Probability),
		Emotion: an.Emotion, Aspects: orEmpty(an.Aspects), Topics: orEmpty(an.Topics), Intent: an.Intent,
		Complaint: an.Complaint, Severity: an.Severity, SeverityReasons: orEmpty(an.SeverityReasons),
		Implicit: an.Implicit, Irony: an.Irony, Noise: orEmpty(an.Noise), Keywords: orEmpty(an.Keywords),
		Brands: brands, Language: an.Language, Fingerprint: fmt.Sprintf("%016x", an.Fingerprint), Version: an.Version,
		Region: cmp.Or(post.Region, an.Region), City: an.City, District: an.District, Store: cmp.Or(post.Store, an.Store), Facts: orEmpty(an.Facts), Role: an.Role, Offensive: an.Offensive, Odds: an.Odds,
	}
	if o.Text {
		t.Text = &an.Norm
	}
	return t
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// round4 keeps four digits: more would pretend to a precision nobody has measured. A score that is
// not zero keeps its sign.
func round4(x float64) float64 {
	const digits = 1e4
	if r := float64(int64(x*digits+half(x))) / digits; r != 0 || x == 0 {
		return r
	}
	return half(x) * 2 / digits
}

func half(x float64) float64 {
	if x < 0 {
		return -0.5
	}
	return 0.5
}

// write writes the batches in the order they were read.
func (t *tagger) write(w io.Writer, order <-chan *job) error {
	for j := range order {
		<-j.done
		if _, err := w.Write(j.out); err != nil {
			return fmt.Errorf("tag: write: %w", err)
		}
		t.result.Tagged += j.tagged
		t.result.Rejected += len(j.rejects)
		if t.o.Reject != nil {
			for _, r := range j.rejects {
				t.o.Reject(r)
			}
		}
	}
	return nil
}
