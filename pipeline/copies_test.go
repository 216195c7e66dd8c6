package pipeline

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/copies"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestACopyIsNoiseAndACopiedComplaintIsNot(t *testing.T) {
	f := func(why string, want bool, seen copies.Seen, change ...func(*voc.Mention)) {
		t.Helper()
		var m voc.Mention
		for _, c := range change {
			c(&m)
		}
		if got := copied(&m, seen); got != want {
			t.Errorf("%s: copied is %v, want %v", why, got, want)
		}
	}
	complaint := func(m *voc.Mention) { m.Analysis.Complaint = true }
	grave := func(m *voc.Mention) { m.Analysis.Severity = 3 }
	advert := func(m *voc.Mention) { m.Analysis.Noise = []string{voc.NoiseAdvert} }
	f("the first of its kind", false, copies.Seen{})
	f("said twice by one", true, copies.Seen{Before: 1, SameAuthor: true})
	f("quoted by a few", false, copies.Seen{Before: 8})
	f("pasted by many", true, copies.Seen{Before: 9})
	f("a complaint goes round", false, copies.Seen{Before: 64}, complaint)
	f("one complains on every channel", false, copies.Seen{Before: 3, SameAuthor: true}, complaint)
	f("a warning goes round", false, copies.Seen{Before: 64}, grave)
	f("noise already", false, copies.Seen{Before: 64}, advert)
}

func mentionsOf(t *testing.T, d *Drain) []voc.Mention {
	t.Helper()
	list, _, err := d.store.Mentions(t.Context(), voc.Filter{Raw: true}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b voc.Mention) int { return a.Post.PublishedAt.Compare(b.Post.PublishedAt) })
	return list
}

func TestCopiesAreFoldedAcrossBatchesAndRestarts(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	const praise = "山外青茶的新品真的太好喝了，第一口就爱上，今天又带同事来买了两杯"
	for i := range 12 {
		p := said(fmt.Sprint("copy ", i), praise+[]string{"！", "～", "!!"}[i%3], noon.Add(time.Duration(i)*time.Minute))
		p.Author.Hash = fmt.Sprint("somebody ", i)
		put(t, d.spool, p)
		if i == 6 {
			d.copies = copyist{store: d.store, now: d.now} // a restart
		}
		if err := d.All(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	list := mentionsOf(t, d)
	if len(list) != 12 {
		t.Fatalf("%d mentions are stored, want all 12: copies are labelled, never dropped", len(list))
	}
	for i, m := range list {
		if m.Cluster == 0 || m.Cluster != list[0].Cluster {
			t.Errorf("copy %d is in cluster %x, the first in %x", i, m.Cluster, list[0].Cluster)
		}
		if got, want := slices.Contains(m.Analysis.Noise, voc.NoiseCopy), i >= copiesMany; got != want {
			t.Errorf("copy %d is labelled %v, want %v", i, m.Analysis.Noise, want)
		}
	}
	counted, err := d.store.Copies(t.Context(), []uint64{list[0].Cluster})
	if err != nil || counted[list[0].Cluster].Posts != 12 || counted[list[0].Cluster].Authors != 12 {
		t.Errorf("counted %+v (%v), want 12 posts by 12 authors", counted, err)
	}
}

func TestShortTextsAreNobodysCopies(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	for i := range 15 {
		put(t, d.spool, said(fmt.Sprint(i), "山外青茶好喝", noon.Add(time.Duration(i)*time.Minute)))
	}
	if err := d.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	for _, m := range mentionsOf(t, d) {
		if m.Cluster != 0 || len(m.Analysis.Noise) > 0 {
			t.Errorf("%q is in cluster %x, labelled %v: so short a text is copied from nobody", m.Post.Text, m.Cluster, m.Analysis.Noise)
		}
	}
}

// otherTea understands as tea does, and calls one more word praise: another version.
func otherTea(t *testing.T) *nlp.Analyzer {
	t.Helper()
	o := nlp.DefaultOptions()
	o.Brands = []nlp.BrandRule{{Brand: "tea", Any: []string{"山外青茶"}}}
	o.UserWords = []nlp.UserWord{{Word: "雪顶云山", Weight: 2}}
	a, err := nlp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestHistoryIsUnderstoodAnew(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	posts := many(5, noon)
	posts = append(posts, said("both", "山外青茶和半亩茶田开在一条街上", noon.Add(time.Hour)), said("old", "山外青茶好喝", noon.AddDate(0, -2, 0)))
	put(t, d.spool, posts...)
	if err := d.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	before := stored(t, d)
	if n, err := d.Retag(t.Context(), time.Time{}, time.Time{}, nil); n != 0 || err != nil {
		t.Errorf("%d posts were understood anew by the same version (%v)", n, err)
	}
	d.Understand(otherTea(t))
	var told []int
	n, err := d.Retag(t.Context(), noon.AddDate(0, -1, 0), time.Time{}, func(done, all int) { told = append(told, done, all) })
	if err != nil || n != 6 {
		t.Fatalf("%d posts of the last month were understood anew (%v), want 6", n, err)
	}
	if len(told) != 2 || told[0] != 6 || told[1] != 6 {
		t.Errorf("progress told %v, want 6 of 6", told)
	}
	versions := map[string]int{}
	for _, m := range mentionsOf(t, d) {
		versions[m.Analysis.Version]++
	}
	// The rival is no brand of the new version: its mention is withdrawn.
	if versions[d.Analyzer().Version()] != 6 || versions[analyzer(t).Version()] != 1 || stored(t, d) != before-1 {
		t.Errorf("versions %v of %d mentions; want 6 new, 1 from before the span, the rival's withdrawn", versions, stored(t, d))
	}
	if n, err := d.Retag(t.Context(), time.Time{}, time.Time{}, nil); n != 1 || err != nil {
		t.Errorf("going on without limits did %d posts (%v), want the one left", n, err)
	}
}
