package configs

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
)

func TestChannelsThatCannotWorkAreToldWithTheirLine(t *testing.T) {
	f := func(why, text, want string) {
		t.Helper()
		_, err := Load(folderWith(t, "channels.yaml", "channels:\n"+text), env(nil))
		var problems Problems
		if !errors.As(err, &problems) || len(problems) != 1 || !strings.Contains(problems[0].String(), want) || problems[0].Remedy == "" {
			t.Errorf("%s: got %v, want one problem that contains %q and what to write instead", why, err, want)
		}
	}
	f("a robot without an address", "- name: a\n  kind: feishu\n", "channels.yaml:2: channel a has no url")
	f("its key in the clear on the way", "- name: a\n  kind: wecom\n  url: http://qyapi.example.com/x?key=K\n", "channels.yaml:4: channel a: over http")
	f("a user in the address", "- name: a\n  kind: slack\n  url: https://me:pw@hooks.example.com/\n", "channels.yaml:4: channel a: the url is not a whole address")
	f("an option of another kind", "- name: a\n  kind: slack\n  url: https://hooks.example.com/\n  secret: s\n", "channels.yaml:5: channel a: secret means nothing to kind slack")
	f("a mailbox with a url", "- name: a\n  kind: email\n  host: smtp.example.com\n  from: a@example.com\n  to: [owner]\n  url: https://x.example.com\n", "channels.yaml:7: channel a: url means nothing to kind email")
	f("a mailbox nobody sends from", "- name: a\n  kind: email\n  host: smtp.example.com\n  to: [owner]\n", "channels.yaml:2: channel a: email needs from")
	f("somebody without an address", "- name: a\n  kind: email\n  host: smtp.example.com\n  from: a@example.com\n  to: [owner, 王芳]\n", `channels.yaml:6: channel a: "王芳" is no address`)
	f("a sender without an address", "- name: a\n  kind: email\n  host: smtp.example.com\n  from: 听风\n  to: [owner]\n", `channels.yaml:5: channel a: "听风" is no address`)
	f("an encryption nobody knows", "- name: a\n  kind: email\n  host: smtp.example.com\n  from: a@example.com\n  to: [owner]\n  tls: ssl3\n", `channels.yaml:7: channel a: tls is "ssl3"`)
	f("a password in the clear", "- name: a\n  kind: email\n  host: smtp.example.com\n  from: a@example.com\n  to: [owner]\n  tls: none\n", "channels.yaml:7: channel a: mails and password")
	f("a user without a password", "- name: a-b\n  kind: email\n  host: smtp.example.com\n  from: a@example.com\n  to: [owner]\n  user: u\n", "channels.yaml:7: channel a-b: a user without a password; password: ${A_B_PASSWORD}")
	f("a secret nothing can be signed with", "- name: a\n  kind: webhook\n  url: https://hooks.example.com/\n  secrets: [HUSH]\n", "channels.yaml:5: channel a: a secret must begin with")
	f("a key too short to be one", "- name: a\n  kind: webhook\n  url: https://hooks.example.com/\n  secrets: [whsec_aHVzaA==]\n", "channels.yaml:5: channel a: a secret holds a key of 4 bytes")
	f("a rate of nothing", "- name: a\n  kind: slack\n  url: https://hooks.example.com/\n  rates: [{count: 0, per: 1m}]\n", "channels.yaml:5: channel a: 0 messages in 1m0s")
	f("a way out that leads nowhere", "- name: a\n  kind: slack\n  url: https://hooks.example.com/\n  fallback: [b]\n", `channels.yaml:5: unknown channel "b"`)
	f("a way out that leads back", "- name: a\n  kind: slack\n  url: https://hooks.example.com/\n  fallback: [a]\n", `channels.yaml:5: channel "a" falls back to itself`)
}

