// Package statistics is the arithmetic behind the intervals the dashboards show: how sure a share
// is, whether two shares differ, how much of the talk is a brand's, and how bad a store is that few
// people wrote about. All of it is pure: counts in, numbers out, no clock, no randomness, no state.
//
// Which formula is used where, and why:
//
//   - [Wilson] for a share of many mentions. It stays inside 0 and 1 and holds its promise for small
//     counts and shares near the ends, where the textbook "p plus-minus" does not.
//   - [Jeffreys] where a share is one of few and its interval is read as a belief (an audit of 50 mentions).
//   - [Difference] (Newcombe's method 10) for the gap between two brands.
//   - [Clustered] for a share of voice: forty posts of one author are not forty voices.
//   - [Shrink] for a ranking: the raw rate of a store with three mentions is mostly luck.
//
// The tests hold every one of them to its word over simulated data: of a thousand intervals of
// 90 %, 880 to 920 hold the truth.
package statistics
