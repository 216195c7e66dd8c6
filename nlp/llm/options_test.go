package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp/llm/llmtest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func newLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// shownForms is every way a value is usually printed.
func shownForms(v any) []string {
	written, _ := json.Marshal(v)
	inside := struct{ v any }{v}
	hidden := struct{ o Options }{Options{Key: NewSecret("wrong")}}
	var log strings.Builder
	newLog(&log).Info("x", "v", v)
	forms := []string{string(written), log.String(), fmt.Sprintf("%+v", hidden), fmt.Sprintf("%#v", hidden)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		forms = append(forms, fmt.Sprintf(verb, v), fmt.Sprintf(verb, inside), fmt.Sprintf(verb, &v))
	}
	return forms
}

func TestSecrets(t *testing.T) {
	s := NewSecret("wrong")
	for _, form := range shownForms(s) {
		if strings.Contains(form, "wrong") || strings.Contains(form, "77726f6e67") {
			t.Errorf("shown: %s", form)
		}
	}
	if s.Empty() || !NewSecret("").Empty() || s.reveal() != "wrong" || NewSecret("").reveal() != "" || NewSecret("").String() != "" {
		t.Error("a secret does not know what it holds")
	}
	var read Secret
	if err := read.UnmarshalYAML(func(v any) error { *v.(*string) = "abc"; return nil }); err != nil || read.reveal() != "abc" {
		t.Errorf("read as %q, %v", read.reveal(), err)
	}
	if err := read.UnmarshalYAML(func(any) error { return errors.New("a list") }); err == nil {
		t.Error("a value that is no text was taken")
	}
}

func TestOptionsAreCheckedAtTheStart(t *testing.T) {
	good := Default()
	good.Enabled, good.BaseURL, good.Model = true, "https://llm.example.com/v1", "m"
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	if err := (Options{}).Validate(); err != nil {
		t.Errorf("options that are off are looked at: %v", err)
	}
	f := func(want string, change func(*Options)) {
		t.Helper()
		o := good
		change(&o)
		if err := o.Validate(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("got %v, want it to speak of %q", err, want)
		}
	}
	f("base_url", func(o *Options) { o.BaseURL = "" })
	f("base_url", func(o *Options) { o.BaseURL = "llm.example.com/v1" })
	f("base_url", func(o *Options) { o.BaseURL = "ftp://llm.example.com" })
	f("base_url", func(o *Options) { o.BaseURL = "https://me:hunter2@llm.example.com/v1" })
	f("base_url", func(o *Options) { o.BaseURL = "https://llm.example.com/v1?key=hunter2" })
	f("allow_private", func(o *Options) { o.BaseURL = "http://llm.example.com/v1" })
	f("/chat/completions", func(o *Options) { o.BaseURL = "https://llm.example.com/v1/chat/completions" })
	f("key", func(o *Options) { o.Key = NewSecret("hunter2\n") })
	f("model", func(o *Options) { o.Model = " " })
	f("timeout", func(o *Options) { o.Timeout = time.Millisecond })
	f("batch", func(o *Options) { o.Batch = 0 })
	f("attempts", func(o *Options) { o.Attempts = 100 })
	f("max_concurrent", func(o *Options) { o.MaxConcurrent = -1 })
	f("max_runes", func(o *Options) { o.MaxRunes = 1 })
	f("answer_tokens", func(o *Options) { o.AnswerTokens = 1 })
	f("doubt", func(o *Options) { o.Doubt = math.NaN() })
	f("reach", func(o *Options) { o.Reach = -1 })
	f("negative", func(o *Options) { o.Prices.In = -1 })
	f("negative", func(o *Options) { o.DailyTokens = -1 })
	f("daily_tokens", func(o *Options) { o.DailyTokens = 0 })
	f("prices", func(o *Options) { o.DailyCost = 5 })
	if _, err := New(Default(), Parts{Mask: strings.TrimSpace}); err == nil {
		t.Error("a reader that is off was made")
	}
	if _, err := New(good, Parts{Mask: strings.TrimSpace}); err == nil {
		t.Error("a reader without a way out was made")
	}
	o := good
	o.Batch = 0
	if _, err := New(o, Parts{Mask: strings.TrimSpace}); err == nil {
		t.Error("a reader with wrong options was made")
	}
}

