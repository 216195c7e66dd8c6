package pipeline

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// letterSent is a house whose founder had a letter with two lines: one about voices, one about an order.
func letterSent(t *testing.T) (p *Pipeline, id string, posts []voc.Mention) {
	t.Helper()
	o := dining(t)
	posts = complaints(evening.Add(-3*time.Hour), 3, "异物", "jingan")
	if err := save(t, o.Store, posts); err != nil {
		t.Fatal(err)
	}
	p = mailing(t, o, voc.Audience{ID: "founder", Empty: true, Holidays: true})
	id = "2026-03-04/tea/founder"
	order, err := p.OpenOrder(t.Context(), voc.OrderDraft{Kind: voc.OrderTheme, Title: "查清异物", Brand: "tea", Level: voc.Orange, Actor: "王芳", To: "李然"})
	if err != nil {
		t.Fatal(err)
	}
	letter := voc.Digest{ID: id, Date: "2026-03-04", Brand: "tea", Audience: "founder", Title: "日报", Sections: []voc.DigestSection{
		{Name: "new", Lines: []voc.DigestLine{{ID: "new-1", Text: "静安店：喝到一半发现异物，3 条", Posts: []voc.PostID{posts[0].Post.ID, posts[1].Post.ID, "0123456789abcdef0123456789abcdef"}}}},
		{Name: "open", Lines: []voc.DigestLine{{ID: "open-1", Text: "异物还没有查清", Orders: []string{order.ID}}}},
	}}
	sent := owed{audience: p.letters.settings().audiences()[0], brand: voc.Brand{ID: "tea"}, id: id, due: evening}
	if err := p.letters.file(t.Context(), sent, letter); err != nil {
		t.Fatal(err)
	}
	return p, id, posts
}

func TestALineBecomesAWorkOrder(t *testing.T) {
	t.Parallel()
	p, id, posts := letterSent(t)
	reply := LetterReply{Letter: id, Line: "new-1", Text: "今晚先停用这台机器", Actor: "老板"}
	o, err := p.OrderFromLetter(t.Context(), reply)
	if err != nil {
		t.Fatal(err)
	}
	if o.Brand != "tea" || o.Topic != "异物" || o.Store != "jingan" || o.Region != "上海" || o.Level != voc.Yellow || o.Assignee != "沈予安" {
		t.Errorf("the order is %+v; want the line's brand, topic and shop, with the shop's manager", o)
	}
	if len(o.Evidence) != 2 || o.Evidence[0].Text != posts[0].Post.Text || !strings.Contains(o.Notes[0].Text, "今晚先停用这台机器") || !strings.Contains(o.Notes[0].Text, "喝到一半发现异物") {
		t.Errorf("it rests on %+v and says %+v; want the posts that are still there, the reply and the line", o.Evidence, o.Notes)
	}
	if got := p.LetterOrders(id); got["new-1"] != o.ID || p.Letters()[0].Replies != 1 {
		t.Errorf("the letter knows %v, %d replies", got, p.Letters()[0].Replies)
	}
	// Replied to once more, it is a note on the same order.
	reply.Text = "明天八点前给我结果"
	again, err := p.OrderFromLetter(t.Context(), reply)
	if err != nil || again.ID != o.ID || !strings.Contains(again.Notes[len(again.Notes)-1].Text, "明天八点前给我结果") {
		t.Errorf("the second reply became %s (%v), want a note on %s", again.ID, err, o.ID)
	}
	about, err := p.OrderFromLetter(t.Context(), LetterReply{Letter: id, Line: "open-1", Actor: "老板"})
	if err != nil || about.Title != "查清异物" || len(p.Orders()) != 2 {
		t.Errorf("a line about an order became %q (%v), %d orders; want a note on the order it is about", about.Title, err, len(p.Orders()))
	}
}

