package digest

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	day        = 24 * time.Hour
	handful    = 10   // complaints by which a day may exceed any other
	leastUsual = 0.95 // a mean below it is told as less than one
)

func days(d time.Duration) int { return int(d / day) }

func root(x float64) float64 { return math.Sqrt(max(x, 1)) }

// spread gives the highest, lowest and mean number of complaints of several windows.
func spread(ws []window) (highest, lowest int, mean float64) {
	lowest = math.MaxInt
	for _, w := range ws {
		highest, lowest = max(highest, w.negative), min(lowest, w.negative)
		mean += float64(w.negative) / float64(len(ws))
	}
	return highest, lowest, mean
}

// ordinary leaves out windows that were no usual days: an incident of three weeks ago must not make
// today's complaints look few. What has more than twice the median, and not just by a handful, goes.
func ordinary(ws []window) []window {
	if len(ws) <= leastWeeks {
		return ws
	}
	var sorted []int
	for _, w := range ws {
		sorted = append(sorted, w.negative)
	}
	slices.Sort(sorted)
	half := len(sorted) / 2
	median := float64(sorted[half]+sorted[len(sorted)-1-half]) / 2
	var kept []window
	for _, w := range ws {
		if float64(w.negative) <= 2*median+handful {
			kept = append(kept, w)
		}
	}
	return kept
}

// number writes a mean as people say it: whole from ten up, one decimal below.
func number(x float64) string {
	if x >= 10 {
		return strconv.Itoa(int(math.Round(x)))
	}
	return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
}

// part is k of n in per cent.
func (l tongue) part(k, n int) string {
	if n == 0 {
		return "0%"
	}
	return l.share(float64(k) / float64(n))
}

// share writes a part of one in per cent; what is not nothing never becomes 0%.
func (l tongue) share(p float64) string {
	switch {
	case p <= 0:
		return "0%"
	case p < 0.005:
		return l.say("不到 1%", "under 1%")
	}
	return strconv.Itoa(int(math.Round(100*p))) + "%"
}

// usually says how much of a topic there was on k mentions of n in so many windows.
func (l tongue) usually(k, n, windows int) string {
	mean := float64(k) / float64(windows)
	switch {
	case k == 0:
		return l.say("没有", "none")
	case mean < leastUsual:
		return l.say("不到 1 条", "fewer than 1")
	}
	part := l.part(k, n)
	if l != english && part[0] <= '9' { // a figure stands apart from the word before it, words do not
		part = " " + part
	}
	return l.say("约 %s 条，占%s", "about %s, %s", number(mean), part)
}

// age writes a stretch of time in the one unit that matters.
func (l tongue) age(d time.Duration) string {
	switch {
	case d >= 2*day:
		return l.some(days(d), "天", "day")
	case d >= time.Hour:
		return l.some(int(d/time.Hour), "小时", "hour")
	}
	return l.some(max(1, int(d/time.Minute)), "分钟", "minute")
}

// where names the shop that stands out in a topic: half of those that name any shop name it, and
// they are not a handful of a crowd.
func (f *facts) where(t topic) string {
	switch {
	case !standsOut(t):
		return ""
	case t.storeN == t.n:
		return f.say("，都在%s", ", all at %s", t.store)
	}
	return f.say("，其中%s %d 条", ", %[2]d of them at %[1]s", t.store, t.storeN)
}

// mostly is where without its number.
func (f *facts) mostly(t topic) string {
	if !standsOut(t) {
		return ""
	}
	return f.say("，多在%s", ", mostly at %s", t.store)
}

func standsOut(t topic) bool {
	return t.store != "" && t.storeN >= leastNew && 2*t.storeN >= t.named && 10*t.storeN >= t.n
}

// attribution says whose voice it is, as far as we may know: shop, place, time of day.
func (f *facts) attribution(e voc.Evidence) string {
	var parts []string
	for _, p := range []string{e.Store, f.place(e.Source), f.clock(e.At)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}

// place is a source's name; that a source of one brand is this brand's needs no saying.
func (f *facts) place(id voc.SourceID) string {
	if n := f.places[id]; n != "" {
		return strings.TrimSuffix(n, " · "+f.brand.Name)
	}
	return string(id)
}

func (f *facts) clock(t time.Time) string { return t.In(f.in).Format("15:04") }

func ids(evidence []voc.Evidence) []voc.PostID {
	var all []voc.PostID
	for _, e := range evidence {
		all = append(all, e.PostID)
	}
	return all
}

// quotes are the first n voices, each cut to what a phone shows, different in their words.
func quotes(evidence []voc.Evidence, n int) []voc.Evidence {
	var kept []voc.Evidence
	for _, e := range evidence {
		e.Text = cut(e.Text)
		repeated := e.Text == ""
		for _, k := range kept {
			repeated = repeated || k.Text == e.Text
		}
		if !repeated && len(kept) < n {
			kept = append(kept, e)
		}
	}
	return kept
}

// cut shortens a voice to longestQuote runes, at the last end of a sentence within them if there
// is one. What is left is still verbatim: nothing is added.
func cut(text string) string { return cutTo(text, longestQuote) }

func cutTo(text string, most int) string {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)[:most]
	for i := len(runes) - 1; i >= most/2; i-- {
		if strings.ContainsRune("。！？!?；;\n", runes[i]) {
			return strings.TrimSpace(string(runes[:i+1]))
		}
	}
	return string(runes)
}

// sentence prepares somebody's words to stand before our full stop.
func sentence(s string) string {
	return strings.TrimRight(strings.Join(strings.Fields(s), " "), "。.!！ ")
}

func (f *facts) within(t time.Time) bool { return !t.Before(f.from) && t.Before(f.to) }

// reopenedAt is when an order was last reopened; zero: never.
func reopenedAt(o voc.WorkOrder) time.Time {
	var at time.Time
	for _, n := range o.Notes {
		if n.Type == "reopened" {
			at = n.At
		}
	}
	return at
}
