package store_test

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestMatterIsCountedBesideAllElse(t *testing.T) {
	s := storetest.Open(t)
	in := func(shop voc.StoreID) func(*voc.Mention) { return func(m *voc.Mention) { m.Post.Store = shop } }
	by := func(author string) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Post.Author.Hash = author }
	}
	save(t, s, 9,
		mention("1", "杯里有异物", feeling(voc.Negative), topics("异物"), in("jingan"), by("zhang")),
		mention("2", "又是异物，等了半天", feeling(voc.Negative), topics("等待", "异物"), by("zhang")),
		mention("3", "等太久", feeling(voc.Negative), topics("等待"), in("jingan"), by("zhang")),
		mention("4", "店员爱理不理", feeling(voc.Negative), topics("服务"), by("")),
		mention("5", "店里好脏", feeling(voc.Negative), topics("卫生"), at(noon.Add(time.Hour)), by("li")),
		mention("6", "没喝出异物，放心", feeling(voc.Positive), topics("异物")),
		mention("7", "异物广告", feeling(voc.Negative), topics("异物"), noise(voc.NoiseAdvert)),
		mention("8", "别家的异物", feeling(voc.Negative), topics("异物"), brand("rival")),
		mention("9", "那天喝出异物", feeling(voc.Negative), topics("异物"), func(m *voc.Mention) { m.Post.Precision = voc.PrecisionDay }),
	)
	type pair struct{ n, authors int }
	check := func(sentence string, q store.MatterQuery, matter, others []pair) {
		t.Helper()
		q.Brand, q.From, q.To, q.Step = "qingheng", noon, noon.Add(2*time.Hour), time.Hour
		got, rest, err := s.Matter(t.Context(), q)
		if err != nil || len(got) != 2 || len(rest) != 2 {
			t.Fatalf("%s: %d and %d buckets (%v), want two of each", sentence, len(got), len(rest), err)
		}
		for i := range got {
			if (pair{got[i].N, got[i].Authors}) != matter[i] || (pair{rest[i].N, rest[i].Authors}) != others[i] {
				t.Errorf("%s, hour %d: %d by %d and %d by %d beside it, want %v and %v", sentence, i, got[i].N, got[i].Authors, rest[i].N, rest[i].Authors, matter[i], others[i])
			}
			if got[i].Coverage != 1 || rest[i].Coverage != 1 || !got[i].At.Equal(noon.Add(time.Duration(i)*time.Hour)) {
				t.Errorf("%s, hour %d: %+v beside %+v: nothing is expected, so nothing is missing", sentence, i, got[i], rest[i])
			}
		}
	}
	check("a mention with two topics belongs to the matter once; one author counts once", store.MatterQuery{Topics: []string{"异物"}},
		[]pair{{2, 1}, {0, 0}}, []pair{{2, 2}, {1, 1}})
	check("any of several topics", store.MatterQuery{Topics: []string{"卫生", "服务"}}, []pair{{1, 1}, {1, 1}}, []pair{{3, 1}, {0, 0}})
	check("a topic at one shop: the same topic elsewhere is what it is compared with", store.MatterQuery{Topics: []string{"异物"}, Store: "jingan"},
		[]pair{{1, 1}, {0, 0}}, []pair{{3, 2}, {1, 1}})
	check("a shop, whatever it is about", store.MatterQuery{Store: "jingan"}, []pair{{2, 1}, {0, 0}}, []pair{{2, 2}, {1, 1}})
	check("everything leaves nothing beside it", store.MatterQuery{}, []pair{{4, 2}, {1, 1}}, []pair{{0, 0}, {0, 0}})
}

func TestMatterTellsWhatWasNotHeard(t *testing.T) {
	s := storetest.Open(t)
	s.Expect([]voc.Source{{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 10m"}})
	if err := s.SaveVisits(t.Context(), []voc.Visit{{Source: "forum", StartedAt: noon.Add(time.Hour), EndedAt: noon.Add(time.Hour), Outcome: voc.VisitOK, HeardTo: noon.Add(time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	matter, others, err := s.Matter(t.Context(), store.MatterQuery{Brand: "qingheng", Topics: []string{"异物"}, From: noon, To: noon.Add(2 * time.Hour), Step: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	for _, counts := range [][]voc.Count{matter, others} {
		if counts[0].Coverage != 1 || counts[1].Coverage != 0 {
			t.Errorf("coverage %v and %v: the first hour was heard, the second was not", counts[0].Coverage, counts[1].Coverage)
		}
	}
}

func TestMatterRefusesNonsense(t *testing.T) {
	s := storetest.Open(t)
	for sentence, q := range map[string]store.MatterQuery{
		"no brand":  {From: noon, To: noon.Add(time.Hour), Step: time.Hour},
		"no step":   {Brand: "qingheng", From: noon, To: noon.Add(time.Hour)},
		"no time":   {Brand: "qingheng", Step: time.Hour},
		"backwards": {Brand: "qingheng", From: noon, To: noon.Add(-time.Hour), Step: time.Hour},
	} {
		if _, _, err := s.Matter(t.Context(), q); err == nil {
			t.Errorf("%s: no error", sentence)
		}
	}
}
