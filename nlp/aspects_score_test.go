package nlp

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Labels of one aspect of one review, as the public dining sets write them.
const (
	absent   = -2
	negative = -1
	neutral  = 0
	positive = 1
)

// diningNames lists the aspects of the pack dining in the order of the columns of the public sets;
// the last two stand in one of them only.
var diningNames = []string{
	"location.traffic", "location.distance", "location.finding", "service.waiting", "service.staff", "service.parking", "service.speed",
	"price.level", "price.value", "price.discount", "environment.decoration", "environment.noise", "environment.space", "environment.cleanliness",
	"dish.portion", "dish.taste", "dish.look", "dish.recommendation", "overall.experience", "overall.again",
}

var carNames = map[string]string{
	"价格": "price", "配置": "configuration", "操控": "handling", "舒适性": "comfort", "油耗": "fuel", "动力": "power", "内饰": "interior",
	"安全性": "safety", "空间": "space", "外观": "exterior",
}

// reviewed is one labelled text: the label of each aspect that its labellers looked for.
type reviewed struct {
	text string
	gold map[string]int
}

// readTable reads a labelled CSV of the shared data.
func readTable(t testing.TB, set string) (head []string, rows [][]string) {
	t.Helper()
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: aspects on labelled reviews were NOT measured; set it to the folder that holds data/")
	}
	f, err := os.Open(filepath.Join(root, "data", "text", set, "train.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	rows, err = r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[0], rows[1:]
}

func diningReviews(t testing.TB, set string) []reviewed {
	head, rows := readTable(t, set)
	text := slices.Index(head, "text")
	first := slices.IndexFunc(head, func(h string) bool { return strings.HasPrefix(h, "location_traffic") })
	var list []reviewed
	for _, row := range rows {
		r := reviewed{text: row[text], gold: map[string]int{}}
		for i := first; i < len(head); i++ {
			var label int
			if _, err := fmt.Sscan(row[i], &label); err != nil {
				t.Fatal(err)
			}
			r.gold[diningNames[i-first]] = label
		}
		list = append(list, r)
	}
	return list
}

func carReviews(t testing.TB) []reviewed {
	_, rows := readTable(t, "car_aspects")
	at := map[string]int{}
	var list []reviewed
	for _, row := range rows {
		i, ok := at[row[1]]
		if !ok {
			i = len(list)
			at[row[1]] = i
			list = append(list, reviewed{text: row[1], gold: map[string]int{}})
		}
		var label int
		if _, err := fmt.Sscan(row[3], &label); err != nil {
			t.Fatal(err)
		}
		list[i].gold[carNames[row[2]]] = label
	}
	return list
}

// resolved is the one label a reader gives an aspect that several clauses judge.
type resolver func(pos, neg, neu int) int

// resolvers are ways in which readers may resolve pairs: what the product tells should not rest on
// one of them.
var resolvers = map[string]resolver{
	"sum": func(pos, neg, neu int) int {
		switch {
		case pos > neg:
			return positive
		case neg > pos:
			return negative
		}
		return neutral
	},
	"mixed": func(pos, neg, neu int) int {
		switch {
		case pos > 0 && neg > 0:
			return neutral
		case pos > 0:
			return positive
		case neg > 0:
			return negative
		}
		return neutral
	},
	"majority": func(pos, neg, neu int) int {
		switch {
		case pos > neg && pos > neu:
			return positive
		case neg > pos && neg > neu:
			return negative
		}
		return neutral
	},
}

func resolve(pairs []voc.Aspect, how resolver) map[string]int {
	count := map[string]*[3]int{}
	for _, p := range pairs {
		if count[p.Name] == nil {
			count[p.Name] = new([3]int)
		}
		switch p.Sentiment {
		case voc.Positive:
			count[p.Name][0]++
		case voc.Negative:
			count[p.Name][1]++
		default:
			count[p.Name][2]++
		}
	}
	out := map[string]int{}
	for name, c := range count {
		out[name] = how(c[0], c[1], c[2])
	}
	return out
}

// table counts [gold][stated] of one aspect, labels shifted by two.
type table [4][4]int

func (c *table) f1(label int) (f float64, seen bool) {
	var gold, stated int
	for i := range 4 {
		gold += c[label][i]
		stated += c[i][label]
	}
	if gold+stated == 0 {
		return 0, false
	}
	return 2 * float64(c[label][label]) / float64(gold+stated), true
}

func (c *table) macro() float64 {
	sum, n := 0.0, 0
	for label := range 4 {
		if f, seen := c.f1(label); seen {
			sum += f
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// scoreDining gives the mean over aspects of the macro-F1 of four labels.
func scoreDining(rows []reviewed, stated []map[string]int) (float64, map[string]*table) {
	tables := map[string]*table{}
	for i, r := range rows {
		for name, gold := range r.gold {
			if tables[name] == nil {
				tables[name] = new(table)
			}
			label, ok := stated[i][name]
			if !ok {
				label = absent
			}
			tables[name][gold+2][label+2]++
		}
	}
	sum := 0.0
	for _, c := range tables {
		sum += c.macro()
	}
	return sum / float64(len(tables)), tables
}

// scoreMicro gives the micro-F1 of names, and of names with the right polarity.
func scoreMicro(rows []reviewed, stated []map[string]int) (names, pairs float64) {
	var gold, said, right, exact int
	looked := map[string]bool{} // aspects nobody labelled are neither right nor wrong
	for _, r := range rows {
		for name := range r.gold {
			looked[name] = true
		}
	}
	for i, r := range rows {
		gold += len(r.gold)
		for name, label := range stated[i] {
			if !looked[name] {
				continue
			}
			said++
			if g, ok := r.gold[name]; ok {
				right++
				if g == label {
					exact++
				}
			}
		}
	}
	return 2 * float64(right) / float64(gold+said), 2 * float64(exact) / float64(gold+said)
}

func packAnalyzer(t testing.TB, name string) *Analyzer {
	t.Helper()
	packs, err := ourPacks()
	if err != nil {
		t.Fatal(err)
	}
	o := DefaultOptions()
	o.Packs, o.Pack = packs, name
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// statedBy analyses the rows and resolves their pairs.
func statedBy(a *Analyzer, rows []reviewed) [][]voc.Aspect {
	out := make([][]voc.Aspect, len(rows))
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := part; i < len(rows); i += 2 {
				out[i] = a.Analyze([]voc.Post{{Text: rows[i].text}})[0].Analysis.Aspects
			}
		}()
	}
	wg.Wait()
	return out
}

func resolveAll(pairs [][]voc.Aspect, how resolver) []map[string]int {
	out := make([]map[string]int, len(pairs))
	for i := range pairs {
		out[i] = resolve(pairs[i], how)
	}
	return out
}

func TestAspectsOnReviews(t *testing.T) {
	a := packAnalyzer(t, "dining")
	for _, set := range []string{"dianping_aspects", "asap_sample"} {
		rows := diningReviews(t, set)
		pairs := statedBy(a, rows)
		for _, how := range []string{"sum", "mixed", "majority"} {
			f, tables := scoreDining(rows, resolveAll(pairs, resolvers[how]))
			t.Logf("%s, pairs resolved by %s: macro-F1 %.4f", set, how, f)
			if how != "sum" || !testing.Verbose() {
				continue
			}
			for _, name := range diningNames {
				if c := tables[name]; c != nil {
					t.Log(describeTable(name, c))
				}
			}
		}
	}
	cars := carReviews(t)
	names, exact := scoreMicro(cars, resolveAll(statedBy(packAnalyzer(t, "car"), cars), resolvers["sum"]))
	t.Logf("car: subjects %.4f, pairs %.4f micro-F1", names, exact)
}

func describeTable(name string, c *table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-26s %.3f |", name, c.macro())
	for label, title := range []string{"absent", "neg", "neu", "pos"} {
		f, _ := c.f1(label)
		fmt.Fprintf(&b, " %s %.2f %v", title, f, c[label])
	}
	return b.String()
}
