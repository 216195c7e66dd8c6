package configs

import (
	"strings"
	"testing"
	"time"
)

func TestRetention(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"":               180 * 24 * time.Hour,
		"retention: 365": 365 * 24 * time.Hour,
		"retention: 30":  30 * 24 * time.Hour,
		"retention: 0":   0,
	} {
		c, err := Load(folderWith(t, "tingfeng.yaml", text), env(nil))
		if err != nil || c.Keep != want {
			t.Errorf("%q: %v, %v", text, c, err)
		}
	}
	for _, text := range []string{"retention: 7", "retention: -1", "retention: 4000", "retention: 半年", "retention: 1.5"} {
		if _, err := Load(folderWith(t, "tingfeng.yaml", text), env(nil)); err == nil || !strings.Contains(err.Error(), "tingfeng.yaml:1") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// How sites are asked is checked before anything is: a proxy that is none, a pace nobody may keep.
func TestHowSitesAreAsked(t *testing.T) {
	if _, err := Load(folderWith(t, "tingfeng.yaml", "crawler:\n  transport:\n    contact: https://example.com/bot\n    proxy: socks5://127.0.0.1:1080\n"), env(nil)); err != nil {
		t.Error(err)
	}
	for _, option := range []string{"proxy: ftp://x.example", "every: 10ms", "robots: false", "user_agent: '42'", "jitter: 3"} {
		_, err := Load(folderWith(t, "tingfeng.yaml", "timezone: Asia/Shanghai\ncrawler:\n  transport:\n    "+option+"\n"), env(nil))
		if err == nil || !strings.Contains(err.Error(), "tingfeng.yaml:") {
			t.Errorf("%s: %v", option, err)
		}
	}
}
