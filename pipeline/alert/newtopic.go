package alert

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// NewTopicRule fires when people begin to speak of something nobody spoke of before.
type NewTopicRule struct {
	MinPosts   int           // about the topic, in the window
	MinAuthors int           // of them different authors
	AtMost     int           // mentions of it in the past looked back on that still make it new
	MinHistory time.Duration // of that past which must have been collected: in the first week everything is new
}

// Validate refuses a rule that could not be evaluated, naming the field and what to write.
func (r NewTopicRule) Validate() error {
	switch {
	case r.MinPosts < 2:
		return refuse("new_topic", "min_posts", r.MinPosts, "write 2 or more: one post is no topic")
	case r.MinAuthors < 0:
		return refuse("new_topic", "min_authors", r.MinAuthors, "write 0 or more")
	case r.AtMost < 0 || r.AtMost >= r.MinPosts:
		return refuse("new_topic", "at_most", r.AtMost, fmt.Sprintf("write 0 or more, but fewer than min_posts (%d)", r.MinPosts))
	case r.MinHistory <= 0:
		return refuse("new_topic", "min_history", r.MinHistory, "write a positive duration, e.g. 336h")
	}
	return nil
}

// TopicCount is how much one topic is spoken of now, and was before.
type TopicCount struct {
	Name    string
	N       int // in the window
	Authors int // in the window
	Before  int // in the past before the window
}

// NewTopic is one topic with what a rule says of it.
type NewTopic struct {
	Name  string
	Spike voc.Spike
}

// Judge gives the topics that are new, most spoken of first. Heard is how much of the past was
// collected; too little of it, and nothing is known to be new.
func (r NewTopicRule) Judge(end time.Time, heard time.Duration, topics []TopicCount) []NewTopic {
	if heard < r.MinHistory {
		return nil
	}
	var found []NewTopic
	for _, c := range topics {
		if c.Name == "" || c.Before > r.AtMost || c.N < r.MinPosts || c.Authors < r.MinAuthors {
			continue
		}
		before := "此前没有人提过"
		if c.Before > 0 {
			before = fmt.Sprintf("此前只有 %d 条", c.Before)
		}
		found = append(found, NewTopic{c.Name, voc.Spike{
			At: end, Hour: c.N, Authors: c.Authors, Score: float64(c.N) / float64(r.MinPosts), Fired: true,
			Reason: fmt.Sprintf("新话题“%s”：%d 人说了 %d 条，%s", c.Name, c.Authors, c.N, before),
		}})
	}
	slices.SortFunc(found, func(a, b NewTopic) int {
		return cmp.Or(-cmp.Compare(a.Spike.Hour, b.Spike.Hour), cmp.Compare(a.Name, b.Name))
	})
	return found
}
