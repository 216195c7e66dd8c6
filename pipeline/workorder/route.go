package workorder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// RouteRule says whose task an order is. Conditions that are empty do not restrict.
type RouteRule struct {
	Name    string          `yaml:"name" json:"name"`
	Brands  []voc.BrandID   `yaml:"brands" json:"brands"`
	Topics  []string        `yaml:"topics" json:"topics"`
	Stores  []voc.StoreID   `yaml:"stores" json:"stores"`
	Regions []string        `yaml:"regions" json:"regions"`
	Kinds   []voc.OrderKind `yaml:"kinds" json:"kinds"`
	From    voc.Level       `yaml:"from" json:"from"` // only as grave or graver; "" all

	To      []string `yaml:"to" json:"to"`           // people and rosters, asked in this order
	Share   bool     `yaml:"share" json:"share"`     // instead: whoever of them has least to do, in turn among equals
	Manager bool     `yaml:"manager" json:"manager"` // the manager of the order's shop is asked first
}

func (r RouteRule) validate(h House) error {
	if r.Name == "" {
		return fmt.Errorf("routes: a rule has no name: give it one, work orders say which rule gave them to whom")
	}
	if len(r.To) == 0 && !r.Manager {
		return fmt.Errorf("route %q: it leads to nobody: write to, or manager: true", r.Name)
	}
	if r.From != "" && r.From.Rank() == 0 {
		return fmt.Errorf("route %q: there is no level %q: use red, orange, yellow or blue", r.Name, r.From)
	}
	for _, name := range r.To {
		if !h.knows(name) && !h.hasRoster(name) {
			return fmt.Errorf("route %q: %q is neither a person nor a roster: add it", r.Name, name)
		}
	}
	return nil
}

func fits[T comparable](wanted []T, have ...T) bool {
	if len(wanted) == 0 {
		return true
	}
	return slices.ContainsFunc(have, func(v T) bool { return slices.Contains(wanted, v) })
}

func (r RouteRule) fits(d Draft) bool {
	return fits(r.Brands, d.Brand) && fits(r.Topics, append([]string{d.Topic}, d.Topics...)...) && fits(r.Stores, d.Store) &&
		fits(r.Regions, d.Region) && fits(r.Kinds, d.Kind) && d.Level.Rank() >= r.From.Rank()
}

// Routed is whose task a new order is.
type Routed struct {
	To   string // "" nobody could be found: somebody has to look at it
	Lead string // whom it goes to when they do not get on; "" nobody
	Why  string // which rule gave it to them and who was passed over, for people
}

// Route finds out whose task a new order is: whom its writer named, whom the alert's rule names, the
// first fitting rule of the house, the manager of the shop, the default. Who is away or has left is
// passed over. Orders are all there are: they say how much everybody has to do, so that the same
// journal always gives the same answer.
func Route(d Draft, h House, orders []voc.WorkOrder, now time.Time) Routed {
	d = d.filled()
	s := search{house: h, orders: orders, urgent: urgent(d.Level), now: now}
	if d.To != "" && s.ask("由"+d.Actor+"指定", d.To) {
		return s.found
	}
	if d.Owner != "" && s.ask("预警规则指定", h.expand(d.Owner, now)...) {
		return s.found
	}
	for _, r := range h.Routes {
		if !r.fits(d) {
			continue
		}
		why := fmt.Sprintf("按规则“%s”", r.Name)
		if r.Manager && s.ask(why+"交给门店负责人", h.Managers[d.Store]) {
			return s.found
		}
		var names []string
		for _, name := range r.To {
			names = append(names, h.expand(name, now)...)
		}
		if r.Share {
			names, why = s.leastLoaded(names), why+"轮流"
		}
		if s.ask(why, names...) {
			return s.found
		}
		break // the first rule that fits decides: a later, wider one is not meant for this
	}
	if s.ask("门店负责人", h.Managers[d.Store]) || s.ask("默认值班", h.expand(h.Default, now)...) {
		return s.found
	}
	return Routed{Why: "没有可以指派的人" + s.skipped() + "，请人工指派"}
}

// search asks people one after the other.
type search struct {
	house  House
	orders []voc.WorkOrder
	urgent bool
	now    time.Time
	passed []string // why each who was asked could not
	found  Routed
}

func (s *search) ask(why string, names ...string) bool {
	for _, name := range names {
		if name == "" {
			continue
		}
		if no := s.house.absent(name, s.urgent, s.now); no != "" {
			if !slices.Contains(s.passed, no) {
				s.passed = append(s.passed, no)
			}
			continue
		}
		s.found = Routed{To: name, Lead: s.house.leadOf(name, s.now), Why: why + s.skipped()}
		return true
	}
	return false
}

func (s *search) skipped() string {
	if len(s.passed) == 0 {
		return ""
	}
	return "（" + strings.Join(s.passed, "；") + "）"
}

// leastLoaded orders people by how many open orders they have, and among equals by how long ago they
// were given the last one.
func (s *search) leastLoaded(names []string) []string {
	open, last := map[string]int{}, map[string]time.Time{}
	for _, o := range s.orders {
		who := responsible(o)
		if o.State.Open() {
			open[who]++
		}
		if o.OpenedAt.After(last[who]) {
			last[who] = o.OpenedAt
		}
	}
	sorted := slices.Clone(names)
	slices.SortStableFunc(sorted, func(a, b string) int {
		if c := cmp.Compare(open[a], open[b]); c != 0 {
			return c
		}
		return last[a].Compare(last[b])
	})
	return slices.Compact(sorted)
}

// responsible is whose task an order is now: who has taken it up, else who it was given to.
func responsible(o voc.WorkOrder) string {
	if o.Owner != "" {
		return o.Owner
	}
	return o.Assignee
}
