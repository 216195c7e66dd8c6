package digest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// twoNights has four ordinary weeks, and then two bad days that are alike but for how many more wait on
// the second.
func twoNights(t *testing.T, brand voc.BrandID, more int) (first, second voc.Digest) {
	t.Helper()
	in := chainInputs(brand)
	in.Store = storetest.Open(t)
	var w town
	for _, back := range []int{7, 8, 14, 15, 21, 22, 28, 29} {
		w.ordinaryDay(brand, in.Now.AddDate(0, 0, -back).Format("2006-01-02"))
	}
	for i, date := range []string{"2026-01-30", tonight} {
		w.ordinaryDay(brand, date)
		w.complain(brand, date, "12:00", "服务-等待", "sh-people", 25+i*more, "排了%d分钟，叫号的人不见了，店员说不知道。")
		for n := range 3 {
			w.say(brand, at(date, "15:00"), voc.Positive, "", "sh-jingan", fmt.Sprintf("静安寺店的小哥帮我把漏的那杯重新做了第%d次，还一直道歉，很暖心。", n))
		}
	}
	if _, err := in.Store.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	in.Orders = []voc.WorkOrder{{ID: "WO-20260129-1", Brand: brand, Title: "查清并处理：叫号没人应", State: voc.OrderInProgress, Level: voc.Orange, Owner: "沈予安", OpenedAt: at("2026-01-29", "10:00")}}
	in.Day, in.Now = at("2026-01-30", "21:30"), at("2026-01-30", "21:30")
	first = gathered(t, in)
	in.Day, in.Now, in.Since, in.Last = at(tonight, "21:30"), at(tonight, "21:30"), first.AsOf, first
	return first, gathered(t, in)
}

func sectionOf(d voc.Digest, name string) []voc.DigestLine {
	for _, s := range d.Sections {
		if s.Name == name {
			return s.Lines
		}
	}
	return nil
}

// Two equal nights: the second letter repeats what is open and how well we heard, and nothing else.
func TestTwoEqualNightsRepeatOnlyWhatIsOpen(t *testing.T) {
	first, second := twoNights(t, "equal", 0)
	said := map[string]string{}
	for _, s := range first.Sections {
		for _, l := range s.Lines {
			said[l.Text] = s.Name
			for _, e := range l.Evidence {
				said[e.Text] = s.Name
			}
		}
	}
	if len(sectionOf(first, "worse")) != 1 || len(sectionOf(first, "praise")) == 0 || len(sectionOf(first, "open")) != 1 {
		t.Fatalf("the first night tells %+v; want something that got worse, praise, and an open order", first.Sections)
	}
	for _, s := range second.Sections {
		for _, l := range s.Lines {
			if _, again := said[l.Text]; again && s.Name != "open" && s.Name != "quality" && s.Name != "voices" {
				t.Errorf("%s says again: %s", s.Name, l.Text)
			}
			for _, e := range l.Evidence {
				if _, again := said[e.Text]; again {
					t.Errorf("%s quotes again: %s", s.Name, e.Text)
				}
			}
		}
	}
	worse := sectionOf(second, "worse")
	if len(worse) != 1 || !strings.HasPrefix(worse[0].Text, "“等待太久”仍高于往常：30 条，上一封信里是 30 条") || len(worse[0].Evidence) != 0 {
		t.Errorf("what goes on is told as %+v, want one short line", worse)
	}
	for _, p := range sectionOf(second, "praise") {
		for _, before := range sectionOf(first, "praise") {
			if p.Query == before.Query {
				t.Errorf("the same shop is praised two nights running: %s", p.Text)
			}
		}
	}
	if open := sectionOf(second, "open"); len(open) != 1 || !strings.Contains(open[0].Text, "叫号没人应") {
		t.Errorf("the open order is told as %+v, want it carried until it is closed", open)
	}
}

// What rose clearly again since the night before is news again.
func TestWhatRoseAgainIsToldAgain(t *testing.T) {
	_, second := twoNights(t, "rising", 50)
	worse := sectionOf(second, "worse")
	if len(worse) != 1 || !strings.Contains(worse[0].Text, "“等待太久”80 条") || !strings.Contains(worse[0].Text, "95% 区间") {
		t.Errorf("far more than the night before are told as %+v, want the whole line", worse)
	}
}

// A letter whose numbers of the night before are wrong would be found out: they are held to the letter
// that was sent.
func TestTheNumberOfTheNightBeforeIsCheckedToo(t *testing.T) {
	f := &facts{today: window{total: 100}, last: remember(voc.Digest{Sections: []voc.DigestSection{
		{Name: "worse", Lines: []voc.DigestLine{{Text: "x", Query: topicQuery("等待"), N: 20, Of: 100}}},
	}}), in: shanghai, topics: []topic{{name: "等待", n: 21}}}
	l := ledgerOf(f)
	line := f.stillLine(f.topics[0], f.last.topics[topicQuery("等待")])
	line.Posts = nil
	if why := l.wrong(line); why != "" {
		t.Errorf("%s: %s", line.Text, why)
	}
	line.Text = strings.Replace(line.Text, "20 条", "12 条", 1)
	if l.wrong(line) == "" {
		t.Errorf("%s: nobody said twelve", line.Text)
	}
}
