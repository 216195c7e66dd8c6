package digest

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// periodLedger enters what the facts say. It counts for itself and asks no sentence.
func periodLedger(r *report) Ledger {
	l := Ledger{Texts: map[voc.PostID]string{}, Orders: map[string]bool{}, Figures: map[string]map[string]bool{}}
	r.enterNames(&l)
	r.enterLead(&l)
	r.enterFigures(&l)
	r.enterTopics(&l)
	r.enterShops(&l)
	r.enterWork(&l)
	r.enterAlertsTold(&l)
	r.enterDays(&l)
	r.enterRivals(&l)
	r.enterListening(&l)
	l.longestFirst()
	return l
}

func (r *report) enterNames(l *Ledger) {
	l.Names = append(l.Names, r.brand.Name)
	for id, name := range r.shopNames {
		l.Names = append(l.Names, name, string(id))
	}
	for id, name := range r.places {
		l.Names = append(l.Names, name, r.place(id))
	}
	for _, t := range r.topics {
		l.Names = append(l.Names, r.title(t.name))
	}
	for _, b := range r.rivals.brands {
		l.Names = append(l.Names, b.name)
	}
	for _, e := range r.voices {
		l.Names = append(l.Names, e.Store)
		l.allow(postQuery(e.PostID), r.moment(e.At))
	}
}

// table is the query of one row of a table.
func tableQuery(table, row string) string { return "period/table/" + table + "/" + row }

// enterRatio is how many times as many there were a day, for the sentences that tell it.
func (r *report) enterRatio(l *Ledger, query string, of func(dayCount) int) {
	if ratio, sure, ok := r.compared(of); ok && sure {
		l.allow(query, number(ratio), int(math.Round(100*math.Abs(ratio-1))))
		l.allow(query, fmt.Sprintf("%d%%", int(math.Round(100*math.Abs(ratio-1)))))
	}
}

func (r *report) enterLead(l *Ledger) {
	l.allow(queryOverview, r.this.total, r.this.complaints, r.last.complaints, len(r.alerts), r.share(r.this.complaints, r.this.total))
	l.allow(queryOverview, len(r.fresh()), len(r.worse()), len(r.better()), len(r.promises()), r.workIn(r.from, r.to).open)
	settled := 0
	for _, o := range r.promises() {
		if !openAt(o, r.to) {
			settled++
		}
	}
	l.allow(queryOverview, settled)
}

func (r *report) enterFigures(l *Ledger) {
	fig := func(name string, words ...any) { l.allow(figureQuery(name), words...) }
	fig("mentions", r.this.total, r.last.total)
	r.enterRatio(l, figureQuery("mentions"), func(d dayCount) int { return d.total })
	fig("complaints", r.this.complaints, r.last.complaints)
	r.enterRatio(l, figureQuery("complaints"), func(d dayCount) int { return d.complaints })
	if index, _, _, ok := r.index(); ok {
		fig("index", strconv.Itoa(int(math.Round(index))), 100)
	}
	low, high := wilson(r.this.complaints, r.this.total)
	rate, was := part(r.this.complaints, r.this.total), part(r.last.complaints, r.last.total)
	fig("rate", tenth(rate), tenth(low), tenth(high), tenth(was), fmt.Sprintf("%.1f", 100*math.Abs(rate-was)))
	now, _ := r.this.net()
	before, _ := r.last.net()
	fig("nsr", fmt.Sprintf("%+.2f", now), fmt.Sprintf("%+.2f", before), fmt.Sprintf("%.2f", math.Abs(now-before)))
	w, past := r.workIn(r.from, r.to), r.workIn(r.was, r.wasTo)
	fig("opened", w.opened, past.opened)
	fig("closed", w.closed, past.closed)
	fig("open", w.open, past.open)
	fig("verified", w.verified, past.verified)
	fig("relapsed", w.relapsed, past.relapsed)
	fig("claim", r.lasting(middle(w.claim)), len(w.claim), r.lasting(middle(past.claim)), len(past.claim))
	fig("resolve", r.lasting(middle(w.resolve)), len(w.resolve), r.lasting(middle(past.resolve)), len(past.resolve))
}

func (r *report) enterTopics(l *Ledger) {
	for i, t := range r.topics {
		low, high := wilson(t.n, r.this.total)
		q := periodTopicQuery(t.name)
		l.allow(q, t.n, t.was, t.shopN, r.known(), "95%", r.percent(low), r.percent(high), r.share(t.n, r.this.total), r.share(t.was, r.last.total))
		if silent := r.silentFor(t); silent >= 0 {
			l.allow(q, silent)
		}
		l.allow(tableQuery("topics", r.title(t.name)), t.n, t.was, tenth(part(t.n, r.this.total)), tenth(part(t.was, r.last.total)), tenth(low), tenth(high))
		if i < mostBars {
			l.allow(queryTopics, t.n, t.was)
		}
		l.enterTexts(t.evidence)
		l.Names = append(l.Names, t.shop)
	}
}

func (r *report) enterShops(l *Ledger) {
	l.allow(queryShops, len(r.shops), r.percent(r.pool.Mean), len(r.surelyWorse())-mostShops)
	for _, s := range r.shops {
		l.allow(shopQuery(s.ID), s.n, s.negative, s.positive, s.before, s.beforeBad, r.share(s.negative, s.n), r.share(s.beforeBad, s.before),
			"90%", r.percent(s.Rate), r.percent(s.Interval.Low), r.percent(s.Interval.High), r.percent(r.pool.Mean))
		l.allow(tableQuery("shops", s.Name), s.n, s.negative, s.open, tenth(part(s.negative, s.n)), tenth(part(s.beforeBad, s.before)),
			tenth(s.Rate), tenth(s.Interval.Low), tenth(s.Interval.High), tenth(s.Above))
	}
	for _, s := range r.sources {
		l.Names = append(l.Names, s.title)
		l.allow(querySources, s.n, s.negative, s.n-s.negative)
		l.allow(tableQuery("sources", s.title), s.n, s.negative, s.before, s.beforeBad, tenth(part(s.negative, s.n)))
	}
}

