package nlp

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The same sentence in both scripts must be understood alike: people in Hong Kong and Taiwan are
// heard by the same words.
func TestBothScriptsAreUnderstoodAlike(t *testing.T) {
	file, err := os.Open("testdata/own/traditional.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	a := withFound(t, DefaultOptions(), nil)
	pairs, alike := 0, 0
	for _, row := range rows[1:] {
		got := a.Analyze([]voc.Post{{Text: row[0]}, {Text: row[1]}})
		pairs++
		one, other := got[0].Analysis, got[1].Analysis
		if one.Norm == other.Norm && one.Sentiment == other.Sentiment && one.Score == other.Score && one.Intent == other.Intent && one.Emotion == other.Emotion {
			alike++
			continue
		}
		t.Logf("%s (%s %.2f) and %s (%s %.2f) differ", one.Norm, one.Sentiment, one.Score, other.Norm, other.Sentiment, other.Score)
	}
	if pairs < 200 || float64(alike) < 0.98*float64(pairs) {
		t.Errorf("%d of %d pairs are understood alike, want 98 %%", alike, pairs)
	}
	t.Logf("%d of %d pairs are understood alike", alike, pairs)
}
