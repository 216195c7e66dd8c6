package digest

import (
	"github.com/tingfeng-voc/tingfeng/voc"
)

// When something may be said at all. Small numbers prove nothing, and a letter that cries over
// three reviews is not read the next night.
const (
	leastDay     = 30 // mentions in a window before a share of it is compared
	leastWorse   = 5  // complaints of a topic before it can have got worse
	leastNew     = 2  // complaints of a topic before it is called new
	leastWeeks   = 2  // weeks to compare with
	backAfter    = 14 // days of silence after which a topic is back
	leastHistory = 7  // days of collection before "first seen" means anything
	mostLines    = 5  // of one section
	mostOpen     = 8  // open orders told one by one
	mostVoices   = 3
	mostQuoted   = 2  // topics told with a voice
	leastVoices  = 2  // told even when they are about the same thing
	leastSevere  = 2  // grave mentions of a topic before it is put first
	leastPraise  = 2  // positive mentions of one shop
	mostPraise   = 2  // shops praised
	leastQuote   = 10 // runes: less tells nobody anything
	longestQuote = 90 // runes
	outnumbers   = 2  // times another topic's mentions that make a topic what the day is about
)

// compose writes the letter. It is pure: the same facts give the same letter.
func compose(f *facts) voc.Digest {
	fresh, risen := f.freshTopics(), f.risenTopics()
	changed := append(append([]topic{}, fresh...), risen...)
	d := voc.Digest{
		Date: f.day.In(f.in).Format("2006-01-02"), Brand: f.brand.ID, Audience: f.audience.ID, Period: voc.PeriodDay, Language: string(f.tongue),
		Title: f.letterTitle(), Lead: lead(f, changed), From: f.from, AsOf: f.to, Figures: f.figures(),

		Sections: []voc.DigestSection{}, // never null: JSON readers loop over it
	}
	newLines := f.last.fresh("new", newTopics(f, fresh))
	worseLines := f.last.fresh("worse", worseTopics(f, risen, newLines))
	for _, name := range f.sections() {
		s := voc.DigestSection{Name: name, Title: f.titleOf(name)}
		switch name {
		case "asked":
			s.Lines = askedLines(f)
		case "new":
			s.Lines = newLines
		case "worse":
			s.Lines = worseLines
		case "voices":
			s.Lines = voices(f, changed, append(append([]voc.DigestLine{}, newLines...), worseLines...))
		case "relapsed":
			s.Lines = relapsedOrders(f)
		case "open":
			s.Lines = openOrders(f)
		case "withheld":
			s = withheld(f)
		case "fixed":
			s.Lines = fixedOrders(f)
		case "praise":
			s.Lines = praised(f, changed)
		case "rivals":
			s.Lines = rivals(f)
		case "shops":
			s.Lines = shopLines(f)
		case "spread":
			s.Lines = spreadLines(f)
		case "aspects":
			s.Lines = aspectLines(f)
		case "wishes":
			s.Lines = wishLines(f)
		case "quality":
			s.Lines = quality(f)
		}
		s.Lines = f.last.fresh(s.Name, s.Lines)
		d.Sections = append(d.Sections, s)
	}
	return fold(f, d)
}

// letterTitle names the letter: whose, and of which day; to others than the whole house also for whom.
func (f *facts) letterTitle() string {
	whom := ""
	if f.audience.ID != "" && f.audience.Kind != voc.AudienceFounder && f.audience.Title != "" {
		whom = " · " + f.audience.Title
	}
	date := f.day.In(f.in)
	return f.say("%s客诉日报%s · %s（%s）", "%s: complaints of the day%s · %s (%s)", f.brand.Name, whom, f.date(date), f.dayName(date.Weekday()))
}

func (f *facts) weekday() string { return f.dayName(f.day.In(f.in).Weekday()) }
