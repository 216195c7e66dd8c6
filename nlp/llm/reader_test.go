package llm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp/llm/llmtest"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))

// bench is a reader with everything around it that a test looks at.
type bench struct {
	*Reader
	server *llmtest.Server
	mu     sync.Mutex
	now    time.Time
	waits  []time.Duration
	calls  []voc.Call
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

// sleep lets the time pass at once.
func (b *bench) sleep(ctx context.Context, d time.Duration) error {
	b.pass(d)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waits = append(b.waits, d)
	return ctx.Err()
}

func (b *bench) ledger(c voc.Call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, c)
}

func (b *bench) outcomes() []string {
	var list []string
	for _, c := range b.calls {
		list = append(list, c.Outcome)
	}
	return list
}

func testOptions(s *llmtest.Server) Options {
	o := Default()
	o.Enabled, o.BaseURL, o.Model, o.Key, o.AllowPrivate = true, s.BaseURL(), "test-model", NewSecret(llmtest.Key), true
	o.MaxConcurrent, o.Timeout = 1, 20*time.Second
	o.Prices = Prices{In: 0.001, Out: 0.002}
	return o
}

func newBench(t *testing.T, change func(o *Options, p *Parts)) *bench {
	t.Helper()
	b := &bench{server: llmtest.New(t), now: noon}
	o := testOptions(b.server)
	p := Parts{
		Transport: http.DefaultTransport, Mask: func(s string) string { return s }, Ledger: b.ledger,
		Now: b.clock, Sleep: b.sleep, Random: rand.NewChaCha8([32]byte{1}), Location: noon.Location(),
		Brand: func(id voc.BrandID) string { return "山外青茶" },
		Aspects: func(*voc.Mention) []AspectName {
			return []AspectName{{"service.waiting", "等位排队"}, {"dish.taste", "口味"}}
		},
	}
	if change != nil {
		change(&o, &p)
	}
	r, err := New(o, p)
	if err != nil {
		t.Fatal(err)
	}
	b.Reader = r
	return b
}

func mention(text string) voc.Mention {
	return voc.Mention{
		Post:     voc.Post{ID: voc.NewPostID("t", text), Text: text, Engagement: voc.NoEngagement()},
		Brand:    "mountain-tea",
		Analysis: voc.Analysis{Norm: normal.Text(text), Sentiment: voc.Neutral, Probability: 0.5, Version: "local-1", Language: "zh-Hans"},
	}
}

func mentions(texts ...string) []voc.Mention {
	var list []voc.Mention
	for _, t := range texts {
		list = append(list, mention(t))
	}
	return list
}

func many(n int) []voc.Mention {
	var list []voc.Mention
	for i := range n {
		list = append(list, mention(fmt.Sprintf("第%d次来，出餐还是慢", i+1)))
	}
	return list
}

// sound fails when a reading holds anything a text or a list does not.
func sound(t *testing.T, asked []voc.Mention, readings []voc.Reading) {
	t.Helper()
	for _, r := range readings {
		at := slices.IndexFunc(asked, func(m voc.Mention) bool { return m.Post.ID == r.PostID && m.Brand == r.Brand })
		if at < 0 {
			t.Fatalf("a reading of a post nobody asked about: %+v", r)
		}
		m := asked[at]
		if r.Note == Unreadable {
			if r.Sentiment != "" || r.Severity != -1 || len(r.Aspects)+len(r.Evidence) > 0 {
				t.Errorf("an unreadable post is judged: %+v", r)
			}
			continue
		}
		if !slices.Contains(sentiments, string(r.Sentiment)) || r.Emotion != "" && !slices.Contains(emotions, string(r.Emotion)) ||
			r.Intent != "" && !slices.Contains(intents, string(r.Intent)) || r.Severity < -1 || r.Severity > 4 || r.Confidence < 0 || r.Confidence > 1 {
			t.Errorf("labels outside the lists: %+v", r)
		}
		for _, e := range r.Evidence {
			if e == "" || !strings.Contains(m.Post.Text, e) {
				t.Errorf("evidence %q does not stand in %q", e, m.Post.Text)
			}
		}
		norm := []rune(m.Analysis.Norm)
		for _, a := range r.Aspects {
			if a.Start < 0 || a.End > len(norm) || a.Start >= a.End || string(norm[a.Start:a.End]) != a.Text || !strings.Contains(a.Text, a.Opinion) {
				t.Errorf("aspect %+v does not stand in %q", a, string(norm))
			}
		}
	}
}

