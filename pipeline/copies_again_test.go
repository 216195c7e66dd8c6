package pipeline

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// copiedTalk gives n posts, many of them near copies of a few texts, some of those complaints.
func copiedTalk(seed uint64, n int) []voc.Post {
	rng := rand.New(rand.NewPCG(seed, 11))
	texts := []string{
		"山外青茶的新品真的太好喝了，第一口就爱上，今天又带同事来买了两杯",
		"今天路过山外青茶排了一会儿队，买了一杯招牌，味道跟上次来的时候差不多",
		"山外青茶的杯子里喝出一只虫子，店员态度还很差，要求退款被拒绝，太气人了",
		"在山外青茶等了一个半小时没人理，客服电话打不通，我要投诉到市场监管局",
		"周末带孩子逛商场顺便在山外青茶坐了一下午，座位有点少，空调开得刚好",
	}
	posts := make([]voc.Post, n)
	for i := range posts {
		text := texts[rng.IntN(len(texts))] + []string{"", "！", "～", "!!", "[微笑]"}[rng.IntN(5)]
		if rng.IntN(4) == 0 {
			text = fmt.Sprintf("山外青茶第%d次来，%s%s", i, []string{"换了大杯", "加了珍珠", "点了外卖"}[rng.IntN(3)], text[:len("今天路过山外青茶")])
		}
		posts[i] = said(fmt.Sprint("post ", i), text, noon.Add(time.Duration(rng.IntN(2000))*time.Minute))
		posts[i].Author.Hash = []string{"", fmt.Sprint("guest ", rng.IntN(6)), fmt.Sprint("stranger ", i)}[rng.IntN(3)]
	}
	return posts
}

// labels are what copies make of each mention.
func labels(t *testing.T, d *Drain) map[voc.PostID]string {
	t.Helper()
	all := map[voc.PostID]string{}
	for _, m := range mentionsOf(t, d) {
		all[m.Post.ID] = fmt.Sprintf("%x %v", m.Cluster, m.Analysis.Noise)
		if slices.Contains(m.Analysis.Noise, voc.NoiseCopy) && (m.Analysis.Complaint || m.Analysis.Severity >= 2) {
			t.Errorf("%q is a complaint that goes round, and is called noise", m.Post.Text)
		}
	}
	return all
}

// A crash after mentions are saved and before the spool forgets them has them drained again, by a
// process that knows nothing but the store, in batches that may be cut otherwise.
func TestDrainedAgainAfterACrashTheLabelsAreTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			d, _ := drainOn(t, nil)
			rng := rand.New(rand.NewPCG(seed, 12))
			posts := copiedTalk(seed, 240)
			for rest := posts; len(rest) > 0; {
				n := min(len(rest), 1+rng.IntN(80))
				put(t, d.spool, rest[:n]...)
				rest = rest[n:]
				if err := d.All(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
			}
			want := labels(t, d)
			clusters := map[string]bool{}
			for _, l := range want {
				clusters[l] = true
			}
			if len(want) != len(posts) || len(clusters) < 5 {
				t.Fatalf("%d posts with %d kinds of labels: nothing is tested", len(want), len(clusters))
			}
			d.copies = copyist{store: d.store, now: d.now}
			again := posts[rng.IntN(200):]
			put(t, d.spool, again[:len(again)/2]...)
			put(t, d.spool, again[len(again)/2:]...)
			if err := d.All(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			got := labels(t, d)
			if !maps.Equal(got, want) {
				for id, l := range want {
					if got[id] != l {
						t.Errorf("%s was %s, drained again it is %s", id, l, got[id])
					}
				}
			}
		})
	}
}
