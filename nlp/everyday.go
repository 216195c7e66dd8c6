package nlp

import (
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/nlp/segment"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// everydayRarity is how rare a word of the dictionary may be that people use for something else than a brand: 小米 16.4,
// 荣耀 16.1, 苹果 14.6, 老板 12.9; 华为, 伊利 and 海尔 are rarer.
const everydayRarity = 16.4

// EverydayName is a name of a brand that is a common word as well, and counts wherever that word stands.
type EverydayName struct {
	Brand voc.BrandID `json:"brand"`
	Name  string      `json:"name"`
}

// EverydayNames gives the names that look like everyday words and are not said to be ambiguous: a brand that is called 小米
// counts every bowl of porridge until its rule says so.
func (a *Analyzer) EverydayNames() []EverydayName {
	dictionary := a.plain
	if dictionary == nil {
		dictionary = a.segmenter
	}
	list := []EverydayName{}
	var room []segment.Token
	for _, rule := range a.opt.Brands {
		if rule.Ambiguous || len(rule.Must) > 0 {
			continue
		}
		for _, name := range rule.Any {
			room = dictionary.Tokens(room[:0], normal.Text(name))
			if len(room) == 1 && room[0].Rarity <= everydayRarity && len([]rune(name)) > 1 {
				list = append(list, EverydayName{rule.Brand, name})
			}
		}
	}
	return list
}
