package pipeline

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// complaints makes n negative mentions of brand tea, spread evenly over an hour from at on.
func complaints(at time.Time, n int, topic string, store voc.StoreID) []voc.Mention {
	var all []voc.Mention
	for i := range n {
		id := fmt.Sprintf("%d-%d-%s", at.Unix(), i, topic)
		m := voc.Mention{
			Brand: "tea",
			Post: voc.Post{
				ID: voc.NewPostID("forum", id), Source: "forum", Platform: "forum", ExternalID: id, Kind: voc.PostPost,
				PublishedAt: at.Add(time.Duration(i) * time.Hour / time.Duration(n)), Precision: voc.PrecisionSecond,
				Text: fmt.Sprintf("第%d位顾客：喝到一半发现%s", i, topic), Store: store, Engagement: voc.NoEngagement(),
				Author: voc.Author{Hash: fmt.Sprintf("author-%s", id), Followers: voc.Unknown},
			},
			Analysis: voc.Analysis{
				Sentiment: voc.Negative, Score: -0.9, Probability: 0.95, Emotion: voc.Angry, Topics: []string{topic}, Intent: voc.IntentComplaint,
				Complaint: true, Severity: 3, SeverityReasons: []string{"食品安全"}, Fingerprint: uint64(at.Unix())<<16 + uint64(i), Version: "test",
			},
		}
		all = append(all, m)
	}
	return all
}

// quietPast is days of a few complaints an hour about everyday things. What is judged after such a past is
// judged by one goroutine, in seconds of the engine's: not for -short, which the race detector runs with.
func quietPast(t *testing.T, s *store.Store, until time.Time, days int) {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: it lives through days; without -short it runs")
	}
	var all []voc.Mention // in one insert: each insert costs a part on disk
	for h := range days * 24 {
		n := 1 + (h*7)%3
		all = append(all, complaints(until.Add(-time.Duration(h+1)*time.Hour), n, "等待", "")...)
	}
	if err := save(t, s, all); err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, s *store.Store, mentions []voc.Mention) error {
	_, err := s.SaveMentions(t.Context(), mentions)
	return err
}

// fixed are rules nobody changes.
func fixed(rules ...alert.Rule) func() []alert.Rule {
	return func() []alert.Rule { return rules }
}

func watchOn(t *testing.T, s *store.Store, now time.Time, change func(*alert.Rule)) *Watch {
	t.Helper()
	rule := alert.DefaultRule()
	rule.Channels = []string{"desk"}
	if change != nil {
		change(&rule)
	}
	return &Watch{
		store: s, journal: journalOn(t, s, now), rules: fixed(rule), log: slog.New(slog.DiscardHandler),
		names: names{
			brands: []voc.Brand{{ID: "tea", Name: "山外青茶", Own: true}, {ID: "rival", Name: "半亩茶田"}}, location: time.UTC,
			stores: []voc.Store{{ID: "jingan", Name: "静安店", Brand: "tea"}}, titles: map[string]string{"异物": "喝出异物"},
		},
	}
}

