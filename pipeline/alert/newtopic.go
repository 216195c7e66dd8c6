package alert

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TopicTally is how much one topic was spoken of in one bucket.
type TopicTally struct {
	Name    string
	N       int
	Authors int // different authors; posts without author count one each
}

// TopicCount is how much one topic is spoken of now, and was before.
type TopicCount struct {
	Name    string
	N       int // in the window
	Authors int // in the window
	Before  int // in the past before the window
}

// judgeTopics gives an observation of each topic that is new, most spoken of first: people begin to
// speak of what nobody spoke of before. Heard is how much of the past was collected; too little of
// it, and nothing is known to be new.
func judgeTopics(r Rule, end time.Time, heard time.Duration, topics []TopicCount) []Sight {
	if heard < r.MinHistory-r.Step/2 { // half a bucket of rounding
		return nil
	}
	var found []Sight
	for _, c := range topics {
		if c.Name == "" || c.Before > r.AtMost || c.N < r.MinPosts || c.Authors < r.MinAuthors {
			continue
		}
		before := "此前没有人提过"
		if c.Before > 0 {
			before = fmt.Sprintf("此前只有 %d 条", c.Before)
		}
		found = append(found, Sight{Key: c.Name, Topic: c.Name, Spike: voc.Spike{
			At: end, Hour: c.N, Authors: c.Authors, Score: float64(c.N) / float64(r.MinPosts), Fired: true,
			Reason: fmt.Sprintf("新话题“%s”：近 %s %d 人说了 %d 条，%s", c.Name, windowTitle(r.Window), c.Authors, c.N, before),
		}})
	}
	slices.SortFunc(found, func(a, b Sight) int {
		return cmp.Or(-cmp.Compare(a.Hour, b.Hour), cmp.Compare(a.Key, b.Key))
	})
	return found
}

// topicBucket is one bucket of the past: what was spoken of in it, and how much of it was collected.
type topicBucket struct {
	at      time.Time
	topics  []TopicTally
	covered int64 // thousandths
}

// newTopicEye remembers what was spoken of in the window and in the past before it.
type newTopicEye struct {
	rule    Rule
	plans   []Plan
	kept    []topicBucket // the base, then the window
	inBase  int           // of kept
	counts  map[string]TopicCount
	covered [2]int64 // of the base, of the window; thousandths of a bucket
}

func newTopicEyeOf(rule Rule, plans []Plan) *newTopicEye {
	return &newTopicEye{rule: rule, plans: plans, counts: map[string]TopicCount{}}
}

func (e *newTopicEye) Clone() Eye {
	c := *e
	c.kept, c.counts = slices.Clone(e.kept), maps.Clone(e.counts)
	return &c
}

// Step implements Eye.
func (e *newTopicEye) Step(s Seen) []Sight {
	end := s.At.Add(e.rule.Step)
	b := topicBucket{at: s.At, topics: s.Topics, covered: permille(s.Coverage)}
	e.kept = append(e.kept, b)
	e.covered[1] += b.covered
	e.count(b.topics, func(c *TopicCount, t TopicTally) { c.N, c.Authors = c.N+t.N, c.Authors+t.Authors })
	for ; end.Sub(e.kept[e.inBase].at) > e.rule.Window; e.inBase++ {
		old := e.kept[e.inBase]
		e.covered[0], e.covered[1] = e.covered[0]+old.covered, e.covered[1]-old.covered
		e.count(old.topics, func(c *TopicCount, t TopicTally) {
			c.N, c.Authors, c.Before = c.N-t.N, c.Authors-t.Authors, c.Before+t.N
		})
	}
	for e.inBase > 0 && end.Sub(e.kept[0].at) > e.rule.Window+e.rule.Base {
		e.covered[0] -= e.kept[0].covered
		e.count(e.kept[0].topics, func(c *TopicCount, t TopicTally) { c.Before -= t.N })
		e.kept, e.inBase = e.kept[1:], e.inBase-1
	}
	return e.judge(end, s)
}

// count changes what is counted of topics, and forgets those nobody speaks of any more.
func (e *newTopicEye) count(topics []TopicTally, change func(*TopicCount, TopicTally)) {
	for _, t := range topics {
		c := e.counts[t.Name]
		c.Name = t.Name
		if change(&c, t); c.N == 0 && c.Before == 0 {
			delete(e.counts, t.Name)
			continue
		}
		e.counts[t.Name] = c
	}
}

func (e *newTopicEye) judge(end time.Time, s Seen) []Sight {
	calm := Sight{Spike: voc.Spike{At: end, Hour: s.N, Authors: s.Authors, Reason: "没有新话题"}}
	window := float64(e.covered[1]) / 1000 * float64(e.rule.Step) / float64(e.rule.Window)
	if unheard(min(window, s.Coverage), e.rule.MinCoverage) {
		calm.Unknown, calm.Reason = true, "数据不全，不作判断"
		return []Sight{calm}
	}
	past := time.Duration(e.covered[0]) * e.rule.Step / 1000
	if past < e.rule.MinHistory-e.rule.Step/2 {
		calm.Reason = "历史太短，还不知道什么是新的"
		return []Sight{calm}
	}
	var topics []TopicCount
	for _, c := range e.counts {
		if c.N >= e.rule.MinPosts && c.Before <= e.rule.AtMost {
			topics = append(topics, c)
		}
	}
	var sights []Sight
	for _, sight := range judgeTopics(e.rule, end, past, topics) {
		if sight.Spike = expected(e.plans, e.rule.Window, sight.Spike); sight.Fired {
			sights = append(sights, sight)
		}
	}
	return append(sights, calm)
}
