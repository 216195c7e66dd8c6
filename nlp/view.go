package nlp

// How much a clause that names only another brand counts for this one, and how a clause counts
// that says another brand is better or worse.
const (
	weightOfAnother   = 0.25
	weightOfComparing = -1.0
)

// view gives the weight of each clause for one of several brands a text speaks of: clauses of
// another brand count little, and 比喜茶好喝 is no praise for 喜茶. nil: all count one.
func (s *scratch) view(all []seen, me int) []float64 {
	if len(all) < 2 {
		return nil
	}
	view := make([]float64, len(s.clauses))
	owner := -1             // of the clauses since the last name
	rest := weightOfAnother // of the clauses that go on about another
	for i := range s.clauses {
		c := &s.clauses[i]
		mine, others := false, -1
		compared := false
		for j := range all {
			for _, f := range since(all[j].spots, int32(c.start)) {
				if int(f.start) >= c.end {
					break
				}
				if j == me {
					mine = true
					compared = compared || s.compared(int(f.start), c.start)
				} else {
					others = j
				}
			}
		}
		switch {
		case mine && compared:
			view[i], owner, rest = weightOfComparing, others, weightOfAnother
			if others < 0 {
				owner = me
			} else if c.bare {
				rest = weightOfComparing // 轻衡完爆半亩，好喝太多: the verdict follows
			}
		case mine:
			view[i], owner = 1, me
		case others >= 0:
			view[i], owner, rest = weightOfAnother, others, weightOfAnother
		case owner < 0 || owner == me:
			view[i] = 1
		default:
			view[i] = rest
		}
	}
	return view
}

// measuredAgainst tells whether no clause speaks of the brand but as what another is compared to.
func measuredAgainst(view []float64) bool {
	against := false
	for _, w := range view {
		if w >= 1 {
			return false
		}
		against = against || w < 0
	}
	return against
}

// compared tells whether the name at rune i is what something is compared to: 比喜茶, 不如喜茶,
// 没有喜茶好喝.
func (s *scratch) compared(i, from int) bool {
	switch {
	case i-1 >= from && (s.runes[i-1] == '比' || s.runes[i-1] == '较'):
		return true
	case i-2 >= from:
		switch string(s.runes[i-2 : i]) {
		case "不如", "没有", "不比", "赶上", "甩开", "秒杀", "碾压", "完爆", "吊打", "超过":
			return true
		}
	}
	return false
}
