package api

import (
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// lastWeek is the week before the one the clock stands in.
const lastWeek = "2026-W04"

// auditedHouse holds the made-up voices, and a sample of last week of which half was read, truthfully but for
// every tenth mention, which people find negative.
func auditedHouse(t *testing.T) (http.Handler, AuditSample) {
	t.Helper()
	s := storetest.Open(t)
	if _, err := s.SaveMentions(t.Context(), voices(3000)); err != nil {
		t.Fatal(err)
	}
	h := &house{}
	door := h.open(t, func(o *Options) {
		o.Store = s
		o.Strange = func(text string) (int, int) { return 1, len([]rune(text)) }
	})
	sample := read[AuditSample](t, ask(t, door, "POST", base+"/quality/samples/"+lastWeek+"/qingheng", "{}"), 200)
	if len(sample.Items) < 100 || len(sample.Items) > 200 || sample.Read != 0 {
		t.Fatalf("%d drawn, %d of them read", len(sample.Items), sample.Read)
	}
	var readings []voc.Reading
	for i, item := range sample.Items[:len(sample.Items)/2] {
		m, err := s.Mention(t.Context(), item.PostID, "qingheng")
		if err != nil {
			t.Fatal(err)
		}
		says := m.Analysis.Sentiment
		if i%10 == 0 {
			says = voc.Negative
		}
		readings = append(readings, voc.Reading{
			PostID: item.PostID, Brand: "qingheng", Reader: voc.ReaderHuman, Name: "王芳", At: clock, Sentiment: says, Severity: -1, Sample: lastWeek,
		})
	}
	// A correction outside of any sample says nothing of the whole and must not count.
	readings = append(readings, voc.Reading{PostID: readings[0].PostID, Brand: "qingheng", Reader: voc.ReaderHuman, Name: "李雷", At: clock, Sentiment: voc.Positive, Severity: -1})
	if err := s.SaveReadings(t.Context(), readings); err != nil {
		t.Fatal(err)
	}
	return door, sample
}

func TestASampleIsReadBlindAndShownAfterwards(t *testing.T) {
	door, sample := auditedHouse(t)
	address := base + "/quality/samples/" + lastWeek + "/qingheng"
	again := read[AuditSample](t, ask(t, door, "GET", address, ""), 200)
	if again.Read != len(sample.Items)/2 || len(again.Items) != len(sample.Items) {
		t.Fatalf("%d of %d read", again.Read, len(again.Items))
	}
	for i, item := range again.Items {
		if item.PostID != sample.Items[i].PostID || item.Place != i+1 {
			t.Fatalf("place %d was %s and is %s", i+1, sample.Items[i].PostID, item.PostID)
		}
		if (item.Machine != nil) != (item.Reading != nil) || item.Text == "" {
			t.Fatalf("place %d: read %v, and the verdict is shown: %v", i+1, item.Reading != nil, item.Machine != nil)
		}
	}
	last := again.Items[len(again.Items)-1]
	one := address + "/" + string(last.PostID)
	got := read[SampleItem](t, ask(t, door, "POST", one, `{"sentiment":"positive","intent":"praise","aspects":["service.waiting"],"actor":" 王芳 "}`), 200)
	if got.Machine == nil || got.Reading.Name != "王芳" || got.Reading.Sample != lastWeek || got.Reading.Aspects[0].Sentiment != voc.Positive || got.Reading.Hash == "" {
		t.Errorf("read: %+v", got.Reading)
	}
	if got := read[SampleItem](t, ask(t, door, "POST", one, `{"undo":true,"actor":"王芳"}`), 200); got.Machine != nil || got.Reading != nil {
		t.Errorf("taken back, and yet %+v", got)
	}
	if got := read[SampleItem](t, ask(t, door, "POST", one, `{"skip":true,"actor":"王芳"}`), 200); !got.Skipped || got.Machine == nil {
		t.Errorf("skipped: %+v", got)
	}
	if end := read[AuditSample](t, ask(t, door, "GET", address, ""), 200); end.Skipped != 1 || end.Read != again.Read {
		t.Errorf("%d skipped and %d read, want 1 and %d", end.Skipped, end.Read, again.Read)
	}
}

func TestWhatASampleRefuses(t *testing.T) {
	door, sample := auditedHouse(t)
	post := string(sample.Items[0].PostID)
	for what, c := range map[string]struct {
		method, path, body string
		status             int
	}{
		"a week that is not over":            {"POST", "2026-W05/qingheng", "{}", 409},
		"a week there is none of":            {"GET", "2026-W60/qingheng", "", 422},
		"a brand nobody knows":               {"GET", lastWeek + "/nobody", "", 422},
		"a post that was not drawn":          {"POST", lastWeek + "/qingheng/" + "0123456789abcdef0123456789abcdef", `{"skip":true}`, 404},
		"nothing said at all":                {"POST", lastWeek + "/qingheng/" + post, `{}`, 422},
		"a verdict and its taking back":      {"POST", lastWeek + "/qingheng/" + post, `{"sentiment":"negative","undo":true}`, 422},
		"a sentiment there is none of":       {"POST", lastWeek + "/qingheng/" + post, `{"sentiment":"angry"}`, 422},
		"more aspects than anybody can read": {"POST", lastWeek + "/qingheng/" + post, `{"sentiment":"negative","aspects":["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17","18","19","20","21"]}`, 422},
	} {
		if w := ask(t, door, c.method, base+"/quality/samples/"+c.path, c.body); w.Code != c.status {
			t.Errorf("%s: %d, want %d: %s", what, w.Code, c.status, w.Body)
		}
	}
	empty := read[AuditSample](t, ask(t, door, "GET", base+"/quality/samples/2026-W05/qingheng", ""), 200)
	if empty.Over || !empty.Drawn.IsZero() || len(empty.Items) != 0 {
		t.Errorf("a week that runs: %+v", empty)
	}
}

func TestQualityIsMeasuredOnWhatPeopleRead(t *testing.T) {
	door, sample := auditedHouse(t)
	q := read[Quality](t, ask(t, door, "GET", base+"/quality?weeks=3&brand=qingheng", ""), 200)
	if q.Drawn != len(sample.Items) || q.Read != len(sample.Items)/2 || q.Measured.N != q.Read || len(q.Weeks) != 3 || q.Version != "v2" {
		t.Fatalf("drawn %d, read %d, measured %d, weeks %v", q.Drawn, q.Read, q.Measured.N, q.Weeks)
	}
	// Every tenth was made negative; two thirds of those were something else.
	if q.Measured.Accuracy < .85 || q.Measured.Accuracy > .99 || q.Measured.Confusion[0][0].N == 0 || q.Measured.Confusion[1][0].N != 0 {
		t.Errorf("accuracy %.3f, confusion %+v", q.Measured.Accuracy, q.Measured.Confusion)
	}
	if len(q.ByBrand) != 1 || q.ByBrand[0].Title != "青衡" || q.ByBrand[0].N != q.Read || !q.ByBrand[0].Interval.Holds(q.ByBrand[0].Accuracy) {
		t.Errorf("by brand: %+v", q.ByBrand)
	}
	total := 0
	for _, d := range q.Drift {
		total += d.N
		if d.N > 0 && (math.Abs(d.Negative+d.Neutral+d.Positive-1) > 1e-9 || math.Abs(d.Probability-.9) > 1e-6 || d.Strange == nil || *d.Strange <= 0) {
			t.Errorf("week %+v", d)
		}
	}
	if total == 0 || q.Drift[2].Whole || !q.Drift[1].Whole || q.Drift[1].Sentiment == nil || *q.Drift[1].Sentiment > .1 {
		t.Errorf("drift: %+v", q.Drift)
	}
}

func TestTheCorrectedShareStandsBesideTheRawOne(t *testing.T) {
	door, _ := auditedHouse(t)
	c := read[Corrected](t, ask(t, door, "GET", base+"/quality/corrected?from=2026-01-12&to=2026-01-31", ""), 200)
	n := c.Negative
	if n.Raw == nil || n.Corrected == nil || *n.Raw < .28 || *n.Raw > .39 {
		t.Fatalf("%+v", n)
	}
	if e := n.Corrected; e.Share <= *n.Raw || !(e.Low < e.Share && e.Share < e.High) || e.Blind > .5 || e.Read == 0 {
		t.Errorf("people found more negative than the analysis did (%.3f), and the corrected share is %+v", *n.Raw, e)
	}
	if sum := n.Corrected.Share + c.Neutral.Corrected.Share + c.Positive.Corrected.Share; math.Abs(sum-1) > 1e-9 {
		t.Errorf("the three shares add up to %.4f", sum)
	}
	if len(c.Unaudited) != 2 || c.Unaudited[0] != "" || c.Unaudited[1] != "luye" || len(c.Weeks) != 1 || c.Weeks[0] != lastWeek {
		t.Errorf("left out %q, known from %v", c.Unaudited, c.Weeks)
	}
	if none := read[Corrected](t, ask(t, door, "GET", base+"/quality/corrected?brand=luye", ""), 200); none.Negative.Raw != nil || none.Negative.Corrected != nil || len(none.Unaudited) != 1 {
		t.Errorf("nothing of that brand was read: %+v", none)
	}
}

func TestTheModelIsComparedWithTheAnalysisAndTheLedgerAddsUp(t *testing.T) {
	s := storetest.Open(t)
	mentions := voices(200)
	if _, err := s.SaveMentions(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	var readings []voc.Reading
	for i, m := range mentions[:40] {
		says := m.Analysis.Sentiment
		if i%4 == 0 {
			says = map[voc.Sentiment]voc.Sentiment{voc.Negative: voc.Neutral, voc.Neutral: voc.Positive, voc.Positive: voc.Negative}[says]
		}
		readings = append(readings, voc.Reading{PostID: m.Post.ID, Brand: m.Brand, Reader: voc.ReaderLLM, Name: "small", Prompt: "3", At: clock.Add(-time.Hour), Sentiment: says, Severity: -1, Confidence: .8})
	}
	if err := s.SaveReadings(t.Context(), readings); err != nil {
		t.Fatal(err)
	}
	call := func(id, outcome string, back time.Duration, answered int, cost float64) voc.Call {
		return voc.Call{ID: id, At: clock.Add(-back), Model: "small", Prompt: "3", Purpose: "reading", Posts: 10, Answered: answered, TokensIn: 100, TokensOut: 20, Cost: cost, Millis: 500, Attempts: 1, Outcome: outcome}
	}
	if err := s.SaveCalls(t.Context(), []voc.Call{
		call("a", "ok", time.Hour, 10, .5), call("b", "partial", 26*time.Hour, 8, .25), call("c", "refused", 2*time.Hour, 0, 0), call("old", "ok", 60*24*time.Hour, 10, 9),
	}); err != nil {
		t.Fatal(err)
	}
	h := &house{}
	door := h.open(t, func(o *Options) {
		o.Store = s
		o.LLM = LLMSettings{Enabled: true, Model: "small", DailyCost: 2}
	})
	l := read[Ledger](t, ask(t, door, "GET", base+"/ledger", ""), 200)
	if l.Total.Calls != 3 || l.Total.Cost != .75 || l.Total.Refused != 1 || l.Total.Posts != 30 || l.Total.Answered != 18 || l.Total.Millis != 500 || l.Total.TokensIn != 300 {
		t.Errorf("total %+v", l.Total)
	}
	if l.Today != .5 || l.Asked.DailyCost != 2 || l.Cached != 22 || len(l.Purposes) != 1 || len(l.Models) != 1 || l.Models[0].Key != "small · 3" || len(l.Calls) != 3 || l.Calls[0].ID != "a" {
		t.Errorf("%+v", l)
	}
	days := 0.0
	for _, d := range l.Days {
		days += d.Cost
	}
	if len(l.Days) < 30 || l.Days[len(l.Days)-1].Key != "2026-01-31" || days != l.Total.Cost {
		t.Errorf("%d days that add up to %.2f", len(l.Days), days)
	}
	if l.Agreement.N != 40 || math.Abs(l.Agreement.Share-.75) > 1e-9 || l.Agreement.Kappa >= .75 {
		t.Errorf("agreement %+v", l.Agreement)
	}
	if w := ask(t, door, "GET", base+"/ledger?from=2026-01-31&to=2026-01-01", ""); w.Code != 422 {
		t.Errorf("a span that ends before it begins: %d", w.Code)
	}
}

func TestWeightsOfReadingsStandForTheirStrata(t *testing.T) {
	sampled := func(id, stratum string, population int) voc.Sampled {
		return voc.Sampled{Week: lastWeek, Brand: "b", PostID: voc.PostID(id), Stratum: stratum, Population: population}
	}
	mention := func(id string) voc.Mention { return voc.Mention{Post: voc.Post{ID: voc.PostID(id)}, Brand: "b"} }
	said := func(id, sample, note string, s voc.Sentiment) voc.Reading {
		return voc.Reading{PostID: voc.PostID(id), Brand: "b", Sample: sample, Note: note, Sentiment: s}
	}
	got := joinAudit(
		[]voc.Sampled{sampled("1", "n", 100), sampled("2", "n", 100), sampled("3", "n", 100), sampled("4", "p", 30), sampled("5", "p", 30), sampled("6", "p", 30), sampled("gone", "p", 30)},
		[]voc.Reading{
			said("1", lastWeek, "", voc.Positive), said("1", lastWeek, "", voc.Negative), // the newer stands
			said("2", lastWeek, "", voc.Negative), said("3", lastWeek, skipped, ""), said("4", lastWeek, "", voc.Neutral),
			said("5", lastWeek, "", ""), // taken back
			said("6", "2026-W03", "", voc.Negative), said("gone", lastWeek, "", voc.Negative),
		},
		[]voc.Mention{mention("1"), mention("2"), mention("3"), mention("4"), mention("5"), mention("6")},
	)
	if p := got.progress; len(p) != 1 || p[0] != (SampleProgress{Week: lastWeek, Brand: "b", Drawn: 6, Read: 3, Skipped: 1}) {
		t.Errorf("progress %+v", p)
	}
	if got.drawn != 6 || got.skipped != 1 || len(got.read) != 3 {
		t.Fatalf("%d drawn, %d skipped, %d read", got.drawn, got.skipped, len(got.read))
	}
	if got.read[0].reading.Sentiment != voc.Positive || got.read[0].weight != 50 || got.read[1].weight != 50 || got.read[2].weight != 30 {
		t.Errorf("%+v", got.read)
	}
}

func TestWeeksWithFewMentionsAreNotCompared(t *testing.T) {
	list := driftOf([]store.Flow{
		{Week: 0, Sentiment: voc.Negative, Tenth: 9, N: 100, Probability: 90}, {Week: 1, Sentiment: voc.Positive, Tenth: 5, N: 49, Probability: 24},
		{Week: 2, Sentiment: voc.Positive, Tenth: 5, N: 100}, {Week: 3, Sentiment: voc.Negative, Tenth: 5, N: 100}, {Week: 9, N: 5},
	}, []string{"a", "b", "c", "d"})
	if list[1].Sentiment != nil || list[2].Sentiment != nil || list[3].Sentiment == nil || *list[3].Sentiment < .25 || *list[3].Certainty > .01 {
		t.Errorf("%+v", list)
	}
}
