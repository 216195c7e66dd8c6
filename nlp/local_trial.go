package nlp

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// tryLocal measures a head on texts it was not trained on, beside the one in use, and on our own
// sentences it was not trained on, beside none: step by step a row of heads must not drift from what everybody means.
func (a *Analyzer) tryLocal(t *local.Trial, head *local.Head, held, own []localLesson) {
	for i := range held {
		l := &held[i]
		before, after := l.judgedRight(a.opt.Local), l.judgedRight(head)
		switch {
		case after && !before:
			t.Gained++
		case before && !after:
			t.Lost++
		}
		if l.person {
			t.People++
			t.PeopleBefore += count(before)
			t.PeopleAfter += count(after)
		}
	}
	t.Before, t.After = scoreLocal(a.opt.Local, held), scoreLocal(head, held)
	t.OwnBefore, t.OwnAfter = scoreLocal(nil, own), scoreLocal(head, own)
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// moved gives the logit and the probability of neither a text has with a head, nil for none.
func (l *localLesson) moved(head *local.Head) (logit, neither float64) {
	if head == nil {
		return l.Logit, l.Neither
	}
	praise, none := head.Shift(l.Features)
	return local.Move(l.Logit, l.Neither, praise, none)
}

// judgedRight tells whether the verdict with a head is the reader's.
func (l *localLesson) judgedRight(head *local.Head) bool {
	logit, neither := l.moved(head)
	return localClasses[judge(logit, neither, l.band).sentiment] == l.Class
}

func scoreLocal(head *local.Head, lessons []localLesson) local.Scores {
	s := local.Scores{Texts: len(lessons)}
	if len(lessons) == 0 {
		return s
	}
	const least = 1e-4 // a surprise beyond this counts no more
	right, loss := 0, 0.0
	for i := range lessons {
		l := &lessons[i]
		right += count(l.judgedRight(head))
		loss -= math.Log(max(least, local.Odds(l.moved(head))[l.Class]))
	}
	s.Accuracy, s.LogLoss = float64(right)/float64(len(lessons)), loss/float64(len(lessons))
	return s
}

// ownLessons are our own sentences, on everything people write about, half of them held out. The
// other half is learned along with what readers say: it holds the head to what words mean elsewhere,
// where readers who never say "neither", or read one sort of text, would have it forget.
func (a *Analyzer) ownLessons() ([]localLesson, error) {
	manifest := model.Manifest{Name: "own", Tiers: []model.Tier{model.TierOwn}, Sets: []model.Spec{
		{Name: "own", Path: "own:*.csv", Task: model.TaskOwn, Tier: model.TierOwn},
	}}
	sets, err := manifest.Read("")
	if err != nil {
		return nil, err
	}
	s := a.scratches.Get().(*scratch)
	var lessons []localLesson
	for i := range sets {
		text, sentiment := sets[i].Column(sets[i].Text), sets[i].Column("sentiment")
		for _, row := range sets[i].Rows {
			class, ok := localClasses[voc.Sentiment(row[sentiment])]
			if !ok {
				continue
			}
			if l, ok := a.lessonOf(s, &voc.Post{Text: row[text]}); ok {
				l.Class, l.Weight, l.held = class, 1, mix(hash(l.norm))%2 == 0
				lessons = append(lessons, l)
			}
		}
	}
	return lessons, nil
}
