package notify

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// plan writes down what the clock asks for, as the journal does.
func (b *box) plan(now time.Time) { b.t.Helper(); b.add(b.Plan(now)...) }

// quick is the time of day the tests of the outbox live at: not one of the crowded minutes.
var quick = noon.Add(5 * time.Minute)

func TestManyMildMessagesBecomeOneAndEachIsInIt(t *testing.T) {
	b := newBox(t, Standard("bot", DingTalk))
	for i := range 9 {
		m := message(fmt.Sprintf("m%d", i), "bot", voc.Yellow, quick)
		m.Title, m.Links = fmt.Sprintf("第%d条 [假](链接)", i), []voc.MessageLink{{Title: "查看", URL: fmt.Sprintf("https://voc.example.com/alerts/AL-%d", i)}}
		b.add(QueuedEvent(m, quick))
	}
	b.add(QueuedEvent(message("red", "bot", voc.Red, quick), quick))
	data := message("data", "bot", voc.Blue, quick)
	data.Data = []byte(`{"order":"WO-1"}`)
	letter := message("letter", "bot", "", quick)
	letter.Kind = "digest"
	b.add(QueuedEvent(data, quick), QueuedEvent(letter, quick))
	b.plan(quick)
	due := b.restarted().Due(quick)
	if len(due) != 4 || due[0].ID != "red" || due[1].Kind != KindFolded {
		t.Fatalf("due is %s, want the red one, then one that says the nine, and what is never folded", idsOf(due))
	}
	for i := range 9 {
		if want := fmt.Sprintf(`第%d条 \[假\](链接)（12:05） [打开](https://voc.example.com/alerts/AL-%d)`, i, i); !strings.Contains(due[1].Body, want) {
			t.Errorf("%q is not in the digest:\n%s", want, due[1].Body)
		}
		if m, _ := b.Message(fmt.Sprintf("m%d", i)); m.FoldedIn != due[1].ID || !m.SentAt.IsZero() {
			t.Errorf("message %d is %+v", i, m)
		}
	}
	if !strings.Contains(due[1].Title, "9 条") || !strings.Contains(due[1].Title, "黄 9") {
		t.Errorf("title is %q", due[1].Title)
	}
	b.add(Outcome(due[1], quick, Result{}, 0))
	if m, _ := b.restarted().Message("m3"); !m.SentAt.Equal(quick) {
		t.Error("a message is not sent although the digest that says it is")
	}
	b.add(ResentEvent("m3", "王芳", quick))
	if m, _ := b.restarted().Message("m3"); m.FoldedIn != "" || !m.SentAt.IsZero() || !strings.Contains(idsOf(b.Due(quick)), "m3") {
		t.Errorf("a folded message that somebody wants by itself is %+v", m)
	}
}

// TestALineOfADigestIsReadBeforeItIsActedOn: titles of orders begin with their level, and the first of
// their links claims.
func TestALineOfADigestIsReadBeforeItIsActedOn(t *testing.T) {
	b := newBox(t, Standard("bot", DingTalk))
	const order = "https://voc.example.com/orders/WO-7"
	for i := range 7 {
		m := message(fmt.Sprintf("m%d", i), "bot", voc.Orange, quick)
		m.Title = fmt.Sprintf("【橙】新工单待您认领：第%d件", i)
		m.Links = []voc.MessageLink{{Title: "认领", URL: order + "?do=claim"}, {Title: "查看工单", URL: order}}
		b.add(QueuedEvent(m, quick))
	}
	b.plan(quick)
	body := b.Due(quick)[0].Body
	if want := "- 【橙】新工单待您认领：第3件（12:05） [打开](" + order + ")\n"; !strings.Contains(body, want) || strings.Contains(body, "【橙】【橙】") {
		t.Errorf("want the line %q in\n%s", want, body)
	}
}

