package api

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// observe is the outermost layer: it counts answers and turns a panic into
// a 500 so that one broken answer does not end the connection without a word. Neither the query
// string (people search for names) nor any header reaches the log.
func (a *door) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &watched{ResponseWriter: w}
		patience(w)
		begun := time.Now() // how long it took is measured by the machine's clock, not by the given one
		defer func() {
			broken := recover()
			if broken == http.ErrAbortHandler {
				panic(broken) // the server cuts the connection, which is what was meant
			}
			if broken != nil {
				a.log.ErrorContext(r.Context(), "api: panic", "method", r.Method, "path", cut(r.URL.Path), "panic", fmt.Sprint(broken), "stack", string(debug.Stack()))
				if seen.status == 0 {
					writeProblem(seen, problem(http.StatusInternalServerError, "internal",
						"Something went wrong here; the log of the server says what.", "服务端出错，原因已写入服务日志。"))
				}
			}
			a.meter.count(r, seen.status, time.Since(begun))
		}()
		next.ServeHTTP(seen, r)
	})
}

// patience gives a client two minutes to take the next piece of an answer, after which the
// connection is cut: a reader who never reads would hold it for ever. Streams ask again before each
// piece. The deadline is the network's, so the machine's clock gives it.
func patience(w http.ResponseWriter) {
	// Only a recorder in a test has no deadline to set.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(2 * time.Minute))
}

// watched remembers the status that was written.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// meter counts answers by pattern and class of status, for /metrics.
type meter struct {
	mu      sync.Mutex
	answers map[series]*tally
}

type series struct{ pattern, status string }

type tally struct {
	n       uint64
	seconds float64
}

func newMeter() *meter { return &meter{answers: map[series]*tally{}} }

func (m *meter) count(r *http.Request, status int, took time.Duration) {
	pattern := r.Pattern // the route and never the path: paths are endless
	if pattern == "" {
		pattern = "none"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	key := series{pattern, fmt.Sprintf("%dxx", status/100)}
	t := m.answers[key]
	if t == nil {
		t = &tally{}
		m.answers[key] = t
	}
	t.n++
	t.seconds += took.Seconds()
}

// healthz answers as long as the process does.
func (a *door) healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// readyz answers 200 when the database does too. It says no more than that: it needs no token.
func (a *door) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := a.Store.Ping(r.Context()); err != nil {
		a.log.WarnContext(r.Context(), "api: not ready, the database does not answer", "error", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("the database does not answer\n"))
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// metrics writes the Prometheus text format: few names, no labels that grow.
func (a *door) metrics(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	var b strings.Builder
	st := a.Status()
	gauge(&b, "tingfeng_spool_entries", "Posts and visits that wait to be stored.", float64(st.SpoolEntries))
	gauge(&b, "tingfeng_spool_bytes", "Size of the spool on disk.", float64(st.SpoolBytes))
	gauge(&b, "tingfeng_spool_full", "1 when nothing more is accepted.", one(st.SpoolFull))
	gauge(&b, "tingfeng_journal_seq", "Number of the newest journal event.", float64(st.Seq))
	gauge(&b, "tingfeng_failing_jobs", "Jobs whose last run failed.", float64(len(st.Errors)))
	open, waiting, dead := 0, 0, 0
	for _, o := range a.Orders() {
		if o.State.Open() {
			open++
		}
	}
	for _, m := range a.Messages() {
		switch {
		case m.Dead:
			dead++
		case m.SentAt.IsZero():
			waiting++
		}
	}
	gauge(&b, "tingfeng_orders_open", "Work orders that are not closed.", float64(open))
	gauge(&b, "tingfeng_messages_waiting", "Messages not sent yet.", float64(waiting))
	gauge(&b, "tingfeng_messages_dead", "Messages given up.", float64(dead))
	gauge(&b, "tingfeng_alerts_open", "Running alerts.", float64(a.news(r.Context()).Open))
	a.meter.write(&b)
	_, _ = w.Write([]byte(b.String()))
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func gauge(b *strings.Builder, name, help string, v float64) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s gauge\n%s %g\n", name, help, name, name, v)
}

func (m *meter) write(b *strings.Builder) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var lines []string
	for s, t := range m.answers {
		labels := fmt.Sprintf("{route=%q,status=%q}", s.pattern, s.status)
		lines = append(lines,
			fmt.Sprintf("tingfeng_http_seconds_sum%s %g", labels, t.seconds),
			fmt.Sprintf("tingfeng_http_seconds_count%s %d", labels, t.n))
	}
	slices.Sort(lines)
	fmt.Fprintf(b, "# HELP tingfeng_http_seconds How long answers took.\n# TYPE tingfeng_http_seconds summary\n")
	for _, l := range lines {
		fmt.Fprintln(b, l)
	}
}
