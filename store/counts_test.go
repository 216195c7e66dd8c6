package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestCountsHaveEveryBucket(t *testing.T) {
	s := storetest.Open(t)
	author := func(hash string) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Post.Author.Hash = hash }
	}
	save(t, s, 8,
		mention("1", "差", feeling(voc.Negative), topics("等待"), author("zhang")),
		mention("2", "差", feeling(voc.Negative), topics("等待", "卫生"), author("zhang")),
		mention("3", "差", feeling(voc.Negative), author("")),
		mention("4", "差", feeling(voc.Negative), author("")),
		mention("5", "差", feeling(voc.Negative), at(noon.Add(14*time.Minute+59*time.Second+999*time.Millisecond)), author("li")),
		mention("6", "好", feeling(voc.Positive), at(noon.Add(20*time.Minute))),
		mention("7", "差", feeling(voc.Negative), noise(voc.NoiseAdvert)),
		mention("8", "差", feeling(voc.Negative), brand("rival")),
	)
	bucket := func(minute, n, authors int) voc.Count {
		return voc.Count{At: noon.Add(time.Duration(minute) * time.Minute), N: n, Authors: authors, Coverage: 1}
	}
	q := store.CountQuery{Brand: "qingheng", Sentiment: voc.Negative, From: noon.Add(-5 * time.Minute), To: noon.Add(22 * time.Minute), Step: 5 * time.Minute}
	check := func(sentence string, q store.CountQuery, want ...voc.Count) {
		t.Helper()
		got, err := s.Counts(t.Context(), q)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v (%v), want %+v", sentence, got, err, want)
		}
	}
	check("negative ones by five minutes: an author counts once, posts without author one each, the last bucket is cut short", q,
		bucket(-5, 0, 0), bucket(0, 4, 3), bucket(5, 0, 0), bucket(10, 1, 1), bucket(15, 0, 0), bucket(20, 0, 0))
	q.Topic, q.From, q.To, q.Step = "卫生", noon, noon.Add(time.Hour), time.Hour
	check("one topic by the hour", q, bucket(0, 1, 1))
	q.Topic, q.NotTopics = "", []string{"卫生", "排队"}
	check("a mention of any topic left out does not count, one without topics does", q, bucket(0, 4, 4))
	q.NotTopics, q.Sentiment = nil, ""
	check("all sentiments", q, bucket(0, 6, 5))
	q.Brand = ""
	check("an empty brand means the mentions of all brands", q, bucket(0, 7, 6))
}

func TestCountsRefuseNonsense(t *testing.T) {
	s := storetest.Open(t)
	for sentence, q := range map[string]store.CountQuery{
		"no step":           {From: noon, To: noon.Add(time.Hour)},
		"a broken step":     {From: noon, To: noon.Add(time.Hour), Step: 1500 * time.Microsecond},
		"to before from":    {From: noon, To: noon.Add(-time.Hour), Step: time.Hour},
		"no from":           {To: noon, Step: time.Hour},
		"a million buckets": {From: noon, To: noon.Add(1e6 * time.Minute), Step: time.Minute},
	} {
		if got, err := s.Counts(t.Context(), q); err == nil {
			t.Errorf("%s: got %d buckets, want an error", sentence, len(got))
		}
	}
}