func TestPartsHaveDefaults(t *testing.T) {
	s := llmtest.New(t)
	r, err := New(testOptions(s), Parts{Transport: s.Client().Transport, Mask: strings.TrimSpace})
	if err != nil {
		t.Fatal(err)
	}
	readings, err := r.Read(t.Context(), mentions("出餐慢"))
	if err != nil || len(readings) != 1 || r.Model() != "test-model" || r.Today().Tokens == 0 {
		t.Errorf("%+v, %v", readings, err)
	}
	if posts := s.Requests()[0].Posts; posts[0].Brand != "mountain-tea" {
		t.Errorf("the brand is called %q", posts[0].Brand)
	}
}

func TestWanted(t *testing.T) {
	o := Default()
	f := func(why string, change func(*voc.Mention), want string) {
		t.Helper()
		m := mention("出餐慢")
		m.Analysis.Probability = 0.95
		change(&m)
		if ok, reason := Wanted(&m, o); reason != want || ok != (want != "") {
			t.Errorf("%s: %v, %q; want %q", why, ok, reason, want)
		}
	}
	f("sure of it", func(*voc.Mention) {}, "")
	f("unsure", func(m *voc.Mention) { m.Analysis.Probability = 0.69 }, WantedDoubt)
	f("at the bound", func(m *voc.Mention) { m.Analysis.Probability = 0.7 }, "")
	f("perhaps ironic", func(m *voc.Mention) { m.Analysis.Odds.Irony = 0.5 }, WantedIrony)
	f("hardly ironic", func(m *voc.Mention) { m.Analysis.Odds.Irony = 0.1 }, "")
	f("surely ironic", func(m *voc.Mention) { m.Analysis.Odds.Irony = 0.9 }, "")
	f("perhaps implicit", func(m *voc.Mention) { m.Analysis.Odds.Implicit = 0.4 }, WantedImplicit)
	f("grave, and sure", func(m *voc.Mention) { m.Analysis.Severity, m.Analysis.Odds.Severity = 3, 0.9 }, "")
	f("grave, and unsure", func(m *voc.Mention) { m.Analysis.Severity, m.Analysis.Odds.Severity = 3, 0.4 }, WantedSeverity)
	f("unsure, but not grave", func(m *voc.Mention) { m.Analysis.Severity, m.Analysis.Odds.Severity = 2, 0.4 }, "")
	f("many followers", func(m *voc.Mention) { m.Post.Author.Followers = 100_000 }, WantedReach)
	f("many shares", func(m *voc.Mention) { m.Post.Engagement.Shares = 150_000 }, WantedReach)
	f("likes and shares together", func(m *voc.Mention) { m.Post.Engagement.Likes, m.Post.Engagement.Shares = 60_000, 40_000 }, WantedReach)
	f("an advert with many followers", func(m *voc.Mention) {
		m.Post.Author.Followers, m.Analysis.Noise = 1_000_000, []string{voc.NoiseAdvert}
	}, "")
	f("nothing said", func(m *voc.Mention) { m.Post.Text, m.Analysis.Probability = "", 0 }, "")
	o.Reach = 0
	f("reach does not matter", func(m *voc.Mention) { m.Post.Author.Followers = 1 << 40 }, "")
}

