package workorder

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// steppedThrough lets a timer look every few minutes, folds what it gives, and lists it: clock, percent
// and to whom.
func steppedThrough(t *testing.T, o voc.WorkOrder, h House, from, to time.Time, every time.Duration) (voc.WorkOrder, []string) {
	t.Helper()
	var told []string
	for now := from; !now.After(to); now = now.Add(every) {
		for _, e := range Escalate(o, h, now) {
			var d voc.Escalation
			if err := json.Unmarshal(e.Data, &d); err != nil {
				t.Fatal(err)
			}
			told = append(told, fmt.Sprintf("%s %d.%d %s", d.Clock, d.Percent, d.Day, strings.Join(d.To, "+")))
			var err error
			if o, err = Fold(o, e); err != nil {
				t.Fatal(err)
			}
		}
		if again := Escalate(o, h, now); len(again) != 0 {
			t.Fatalf("at %s it was told twice: %+v", now, again)
		}
	}
	return o, told
}

// TestWhoIsToldWhen: half of the time the owner, three quarters the lead too, all of it lead and
// director, then the director every day.
func TestWhoIsToldWhen(t *testing.T) {
	h := firm(t)
	at := shanghai(t, "03-02", "10:00")
	o := do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("赵敏"), at)
	o = do(t, o, answerIt, at)
	_, told := steppedThrough(t, o, h, at, at.Add(64*time.Hour), 10*time.Minute)
	want := "resolve 50.0 赵敏|resolve 75.0 赵敏+李雷|resolve 100.0 李雷+韩总|resolve 150.0 韩总|resolve 150.1 韩总"
	if got := strings.Join(told, "|"); got != want {
		t.Errorf("told\n%s, want\n%s", got, want)
	}
}

func TestEscalationsOfAnUnclaimedOrder(t *testing.T) {
	h := firm(t)
	at := shanghai(t, "03-02", "10:00")
	o := opened(t, Draft{Level: voc.Red, To: "赵敏", Lead: "李雷"}, at)
	_, told := steppedThrough(t, o, h, at, at.Add(20*time.Minute), time.Minute)
	want := "claim 50.0 赵敏|claim 75.0 赵敏+李雷|claim 100.0 李雷+韩总|claim 150.0 韩总"
	if got := strings.Join(told, "|"); got != want {
		t.Errorf("told\n%s, want\n%s", got, want)
	}
	nobodys := opened(t, Draft{Level: voc.Red}, at)
	if _, told = steppedThrough(t, nobodys, h, at, at.Add(5*time.Minute), time.Minute); len(told) != 1 || told[0] != "claim 50.0 赵敏" {
		t.Errorf("nobody's order: told %v, want who is on duty", told)
	}
}

// TestARestartTellsOnlyTheHighestStep: after a standstill nobody reads four reminders of one clock.
func TestARestartTellsOnlyTheHighestStep(t *testing.T) {
	h := firm(t)
	at := shanghai(t, "03-02", "10:00")
	o := do(t, do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("赵敏"), at), answerIt, at)
	_, told := steppedThrough(t, o, h, at.Add(25*time.Hour), at.Add(26*time.Hour), 10*time.Minute)
	if got := strings.Join(told, "|"); got != "resolve 100.0 李雷+韩总" {
		t.Errorf("told %s, want the one step", got)
	}
}

// TestWhoIsOffIsPassedOverAtOnce: the roster hears of it without waiting for half of the time.
func TestWhoIsOffIsPassedOverAtOnce(t *testing.T) {
	h := firm(t)
	night := shanghai(t, "03-02", "23:00")
	for _, c := range []struct {
		why, who string
		level    voc.Level
		want     string
	}{
		{"on holiday", "陈默", voc.Yellow, "claim 0.0 赵敏"},
		{"has left", "周舟", voc.Yellow, "claim 0.0 赵敏"},
		{"not at work, and it cannot wait", "王芳", voc.Red, "claim 0.0 赵敏"},
		{"not at work, and it can", "王芳", voc.Yellow, ""},
		{"at work", "赵敏", voc.Red, ""},
	} {
		o := opened(t, Draft{Level: c.level, To: c.who, Terms: officeTerms(t)}, night)
		o, told := steppedThrough(t, o, h, night, night.Add(2*time.Minute), time.Minute)
		if got := strings.Join(told, "|"); got != c.want {
			t.Errorf("%s: told %q, want %q", c.why, got, c.want)
		}
		text := o.Notes[len(o.Notes)-1].Text
		if c.want != "" && (!strings.Contains(text, c.who) || !strings.Contains(text, "请赵敏接手") || strings.Contains(text, "%")) {
			t.Errorf("%s: the history does not say who was passed over and who takes over: %q", c.why, text)
		}
	}
}

func TestEachCycleEscalatesAnew(t *testing.T) {
	h := firm(t)
	at := shanghai(t, "03-02", "10:00")
	o := do(t, do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("赵敏"), at), answerIt, at)
	o, first := steppedThrough(t, o, h, at, at.Add(13*time.Hour), 30*time.Minute)
	o = do(t, o, resolveIt, at.Add(14*time.Hour))
	o = do(t, o, reopenIt, at.Add(40*time.Hour))
	_, second := steppedThrough(t, o, h, at.Add(40*time.Hour), at.Add(53*time.Hour), 30*time.Minute)
	if len(first) != 1 || len(second) != 1 {
		t.Errorf("first cycle %v, second %v: want a reminder each", first, second)
	}
}

// TestWhoTookItUpIsNotToldToTakeItOver: a name that is not among the people claimed it, so somebody is
// there; only the clocks speak.
func TestWhoTookItUpIsNotToldToTakeItOver(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	for sentence, h := range map[string]House{
		"a stranger to the house":             firm(t),
		"one who is off, nobody else is left": {People: []voc.Person{{Name: "外聘", Left: true}}},
	} {
		o := do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("外聘"), at)
		if _, told := steppedThrough(t, o, h, at, at.Add(20*time.Minute), time.Minute); len(told) != 0 {
			t.Errorf("%s: told %v before half of any time was used", sentence, told)
		}
	}
}

func TestAHouseOfNobodyTellsNobody(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	if events := Escalate(opened(t, Draft{Level: voc.Red}, at), House{}, at.Add(day)); len(events) != 0 {
		t.Errorf("told %+v", events)
	}
	o := do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("王芳"), at)
	if events := Escalate(o, House{}, at.Add(day)); len(events) == 0 {
		t.Error("an owner whom no list names is told all the same")
	}
}

// TestAMilderLevelRepeatsNoLowerStep: who was told of three quarters is not told of half when a longer
// target makes it less.
func TestAMilderLevelRepeatsNoLowerStep(t *testing.T) {
	h := firm(t)
	at := shanghai(t, "03-02", "10:00")
	o := do(t, do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("赵敏"), at), answerIt, at)
	o, told := steppedThrough(t, o, h, at.Add(19*time.Hour), at.Add(19*time.Hour), time.Minute)
	if len(told) != 1 {
		t.Fatalf("told %v", told)
	}
	o = do(t, o, regrade(voc.Orange), at.Add(20*time.Hour))
	_, told = steppedThrough(t, o, h, at.Add(37*time.Hour), at.Add(40*time.Hour), time.Hour)
	if len(told) != 0 {
		t.Errorf("at half of the longer time told %v, who know it already", told)
	}
	_, told = steppedThrough(t, o, h, at.Add(73*time.Hour), at.Add(73*time.Hour), time.Hour)
	if len(told) != 1 || told[0] != "resolve 100.0 李雷+韩总" {
		t.Errorf("when the longer time is over told %v", told)
	}
}
