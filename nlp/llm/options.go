package llm

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Options say which model is asked, about what, and how much it may cost. They are off by default:
// posts leave the house only when somebody has said so.
type Options struct {
	Enabled       bool          `yaml:"enabled"`        //
	BaseURL       string        `yaml:"base_url"`       // up to and without /chat/completions
	Model         string        `yaml:"model"`          // as the endpoint calls it
	Key           Secret        `yaml:"key"`            // ${TINGFENG_LLM_KEY}; may be empty on a machine of one's own
	AllowPrivate  bool          `yaml:"allow_private"`  // the endpoint stands on this machine or network; http is fine then
	Timeout       time.Duration `yaml:"timeout"`        // of one request
	Batch         int           `yaml:"batch"`          // posts a request
	Attempts      int           `yaml:"attempts"`       // how often a post without a usable answer is asked about
	MaxConcurrent int           `yaml:"max_concurrent"` // requests at one time
	MaxRunes      int           `yaml:"max_runes"`      // characters of a post that are read; the rest is cut
	AnswerTokens  int           `yaml:"answer_tokens"`  // an answer may have for each post; models that think aloud need more
	Doubt         float64       `yaml:"doubt"`          // mentions whose sentiment is less sure than this are asked about, 0…1
	Reach         int64         `yaml:"reach"`          // and those that reach so many people; 0: reach does not matter
	Prices        Prices        `yaml:"prices"`         //
	DailyCost     float64       `yaml:"daily_cost"`     // in the currency of the prices; 0: only tokens are bounded
	DailyTokens   int64         `yaml:"daily_tokens"`   // in and out together; 0: only the cost is bounded
	Letter        bool          `yaml:"letter"`         // letters are said in a few sentences too
	LetterTimeout time.Duration `yaml:"letter_timeout"` // a letter waits for them so long, then goes without
	LetterCost    float64       `yaml:"letter_cost"`    // of daily_cost, letters may take so much; 0: what is left
	LetterTokens  int64         `yaml:"letter_tokens"`  // of daily_tokens, letters may take so many; 0: what is left
}

// Prices are what 1000 tokens cost, in whatever currency the bill is in.
type Prices struct {
	In  float64 `yaml:"in"`  // of the question
	Out float64 `yaml:"out"` // of the answer
}

// cost of so many tokens.
func (p Prices) cost(in, out int) float64 {
	return (float64(in)*p.In + float64(out)*p.Out) / 1000
}

// Default asks nobody; switched on, it reads doubtful mentions eight at a time and stops for the
// day after two million tokens.
func Default() Options {
	return Options{
		Timeout: time.Minute, Batch: 8, Attempts: 4, MaxConcurrent: 2, MaxRunes: 1500, AnswerTokens: 400,
		Doubt: 0.7, Reach: 100_000, DailyTokens: 2_000_000, LetterTimeout: 45 * time.Second,
	}
}

// Validate tells the first option that cannot be worked with, and what to write instead. Options
// that are off are not looked at, but for a letter that would wait for nobody.
func (o Options) Validate() error {
	if !o.Enabled {
		if o.Letter {
			return fmt.Errorf("llm: letter is true, but enabled is not: write enabled: true as well, or take letter away")
		}
		return nil
	}
	if err := o.validateEndpoint(); err != nil {
		return err
	}
	switch {
	case strings.TrimSpace(o.Model) == "":
		return fmt.Errorf("llm: model is empty: write the name the endpoint knows it by")
	case o.Timeout < time.Second || o.Timeout > 10*time.Minute:
		return fmt.Errorf("llm: timeout %s is not between 1s and 10m", o.Timeout)
	case o.Batch < 1 || o.Batch > 50:
		return fmt.Errorf("llm: batch %d is not between 1 and 50", o.Batch)
	case o.Attempts < 1 || o.Attempts > 8:
		return fmt.Errorf("llm: attempts %d is not between 1 and 8", o.Attempts)
	case o.MaxConcurrent < 1 || o.MaxConcurrent > 32:
		return fmt.Errorf("llm: max_concurrent %d is not between 1 and 32", o.MaxConcurrent)
	case o.MaxRunes < 50 || o.MaxRunes > 20_000:
		return fmt.Errorf("llm: max_runes %d is not between 50 and 20000", o.MaxRunes)
	case o.AnswerTokens < 100 || o.AnswerTokens > 20_000:
		return fmt.Errorf("llm: answer_tokens %d is not between 100 and 20000", o.AnswerTokens)
	case !(o.Doubt >= 0 && o.Doubt <= 1):
		return fmt.Errorf("llm: doubt %v is not between 0 and 1", o.Doubt)
	case o.Reach < 0:
		return fmt.Errorf("llm: reach %d is negative; 0 means that reach does not matter", o.Reach)
	}
	return o.validateAllowance()
}

func (o Options) validateEndpoint() error {
	u, err := url.Parse(o.BaseURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		// The address itself is not shown: some people write keys into it.
		return fmt.Errorf("llm: base_url is no complete address; write one like https://llm.example.com/v1")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("llm: base_url of %s holds a user, a query or a fragment; the key goes under key", u.Host)
	case u.Scheme == "http" && !o.AllowPrivate:
		return fmt.Errorf("llm: base_url of %s is http, where anybody on the way reads posts and key; write https, or allow_private: true for a machine of your own", u.Host)
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/chat/completions"):
		return fmt.Errorf("llm: base_url of %s ends with /chat/completions; leave that away, it is added", u.Host)
	case strings.ContainsAny(o.Key.reveal(), "\r\n \t"):
		return fmt.Errorf("llm: key holds a space or a line break; it was probably copied with one")
	}
	return nil
}

func (o Options) validateAllowance() error {
	p := o.Prices
	switch {
	case !(p.In >= 0 && p.Out >= 0 && o.DailyCost >= 0) || o.DailyTokens < 0:
		return fmt.Errorf("llm: prices, daily_cost and daily_tokens cannot be negative")
	case o.DailyCost == 0 && o.DailyTokens == 0:
		return fmt.Errorf("llm: neither daily_cost nor daily_tokens is set: without one of them a bad day has no end")
	case o.DailyCost > 0 && p.In == 0 && p.Out == 0:
		return fmt.Errorf("llm: daily_cost is set but prices are not: write prices: {in: …, out: …} for 1000 tokens")
	}
	return o.validateLetter()
}

func (o Options) validateLetter() error {
	switch {
	case o.LetterTimeout < time.Second || o.LetterTimeout > 3*time.Minute:
		return fmt.Errorf("llm: letter_timeout %s is not between 1s and 3m: a letter that waits longer is late", o.LetterTimeout)
	case !(o.LetterCost >= 0) || o.LetterTokens < 0:
		return fmt.Errorf("llm: letter_cost and letter_tokens cannot be negative")
	case o.LetterCost > 0 && o.Prices.In == 0 && o.Prices.Out == 0:
		return fmt.Errorf("llm: letter_cost is set but prices are not: write prices: {in: …, out: …} for 1000 tokens")
	}
	return nil
}