func TestWatchOpensOneAlertOneOrderOneMessage(t *testing.T) {
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, complaints(began, 60, "异物", "jingan")); err != nil {
		t.Fatal(err)
	}
	w := watchOn(t, s, noon, nil)
	for range 3 { // judging again must say nothing again
		if err := w.Evaluate(t.Context(), noon); err != nil {
			t.Fatal(err)
		}
	}
	// A restart knows what was told.
	w = watchOn(t, s, noon, nil)
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	alerts, orders, messages := w.journal.Alerts(), w.journal.Orders(), w.journal.Messages()
	if len(alerts) != 1 || len(orders) != 1 {
		t.Fatalf("%d alerts and %d orders, want one of each", len(alerts), len(orders))
	}
	a := alerts[0]
	if a.Topic != "异物" || a.State != voc.AlertOpen || a.History || a.Order != orders[0].ID {
		t.Errorf("the alert is %+v; want an open one about 异物 with order %s", a, orders[0].ID)
	}
	if a.StartedAt.Before(began.Add(-15*time.Minute)) || a.StartedAt.After(began.Add(15*time.Minute)) {
		t.Errorf("it began at %s, want about %s", a.StartedAt, began)
	}
	if orders[0].Store != "jingan" || orders[0].Alert != a.ID {
		t.Errorf("the order is about store %q and alert %q, want jingan and %s", orders[0].Store, orders[0].Alert, a.ID)
	}
	opened := 0
	for _, m := range messages {
		if m.Kind == kindOpened && m.Channel == "desk" {
			opened++
		}
	}
	if opened != 1 {
		t.Errorf("%d messages say that it opened, want one", opened)
	}
	if len(a.Evidence) == 0 || a.Headline == "" || len(a.Points) == 0 {
		t.Errorf("an alert without evidence, headline or points: %+v", a)
	}
}

