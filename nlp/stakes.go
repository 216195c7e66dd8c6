package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

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
