package api

import (
	"fmt"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestDiscoveriesAreListedAndCounted(t *testing.T) {
	h := &house{discoveries: []voc.Discovery{
		{ID: "a", Brand: "qingheng", State: voc.DiscoveryProposed}, {ID: "b", Brand: "luye", State: voc.DiscoveryProposed},
		{ID: "c", Brand: "qingheng", State: voc.DiscoveryAccepted}, {ID: "d", Brand: "qingheng", State: voc.DiscoveryRejected},
	}}
	door := h.open(t, nil)
	for _, row := range []struct {
		query, want string
		open        int
	}{
		{"", "a b c d", 2},
		{"?state=proposed", "a b", 2},
		{"?brand=qingheng", "a c d", 1},
		{"?brand=qingheng&state=rejected", "d", 1},
		{"?brand=luye&state=accepted", "", 1},
	} {
		got := read[Discoveries](t, ask(t, door, "GET", base+"/discoveries"+row.query, ""), 200)
		if list := ids(got.Items, func(d voc.Discovery) string { return d.ID }); list != row.want || got.Open != row.open {
			t.Errorf("%s: %q, %d open; want %q, %d", row.query, list, got.Open, row.want, row.open)
		}
	}
	problemOf(t, ask(t, door, "GET", base+"/discoveries?state=lost", ""), 422, "invalid")
	problemOf(t, ask(t, door, "GET", base+"/discoveries?brand=nobody", ""), 422, "invalid")
}

func TestDecisionsArriveAsTheyWereGiven(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	got := read[voc.Discovery](t, ask(t, door, "POST", base+"/discoveries/a/decision", `{"state":"accepted","actor":" 小周 ","topic":" 品质-掉色 ","weight":-1.5}`), 200)
	want := voc.Decision{State: voc.DiscoveryAccepted, Actor: "小周", Topic: "品质-掉色", Weight: -1.5}
	if len(h.decisions) != 1 || h.decisions[0] != want || got.ID != "a" || got.By != "小周" {
		t.Errorf("decision %+v became %+v, want %+v", h.decisions, got, want)
	}
	effect := read[voc.Effect](t, ask(t, door, "GET", base+"/discoveries/a/effect?topic=品质-掉色&weight=2", ""), 200)
	if effect.Posts != 7 || h.decisions[1] != (voc.Decision{State: voc.DiscoveryAccepted, Topic: "品质-掉色", Weight: 2}) {
		t.Errorf("effect %+v of %+v", effect, h.decisions[1])
	}
	for _, bad := range []string{"4", "-3.01", "NaN", "viel"} {
		problemOf(t, ask(t, door, "GET", base+"/discoveries/a/effect?weight="+bad, ""), 422, "invalid")
	}
	problemOf(t, ask(t, door, "POST", base+"/discoveries/a/decision", `{"state":"perhaps","actor":"x"}`), 422, "invalid")
	if len(h.decisions) != 2 {
		t.Errorf("what was refused was decided: %+v", h.decisions)
	}
	h.err = fmt.Errorf("%w: discovery \"z\"", ErrNotFound)
	problemOf(t, ask(t, door, "POST", base+"/discoveries/z/decision", `{"state":"rejected","actor":"x"}`), 404, "not_found")
	h.err = fmt.Errorf("%w: 话题名最多 24 个字", ErrInvalid)
	problemOf(t, ask(t, door, "GET", base+"/discoveries/z/effect", ""), 422, "invalid")
}

func TestSearchingAndRetagging(t *testing.T) {
	h := &house{discoveries: make([]voc.Discovery, 3)}
	door := h.open(t, nil)
	if got := read[Searched](t, ask(t, door, "POST", base+"/discoveries/search", "{}"), 200); got.Found != 3 {
		t.Errorf("found %d", got.Found)
	}
	if got := read[Retagging](t, ask(t, door, "POST", base+"/retag", "{}"), 200); !got.Running || got.Version != "v2" {
		t.Errorf("begun: %+v", got)
	}
	if got := read[Retagging](t, ask(t, door, "GET", base+"/retag", ""), 200); got.Done != 3 || got.All != 10 {
		t.Errorf("on the way: %+v", got)
	}
}