func TestFiveAreReadOneByOne(t *testing.T) {
	b := newBox(t, Standard("bot", WeCom))
	for i := range 5 {
		b.add(QueuedEvent(message(fmt.Sprint(i), "bot", voc.Blue, quick), quick))
	}
	if b.plan(quick); len(b.Due(quick)) != 5 {
		t.Errorf("due is %s", idsOf(b.Due(quick)))
	}
	hook := newBox(t, Standard("hook", Webhook))
	for i := range 50 {
		hook.add(QueuedEvent(message(fmt.Sprint(i), "hook", voc.Blue, quick), quick))
	}
	if events := hook.Plan(quick); len(events) != 0 {
		t.Error("a program was sent a digest in place of its messages")
	}
}

// A mail is read by those it is for: nobody reads in a digest what was for somebody else.
func TestMailIsFoldedByItsReaders(t *testing.T) {
	b := newBox(t, Standard("mail", Email))
	for i := range 14 {
		m := message(fmt.Sprint(i), "mail", voc.Blue, quick)
		m.To = []string{[]string{"林店长", "王芳"}[i%2]}
		b.add(QueuedEvent(m, quick))
	}
	b.plan(quick)
	due := b.Due(quick)
	if len(due) != 2 || fmt.Sprint(due[0].To, due[1].To) != "[林店长] [王芳]" && fmt.Sprint(due[0].To, due[1].To) != "[王芳] [林店长]" {
		t.Errorf("due is %+v, want one digest for each", due)
	}
}

func TestAFoldedMessageDiesAndRevivesWithItsDigest(t *testing.T) {
	b := newBox(t, Standard("bot", DingTalk))
	for i := range 7 {
		b.add(QueuedEvent(message(fmt.Sprint(i), "bot", voc.Blue, quick), quick))
	}
	b.plan(quick)
	digest := b.Due(quick)[0]
	b.add(Outcome(digest, quick, Result{Err: errors.New("消息格式不被接受")}, 0))
	if m, _ := b.restarted().Message("3"); !m.Dead || !strings.Contains(m.LastError, "格式") {
		t.Errorf("the digest is dead, what it says is %+v", m)
	}
	b.add(ResentEvent(digest.ID, "王芳", quick))
	if m, _ := b.restarted().Message("3"); m.Dead {
		t.Error("the digest is tried again, what it says is dead")
	}
	if c := b.Channels()[0]; c.Waiting != 1 || c.Dead != 0 {
		t.Errorf("the channel says %+v", c)
	}
}

func TestARedMessageNobodyAcceptsTakesAnotherWay(t *testing.T) {
	first, second := Standard("bot", DingTalk), Standard("backup", Feishu)
	first.Fallback = []string{"backup"}
	b := newBox(t, first, second, Standard("mail", Email), Standard("late", Email))
	b.add(QueuedEvent(message("red", "bot", voc.Red, quick), quick), QueuedEvent(message("mild", "bot", voc.Orange, quick), quick))
	b.add(Outcome(b.Due(quick)[0], quick, Result{Retry: true, Err: errors.New("503")}, 0))
	if b.plan(quick.Add(119 * time.Second)); len(b.Messages()) != 2 {
		t.Fatal("it took another way before its time")
	}
	after := quick.Add(2 * time.Minute)
	b.plan(after)
	b.plan(after)
	copied, there := b.restarted().Message("red~backup")
	if !there || copied.Origin != "red" || !strings.Contains(copied.Body, "bot 没有及时送达") || len(b.Messages()) != 3 {
		t.Fatalf("two minutes later there are %s", idsOf(b.Messages()))
	}
	// The second channel does not take it either: mail, and no other mailbox once that has it.
	b.add(Outcome(copied, after, Result{Retry: true, Err: errors.New("503")}, 0))
	later := after.Add(2 * time.Minute)
	b.plan(later)
	mail, there := b.Message("red~mail")
	if !there || len(b.Messages()) != 4 {
		t.Fatalf("four minutes later there are %s", idsOf(b.Messages()))
	}
	b.add(Outcome(mail, later, Result{}, 0))
	if b.plan(later.Add(time.Hour)); len(b.Messages()) != 4 {
		t.Errorf("it was accepted by mail, and yet there are %s", idsOf(b.Messages()))
	}
	// The first channel works again: what stands in for it elsewhere and still waits is dropped.
	red, _ := b.Message("red")
	b.add(Outcome(red, later, Result{}, 0))
	b.plan(later.Add(time.Second))
	if m, _ := b.restarted().Message("red~backup"); m.FoldedIn != "red" || strings.Contains(idsOf(b.Due(later.Add(time.Hour))), "red~backup") {
		t.Errorf("the stand-in still waits: %+v", m)
	}
}

