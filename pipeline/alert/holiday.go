package alert

import (
	"fmt"
	"slices"
	"time"
)

// Holidays are made of days off and of the weekend days worked in exchange, as the State Council
// announces them each November for the year to come. Sources, all titled 国务院办公厅关于…年部分节假日
// 安排的通知: 2024 国办发明电〔2023〕7号, 2025 国办发明电〔2024〕12号, 2026 国办发明电〔2025〕7号.
//
// The arrangement of 2027 was not out when this was written (November 2026): see statutory. Move the
// year here when the notice is out. A year in neither table is unknown, never free of holidays.
var holidays = map[int][]holiday{
	2024: {
		{"元旦", "0101", "0101", nil},
		{"春节", "0210", "0217", []string{"0204", "0218"}},
		{"清明节", "0404", "0406", []string{"0407"}},
		{"劳动节", "0501", "0505", []string{"0428", "0511"}},
		{"端午节", "0610", "0610", nil},
		{"中秋节", "0915", "0917", []string{"0914"}},
		{"国庆节", "1001", "1007", []string{"0929", "1012"}},
	},
	2025: {
		{"元旦", "0101", "0101", nil},
		{"春节", "0128", "0204", []string{"0126", "0208"}},
		{"清明节", "0404", "0406", nil},
		{"劳动节", "0501", "0505", []string{"0427"}},
		{"端午节", "0531", "0602", nil},
		{"国庆节、中秋节", "1001", "1008", []string{"0928", "1011"}},
	},
	2026: {
		{"元旦", "0101", "0103", []string{"0104"}},
		{"春节", "0215", "0223", []string{"0214", "0228"}},
		{"清明节", "0404", "0406", nil},
		{"劳动节", "0501", "0505", []string{"0509"}},
		{"端午节", "0619", "0621", nil},
		{"中秋节", "0925", "0927", nil},
		{"国庆节", "1001", "1007", []string{"0920", "1010"}},
	},
}

// statutory are the days that the law itself gives (全国年节及纪念日放假办法, as of 2025: 13 days) of
// years whose arrangement is not out yet. They are certain; the bridge days around them and the
// weekend days worked in exchange are not, and are left out.
var statutory = map[int][]holiday{
	2027: {
		{"元旦", "0101", "0101", nil},
		{"春节", "0205", "0208", nil}, // from the lunar eve
		{"清明节", "0405", "0405", nil},
		{"劳动节", "0501", "0502", nil},
		{"端午节", "0609", "0609", nil},
		{"中秋节", "0915", "0915", nil},
		{"国庆节", "1001", "1003", nil},
	},
}

// rowsOf are the holidays of a year; announced tells whether its arrangement is known.
func rowsOf(year int) (rows []holiday, announced bool, err error) {
	if rows, announced = holidays[year]; announced {
		return rows, true, nil
	}
	if rows, known := statutory[year]; known {
		return rows, false, nil
	}
	return nil, false, unknownYear(year)
}

// holiday is one row of a notice: first and last day off, and the weekend days worked, as MMDD.
type holiday struct {
	title, first, last string
	worked             []string
}

// Day is what a date is for people who work in China.
type Day struct {
	Off   bool   // nobody is at the office: a holiday, or a weekend that is not worked
	Title string // the holiday it belongs to, also for a weekend day worked for it (调休); "" an ordinary day

	// Provisional: the State Council has not said yet which days of this year are exchanged. A
	// holiday is one by law all the same; any other day may still become a bridge day or a weekend
	// day worked.
	Provisional bool
}

// DayOf says whether the date of a moment, read in its own location, is off. It fails for a year of
// which not even the statutory days are in the table.
func DayOf(at time.Time) (Day, error) {
	rows, announced, err := rowsOf(at.Year())
	if err != nil {
		return Day{}, err
	}
	day := Day{Provisional: !announced}
	date := at.Format("0102")
	for _, h := range rows {
		if h.first <= date && date <= h.last {
			day.Off, day.Title = true, h.title
			return day, nil
		}
		if slices.Contains(h.worked, date) {
			day.Title = h.title
			return day, nil
		}
	}
	day.Off = at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
	return day, nil
}

// HolidayPlans gives the holidays of a year as planned windows, each from midnight of its first day
// to midnight after its last, in the given location. Raise is what a burst has to score more while
// they last: see Plan. Of a year that is not announced yet only the statutory days are planned.
func HolidayPlans(year int, in *time.Location, raise float64) ([]Plan, error) {
	rows, _, err := rowsOf(year)
	if err != nil {
		return nil, err
	}
	plans := make([]Plan, len(rows))
	for i, h := range rows {
		first, last := dateOf(year, h.first, in), dateOf(year, h.last, in)
		plans[i] = Plan{Title: h.title, From: first, To: last.AddDate(0, 0, 1), Raise: raise}
	}
	return plans, nil
}

func dateOf(year int, monthDay string, in *time.Location) time.Time {
	t, err := time.ParseInLocation("20060102", fmt.Sprintf("%04d%s", year, monthDay), in)
	if err != nil { // the table is ours and tested
		panic("alert: holiday table: " + err.Error())
	}
	return t
}

func unknownYear(year int) error {
	return fmt.Errorf("holidays of %d: the State Council's arrangement is not in the table: add the year, or plan its holidays as windows", year)
}
