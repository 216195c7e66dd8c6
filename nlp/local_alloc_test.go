//go:build !race

package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The race detector empties pools at random, so that what is reused is made anew: allocations are
// counted without it.

func TestTheLocalHeadCostsNoAllocation(t *testing.T) {
	base, err := LocalBase(nil)
	if err != nil {
		t.Fatal(err)
	}
	o := DefaultOptions()
	o.Local = pullingHead(t, base, local.Positive)
	b, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	post := []voc.Post{{Text: "昨天晚上点了老茶头，一口就上头，坐到打烊"}}
	cost := func(a *Analyzer) float64 { return testing.AllocsPerRun(50, func() { a.Analyze(post) }) }
	if with, without := cost(b), cost(analyzer(t, Options{})); with > without {
		t.Errorf("%v allocations a post with the head, %v without", with, without)
	}
}
