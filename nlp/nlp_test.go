package nlp

import (
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// plainAnalyzer has neither brands nor packs; it is made once, loading takes a second.
var plainAnalyzer = sync.OnceValues(func() (*Analyzer, error) { return New(DefaultOptions()) })

func analyzer(t testing.TB, _ Options) *Analyzer {
	t.Helper()
	a, err := plainAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// of analyses one text.
func of(t testing.TB, a *Analyzer, text string) voc.Analysis {
	t.Helper()
	return a.Analyze([]voc.Post{{Text: text}})[0].Analysis
}
