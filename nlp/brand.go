package nlp

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// brand is a compiled BrandRule.
type brand struct {
	id    voc.BrandID
	must  int // how many different words must stand in the text
	near  []int32
	regex []*regexp.Regexp
	packs []int32 // nil: all

	ambiguous bool
	context   []string // normalised, for what stands outside the text
}

// seen says where a text names a brand.
type seen struct {
	brand int32
	spots []found // places of its names; empty when only a regex or the source tells
	role  voc.Role
}

func (v *vocabulary) addBrand(id int32, rule *BrandRule, near *nearRules) brand {
	b := brand{id: rule.Brand, must: 0, ambiguous: rule.Ambiguous}
	for _, w := range rule.Context {
		v.add(w, entry{kind: kindBrandContext, id: id})
		b.context = append(b.context, normal.Text(w))
	}
	chinese := slices.ContainsFunc(rule.Any, hasHan)
	for _, w := range rule.Any {
		e := entry{kind: kindBrand, id: id}
		if chinese && !hasHan(w) {
			e.value = 1 // 苹果 is an everyday word, iPhone is not
		}
		for _, short := range rule.Any {
			if short != w && strings.Contains(normal.Text(w), normal.Text(short)) {
				e.value = 1 // 元气森林 is no everyday word, 元气 is
			}
		}
		v.add(w, e)
	}
	musts := map[string]bool{}
	for _, w := range rule.Must {
		w = normal.Text(w)
		if !musts[w] {
			v.add(w, entry{kind: kindBrandMust, id: id, value: float32(b.must)})
			musts[w] = true
			b.must++
		}
	}
	for _, w := range rule.Not {
		masks := float32(0)
		for _, name := range rule.Any {
			if strings.Contains(normal.Text(w), normal.Text(name)) {
				masks = 1
			}
		}
		for _, n := range rule.Near {
			for _, name := range n.Words {
				if strings.Contains(normal.Text(w), normal.Text(name)) {
					masks = 1
				}
			}
		}
		v.add(w, entry{kind: kindBrandNot, id: id, value: masks})
	}
	for i := range rule.Near {
		b.near = append(b.near, near.add(v, &rule.Near[i]))
	}
	for _, re := range rule.Regex {
		b.regex = append(b.regex, regexp.MustCompile(re)) // validated before
	}
	return b
}

// findBrands appends the brands the text speaks of, in the order of the rules. claimed is the
// brand the source says every post is about; it is seen in any case.
func (a *Analyzer) findBrands(dst []seen, s *scratch, post *voc.Post) []seen {
	for i := range a.brands {
		b := &a.brands[i]
		claimed := post.Brand != "" && post.Brand == b.id
		spots, ok := a.findBrand(s, int32(i))
		if b.ambiguous && len(spots) > 0 && !claimed && !a.ofIndustry(b, post) {
			spots = a.meant(s, int32(i), spots)
			ok = len(spots) > 0
		}
		if !ok && !claimed {
			continue
		}
		dst = append(dst, seen{brand: int32(i), spots: spots})
	}
	return dst
}

func (a *Analyzer) findBrand(s *scratch, id int32) ([]found, bool) {
	b := &a.brands[id]
	if !s.brandMust(id, b.must) {
		return nil, false
	}
	masks := s.by[kindBrandNot]
	for _, f := range masks {
		if f.id == id && f.value == 0 {
			return nil, false
		}
	}
	var spots []found
	ok := false
	count := func(f found) {
		for _, m := range since(masks, f.start-longestWord) {
			if m.start > f.start {
				break
			}
			if m.id == id && m.end >= f.end {
				return
			}
		}
		spots, ok = append(spots, f), true
	}
	for _, f := range s.by[kindBrand] {
		if f.id == id && !a.acrossWords(s, f) {
			count(f)
		}
	}
	for _, n := range b.near {
		for _, f := range s.by[kindNearWord] {
			if f.id == n && s.nearFires(f, n, &a.near) {
				count(f)
			}
		}
	}
	for _, re := range b.regex {
		if !ok && re.MatchString(s.norm) {
			ok = true
		}
	}
	slices.SortFunc(spots, func(a, b found) int { return cmp.Compare(a.start, b.start) })
	return spots, ok
}