func sentimentsOf(readings []voc.Reading) string {
	var list []string
	for _, r := range readings {
		if r.Note != "" {
			list = append(list, r.Note)
			continue
		}
		list = append(list, string(r.Sentiment)[:3])
	}
	return strings.Join(list, " ")
}

func TestReadingsStandBesideTheirMentions(t *testing.T) {
	b := newBench(t, nil)
	asked := mentions("等了半小时，出餐太慢", "茶很香，下次再来", "请问几点关门？")
	readings, err := b.Read(t.Context(), asked)
	if err != nil || sentimentsOf(readings) != "neg pos neu" {
		t.Fatalf("got %s, %v", sentimentsOf(readings), err)
	}
	sound(t, asked, readings)
	r := readings[0]
	if r.PostID != asked[0].Post.ID || r.Brand != "mountain-tea" || r.Reader != voc.ReaderLLM || r.Name != "test-model" || r.Prompt != PromptVersion ||
		r.Local != "local-1" || !r.At.Equal(noon) || len(r.Hash) != 64 || r.Intent != voc.IntentComplaint || r.Severity != 2 || r.Complaint == nil || !*r.Complaint {
		t.Errorf("the reading is %+v", r)
	}
	if len(r.Aspects) != 1 || r.Aspects[0].Name != "service.waiting" || r.Aspects[0].Start != 0 || r.Aspects[0].End != 1 || r.Aspects[0].Text != "等" {
		t.Errorf("the aspects are %+v", r.Aspects)
	}
	q := b.server.Requests()
	if len(q) != 1 || len(q[0].Posts) != 3 || q[0].Posts[0].Brand != "山外青茶" || q[0].Format != "json_schema" || q[0].MaxTokens != 200+3*400 {
		t.Errorf("asked %d times, first %+v", len(q), q[0].Posts)
	}
}

func TestNothingLeavesUnmasked(t *testing.T) {
	if _, err := New(testOptions(llmtest.New(t)), Parts{Transport: http.DefaultTransport}); err == nil {
		t.Fatal("a reader without a mask was made")
	}
	b := newBench(t, func(_ *Options, p *Parts) {
		p.Mask = strings.NewReplacer("13800001234", "[手机号]", "110101199001011237", "[身份证号]", "a.b@example.com", "[邮箱]").Replace
	})
	m := mention("退款慢，打1380000\u00001234，证件110101199001011237，写a.b@example.com")
	m.Post.Title, m.Post.Author = "求助13800001234", voc.Author{Name: "王小明", Hash: "u-778899"}
	m.Post.URL, m.Post.ExternalID = "https://example.com/p/4455667788", "4455667788"
	if _, err := b.Read(t.Context(), []voc.Mention{m}); err != nil {
		t.Fatal(err)
	}
	raw := b.server.Requests()[0].Raw
	for _, secret := range []string{"13800001234", "110101199001011237", "a.b@example.com", "王小明", "u-778899", "4455667788", string(m.Post.ID)} {
		if strings.Contains(raw, secret) {
			t.Errorf("%q reached the server", secret)
		}
	}
	if strings.Count(raw, "[手机号]") != 2 {
		t.Errorf("what was masked is not there: %s", raw)
	}
}

