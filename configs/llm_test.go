package configs

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const someLLM = `timezone: Asia/Shanghai
llm:
  enabled: true
  base_url: https://llm.example.com/v1
  model: some-model
  key: ${TINGFENG_LLM_KEY}
  timeout: 30s
  batch: 4
  attempts: 3
  max_concurrent: 1
  max_runes: 800
  answer_tokens: 300
  doubt: 0.6
  reach: 50000
  prices: {in: 0.002, out: 0.006}
  daily_cost: 20
  daily_tokens: 500000
  letter: true
  letter_timeout: 20s
  letter_cost: 2
  letter_tokens: 60000
`

func TestTheSectionLLM(t *testing.T) {
	const key = "sk-very-secret-1234567890"
	c, err := Load(folderWith(t, "tingfeng.yaml", someLLM), env(map[string]string{"TINGFENG_LLM_KEY": key}))
	if err != nil {
		t.Fatal(err)
	}
	o := c.LLM
	if !o.Enabled || o.BaseURL != "https://llm.example.com/v1" || o.Model != "some-model" || o.Timeout != 30*time.Second || o.Batch != 4 || o.Attempts != 3 ||
		o.MaxConcurrent != 1 || o.MaxRunes != 800 || o.AnswerTokens != 300 || o.Doubt != 0.6 || o.Reach != 50000 || o.Prices.In != 0.002 || o.Prices.Out != 0.006 ||
		o.DailyCost != 20 || o.DailyTokens != 500000 || o.Key.Empty() ||
		!o.Letter || o.LetterTimeout != 20*time.Second || o.LetterCost != 2 || o.LetterTokens != 60000 {
		t.Errorf("got %+v", o)
	}
	if shown := fmt.Sprintf("%v %+v %#v %s", *c, *c, *c, o.Key); strings.Contains(shown, "very-secret") {
		t.Error("the key is shown with the configuration")
	}
}

func TestTheSectionLLMIsOffAndMayBeShort(t *testing.T) {
	if c := loaded(t, "tingfeng.yaml", "data: d\n"); c.LLM.Enabled || c.LLM.Batch == 0 || c.LLM.DailyTokens == 0 {
		t.Errorf("without a section: %+v", c.LLM)
	}
	c := loaded(t, "tingfeng.yaml", "llm:\n  enabled: true\n  base_url: http://127.0.0.1:11434/v1\n  allow_private: true\n  model: m\n")
	if !c.LLM.Enabled || !c.LLM.AllowPrivate || c.LLM.Batch == 0 || c.LLM.Doubt == 0 || c.LLM.Timeout == 0 || c.LLM.Letter || c.LLM.LetterTimeout == 0 {
		t.Errorf("a short section: %+v", c.LLM)
	}
}

func TestMistakesInTheSectionLLM(t *testing.T) {
	f := func(why, from, to, want string) {
		t.Helper()
		text := strings.Replace(someLLM, from, to, 1)
		_, err := Load(folderWith(t, "tingfeng.yaml", text), env(map[string]string{"TINGFENG_LLM_KEY": "hunter2"}))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v, want %q", why, err, want)
		}
	}
	f("an unset key", "TINGFENG_LLM_KEY", "NOT_SET", "tingfeng.yaml:6: environment variable NOT_SET is not set")
	f("no complete address", "https://llm", "llm", "tingfeng.yaml:4: llm: base_url is no complete address")
	f("http to anybody", "https://llm", "http://llm", "tingfeng.yaml:4: llm: base_url of llm.example.com is http")
	f("too large a batch", "batch: 4", "batch: 400", "tingfeng.yaml:8: llm: batch 400 is not between 1 and 50")
	f("no allowance", "daily_cost: 20\n  daily_tokens: 500000", "daily_cost: 0\n  daily_tokens: 0", "neither daily_cost nor daily_tokens")
	f("money without prices", "  prices: {in: 0.002, out: 0.006}\n", "", "daily_cost is set but prices are not")
	f("a letter that waits for nobody", "enabled: true", "enabled: false", "tingfeng.yaml:18: llm: letter is true, but enabled is not")
	f("a letter that would be late", "letter_timeout: 20s", "letter_timeout: 10m", "tingfeng.yaml:19: llm: letter_timeout 10m0s is not between 1s and 3m")
	f("a purse below nothing", "letter_tokens: 60000", "letter_tokens: -1", "letter_cost and letter_tokens cannot be negative")
	f("an unknown option", "batch: 4", "bach: 4", `did you mean "batch"?`)
	f("a key that is a list", "key: ${TINGFENG_LLM_KEY}", "key: [a]", "tingfeng.yaml:6")
}
