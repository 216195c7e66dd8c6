package api

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Group is one bar: how many mentions share a topic, an aspect, a source, a shop, a brand or a word.
type Group struct {
	Key      string   `json:"key" doc:"What to filter by"`
	Title    string   `json:"title" doc:"What people call it"`
	N        int      `json:"n" doc:"Mentions in the window"`
	Negative int      `json:"negative" doc:"Negative ones among them; for aspects: negative judgements"`
	Positive int      `json:"positive" doc:"Positive ones among them"`
	NSR      *float64 `json:"nsr" doc:"Net sentiment; null when nobody took sides"`
	Before   int      `json:"before" doc:"Mentions in the equally long window before"`
}

// Groups is a list of bars, longest first.
type Groups struct {
	Items []Group `json:"items"`
}

type groupsIn struct {
	FilterQuery
	Limit limitParam `query:"limit" doc:"At most so many; default 20"`
}

// groups answers one breakdown: ask hands back the store's rows as bars.
func (a *door) groups(ctx context.Context, what string, in *groupsIn, ask func(f voc.Filter, limit int) ([]Group, error)) (*answer[Groups], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	limit := r.limit(in.Limit, 20)
	if err := r.done(); err != nil {
		return nil, err
	}
	items, err := ask(f, limit)
	if err != nil {
		return nil, a.fail(ctx, what, err)
	}
	if len(items) > limit {
		items = items[:limit]
	}
	return &answer[Groups]{Body: Groups{Items: items}}, nil
}

func bar(key, title string, t store.Tally) Group {
	if title == "" {
		title = key
	}
	return Group{Key: key, Title: title, N: t.N, Negative: t.Negative, Positive: t.Positive, NSR: netSentiment(t.Positive, t.Negative), Before: t.Before}
}

func (a *door) topics(ctx context.Context, in *groupsIn) (*answer[Groups], error) {
	return a.groups(ctx, "topics", in, func(f voc.Filter, limit int) ([]Group, error) {
		rows, err := a.Store.Topics(ctx, f, limit)
		out := make([]Group, 0, len(rows))
		for _, r := range rows {
			out = append(out, bar(r.Topic, a.Titles[r.Topic], r.Tally))
		}
		return out, err
	})
}

func (a *door) aspects(ctx context.Context, in *groupsIn) (*answer[Groups], error) {
	return a.groups(ctx, "aspects", in, func(f voc.Filter, limit int) ([]Group, error) {
		rows, err := a.Store.Aspects(ctx, f, limit)
		out := make([]Group, 0, len(rows))
		for _, r := range rows {
			out = append(out, bar(r.Aspect, a.Titles[r.Aspect], r.Tally))
		}
		return out, err
	})
}

func (a *door) sources(ctx context.Context, in *groupsIn) (*answer[Groups], error) {
	return a.groups(ctx, "sources", in, func(f voc.Filter, _ int) ([]Group, error) {
		rows, err := a.Store.Sources(ctx, f)
		out := make([]Group, 0, len(rows))
		titles := map[voc.SourceID]string{}
		for _, s := range a.sourcesOf(ctx) {
			titles[s.ID] = s.Title
		}
		for _, r := range rows {
			out = append(out, bar(string(r.Source), titles[r.Source], r.Tally))
		}
		return out, err
	})
}

func (a *door) stores(ctx context.Context, in *groupsIn) (*answer[Groups], error) {
	return a.groups(ctx, "stores", in, func(f voc.Filter, _ int) ([]Group, error) {
		rows, err := a.Store.Stores(ctx, f)
		out := make([]Group, 0, len(rows))
		for _, r := range rows {
			out = append(out, bar(string(r.Store), a.names.stores[string(r.Store)].Name, r.Tally))
		}
		return out, err
	})
}

func (a *door) brands(ctx context.Context, in *groupsIn) (*answer[Groups], error) {
	return a.groups(ctx, "brands", in, func(f voc.Filter, _ int) ([]Group, error) {
		rows, err := a.Store.Brands(ctx, f)
		out := make([]Group, 0, len(rows))
		for _, r := range rows {
			out = append(out, bar(string(r.Brand), a.names.brands[string(r.Brand)].Name, r.Tally))
		}
		return out, err
	})
}

func (a *door) keywords(ctx context.Context, in *groupsIn) (*answer[Groups], error) {
	return a.groups(ctx, "keywords", in, func(f voc.Filter, limit int) ([]Group, error) {
		rows, err := a.Store.Keywords(ctx, f, limit)
		out := make([]Group, 0, len(rows))
		for _, r := range rows {
			out = append(out, bar(r.Keyword, "", r.Tally))
		}
		return out, err
	})
}
