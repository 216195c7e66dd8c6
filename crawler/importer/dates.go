package importer

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// The orders of day and month in dates that end with their year: Options.Dates.
const (
	DatesMonthFirst = "mdy" // 11/20/2026, as in the United States
	DatesDayFirst   = "dmy" // 20/11/2026, 20.11.2026, as nearly everywhere else
)

// unclear is the order of a file whose dates tell none, or both.
const unclear = "unclear"

var yearLast = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4}|\d{2})((?:[\sT,].*)?)$`)

// yearFirst writes a date whose year stands last the way round that is understood. Which of two
// small numbers is the month, all dates of the file tell together, or nobody: then the error says
// what to do. Any other cell stays as it is.
func (s *session) yearFirst(cell string) (string, error) {
	m := yearLast.FindStringSubmatch(cell)
	if m == nil || m[2] != m[4] {
		return cell, nil
	}
	order := orderOf(m)
	switch {
	case len(m[5]) == 2:
		return cell, fmt.Errorf("time %.60q has a year of two digits, and may begin with day, month or year: export dates as 2026-04-03", cell)
	case order == "" && s.o.Dates != "":
		order = s.o.Dates
	case order == "":
		if s.dates == "" {
			s.dates = s.survey()
		}
		if order = s.dates; order == unclear && m[2] == "." {
			order = DatesDayFirst
			s.note("dates like 03.04.2026 were read with the day first, as is usual with points; no date of the file says otherwise: if it is the month, say --dates mdy")
		}
	}
	switch order {
	case unclear:
		return cell, fmt.Errorf("time %.60q may begin with the day or the month, and the other dates of the file do not tell which: say --dates dmy or --dates mdy, or export dates as 2026-04-03", cell)
	case DatesMonthFirst:
		return m[5] + "-" + m[1] + "-" + m[3] + m[6], nil
	}
	return m[5] + "-" + m[3] + "-" + m[1] + m[6], nil
}

// orderOf tells the order of one date by itself: what is larger than 12 is no month, and of two equal
// numbers it does not matter. "" is either.
func orderOf(m []string) string {
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[3])
	switch {
	case b > 12:
		return DatesMonthFirst
	case a > 12 || a == b:
		return DatesDayFirst
	}
	return ""
}

// evidence is what the dates of a file tell about the order of day and month.
type evidence struct{ monthFirst, dayFirst bool }

// see notes what a row tells.
func (e *evidence) see(r record, sc *schema) {
	for _, f := range []field{fTime, fEdited, fFetched} {
		m := yearLast.FindStringSubmatch(sc.get(r, f))
		if m == nil || m[2] != m[4] || m[1] == m[3] {
			continue
		}
		switch orderOf(m) {
		case DatesMonthFirst:
			e.monthFirst = true
		case DatesDayFirst:
			e.dayFirst = true
		}
	}
}

// survey reads the whole file once more for the order of its dates. A pipe is read only once: its
// dates tell nothing.
func (s *session) survey() string {
	again := reopened(s.file)
	if again == nil {
		return unclear
	}
	o := s.o
	o.From, o.Taken = 0, nil
	look := newSession(s.ctx, s.name, o, nil, nil)
	look.evidence = &evidence{}
	if err := look.read(again); err != nil {
		return unclear // whoever reads the file for good will meet the error and say it
	}
	switch e := *look.evidence; {
	case e.monthFirst && !e.dayFirst:
		s.note("dates like 03/04/2026 were read with the month first, as other dates of the file have it")
		return DatesMonthFirst
	case e.dayFirst && !e.monthFirst:
		s.note("dates like 03/04/2026 were read with the day first, as other dates of the file have it")
		return DatesDayFirst
	}
	return unclear
}

// reopened is the file from its beginning, whoever reads it at the same time; nil for a pipe.
func reopened(r io.Reader) io.Reader {
	f, ok := r.(anywhere)
	if !ok {
		return nil
	}
	at, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil
	}
	size, err := f.Seek(0, io.SeekEnd)
	if _, back := f.Seek(at, io.SeekStart); err != nil || back != nil {
		return nil
	}
	return io.NewSectionReader(f, 0, size)
}

// destroyed counts the rows whose words hold the mark that stands for letters nobody can bring back.
func (s *session) destroyed(words string) {
	if strings.ContainsRune(words, '\ufffd') {
		s.torn++
	}
}

// mourned is how many rows in a hundred must hold such a mark before it is told: one may be a joke.
const mourned = 1

func (s *session) mourn() {
	if s.torn > 0 && s.torn*100 >= s.result.Rows*mourned {
		s.note(fmt.Sprintf("%d of %d rows hold \"\ufffd\" where letters were: the text was destroyed before, or its encoding is another one (--encoding); export it anew as UTF-8", s.torn, s.result.Rows))
	}
}
