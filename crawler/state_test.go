package crawler

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func entries(from, to int) []entry {
	var all []entry
	for n := from; n < to; n++ {
		all = append(all, mark(fmt.Sprint(n), "text"))
	}
	return all
}

func reopen(t *testing.T, s *state) *state {
	t.Helper()
	cur, err := s.cursor()
	if err != nil {
		t.Fatal(err)
	}
	again, note := openState(cur, "a")
	if note != "" {
		t.Fatal(note)
	}
	return again
}

func TestStateRemembersTheNewestEnd(t *testing.T) {
	s, _ := openState("", "a")
	s.add(1, entries(0, 80)) // the walk of the first sweep, newest first
	s.add(2, entries(100, 130))
	s.add(1, entries(80, 100)) // it went on from where it had stopped
	s.forget(100)
	s = reopen(t, s)
	if len(s.known) != 100 {
		t.Fatalf("%d remembered, want 100", len(s.known))
	}
	for _, c := range []struct {
		from, to int
		known    bool
		sweep    int
	}{{100, 130, true, 2}, {0, 70, true, 1}, {70, 100, false, 0}} {
		for _, e := range entries(c.from, c.to) {
			if k, ok := s.known[e.id]; ok != c.known || ok && k.sweep != c.sweep {
				t.Fatalf("entry of %d to %d: %v, sweep %d", c.from, c.to, ok, k.sweep)
			}
		}
	}
}

func TestStateKeepsTheNewTextOfAnOldPost(t *testing.T) {
	s, _ := openState("", "a")
	s.add(1, entries(0, 5))
	edited := mark("2", "another text")
	s.add(2, []entry{edited})
	s = reopen(t, s)
	if k := s.known[edited.id]; k.text != edited.text || k.sweep != 1 || len(s.known) != 5 || len(s.Seen) != 1 {
		t.Errorf("%+v in %+v", k, s.Seen)
	}
}

func TestFinishForgetsWhichSweepSawWhat(t *testing.T) {
	s, _ := openState("", "a")
	s.add(1, entries(0, 5))
	s.add(2, entries(5, 9))
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s.finish(at)
	if s = reopen(t, s); len(s.Seen) != 1 || len(s.known) != 9 || !s.Heard.Equal(at) {
		t.Errorf("%+v", s)
	}
}

func TestMergeLosesNoGround(t *testing.T) {
	s, _ := openState("", "a")
	for n := range mostGaps + 1 {
		s.Gaps = append(s.Gaps, leg{At: fmt.Sprint("page", n), Sweep: n + 1})
	}
	s.merge()
	if len(s.Gaps) != 1 || s.Gaps[0] != (leg{At: fmt.Sprint("page", mostGaps), Sweep: 1}) {
		t.Errorf("%+v: it must begin where the newest stands and end before the oldest", s.Gaps)
	}
}

func TestOpenState(t *testing.T) {
	good, _ := openState("", "a")
	good.Sweep, good.Tag, good.Gaps = 7, `"x"`, []leg{{At: "a?p=9", Sweep: 3}}
	good.add(7, entries(0, 3))
	cur, err := good.cursor()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why     string
		cur     voc.Cursor
		address string
		known   int
		gaps    int
		noted   bool
	}{
		{"the first visit", "", "a", 0, 0, false},
		{"as it was left", cur, "a", 3, 1, false},
		{"another address: the ids are still the site's", cur, "b", 3, 0, true},
		{"not a cursor", "garbage", "a", 0, 0, true},
		{"of another version", `{"v":99}`, "a", 0, 0, true},
		{"damaged by line ends", `{"v":1,"address":"a","seen":[{"sweep":1,"marks":"AAAAAAAA\nAAAAAAAA"}]}`, "a", 0, 0, true},
		{"damaged", `{"v":1,"address":"a","seen":[{"sweep":1,"marks":"AAA"}]}`, "a", 0, 0, true},
	} {
		s, note := openState(c.cur, c.address)
		if len(s.known) != c.known || len(s.Gaps) != c.gaps || (note != "") != c.noted || s.Address != addressMark(c.address) {
			t.Errorf("%s: %+v, %q", c.why, s, note)
		}
	}
}

func FuzzOpenState(f *testing.F) {
	f.Add(`{"v":1,"address":"a","sweep":3,"gaps":[{"at":"b","sweep":1}],"seen":[{"sweep":1,"marks":"AAAAAAAAAAAAAAAA"}]}`)
	f.Fuzz(func(t *testing.T, cur string) {
		s, _ := openState(voc.Cursor(cur), "a")
		s.Sweep++
		s.merge()
		s.add(s.Sweep, entries(0, 3))
		s.add(s.Sweep+1, []entry{mark("1", "other")})
		s.forget(100)
		s.finish(time.Time{})
		again, err := s.cursor()
		if err != nil {
			t.Skip("a time JSON cannot hold")
		}
		if back, note := openState(again, "a"); note != "" || back.Sweep != s.Sweep {
			t.Errorf("%q became %q: %s", cur, again, note)
		}
	})
}

func TestStateOfVersionOneIsRead(t *testing.T) {
	var raw []byte
	for _, e := range entries(0, 7) {
		raw = append(append(raw, e.id[:]...), e.text[:]...)
	}
	one := fmt.Sprintf(`{"v":1,"address":"a","sweep":5,"seen":[{"sweep":4,"marks":%q}],"heard":"2026-01-02T03:04:05Z","etag":"\"x\""}`, base64.RawStdEncoding.EncodeToString(raw))
	s, note := openState(voc.Cursor(one), "a")
	if note != "" || len(s.known) != 7 || s.Tag != `"x"` || s.Sweep != 5 || s.Ground != 5 || s.Heard.IsZero() {
		t.Fatalf("%q: %+v", note, s)
	}
	s = reopen(t, s)
	for _, e := range entries(0, 7) {
		if k := s.known[e.id]; k == nil || k.text != e.text || k.sweep != 4 || k.count != (countMark{}) {
			t.Errorf("%+v was %+v", k, e)
		}
	}
	if s.Version != stateVersion || s.Address != addressMark("a") {
		t.Errorf("it is written as %d of %q", s.Version, s.Address)
	}
}

func TestTheCursorHoldsNoAddressOfTheFirstPage(t *testing.T) {
	s, _ := openState("", "https://example.org/feed?token=verysecret")
	if cur, err := s.cursor(); err != nil || strings.Contains(string(cur), "verysecret") {
		t.Errorf("%s, %v", cur, err)
	}
}
