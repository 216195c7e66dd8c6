package digest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Names of the queries numbers come from, as they stand in DigestLine.Query.
const (
	queryOverview = "overview"
	queryRivals   = "rivals"
	queryVisits   = "visits"
	queryRest     = "orders"
	queryLate     = "late"
	queryFold     = "fold"
)

func topicQuery(name string) string        { return "topics/" + name }
func praiseQuery(store voc.StoreID) string { return "praise/" + string(store) }
func orderQuery(id string) string          { return "order/" + id }
func postQuery(id voc.PostID) string       { return "post/" + string(id) }

// Ledger is what a letter is checked against: what was really said and what was really counted.
type Ledger struct {
	Texts   map[voc.PostID]string      // masked text of every post that may be quoted
	Orders  map[string]bool            // work orders that exist
	Figures map[string]map[string]bool // query → the numbers it gave, as people write them
	About   map[string]string          // query → the work order its lines tell of
	Called  map[string]string          // work order → how a line that rests on it alone calls it
	Names   []string                   // names and people's own words, whose digits are no figures
}

// figure is a number in a sentence: "142", "+0.32", "18%", "14:05".
var figure = regexp.MustCompile(`[+-]?\d+(?::\d\d|(?:\.\d+)?%?)`)

// quoted is what stands between Chinese quotation marks: a name or somebody's words.
var quoted = regexp.MustCompile(`“[^”]*”`)

// allow enters the figures of the given words as given by a query.
func (l *Ledger) allow(query string, words ...any) {
	if l.Figures[query] == nil {
		l.Figures[query] = map[string]bool{}
	}
	for _, w := range words {
		for _, f := range figure.FindAllString(narrow(fmt.Sprint(w)), -1) {
			l.Figures[query][f] = true
		}
	}
}

// figures are the numbers a sentence claims: those outside quotations and names.
func (l *Ledger) figures(text string) []string {
	text = quoted.ReplaceAllString(l.nameless(text), "“”")
	return figure.FindAllString(narrow(text), -1)
}

// nameless puts a sign in the place of every name: first of all, since names may hold quotation marks.
func (l *Ledger) nameless(text string) string {
	for _, n := range l.Names {
		if n != "" {
			text = strings.ReplaceAll(text, n, "〇")
		}
	}
	return text
}

// unheard is a quotation within a sentence that is nobody's name or words; "" there is none.
func (l *Ledger) unheard(text string) string {
	for _, q := range quoted.FindAllString(l.nameless(text), -1) {
		if strings.Trim(q, "“”〇") != "" {
			return q
		}
	}
	return ""
}

// tells notes that lines of a query tell of one work order.
func (l *Ledger) tells(query, order string) {
	if l.About == nil {
		l.About = map[string]string{}
	}
	l.About[query] = order
}

// narrow writes full-width figures as plain ones: ９９ claims as much as 99.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９', r == '％', r == '＋', r == '－', r == '．':
			return r - '０' + '0'
		}
		return r
	}, text)
}

// ledgerOf enters what the facts say. It counts for itself and asks no sentence, so that a sentence
// that took the number of another topic, store or order is found out.
func ledgerOf(f *facts) Ledger {
	l := Ledger{Texts: map[voc.PostID]string{}, Orders: map[string]bool{}, Figures: map[string]map[string]bool{}, Called: map[string]string{}}
	l.enterDay(f)
	l.enterTopics(f)
	for _, p := range f.praise {
		l.allow(praiseQuery(p.store), p.n)
		l.enterTexts(p.evidence)
	}
	for _, e := range f.voices {
		l.enterTexts([]voc.Evidence{e.Evidence})
		l.allow(postQuery(e.PostID), f.clock(e.At))
		l.Names = append(l.Names, e.Store)
	}
	l.enterOrders(f)
	l.enterWithheld(f)
	l.enterFigures(f)
	l.enterQuestions(f)
	l.enterDwelling(f)
	l.allow(queryLate, f.late.total, f.late.negative)
	for n := range len(f.questions) + len(f.freshTopics()) + len(f.risenTopics()) {
		l.allow(queryFold, n+1)
	}
	l.allow(queryRivals, "-1 +1")
	for _, r := range append(f.rivals, rival{today: f.today, usual: f.usual}) {
		l.Names = append(l.Names, r.name)
		now, _ := r.today.nsr()
		before, _ := pooled(r.usual).nsr()
		l.allow(queryRivals, r.today.total, fmt.Sprintf("%+.2f %+.2f", now, before))
	}
	whole := 0
	for _, s := range f.sources {
		l.Names = append(l.Names, s.title)
		l.allow(queryVisits, f.age(s.lost))
		if s.heard && !s.blocked && s.lost == 0 {
			whole++
		}
	}
	l.allow(queryVisits, len(f.sources), whole, f.moment(f.now.In(f.in)))
	for _, name := range f.stores {
		l.Names = append(l.Names, name)
	}
	for id, name := range f.places {
		l.Names = append(l.Names, name, f.place(id))
	}
	l.longestFirst()
	return l
}

