package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// dangerNames are the halves of dangers, and the words that tell whether one happened.
var dangerNames = []string{
	"body", "harm", "gear", "fault", "hot", "blaze", "exit", "blocked", "authority", "deed", "eaten", "foul", "data", "spread", "group", "shut", "money", "cheat",
	"abuse", "loss", "threat", "suppose", "report", "settled", "past", "demand", "relish", "press", "court", "paid", "gone",
}

// Their numbers.
const (
	dangerBody int32 = iota
	dangerHarm
	dangerGear
	dangerFault
	dangerHot
	dangerBlaze
	dangerExit
	dangerBlocked
	dangerAuthority
	dangerDeed
	dangerEaten
	dangerFoul
	dangerData
	dangerSpread
	dangerGroup
	dangerShut
	dangerMoney
	dangerCheat
	dangerAbuse
	dangerLoss
	dangerThreat
	dangerSuppose
	dangerReport
	dangerSettled
	dangerPast
	dangerDemand
	dangerRelish
	dangerPress
	dangerCourt
	dangerPaid
	dangerGone
	dangersAll
)

// Numbers of reasonNames.
const (
	reasonInjury = iota
	reasonFire
	reasonSafety
	reasonLegal
	reasonFood
	reasonLeak
	reasonDiscrimination
	reasonFraud
	reasonRegulator
	reasonMedia
)

// pairs are the halves that make a danger when they stand at most pairWithin runes apart in one
// sentence.
var pairs = [...]struct {
	first, second int32
	reason, level int
}{
	{dangerBody, dangerHarm, reasonInjury, 4},
	{dangerGear, dangerFault, reasonSafety, 4},
	{dangerHot, dangerBlaze, reasonFire, 4},
	{dangerExit, dangerBlocked, reasonSafety, 4},
	{dangerAuthority, dangerDeed, reasonRegulator, 4},
	{dangerAuthority, dangerThreat, reasonRegulator, 3},
	{dangerPress, dangerDeed, reasonMedia, 4},
	{dangerPress, dangerThreat, reasonMedia, 3},
	{dangerCourt, dangerDeed, reasonLegal, 4},
	{dangerCourt, dangerThreat, reasonLegal, 3},
	{dangerEaten, dangerFoul, reasonFood, 3},
	{dangerData, dangerSpread, reasonLeak, 3},
	{dangerGroup, dangerShut, reasonDiscrimination, 3},
	{dangerMoney, dangerCheat, reasonFraud, 3},
	{dangerPaid, dangerGone, reasonFraud, 3},
}

const pairWithin = 10

// peril collects what raises the severity of one text.
type peril struct {
	level   int
	raised  [10]bool
	settled bool // something did happen, and was put right long ago
}

func (p *peril) raise(reason, level int) {
	p.raised[reason] = true
	p.level = max(p.level, level)
}

// stakes gives the severity, 0 none … 4 somebody may be hurt or the law is involved, and what
// raised it. Words of danger count where they are said to have happened to the writer: not denied,
// supposed, asked, demanded, reported of others, settled long ago, or said of how good something is.
func (a *Analyzer) stakes(s *scratch, j judgement, complaint bool) (int, []string) {
	var p peril
	s.sortDangers()
	praised := j.sentiment == voc.Positive && j.probability > 0.6
	if !praised {
		s.dangerWords(&p, j, complaint)
		s.dangerPairs(&p, j)
	} else if s.dangerHas(dangerPast) && s.dangerHas(dangerSettled) {
		p.settled = len(s.by[kindSeverity]) > 0 || s.dangerHas(dangerHarm) || s.dangerHas(dangerFoul)
	}
	for _, t := range s.topics {
		rule := a.topics[t.topic].rule
		if rule.Mood == moodPositive || rule.Mood == moodAny && j.sentiment == voc.Positive || rule.Severity > 2 && !s.happened(t.start, j, false) {
			continue
		}
		if rule.Severity > 2 && s.longAgo(t.start, false) {
			p.settled = true
			continue
		}
		p.level = max(p.level, rule.Severity)
		for id, name := range reasonNames {
			p.raised[id] = p.raised[id] || name == rule.Reason
		}
	}
	if p.level < 3 && !praised {
		s.suspected(&p, j, complaint)
	}
	if p.level == 0 {
		p.level = s.nuisance(&p, j, complaint)
	}
	var list []string
	for id, yes := range p.raised {
		if yes {
			list = append(list, reasonNames[id])
		}
	}
	return p.level, list
}

