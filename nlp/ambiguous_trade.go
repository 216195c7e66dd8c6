package nlp

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// ofDevices are parts and faults that no grain, no fruit and no hope has, though several trades call theirs so.
var ofDevices = wordSet("屏幕", "显示屏", "触摸屏", "续航", "电池", "电量", "耗电", "费电", "充电", "充电口", "充电器", "充电线", "快充", "充电慢", "充电快", "充不进电", "掉电快", "信号", "系统", "闪退", "死机",
	"卡顿", "卡死", "黑屏", "花屏", "发烫", "烫手", "掉帧", "刷新率", "分辨率", "像素", "像素低", "摄像头", "麦克风", "音质", "通话质量", "没信号", "信号差", "信号好", "网速", "人脸识别", "指纹", "固件", "处理器",
	"掉漆", "保修", "保修期", "质保", "维修", "返修", "广告多", "系统升级", "语音助手", "充电桩", "隔音", "内饰", "座椅", "操控", "异响", "车机")

// ofKitchens mark what is said of food as well as of the appliances it is made or kept in.
var ofKitchens = []string{"保鲜", "磕碰", "冷藏", "冷冻", "解冻", "串味", "榨", "蒸", "煮", "烤", "炒", "煎", "炖", "泡", "洗", "菜", "饭", "粥", "米", "汁", "吃", "锅", "冰箱", "果", "水分", "味"}

// kitchens are appliances in which the grain and the fruit lie as well.
var kitchens = wordSet("冰箱", "冰柜", "电饭煲", "电饭锅", "高压锅", "压力锅", "空气炸锅", "炸锅", "微波炉", "烤箱", "蒸箱", "破壁机", "榨汁机", "料理机", "豆浆机", "洗碗机", "电磁炉", "炒锅", "电炖锅", "养生壶", "绞肉机", "面包机")

// Words right before an everyday name: what is done to food, and what says whose an appliance is.
var (
	eatenBefore = wordsOf("吃", "吃了", "吃个", "喝", "喝了", "啃", "啃了", "咬", "咬了", "烤", "榨", "榨的", "熬", "熬的", "煮", "煮的", "蒸", "蒸的", "泡", "炒", "削", "剥", "摘", "种", "箱", "袋", "碗", "斤", "筐", "颗", "粒", "两个", "三个", "几个", "一口")
	ownedBefore = wordsOf("是", "买的", "选的", "用的", "换的", "牌子是")
)

func wordSet(list ...string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, w := range list {
		set[w] = true
	}
	return set
}

// inKitchen tells whether the domain word g is an appliance food lies in, and neither follows the name f as
// its goods do (小米电饭煲, 小米的冰箱) nor is said to be of that name (冰箱是小米的).
func (s *scratch) inKitchen(f, g found) bool {
	if !kitchens[s.slice(int(g.start), int(g.end))] {
		return false
	}
	between := int(g.start - f.end)
	return !(between == 0 || between == 1 && s.runes[f.end] == '的' || s.beforeAny(int(f.start), ownedBefore) > 0)
}

// trades says which packs call something by a word, one bit a pack; the last bit stands for all packs beyond.
type trades map[string]uint64

const packBits = 63

// tradesOf reads the words of the packs' aspects and every two runes in them: 装好 in 包装好 tells nothing of a
// trade either.
func tradesOf(packs []Pack) trades {
	t := trades{}
	for i := range packs {
		bit := uint64(1) << min(i, packBits)
		eachWord(&packs[i], func(w string) {
			t[w] |= bit
			pairsOf(w, t, bit)
		})
	}
	return t
}

func eachWord(pack *Pack, do func(word string)) {
	for i := range pack.Aspects {
		aspect := &pack.Aspects[i]
		for _, list := range [...][]string{aspect.Terms, aspect.Positive, aspect.Negative} {
			for _, w := range list {
				do(normal.Text(w))
			}
		}
	}
}

// words are those by which the packs of a brand call the parts and faults of its goods and no other pack
// calls anything (绿线, 底盘), and those of devices (屏幕): they tell that an everyday name means the
// brand, where words any trade shares (价格, 客服, 外观) do not. A brand without packs of its own has none.
func (t trades) words(packs []Pack, mine []string) []string {
	var own uint64
	for i := range packs {
		if slices.Contains(mine, packs[i].Name) {
			own |= 1 << min(i, packBits)
		}
	}
	var words []string
	for i := range packs {
		if !slices.Contains(mine, packs[i].Name) {
			continue
		}
		eachWord(&packs[i], func(w string) {
			if runeLen(w) > 1 && (ofDevices[w] || t[w]&^own == 0 && !ofFood(w)) {
				words = append(words, w)
			}
		})
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// pairsOf marks every two runes that stand together in w.
func pairsOf(w string, t trades, bit uint64) {
	last := -1 // where the rune before began
	for i, r := range w {
		if last >= 0 {
			t[w[last:i+utf8.RuneLen(r)]] |= bit
		}
		last = i
	}
}

func ofFood(w string) bool {
	return slices.ContainsFunc(ofKitchens, func(mark string) bool { return strings.Contains(w, mark) })
}

func hasHan(word string) bool { return strings.IndexFunc(word, isHan) >= 0 }
