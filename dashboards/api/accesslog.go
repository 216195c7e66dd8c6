package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// AccessLog is one page of the audit log, newest first.
type AccessLog struct {
	Items []voc.AccessRecord `json:"items"`
	Next  string             `json:"next" doc:"What to give as after for the next page; empty on the last"`
}

type accessLogIn struct {
	Actor   string      `query:"actor" doc:"Only what this user did"`
	Action  string      `query:"action" doc:"Only this operation, by its id: command-order, export-mentions, sign-in"`
	Object  string      `query:"object" doc:"Only where what it was done to holds this"`
	Refused flagParam   `query:"refused" doc:"Only what was refused or failed"`
	From    momentParam `query:"from" doc:"Start, inclusive. Default: no limit"`
	To      momentParam `query:"to" doc:"End: RFC 3339 is exclusive, a date includes that day. Default: no limit"`
	Limit   limitParam  `query:"limit" doc:"At most so many; default 50"`
	After   string      `query:"after" doc:"The next of the page before"`
}

func (a *door) accessLogOperations() {
	get(a, "/access-log", "access-log", "Who changed, exported or signed in when, newest first", a.accessLog)
}

func (a *door) accessLog(ctx context.Context, in *accessLogIn) (*answer[AccessLog], error) {
	r := a.reader()
	f := store.AccessFilter{
		Actor: r.text("actor", in.Actor, 100), Action: r.text("action", in.Action, 100), Object: r.text("object", in.Object, 200),
		Refused: r.flag("refused", in.Refused), From: r.moment("from", in.From, false), To: r.moment("to", in.To, true),
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		r.add("from", string(in.From), "must lie before to", "开始时间必须早于结束时间")
	}
	page := store.Page{Limit: r.limit(in.Limit, 50), After: r.cursor("after", in.After)}
	if err := r.done(); err != nil {
		return nil, err
	}
	lines, next, err := a.Store.AccessLog(ctx, f, page)
	if err != nil {
		return nil, a.fail(ctx, "audit log", err)
	}
	for i := range lines {
		lines[i].At = lines[i].At.In(a.Location)
	}
	return &answer[AccessLog]{Body: AccessLog{Items: lines, Next: cursor(next)}}, nil
}

// unrecorded are operations that change nothing although they are not asked with GET, and those that write
// their line themselves because only they know whose name was tried.
var unrecorded = map[string]bool{"check-tone": true, "backtest-rule": true, "sign-in": true, "setup": true}

// noteKey is under which a request's context holds what the audit log is to say of it.
type noteKey struct{}

// note is what becomes the line of a request: an operation fills it in once it is known.
type note struct {
	record  voc.AccessRecord
	wanted  bool
	written int // the status it was written with before the answer; 0: not yet
}

// mostDetail bounds what of a query goes into a line.
const mostDetail = 500

// auditChanges writes a line for every change and every file that goes out, when the answer is known.
func (a *door) auditChanges(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := &note{}
		seen := &watched{ResponseWriter: w}
		known := r.WithContext(context.WithValue(r.Context(), noteKey{}, n))
		ended := false
		defer func() {
			r.Pattern = known.Pattern // observe, outside, counts by it
			if n.wanted {
				a.writeNote(context.WithoutCancel(r.Context()), n, seen.status, ended)
			}
		}()
		next.ServeHTTP(seen, known)
		ended = true
	})
}

// writeNote writes the line of a request that is over; ended tells whether its answer is whole.
func (a *door) writeNote(ctx context.Context, n *note, status int, ended bool) {
	if status == 0 && ended {
		status = http.StatusOK
	} else if !ended && status < http.StatusBadRequest {
		status = http.StatusInternalServerError // the answer broke off
	}
	if n.written == status || a.Record == nil {
		return
	}
	n.record.At, n.record.Status = a.Now(), status
	bounded, cancel := context.WithTimeout(ctx, recordWithin)
	defer cancel()
	if err := a.Record(bounded, n.record); err != nil {
		a.log.ErrorContext(ctx, "api: a line of the audit log was not written", "action", n.record.Action, "object", n.record.Object, "actor", n.record.Actor, "error", err)
	}
}

// recordWithin bounds how long a line may take: an answer must not hang because of it.
const recordWithin = 10 * time.Second

// sheets are files everybody may take who may read what is in them: a letter or report as a spreadsheet.
// They are written down like every export.
var sheets = map[string]bool{"letter-xlsx": true, "incident-report-xlsx": true}

// carriesOut tells whether an operation's answer is a file made to leave the house.
func carriesOut(operation string) bool {
	return permits[operation] == voc.PermitExport || sheets[operation]
}

// noteOperation tells the audit log which operation a request is, and what it is done to. It stands before
// the permissions: what is refused is written down too.
func (a *door) noteOperation(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	out := carriesOut(op.OperationID)
	if n, ok := ctx.Context().Value(noteKey{}).(*note); ok && (out || op.Method != http.MethodGet) && !unrecorded[op.OperationID] {
		v := viewerOf(ctx.Context())
		r, _ := humago.Unwrap(ctx)
		n.wanted = true
		n.record = voc.AccessRecord{Actor: v.Name, Token: v.Token, Action: op.OperationID, Object: objectOf(op, ctx.Param), Address: a.address(r)}
		if out { // what a file holds is decided by its filter; the query of anything else says nothing
			n.record.Detail = cutTo(r.URL.RawQuery, mostDetail)
		}
	}
	next(ctx)
}

// recordExport writes the line of an export before anything of it goes out: what nobody could write down
// is not carried out of the house.
func (a *door) recordExport(ctx huma.Context, next func(huma.Context)) {
	n, ok := ctx.Context().Value(noteKey{}).(*note)
	if !ok || a.Record == nil || !n.wanted || !carriesOut(ctx.Operation().OperationID) {
		next(ctx)
		return
	}
	n.record.At, n.record.Status = a.Now(), http.StatusOK
	bounded, cancel := context.WithTimeout(ctx.Context(), recordWithin)
	defer cancel()
	if err := a.Record(bounded, n.record); err != nil {
		a.log.ErrorContext(ctx.Context(), "api: an export was refused, its line of the audit log could not be written", "action", n.record.Action, "error", err)
		_, w := humago.Unwrap(ctx)
		w.Header().Set("Retry-After", "30")
		writeProblem(w, problem(http.StatusServiceUnavailable, "not_recorded",
			"Nothing was exported: the audit log cannot be written at present. Try again later.", "审计日志暂时写不进去，本次没有导出，请稍后再试。"))
		return
	}
	n.written = http.StatusOK
	next(ctx)
}

// recordDetail writes another line of the request under way, with what was only known once its file was
// made: it has to stand in the log before the file goes out.
func (a *door) recordDetail(ctx context.Context, detail string) error {
	n, ok := ctx.Value(noteKey{}).(*note)
	if !ok || a.Record == nil || !n.wanted {
		return nil
	}
	line := n.record
	line.At, line.Status, line.Detail = a.Now(), http.StatusOK, cutTo(detail, mostDetail)
	bounded, cancel := context.WithTimeout(ctx, recordWithin)
	defer cancel()
	return a.Record(bounded, line)
}

// objectOf is what an operation is done to, as the address names it.
func objectOf(op *huma.Operation, param func(string) string) string {
	var parts []string
	for _, p := range op.Parameters {
		if p.In == "path" {
			parts = append(parts, param(p.Name))
		}
	}
	return cutTo(strings.Join(parts, "/"), mostDetail)
}

// cutTo keeps the first bytes of a text, whole characters.
func cutTo(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
