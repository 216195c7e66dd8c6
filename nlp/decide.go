package nlp

import (
	"github.com/tingfeng-voc/tingfeng/voc"
)

// How the parts of a verdict add up to a logit. The numbers were found on train parts of public
// review sets (hotel, waimai, shopping, weibo); TestAccuracy prints what they give.
const (
	scaleWords    = 0.9  // of the words' sum
	biasWords     = -0.1 // people write more when they complain, and plainer
	scaleRating   = 0.45 // a star above or below three; the words of one clear clause outweigh it
	weighImplicit = -1.4
)

// logit sums the words of the text up from one brand's side.
func (s *scratch) logit(view []float64) float64 {
	return scaleWords * s.verdict(view)
}

// decide joins words, stars, irony and unspoken complaint into one logit for praise. Stars inform,
// words decide: five stars over angry words stay negative, which is how false satisfaction is seen.
func (a *Analyzer) decide(s *scratch, post *voc.Post, logit float64, irony, implicit bool) float64 {
	judged := len(s.opinions) > 0
	if judged {
		logit += biasWords
	}
	if implicit {
		logit += weighImplicit
	}
	if irony && logit > -0.5 {
		logit = -0.5 - 0.5*logit
	}
	if post.Rating > 0 {
		stars := scaleRating * (post.Rating - 3)
		if !judged {
			stars *= 2 // nothing else to go by
		}
		logit += stars
	}
	if !judged && !implicit && s.questions() {
		logit *= 0.3
	}
	return logit
}

// questions tells whether the text asks something.
func (s *scratch) questions() bool {
	if len(s.by[kindQuestion]) > 0 {
		return true
	}
	for i := range s.clauses {
		if s.clauses[i].asks {
			return true
		}
	}
	return false
}

// negatives counts the words that judge badly after negation and degree.
func (s *scratch) negatives() int {
	n := 0
	for i := range s.opinions {
		if s.opinions[i].value < -0.4 {
			n++
		}
	}
	return n
}

// implicit tells whether the text complains without a word of judgement: 等到花都谢了. Praise
// around it (等了一小时也值得) takes it back.
func (s *scratch) implicit(negatives int) bool {
	if len(s.by[kindImplicit]) == 0 || negatives > 0 {
		return false
	}
	for _, f := range s.by[kindImplicit] {
		c := &s.clauses[s.clauseAt(int(f.start))]
		if c.irrealis || polarity(c.score) == voc.Positive || s.negatedBefore(f.start, c) {
			continue
		}
		return true
	}
	return false
}

// complains tells whether somebody should answer: the text is negative (or ironic) about something
// that can be named: a topic, an aspect, a shop, the brand itself; or it is a complaint by its kind.
func (s *scratch) complains(post *voc.Post, an *voc.Analysis, j judgement, id voc.BrandID) bool {
	if post.Kind == voc.PostComplaint {
		return true
	}
	if len(an.Noise) > 0 {
		return false
	}
	for _, t := range s.topics {
		if j.sentiment != voc.Positive && t.topic >= 0 && j.score < 0.2 {
			return true
		}
	}
	if j.sentiment != voc.Negative {
		return false
	}
	for i := range an.Aspects {
		if an.Aspects[i].Sentiment == voc.Negative {
			return true
		}
	}
	for _, f := range s.by[kindIntent] {
		switch intentNames[f.id] {
		case "complaint", "request", "churn":
			return true
		}
	}
	return an.Implicit || id != "" || post.Kind == voc.PostReview
}

// dropHiddenPlaces takes out places inside words of another meaning (好吃 in no place, but 海南鸡饭
// is a dish): a place followed by what makes it a dish or a brand of something is none.
func (s *scratch) dropHiddenPlaces() {
	kept := s.by[kindPlace][:0]
	for _, f := range s.by[kindPlace] {
		if n := len(kept); n > 0 && f.start < kept[n-1].end {
			if f.end > kept[n-1].end && f.start == kept[n-1].start {
				kept[n-1] = f
			}
			continue
		}
		if int(f.end) < len(s.runes) && dishAfterPlace(s.runes[f.end]) {
			continue
		}
		kept = append(kept, f)
	}
	s.by[kindPlace] = kept
}

// dishAfterPlace: 重庆小面, 兰州拉面, 北京烤鸭, 海南鸡饭, 扬州炒饭 tell what is eaten, not where.
func dishAfterPlace(r rune) bool {
	switch r {
	case '拉', '烤', '鸡', '炒', '火', '菜', '米', '面', '粉', '肉', '小', '臭', '热', '酸', '泡', '汤':
		return true
	}
	return false
}
