package nlp

import (
	"cmp"
	"math"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// rankNames are what words of ranking do with the names around them.
var rankNames = []string{"than", "loses", "lacks", "equals", "stays", "beats", "switch", "leave", "rather", "neither", "instead", "prefers", "relative", "far", "matches", "good", "bad"}

// Their numbers.
const (
	rankThan     int32 = iota // A 比 B …
	rankLoses                 // A 不如 B
	rankLacks                 // A 没有 B …
	rankEquals                // A 跟 B 差不多
	rankStays                 // 还是 B …
	rankBeats                 // A 完爆 B
	rankSwitch                // 转到 B
	rankLeave                 // 从 A
	rankRather                // 宁可 … A
	rankNeither               // 也不 … B
	rankInstead               // 与其 … A
	rankPrefers               // 更喜欢 B
	rankRelative              // 比起 B
	rankFar                   // A 跟 B 差远了
	rankMatches               // A 不输 B
	rankGood
	rankBad
)

// somebody is the brand of a side of a comparison that is in no rule: 隔壁, 别家.
const somebody = -1

// rivals are other businesses without a name.
var rivals = wordsOf("隔壁", "别家", "别人家", "其他家", "其它家", "另一家", "其他品牌", "其他牌子", "别的牌子", "别的品牌", "同行", "友商", "竞品", "对面那家", "对面", "楼下那家", "上一家", "外面", "自己做", "自己家做")

// side is one thing a text compares: a place and the brand it names.
type side struct {
	start, end int
	brand      int // in scratch.brands, or somebody
}

// verdicts counts for one text who came off how.
type verdicts struct {
	up, down, even [8]int // by place in scratch.brands
	other          [3]int // the same of the writer's brand that no name stands for
}

// rank fills the role of every brand in s.brands, and gives the role of a brand the text does not
// name. Texts without a word of ranking cost nothing.
func (s *scratch) rank(nameless bool) voc.Role {
	cues := s.by[kindRank]
	if len(s.brands) == 0 && !nameless || !ranks(cues) || len(s.brands) > 8 {
		return voc.RoleNone
	}
	s.findSides()
	if len(s.sides) == 0 {
		return voc.RoleNone
	}
	s.cues = covers(s.cues[:0], cues)
	var v verdicts
	for i, f := range s.cues {
		s.apply(&v, f, i)
	}
	for i := range s.brands {
		s.brands[i].role = role(v.up[i], v.down[i], v.even[i])
	}
	if nameless {
		return role(v.other[0], v.other[1], v.other[2])
	}
	return voc.RoleNone
}

func ranks(cues []found) bool {
	for _, f := range cues {
		if f.id != rankGood && f.id != rankBad {
			return true
		}
	}
	return false
}

func role(up, down, even int) voc.Role {
	switch {
	case up > down:
		return voc.RolePreferred
	case down > up:
		return voc.RoleOutdone
	case even > 0 || up > 0:
		return voc.RoleEqual
	}
	return voc.RoleNone
}

// findSides fills s.sides with what the text may compare, in order.
func (s *scratch) findSides() {
	s.sides = s.sides[:0]
	for i := 0; i < len(s.runes); i++ {
		if n := s.behindAny(i, rivals); n > 0 {
			s.sides = append(s.sides, side{i, i + n, somebody})
			i += n - 1
			continue
		}
		for b := range s.brands {
			if spots := since(s.brands[b].spots, int32(i)); len(spots) > 0 && int(spots[0].start) == i {
				s.sides = append(s.sides, side{i, int(spots[0].end), b})
				break
			}
		}
	}
	s.nameSides()
}

// rankRoom is what ranking needs of a scratch.
type rankRoom struct {
	sides []side
	// Numbers of the first side, of the first of another brand than it, of the first with a name,
	// and of the first with another name than that; −1: none.
	firstSide, secondSide, firstNamed, secondNamed int
}

// nameSides fills the numbers of a rankRoom.
func (s *scratch) nameSides() {
	s.firstSide, s.secondSide, s.firstNamed, s.secondNamed = -1, -1, -1, -1
	for k := range s.sides {
		brand := s.sides[k].brand
		if s.firstSide < 0 {
			s.firstSide = k
		} else if s.secondSide < 0 && brand != s.sides[s.firstSide].brand {
			s.secondSide = k
		}
		if brand == somebody {
			continue
		}
		if s.firstNamed < 0 {
			s.firstNamed = k
		} else if s.secondNamed < 0 && brand != s.sides[s.firstNamed].brand {
			s.secondNamed = k
		}
	}
}

// sideSince gives the number of the first side that begins at rune i or later.
func (s *scratch) sideSince(i int) int {
	n, _ := slices.BinarySearchFunc(s.sides, i, func(d side, at int) int { return cmp.Compare(d.start, at) })
	return n
}

// lookForSide is how many runes may stand between a word of ranking and what it ranks.
const lookForSide = 8

// sideBehind gives the first side that begins at most within runes behind rune i, in its sentence.
func (s *scratch) sideBehind(i, within int) *side {
	k := s.sideSince(i)
	if k == len(s.sides) {
		return nil
	}
	if d := &s.sides[k]; d.start-i <= within && s.sentenceAt(d.start) == s.sentenceAt(max(i-1, 0)) {
		return d
	}
	return nil
}

// sideBefore gives the last side that ends before rune i in its sentence.
func (s *scratch) sideBefore(i int) *side {
	for k := s.sideSince(i) - 1; k >= 0; k-- {
		if d := &s.sides[k]; d.end <= i {
			if s.sentenceAt(d.start) == s.sentenceAt(i) {
				return d
			}
			return nil
		}
	}
	return nil
}

// topic is what the text is about, other than not: the first brand named, or the nameless one.
func (s *scratch) topic(not *side) *side {
	for k := range s.brands {
		if len(s.brands[k].spots) == 0 {
			return &side{brand: k} // the source says whose the post is
		}
	}
	for _, k := range [...]int{s.firstNamed, s.secondNamed} {
		if k >= 0 && (not == nil || s.sides[k].brand != not.brand) {
			return &s.sides[k]
		}
	}
	return nil
}

// better adds that one is better (sign 1) or worse (−1) than two; either may be nil.
func (s *scratch) better(v *verdicts, one, two *side, sign int) {
	if sign == 0 || one != nil && two != nil && one.brand == two.brand {
		return
	}
	v.vote(s, one, sign)
	v.vote(s, two, -sign)
}

// even adds that both are as good.
func (s *scratch) even(v *verdicts, one, two *side) {
	for _, d := range [...]*side{one, two} {
		switch {
		case d == nil:
			v.other[2]++
		case d.brand >= 0:
			v.even[d.brand]++
		}
	}
}

// vote adds to the side's brand; nil is the brand no name stands for.
func (v *verdicts) vote(s *scratch, d *side, sign int) {
	up, down := &v.other[0], &v.other[1]
	if d != nil {
		if d.brand < 0 {
			return
		}
		up, down = &v.up[d.brand], &v.down[d.brand]
	}
	if sign > 0 {
		*up++
	} else {
		*down++
	}
}

// How far, as a logit, coming off better or worse moves a judgement, and how sure it then is at
// least.
const (
	roleShift = 1.2
	roleLeast = 1.0
	// roleUnsaid is what is left of a judgement whose brand was only measured against.
	roleUnsaid = 0.1
)

// ranked is the judgement of a brand that came off better or worse than another, or as well as one whose
// standard it was: 轻衡不比半亩茶田差 says nothing of 半亩茶田.
func (j judgement) ranked(r voc.Role, standard bool, band float64) judgement {
	p := min(max((j.score+1)/2, 1e-6), 1-1e-6)
	logit := math.Log(p / (1 - p))
	switch r {
	case voc.RolePreferred:
		logit = max(logit+roleShift, roleLeast)
	case voc.RoleOutdone:
		logit = min(logit-roleShift, -roleLeast)
	case voc.RoleEqual:
		if !standard {
			return j
		}
		logit *= roleUnsaid
	default:
		return j
	}
	return judge(logit, 0, band)
}
