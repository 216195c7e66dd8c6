package appstore

// regions are the storefronts outside the mainland under the names other sources give the same
// places. A review in the Chinese storefront says nothing of the province, so cn is not among them.
var regions = map[string]string{
	"hk": "香港", "mo": "澳门", "tw": "台湾", "us": "美国", "jp": "日本", "kr": "韩国", "sg": "新加坡", "my": "马来西亚", "th": "泰国", "vn": "越南", "id": "印度尼西亚", "ph": "菲律宾",
	"in": "印度", "au": "澳大利亚", "nz": "新西兰", "ca": "加拿大", "gb": "英国", "ie": "爱尔兰", "de": "德国", "fr": "法国", "it": "意大利", "es": "西班牙", "pt": "葡萄牙", "nl": "荷兰",
	"be": "比利时", "ch": "瑞士", "at": "奥地利", "se": "瑞典", "no": "挪威", "dk": "丹麦", "fi": "芬兰", "pl": "波兰", "ru": "俄罗斯", "tr": "土耳其", "ae": "阿联酋", "sa": "沙特阿拉伯",
	"br": "巴西", "mx": "墨西哥", "za": "南非",
}
