package alert

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// CriticalRule fires on a single post: one that names something grave, or a negative one that very
// many people will see. It does not wait for others to join.
type CriticalRule struct {
	Words       []string      // what may be named: 食物中毒, 召回, 泄露 …; empty: this ground is off
	MinSeverity int           // 1…4, as in voc.Analysis; 0: this ground is off
	MinReach    int64         // followers of the author of a negative post; 0: this ground is off
	MaxAge      time.Duration // an older post was collected late: it is history, not news
}

// Validate refuses a rule that could not be evaluated, naming the field and what to write.
func (r CriticalRule) Validate() error {
	switch {
	case len(r.Words) == 0 && r.MinSeverity == 0 && r.MinReach == 0:
		return refuse("critical", "grounds", "none", "write words, min_severity or min_reach, or it never fires")
	case slices.ContainsFunc(r.Words, func(w string) bool { return strings.TrimSpace(w) == "" }):
		return refuse("critical", "words", fmt.Sprintf("%q", r.Words), "one of them is blank: remove it")
	case r.MinSeverity < 0 || r.MinSeverity > 4:
		return refuse("critical", "min_severity", r.MinSeverity, "write 1 to 4, or 0 to leave severity out; 4 is injury or law")
	case r.MinReach < 0:
		return refuse("critical", "min_reach", r.MinReach, "write a number of followers, e.g. 1000000, or 0 to leave reach out")
	case r.MaxAge <= 0:
		return refuse("critical", "max_age", r.MaxAge, "write a positive duration, e.g. 3h")
	}
	return nil
}

// Grave is what a critical rule must know of a post. Named is what the text was understood to
// claim, denials and jokes already left out: the rule compares words, it does not read.
type Grave struct {
	At        time.Time // when it was published
	Sentiment voc.Sentiment
	Severity  int
	Named     []string
	Followers int64 // of its author; voc.Unknown
}

// Judge says whether one post is worth an alert by itself. Now is when it became known. The
// spike's Score is the number of grounds.
func (r CriticalRule) Judge(g Grave, now time.Time) voc.Spike {
	s := voc.Spike{At: now, Hour: 1, Authors: 1}
	var grounds []string
	if i := slices.IndexFunc(g.Named, func(n string) bool { return slices.Contains(r.Words, n) }); i >= 0 {
		grounds = append(grounds, "提到"+g.Named[i])
	}
	if r.MinSeverity > 0 && g.Severity >= r.MinSeverity {
		grounds = append(grounds, fmt.Sprintf("严重程度 %d 级", g.Severity))
	}
	if r.MinReach > 0 && g.Sentiment == voc.Negative && g.Followers >= r.MinReach {
		grounds = append(grounds, fmt.Sprintf("发帖人粉丝 %d 以上", g.Followers))
	}
	s.Score = float64(len(grounds))
	switch age := now.Sub(g.At); {
	case len(grounds) == 0:
		s.Reason = "没有需要立刻知道的内容"
	case age > r.MaxAge:
		s.Reason = fmt.Sprintf("发布于 %s前，属于补采，不提醒", lasting(age))
	default:
		s.Fired, s.Reason = true, "一条即报："+strings.Join(grounds, "，")
	}
	return s
}
