// Package plaintest makes pages for the tests of kinds: as they would have come at one moment, from a
// site that writes its times as Shanghai's clocks show them.
package plaintest

import (
	"net/url"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
)

// Zone is of the times a page writes without one.
var Zone = time.FixedZone("CST", 8*3600)

// At is when pages come: noon of a Sunday in Shanghai.
var At = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)

// Page is a page that came from address.
func Page(t testing.TB, address, text string) *plain.Page {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return &plain.Page{URL: u, Text: text, At: At, Zone: Zone}
}
