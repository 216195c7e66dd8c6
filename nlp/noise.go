package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

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