// An order opened from a voice is called by what the voice is about or says, not by where it stood.
func TestAnOrderFromAVoiceIsCalledByWhatItSays(t *testing.T) {
	t.Parallel()
	o := dining(t)
	posts := complaints(evening.Add(-3*time.Hour), 2, "异物", "jingan")
	posts[1].Analysis.Topics = nil
	posts[1].Post.Text = "喝到一半吸管里有黑色的塑料！店员只说换一杯。"
	if err := save(t, o.Store, posts); err != nil {
		t.Fatal(err)
	}
	p := mailing(t, o, voc.Audience{ID: "founder", Empty: true, Holidays: true})
	id := "2026-03-04/tea/founder"
	line := func(name string, m voc.Mention) voc.DigestLine {
		return voc.DigestLine{ID: name, Text: "静安店 · 大众点评 · 14:12", Posts: []voc.PostID{m.Post.ID}, Evidence: []voc.Evidence{{PostID: m.Post.ID, Text: m.Post.Text}}}
	}
	spread, wish := line("spread-1", posts[1]), line("wishes-1", posts[1])
	spread.Text, wish.Text = "静安店 · 微博 · 14:12，触达约 1.2 万人：", "静安店 · 微博 · 14:12："
	letter := voc.Digest{ID: id, Date: "2026-03-04", Brand: "tea", Audience: "founder", Title: "日报", Sections: []voc.DigestSection{
		{Name: "voices", Lines: []voc.DigestLine{line("voices-1", posts[0]), line("voices-2", posts[1])}},
		{Name: "spread", Lines: []voc.DigestLine{spread}}, {Name: "wishes", Lines: []voc.DigestLine{wish}},
	}}
	if err := p.letters.file(t.Context(), owed{audience: p.letters.settings().audiences()[0], brand: voc.Brand{ID: "tea"}, id: id, due: evening}, letter); err != nil {
		t.Fatal(err)
	}
	said := "“喝到一半吸管里有黑色的塑料”"
	for name, want := range map[string]string{"voices-1": "查清并处理：山外青茶·静安店 异物", "voices-2": said, "spread-1": said, "wishes-1": said} {
		order, err := p.OrderFromLetter(t.Context(), LetterReply{Letter: id, Line: name, Actor: "老板"})
		if err != nil {
			t.Fatal(err)
		}
		if order.Title != want {
			t.Errorf("%s: the order is called %q, want %q", name, order.Title, want)
		}
		if note := order.Notes[0].Text; !strings.Contains(note, "（静安店 · ") || strings.Contains(note, "：）") {
			t.Errorf("%s: its first note says %q, want the voice and where it stood", name, note)
		}
	}
}

