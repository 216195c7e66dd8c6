package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func (a *door) bulkOperations() {
	post(a, huma.Operation{Path: "/mentions/bulk/preview", OperationID: "bulk-preview", Summary: "How many mentions a selection means, before something is done with them"}, a.bulkPreview)
	post(a, huma.Operation{
		Path: "/mentions/bulk/corrections", OperationID: "bulk-correct", Metadata: streaming(),
		Summary: "Correct all mentions of a selection in the same way; one batch, which can be taken back as one",
	}, a.bulkCorrect)
	post(a, huma.Operation{Path: "/mentions/bulk/order", OperationID: "bulk-order", Summary: "Open one work order with all mentions of a selection"}, a.bulkOrder)
}

// BulkPreview is what a selection means now.
type BulkPreview struct {
	N         int            `json:"n" doc:"How many mentions"`
	Negative  int            `json:"negative"`
	Brands    map[string]int `json:"brands" doc:"How many of each brand; a dash for none"`
	MostFixed int            `json:"most_fixed" doc:"At most so many can be corrected at once"`
	MostKept  int            `json:"most_kept" doc:"At most so many fit into a pack of evidence"`
}

type bulkPreviewIn struct{ Body Selection }

func (a *door) bulkPreview(ctx context.Context, in *bulkPreviewIn) (*answer[BulkPreview], error) {
	r := a.reader()
	picked := a.selection(ctx, r, in.Body)
	if err := r.done(); err != nil {
		return nil, err
	}
	out := BulkPreview{Brands: map[string]int{}, MostFixed: mostCorrected, MostKept: mostEvidence}
	if picked.keys != nil {
		err := a.eachSelected(ctx, picked, func(part []voc.Mention) error {
			for i := range part {
				out.add(string(part[i].Brand), 1, part[i].Analysis.Sentiment == voc.Negative)
			}
			return nil
		})
		if err != nil {
			return nil, a.fail(ctx, "preview", err)
		}
		return &answer[BulkPreview]{Body: out}, nil
	}
	n, err := a.Store.Count(ctx, picked.filter)
	if err != nil {
		return nil, a.fail(ctx, "preview", err)
	}
	facets, err := a.Store.Facets(ctx, withoutBrands(picked.filter), 1000)
	if err != nil {
		return nil, a.fail(ctx, "preview", err)
	}
	for _, v := range facets["brand"] {
		if len(picked.filter.Brands) == 0 || slices.Contains(picked.filter.Brands, brandID(v.Value)) {
			out.Brands[v.Value] = v.N
			out.Negative += v.Negative
		}
	}
	out.N = n
	return &answer[BulkPreview]{Body: out}, nil
}

func withoutBrands(f voc.Filter) voc.Filter { f.Brands = nil; return f }

func (p *BulkPreview) add(brand string, n int, negative bool) {
	if brand == "" {
		brand = "-"
	}
	p.N += n
	p.Brands[brand] += n
	if negative {
		p.Negative += n
	}
}

// bounded refuses what is too much, or far more than somebody agreed to.
func bounded(n, expect int) error {
	switch {
	case n == 0:
		return invalid([]FieldError{wrong("query", "0", "means no mention", "没有符合条件的提及")})
	case n > mostCorrected:
		return invalid([]FieldError{wrong("query", strconv.Itoa(n), "means too many mentions: at most 50,000 at once", "一次最多 50000 条")})
	case n > expect+max(10, expect/10):
		return problem(409, "changed", fmt.Sprintf("%d mentions match by now, %d were agreed to: look at the preview again.", n, expect),
			fmt.Sprintf("现在有 %d 条符合，而确认时是 %d 条，请重新预览。", n, expect))
	}
	return nil
}

// BulkOpening opens one work order for a selection.
type BulkOpening struct {
	Selection
	Title string    `json:"title" doc:"What is to be mended, in a sentence"`
	Level voc.Level `json:"level" doc:"How grave; decides how much time there is"`
	Topic string    `json:"topic,omitempty" doc:"What it is about; without it nobody can measure whether it stops"`
	To    string    `json:"to,omitempty" doc:"A person's name; empty: the routes decide"`
	Text  string    `json:"text,omitempty" doc:"What whoever takes it up should know"`
	Actor string    `json:"actor,omitempty" doc:"Who opens it, where nobody signs in"`
}

type bulkOpeningIn struct{ Body BulkOpening }

