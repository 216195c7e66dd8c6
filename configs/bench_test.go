package configs

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// phrases are what the posts of the benchmarks are made of: of all packs, for and against, plain
// and coloured, with the signs people write.
var phrases = strings.Fields(`
等了一个小时还没上菜 服务员态度很差 不会再来了 味道不错 就是有点贵 环境干净 排队太久 分量足 菜凉了才端上来 老板人很好 停车方便 性价比高 喝出一根头发 奶茶太甜 找客服没人理
客服半天才回 物流很快 包装破了 和图片不一样 退款拖了一周 质量一般 穿两次就开线 卖家赠了小礼物 尺码偏小 颜色很正 房间有烟味 床很舒服 隔音太差 早餐种类多 前台办入住排了四十分钟 离地铁站五分钟
油耗比想象的低 后排有点挤 提速很肉 售后推来推去 车机老是断连 刹车有异响 内饰做工扎实 闪退好几次 更新以后更卡 登录不上去 广告太多 界面清爽 验证码收不到 充值没到账 电池不耐用 拍照清楚
发热严重 屏幕有坏点 手续费莫名其妙扣了 柜台只开一个窗口 贷款批得快 信用卡额度降了 敷完脸上发红 保湿效果好 味道刺鼻 朋友推荐来的 第二次买了 孩子很喜欢 但是价格涨了 不过还能接受 真的很失望 推荐
一般般吧 下次还来 哪里可以买到 什么时候补货 希望改进 我要投诉 真是绝了[微笑] 哈哈哈 😡😡 👍 说好的三天到 结果等了十天 有没有人管 踩雷了 惊喜 比隔壁那家难喝 除了贵没毛病 周末人很多 位置不好找`)

// benchPosts gives posts of about so many characters, no two alike.
func benchPosts(characters int) []voc.Post {
	rng := rand.New(rand.NewPCG(uint64(characters), 1))
	posts := make([]voc.Post, 2000)
	for i := range posts {
		var text []rune
		for len(text) < characters {
			if len(text) > 0 {
				text = append(text, []rune("，。，！ ，")[rng.IntN(6)])
			}
			text = append(text, []rune(phrases[rng.IntN(len(phrases))])...)
		}
		posts[i].Text = string(text[:characters])
	}
	return posts
}

func standardAnalyzer(b *testing.B) *nlp.Analyzer {
	b.Helper()
	c, err := Standard()
	if err != nil {
		b.Fatal(err)
	}
	a, err := nlp.New(c.NLP)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// BenchmarkAnalyze understands posts with everything the binary brings along, a hundred at a time,
// at the lengths its speed is compared with others' at.
func BenchmarkAnalyze(b *testing.B) {
	a := standardAnalyzer(b)
	for _, characters := range []int{25, 58, 107, 343} {
		b.Run(fmt.Sprint(characters), func(b *testing.B) {
			posts := benchPosts(characters)
			bytes := 0
			for i := range posts {
				bytes += len(posts[i].Text)
			}
			if n := utf8.RuneCountInString(posts[0].Text); n != characters {
				b.Fatalf("a post has %d characters, not %d", n, characters)
			}
			const batch = 100
			b.SetBytes(int64(bytes * batch / len(posts)))
			b.ReportAllocs()
			at := 0
			for b.Loop() {
				a.Analyze(posts[at : at+batch])
				at = (at + batch) % len(posts)
			}
			b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}

// BenchmarkStart is what every command that understands does first.
func BenchmarkStart(b *testing.B) {
	b.Run("taxonomies", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Standard(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			standardAnalyzer(b)
		}
	})
}
