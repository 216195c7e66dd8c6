package importer

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// times fills when a post was written, edited and collected.
func (s *session) times(p *voc.Post, r record, sc *schema) error {
	ref, exact := s.told()
	fetched, _ := s.yearFirst(sc.get(r, fFetched)) // one that is not understood is as good as none
	if at, precision, ok := s.when(fetched, s.o.Now); ok && !at.After(s.o.Now) {
		p.FetchedAt, ref, exact = at, at, precision != voc.PrecisionDay
	}
	s.stamp = ""
	cell, err := s.yearFirst(present(sc.get(r, fTime)))
	if err != nil {
		return err
	}
	if cell != "" {
		if err := s.published(p, cell, ref, exact); err != nil {
			return err
		}
	}
	switch {
	case p.Precision == voc.PrecisionNone:
		// The file's own time, so that the file imported again tomorrow says the same. It is no time
		// of fetching: what was fetched long ago is forgotten, and an old file was taken just now.
		p.PublishedAt = first(ref, p.FetchedAt)
	case cell == "":
		s.stamp = p.PublishedAt.UTC().Format(time.RFC3339) // found elsewhere in the row
	}
	edited, _ := s.yearFirst(sc.get(r, fEdited))
	if at, _, ok := s.when(edited, first(ref, s.o.Now)); ok && at.Sub(p.PublishedAt) >= time.Minute && p.Precision != voc.PrecisionNone {
		p.EditedAt = at
	}
	return nil
}

// published fills when a post was written, as its cell tells. ref is when the file was written, zero
// when nobody knows; exact is false when that is known to the day only.
func (s *session) published(p *voc.Post, cell string, ref time.Time, exact bool) error {
	at, precision, ok := s.when(cell, first(ref, s.o.Now))
	if !ok {
		return fmt.Errorf("time %.60q is not understood", cell)
	}
	relative := s.relative(cell, at, first(ref, s.o.Now))
	switch {
	case relative && ref.IsZero():
		s.note("the file tells times relatively (\"3天前\") and not when it was written: they were left out")
		at, precision = time.Time{}, voc.PrecisionNone
	case relative && !exact:
		precision = voc.PrecisionDay
	}
	if at.After(s.o.Now.Add(48 * time.Hour)) {
		return fmt.Errorf("time %.60q lies in the future", cell)
	}
	p.PublishedAt, p.Precision = at, precision
	if relative && !ref.IsZero() {
		s.note("the file tells times relatively (\"3天前\"): they were counted from when it was written")
	} else if !relative {
		s.stamp = at.UTC().Format(time.RFC3339)
	}
	return nil
}

// serial is a spreadsheet's date: days since 1899-12-30, the time of day behind the point.
var serial = regexp.MustCompile(`^(\d{5})(\.\d+)?$`)

// firstSerial and lastSerial are 1970-01-01 and 2100-01-01.
const firstSerial, lastSerial = 25569, 73051

// when reads a time that was told at ref.
func (s *session) when(cell string, ref time.Time) (time.Time, voc.Precision, bool) {
	if m := serial.FindStringSubmatch(cell); m != nil {
		if days, err := strconv.Atoi(m[1]); err == nil && days >= firstSerial && days < lastSerial {
			if s.from1904 {
				days += 1462
			}
			at := time.Date(1899, 12, 30+days, 0, 0, 0, 0, s.o.Location).UTC()
			if m[2] == "" {
				return at, voc.PrecisionDay, true
			}
			part, _ := strconv.ParseFloat("0"+m[2], 64) // the pattern admits nothing else
			return at.Add(time.Duration(part*86400+0.5) * time.Second), voc.PrecisionSecond, true
		}
	}
	// A number that went through a float: "1700000000.0", "1.7E+12".
	if strings.ContainsAny(cell, ".eE") {
		if f, err := strconv.ParseFloat(cell, 64); err == nil && f >= 1e8 && f < 1e19 {
			return plain.Unix(int64(f)), voc.PrecisionSecond, true
		}
	}
	return plain.Time(cell, ref, s.o.Location)
}

// told is when the file says it was written, in its text, its name or its own date; exact is false
// when that is known to the day only. Zero: nobody knows.
func (s *session) told() (at time.Time, exact bool) {
	if !s.collected.IsZero() {
		return s.collected, true
	}
	written := s.o.Written
	if written.After(s.o.Now) {
		written = time.Time{}
	}
	named := s.namedDay()
	if named.IsZero() || named.After(s.o.Now) || !written.IsZero() && written.In(s.o.Location).Format(time.DateOnly) == named.Format(time.DateOnly) {
		return written, true
	}
	return named, false
}

var (
	dayInName  = regexp.MustCompile(`(?:^|[^0-9])(20\d\d)[-_.年]?(0[1-9]|1[0-2])[-_.月]?(0[1-9]|[12]\d|3[01])(?:$|[^0-9])`)
	noonOfName = 12 * time.Hour // as far from both its midnights as it goes
)

// namedDay is the date in the name of the file; zero when there is none.
func (s *session) namedDay() time.Time {
	m := dayInName.FindStringSubmatch(path.Base(strings.ReplaceAll(s.name, `\`, "/")))
	if m == nil {
		return time.Time{}
	}
	at, err := time.ParseInLocation("20060102", m[1]+m[2]+m[3], s.o.Location)
	if err != nil {
		return time.Time{}
	}
	return at.Add(noonOfName)
}

// relative tells whether a time would be another one if the file were read a year later.
func (s *session) relative(cell string, at, ref time.Time) bool {
	if strings.HasPrefix(cell, at.In(s.o.Location).Format("2006")) || strings.Trim(cell, "0123456789.") == "" && len(cell) >= 5 {
		return false // begins with its year, or counts seconds or days: the common cases
	}
	other, _, ok := plain.Time(cell, ref.AddDate(1, 0, 1), s.o.Location)
	return !ok || !other.Equal(at)
}
