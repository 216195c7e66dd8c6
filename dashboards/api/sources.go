package api

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// StatusReport is how the machine itself does.
type StatusReport struct {
	Now      time.Time      `json:"now"`
	Seq      uint64         `json:"seq" doc:"Of the newest event in the journal"`
	Spool    SpoolStatus    `json:"spool"`
	Store    StoreStatus    `json:"store"`
	Sources  []SourceStatus `json:"sources"`
	Messages []voc.Message  `json:"messages" doc:"The newest 100, newest first"`
	Errors   []string       `json:"errors" doc:"What is failing at the moment, for people"`

	Retention RetentionStatus `json:"retention"`
}

// SpoolStatus is how much waits to be understood and stored.
type SpoolStatus struct {
	Entries int   `json:"entries"`
	Bytes   int64 `json:"bytes"`
	Full    bool  `json:"full" doc:"Nothing more is accepted until some has been stored"`
}

// StoreStatus is whether the database answers.
type StoreStatus struct {
	OK    bool   `json:"ok"`
	Error string `json:"error" doc:"Empty when it answers"`
}

// SourceStatus is the health of one source.
type SourceStatus struct {
	ID       voc.SourceID   `json:"id"`
	Title    string         `json:"title"`
	Kind     voc.SourceKind `json:"kind"`
	Platform string         `json:"platform"`
	Basis    string         `json:"basis" doc:"On what ground it is collected"`
	State    store.State    `json:"state" doc:"As its last visit tells; GET /collection knows more"`
	Every    float64        `json:"every" doc:"Expected distance of two visits in seconds; 0: none"`
	Last     *voc.Visit     `json:"last,omitempty" doc:"The last visit; left out: none yet"`
	NextAt   *time.Time     `json:"next_at" doc:"When it is visited next; null: unknown"`
}

// Visits is the log of fetches, newest first.
type Visits struct {
	Items []voc.Visit `json:"items"`
	Next  string      `json:"next" doc:"What to give as after for the next page; empty on the last"`
}

type visitsIn struct {
	Source string      `query:"source" doc:"Only this source"`
	From   momentParam `query:"from" doc:"Start, inclusive. Default: seven days before to"`
	To     momentParam `query:"to" doc:"End: RFC 3339 is exclusive, a date includes that day. Default: the end of this hour"`
	PageQuery
}

func (a *door) sourceOperations() {
	get(a, "/visits", "visits", "Fetches of the sources, newest first", a.visits)
	a.collectionOperations()
	get(a, "/status", "status", "Spool, database, sources and messages", a.status)
}

func (a *door) visits(ctx context.Context, in *visitsIn) (*answer[Visits], error) {
	r := a.reader()
	f := a.filter(ctx, r, FilterQuery{From: in.From, To: in.To})
	source := voc.SourceID(r.text("source", in.Source, 200))
	if err := r.done(); err != nil {
		return nil, err
	}
	items, err := a.Store.Visits(ctx, source, f.From, f.To)
	if err != nil {
		return nil, a.fail(ctx, "visits", err)
	}
	seen := map[voc.SourceID]bool{}
	for _, s := range a.sourcesOf(ctx) {
		seen[s.ID] = true
	}
	items = visible(viewerOf(ctx).Scope.Whole(), items, func(v voc.Visit) bool { return seen[v.Source] })
	slices.SortFunc(items, func(a, b voc.Visit) int {
		if c := b.StartedAt.Compare(a.StartedAt); c != 0 {
			return c
		}
		return strings.Compare(string(a.Source), string(b.Source))
	})
	out := Visits{}
	out.Items, out.Next = onePage(r, in.PageQuery, items, func(v voc.Visit) string {
		return strconv.FormatInt(v.StartedAt.UnixMilli(), 10) + " " + string(v.Source)
	})
	if err := r.done(); err != nil {
		return nil, err
	}
	return &answer[Visits]{Body: out}, nil
}

// status answers also when the database does not: that is when people look at it.
func (a *door) status(ctx context.Context, _ *struct{}) (*answer[StatusReport], error) {
	st := a.Status()
	out := StatusReport{
		Now: a.Now().In(a.Location), Seq: st.Seq, Errors: st.Errors,
		Spool: SpoolStatus{Entries: st.SpoolEntries, Bytes: st.SpoolBytes, Full: st.SpoolFull},
		Store: StoreStatus{OK: true}, Retention: st.Retention,
	}
	if !viewerOf(ctx).Scope.Whole() {
		out.Errors = nil // they name channels and sources of the whole house
	}
	last, err := a.Store.LastVisits(ctx)
	if err != nil {
		a.log.WarnContext(ctx, "api: the database does not answer", "error", err)
		out.Store = StoreStatus{Error: "the database does not answer; the log of the server says why"}
	}
	for _, s := range a.sourcesOf(ctx) {
		out.Sources = append(out.Sources, sourceStatus(s, last, st.NextAt, a.Now()))
	}
	out.Messages = slices.Clone(a.messagesOf(ctx))
	slices.SortFunc(out.Messages, func(a, b voc.Message) int { return b.CreatedAt.Compare(a.CreatedAt) })
	out.Messages = out.Messages[:min(100, len(out.Messages))]
	return &answer[StatusReport]{Body: out}, nil
}

func sourceStatus(s voc.Source, last map[voc.SourceID]voc.Visit, next map[voc.SourceID]time.Time, now time.Time) SourceStatus {
	out := SourceStatus{
		ID: s.ID, Title: s.Title, Kind: s.Kind, Platform: s.Platform, Basis: s.Basis,
		Every: s.Every.Seconds(),
	}
	if at, ok := next[s.ID]; ok {
		out.NextAt = &at
	}
	visit, visited := last[s.ID]
	if visited {
		out.Last = &visit
	}
	late := s.Every > 0 && now.Sub(visit.EndedAt) > 2*s.Every
	out.State = store.StateOf(s, visit, late, false)
	return out
}
