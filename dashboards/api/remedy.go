package api

import (
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Remedy is what to do about the state of a source, one sentence in each language; empty when
// nothing need be done. The trouble of the last visit makes it precise.
type Remedy struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// troubled are the remedies of what kept a visit from hearing everything.
var troubled = map[voc.Trouble]Remedy{
	voc.TroubleLogin: {
		"网站要求登录或验证码。本系统不会绕过：请向平台申请授权接口，或改为导入文件、推送数据。",
		"The site wants a login or a proof of being human. This is not circumvented: ask the site for an interface, or import and push its posts.",
	},
	voc.TroubleRobots: {
		"robots.txt 不允许抓取，或暂时读不到。请联系站点取得许可，或停用该信源改用导入。",
		"robots.txt forbids it, or cannot be read at present. Ask the site for permission, or switch the source off and import instead.",
	},
	voc.TroubleRefused: {
		"网站拒绝访问。请降低频率、核对来访标识里的联系方式，仍被拒绝就停用并改用导入。",
		"The site refuses us. Visit it less often, check the contact in the user agent; if it still refuses, switch the source off and import instead.",
	},
	voc.TroubleExpired: {
		"密钥已失效，或地址已不存在。请更换密钥，或在 sources.yaml 里改正地址。",
		"The key is no longer good, or the address is gone. Renew the key, or put the address right in sources.yaml.",
	},
	voc.TroubleLayout: {
		"页面结构变了，读不懂。用 tingfeng crawl --source 名称 --dry-run 看能读到什么，再改选择器；采集方式自带解析的请升级程序。",
		"The pages have changed and are no longer understood. See what is read with tingfeng crawl --source NAME --dry-run, then change the selectors; a built-in kind needs a newer tingfeng.",
	},
	voc.TroubleLarge: {
		"网页或接口的回答太大，没有读完就放弃了。上限在 tingfeng.yaml 的 crawler.transport：max_wire（收到的字节，默认 8388608）、max_body（解压后，默认 33554432）、max_ratio（解压倍数，默认 100）；访问记录里写着超了哪一项。确认网站可信再调大，能把每页条数调小更好。",
		"The answer is larger than is taken, and was given up. The limits stand in tingfeng.yaml under crawler.transport: max_wire (bytes received, 8388608), max_body (inflated, 33554432), max_ratio (how far it inflates, 100); the log of visits says which was passed. Raise it for a site you trust, or better ask for fewer posts a page.",
	},
	voc.TroubleInward: {
		"地址本身，或网站跳转到的地址，落在内网或保留网段里；为安全起见没有访问。只有确实是自己的站点才给该信源写 allow_private: true；否则核对 address，网站自己跳过去的请告知站点。云主机元数据一类的地址写了也不会访问。",
		"The address, or the one the site leads to, lies inside a network or in a reserved block, and was refused for safety. Write allow_private: true for this source only if it is your own site; otherwise check address, or tell the site that it leads there. Metadata services of clouds are never reached.",
	},
	voc.TroublePace: {
		"网站要求放慢，或当天请求数已到上限。到时间会自动继续；经常如此就调低频率。",
		"The site asked to wait, or the day's cap of requests is used up. It goes on by itself; if this happens often, visit less often.",
	},
	voc.TroubleNetwork: {
		"连不上，或网站出错。会自动重试；一直如此请检查地址、DNS、代理和出口防火墙。",
		"No connection, or the site answers with errors. It is tried again by itself; if it stays so, check the address, DNS, proxy and firewall.",
	},
	voc.TroubleConfig: {
		"按现在的配置访问不了，原因见访问记录。网站跳转到了别的域名：认可就把它写进该信源的 hosts；其他的运行 tingfeng check 查看哪一行要改。",
		"What is configured cannot be fetched; the log of visits says why. If the site leads to another host and that is right, name it in hosts of the source; otherwise run tingfeng check to see which line to change.",
	},
	voc.TroubleCap: {
		"一次访问的页数到了上限，下次从断点继续，不用处理。积压一直不减就调大 max_pages。",
		"The visit had its share of pages; the next goes on from there and nothing need be done. If the backlog does not shrink, raise max_pages.",
	},
}

// standing are the remedies of states that no trouble explains.
var standing = map[store.State]Remedy{
	store.StateLate: {
		"已超过两个访问间隔没有听到。检查程序是否一直在运行、计划是否过密；可点“立即访问”。",
		"Not heard for longer than two of its visits are apart. See whether tingfeng has been running and whether the schedule asks too much; or visit it now.",
	},
	store.StateSilent: {
		"访问正常，但内容远少于这些时段的平常量。打开原网页核对：可能改了栏目或排序、关键词失效，也可能确实冷清。",
		"Visits go well, but far less comes than these hours usually bring. Look at the site itself: a section or its order may have changed, a search word may find nothing any more, or it really is quiet.",
	},
	store.StateBlocked: {
		"网站不让读。请向站点取得许可，或停用该信源改用导入。",
		"The site does not let us read. Ask for permission, or switch the source off and import instead.",
	},
	store.StateFailed: {
		"上次访问没有成功，会自动重试；原因见访问记录。",
		"The last visit did not get through and is tried again by itself; the log of visits says why.",
	},
	store.StatePartial: {
		"上次只听到一部分，下次会接着来；缺了什么见访问记录。",
		"The last visit heard only a part, the next goes on; the log of visits says what is missing.",
	},
	store.StateNever: {
		"还没有访问过。到计划时间会自动开始，也可以点“立即访问”。",
		"Not visited yet. It begins at its scheduled time, or when you ask for it.",
	},
	store.StateRemote: {
		"由另一台机器上的采集代理负责，但没有收到它的消息。请在那台机器上检查 tingfeng crawl --to 是否在运行、令牌是否有效。",
		"An agent on another machine is to bring it, and nothing has come. See there whether tingfeng crawl --to is running and its token is good.",
	},
	store.StateDisabled: {
		"已停用。需要时在 sources.yaml 里去掉 disabled；标为自愿启用的还要确认风险。",
		"Switched off. Take disabled out of sources.yaml when it is wanted; a kind that is opt-in also asks you to accept its risk.",
	},
}

// RemedyOf says what to do about a source; empty when it does well.
func RemedyOf(state store.State, trouble voc.Trouble) Remedy {
	switch state {
	case store.StateBlocked, store.StateExpired, store.StateLayout, store.StateFailed, store.StatePartial:
		if r, ok := troubled[trouble]; ok {
			return r
		}
	}
	switch state {
	case store.StateExpired:
		return troubled[voc.TroubleExpired]
	case store.StateLayout:
		return troubled[voc.TroubleLayout]
	}
	return standing[state]
}
