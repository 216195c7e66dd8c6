package replay

import (
	"net/http"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func broken(t *testing.T, s *Script) {
	type fate struct {
		name    string
		fault   fault
		trouble voc.Trouble
	}
	fates := []fate{
		{"the site is being repaired", answer(200, "text/html; charset=utf-8", "<html><head><title>系统维护</title></head><body><p>稍后再来</p></body></html>"), voc.TroubleLayout},
		{"JSON of another shape", answer(200, "application/json", `{"code":7,"msg":"系统繁忙"}`), voc.TroubleLayout},
		{"a picture", answer(200, "image/png", "\x89PNG"), voc.TroubleLayout},
		{"half a page", cutOff, voc.TroubleNetwork},
		{"drop by drop", drip, voc.TroubleNetwork},
		{"a bomb", bomb, voc.TroubleLarge},
		{"nothing at all", answer(200, "", ""), voc.TroubleNetwork},
		{"500", answer(500, "", ""), voc.TroubleNetwork},
		{"a proof of being human", answer(200, "text/html; charset=utf-8", "<html><head><title>百度安全验证</title></head></html>"), voc.TroubleLogin},
		{"a redirect to the login", sendTo("/passport/login?back=1"), voc.TroubleLogin},
		{"a redirect into the network", sendTo("http://169.254.169.254/latest/meta-data/"), voc.TroubleInward},
		{"412", answer(412, "", ""), voc.TroubleRefused},
	}
	for _, at := range []int{1, 2} {
		for _, f := range fates {
			if s.NoLayouts && f.trouble == voc.TroubleLayout {
				continue
			}
			t.Run(f.name, func(t *testing.T) {
				v := play(t, s, func(o *crawler.Options) {
					if f.name == "drop by drop" {
						o.Transport.MaxTries, o.Transport.Timeout = 1, 300*time.Millisecond
					}
				})
				v.set(func(sv *server) { sv.fault = from(at, f.fault) })
				visit, _ := v.visit(t.Context(), 0)
				v.invented(t)
				if v.count() >= at && (visit.Outcome.Heard() || visit.Missing == "" || !visit.HeardTo.IsZero()) {
					t.Errorf("page %d: heard all the same: %+v", at, visit)
				}
				if v.count() >= at && visit.Trouble != f.trouble && !(at == 2 && s.Threads) {
					t.Errorf("page %d: trouble %q, want %q: %s", at, visit.Trouble, f.trouble, visit.Missing)
				}
				if at == 1 && len(v.posts) > 0 {
					t.Errorf("%d posts out of nothing", len(v.posts))
				}
				v.set(func(sv *server) { sv.fault = nil })
				v.site.Later(2 * time.Hour) // past any pause the host was given
				v.whole(t, 4)
				v.complete(t)
			})
		}
	}
}

func asksToWait(t *testing.T, s *Script) {
	for _, c := range []struct {
		name   string
		status int
		header func(now time.Time) string
	}{
		{"429 in seconds", 429, func(time.Time) string { return "1800" }},
		{"429 with a date", 429, func(now time.Time) string { return now.Add(30 * time.Minute).Format(http.TimeFormat) }},
		{"503 in seconds", 503, func(time.Time) string { return "1800" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := play(t, s, nil)
			until := time.Time{}
			v.set(func(sv *server) {
				sv.fault = func(n int, w http.ResponseWriter, r *http.Request) bool {
					until = sv.site.Now().Add(30 * time.Minute).Truncate(time.Second)
					return comeBack(c.status, c.header(sv.site.Now()))(n, w, r)
				}
			})
			visit, err := v.visit(t.Context(), 0)
			if err == nil || visit.Trouble != voc.TroublePace || visit.NextAt.Sub(until).Abs() > time.Second || len(v.posts) > 0 {
				t.Errorf("asked to wait until %s: %+v, %v", until, visit, err)
			}
			before := v.count()
			visit, err = v.visit(t.Context(), 0)
			if err == nil || visit.Trouble != voc.TroublePace || v.count() != before || visit.NextAt.Before(until.Add(-time.Second)) {
				t.Errorf("before the time is over it was asked for %v: %+v, %v", v.list(before), visit, err)
			}
			v.set(func(sv *server) { sv.fault = nil })
			v.site.Later(31 * time.Minute)
			v.whole(t, 2)
			v.complete(t)
		})
	}
}

func forbids(t *testing.T, s *Script) {
	v := play(t, s, nil)
	v.set(func(sv *server) { sv.robots = http.StatusServiceUnavailable })
	visit, err := v.visit(t.Context(), 0)
	if err == nil || visit.Outcome != voc.VisitBlocked || visit.Trouble != voc.TroubleRobots || v.count() != 0 {
		t.Errorf("robots.txt answered 503, and yet it was asked for %v: %+v, %v", v.list(0), visit, err)
	}
	v.set(func(sv *server) { sv.robots = http.StatusNotFound })
	v.site.Later(48 * time.Hour)
	v.whole(t, 2)
	v.complete(t)

	v = play(t, s, nil)
	v.set(func(sv *server) { sv.fault = answer(http.StatusNotFound, "", "") })
	if visit, err := v.visit(t.Context(), 0); err == nil || visit.Trouble != voc.TroubleExpired || len(v.posts) > 0 {
		t.Errorf("the address is gone: %+v, %v", visit, err)
	}
}

// sameForEver answers every request with the page that came first, as a site does whose cursor runs in
// a circle.
func sameForEver(t *testing.T, s *Script) {
	v := play(t, s, nil)
	v.set(func(sv *server) { sv.stuck = "next" })
	visit, _ := v.visit(t.Context(), 0)
	v.invented(t)
	if n := v.count(); n > 60 {
		t.Errorf("%d pages were asked for: %+v", n, visit)
	}
	came := map[string]bool{}
	for _, p := range v.posts {
		if came[p.ExternalID] {
			t.Errorf("post %s came twice", p.ExternalID)
		}
		came[p.ExternalID] = true
	}
}

// emptied hides everything for a visit: that is never a proof that it is gone.
func emptied(t *testing.T, s *Script) {
	v := play(t, s, nil)
	v.whole(t, 1)
	v.site.Hide(true)
	v.site.Later(time.Hour)
	visit, _ := v.visit(t.Context(), 0)
	if len(v.posts)+len(v.seen) != 0 || !visit.LostFrom.IsZero() {
		t.Errorf("an empty page brought %v: %+v", v.brought(), visit)
	}
	v.site.Hide(false)
	v.site.Later(time.Hour)
	v.whole(t, 1)
	if len(v.posts) != 0 {
		t.Errorf("after an empty page %v came again", v.brought())
	}

	v = play(t, s, nil)
	v.site.Hide(true)
	v.visit(t.Context(), 0)
	if len(v.posts) != 0 {
		t.Errorf("posts out of an empty page: %v", v.brought())
	}
	v.site.Hide(false)
	v.site.Later(time.Hour)
	v.whole(t, 2)
	v.complete(t)
}
