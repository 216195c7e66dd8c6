// Package alert decides when a brand must be told that something is wrong, and says why.
//
// It is pure: counts in, decisions out, no clock and no database. The walk is
//
//	[]voc.Count ──Detector.Step──▶ voc.Spike ──Decide──▶ Opened | Grew | Continued | Resolved | Quiet
//	facts ──Grade──▶ level and its points ──Opened/Grew──▶ voc.Event ──Fold──▶ voc.Alert
//
// The detector is causal: what it says of a bucket depends on that bucket and those before it. Live
// evaluation, replay of the past and the command line run the very same functions, so they agree.
package alert