func (r *report) enterWork(l *Ledger) {
	for _, o := range r.orders {
		l.Orders[o.ID] = true
		l.tells(workQuery(o.ID), o.ID)
		l.allow(workQuery(o.ID), r.lasting(r.to.Sub(o.OpenedAt)), r.lasting(o.ClosedAt.Sub(o.OpenedAt)), o.Cycle,
			r.lasting(r.to.Sub(o.ClaimDue)), r.lasting(r.to.Sub(o.ResolveDue)))
		l.Names = append(l.Names, o.Title, r.task(o), o.ID, o.Owner, o.Assignee, o.MergedInto, sentence(o.Cause), sentence(o.Action), sentence(o.Verification.Verdict))
	}
	l.allow(queryRelapsed, max(0, len(r.relapsed())-mostPromises))
	for query, orders := range map[string][]voc.WorkOrder{queryPromises: r.promises(), queryWork: r.opened()} {
		l.allow(query, len(orders), max(0, len(r.notBack(orders))-mostPromises))
		for _, f := range fates {
			n := 0
			for _, o := range orders {
				if r.fateOf(o) == f {
					n++
				}
			}
			l.allow(query, n)
		}
	}
}

func (r *report) enterAlertsTold(l *Ledger) {
	l.allow(queryAlerts, max(0, len(r.alerts)-mostTold))
	for _, a := range r.alerts {
		l.allow(alertQuery(a.ID), r.moment(a.OpenedAt.In(r.zone)), a.Peak, r.lasting(a.ResolvedAt.Sub(a.OpenedAt)))
		l.Names = append(l.Names, r.title(a.Topic))
	}
}

func (r *report) enterDays(l *Ledger) {
	most := r.loudest()
	l.allow(queryDays, r.date(most.at), most.complaints, leastLoudest)
	for _, d := range r.own() {
		q := tableQuery("days", d.at.Format("2006-01-02"))
		l.allow(queryDays, d.complaints)
		l.allow(q, d.total, d.complaints, tenth(d.heard))
		if usual, ok := r.usual(d.at.Weekday()); ok {
			l.allow(queryDays, number(usual), plain(usual))
			l.allow(q, number(usual))
		}
	}
}

func (r *report) enterRivals(l *Ledger) {
	v := r.rivals
	l.allow(queryRivalry, v.sources, v.left, r.lasting(v.without))
	for _, b := range v.brands {
		now, before := v.voiceOf(b)
		l.allow(queryRivalry, b.n, r.percent(now), r.share(b.negative, b.n), r.share(b.beforeBad, b.before))
		l.allow(tableQuery("rivals", b.name), b.n, b.negative, b.before, tenth(now), tenth(before), tenth(part(b.negative, b.n)), tenth(part(b.beforeBad, b.before)))
	}
}

func (r *report) enterListening(l *Ledger) {
	x := r.listening
	l.allow(queryListening, x.expected, tenth(x.heard), tenth(x.before), x.noise, r.moment(r.to), max(0, len(x.gaps)-mostGaps))
	for _, g := range x.gaps {
		l.Names = append(l.Names, g.title)
		l.allow(queryListening, r.lasting(g.lost))
		l.allow(tableQuery("gaps", g.title), fmt.Sprintf("%.1f", g.lost.Hours()))
	}
	for _, ruler := range x.rulers {
		l.allow(queryListening, r.date(ruler.At.In(r.zone)))
	}
}

// plain writes a value of a chart so that it can be looked up.
func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// verifyReport is the evidence lock of a report: as Verify, and the figures, charts and tables besides.
func verifyReport(d voc.Digest, l Ledger) (voc.Digest, []Dropped) {
	d, dropped := Verify(d, l)
	drop := func(section, text, why string) { dropped = append(dropped, Dropped{section, text, why}) }
	d.Figures = slices.DeleteFunc(slices.Clone(d.Figures), func(f voc.DigestFigure) bool {
		why := l.wrongFigure(f.Text+" "+f.Before+" "+f.Change, f.Query)
		if why != "" {
			drop("figures", f.Title+": "+f.Text, why)
		}
		return why != ""
	})
	d.Charts = slices.DeleteFunc(slices.Clone(d.Charts), func(c voc.DigestChart) bool {
		why := l.wrongChart(c)
		if why != "" {
			drop("charts", c.Title, why)
		}
		return why != ""
	})
	for i, t := range d.Tables {
		d.Tables[i].Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(row []string) bool {
			for _, column := range t.Numbers {
				if why := l.wrongFigure(row[column], tableQuery(t.Name, row[0])); why != "" {
					drop("tables", t.Name+" "+row[0], why)
					return true
				}
			}
			return false
		})
	}
	return d, dropped
}

// wrongChart says what is wrong with a chart; "" nothing.
func (l *Ledger) wrongChart(c voc.DigestChart) string {
	if why := l.wrongFigure(c.Title, c.Query); why != "" {
		return why
	}
	for _, s := range c.Series {
		if len(s.Values) != len(c.Labels) {
			return fmt.Sprintf("%d values of %s for %d labels", len(s.Values), s.Title, len(c.Labels))
		}
		for _, v := range s.Values {
			if v != nil && !l.Figures[c.Query][plain(*v)] {
				return fmt.Sprintf("the value %s of %s was not given by %s", plain(*v), s.Title, c.Query)
			}
		}
	}
	return ""
}
