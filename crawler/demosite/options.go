package demosite

import (
	"fmt"
	"log/slog"
	"time"
)

// Options say what kind of web is made. Two sites with equal Seed, Now, Days, Location, PerDay and
// Live hold the same posts, byte for byte.
type Options struct {
	Seed     int64            // which of the possible worlds
	Now      time.Time        // the moment between history and life; required
	Days     int              // days of history before Now; 0: 90
	Location *time.Location   // where people have lunch; nil: Asia/Shanghai
	Clock    func() time.Time // what time it is; nil: always Now
	PerDay   float64          // posts a day over all sources, incidents not counted; 0: 290
	Live     Live             // how life goes on after Now; zero: as in DefaultOptions
	Secret   string           // signs what /hooks/tingfeng accepts; empty: HookSecret
	Log      *slog.Logger     // nil: silent
}

// Live says how fast posts arrive after Options.Now. A viewer of a demonstration has minutes, not
// days, so life may run denser than history.
type Live struct {
	Rate  float64       // how many times the natural rate
	Floor float64       // posts an hour over all sources that arrive even in the dead of night
	Delay time.Duration // from Now until the incident that a viewer can watch arriving
	Quiet bool          // no such incident
}

// DefaultOptions gives ninety days of about 290 posts a day, then life at three times that rate.
func DefaultOptions(now time.Time) Options {
	return Options{
		Seed: 1, Now: now, Days: 90, PerDay: 290,
		Live: Live{Rate: 3, Floor: 40, Delay: 150 * time.Second},
	}
}

// china has had no summer time since 1991, so a fixed zone is exact and needs no zone database.
var china = time.FixedZone("Asia/Shanghai", 8*60*60)

func (o *Options) validate() error {
	def := DefaultOptions(o.Now)
	if o.Days == 0 {
		o.Days = def.Days
	}
	if o.PerDay == 0 {
		o.PerDay = def.PerDay
	}
	if o.Live == (Live{}) {
		o.Live = def.Live
	}
	switch {
	case o.Now.IsZero():
		return fmt.Errorf("demosite: Options.Now is missing: give the moment history ends")
	case o.Days < 1 || o.Days > 400:
		return fmt.Errorf("demosite: Options.Days is %d: give 1 to 400 days of history", o.Days)
	case o.PerDay <= 0 || o.PerDay > 20000:
		return fmt.Errorf("demosite: Options.PerDay is %g: give more than 0 and at most 20000 posts a day", o.PerDay)
	case o.Live.Rate < 0 || o.Live.Floor < 0 || o.Live.Delay < 0:
		return fmt.Errorf("demosite: Options.Live has a negative number: %+v", o.Live)
	}
	if o.Location == nil {
		o.Location = china
	}
	if o.Clock == nil {
		now := o.Now
		o.Clock = func() time.Time { return now }
	}
	if o.Secret == "" {
		o.Secret = HookSecret
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}
