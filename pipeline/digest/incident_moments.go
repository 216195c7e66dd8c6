package digest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// happening is one entry of an incident's timeline.
type happening struct {
	at    time.Time
	text  string
	order string     // whose history it is from; "" the incident's own
	post  voc.PostID // the mention it is; "" none
	rank  int        // of what happened at the same moment: causes before what follows from them
	told  bool       // somebody was told
	given []any      // the figures it may hold, besides its moment
}

// change is what of an alert's event a timeline tells.
type change struct {
	Level voc.Level `json:"level"`
	Why   string    `json:"why"`
	Into  string    `json:"into"`
	Until time.Time `json:"until"`
	Part  *struct {
		Rule string `json:"rule"`
	} `json:"part"`
}

func (x *incident) enterMoments(in IncidentInputs) {
	add := func(at time.Time, rank int, text string) *happening {
		if at.IsZero() || at.After(x.now) || text == "" {
			return &happening{}
		}
		x.moments = append(x.moments, happening{at: at.In(x.zone), text: text, rank: rank})
		return &x.moments[len(x.moments)-1]
	}
	if len(x.voices) > 0 {
		first := slices.MinFunc(x.voices, func(a, b voc.Evidence) int { return a.At.Compare(b.At) })
		where := strings.Join(slices.DeleteFunc([]string{x.place(first.Source), first.Store}, func(s string) bool { return s == "" }), " · ")
		add(first.At, 0, x.say("第一条（%s）。", "The first mention (%s).", where)).post = first.PostID
	}
	add(x.alert.OpenedAt, 2, x.say("报出%s预警。", "An alert was raised, %s.", x.level(x.levelAtFirst(in.Events))))
	if x.peak.N > 0 && x.step == time.Hour {
		add(x.peakEnd(), 3, x.say("刚过去的一小时最响，%d 条%s。", "The hour before was the loudest: %d mentions%s.", x.peak.N, x.asUsual())).given = []any{x.peak.N, number(x.before)}
	}
	for _, e := range in.Events {
		add(e.At, 3, x.alertMoment(e))
	}
	x.enterMessages(in.Messages)
	for _, o := range x.orders {
		add(o.OpenedAt, 4, x.say("开出工单 %s。", "Work order %s was opened.", o.ID)).order = o.ID
		for _, n := range o.Notes {
			add(n.At, 6, x.orderMoment(n)).order = o.ID
		}
	}
	if x.alert.State == voc.AlertResolved && !x.alert.ResolvedAt.IsZero() {
		add(x.alert.ResolvedAt, 7, x.say("回到往常，预警解除。", "Back to usual: the alert is over."))
	}
	slices.SortStableFunc(x.moments, func(a, b happening) int {
		return cmp.Or(a.at.Truncate(time.Second).Compare(b.at.Truncate(time.Second)), cmp.Compare(a.rank, b.rank))
	})
}

// peakEnd is when the loudest hour was over, or now while it runs.
func (x *incident) peakEnd() time.Time {
	if end := x.peak.At.Add(x.step); end.Before(x.now) {
		return end
	}
	return x.now
}

// asUsual sets the loudest hour beside what an hour usually brings.
func (x *incident) asUsual() string {
	switch {
	case !x.known:
		return ""
	case x.before < 0.05:
		return x.say("，此前两周几乎没有", ", hardly any in the two weeks before")
	}
	return x.say("，往常一小时约 %s 条", ", usually about %s an hour", number(x.before))
}

// levelAtFirst is how grave it was when it was first told.
func (x *incident) levelAtFirst(events []voc.Event) voc.Level {
	for _, e := range events {
		var first voc.Alert
		if e.Type == "opened" && json.Unmarshal(e.Data, &first) == nil && first.Level != "" {
			return first.Level
		}
	}
	return x.alert.Level
}

// alertMoment words what happened to the alert; "" for what nobody needs to read again.
func (x *incident) alertMoment(e voc.Event) string {
	var c change
	_ = json.Unmarshal(e.Data, &c) // what cannot be read is told without its details
	x.words = append(x.words, e.Actor, sentence(c.Why), c.Into)
	if c.Part != nil {
		x.words = append(x.words, c.Part.Rule)
	}
	because := ""
	if why := sentence(c.Why); why != "" {
		because = x.say("：%s", ": %s", why)
	}
	switch e.Type {
	case "grew":
		if c.Level == "" {
			return ""
		}
		return x.say("升级为%s。", "It became %s.", x.level(c.Level))
	case "confirmed":
		return x.say("%s确认是事件%s。", "%s confirmed it%s.", e.Actor, because)
	case "dismissed":
		return x.say("%s判为误报%s。", "%s called it a false alarm%s.", e.Actor, because)
	case "muted":
		x.words = append(x.words, x.moment(c.Until.In(x.zone)))
		return x.say("%s静音到 %s%s。", "%s muted it until %s%s.", e.Actor, x.moment(c.Until.In(x.zone)), because)
	case "unmuted":
		return x.say("%s取消静音。", "%s ended the mute.", e.Actor)
	case "merged":
		return x.say("并入 %s。", "It became part of %s.", c.Into)
	case "absorbed":
		if c.Part != nil {
			return x.say("规则 %s 也报了同一件事。", "The rule %s fired about the same matter.", c.Part.Rule)
		}
	}
	return ""
}

