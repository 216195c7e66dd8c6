package nlp

import "github.com/tingfeng-voc/tingfeng/voc"

// Numbers of noiseNames.
const (
	noiseAdvert = iota
	noiseLottery
	noiseRepost
	noiseEmpty
	noiseRecruit
	noiseBot
	noiseLabels
)

// Points of noise: how many a label takes, in a text, in one that complains, and in one that tells
// what its writer did.
const (
	noisy       = 2
	sold        = 3
	soldTwice   = 4 // one strong word is what people complain of, two are what advertisers write
	soldInStory = 6
)

// noise gives the labels that keep a text out of cleaned counts: enough points of a label's words, or
// a text with nothing said in it. A review that judges the thing it is about is no advert, and who
// tells of a vacancy or a lottery offers none.
func (s *scratch) noise(post *voc.Post) []string {
	var points [noiseLabels]float64
	strong := false
	for i, f := range s.by[kindNoise] {
		if last := s.by[kindNoise][max(i-1, 0)]; i > 0 && last.start == f.start && last.end == f.end && last.id == f.id || inLonger(f, s.by[kindNoise]) {
			continue
		}
		points[f.id] += float64(f.value)
		strong = strong || f.id == noiseAdvert && f.value >= 2
	}
	letters := s.letters()
	s.offered(&points)
	s.excuse(&points, strong)
	var list []string
	rated := post.Rating > 0
	switch {
	case points[noiseRecruit] >= noisy+1 && points[noiseRecruit]+1 >= points[noiseAdvert]:
		list = append(list, voc.NoiseRecruit)
	case points[noiseLottery] >= sold || points[noiseLottery] >= noisy && s.lotteryWord():
		list = append(list, voc.NoiseLottery)
	case points[noiseBot] >= noisy || s.spun(letters):
		if !rated || points[noiseBot] >= soldTwice {
			list = append(list, voc.NoiseBot)
		}
	case !rated && s.offersService() || points[noiseAdvert] >= sold || points[noiseAdvert] >= noisy && strong && (len(s.opinions) < 3 || !rated):
		list = append(list, voc.NoiseAdvert)
	}
	if points[noiseRepost] >= noisy && letters <= 14 || repostOnly(s) {
		list = append(list, voc.NoiseRepost)
	}
	if points[noiseEmpty] >= noisy && letters <= 24 && !rated || points[noiseEmpty] >= noisy && letters <= 16 || s.saysNothing(letters) {
		list = append(list, voc.NoiseEmpty)
	}
	return list
}

// jobs end what a vacancy is for.
var jobs = wordsOf("师傅", "员", "工", "师", "店长", "司机", "前台", "阿姨", "学徒", "会计", "保安", "骑手", "主播", "模特", "技师", "助理", "主管", "实习生", "客服", "厨师", "收银", "合伙人", "代理")

// offered adds points where the shape of a sentence offers work (招会计一名) or draws lots (抽三位).
func (s *scratch) offered(points *[noiseLabels]float64) {
	for i, r := range s.runes {
		switch r {
		case '招', '聘':
			if s.behind(i, "招牌") || s.behind(i, "招呼") || s.behind(i, "招待") || s.behind(i, "招行") || s.behind(i, "招商") || i > 0 && s.runes[i-1] == '应' {
				continue
			}
			for at := i + 1; at < min(len(s.runes), i+9) && !s.ends(at); at++ {
				if s.behindAny(at, jobs) > 0 || s.counts(at) {
					points[noiseRecruit] += 2
					break
				}
			}
		case '抽', '揪':
			if s.behindAny(i+1, drawn) > 0 {
				continue
			}
			for at := i + 1; at < min(len(s.runes), i+5) && !s.ends(at); at++ {
				if s.counts(at) {
					points[noiseLottery] += 2
					break
				}
			}
		}
	}
}

// drawn stand behind 抽 where something was drawn already: 抽中了, 抽了一张.
var drawn = wordsOf("中", "到", "了", "完", "过", "走", "烟", "奖抽")

