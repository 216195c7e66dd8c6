package access

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var house = Org{
	Units: []voc.Unit{
		{ID: "group", Title: "集团"},
		{ID: "tea", Title: "茶事业部", Parent: "group", Brands: []voc.BrandID{"qingheng", "luye"}},
		{ID: "east", Title: "华东区", Parent: "tea", Regions: []string{"上海", "江苏"}},
		{ID: "jingan", Title: "静安店", Parent: "east", Stores: []voc.StoreID{"sh-jingan"}},
		{ID: "wuhan", Title: "武汉店", Parent: "east", Stores: []voc.StoreID{"hb-wuhan"}},
		{ID: "rival", Title: "竞品组", Parent: "tea", Brands: []voc.BrandID{"other"}},
		{ID: "city", Title: "沪上", Parent: "jingan", Regions: []string{"上海"}},
		{ID: "far", Title: "外省", Parent: "jingan", Regions: []string{"湖北"}},
		{ID: "lost", Title: "没有上级", Parent: "gone"},
		{ID: "ring", Parent: "gnir"}, {ID: "gnir", Parent: "ring"},
	},
	Stores: []voc.Store{{ID: "sh-jingan", Province: "上海"}, {ID: "sh-xuhui", Province: "上海"}, {ID: "hb-wuhan", Province: "湖北"}},
}

func TestWhatAUnitOwns(t *testing.T) {
	for _, row := range []struct {
		why  string
		unit voc.UnitID
		want voc.Scope
	}{
		{"the house owns everything", "", voc.Scope{}},
		{"a root that names nothing owns everything", "group", voc.Scope{}},
		{"brands of the unit", "tea", voc.Scope{Brands: []voc.BrandID{"qingheng", "luye"}}},
		{"provinces of the unit, brands of its parent", "east", voc.Scope{Brands: []voc.BrandID{"qingheng", "luye"}, Regions: []string{"上海", "江苏"}}},
		{"a shop in one of the parent's provinces", "jingan", voc.Scope{Brands: []voc.BrandID{"qingheng", "luye"}, Stores: []voc.StoreID{"sh-jingan"}}},
		{"a shop outside the parent's provinces is not seen", "wuhan", voc.Scope{Brands: []voc.BrandID{"qingheng", "luye"}, None: true}},
		{"a brand the parent does not own is not seen", "rival", voc.Scope{None: true}},
		{"a province around the parent's only shop is that shop", "city", voc.Scope{Brands: []voc.BrandID{"qingheng", "luye"}, Stores: []voc.StoreID{"sh-jingan"}}},
		{"a province the parent's shop is not in is nothing", "far", voc.Scope{Brands: []voc.BrandID{"qingheng", "luye"}, None: true}},
		{"a unit nobody knows", "nosuch", voc.Scope{None: true}},
		{"a unit under one nobody knows", "lost", voc.Scope{None: true}},
		{"a unit under itself", "ring", voc.Scope{None: true}},
	} {
		if got := house.Scope(row.unit); fmt.Sprint(got) != fmt.Sprint(row.want) {
			t.Errorf("%s: %+v, want %+v", row.why, got, row.want)
		}
	}
}

