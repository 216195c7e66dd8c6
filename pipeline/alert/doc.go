// Package alert decides when a brand must be told that something is wrong, and says why.
//
// It is pure: counts in, decisions out, no clock and no database. The walk is
//
//	[]voc.Count ──Detector.Step──▶ voc.Spike ──Decide──▶ Opened | Grew | Continued | Resolved | Quiet
//	facts ──Grade──▶ level and its points ──Opened/Grew──▶ voc.Event ──Fold──▶ voc.Alert
//
// Beside bursts and counts, which rules files configure, there are rules on shares, ratios, single
// grave posts, new topics and silence. Each is a function of data its caller brings, and its spikes
// go through the same Decide; the pipeline does not evaluate them yet.
//
// The detector is causal: what it says of a bucket depends on that bucket and those before it. Live
// evaluation, replay of the past and the command line run the very same functions, so they agree.
package alert