func (l *Ledger) enterDay(f *facts) {
	l.allow(queryOverview, f.today.total, f.today.negative, f.noise, len(f.alerts)-1, len(stillOpen(f)))
	if f.from.Before(f.day) {
		l.allow(queryOverview, f.sinceWord())
	}
	if len(f.usual) > 0 {
		_, _, mean := spread(f.usual)
		l.allow(queryOverview, number(mean))
	}
	l.Names = append(l.Names, f.brand.Name, f.say("其余变化", "Further changes"))
	for _, a := range f.alerts {
		l.Names = append(l.Names, f.title(a.Topic))
	}
}

func (l *Ledger) enterTopics(f *facts) {
	past := pooled(f.usual)
	for _, t := range f.topics {
		q := topicQuery(t.name)
		low, high := wilson(t.n, f.today.total)
		l.allow(q, t.n, t.storeN, f.today.total, days(f.from.Sub(f.since)), days(f.from.Sub(t.last)),
			"95%", f.share(low), f.share(high), f.part(t.n, f.today.total), f.part(past.topics[t.name], past.total))
		if len(f.usual) > 0 {
			if mean := float64(past.topics[t.name]) / float64(len(f.usual)); mean < leastUsual {
				l.allow(q, 1) // "less than one"
			} else {
				l.allow(q, number(mean))
			}
		}
		if before, told := f.last.topics[q]; told {
			l.allow(q, before.N)
		}
		l.Names = append(l.Names, t.store, f.title(t.name))
		l.enterTexts(t.evidence)
	}
}

func (l *Ledger) enterOrders(f *facts) {
	for _, o := range f.orders {
		l.Orders[o.ID] = true
		l.Called[o.ID] = f.task(o)
		q := orderQuery(o.ID)
		l.allow(q, f.age(f.now.Sub(o.OpenedAt)), f.age(o.ClosedAt.Sub(o.OpenedAt)), o.Cycle,
			f.age(f.now.Sub(o.ClaimDue)), f.age(f.now.Sub(o.ResolveDue)), f.age(o.ResolveDue.Sub(f.now)), f.age(o.ClaimDue.Sub(f.now)))
		l.Names = append(l.Names, o.Title, f.task(o), o.Owner, o.Assignee, sentence(o.Cause), sentence(o.Action), sentence(o.Verification.Verdict))
		l.enterTexts(o.Evidence)
	}
	open := toTell(f)
	if len(open) > mostOpen {
		rest := open[mostOpen:]
		l.allow(queryRest, len(rest))
		for _, o := range rest {
			l.allow(queryRest, f.age(f.now.Sub(o.OpenedAt)))
		}
	}
}

// enterTexts enters voices as the store gave them, before any cutting.
func (l *Ledger) enterTexts(evidence []voc.Evidence) {
	for _, e := range evidence {
		if len(e.Text) > len(l.Texts[e.PostID]) {
			l.Texts[e.PostID] = e.Text
		}
	}
}

// longestFirst keeps "静安店" from breaking "静安店2号" apart.
func (l *Ledger) longestFirst() {
	slices.SortFunc(l.Names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	l.Names = slices.Compact(l.Names)
}
