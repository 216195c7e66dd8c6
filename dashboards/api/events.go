package api

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// News is one live update: what changed is asked for again by whoever shows it.
type News struct {
	Seq     uint64 `json:"seq" doc:"Of the newest event in the journal: alerts and work orders changed when it grows"`
	Entries int    `json:"entries" doc:"Posts and visits waiting in the spool"`
	Full    bool   `json:"full" doc:"The spool accepts nothing more"`
	Open    int    `json:"open" doc:"Running alerts"`
	Jobs    uint64 `json:"jobs" doc:"Another number whenever a job has begun, moved or ended"`
}

// maxStreams bounds how many listen at the same time.
const maxStreams = 256

// heartbeat keeps proxies from closing a silent stream.
const heartbeat = 20 * time.Second

func (a *door) eventOperations() {
	schema := a.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[News](), true, "News")
	media := map[string]*huma.MediaType{"text/event-stream": {Schema: schema}}
	huma.Register(a.api, huma.Operation{
		Method: http.MethodGet, Path: "/events", OperationID: "events",
		Summary:            "Live updates as server-sent events: one event named news at once, and one whenever something changed",
		SkipValidateParams: true, Errors: getErrors, Metadata: streaming(),
		Responses: map[string]*huma.Response{"200": {Description: "The data of each event", Content: media}},
	}, a.events)
}

func (a *door) events(ctx context.Context, _ *struct{}) (*huma.StreamResponse, error) {
	select {
	case a.streams <- struct{}{}:
	default:
		return nil, withRetry(problem(http.StatusServiceUnavailable, "too_many",
			"Too many pages listen at the same time; ask again by polling /status.", "实时连接过多，请改为定时查询 /status。"), 30)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer func() { <-a.streams }()
		hc.SetHeader("Content-Type", "text/event-stream")
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetHeader("X-Accel-Buffering", "no") // nginx would hold the events back
		hc.SetStatus(http.StatusOK)
		a.tell(ctx, hc)
	}}, nil
}

// tell sends news until the client is gone or the server stops.
func (a *door) tell(ctx context.Context, hc huma.Context) {
	r, w := humago.Unwrap(hc)
	if r.Method == http.MethodHead {
		return // there is no body to wait for
	}
	out := http.NewResponseController(w)
	look := time.NewTicker(a.EventsEvery)
	defer look.Stop()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	var told News
	for first := true; ; first = false {
		patience(w)
		if !a.stillIn(ctx) {
			return // the session ended, the token was revoked, or what they may see has changed
		}
		if now := a.news(ctx); first || now != told {
			told = now
			data, err := json.Marshal(now)
			if err != nil {
				return
			}
			if _, err := fmt.Fprintf(hc.BodyWriter(), "event: news\nid: %d\ndata: %s\n\n", now.Seq, data); err != nil || out.Flush() != nil {
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-a.Closing:
			return
		case <-look.C:
		case <-beat.C:
			if _, err := fmt.Fprint(hc.BodyWriter(), ": still here\n\n"); err != nil || out.Flush() != nil {
				return
			}
		}
	}
}

func (a *door) news(ctx context.Context) News {
	st := a.Status()
	n := News{Seq: st.Seq, Entries: st.SpoolEntries, Full: st.SpoolFull, Jobs: stirred(a.jobList())}
	for _, al := range a.alertsOf(ctx) {
		if al.State == voc.AlertOpen {
			n.Open++
		}
	}
	return n
}

// stirred is another number whenever a job has begun, moved or ended. It says nothing else of them: who
// listens need not be permitted to see jobs.
func stirred(jobs []voc.Job) uint64 {
	h := fnv.New64a()
	for i := range jobs {
		j := &jobs[i]
		fmt.Fprintf(h, "%s %s %d %d\n", j.ID, j.State, j.Done, j.Total)
	}
	return h.Sum64() >> 11 // a number JavaScript holds exactly
}
