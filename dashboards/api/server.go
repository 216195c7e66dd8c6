package api

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tingfeng-voc/tingfeng/dashboards/web"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// base is where the JSON interface lives; everything else is pages.
const base = "/api/v1"

// door is the handler with what it needs.
type door struct {
	Options
	api     huma.API
	names   names
	log     *slog.Logger
	meter   *meter
	limits  *limits
	streams chan struct{} // a place for each open stream of live updates

	bringing chan struct{} // a place for each body of posts that is read
}

// New builds the handler that serves the interface, the pages and the health checks. It fails when
// something required is missing, or when Listen can be reached from outside without a Token.
func New(o Options) (http.Handler, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if o.Pages == nil {
		o.Pages = web.Dist()
	}
	a := &door{Options: o, names: newNames(o), log: o.Log, meter: newMeter(), limits: newLimits(), streams: make(chan struct{}, maxStreams), bringing: make(chan struct{}, maxBrought)}
	mux := http.NewServeMux()
	a.register(mux)
	if err := checkPermits(a.api.OpenAPI()); err != nil {
		return nil, err
	}
	if err := a.serveSpec(mux); err != nil {
		return nil, err
	}
	pages, err := newPages(o.Pages)
	if err != nil {
		return nil, err
	}
	mux.HandleFunc("GET "+base+"/provider/begin", a.beginProvider)
	mux.HandleFunc("GET "+base+"/provider/end", a.endProvider)
	mux.HandleFunc("GET /healthz", a.healthz)
	mux.HandleFunc("GET /readyz", a.readyz)
	mux.HandleFunc("GET /metrics", needs(voc.PermitOperate, a.metrics))
	mux.HandleFunc("/api/", unknownPath(mux))
	mux.Handle("/", pages)

	// From the inside out: what stands last here is asked first.
	var h http.Handler = mux
	h = compress(h)
	h = a.limitBody(h)
	h = a.checkCrossOrigin(h)
	h = a.auditChanges(h)
	h = a.limitRate(h)
	h = a.admit(h)
	h = a.checkHost(h)
	h = secure(h)
	h = a.observe(h)
	return h, nil
}

// register puts every operation on the mux. It is the whole list: the OpenAPI document is made
// from it.
func (a *door) register(mux *http.ServeMux) {
	a.api = newAPI(mux)
	a.api.UseMiddleware(a.noteOperation, a.permit, a.confine, a.strictQuery, a.recordExport, a.deadline)
	a.metaOperations()
	a.accessOperations()
	a.accessLogOperations()
	a.countOperations()
	a.mentionOperations()
	a.alertOperations()
	a.incidentReportOperations()
	a.ruleOperations()
	a.silenceOperations()
	a.planOperations()
	a.orderOperations()
	a.digestOperations()
	a.letterOperations()
	a.sourceOperations()
	a.pushOperations()
	a.visitOperations()
	a.eventOperations()
	a.discoveryOperations()
	a.readingOperations()
	a.erasureOperations()
	a.jobOperations()
	a.qualityOperations()
	tidySchemas(a.api.OpenAPI())
	showExamples(a.api.OpenAPI())
}

// newAPI makes the huma API on a mux, without any operation yet. The document's version is the
// interface's own: the binary's would change the file with every release.
func newAPI(mux *http.ServeMux) huma.API {
	hookErrors()
	config := huma.DefaultConfig("tingfeng", "1")
	config.Info.Description = "What customers say, counted and acted on. Times are RFC 3339; " +
		"0001-01-01T00:00:00Z means never. Errors are application/problem+json with the sentence in English and in Chinese."
	config.DocsPath, config.SchemasPath, config.OpenAPIPath, config.CreateHooks = "", "", "", nil
	config.Formats = map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat, lines: linesFormat}
	config.DefaultFormat = "application/json"
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"basic":  {Type: "http", Scheme: "basic", Description: "Any user name, the token as password"},
		"bearer": {Type: "http", Scheme: "bearer", Description: "The token"},
	}
	// An empty requirement: on a loopback address without token nothing is asked for.
	config.Security = []map[string][]string{{}, {"basic": {}}, {"bearer": {}}}
	return humago.NewWithPrefix(mux, base, config)
}

// answer is the shape huma wants of a JSON answer.
type answer[T any] struct{ Body T }

func (a *door) reader() *reader { return &reader{zone: a.Location} }

var getErrors = []int{
	http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity,
	http.StatusInternalServerError, http.StatusServiceUnavailable,
}

// get registers one question.
func get[I, O any](a *door, path, id, summary string, handler func(context.Context, *I) (*O, error)) {
	huma.Register(a.api, huma.Operation{
		Method: http.MethodGet, Path: path, OperationID: id, Summary: summary,
		SkipValidateParams: true, // params.go parses them, with better sentences
		Errors:             getErrors,
	}, handler)
}

// post registers one change. Bodies are decoded strictly and checked by the handlers themselves,
// for the sake of their sentences.
func post[I, O any](a *door, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	op.Method = http.MethodPost
	change(a, op, handler)
}

// put registers what replaces one thing whole.
func put[I, O any](a *door, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	op.Method = http.MethodPut
	change(a, op, handler)
}

// del registers what takes one thing away; its body says who and why.
func del[I, O any](a *door, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	op.Method = http.MethodDelete
	change(a, op, handler)
}

func change[I, O any](a *door, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	op.SkipValidateParams, op.SkipValidateBody = true, true
	op.Errors = append(getErrors, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	if op.Responses["409"] == nil { // an operation whose conflict says more describes it itself
		op.Errors = append(op.Errors, http.StatusConflict)
	}
	op.BodyReadTimeout = 30 * time.Second
	huma.Register(a.api, op, handler)
}

// strictQuery refuses parameters that an operation does not know.
func (a *door) strictQuery(ctx huma.Context, next func(huma.Context)) {
	if p := checkQuery(ctx.Operation(), ctx.URL()); p != nil {
		_, w := humago.Unwrap(ctx)
		writeProblem(w, p)
		return
	}
	next(ctx)
}

// deadline bounds every question but the streams, which end with their client.
func (a *door) deadline(ctx huma.Context, next func(huma.Context)) {
	if _, long := ctx.Operation().Metadata["long"]; long {
		next(ctx)
		return
	}
	bounded, cancel := context.WithTimeout(ctx.Context(), a.Timeout)
	defer cancel()
	next(huma.WithContext(ctx, bounded))
}

// unknownPath tells a wrong method from a wrong path.
func unknownPath(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
			if _, pattern := mux.Handler(&http.Request{Method: method, URL: r.URL, Host: r.Host}); pattern != "/api/" {
				allowed = append(allowed, method)
			}
		}
		asked := cut(r.Method + " " + r.URL.Path)
		if len(allowed) > 0 {
			list := strings.Join(allowed, ", ")
			w.Header().Set("Allow", list)
			writeProblem(w, problem(http.StatusMethodNotAllowed, "method",
				asked+" is not possible here; use "+list+".", "这里不能用 "+asked+"，请用 "+list+"。"))
			return
		}
		writeProblem(w, notFound("There is no "+asked+"; see "+base+"/openapi.json.", "没有 "+asked+" 这个接口，见 "+base+"/openapi.json。"))
	}
}
