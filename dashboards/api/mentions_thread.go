package api

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Thread is a conversation, in the order it was said.
type Thread struct {
	Items []ThreadItem `json:"items"`
}

// ThreadItem is one post of a thread.
type ThreadItem struct {
	Mention voc.Mention `json:"mention"`
	Depth   int         `json:"depth" doc:"0 what began it, 1 an answer to that, 2 an answer to an answer, and so on"`
}

func (a *door) thread(ctx context.Context, in *mentionIn) (*answer[Thread], error) {
	m, err := a.read(ctx, in.Post, in.Brand)
	if err != nil {
		return nil, err
	}
	said, err := a.Store.Thread(ctx, &m, viewerOf(ctx).Scope)
	if err != nil {
		return nil, a.fail(ctx, "thread", err)
	}
	return &answer[Thread]{Body: Thread{Items: arrange(said)}}, nil
}

// arrange puts every answer behind what it answers, as often as it is known, else where its time puts it.
func arrange(said []voc.Mention) []ThreadItem {
	known := map[string]bool{}
	for i := range said {
		known[said[i].Post.ExternalID] = true
	}
	answers := map[string][]int{}
	var roots []int
	for i := range said {
		p := &said[i].Post
		if p.ParentID != "" && p.ParentID != p.ExternalID && known[p.ParentID] {
			answers[p.ParentID] = append(answers[p.ParentID], i)
			continue
		}
		roots = append(roots, i)
	}
	out := make([]ThreadItem, 0, len(said))
	placed := make([]bool, len(said))
	var place func(i, depth int)
	place = func(i, depth int) {
		if placed[i] {
			return
		}
		placed[i] = true
		if said[i].Post.ParentID != "" && depth == 0 {
			depth = 1 // what it answers is not known: an answer all the same
		}
		out = append(out, ThreadItem{said[i], depth})
		for _, n := range answers[said[i].Post.ExternalID] {
			place(n, depth+1)
		}
	}
	for _, i := range roots {
		place(i, 0)
	}
	for i := range said {
		place(i, 1) // posts that answer one another in a circle
	}
	return out
}

// CopyList is the mentions whose text is nearly the same.
type CopyList struct {
	Items []voc.Mention `json:"items"`
}

type copiesIn struct {
	Post  string `path:"post" doc:"Id of the post, 32 hex digits"`
	Brand string `path:"brand" doc:"Brand it is seen from; a dash for none"`
	FilterQuery
}

func (a *door) copies(ctx context.Context, in *copiesIn) (*answer[CopyList], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	m, err := a.read(ctx, in.Post, in.Brand)
	if err != nil {
		return nil, err
	}
	out := CopyList{Items: []voc.Mention{m}}
	if m.Cluster != 0 {
		f.Brands = []voc.BrandID{m.Brand}
		if out.Items, err = a.Store.CopiesOf(ctx, f, m.Cluster); err != nil {
			return nil, a.fail(ctx, "copies", err)
		}
	}
	return &answer[CopyList]{Body: out}, nil
}
