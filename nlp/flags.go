package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// How likely a text must be to insult people, or to advertise, before the learned heads alone flag
// it. In a text with a rating, which somebody wrote about something they bought, and in one that
// complains, more.
const (
	offendsLeast = 0.55
	offendsMore  = 0.8 // where insults are reported, or the text rates what it is about
	neverOffends = 1.1 // where the text tells of abuse, and insults nobody itself
	sellsLeast   = 0.45
	sellsRated   = 0.9 // where somebody rates, complains or tells what happened
)

// learnedFlags adds to what the lists found what the learned heads see: insults without a word of
// the list, and advertising of trades whose words it does not know.
func (s *scratch) learnedFlags(an *voc.Analysis, post *voc.Post) {
	r := &s.readings
	least := float32(offendsLeast)
	if post.Rating > 0 || !an.Offensive && len(s.by[kindOffence]) > 0 && an.Odds.Offensive == 0 {
		least = offendsMore
	}
	if !an.Offensive && s.reportsAbuse() {
		least = neverOffends
	}
	if an.Odds.Offensive = max(an.Odds.Offensive, round(r.offends)); an.Offensive || r.offends >= least {
		an.Offensive, an.Odds.Offensive = true, max(an.Odds.Offensive, 0.5)
	} else {
		an.Odds.Offensive = min(an.Odds.Offensive, 0.49)
	}
	least = sellsLeast
	if post.Rating > 0 || s.negatives() > 0 && r.logit < -1 {
		least = sellsRated
	}
	if r.sells < least || len(an.Noise) > 0 || r.sells < sellsRated && s.tells() {
		return
	}
	an.Noise = []string{voc.NoiseAdvert}
}

// abused are words by which people tell that somebody insulted somebody: the other side spoke so.
var abused = wordsOf("骂人", "骂我", "骂了我", "骂顾客", "骂客人", "骂学员", "骂街", "骂骂咧咧", "骂脏话", "说脏话", "讲脏话", "爆粗口", "辱骂", "挨骂", "被骂", "被司机骂", "骂孩子", "骂老人", "骂他们", "人身攻击", "出口成脏", "口吐芬芳", "出言不逊")

func (s *scratch) reportsAbuse() bool {
	for i, r := range s.runes {
		switch r {
		case '骂', '说', '讲', '爆', '辱', '挨', '被', '人', '出', '口':
			if s.behindAny(i, abused) > 0 {
				return true
			}
		}
	}
	return false
}

// sureOfIrony is how often a text that was flagged as ironic is, measured on our own test sentences.
const sureOfIrony = 0.7

// mostUnflagged is the most that is stated of a flag that is not set: likelier ones are.
const mostUnflagged = 0.49

// flagOdds gives how likely it is that a text is ironic, on the side of one half that the flag is on, and
// that it takes a side without a word of judgement, as it was learned. One that takes a side in words is
// unspoken only as far as those may be none.
func (r *readings) flagOdds(an *voc.Analysis) (ironic, unspoken float64) {
	ironic, unspoken = float64(r.irony), float64(1-r.implicit[0])
	if an.Irony {
		ironic = max(ironic, sureOfIrony)
	} else {
		ironic = min(ironic, mostUnflagged)
	}
	if !an.Implicit && an.Sentiment != voc.Neutral {
		unspoken = min(float64(r.implicit[1]+r.implicit[2]), mostUnflagged)
	}
	return round(ironic), round(unspoken)
}
