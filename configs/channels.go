package configs

import (
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/email"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/webhook"
)

// channelsFile is channels.yaml: where messages go.
type channelsFile struct {
	Channels []Channel `yaml:"channels"`
}

// Channel is one place messages are sent to. Which options it needs depends on its kind.
type Channel struct {
	Name         string        `yaml:"name"`
	Kind         string        `yaml:"kind"`    // feishu, dingtalk, wecom, slack, email, webhook
	URL          string        `yaml:"url"`     // of the robot or receiver; its key is a secret: ${…}
	Secret       string        `yaml:"secret"`  // feishu, dingtalk: of the signature
	Secrets      []string      `yaml:"secrets"` // webhook: whsec_… ; two while one is being replaced
	Timeout      time.Duration `yaml:"timeout"`
	AllowPrivate bool          `yaml:"allow_private"` // may stand on this machine or network

	Host     string   `yaml:"host"` // email: the server
	Port     int      `yaml:"port"` // email; 0: what tls implies
	TLS      string   `yaml:"tls"`  // email: starttls (usual), tls (from the first byte), none (own network only)
	User     string   `yaml:"user"`
	Password string   `yaml:"password"`
	From     string   `yaml:"from"`
	To       []string `yaml:"to"` // email: addresses; owner: those a message is for

	Rates     []notify.Rate `yaml:"rates"`     // slower than the operator allows; empty: nine tenths of that
	Heartbeat *bool         `yaml:"heartbeat"` // a sign of life every Monday; empty: yes, but not for a webhook
	Fallback  []string      `yaml:"fallback"`  // where a red message goes that is not accepted here within two minutes
}

// Place is what the outbox must know of a channel. Rates of a robot come on top of its operator's:
// they can slow it down, never speed it up. A mail server or a receiver of one's own has no other.
func (c Channel) Place() notify.Place {
	p := notify.Standard(c.Name, c.Kind)
	switch {
	case len(c.Rates) > 0 && (c.Kind == notify.Email || c.Kind == notify.Webhook):
		p.Rates = c.Rates
	case len(c.Rates) > 0:
		p.Rates = append(p.Rates, c.Rates...)
	}
	if c.Heartbeat != nil {
		p.Heartbeat = *c.Heartbeat
	}
	p.Fallback = c.Fallback
	p.Host = c.Host
	if u, err := url.Parse(c.URL); err == nil && p.Host == "" {
		p.Host = u.Host
	}
	return p
}

func (l *loader) channels(entries []Channel) []Channel {
	for i, e := range entries {
		path := fmt.Sprintf("$.channels[%d]", i)
		switch {
		case e.Name == "":
			l.at("channels.yaml", path, "channel without a name", "give it one: name: pr-desk")
		case slices.ContainsFunc(entries[:i], func(c Channel) bool { return c.Name == e.Name }):
			l.at("channels.yaml", path+".name", fmt.Sprintf("channel %q stands twice", e.Name), "names must differ")
		case !slices.Contains(notify.Kinds(), e.Kind):
			l.at("channels.yaml", path+".kind", fmt.Sprintf("unknown kind %q", e.Kind), "write one of: "+strings.Join(notify.Kinds(), ", "))
		case e.Kind == notify.Email:
			l.mailbox(path, e)
		default:
			l.robot(path, e)
		}
		l.rates(path, e)
	}
	for i, e := range entries {
		path := fmt.Sprintf("$.channels[%d].fallback", i)
		l.channelsKnown("channels.yaml", path, e.Fallback, entries)
		if n := slices.Index(e.Fallback, e.Name); n >= 0 {
			l.at("channels.yaml", fmt.Sprintf("%s[%d]", path, n), fmt.Sprintf("channel %q falls back to itself", e.Name), "name another one")
		}
	}
	return entries
}

// robot checks a channel that is called over HTTP.
func (l *loader) robot(path string, e Channel) {
	u, err := url.Parse(e.URL)
	switch {
	case e.URL == "":
		l.at("channels.yaml", path, fmt.Sprintf("channel %s has no url", e.Name), "copy the robot's address from the group's settings, by way of the environment: url: ${"+variable(e.Name)+"_URL}")
	case err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http":
		l.at("channels.yaml", path+".url", fmt.Sprintf("channel %s: the url is not a whole address of the web", e.Name), "it begins with https:// and holds no user name")
	case u.Scheme == "http" && !e.AllowPrivate:
		l.at("channels.yaml", path+".url", fmt.Sprintf("channel %s: over http its key could be read on the way", e.Name), "write https://, or allow_private: true for a receiver on this machine or network")
	}
	if e.Kind == notify.Webhook {
		for n, secret := range e.Secrets {
			if err := webhook.CheckSecret(secret); err != nil {
				l.at("channels.yaml", fmt.Sprintf("%s.secrets[%d]", path, n), fmt.Sprintf("channel %s: %v", e.Name, err), "let the receiver have the same one, by way of the environment: ${"+variable(e.Name)+"_SECRET}")
			}
		}
	}
	signed := e.Kind == notify.Feishu || e.Kind == notify.DingTalk
	l.foreign(path, e, map[string]bool{
		"secret":  e.Secret != "" && !signed,
		"secrets": len(e.Secrets) > 0 && e.Kind != notify.Webhook,
		"host":    e.Host != "", "port": e.Port != 0, "tls": e.TLS != "", "user": e.User != "",
		"password": e.Password != "", "from": e.From != "", "to": len(e.To) > 0,
	})
}

