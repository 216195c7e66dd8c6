package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/nlp/llm/llmtest"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// withModel lets the place ask a language model about everything.
func (p *place) withModel(s *llmtest.Server) {
	p.t.Helper()
	p.env = map[string]string{"TINGFENG_LLM_KEY": llmtest.Key}
	p.write("tingfeng.yaml", "data: "+p.data+"\nlisten: 127.0.0.1:0\nstore:\n  dsn: "+p.dsn+"\npacks: [dining]\nllm:\n  enabled: true\n  base_url: "+s.BaseURL()+
		"\n  allow_private: true\n  model: test-model\n  key: ${TINGFENG_LLM_KEY}\n  doubt: 1\n  max_concurrent: 2\n  prices: {in: 0.001, out: 0.002}\n")
}

// serving runs tingfeng in this process until the returned function is called.
func (p *place) serving() (a *app, stop func()) {
	p.t.Helper()
	ctx, cancel := context.WithCancel(p.t.Context())
	w := &world{
		stdout: p.t.Output(), stderr: p.t.Output(), now: p.now, signal: ctx,
		lookup: func(name string) (string, bool) { value, ok := p.env[name]; return value, ok },
	}
	g := &grammar{Config: p.config}
	c, err := w.load(g)
	if err != nil {
		p.t.Fatal(err)
	}
	if a, err = openControl(ctx, w, g, c); err != nil {
		p.t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- a.serve(ctx, false, func(string) {}) }()
	return a, func() {
		cancel()
		if err := <-served; err != nil {
			p.t.Error(err)
		}
		if err := a.close(); err != nil {
			p.t.Error(err)
		}
	}
}

// push hands posts over as a form would.
func (p *place) push(a *app, texts ...string) {
	p.t.Helper()
	var posts []voc.Post
	for i, text := range texts {
		posts = append(posts, voc.Post{
			ID: voc.NewPostID("care", text), Source: "care", Platform: "form", ExternalID: fmt.Sprint(len(text), "-", i), Kind: voc.PostComplaint,
			Text: text, PublishedAt: p.clock.Add(-time.Minute), Precision: voc.PrecisionSecond, FetchedAt: p.clock,
			Author: voc.Author{Name: "王小明", Hash: "u-" + fmt.Sprint(i), Followers: voc.Unknown}, Engagement: voc.NoEngagement(),
		})
	}
	if err := a.pipeline.Push(p.t.Context(), posts); err != nil {
		p.t.Fatal(err)
	}
}

// readings waits until so many readings are stored.
func (p *place) readings(s *store.Store, n int) []voc.Reading {
	p.t.Helper()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(30 * time.Second); ; <-poll.C {
		list, err := s.Readings(p.t.Context(), store.ReadingFilter{Reader: voc.ReaderLLM})
		if err != nil {
			p.t.Fatal(err)
		}
		if len(list) >= n {
			return list
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("%d of %d readings were stored", len(list), n)
		}
	}
}

// idCard is nobody's: an invented number with the right check digit.
const idCard = "110101199003077213"

// A post walks in, is stored, read a second time and compared; nothing of a person leaves.
func TestSecondOpinion(t *testing.T) {
	p := newPlace(t)
	db := p.database()
	s := llmtest.New(t)
	p.withModel(s)
	a, stop := p.serving()
	p.push(a, "山外青茶等位一小时，太慢了，电话13800001234，证件"+idCard+"，邮箱wang.xm@example.com", "山外青茶的茶很香", "今天在山外青茶门口等朋友")
	list := p.readings(db, 3)
	stop()
	for _, r := range list {
		if r.Brand != "tea" || r.Name != "test-model" || r.Prompt != llm.PromptVersion || r.Local == "" || r.Sentiment == "" {
			t.Errorf("stored %+v", r)
		}
	}
	for _, q := range s.Requests() {
		for _, secret := range []string{"13800001234", idCard, "wang.xm", "王小明"} {
			if strings.Contains(q.Raw, secret) {
				t.Errorf("%s reached the model", secret)
			}
		}
		if !strings.Contains(q.System, "service.waiting") || q.Posts[0].Brand != "山外青茶" {
			t.Errorf("asked about %q with %s", q.Posts[0].Brand, q.System)
		}
	}
	state := parsed[llmState](t, p.must("", "llm", "--report", "--json"))
	if state.Today.Calls == 0 || state.Today.Answered != 3 || state.Month.Tokens != state.Today.Tokens || state.Today.Cost == 0 || state.Agreement == nil || state.Agreement.Pairs != 3 {
		t.Errorf("the report says %+v", state)
	}
	holds(t, "the report", p.must("", "llm", "--report"), "test-model", "今天：", "答 3 条", "对照 3 条", "sentiment", "dining")
	if text := p.must("", "llm"); strings.Contains(text, "对照") || strings.Contains(text, llmtest.Key) {
		t.Errorf("without --report: %s", text)
	}
	if a := p.run("", "llm", "--days", "0"); a.code != exitUsage {
		t.Errorf("a report of no days: exit %d", a.code)
	}
}

