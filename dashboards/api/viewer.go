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

// houseName is the actor of what nobody in particular does.
const houseName = "tingfeng"

// homeViewer is who asks where nobody has to sign in, or with the house's own token.
func homeViewer() voc.Viewer {
	v := voc.Viewer{Name: houseName, Role: voc.RoleAdmin}
	for _, p := range voc.Permissions() {
		if v.Role.Permits(p) {
			v.Permits = append(v.Permits, p)
		}
	}
	return v
}
