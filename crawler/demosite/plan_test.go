package demosite

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed)) }

var testNow = time.Date(2026, 11, 22, 16, 20, 0, 0, china) // a Sunday afternoon

// world plans a site's history.
func world(t *testing.T, change func(*Options)) (*planner, Truth) {
	t.Helper()
	o := DefaultOptions(testNow)
	if change != nil {
		change(&o)
	}
	if err := o.validate(); err != nil {
		t.Fatal(err)
	}
	p, err := newPlanner(o)
	if err != nil {
		t.Fatal(err)
	}
	p.extend(o.Now)
	return p, p.truth(o.Now)
}

func hash(t Truth) string {
	h := sha256.New()
	for _, f := range t.Facts {
		fmt.Fprintf(h, "%+v\n", f)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

func TestSameSeedSameWorld(t *testing.T) {
	week := func(o *Options) { o.Days = 7 }
	_, a := world(t, week)
	_, b := world(t, week)
	if hash(a) != hash(b) {
		t.Error("two sites of one seed differ")
	}
	_, c := world(t, func(o *Options) { o.Days, o.Seed = 7, 2 })
	if hash(a) == hash(c) {
		t.Error("two sites of different seeds are equal")
	}
}

// However often the clock is read, the future comes out the same.
func TestFutureDoesNotDependOnWhenItIsAsked(t *testing.T) {
	p, _ := world(t, func(o *Options) { o.Days = 3 })
	q, _ := world(t, func(o *Options) { o.Days = 3 })
	later := testNow.Add(7 * time.Hour)
	p.extend(later)
	for at := testNow; !at.After(later); at = at.Add(11 * time.Minute) {
		q.extend(at)
	}
	if hash(p.truth(later)) != hash(q.truth(later)) {
		t.Error("planning in steps gave another future than planning at once")
	}
}

func TestTextsAreDistinct(t *testing.T) {
	_, truth := world(t, nil)
	seen, originals := map[string]bool{}, 0
	for _, f := range truth.Facts {
		if f.RepeatOf == "" {
			originals++
			seen[f.Text] = true
		}
	}
	if share := float64(len(seen)) / float64(originals); share < .98 {
		t.Errorf("%.1f %% of %d original texts are distinct, want 98", 100*share, originals)
	}
}

func TestVolume(t *testing.T) {
	_, truth := world(t, nil)
	if truth.Posts < 20_000 || truth.Posts > 30_000 {
		t.Errorf("%d posts in 90 days, want 20 to 30 thousand", truth.Posts)
	}
	sources := By(truth, func(f Fact) voc.SourceID { return f.Source })
	for source, least := range map[voc.SourceID]int{
		"reviews-qingheng": 5000, "reviews-tonghuadu": 1000, "reviews-manbeicang": 1000, "bbs": 2000, "news": 180, "appstore-cn": 250, "zhisheng": 10000,
	} {
		if sources[source] < least {
			t.Errorf("source %s has %d posts, want at least %d", source, sources[source], least)
		}
	}
	if n := sources["appstore-cn"]; n > appPages*appPerPage {
		t.Errorf("%d app reviews, but the feed shows %d: history would be lost", n, appPages*appPerPage)
	}
	if n := sources["news"]; n > feedItems {
		t.Errorf("%d articles, but the feed shows %d", n, feedItems)
	}
	noise := By(truth, func(f Fact) string { return f.Noise })
	for _, label := range []string{voc.NoiseLottery, voc.NoiseAdvert, voc.NoiseRepost} {
		if noise[label] < 200 {
			t.Errorf("only %d posts of noise %q", noise[label], label)
		}
	}
	_, small := world(t, func(o *Options) { o.PerDay = 29 })
	if ratio := float64(truth.Posts) / float64(small.Posts); ratio < 9 || ratio > 11 {
		t.Errorf("a tenth of the posts a day gave 1/%.1f of the posts", ratio)
	}
}

func TestRhythm(t *testing.T) {
	_, truth := world(t, nil)
	var byHour [24]float64
	var byDay [7]float64
	for _, f := range truth.Facts {
		if f.Incident == "" {
			at := f.At.In(china)
			byHour[at.Hour()]++
			byDay[at.Weekday()]++
		}
	}
	if byHour[12] < 10*byHour[4] {
		t.Errorf("noon has %.0f posts, 4 in the morning %.0f: want at least ten times as many", byHour[12], byHour[4])
	}
	if byHour[20] < byHour[16]*1.05 || byHour[12] < byHour[10]*1.3 {
		t.Errorf("no peaks at lunch and in the evening: %v", byHour)
	}
	if byDay[6] < byDay[2]*1.25 {
		t.Errorf("Saturday has %.0f posts, Tuesday %.0f: want a quarter more", byDay[6], byDay[2])
	}
}

// An alert must be able to tell an incident from an ordinary busy hour.
func TestIncidentsStandOut(t *testing.T) {
	_, truth := world(t, nil)
	ours := func(f Fact) bool {
		return f.Sentiment == voc.Negative && f.Noise == "" && len(f.Brands) > 0 && f.Brands[0] == "qingheng"
	}
	hours := map[int64]int{}
	for _, f := range truth.Facts {
		if at := f.At.In(china); ours(f) && f.Incident == "" && at.Hour() >= 10 && at.Hour() < 22 {
			hours[f.At.Unix()/3600]++
		}
	}
	usual, busiest := 0.0, 0
	for _, n := range hours {
		usual += float64(n) / float64(len(hours))
		busiest = max(busiest, n)
	}
	if usual < 4 || usual > 10 {
		t.Errorf("an ordinary hour of the day has %.1f complaints about us, want 4 to 10", usual)
	}
	for _, in := range truth.Incidents {
		if in.Start.After(testNow) {
			continue
		}
		peak, authors := 0, map[string]bool{}
		for at := in.Start; at.Before(in.End); at = at.Add(10 * time.Minute) {
			n := truth.Count(func(f Fact) bool {
				return f.Incident == in.ID && ours(f) && !f.At.Before(at) && f.At.Before(at.Add(time.Hour))
			})
			peak = max(peak, n)
		}
		for _, f := range truth.Facts {
			if f.Incident == in.ID {
				authors[f.Author] = true
			}
		}
		if peak < 2*busiest-5 || peak > 130 {
			t.Errorf("%s peaks at %d complaints an hour; the busiest ordinary hour has %d", in.ID, peak, busiest)
		}
		if len(authors) < 100 {
			t.Errorf("%s is told by %d people only", in.ID, len(authors))
		}
	}
}

func TestIncidentWindows(t *testing.T) {
	p, truth := world(t, nil)
	ago := map[string][2]time.Duration{ // since the beginning, at least and at most
		"foreign-object": {3 * time.Hour, 6 * time.Hour},
		"app-outage":     {19 * 24 * time.Hour, 21 * 24 * time.Hour},
		"price-rise":     {44 * 24 * time.Hour, 46 * 24 * time.Hour},
		"double-charge":  {-4 * time.Minute, -2 * time.Minute},
	}
	if len(truth.Incidents) != len(ago) {
		t.Fatalf("%d incidents, want %d", len(truth.Incidents), len(ago))
	}
	p.extend(testNow.Add(2 * time.Hour))
	whole := p.truth(testNow.Add(2 * time.Hour))
	for _, in := range whole.Incidents {
		if d := testNow.Sub(in.Start); d < ago[in.ID][0] || d > ago[in.ID][1] {
			t.Errorf("%s began %s before now, want %v", in.ID, d, ago[in.ID])
		}
		n := 0
		for _, f := range whole.Facts {
			if f.Incident != in.ID {
				continue
			}
			n++
			if f.At.Before(in.Start.Truncate(time.Second)) || (f.RepeatOf == "" && f.At.After(in.End)) {
				t.Errorf("%s: a post of %s lies outside of %s…%s", in.ID, f.At, in.Start, in.End)
			}
			if len(f.Brands) == 0 || f.Brands[0] != in.Brand || in.Store != "" && f.Store != "" && f.Store != in.Store {
				t.Errorf("%s: a post speaks of %v, store %q: %s", in.ID, f.Brands, f.Store, f.Text)
			}
		}
		if n < 150 {
			t.Errorf("%s has %d posts only", in.ID, n)
		}
	}
	quiet, _ := world(t, func(o *Options) { o.Days, o.Live = 2, Live{Rate: 1, Quiet: true} })
	if n := len(quiet.incidents); n != 3 {
		t.Errorf("a quiet life has %d incidents, want the three of history", n)
	}
}

var phoneNumber = regexp.MustCompile(`(?:^|\D)1[3-9]\d[ -]?(\d{4})[ -]?\d{4}(?:\D|$)`)

// Every text must agree with the facts it is told with.
func TestTextsAgreeWithThemselves(t *testing.T) {
	p, truth := world(t, nil)
	names := map[voc.BrandID][]string{}
	stores := map[voc.BrandID][]*store{}
	for _, b := range p.brands {
		names[b.id], stores[b.id] = []string{b.short, b.trad}, b.stores
	}
	phones, broken := 0, 0
	wrong := func(f Fact, why string) {
		if broken++; broken <= 10 {
			t.Errorf("%s: [%s %s %d] %s | %s", why, f.Channel, f.Topic, f.Rating, f.Title, f.Text)
		}
	}
	for _, f := range truth.Facts {
		text := f.Title + f.Text
		if n := utf8.RuneCountInString(f.Text); n == 0 || n > 320 || f.RepeatOf == "" && f.Channel != News && n > 260 {
			wrong(f, fmt.Sprintf("%d characters", n))
		}
		if strings.ContainsAny(text, "{}|") || strings.Contains(text, "，，") || strings.Contains(text, "。，") || strings.Contains(text, "，。") {
			wrong(f, "a seam shows")
		}
		if f.Channel != Reviews && f.Channel != AppStore && !(f.RepeatOf != "" && f.Channel == Forum) {
			for _, b := range f.Brands {
				if !strings.Contains(text, names[b][0]) && !strings.Contains(text, names[b][1]) {
					wrong(f, "nobody could know it is about "+string(b))
				}
			}
		}
		if f.Channel == Reviews {
			for _, s := range stores[f.Brands[0]] {
				if s.id != f.Store && strings.Contains(text, s.name) {
					wrong(f, "a review of "+string(f.Store)+" speaks of another store")
				}
			}
			if f.Sentiment == voc.Negative && f.Rating > 3 && !f.Falsely || f.Sentiment == voc.Positive && f.Rating < 4 {
				wrong(f, "stars and words disagree without meaning to")
			}
		}
		for _, m := range phoneNumber.FindAllStringSubmatch(text, -1) {
			if phones++; m[1] != "0000" {
				wrong(f, "a telephone number that might be somebody's")
			}
		}
	}
	if phones < 30 {
		t.Errorf("%d telephone numbers in all texts: masking would not be seen", phones)
	}
	if n := truth.Count(func(f Fact) bool { return f.Falsely }); n < 50 {
		t.Errorf("%d reviews with five stars and angry words, want at least 50", n)
	}
}

func TestRepeatsRepeat(t *testing.T) {
	_, truth := world(t, func(o *Options) { o.Days = 30 })
	texts := map[string]Fact{}
	for _, f := range truth.Facts {
		texts[string(f.Channel)+f.ExternalID] = f
	}
	n := 0
	for _, f := range truth.Facts {
		if f.RepeatOf == "" {
			continue
		}
		n++
		o, ok := texts[string(Timeline)+f.RepeatOf]
		if r, review := texts[string(Reviews)+f.RepeatOf]; !ok && review {
			o, ok = r, true
		}
		if !ok || !strings.HasSuffix(f.Text, o.Text) || f.At.Before(o.At) || f.Noise == "" {
			t.Errorf("%q repeats %q", f.Text, o.Text)
		}
	}
	if n < 300 {
		t.Errorf("%d repeats in 30 days, want at least 300", n)
	}
}

func TestIdsAreUniqueAndGrow(t *testing.T) {
	p, _ := world(t, func(o *Options) { o.Days = 10 })
	last := map[Channel]int64{}
	for i, x := range p.posts {
		if x.id <= last[x.channel] {
			t.Fatalf("%s: id %d comes after %d", x.channel, x.id, last[x.channel])
		}
		last[x.channel] = x.id
		if i > 0 && x.at.Before(p.posts[i-1].at) {
			t.Fatalf("post %d is older than the one before", i)
		}
	}
	if last[Timeline] < 1<<53 {
		t.Errorf("microblog ids fit into a float64 (%d): a sloppy reader would not be found out", last[Timeline])
	}
}

func TestOptions(t *testing.T) {
	f := func(why string, o Options, want string) {
		t.Helper()
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one about %s", why, err, want)
		}
	}
	f("no time", Options{}, "Now")
	f("too much history", Options{Now: testNow, Days: 1000}, "Days")
	f("a negative rate", Options{Now: testNow, PerDay: -1}, "PerDay")
	f("a life that runs backwards", Options{Now: testNow, Live: Live{Rate: -1}}, "Live")
	f("a secret that is none", Options{Now: testNow, Secret: "whsec_???"}, "Secret")
}
