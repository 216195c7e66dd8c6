package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Branch is one topic, aspect or group of them, in a window and in the one it is compared with.
type Branch struct {
	Key            string   `json:"key" doc:"What to filter by; a group of topics ends with a dash, one of aspects with a dot"`
	Title          string   `json:"title" doc:"What people call it"`
	N              int      `json:"n" doc:"Mentions in the window"`
	Negative       int      `json:"negative" doc:"Negative ones among them; of an aspect: that judge it so"`
	Positive       int      `json:"positive"`
	NSR            *float64 `json:"nsr" doc:"Net sentiment; null when nobody took sides"`
	NegativeShare  *float64 `json:"negative_share" doc:"negative/n; null when n is 0"`
	NegativeLow    *float64 `json:"negative_low" doc:"Lower end of the 95 % Wilson interval of it"`
	NegativeHigh   *float64 `json:"negative_high" doc:"Upper end of it"`
	Before         int      `json:"before" doc:"Mentions in the window before"`
	BeforeNegative int      `json:"before_negative"`
	Moved          string   `json:"moved" enum:"up,down,same" doc:"Whether n differs from before by more than chance (exact test, 1 %), each set against how much of its window was heard"`
	ShareMoved     string   `json:"share_moved" enum:"up,down,same" doc:"The same of the negative share; same below 30 mentions"`
	Rise           float64  `json:"rise" doc:"How many times as many as before there surely are: lower end of the 95 % interval of the ratio"`
}

// Bough is a group with what hangs under it.
type Bough struct {
	Branch
	Children []Branch `json:"children" doc:"Largest first; empty for a topic that is in no group"`
}

// Compared says which windows are set side by side and how well each was heard.
type Compared struct {
	From           time.Time `json:"from"`
	To             time.Time `json:"to"`
	BeforeFrom     time.Time `json:"before_from"`
	BeforeTo       time.Time `json:"before_to"`
	Coverage       float64   `json:"coverage" doc:"0…1: how much of what the sources usually bring in the window they were heard for"`
	CoverageBefore float64   `json:"coverage_before" doc:"The same of the window before"`
}

// TopicTree is the taxonomy with what is said of each of its parts.
type TopicTree struct {
	Compared
	All    Branch  `json:"all" doc:"All mentions the filter means, with or without a topic"`
	Groups []Bough `json:"groups" doc:"Largest first"`
}

type (
	treeParam string
	treeIn    struct {
		FilterQuery
		Of treeParam `query:"of" doc:"What the tree is made of: topic (default), what goes wrong or well; aspect, what is judged"`
	}
)

var trees = []string{"topic", "aspect"}

func (treeParam) Schema(huma.Registry) *huma.Schema { return oneOf(trees) }

func (a *door) topicOperations() {
	get(a, "/topics/tree", "topic-tree", "Groups of topics or aspects and what hangs under them, against the window before", a.topicTree)
	get(a, "/topics/pairs", "topic-pairs", "Topics spoken of together, and whether more often than by chance", a.topicPairs)
	get(a, "/aspects/matrix", "aspect-matrix", "Aspects by judgement, and by brand or source", a.aspectMatrix)
	get(a, "/aspects/words", "aspect-words", "The words an aspect is judged by", a.aspectWords)
	get(a, "/words", "words", "Keywords by how telling they are, against the window before or other brands", a.words)
	get(a, "/heat", "heat", "Mentions by weekday and hour, set against how well each hour was heard", a.heat)
}

func (a *door) topicTree(ctx context.Context, in *treeIn) (*answer[TopicTree], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	of := r.word("of", string(in.Of), trees)
	if err := r.done(); err != nil {
		return nil, err
	}
	windows, err := a.compared(ctx, f)
	if err != nil {
		return nil, err
	}
	list, sign, err := a.treeOf(ctx, of, f)
	if err != nil {
		return nil, a.fail(ctx, "topic tree", err)
	}
	out := growTree(list, sign, a.Titles, windows)
	return &answer[TopicTree]{Body: out}, nil
}

