package transport

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

// visitHost walks through a host's line as a request would, without the network.
func visitHost(tb testing.TB, tr *Transport, address string, at func(*host)) {
	tb.Helper()
	p, err := tr.enter(tb.Context(), mustURL(tb, address))
	if err != nil {
		tb.Fatal(err)
	}
	if at != nil {
		at(p.h)
	}
	p.leave()
}

func TestHostsAreForgotten(t *testing.T) {
	_, tr, clock := site(t, nil, nil)
	now := clock.at
	visitHost(t, tr, "https://parked.example/", func(h *host) { h.park(now.Add(time.Hour), "it asked") })
	visitHost(t, tr, "https://paced.example/", func(h *host) { h.next = now.Add(time.Hour) })
	visitHost(t, tr, "https://failing.example/", func(h *host) { h.failures = 2 })
	waiting, err := tr.enter(t.Context(), mustURL(t, "https://waiting.example/"))
	if err != nil {
		t.Fatal(err)
	}
	visitHost(t, tr, "https://oldest.example/", nil)
	for i := range 3 * maxHosts {
		clock.at = now.Add(time.Duration(i) * time.Second / 4)
		visitHost(t, tr, fmt.Sprintf("https://%d.example/", i), nil)
		if n := len(tr.hosts); n > maxHosts+8 {
			t.Fatalf("%d hosts after %d", n, i)
		}
	}
	for _, name := range []string{"parked.example", "paced.example", "failing.example", "waiting.example", fmt.Sprintf("%d.example", 3*maxHosts-1)} {
		if tr.at(name) == nil {
			t.Errorf("%s was forgotten", name)
		}
	}
	if tr.at("oldest.example") != nil || tr.at("0.example") != nil {
		t.Error("the oldest are the first to be forgotten")
	}
	waiting.leave()
	clock.at = clock.at.Add(3 * time.Hour)
	tr.forget(clock.at)
	for i := range maxHosts {
		clock.at = clock.at.Add(time.Second)
		visitHost(t, tr, fmt.Sprintf("https://later%d.example/", i), nil)
	}
	if tr.at("parked.example") != nil || tr.at("failing.example") != nil {
		t.Error("when their time is over these are forgotten too")
	}
}

// Large files of rules count by their size: a hundred hosts of half a megabyte are not kept either.
func TestHeavyRulesAreForgotten(t *testing.T) {
	_, tr, clock := site(t, nil, nil)
	heavy := parseRobots([]byte("User-agent: *\n"+strings.Repeat("Disallow: /a/long/path/of/some/kind\n", maxRobots/37)), "tingfeng")
	for i := range 300 {
		clock.at = clock.at.Add(time.Second)
		visitHost(t, tr, fmt.Sprintf("https://%d.example/", i), func(h *host) {
			h.rulings["https"] = &ruling{rules: heavy, last: &heavy}
		})
		if tr.weight > maxWeight+2*heavy.weight() {
			t.Fatalf("%d bytes of rules after %d hosts", tr.weight, i)
		}
	}
	sum := 0
	for _, h := range tr.hosts {
		sum += h.weight
	}
	if sum != tr.weight || len(tr.hosts) == 0 {
		t.Errorf("%d bytes counted, %d there", tr.weight, sum)
	}
}

// Memory of ten thousand sources on as many hosts, asked in turn for a long time, is flat.
func BenchmarkTenThousandHosts(b *testing.B) {
	o := Default()
	clock := newClock()
	o.Now, o.Sleep, o.Rand = clock.now, clock.sleep, func() float64 { return 0.5 }
	tr, err := New(o)
	if err != nil {
		b.Fatal(err)
	}
	addresses := make([]string, 10_000)
	for i := range addresses {
		addresses[i] = fmt.Sprintf("https://host%d.example/feed", i)
	}
	rules := parseRobots([]byte("User-agent: *\nDisallow: /admin\nDisallow: /search\nSitemap: https://example.org/map.xml"), "tingfeng")
	heap := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	round := func() {
		for _, address := range addresses {
			clock.at = clock.at.Add(time.Second / 10)
			visitHost(b, tr, address, func(h *host) {
				h.rulings["https"] = &ruling{rules: rules, recheck: clock.at.Add(robotsLife)}
				tr.sent(h, 2*time.Second)
			})
		}
	}
	round()
	before := heap()
	for b.Loop() {
		round()
	}
	b.ReportMetric(before, "MiB-after-one-round")
	b.ReportMetric(heap(), "MiB-at-the-end")
	b.ReportMetric(float64(len(tr.hosts)), "hosts")
}

func BenchmarkAllowed(b *testing.B) {
	r := parseRobots([]byte("User-agent: *\n"+strings.Repeat("Disallow: /a/*/long/path$\nAllow: /b\n", 500)), "tingfeng")
	for b.Loop() {
		r.allowed("/a/quite/long/path/of/a/page?with=query")
	}
}

var _ http.RoundTripper = (*Session)(nil)
