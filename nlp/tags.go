package nlp

import (
	"cmp"
	"slices"
	"strings"
)

// maskTags are what stands in a text where something personal stood. Nobody wrote them: [手机号] says
// nothing about logging in, and [微信号] is no advert.
var maskTags = map[string]bool{
	"手机号": true, "电话": true, "身份证号": true, "证件号": true, "银行卡号": true,
	"邮箱": true, "车牌号": true, "订单号": true, "微信号": true, "qq号": true, "门牌号": true,
}

// longestTag is the most runes a name in maskTags has.
const longestTag = 4

// markTags fills s.tags with where the text holds one of maskTags.
func (s *scratch) markTags() {
	s.tags = s.tags[:0]
	if strings.IndexByte(s.norm, '[') < 0 {
		return
	}
	for i, r := range s.runes {
		if r != '[' {
			continue
		}
		for end := i + 1; end < len(s.runes) && end <= i+1+longestTag; end++ {
			if s.runes[end] != ']' {
				continue
			}
			if maskTags[s.slice(i+1, end)] {
				s.tags = append(s.tags, found{start: int32(i), end: int32(end + 1)})
			}
			break
		}
	}
}

// inTag tells whether runes [start, end) touch a tag.
func (s *scratch) inTag(start, end int32) bool {
	if len(s.tags) == 0 {
		return false
	}
	n, _ := slices.BinarySearchFunc(s.tags, end, func(t found, at int32) int { return cmp.Compare(t.start, at) })
	return n > 0 && start < s.tags[n-1].end
}

// unmasked gives runes [start, end) without tags, valid until the next call.
func (s *scratch) unmasked(start, end int) []rune {
	if len(s.tags) == 0 {
		return s.runes[start:end]
	}
	s.bare = s.bare[:0]
	for _, t := range s.tags {
		if int(t.end) <= start {
			continue
		}
		if int(t.start) >= end {
			break
		}
		s.bare = append(s.bare, s.runes[start:max(start, int(t.start))]...)
		start = min(end, int(t.end))
	}
	return append(s.bare, s.runes[start:end]...)
}