func TestPostsAreCutIntoBatches(t *testing.T) {
	b := newBench(t, func(o *Options, _ *Parts) { o.Batch = 8 })
	readings, err := b.Read(t.Context(), many(19))
	if err != nil || len(readings) != 19 {
		t.Fatalf("%d readings, %v", len(readings), err)
	}
	var sizes []int
	for _, q := range b.server.Requests() {
		sizes = append(sizes, len(q.Posts))
	}
	if !slices.Equal(sizes, []int{8, 8, 3}) {
		t.Errorf("batches of %v", sizes)
	}
}

func TestTextsOfDifferentTradesAreAskedApart(t *testing.T) {
	b := newBench(t, func(_ *Options, p *Parts) {
		p.Aspects = func(m *voc.Mention) []AspectName {
			if strings.Contains(m.Post.Text, "车") {
				return []AspectName{{"fuel", "油耗"}}
			}
			return []AspectName{{"service.waiting", "等位排队"}}
		}
	})
	readings, err := b.Read(t.Context(), mentions("等位慢", "这车油耗还好", "等太久了", ""))
	if err != nil || sentimentsOf(readings) != "neg pos neu unreadable" {
		t.Fatalf("%s, %v", sentimentsOf(readings), err)
	}
	q := b.server.Requests()
	if len(q) != 2 || len(q[0].Posts) != 2 || strings.Contains(q[0].System, "fuel") || !strings.Contains(q[1].System, "fuel 油耗") {
		t.Errorf("%d questions", len(q))
	}
}

func TestTheSameTextIsPaidOnce(t *testing.T) {
	b := newBench(t, nil)
	asked := []voc.Mention{mention("出餐慢"), mention("茶好喝"), mention("出餐慢")}
	asked[2].Post.ID = "another"
	readings, err := b.Read(t.Context(), asked)
	if err != nil || sentimentsOf(readings) != "neg pos neg" {
		t.Fatalf("got %s, %v", sentimentsOf(readings), err)
	}
	if n := len(b.server.Requests()[0].Posts); n != 2 {
		t.Errorf("%d posts were sent, want 2", n)
	}
	again, err := b.Read(t.Context(), asked)
	if err != nil || sentimentsOf(again) != "neg pos neg" || len(b.server.Requests()) != 1 {
		t.Errorf("%s after %d questions, %v", sentimentsOf(again), len(b.server.Requests()), err)
	}
	*readings[0].Complaint = false // readings of one text share nothing
	readings[0].Evidence[0] = "x"
	if third, _ := b.Read(t.Context(), asked); !*third[2].Complaint || third[2].Evidence[0] == "x" || !*readings[2].Complaint {
		t.Error("a change of one reading changed another")
	}
	asked[0].Brand = "other-tea" // seen from another brand it is another question
	if _, err := b.Read(t.Context(), asked[:1]); err != nil || len(b.server.Requests()) != 2 {
		t.Errorf("%d questions, %v", len(b.server.Requests()), err)
	}
}

