package api

import "testing"

func TestSpreadsheetsDoNotComputeWhatStrangersWrote(t *testing.T) {
	for _, row := range []struct{ cell, want, why string }{
		{"好喝", "好喝", "plain words"},
		{"", "", "nothing"},
		{"=1+1", "'=1+1", "a formula"},
		{"+8613800138000", "'+8613800138000", "plus begins a formula"},
		{"-2+3", "'-2+3", "so does minus"},
		{"@SUM(A1)", "'@SUM(A1)", "and the at sign"},
		{"\t=cmd|' /C calc'!A0", "'\t=cmd|' /C calc'!A0", "a tab before it is dropped by the reader"},
		{"\r\n=1", "'\r\n=1", "so is a line break"},
		{"　=1", "'　=1", "a full-width blank"},
		{"\u200b=1", "'\u200b=1", "a character nobody sees"},
		{"＝1+1", "'＝1+1", "full-width signs are folded by some readers"},
		{"a=1", "a=1", "a sign inside is harmless"},
		{"   ", "   ", "blanks only"},
		{"\xff=1", "\xff=1", "broken bytes stay what they are"},
	} {
		if got := safe(row.cell); got != row.want {
			t.Errorf("%q (%s): %q, want %q", row.cell, row.why, got, row.want)
		}
	}
}

func TestLongIdsStayText(t *testing.T) {
	for _, row := range []struct{ id, want, why string }{
		{"7301234567890123456", "'7301234567890123456", "a spreadsheet would round it"},
		{"123456789012", "'123456789012", "twelve digits become 1.23457E+11"},
		{"12345", "12345", "short numbers are shown whole"},
		{"64b7f0c2000000001203", "64b7f0c2000000001203", "letters keep it text"},
		{"-1", "'-1", "still no formula"},
	} {
		if got := asText(row.id); got != row.want {
			t.Errorf("%s (%s): %q, want %q", row.id, row.why, got, row.want)
		}
	}
}

func FuzzSafe(f *testing.F) {
	f.Add("=1")
	f.Add(" \t+x")
	f.Fuzz(func(t *testing.T, cell string) {
		got := safe(cell)
		if got != cell && got != "'"+cell {
			t.Errorf("%q became %q", cell, got)
		}
		if len(got) > 0 && (got[0] == '=' || got[0] == '+' || got[0] == '-' || got[0] == '@') {
			t.Errorf("%q is still a formula", got)
		}
	})
}