func TestARedMessageIsNotToldTwiceWhereItIsToldAnyway(t *testing.T) {
	first := Standard("bot", DingTalk)
	first.Fallback = []string{"backup", "gone-from-config", "mail"}
	b := newBox(t, first, Standard("backup", Feishu), Standard("mail", Email))
	told := message("told", "backup", voc.Red, quick)
	told.Subject = "AL-1"
	red := message("red", "bot", voc.Red, quick)
	red.Subject = "AL-1"
	b.add(QueuedEvent(red, quick), QueuedEvent(told, quick), Outcome(red, quick, Result{Err: errors.New("签名不对")}, 0))
	b.plan(quick.Add(time.Second))
	if _, there := b.Message("red~mail"); !there || len(b.Messages()) != 3 {
		t.Errorf("there are %s; want mail at once, as the robot refused for good, and nothing more on the channel that has the matter", idsOf(b.Messages()))
	}
}

// A thousand messages wait for a robot that is down for a day: the journal grows by what the
// channel is asked, not by what waits.
func TestADeadChannelIsAskedABoundedNumberOfTimes(t *testing.T) {
	b := newBox(t, Standard("hook", Webhook))
	for i := range 1000 {
		b.add(QueuedEvent(message(fmt.Sprintf("%04d", i), "hook", voc.Blue, quick), quick))
	}
	b.events = nil
	attempts := 0
	for now := quick; now.Before(quick.Add(23 * time.Hour)); now = now.Add(10 * time.Second) {
		b.plan(now)
		for _, m := range b.Due(now) {
			b.add(Outcome(m, now, Result{Retry: true, Err: errors.New("connection refused")}, 0.5))
			attempts++
		}
	}
	if attempts < 100 || attempts > 160 {
		t.Errorf("a dead channel was asked %d times in 23 hours, want about 140", attempts)
	}
	// It works again shortly before the day is over: everything goes out at once, no pause is sat out.
	now := quick.Add(23 * time.Hour)
	for range 1800 {
		for _, m := range b.Due(now) {
			b.add(Outcome(m, now, Result{}, 0))
		}
		now = now.Add(500 * time.Millisecond)
	}
	if n := len(b.waiting); n != 0 {
		t.Errorf("%d still wait a quarter of an hour after the channel came back", n)
	}
}

func TestTheRushOfTheFullAndTheHalfHour(t *testing.T) {
	b := newBox(t, Standard("bot", Feishu))
	full := time.Date(2026, 1, 31, 12, 30, 20, 0, time.UTC)
	b.add(QueuedEvent(message("mild", "bot", voc.Orange, full), full), QueuedEvent(message("red", "bot", voc.Red, full), full))
	if due := b.Due(full); idsOf(due) != "red" {
		t.Errorf("at half past due is %q, want the red one alone", idsOf(due))
	}
	if due := b.Due(full.Add(40 * time.Second)); len(due) != 2 {
		t.Errorf("a minute later due is %q", idsOf(due))
	}
}

func TestAReceiversOwnWishIsKeptByTheWholeChannel(t *testing.T) {
	b := newBox(t, Standard("bot", DingTalk))
	b.add(QueuedEvent(message("a", "bot", voc.Red, quick), quick), QueuedEvent(message("b", "bot", voc.Red, quick), quick))
	b.add(Outcome(b.Due(quick)[0], quick, Result{Retry: true, After: 10 * time.Minute, Err: errors.New("130101")}, 0))
	if due := b.restarted().Due(quick.Add(10*time.Minute - 1)); len(due) != 0 {
		t.Errorf("a silenced robot would be sent %s", idsOf(due))
	}
	if due := b.Due(quick.Add(10 * time.Minute)); len(due) != 1 {
		t.Errorf("after that it is asked with %s, want one", idsOf(due))
	}
}

