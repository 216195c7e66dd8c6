package digest

import (
	"cmp"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// incidentLedger enters what the facts say. It asks no sentence.
func incidentLedger(x *incident) Ledger {
	l := Ledger{Texts: map[voc.PostID]string{}, Orders: map[string]bool{}, Figures: map[string]map[string]bool{}}
	a := x.alert
	l.Names = append(l.Names, x.brand.Name, x.title(a.Topic), x.what(), a.Merged)
	l.Names = append(l.Names, x.words...)
	for _, t := range a.Topics {
		l.Names = append(l.Names, x.title(t))
	}
	l.allow(queryOverview, x.moment(a.OpenedAt.In(x.zone)), x.total, x.authors, x.peak.N, x.lasting(a.ResolvedAt.Sub(a.OpenedAt)), x.lasting(x.now.Sub(a.OpenedAt)))
	l.allow(queryIncident, x.total, x.authors, x.peak.N, len(a.Similar))
	for _, s := range a.Similar {
		l.allow(queryIncident, s.OpenedAt.In(x.zone).Format("2006 1 2"))
		l.Names = append(l.Names, sentence(s.Cause))
	}
	for _, s := range x.steps() {
		l.allow(stepQuery(s.name), x.lasting(s.to.Sub(s.from)))
	}
	for i, m := range x.moments {
		l.allow(momentQuery(i), x.moment(m.at))
		l.allow(momentQuery(i), m.given...)
	}
	for _, e := range x.voices {
		l.Names = append(l.Names, e.Store)
		l.allow(postQuery(e.PostID), x.moment(e.At), e.Copies)
	}
	for _, name := range x.shops {
		l.Names = append(l.Names, name)
	}
	for id, name := range x.places {
		l.Names = append(l.Names, name, x.place(id))
	}
	x.enterSpread(&l)
	for _, o := range x.orders {
		l.Orders[o.ID] = true
		l.tells(incidentOrder(o.ID), o.ID)
		asked, won := recovered(o)
		l.allow(incidentOrder(o.ID), asked, won, o.Cycle, x.lasting(x.now.Sub(o.OpenedAt)))
		l.Names = append(l.Names, o.ID, o.Owner, o.Assignee, sentence(o.Cause), sentence(o.Action), sentence(o.Verification.Verdict), o.CausePath.Department, o.CausePath.Process)
	}
	l.longestFirst()
	return l
}

func (x *incident) enterSpread(l *Ledger) {
	named := 0
	for _, s := range x.atShops {
		named += s.N
		l.allow(querySpread, s.N)
		l.allow(tableQuery("shops", cmp.Or(x.shops[s.Store], string(s.Store))), s.N)
	}
	l.allow(querySpread, max(0, x.total-named), len(x.sources)-mostPlaces, len(x.atShops)-mostPlaces, x.alert.Reposts, x.alert.Suspects)
	for _, s := range x.sources {
		l.allow(querySpread, s.N)
		l.allow(tableQuery("sources", x.place(s.Source)), s.N)
	}
	points, width := x.drawn()
	l.allow(queryCurve, x.moment(x.peak.At), x.peak.N, number(x.before), int(width.Hours()), plain(x.before*width.Hours()))
	for _, p := range points {
		l.allow(queryCurve, p.N)
	}
	for _, p := range x.curve {
		l.allow(tableQuery("curve", p.At.Format("2006-01-02 15:04")), p.N, tenth(p.Coverage))
	}
}
