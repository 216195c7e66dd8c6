package nlp

import "testing"

// TestShippedAspects measures the weights that are shipped on labelled reviews: the default head was
// taught by the dining sample, so only the other set tells how it does on texts it never saw.
func TestShippedAspects(t *testing.T) {
	rows := diningReviews(t, "dianping_aspects")
	a := packAnalyzer(t, "dining")
	f, tables := scoreDining(rows, resolveAll(statedBy(a, rows), resolvers["sum"]))
	for _, name := range diningNames {
		t.Log(describeTable(name, tables[name]))
	}
	t.Logf("default weights on dining reviews: macro-F1 %.4f", f)
	if f < 0.50 {
		t.Errorf("macro-F1 %.4f of dining reviews, want at least 0.50", f)
	}
}
