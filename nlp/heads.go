package nlp

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The names the lexicon's classes may carry, in the order of precedence where one is needed.
var (
	emotionNames = []string{"angry", "fear", "sad", "surprise", "happy"}
	intentNames  = []string{"promotion", "churn", "request", "complaint", "suggestion", "question", "praise"}
	reasonNames  = []string{"injury", "fire", "safety", "legal", "food", "leak", "discrimination", "fraud", "regulator", "media"}
	noiseNames   = []string{voc.NoiseAdvert, voc.NoiseLottery, voc.NoiseRepost, voc.NoiseEmpty}
)

// emotion gives the feeling with the most words for it that fits the sentiment. A negated feeling
// turns into its opposite: 不开心 is sad, 不生气 is nothing.
func (s *scratch) emotion(j judgement, irony bool) voc.Emotion {
	var points [5]float64
	for _, f := range s.by[kindEmotion] {
		c := &s.clauses[s.clauseAt(int(f.start))]
		name := f.id
		if s.negatedBefore(f.start, c) || f.start > 0 && s.runes[f.start-1] == '不' {
			if emotionNames[name] != "happy" {
				continue
			}
			name = int32(slices.Index(emotionNames, "sad"))
		}
		points[name] += float64(f.value)
	}
	best, most := -1, 0.0
	for i, p := range points {
		switch happy := emotionNames[i] == "happy"; {
		case happy && (j.score < 0 || irony), !happy && emotionNames[i] != "surprise" && j.score > 0.2:
			p *= 0.3 // against the text's own mood a word is a quotation
		}
		if emotionNames[i] == "surprise" {
			p *= 0.6 // 竟然 colours another feeling more often than it is one
		}
		if p > most {
			best, most = i, p
		}
	}
	if best < 0 || most < 0.3 {
		if j.sentiment == voc.Negative && j.score < -0.9 {
			return voc.Angry
		}
		if j.sentiment == voc.Positive && j.score > 0.8 {
			return voc.Happy
		}
		return voc.Calm
	}
	return voc.Emotion(emotionNames[best])
}

// intent gives what the writer wants: the first of intentNames the text shows and its sentiment
// allows.
func (s *scratch) intent(j judgement, noise []string, complaint bool) voc.Intent {
	if slices.Contains(noise, voc.NoiseAdvert) || slices.Contains(noise, voc.NoiseLottery) {
		return voc.IntentPromotion
	}
	var have [7]bool
	for _, f := range s.by[kindIntent] {
		c := &s.clauses[s.clauseAt(int(f.start))]
		if !s.negatedBefore(f.start, c) || intentNames[f.id] == "churn" {
			have[f.id] = true
		}
	}
	asked := false
	for i := range s.clauses {
		asked = asked || s.clauses[i].asks
	}
	for id, name := range intentNames {
		if !have[id] {
			continue
		}
		switch name {
		case "promotion":
			continue // a word of advertising alone is no advert
		case "churn", "request", "complaint":
			if j.sentiment == voc.Positive && j.probability > 0.8 {
				continue
			}
			if name == "complaint" && j.sentiment != voc.Negative {
				continue
			}
		case "suggestion":
			if complaint && j.score < -0.7 {
				return voc.IntentComplaint
			}
		case "question":
			if !asked && len(s.by[kindQuestion]) == 0 || complaint {
				continue
			}
		case "praise":
			if j.sentiment != voc.Positive {
				continue
			}
		}
		return voc.Intent(name)
	}
	switch {
	case complaint:
		return voc.IntentComplaint
	case j.sentiment == voc.Positive:
		return voc.IntentPraise
	case asked && j.sentiment == voc.Neutral:
		return voc.IntentQuestion
	}
	return voc.IntentOther
}

// stakes gives the severity, 0 none … 4 somebody may be hurt or the law is involved, and what
// raised it. Words of danger count where they are said to have happened to the writer: not denied,
// not supposed, not in a clause of praise.
func (a *Analyzer) stakes(s *scratch, j judgement, complaint bool) (int, []string) {
	level := 0
	var raised [10]bool
	for _, f := range s.by[kindSeverity] {
		c := &s.clauses[s.clauseAt(int(f.start))]
		if s.negatedBefore(f.start, c) || c.irrealis && !c.asks && c.score >= 0 || polarity(c.score) == voc.Positive {
			continue
		}
		if j.sentiment == voc.Positive && j.probability > 0.75 {
			continue
		}
		if j.sentiment != voc.Negative && !complaint && f.value < 4 {
			continue
		}
		if s.mild(f) || inLonger(f, s.by[kindSeverity]) {
			continue // 骚扰电话 is no 骚扰
		}
		raised[f.id] = true
		level = max(level, int(f.value))
	}
	for _, t := range s.topics {
		rule := a.topics[t.topic].rule
		if rule.Mood == moodPositive || rule.Mood == moodAny && j.sentiment == voc.Positive {
			continue
		}
		level = max(level, rule.Severity)
		for id, name := range reasonNames {
			raised[id] = raised[id] || name == rule.Reason
		}
	}
	if level == 0 {
		switch {
		case complaint && j.score < -0.85:
			level = 2
		case complaint || j.sentiment == voc.Negative:
			level = 1
		}
	}
	var list []string
	for id, yes := range raised {
		if yes {
			list = append(list, reasonNames[id])
		}
	}
	return level, list
}

// inLonger tells whether one of finds, which are sorted by start, holds f and more.
func inLonger(f found, finds []found) bool {
	for _, g := range since(finds, f.start-longestWord) {
		if g.start > f.start {
			break
		}
		if g.end >= f.end && g.end-g.start > f.end-f.start {
			return true
		}
	}
	return false
}

