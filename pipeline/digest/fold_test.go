package digest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// aboveFold counts what a reader meets before anything else, as a reader would.
func aboveFold(d voc.Digest) int {
	n := utf8.RuneCountInString(d.Title + d.Lead)
	for _, g := range d.Figures {
		n += utf8.RuneCountInString(g.Title + g.Text + g.Before + g.Change)
	}
	for _, s := range d.Sections {
		if s.Name == "asked" || s.Name == "new" || s.Name == "worse" {
			n += utf8.RuneCountInString(s.Title)
			for _, l := range s.Lines {
				n += utf8.RuneCountInString(l.Text)
			}
		}
	}
	return n
}

// Whatever a day brings: no more than 600 characters stand above the fold, nothing is lost, and what is
// moved down is counted.
func TestNothingOverflowsTheFoldAndNothingIsLost(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for range 300 {
		f := busyWeek()
		f.topics = nil
		for i := range r.IntN(14) {
			name := fmt.Sprintf("题目-%d%s", i, strings.Repeat("长", r.IntN(30)))
			x := topic{name: name, n: 5 + r.IntN(40), recent: r.IntN(2) == 0, store: "人民广场店", storeN: 4, named: 5}
			f.topics = append(f.topics, x)
		}
		f.questions = nil
		for i := range r.IntN(6) {
			f.questions = append(f.questions, voc.Question{
				ID: fmt.Sprint(i), Text: strings.Repeat("为什么", 1+r.IntN(40)), To: "王芳", AskedAt: f.now.Add(-day), Answer: strings.Repeat("查过了。", r.IntN(60)),
				AnsweredBy: "王芳", AnsweredAt: f.now.Add(-day / 4),
			})
		}
		d := compose(f)
		if n := aboveFold(d); n > foldRunes {
			t.Fatalf("%d characters above the fold", n)
		}
		told := 0
		for _, name := range []string{"asked", "new", "worse", "more"} {
			for _, l := range sectionOf(d, name) {
				if l.Query != queryFold {
					told++
				}
			}
		}
		if want := len(f.questions) + len(f.freshTopics()) + len(f.risenTopics()); told != want {
			t.Fatalf("%d lines are told of %d", told, want)
		}
		if more := sectionOf(d, "more"); len(more) > 0 && !strings.Contains(strings.Join(append(append(lines(d, "asked"), lines(d, "new")...), lines(d, "worse")...), ""), fmt.Sprintf("还有 %d 件", len(more))) {
			t.Fatalf("%d lines stand further down, and nobody says so", len(more))
		}
		if _, dropped := Verify(d, ledgerOf(f)); len(dropped) > 0 {
			t.Fatalf("dropped %+v", dropped)
		}
	}
}

func TestEachAudienceReadsWhatItAnswersFor(t *testing.T) {
	for kind, want := range sectionsOf {
		f := busyWeek()
		f.audience.Kind = kind
		f.shops = []shopDay{{id: "sh-people", n: 30, negative: 26, was: 7}}
		f.aspects = []aspectDay{{name: "口味", negative: 12, positive: 40}}
		d, dropped := Verify(compose(f), ledgerOf(f))
		if len(dropped) > 0 {
			t.Errorf("%s: dropped %+v", kind, dropped)
		}
		at := -1
		for _, s := range d.Sections {
			next := slices.Index(want, s.Name)
			if next <= at {
				t.Errorf("%s: section %s stands where it does not belong", kind, s.Name)
			}
			at = next
		}
	}
	f := busyWeek()
	f.audience.Kind, f.shops = voc.AudienceRegion, []shopDay{{id: "sh-people", n: 30, negative: 26, was: 7}}
	if got := lines(compose(f), "shops"); len(got) != 1 || got[0] != "人民广场店：30 条里负面 26 条，上周同日 7 条。" {
		t.Errorf("a region's shops: %q", got)
	}
}

func TestWhatWasAskedIsAnsweredOrStillSomebodysTurn(t *testing.T) {
	ask := voc.Question{ID: "1", Text: "为什么总等 40 分钟？", Asker: "林一舟", AskedAt: at("2026-01-30", "22:00")}
	with := func(change func(*voc.Question)) voc.Question {
		q := ask
		change(&q)
		return q
	}
	for _, c := range []struct {
		why, want string
		q         voc.Question
	}{
		{"answered", "“为什么总等 40 分钟？”——赵敏答（今天 10:20）：“周六加了 1 班。”", with(func(q *voc.Question) {
			q.Answer, q.AnsweredBy, q.AnsweredAt = "周六加了 1 班。", "赵敏", at(tonight, "10:20")
		})},
		{"answered the night before", "“为什么总等 40 分钟？”——赵敏答（1月30日 23:05）：“在查。”", with(func(q *voc.Question) {
			q.Answer, q.AnsweredBy, q.AnsweredAt = "在查。", "赵敏", at("2026-01-30", "23:05")
		})},
		{"somebody's turn", "“为什么总等 40 分钟？”——还在等赵敏答复，已 23 小时。", with(func(q *voc.Question) { q.To = "赵敏" })},
		{"nobody's turn", "“为什么总等 40 分钟？”——还没有人答，已 23 小时。", ask},
		{"an order", "“为什么总等 40 分钟？”——已开成工单：还没有人认领；提问至今 23 小时。", with(func(q *voc.Question) { q.Order = "WO-20260131-0002" })},
		{"an order one may not see", "“为什么总等 40 分钟？”——还没有人答，已 23 小时。", with(func(q *voc.Question) { q.Order = "WO-9" })},
	} {
		f := saturday()
		f.questions = []voc.Question{c.q}
		d, dropped := Verify(compose(f), ledgerOf(f))
		if got := lines(d, "asked"); len(got) != 1 || got[0] != c.want || len(dropped) > 0 {
			t.Errorf("%s: %q, want %q; dropped %+v", c.why, got, c.want, dropped)
		}
	}
}