func TestWatchGrowsTheOrderWithItsAlert(t *testing.T) {
	s := storetest.Open(t)
	began := noon.Add(-2 * time.Hour)
	quietPast(t, s, began, 15)
	mild := complaints(began, 14, "等待", "")
	for i := range mild {
		mild[i].Analysis.Severity, mild[i].Analysis.SeverityReasons = 1, nil
	}
	if err := save(t, s, mild); err != nil {
		t.Fatal(err)
	}
	w := watchOn(t, s, noon, nil)
	if err := w.Evaluate(t.Context(), began.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if n := len(w.journal.Orders()); n != 1 {
		t.Fatalf("%d orders after the first hour, want one", n)
	}
	before := w.journal.Orders()[0].Level
	if err := save(t, s, complaints(began.Add(time.Hour), 150, "等待", "")); err != nil {
		t.Fatal(err)
	}
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	a, order := w.journal.Alerts()[0], w.journal.Orders()[0]
	if len(w.journal.Alerts()) != 1 || len(w.journal.Orders()) != 1 {
		t.Fatalf("%d alerts, %d orders: growth must not open a second", len(w.journal.Alerts()), len(w.journal.Orders()))
	}
	if !a.Level.Graver(before) || order.Level != a.Level {
		t.Errorf("the alert went from %s to %s, its order is %s; want both to rise together", before, a.Level, order.Level)
	}
	grew := 0
	for _, m := range w.journal.Messages() {
		if m.Kind == kindGrew {
			grew++
		}
	}
	if grew == 0 {
		t.Error("nobody was told that it grew")
	}
}

// The first dozen speak of the shop that closed its doors, the next hundred of why.
func TestWatchNamesWhatMostSpeakOfByNow(t *testing.T) {
	s := storetest.Open(t)
	began := noon.Add(-2 * time.Hour)
	quietPast(t, s, began, 15)
	if err := save(t, s, complaints(began, 14, "闭店", "")); err != nil {
		t.Fatal(err)
	}
	w := watchOn(t, s, noon, nil)
	if err := w.Evaluate(t.Context(), began.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if a := w.journal.Alerts(); len(a) != 1 || a[0].Topic != "闭店" {
		t.Fatalf("after the first hour: %+v; want one alert about 闭店", a)
	}
	if err := save(t, s, complaints(began.Add(time.Hour), 120, "异物", "jingan")); err != nil {
		t.Fatal(err)
	}
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	a := w.journal.Alerts()[0]
	if a.Topic != "异物" || !strings.Contains(a.Headline, "喝出异物") || !strings.Contains(a.Headline, "静安店") {
		t.Errorf("after 120 who say why it is still %q: %s", a.Topic, a.Headline)
	}
	if a.Total < 100 { // as of the last word about it; growth too small to tell is not written down
		t.Errorf("it counts %d mentions, want most of the 134", a.Total)
	}
}

func TestWatchShowsThePastAsHistory(t *testing.T) {
	s := storetest.Open(t)
	began := noon.Add(-60 * time.Hour)
	quietPast(t, s, began, 4)
	burst := append(complaints(began, 60, "异物", ""), complaints(began.Add(time.Hour), 20, "异物", "")...)
	for h := 2; h < 60; h++ {
		burst = append(burst, complaints(began.Add(time.Duration(h)*time.Hour), 1, "等待", "")...)
	}
	if err := save(t, s, burst); err != nil {
		t.Fatal(err)
	}
	w := watchOn(t, s, noon, nil)
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	alerts := w.journal.Alerts()
	if len(alerts) != 1 || !alerts[0].History || alerts[0].State != voc.AlertResolved {
		t.Fatalf("a burst 60 hours ago gives %+v; want one resolved alert of history", alerts)
	}
	if n := len(w.journal.Orders()); n != 0 {
		t.Errorf("%d work orders were opened for the past, want none", n)
	}
	if n := len(w.journal.Messages()); n != 0 {
		t.Errorf("%d messages were sent about the past, want none", n)
	}
}

func TestWatchStaysQuietOnAnOrdinaryDay(t *testing.T) {
	s := storetest.Open(t)
	quietPast(t, s, noon, 5)
	w := watchOn(t, s, noon, nil)
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	if alerts := w.journal.Alerts(); len(alerts) != 0 {
		t.Errorf("an ordinary week raised %+v", alerts)
	}
}

func TestWatchJudgesNothingWhereNobodyListened(t *testing.T) {
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, complaints(began, 60, "异物", "")); err != nil {
		t.Fatal(err)
	}
	// Two sources are expected and neither has been heard: what is there is not the whole truth.
	s.Expect([]voc.Source{
		{ID: "forum", Kind: voc.KindHTML, Schedule: "@every 10m", Every: 10 * time.Minute},
		{ID: "feed", Kind: voc.KindFeed, Schedule: "@every 10m", Every: 10 * time.Minute},
	})
	w := watchOn(t, s, noon, nil)
	if err := w.Evaluate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	if n := len(w.journal.Alerts()); n != 0 {
		t.Errorf("%d alerts rest on hours nobody heard, want none", n)
	}
	// As soon as the sources were heard, the same hours are judged.
	heard := []voc.Visit{
		{Source: "forum", StartedAt: noon, EndedAt: noon, Outcome: voc.VisitOK, HeardTo: noon, Claimed: -1},
		{Source: "feed", StartedAt: noon, EndedAt: noon, Outcome: voc.VisitOK, HeardTo: noon, Claimed: -1},
	}
	if err := s.SaveVisits(t.Context(), heard); err != nil {
		t.Fatal(err)
	}
	if err := w.Evaluate(t.Context(), noon.Add(5*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if n := len(w.journal.Alerts()); n != 1 {
		t.Errorf("%d alerts after the gap was healed, want one", n)
	}
}

func TestWatchResolvesAfterCalm(t *testing.T) {
	s := storetest.Open(t)
	began := noon.Add(-time.Hour)
	quietPast(t, s, began, 4)
	if err := save(t, s, complaints(began, 60, "异物", "")); err != nil {
		t.Fatal(err)
	}
	w := watchOn(t, s, noon, nil)
	for h := range 9 {
		now := noon.Add(time.Duration(h) * time.Hour)
		if err := save(t, s, complaints(now, 1, "等待", "")); err != nil {
			t.Fatal(err)
		}
		if err := w.Evaluate(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	alerts := w.journal.Alerts()
	if len(alerts) != 1 || alerts[0].State != voc.AlertResolved {
		t.Fatalf("after eight calm hours: %+v; want one resolved alert", alerts)
	}
	told := map[string]int{}
	for _, m := range w.journal.Messages() {
		told[m.Kind]++
	}
	if told[kindOpened] != 1 || told[kindResolved] != 1 {
		t.Errorf("told: %v; want opened once and resolved once", told)
	}
}
