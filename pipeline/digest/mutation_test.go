package digest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// sealed is a true letter with what it is held to.
type sealed struct {
	name   string
	letter voc.Digest
	ledger Ledger
}

// dwelling is a busy night with everything any audience is told.
func dwelling(kind voc.AudienceKind) *facts {
	f := busyWeek()
	f.audience = voc.Audience{ID: "a", Title: "某人", Kind: kind}
	f.titles["口味"] = "口味"
	f.shops = []shopDay{{id: "sh-people", n: 30, negative: 26, was: 7}, {id: "sh-xuhui", n: 22, negative: 3, was: 2}}
	f.aspects = []aspectDay{{name: "口味", negative: 12, positive: 40}}
	voice := func(id, text string) voc.Evidence {
		return voc.Evidence{PostID: voc.PostID(id), Brand: "qingheng", At: at("2026-01-31", "17:05"), Text: text, Store: "虹口店", Source: "dianping", Reach: 12_400}
	}
	f.spread = []voc.Evidence{voice("s1", "全城都在转这家店的吸管，转了 3 天了。")}
	f.wishes = []voc.Evidence{voice("s2", "要是能提前在手机上看到还要等几杯就好了。")}
	f.alerts[1].Withheld = []voc.Withheld{{Kind: "alert.opened", At: at("2026-01-31", "13:00")}}
	f.alerts[1].Headline = "青衡·黄色预警：近一小时“等待太久” 12 条，平时约 3.1 条"
	return f
}

// everyLetter is each letter and report of the house: nightly for all audiences, weeks, months, running ones, and
// incidents, in both languages.
func everyLetter(t *testing.T) []sealed {
	t.Helper()
	var all []sealed
	add := func(name string, d voc.Digest, l Ledger) { all = append(all, sealed{name, d, l}) }
	for _, kind := range []voc.AudienceKind{voc.AudienceFounder, voc.AudienceBrand, voc.AudiencePR, voc.AudienceRegion, voc.AudienceStore, voc.AudienceProduct} {
		for _, language := range []tongue{"zh", english} {
			f := dwelling(kind)
			f.tongue = language
			add(fmt.Sprintf("night for %s in %s", kind, language), compose(f), ledgerOf(f))
		}
	}
	weeks, incident := weekInputs(chainOfWeeks(t)), wednesday(t)
	incident.Alert.Topics = []string{"卫生-异物", "服务-等待"}
	weeks.Orders[0].Notes = append(weeks.Orders[0].Notes, voc.OrderNote{At: at("2026-11-22", "08:00"), Type: "reopened", State: voc.OrderInProgress})
	weeks.Orders[0].State, weeks.Orders[0].Cycle, weeks.Orders[0].Verification = voc.OrderInProgress, 2, voc.Verification{}
	for _, language := range []string{"zh", "en"} {
		for _, period := range []voc.Period{voc.PeriodWeek, voc.PeriodMonth} {
			in := weeks
			in.Language, in.Period = language, period
			d, l := provable(t, in)
			add(fmt.Sprintf("%s in %s", period, language), d, l)
		}
		in := weeks
		in.Language, in.Now = language, at("2026-11-19", "15:00")
		d, l := provable(t, in)
		add("running week in "+language, d, l)
		incident.Language = language
		x, err := askIncident(t.Context(), incident)
		if err != nil {
			t.Fatal(err)
		}
		d, l = composeIncident(x), incidentLedger(x)
		if l.Texts, err = storedTexts(t.Context(), incident.Store, d); err != nil {
			t.Fatal(err)
		}
		add("incident in "+language, d, l)
	}
	return all
}

