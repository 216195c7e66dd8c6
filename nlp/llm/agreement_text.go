package llm

import (
	"fmt"
	"strings"
)

// shownApart is how many disagreements Text lists; the JSON form has all.
const shownApart = 20

// Text writes a report for people, in Chinese. A text of a mention is cut and stands on one line.
func (r Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "对照 %d 条（另有 %d 条没有可用的回答；%d 条是对旧版本分析的）\n", r.Pairs, r.Unreadable, r.Stale)
	if r.Pairs == 0 {
		return b.String()
	}
	fmt.Fprintf(&b, "\n%-10s %6s %8s %8s\n", "项目", "条数", "一致", "kappa")
	for _, f := range r.Fields {
		fmt.Fprintf(&b, "%-10s %8d %10s %8s\n", f.Name, f.N, f.share(), f.kappa())
	}
	if a := r.Aspects; a.Both+a.OnlyLocal+a.OnlyReader > 0 {
		fmt.Fprintf(&b, "方面：都提到 %d，只有本地 %d，只有复读 %d，F1 %.2f；都提到时情感一致 %d 个\n", a.Both, a.OnlyLocal, a.OnlyReader, a.F1, a.SameSign)
	}
	for _, f := range r.Fields[:1] {
		fmt.Fprintf(&b, "\n%s：本地 → 复读\n", f.Name)
		for _, c := range f.Confusion {
			fmt.Fprintf(&b, "  %s → %s %d\n", c.Local, c.Reader, c.N)
		}
	}
	by := ""
	for _, g := range r.Groups {
		if g.By != by {
			by = g.By
			fmt.Fprintf(&b, "\n按 %s（条数，情感一致，kappa）\n", by)
		}
		value := g.Value
		if value == "" {
			value = "不详"
		}
		fmt.Fprintf(&b, "  %-12s %6d %8s %6s\n", value, g.Fields[0].N, g.Fields[0].share(), g.Fields[0].kappa())
	}
	r.writeApart(&b)
	return b.String()
}

// share and kappa write a figure, or that there is none.
func (f Field) share() string {
	if f.N == 0 {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", 100*f.Accuracy)
}

func (f Field) kappa() string {
	if f.Kappa == nil {
		return "—"
	}
	return fmt.Sprintf("%.2f", *f.Kappa)
}

func (r Report) writeApart(b *strings.Builder) {
	if len(r.Apart) == 0 {
		return
	}
	fmt.Fprintf(b, "\n情感不一致 %d 条，本地最有把握的在前：\n", len(r.Apart))
	for i, d := range r.Apart {
		if i == shownApart {
			fmt.Fprintf(b, "  …其余 %d 条见 --json\n", len(r.Apart)-i)
			break
		}
		fmt.Fprintf(b, "  %s 本地 %s %.2f，复读 %s %.2f：%s\n", d.PostID, d.Local, d.Probability, d.Reader, d.Confidence, oneLine(d.Text, 60))
		for _, e := range d.Evidence {
			fmt.Fprintf(b, "      「%s」\n", oneLine(e, 60))
		}
	}
}

// oneLine keeps a text from breaking a table, or a terminal.
func oneLine(s string, most int) string {
	runes := []rune(strings.Join(strings.Fields(clean(s)), " "))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}
