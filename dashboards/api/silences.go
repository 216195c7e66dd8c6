package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Silences is a list: running ones, then those to come, then those that ended, the latest first.
type Silences struct {
	Items []SilenceState `json:"items"`
}

// SilenceState is a silence with where it stands now.
type SilenceState struct {
	voc.Silence
	State string `json:"state" enum:"running,planned,ended"`
}

var silenceStates = []string{"running", "planned", "ended"}

// SilenceOrder is a silence to be made. Fields that are empty do not restrict it.
type SilenceOrder struct {
	Brand  voc.BrandID `json:"brand,omitempty"`
	Rule   string      `json:"rule,omitempty" doc:"Only incidents of this rule"`
	Topic  string      `json:"topic,omitempty"`
	Store  voc.StoreID `json:"store,omitempty"`
	UpTo   voc.Level   `json:"up_to,omitempty" doc:"Graver incidents are told all the same; empty: orange, red always passes"`
	Reason string      `json:"reason" doc:"Why nobody needs to hear of it"`
	From   string      `json:"from,omitempty" doc:"RFC 3339 or a date; empty: now"`
	To     string      `json:"to" doc:"RFC 3339, or a date, whose day is the last"`
	Actor  string      `json:"actor" doc:"Who makes it"`
}

// longestSilence is the longest anybody may ask for: what must never be told is a rule's business.
const longestSilence = 92 * 24 * time.Hour

func (a *door) silenceOperations() {
	get(a, "/silences", "silences", "What is kept from being told, and what was", a.silences)
	post(a, huma.Operation{
		Path: "/silences", OperationID: "make-silence", Summary: "Keep incidents from being told for a while; they are still found and written down",
	}, a.makeSilence)
	post(a, huma.Operation{Path: "/silences/{id}/end", OperationID: "end-silence", Summary: "End a silence before its time"}, a.endSilence)
}

func (a *door) silenceOut(s voc.Silence) SilenceState {
	out := SilenceState{Silence: s, State: "running"}
	now := a.Now()
	switch {
	case !s.EndedAt.IsZero() || !now.Before(s.To):
		out.State = "ended"
	case now.Before(s.From):
		out.State = "planned"
	}
	return out
}

func (a *door) silences(ctx context.Context, _ *struct{}) (*answer[Silences], error) {
	out := Silences{Items: []SilenceState{}}
	for _, s := range a.silencesOf(ctx) {
		out.Items = append(out.Items, a.silenceOut(s))
	}
	slices.SortFunc(out.Items, func(x, y SilenceState) int {
		if c := slices.Index(silenceStates, x.State) - slices.Index(silenceStates, y.State); c != 0 {
			return c
		}
		c := x.To.Compare(y.To) // what runs: the one that ends first
		switch x.State {
		case "planned":
			c = x.From.Compare(y.From)
		case "ended":
			c = y.To.Compare(x.To)
		}
		if c != 0 {
			return c
		}
		return strings.Compare(x.ID, y.ID)
	})
	return &answer[Silences]{Body: out}, nil
}

type silenceIn struct{ Body SilenceOrder }

func (a *door) makeSilence(ctx context.Context, in *silenceIn) (*answer[SilenceState], error) {
	r := a.reader()
	now := a.Now()
	s := voc.Silence{
		Brand: voc.BrandID(r.name("brand", string(in.Body.Brand), a.knownBrand(ctx))), Rule: r.text("rule", in.Body.Rule, 100), Topic: r.text("topic", in.Body.Topic, 200),
		Store: voc.StoreID(r.name("store", string(in.Body.Store), a.knownStore(ctx))), UpTo: voc.Level(r.word("up_to", string(in.Body.UpTo), levels)),
		Reason: r.need("reason", in.Body.Reason, 2000, "write why nobody needs to hear of it", "请写静默的原因"),
		Actor:  r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who makes it", "请写操作人"),
		From:   r.moment("from", momentParam(in.Body.From), false), To: r.moment("to", momentParam(in.Body.To), true), At: now,
	}
	if in.Body.From == "" {
		s.From = now
	}
	switch {
	case in.Body.To == "":
		r.add("to", "", "is missing; write when it ends", "缺少该字段，请写结束时间")
	case s.To.IsZero() || s.From.IsZero(): // told already
	case !s.To.After(now):
		r.add("to", in.Body.To, "is past: nothing would be kept quiet", "结束时间已过，静默不会起作用")
	case !s.To.After(s.From):
		r.add("to", in.Body.To, "must lie after from", "结束时间必须晚于开始时间")
	case s.To.Sub(s.From) > longestSilence:
		r.add("to", in.Body.To, "choose at most 92 days; what must never be told is switched off in its rule", "静默最长 92 天；若长期不需要，请在规则里停用")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	mine := []voc.BrandID{s.Brand}
	if s.Brand == "" {
		mine = nil
	}
	if err := mayChange(ctx, mine...); err != nil {
		return nil, err
	}
	made, err := a.Silence(ctx, s)
	if err != nil {
		return nil, a.fail(ctx, "make a silence", err)
	}
	return &answer[SilenceState]{Body: a.silenceOut(made)}, nil
}

// ActorOrder says who asks for something that needs no other word.
type ActorOrder struct {
	Actor string `json:"actor" doc:"Who asks"`
}

type endSilenceIn struct {
	ID   string `path:"id"`
	Body ActorOrder
}

func (a *door) endSilence(ctx context.Context, in *endSilenceIn) (*answer[SilenceState], error) {
	r := a.reader()
	actor := r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who ends it", "请写操作人")
	if err := r.done(); err != nil {
		return nil, err
	}
	if err := a.ownSilence(ctx, in.ID); err != nil {
		return nil, err
	}
	ended, err := a.EndSilence(ctx, in.ID, actor)
	if err != nil {
		return nil, a.fail(ctx, "end a silence", err)
	}
	return &answer[SilenceState]{Body: a.silenceOut(ended)}, nil
}
