package main

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const forgettable = "编号,内容,时间,作者ID,链接\n" +
	"1,山外青茶的杯子漏了一路,2026-01-30 12:00:00,u-42,https://forum.example/t/1\n" +
	"2,山外青茶又涨价了,2026-01-30 13:00:00,u-42,https://forum.example/t/2\n" +
	"3,山外青茶的新品不错,2026-01-30 14:00:00,u-7,https://forum.example/t/3\n" +
	"4,山外青茶等了一小时,2026-01-30 15:00:00,u-8,https://forum.example/t/4\n"

func TestWhoIsForgottenStaysForgotten(t *testing.T) {
	p := newPlace(t)
	dir := t.TempDir()
	write(t, dir, "评论.csv", forgettable)
	file := filepath.Join(dir, "评论.csv")
	p.must("", "import", file)
	for _, args := range [][]string{{"erase"}, {"erase", "--author", "a", "--url", "https://forum.example/"}} {
		if a := p.run("", args...); a.code != exitUsage || !strings.Contains(a.errors, "--author") {
			t.Errorf("%q: %d %s", args, a.code, a.errors)
		}
	}
	done := parsed[voc.Erased](t, p.must("", "--json", "erase", "--author", "u-42", "--actor", "小周"))
	if done.Posts != 2 || done.Listed != 1 {
		t.Errorf("by the site's id: %+v", done)
	}
	hash, _ := p.rows("SELECT author_hash AS h FROM mentions FINAL WHERE position(text, '新品') > 0")[0]["h"].(string)
	holds(t, "what is said of it", p.must("", "erase", "--author", hash), "1 条声音", "不再采集")
	if a := p.run("", "erase", "--author", "nobody"); a.code != exitDone || !strings.Contains(a.errors, "没有找到") {
		t.Errorf("somebody unknown: %d %s", a.code, a.errors)
	}
	if a := p.run("", "erase", "--url", "not an address"); a.code != exitFailed || !strings.Contains(a.errors, "not an address") {
		t.Errorf("no address: %d %s", a.code, a.errors)
	}
	p.must("", "import", file)
	if _, posts := p.mentions(); posts != 1 {
		t.Errorf("%d posts after the same file again, want 1", posts)
	}
	found := p.rows("SELECT actor, type, data FROM events WHERE subject = 'erasure' ORDER BY seq")
	if len(found) != 3 || found[0]["actor"] != "小周" || found[0]["type"] != "author" {
		t.Errorf("the journal: %v", found)
	}
}

// Beside a running tingfeng the command asks it.
func TestEraseBesideARunningOne(t *testing.T) {
	p := newPlace(t)
	write(t, p.config, "评论.csv", forgettable)
	p.must("", "import", filepath.Join(p.config, "评论.csv"))
	w := &world{stdout: &strings.Builder{}, stderr: &strings.Builder{}, lookup: func(string) (string, bool) { return "", false }, now: p.now, signal: t.Context()}
	g := &grammar{Config: p.config}
	c, err := w.load(g)
	if err != nil {
		t.Fatal(err)
	}
	a, err := openControl(t.Context(), w, g, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.openGate(false); err != nil {
		t.Fatal(err)
	}
	handler, err := a.handler(false, nil)
	if err != nil {
		t.Fatal(err)
	}
	door := httptest.NewServer(handler)
	defer door.Close()
	if err := a.announce(door.URL); err != nil {
		t.Fatal(err)
	}
	done := parsed[voc.Erased](t, p.must("", "--json", "erase", "--url", "https://forum.example/t/4", "--actor", "小周"))
	if done.Posts != 1 || done.Listed != 1 {
		t.Errorf("by address: %+v", done)
	}
	var status struct {
		Retention struct{ Days, Listed int }
	}
	there, ok := findRunning(t.Context(), c.Data)
	if !ok {
		t.Fatal("it is not found")
	}
	if err := there.into(t.Context(), "GET", "/api/v1/status", nil, &status); err != nil || status.Retention.Days != 180 || status.Retention.Listed != 1 {
		t.Errorf("status: %+v, %v", status, err)
	}
	if err := a.close(); err != nil {
		t.Error(err)
	}
	if _, posts := p.mentions(); posts != 3 {
		t.Errorf("%d posts are left, want 3", posts)
	}
}