func TestRedHasRoomKeptForIt(t *testing.T) {
	b := newBox(t, Place{Name: "bot", Rates: []Rate{{18, time.Minute}}})
	for i := range 30 {
		b.add(QueuedEvent(message(fmt.Sprintf("%02d", i), "bot", voc.Blue, quick), quick))
	}
	due := b.Due(quick)
	for _, m := range due {
		b.add(Outcome(m, quick, Result{}, 0))
	}
	for i := range 10 {
		b.add(QueuedEvent(message(fmt.Sprintf("red%d", i), "bot", voc.Red, quick), quick))
	}
	if red := b.Due(quick.Add(time.Second)); len(due) != 12 || len(red) != 6 || red[0].Level != voc.Red {
		t.Errorf("%d mild ones at once, then %d red ones; want 12 and 6", len(due), len(red))
	}
}

func TestARestartCountsWhatItMayHaveSent(t *testing.T) {
	b := newBox(t, Place{Name: "bot", Rates: []Rate{{3, time.Minute}}}, Place{Name: "idle", Rates: []Rate{{1, time.Minute}}})
	for i := range 3 {
		b.add(QueuedEvent(message(fmt.Sprint(i), "bot", voc.Red, quick), quick))
	}
	b.add(Outcome(b.Due(quick)[0], quick, Result{}, 0))
	again := b.restarted()
	again.Resume(quick.Add(time.Second))
	if due := again.Due(quick.Add(time.Second)); len(due) != 1 {
		t.Errorf("due is %s; one was sent, one may have been: there is room for one of three", idsOf(due))
	}
	if !again.Free("idle", quick.Add(time.Second)) {
		t.Error("a channel nothing waited for was counted as well")
	}
}

func TestPartsGoOnWhereTheyStopped(t *testing.T) {
	b := newBox(t, Standard("bot", WeCom))
	b.add(QueuedEvent(message("long", "bot", voc.Blue, quick), quick), QueuedEvent(message("other", "bot", voc.Blue, quick.Add(-time.Minute)), quick))
	m, _ := b.Message("long")
	b.add(Outcome(m, quick, Result{Err: fmt.Errorf("part: %w", progress{1, 3})}, 0))
	due := b.restarted().Due(quick)
	if len(due) != 2 || due[0].ID != "long" || due[0].Done != 1 || due[0].Parts != 3 || due[0].LastError != "" {
		t.Fatalf("due is %+v, want what was begun first, at its second part", due)
	}
	b.add(Outcome(due[0], quick, Result{Retry: true, Err: errors.New("503")}, 0))
	if m, _ := b.restarted().Message("long"); m.Done != 1 || m.Parts != 3 {
		t.Errorf("a failure lost the part: %+v", m)
	}
	m.Done, m.Parts = 2, 3
	b.add(Outcome(m, quick, Result{}, 0))
	if m, _ := b.restarted().Message("long"); m.SentAt.IsZero() || m.Done != 3 || len(m.Attempts) != 3 || m.Attempts[1].Error != "503" {
		t.Errorf("at its end it is %+v", m)
	}
}

type progress struct{ done, parts int }

func (p progress) Error() string        { return "unfinished" }
func (p progress) Progress() (int, int) { return p.done, p.parts }

type refusal struct{ refused, reached []string }

func (r refusal) Error() string                  { return "550 no such user" }
func (r refusal) Refusals() ([]string, []string) { return r.refused, r.reached }