func TestTheAllowanceOfADay(t *testing.T) {
	b := newBench(t, func(o *Options, p *Parts) {
		o.DailyTokens, o.Batch = 20_000, 1
		p.Spent = Spent{Tokens: 15_000}
	})
	readings, err := b.Read(t.Context(), many(8))
	if !errors.Is(err, ErrBudget) || len(readings) == 0 || len(readings) == 8 || b.outcomes()[len(b.calls)-1] != "over budget" {
		t.Fatalf("%d readings, %v, %v", len(readings), err, b.outcomes())
	}
	spent := b.Today()
	if spent.Tokens <= 15_000 || spent.Tokens > 20_000 {
		t.Errorf("spent %+v", spent)
	}
	var booked int64
	for _, c := range b.calls {
		booked += int64(c.TokensIn + c.TokensOut)
	}
	if booked+15_000 != spent.Tokens {
		t.Errorf("the ledger has %d, the allowance %d", booked, spent.Tokens-15_000)
	}
	asked := len(b.server.Requests())
	if _, err := b.Read(t.Context(), many(8)); !errors.Is(err, ErrBudget) || len(b.server.Requests()) != asked {
		t.Errorf("asked beyond the allowance: %v", err)
	}
	b.pass(13 * time.Hour) // past midnight in the configured zone, not in UTC
	if _, err := b.Read(t.Context(), many(8)[len(readings):][:1]); err != nil {
		t.Errorf("the next day: %v", err)
	}
	if b.Today().Tokens >= 15_000 {
		t.Errorf("the next day begins with %+v", b.Today())
	}
}

func TestTheAllowanceOfMoney(t *testing.T) {
	b := newBench(t, func(o *Options, p *Parts) {
		o.Prices, o.DailyCost, o.DailyTokens = Prices{In: 1, Out: 2}, 10, 0
		p.Spent = Spent{Cost: 3}
	})
	if _, err := b.Read(t.Context(), many(1)); err != nil {
		t.Fatal(err)
	}
	c := b.calls[0]
	if want := (float64(c.TokensIn) + 2*float64(c.TokensOut)) / 1000; math.Abs(c.Cost-want) > 1e-9 || math.Abs(b.Today().Cost-3-want) > 1e-9 {
		t.Errorf("cost %v, want %v; spent %+v", c.Cost, want, b.Today())
	}
	for i := range 20 {
		m := many(21)[i+1:][:1]
		if _, err := b.Read(t.Context(), m); errors.Is(err, ErrBudget) {
			break
		}
	}
	if spent := b.Today().Cost; spent > 10 || spent < 5 {
		t.Errorf("spent %v of 10", spent)
	}
}

func TestTokensAreEstimatedWhereNobodyCounts(t *testing.T) {
	b := newBench(t, nil)
	b.server.CountNothing()
	if _, err := b.Read(t.Context(), many(2)); err != nil {
		t.Fatal(err)
	}
	if c := b.calls[0]; c.TokensIn < 500 || c.TokensOut < 50 || c.TokensOut > 1000 || c.Millis != 0 {
		t.Errorf("the ledger says %+v", c)
	}
	f := func(why string, a answer, err error, in, out int) {
		t.Helper()
		if gotIn, gotOut := a.used(err, 100, 900); gotIn != in || gotOut != out {
			t.Errorf("%s: %d and %d, want %d and %d", why, gotIn, gotOut, in, out)
		}
	}
	f("as counted", answer{in: 7, out: 8}, nil, 7, 8)
	f("counts nobody believes", answer{content: "abcdef", in: -1, out: math.MaxInt}, nil, 100, 3)
	f("more counted than can be", answer{content: "abcdef", in: math.MaxInt, out: -5}, nil, 100, 3)
	f("refused", answer{}, &failure{status: 400}, 0, 0)
	f("cut off", answer{}, &failure{status: 200}, 100, 900)
	f("never connected", answer{}, &failure{fate: fateLater}, 0, 0)
	f("no answer in time", answer{}, &failure{fate: fateTimeout}, 100, 0)
}

func TestTheCacheForgetsTheOldest(t *testing.T) {
	c := newCache[verdict](cacheSize)
	for i := range cacheSize + 1 {
		c.put(fmt.Sprint(i), verdict{severity: i})
		c.get("0") // used all the time: stays
	}
	if _, ok := c.get("0"); !ok {
		t.Error("what is used all the time was forgotten")
	}
	c.put("0", verdict{severity: -7})
	if v, ok := c.get("0"); !ok || v.severity != -7 {
		t.Errorf("what is put again is %+v %v", v, ok)
	}
	if _, ok := c.get("1"); ok || len(c.by) != cacheSize || c.order.Len() != cacheSize {
		t.Errorf("kept %d", len(c.by))
	}
}
