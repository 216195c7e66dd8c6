package crawler

import (
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Words are one sentence in the languages of the pages.
type Words struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// About is what one should know of a kind of source before switching it on, and what the compliance
// page shows of every source of that kind.
type About struct {
	Kind     voc.SourceKind `json:"kind"`
	Title    Words          `json:"title"`
	How      Words          `json:"how"`      // how it is collected
	Basis    Words          `json:"basis"`    // on what ground
	Lacks    Words          `json:"lacks"`    // what it does not give
	Pace     time.Duration  `json:"pace"`     // least distance of two requests to the site, which a source may only widen; 0: as for all sources
	Schedule string         `json:"schedule"` // a schedule to begin with; "" for what is brought to us
	OptIn    bool           `json:"opt_in"`   // off until the source says accept_risk: true
	Risk     Words          `json:"risk"`     // why it is opt-in; empty otherwise
}

// AboutOf gives the facts of one kind; ok is false for a kind that does not exist.
func AboutOf(kind voc.SourceKind) (about About, ok bool) {
	i := slices.IndexFunc(abouts, func(a About) bool { return a.Kind == kind })
	if i < 0 {
		return About{}, false
	}
	return abouts[i], true
}

// Abouts gives the facts of all kinds, in the order in which they are worth a try.
func Abouts() []About { return slices.Clone(abouts) }

// publicly is the ground of kinds that read what anybody can read without a login.
var publicly = Words{
	ZH: "内容由发布者公开，任何人不登录即可读；按《个人信息保护法》第十三条第六项、第二十七条在合理范围内处理，作者标识入库前已不可逆处理，正文脱敏。",
	EN: "Anybody can read it without a login. Processed within reasonable bounds (PIPL art. 13(6) and 27); authors are hashed and texts masked before they are stored.",
}

// officially is the ground of kinds that use an interface the site itself offers and documents.
var officially = Words{
	ZH: "站点自己提供并公布了这个接口，按它的频率限制使用；内容公开，作者标识不可逆处理，正文脱敏。",
	EN: "The site itself offers and documents this interface; its limits are kept. The content is public; authors are hashed, texts masked.",
}

// brought is the ground of what is not fetched at all.
var brought = Words{
	ZH: "由您提供：请确认您有权处理这些数据。作者标识不可逆处理，正文脱敏后才写入。",
	EN: "You supply it: make sure that you may process it. Authors are hashed and texts masked before anything is written.",
}
