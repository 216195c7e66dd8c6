package nlp

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ownClauseTests reads the clauses of one pack that nothing was ever trained on.
func ownClauseTests(t testing.TB, pack string) []reviewed {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "own", "clauses-"+pack+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]int{"negative": negative, "neutral": neutral, "positive": positive}
	var list []reviewed
	for i, row := range rows[1:] {
		r := reviewed{text: row[0], gold: map[string]int{}}
		for pair := range strings.SplitSeq(row[2], "|") {
			name, word, _ := strings.Cut(pair, ":")
			label, ok := values[word]
			if pair != "" && !ok {
				t.Fatalf("clauses-%s.csv, row %d: label %q", pack, i+2, word)
			}
			if pair != "" {
				r.gold[name] = label
			}
		}
		list = append(list, r)
	}
	return list
}

var allPacksOwn = []string{"app", "bank", "beauty", "car", "dining", "ecommerce", "hotel", "phone", "photography"}

// Clauses written to be hard: most name no aspect. The floors lie a little below what was measured.
func TestOwnClauses(t *testing.T) {
	var meanNames, meanPairs float64
	for _, pack := range allPacksOwn {
		rows := ownClauseTests(t, pack)
		stated := resolveAll(statedBy(packAnalyzer(t, pack), rows), resolvers["sum"])
		names, pairs := scoreMicro(rows, stated)
		t.Logf("%-10s %d clauses: aspects %.3f, with polarity %.3f micro-F1", pack, len(rows), names, pairs)
		meanNames, meanPairs = meanNames+names/float64(len(allPacksOwn)), meanPairs+pairs/float64(len(allPacksOwn))
	}
	t.Logf("mean: aspects %.3f, with polarity %.3f", meanNames, meanPairs)
	if meanNames < 0.48 || meanPairs < 0.30 {
		t.Errorf("aspects %.3f and with polarity %.3f, want at least 0.48 and 0.30", meanNames, meanPairs)
	}
}
