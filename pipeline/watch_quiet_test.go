package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// questions counts what a store asks the engine, by what it writes down of it: the engine itself
// answers others at the same time.
type questions struct {
	slog.Handler
	n atomic.Int64
}

func (q *questions) Enabled(context.Context, slog.Level) bool { return true }

func (q *questions) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "the store is asked" {
		q.n.Add(1)
	}
	return nil
}

// asking opens a store whose questions are counted.
func asking(t *testing.T) (*store.Store, func(func()) int) {
	t.Helper()
	q := &questions{Handler: slog.DiscardHandler}
	s := storetest.Open(t, func(o *store.Options) { o.Log = slog.New(q) })
	return s, func(f func()) int {
		before := q.n.Load()
		f()
		return int(q.n.Load() - before)
	}
}

// TestAnUneventfulTurnAsksForCountsAlone: ten rules on three brands, and nothing happens. Each rule
// asks once a brand how many there were, and nothing else: no mentions, no shares, no voices.
func TestAnUneventfulTurnAsksForCountsAlone(t *testing.T) {
	t.Parallel()
	s, asked := asking(t)
	brands := []voc.BrandID{"tea", "coffee", "juice"}
	for _, brand := range brands {
		var all []voc.Mention
		for h := range 5 * 24 {
			all = append(all, about(brand, complaints(noon.Add(-time.Duration(h+1)*time.Hour), 1+h%2, "等待", ""))...)
		}
		if err := save(t, s, all); err != nil {
			t.Fatal(err)
		}
	}
	var rules []alert.Rule
	for i := range 10 {
		r := general()
		r.Name, r.Brands = fmt.Sprint("rule-", i), brands
		switch i % 3 {
		case 1:
			r.Topic = []string{"等待", "异物", "退款"}[i/3]
		case 2:
			r.Sentiment, r.Platforms = "", []string{"forum"}
		}
		rules = append(rules, r)
	}
	w := bare(t, s, noon, rules...)
	evaluate(t, w, noon.Add(-10*time.Minute))
	seq := w.journal.Seq()

	var took time.Duration
	n := asked(func() {
		began := time.Now()
		evaluate(t, w, noon)
		took = time.Since(began)
	})
	if want := len(rules) * len(brands); n != want {
		t.Errorf("an uneventful turn asked %d questions, want %d: one for each rule and brand", n, want)
	}
	if got := w.journal.Seq(); got != seq {
		t.Errorf("an uneventful turn wrote %d events", got-seq)
	}
	t.Logf("%d rules on %d brands, nothing happening: %d questions in %s", len(rules), len(brands), n, took.Round(time.Millisecond))
	if n := asked(func() { evaluate(t, w, noon) }); n > len(rules)*len(brands) {
		t.Errorf("the same moment again asked %d questions", n)
	}
}

// TestWhatEachKindOfRuleAsks: a turn without news costs a share two counts, a look for grave posts and
// for new topics one question besides the count.
func TestWhatEachKindOfRuleAsks(t *testing.T) {
	t.Parallel()
	s, asked := asking(t)
	quietPast(t, s, noon, 3)
	for kind, want := range map[voc.RuleKind]int{
		voc.RuleBurst: 1, voc.RuleCount: 1, voc.RuleRatio: 1, voc.RuleShare: 2, voc.RuleCritical: 2, voc.RuleNewTopic: 2,
	} {
		r := voc.DefaultRuleOf(kind)
		r.Name, r.MinPosts = "only-"+string(kind), 500
		w := bare(t, s, noon, r)
		evaluate(t, w, noon.Add(-10*time.Minute))
		if n := asked(func() { evaluate(t, w, noon) }); n != want {
			t.Errorf("%s asked %d questions in a turn without news, want %d", kind, n, want)
		}
	}
}
