package workorder

import (
	"hash/fnv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ReplyFacts are the names an answer needs, as people say them. What is empty is left unsaid: a draft
// never makes up a fact.
type ReplyFacts struct {
	Brand    string
	Store    string
	Topic    string         // title: "饮品异物"
	Stage    string         // journey: title of the stage
	Contact  string         // how to reach somebody: "私信"; "" a private message
	Location *time.Location // in which a due time is told; nil: no time is promised
	Now      time.Time
}

// Reply proposes a public answer to what an order is about: before something was done a holding
// statement, afterwards what was done in the owner's own words. It is ours, put together from
// sentences; Flaws are those of the owner's words.
func Reply(o voc.WorkOrder, f ReplyFacts) voc.ReplyDraft {
	w := words{order: o, facts: f, family: familyOf(f.Topic)}
	var text string
	switch o.Kind {
	case voc.OrderJourney:
		text = w.join(w.journeyOpening(), w.journeyMiddle(), w.when())
	case voc.OrderCase:
		text = w.join(w.sorry(), w.health(), w.doing(), w.contact(), w.when())
	default:
		text = w.join(w.heard(), w.sorry(), w.health(), w.doing(), w.contact(), w.when())
	}
	return voc.ReplyDraft{Text: text, Flaws: CheckReply(text, o.Level)}
}

// words puts the sentences of one answer together.
type words struct {
	order  voc.WorkOrder
	facts  ReplyFacts
	family family
}

func (w words) join(parts ...string) string { return strings.Join(parts, "") }

// choose takes one of several ways to say the same, always the same one for an order: two answers
// under two posts shall not read like one machine's.
func (w words) choose(ways []string) string {
	h := fnv.New32a()
	h.Write([]byte(w.order.ID))
	return w.fill(ways[int(h.Sum32()%uint32(len(ways)))])
}

func (w words) fill(text string) string {
	return strings.NewReplacer("{where}", w.where(), "{topic}", w.topic(), "{stage}", w.stage()).Replace(text)
}

// where it happened: the shop, else the brand.
func (w words) where() string {
	switch {
	case w.facts.Store != "":
		return w.facts.Store
	case w.facts.Brand != "":
		return w.facts.Brand
	}
	return "我们这里"
}

func (w words) topic() string {
	if w.facts.Topic == "" {
		return "这件事"
	}
	return strings.ReplaceAll(w.facts.Topic, "/", "、")
}

func (w words) stage() string {
	if w.facts.Stage == "" {
		return "这一步"
	}
	return "“" + w.facts.Stage + "”这一步"
}

// heard opens an answer to many.
func (w words) heard() string {
	return w.choose([]string{
		"这几天大家说到的{where}{topic}，我们一条条看了。",
		"关于{where}{topic}，大家说的我们都看到了。",
	})
}

func (w words) sorry() string {
	ways := w.family.sorry
	if w.order.Kind != voc.OrderCase {
		ways = w.family.sorryAll
	}
	return w.choose(ways)
}

// health comes before everything else where somebody may be hurt.
func (w words) health() string {
	if w.order.Level != voc.Red || !w.family.body {
		return ""
	}
	return "身体有任何不舒服，请先去看医生，票据留好，私信告诉我们。"
}

// doing says what is being looked into, or what was done.
func (w words) doing() string {
	if done := sentence(w.order.Action); done != "" {
		return "已经做的：" + done
	}
	if w.order.State == voc.OrderNew || w.order.State == voc.OrderAssigned {
		return "正在核实" + w.family.check + "。"
	}
	return "正在查" + w.family.check + "，查到什么就说什么。"
}

func (w words) contact() string {
	how := w.facts.Contact
	if how == "" {
		how = "私信"
	}
	if w.order.Kind == voc.OrderCase {
		return w.choose([]string{
			"方便的时候请" + how + "我们，由同一位同事跟到底，不用您再说第二遍。",
			"请" + how + "我们，接待您的同事会一直跟到办完。",
		})
	}
	return w.choose([]string{
		"遇到同样情况的朋友，请" + how + "我们，一单一单处理。",
		"还有谁碰到了，请" + how + "我们，逐一核对。",
	})
}

// when tells by when there is a result, if the clock says so. It is a time the house has set itself.
func (w words) when() string {
	o, f := w.order, w.facts
	if o.Action != "" {
		return w.choose([]string{"还有没做到的地方，请直接告诉我们。", "改得够不够，听大家的。"})
	}
	if f.Location == nil || !o.ResolveDue.After(f.Now) {
		return "查明后会在这里说明。"
	}
	return "最迟 " + o.ResolveDue.In(f.Location).Format("1 月 2 日 15:04") + " 前，在这里说明进展。"
}

func (w words) journeyOpening() string {
	return w.choose([]string{
		"很多朋友说{where}的{stage}不顺，绕了路，对不起。",
		"{stage}让大家费了不少周折，是{where}没有设计好，对不起。",
	})
}

func (w words) journeyMiddle() string {
	if done := sentence(w.order.Action); done != "" {
		return "已经改的：" + done
	}
	return w.choose([]string{
		"我们正从头到尾自己走一遍，把卡住的地方一处处改掉。",
		"正在重新设计，先改大家说得最多的几处。",
	})
}

// sentence closes words with a full stop, if there are any.
func sentence(text string) string {
	text = strings.TrimRight(strings.Join(strings.Fields(text), "，"), "。；;，, ")
	if text == "" {
		return ""
	}
	return text + "。"
}