// counts tells whether a number of people or things stands at rune i: 两名, 3位.
func (s *scratch) counts(i int) bool {
	if digitOf(s.runes[i]) < 0 && s.runes[i] != '十' && s.runes[i] != '若' {
		return false
	}
	for at := i + 1; at < min(len(s.runes), i+4); at++ {
		if s.runes[at] == '名' || isMeasure(s.runes[at]) && s.runes[at] != '次' && s.runes[at] != '块' && s.runes[at] != '天' {
			return true
		}
	}
	return false
}

// excuse takes back the points of a text that complains of noise rather than making it, or tells what
// happened to its writer.
func (s *scratch) excuse(points *[noiseLabels]float64, strong bool) {
	if *points == [noiseLabels]float64{} {
		return
	}
	complains := s.negatives() > 0 || len(s.by[kindImplicit]) > 0
	story := s.tells()
	if complains && (!strong || points[noiseAdvert] < soldTwice) || story && points[noiseAdvert] < soldInStory {
		points[noiseAdvert] = 0 // 满减下来比原价还贵 and 让我加微信退款，然后拉黑 sell nothing
	}
	for _, label := range [...]int{noiseLottery, noiseRecruit} {
		if complains && points[label] < soldTwice || story && points[label] < soldInStory+1 {
			points[label] = 0 // 抽奖中了，门店不认 gives nothing away
		}
	}
	if (story || complains) && points[noiseBot] < soldTwice {
		points[noiseBot] = 0 // 客服永远是自动回复
	}
}

// offers stand before 我 where somebody offers something: 加我, 找我.
var offers = wordsOf("加", "找", "私", "看", "跟着", "关注", "联系", "滴滴", "戳", "填", "同", "信", "报", "帮", "抽", "扫", "助力")

// owned stand behind 我 where a business speaks of itself.
var owned = wordsOf("司", "们组", "们公司", "们店", "们是源头", "们是厂家", "们专业", "们主营", "们承接", "们专注", "带你", "家这款", "主页", "刚刚在", "参与了", "正在使用", "名字", "在某", "头像", "发对比", "拿链接", "领", "报名", "选了", "一个月掉", "正在拼多多")

// tellers are words by which people tell what happened to them or others.
var tellers = wordsOf("他说", "她说", "客服说", "厂家说", "商家说", "店家说", "平台说", "店员说", "师傅说", "我妈", "我爸", "我老公", "同事", "同学", "表弟", "表哥", "朋友", "老板说", "那张", "那家", "贴着", "看到", "看见", "听说", "请问", "问一下", "有没有觉得", "应聘", "面试", "入职", "辞职", "买的", "抽到", "中了", "没中", "没抽", "转了三", "骗", "居然", "结果", "名字", "写得", "没看出", "到底", "说好", "到现在", "的时候", "签合同", "结账", "不让", "黑心", "他们家", "她们家", "比这家", "这家店", "的牌子")

// tells tells whether the writer speaks of what happened rather than to customers.
func (s *scratch) tells() bool {
	for i, r := range s.runes {
		if r == '我' && s.beforeAny(i, offers) == 0 && s.behindAny(i+1, owned) == 0 {
			return true
		}
		if s.behindAny(i, tellers) > 0 || r == '了' && s.measured(i+1) {
			return true
		}
	}
	return false
}

// measured tells whether what stands at rune i says how much of something was had: 领了杯, 等了两天.
func (s *scratch) measured(i int) bool {
	return i < len(s.runes) && (isMeasure(s.runes[i]) || i+1 < len(s.runes) && (chineseDigit(s.runes[i]) > 0 || isDigit(s.runes[i])) && (isMeasure(s.runes[i+1]) || s.runes[i+1] == '天'))
}

// lotteryWord tells whether a word stands in the text that names a lottery by itself.
func (s *scratch) lotteryWord() bool {
	for _, f := range s.by[kindNoise] {
		if f.id == noiseLottery && f.value >= 2 {
			return true
		}
	}
	return false
}

