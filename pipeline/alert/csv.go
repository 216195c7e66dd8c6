package alert

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// CSV is the detector as a filter: counts of one series in, what it says of each out.
type CSV struct {
	Rule  Rule // Step 0: as wide as the first rows lie apart
	Plans []Plan
	Wide  bool // what each row was judged by as well: hour,usual,low,high,sigma,authors,unknown
}

// DetectCSV is CSV.Run without further columns.
func DetectCSV(in io.Reader, out io.Writer, rule Rule, plans ...Plan) error {
	return CSV{Rule: rule, Plans: plans}.Run(in, out)
}

// Run reads counts as CSV and writes a row for each row of input, judged by it and those before it:
// timestamp,count,score,fired,reason. Fired is 1 where the rule would have told people: once, and
// then not again within the quiet period.
//
// The header must name timestamp and count (or value); authors and coverage are read when they
// are there. Without an authors column the floor on authors is not checked, and without coverage
// every row counts as fully collected. Rows left out are taken as not collected. Times are
// "2006-01-02 15:04:05" or RFC 3339. A bad row ends the run with an error that names its line.
func (c CSV) Run(in io.Reader, out io.Writer) error {
	rows := csv.NewReader(in)
	rows.ReuseRecord = true
	rows.FieldsPerRecord = -1
	columns, err := readHeader(rows)
	if err != nil {
		return err
	}
	if columns.authors < 0 {
		c.Rule.MinAuthors = 0
	}
	source := rowSource{rows: rows, columns: columns}
	if c.Rule.Step == 0 {
		if c.Rule.Step, err = source.step(); err != nil {
			return err
		}
	}
	if err := c.validate(); err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	w := csv.NewWriter(buffered)
	header := []string{"timestamp", "count", "score", "fired", "reason"}
	if c.Wide {
		header = append(header, "hour", "usual", "low", "high", "sigma", "authors", "unknown")
	}
	if err := w.Write(header); err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	bad := c.judge(&source, w)
	w.Flush() // what was judged before a bad row is told all the same
	if err := cmp.Or(w.Error(), buffered.Flush()); err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	return bad
}

func (c CSV) validate() error {
	if c.Rule.Kind != Burst && c.Rule.Kind != CountKind {
		return fmt.Errorf("rule %q: kind is %s: a series of counts can be judged by burst or count", c.Rule.Name, c.Rule.Kind)
	}
	if err := c.Rule.Validate(); err != nil {
		return err
	}
	for _, p := range c.Plans {
		if err := p.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// judge writes a row for every row.
func (c CSV) judge(source *rowSource, w *csv.Writer) error {
	watch := NewWatch(c.Rule, "", c.Plans...)
	order := pace{step: c.Rule.Step}
	for {
		row, err := source.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := order.next(row.count.At, row.at); err != nil {
			return fmt.Errorf("line %d: %w", row.line, err)
		}
		if err := w.Write(c.row(row.at, row.count, watch)); err != nil {
			return fmt.Errorf("write result: %w", err)
		}
	}
}

// row is what is written of one count.
func (c CSV) row(at string, count voc.Count, watch *Watch) []string {
	spike, decision := watch.Step(count)
	fired := "0"
	switch {
	case decision.Verdict == Opened:
		fired = "1"
	case spike.Fired && decision.Reason == BecauseQuiet:
		spike.Reason = "安静期内，不再提醒"
	case spike.Fired:
		spike.Reason = "已在预警中，不再提醒"
	}
	number := func(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }
	row := []string{at, strconv.Itoa(count.N), number(spike.Score, 4), fired, spike.Reason}
	if c.Wide {
		unknown := "0"
		if spike.Unknown {
			unknown = "1"
		}
		row = append(row, strconv.Itoa(spike.Hour), number(spike.Usual, 1), number(spike.Low, 0), number(spike.High, 0),
			number(spike.Sigma, 2), strconv.Itoa(spike.Authors), unknown)
	}
	return row
}

// columnsOf says where each field stands in a row; −1: not there.
type columnsOf struct{ at, n, authors, coverage int }

func readHeader(rows *csv.Reader) (columnsOf, error) {
	c := columnsOf{-1, -1, -1, -1}
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return c, errors.New("line 1: no header: the first line must be timestamp,count")
	}
	if err != nil {
		return c, fmt.Errorf("read header: %w", err)
	}
	for i, name := range header {
		switch strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))) {
		case "timestamp":
			c.at = i
		case "count", "value":
			c.n = i
		case "authors":
			c.authors = i
		case "coverage":
			c.coverage = i
		}
	}
	if c.at < 0 || c.n < 0 {
		return c, fmt.Errorf("line 1: header is %q: it must name the columns timestamp and count", strings.Join(header, ","))
	}
	return c, nil
}

func (c columnsOf) parse(row []string) (voc.Count, error) {
	count := voc.Count{Coverage: 1}
	if need := max(c.at, c.n, c.authors, c.coverage) + 1; len(row) < need {
		return count, fmt.Errorf("%d fields, the header has at least %d", len(row), need)
	}
	var err error
	if count.At, err = parseTime(row[c.at]); err != nil {
		return count, err
	}
	if count.N, err = parseCount("count", row[c.n]); err != nil {
		return count, err
	}
	if c.authors >= 0 {
		if count.Authors, err = parseCount("authors", row[c.authors]); err != nil {
			return count, err
		}
	}
	if c.coverage >= 0 {
		count.Coverage, err = strconv.ParseFloat(strings.TrimSpace(row[c.coverage]), 64)
		if err != nil || !(count.Coverage >= 0 && count.Coverage <= 1) {
			return count, fmt.Errorf("coverage %q: write a share between 0 and 1", row[c.coverage])
		}
	}
	return count, nil
}

func parseTime(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.DateTime, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("timestamp %q: write it like 2026-01-31 14:05:00 or 2026-01-31T14:05:00+08:00", s)
}

// parseCount reads a whole number of posts; "12.0" is one, as spreadsheets write it.
func parseCount(name, s string) (int, error) {
	s = strings.TrimSpace(s)
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 1e9 || f != float64(int(f)) {
		return 0, fmt.Errorf("%s %q: write a whole number from 0 to 1000000000", name, s)
	}
	return int(f), nil
}
