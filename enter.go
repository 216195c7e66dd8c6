package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler/importer"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type importCmd struct {
	Files       []string          `arg:"" type:"path" help:"Files to read, or folders of them (as MediaCrawler makes); - is standard input."`
	Format      string            `enum:"auto,csv,xlsx,sqlite,jsonl,json,mediacrawler,weibo-crawler,bilibili,zhihu,xhs,weibo-m,douyin,kuaishou,jd,reddit,askbot" default:"auto" help:"auto looks into the file. The platforms' names mean what their own interfaces answered, saved."`
	Source      string            `placeholder:"ID" help:"Source the posts are stored under; default: the platform the file tells of, else import."`
	Platform    string            `placeholder:"NAME" help:"Site they come from, when the file does not say."`
	Brand       string            `placeholder:"ID" help:"Brand they are all about; default: found in the text."`
	Column      map[string]string `placeholder:"FIELD=HEADER" help:"What a column means, e.g. text=评论内容."`
	Mapping     string            `placeholder:"NAME" help:"Use the columns kept under this name. A file whose headers fit a kept mapping uses it by itself."`
	SaveMapping string            `name:"save-mapping" placeholder:"NAME" help:"Keep what --column says under this name, for the next file of the same tool."`
	Sheet       string            `placeholder:"NAME" help:"Sheet of a workbook, by name or number, or table of a database; default: the first that holds a table."`
	Encoding    string            `placeholder:"NAME" help:"Encoding of a text, e.g. gb18030; default: found out."`
	Delimiter   string            `placeholder:"CHAR" help:"What separates cells, e.g. , or ; or tab; default: found out."`
	Dates       string            `placeholder:"ORDER" help:"What dates like 03/04/2026 begin with: mdy or dmy; default: what all dates of the file tell."`
	Preview     bool              `help:"Show what the first rows would become, store nothing."`
	Restart     bool              `help:"Begin at the first row even where an earlier import of the same file was cut off."`
	Rejects     string            `placeholder:"FILE" help:"Where rows that could not be taken are kept; default: beside the data."`

	kept []importer.Mapping // all there are
}

// imported is the result of one file.
type imported struct {
	File     string   `json:"file"`
	Format   string   `json:"format"`
	Encoding string   `json:"encoding"`
	Mapping  string   `json:"mapping,omitempty"`
	Rows     int      `json:"rows"`
	Posts    int      `json:"posts"`
	Repeats  int      `json:"repeats"`
	Rejected int      `json:"rejected"`
	From     int      `json:"from,omitempty"` // rows an earlier, interrupted import had taken
	Rejects  string   `json:"rejects,omitempty"`
	Notes    []string `json:"notes,omitempty"`
}

// Run imports files one after the other. What was taken is durable when it returns.
func (i *importCmd) Run(w *world, g *grammar) (err error) {
	files, err := filesOf(w, i.Files) // before anything is opened: a typing error should cost nothing
	if err != nil {
		return err
	}
	named := i.Files
	i.Files = files
	if i.Preview {
		return i.preview(w, g)
	}
	d, c, err := openDesk(w, g)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if err := i.mappings(c.Data, g.Config); err != nil {
		return err
	}
	if i.Rejects == "" {
		i.Rejects = filepath.Join(c.Data, "rejects", "import-"+w.now().In(c.Location).Format("20060102-150405")+".jsonl")
	}
	var results []imported
	var problems []error
	for _, file := range i.Files {
		one, err := i.listed(w, d, c, file)
		results = append(results, one)
		if err == nil && slices.Contains(named, file) {
			err = one.nothing()
		}
		if err != nil {
			problems = append(problems, err) // it names the file
		}
		if w.signal.Err() != nil {
			break
		}
	}
	if err := d.settle(context.WithoutCancel(w.signal), w.storing()); err != nil {
		problems = append(problems, fmt.Errorf("what was read waits in the spool and is stored at the next start: %w", err))
	}
	if g.JSON {
		return errors.Join(append(problems, printJSON(w.stdout, results))...)
	}
	for _, r := range results {
		r.print(w.stdout)
	}
	return errors.Join(problems...)
}

// nothing is an error when a file that was asked for by its name gave no post at all. In a folder
// of a tool's output an empty file is a day nobody spoke.
func (r *imported) nothing() error {
	switch {
	case r.Posts > 0:
		return nil
	case r.Rows == 0:
		return fmt.Errorf("import %s: the file holds no row: nothing was taken", r.File)
	}
	return fmt.Errorf("import %s: none of its %d rows could be taken: %s has the reason of each", r.File, r.Rows, r.Rejects)
}

