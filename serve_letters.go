package main

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// letterbox gives the door what is behind letters, their audiences, and what is asked of them.
func (a *app) letterbox() api.Letterbox {
	p := a.pipeline
	return api.Letterbox{
		Records: p.Letters, Orders: p.LetterOrders, Find: p.FindLetters, Question: p.Questions,
		Letter: func(ctx context.Context, id string) (voc.Digest, error) {
			d, err := p.Letter(ctx, id)
			return d, meaning(err)
		},
		Open: func(ctx context.Context, id, line, reader string) error {
			return meaning(p.OpenLetter(ctx, id, line, reader))
		},
		Order: func(ctx context.Context, r api.LetterReply) (voc.WorkOrder, error) {
			o, err := p.OrderFromLetter(ctx, pipeline.LetterReply(r))
			return o, meaning(err)
		},
		Ask: func(ctx context.Context, r api.LetterReply) (voc.Question, error) {
			q, err := p.AskLetter(ctx, pipeline.LetterReply(r))
			return q, meaning(err)
		},
		Answer: func(ctx context.Context, id, text, actor string) (voc.Question, error) {
			q, err := p.AnswerQuestion(ctx, id, text, actor)
			return q, meaning(err)
		},
		Audiences: func() []api.AudienceState {
			var all []api.AudienceState
			for _, s := range p.Audiences() {
				all = append(all, api.AudienceState(s))
			}
			return all
		},
		Send: func(ctx context.Context, audience string) ([]voc.LetterRecord, error) {
			sent, err := p.SendLetters(ctx, audience)
			return sent, meaning(err)
		},
		Render: renderLetter,
	}
}

// renderLetter writes a letter or report in one of its forms.
func renderLetter(d voc.Digest, format string) (body []byte, known bool, err error) {
	if format == "xlsx" {
		body, err := digest.Sheet(d)
		return body, true, err
	}
	text, err := digest.Render(d, format)
	return []byte(text), true, err
}