// enterMessages tells who was told when. What went out within the same minute is one entry.
func (x *incident) enterMessages(messages []voc.Message) {
	type batch struct {
		at   time.Time
		kind string
		dead bool
	}
	told := map[batch][]string{}
	for _, m := range slices.Backward(messages) { // newest first as they come
		about := m.Subject == x.alert.ID || slices.ContainsFunc(x.orders, func(o voc.WorkOrder) bool { return o.ID == m.Subject })
		if !about || len(m.Data) > 0 || m.FoldedIn != "" || m.SentAt.IsZero() && !m.Dead {
			continue
		}
		x.words = append(append(x.words, m.Channel), m.To...)
		name := m.Channel
		if len(m.To) > 0 {
			name += x.say("（%s）", " (%s)", x.list(m.To))
		}
		b := batch{m.SentAt.Truncate(time.Minute), m.Kind, m.Dead}
		if m.Dead {
			b.at = m.CreatedAt.Truncate(time.Minute)
		}
		if b.at.Before(x.alert.OpenedAt) { // its seconds were cut off
			b.at = x.alert.OpenedAt
		}
		if !slices.Contains(told[b], name) {
			told[b] = append(told[b], name)
		}
	}
	for b, names := range told {
		text := x.say("发出%s通知：%s。", "Told of %s: %s.", x.news(b.kind), x.list(names))
		if b.dead {
			text = x.say("%s通知没有送达：%s。", "News of %s was not delivered: %s.", x.news(b.kind), x.list(names))
		}
		if !b.at.After(x.now) {
			x.moments = append(x.moments, happening{at: b.at.In(x.zone), text: text, rank: 5, told: !b.dead})
		}
	}
	slices.SortFunc(x.moments, func(a, b happening) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.rank, b.rank), cmp.Compare(a.text, b.text))
	})
}

// news is what a message was about.
func (x *incident) news(kind string) string {
	switch kind {
	case "alert.opened":
		return x.say("预警", "the alert")
	case "alert.grew":
		return x.say("升级", "its growth")
	case "alert.resolved":
		return x.say("解除", "its end")
	case "order.assigned":
		return x.say("派单", "the order given")
	case "order.escalated":
		return x.say("催办", "the order overdue")
	case "order.reopened":
		return x.say("复发", "the relapse")
	case "order.verified":
		return x.say("验证结果", "the proof")
	case "order.claimed":
		return x.say("认领", "the order taken up")
	}
	return x.say("工单进展", "the order")
}

// orderMoment words one line of an order's history; what people wrote stands as they wrote it.
func (x *incident) orderMoment(n voc.OrderNote) string {
	what, known := orderWords[n.Type]
	if !known {
		return ""
	}
	x.words = append(x.words, n.Actor, sentence(n.Text))
	who := n.Actor
	if who == "tingfeng" {
		who = x.say("听风", "tingfeng")
	}
	text := fmt.Sprintf("%s %s", who, x.say(what[0], what[1]))
	if x.tongue != english {
		text = who + what[0]
	}
	if said := sentence(n.Text); said != "" {
		text += x.say("：%s", ": %s", said)
	}
	return text + x.say("。", ".")
}

// orderWords are what happens to an order, as it stands after somebody's name.
var orderWords = map[string][2]string{
	"assigned": {"派单", "gave the order out"}, "claimed": {"认领", "took it up"}, "noted": {"记录", "noted"}, "attached": {"附上材料", "attached something"},
	"joined": {"加入协作", "brought somebody in"}, "left": {"退出协作", "let somebody go"}, "answered": {"公开回应", "answered in public"},
	"waiting": {"挂起等待", "put it on hold"}, "resumed": {"恢复处理", "went on"}, "resolved": {"处理完毕", "mended it"}, "called_back": {"回访", "asked the customer back"},
	"verifying": {"开始验证", "began to measure"}, "verified": {"给出验证结果", "told what was measured"}, "closed": {"关闭工单", "closed the order"},
	"reopened": {"重开工单（复发）", "reopened it: a relapse"}, "raised": {"调高级别", "raised the level"}, "regraded": {"改了级别", "changed the level"},
	"escalated": {"逐级催办", "escalated"}, "false_alarm": {"判为误报", "called it a false alarm"}, "merged": {"合并工单", "merged the order"}, "cancelled": {"取消工单", "cancelled the order"},
}
