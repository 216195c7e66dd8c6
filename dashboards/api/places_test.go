package api

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Every place, tier, author and brand of an answer opens as many mentions as it says.
func TestPlacesAuthorsAndRivalsOpenAsManyMentionsAsTheySay(t *testing.T) {
	s := storetest.Open(t)
	if _, err := s.SaveMentions(t.Context(), voices(400)); err != nil {
		t.Fatal(err)
	}
	heardHourly(t, s, "forum", clock.Add(-22*24*time.Hour), clock)
	silent := voc.Visit{Source: "forum", StartedAt: clock.Add(-8 * 24 * time.Hour), EndedAt: clock.Add(-8 * 24 * time.Hour), Outcome: voc.VisitPartial, Missing: "只显示最新的", Claimed: -1, HeardTo: clock.Add(-8 * 24 * time.Hour), LostFrom: clock.Add(-9 * 24 * time.Hour), LostTo: clock.Add(-8 * 24 * time.Hour)}
	if err := s.SaveVisits(t.Context(), []voc.Visit{silent}); err != nil {
		t.Fatal(err)
	}
	forum := []voc.Source{{ID: "forum", Title: "茶友论坛", Kind: voc.KindHTML, Platform: "forum", Schedule: "@every 1h", Every: time.Hour}}
	s.Expect(forum)
	h := &house{}
	door := h.open(t, func(o *Options) { o.Store, o.Sources = s, func() []voc.Source { return forum } })
	window := "from=2026-01-10&to=2026-02-01"
	behind := func(more url.Values) int {
		t.Helper()
		return read[Mentions](t, ask(t, door, "GET", base+"/mentions?limit=1&"+window+"&"+more.Encode(), ""), 200).Total
	}
	same := func(what string, n int, more url.Values) {
		t.Helper()
		if got := behind(more); got != n {
			t.Errorf("%s says %d, behind it are %d", what, n, got)
		}
	}
	p := read[Places](t, ask(t, door, "GET", base+"/places?"+window, ""), 200)
	same("the whole", p.Total, nil)
	placed := p.Nowhere
	for _, x := range p.Items {
		placed += x.N
		same(x.Region, x.N, url.Values{"region": {x.Region}})
		same(x.Region+" negative", x.Negative, url.Values{"region": {x.Region}, "sentiment": {"negative"}})
	}
	if placed != p.Total {
		t.Errorf("provinces and nowhere are %d of %d", placed, p.Total)
	}
	a := read[Authors](t, ask(t, door, "GET", base+"/authors?"+window, ""), 200)
	for _, x := range a.Tiers {
		same(x.Tier, x.N, url.Values{"tier": {x.Tier}})
	}
	for _, x := range a.Items {
		same(x.Author, x.N, url.Values{"author": {x.Author}, "tier": {x.Tier}})
	}
	r := read[Rivals](t, ask(t, door, "GET", base+"/rivals?"+window, ""), 200)
	if len(r.Brands) != 2 || r.Brands[0].N < 20 || r.Brands[1].N < 20 || len(r.Aspects) == 0 || len(r.Fair.Without) == 0 {
		t.Fatalf("nothing to compare: %+v, left out %v", r.Brands, r.Fair.Without)
	}
	for _, b := range r.Brands {
		same(string(b.Key), b.N, url.Values{"brand": {string(b.Key)}, "source": texts(r.Fair.Sources), "without": r.Fair.Without})
	}
	for _, row := range r.Aspects {
		for i, c := range row.Cells {
			same(row.Key, c.Negative, url.Values{"brand": {string(r.Brands[i].Key)}, "aspect": {row.Key}, "judged": {"negative"}, "source": texts(r.Fair.Sources), "without": r.Fair.Without})
		}
	}
	ranks := read[StoreRanks](t, ask(t, door, "GET", base+"/stores/ranks?"+window, ""), 200)
	for _, s := range ranks.Items {
		same(s.Key, s.N, url.Values{"store": {s.Key}, "brand": {string(s.Brand)}})
	}
}

// heardHourly writes down a visit every hour of [from, to) that heard everything.
func heardHourly(t *testing.T, s *store.Store, id voc.SourceID, from, to time.Time) {
	t.Helper()
	var visits []voc.Visit
	for at := from; at.Before(to); at = at.Add(time.Hour) {
		visits = append(visits, voc.Visit{Source: id, StartedAt: at, EndedAt: at.Add(time.Second), HeardTo: at, Outcome: voc.VisitOK, Claimed: -1})
	}
	if err := s.SaveVisits(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
}

func texts(ids []voc.SourceID) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = string(id)
	}
	return all
}

