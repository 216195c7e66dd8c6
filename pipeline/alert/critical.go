package alert

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Grave is what a critical rule must know of a post that may be grave. Named is what the text was
// understood to claim and which of the rule's words it holds: the rule compares, it does not read.
type Grave struct {
	Post      voc.PostID
	At        time.Time // when it was published
	Fetched   time.Time // when it became known
	Sentiment voc.Sentiment
	Severity  int
	Reasons   []string // of its severity, as the analysis names them
	Named     []string // words of the rule that it holds
	Followers int64    // of its author; voc.Unknown
	Topics    []string
}

// matter is what posts about the same thing share: the topic, else what grave it names, else nothing
// but the post itself.
func (g Grave) matter() string {
	for _, names := range [][]string{g.Topics, g.Reasons, g.Named} {
		if len(names) > 0 {
			return names[0]
		}
	}
	return string(g.Post)
}

// grounds are why a post is worth an alert by itself: it names something grave, it is grave as the
// analysis says, or it is negative and very many people will see it. A word alone counts not in a
// post that is glad.
func (g Grave) grounds(r Rule) []string {
	var grounds []string
	if len(g.Named) > 0 && g.Sentiment != voc.Positive {
		grounds = append(grounds, "提到"+g.Named[0])
	}
	if i := slices.IndexFunc(g.Reasons, func(n string) bool { return slices.Contains(r.Words, n) }); i >= 0 && len(g.Named) == 0 {
		grounds = append(grounds, "提到"+g.Reasons[i])
	}
	if r.MinSeverity > 0 && g.Severity >= r.MinSeverity {
		grounds = append(grounds, fmt.Sprintf("严重程度 %d 级", g.Severity))
	}
	if r.MinReach > 0 && g.Sentiment == voc.Negative && g.Followers >= r.MinReach {
		grounds = append(grounds, fmt.Sprintf("发帖人粉丝 %d 以上", g.Followers))
	}
	return grounds
}

// judgeGrave says whether one post is worth an alert by itself, in a bucket that ends at end. The
// spike's Score is the number of grounds. A post that became known later than MaxAge after it was
// published is history, not news.
func judgeGrave(r Rule, g Grave, end time.Time) Sight {
	s := Sight{Spike: voc.Spike{At: end, Hour: 1, Authors: 1}, Key: g.matter(), Post: g.Post, Named: slices.Concat(g.Named, g.Reasons)}
	if len(g.Topics) > 0 {
		s.Topic = g.Topics[0]
	}
	grounds := g.grounds(r)
	s.Score = float64(len(grounds))
	if len(grounds) == 0 {
		s.Reason = "没有需要立刻知道的内容"
		return s
	}
	s.Fired, s.Reason = true, "一条即报："+strings.Join(grounds, "，")
	if age := g.Fetched.Sub(g.At); age > r.MaxAge {
		s.History = true
		s.Reason += fmt.Sprintf("（发布 %s后才采到，只作记录）", lasting(age))
	}
	return s
}

// criticalEye looks at posts one by one. It does not wait for others to join, and remembers nothing.
type criticalEye struct{ rule Rule }

func (e criticalEye) Step(s Seen) []Sight {
	end := s.At.Add(e.rule.Step)
	var sights []Sight
	for _, g := range s.Graves {
		if sight := judgeGrave(e.rule, g, end); sight.Fired {
			sights = append(sights, sight)
		}
	}
	return append(sights, Sight{Spike: voc.Spike{At: end, Hour: len(sights), Reason: "没有需要立刻知道的内容"}})
}

func (e criticalEye) Clone() Eye { return e }
