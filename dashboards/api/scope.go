package api

import (
	"context"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// actor is whose name stands beside a change: who is signed in, whatever name was given. The house
// itself, where nobody signs in, keeps the given one.
func (a *door) actor(ctx context.Context, given string) string {
	if v := viewerOf(ctx); v.Name != "" && v.Name != houseName {
		return v.Name
	}
	return given
}

// everywhere tells whether a scope names no place: what belongs to a brand as a whole is seen only
// by those.
func everywhere(s voc.Scope) bool { return !s.None && len(s.Regions) == 0 && len(s.Stores) == 0 }

// seesBrand tells whether anything of a brand lies within the scope.
func seesBrand(s voc.Scope, brand voc.BrandID) bool {
	return !s.None && (len(s.Brands) == 0 || slices.Contains(s.Brands, brand))
}

// seesAllBrands tells whether what concerns these brands concerns nobody outside the scope; no brands
// mean all of them.
func seesAllBrands(s voc.Scope, brands []voc.BrandID) bool {
	if s.Whole() {
		return true
	}
	if !everywhere(s) || len(s.Brands) > 0 && len(brands) == 0 {
		return false
	}
	return !slices.ContainsFunc(brands, func(b voc.BrandID) bool { return !seesBrand(s, b) })
}

// seesSomeBrand tells whether what concerns these brands concerns the scope too.
func seesSomeBrand(s voc.Scope, brands []voc.BrandID) bool {
	return !s.None && (len(brands) == 0 || slices.ContainsFunc(brands, func(b voc.BrandID) bool { return seesBrand(s, b) }))
}

// seesOrder tells whether a work order is one's business: it lies within one's scope, or in one's
// hands, wherever it lies.
func (a *door) seesOrder(v voc.Viewer, o voc.WorkOrder) bool {
	region := o.Region
	if region == "" {
		region = a.names.stores[string(o.Store)].Province
	}
	return v.Scope.Sees(o.Brand, region, o.Store) || v.Name != "" && v.Token == "" && inHands(o, v.Name)
}

// seesAlert tells whether an incident lies within one's scope. Incidents are of a brand as a whole:
// whoever sees only places sees none.
func (a *door) seesAlert(v voc.Viewer, al voc.Alert) bool {
	return everywhere(v.Scope) && seesBrand(v.Scope, al.Brand)
}

// seesSource tells whether a source brings anything of the scope: one that is about another brand
// does not.
func seesSource(s voc.Scope, source voc.Source) bool {
	return !s.None && (source.Brand == "" || seesBrand(s, source.Brand))
}

// seesDiscovery tells whether a find lies within one's scope. Finds have a brand and no place.
func seesDiscovery(s voc.Scope, d voc.Discovery) bool {
	return everywhere(s) && seesBrand(s, d.Brand)
}

// visible keeps what is seen. It never touches the list it was given: that is somebody else's.
func visible[T any](whole bool, all []T, sees func(T) bool) []T {
	if whole {
		return all
	}
	kept := []T{}
	for _, x := range all {
		if sees(x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// ordersOf is the work orders who asks may see.
func (a *door) ordersOf(ctx context.Context) []voc.WorkOrder {
	v := viewerOf(ctx)
	if v.Scope.Whole() {
		return a.Orders()
	}
	seen := visible(false, a.Orders(), func(o voc.WorkOrder) bool { return a.seesOrder(v, o) })
	ids := map[string]bool{}
	for _, o := range seen {
		ids[o.ID] = true
	}
	for i := range seen {
		seen[i] = a.orderWithin(v, seen[i], ids)
	}
	return seen
}

// orderWithin is an order without the names of what lies outside the scope.
func (a *door) orderWithin(v voc.Viewer, o voc.WorkOrder, seen map[string]bool) voc.WorkOrder {
	o.Linked = visible(false, o.Linked, func(id string) bool { return seen[id] })
	if o.MergedInto != "" && !seen[o.MergedInto] {
		o.MergedInto = ""
	}
	if !everywhere(v.Scope) || !seesBrand(v.Scope, o.Brand) {
		o.Alert = ""
	}
	return o
}

// within is the order as who asks may see it: a command's answer passes here too, also where the command
// took the order out of their sight.
func (a *door) within(ctx context.Context, o voc.WorkOrder) voc.WorkOrder {
	v := viewerOf(ctx)
	if v.Scope.Whole() {
		return o
	}
	seen := map[string]bool{}
	for _, other := range a.ordersOf(ctx) {
		seen[other.ID] = true
	}
	return a.orderWithin(v, o, seen)
}

// alertsOf is the incidents who asks may see.
func (a *door) alertsOf(ctx context.Context) []voc.Alert {
	v := viewerOf(ctx)
	if v.Scope.Whole() {
		return a.Alerts()
	}
	seen := visible(false, a.Alerts(), func(al voc.Alert) bool { return a.seesAlert(v, al) })
	ids := map[string]bool{}
	for _, al := range seen {
		ids[al.ID] = true
	}
	for i := range seen {
		seen[i].Similar = visible(false, seen[i].Similar, func(s voc.SimilarAlert) bool { return ids[s.ID] })
	}
	return seen
}

// messagesOf is the messages who asks may see: those about an incident or a work order they see.
// Letters, tests and what concerns the house are seen only with the whole house.
func (a *door) messagesOf(ctx context.Context) []voc.Message {
	if viewerOf(ctx).Scope.Whole() {
		return a.Messages()
	}
	about := map[string]bool{}
	for _, o := range a.ordersOf(ctx) {
		about[o.ID] = true
	}
	for _, al := range a.alertsOf(ctx) {
		about[al.ID] = true
	}
	return visible(false, a.Messages(), func(m voc.Message) bool { return m.Subject != "" && about[m.Subject] })
}

// sourcesOf is the sources who asks may see.
func (a *door) sourcesOf(ctx context.Context) []voc.Source {
	s := viewerOf(ctx).Scope
	return visible(s.Whole(), a.Sources(), func(source voc.Source) bool { return seesSource(s, source) })
}

// discoveriesOf is the finds who asks may see.
func (a *door) discoveriesOf(ctx context.Context) ([]voc.Discovery, error) {
	s := viewerOf(ctx).Scope
	all, err := a.Discoveries(ctx)
	return visible(s.Whole(), all, func(d voc.Discovery) bool { return seesDiscovery(s, d) }), err
}

// rulesOf is the rules that concern who asks. One that watches other brands too is shown without what
// it found there.
func (a *door) rulesOf(ctx context.Context) []voc.RuleState {
	s := viewerOf(ctx).Scope
	seen := visible(s.Whole(), a.Rules(), func(r voc.RuleState) bool { return seesSomeBrand(s, r.Rule.Brands) })
	if s.Whole() {
		return seen
	}
	for i, r := range seen {
		if !seesAllBrands(s, r.Rule.Brands) {
			r.Backtest, r.Fired, r.Confirmed, r.Dismissed, r.Proposed, r.Why = nil, 0, 0, 0, 0, ""
		}
		r.Rule = ruleWithin(s, r.Rule)
		r.Before, r.File = ruleOrNone(s, r.Before), ruleOrNone(s, r.File)
		seen[i] = r
	}
	return seen
}

// ruleWithin is a rule without the brands and places outside the scope.
func ruleWithin(s voc.Scope, r voc.Rule) voc.Rule {
	r.Brands = visible(false, r.Brands, func(b voc.BrandID) bool { return seesBrand(s, b) })
	if !everywhere(s) {
		r.Regions = visible(false, r.Regions, func(region string) bool { return slices.Contains(s.Regions, region) })
	}
	return r
}

func ruleOrNone(s voc.Scope, r *voc.Rule) *voc.Rule {
	if r == nil || !seesSomeBrand(s, r.Brands) {
		return nil
	}
	kept := ruleWithin(s, *r)
	return &kept
}

// silencesOf is the silences that concern who asks.
func (a *door) silencesOf(ctx context.Context) []voc.Silence {
	s := viewerOf(ctx).Scope
	seen := visible(s.Whole(), a.Silences(), func(q voc.Silence) bool {
		return everywhere(s) && (q.Brand == "" && q.Store == "" || seesBrand(s, q.Brand) && q.Brand != "")
	})
	if s.Whole() {
		return seen
	}
	ids := map[string]bool{}
	for _, al := range a.alertsOf(ctx) {
		ids[al.ID] = true
	}
	for i := range seen {
		seen[i].Hushed = visible(false, seen[i].Hushed, func(id string) bool { return ids[id] })
	}
	return seen
}

// plansOf is the plans that concern who asks.
func (a *door) plansOf(ctx context.Context) []voc.Plan {
	s := viewerOf(ctx).Scope
	seen := visible(s.Whole(), a.Plans(), func(p voc.Plan) bool { return seesSomeBrand(s, p.Brands) })
	if s.Whole() {
		return seen
	}
	for i := range seen {
		seen[i].Brands = visible(false, seen[i].Brands, func(b voc.BrandID) bool { return seesBrand(s, b) })
	}
	return seen
}

// brandsOf is the configured brands who asks may see.
func (a *door) brandsOf(ctx context.Context) []voc.Brand {
	s := viewerOf(ctx).Scope
	return visible(s.Whole(), a.Brands, func(b voc.Brand) bool { return seesBrand(s, b.ID) })
}

// storesOf is the configured stores who asks may see.
func (a *door) storesOf(ctx context.Context) []voc.Store {
	s := viewerOf(ctx).Scope
	return visible(s.Whole(), a.Stores, func(b voc.Store) bool { return s.Sees(b.Brand, b.Province, b.ID) })
}

// knownBrand tells a brand who asks may name from one that does not exist for them; a dash is no brand.
func (a *door) knownBrand(ctx context.Context) func(id string) bool {
	s := viewerOf(ctx).Scope
	return func(id string) bool {
		return id == "-" && len(s.Brands) == 0 && !s.None || a.names.brand(id) && seesBrand(s, voc.BrandID(id))
	}
}

// knownStore does the same for stores.
func (a *door) knownStore(ctx context.Context) func(id string) bool {
	s := viewerOf(ctx).Scope
	return func(id string) bool {
		shop, known := a.names.stores[id]
		return known && s.Sees(shop.Brand, shop.Province, shop.ID)
	}
}

// gapsOf is the gaps of the sources who asks may see.
func (a *door) gapsOf(ctx context.Context, gaps []voc.Gap) []voc.Gap {
	if viewerOf(ctx).Scope.Whole() {
		return gaps
	}
	seen := map[voc.SourceID]bool{}
	for _, s := range a.sourcesOf(ctx) {
		seen[s.ID] = true
	}
	return visible(false, gaps, func(g voc.Gap) bool { return seen[g.Source] })
}

// narrowed is a viewer whose shops say which brands they may see, where nobody else does: a shop belongs to
// one brand, and who runs it has no business with another's rules and sources.
func (a *door) narrowed(v voc.Viewer) voc.Viewer {
	s := v.Scope
	if len(s.Brands) > 0 || len(s.Regions) > 0 || len(s.Stores) == 0 {
		return v
	}
	for _, id := range s.Stores {
		shop, known := a.names.stores[string(id)]
		if known && !slices.Contains(s.Brands, shop.Brand) {
			s.Brands = append(s.Brands, shop.Brand)
		}
	}
	s.None = s.None || len(s.Brands) == 0
	v.Scope = s
	return v
}
