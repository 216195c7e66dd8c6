package digest

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// facts is everything a letter is written from, and nothing else: who has the facts can write the
// letter again.
type facts struct {
	tongue
	brand    voc.Brand
	audience voc.Audience
	day      time.Time // the letter's day begins
	from, to time.Time // the window the letter tells of: from is where the letter before ended, or day; to is at most now
	now      time.Time
	in       *time.Location
	noise    int       // mentions of the window kept out as noise
	since    time.Time // first mention ever kept of the brand; zero: none

	last      memory
	today     window
	week      *window  // the same hours a week before; nil: not known
	usual     []window // the same hours of the same weekday in the four weeks before, nearest first, without incidents
	late      window   // said in the time of the letter before, collected after it went out
	topics    []topic
	praise    []praise
	voices    []voice // of complaints, most telling first
	rivals    []rival
	alerts    []voc.Alert
	orders    []voc.WorkOrder
	sources   []sourceDay
	questions []voc.Question
	shops     []shopDay      // those of an audience that looks at shops, most complained of first
	aspects   []aspectDay    // most complained of first
	spread    []voc.Evidence // what reaches most people
	wishes    []voc.Evidence
	stores    map[voc.StoreID]string  // names
	places    map[voc.SourceID]string // names of sources
	titles    map[string]string       // of topics and aspects
}

// window is what was counted in one stretch of time, cleaned of noise.
type window struct {
	total, negative, positive, complaints int

	topics map[string]int // negative mentions by topic
}

// topic is one issue people complained of today.
type topic struct {
	name     string
	n        int       // negative mentions in the window
	recent   bool      // seen in the two weeks before the window
	last     time.Time // last seen before the window, where it is not recent; zero: never
	store    string    // name of the shop that most of it is about; "" none stands out
	storeN   int       // of n
	named    int       // of n that name any shop
	severe   int       // of n in which somebody may be hurt or the law is involved
	evidence []voc.Evidence
}

// praise is what one shop was praised for.
type praise struct {
	store    voc.StoreID
	n        int // positive mentions in the window
	negative int // its complaints in the window
	severe   int // of all, those in which somebody may be hurt or the law is involved
	evidence []voc.Evidence
}

// rival is a competitor's day beside its own usual.
type rival struct {
	name  string
	today window
	usual []window
}

// sourceDay is how one source was collected in the window.
type sourceDay struct {
	title   string
	heard   bool          // at least once to the end
	lost    time.Duration // of the window for which we do not know what it said
	blocked bool          // the site refuses us
}

func (f *facts) title(name string) string {
	if t := f.titles[name]; t != "" {
		return t
	}
	return name
}

func (f *facts) storeName(id voc.StoreID) string {
	if n := f.stores[id]; n != "" {
		return n
	}
	return string(id)
}

// todayWord is how the letter calls its window: the day, or the time since the letter before. It is
// also asked for days gone by.
func (f *facts) todayWord() string {
	if f.from.Before(f.day) {
		return f.say("%s以来", "since %s", f.sinceWord())
	}
	if f.isToday() {
		return f.say("今天", "today")
	}
	return f.say("当天", "that day")
}

// sinceWord says when the letter before ended: "昨晚 21:30 ", "11月20日 21:30 ".
func (f *facts) sinceWord() string {
	at := f.from.In(f.in)
	if f.isToday() && at.Format(time.DateOnly) == f.day.AddDate(0, 0, -1).In(f.in).Format(time.DateOnly) {
		if at.Hour() >= eveningHour {
			return f.say("昨晚 %s ", "%s last night", f.clock(at))
		}
		return f.say("昨天 %s ", "yesterday at %s", f.clock(at))
	}
	return f.say("%s ", "%s", f.moment(at))
}

const eveningHour = 18

func (f *facts) isToday() bool {
	return f.day.In(f.in).Format(time.DateOnly) == f.now.In(f.in).Format(time.DateOnly)
}

// deaf tells that no source was heard: silence then is not peace.
func (f *facts) deaf() bool {
	for _, s := range f.sources {
		if s.heard {
			return false
		}
	}
	return len(f.sources) > 0 && f.today.total == 0
}

// nsr is (positive − negative) / (positive + negative), and whether there was anything to divide.
func (w window) nsr() (float64, bool) {
	if w.positive+w.negative == 0 {
		return 0, false
	}
	return float64(w.positive-w.negative) / float64(w.positive+w.negative), true
}

// pooled adds windows up.
func pooled(ws []window) window {
	all := window{topics: map[string]int{}}
	for _, w := range ws {
		all.total += w.total
		all.negative += w.negative
		all.positive += w.positive
		all.complaints += w.complaints
		for t, n := range w.topics {
			all.topics[t] += n
		}
	}
	return all
}