func TestWhatIsComparedIsCollectedForAll(t *testing.T) {
	source := func(id, platform string, brand voc.BrandID) voc.Source {
		return voc.Source{ID: voc.SourceID(id), Platform: platform, Brand: brand, Kind: voc.KindHTML, Schedule: "@every 1m"}
	}
	pushed := source("pushed", "desk", "")
	pushed.Kind = voc.KindPush
	brands := []voc.BrandID{"a", "b"}
	tests := []struct {
		why     string
		sources []voc.Source
		heard   map[voc.SourceID]float64
		kept    []string
		left    map[voc.SourceID]string
	}{
		{"a forum hears of everybody", []voc.Source{source("bbs", "bbs", "")}, map[voc.SourceID]float64{"bbs": 1}, []string{"bbs"}, nil},
		{"each has reviews of its own: both are kept", []voc.Source{source("ra", "reviews", "a"), source("rb", "reviews", "b")}, map[voc.SourceID]float64{"ra": 1, "rb": 1}, []string{"ra", "rb"}, nil},
		{"only one has reviews: a comparison would compare crawlers", []voc.Source{source("ra", "reviews", "a")}, map[voc.SourceID]float64{"ra": 1}, nil, map[voc.SourceID]string{"ra": "one-sided"}},
		{"one has reviews beside a source of all: only the common one is kept", []voc.Source{source("ra", "reviews", "a"), source("all", "reviews", "")}, map[voc.SourceID]float64{"ra": 1, "all": 1}, []string{"all"}, map[voc.SourceID]string{"ra": "one-sided"}},
		{"one of a pair was hardly heard: its pair goes too", []voc.Source{source("ra", "reviews", "a"), source("rb", "reviews", "b")}, map[voc.SourceID]float64{"ra": 1, "rb": 0.3}, nil, map[voc.SourceID]string{"ra": "one-sided", "rb": "poor"}},
		{"what is pushed comes when it comes", []voc.Source{pushed}, map[voc.SourceID]float64{}, nil, map[voc.SourceID]string{"pushed": "unmeasured"}},
		{"a source of a brand that is not compared is missed by nobody", []voc.Source{source("rc", "reviews", "c")}, map[voc.SourceID]float64{"rc": 1}, nil, nil},
	}
	for _, c := range tests {
		kept, left := shared(c.sources, brands, c.heard)
		var ids []string
		for _, s := range kept {
			ids = append(ids, string(s.ID))
		}
		if !slices.Equal(ids, c.kept) || len(left) != len(c.left) {
			t.Errorf("%s: kept %v, left %+v", c.why, ids, left)
		}
		for _, l := range left {
			if c.left[l.Source] != l.Why {
				t.Errorf("%s: %s is left out as %q, want %q", c.why, l.Source, l.Why, c.left[l.Source])
			}
		}
	}
}

func TestGapsAreWholeHoursAndJoined(t *testing.T) {
	from := time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)
	gap := func(a, b time.Duration) voc.Gap { return voc.Gap{Span: voc.Span{From: from.Add(a), To: from.Add(b)}} }
	got := united([]voc.Gap{gap(150*time.Minute, 170*time.Minute), gap(-time.Hour, 10*time.Minute), gap(175*time.Minute, 185*time.Minute), gap(30*time.Hour, 90*time.Hour)}, from, from.Add(48*time.Hour))
	want := []voc.Span{{From: from, To: from.Add(time.Hour)}, {From: from.Add(2 * time.Hour), To: from.Add(4 * time.Hour)}, {From: from.Add(30 * time.Hour), To: from.Add(48 * time.Hour)}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	var many []voc.Gap
	for i := range 150 {
		many = append(many, gap(time.Duration(2*i)*time.Hour, time.Duration(2*i)*time.Hour+time.Minute))
	}
	if got := united(many, from, from.Add(1000*time.Hour)); len(got) > mostSpans {
		t.Errorf("%d stretches are more than a link can say", len(got))
	}
}