// suspectedLeast is how likely a grave text must be, of what was learned, for one half of a danger to
// be believed without the other.
const suspectedLeast = 0.3

// halves are what one half of a danger is a reason for: what happened rather than to what.
var halves = [...]struct {
	half          int32
	reason, level int
}{
	{dangerHarm, reasonInjury, 4}, {dangerBlaze, reasonFire, 4}, {dangerFault, reasonSafety, 4}, {dangerFoul, reasonFood, 3},
	{dangerCheat, reasonFraud, 3}, {dangerGone, reasonFraud, 3}, {dangerShut, reasonDiscrimination, 3},
}

// suspected raises p where the text was learned to be grave and holds one half of a danger: what
// customers tell of has more words than any list.
func (s *scratch) suspected(p *peril, j judgement, complaint bool) {
	if r := &s.readings; r.severity[3]+r.severity[4] < suspectedLeast || j.sentiment == voc.Positive || s.dangerHas(dangerSettled) {
		return
	}
	for _, h := range halves {
		if finds := s.dangers[h.half]; len(finds) > 0 && s.happened(finds[0].start, j, false) && !s.mild(finds[0]) {
			p.raise(h.reason, h.level)
			return
		}
	}
}

// sureOfDanger is how often a level that words of danger raised is the right one, measured on our own
// test sentences.
const sureOfDanger = 0.85

// severityOdds gives how sure the level is: as sure as what was learned, and as words of danger are
// where they raised it.
func (s *scratch) severityOdds(level int, raised bool) float64 {
	p := float64(s.readings.severity[level])
	if raised {
		p = max(p, sureOfDanger)
	}
	return round(p)
}

// dangerWords raises p by the words that are dangers by themselves.
func (s *scratch) dangerWords(p *peril, j judgement, complaint bool) {
	for _, f := range s.by[kindSeverity] {
		official := f.id == reasonLegal || f.id == reasonRegulator || f.id == reasonMedia
		if j.sentiment != voc.Negative && !complaint && (f.value < 4 || official) {
			continue
		}
		c := &s.clauses[s.clauseAt(int(f.start))]
		praised := c.score > 0.8 && (j.sentiment != voc.Negative || f.value < 4) // 叫了救护车才救回来 praises nobody
		if praised || s.mild(f) || inLonger(f, s.by[kindSeverity]) || !s.happened(f.start, j, official) {
			continue // 骚扰电话 is no 骚扰
		}
		if s.longAgo(f.start, official) {
			p.settled = true
			continue
		}
		level := int(f.value)
		if f.id == reasonLegal && !s.nearDanger(f, dangerDeed, 2*pairWithin) {
			level = 3 // threatened only
		}
		p.raise(int(f.id), level)
	}
	if j.sentiment != voc.Positive {
		for _, f := range s.by[kindDanger] {
			if f.id == dangerAbuse && s.happened(f.start, j, false) && !s.longAgo(f.start, false) {
				p.raise(reasonDiscrimination, 3)
			}
		}
	}
}

// dangerPairs raises p by halves that stand close to each other.
func (s *scratch) dangerPairs(p *peril, j judgement) {
	finds := s.by[kindDanger]
	for i, f := range finds {
		for _, g := range finds[i+1:] {
			if g.start > f.end+pairWithin {
				break
			}
			if g.start < f.end {
				continue
			}
			for k := range pairs {
				pair := &pairs[k]
				if !(f.id == pair.first && g.id == pair.second || f.id == pair.second && g.id == pair.first) || s.sentenceAt(int(f.start)) != s.sentenceAt(int(g.start)) {
					continue
				}
				official := pair.first == dangerAuthority || pair.first == dangerPress || pair.first == dangerCourt
				if !s.happened(f.start, j, official) || !s.happened(g.start, j, official) || s.mild(f) || s.mild(g) || official && s.before(int(f.start), "在") {
					continue
				}
				if s.longAgo(f.start, official) {
					p.settled = true
					continue
				}
				if pair.level > p.level || !p.raised[pair.reason] {
					p.raise(pair.reason, pair.level)
				}
			}
		}
	}
}