// print tells people what became of a file.
func (r *imported) print(out io.Writer) {
	if r.Format == "" { // the error beside it says why
		fmt.Fprintf(out, "%s：没有读入\n", filepath.Base(r.File))
		return
	}
	fmt.Fprintf(out, "%s：%s，%s，%d 行，%d 条帖子", filepath.Base(r.File), r.Format, r.Encoding, r.Rows, r.Posts)
	if r.Repeats > 0 {
		fmt.Fprintf(out, "（文件内重复 %d）", r.Repeats)
	}
	if r.From > 0 {
		fmt.Fprintf(out, "（前 %d 行上次已收）", r.From)
	}
	if r.Rejected > 0 {
		fmt.Fprintf(out, "，%d 行未收，原文与原因见 %s", r.Rejected, r.Rejects)
	}
	fmt.Fprintln(out)
	for _, n := range r.Notes {
		fmt.Fprintf(out, "  注意：%s\n", n)
	}
}

// storing shows how much of what waits has been stored; the first word tells how much there is.
func (w *world) storing() func(left int) {
	var shown *progress
	return func(left int) {
		if shown == nil {
			shown = w.progress("存入数据库", left)
		}
		shown.at(shown.total - left)
	}
}

// options are what is known of a file before it is read.
func (i *importCmd) options(w *world, zone *time.Location, file string) importer.Options {
	o := importer.Options{
		Format: i.Format, Source: voc.SourceID(i.Source), Platform: i.Platform, Brand: voc.BrandID(i.Brand),
		Columns: i.Column, Sheet: i.Sheet, Encoding: i.Encoding, Delimiter: i.Delimiter, Dates: i.Dates, Mappings: i.kept,
		Location: zone, Now: w.now(),
	}
	if info, err := os.Stat(file); err == nil && file != "-" {
		o.Written = info.ModTime()
	}
	return o
}

// listed imports one file as a job: who looks at the list later sees what came in, when and by whom, and
// what was cut off.
func (i *importCmd) listed(w *world, d *desk, c *configs.Config, file string) (imported, error) {
	if d.job == nil {
		return i.one(w, d, c, file, func(_, _ int) {})
	}
	ctx, job := d.job(w.signal, voc.Job{Kind: "import", Title: "导入 " + filepath.Base(file), Unit: "条"})
	one, err := i.one(w, d, c, file, func(done, of int) { job.Progress(int64(done), int64(of)) })
	job.End(ctx, err)
	return one, err
}

func (i *importCmd) one(w *world, d *desk, c *configs.Config, file string, progress func(done, of int)) (one imported, err error) {
	one.File = file
	in, err := openInput(w, file)
	if err != nil {
		return one, err
	}
	defer in.Close()
	masker, err := passingMasker()
	if err != nil {
		return one, err
	}
	o := i.options(w, c.Location, file)
	stand, err := openPosition(filepath.Join(c.Data, "imports"), in, o)
	if err != nil {
		return one, err
	}
	if !i.Restart {
		o.From = stand.Rows
	}
	rejects := &rejectsFile{mask: masker, path: i.Rejects}
	o.Taken = func(rows int) {
		if rejects.flush() == nil {
			stand.keep(rows)
		}
	}
	shown := w.progress("读入 "+filepath.Base(file), 0)
	taken := 0
	result, err := importer.Read(w.signal, in, file, o, func(posts []voc.Post) error {
		taken += len(posts)
		shown.total = max(0, expected(in, o.From+taken)-o.From) // what an earlier run took is no work of this one
		shown.at(taken)
		progress(taken, shown.total)
		return d.take(w.signal, posts)
	}, rejects.keep)
	err = errors.Join(err, rejects.close())
	shown.total = 0
	shown.done(result.Posts, "")
	progress(result.Posts, result.Posts)
	if err == nil {
		err = errors.Join(stand.done(), i.learn(c.Data, o, result))
	}
	one.Format, one.Encoding, one.Rows, one.Posts, one.Rejected = result.Format, result.Encoding, result.Rows, result.Posts, result.Rejected
	one.Repeats, one.Mapping, one.Notes, one.From = result.Repeats, result.Mapping, result.Notes, o.From
	if one.Rejected > 0 {
		one.Rejects = i.Rejects
	}
	return one, err
}