func TestReadingsKeptElsewhereAreChecked(t *testing.T) {
	first := newBench(t, nil)
	asked := mentions("ＡＢ等位很慢", "茶好喝")
	stored, err := first.Read(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	f := func(why string, change func(*voc.Reading), questions int) {
		t.Helper()
		b := newBench(t, func(_ *Options, p *Parts) {
			p.Lookup = func(_ context.Context, k Key) (voc.Reading, bool, error) {
				for _, r := range stored {
					if r.Hash == k.Hash && r.Brand == k.Brand && r.Name == k.Model && r.Prompt == k.Prompt {
						change(&r)
						return r, true, nil
					}
				}
				return voc.Reading{}, false, errors.New("away")
			}
		})
		readings, err := b.Read(t.Context(), asked)
		if err != nil || sentimentsOf(readings) != "neg pos" || len(b.server.Requests()) != questions {
			t.Errorf("%s: %s after %d questions, %v", why, sentimentsOf(readings), len(b.server.Requests()), err)
		}
		sound(t, asked, readings)
		if len(readings) > 0 && len(readings[0].Aspects) != 1 {
			t.Errorf("%s: aspects %+v", why, readings[0].Aspects)
		}
	}
	f("good ones are used", func(*voc.Reading) {}, 0)
	f("evidence that is not of the text", func(r *voc.Reading) { r.Evidence = []string{"从来没说过"} }, 1)
	f("evidence of the normalised text alone", func(r *voc.Reading) {
		if r.Sentiment == voc.Negative {
			r.Evidence = []string{"ab等位"}
		}
	}, 1)
	f("a label nobody knows", func(r *voc.Reading) { r.Sentiment = "great" }, 1)
	f("of another text", func(r *voc.Reading) { r.Hash = "x" }, 1)
}

func TestRequestsAtOneTimeAreBounded(t *testing.T) {
	b := newBench(t, func(o *Options, p *Parts) { o.Batch, o.MaxConcurrent = 1, 3 })
	var mu sync.Mutex
	waiting, full := 0, make(chan struct{})
	b.server.Always(func(http.ResponseWriter, *http.Request, llmtest.Request) bool {
		mu.Lock()
		if waiting++; waiting == 3 {
			close(full)
		}
		mu.Unlock()
		<-full // the first three wait for one another: they are at the server at one time
		return false
	})
	var wg sync.WaitGroup
	for part := range 2 { // the bound holds over several calls
		wg.Go(func() {
			if readings, err := b.Read(t.Context(), many(20)[10*part:][:10]); err != nil || len(readings) != 10 {
				t.Errorf("%d readings, %v", len(readings), err)
			}
		})
	}
	wg.Wait()
	if most := b.server.MostAtOnce(); most != 3 {
		t.Errorf("%d requests at one time, want 3", most)
	}
}

func TestEveryRequestTakesASlot(t *testing.T) {
	b := newBench(t, func(o *Options, _ *Parts) { o.MaxConcurrent = 3 })
	for range 3 {
		b.slots <- struct{}{}
	}
	if cap(b.slots) != 3 {
		t.Errorf("%d slots, want max_concurrent", cap(b.slots))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Read(ctx, mentions("出餐慢")); !errors.Is(err, context.Canceled) || len(b.server.Requests()) > 0 || len(b.calls) > 0 {
		t.Errorf("with all slots taken: %v, %d requests", err, len(b.server.Requests()))
	}
}

// An aspect whose evidence is not in the text the analysis counted in has no place, and is dropped.
func TestAspectsWithoutAPlaceAreDropped(t *testing.T) {
	b := newBench(t, nil)
	asked := mentions("等位太慢")
	asked[0].Analysis.Norm = "另一个版本的正文"
	readings, err := b.Read(t.Context(), asked)
	if err != nil || len(readings) != 1 || len(readings[0].Aspects) != 0 || readings[0].Sentiment != voc.Negative || b.Drops()[DropAspect] != 1 {
		t.Errorf("%+v, %v, dropped %v", readings, err, b.Drops())
	}
	asked = mentions("第二次等位太慢")
	asked[0].Analysis.Norm = "" // not kept: what was read is normalised here
	if readings, err := b.Read(t.Context(), asked); err != nil || len(readings[0].Aspects) != 1 || readings[0].Aspects[0].Start != 3 {
		t.Errorf("%+v, %v", readings, err)
	}
}

func TestEndOfTheCallerIsNobodysFault(t *testing.T) {
	b := newBench(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	b.server.Always(func(w http.ResponseWriter, r *http.Request, q llmtest.Request) bool {
		cancel()
		return llmtest.Slow(w, r, q)
	})
	for range tripAfter + 1 {
		if readings, err := b.Read(ctx, mentions("出餐慢")); !errors.Is(err, context.Canceled) || len(readings) > 0 {
			t.Fatalf("%d readings, %v", len(readings), err)
		}
	}
	b.server.Always(nil)
	if _, err := b.Read(t.Context(), mentions("出餐慢")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
