package mask

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func newMasker(t testing.TB, keep ...string) *Masker {
	t.Helper()
	m, err := New([]byte("a secret of this install, 32 byte"), keep...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTextMasks(t *testing.T) {
	m := newMasker(t)
	for in, want := range map[string]string{
		// mobile numbers, as people write them
		"打13812345678找我":        "打[手机号]找我",
		"138 1234 5678":         "[手机号]",
		"138-1234-5678。":        "[手机号]。",
		"138—1234—5678":         "[手机号]",
		"138.1234.5678":         "[手机号]",
		"1381234 5678":          "[手机号]",
		"1 3 8 1 2 3 4 5 6 7 8": "[手机号]",
		"+86 138 1234 5678":     "[手机号]",
		"+8613812345678":        "[手机号]",
		"008613812345678":       "[手机号]",
		"86-138-1234-5678":      "[手机号]",
		"（＋86）13812345678":      "[手机号]",
		"１３８１２３４５６７８":           "[手机号]",
		"一三八一二三四五六七八":           "[手机号]",
		"幺三八 幺二三四 五六七八":         "[手机号]",
		"1三8一2345六78":           "[手机号]",
		"壹叁捌壹贰叁肆伍陆柒捌":           "[手机号]",
		"1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣": "[手机号]\ufe0f\u20e3",
		"①③⑧①②③④⑤⑥⑦⑧":                       "[手机号]",
		"电话13812345678或13987654321":         "电话[手机号]或[手机号]",
		"13812345678 13987654321":           "[手机号] [手机号]",
		"13812345678,微信同号":                  "[手机号],微信同号",
		"手机号：13812345678":                   "手机号：[手机号]",
		"tel13812345678":                    "tel[手机号]",
		// landlines
		"021-56781234":     "[电话]",
		"(021)56781234":    "[电话]",
		"（0571）8765 4321":  "[电话]",
		"0571-8765432转8":   "[电话]转8",
		"02156781234":      "[电话]",
		"电话：56781234":      "电话：[电话]",
		"座机 5678 1234 找老板": "座机 [电话] 找老板",
		"零二一 五六七八一二三四":     "[电话]",
		// identity cards
		"身份证310101199003074578查一下": "身份证[身份证号]查一下",
		"310101 19900307 457X":     "[身份证号]",
		"11010519491231002x":       "[身份证号]",
		"15位的310101900307457也算":    "15位的[身份证号]也算",
		"身份证号是 123456789012345678": "身份证号是 [身份证号]",
		"护照E12345678丢了":            "护照[证件号]丢了",
		// bank cards
		"6222021234567890128":     "[银行卡号]", // Luhn holds
		"6222 0212 3456 7890 128": "[银行卡号]",
		"4111-1111-1111-1111":     "[银行卡号]",
		"卡号 6222021234567890121":  "卡号 [银行卡号]", // a mistyped one behind its word
		"银行卡：6222 0212 3456 7890": "银行卡：[银行卡号]",
		// e-mail
		"发到zhang.san@example.com谢谢":   "发到[邮箱]谢谢",
		"12345678@qq.com":             "[邮箱]",
		"邮箱：a_b-c+d@mail.example.cn。": "邮箱：[邮箱]。",
		"abc＠qq。com":                  "[邮箱]",
		"ｚｈａｎｇ．１２＠ｅｘａｍｐｌｅ．ｃｏｍ宾馆": "[邮箱]宾馆",
		"电话：（010）56781234（总机）":   "电话：[电话]（总机）",
		"13812345678@163.com":    "[邮箱]",
		"qq12345678@qq.com":      "[邮箱]",
		// plates
		"京A12345违停": "[车牌号]违停",
		"沪A·D12345": "[车牌号]",
		"粤B D12345": "[车牌号]",
		"浙ADF1234":  "[车牌号]",
		"苏E1234学占道": "[车牌号]占道",
		"车牌京ａ１２３４５": "车牌[车牌号]",
		// orders
		"订单号202401021234567没人管":           "订单号[订单号]没人管",
		"订单编号：E2024-0102-3456":            "订单编号：[订单号]",
		"订单1234567890123一直不发":             "订单[订单号]一直不发",
		"快递单号 SF1234567890123":            "快递单号 [订单号]",
		"运单号是YT1234567890123，催":           "运单号是[订单号]，催",
		"流水号4200001234202401021234567890": "流水号[订单号]",
		// WeChat and QQ
		"加微信abc_12345":       "加微信[微信号]",
		"微信号：zhangsan":       "微信号：[微信号]",
		"vx：zs20240101":      "vx：[微信号]",
		"+V: zhang123456":    "+V: [微信号]",
		"薇信zs123456":         "薇信[微信号]",
		"QQ：12345678":        "QQ：[QQ号]",
		"qq群 123456789 欢迎":   "qq群 [QQ号] 欢迎",
		"扣扣123456":           "扣扣[QQ号]",
		"微信13812345678":      "微信[手机号]",
		"加v zhang1234":       "加v [微信号]",
		"加V：zhang1234":       "加V：[微信号]",
		"➕V zs_9988":         "➕V [微信号]",
		"微❤：abc12345":        "微❤：[微信号]",
		"薇❤️nike9988":        "薇❤️[微信号]",
		"绿泡泡abc12345":        "绿泡泡[微信号]",
		"徽信：lisi1990":        "徽信：[微信号]",
		"qq：一二三四五六七八":        "qq：[QQ号]",
		"QQ 1 2 3 4 5 6 7 8": "QQ [QQ号]",
		"企鹅号 12345678":       "企鹅号 [QQ号]",
		"微信八七六五四三二一":         "微信[微信号]",
		// the digits of a mobile number one by one
		"1.3.8.1.2.3.4.5.6.7.8":  "[手机号]",
		"1/3/8/1/2/3/4/5/6/7/8/": "[手机号]/",
		"港澳通行证C12345678":         "港澳通行证[证件号]",
		// mentions
		"@张三丰 你看":          "@张***丰 你看",
		"//@小明:转发":         "//@小***明:转发",
		"回复@user_name01：好": "回复@u***1：好",
		"@我":               "@我***",
		"@张三@李四 来":         "@张***三@李***四 来",
		"@这家店的服务态度真的太差了大家不要来": "@这***的服务态度真的太差了大家不要来",
		// links
		"看https://a.example/x?id=1&xsec_token=AB 啊": "看https://a.example/x?id=1 啊",
	} {
		if got := m.Text(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestTextKeeps(t *testing.T) {
	m := newMasker(t)
	for _, text := range []string{
		"",
		"奶茶里有头发，等了一个小时，再也不来了",
		"¥1,380.00，比上次的1299.5贵",
		"花了13800元买的", "原价19999现价13999",
		"2024-01-02 13:45:30", "2024年1月2日", "二〇二四年一月二日", "20240102", "2024/01/02", "2024.01.02",
		"20240315123045123", // a time to the millisecond
		"版本8.0.40，Chrome 139.0.7258.154", "iOS 17.4.1", "v2.10.13",
		"评分4.8，共12345条评价", "4.5分 128人评价", "10000+条好评", "累计评论 1234567",
		"iPhone 15 Pro Max 256G", "小米14 Ultra", "Mate60 Pro", "华为P70", "vivo X100s", "红米K70", "A53025",
		"客服电话400-820-8820没人接", "打了12315和95588", "拨打110", "热线8008101234",
		"尺码 13 14 15 16 17 18", "房间1203 1204 1205", "3-5天发货", "一二三四五六七八九十",
		"三八二十四", "一个一个地等", "等了两三个小时，第十一次", "六七百块",
		"192.168.1.100", "2K屏 3200×1440",
		"微信支付不能用", "微信Android版闪退", "微信8.0.40更新", "QQ音乐 9.7.13", "QQ飞车", "wifi连不上", "加V领的裙子", "加vip888会员", "加v", "微波炉abc12345", "微信三五好友", "微信一二三步就好", "qq 1 2 3", "企鹅馆1234", "微信 2024 10 11 更新", "薇诺娜b5修护", "微电影2024", "通行证办不了", "❤", "1.3.5.7.9", "V8发动机", "V领", "vx是什么",
		"订单一直不发货", "订单 2024-01-02 下的", "订单号没有", "快递3天没动", "订单金额199.00", "下了3单", "订单20240102那个",
		"手机2999买的", "手机 6.7寸", "电话打不通", "账号被封了", "银行卡被扣了500",
		"全新A53025", "京东A级", "吉A级景区", "云南白药", "川A", "新疆A1234", "青B12",
		"热度@ 100", "a@b", "@ 你好", "@，", "@",
		"https://item.example.com/13812345678.html", "https://a.example/100012345678/3",
		"身份证带了", "身份证尾号1234",
		"ISBN 9787111213826", "条码6901234567892", "库存12345678901",
		"1234567890123456", // sixteen digits without the sum and no card's beginning
		"j***9 说得对", "@小***红 说得对", "[手机号]已隐藏", "打[手机号]找我",
		"满300减40，第二件0.5折", "1+1=2", "5.0.0.1", "3.1415926535897932",
	} {
		if got := m.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestKeptNamesStayWhole(t *testing.T) {
	m := newMasker(t, "清恒", "QingHeng")
	for in, want := range map[string]string{
		"@清恒咖啡官方 出来解释":    "@清恒咖啡官方 出来解释",
		"@qingheng_cn 你好": "@qingheng_cn 你好",
		"@清恒 @王小二 都在":     "@清恒 @王***二 都在",
	} {
		if got := m.Text(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// pieces is what random posts are put together from: everything the rules look at.
var pieces = []string{
	"13812345678", "１３８", "138", "1234", "5678", "一三八", "0", "021", "+86", "86", "X", "-", "—", " ", ".", "。", "(", ")", "（", "）",
	"310101", "19900307", "457X", "6222021234567890128", "@", "＠", "abc", "qq.com", "张三", "***", "[手机号]", "[", "]", "京A", "12345", "新",
	"订单号", "订单", "单号", "：", ":", "微信", "v", "QQ", "群", "号", "是", "https://u:p@a.example/", "?token=1&id=2", "#", "\n", "电话", "手机", "卡号",
	"身份证", "护照E", "\ufe0f\u20e3", "\u200b", "\xff", "排队一小时", "，", "!", "_", "zhang_1", "①", "壹", "@qq.com", "D12345", "学",
}

func checkText(t *testing.T, m *Masker, in string) {
	t.Helper()
	once := m.Text(in)
	if twice := m.Text(once); twice != once {
		t.Fatalf("masking twice is not masking once\n   in %q\n once %q\ntwice %q", in, once, twice)
	}
	if utf8.ValidString(in) && !utf8.ValidString(once) {
		t.Fatalf("%q became invalid UTF-8: %q", in, once)
	}
	if strings.Count(in, "\n") != strings.Count(once, "\n") {
		t.Fatalf("a line end was eaten: %q became %q", in, once)
	}
}

func TestMaskingTwiceIsMaskingOnce(t *testing.T) {
	m := newMasker(t, "张三")
	r := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		var b strings.Builder
		for range 1 + r.IntN(9) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		checkText(t, m, b.String())
	}
}

func FuzzText(f *testing.F) {
	f.Add("打１３８-1234 5678找我 @张三 京A12345 订单号：E20240102345")
	f.Add("(021)5678 1234@qq.com微信：zs_12345 https://a:b@c.example/;jsessionid=1?token=2#x?sid=3")
	f.Add(strings.Join(pieces, ""))
	m, err := New([]byte("a secret of this install, 32 byte"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) { checkText(t, m, s) })
}

// Whatever stands around it and however it is cut, a number of a person is gone.
func TestNumbersAreFoundAnywhere(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(3, 4))
	around := []string{"", "电话", "，", "找我", "！", "\n", "联系方式：", "（", "）", "啊", "😡", "tel:"}
	write := []func(string) string{
		func(s string) string { return s },
		func(s string) string { return s[:3] + " " + s[3:7] + " " + s[7:] },
		func(s string) string { return s[:3] + "-" + s[3:7] + "-" + s[7:] },
		func(s string) string { return "+86" + s },
		func(s string) string { return strings.Join(strings.Split(s, ""), " ") },
		func(s string) string { return wide(s, '０') },
		func(s string) string { return numerals(s) },
	}
	for range 20_000 {
		number := "1" + string(byte('3'+r.IntN(7)))
		for range 9 {
			number += string(byte('0' + r.IntN(10)))
		}
		in := around[r.IntN(len(around))] + write[r.IntN(len(write))](number) + around[r.IntN(len(around))]
		if out := m.Text(in); strings.Count(out, tagMobile) != 1 {
			t.Fatalf("%q became %q", in, out)
		}
	}
}

func wide(s string, zero rune) string {
	return strings.Map(func(r rune) rune { return r - '0' + zero }, s)
}

func numerals(s string) string {
	return strings.Map(func(r rune) rune { return []rune("零一二三四五六七八九")[r-'0'] }, s)
}

func TestLuhn(t *testing.T) {
	for digits, want := range map[string]bool{
		"4111111111111111": true, "4111111111111112": false, "79927398713": true, "79927398710": false, "0": true, "": true,
	} {
		if got := luhn([]byte(digits)); got != want {
			t.Errorf("luhn(%q) = %t", digits, got)
		}
	}
}
