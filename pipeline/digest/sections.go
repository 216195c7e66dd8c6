package digest

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// sectionsOf is what the letter of each kind of audience dwells on, in the order it is read. What a
// letter does not name is not asked for.
var sectionsOf = map[voc.AudienceKind][]string{
	voc.AudienceFounder: {"asked", "new", "worse", "voices", "relapsed", "open", "withheld", "fixed", "praise", "rivals", "more", "quality"},
	voc.AudienceBrand:   {"asked", "new", "worse", "voices", "praise", "rivals", "relapsed", "open", "fixed", "more", "quality"},
	voc.AudiencePR:      {"asked", "new", "worse", "spread", "voices", "withheld", "relapsed", "open", "fixed", "rivals", "more", "quality"},
	voc.AudienceRegion:  {"asked", "new", "worse", "shops", "relapsed", "open", "withheld", "voices", "fixed", "praise", "more", "quality"},
	voc.AudienceStore:   {"asked", "new", "worse", "relapsed", "open", "voices", "praise", "fixed", "more", "quality"},
	voc.AudienceProduct: {"asked", "new", "worse", "aspects", "wishes", "voices", "relapsed", "open", "fixed", "more", "quality"},
}

// sections are those of this letter.
func (f *facts) sections() []string {
	if s, known := sectionsOf[f.audience.Kind]; known {
		return s
	}
	return sectionsOf[voc.AudienceFounder]
}

func (f *facts) tells(section string) bool { return slices.Contains(f.sections(), section) }

// titleOf is a section's heading.
func (f *facts) titleOf(section string) string {
	switch section {
	case "asked":
		return f.askedTitle()
	case "new":
		if f.isToday() {
			return f.say("今日新增", "New today")
		}
		return f.say("当日新增", "New that day")
	case "worse":
		return f.say("变差", "Worse")
	case "voices":
		return f.say("原声", "In their words")
	case "relapsed":
		return f.say("复发", "Back again")
	case "open":
		return f.say("仍未解决", "Still open")
	case "fixed":
		return f.say("已解决", "Done")
	case "praise":
		return f.say("值得表扬", "Worth passing on")
	case "rivals":
		return f.say("竞品", "Competitors")
	case "shops":
		return f.say("各店", "Shop by shop")
	case "spread":
		return f.say("传得最广", "Heard furthest")
	case "aspects":
		return f.say("各方面", "Aspect by aspect")
	case "wishes":
		return f.say("大家的建议", "What people suggest")
	case "more":
		return f.say("其余变化", "Further changes")
	}
	return f.say("数据质量", "Data quality")
}
