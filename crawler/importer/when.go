package importer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// times fills when a post was written, edited and collected.
func (s *session) times(p *voc.Post, r record, sc *schema) error {
	if at, _, ok := s.when(sc.get(r, fFetched)); ok && !at.After(s.o.Now) {
		p.FetchedAt = at
	}
	cell := present(sc.get(r, fTime))
	s.stamp = ""
	if cell != "" {
		at, precision, ok := s.when(cell)
		if !ok {
			return fmt.Errorf("time %.60q is not understood", cell)
		}
		if at.After(s.o.Now.Add(48 * time.Hour)) {
			return fmt.Errorf("time %.60q lies in the future", cell)
		}
		p.PublishedAt, p.Precision = at, precision
		if s.relative(cell, at) {
			s.note("the file tells times relatively (\"3天前\"): they were counted from now")
		} else {
			s.stamp = at.UTC().Format(time.RFC3339)
		}
	}
	switch {
	case p.Precision == voc.PrecisionNone:
		p.PublishedAt = p.FetchedAt
	case cell == "":
		s.stamp = p.PublishedAt.UTC().Format(time.RFC3339) // found elsewhere in the row
	}
	if at, _, ok := s.when(sc.get(r, fEdited)); ok && at.Sub(p.PublishedAt) >= time.Minute && p.Precision != voc.PrecisionNone {
		p.EditedAt = at
	}
	return nil
}

// serial is a spreadsheet's date: days since 1899-12-30, the time of day behind the point.
var serial = regexp.MustCompile(`^(\d{5})(\.\d+)?$`)

// firstSerial and lastSerial are 1970-01-01 and 2100-01-01.
const firstSerial, lastSerial = 25569, 73051

func (s *session) when(cell string) (time.Time, voc.Precision, bool) {
	if m := serial.FindStringSubmatch(cell); m != nil {
		if days, err := strconv.Atoi(m[1]); err == nil && days >= firstSerial && days < lastSerial {
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
	return plain.Time(cell, s.o.Now, s.o.Location)
}

// relative tells whether a time would be another one if the file were read a year later.
func (s *session) relative(cell string, at time.Time) bool {
	if strings.HasPrefix(cell, at.In(s.o.Location).Format("2006")) || strings.Trim(cell, "0123456789.") == "" && len(cell) >= 5 {
		return false // begins with its year, or counts seconds or days: the common cases
	}
	other, _, ok := plain.Time(cell, s.o.Now.AddDate(1, 0, 1), s.o.Location)
	return !ok || !other.Equal(at)
}
