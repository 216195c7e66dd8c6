package pipeline

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// asks gives how many questions the engine has answered so far. Asking is some questions itself.
func asks(t *testing.T, s *store.Store) int {
	t.Helper()
	var out bytes.Buffer
	if err := s.SQL(t.Context(), "SELECT value FROM system.events WHERE event = 'SelectQuery'", &out, store.FormatTSV); err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(out.String())
	n, err := strconv.Atoi(lines[len(lines)-1])
	if err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	return n
}

// questions counts what a function asks the engine.
func questions(t *testing.T, s *store.Store, f func()) int {
	t.Helper()
	first := asks(t, s)
	own := asks(t, s) - first
	before := asks(t, s)
	f()
	return asks(t, s) - before - own
}

// TestAnUneventfulTurnAsksForCountsAlone: ten rules on three brands, and nothing happens. Each rule
// asks once a brand how many there were, and nothing else: no mentions, no shares, no voices. Not in
// parallel, because the engine counts everybody's questions.
func TestAnUneventfulTurnAsksForCountsAlone(t *testing.T) {
	s := storetest.Open(t)
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
	n := questions(t, s, func() {
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
	if n := questions(t, s, func() { evaluate(t, w, noon) }); n > len(rules)*len(brands) {
		t.Errorf("the same moment again asked %d questions", n)
	}
}

// TestWhatEachKindOfRuleAsks: a turn without news costs a share two counts, a look for grave posts and
// for new topics one question besides the count.
func TestWhatEachKindOfRuleAsks(t *testing.T) {
	s := storetest.Open(t)
	quietPast(t, s, noon, 3)
	for kind, want := range map[voc.RuleKind]int{
		voc.RuleBurst: 1, voc.RuleCount: 1, voc.RuleRatio: 1, voc.RuleShare: 2, voc.RuleCritical: 2, voc.RuleNewTopic: 2,
	} {
		r := voc.DefaultRuleOf(kind)
		r.Name, r.MinPosts = "only-"+string(kind), 500
		w := bare(t, s, noon, r)
		evaluate(t, w, noon.Add(-10*time.Minute))
		if n := questions(t, s, func() { evaluate(t, w, noon) }); n != want {
			t.Errorf("%s asked %d questions in a turn without news, want %d", kind, n, want)
		}
	}
}