// expected is how many posts a file of text will give, as far as one can tell from how much of it
// was read; 0 when one cannot.
func expected(in io.Reader, taken int) int {
	f, ok := in.(*os.File)
	if !ok {
		return 0
	}
	info, err := f.Stat()
	at, seek := f.Seek(0, io.SeekCurrent)
	if err != nil || seek != nil || at <= 0 || at >= info.Size() {
		return 0 // a pipe; or a workbook, which is read in another order
	}
	return int(float64(taken) * float64(info.Size()) / float64(at))
}

func openInput(w *world, file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(w.stdin), nil
	}
	return os.Open(file)
}

// preview shows what the first rows would become, masked as they would be stored.
func (i *importCmd) preview(w *world, g *grammar) error {
	c, err := w.loadOrStandard(g)
	if err != nil {
		return err
	}
	if err := i.mappings(c.Data, g.Config); err != nil {
		return err
	}
	masker, err := passingMasker()
	if err != nil {
		return err
	}
	for _, file := range i.Files {
		sample, err := i.sample(w, c, masker, file)
		if err != nil {
			return err
		}
		if g.JSON {
			if err := printJSON(w.stdout, sample); err != nil {
				return err
			}
			continue
		}
		printSample(w.stdout, file, sample, c.Location)
	}
	return nil
}

// sample reads the first rows of a file, masked as they would be stored.
func (i *importCmd) sample(w *world, c *configs.Config, masker *mask.Masker, file string) (importer.Sample, error) {
	in, err := openInput(w, file)
	if err != nil {
		return importer.Sample{}, err
	}
	defer in.Close()
	o := i.options(w, c.Location, file)
	sample, err := importer.Preview(w.signal, in, file, o, previewRows)
	if err == nil {
		err = i.learn(c.Data, o, sample.Result)
	}
	for n := range sample.Rejects {
		sample.Rejects[n].Raw = masker.Text(sample.Rejects[n].Raw)
	}
	for n := range sample.Sample {
		masker.Post(&sample.Sample[n])
	}
	return sample, err
}

// printSample shows people what a file would become.
func printSample(out io.Writer, file string, sample importer.Sample, zone *time.Location) {
	fmt.Fprintf(out, "%s：%s，%s\n", filepath.Base(file), sample.Result.Format, sample.Result.Encoding)
	for _, c := range sample.Result.Columns {
		field := c.Field
		if field == "" {
			field = "（不用）"
		}
		fmt.Fprintf(out, "  %s → %s\n", c.Header, field)
	}
	for _, p := range sample.Sample {
		fmt.Fprintf(out, "  %s  %s  %s\n", p.PublishedAt.In(zone).Format("2006-01-02 15:04"), p.Source, oneLine(p.Body(), 60))
	}
	for _, r := range sample.Rejects {
		fmt.Fprintf(out, "  第 %d 行不收：%s\n", r.Line, r.Reason)
	}
	for _, n := range sample.Notes {
		fmt.Fprintf(out, "  注意：%s\n", n)
	}
}

// previewRows is how many rows a preview shows: one screen.
const previewRows = 20

// oneLine cuts a text to a line of at most n runes.
func oneLine(text string, n int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > n {
		return string(runes[:n]) + "…"
	}
	return string(runes)
}

// passingMasker masks texts that are shown or kept for people but whose authors need no lasting
// hash: its secret is thrown away.
func passingMasker() (*mask.Masker, error) {
	secret := make([]byte, 32)
	rand.Read(secret)
	return mask.New(secret)
}

// rejectsFile keeps rows that were not taken, with the reason. It is made at the first of them.
// What identifies a person is masked here too: a row that is broken still holds phone numbers.
type rejectsFile struct {
	mask *mask.Masker
	path string
	file *os.File
	out  *bufio.Writer
}

func (r *rejectsFile) keep(row importer.Reject) error {
	if r.file == nil {
		if err := os.MkdirAll(filepath.Dir(r.path), 0o700); err != nil {
			return err
		}
		f, err := os.OpenFile(r.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		r.file, r.out = f, bufio.NewWriter(f)
	}
	row.Raw = r.mask.Text(row.Raw)
	return printLine(r.out, row)
}

// flush gives what was kept so far to the file.
func (r *rejectsFile) flush() error {
	if r.file == nil {
		return nil
	}
	return r.out.Flush()
}

func (r *rejectsFile) close() error {
	if r.file == nil {
		return nil
	}
	return errors.Join(r.out.Flush(), r.file.Close())
}
