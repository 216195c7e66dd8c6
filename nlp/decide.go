package nlp

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// How the parts of a verdict add up to a logit. The numbers were found on the tenth of public
// review sets (hotel, waimai, shopping, weibo) that the model was not trained on; TestAccuracy
// prints what they give.
const (
	scaleWords    = 0.5  // of the words' sum in a long text
	scaleWordsBit = 0.4  // more in a short one, where each word was weighed by somebody
	biasWords     = -0.1 // people write more when they complain, and plainer
	scaleModel    = 1.0  // of the character model's logit in a long text
	scaleModelBit = 0.35 // less in a short one
	scaleModelFar = 0.5  // and less again where negation or contrast decides: it cannot read them
	aloneModel    = 0.65 // of it where no word judges: it then rests on style alone
	aloneModelBit = 0.5  // less in a short text
	boundModel    = 3.0  // the model says at most this: rules must be able to overrule it
	boundModelFar = 1.8  // less in a short text where negation or contrast decides
	scaleRating   = 0.45 // a star above or below three; the words of one clear clause outweigh it
	weighImplicit = -1.4
	unsaid        = 0.3  // of a verdict that is asked for or supposed rather than given
	meant         = -0.9 // of praise that is none
	askedFor      = 0.35 // of praise in a text that asks others: 求推荐，哪款好喝
	middling      = 0.25 // of a verdict beside words like 中规中矩
	short         = 40   // runes from which a text is no longer short
)

// logit sums the words of the text up from one brand's side.
func (s *scratch) logit(view []float64) float64 {
	return s.verdict(view)
}

// turned tells whether negation, degree, contrast or a supposition makes the text mean something
// else than its words do.
func (s *scratch) turned() bool {
	for i := range s.opinions {
		// 不难喝 is one word of praise to the lexicon, and blame to the characters.
		if o := &s.opinions[i]; o.negated || o.from < o.start || o.base > 0 && denies(s.runes[o.start]) {
			return true
		}
	}
	for i := range s.clauses {
		if c := &s.clauses[i]; c.contrast || c.concede || c.irrealis {
			return true
		}
	}
	return false
}

// learned gives what the character model says of the text: of all of it, or, when several brands
// are spoken of, of the clauses that count for one of them.
func (a *Analyzer) learned(s *scratch, view []float64) float64 {
	if view == nil {
		return a.model.Logit(s.unmasked(0, len(s.runes)))
	}
	sum, all := 0.0, 0.0
	for i := range s.clauses {
		c := &s.clauses[i]
		n := math.Sqrt(float64(c.end - c.start))
		sum += view[i] * n * a.model.Logit(s.unmasked(c.start, c.end))
		all += n * math.Abs(view[i])
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// decide joins words, characters, stars, irony and unspoken complaint into one logit for praise.
// Stars inform, the text decides: five stars over angry words stay negative, which is how false
// satisfaction is seen.
func (s *scratch) decide(post *voc.Post, logit, learned float64, irony, implicit bool) float64 {
	brevity := max(0, 1-float64(len(s.runes))/short)
	judged := len(s.opinions) > 0
	bound, scale := boundModel, scaleModel-scaleModelBit*brevity
	if judged && s.turned() {
		bound -= boundModelFar * brevity
		scale -= scaleModelFar * brevity
	}
	learned = min(max(learned, -bound), bound)
	if judged {
		logit = (scaleWords+scaleWordsBit*brevity)*logit + biasWords + scale*learned
	} else {
		logit += (aloneModel - aloneModelBit*brevity) * learned
	}
	if implicit {
		logit += weighImplicit
	}
	if irony && logit > meant {
		logit = meant - 0.3*max(logit, 0)
	}
	if !judged && !implicit && s.questions() || s.supposed() {
		logit *= unsaid
	} else if logit > 0 && s.asksAround() {
		logit *= askedFor
	}
	if len(s.by[kindBland]) > 0 {
		logit *= middling
	}
	if post.Rating > 0 {
		stars := scaleRating * (post.Rating - 3)
		if !judged {
			stars *= 2 // little else to go by
		}
		logit += stars
	}
	return logit
}

// asksAround tells whether the writer asks others for their judgement and gives no bad one.
func (s *scratch) asksAround() bool {
	for _, f := range s.by[kindIntent] {
		if intentNames[f.id] == "question" {
			return s.negatives() == 0
		}
	}
	return false
}

func denies(r rune) bool { return r == '不' || r == '没' || r == '无' }

// supposed tells whether all the text's praise stands in wishes and suppositions.
func (s *scratch) supposed() bool {
	any := false
	for i := range s.clauses {
		c := &s.clauses[i]
		if c.bare {
			continue
		}
		if !c.irrealis || c.score < 0 {
			return false
		}
		any = true
	}
	return any
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