// nuisance gives the severity of a text without danger: 2 where something was lost, 1 for any other
// complaint and for harm that was put right.
func (s *scratch) nuisance(p *peril, j judgement, complaint bool) int {
	bad := complaint || j.sentiment == voc.Negative
	switch {
	case bad && s.dangerHas(dangerLoss) && !s.dangerHas(dangerSettled):
		return 2
	case complaint && j.score < -0.85 && s.readings.severity[1] < 0.6:
		return 2
	case bad, p.settled:
		return 1
	}
	return 0
}

// happened tells whether what stands at rune i is said to have happened, to the writer or to
// somebody at the writer's side. A threat of the law (official) may stand behind a condition.
func (s *scratch) happened(i int32, j judgement, official bool) bool {
	k := s.clauseAt(int(i))
	c := &s.clauses[k]
	if s.negatedBefore(i, c) || s.asked(k, j) {
		return false
	}
	if near := s.lastDanger(dangerSuppose, i); !official && near != nil && int(near.start) >= c.start {
		return false
	}
	if told := s.lastDanger(dangerReport, i); told != nil && len(s.brands) == 0 && s.sentenceAt(int(told.start)) == c.sentence && !s.theSentence(k).personal {
		return false
	}
	for _, f := range since(s.by[kindDanger], i-longestWord) {
		if f.start >= i {
			break
		}
		if s.sentenceAt(int(f.start)) != c.sentence {
			continue
		}
		switch {
		case f.id == dangerSuppose && !official && i-f.end < 8,
			f.id == dangerDemand && int(f.start) >= c.start && i-f.end < 6,
			f.id == dangerRelish && j.sentiment != voc.Negative && i-f.end < 12:
			return false
		}
	}
	return true
}

// asked tells whether the clause is part of a question that is no reproach: 孕妇能喝吗, 骨折了赔多少.
func (s *scratch) asked(k int, j judgement) bool {
	c := &s.clauses[k]
	if sentence := s.theSentence(k); !c.asks && sentence.lastAsk < k || sentence.rhetorical {
		return false
	}
	return j.sentiment != voc.Negative || s.readings.intent[1] > 0.5 || c.asks && s.slice(c.end-1, c.end) == "吗" && s.wonders(c)
}

// longestWondered is how many runes of a clause without end are looked at.
const longestWondered = 400

// wonders tells whether a clause asks what can be: 能喝吗, 会不会过敏.
func (s *scratch) wonders(c *clause) bool {
	for i := max(c.start, c.end-longestWondered); i < c.end; i++ {
		switch s.runes[i] {
		case '能', '会', '可':
			return true
		}
	}
	return false
}

// longAgo tells whether what stands at rune i is past and put right; what the law had to do with
// (official) is past once it is put right.
func (s *scratch) longAgo(i int32, official bool) bool {
	if !s.dangerHas(dangerSettled) {
		return false
	}
	if official {
		return true
	}
	past := s.lastDanger(dangerPast, i+1)
	return past != nil && s.sentenceAt(int(past.start)) == s.sentenceAt(int(i))
}

func (s *scratch) dangerHas(id int32) bool { return len(s.dangers[id]) > 0 }

// nearDanger tells whether a half of a danger stands within runes of f.
func (s *scratch) nearDanger(f found, id, within int32) bool {
	for _, g := range since(s.by[kindDanger], f.start-within) {
		if g.start > f.end+within {
			break
		}
		if g.id == id {
			return true
		}
	}
	return false
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

// besides stand behind a word of danger that is only a place or a person, before is what makes it
// one: 医院旁边的店, 法院门口, 律师朋友.
var besides = wordsOf(
	"旁", "对面", "斜对面", "附近", "门口", "楼下", "隔壁", "后面", "前面", "里面", "往前", "大楼", "大门", "路", "站", "里的", "食堂", "职工", "同事", "朋友", "专业", "毕业", "的人", "体质", "资格", "楼", "上班", "院子", "题材", "中心", "演习", "逃生", "安全法", "科", "部", "膏", "险", "保险", "分", "一口",
)

// nearby stand before a word of danger that is only where something lies: 离电视台近.
var nearby = wordsOf("离", "靠近", "紧邻", "毗邻", "挨着", "路过", "经过")

// mild leaves out words of danger that mean something else where they stand: places and people who
// are only mentioned (医院旁边的店, 记者 in a name), feelings (伤 in 伤心).
func (s *scratch) mild(f found) bool {
	return s.behindAny(int(f.end), besides) > 0 || s.beforeAny(int(f.start), nearby) > 0
}
