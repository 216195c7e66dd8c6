package demosite

import (
	"math/rand/v2"
	"strings"
)

// punctuation is somebody's habit with stops and commas.
type punctuation int

const (
	proper   punctuation = iota // as taught
	bare                        // no last stop
	spaced                      // blanks instead of stops
	excited                     // ！！
	wavy                        // ～
	trailing                    // 。。。
	western                     // half-width commas
)

type styleShare struct {
	style punctuation
	share float64
}

var styles = []styleShare{{proper, .46}, {bare, .24}, {spaced, .1}, {excited, .07}, {wavy, .05}, {trailing, .05}, {western, .03}}

// clauses collects a text clause by clause.
type clauses struct {
	b strings.Builder
	r *rand.Rand
}

// add appends a clause after a stop or a comma; after a clause that ends in its own sign, after
// nothing.
func (c *clauses) add(text string, comma float64) {
	if text == "" {
		return
	}
	if c.b.Len() > 0 && !closed(c.b.String()) {
		if chance(c.r, comma) {
			c.b.WriteString("，")
		} else {
			c.b.WriteString("。")
		}
	}
	c.b.WriteString(text)
}

// closed tells whether a text ends in a sign after which no other may stand.
func closed(text string) bool {
	for _, sign := range []string{"？", "！", "。", "，", "：", "?", "!", "～", "]", "】", "#", "\n"} {
		if strings.HasSuffix(text, sign) {
			return true
		}
	}
	return false
}

// finish gives the text its writer's habits.
func finish(r *rand.Rand, text string, who *person, happy bool) string {
	if who.typos && chance(r, .7) {
		text = misspell(r, text)
	}
	last := !closed(text)
	switch who.style {
	case proper:
		if last && chance(r, .8) {
			text += "。"
		}
	case spaced:
		text = strings.TrimSpace(strings.NewReplacer("，", " ", "。", " ").Replace(text))
	case excited:
		text = strings.ReplaceAll(text, "。", "！")
		if last {
			text += strings.Repeat("！", 1+r.IntN(3))
		}
	case wavy:
		if last && happy {
			text += "～"
		}
	case trailing:
		text = strings.ReplaceAll(text, "。", "。。。")
		if last && chance(r, .5) {
			text += "。。"
		}
	case western:
		text = strings.ReplaceAll(text, "，", ",")
	}
	return text
}

// slips are the ways of writing that a hurried thumb or a joker prefers. Words, never single
// characters: a slip must stay readable.
var slips = [][2]string{
	{"再也", "在也"}, {"做的", "做得"}, {"真的", "真滴"}, {"没有", "木有"}, {"什么", "啥"}, {"觉得", "jio得"},
	{"已经", "以经"}, {"喜欢", "稀饭"}, {"这样", "酱紫"}, {"知道", "造"}, {"客服", "客fu"}, {"怎么", "肿么"},
	{"奶茶", "nai茶"}, {"垃圾", "辣鸡"}, {"非常", "灰常"},
}

func misspell(r *rand.Rand, text string) string {
	for _, i := range r.Perm(len(slips)) {
		if strings.Contains(text, slips[i][0]) {
			return strings.Replace(text, slips[i][0], slips[i][1], 1)
		}
	}
	return text
}