// mild leaves out words of danger that mean something else where they stand: places and people who
// are only mentioned (医院旁边的店, 记者 in a name), feelings (伤 in 伤心).
func (s *scratch) mild(f found) bool {
	end := int(f.end)
	for _, after := range [...]string{"旁", "对面", "附近", "门口", "楼下", "路", "站", "里的", "食堂", "职工", "同事", "朋友", "专业", "毕业", "的人", "体质"} {
		n := runeLen(after)
		if end+n <= len(s.runes) && s.slice(end, end+n) == after {
			return true
		}
	}
	return false
}

// soldTwice is how many points of advertising it takes beside a complaint: one strong word is what
// people complain of, two are what advertisers write.
const soldTwice = 4

// noise gives the labels that keep a text out of cleaned counts: two points of a label's words, or
// a text with nothing said in it. A review that judges the thing it is about is no advert.
func (s *scratch) noise(post *voc.Post) []string {
	var points [4]float64
	strong := false
	for _, f := range s.by[kindNoise] {
		points[f.id] += float64(f.value)
		strong = strong || f.id == 0 && f.value >= 2
	}
	switch complains := s.negatives() > 0 || len(s.by[kindImplicit]) > 0; {
	case complains && !strong:
		points[0] = 0 // 满减下来比原价还贵 sells nothing
	case complains && points[0] < soldTwice:
		points[0] = 0 // 让我加微信退款，然后拉黑 does not either
	}
	if s.negatives() > 0 && points[1] < soldTwice {
		points[1] = 0 // 抽奖中了，门店不认 gives nothing away
	}
	letters := 0
	for i, r := range s.runes {
		if isHan(r) || r >= 'a' && r <= 'z' || r >= 0xC0 && r < 0x2000 || r >= 0x3040 && r < 0x3100 || r >= 0xAC00 && r < 0xD7A4 {
			if !s.skipped(int(s.bytes[i])) {
				letters++
			}
		}
	}
	var list []string
	if points[0] >= 3 || points[0] >= 2 && (len(s.opinions) < 3 || post.Rating == 0) {
		list = append(list, voc.NoiseAdvert)
	}
	if points[1] >= 2 {
		list = append(list, voc.NoiseLottery)
	}
	if points[2] >= 2 && letters <= 12 || repostOnly(s) {
		list = append(list, voc.NoiseRepost)
	}
	if points[3] >= 2 && letters <= 24 && post.Rating == 0 || points[3] >= 2 && letters <= 16 || letters < 2 && !s.judges() {
		list = append(list, voc.NoiseEmpty)
	}
	return list
}

// judges tells whether a word or sign of judgement stands in the text, outside of names and links.
func (s *scratch) judges() bool {
	for _, f := range s.by[kindOpinion] {
		if !s.skipped(int(s.bytes[f.start])) {
			return true
		}
	}
	return false
}

// ownWords is how many letters before "//@somebody:" make a repost more than a repost: 同问, 扩散,
// 蹲后续 are fewer.
const ownWords = 6

// repostOnly tells whether nearly everything said was said by somebody before: 扩散//@a:….
func repostOnly(s *scratch) bool {
	letters, bracket := 0, false
	for i, r := range s.runes {
		switch {
		case r == '/' && i+2 < len(s.runes) && s.runes[i+1] == '/' && s.runes[i+2] == '@':
			return true
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case !bracket && (isHan(r) || r >= 'a' && r <= 'z'):
			letters++
		}
		if letters > ownWords {
			return false
		}
	}
	return false
}

// ironic tells whether praise is meant as its opposite: a set phrase of mockery, or a mark of it
// ([微笑], 呵呵, “) in a text that praises with one hand and complains with the other, or whose
// rating contradicts its words.
func (s *scratch) ironic(logit float64, negatives int, rating float64) bool {
	marks, sure := 0, 0
	for _, f := range s.by[kindIrony] {
		if f.id == 1 {
			sure++
		} else {
			marks++
		}
	}
	praise := 0
	for i := range s.opinions {
		if s.opinions[i].value > 0.8 {
			praise++
		}
	}
	if marks == 1 {
		negatives -= s.sourSmiles() // a lone smile may be meant: 喝到热奶茶，幸福[微笑]
	}
	complains := negatives > 0 || len(s.by[kindImplicit]) > 0
	switch {
	case sure > 0:
		return complains || rating > 0 && rating <= 2 || s.smiles() || logit <= 0.5
	case marks == 0 || praise == 0:
		return false
	case rating > 0 && rating <= 2 && logit > 0:
		return true
	}
	return complains && s.smiles() || len(s.by[kindImplicit]) > 0 && marks > 1
}

// sourSmiles counts the judgements that are nothing but [微笑].
func (s *scratch) sourSmiles() int {
	n := 0
	for i := range s.opinions {
		if o := &s.opinions[i]; o.value < -0.4 && s.slice(int(o.start), int(o.end)) == "[微笑]" {
			n++
		}
	}
	return n
}

// smiles tells whether the text holds the smile that in Chinese chats means anything but.
func (s *scratch) smiles() bool {
	for i := 0; i+3 < len(s.runes); i++ {
		if s.runes[i] == '🙂' || s.runes[i] == '🙃' || s.runes[i] == '[' && s.runes[i+1] == '微' && s.runes[i+2] == '笑' && s.runes[i+3] == ']' {
			return true
		}
	}
	n := len(s.runes)
	return n > 0 && (s.runes[n-1] == '🙂' || s.runes[n-1] == '🙃')
}