// Whatever an administrator writes, nobody sees more than the unit above them.
func TestNoUnitSeesMoreThanItsParent(t *testing.T) {
	brands, regions := []voc.BrandID{"a", "b", "c"}, []string{"上海", "江苏", "湖北"}
	var stores []voc.Store
	for i := range 6 {
		stores = append(stores, voc.Store{ID: voc.StoreID(fmt.Sprint("s", i)), Province: regions[i%3]})
	}
	r := rand.New(rand.NewPCG(7, 7))
	some := func(n int) []int {
		return slices.DeleteFunc(r.Perm(n), func(int) bool { return r.IntN(2) == 0 })
	}
	for range 400 {
		org := Org{Stores: stores}
		for i := range 6 {
			u := voc.Unit{ID: voc.UnitID(fmt.Sprint("u", i))}
			if i > 0 {
				u.Parent = voc.UnitID(fmt.Sprint("u", r.IntN(i)))
			}
			for _, n := range some(3) {
				u.Brands = append(u.Brands, brands[n])
			}
			for _, n := range some(3) {
				u.Regions = append(u.Regions, regions[n])
			}
			for _, n := range some(6) {
				u.Stores = append(u.Stores, stores[n].ID)
			}
			org.Units = append(org.Units, u)
		}
		for _, u := range org.Units {
			own, above := org.Scope(u.ID), org.Scope(u.Parent)
			for _, b := range brands {
				for _, s := range stores {
					if own.Sees(b, s.Province, s.ID) && !above.Sees(b, s.Province, s.ID) {
						t.Fatalf("%+v sees %s in %s, %+v above does not\n%+v", own, b, s.ID, above, org.Units)
					}
				}
				for _, p := range regions {
					if own.Sees(b, p, "") && !above.Sees(b, p, "") {
						t.Fatalf("%+v sees %s in %s, %+v above does not\n%+v", own, b, p, above, org.Units)
					}
				}
			}
			if own.Whole() && !above.Whole() {
				t.Fatalf("%s sees everything, what is above it does not", u.ID)
			}
		}
	}
}

func TestWithin(t *testing.T) {
	for _, row := range []struct {
		id, under voc.UnitID
		want      bool
	}{
		{"jingan", "", true}, {"jingan", "jingan", true}, {"jingan", "east", true}, {"jingan", "group", true},
		{"east", "jingan", false}, {"", "east", false}, {"nosuch", "east", false}, {"ring", "ring", false}, {"jingan", "wuhan", false},
	} {
		if got := house.Within(row.id, row.under); got != row.want {
			t.Errorf("%q within %q: %t", row.id, row.under, got)
		}
	}
}

func TestATokenNeverDoesMoreThanItsOwner(t *testing.T) {
	everything := TokenPermits()
	for _, role := range voc.Roles() {
		owner := voc.User{Name: "王芳", Role: role, Unit: "east", MustSet: true}
		v := house.TokenViewer(voc.Token{ID: "TK-1", Permits: everything}, owner)
		for _, p := range voc.Permissions() {
			if v.May(p) && !role.Permits(p) {
				t.Errorf("a token of a %s may %s", role, p)
			}
		}
		if v.May(voc.PermitSelf) {
			t.Errorf("a token of a %s may change its owner's account", role)
		}
		if fmt.Sprint(v.Scope) != fmt.Sprint(house.Scope("east")) || v.Token != "TK-1" || v.MustSet {
			t.Errorf("%+v", v)
		}
	}
	admin := voc.User{Name: "王芳", Role: voc.RoleAdmin, Unit: "east"}
	if v := house.TokenViewer(voc.Token{ID: "t", Permits: []voc.Permission{voc.PermitRead}}, admin); v.May(voc.PermitAdmin) || !v.May(voc.PermitRead) {
		t.Errorf("a token that may read: %v", v.Permits)
	}
	if v := house.TokenViewer(voc.Token{ID: "t", Permits: everything, Unit: "jingan"}, admin); fmt.Sprint(v.Scope) != fmt.Sprint(house.Scope("jingan")) {
		t.Errorf("a token of a shop sees %+v", v.Scope)
	}
	if v := house.TokenViewer(voc.Token{ID: "t", Permits: everything, Unit: "tea"}, admin); !v.Scope.None {
		t.Errorf("a token of a unit above its owner sees %+v", v.Scope)
	}
	admin.Disabled = true
	if v := house.TokenViewer(voc.Token{ID: "t", Permits: everything}, admin); v.May(voc.PermitRead) || !v.Scope.None {
		t.Errorf("a token of somebody shut out: %+v", v)
	}
}
