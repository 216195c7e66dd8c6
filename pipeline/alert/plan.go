package alert

import "time"

// planTeaches is how long a planned window keeps its surge from the baseline. Without a limit a
// campaign of two months would end with a detector that knows nothing of the last two.
const planTeaches = 7 * 24 * time.Hour

// within tells whether a bucket that ends at end lies in a window, at least by its last moment.
func within(p Plan, end time.Time) bool { return end.After(p.From) && !end.After(p.To) }

// planAt is the strictest plan that a bucket ending at end lies in; nil none.
func planAt(plans []Plan, end time.Time) *Plan {
	var strictest *Plan
	for i := range plans {
		p := &plans[i]
		if !within(*p, end) {
			continue
		}
		if strictest == nil || strictest.Raise != 0 && (p.Raise == 0 || p.Raise > strictest.Raise) {
			strictest = p
		}
	}
	return strictest
}

// planOver is the strictest plan that any part of the hour ending at end lies in. A campaign that
// ends at midnight still makes the hour to a quarter past loud.
func planOver(plans []Plan, end time.Time) *Plan {
	strictest := planAt(plans, end)
	for i := range plans {
		p := &plans[i]
		if past := end.Sub(p.To); past > 0 && past < time.Hour && (strictest == nil || strictest.Raise != 0 && (p.Raise == 0 || p.Raise > strictest.Raise)) {
			strictest = p
		}
	}
	return strictest
}

// untaught tells whether a bucket must not be learned from because a plan made it loud.
func untaught(plans []Plan, end time.Time) bool {
	for _, p := range plans {
		if within(p, end) && end.Sub(p.From) <= planTeaches {
			return true
		}
	}
	return false
}
