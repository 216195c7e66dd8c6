package replay

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// living visits a site on which people go on speaking, with few pages a visit, kills between pages and
// requests that fail, and wants everything in the end.
func living(t *testing.T, s *Script) {
	if s.Window > 0 {
		t.Skip("a site that shows only its newest loses what is said while we are away")
	}
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 23))
		v := play(t, s, func(o *crawler.Options) { o.MaxPages, o.Transport.MaxTries = 4+int(seed), 1 })
		for range 12 {
			fails := 0
			if random.IntN(3) == 0 {
				fails = v.count() + 1 + random.IntN(4)
			}
			v.set(func(sv *server) {
				sv.fault = nil
				if fails > 0 {
					sv.fault = only(fails, answer(502, "", ""))
				}
			})
			visit, err := v.visit(t.Context(), random.IntN(7)) // 0 is not killed
			if err != nil && !errors.Is(err, errKilled) && fails == 0 {
				t.Fatalf("seed %d: %+v, %v", seed, visit, err)
			}
			for range random.IntN(4) {
				root := ""
				if topics := v.site.Topics(); s.Threads && random.IntN(3) > 0 {
					root = topics[random.IntN(2)].ID
				}
				v.site.Say(root)
			}
			v.site.Later(time.Duration(random.IntN(90)+20) * time.Minute)
		}
		v.set(func(sv *server) { sv.fault = nil })
		var last voc.Visit
		for n := 0; n < 150 && !last.Outcome.Heard(); n++ {
			last, _ = v.visit(t.Context(), 0)
			v.site.Later(2 * time.Hour)
		}
		if !last.Outcome.Heard() || !last.LostFrom.IsZero() {
			t.Errorf("seed %d: %+v", seed, last)
		}
		v.present(t)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// only is a fault of the n-th page.
func only(n int, f fault) fault {
	return func(at int, w http.ResponseWriter, r *http.Request) bool { return at == n && f(at, w, r) }
}

// present wants every post that was said, whatever its likes were when it came.
func (v *visitor) present(t *testing.T) {
	t.Helper()
	for _, p := range v.site.Posts() {
		if _, ok := v.all[v.script.id(p)]; !ok {
			t.Errorf("post %s (%s) under %q, said %s, never came", v.script.id(p), p.Text, p.Root, p.At)
		}
	}
	v.invented(t)
}
