package api

import (
	"context"
	"net/http"

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

// admit notes in every request who asks.
func (a *door) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		known := r.WithContext(withViewer(r.Context(), homeViewer()))
		next.ServeHTTP(w, known)
		r.Pattern = known.Pattern // observe, outside, counts by it
	})
}