func TestCoverage(t *testing.T) {
	s := storetest.Open(t)
	scheduled := func(id voc.SourceID, b voc.BrandID) voc.Source {
		return voc.Source{ID: id, Kind: voc.KindFeed, Schedule: "@every 10m", Brand: b}
	}
	s.Expect([]voc.Source{
		scheduled("a", ""), scheduled("b", "qingheng"), scheduled("c", "rival"),
		{ID: "file", Kind: voc.KindImport, Schedule: "@daily"}, {ID: "push", Kind: voc.KindPush},
		{ID: "off", Kind: voc.KindFeed, Schedule: "@hourly", Disabled: true}, {ID: "by-hand", Kind: voc.KindHTML},
	})
	visit := func(source voc.SourceID, minute int, outcome voc.VisitOutcome, heardTo time.Time) voc.Visit {
		started := noon.Add(time.Duration(minute) * time.Minute)
		return voc.Visit{Source: source, StartedAt: started, EndedAt: started.Add(time.Second), Outcome: outcome, HeardTo: heardTo}
	}
	coverage := func(b voc.BrandID) []float64 {
		t.Helper()
		counts, err := s.Counts(t.Context(), store.CountQuery{Brand: b, From: noon, To: noon.Add(20 * time.Minute), Step: 10 * time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		return []float64{counts[0].Coverage, counts[1].Coverage}
	}
	for _, c := range []struct {
		sentence string
		visits   []voc.Visit
		want     []float64
	}{
		{"nobody has been heard", nil, []float64{0, 0}},
		{"one of the two sources of this brand was heard past the first bucket", []voc.Visit{visit("a", 10, voc.VisitOK, noon.Add(10*time.Minute))}, []float64{0.5, 0}},
		{"a failed visit hears nothing", []voc.Visit{visit("b", 20, voc.VisitFailed, noon.Add(20*time.Minute)), visit("b", 21, voc.VisitPartial, noon.Add(20*time.Minute)), visit("b", 22, voc.VisitBlocked, noon)}, []float64{0.5, 0}},
		{"an unchanged source was heard; without HeardTo up to the visit's start", []voc.Visit{visit("b", 12, voc.VisitUnchanged, time.Time{})}, []float64{1, 0}},
		{"a later visit heals the gap of the ones before", []voc.Visit{visit("a", 40, voc.VisitOK, noon.Add(40*time.Minute)), visit("b", 41, voc.VisitOK, noon.Add(40*time.Minute))}, []float64{1, 1}},
	} {
		if err := s.SaveVisits(t.Context(), c.visits); err != nil {
			t.Fatal(err)
		}
		if got := coverage("qingheng"); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: coverage %v, want %v", c.sentence, got, c.want)
		}
	}
	if got := coverage("rival"); !reflect.DeepEqual(got, []float64{0.5, 0.5}) {
		t.Errorf("the rival's own source was never heard: coverage %v, want half", got)
	}
	s.Expect(nil)
	if got := coverage("qingheng"); !reflect.DeepEqual(got, []float64{1, 1}) {
		t.Errorf("nothing is expected, so nothing is missing: coverage %v, want 1", got)
	}
}

func TestTrendAndOverview(t *testing.T) {
	s := storetest.Open(t)
	complaint := func(m *voc.Mention) { m.Analysis.Complaint = true }
	save(t, s, 6,
		mention("1", "差", feeling(voc.Negative), complaint),
		mention("2", "差", feeling(voc.Negative), at(noon.Add(time.Hour))),
		mention("3", "好", feeling(voc.Positive)),
		mention("4", "嗯"),
		mention("5", "好", feeling(voc.Positive), at(noon.Add(-time.Hour))),
		mention("6", "差", feeling(voc.Negative), noise(voc.NoiseAdvert)),
	)
	f := voc.Filter{From: noon, To: noon.Add(2 * time.Hour)}
	trend, err := s.Trend(t.Context(), f, time.Hour)
	want := []store.TrendPoint{
		{At: noon, Total: 3, Negative: 1, Neutral: 1, Positive: 1, Complaints: 1, NSR: 0, Coverage: 1},
		{At: noon.Add(time.Hour), Total: 1, Negative: 1, NSR: -1, Coverage: 1},
	}
	if err != nil || !reflect.DeepEqual(trend, want) {
		t.Errorf("trend %+v (%v), want %+v", trend, err, want)
	}
	o, err := s.Overview(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if o.Total != 4 || o.Negative != 2 || o.Neutral != 1 || o.Positive != 1 || o.Complaints != 1 || o.Authors != 4 || o.NegativeShare != 0.5 || o.ComplaintRate != 0.25 {
		t.Errorf("overview %+v", o)
	}
	if o.NegativeLow >= 0.5 || o.NegativeHigh <= 0.5 {
		t.Errorf("the interval %v…%v does not hold the share", o.NegativeLow, o.NegativeHigh)
	}
	if o.Before.Total != 1 || o.Before.NSR != 1 {
		t.Errorf("the two hours before: %+v, want one happy mention", o.Before)
	}
	o, err = s.Overview(t.Context(), voc.Filter{})
	if err != nil || o.Total != 5 || o.Before.Total != 0 {
		t.Errorf("without limits: %+v (%v), want 5 and nothing before", o, err)
	}
}
