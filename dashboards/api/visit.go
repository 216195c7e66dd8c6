package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// VisitOrder is a visit somebody asks for. Without anything it looks for what is new; since and until
// send it back through that time, gaps through all that is known to be missing.
type VisitOrder struct {
	Since time.Time `json:"since,omitzero" doc:"RFC 3339; go back to here"`
	Until time.Time `json:"until,omitzero" doc:"RFC 3339; only what was published before. Default: now"`
	Gaps  bool      `json:"gaps,omitempty" doc:"Go back through every stretch that is known to be missing"`
	Actor string    `json:"-"` // who asks: the door's word, not the body's
}

// Visiting is a visit somebody asked for, and how far it is.
type Visiting struct {
	Source    voc.SourceID `json:"source"`
	StartedAt time.Time    `json:"started_at"`
	EndedAt   time.Time    `json:"ended_at" doc:"0001-01-01T00:00:00Z: under way"`
	Posts     int          `json:"posts" doc:"Handed over so far"`
	Left      []voc.Span   `json:"left" doc:"Stretches still to be gone through"`
	Visits    []voc.Visit  `json:"visits" doc:"Those that have ended"`
	Error     string       `json:"error" doc:"Why the last of them ended early; empty: it did not"`
}

type visitIn struct {
	ID   string `path:"id"`
	Body VisitOrder
}

type visitingIn struct {
	ID string `path:"id"`
}

// visitRows and observationRows are bodies whose rows are read one by one, as those of a push.
type (
	visitRows       []json.RawMessage
	observationRows []json.RawMessage

	visitsBrought       struct{ Body visitRows }
	observationsBrought struct{ Body observationRows }
)

// Schema documents the rows as what they are.
func (visitRows) Schema(r huma.Registry) *huma.Schema {
	return listOf(r, reflect.TypeFor[voc.Visit](), "Visit")
}

// Schema documents the rows as what they are.
func (observationRows) Schema(r huma.Registry) *huma.Schema {
	return listOf(r, reflect.TypeFor[voc.Observation](), "Observation")
}

func (a *door) visitOperations() {
	post(a, huma.Operation{
		Path: "/sources/{id}/visit", OperationID: "visit-source", DefaultStatus: http.StatusAccepted,
		Summary: "Visit a source now; 202 once it has begun",
	}, a.visit)
	get(a, "/sources/{id}/visit", "visiting-source", "How far the visit is that somebody asked for last", a.visiting)
	post(a, huma.Operation{
		Path: "/visits", OperationID: "bring-visits", DefaultStatus: http.StatusAccepted, MaxBodyBytes: maxBody,
		Summary: "What an agent's visits heard and what not; 202 once it is durable",
	}, a.bringVisits)
	post(a, huma.Operation{
		Path: "/observations", OperationID: "bring-observations", DefaultStatus: http.StatusAccepted, MaxBodyBytes: maxBody,
		Summary: "What others had done with posts when an agent looked again; 202 once it is durable",
	}, a.bringObservations)
}

func (a *door) visit(ctx context.Context, in *visitIn) (*answer[Visiting], error) {
	o := in.Body
	if !o.Until.IsZero() && !o.Since.Before(o.Until) {
		return nil, invalid([]FieldError{wrong("until", o.Until.Format(time.RFC3339), "must lie after since", "必须晚于 since")})
	}
	if o.Gaps && !(o.Since.IsZero() && o.Until.IsZero()) {
		return nil, invalid([]FieldError{wrong("gaps", "true", "write gaps, or since and until, not both", "gaps 与 since、until 不能同时写")})
	}
	o.Actor = viewerOf(ctx).Name
	one, err := a.Visit(ctx, voc.SourceID(in.ID), o)
	if err != nil {
		return nil, a.fail(ctx, "visit", err)
	}
	return &answer[Visiting]{Body: one}, nil
}

func (a *door) visiting(_ context.Context, in *visitingIn) (*answer[Visiting], error) {
	one, ok := a.Visiting(voc.SourceID(in.ID))
	if !ok {
		return nil, notFound("Nobody has asked for a visit of "+cut(in.ID)+" since tingfeng was started.", "启动以来没有人要求访问 "+cut(in.ID)+"。")
	}
	return &answer[Visiting]{Body: one}, nil
}

func (a *door) bringVisits(ctx context.Context, in *visitsBrought) (*answer[Pushed], error) {
	return bringRows(ctx, a, rows(in.Body), a.readVisit, func(visits []voc.Visit) error { return a.Hear(ctx, visits, nil) })
}

