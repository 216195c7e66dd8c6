package llm

import "github.com/tingfeng-voc/tingfeng/voc"

// Why a mention is read a second time.
const (
	WantedDoubt    = "doubt"    // the sentiment is unsure
	WantedIrony    = "irony"    // perhaps meant the other way round
	WantedImplicit = "implicit" // perhaps judges without a word of judgement
	WantedSeverity = "severity" // called grave, without much certainty
	WantedReach    = "reach"    // many people see it
)

// Odds between these are no answer: the label could as well be the other one. The store's question
// for unread mentions uses the same bounds.
const (
	unsureFrom = 0.35
	unsureTo   = 0.65
)

// grave is the severity from which on being wrong is dear.
const grave = 3

// Wanted tells whether a mention is worth asking about, and why. What is labelled as noise never
// is.
func Wanted(m *voc.Mention, o Options) (bool, string) {
	a := &m.Analysis
	switch {
	case len(a.Noise) > 0 || m.Post.Text == "" && m.Post.Title == "":
		return false, ""
	case a.Severity >= grave && a.Odds.Severity < o.Doubt:
		return true, WantedSeverity
	case a.Probability < o.Doubt:
		return true, WantedDoubt
	case unsure(a.Odds.Irony):
		return true, WantedIrony
	case unsure(a.Odds.Implicit):
		return true, WantedImplicit
	case o.Reach > 0 && reach(&m.Post) >= o.Reach:
		return true, WantedReach
	}
	return false, ""
}

func unsure(odds float64) bool { return odds >= unsureFrom && odds <= unsureTo }

// reach is how many people have seen a post at least: its writer's followers, or those who did
// something with it. What the site did not tell counts as nobody.
func reach(p *voc.Post) int64 {
	e := p.Engagement
	return max(p.Author.Followers, max(e.Likes, 0)+max(e.Replies, 0)+max(e.Shares, 0))
}