func TestTheLetterNeedsReaders(t *testing.T) {
	for to, fails := range map[string]bool{"[owner]": true, "[owner, pr@example.com]": false} {
		dir := folderWith(t, "channels.yaml", "channels:\n- name: mail\n  kind: email\n  host: smtp.example.com\n  from: a@example.com\n  to: "+to+"\n")
		if err := os.WriteFile(filepath.Join(dir, "tingfeng.yaml"), []byte("data: d\ndigest:\n  channels: [mail]\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Load(dir, env(nil))
		if (err != nil) != fails || fails && !strings.Contains(err.Error(), `tingfeng.yaml:3: channel "mail" writes only to owners`) {
			t.Errorf("a letter to %s: %v", to, err)
		}
	}
}

func TestSecretsAreInNoProblem(t *testing.T) {
	_, err := Load(folderWith(t, "channels.yaml", "channels:\n- name: a\n  kind: feishu\n  url: http://open.example.com/hook/T0KEN\n  password: HUSH\n- name: c\n  kind: webhook\n  url: https://x.example.com\n  secrets: [HUSH, whsec_HUSH]\n- name: b\n  kind: dingtalk\n  url: 'https://me:HUSH@x/'\n"), env(nil))
	if err == nil || strings.Contains(err.Error(), "T0KEN") || strings.Contains(err.Error(), "HUSH") {
		t.Errorf("problems are %v; want some, and no secret in them", err)
	}
}

func TestPlacesOfChannels(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		why  string
		in   Channel
		want string
		beat bool
	}{
		{"a robot has nine tenths of its operator's limit", Channel{Kind: notify.Feishu}, "[每分钟 90 条 每秒 4 条]", true},
		{"its own rates come on top: they cannot speed it up", Channel{Kind: notify.DingTalk, Rates: []notify.Rate{{Count: 100, Per: time.Minute}}}, "[每分钟 18 条 每分钟 100 条]", true},
		{"a receiver of one's own takes what one says", Channel{Kind: notify.Webhook, Rates: []notify.Rate{{Count: 100, Per: time.Second}}}, "[每秒 100 条]", false},
		{"a webhook says that it lives only when asked", Channel{Kind: notify.Webhook, Heartbeat: &yes}, "[每秒 5 条]", true},
		{"a robot keeps silent when asked", Channel{Kind: notify.Slack, Heartbeat: &no}, "[每秒 1 条]", false},
	} {
		p := c.in.Place()
		var rates []string
		for _, r := range p.Rates {
			rates = append(rates, r.String())
		}
		if got := "[" + strings.Join(rates, " ") + "]"; got != c.want || p.Heartbeat != c.beat {
			t.Errorf("%s: %s, sign of life %v", c.why, got, p.Heartbeat)
		}
	}
	p := Channel{Name: "a", Kind: notify.WeCom, URL: "https://qyapi.example.com/send?key=K", Fallback: []string{"b"}}.Place()
	if p.Host != "qyapi.example.com" || !slices.Equal(p.Fallback, []string{"b"}) {
		t.Errorf("the place is %+v", p)
	}
}

func TestTheAddressPeopleReachItBy(t *testing.T) {
	if c := loaded(t, "tingfeng.yaml", "address: https://voc.example.com/\n"); c.Address != "https://voc.example.com" {
		t.Errorf("address is %q", c.Address)
	}
	for _, bad := range []string{"voc.example.com", "ftp://voc.example.com", "https://me:x@voc.example.com", "https://voc.example.com/?a=1"} {
		_, err := Load(folderWith(t, "tingfeng.yaml", "data: d\naddress: '"+bad+"'\n"), env(nil))
		if err == nil || !strings.Contains(err.Error(), "tingfeng.yaml:2: address") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// What people copy out of the page about channels, and out of the example folder, must be accepted.
func TestDocumentedChannels(t *testing.T) {
	text, err := os.ReadFile("../docs/channels.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("channels.yaml")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	var commented []string
	for line := range strings.SplitSeq(string(example), "\n") {
		if rest, ok := strings.CutPrefix(line, "# "); ok && (strings.HasPrefix(rest, " ") || rest == "channels:") {
			commented = append(commented, rest)
		}
	}
	blocks = append(blocks, []string{"", strings.Join(commented, "\n")})
	kinds := map[string]bool{}
	for _, block := range blocks {
		if !strings.HasPrefix(block[1], "channels:") {
			continue
		}
		c, err := Load(folderWith(t, "channels.yaml", block[1]), func(name string) (string, bool) {
			if strings.HasSuffix(name, "_URL") {
				return "https://robot.example.com/" + strings.ToLower(name), true
			}
			return "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", true // also a password and a robot's secret may read so
		})
		if err != nil {
			t.Errorf("an example is refused: %v\n%s", err, block[1])
			continue
		}
		for _, channel := range c.Channels {
			kinds[channel.Kind] = true
		}
	}
	if len(kinds) != len(notify.Kinds()) {
		t.Errorf("examples for %v, want one for every kind", kinds)
	}
	if _, err := os.Stat(filepath.Join("..", "docs", "channels.md")); err != nil {
		t.Error(err)
	}
}
