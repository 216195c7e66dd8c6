package transport

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"
)

var shanghai = time.FixedZone("CST", 8*3600)

func TestDailyCap(t *testing.T) {
	hits := 0
	srv, tr, clock := site(t, func(http.ResponseWriter, *http.Request) { hits++ }, func(o *Options) { o.Robots = true })
	clock.at = time.Date(2026, 3, 1, 15, 30, 0, 0, time.UTC) // 23:30 in Shanghai
	s := tr.Session(0)
	s.Limit(Limits{PerDay: 3, Zone: shanghai})
	for range 2 { // and robots.txt, which is a request too
		if _, err := get(t, s, srv.URL+"/page"); err != nil {
			t.Fatal(err)
		}
	}
	var parked *ParkedError
	if _, err := get(t, s, srv.URL+"/page"); !errors.As(err, &parked) || hits != 3 || !parked.Until.Equal(time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("%v after %d", err, hits)
	}
	if got := s.Spent(); got != (Spent{"2026-03-01", 3}) {
		t.Errorf("spent %+v", got)
	}
	if _, err := get(t, tr.Session(0), srv.URL+"/page"); err != nil {
		t.Errorf("the cap is the source's, not the host's: %v", err)
	}
	again := tr.Session(0)
	again.Limit(Limits{PerDay: 3, Zone: shanghai, Spent: s.Spent()})
	if _, err := get(t, again, srv.URL+"/page"); !errors.As(err, &parked) {
		t.Errorf("what an earlier session spent is remembered: %v", err)
	}
	clock.at = clock.at.Add(31 * time.Minute)
	if _, err := get(t, again, srv.URL+"/page"); err != nil || again.Spent() != (Spent{"2026-03-02", 1}) {
		t.Errorf("a new day in Shanghai: %v, %+v", err, again.Spent())
	}
}

func TestTheCapCountsRetries(t *testing.T) {
	hits := 0
	srv, tr, _ := site(t, func(w http.ResponseWriter, _ *http.Request) { hits++; w.WriteHeader(502) }, nil)
	s := tr.Session(0)
	s.Limit(Limits{PerDay: 2})
	var parked *ParkedError
	if _, err := get(t, s, srv.URL); !errors.As(err, &parked) || hits != 2 {
		t.Errorf("%v after %d", err, hits)
	}
}

func TestHours(t *testing.T) {
	at := func(clock string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04:05", "2026-03-01 "+clock, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		hours, now string
		wait       time.Duration
	}{
		{"01:00-06:00", "00:59:30", 30 * time.Second}, {"01:00-06:00", "01:00:00", 0}, {"01:00-06:00", "05:59:59", 0}, {"01:00-06:00", "06:00:00", 19 * time.Hour},
		{"22:30-06:00", "22:29:00", time.Minute}, {"22:30-06:00", "23:59:59", 0}, {"22:30-06:00", "00:00:00", 0}, {"22:30-06:00", "06:00:00", 16*time.Hour + 30*time.Minute},
		{"18:00-24:00", "23:59:59", 0}, {"18:00-24:00", "00:00:00", 18 * time.Hour}, {"0:00-6:00", "06:00:00", 18 * time.Hour}, {"", "12:00:00", 0},
	} {
		h, err := ParseHours(c.hours)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.opens(at(c.now)).Sub(at(c.now)); got != c.wait {
			t.Errorf("%s at %s: waits %s, want %s", c.hours, c.now, got, c.wait)
		}
	}
	for _, bad := range []string{"1-6", "01:00", "25:00-06:00", "01:60-02:00", "01:00-01:00", "00:00-24:00", "-", "a:b-c:d", "01:00-06:00-07:00", "1:0-2:0"} {
		if h, err := ParseHours(bad); err == nil {
			t.Errorf("%q was read as %v", bad, h)
		}
	}
}

// Whatever the hours and the time, the moment they open is inside them and less than a day away.
func TestHoursOpen(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		a, b := r.IntN(24*60), r.IntN(24*60)
		if a == b {
			continue
		}
		h, err := ParseHours(fmt.Sprintf("%02d:%02d-%02d:%02d", a/60, a%60, b/60, b%60))
		if err != nil || h != (Hours{a, b}) {
			t.Fatal(h, err)
		}
		if again, err := ParseHours(h.String()); err != nil || again != h {
			t.Fatalf("%s is read as %s, %v", h, again, err)
		}
		now := time.Date(2026, 1, 1+r.IntN(365), r.IntN(24), r.IntN(60), r.IntN(60), 0, shanghai)
		at := h.opens(now)
		if at.Before(now) || at.Sub(now) >= 24*time.Hour || !h.opens(at).Equal(at) {
			t.Fatalf("%s at %s opens at %s", h, now, at)
		}
	}
}

func TestOutsideTheHoursNobodyIsAsked(t *testing.T) {
	hits := 0
	srv, tr, clock := site(t, func(http.ResponseWriter, *http.Request) { hits++ }, nil)
	clock.at = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC) // noon
	s := tr.Session(0)
	s.Limit(Limits{Hours: Hours{60, 360}, Zone: shanghai})
	var parked *ParkedError
	if _, err := get(t, s, srv.URL); !errors.As(err, &parked) || hits != 0 || !parked.Until.Equal(time.Date(2026, 3, 1, 17, 0, 0, 0, time.UTC)) {
		t.Errorf("%v, asked %d times", err, hits)
	}
	clock.at = parked.Until
	if _, err := get(t, s, srv.URL); err != nil || hits != 1 {
		t.Errorf("when they open: %v", err)
	}
}
