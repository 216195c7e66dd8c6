package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// unhappy makes n negative mentions of the place's brand within an hour from a moment on.
func unhappy(at time.Time, n int, topic string) []voc.Mention {
	var all []voc.Mention
	for i := range n {
		id := fmt.Sprintf("%d-%d-%s", at.Unix(), i, topic)
		all = append(all, voc.Mention{
			Brand: "tea",
			Post: voc.Post{
				ID: voc.NewPostID("care", id), Source: "care", Platform: "form", ExternalID: id, Kind: voc.PostComplaint,
				PublishedAt: at.Add(time.Duration(i) * time.Hour / time.Duration(n)), FetchedAt: at.Add(time.Hour), Precision: voc.PrecisionSecond,
				Text: "等了很久，味道也不对", Author: voc.Author{Hash: "author-" + id, Followers: voc.Unknown}, Engagement: voc.NoEngagement(),
			},
			Analysis: voc.Analysis{Sentiment: voc.Negative, Topics: []string{topic}, Severity: 1, Version: "test"},
		})
	}
	return all
}

// TestBacktest asks what a rule would have told of forty days with one loud evening in them.
func TestBacktest(t *testing.T) {
	p := newPlace(t)
	p.write("brands.yaml", "brands:\n- {id: tea, name: 山外青茶, own: true, any: [山外青茶]}\n- {id: rival, name: 半亩茶田, any: [半亩茶田]}\n")
	p.write("rules.yaml", "rules:\n- name: negative-burst\n  title: 负面激增\n- name: many\n  kind: count\n  min_posts: 30\n")
	s := p.database()
	evening := p.clock.AddDate(0, 0, -9)
	var all []voc.Mention
	for h := range 40 * 24 {
		all = append(all, unhappy(p.clock.Add(-time.Duration(h+1)*time.Hour), 1+h%3, "服务-等待")...)
	}
	if _, err := s.SaveMentions(t.Context(), append(all, unhappy(evening, 60, "卫生-异物")...)); err != nil {
		t.Fatal(err)
	}
	said := p.must("", "backtest", "--rule", "negative-burst", "--days", "30")
	holds(t, "backtest", said, "负面激增", "敏感（0.8）", "均衡（1）·当前：1 次", "平稳（1.3）", "安静（2）", "01-22 21:", "山外青茶", "卫生-异物")
	if strings.Contains(said, "服务-等待") {
		t.Errorf("the evening was about 卫生-异物:\n%s", said)
	}
	replay := parsed[voc.RuleReplay](t, p.must("", "backtest", "--rule", "many", "--days", "30", "--brand", "tea", "--json"))
	if len(replay.Outlooks) != 1 || replay.Outlooks[0].N != 1 || replay.Rule.Name != "many" || replay.Brand != "tea" {
		t.Fatalf("a rule that counts: %+v", replay)
	}
	a := replay.Outlooks[0].Alerts[0]
	if a.OpenedAt.Before(evening) || a.OpenedAt.After(evening.Add(time.Hour)) || a.Peak < 60 || a.Topic != "卫生-异物" {
		t.Errorf("it opens at %s, peaks at %d, about %q", a.OpenedAt, a.Peak, a.Topic)
	}
	quiet := p.must("", "backtest", "--rule", "many", "--brand", "rival")
	holds(t, "a brand nobody speaks of", quiet, "试算：0 次", "注意：", "一次也不会提醒")
	for _, c := range []struct {
		says  string
		args  []string
		words []string
	}{
		{"a rule that is not there", []string{"--rule", "gone"}, []string{`"gone"`, "negative-burst, many"}},
		{"no rule at all", nil, []string{"--rule"}},
		{"no days", []string{"--rule", "many", "--days", "0"}, []string{"0 days", "1 to 366"}},
		{"a brand nobody configured", []string{"--rule", "many", "--brand", "coffee"}, []string{`"coffee"`, "brands.yaml"}},
	} {
		a := p.run("", append([]string{"backtest"}, c.args...)...)
		if a.code != exitUsage {
			t.Errorf("%s ends with %d, want %d", c.says, a.code, exitUsage)
		}
		holds(t, c.says, a.errors, c.words...)
	}
	if n := number(t, p.rows("SELECT count() AS n FROM events")[0]["n"]); n != 0 {
		t.Errorf("asking left %d events in the journal", n)
	}
}

// TestChangedRulesTakeEffectWhileItRuns breaks rules.yaml under a running tingfeng, mends it with
// another rule, and asks for a backtest beside it.
func TestChangedRulesTakeEffectWhileItRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	t.Parallel() // it mostly waits
	d := startDaemon(t)
	status := func() string {
		var health struct{ Errors []string }
		if err := d.get("/api/v1/status", &health); err != nil {
			t.Fatal(err)
		}
		return strings.Join(health.Errors, "\n")
	}
	backtest := func(rule string) error {
		out, err := exec.Command(d.binary, "backtest", "--rule", rule, "--days", "7", "--config", d.config).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return contains(string(out), rule, "试算")
	}
	write(t, d.config, "rules.yaml", "rules:\n- name: many\n  kind: count\n  min_posts: none\n")
	d.waitFor("the status page to tell of the broken file", time.Minute, func() error { return contains(status(), "预警规则没有生效", "rules.yaml") })
	write(t, d.config, "rules.yaml", "rules:\n- name: negative-burst\n- name: many\n  kind: count\n")
	d.waitFor("the file to be mended", time.Minute, func() error {
		if said := status(); strings.Contains(said, "没有生效") {
			return fmt.Errorf("it still says %q", said)
		}
		return nil
	})
	if err := backtest("many"); err != nil {
		t.Errorf("beside a running one: %v", err)
	}
	if err := os.Remove(filepath.Join(d.config, "rules.yaml")); err != nil {
		t.Fatal(err)
	}
	d.waitFor("the status page to tell that the file has gone", time.Minute, func() error { return contains(status(), "预警规则没有生效", "rules: []") })
}