func TestStretchesThatMakeNoSenseAreToldSo(t *testing.T) {
	for text, ok := range map[string]bool{
		"2026-01-31T10:00:00Z/2026-01-31T12:00:00Z": true, "2026-01-31T12:00:00Z/2026-01-31T10:00:00Z": false, "yesterday": false, "2026-01-31/2026-02-01": false, "/": false,
	} {
		r := &reader{}
		if spans := r.without([]string{text}); (r.done() == nil) != ok || ok && len(spans) != 1 {
			t.Errorf("%q: %v, %v", text, spans, r.done())
		}
	}
	r := &reader{}
	if r.without(make([]string, 201)); r.done() == nil {
		t.Error("201 stretches are taken")
	}
}

func TestAHalfHeardSourceCountsTwice(t *testing.T) {
	row := func(region, city, source string, n, negative int) store.PlaceCount {
		return store.PlaceCount{Region: region, City: city, Source: voc.SourceID(source), Outcome: store.Outcome{N: n, Negative: negative}}
	}
	got := gatherPlaces([]store.PlaceCount{row("浙江", "杭州", "half", 10, 5), row("浙江", "", "whole", 30, 3), row("", "", "whole", 7, 0), row("上海", "上海", "deaf", 4, 4), row("上海", "上海", "pushed", 3, 0)},
		map[voc.SourceID]float64{"half": 0.5, "whole": 1, "deaf": 0.01})
	if got.Total != 54 || got.Nowhere != 7 || len(got.Items) != 2 || len(got.Cities) != 2 {
		t.Fatalf("%+v", got)
	}
	zj, sh := got.Items[0], got.Items[1]
	if zj.Region != "浙江" || zj.N != 40 || zj.Full != 50 || zj.Negative != 8 || zj.Small {
		t.Errorf("%+v: ten heard half the time are twenty, and thirty", zj)
	}
	if sh.Full != 11 || !sh.Small {
		t.Errorf("%+v: what was hardly heard is only doubled, what is pushed counts as it is", sh)
	}
	if empty := gatherPlaces(nil, nil); empty.Says.ZH == "" || empty.Items == nil {
		t.Errorf("nothing at all: %+v", empty)
	}
}

// Ten aspects on which brands do not differ, one on which they do: the one is marked and no other.
func TestOnlyWhatDiffersSurelyIsMarked(t *testing.T) {
	var cells []store.AspectCell
	add := func(name, brand string, n, negative int) {
		cells = append(cells, store.AspectCell{Name: name, Column: brand, Outcome: store.Outcome{N: n, Negative: negative}})
	}
	for i := range 10 {
		add("same."+string(rune('a'+i)), "own", 100, 30+i%3)
		add("same."+string(rune('a'+i)), "other", 100, 30-i%3)
	}
	add("service.waiting", "own", 120, 70)
	add("service.waiting", "other", 100, 20)
	add("few.judged", "own", 8, 8)
	add("few.judged", "other", 100, 5)
	add("service.", "own", 500, 400)
	out := Rivals{Base: "own", Brands: []Rival{{Key: "own"}, {Key: "other"}}}
	out.gaps(nil, cells, nil)
	if len(out.Aspects) != 12 || out.Comparisons != 11 {
		t.Fatalf("%d aspects, %d comparisons", len(out.Aspects), out.Comparisons)
	}
	for _, row := range out.Aspects {
		want := "no"
		if row.Key == "service.waiting" {
			want = "worse"
		}
		if c := row.Cells[1]; c.Marked != want || c.Gap == nil || *c.Low > *c.Gap || *c.High < *c.Gap {
			t.Errorf("%s: %+v, want %s", row.Key, c, want)
		}
	}
}

func TestShopsNobodyNamesAreRankedByWhatIsCommon(t *testing.T) {
	out := StoreRanks{}
	out.add(voc.Brand{ID: "a"}, []StoreRank{{Key: "bad", Brand: "a", N: 100, Negative: 60}, {Key: "good", Brand: "a", N: 100, Negative: 20}, {Key: "lucky", Brand: "a", N: 2}, {Key: "quiet", Brand: "a"}})
	var keys []string
	for _, s := range out.Items {
		keys = append(keys, s.Key)
	}
	if keys[0] != "bad" || keys[3] != "good" {
		t.Errorf("%v: two mentions without a complaint do not make the best shop", keys)
	}
	if out.Says = ranksSay(out); out.Says.ZH == "" || out.Pools[0].N != 202 {
		t.Errorf("%+v", out)
	}
	if s := ranksSay(StoreRanks{}); s.ZH == "" || s.EN == "" {
		t.Error("nothing is said of nothing")
	}
}
