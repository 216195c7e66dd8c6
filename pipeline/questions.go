package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// subjectQuestion is the subject of events of questions asked of a letter.
const subjectQuestion voc.Subject = "question"

// The types of events of questions.
const (
	typeAsked    = "asked"    // Data: the question
	typeAnswered = "answered" // Data: questionAnswer; Actor answers
	typeTold     = "told"     // Data: questionTold; a letter told the answer
)

type questionAnswer struct {
	Text string `json:"text"`
}

type questionTold struct {
	Letter string `json:"letter"`
}

// The kinds of message about questions.
const (
	kindAsked    = "question.asked"
	kindAnswered = "question.answered"
)

// foldQuestion is a question after an event.
func foldQuestion(q voc.Question, e voc.Event) (voc.Question, error) {
	switch e.Type {
	case typeAsked:
		if err := json.Unmarshal(e.Data, &q); err != nil {
			return q, err
		}
		q.ID, q.AskedAt = e.ID, e.At
		return q, nil
	case typeAnswered:
		var a questionAnswer
		if err := json.Unmarshal(e.Data, &a); err != nil {
			return q, err
		}
		q.Answer, q.AnsweredBy, q.AnsweredAt = a.Text, e.Actor, e.At
		return q, nil
	case typeTold:
		q.ToldAt = e.At
		return q, nil
	}
	return q, fmt.Errorf("unknown type %q", e.Type)
}

// untold are the questions of an audience about a brand its next letter tells of, the oldest first: those
// nobody has answered, and those whose answer no letter has told.
func (j *Journal) untold(audience string, brand voc.BrandID) []voc.Question {
	j.mu.Lock()
	defer j.mu.Unlock()
	var list []voc.Question
	for _, q := range j.state.Questions {
		if q.Audience == audience && q.Brand == brand && q.ToldAt.IsZero() {
			list = append(list, q)
		}
	}
	slices.SortFunc(list, func(a, b voc.Question) int {
		return cmp.Or(a.AskedAt.Compare(b.AskedAt), strings.Compare(a.ID, b.ID))
	})
	return list
}

// toldEvents say that a letter told the answers it was written with. One that was changed while the letter
// was written is told once more.
func toldEvents(s State, told []voc.Question, letter string) []voc.Event {
	data, err := json.Marshal(questionTold{letter})
	if err != nil {
		return nil
	}
	var events []voc.Event
	for _, q := range told {
		now := s.Questions[q.ID]
		if q.AnsweredAt.IsZero() || !now.AnsweredAt.Equal(q.AnsweredAt) || !now.ToldAt.IsZero() {
			continue
		}
		events = append(events, voc.Event{Subject: subjectQuestion, ID: q.ID, Type: typeTold, Actor: "tingfeng", Data: data})
	}
	return events
}

// Questions are all that were asked of letters, the newest first.
func (p *Pipeline) Questions() []voc.Question {
	p.Journal.mu.Lock()
	defer p.Journal.mu.Unlock()
	return slices.SortedFunc(maps.Values(p.Journal.state.Questions), func(a, b voc.Question) int {
		return cmp.Or(b.AskedAt.Compare(a.AskedAt), strings.Compare(b.ID, a.ID))
	})
}

// AnswerQuestion writes down the answer; the next letter tells it. Until then it may be changed. ErrNone,
// ErrWrong and ErrRefused say why not.
func (p *Pipeline) AnswerQuestion(ctx context.Context, id, text, actor string) (voc.Question, error) {
	text, actor = strings.TrimSpace(text), strings.TrimSpace(actor)
	switch {
	case text == "":
		return voc.Question{}, wrong("回答是空的，请写下答复")
	case actor == "":
		return voc.Question{}, wrong("没有写明是谁回答的，请先填写您的姓名")
	}
	data, err := json.Marshal(questionAnswer{text})
	if err != nil {
		return voc.Question{}, err
	}
	_, err = p.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		q, known := s.Questions[id]
		switch {
		case !known:
			return nil, fmt.Errorf("question %q: %w", id, ErrNone)
		case !q.ToldAt.IsZero():
			return nil, refusal("这个问题的答复已经写进信里，要补充请在新的信里回复")
		case q.Answer == text && q.AnsweredBy == actor:
			return nil, nil
		}
		e := voc.Event{Subject: subjectQuestion, ID: id, Type: typeAnswered, Actor: actor, Data: data, At: now}
		after, err := foldQuestion(q, e)
		if err != nil {
			return nil, err
		}
		return append([]voc.Event{e}, p.office.tellAnswer(after, now)...), nil
	})
	if err != nil {
		return voc.Question{}, err
	}
	return p.question(id)
}

func (p *Pipeline) question(id string) (voc.Question, error) {
	p.Journal.mu.Lock()
	defer p.Journal.mu.Unlock()
	q, known := p.Journal.state.Questions[id]
	if !known {
		return q, fmt.Errorf("question %q: %w", id, ErrNone)
	}
	return q, nil
}

// nextQuestion is the id of a question asked now: Q-20260131-2.
func nextQuestion(s State, now time.Time, zone *time.Location) string {
	day := "Q-" + now.In(zone).Format("20060102") + "-"
	n := 1
	for id := range s.Questions {
		if strings.HasPrefix(id, day) {
			n++
		}
	}
	return fmt.Sprintf("%s%d", day, n)
}

// tellAsked are the messages to whom a question is for.
func (o *office) tellAsked(q voc.Question, now time.Time) []voc.Event {
	lead := q.Asker + "问您：" + shortened(q.Text)
	body := fmt.Sprintf("**%s**\n\n信里的这一条：%s\n", markup.Escape(q.Text), markup.Escape(q.About))
	if q.Order != "" {
		body += "\n工单 " + q.Order + "\n"
	}
	body += "\n回答会写进下一封信，提问的人不用再追。\n"
	return o.tellQuestion(q, kindAsked, q.To, q.Asker, lead, body, "回答", now)
}

// tellAnswer are the messages to who asked, if they are somebody messages reach.
func (o *office) tellAnswer(q voc.Question, now time.Time) []voc.Event {
	if !slices.ContainsFunc(o.settings().House.People, func(p voc.Person) bool { return p.Name == q.Asker && p.Here(now) }) {
		return nil
	}
	body := fmt.Sprintf("您问：%s\n\n**%s**\n", markup.Escape(q.Text), markup.Escape(q.Answer))
	return o.tellQuestion(q, kindAnswered, q.Asker, q.AnsweredBy, q.AnsweredBy+"回答了您的提问", body, "查看", now)
}

func (o *office) tellQuestion(q voc.Question, kind, to, by, title, body, link string, now time.Time) []voc.Event {
	if to == "" || to == by {
		return nil
	}
	var events []voc.Event
	for _, m := range o.addressed([]string{to}) {
		m.ID = strings.Join([]string{q.ID, strings.TrimPrefix(kind, "question."), fmt.Sprint(now.Unix()), m.Channel}, ".")
		m.Kind, m.Subject, m.Thread, m.Title, m.Body, m.CreatedAt = kind, q.ID, q.ID, title, body, now
		if o.address != "" {
			m.Links = []voc.MessageLink{{Title: link, URL: page(o.address, "questions", q.ID, "")}}
		}
		events = append(events, notify.QueuedEvent(m, now))
	}
	return events
}
