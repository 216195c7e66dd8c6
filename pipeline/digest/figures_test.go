package digest

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func figureOf(all []voc.DigestFigure, name string) *voc.DigestFigure {
	for i := range all {
		if all[i].Name == name {
			return &all[i]
		}
	}
	return nil
}

func TestAFigureClaimsAChangeOnlyBeyondChance(t *testing.T) {
	for _, c := range []struct {
		why, name, change string
		worse             int // 1 worse, -1 better, 0 neither
		of                func(*facts)
	}{
		{"more than twice as many complaints", "index", "是上周的 2.6 倍", 1, func(*facts) {}},
		{"a few more are chance", "index", "正常波动", 0, func(f *facts) { f.today.complaints = f.week.complaints + 8 }},
		{"just as many", "index", "持平", 0, func(f *facts) { f.today.complaints = f.week.complaints }},
		{"far fewer", "index", "比上周少 80%", -1, func(f *facts) { f.week.complaints, f.today.complaints = 60, 12 }},
		{"where weeks scatter widely, as much is chance", "index", "正常波动", 0, func(f *facts) {
			for i, n := range []int{3, 60, 8, 55} {
				f.usual[i].complaints = n
			}
			f.today.complaints, f.week.complaints = 50, 25
		}},
		{"a larger part of all voices", "rate", "比上周高 18 个百分点", 1, func(*facts) {}},
		{"the same part of fewer", "rate", "正常波动", 0, func(f *facts) { f.today.total, f.today.complaints = 40, 9 }},
		{"more voices are neither good nor bad", "mentions", "比上周多 40%", 0, func(*facts) {}},
		{"claimed sooner", "claim", "比前一周快 19 分钟", -1, func(*facts) {}},
		{"claimed later", "claim", "比前一周慢 15 分钟", 1, func(f *facts) {
			f.orders = handledOrders(f.now, []int{20, 21, 22, 23, 24}, []int{35, 36, 37, 38, 39})
		}},
		{"as soon as ever", "claim", "正常波动", 0, func(f *facts) {
			f.orders = handledOrders(f.now, []int{20, 60, 22, 50, 24}, []int{21, 58, 30, 41, 26})
		}},
		{"too few orders before to compare", "claim", "", 0, func(f *facts) {
			f.orders = handledOrders(f.now, []int{20, 21, 22}, []int{35, 36, 37, 38, 39})
		}},
	} {
		f := busyWeek()
		c.of(f)
		g := figureOf(f.figures(), c.name)
		if g == nil {
			t.Errorf("%s: no figure %s", c.why, c.name)
			continue
		}
		// Whether a number rose is told of mentions too, but never as worse.
		worse := 0
		if g.Worse != nil && c.name != "mentions" {
			worse = -1
			if *g.Worse {
				worse = 1
			}
		}
		if g.Change != c.change || worse != c.worse || c.name == "mentions" && g.Worse != nil {
			t.Errorf("%s: %q, worse %d, want %q, %d", c.why, g.Change, worse, c.change, c.worse)
		}
		if _, dropped := Verify(compose(f), ledgerOf(f)); len(dropped) > 0 {
			t.Errorf("%s: dropped %+v", c.why, dropped)
		}
	}
}

func TestAFigureOfTooFewIsLeftOut(t *testing.T) {
	f := busyWeek()
	f.usual, f.today.total, f.orders = f.usual[:1], 12, handledOrders(f.now, nil, []int{5, 6})
	if all := f.figures(); len(all) != 1 || all[0].Name != "mentions" {
		t.Errorf("twelve voices, a week and two orders give %+v", all)
	}
}

// Times are those of the orders' own clocks, which stand still at night, and of the week they ended in.
func TestTimesAreOfTheClocksAndTheWeek(t *testing.T) {
	now := at(tonight, "21:30")
	claimed := func(ago time.Duration, used time.Duration) voc.WorkOrder {
		return voc.WorkOrder{OpenedAt: now.Add(-ago - 20*time.Hour), ClaimedAt: now.Add(-ago), Clocks: []voc.Clock{{Name: voc.ClockClaim, Used: used}}}
	}
	orders := []voc.WorkOrder{claimed(time.Hour, 7*time.Minute), claimed(6*day, 3*time.Minute), claimed(8*day, time.Minute), {OpenedAt: now}}
	got := claimTimes(orders, now.Add(-handledIn), now)
	if len(got) != 2 || got[0] != 3*time.Minute || got[1] != 7*time.Minute {
		t.Errorf("%v, want three and seven minutes", got)
	}
}

// Every number of a figure is changed in turn: the figure goes, the letter stays.
func TestALyingFigureIsDropped(t *testing.T) {
	f := busyWeek()
	honest, ledger := compose(f), ledgerOf(f)
	for i, g := range honest.Figures {
		for _, part := range []string{g.Text, g.Before, g.Change} {
			for _, n := range figure.FindAllString(part, -1) {
				d := honest
				d.Figures = append([]voc.DigestFigure{}, honest.Figures...)
				lie := &d.Figures[i]
				other := "77" + strings.TrimLeft(n, "+-")
				for _, at := range []*string{&lie.Text, &lie.Before, &lie.Change} {
					*at = strings.Replace(*at, n, other, 1)
				}
				got, dropped := Verify(d, ledger)
				if len(dropped) != 1 || dropped[0].Section != "figures" || len(got.Figures) != len(honest.Figures)-1 || got.Lead != honest.Lead {
					t.Errorf("%s with %s for %s: dropped %+v", g.Name, other, n, dropped)
				}
			}
		}
	}
}
