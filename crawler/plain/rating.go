package plain

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	belowZero    = regexp.MustCompile(`^[-−]\s*\d`)
	ratingNumber = regexp.MustCompile(`\d+(?:\.\d+)?`)
	ratingOutOf  = regexp.MustCompile(`(\d+(?:\.\d+)?)\s*(?:/|out of|of)\s*(\d+(?:\.\d+)?)`)
	ratingWidth  = regexp.MustCompile(`(\d+(?:\.\d+)?)\s*%`)
	ratingDouban = regexp.MustCompile(`allstar(\d)(\d)`)
	chineseDigit = map[rune]float64{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5}
)

// Rating reads a rating and scales it to 1…5. most is the best mark the site gives (0 means 5).
//
// Understood are numbers ("4", "4.5分", "8/10"), a width in percent ("width:80%"), rows of stars
// ("★★★★☆"), Douban's classes ("allstar40"), words ("四星", "五星好评"), and thumbs ("true",
// "推荐" → 5, "false", "不推荐" → 1). ok is false when nothing was given, and zero counts as
// nothing: sites write it for a review without stars.
func Rating(s string, most float64) (stars float64, ok bool) {
	if len(s) > longest {
		return 0, false
	}
	s = strings.TrimSpace(narrow(s))
	if !(most > 0) || math.IsInf(most, 1) {
		most = 5
	}
	if belowZero.MatchString(s) {
		return 0, false // −1 is how some programs write that there is none
	}
	if full := strings.Count(s, "★"); full > 0 {
		return scaled(float64(full), float64(full+strings.Count(s, "☆")), 5)
	}
	switch strings.ToLower(s) {
	case "true", "推荐", "力荐", "thumbs up", "up":
		return 5, true
	case "false", "不推荐", "thumbs down", "down":
		return 1, true
	}
	if m := ratingDouban.FindStringSubmatch(s); m != nil {
		return scaled(parse(m[1])+parse(m[2])/10, 5, 5)
	}
	if m := ratingWidth.FindStringSubmatch(s); m != nil {
		return scaled(parse(m[1]), 100, 100)
	}
	if m := ratingOutOf.FindStringSubmatch(s); m != nil {
		return scaled(parse(m[1]), parse(m[2]), parse(m[2]))
	}
	if m := ratingNumber.FindString(s); m != "" {
		return scaled(parse(m), most, most)
	}
	for _, r := range s {
		if v := chineseDigit[r]; v > 0 && strings.Contains(s, "星") {
			return v, true
		}
	}
	return 0, false
}

// scaled brings value of most onto 1…5. Rows of stars that are shown without their empty ones have
// a most smaller than floor; then floor is the scale.
func scaled(value, most, floor float64) (float64, bool) {
	most = max(most, floor)
	if !(value > 0 && value <= most) || math.IsInf(most, 1) {
		return 0, false
	}
	return max(1, value/most*5), true
}

func parse(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64) // the patterns admit nothing else
	return v
}
