package api

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// leafed reads a list page by page and gives the ids it met.
func leafed[T any](t *testing.T, get func(query string) T, next func(T) string, ids func(T) []string, between func()) []string {
	t.Helper()
	var all []string
	after := ""
	for range 50 {
		page := get("?limit=3&after=" + url.QueryEscape(after))
		if len(ids(page)) > 3 {
			t.Fatalf("a page of %d, asked for 3", len(ids(page)))
		}
		all = append(all, ids(page)...)
		if after = next(page); after == "" {
			return all
		}
		between()
	}
	t.Fatal("the list has no end")
	return nil
}

func TestListsThatLieInMemoryAreReadPageByPage(t *testing.T) {
	h := &house{}
	var jobs []voc.Job
	for i := range 10 {
		h.discoveries = append(h.discoveries, voc.Discovery{ID: fmt.Sprintf("find.%d", i), Brand: "qingheng", State: voc.DiscoveryProposed})
		jobs = append(jobs, voc.Job{ID: fmt.Sprintf("job %d", i), Kind: "export", State: voc.JobDone})
	}
	door := h.open(t, func(o *Options) { o.Jobs = func() []voc.Job { return slices.Clone(jobs) } })

	finds := leafed(t, func(q string) Discoveries {
		return read[Discoveries](t, ask(t, door, "GET", base+"/discoveries"+q, ""), 200)
	},
		func(d Discoveries) string { return d.Next }, func(d Discoveries) []string {
			if d.Open != 10 {
				t.Errorf("a page counts %d open, there are 10", d.Open)
			}
			return idsOf(d.Items, func(x voc.Discovery) string { return x.ID })
		}, func() {})
	if len(finds) != 10 || !slices.IsSorted(finds) {
		t.Errorf("discoveries: %v", finds)
	}

	// A job that begins while one reads stands before the first page: nothing is told twice or left out.
	begun := 0
	read10 := leafed(t, func(q string) Jobs { return read[Jobs](t, ask(t, door, "GET", base+"/jobs"+q, ""), 200) },
		func(j Jobs) string { return j.Next }, func(j Jobs) []string { return idsOf(j.Items, func(x voc.Job) string { return x.ID }) }, func() {
			begun++
			jobs = append([]voc.Job{{ID: fmt.Sprintf("new %d", begun), Kind: "retag", State: voc.JobRunning}}, jobs...)
		})
	if len(read10) != 10 || !slices.IsSorted(read10) {
		t.Errorf("jobs: %v", read10)
	}

	first := read[Jobs](t, ask(t, door, "GET", base+"/jobs?kind=export&limit=3", ""), 200)
	problemOf(t, ask(t, door, "GET", base+"/jobs?kind=retag&after="+first.Next, ""), 422, "invalid") // of another list
	problemOf(t, ask(t, door, "GET", base+"/jobs?after=invented", ""), 422, "invalid")
	problemOf(t, ask(t, door, "GET", base+"/discoveries?limit=0", ""), 422, "invalid")
}

func TestVisitsOfSourcesThatBeganAtOnceAreReadPageByPage(t *testing.T) {
	s := storetest.Open(t)
	var visits []voc.Visit
	for i := range 8 {
		at := clock.Add(-time.Duration(i/2+1) * time.Hour) // two sources at the same moment
		visits = append(visits, voc.Visit{Source: []voc.SourceID{"forum", "desk"}[i%2], StartedAt: at, EndedAt: at.Add(time.Minute), Outcome: voc.VisitOK})
	}
	if err := s.SaveVisits(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
	door := (&house{}).open(t, func(o *Options) { o.Store = s })
	got := leafed(t, func(q string) Visits { return read[Visits](t, ask(t, door, "GET", base+"/visits"+q, ""), 200) },
		func(v Visits) string { return v.Next }, func(v Visits) []string {
			return idsOf(v.Items, func(x voc.Visit) string { return x.StartedAt.UTC().Format("15:04 ") + string(x.Source) })
		}, func() {})
	if len(got) != 8 || len(slices.Compact(slices.Clone(got))) != 8 {
		t.Errorf("visits: %v", got)
	}
}

func idsOf[T any](items []T, name func(T) string) []string {
	list := []string{}
	for _, x := range items {
		list = append(list, name(x))
	}
	return list
}