func (a *door) bringObservations(ctx context.Context, in *observationsBrought) (*answer[Pushed], error) {
	return bringRows(ctx, a, rows(in.Body), a.readObservation, func(seen []voc.Observation) error { return a.Hear(ctx, nil, seen) })
}

// bringRows reads each row on its own, so that one bad row does not cost the others, and answers for
// each that was not taken.
func bringRows[T any](ctx context.Context, a *door, list rows, read func(*reader, json.RawMessage) T, take func([]T) error) (*answer[Pushed], error) {
	if len(list) == 0 || len(list) > maxRows {
		return nil, invalid([]FieldError{wrong("body", strconv.Itoa(len(list))+" rows",
			fmt.Sprintf("send a list of 1 to %d", maxRows), fmt.Sprintf("请发送 1 至 %d 条的列表", maxRows))})
	}
	var good []T
	out := Pushed{Errors: []FieldError{}}
	for i, raw := range list {
		r := &reader{zone: a.Location}
		var one T
		if utf8.Valid(raw) {
			one = read(r, raw)
		} else { // decoding would make "�" of it, in which no number can be seen and masked
			r.add("", "", "is not UTF-8; say it in UTF-8, whatever the file it comes from is in", "编码不是 UTF-8，请转成 UTF-8 再发送")
		}
		if len(r.errs) == 0 {
			good = append(good, one)
			continue
		}
		out.Rejected++
		for _, e := range r.errs {
			e.Field = strings.TrimSuffix(strconv.Itoa(i)+"."+e.Field, ".")
			out.Errors = append(out.Errors, e)
		}
	}
	if len(good) == 0 {
		return nil, invalid(out.Errors)
	}
	if err := take(good); err != nil {
		return nil, a.fail(ctx, "push", err)
	}
	out.Accepted = len(good)
	return &answer[Pushed]{Body: out}, nil
}

func (a *door) readVisit(r *reader, raw json.RawMessage) voc.Visit {
	var v voc.Visit
	if err := jsonFormat.Unmarshal(raw, &v); err != nil {
		r.add("", string(raw), err.Error(), "这一行不是约定的 JSON 对象："+err.Error())
		return v
	}
	v.Source = a.pushSource(r, string(v.Source)).ID
	v.Missing = r.text("missing", v.Missing, 20_000)
	v.Trouble = voc.Trouble(r.text("trouble", string(v.Trouble), 50))
	if r.word("outcome", string(v.Outcome), outcomes) == "" {
		r.add("outcome", string(v.Outcome), "is missing", "缺少该字段")
	}
	soon := a.Now().Add(24 * time.Hour)
	switch {
	case !sane(v.StartedAt) || v.EndedAt.Before(v.StartedAt):
		r.add("started_at", v.StartedAt.Format(time.RFC3339), "write when it started and, not earlier, when it ended", "请写开始时间与不早于它的结束时间")
	case v.EndedAt.After(soon) || v.HeardTo.After(soon) || v.Until.After(soon) || v.LostTo.After(soon):
		r.add("ended_at", v.EndedAt.Format(time.RFC3339), "lies in the future", "时间在未来")
	}
	if v.Found < 0 || v.Fresh < 0 || v.Requests < 0 || v.Bytes < 0 || v.Changed < 0 || v.Observed < 0 || v.Claimed < -1 {
		r.add("found", strconv.Itoa(v.Found), "no count can be negative", "计数不能为负")
	}
	return v
}

func (a *door) readObservation(r *reader, raw json.RawMessage) voc.Observation {
	var o voc.Observation
	if err := jsonFormat.Unmarshal(raw, &o); err != nil {
		r.add("", string(raw), err.Error(), "这一行不是约定的 JSON 对象："+err.Error())
		return o
	}
	o.Source = a.pushSource(r, string(o.Source)).ID
	if len(o.Post) != 32 || strings.Trim(string(o.Post), "0123456789abcdef") != "" {
		r.add("post", string(o.Post), "write the post's id, 32 hex digits", "请写帖子的 id（32 位十六进制）")
	}
	if !sane(o.At) || o.At.After(a.Now().Add(24*time.Hour)) {
		r.add("at", o.At.Format(time.RFC3339), "write when it was looked at", "请写查看时间")
	}
	e := o.Engagement
	if min(e.Likes, e.Replies, e.Shares, e.Views) < voc.Unknown {
		r.add("engagement", strconv.FormatInt(min(e.Likes, e.Replies, e.Shares, e.Views), 10), "-1 is unknown; nothing is less", "未知写 -1，不能更小")
	}
	return o
}
