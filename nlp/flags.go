package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// How likely a text must be to insult people, or to advertise, before the learned heads alone flag
// it. In a text with a rating, which somebody wrote about something they bought, and in one that
// complains, more.
const (
	offendsLeast = 0.55
	offendsMore  = 0.8 // where insults are reported, or the text rates what it is about
	sellsLeast   = 0.5
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
