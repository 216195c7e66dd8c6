package workorder

import "strings"

// family is a group of topics that are answered alike.
type family struct {
	marks    []string // in the topic's title
	body     bool     // somebody may be hurt
	check    string   // what is looked into
	sorry    []string // to one customer
	sorryAll []string // to many
}

// families in the order they are asked; the last answers everything.
var families = []family{
	{
		marks: []string{"异物", "虫", "食品安全", "变质", "发霉", "过期", "卫生", "中毒", "腹泻", "拉肚子", "过敏", "不新鲜", "食安"}, body: true,
		check:    "涉及的批次、当天的操作和清洁记录",
		sorry:    []string{"入口的东西出了{topic}这样的事，换谁都没法接受，对不起。", "在{where}碰到{topic}，这件事没有借口，对不起。"},
		sorryAll: []string{"入口的东西让人不放心，是我们没有守住底线，对不起。", "大家信得过才入口，我们没有做到，对不起。"},
	},
	{
		marks: []string{"受伤", "烫伤", "起火", "冒烟", "自燃", "刹车", "失控", "加速", "漏电", "爆炸", "安全"}, body: true,
		check:    "涉及的批次、使用记录和检测数据",
		sorry:    []string{"东西用着让您担惊受怕，对不起。", "出了{topic}这样的事，您一定吓得不轻，对不起。"},
		sorryAll: []string{"让大家用得提心吊胆，对不起。", "安全上的事没有小事，这次没有做好，对不起。"},
	},
	{
		marks:    []string{"隐私", "泄露", "泄漏", "信息", "权限", "监控"},
		check:    "哪些信息、在哪一步、被谁看到过",
		sorry:    []string{"您的信息交给我们，就该由我们看好，这次没有看好，对不起。", "出了{topic}这样的事，您的担心完全有道理，对不起。"},
		sorryAll: []string{"大家的信息交给我们，就该由我们看好，对不起。", "信息没有看好，责任在我们，对不起。"},
	},
	{
		marks:    []string{"态度", "服务", "客服", "店员", "员工", "辱骂", "歧视", "催收", "前台", "导购", "推销", "霸王"},
		check:    "当时的经过和当班的安排",
		sorry:    []string{"您是来消费的，不该受这份气，对不起。", "在{where}受到这样的对待，错在我们，对不起。"},
		sorryAll: []string{"让大家花钱还受气，错在我们，对不起。", "该有的尊重没有做到，对不起。"},
	},
	{
		marks:    []string{"退", "扣费", "扣款", "价格", "涨价", "收费", "优惠", "券", "续费", "手续费", "发票", "盗刷", "资金", "理赔", "余额", "权益", "押金", "定金", "赔"},
		check:    "每一笔账是怎么算、怎么扣的",
		sorry:    []string{"账没有算清楚，还让您来回跑，对不起。", "该是您的钱，一分都不该让您追着要，对不起。"},
		sorryAll: []string{"账没有算清楚，让大家来回跑，对不起。", "该是大家的钱，不该让大家追着要，对不起。"},
	},
	{
		marks:    []string{"配送", "物流", "快递", "漏送", "送错", "超时", "发货", "包装", "撒漏", "交付", "到货"},
		check:    "这几单从出库到送达的每一步",
		sorry:    []string{"等了这么久，拿到手的还不是该有的样子，对不起。", "东西没有按时、完好地送到您手上，是我们没有安排好，对不起。"},
		sorryAll: []string{"东西没有按时、完好地送到，是我们没有安排好，对不起。", "让大家白等，对不起。"},
	},
	{
		marks:    []string{"排队", "等位", "出餐", "等待", "预约", "叫号", "效率低"},
		check:    "每个时段的排班和出单速度",
		sorry:    []string{"让您在{where}等了这么久，对不起。", "时间是您的，被我们耽误了，对不起。"},
		sorryAll: []string{"让大家等了这么久，对不起。", "时间是大家的，被我们耽误了，对不起。"},
	},
	{
		marks:    []string{"质量", "故障", "异响", "崩溃", "闪退", "打不开", "卡顿", "续航", "屏", "信号", "味道", "口味", "难喝", "难吃", "分量", "破损", "掉", "网速", "漏水", "色差", "做工", "发热", "断", "坏"},
		check:    "问题出在哪个批次、哪一步",
		sorry:    []string{"花钱买来的东西不好用，换谁都窝火，对不起。", "{topic}让您失望了，是我们没有把好关，对不起。"},
		sorryAll: []string{"花钱买来的东西不好用，是我们没有把好关，对不起。", "东西没有做到该有的样子，对不起。"},
	},
	{
		check:    "是哪一步没有做好",
		sorry:    []string{"{topic}让您失望了，对不起。", "{topic}没有做好，让您费心了，对不起。"},
		sorryAll: []string{"这件事让大家失望了，对不起。", "这件事没有做好，让大家费心了，对不起。"},
	},
}

// familyOf finds the family of a topic by its title.
func familyOf(topic string) family {
	for _, f := range families {
		for _, mark := range f.marks {
			if strings.Contains(topic, mark) {
				return f
			}
		}
	}
	return families[len(families)-1]
}
