package digest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// wordy is a letter of so many lines with two voices each.
func wordy(lines int) voc.Digest {
	d := voc.Digest{
		ID: "2026-01-31/qingheng/founder", Date: "2026-01-31", Brand: "qingheng", Audience: "founder", Title: "青衡客诉日报", Lead: "今天听到 168 条声音，负面 71 条。", AsOf: at(tonight, "21:30"),
		Figures: []voc.DigestFigure{{Name: "index", Title: "投诉指数", Text: "132", Change: "多 12%"}, {Name: "claim", Title: "认领用时", Text: "—"}},
	}
	s := voc.DigestSection{Name: "new", Title: "今日新增"}
	for i := range lines {
		s.Lines = append(s.Lines, voc.DigestLine{ID: fmt.Sprintf("new-%d", i+1), Text: fmt.Sprintf("第 %d 件：静安寺店“异物”首次出现，21 条负面。", i+1), Orders: []string{"WO-1"}, Evidence: []voc.Evidence{
			{Text: "喝到一半吸管里冒出一截黑色的塑料。", URL: "https://reviews.example.com/1"}, {Text: "店员只说换一杯。"},
		}})
	}
	d.Sections = []voc.DigestSection{s}
	return d
}

func TestALettersLinksLeadToItself(t *testing.T) {
	form, err := Form(wordy(2), "https://voc.example.com/")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`href="https://voc.example.com/letters/2026-01-31/qingheng/founder?line=new-1#reply"`, `href="https://voc.example.com/orders/WO-1"`,
		`href="https://voc.example.com/letters/2026-01-31/qingheng/founder"`, "投诉指数", "多 12%", "https://reviews.example.com/1",
	} {
		if !strings.Contains(form.HTML, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if !strings.Contains(form.Card, "(https://voc.example.com/letters/2026-01-31/qingheng/founder)") || !strings.Contains(form.Text, "https://voc.example.com/letters/2026-01-31/qingheng/founder") {
		t.Errorf("no way to the whole letter:\n%s\n%s", form.Card, form.Text)
	}
	if strings.Contains(form.Text, "认领用时") || strings.Contains(form.HTML, "认领用时") {
		t.Error("a figure nobody knows is shown")
	}
	bare, err := Form(wordy(2), "")
	if err != nil || strings.Contains(bare.HTML, "/letters/") || strings.Contains(bare.Card, "](") {
		t.Errorf("without an address there are links (%v)", err)
	}
}

// Whatever the length of the letter, what is sent stays within what mail programs and robots take, and says
// what it leaves out.
func TestFormsStayWithinTheirLimits(t *testing.T) {
	for _, lines := range []int{0, 10, 400, 10_000} {
		form, err := Form(wordy(lines), "https://voc.example.com")
		if err != nil {
			t.Fatal(err)
		}
		if len(form.HTML) > mostMail || len(form.Card) > mostCard {
			t.Errorf("%d lines: the page has %d bytes, the card %d", lines, len(form.HTML), len(form.Card))
		}
		if told := strings.Contains(form.HTML, "见全文"); told != (lines > 50) {
			t.Errorf("%d lines: that some are left out is told: %v", lines, told)
		}
		if told := strings.Contains(form.Card, "见全文"); told != (lines > 40) && lines != 10 {
			t.Errorf("%d lines: that the card leaves some out is told: %v", lines, told)
		}
	}
	d := wordy(1)
	d.Lead = strings.Repeat("很长的一句", 2000)
	if form, err := Form(d, ""); err != nil || len(form.Card) > mostCard || !strings.HasSuffix(form.Card, "数据截至 2026-01-31 21:30") {
		t.Errorf("a lead that fills a card: %d bytes, %v", len(form.Card), err)
	}
}

// One text of a hundred kilobytes does not make the mail longer than mail programs show, and the letter
// itself keeps it whole.
func TestALineLongerThanAMailIsCut(t *testing.T) {
	long := strings.Repeat("没完没了", 10_000)
	d := wordy(3)
	d.Sections[0].Lines[1].Text = long
	form, err := Form(d, "https://voc.example.com")
	if err != nil || len(form.HTML) > mostMail || len(form.Card) > mostCard {
		t.Fatalf("%d bytes of page, %d of card, %v", len(form.HTML), len(form.Card), err)
	}
	if !strings.Contains(form.HTML, "没完没了") || !strings.Contains(form.HTML, "/letters/2026-01-31/qingheng/founder") || d.Sections[0].Lines[1].Text != long {
		t.Error("the line, the way to the whole of it, or the letter itself is lost")
	}
}

// The plain part says what the page says.
func TestThePlainPartSaysTheSame(t *testing.T) {
	d := wordy(30)
	d.Prose, d.Author = []voc.DigestLine{{Text: "静安寺店的异物是今天最要紧的事。"}}, "some-model"
	form, err := Form(d, "https://voc.example.com")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range d.Sections[0].Lines {
		if !strings.Contains(form.Text, line.Text) || !strings.Contains(form.HTML, line.Text) {
			t.Errorf("%q stands in one of the two only", line.Text)
		}
	}
	for _, want := range []string{d.Lead, "投诉指数", "静安寺店的异物是今天最要紧的事。", "some-model", "喝到一半吸管里冒出一截黑色的塑料。", "数据截至 2026-01-31 21:30"} {
		if !strings.Contains(form.Text, want) || !strings.Contains(form.HTML, want) {
			t.Errorf("%q stands in one of the two only", want)
		}
	}
}

func TestAReportBringsItsPicturesAndItsSheet(t *testing.T) {
	n := func(v float64) *float64 { return &v }
	d := wordy(1)
	d.ID, d.Period = "2026-01-26/qingheng/pr", voc.PeriodWeek
	d.Charts = []voc.DigestChart{
		{Name: "days", Title: "周三的投诉最多。", Kind: "line", Labels: []string{"2026-01-26", "2026-01-27"}, Series: []voc.DigestSeries{{Title: "负面", Values: []*float64{n(3), n(5)}}, {Title: "往常", Values: []*float64{n(3), n(3)}}}},
		{Name: "topics", Title: "等待最多。", Kind: "bars", Labels: []string{"等待", "异物"}, Series: []voc.DigestSeries{{Title: "条", Values: []*float64{n(9), n(2)}}}},
		{Name: "nothing", Title: "没有什么可画。", Kind: "line"},
	}
	form, err := Form(d, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(form.Inline) != 2 || form.Inline[0].Name != "days.png" || !strings.HasPrefix(string(form.Inline[0].Body), "\x89PNG") {
		t.Errorf("%d pictures, want two that could be drawn", len(form.Inline))
	}
	for _, want := range []string{`src="cid:days.png"`, `alt="周三的投诉最多。"`, "负面 · 往常", "1 等待 · 2 异物"} {
		if !strings.Contains(form.HTML, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if len(form.Files) != 1 || form.Files[0].Name != "2026-01-26-qingheng-pr.xlsx" || len(form.Files[0].Body) < 1000 {
		t.Errorf("attached %+v", form.Files)
	}
	page, err := Render(d, "html")
	if err != nil || !strings.Contains(page, `src="data:image/png;base64,`) || strings.Contains(page, "cid:") {
		t.Errorf("a page of its own holds its pictures: %v", err)
	}
}

func TestAnEnglishLetterSpeaksEnglish(t *testing.T) {
	d := wordy(1)
	d.Language, d.Title, d.Lead = "en", "Letter", "168 voices today."
	d.Sections[0].Title, d.Sections[0].Lines[0].Text = "New today", "Mouldy straws"
	d.Figures = []voc.DigestFigure{{Title: "Voices", Text: "168", Before: "120"}}
	d.AsOf = time.Date(2026, 1, 31, 21, 30, 0, 0, time.UTC)
	form, err := Form(d, "https://voc.example.com")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{form.HTML, form.Text, form.Card} {
		for _, own := range []string{"原文", "回复", "数据截至", "之前", "另有"} {
			if strings.Contains(text, own) {
				t.Errorf("an English letter says %s", own)
			}
		}
		if !strings.Contains(text, "Data as of 2026-01-31 21:30") || !strings.Contains(text, "before: 120") {
			t.Errorf("it lacks its own words: %s", text)
		}
	}
}