// treeOf asks for the names of a tree; sign is what stands between a group and the rest of a name.
func (a *door) treeOf(ctx context.Context, of string, f voc.Filter) (list []store.NamedOutcome, sign string, err error) {
	if of != "aspect" {
		list, err = a.Store.TopicTree(ctx, f)
		return list, "-", err
	}
	cells, err := a.Store.AspectTree(ctx, f, store.AspectsTogether)
	for _, c := range cells {
		list = append(list, store.NamedOutcome{Name: c.Name, Outcome: c.Outcome})
	}
	return list, ".", err
}

// compared says what is set side by side.
func (a *door) compared(ctx context.Context, f voc.Filter) (Compared, error) {
	c := Compared{From: f.From, To: f.To}
	before, _ := store.Before(f)
	c.BeforeFrom, c.BeforeTo = before.From, before.To
	var err error
	if c.Coverage, c.CoverageBefore, err = a.Store.Heard(ctx, f); err != nil {
		return c, a.fail(ctx, "coverage", err)
	}
	return c, nil
}

// exposure is how much of each window was listened to, in hours: what counts of the two are set
// against. Hours to come are heard by nobody.
func (c Compared) exposure() (now, was float64) {
	return c.To.Sub(c.From).Hours() * c.Coverage, c.BeforeTo.Sub(c.BeforeFrom).Hours() * c.CoverageBefore
}

// growTree hangs names under their groups.
func growTree(list []store.NamedOutcome, sign string, titles map[string]string, windows Compared) TopicTree {
	t := TopicTree{Compared: windows, Groups: []Bough{}}
	at := map[string]int{}
	var leaves []Branch
	for _, o := range list {
		b := branch(o.Name, titles, o.Outcome, windows)
		switch {
		case o.Name == "":
			t.All = b
		case strings.HasSuffix(o.Name, sign):
			at[o.Name] = len(t.Groups)
			t.Groups = append(t.Groups, Bough{Branch: b, Children: []Branch{}})
		default:
			leaves = append(leaves, b)
		}
	}
	for _, b := range leaves {
		group, _, cut := strings.Cut(b.Key, sign)
		if i, ok := at[group+sign]; ok && cut {
			t.Groups[i].Children = append(t.Groups[i].Children, b)
		} else {
			t.Groups = append(t.Groups, Bough{Branch: b, Children: []Branch{}})
		}
	}
	slices.SortStableFunc(t.Groups, func(x, y Bough) int { return y.N - x.N })
	return t
}

// branch computes what can be said of one name.
func branch(key string, titles map[string]string, o store.Outcome, windows Compared) Branch {
	now, was := windows.exposure()
	b := Branch{
		Key: key, Title: titleOf(key, titles), N: o.N, Negative: o.Negative, Positive: o.Positive,
		Before: o.Before, BeforeNegative: o.BeforeNegative, NSR: netSentiment(o.Positive, o.Negative),
		Moved: moved(o.N, o.Before, now, was), Rise: rise(o.N, o.Before, now, was),
		ShareMoved: shareMoved(o.Negative, o.N, o.BeforeNegative, o.Before),
	}
	b.NegativeShare, b.NegativeLow, b.NegativeHigh = shareOf(o.Negative, o.N)
	return b
}

// shareOf is a share with its interval; null of nothing.
func shareOf(part, n int) (share, low, high *float64) {
	l, h, ok := wilson(part, n)
	if !ok {
		return nil, nil, nil
	}
	s := float64(part) / float64(n)
	return &s, &l, &h
}

// titleOf is what people call a topic, an aspect, or a group of them.
func titleOf(key string, titles map[string]string) string {
	name := strings.TrimRight(key, "-.")
	if title := titles[name]; title != "" {
		return title
	}
	return name
}
