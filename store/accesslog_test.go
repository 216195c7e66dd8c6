package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestTheAuditLogIsReadAsItWasWritten(t *testing.T) {
	s := storetest.Open(t)
	begun := time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC)
	var all []voc.AccessRecord
	for i := range 25 {
		r := voc.AccessRecord{
			At: begun.Add(time.Duration(i/3) * time.Minute), Actor: []string{"王芳", "李雷"}[i%2], Action: []string{"command-order", "export-mentions", "sign-in"}[i%3],
			Object: fmt.Sprintf("WO-20260131-%02d", i), Status: []int{200, 403}[i%2], Address: "10.0.0.7", Token: []string{"", "tk1"}[i%2], Detail: "brand=qingheng",
		}
		if err := s.SaveAccess(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	matches := func(f store.AccessFilter, r voc.AccessRecord) bool {
		return (f.Actor == "" || r.Actor == f.Actor) && (f.Action == "" || r.Action == f.Action) && (!f.Refused || r.Status >= 400) &&
			(f.From.IsZero() || !r.At.Before(f.From)) && (f.To.IsZero() || r.At.Before(f.To)) && (f.Object == "" || r.Object == f.Object)
	}
	for why, f := range map[string]store.AccessFilter{
		"everything": {}, "one person": {Actor: "王芳"}, "one action": {Action: "sign-in"}, "one thing": {Object: "WO-20260131-07"},
		"what was refused": {Refused: true}, "some minutes": {From: begun.Add(2 * time.Minute), To: begun.Add(5 * time.Minute)},
		"nobody": {Actor: "nobody"},
	} {
		want := map[string]voc.AccessRecord{}
		for _, r := range all {
			if matches(f, r) {
				want[r.Object] = r
			}
		}
		var last time.Time
		got := 0
		for after := ""; ; {
			page, next, err := s.AccessLog(t.Context(), f, store.Page{Limit: 4, After: after})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page {
				w, ok := want[r.Object]
				if !ok || !r.At.Equal(w.At) || r.Actor != w.Actor || r.Action != w.Action || r.Status != w.Status || r.Token != w.Token || r.Detail != w.Detail || r.Address != w.Address {
					t.Errorf("%s: %+v, want %+v", why, r, w)
				}
				if !last.IsZero() && r.At.After(last) {
					t.Errorf("%s: not newest first", why)
				}
				last = r.At
				delete(want, r.Object) // a line twice is not wanted the second time
				got++
			}
			if after = next; after == "" {
				break
			}
		}
		if len(want) != 0 {
			t.Errorf("%s: %d lines came, %d are missing", why, got, len(want))
		}
	}
	for _, cursor := range []string{"nope", "fDE", "MTIz", "eHx5"} {
		if _, _, err := s.AccessLog(t.Context(), store.AccessFilter{}, store.Page{After: cursor}); err == nil {
			t.Errorf("the cursor %q was taken", cursor)
		}
	}
}