func (a *door) bulkOrder(ctx context.Context, in *bulkOpeningIn) (*answer[voc.WorkOrder], error) {
	r, b := a.reader(), in.Body
	picked := a.selection(ctx, r, b.Selection)
	d := voc.OrderDraft{
		Kind: voc.OrderTheme, Title: r.need("title", b.Title, 300, "write what is to be mended", "请用一句话写明要解决什么"),
		Topic: r.text("topic", b.Topic, 100), Level: voc.Level(r.word("level", string(b.Level), levels)),
		To: r.text("to", b.To, 100), Text: r.text("text", b.Text, 8000), Actor: a.somebody(ctx, r.text("actor", b.Actor, 100)),
	}
	if b.Level == "" {
		r.add("level", "", "is missing; write red, orange, yellow or blue", "缺少该字段，可选值：red、orange、yellow、blue")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	all, worst, where, err := a.worst(ctx, picked)
	if err != nil {
		return nil, a.fail(ctx, "open a work order", err)
	}
	if len(worst) == 0 {
		return nil, bounded(0, 0)
	}
	if len(all.Brands) > 1 {
		return nil, invalid([]FieldError{wrong("mentions", strconv.Itoa(len(all.Brands)), "speak of several brands: a work order is one brand's matter", "选中的提及涉及多个品牌，一张工单只对应一个品牌")})
	}
	d.Brand = worst[0].Brand
	for i := range worst {
		d.Posts = append(d.Posts, worst[i].Post.ID)
	}
	if all.N == 1 {
		d.Kind = voc.OrderCase
	} else {
		d.Text = strings.TrimSpace(d.Text + fmt.Sprintf("\n共 %d 条提及（负面 %d 条），附最严重的 %d 条。", all.N, all.Negative, len(worst)))
		if picked.query != "" {
			d.Text += "\n全部：/mentions?" + picked.query
		}
	}
	d.Region, d.Store = a.onlyPlace(d.Brand, where)
	if err := a.openWithin(ctx, d); err != nil {
		return nil, err
	}
	order, err := a.OpenOrder(ctx, d)
	if err != nil {
		return nil, a.fail(ctx, "open a work order", err)
	}
	return &answer[voc.WorkOrder]{Body: a.within(ctx, order)}, nil
}

// spot is where something was said, as the lists count it.
type spot struct {
	region string
	store  voc.StoreID
}

func spotOf(m *voc.Mention) spot {
	return spot{placeOf(m.Post.Region, m.Analysis.Region), voc.StoreID(placeOf(string(m.Post.Store), string(m.Analysis.Store)))}
}

// onlyPlace is the shop of the brand that all spots share, else their province, else nowhere: so that what
// happened in one place goes to whose place it is, and stays in the sight of who sees no other.
func (a *door) onlyPlace(brand voc.BrandID, where map[spot]bool) (region string, store voc.StoreID) {
	stores, regions := map[voc.StoreID]bool{}, map[string]bool{}
	for s := range where {
		stores[s.store] = true
		regions[cmp.Or(s.region, a.names.stores[string(s.store)].Province)] = true
	}
	if store = only(stores); a.names.stores[string(store)].Brand != brand {
		store = ""
	}
	return only(regions), store
}

// only is the one member of a set; of several, or none, the zero value.
func only[T comparable](set map[T]bool) (one T) {
	if len(set) == 1 {
		for one = range set {
			return one
		}
	}
	return one
}

// worst counts a selection and picks the gravest of it, as many as an order holds, the gravest and then the
// newest first; where is every place it speaks of.
func (a *door) worst(ctx context.Context, s selected) (_ BulkPreview, worst []voc.Mention, where map[spot]bool, _ error) {
	all := BulkPreview{Brands: map[string]int{}}
	where = map[spot]bool{}
	err := a.eachSelected(ctx, s, func(part []voc.Mention) error {
		for i := range part {
			where[spotOf(&part[i])] = true
			all.add(string(part[i].Brand), 1, part[i].Analysis.Sentiment == voc.Negative)
			worst = append(worst, part[i])
		}
		slices.SortStableFunc(worst, func(x, y voc.Mention) int {
			if d := y.Analysis.Severity - x.Analysis.Severity; d != 0 {
				return d
			}
			return y.Post.PublishedAt.Compare(x.Post.PublishedAt)
		})
		seen := map[voc.PostID]bool{}
		worst = slices.DeleteFunc(worst, func(m voc.Mention) bool { again := seen[m.Post.ID]; seen[m.Post.ID] = true; return again })
		worst = worst[:min(len(worst), mostPosts)]
		return nil
	})
	return all, worst, where, err
}