// Whatever is begun anew between the reply, the answer and the letters: the next letter shows the question and whose
// turn it is, the one after the answer, and nothing is told twice.
func TestAReplyOutlivesRestarts(t *testing.T) {
	t.Parallel()
	o := dining(t)
	if err := save(t, o.Store, complaints(evening.Add(-3*time.Hour), 12, "异物", "jingan")); err != nil {
		t.Fatal(err)
	}
	founder := voc.Audience{ID: "founder", Empty: true, Holidays: true, Channels: []string{"boss"}}
	begin := func(now time.Time) *Pipeline {
		t.Helper()
		o.Now = at(now)
		p := mailing(t, o, founder)
		p.letters.now, p.Journal.now = at(now), at(now)
		return p
	}
	night := func(n int) (*Pipeline, string) {
		t.Helper()
		now := evening.AddDate(0, 0, n)
		p := begin(now)
		if err := turned(t, p, now); err != nil {
			t.Fatal(err)
		}
		letter, err := begin(now.Add(time.Minute)).Letter(t.Context(), voc.LetterID(now.Format(time.DateOnly), "tea", "founder"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range letter.Sections {
			if s.Name == "asked" {
				text, _ := json.Marshal(s)
				return p, string(text)
			}
		}
		return p, ""
	}
	_, first := night(0)
	if first != "" {
		t.Errorf("nobody has asked, the first letter says %s", first)
	}
	id := "2026-03-04/tea/founder"
	letter, err := begin(evening.Add(time.Hour)).Letter(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	line := letter.Sections[0].Lines[0].ID
	q, err := begin(evening.Add(time.Hour)).AskLetter(t.Context(), LetterReply{Letter: id, Line: line, Text: "哪一批货？", Actor: "老板"})
	if err != nil {
		t.Fatal(err)
	}
	order, err := begin(evening.Add(2*time.Hour)).OrderFromLetter(t.Context(), LetterReply{Letter: id, Line: line, Text: "今晚停用这台机器", Actor: "老板"})
	if err != nil {
		t.Fatal(err)
	}
	p, second := night(1)
	if !strings.Contains(second, "您昨晚问的事") || !strings.Contains(second, "哪一批货") || !strings.Contains(second, "沈予安") {
		t.Errorf("the second letter says %s; want the question and whose turn it is", second)
	}
	if told := p.Messages()[0].Body; !strings.Contains(told, "您昨晚问的事") || !strings.Contains(told, order.ID) {
		t.Errorf("the message of the second night lacks the question or the order it became:\n%s", told)
	}
	if _, err := begin(evening.AddDate(0, 0, 1).Add(time.Hour)).AnswerQuestion(t.Context(), q.ID, "三月二号到的那一批", "沈予安"); err != nil {
		t.Fatal(err)
	}
	if _, third := night(2); !strings.Contains(third, "三月二号到的那一批") {
		t.Errorf("the third letter says %s; want the answer", third)
	}
	if p, fourth := night(3); strings.Contains(fourth, "哪一批货") || len(p.Letters()) != 4 || p.LetterOrders(id)[line] != order.ID {
		t.Errorf("the fourth letter says %s, %d letters, the line became %v", fourth, len(p.Letters()), p.LetterOrders(id))
	}
}

func TestAReplyThatCannotBe(t *testing.T) {
	t.Parallel()
	p, id, _ := letterSent(t)
	f := func(why string, r LetterReply, want error) {
		t.Helper()
		if _, err := p.OrderFromLetter(t.Context(), r); !errors.Is(err, want) {
			t.Errorf("%s: as an order %v, want %v", why, err, want)
		}
		r.Text = "为什么？" + r.Text
		if _, err := p.AskLetter(t.Context(), r); !errors.Is(err, want) {
			t.Errorf("%s: as a question %v, want %v", why, err, want)
		}
	}
	f("a letter nobody sent", LetterReply{Letter: "2026-03-03/tea/founder", Line: "new-1", Actor: "老板"}, ErrNone)
	f("a line it does not have", LetterReply{Letter: id, Line: "new-7", Actor: "老板"}, ErrNone)
	f("no line at all", LetterReply{Letter: id, Actor: "老板"}, ErrNone)
	f("nobody who replies", LetterReply{Letter: id, Line: "new-1"}, ErrWrong)
	f("to somebody who is not there", LetterReply{Letter: id, Line: "new-1", Actor: "老板", To: "李雷"}, ErrWrong)
	f("a novel", LetterReply{Letter: id, Line: "new-1", Actor: "老板", Text: strings.Repeat("问", 2001)}, ErrWrong)
	if _, err := p.AskLetter(t.Context(), LetterReply{Letter: id, Line: "new-1", Actor: "老板", Text: " \n"}); !errors.Is(err, ErrWrong) {
		t.Errorf("a question without words: %v", err)
	}
	if len(p.Questions()) != 0 || len(p.Orders()) != 1 || p.Letters()[0].Replies != 0 {
		t.Errorf("what was refused left %d questions, %d orders", len(p.Questions()), len(p.Orders()))
	}
}

func TestAQuestionGoesToWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	p, id, _ := letterSent(t)
	f := func(why, line, to, want, order string) {
		t.Helper()
		before := len(p.Messages())
		q, err := p.AskLetter(t.Context(), LetterReply{Letter: id, Line: line, Text: "到底是哪一批货？", To: to, Actor: "老板"})
		if err != nil || q.To != want || (q.Order != "") != (order != "") {
			t.Errorf("%s: put to %q about %q (%v), want %s", why, q.To, q.Order, err, want)
			return
		}
		m := p.Messages()[0]
		if len(p.Messages()) != before+1 || m.Kind != kindAsked || m.Subject != q.ID || !slices.Equal(m.To, []string{want}) || !strings.Contains(m.Body, "到底是哪一批货") {
			t.Errorf("%s: the message is %+v", why, m)
		}
	}
	f("a line about an order goes to whom the order belongs", "open-1", "", "李然", "yes")
	p.Journal.now = at(evening.Add(time.Minute))
	f("another to whom a new order would go", "new-1", "", "沈予安", "")
	p.Journal.now = at(evening.Add(2 * time.Minute))
	f("or to whom it is put", "open-1", "王芳", "王芳", "yes")
	ids := []string{}
	for _, q := range p.Questions() {
		ids = append(ids, q.ID)
	}
	if !slices.Equal(ids, []string{"Q-20260304-3", "Q-20260304-2", "Q-20260304-1"}) || p.Letters()[0].Replies != 3 {
		t.Errorf("questions %v, %d replies", ids, p.Letters()[0].Replies)
	}
}

// Until it is answered every letter shows a question; the answer is told once.
func TestTheNextLetterTellsWhatBecameOfAQuestion(t *testing.T) {
	t.Parallel()
	p, id, _ := letterSent(t)
	q, err := p.AskLetter(t.Context(), LetterReply{Letter: id, Line: "new-1", Text: "哪一批货？", Actor: "王芳"})
	if err != nil {
		t.Fatal(err)
	}
	night := func(n int) voc.Digest {
		t.Helper()
		if err := turned(t, p, evening.AddDate(0, 0, n)); err != nil {
			t.Fatal(err)
		}
		letter, err := p.Letter(t.Context(), voc.LetterID(evening.AddDate(0, 0, n).Format(time.DateOnly), "tea", "founder"))
		if err != nil {
			t.Fatal(err)
		}
		return letter
	}
	told := func(d voc.Digest) string {
		for _, s := range d.Sections {
			if s.Name == "asked" {
				text, _ := json.Marshal(s)
				return string(text)
			}
		}
		return ""
	}
	for n := 1; n <= 2; n++ {
		if got := told(night(n)); !strings.Contains(got, "哪一批货") || !strings.Contains(got, "沈予安") {
			t.Errorf("night %d tells %s; want the question and whose turn it is", n, got)
		}
	}
	p.Journal.now = at(evening.AddDate(0, 0, 2).Add(time.Hour))
	if _, err := p.AnswerQuestion(t.Context(), q.ID, "供应商三月二号那一批", "沈予安"); err != nil {
		t.Fatal(err)
	}
	if m := p.Messages()[0]; m.Kind != kindAnswered || !slices.Equal(m.To, []string{"王芳"}) || !strings.Contains(m.Body, "三月二号那一批") {
		t.Errorf("who asked is told by %+v", m)
	}
	if got := told(night(3)); !strings.Contains(got, "三月二号那一批") {
		t.Errorf("the third night tells %s; want the answer", got)
	}
	if got, err := p.question(q.ID); err != nil || got.ToldAt.IsZero() || got.AnsweredBy != "沈予安" {
		t.Errorf("the question stands at %+v, %v", got, err)
	}
	if got := told(night(4)); got != "" {
		t.Errorf("the fourth night tells %s again", got)
	}
	if _, err := p.AnswerQuestion(t.Context(), q.ID, "说错了", "沈予安"); !errors.Is(err, ErrRefused) {
		t.Errorf("an answer that was told is changed: %v", err)
	}
}

func TestAnAnswerThatCannotBe(t *testing.T) {
	t.Parallel()
	p, id, _ := letterSent(t)
	q, err := p.AskLetter(t.Context(), LetterReply{Letter: id, Line: "new-1", Text: "哪一批货？", Actor: "老板"})
	if err != nil {
		t.Fatal(err)
	}
	f := func(why, id, text, actor string, want error) {
		t.Helper()
		if _, err := p.AnswerQuestion(t.Context(), id, text, actor); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", why, err, want)
		}
	}
	f("no such question", "Q-20200101-1", "是这样", "王芳", ErrNone)
	f("no words", q.ID, " ", "王芳", ErrWrong)
	f("nobody who answers", q.ID, "是这样", "", ErrWrong)
	f("a good one", q.ID, "是这样", "王芳", nil)
	seq := p.Seq()
	f("the same once more changes nothing", q.ID, "是这样", "王芳", nil)
	if p.Seq() != seq {
		t.Error("the same answer was written down twice")
	}
	f("until it is told it may be put better", q.ID, "不是这样", "王芳", nil)
	if got, _ := p.question(q.ID); got.Answer != "不是这样" {
		t.Errorf("the answer is %q", got.Answer)
	}
}

// What nobody understands must not be folded, or a later start would act on half the truth.
func TestEventsOfLettersAndQuestionsFold(t *testing.T) {
	f := func(why string, good bool, subject voc.Subject, kind, data string) {
		t.Helper()
		s := newState()
		if err := s.fold(voc.Event{Seq: 1, Subject: subject, ID: "2026-03-04/tea", Type: kind, Data: []byte(data), At: evening}); (err == nil) != good {
			t.Errorf("%s: %v", why, err)
		}
	}
	f("a letter from before there were audiences", true, voc.SubjectDigest, typeSent, `{"date":"2026-03-04","brand":"tea","title":"日报","sections":null}`)
	f("one of which nothing was kept", true, voc.SubjectDigest, typeSent, "")
	f("one that was passed over", true, voc.SubjectDigest, typeSkipped, `{"why":"empty"}`)
	f("a reader", true, voc.SubjectDigest, typeOpened, `{"line":"new-1"}`)
	f("a letter that is no JSON", false, voc.SubjectDigest, typeSent, `{"title":`)
	f("a type of a newer program", false, voc.SubjectDigest, "recalled", `{}`)
	f("a question that is no JSON", false, subjectQuestion, typeAsked, `[]`)
	f("an answer that is no JSON", false, subjectQuestion, typeAnswered, `"yes"`)
	f("a type of a newer program", false, subjectQuestion, "withdrawn", `{}`)
	s := newState()
	if err := s.fold(voc.Event{Seq: 1, Subject: voc.SubjectDigest, ID: "2026-03-04/tea", Type: typeSent, Data: []byte(`{"title":"日报","lead":"今天很静"}`), At: evening}); err != nil {
		t.Fatal(err)
	}
	r := s.Letters.at("2026-03-04/tea").LetterRecord
	if r.Brand != "tea" || r.Audience != "" || r.Period != voc.PeriodDay || r.Title != "日报" || !r.Due.Equal(evening) || !r.SentAt.Equal(evening) {
		t.Errorf("the old letter is %+v", r)
	}
	if copied := s.clone(); !copied.Letters.sent("2026-03-04/tea") {
		t.Error("a copy of the state has lost the letter")
	}
}
