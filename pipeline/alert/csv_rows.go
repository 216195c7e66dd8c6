package alert

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// paceRows is how many rows tell the step of a series.
const paceRows = 24

// leastStep is the finest a rule may look: see voc.Rule.
const leastStep = time.Minute

// csvRow is one row of counts, read.
type csvRow struct {
	line  int
	at    string // as it was written
	count voc.Count
}

// rowSource reads rows, some of them ahead when the step of the series has to be found.
type rowSource struct {
	rows    *csv.Reader
	columns columnsOf
	held    []csvRow
	after   error // what came behind the held rows
}

// next gives the next row; io.EOF after the last.
func (s *rowSource) next() (csvRow, error) {
	if len(s.held) > 0 {
		row := s.held[0]
		s.held = s.held[1:]
		return row, nil
	}
	if s.after != nil {
		return csvRow{}, s.after
	}
	return s.read()
}

func (s *rowSource) read() (csvRow, error) {
	row, err := s.rows.Read()
	if errors.Is(err, io.EOF) {
		return csvRow{}, io.EOF
	}
	if err != nil {
		return csvRow{}, fmt.Errorf("read counts: %w", err)
	}
	line, _ := s.rows.FieldPos(0)
	count, err := s.columns.parse(row)
	if err != nil {
		return csvRow{}, fmt.Errorf("line %d: %w", line, err)
	}
	return csvRow{line: line, at: row[s.columns.at], count: count}, nil
}

// step is how far most of the first rows lie apart; that of the default rule when so few rows lie too
// far apart to tell. It fails for a series that no rule can judge.
func (s *rowSource) step() (time.Duration, error) {
	for len(s.held) <= paceRows && s.after == nil {
		row, err := s.read()
		if s.after = err; err == nil {
			s.held = append(s.held, row)
		}
	}
	var gaps []time.Duration
	for i := 1; i < len(s.held); i++ {
		if gap := s.held[i].count.At.Sub(s.held[i-1].count.At); gap > 0 {
			gaps = append(gaps, gap)
		}
	}
	if len(gaps) == 0 {
		return DefaultRule().Step, nil
	}
	slices.Sort(gaps)
	switch step := gaps[len(gaps)/2]; {
	case step >= leastStep && step <= time.Hour && time.Hour%step == 0:
		return step, nil
	case len(gaps) < paceRows/2:
		return DefaultRule().Step, nil
	default:
		return 0, fmt.Errorf("line %d: rows lie %s apart: count the posts by buckets that divide an hour, between a minute and an hour wide, e.g. 5m", s.held[1].line, step)
	}
}

// pace holds the rows of a series to the order of time and to a step. A single row that comes too
// early or after a gap is the detector's to judge; when no row keeps the step, all that would be
// said of the series would be wrong.
type pace struct {
	step             time.Duration
	before           time.Time
	gaps, near, away int           // gaps seen; shorter than half a step; of more than two steps
	least            time.Duration // shortest gap
}

func (p *pace) next(at time.Time, text string) error {
	defer func() { p.before = at }()
	if p.before.IsZero() {
		return nil
	}
	gap := at.Sub(p.before)
	if gap <= 0 {
		remedy := "sort the rows by time and keep each time once"
		if -gap < 3*time.Hour && p.gaps > 0 {
			remedy += "; if clocks were set back here, write the times with their zone, e.g. 2026-10-25T02:30:00+01:00"
		}
		return fmt.Errorf("timestamp %q is not after the one before it: %s", text, remedy)
	}
	p.gaps++
	if p.least == 0 || gap < p.least {
		p.least = gap
	}
	if gap < p.step/2 {
		p.near++
	}
	if gap > 2*p.step {
		p.away++
	}
	if p.gaps == paceRows && (p.near == p.gaps || p.away == p.gaps) {
		return fmt.Errorf("timestamp %q: the rows up to here lie %s apart, but buckets are %s wide: give the step the series has", text, p.least, p.step)
	}
	return nil
}