func TestAnAddressThatDoesNotExistIsAskedThreeTimes(t *testing.T) {
	b := newBox(t, Standard("mail", Email))
	for i := range 4 {
		b.add(QueuedEvent(message(fmt.Sprint(i), "mail", voc.Red, quick.Add(time.Duration(i))), quick))
	}
	for i := range 3 {
		m := b.Due(quick)[0]
		if len(m.Refused) != 0 {
			t.Fatalf("after %d refusals nobody is asked: %v", i, m.Refused)
		}
		b.add(Outcome(m, quick, Result{Err: refusal{[]string{"x@example.com"}, []string{"y@example.com"}}}, 0))
		if m, _ := b.Message(m.ID); m.SentAt.IsZero() {
			t.Error("somebody has the mail, and it is not sent")
		}
	}
	if m := b.restarted().Due(quick)[0]; fmt.Sprint(m.Refused) != "[x@example.com]" {
		t.Errorf("off are %v", m.Refused)
	}
	if c := b.Channels()[0]; !strings.Contains(c.Error, "x@example.com 已被退回 3 次") {
		t.Errorf("the channel says %q", c.Error)
	}
	if m := b.Due(quick.Add(20 * time.Hour))[0]; len(m.Refused) != 1 {
		t.Error("it was forgotten within a day")
	}
	b.add(ResentEvent("0", "王芳", quick))
	if m := b.restarted().Due(quick)[0]; len(m.Refused) != 0 {
		t.Error("somebody mended the list and asked for it again, and the address is still off")
	}
}

func TestWhoHasAMailIsToldToItsNextAttempt(t *testing.T) {
	b := newBox(t, Standard("mail", Email))
	b.add(QueuedEvent(message("a", "mail", voc.Red, quick), quick))
	b.add(Outcome(b.Due(quick)[0], quick, Result{Retry: true, Err: refusal{nil, []string{"y@example.com"}}}, 0))
	if due := b.restarted().Due(quick.Add(time.Minute)); len(due) != 1 || fmt.Sprint(due[0].Reached) != "[y@example.com]" {
		t.Errorf("due is %+v", due)
	}
}

func TestASignOfLifeEveryMonday(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	o, err := NewOutbox(Options{Places: []Place{Standard("bot", Feishu), Standard("hook", Webhook)}, Location: zone})
	if err != nil {
		t.Fatal(err)
	}
	b := &box{Outbox: o, t: t}
	monday := time.Date(2026, 2, 2, 10, 6, 59, 0, zone)
	for _, c := range []struct {
		why  string
		at   time.Time
		want int
	}{
		{"before its time", monday, 0},
		{"at its time", monday.Add(time.Second), 1},
		{"once", monday.Add(time.Hour), 0},
		{"not on Tuesday", monday.Add(24 * time.Hour), 0},
		{"again a week later, made up for at noon", monday.Add(7*24*time.Hour + 2*time.Hour), 1},
		{"too late in the evening", monday.Add(14*24*time.Hour + 13*time.Hour), 0},
	} {
		events := o.Plan(c.at)
		n := 0
		for _, e := range events {
			if e.Type == TypeQueued && strings.HasPrefix(e.ID, "heartbeat.bot.") {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%s: %d signs of life, want %d", c.why, n, c.want)
		}
		b.add(events...)
	}
}

func TestChannelsSayHowTheyAre(t *testing.T) {
	b := newBox(t, Standard("bot", Feishu), Standard("hook", Webhook))
	b.add(QueuedEvent(message("a", "bot", voc.Red, quick), quick), QueuedEvent(message("b", "hook", voc.Red, quick), quick), QueuedEvent(message("c", "hook", voc.Red, quick), quick))
	a, _ := b.Message("a")
	b.add(Outcome(a, quick, Result{Took: 40 * time.Millisecond}, 0))
	m, _ := b.Message("b")
	b.add(Outcome(m, quick, Result{Err: fmt.Errorf("x: %w", goneError{})}, 0))
	got := b.restarted().Channels()
	if got[0].Limit != "每分钟 90 条，每秒 4 条" || !got[0].SentAt.Equal(quick) || got[0].Error != "" || got[0].Waiting != 0 {
		t.Errorf("the bot says %+v", got[0])
	}
	if got[1].Gone == "" || got[1].Dead != 1 || got[1].Waiting != 1 || got[1].Kind != Webhook {
		t.Errorf("the receiver says %+v", got[1])
	}
	if m, _ := b.Message("a"); len(m.Attempts) != 1 || m.Attempts[0].Took != 40*time.Millisecond {
		t.Errorf("the log of a message is %+v", m.Attempts)
	}
}