// letters counts what is written in the text, names called and links left out.
func (s *scratch) letters() int {
	n := 0
	for i, r := range s.runes {
		if isHan(r) || r >= 'a' && r <= 'z' || r >= 0xC0 && r < 0x2000 || r >= 0x3040 && r < 0x3100 || r >= 0xAC00 && r < 0xD7A4 {
			if !s.skipped(int(s.bytes[i])) {
				n++
			}
		}
	}
	return n
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

// sayings are what people write to have written something.
var sayings = map[string]bool{
	"顶": true, "沙发": true, "板凳": true, "路过": true, "打卡": true, "签到": true, "第一": true, "第二": true, "第三": true, "前排": true, "占座": true, "占楼": true, "先占楼": true, "冒泡": true, "路过打酱油": true, "打酱油": true, "签到打卡": true, "打卡签到": true, "默认好评": true, "踩踩": true, "无": true, "暂无": true, "略": true, "没啥说的": true, "没什么说的": true, "没什么好说的": true,
	"评论一下": true, "随便写写": true, "嗯": true, "嗯嗯": true, "哦": true, "呃": true, "额": true, "哈": true, "哼": true, "嗷": true, "啊": true, "test": true, "abc": true, "rt": false, "1": true, "66": true, "dd": true, "mark": false, "来了": true, "看看": true, "飘过": true, "留名": true, "水": true, "已阅": true,
}

// saysNothing tells whether the text is a saying, one character again and again, a tag, or no letters
// at all.
func (s *scratch) saysNothing(letters int) bool {
	if letters < 2 && !s.judges() {
		return true
	}
	if letters > 8 || s.judges() && !sayings[s.norm] {
		return false
	}
	first, same := rune(0), true
	for _, r := range s.runes {
		if isHan(r) || isLetter(r) {
			same = same && (first == 0 || r == first)
			first = r
		}
	}
	return same && first != 0 || sayings[s.bareNorm()] || s.onlyTag()
}

// bareNorm is the text without the punctuation at its end.
func (s *scratch) bareNorm() string {
	end := len(s.runes)
	for end > 0 && s.ends(end-1) {
		end--
	}
	return s.slice(0, end)
}

// onlyTag tells whether the text is one hashtag.
func (s *scratch) onlyTag() bool {
	n := len(s.runes)
	return n > 2 && s.runes[0] == '#' && s.runes[n-1] == '#'
}

// Machines repeat themselves: a text of at least spunLetters is spun if less than spunShare of its
// pairs of letters are different ones, and a string of mostTags tags is made by none but them.
const (
	spunLetters = 16
	spunShare   = 0.62
	mostTags    = 5
)

// spun tells whether the text repeats itself as no person does, or is a string of tags.
func (s *scratch) spun(letters int) bool {
	tags := 0
	for _, r := range s.runes {
		if r == '#' {
			tags++
		}
	}
	if tags >= 2*mostTags && letters < 5*tags {
		return true
	}
	if letters < spunLetters || letters > 400 {
		return false
	}
	var seen [64]uint64 // of hashes of pairs
	pairs, different := 0, 0
	before := rune(0)
	for _, r := range s.runes {
		if !isHan(r) && !isLetter(r) && !isDigit(r) {
			continue
		}
		if before != 0 {
			h := (uint32(before)*2654435761 ^ uint32(r)*2246822519) >> 20
			pairs++
			if bit := uint64(1) << (h & 63); seen[h>>6]&bit == 0 {
				seen[h>>6] |= bit
				different++
			}
		}
		before = r
	}
	return float64(different) < spunShare*float64(pairs)
}

// ownWords is how many letters before "//@somebody:" make a repost more than a repost: 同问, 扩散,
// 蹲后续 are fewer.
const ownWords = 6

// repostOnly tells whether nearly everything said was said by somebody before: 扩散//@a:….
func repostOnly(s *scratch) bool {
	switch s.norm {
	case "rt", "转", "转发", "转发了", "已转发":
		return true
	}
	letters, bracket := 0, false
	for i, r := range s.runes {
		switch {
		case r == '/' && i+2 < len(s.runes) && s.runes[i+1] == '/' && s.runes[i+2] == '@':
			return true
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case !bracket && (isHan(r) || isLetter(r)):
			letters++
		}
		if letters > ownWords {
			return false
		}
	}
	return false
}
