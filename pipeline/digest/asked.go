package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	longestQuestion = 60  // runes of a question as it is told
	longestAnswer   = 120 // of an answer
)

func questionQuery(id string) string { return "question/" + id }

// askedTitle is said to whoever asked. Only what was asked of the letter before was asked last night.
func (f *facts) askedTitle() string {
	lately := func(q voc.Question) bool { return q.AskedAt.Before(f.day.AddDate(0, 0, -1)) }
	if slices.ContainsFunc(f.questions, lately) || !f.isToday() {
		return f.say("您问的事", "What you asked")
	}
	return f.say("您昨晚问的事", "What you asked last night")
}

// askedLines tell what became of what readers asked: first what was answered, then what is waited for,
// oldest first.
func askedLines(f *facts) []voc.DigestLine {
	sorted := slices.Clone(f.questions)
	slices.SortStableFunc(sorted, func(a, b voc.Question) int {
		return cmp.Or(cmp.Compare(waiting(a), waiting(b)), a.AskedAt.Compare(b.AskedAt), cmp.Compare(a.ID, b.ID))
	})
	several := slices.ContainsFunc(sorted, func(q voc.Question) bool { return q.Asker != sorted[0].Asker })
	var lines []voc.DigestLine
	for _, q := range sorted {
		text := "“" + shortened(q.Text, longestQuestion) + "”"
		if several {
			text = f.say("%s问：%s", "%s asked: %s", q.Asker, text)
		}
		line := voc.DigestLine{Text: text + f.becameOf(q), Query: questionQuery(q.ID)}
		if _, known := f.order(q.Order); known {
			line.Orders = []string{q.Order}
		}
		lines = append(lines, line)
	}
	return lines
}

func waiting(q voc.Question) int {
	if q.AnsweredAt.IsZero() {
		return 1
	}
	return 0
}

// becameOf says what was answered, or whose turn it is since when.
func (f *facts) becameOf(q voc.Question) string {
	if !q.AnsweredAt.IsZero() {
		answer := "“" + shortened(q.Answer, longestAnswer) + "”"
		return f.say("——%s答（%s）：%s", " – %s answered (%s): %s", q.AnsweredBy, f.when(q.AnsweredAt), answer)
	}
	since := f.age(f.now.Sub(q.AskedAt))
	if o, known := f.order(q.Order); known {
		return f.say("——已开成工单：%s；提问至今 %s。", " – became a work order: %s; asked %s ago.", f.standing(o), since)
	}
	if q.To == "" {
		return f.say("——还没有人答，已 %s。", " – nobody has answered yet, asked %s ago.", since)
	}
	return f.say("——还在等%s答复，已 %s。", " – it is %s's turn, asked %s ago.", q.To, since)
}

// when names a moment as one does on the evening of the letter.
func (f *facts) when(t time.Time) string {
	at := t.In(f.in)
	if at.Format(time.DateOnly) == f.now.In(f.in).Format(time.DateOnly) {
		return f.say("今天 %s", "today %s", f.clock(t))
	}
	return f.moment(at)
}

// shortened is somebody's words on one line, cut at the end of a sentence where they are too long.
func shortened(text string, most int) string {
	return cutTo(strings.Join(strings.Fields(text), " "), most)
}

// enterQuestions lets those lines say when something was asked and answered, and whose words they are.
func (l *Ledger) enterQuestions(f *facts) {
	for _, q := range f.questions {
		l.allow(questionQuery(q.ID), f.age(f.now.Sub(q.AskedAt)), f.when(q.AnsweredAt))
		l.Names = append(l.Names, shortened(q.Text, longestQuestion), shortened(q.Answer, longestAnswer), q.Asker, q.AnsweredBy, q.To)
	}
}
