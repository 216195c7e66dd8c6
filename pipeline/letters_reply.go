package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// LetterReply is what a reader makes of a line of a letter.
type LetterReply struct {
	Letter string // id
	Line   string // id
	Text   string // of a question: what is asked; of an order: what whoever takes it up should know
	To     string // a person's name; "": whose the matter is
	Level  voc.Level
	Actor  string
}

// mostAsked bounds a question.
const mostAsked = 2000

// lineOf finds a line of a letter as it was sent.
func (p *Pipeline) lineOf(ctx context.Context, r *LetterReply) (voc.Digest, voc.DigestLine, error) {
	r.Text, r.Actor, r.To = strings.TrimSpace(r.Text), strings.TrimSpace(r.Actor), strings.TrimSpace(r.To)
	if r.Actor == "" {
		return voc.Digest{}, voc.DigestLine{}, wrong("没有写明是谁回复的，请先填写您的姓名")
	}
	if len([]rune(r.Text)) > mostAsked {
		return voc.Digest{}, voc.DigestLine{}, wrong("回复最多 %d 字，请写短一些", mostAsked)
	}
	letter, err := p.letters.asSent(ctx, r.Letter)
	if err != nil {
		return letter, voc.DigestLine{}, err
	}
	for _, s := range append(slices.Clone(letter.Sections), voc.DigestSection{Lines: letter.Prose}) {
		for _, line := range s.Lines {
			if line.ID == r.Line && r.Line != "" {
				line.Text = inWords(s.Name, line)
				return letter, line, p.office.checkPerson(r.To)
			}
		}
	}
	return letter, voc.DigestLine{}, fmt.Errorf("letter %s has no line %q: %w", r.Letter, r.Line, ErrNone)
}

// voicedSections are the sections whose lines are voices: what we say of them is only where they stand.
var voicedSections = map[string]bool{"voices": true, "wishes": true, "spread": true}

// inWords is a line as it is referred to elsewhere: of a voice the words, not only where they stand.
func inWords(section string, line voc.DigestLine) string {
	if !voicedSections[section] || len(line.Evidence) == 0 {
		return line.Text
	}
	where := strings.TrimRight(line.Text, "：: ")
	return "“" + line.Evidence[0].Text + "”（" + where + "）" // whole: a sentence cut short could not be forgotten with its post
}

// isVoice tells whether a line of a letter is somebody's voice.
func isVoice(letter voc.Digest, id string) bool {
	return slices.ContainsFunc(letter.Sections, func(s voc.DigestSection) bool {
		return voicedSections[s.Name] && slices.ContainsFunc(s.Lines, func(l voc.DigestLine) bool { return l.ID == id && len(l.Evidence) > 0 })
	})
}

// voiceTitle names an order about a voice: "" by the topic and shop its post is about, as the orders of incidents
// are; one of no topic by its first sentence, whole, so that it is forgotten when its post is.
func voiceTitle(d voc.OrderDraft, line voc.DigestLine) string {
	if d.Topic != "" {
		return ""
	}
	text := strings.TrimSpace(line.Evidence[0].Text)
	if i := strings.IndexAny(text, "。！？!?；;\n"); i > 0 {
		text = strings.TrimSpace(text[:i])
	}
	return "“" + shortenedTo(text, 80) + "”"
}

// matter is what a line is about, as its posts tell: the topic most of them speak of, the shop when they
// all name the same one.
func (p *Pipeline) matter(ctx context.Context, letter voc.Digest, line voc.DigestLine) (voc.OrderDraft, error) {
	d := voc.OrderDraft{Kind: voc.OrderTheme, Brand: letter.Brand, Level: voc.Yellow, Title: shortenedTo(line.Text, 80)}
	topics, shops, regions := map[string]int{}, map[voc.StoreID]bool{}, map[string]bool{}
	for _, id := range line.Posts[:min(mostPosts, len(line.Posts))] {
		m, err := p.options.Store.Mention(ctx, id, letter.Brand)
		if errors.Is(err, store.ErrNotFound) {
			continue // erased since, or its time is over
		}
		if err != nil {
			return d, err
		}
		d.Posts = append(d.Posts, id)
		for _, t := range m.Analysis.Topics {
			topics[t]++
		}
		shops[cmp.Or(m.Post.Store, m.Analysis.Store)] = true
		regions[cmp.Or(m.Post.Region, m.Analysis.Region)] = true
	}
	most := 0
	for _, t := range slices.Sorted(maps.Keys(topics)) {
		if topics[t] > most {
			d.Topic, most = t, topics[t]
		}
	}
	if len(shops) == 1 {
		d.Store = slices.Collect(maps.Keys(shops))[0]
		if p.office.names.store(d.Store).ID == "" {
			d.Store = ""
		}
	}
	if len(regions) == 1 && d.Store == "" {
		d.Region = slices.Collect(maps.Keys(regions))[0]
	}
	if isVoice(letter, line.ID) {
		d.Title = voiceTitle(d, line)
	}
	return d, nil
}