// What was spent before a restart counts, and what was not read before it is read after it.
func TestTheAllowanceOutlivesARestart(t *testing.T) {
	p := newPlace(t)
	db := p.database()
	s := llmtest.New(t)
	p.withModel(s)
	spent := voc.Call{ID: "before", At: p.clock.Add(-time.Hour), Model: "test-model", TokensIn: 1_999_999, TokensOut: 1, Outcome: "ok"}
	if err := db.SaveCalls(t.Context(), []voc.Call{spent}); err != nil {
		t.Fatal(err)
	}
	a, stop := p.serving()
	p.push(a, "山外青茶等位太慢")
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(a.second.Status().Failing, "allowance"); <-poll.C {
		if time.Now().After(deadline) {
			t.Fatalf("nothing says that the allowance is used up: %+v", a.second.Status())
		}
	}
	if status := a.withSecond(api.Status{Errors: []string{"x"}}); len(status.Errors) != 2 || !strings.Contains(status.Errors[1], "daily_tokens") {
		t.Errorf("the status page says %q", status.Errors)
	}
	stop()
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests beyond the allowance", n)
	}
	p.clock = p.clock.Add(4 * time.Hour) // past midnight
	_, stop = p.serving()
	p.readings(db, 1)
	stop()
}

// The same words under another post are not paid for again, also after a restart.
func TestCopiesArePaidOnce(t *testing.T) {
	p := newPlace(t)
	db := p.database()
	s := llmtest.New(t)
	p.withModel(s)
	a, stop := p.serving()
	p.push(a, "山外青茶等位太慢")
	p.readings(db, 1)
	stop()
	a, stop = p.serving()
	posts := []voc.Post{{
		ID: voc.NewPostID("care", "another"), Source: "care", Platform: "form", ExternalID: "another", Kind: voc.PostComplaint, Text: "山外青茶等位太慢",
		PublishedAt: p.clock, Precision: voc.PrecisionSecond, FetchedAt: p.clock, Author: voc.Author{Name: "李四", Hash: "u-9", Followers: voc.Unknown}, Engagement: voc.NoEngagement(),
	}}
	if err := a.pipeline.Push(t.Context(), posts); err != nil {
		t.Fatal(err)
	}
	list := p.readings(db, 2)
	stop()
	if n := len(s.Requests()); n != 1 || list[0].Sentiment != list[1].Sentiment || list[0].Hash != list[1].Hash {
		t.Errorf("%d requests for %+v", n, list)
	}
}

// The model is nobody's business but its own: without it everything else goes on.
func TestAModelThatIsAwayDelaysNothing(t *testing.T) {
	p := newPlace(t)
	p.database()
	s := llmtest.New(t)
	s.Always(llmtest.Slow)
	p.withModel(s)
	a, stop := p.serving()
	var texts []string
	for i := range 40 {
		texts = append(texts, fmt.Sprintf("山外青茶第%d次等位太慢", i+1))
	}
	p.push(a, texts...)
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(30 * time.Second); ; <-poll.C {
		if n, err := a.store.CountMentions(t.Context()); err == nil && n == 40 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("mentions are not stored while the model is slow")
		}
	}
	stop()
}

func TestWithoutAModel(t *testing.T) {
	p := newPlace(t)
	p.database()
	holds(t, "the state", p.must("", "llm", "--report"), "没有启用", "对照 0 条")
	a, stop := p.serving()
	if a.second != nil {
		t.Error("somebody reads a second time although nobody asked for it")
	}
	stop()
}

func TestLanesEndWithTheirRequest(t *testing.T) {
	l := make(lanes, 1) // empty: every lane is taken
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://llm.example.com", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	if res, err := l.RoundTrip(req); err == nil {
		t.Errorf("answered %v", res.Status)
	}
	if title := brandTitles(&configs.Config{Brands: []voc.Brand{{ID: "tea", Name: "山外青茶"}}}); title("tea") != "山外青茶" || title("x") != "x" {
		t.Error("brands are not called by their names")
	}
}

// An address on one's own network is asked only where the configuration says that it is one's own.
func TestPrivateEndpointsMustBeAllowed(t *testing.T) {
	p := newPlace(t)
	p.database()
	s := llmtest.New(t)
	p.withModel(s)
	text := "data: " + p.data + "\nlisten: 127.0.0.1:0\nstore:\n  dsn: " + p.dsn + "\nllm:\n  enabled: true\n  base_url: " +
		strings.Replace(s.BaseURL(), "http://", "https://", 1) + "\n  model: m\n  doubt: 1\n"
	p.write("tingfeng.yaml", text)
	a, stop := p.serving()
	p.push(a, "山外青茶等位太慢")
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(60 * time.Second); a.second.Status().Failing == ""; <-poll.C {
		if time.Now().After(deadline) {
			t.Fatal("nothing says that the endpoint cannot be reached")
		}
	}
	if failing := a.second.Status().Failing; !strings.Contains(failing, "address not allowed") || len(s.Requests()) > 0 {
		t.Errorf("the worker says %q after %d requests", failing, len(s.Requests()))
	}
	stop()
}
