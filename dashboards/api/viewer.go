package api

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// viewerKey is under which a request's context holds who asks.
type viewerKey struct{}

// withViewer notes who asks.
func withViewer(ctx context.Context, v voc.Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// viewerOf tells who asks. Nobody: a viewer who may do nothing and sees nothing, so that a handler
// reached around the door gives nothing away.
func viewerOf(ctx context.Context) voc.Viewer {
	if v, ok := ctx.Value(viewerKey{}).(voc.Viewer); ok {
		return v
	}
	return voc.Viewer{Scope: voc.Scope{None: true}}
}
