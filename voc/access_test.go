package voc

import "testing"

func TestRolesPermit(t *testing.T) {
	for _, c := range []struct {
		why  string
		role UserRole
		p    Permission
		may  bool
	}{
		{"a viewer looks", RoleViewer, PermitRead, true},
		{"a viewer closes no order", RoleViewer, PermitAct, false},
		{"an agent works", RoleAgent, PermitAct, true},
		{"an agent takes no files out", RoleAgent, PermitExport, false},
		{"an analyst sets rules", RoleAnalyst, PermitRules, true},
		{"an analyst lets nobody in", RoleAnalyst, PermitAdmin, false},
		{"an administrator does everything", RoleAdmin, PermitAdmin, true},
		{"health needs nobody", "", PermitOpen, true},
		{"a role nobody knows permits nothing", "root", PermitRead, false},
	} {
		if got := c.role.Permits(c.p); got != c.may {
			t.Errorf("%s: %q permits %q: %t", c.why, c.role, c.p, got)
		}
	}
	for i, r := range Roles()[1:] {
		for _, p := range Permissions() {
			if Roles()[i].Permits(p) && !r.Permits(p) {
				t.Errorf("%s may %s and %s, who is more, may not", Roles()[i], p, r)
			}
		}
	}
}

func TestScopeSees(t *testing.T) {
	east := Scope{Brands: []BrandID{"tea"}, Regions: []string{"上海", "浙江"}, Stores: []StoreID{"bj-01"}}
	for _, c := range []struct {
		why    string
		scope  Scope
		brand  BrandID
		region string
		store  StoreID
		sees   bool
	}{
		{"everything sees everything", Scope{}, "coffee", "", "", true},
		{"a unit that owns nothing sees nothing", Scope{None: true}, "tea", "上海", "", false},
		{"its region", east, "tea", "浙江", "", true},
		{"a store of its own elsewhere", east, "tea", "北京", "bj-01", true},
		{"another store there", east, "tea", "北京", "bj-02", false},
		{"its region, of another brand", east, "coffee", "上海", "", false},
		{"a voice without a place is nobody's region", east, "tea", "", "", false},
		{"a brand's people see voices without a place", Scope{Brands: []BrandID{"tea"}}, "tea", "", "", true},
	} {
		if got := c.scope.Sees(c.brand, c.region, c.store); got != c.sees {
			t.Errorf("%s: %t", c.why, got)
		}
	}
}
