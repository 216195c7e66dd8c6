package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ErasureOrder asks to forget a person or a post. One of author and url is needed.
type ErasureOrder struct {
	Author   string `json:"author,omitempty" doc:"Hash of an author as shown with a mention, or the id or name on the site"`
	URL      string `json:"url,omitempty" doc:"Address of a post"`
	Platform string `json:"platform,omitempty" doc:"The site an id or a name is from. Default: all"`
	Many     bool   `json:"many,omitempty" doc:"All posts of an address that several share"`
	Actor    string `json:"actor" doc:"Who does it, for the record"`
}

// RetentionStatus is how long posts are kept, and what went last.
type RetentionStatus struct {
	Days   int       `json:"days" doc:"Posts are kept so long after they came in; 0: for ever"`
	At     time.Time `json:"at" doc:"Of the last purge; 0001-01-01T00:00:00Z: none since the start"`
	Rows   int       `json:"rows" doc:"What it removed"`
	Listed int       `json:"listed" doc:"Entries on the opt-out list"`
}

type erasureIn struct{ Body ErasureOrder }

func (a *door) erasureOperations() {
	post(a, huma.Operation{
		Path: "/erasures", OperationID: "erase", Metadata: map[string]any{"long": true},
		Summary: "Forget a person or a post for good, and keep them out; answers when nothing of them can be found any more",
	}, a.erase)
}

func (a *door) erase(ctx context.Context, in *erasureIn) (*answer[voc.Erased], error) {
	r := a.reader()
	o := voc.Erasure{
		Author: r.text("author", in.Body.Author, 200), URL: r.text("url", in.Body.URL, 2000), Platform: r.text("platform", in.Body.Platform, 100),
		Many: in.Body.Many, Actor: r.text("actor", a.actor(ctx, in.Body.Actor), 100),
	}
	if (o.Author == "") == (o.URL == "") {
		r.add("author", "", "say whose posts, by author, or which one, by url", "请写明是谁（author）或者哪一条（url），二选一")
	}
	if o.Actor == "" {
		r.add("actor", "", "say who does it: it is written down", "请写明操作人，会留下记录")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	// Once begun it is ended, although who asked has gone: what is half forgotten is neither kept nor gone.
	done, err := a.Erase(context.WithoutCancel(ctx), o)
	if err != nil {
		return nil, a.fail(ctx, "erase", err)
	}
	return &answer[voc.Erased]{Body: done}, nil
}
