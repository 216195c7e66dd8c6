package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// styles tells which of a workbook's styles show a number as a date.
func (b *Book) styles(part string) ([]bool, error) {
	custom := map[string]bool{}
	var dates []bool
	inside := false
	err := b.walk(part, func(s *scanner) error {
		switch s.name {
		case "numFmt":
			custom[s.attr("numFmtId")] = showsDate(s.attr("formatCode"))
		case "cellXfs":
			inside = true
		case "cellStyles", "dxfs", "cellStyleXfs":
			inside = false
		case "xf":
			if inside && len(dates) < maxStyles {
				id := s.attr("numFmtId")
				date, told := custom[id]
				dates = append(dates, told && date || !told && builtIn(id))
			}
		}
		return nil
	})
	return dates, err
}

// builtIn tells which of Excel's own formats are dates; those from 27 on are the East Asian ones.
func builtIn(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 && n != 46 || n >= 50 && n <= 58)
}

// showsDate tells a date's format ("yyyy/m/d h:mm", `yyyy"年"m"月"`) from a number's. Elapsed hours,
// "[h]:mm", are a number.
func showsDate(code string) bool {
	code, _, _ = strings.Cut(code, ";") // the part for positive numbers
	var letters strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return false
			}
			i += end + 1
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			if inner := strings.ToLower(code[i+1 : i+end]); inner != "" && strings.Trim(inner, "hms") == "" {
				return false
			}
			i += end
		case '\\', '_', '*':
			i++
		default:
			letters.WriteByte(c | 0x20)
		}
	}
	format := letters.String()
	return !strings.Contains(format, "general") && (strings.ContainsAny(format, "ydhs") || strings.Contains(format, "mm"))
}

// day writes a serial number as the date it stands for; "" when it is none. 60 is the 29th of
// February 1900, a day Excel invented; the days before are of no use to anybody.
func day(serial float64, from1904 bool) string {
	if math.IsNaN(serial) || serial < 0 || serial >= 2_958_466 { // the year 10000
		return ""
	}
	days, part := math.Modf(serial)
	seconds := int(math.Round(part * 86400))
	clock := time.Date(2000, 1, 1, 0, 0, seconds, 0, time.UTC).Format("15:04:05")
	if days == 0 && !from1904 {
		return clock
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	at := first.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	if seconds == 0 {
		return at.Format(time.DateOnly)
	}
	return at.Format(time.DateTime)
}
