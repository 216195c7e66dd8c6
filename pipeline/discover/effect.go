package discover

import (
	"github.com/tingfeng-voc/tingfeng/voc"
)

// samples is how many mentions an effect shows.
const samples = 8

// Compare tells what differs between the mentions as they are and as they would be; both lists hold
// the same posts in the same order, those of one brand.
func Compare(before, after []voc.Mention, topic string) voc.Effect {
	e := voc.Effect{Posts: len(before), Examples: []voc.Sample{}}
	for i := range before {
		a, b := &before[i].Analysis, &after[i].Analysis
		count(&e.Topic, holds(a.Topics, topic), holds(b.Topics, topic))
		count(&e.Negative, a.Sentiment == voc.Negative, b.Sentiment == voc.Negative)
		count(&e.Positive, a.Sentiment == voc.Positive, b.Sentiment == voc.Positive)
		count(&e.Complaints, a.Complaint, b.Complaint)
		count(&e.Grave, a.Severity >= 3, b.Severity >= 3)
		gained, lost := without(b.Topics, a.Topics), without(a.Topics, b.Topics)
		if a.Sentiment == b.Sentiment && a.Complaint == b.Complaint && a.Severity == b.Severity && len(gained)+len(lost) == 0 {
			continue
		}
		e.Changed++
		if len(e.Examples) < samples {
			e.Examples = append(e.Examples, voc.Sample{
				Post: before[i].Post.ID, Text: before[i].Post.Body(), Before: a.Sentiment, After: b.Sentiment, Gained: gained, Lost: lost,
			})
		}
	}
	return e
}

func count(c *voc.Change, before, after bool) {
	if before {
		c.Before++
	}
	if after {
		c.After++
	}
}

func holds(list []string, one string) bool {
	if one == "" {
		return false
	}
	for _, x := range list {
		if x == one {
			return true
		}
	}
	return false
}

// without gives what is in a and not in b; an empty list, not nil.
func without(a, b []string) []string {
	left := []string{}
	for _, x := range a {
		if !holds(b, x) {
			left = append(left, x)
		}
	}
	return left
}
