package api

import (
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ToneText is an answer to be read before it is sent.
type ToneText struct {
	Text string `json:"text"`
}

// Tone is what in an answer makes an unhappy customer unhappier.
type Tone struct {
	Flaws []voc.ToneFlaw `json:"flaws" doc:"In order of where they stand; start and end count code points"`
}

// OrderAudit is all that happened to a work order, each event chained to the one before.
type OrderAudit struct {
	Items  []AuditLine `json:"items" doc:"Oldest first"`
	Sound  bool        `json:"sound" doc:"Every event is as it was written"`
	Broken int         `json:"broken" doc:"Place of the first that is not, 1 the first event; 0: none"`
}

// AuditLine is one event.
type AuditLine struct {
	Seq     uint64          `json:"seq"`
	At      time.Time       `json:"at"`
	Type    string          `json:"type"`
	Actor   string          `json:"actor"`
	Channel string          `json:"channel" doc:"How it came: web, bot, api, cli, timer; empty: not told"`
	Before  string          `json:"before" doc:"State before"`
	After   string          `json:"after"`
	Hash    string          `json:"hash" doc:"Hex SHA-256 over the hash before it and the event; empty: from before there was a chain"`
	Sound   bool            `json:"sound"`
	Data    json.RawMessage `json:"data" doc:"As it was written"`
}

// orderWords registers what is said of an order and what was said in it.
func (a *door) orderWords() {
	get(a, "/orders/{id}/reply", "reply-to-order", "A proposal for a public answer, to be read and changed by a person", a.reply)
	get(a, "/orders/{id}/audit", "audit-order", "Every event of a work order, and whether the chain holds", a.audit)
	post(a, huma.Operation{Path: "/orders/tone", OperationID: "check-tone", Summary: "Read an answer as an unhappy customer would"}, a.tone)
}

func (a *door) reply(ctx context.Context, in *idIn) (*answer[voc.ReplyDraft], error) {
	draft, err := a.Reply(ctx, in.ID)
	if err != nil {
		return nil, a.orderFail(ctx, "draft a reply", in.ID, err)
	}
	return &answer[voc.ReplyDraft]{Body: draft}, nil
}

type toneIn struct{ Body ToneText }

func (a *door) tone(_ context.Context, in *toneIn) (*answer[Tone], error) {
	r := a.reader()
	r.text("text", in.Body.Text, 20_000)
	if err := r.done(); err != nil {
		return nil, err
	}
	// As given, blanks at its ends too: the places of the flaws count from its first letter.
	return &answer[Tone]{Body: Tone{Flaws: a.CheckTone(in.Body.Text)}}, nil
}

func (a *door) audit(ctx context.Context, in *idIn) (*answer[OrderAudit], error) {
	entries, err := a.Audit(ctx, in.ID)
	if err != nil {
		return nil, a.orderFail(ctx, "audit a work order", in.ID, err)
	}
	out := OrderAudit{Items: []AuditLine{}, Sound: true}
	for i, e := range entries {
		line := AuditLine{
			Seq: e.Event.Seq, At: e.Event.At, Type: e.Event.Type, Actor: e.Event.Actor, Channel: channelOf(e.Event.Data),
			Before: e.Before, After: e.After, Hash: e.Hash, Sound: e.Sound, Data: auditWithin(ctx, json.RawMessage(e.Event.Data)),
		}
		if !json.Valid(line.Data) { // a tampered row must be shown, not break the answer
			line.Data, _ = json.Marshal(string(e.Event.Data))
		}
		if !e.Sound && out.Sound {
			out.Sound, out.Broken = false, i+1
		}
		out.Items = append(out.Items, line)
	}
	return &answer[OrderAudit]{Body: out}, nil
}

func channelOf(data []byte) string {
	var d struct {
		Channel string `json:"channel"`
	}
	_ = json.Unmarshal(data, &d) // what is no object names no channel
	return d.Channel
}
