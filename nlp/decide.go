package nlp

import (
	"math"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What the rules do to the logit that words and characters add up to; see blend.go for that sum.
const (
	scaleRating = 0.45 // a star above or below three; the words of one clear clause outweigh it
	unsaid      = 0.3  // of a verdict that is asked for or supposed rather than given
	meant       = -0.9 // of praise that is none
	doubted     = 1.5  // what praise loses that may be none
	askedFor    = 0.3  // of praise in a text that asks others: 求推荐，哪款好喝
	middling    = 0.2  // of a verdict beside words like 中规中矩
	fading      = 2.5  // how late, with the length of the text, the last four fade
	asking      = 0.55 // least probability that who asks, and judges nothing, takes no side
	// The blend was learned from parts that had seen less than those shipped, and from strange texts
	// beside familiar ones: of the familiar it may be surer.
	surer        = 4.0
	familiarFrom = 0.88
	// Of a few words that say it all, too: measured on chat and reviews of up to fifteen characters.
	surerBrief = 0.6
	briefFrom  = 0.5
	sayingAll  = 0.5  // brevity from which a reproach is all that is said
	short      = 40   // runes from which a text is no longer short
	ironyAlone = 0.2  // probability from which irony is believed without a word of the lists, more in a few words
	ironySure  = 0.45 // and from which it turns praise round
	ironyTold  = 0.3  // the same where words of the lists tell of it
	ironyLong  = 0.1  // least probability for words of the lists to mean it in a long text
	unsure     = 0.6  // logit up to which statistics give way to words that all judge alike
	strong     = 0.5  // and what each of them weighs at least
	byHand     = 1.6  // how fast, in short texts, words weighed by hand take over from statistics
	wished     = 1.0  // logit of a wish without a word of judgement, at most
	damp       = 0.4  // how likely, of what it seems, a text that seems to take no side takes none where its score is far from 0
	mostPull   = 1.2  // how far the unspoken may pull a text without a word of judgement
)

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

// reversed tells whether negation, contrast or a supposition makes the text mean something else
// than its words do; a degree only makes it stronger or weaker.
func (s *scratch) reversed() bool {
	for i := range s.opinions {
		if o := &s.opinions[i]; o.negated || o.base > 0 && s.madeOfDenial(o) {
			return true
		}
	}
	for i := range s.clauses {
		if c := &s.clauses[i]; c.contrast || c.concede || c.irrealis {
			return true
		}
	}
	for _, m := range s.modifiers {
		if m.kind != kindDegree {
			return true
		}
	}
	return false
}

// overruled tells whether the text's grammar alone decides which side it takes: a judgement is denied
// (once or twice), one stands after 但是, or one is granted and its contrary said. Without that, statistics are righter where the two disagree.
func (s *scratch) overruled() bool {
	for i := range s.opinions {
		o := &s.opinions[i]
		if o.denied || o.negated || o.base > 0 && s.deniesWithin(o) {
			return true
		}
	}
	for _, f := range s.cover {
		if f.value == 0 && (denies(s.runes[f.start])) {
			return true
		}
	}
	return s.yields() || slices.ContainsFunc(s.clauses, func(c clause) bool { return c.contrast && !c.mild })
}

// surpasses tells whether praise of the brand whose view it is was raised above another's: 隔壁半亩茶田热情多了.
// Statistics know such words from texts whose writer looks wistfully over the fence.
func (s *scratch) surpasses(view []float64) bool {
	if view == nil {
		return false
	}
	for i := range s.opinions {
		o := &s.opinions[i]
		if o.value > 0 && view[s.clauseAt(int(o.start))] > 0 && s.behindAny(int(o.end), muchMore) > 0 {
			return true
		}
	}
	return false
}

// plainlySaid tells whether statistics hardly take a side of a brand where every word of judgement takes the same, none
// of them faintly: 轻衡排队久. What they make of a name they never met is all they go by then.
func (s *scratch) plainlySaid(logit float64, view []float64) bool {
	if math.Abs(logit) > unsure || len(s.brands) == 0 {
		return false
	}
	var first float32
	for i := range s.opinions {
		value := s.opinions[i].value
		if view != nil {
			value *= s.sided(view, s.clauseAt(int(s.opinions[i].start)))
		}
		switch {
		case value == 0 && view != nil:
		case math.Abs(float64(value)) < strong || value*first < 0:
			return false
		default:
			first = value
		}
	}
	return first != 0
}

// deniesWithin tells whether a word of praise denies a fault: 不难喝, 挑不出毛病; nobody hears the fault in 不错.
func (s *scratch) deniesWithin(o *opinion) bool {
	for at := o.start; at < o.end; at++ {
		if denies(s.runes[at]) && !(at+1 < o.end && s.runes[at+1] == '错') {
			return true
		}
	}
	return false
}

// read fills s.readings: what the learned parts say of the text, or, when several brands are
// spoken of, of the clauses that count for one of them.
func (a *Analyzer) read(s *scratch, view []float64) {
	l, r := a.learned, &s.readings
	chars, features := s.featuresOf(0, len(s.runes))
	said := l.readPolarity(chars, features, s.unmasked(0, len(s.runes)))
	s.praised = said.polarity
	words := s.verdict(view)
	s.features = append(s.features[:0], chars...)
	a.hearLocal(s, chars, view)
	if view != nil {
		said = a.readView(s, view)
	}
	terms := s.blendOf(said, words, view)
	r.logit = l.blended(&terms) * (1 + surer*max(0, float64(said.familiar)-familiarFrom))
	if brief := s.brevity(); brief > 0 && s.outspoken() {
		hand := s.weighed(words, float64(said.polarity), brief)
		if hand*r.logit >= 0 || s.overruled() || s.plainlySaid(r.logit, view) || hand > 0 && s.surpasses(view) {
			r.logit += min(1, byHand*brief) * (hand - r.logit)
		}
	}
	s.features = s.headFeatures(s.features, float32(r.logit))
	l.readHeads(r, s.features)
	l.readSenses(s)
}

// brevity tells how short the text is: 1 for nothing, 0 from as many runes as short says. Three
// Latin letters say as much as one character.
func (s *scratch) brevity() float64 {
	n := 0
	for _, r := range s.runes {
		n++
		if r >= 0x80 {
			n += 2
		}
	}
	return max(0, 1-float64(n)/(3*short))
}

// weighed joins words and characters by hand, for short texts that judge in words we have weighed:
// there the words' order and their modifiers say more than statistics.
func (s *scratch) weighed(words, learned, brief float64) float64 {
	bound, scale := 3.0, 1-0.42*brief
	if s.reversed() {
		bound -= 1.8 * brief
		scale -= 0.53 * brief
	}
	return (0.5+0.4*brief)*words - 0.1 + scale*min(max(learned, -bound), bound)
}

// readView weighs what is said of each clause by how far it counts for one brand.
func (a *Analyzer) readView(s *scratch, view []float64) says {
	var sum says
	var all, seen float32
	for i := range s.clauses {
		c := &s.clauses[i]
		n := float32(math.Sqrt(float64(c.end - c.start)))
		chars, features := s.featuresOf(c.start, c.end)
		said := a.learned.readPolarity(chars, features, s.unmasked(c.start, c.end))
		v := float32(view[i]) * n
		sum.polarity += v * said.polarity
		sum.places += v * said.places
		sum.familiar += max(v, -v) * said.familiar
		sum.worth += v * said.worth
		sum.known += max(v, -v) * said.known
		sum.post += max(v, -v) * said.post
		all += max(v, -v)
		seen += n
	}
	if all == 0 {
		return says{}
	}
	return says{sum.polarity / all, sum.places / all, sum.familiar / all, kindSays{sum.worth / all, sum.known / all, sum.post / all}}
}

// decide brings the rules to the logit of words and characters: irony, what is asked or supposed
// rather than said, stars. Stars inform, the text decides: five stars over angry words stay
// negative, which is how false satisfaction is seen.
func (s *scratch) decide(post *voc.Post, irony, implicit bool) float64 {
	logit := s.readings.logit
	judged := len(s.opinions) > 0
	switch {
	case irony && logit > meant && s.surelyIronic():
		logit = meant - 0.3*max(logit, 0)
	case irony && logit > 0:
		logit -= doubted
	case s.reproaches() && s.brevity() > sayingAll:
		logit = min(logit, meant)
	case s.reproaches():
		logit -= doubted
	}
	// In a long text one such word weighs little.
	brief := min(1, fading*s.brevity())
	if !s.outspoken() && !implicit && s.questions() || s.supposed() {
		logit *= 1 - (1-unsaid)*brief
	} else if logit > 0 && s.asksAround() {
		logit *= 1 - (1-askedFor)*brief
	}
	if len(s.by[kindBland]) > 0 {
		logit *= 1 - (1-middling)*brief
	}
	if post.Rating > 0 {
		if !judged {
			logit *= 0.35
		}
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

// madeOfDenial tells whether a word of judgement is a fault denied: 没话说, 挑不出毛病.
func (s *scratch) madeOfDenial(o *opinion) bool {
	return denies(s.runes[o.start]) || s.behind(int(o.start), "挑不出") || s.before(int(o.end), "都没有")
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
		if !c.irrealis || c.score < 0 && !c.wants {
			return false
		}
		any = true
	}
	return any
}

// plans begin what somebody means to do: 明天去买一杯.
var plans = wordsOf("明天", "后天", "周末", "改天", "下周", "下个月", "回头", "晚点", "待会", "等会", "今晚", "下班")

// wishes tells whether the text does nothing but wish, ask or plan, and judges by no word.
func (s *scratch) wishes() bool {
	if s.brevity() == 0 || s.outspoken() || s.unspoken() || len(s.clauses) == 0 {
		return false
	}
	if s.questions() || len(s.clauses) == 1 && s.behindAny(0, plans) > 0 {
		return true
	}
	return !slices.ContainsFunc(s.clauses, func(c clause) bool { return !c.irrealis })
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
	return slices.ContainsFunc(s.by[kindRhetorical], s.asksInEarnest)
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

// judgement is what the text is judged to be after words, characters and rules.
func (s *scratch) judgement(post *voc.Post, irony bool, band float64) judgement {
	r := &s.readings
	logit := s.decide(post, irony, s.unspoken()) * (1 + surerBrief*max(0, s.brevity()-briefFrom))
	p := 1 / (1 + math.Exp(-logit))
	neutral := float64(r.neutral) * 4 * p * (1 - p) // who takes a side so clearly is not without one
	if s.reproaches() {
		neutral /= 4
	}
	if !s.outspoken() {
		none, up, down := r.unsaid()
		if s.unspoken() {
			none /= 4
		}
		pull := min(max(math.Log((up+0.01)/(down+0.01)), -mostPull), mostPull) * (1 - none)
		if s.questions() && !s.unspoken() {
			pull *= unsaid
			none = max(none, asking)
		}
		logit += pull
		p = 1 / (1 + math.Exp(-logit))
		neutral = max(neutral, none*(damp+(1-damp)*4*p*(1-p)))
	}
	if s.questions() && r.implicit[0] > 0.9 && !s.reproaches() {
		neutral = max(neutral, asking)
	}
	if post.Rating != 0 && post.Rating != 3 {
		neutral /= 4
	}
	if post.Rating == 3 && len(s.opinions) == 0 {
		neutral = max(neutral, asking) // the star of the middle, and no word against it
	}
	if post.Rating == 0 && !irony && r.unspokenSurely() && !(s.outspoken() && s.overruled()) {
		neutral, logit = r.sides()
	}
	if s.wishes() {
		logit = min(max(logit, -wished), wished) // 希望能出个大杯: wishes praise nobody, whoever sends them
	}
	if logit > harm && s.harms(post) {
		logit, neutral = harm, 0
	}
	logit, neutral = s.withLocal(logit, neutral)
	if !s.hedges() {
		band = max(0.5, band-assured)
	}
	s.local.band = band
	return judge(logit, neutral, band)
}

// assured is how much less sure a side must be, to be stated, where nothing in the text asks, supposes
// or stays in the middle: the likelier of the two is then right oftener than neither (on twelve sets,
// nine of them our own test sentences).
const assured = 0.095

// hedges tells whether words of the text take back what it says of good and bad.
func (s *scratch) hedges() bool {
	return s.questions() || s.supposed() || s.asksAround() || len(s.by[kindBland]) > 0
}

// unsaid gives how likely a text without a word of judgement takes no side, a good and a bad one.
func (r *readings) unsaid() (none, up, down float64) {
	rest := 1 - float64(r.implicit[3]) + 1e-6
	return float64(r.implicit[0]) / rest, float64(r.implicit[1]) / rest, float64(r.implicit[2]) / rest
}

// outspoken tells whether our own words of judgement judge the text; the foreign list's alone are
// too often none.
func (s *scratch) outspoken() bool {
	for i := range s.opinions {
		if o := &s.opinions[i]; (o.aspect != signedWord || o.firm) && (o.value > 0.4 || o.value < -0.4) {
			return true
		}
	}
	return false
}

// A text says what it thinks in so many words where its words of judgement weigh spokenWords
// together, and the reading is at least so sure of it.
const (
	spokenLeast = 0.5
	spokenWords = 2.0
)

// implicit tells whether the text takes a side without a word of judgement: 等到花都谢了.
func (s *scratch) implicit(j judgement) bool {
	if j.sentiment == voc.Neutral {
		return false
	}
	sum := float32(0)
	for i := range s.opinions {
		if o := &s.opinions[i]; o.aspect != signedWord {
			sum += max(o.value, -o.value)
		}
	}
	return sum < spokenWords || s.readings.implicit[spokenClass] < spokenLeast || s.readings.unspokenSurely()
}

// unspoken tells whether words of the list of unspoken complaints stand in the text. Praise around
// it (等了一小时也值得) takes it back.
func (s *scratch) unspoken() bool {
	if s.reproaches() {
		return true
	}
	if s.negatives() > 0 {
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
	return s.unspoken() || id != "" || post.Kind == voc.PostReview
}
