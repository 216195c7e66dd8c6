package llm

import (
	"context"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// format is a way of asking for JSON. Endpoints that do not know one answer 400.
type format int32

const (
	formatSchema format = iota // the schema is enforced while the answer is made
	formatObject               // some JSON object
	formatText                 // the instructions alone ask for it
)

// body writes a question down.
func (r *Reader) body(q *question, f format) openai.ChatCompletionRequest {
	aspects := q.items[0].aspects // the same of all: batches are made so
	body := openai.ChatCompletionRequest{
		Model: r.options.Model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: instructions + aspectList(aspects)},
			{Role: openai.ChatMessageRoleUser, Content: q.posts()},
		},
	}
	if thinks(r.options.Model) {
		body.MaxCompletionTokens = r.answerTokens(len(q.items))
	} else {
		//lint:ignore SA1019 most endpoints know the older name alone
		body.MaxTokens = r.answerTokens(len(q.items))
		body.Temperature = 0.01 // as good as none: zero is left out of the request, and means one then
	}
	switch f {
	case formatSchema:
		body.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: "readings", Schema: schema(aspects), Strict: true},
		}
	case formatObject:
		body.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return body
}

// thinks tells models that take neither a temperature nor the older bound of tokens.
func thinks(model string) bool {
	for _, prefix := range []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if strings.HasPrefix(model, prefix) {
			return true
		}
	}
	return false
}

// answerTokens bounds the answer on so many posts.
func (r *Reader) answerTokens(posts int) int { return 200 + posts*r.options.AnswerTokens }

// estimate is how many tokens a question has, rather more than less: one for three bytes is one
// for each Chinese character.
func estimate(body openai.ChatCompletionRequest) int {
	bytes := 0
	for _, m := range body.Messages {
		bytes += len(m.Content)
	}
	if f := body.ResponseFormat; f != nil && f.JSONSchema != nil {
		if text, err := f.JSONSchema.Schema.MarshalJSON(); err == nil {
			bytes += len(text)
		}
	}
	return bytes/3 + 16
}

// answer is what an endpoint said, and what it says it costs.
type answer struct {
	content string
	in, out int
}

// mostTokens is more than any request of ours can cost; a count beyond it is a lie or a mistake.
const mostTokens = 10_000_000

// used is how many tokens are booked: as the endpoint counted, as estimated when it did not. An
// answer that never came was perhaps made all the same: its question is booked.
func (a answer) used(err error, in, out int) (int, int) {
	if f, ok := err.(*failure); ok {
		if f.fate == fateTimeout || f.fate == fateEnded {
			return in, 0
		}
		if f.status < 200 || f.status >= 300 {
			return 0, 0
		}
		return in, out // 200 with something nobody can read: it was worked on
	}
	if a.in > 0 && a.in <= mostTokens {
		in = a.in
	}
	if out = min(out, len(a.content)/3+1); a.out > 0 && a.out <= mostTokens {
		out = a.out
	}
	return in, out
}

// send makes one request. The error is a *failure.
func (r *Reader) send(ctx context.Context, body openai.ChatCompletionRequest) (answer, error) {
	limited, cancel := context.WithTimeout(ctx, r.options.Timeout)
	defer cancel()
	e := &exchange{through: r.parts.Transport, now: r.parts.Now}
	config := openai.DefaultConfig(r.options.Key.reveal())
	config.BaseURL, config.HTTPClient = r.options.BaseURL, e
	response, err := openai.NewClientWithConfig(config).CreateChatCompletion(limited, body)
	if err != nil {
		f := e.failed(ctx, err, r.options.Key)
		f.pause = e.pause
		return answer{}, f
	}
	a := answer{in: response.Usage.PromptTokens, out: response.Usage.CompletionTokens}
	if len(response.Choices) > 0 {
		a.content = response.Choices[0].Message.Content
	}
	return a, nil
}