// shortenedTo is the beginning of a text.
func shortenedTo(text string, runes int) string {
	all := []rune(strings.Join(strings.Fields(text), " "))
	if len(all) <= runes {
		return string(all)
	}
	return string(all[:runes]) + "…"
}

// OrderFromLetter makes a line of a letter a work order, with the line's posts as evidence. A line about an
// order that is being worked on becomes a note on that one. ErrNone, ErrWrong and ErrRefused say why not.
func (p *Pipeline) OrderFromLetter(ctx context.Context, r LetterReply) (voc.WorkOrder, error) {
	letter, line, err := p.lineOf(ctx, &r)
	if err != nil {
		return voc.WorkOrder{}, err
	}
	if id := p.openOrderOf(r.Letter, line); id != "" {
		return p.noteFromLetter(ctx, r, line, id)
	}
	d, err := p.matter(ctx, letter, line)
	if err != nil {
		return voc.WorkOrder{}, err
	}
	d.Actor, d.To, d.Text = r.Actor, r.To, strings.TrimSpace(r.Text+"\n来自 "+letter.Title+"："+line.Text)
	d.Level = cmp.Or(r.Level, d.Level)
	return p.office.openWith(ctx, d, func(s State, order string) ([]voc.Event, error) {
		return repliedEvents(r, letterReply{Line: r.Line, Order: order})
	})
}

// openOrderOf is the order somebody works on already that a line is about, or became.
func (p *Pipeline) openOrderOf(letter string, line voc.DigestLine) string {
	ids := slices.Clone(line.Orders)
	if became := p.LetterOrders(letter)[line.ID]; became != "" {
		ids = append([]string{became}, ids...)
	}
	for _, id := range ids {
		if o, err := p.Journal.Order(id); err == nil && o.State.Open() {
			return id
		}
	}
	return ""
}

// noteFromLetter writes what a reader said of a line into the order the line is about.
func (p *Pipeline) noteFromLetter(ctx context.Context, r LetterReply, line voc.DigestLine, id string) (voc.WorkOrder, error) {
	_, err := p.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		text := cmp.Or(r.Text, "请跟进")
		events, err := workorder.Apply(s.Orders[id], voc.Command{
			Order: id, Type: voc.CommandNote, Actor: r.Actor, Channel: "web", Text: text + "\n来自信里的这一条：" + line.Text,
		}, now)
		if err != nil {
			return nil, err
		}
		replied, err := repliedEvents(r, letterReply{Line: r.Line, Order: id})
		return append(events, replied...), err
	})
	if err != nil {
		return voc.WorkOrder{}, err
	}
	return p.office.order(id)
}

func repliedEvents(r LetterReply, to letterReply) ([]voc.Event, error) {
	e, err := letterEvent(r.Letter, typeReplied, r.Actor, to)
	return []voc.Event{e}, err
}

// AskLetter asks a question about a line of a letter. It goes to whom it is put to, else to whom the line's
// order belongs, else to whom a new order about it would go; who has to answer is told. ErrNone and ErrWrong
// say why not.
func (p *Pipeline) AskLetter(ctx context.Context, r LetterReply) (voc.Question, error) {
	letter, line, err := p.lineOf(ctx, &r)
	if err != nil {
		return voc.Question{}, err
	}
	if r.Text == "" {
		return voc.Question{}, wrong("问题是空的，请写下想问什么")
	}
	d, err := p.matter(ctx, letter, line)
	if err != nil {
		return voc.Question{}, err
	}
	var id string
	_, err = p.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		id = nextQuestion(s, now, p.options.Location)
		q := voc.Question{
			ID: id, Letter: r.Letter, Line: r.Line, About: line.Text, Brand: letter.Brand, Audience: letter.Audience, Text: r.Text, Asker: r.Actor,
			AskedAt: now, Posts: d.Posts,
		}
		q.To, q.Order = p.office.turnOf(s, line, d, r.To, now)
		data, err := json.Marshal(q)
		if err != nil {
			return nil, err
		}
		events := []voc.Event{{Subject: subjectQuestion, ID: id, Type: typeAsked, Actor: r.Actor, Data: data}}
		replied, err := repliedEvents(r, letterReply{Line: r.Line, Question: id})
		return append(append(events, replied...), p.office.tellAsked(q, now)...), err
	})
	if err != nil {
		return voc.Question{}, err
	}
	return p.question(id)
}

// turnOf is whose turn a question is, and the order it is about.
func (o *office) turnOf(s State, line voc.DigestLine, d voc.OrderDraft, to string, now time.Time) (who, order string) {
	for _, id := range line.Orders {
		if about, known := s.Orders[id]; known {
			order = id
			who = cmp.Or(to, about.Owner, about.Assignee)
			break
		}
	}
	if who == "" && to == "" {
		draft := workorder.Draft{Kind: d.Kind, Brand: d.Brand, Topic: d.Topic, Level: d.Level, Store: d.Store, Region: d.Region}
		if draft.Region == "" && draft.Store != "" {
			draft.Region = o.names.store(draft.Store).Province
		}
		who = workorder.Route(draft, o.settings().House, slices.Collect(maps.Values(s.Orders)), now).To
	}
	return cmp.Or(to, who), order
}
