package alert

import (
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Telling is what a headline is made of beside the alert itself: names as people say them.
type Telling struct {
	Brand    string         // 青衡
	Topic    string         // 异物; "" none stood out
	Store    string         // 静安寺店; "" the increase is not about one shop
	What     string         // 负面, 差评 …; "" says 负面
	Location *time.Location // the zone people read times in
}

// Headline says in one line: brand, level, how much against usual, since when, about what.
//
//	青衡·红色预警：近一小时负面 142 条，平时约 9 条，自 14:05 起，主要在说“异物”（静安寺店）
func Headline(a voc.Alert, t Telling) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s·%s色预警：近一小时%s %d 条，平时%s，自 %s 起",
		t.Brand, a.Level.Title(), t.what(), a.Spike.Hour, usual(a.Spike.Usual), clock(a.StartedAt, a.Spike.At, t.Location))
	b.WriteString(t.about())
	return b.String()
}

// ResolvedHeadline says that it is over: how long it took and how high it went.
//
//	青衡·红色预警解除：负面已回落到近一小时 8 条，历时 9 小时 20 分，最高一小时 142 条，主要在说“异物”
func ResolvedHeadline(a voc.Alert, now voc.Spike, t Telling) string {
	return fmt.Sprintf("%s·%s色预警解除：%s已回落到近一小时 %d 条，历时 %s，最高一小时 %d 条%s",
		t.Brand, a.Level.Title(), t.what(), now.Hour, lasting(a.LastAt.Sub(a.StartedAt)), a.Peak, t.about())
}

func (t Telling) what() string {
	if t.What == "" {
		return "负面"
	}
	return t.What
}

func (t Telling) about() string {
	switch {
	case t.Topic != "" && t.Store != "":
		return fmt.Sprintf("，主要在说“%s”（%s）", t.Topic, t.Store)
	case t.Topic != "":
		return fmt.Sprintf("，主要在说“%s”", t.Topic)
	case t.Store != "":
		return "，集中在" + t.Store
	}
	return ""
}

// usual never says "平时约 0 条": less than one an hour is said in words.
func usual(x float64) string {
	if x < 0.95 {
		return "不到 1 条"
	}
	return "约 " + about(x) + " 条"
}

// clock writes a moment as short as it stays clear: the day is said when it is another one.
func clock(at, now time.Time, in *time.Location) string {
	if in == nil {
		in = time.UTC
	}
	at, now = at.In(in), now.In(in)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("1月2日 15:04")
}

func lasting(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	days, hours, minutes := minutes/(24*60), minutes/60%24, minutes%60
	switch {
	case days > 0:
		return fmt.Sprintf("%d 天 %d 小时", days, hours)
	case hours > 0 && minutes > 0:
		return fmt.Sprintf("%d 小时 %d 分", hours, minutes)
	case hours > 0:
		return fmt.Sprintf("%d 小时", hours)
	}
	return fmt.Sprintf("%d 分钟", max(minutes, 1))
}
