package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Copies of a text are counted over all time: months that hold none of them must not be read.
func TestCopiesAreFoundByTheirIndex(t *testing.T) {
	s := storetest.Open(t)
	of := func(external string, cluster uint64, ago time.Duration) voc.Mention {
		return mention(external, "一样的话", at(noon.Add(-ago)), func(m *voc.Mention) { m.Cluster = cluster })
	}
	month := 31 * 24 * time.Hour
	for i := range 6 { // a part a month
		save(t, s, 1, of(fmt.Sprint("other-", i), uint64(100+i), time.Duration(i)*month))
	}
	save(t, s, 2, of("a", 7, 2*month), of("b", 7, 5*month))
	got, err := s.Copies(t.Context(), []uint64{7, 8})
	if err != nil || len(got) != 1 || got[7].Posts != 2 || !got[7].First.Equal(noon.Add(-5*month)) || !got[7].Last.Equal(noon.Add(-2*month)) {
		t.Errorf("copies %+v (%v), want two of cluster 7", got, err)
	}
	plan, err := s.PlanOfCopies(t.Context(), 7)
	if err != nil || !strings.Contains(plan, "Name: clusters") {
		t.Errorf("the index of clusters is not asked (%v):\n%s", err, plan)
	}
}