func (s *scratch) brandMust(id int32, must int) bool {
	if must == 0 {
		return true
	}
	var have uint64
	for _, f := range s.by[kindBrandMust] {
		if f.id == id {
			have |= 1 << (uint(f.value) & 63)
		}
	}
	for i := range must {
		if have&(1<<(uint(i)&63)) == 0 {
			return false
		}
	}
	return true
}

// nearRules numbers every Near of brands and topics, so that the scan can collect their words.
type nearRules struct {
	within  []int32
	atLeast []int
}

func (n *nearRules) add(v *vocabulary, rule *Near) int32 {
	id := int32(len(n.within))
	within := rule.Within
	if within == 0 {
		within = nearWithin
	}
	n.within, n.atLeast = append(n.within, int32(within)), append(n.atLeast, rule.AtLeast)
	for _, w := range rule.Words {
		v.add(w, entry{kind: kindNearWord, id: id})
	}
	for _, w := range rule.With {
		v.add(w, entry{kind: kindNearWith, id: id})
	}
	return id
}

// nearFires tells whether word has one of its companions close by in the same sentence, not
// overlapping it.
func (s *scratch) nearFires(word found, id int32, rules *nearRules) bool {
	within := rules.within[id]
	for _, w := range since(s.by[kindNearWith], word.start-within-longestWord) {
		if w.start > word.end+within {
			break
		}
		if w.id != id {
			continue
		}
		gap := max(w.start-word.end, word.start-w.end)
		if gap < 0 || gap > within {
			continue
		}
		if least := rules.atLeast[id]; least > 0 && s.numberBefore(int(w.start)) < least {
			continue
		}
		if s.sentenceAt(int(w.start)) == s.sentenceAt(int(word.start)) && !s.deniedCompanion(w) {
			return true
		}
	}
	return false
}

// deniedCompanion tells whether what stands right before a companion denies it (没有扯皮); a word that
// begins with a denial itself (没人管) denies nothing of the kind.
func (s *scratch) deniedCompanion(w found) bool {
	if first := s.runes[w.start]; first == '没' || first == '不' || first == '无' || first == '未' {
		return false
	}
	for _, denial := range companionDenials {
		if s.before(int(w.start), denial) {
			return true
		}
	}
	return false
}

// companionDenials stand right before what did not happen.
var companionDenials = []string{"没有", "没", "并未", "未", "从不", "不会", "毫无", "无", "不用", "不再", "没有再", "没再", "没有任何", "没有发生", "没发生", "没有出现", "没出现"}

// numberBefore reads the number that ends before rune i: 27 or 二十七, up to 9999; 0 if none does.
func (s *scratch) numberBefore(i int) int {
	if i > 0 && s.runes[i-1] == '多' || i > 0 && s.runes[i-1] == '来' {
		i--
	}
	from := i
	for from > 0 && i-from < 4 && (isDigit(s.runes[from-1]) || chineseDigit(s.runes[from-1]) >= 0) {
		from--
	}
	sum, last := 0, 0
	for _, r := range s.runes[from:i] {
		switch d := chineseDigit(r); {
		case isDigit(r):
			last = last*10 + int(r-'0')
		case d == 10 || d == 100:
			sum, last = sum+max(last, 1)*d, 0
		default:
			last = d
		}
	}
	return sum + last
}

func chineseDigit(r rune) int {
	switch r {
	case '一':
		return 1
	case '二', '两':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	case '十':
		return 10
	case '百':
		return 100
	}
	return -1
}

func (s *scratch) sentenceAt(i int) int {
	if len(s.clauses) == 0 {
		return 0
	}
	return s.clauses[s.clauseAt(i)].sentence
}
