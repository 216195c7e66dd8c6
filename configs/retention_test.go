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
