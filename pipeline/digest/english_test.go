package digest

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// handledOrders are orders of two weeks, claimed after so many minutes and done with after so many hours;
// those of the week before first.
func handledOrders(now time.Time, before, lately []int) []voc.WorkOrder {
	var all []voc.WorkOrder
	for week, minutes := range [][]int{before, lately} {
		for i, m := range minutes {
			at := now.AddDate(0, 0, -14+7*week).Add(time.Duration(1+i) * 11 * time.Hour)
			all = append(all, voc.WorkOrder{
				ID: "WO-" + at.Format("20060102-1504"), Title: "以前的事", Level: voc.Blue, State: voc.OrderClosed, Owner: "王芳", Cycle: 1,
				OpenedAt: at, ClaimedAt: at.Add(time.Duration(m) * time.Minute), ResolvedAt: at.Add(time.Duration(m) * 8 * time.Minute), ClosedAt: at.Add(time.Duration(m) * 9 * time.Minute), Cause: "x",
			})
		}
	}
	return all
}

// busyWeek is the Saturday with two weeks of work orders behind it.
func busyWeek() *facts {
	f := saturday()
	f.orders = append(handledOrders(f.now, []int{41, 38, 52, 47, 60, 35}, []int{22, 26, 31, 19, 28, 24, 25}), f.orders...)
	return f
}

func inEnglish(f *facts) *facts {
	f.tongue = english
	return f
}
