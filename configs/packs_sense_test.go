package configs

import (
	"slices"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// ownAnalyzer understands with everything the binary brings along; it is made once, loading takes
// a second.
var ownAnalyzer = sync.OnceValues(func() (*nlp.Analyzer, error) {
	c, err := Standard()
	if err != nil {
		return nil, err
	}
	return nlp.New(c.NLP)
})

// topicSense holds for every topic a sentence it must be seen in, and one with nearly the same
// words in which it must not.
var topicSense = map[string][2]string{
	// dining
	"卫生-异物":   {"果茶喝到最后吸出来一只死蟑螂", "店门口刚做完灭蟑螂，杯子都很干净，没有异物，放心"},
	"卫生-吃坏肚子": {"喝完回家上吐下泻，挂水挂到半夜", "喝了大半年也没拉肚子，放心"},
	"卫生-变质过期": {"切好的芒果都发霉了还往杯里放，恶心", "我的会员过期了，续了一年，挺划算"},
	"卫生-环境脏":  {"吧台黏糊糊的，店员没洗手就抓料，恶心", "门店干干净净，坐着舒服"},
	"服务-态度差":  {"店员翻白眼，问两句就不耐烦", "店员态度特别好，一直笑着"},
	"服务-等太久":  {"排了一个小时才喝上，再也不来", "不用排队，五分钟就拿到了"},
	"服务-做错漏做": {"备注了去冰结果送来全是冰，气人", "备注了少糖，做得刚刚好，喜欢"},
	"配送-超时洒漏": {"骑手超时一小时，饮料洒了一半，差评", "骑手送得很快，一点没洒"},
	"产品-味道变差": {"换配方以后香精味重得没法喝，失望", "味道还是小时候的味道，好喝"},
	"产品-分量缩水": {"大杯里一半都是冰，越来越抠门", "料足，满满一大杯，实惠"},
	"价格-涨价":   {"一年涨了三次价，又涨了两块，喝不起", "三年没涨价，良心店"},
	"价格-太贵":   {"三十块一杯智商税，太贵了", "不贵，学生党也喝得起，开心"},
	"售后-拒绝退款": {"客服推诿，就是不给退款，差劲", "店长主动退款还道歉，贴心"},
	"会员-积分券":  {"攒了一年的积分清零，优惠券用不了，套路", "积分换了一只杯子，很可爱"},
	"门店-闭店停业": {"地图写着营业，到了发现关门了，白跑一趟", "营业到十二点，加班也能喝到，开心"},
	"缺货-售罄":   {"下午两点去就说卖完了，失望", "还以为要卖光，结果存货充足，开心"},
	"环境-嘈杂拥挤": {"店里太吵，没座位，空调不开", "店里安静，座位多，舒服"},
	"宣传-不符":   {"海报说鲜奶，喝着是植脂末，虚假宣传", "朋友宣传的店，果然好喝"},
	"称赞-好喝好吃": {"茶味浓，真的好喝，无限回购", "一点都不好喝，别买"},
	"称赞-服务":   {"小姐姐热情又贴心，服务很好", "一点都不热情，没人理"},
	"称赞-出餐快":  {"出杯很快，不用等，效率高", "出杯太慢，等了四十分钟，差评"},
	"称赞-实惠":   {"料足量大，性价比高，推荐", "一点都不划算，太贵"},
	"称赞-环境":   {"环境好，宽敞安静，很适合拍照", "环境太差，吵死了"},
	"价格-乱收费":  {"账单上多收了两份没上的菜，强收茶位费，气人", "没有隐形消费，结账清清楚楚，满意"},
	"服务-强制推销": {"吃个饭不停推销储值卡，不办卡就甩脸，烦死", "全程没有推销，吃得舒心"},
	"服务-歧视拒客": {"嫌我们是外地来的，不让坐还区别对待，太过分", "老板对谁都一样热情，没有区别对待，好评"},
	"安全-烫伤摔伤": {"服务员端锅没端稳，热汤洒在我孩子腿上烫起泡，气死", "服务员上锅前提醒小心烫伤，很贴心"},
	"卫生-回收剩菜": {"亲眼看到后厨把别人吃剩的锅底倒回锅里，恶心", "现场开封的油，没有地沟油，放心"},
	"产品-没熟":   {"鸡腿咬开带血丝，里面还是生的，恶心", "牛排要的七分熟，刚刚好，好吃"},
	"服务-预订落空": {"提前三天订了位没有位，说座位给了别人，气人", "预约以后到店直接坐下，省心"},
	"产品-预制菜":  {"一吃就是料理包，微波炉叮一下卖六十，难吃", "现炒的，不是预制菜，好吃"},
	"优惠-团购不认": {"到店说团购不让用，非要补差价，太坑了", "团购直接用，划算，满意"},
	"服务-强制扫码": {"不扫码不给点单，还必须关注公众号，烦死了", "不用扫码，纸质菜单看得清楚，喜欢"},
	"环境-抽烟":   {"隔壁桌有人抽烟，店员也不管，差评", "店里没人抽烟，空气清新，舒服"},
	"卫生-过敏":   {"备注了花生过敏还放花生碎，吃完嘴唇肿，气死", "提前说了不吃花生，厨师特意换了料，贴心"},
	// app
	"应用-崩溃打不开":  {"小程序一打开就闪退，点不了单", "加班加到人快崩溃，来杯奶茶续命，好喝"},
	"应用-支付失败":   {"付款失败三次还重复扣款，垃圾", "付款很方便，一键搞定"},
	"应用-登录验证":   {"收不到验证码，登录不上，烦死", "登录很方便，验证码秒到"},
	"应用-卡顿":     {"界面卡顿得要命，翻一页等半天", "很流畅，一点不卡"},
	"应用-更新变差":   {"越更新越难用，还我旧版", "这次更新以后好用多了，赞"},
	"应用-广告骚扰":   {"开屏广告关不掉，摇一摇就跳走，烦", "没有广告，干净清爽，喜欢"},
	"应用-信息泄露":   {"注册第二天信息泄露，被盗刷了五百，气死", "隐私保护做得不错，安心"},
	"应用-乱扣费":    {"偷偷开了自动续费，取消不了，骗子", "会员到期就停了，没有乱扣，放心"},
	"应用-客服无人":   {"找不到人工客服，机器人回复一百遍，差评", "客服回得很快，问题当天解决，满意"},
	"应用-定位错店":   {"定位不准，自动选了别的店，退也退不了", "定位很准，离我最近的店一下就选好了"},
	"应用-无故封号":   {"玩得好好的账号无故被封，申诉也没用", "手机号换了，账号资料都还在，挺好"},
	"应用-注销难":    {"账号注销不了，要我手持身份证拍照，恶心", "一键注销很方便，五分钟搞定"},
	"应用-过度索权":   {"一个手电筒软件非要读通讯录，不同意就不让用", "权限不多，不要权限也能用，安心"},
	"应用-数据丢失":   {"换了手机存档全没了，三年白玩，气死", "换手机后聊天记录都在，没有丢失，赞"},
	"应用-未成年充值":  {"孩子偷偷充了三千多，客服就是不退", "给孩子充值话费很方便，喜欢"},
	"应用-防沉迷误伤":  {"我都三十岁的成年人了被当成未成年，防沉迷误判，烦", "防沉迷做得好，孩子九点就下线，放心"},
	"应用-违法不良信息": {"首页老给我推送色情广告，家里还有小孩，恶心", "页面清清爽爽，黄色的按钮很醒目，喜欢"},
	"应用-诈骗引流":   {"任务做完提现永远差一毛，就是个骗子平台", "提现秒到，良心平台，开心"},
	"应用-会员缩水":   {"年费会员还要看广告，权益缩水，吃相难看", "会员划算，追剧很爽"},
	"游戏-骗氪概率":   {"抽了八十发又歪了，暗改概率，骗氪", "零氪也能玩，不逼氪，良心"},
	"游戏-外挂脚本":   {"对面全是外挂，举报没用，没法玩", "玩了半年没遇到外挂，环境不错"},
	"游戏-匹配不平衡":  {"排位匹配机制恶心，赢两把就给我塞猪队友", "排位打得很爽，队友给力"},
	"游戏-停服":     {"刚充完钱就宣布停服，官方跑路了", "停服维护完还送了补偿，福利好"},
	"应用-安装兼容":   {"安装失败好几次，说是不兼容，无语", "安装很快，老手机也能跑，流畅"},
	"称赞-应用好用":   {"用了三年，神器，功能齐全又没有广告", "一点都不好用，卸载了"},
	"称赞-游戏好玩":   {"画面精美，剧情好，太好玩了", "一点都不好玩，弃坑"},
}

func TestEveryTopicHasItsSentenceAndItsNearMiss(t *testing.T) {
	a, err := ownAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	topics := func(text string) voc.Analysis { return a.Analyze([]voc.Post{{Text: text}})[0].Analysis }
	c, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, p := range c.NLP.Packs {
		if p.Name != "dining" && p.Name != "app" {
			continue
		}
		for _, topic := range p.Topics {
			known[topic.Name] = true
			sense, ok := topicSense[topic.Name]
			if !ok {
				t.Errorf("pack %s: topic %s has no sentence here: add one it is meant for and one it is not", p.Name, topic.Name)
				continue
			}
			hit, miss := topics(sense[0]), topics(sense[1])
			if !slices.Contains(hit.Topics, topic.Name) {
				t.Errorf("%s is not seen in %q: topics %q, %s %+.2f", topic.Name, sense[0], hit.Topics, hit.Sentiment, hit.Score)
			}
			if slices.Contains(hit.Topics, topic.Name) && topic.Mood == "" && hit.Severity < topic.Severity {
				t.Errorf("%q has severity %d, its topic %s at least %d", sense[0], hit.Severity, topic.Name, topic.Severity)
			}
			if topic.Reason != "" && !slices.Contains(hit.SeverityReasons, topic.Reason) {
				t.Errorf("%q is grave for %q, its topic %s for %s", sense[0], hit.SeverityReasons, topic.Name, topic.Reason)
			}
			if slices.Contains(miss.Topics, topic.Name) {
				t.Errorf("%s is seen in %q: %s %+.2f", topic.Name, sense[1], miss.Sentiment, miss.Score)
			}
		}
	}
	for name := range topicSense {
		if !known[name] {
			t.Errorf("topic %s stands here and in no pack", name)
		}
	}
}

// aspectSense holds for every aspect a clause that praises it and one that finds fault with it.
var aspectSense = map[string][2]string{
	// dining
	"location.traffic":        {"交通便利，地铁直达", "交通不便，打不到车"},
	"location.distance":       {"地段好，离公司近", "位置太偏，离家远"},
	"location.finding":        {"招牌醒目，很好找", "位置隐蔽，找了半天"},
	"service.waiting":         {"不用排队", "排了一个小时"},
	"service.staff":           {"店员热情周到", "店员态度恶劣"},
	"service.parking":         {"停车方便", "停车难，车位少"},
	"service.speed":           {"出餐很快", "出餐太慢"},
	"price.level":             {"价格实惠", "奶茶价格太贵"},
	"price.value":             {"性价比很高", "性价比太低"},
	"price.discount":          {"奶茶优惠力度大", "优惠券用不了"},
	"environment.decoration":  {"装修很有情调", "装修简陋破旧"},
	"environment.noise":       {"火锅店里很安静", "火锅店里太吵"},
	"environment.space":       {"座位宽敞", "座位太挤"},
	"environment.cleanliness": {"桌面很干净", "桌面油腻腻，有苍蝇"},
	"dish.portion":            {"分量很足", "分量太少了"},
	"dish.taste":              {"奶茶很好喝", "奶茶难喝"},
	"dish.look":               {"颜值高，包装精美", "卖相差"},
	"dish.recommendation":     {"招牌必点", "千万别点"},
	"overall.experience":      {"总体很满意", "体验差，很失望"},
	"overall.again":           {"下次还会再来", "再也不会来了"},
	// app
	"app.stability":  {"app很稳定，不闪退", "app老闪退"},
	"app.speed":      {"小程序很流畅", "小程序卡顿"},
	"app.login":      {"小程序一键登录", "小程序登录不上"},
	"app.payment":    {"小程序付款方便", "小程序付款失败"},
	"app.interface":  {"app界面简洁美观", "app界面花里胡哨"},
	"app.usability":  {"app操作简单，很好用", "app操作繁琐，难用"},
	"app.ads":        {"app没有广告", "app广告太多"},
	"app.update":     {"新版好用", "app越更新越差"},
	"app.privacy":    {"app保护隐私", "app监听我，信息泄露"},
	"app.content":    {"app内容丰富", "app内容少，低俗"},
	"app.service":    {"app客服耐心，回复及时", "找不到客服，没人管"},
	"app.membership": {"会员划算，权益多", "会员没用，吃相难看"},
	"app.account":    {"app账号申诉成功，解封了", "app无故封号，不给解封"},
	"app.gameplay":   {"游戏玩法新颖，可玩性高", "换皮游戏，太肝"},
	"app.graphics":   {"游戏画面精美，配音好", "游戏建模粗糙，立绘崩"},
	"app.fairness":   {"零氪友好，福利多", "逼氪，保底歪了，全是外挂"},
	"app.minors":     {"防沉迷做得好，家长放心", "孩子沉迷，防沉迷形同虚设"},
}

func TestEveryAspectIsPraisedAndBlamed(t *testing.T) {
	a, err := ownAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.NLP.Packs {
		if p.Name != "dining" && p.Name != "app" {
			continue
		}
		for _, aspect := range p.Aspects {
			sense, ok := aspectSense[aspect.Name]
			if !ok {
				t.Errorf("pack %s: aspect %s has no clauses here: add praise and blame", p.Name, aspect.Name)
				continue
			}
			for i, want := range []voc.Sentiment{voc.Positive, voc.Negative} {
				an := a.Analyze([]voc.Post{{Text: sense[i]}})[0].Analysis
				found := false
				runes := []rune(an.Norm)
				for _, x := range an.Aspects {
					found = found || x.Name == aspect.Name && x.Sentiment == want
					if string(runes[x.Start:x.End]) != x.Text {
						t.Errorf("%q: the evidence of %s says %q, the text %q", an.Norm, x.Name, x.Text, string(runes[x.Start:x.End]))
					}
				}
				if !found {
					t.Errorf("%q is not %s for %s: %+v", sense[i], want, aspect.Name, an.Aspects)
				}
			}
		}
	}
}
