package workorder

import (
	"regexp"
	"strings"
)

var (
	thanking = regexp.MustCompile(`谢谢|感谢|多谢|谢了|辛苦了|已收到|收到了|收到|好的|好滴|好哒|可以了|解决了|搞定了|满意|没事了|没问题了|点赞|给力|[Tt]hanks?|[Tt]hank you|OK|ok|Ok|👍|🙏|❤️?`)
	butStill = regexp.MustCompile(`但|可是|不过|然而|还是|仍|又|再|没有?(解决|收到|退|处理|人|到账)|不(满意|行|对|可以|接受)|没(人|好|用)|才怪|呵呵|[?？]|怎么|为什么|什么时候|几天|投诉|差评|骗|垃圾|失望|继续`)
	noise    = regexp.MustCompile(`[\p{P}\p{S}\p{Z}\s]|啊|呀|哈|啦|了|吧|哦|呢|的|你们|您们|您|你|非常|很|真的|太|已经|这边|我|客服|小哥|小姐姐|老板|帮忙|处理|回复|及时|快速|耐心|大家|们|都`)
)

// OnlyThanks tells whether a customer's words after the end of an order say nothing but thanks: such
// words do not reopen it. What says thanks and complains is a complaint.
func OnlyThanks(text string) bool {
	if !thanking.MatchString(text) || butStill.MatchString(strings.NewReplacer("没有问题了", "", "没问题了", "", "没事了", "").Replace(text)) {
		return false
	}
	rest := noise.ReplaceAllString(thanking.ReplaceAllString(text, ""), "")
	const most = 6 // runes of small talk
	return len([]rune(rest)) <= most
}