// mailbox checks a channel of mail.
func (l *loader) mailbox(path string, e Channel) {
	missing := map[string]bool{"host": e.Host == "", "from": e.From == "", "to": len(e.To) == 0}
	for _, option := range slices.Sorted(maps.Keys(missing)) {
		if missing[option] {
			l.at("channels.yaml", path, fmt.Sprintf("channel %s: email needs %s", e.Name, option), "e.g. host: smtp.example.com, from: 听风 <voc@example.com>, to: [owner]")
		}
	}
	l.addresses(path, e)
	if e.TLS == email.Plain && !e.AllowPrivate {
		l.at("channels.yaml", path+".tls", fmt.Sprintf("channel %s: mails and password could be read on the way", e.Name), "write tls: starttls, or allow_private: true for a relay on this machine or network")
	}
	if e.User != "" && e.Password == "" {
		l.at("channels.yaml", path+".user", fmt.Sprintf("channel %s: a user without a password", e.Name), "password: ${"+variable(e.Name)+"_PASSWORD}")
	}
	l.foreign(path, e, map[string]bool{"url": e.URL != "", "secret": e.Secret != "", "secrets": len(e.Secrets) > 0})
}

// addresses checks who a mail comes from and goes to.
func (l *loader) addresses(path string, e Channel) {
	if _, err := mail.ParseAddress(e.From); e.From != "" && err != nil {
		l.at("channels.yaml", path+".from", fmt.Sprintf("channel %s: %q is no address", e.Name, e.From), "write 听风 <voc@example.com>")
	}
	for n, to := range e.To {
		if _, err := mail.ParseAddress(to); to != email.Owner && err != nil {
			l.at("channels.yaml", fmt.Sprintf("%s.to[%d]", path, n), fmt.Sprintf("channel %s: %q is no address", e.Name, to), "write name@example.com, or owner for those a message is for")
		}
	}
	if e.TLS != "" && e.TLS != email.StartTLS && e.TLS != email.Implicit && e.TLS != email.Plain {
		l.at("channels.yaml", path+".tls", fmt.Sprintf("channel %s: tls is %q", e.Name, e.TLS), "write starttls, tls or none")
	}
}

// letterReaders checks that the nightly letter has some: it is for nobody in particular, so a mailbox of
// owners alone would never know whom to send it to.
func (l *loader) letterReaders(c *Config) {
	for n, name := range c.Digest.Channels {
		for _, e := range c.Channels {
			if e.Name == name && e.Kind == notify.Email && !slices.ContainsFunc(e.To, func(to string) bool { return to != email.Owner }) {
				l.at("tingfeng.yaml", fmt.Sprintf("$.digest.channels[%d]", n), fmt.Sprintf("channel %q writes only to owners, and the letter has none", name), "add an address to its to:, or name another channel")
			}
		}
	}
}

// foreign tells of options that this kind does not obey: whoever wrote them believes they do something.
func (l *loader) foreign(path string, e Channel, written map[string]bool) {
	for _, option := range slices.Sorted(maps.Keys(written)) {
		if written[option] {
			l.at("channels.yaml", path+"."+option, fmt.Sprintf("channel %s: %s means nothing to kind %s", e.Name, option, e.Kind), "leave it out; docs/channels.md tells what each kind needs")
		}
	}
}

func (l *loader) rates(path string, e Channel) {
	for n, r := range e.Rates {
		if r.Count < 1 || r.Per < time.Second || r.Per > 24*time.Hour {
			l.at("channels.yaml", fmt.Sprintf("%s.rates[%d]", path, n), fmt.Sprintf("channel %s: %d messages in %s is no rate", e.Name, r.Count, r.Per), "write e.g. {count: 10, per: 1m}")
		}
	}
}

// variable is a name for the environment made of a channel's.
func variable(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(name))
}

// address checks by what people reach the dashboard.
func (l *loader) address(text string) string {
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		l.at("tingfeng.yaml", "$.address", fmt.Sprintf("address %q is not one of the web", text), "write what people type: address: https://voc.example.com")
		return ""
	}
	return strings.TrimRight(text, "/")
}
