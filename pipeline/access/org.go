package access

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Org is the organisation: its units and the shops they may own.
type Org struct {
	Units  []voc.Unit
	Stores []voc.Store
}

// Unit finds one.
func (o Org) Unit(id voc.UnitID) (voc.Unit, bool) {
	i := slices.IndexFunc(o.Units, func(u voc.Unit) bool { return u.ID == id })
	if i < 0 {
		return voc.Unit{}, false
	}
	return o.Units[i], true
}

// line is a unit with all above it, the root first; nil when a unit of the line is unknown, or the line
// comes back to itself.
func (o Org) line(id voc.UnitID) []voc.Unit {
	var up []voc.Unit
	for at := id; at != ""; {
		u, known := o.Unit(at)
		if !known || len(up) > len(o.Units) {
			return nil
		}
		up = append(up, u)
		at = u.Parent
	}
	slices.Reverse(up)
	return up
}

// Within tells whether a unit is another one or lies under it. Everything lies under "", the house.
func (o Org) Within(id, under voc.UnitID) bool {
	if under == "" {
		return true
	}
	return slices.ContainsFunc(o.line(id), func(u voc.Unit) bool { return u.ID == under })
}

// Scope is what of all voices a unit owns. From the root down each unit keeps what it names of its
// parent's, and all of it when it names nothing; nothing can come back below. A unit nobody knows owns
// nothing; "", the house, everything.
func (o Org) Scope(id voc.UnitID) voc.Scope {
	if id == "" {
		return voc.Scope{}
	}
	line := o.line(id)
	if len(line) == 0 {
		return voc.Scope{None: true}
	}
	var s voc.Scope
	for _, u := range line {
		s = o.narrow(s, u)
	}
	return s
}

// narrow is what a unit keeps of a scope.
func (o Org) narrow(s voc.Scope, u voc.Unit) voc.Scope {
	if s.None {
		return s
	}
	if len(u.Brands) > 0 {
		s.Brands = kept(u.Brands, s.Brands)
		s.None = len(s.Brands) == 0
	}
	if len(u.Regions) == 0 && len(u.Stores) == 0 {
		return s
	}
	everywhere := len(s.Regions) == 0 && len(s.Stores) == 0
	var regions []string
	var stores []voc.StoreID
	for _, r := range u.Regions {
		if everywhere || slices.Contains(s.Regions, r) {
			regions = append(regions, r)
		}
	}
	for _, id := range u.Stores {
		if everywhere || slices.Contains(s.Stores, id) || slices.Contains(s.Regions, o.province(id)) {
			stores = append(stores, id)
		}
	}
	for _, id := range s.Stores { // a shop above lies in a province the unit names
		if p := o.province(id); p != "" && slices.Contains(u.Regions, p) && !slices.Contains(stores, id) {
			stores = append(stores, id)
		}
	}
	s.Regions, s.Stores = regions, stores
	s.None = s.None || len(regions) == 0 && len(stores) == 0
	return s
}

func kept[T comparable](named, above []T) []T {
	if len(above) == 0 {
		return slices.Clone(named)
	}
	var both []T
	for _, n := range named {
		if slices.Contains(above, n) {
			both = append(both, n)
		}
	}
	return both
}

// province is where a shop lies; "" unknown.
func (o Org) province(id voc.StoreID) string {
	i := slices.IndexFunc(o.Stores, func(s voc.Store) bool { return s.ID == id })
	if i < 0 {
		return ""
	}
	return o.Stores[i].Province
}

// Viewer is who a user is to the rest of the program. One who was shut out may do nothing.
func (o Org) Viewer(u voc.User) voc.Viewer {
	v := voc.Viewer{Name: u.Name, Title: u.Title, Role: u.Role, Unit: u.Unit, Scope: o.Scope(u.Unit), MustSet: u.MustSet}
	if u.Disabled {
		return voc.Viewer{Scope: voc.Scope{None: true}}
	}
	for _, p := range voc.Permissions() {
		if u.Role.Permits(p) {
			v.Permits = append(v.Permits, p)
		}
	}
	return v
}

// TokenViewer is who asks with a token: never more than its owner, and within its own unit. A token of an
// owner who has moved out from above its unit sees nothing.
func (o Org) TokenViewer(t voc.Token, owner voc.User) voc.Viewer {
	v := o.Viewer(owner)
	v.Token, v.MustSet = t.ID, false
	v.Permits = slices.DeleteFunc(v.Permits, func(p voc.Permission) bool {
		return p != voc.PermitOpen && (p == voc.PermitSelf || !slices.Contains(t.Permits, p))
	})
	if t.Unit != "" {
		v.Unit, v.Scope = t.Unit, o.Scope(t.Unit)
		if !o.Within(t.Unit, owner.Unit) {
			v.Scope = voc.Scope{None: true}
		}
	}
	return v
}

// TokenPermits are what a token can hold: one's own account is for people alone.
func TokenPermits() []voc.Permission {
	return slices.DeleteFunc(voc.Permissions(), func(p voc.Permission) bool { return p == voc.PermitOpen || p == voc.PermitSelf })
}
