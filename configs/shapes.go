package configs

import (
	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The files of a configuration folder, one idea a file. All but brands.yaml may be missing.

// settingsFile is tingfeng.yaml: where things are kept and how the program is reached.
type settingsFile struct {
	Data      string          `yaml:"data"`     // folder for spool, engine and secrets
	Timezone  string          `yaml:"timezone"` // IANA name; days and digests are cut by it
	Listen    string          `yaml:"listen"`   // host:port of the dashboard
	Token     string          `yaml:"token"`    // needed when listen is not loopback; ${TINGFENG_TOKEN}
	Address   string          `yaml:"address"`  // https://… by which people reach the dashboard: links in messages lead there
	Hosts     []string        `yaml:"hosts"`    // further names people reach it by, e.g. behind a proxy
	Agents    []agentEntry    `yaml:"agents"`   // machines that crawl elsewhere and bring posts here
	Access    string          `yaml:"access"`   // sign-in, open, or empty: as soon as there is a user
	Sessions  sessionsEntry   `yaml:"sessions"` // how long people stay signed in
	OIDC      *OIDC           `yaml:"oidc"`     // an OpenID provider people can sign in through
	Proxies   []string        `yaml:"proxies"`  // whose word on where a request comes from is believed
	Store     store.Options   `yaml:"store"`
	Engine    engineEntry     `yaml:"engine"`
	Spool     spoolEntry      `yaml:"spool"`
	Crawler   crawler.Options `yaml:"crawler"`
	Digest    digestEntry     `yaml:"digest"`
	Retention int             `yaml:"retention"` // days posts are kept after they came in; 0: for ever
	Packs     []string        `yaml:"packs"`     // taxonomies in use, by name; empty: all

	Understanding nlp.Options `yaml:"understanding"`
	LLM           llm.Options `yaml:"llm"` // the second opinion; off unless enabled
}

// agentEntry is one machine that crawls elsewhere. Its token lets it bring posts, and nothing else.
type agentEntry struct {
	Name  string `yaml:"name"`
	Token string `yaml:"token"` // 16 characters or more; ${TINGFENG_AGENT_TOKEN}
}

type engineEntry struct {
	Library string `yaml:"library"` // libchdb.so or a clickhouse binary; empty: searched
	Port    int    `yaml:"port"`    // 0: any free port
	Memory  int64  `yaml:"memory"`  // bytes the engine may use; 0: half of the machine
}

type spoolEntry struct {
	MaxBytes int64 `yaml:"max_bytes"`
}

type digestEntry struct {
	At       string   `yaml:"at"`       // cron expression; "30 21 * * *"
	Channels []string `yaml:"channels"` // where the letter is sent; empty: only on the page
}

// brandsFile is brands.yaml: whose names we listen for.
type brandsFile struct {
	Brands []brandEntry `yaml:"brands"`
}

type brandEntry struct {
	ID    voc.BrandID   `yaml:"id"`
	Name  string        `yaml:"name"`
	Own   bool          `yaml:"own"`
	Match nlp.BrandRule `yaml:",inline"`
}

// storesFile is stores.yaml: the shops, with who looks after each.
type storesFile struct {
	Stores []voc.Store `yaml:"stores"`
}

// sourcesFile is sources.yaml: where we listen.
type sourcesFile struct {
	Sources []crawler.SourceOptions `yaml:"sources"`
}

// rulesFile is rules.yaml: what is watched.
type rulesFile struct {
	Rules []ruleEntry `yaml:"rules"`

	Watched watchingEntry `yaml:",inline"`
}

// ruleEntry is a rule whose missing options are the defaults of its kind.
type ruleEntry struct{ alert.Rule }

// UnmarshalYAML implements yaml.InterfaceUnmarshaler.
func (e *ruleEntry) UnmarshalYAML(unmarshal func(any) error) error {
	e.Rule = alert.DefaultRule()
	if err := unmarshal(&e.Rule); err != nil {
		return err
	}
	e.Rule = voc.DefaultRuleOf(e.Kind)
	return unmarshal(&e.Rule)
}
