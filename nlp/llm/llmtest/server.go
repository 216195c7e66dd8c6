// Package llmtest is a language model's endpoint for tests: it speaks the chat-completions protocol
// over HTTP, reads the posts out of the question as a model would, answers honestly, and misbehaves
// on demand in every way real ones do.
package llmtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Key is the only API key the server takes.
const Key = "sk-test-0123456789abcdefghij"

// Request is one question as the server got it.
type Request struct {
	Model       string
	Format      string // of the answer: "json_schema", "json_object" or ""
	System      string
	User        string
	Raw         string // the whole body, as sent
	Posts       []Post
	MaxTokens   int
	Temperature float64
}

// Post is one post of a question, as a model sees it.
type Post struct{ ID, Brand, Text string }

// Entry is what an answer says of one post.
type Entry map[string]any

// Fault answers in the server's stead. It returns false to let the honest answer follow.
type Fault func(w http.ResponseWriter, r *http.Request, q Request) bool

// Server is the endpoint. Its methods may be called while requests are under way.
type Server struct {
	*httptest.Server
	mu       sync.Mutex
	next     []Fault
	always   Fault
	answer   func(Request) []Entry
	requests []Request
	inFlight int
	most     int
	silent   bool
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{answer: Honest}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// BaseURL is what goes into the options.
func (s *Server) BaseURL() string { return s.URL + "/v1" }

// Next lets the coming requests meet faults, one each; those after them are answered.
func (s *Server) Next(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = append(s.next, faults...)
}

// Always lets every request without a fault of its own meet this one; nil: none.
func (s *Server) Always(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.always = f
}

// Answer replaces the honest reading.
func (s *Server) Answer(f func(Request) []Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = f
}

// CountNothing leaves the usage out of answers, as some servers do.
func (s *Server) CountNothing() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = true
}

// Requests are the questions so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// MostAtOnce is how many requests were under way at one time at most.
func (s *Server) MostAtOnce() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	q, problem := read(r)
	s.mu.Lock()
	if s.inFlight++; s.inFlight > s.most {
		s.most = s.inFlight
	}
	var fault Fault
	if problem == "" {
		s.requests = append(s.requests, q)
		if fault = s.always; len(s.next) > 0 {
			fault, s.next = s.next[0], s.next[1:]
		}
	}
	answer, silent := s.answer, s.silent
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.inFlight--
		s.mu.Unlock()
	}()
	switch {
	case problem != "":
		Refuse(w, http.StatusBadRequest, "bad_request", problem)
	case r.Header.Get("Authorization") != "Bearer "+Key:
		// Some servers say the key again.
		Refuse(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided: "+r.Header.Get("Authorization"))
	case fault != nil && fault(w, r, q):
	default:
		Complete(w, q, Written(answer(q)), silent)
	}
}

// read takes a request apart, and tells what is wrong with it.
func read(r *http.Request) (Request, string) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil || r.Method != http.MethodPost || r.URL.Path != "/v1/chat/completions" {
		return Request{}, "not a chat completion"
	}
	var body struct {
		Model    string `json:"model"`
		Messages []struct {
			Role    string `json:"role"`
			Content string `json:"content"`
		} `json:"messages"`
		MaxTokens           int     `json:"max_tokens"`
		MaxCompletionTokens int     `json:"max_completion_tokens"`
		Temperature         float64 `json:"temperature"`
		Format              *struct {
			Type   string `json:"type"`
			Schema *struct {
				Name   string          `json:"name"`
				Strict bool            `json:"strict"`
				Schema json.RawMessage `json:"schema"`
			} `json:"json_schema"`
		} `json:"response_format"`
	}
	if json.Unmarshal(raw, &body) != nil || body.Model == "" || len(body.Messages) != 2 {
		return Request{}, "model or messages are missing"
	}
	q := Request{
		Model: body.Model, System: body.Messages[0].Content, User: body.Messages[1].Content, Raw: string(raw),
		MaxTokens: max(body.MaxTokens, body.MaxCompletionTokens), Temperature: body.Temperature,
	}
	if body.Format != nil {
		q.Format = body.Format.Type
		if s := body.Format.Schema; q.Format == "json_schema" && (s == nil || s.Name == "" || !strings.Contains(string(s.Schema), `"additionalProperties":false`)) {
			return Request{}, "json_schema without a schema"
		}
	}
	q.Posts = posts(q.User)
	return q, ""
}

var announced = regexp.MustCompile(`本次随机标记：([a-z]+)。`)

// posts reads the posts as a careful model does: only lines with the marker frame them.
func posts(user string) []Post {
	m := announced.FindStringSubmatch(user)
	if m == nil {
		return nil
	}
	frame := regexp.MustCompile(`(?s)<<<` + m[1] + ` 帖子 ([a-z]+) 开始>>>\n(?:<<<` + m[1] + ` 品牌 ([^\n]*)>>>\n)?(.*?)\n<<<` + m[1] + ` 帖子 ([a-z]+) 结束>>>`)
	var list []Post
	for _, f := range frame.FindAllStringSubmatch(user, -1) {
		list = append(list, Post{ID: f[1], Brand: f[2], Text: f[3]})
	}
	return list
}

// Honest reads every post: words of blame are negative, words of praise positive.
func Honest(q Request) []Entry {
	list := []Entry{}
	for _, p := range q.Posts {
		list = append(list, Read(p, q))
	}
	return list
}

// Read is the honest entry on one post.
func Read(p Post, q Request) Entry {
	sentiment, emotion, intent, severity := "neutral", "neutral", "other", 0
	switch {
	case strings.ContainsAny(p.Text, "差慢坏烂"):
		sentiment, emotion, intent, severity = "negative", "angry", "complaint", 2
	case strings.ContainsAny(p.Text, "好赞香棒"):
		sentiment, emotion, intent = "positive", "happy", "praise"
	}
	quote := []rune(strings.TrimSpace(p.Text))
	quote = quote[:min(len(quote), 12)]
	aspects := []Entry{}
	if strings.Contains(p.Text, "等") && strings.Contains(q.System, "service.waiting") {
		aspects = append(aspects, Entry{"name": "service.waiting", "sentiment": sentiment, "evidence": "等", "opinion": ""})
	}
	return Entry{
		"id": p.ID, "sentiment": sentiment, "emotion": emotion, "intent": intent, "severity": severity,
		"complaint": sentiment == "negative", "irony": false, "implicit": false,
		"aspects": aspects, "evidence": []string{strings.TrimSpace(string(quote))}, "confidence": 0.9,
	}
}

// Written is an answer's content.
func Written(entries []Entry) string {
	text, err := json.Marshal(map[string]any{"items": entries})
	if err != nil {
		panic(fmt.Sprintf("llmtest: an answer that is no JSON: %v", err))
	}
	return string(text)
}

// Tokens is how the server counts: a token for each character.
func Tokens(s string) int { return len([]rune(s)) }

// Complete answers 200 with the content.
func Complete(w http.ResponseWriter, q Request, content string, silent bool) {
	answer := map[string]any{
		"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": q.Model,
		"choices": []any{map[string]any{"index": 0, "finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": content}}},
	}
	if !silent {
		in, out := Tokens(q.System+q.User), Tokens(content)
		answer["usage"] = map[string]any{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) // whoever left does not hear it
}

// Refuse answers with an error as the protocol writes it.
func Refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"message": message, "type": "invalid_request_error", "code": code}})
}
