package api

import (
	"context"
	"errors"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Questions is what was asked of letters, the newest first.
type Questions struct {
	Items []voc.Question `json:"items"`
	Open  int            `json:"open" doc:"How many wait for an answer, whatever was asked for"`
}

type questionsIn struct {
	Brand []string      `query:"brand,explode" doc:"Only of these brands; repeat the parameter for several"`
	State questionParam `query:"state" doc:"Only those that wait for an answer, or have one"`
	To    string        `query:"to" doc:"Only those that are this person's turn"`
}

// questionParam is whether a question has an answer.
type questionParam string

var questionStates = []string{"open", "answered"}

func (questionParam) Schema(huma.Registry) *huma.Schema { return oneOf(questionStates) }

// LineReply is what somebody makes of a line of a letter.
type LineReply struct {
	Line  string    `json:"line" doc:"Id of the line"`
	Kind  string    `json:"kind" enum:"order,question" doc:"What it becomes"`
	Text  string    `json:"text,omitempty" doc:"question: what is asked · order: what whoever takes it up should know"`
	To    string    `json:"to,omitempty" doc:"A person's name; empty: whose the matter is"`
	Level voc.Level `json:"level,omitempty" doc:"order: how grave; empty: yellow"`
	Actor string    `json:"actor,omitempty" doc:"Who replies"`
}

// LineReplied is what a line became: one of the two.
type LineReplied struct {
	Order    *voc.WorkOrder `json:"order,omitempty"`
	Question *voc.Question  `json:"question,omitempty"`
}

// LineOpened is where in a letter a reader came from.
type LineOpened struct {
	Line string `json:"line,omitempty" doc:"Id of the line whose link was followed; empty: the letter's"`
}

// AnswerGiven is the answer to a question.
type AnswerGiven struct {
	Text  string `json:"text"`
	Actor string `json:"actor,omitempty" doc:"Who answers"`
}

var replyKinds = []string{"order", "question"}

func (a *door) replyOperations() {
	post(a, huma.Operation{
		Path: letterAt + "/opens", OperationID: "open-letter", Summary: "Count that a reader came from a link in a letter",
	}, a.openLetter)
	post(a, huma.Operation{
		Path: letterAt + "/replies", OperationID: "reply-to-letter", Summary: "Make a line of a letter a work order, or ask about it",
	}, a.replyToLetter)
	get(a, "/questions", "questions", "What was asked of letters, the newest first", a.questions)
	post(a, huma.Operation{
		Path: "/questions/{id}/answer", OperationID: "answer-question", Summary: "Answer a question; the next letter tells it",
	}, a.answerQuestion)
}

// questionsOf are the questions who asks may see: of letters they may read, those that are their turn, and
// their own.
func (a *door) questionsOf(ctx context.Context) []voc.Question {
	if a.Letters.Question == nil {
		return nil
	}
	v := viewerOf(ctx)
	if v.Scope.Whole() {
		return a.Letters.Question()
	}
	read := map[string]bool{}
	for _, r := range a.lettersOf(ctx) {
		read[r.ID] = true
	}
	mine := func(name string) bool { return name != "" && name == v.Name && v.Token == "" }
	return visible(false, a.Letters.Question(), func(q voc.Question) bool {
		return read[q.Letter] || !v.Scope.None && (mine(q.To) || mine(q.Asker))
	})
}

func (a *door) seesQuestion(ctx context.Context, p func(string) string) (bool, error) {
	return slices.ContainsFunc(a.questionsOf(ctx), func(q voc.Question) bool { return q.ID == p("id") }), nil
}

func noQuestion(id string) error {
	return notFound("There is no question "+cut(id)+".", "没有编号为 "+cut(id)+" 的提问。")
}

func (a *door) questions(ctx context.Context, in *questionsIn) (*answer[Questions], error) {
	r := a.reader()
	brands := a.brandList(ctx, r, in.Brand)
	state, to := r.word("state", string(in.State), questionStates), r.text("to", in.To, 100)
	if err := r.done(); err != nil {
		return nil, err
	}
	out := Questions{Items: []voc.Question{}}
	for _, q := range a.questionsOf(ctx) {
		open := q.AnsweredAt.IsZero()
		if !ofBrands(brands, q.Brand) {
			continue
		}
		if open {
			out.Open++
		}
		if to != "" && q.To != to || state == "open" && !open || state == "answered" && open {
			continue
		}
		out.Items = append(out.Items, q)
	}
	return &answer[Questions]{Body: out}, nil
}

type openLetterIn struct {
	LetterPath
	Body LineOpened
}

func (a *door) openLetter(ctx context.Context, in *openLetterIn) (*answer[LineOpened], error) {
	r := a.reader()
	line := r.text("line", in.Body.Line, 100)
	if err := r.done(); err != nil {
		return nil, err
	}
	if a.letterRecord(ctx, in.id()) == nil {
		return nil, noLetter(in.id())
	}
	if err := a.Letters.Open(ctx, in.id(), line, viewerOf(ctx).Name); err != nil {
		return nil, a.letterFail(ctx, "open a letter", in.id(), err)
	}
	return &answer[LineOpened]{Body: LineOpened{Line: line}}, nil
}

// letterFail names a letter or line that is not there in plain words.
func (a *door) letterFail(ctx context.Context, asked, id string, err error) error {
	if errors.Is(err, ErrNotFound) {
		return notFound("There is no letter "+cut(id)+" with this line, or it was not sent.", "没有这封信，或信里没有这一条："+cut(id)+"。")
	}
	return a.fail(ctx, asked, err)
}

type replyIn struct {
	LetterPath
	Body LineReply
}

func (a *door) replyToLetter(ctx context.Context, in *replyIn) (*answer[LineReplied], error) {
	r, b := a.reader(), in.Body
	reply := LetterReply{
		Letter: in.id(), Line: r.need("line", b.Line, 100, "write the id of a line", "请写信里某一条的编号"),
		Text: r.text("text", b.Text, 2000), To: r.text("to", b.To, 100), Level: voc.Level(r.word("level", string(b.Level), levels)),
		Actor: r.need("actor", a.actor(ctx, b.Actor), 100, "write who replies", "请写操作人"),
	}
	kind := r.word("kind", b.Kind, replyKinds)
	if kind == "" {
		r.add("kind", b.Kind, "write order or question", "请写 order 或 question")
	}
	if kind == "question" && reply.Text == "" {
		r.add("text", "", "is missing; write what you want to know", "缺少该字段，请写想问什么")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	if a.letterRecord(ctx, reply.Letter) == nil {
		return nil, noLetter(reply.Letter)
	}
	if kind == "question" {
		q, err := a.Letters.Ask(ctx, reply)
		if err != nil {
			return nil, a.letterFail(ctx, "ask about a letter", reply.Letter, err)
		}
		return &answer[LineReplied]{Body: LineReplied{Question: &q}}, nil
	}
	o, err := a.Letters.Order(ctx, reply)
	if err != nil {
		return nil, a.letterFail(ctx, "order from a letter", reply.Letter, err)
	}
	o = a.within(ctx, o)
	return &answer[LineReplied]{Body: LineReplied{Order: &o}}, nil
}

type answerIn struct {
	ID   string `path:"id"`
	Body AnswerGiven
}

func (a *door) answerQuestion(ctx context.Context, in *answerIn) (*answer[voc.Question], error) {
	r := a.reader()
	text := r.need("text", in.Body.Text, 2000, "write the answer", "请写下答复")
	actor := r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who answers", "请写操作人")
	if err := r.done(); err != nil {
		return nil, err
	}
	if seen, err := a.seesQuestion(ctx, func(string) string { return in.ID }); err != nil || !seen {
		return nil, noQuestion(in.ID)
	}
	q, err := a.Letters.Answer(ctx, in.ID, text, actor)
	if errors.Is(err, ErrNotFound) {
		return nil, noQuestion(in.ID)
	}
	if err != nil {
		return nil, a.fail(ctx, "answer a question", err)
	}
	return &answer[voc.Question]{Body: q}, nil
}