// deep is a copy nothing is shared with.
func deep(t *testing.T, d voc.Digest) voc.Digest {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var c voc.Digest
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// sentencePlace is one sentence of a letter, and what gave its numbers.
type sentencePlace struct {
	where, query string
	text         *string
}

// sentences are all sentences of a letter: its lead, figures, lines, and what stands above its charts.
func sentences(d *voc.Digest) []sentencePlace {
	all := []sentencePlace{{"lead", queryOverview, &d.Lead}}
	for i := range d.Figures {
		g := &d.Figures[i]
		for _, text := range []*string{&g.Text, &g.Before, &g.Change} {
			all = append(all, sentencePlace{"figures", g.Query, text})
		}
	}
	for i := range d.Sections {
		s := &d.Sections[i]
		for j := range s.Lines {
			line := &s.Lines[j]
			query := line.Query
			switch {
			case query != "":
			case len(line.Orders) > 0:
				query = orderQuery(line.Orders[0])
			case len(line.Posts) > 0:
				query = postQuery(line.Posts[0])
			}
			all = append(all, sentencePlace{s.Name, query, &line.Text})
		}
	}
	for i := range d.Charts {
		all = append(all, sentencePlace{"charts", d.Charts[i].Query, &d.Charts[i].Title})
	}
	return all
}

var digits = regexp.MustCompile(`\d+`)

// size counts what a letter holds.
func size(d voc.Digest) int {
	n := len(d.Figures) + len(d.Charts)
	for _, s := range d.Sections {
		n += len(s.Lines)
	}
	for _, x := range d.Tables {
		n += len(x.Rows)
	}
	return n
}

// expectDropped holds a lie to the lock: just that goes and is logged, everything else stays.
func expectDropped(t *testing.T, s sealed, lie voc.Digest, section, what string) {
	t.Helper()
	var log bytes.Buffer
	got := hold(slog.New(slog.NewTextHandler(&log, nil)), lie, s.ledger)
	want := size(s.letter) - 1
	if section == "lead" {
		want++
	}
	if size(got) != want || strings.Count(log.String(), "did not hold") != 1 || !strings.Contains(log.String(), "section="+section) {
		t.Errorf("%s, %s: %s: %d things are left of %d, logged:\n%s", s.name, section, what, size(got), size(s.letter), log.String())
	}
	if section == "lead" && got.Lead != plainLead && got.Lead != plainLeadEnglish {
		t.Errorf("%s: %s: the lead went out: %s", s.name, what, got.Lead)
	}
}

// Every number in every sentence of every letter, one after the other, is made another one: that sentence goes, is
// logged, and the letter stays. A number in somebody's own words or in a name makes them nobody's; one that the same
// query gave as well is true of it.
func TestNoNumberOfAnySentenceCanBeChanged(t *testing.T) {
	tried, given := 0, 0
	for _, s := range everyLetter(t) {
		if left := hold(slog.New(slog.DiscardHandler), deep(t, s.letter), s.ledger); size(left) != size(s.letter) || left.Lead != s.letter.Lead {
			t.Fatalf("%s: our own sentences do not hold", s.name)
		}
		honest := deep(t, s.letter)
		for i, place := range sentences(&honest) {
			for _, at := range digits.FindAllStringIndex(*place.text, -1) {
				text := *place.text
				number := text[at[0]:at[1]]
				for _, other := range []string{"86421", bumped(number)} {
					changed := text[:at[0]] + other + text[at[1]:]
					if s.ledger.wrongFigure(changed, place.query) == "" && other != "86421" {
						given++
						continue
					}
					lie := deep(t, s.letter)
					*sentences(&lie)[i].text = changed
					expectDropped(t, s, lie, place.where, fmt.Sprintf("%q for %q in %q", other, number, text))
					tried++
				}
			}
		}
	}
	if tried < 800 || given > tried/4 {
		t.Errorf("%d numbers were changed, %d more were the same query's; the letters of this test are too poor", tried, given)
	}
}

// bumped is the number after one.
func bumped(number string) string {
	var n int
	_, _ = fmt.Sscan(number, &n)
	return fmt.Sprintf("%0*d", len(number), n+1)
}

// Every quotation, post and order of every letter is changed in turn, and every cell and point.
func TestNoQuotationIDCellOrPointCanBeChanged(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2026))
	tried := map[string]int{}
	for _, s := range everyLetter(t) {
		try := func(what, section string, change func(*voc.Digest)) {
			t.Helper()
			lie := deep(t, s.letter)
			change(&lie)
			expectDropped(t, s, lie, section, what)
			tried[what]++
		}
		for i, section := range s.letter.Sections {
			for j, line := range section.Lines {
				at := func(d *voc.Digest) *voc.DigestLine { return &d.Sections[i].Lines[j] }
				for k, e := range line.Evidence {
					rune := r.IntN(utf8.RuneCountInString(e.Text))
					try("a rune of a voice", section.Name, func(d *voc.Digest) {
						text := []int32(e.Text)
						text[rune] = '龘'
						at(d).Evidence[k].Text = string(text)
					})
					try("whose voice it is", section.Name, func(d *voc.Digest) { at(d).Evidence[k].PostID = "ffffffffffffffffffffffffffffffff" })
				}
				for k := range line.Posts {
					try("a post", section.Name, func(d *voc.Digest) { at(d).Posts[k] = "ffffffffffffffffffffffffffffffff" })
				}
				for k, id := range line.Orders {
					try("an order", section.Name, func(d *voc.Digest) { at(d).Orders[k] = "WO-19990101-0001" })
					other := slices.IndexFunc(sortedOrders(s.ledger), func(o string) bool { return o != id })
					own := s.ledger.About[line.Query] != "" || line.Query == ""
					if own && len(line.Orders) == 1 && other >= 0 {
						try("another order's id", section.Name, func(d *voc.Digest) { at(d).Orders[k] = sortedOrders(s.ledger)[other] })
					}
				}
				for _, q := range quoted.FindAllString(line.Text, -1) {
					if inside := strings.Trim(q, "“”"); !strings.Contains(strings.Join(s.ledger.Names, "\n"), q) {
						try("words in quotation marks", section.Name, func(d *voc.Digest) {
							at(d).Text = strings.Replace(at(d).Text, q, "“"+inside+"，都怪店长”", 1)
						})
					}
				}
			}
		}
		for i, table := range s.letter.Tables {
			for j := range table.Rows {
				for _, column := range table.Numbers {
					if digits.MatchString(table.Rows[j][column]) {
						try("a cell", "tables", func(d *voc.Digest) { d.Tables[i].Rows[j][column] = "86421" })
					}
				}
			}
		}
		for i, c := range s.letter.Charts {
			for j, series := range c.Series {
				k := r.IntN(max(1, len(series.Values)))
				try("a point", "charts", func(d *voc.Digest) { x := 86421.0; d.Charts[i].Series[j].Values[k] = &x })
			}
		}
	}
	for _, what := range []string{"a rune of a voice", "whose voice it is", "a post", "an order", "another order's id", "words in quotation marks", "a cell", "a point"} {
		if tried[what] < 20 {
			t.Errorf("%s was changed %d times, too few to prove anything", what, tried[what])
		}
	}
}

func sortedOrders(l Ledger) []string {
	var ids []string
	for id := range l.Orders {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
