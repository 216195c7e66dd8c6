package second

import (
	"math/rand/v2"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// What is wanted when it is offered is what the store finds when it was not: two places say it, one
// in Go and one in SQL.
func TestTheStoreFindsWhatIsWanted(t *testing.T) {
	d := newDesk(t)
	random := rand.New(rand.NewPCG(3, 4))
	o := llm.Default()
	want := map[voc.PostID]bool{}
	var all []voc.Mention
	for n := range 300 {
		m := mention(n, 0.51+0.048*float64(random.IntN(10)))
		a := &m.Analysis
		if random.IntN(2) == 0 {
			a.Probability = 0.99
		}
		a.Severity = random.IntN(5)
		a.Odds = voc.Odds{Irony: 0.11 * float64(random.IntN(10)), Implicit: 0.11 * float64(random.IntN(10)), Severity: 0.11 * float64(random.IntN(10))}
		if random.IntN(2) == 0 {
			a.Odds = voc.Odds{Severity: 0.9}
		}
		if random.IntN(4) == 0 {
			a.Noise = []string{voc.NoiseAdvert}
		}
		m.Post.Author.Followers = []int64{voc.Unknown, 10, 1_000_000}[random.IntN(3)]
		m.Post.Engagement.Shares = []int64{voc.Unknown, 10, 1_000_000}[random.IntN(3)]
		if wanted, _ := llm.Wanted(&m, o); wanted {
			want[m.Post.ID] = true
		}
		all = append(all, m)
	}
	d.save(t, all)
	found, err := d.db.Unread(t.Context(), noon.Add(-lookBack), "test-model", llm.PromptVersion, o.Doubt, o.Reach, 1000)
	if err != nil || len(want) < 30 || len(want) > 270 {
		t.Fatalf("%d wanted, %v: the test shows nothing", len(want), err)
	}
	for _, m := range found {
		if !want[m.Post.ID] {
			t.Errorf("the store finds what nobody wants: %+v %+v", m.Analysis, m.Post.Engagement)
		}
		delete(want, m.Post.ID)
	}
	if len(want) > 0 {
		t.Errorf("%d wanted mentions are not found", len(want))
	}
}
