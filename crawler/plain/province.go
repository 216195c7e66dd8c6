package plain

import "strings"

// provinces are the short names of the provinces, in the order of the national code table.
var provinces = []string{
	"北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北",
	"湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
}

// Province finds the province in what a site says of where a writer is ("IP属地：上海", "发布于
// 广东省深圳市", "中国 四川"). Places abroad and anything else come back without their label, at
// most 20 characters; finer parts than the province are dropped on purpose.
func Province(s string) string {
	s = Clean(s)
	first, at := "", len(s)
	for _, p := range provinces {
		if i := strings.Index(s, p); i >= 0 && i < at {
			first, at = p, i
		}
	}
	if first != "" {
		return first
	}
	for _, label := range []string{"IP属地", "IP 属地", "IP归属地", "属地", "发布于", "来自", "回复于"} {
		s = strings.TrimPrefix(s, label)
	}
	s = strings.Trim(s, " ：:")
	if runes := []rune(s); len(runes) > 20 {
		return ""
	}
	if s == "未知" || s == "其他" {
		return ""
	}
	return s
}
