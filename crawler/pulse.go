package crawler

import (
	"encoding/json"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Pulse is how much a source says, as its last visits tell.
type Pulse struct {
	Posts   int           // that were fresh …
	Over    time.Duration // … in this time; 0: nothing is known yet
	Busiest float64       // posts an hour in the busiest stretch between two visits; 0 unknown
	Window  int           // the most posts the site shows (see Shown); 0 unknown
	Asked   time.Duration // the least distance the site itself asks for; 0 no word
}

// Bounds of the distance of two visits that follow a source's own rhythm.
const (
	soonest = 15 * time.Minute
	latest  = 24 * time.Hour
	fresher = time.Hour // of a source nothing is known of
)

const (
	littleWindow = 20 // posts a site is taken to show when that is unknown: a short feed
	aimed        = 5  // posts a visit should bring: fewer waste requests, more come late
)

// Wish is how long to wait between two visits of a source with this pulse, 15 minutes to 24 hours. A
// visit should bring a handful of posts, and never so many that the busiest stretch could push some
// out of what the site shows. What the site asks for stands above both.
func Wish(p Pulse) time.Duration {
	window := p.Window
	if window <= 0 {
		window = littleWindow
	}
	wish := fresher
	if p.Over > 0 {
		share := max(1, min(float64(window)/4, aimed))
		wish = within(share / (float64(max(p.Posts, 0)) + 0.5) * float64(p.Over))
	}
	if p.Busiest > 0 { // half a window is kept free for a stretch busier than any yet
		wish = min(wish, within(float64(window)/2/p.Busiest*float64(time.Hour)))
	}
	return max(min(max(wish, soonest), latest), min(p.Asked, latest))
}

// within is a duration of so many nanoseconds, at most the latest.
func within(ns float64) time.Duration {
	if !(ns < float64(latest)) { // nor NaN
		return latest
	}
	return time.Duration(ns)
}

// Shown is the most posts a source has shown from its first page to its end, as its cursor knows; 0
// before a visit has come to the end.
func Shown(cur voc.Cursor) int {
	var s struct {
		Window int `json:"window"`
	}
	if cur == "" || json.Unmarshal([]byte(cur), &s) != nil {
		return 0
	}
	return max(s.Window, 0)
}
