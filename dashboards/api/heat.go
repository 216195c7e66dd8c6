package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
)

// Heat is when in the week people speak.
type Heat struct {
	From     time.Time  `json:"from"`
	To       time.Time  `json:"to"`
	Timezone string     `json:"timezone" doc:"Zone the weekdays and hours are of"`
	All      int        `json:"all" doc:"Mentions in the cells"`
	Untimed  int        `json:"untimed" doc:"Mentions whose site told no hour: they are in no cell"`
	Rate     *float64   `json:"rate" doc:"Mentions an hour heard, over all cells; null when nothing was heard"`
	Share    *float64   `json:"share" doc:"Negative share over all cells; null of nothing"`
	Cells    []HeatCell `json:"cells" doc:"168: Monday midnight first"`
}

// HeatCell is one hour of the week.
type HeatCell struct {
	Weekday      int      `json:"weekday" minimum:"1" maximum:"7" doc:"1 Monday … 7 Sunday"`
	Hour         int      `json:"hour" minimum:"0" maximum:"23"`
	N            int      `json:"n" doc:"Mentions; filter by weekday and hour"`
	Negative     int      `json:"negative"`
	Positive     int      `json:"positive"`
	Hours        float64  `json:"hours" doc:"Hours like this in the window that have passed"`
	Heard        float64  `json:"heard" doc:"How many of them were listened to"`
	Rate         *float64 `json:"rate" doc:"Mentions an hour heard; null when the hour was not heard or is not in the window: unknown, not zero"`
	NegativeLow  *float64 `json:"negative_low" doc:"95 % Wilson interval of the negative share; null of nothing"`
	NegativeHigh *float64 `json:"negative_high"`
}

// leastHeard is the share of an hour of the week that must have been heard before a rate is told of it.
const leastHeard = 0.2

func (a *door) heat(ctx context.Context, in *overviewIn) (*answer[Heat], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	counted, err := a.Store.Heat(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "heat", err)
	}
	out := heatOf(counted)
	out.From, out.To, out.Timezone = f.From, f.To, a.Location.String()
	return &answer[Heat]{Body: out}, nil
}

// heatOf sets what was said against what was heard.
func heatOf(h store.Heat) Heat {
	out := Heat{Untimed: h.Untimed, Cells: make([]HeatCell, 0, len(h.Cells))}
	var heard float64
	var known, negative int
	for _, c := range h.Cells {
		cell := HeatCell{Weekday: c.Weekday, Hour: c.Hour, N: c.N, Negative: c.Negative, Positive: c.Positive, Hours: c.Hours, Heard: c.Heard}
		if c.Heard > 0 && c.Heard >= leastHeard*c.Hours {
			rate := float64(c.N) / c.Heard
			cell.Rate = &rate
			heard, known = heard+c.Heard, known+c.N
		}
		_, cell.NegativeLow, cell.NegativeHigh = shareOf(c.Negative, c.N)
		out.All, negative = out.All+c.N, negative+c.Negative
		out.Cells = append(out.Cells, cell)
	}
	if heard > 0 {
		rate := float64(known) / heard
		out.Rate = &rate
	}
	out.Share, _, _ = shareOf(negative, out.All)
	return out
}
