package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// corner is a configuration folder for commands that need no database.
func corner(t *testing.T, sources string) *place {
	t.Helper()
	dir := t.TempDir()
	p := &place{t: t, config: filepath.Join(dir, "configs"), data: filepath.Join(dir, "data"), clock: time.Date(2026, 1, 31, 21, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))}
	p.write("tingfeng.yaml", "data: "+p.data+"\n")
	p.write("brands.yaml", "brands:\n- id: tea\n  name: 山外青茶\n  own: true\n  any: [山外青茶]\n")
	p.write("sources.yaml", "sources:\n- id: care\n  title: 客服表单\n  kind: push\n  platform: form\n"+sources)
	return p
}

func TestCrawlRefusesWhatDoesNotGoTogether(t *testing.T) {
	p := corner(t, "- {id: news, kind: feed, address: \"http://127.0.0.1:1/a\", allow_private: true}\n")
	for _, c := range []struct {
		args, says string
	}{
		{"", "--source"},
		{"--source news --all", "--all"},
		{"--source nope", `"nope"`},
		{"--all --dry-run", "--source"},
		{"--source news --dry-run --since 2026-01-01", "first page"},
		{"--source news --dry-run --to https://x.example", "first page"},
		{"--source news --since gestern", "gestern"},
		{"--source news --since 2026-02-01 --until 2026-01-01", "not after"},
		{"--source news --backfill --since 2026-01-01", "--backfill"},
		{"--source news --record a --replay b", "--record"},
		{"--source news --token-file x", "--to"},
		{"--to ftp://x.example", "ftp://x.example"},
		{"--to https://user:secret@x.example", "TINGFENG_TOKEN"},
		{"--to https://x.example/?token=abc", "TINGFENG_TOKEN"},
		{"--to https://x.example --source care --once", "care"},
	} {
		a := p.run("", append([]string{"crawl"}, strings.Fields(c.args)...)...)
		if a.code != exitUsage || !strings.Contains(a.errors, c.says) {
			t.Errorf("crawl %s: exit %d, %s; want wrong use that says %q", c.args, a.code, a.errors, c.says)
		}
	}
	if _, err := os.Stat(p.data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("wrong use made a data folder: %v", err)
	}
}

// A script learns that a site was rebuilt, and is not bothered by pages that hold nothing new.
func TestPagesNobodyCanReadAreAFailure(t *testing.T) {
	rebuilt := voc.Visit{Source: "news", Outcome: voc.VisitPartial, Trouble: voc.TroubleLayout}
	partly, capped, quiet := rebuilt, rebuilt, rebuilt
	partly.Found, capped.Trouble, quiet.Outcome = 3, voc.TroubleCap, voc.VisitOK
	if err := unread([]voc.Visit{partly, rebuilt, capped, quiet}); err == nil || strings.Count(err.Error(), "news") != 1 {
		t.Errorf("a rebuilt site: %v", err)
	}
	if err := unread([]voc.Visit{partly, capped, quiet}); err != nil {
		t.Errorf("sites that were read: %v", err)
	}
}

func TestADryRunShowsWhatWouldBecomeOfAPage(t *testing.T) {
	site := newBoard(t)
	site.say("/a", many(8, 0)...)
	site.say("/a", "电话 13812345678 打不通")
	p := corner(t, site.source("news", "/a", ""))
	out := p.must("", "crawl", "--source", "news", "--dry-run")
	holds(t, "the dry run", out, "news（feed）", "9 条帖子", "没有存入", site.URL+"/a", "第 1 条", "[手机号]", "编号", "a-9",
		"2026-01-30 16:00:09（精确到秒）", "还有 4 条", "下一页   没有", "有值的字段", "时间 9/9", "从来没有值", "门店")
	if strings.Contains(out, "13812345678") {
		t.Error("a dry run shows a phone number")
	}
	seen := parsed[crawler.Preview](t, p.must("", "--json", "crawl", "--source", "news", "--dry-run"))
	if len(seen.First.Posts) != 9 || seen.Visit.Found != 9 || seen.First.Posts[0].ExternalID != "a-9" {
		t.Errorf("as JSON: %+v", seen)
	}
	if _, err := os.Stat(p.data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run made a data folder: %v", err)
	}

	p.write("sources.yaml", "sources:\n"+strings.Replace(site.source("news", "/a", "  html:\n    item: .post\n    fields: {text: .text}\n"), "kind: feed", "kind: html", 1))
	changed := p.run("", "crawl", "--source", "news", "--dry-run")
	holds(t, "a page nothing matches on", changed.out, "0 条帖子", "没有取到", "怎么办", "选择器")
	p.write("sources.yaml", "sources:\n"+site.source("news", "/gone", ""))
	gone := p.run("", "crawl", "--source", "news", "--dry-run")
	if gone.code != exitFailed {
		t.Errorf("a page that is gone: exit %d", gone.code)
	}
	holds(t, "a page that is gone", gone.out, "读不了", "404", "怎么办", "地址")
}

func TestWhatWasRecordedIsReplayedWithoutTheSite(t *testing.T) {
	site := newBoard(t)
	site.say("/a", "山外青茶上新了", "客人小周说杯子漏了")
	p := corner(t, site.source("news", "/a", ""))
	dir := filepath.Join(t.TempDir(), "pages")
	first := p.must("", "crawl", "--source", "news", "--dry-run", "--record", dir)
	site.Close()
	again := p.must("", "crawl", "--source", "news", "--replay", dir)
	for _, text := range []string{first, again} {
		holds(t, "the dry run", text, "2 条帖子", "杯子漏了")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("recorded %v, %v", files, err)
	}
	for _, f := range files {
		if strings.Contains(string(readFile(t, f)), "杯子") {
			t.Errorf("%s can be read by everybody", f)
		}
	}
}

func TestAVisitIsSentBack(t *testing.T) {
	site := newBoard(t)
	site.say("/a", many(6, 0)...)
	p := newPlace(t)
	p.write("sources.yaml", "sources:\n"+site.source("news", "/a", ""))
	p.database()
	visit := parsed[voc.Visit](t, p.must("", "--json", "crawl", "--source", "news"))
	if visit.Fresh != 6 || visit.Outcome != voc.VisitOK {
		t.Fatalf("the first visit: %+v", visit)
	}
	if none := p.run("", "crawl", "--source", "news", "--backfill"); none.code != exitFailed {
		t.Errorf("filling gaps where there are none: exit %d, %s", none.code, none.out)
	} else {
		holds(t, "the refusal", none.errors, "nothing is known to be missing")
	}
	site.say("/a", many(1, 6)...)
	back := parsed[voc.Visit](t, p.must("", "--json", "crawl", "--source", "news", "--since", "2026-01-30", "--until", "2026-01-30"))
	if !back.Since.Equal(time.Date(2026, 1, 29, 16, 0, 0, 0, time.UTC)) || !back.Until.Equal(time.Date(2026, 1, 30, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("sent back through %s … %s", back.Since, back.Until)
	}
	if rows, posts := p.mentions(); rows != 7 || posts != 7 {
		t.Errorf("%d mentions of %d posts, want 7", rows, posts)
	}
	visit = parsed[voc.Visit](t, p.must("", "--json", "crawl", "--source", "news"))
	if visit.Outcome != voc.VisitOK && visit.Outcome != voc.VisitUnchanged {
		t.Errorf("the next ordinary visit: %+v", visit)
	}
	if rows, _ := p.mentions(); rows != 7 {
		t.Errorf("%d mentions after it, want 7", rows)
	}
	holds(t, "for people", p.must("", "crawl", "--source", "news", "--since", "2026-01-29"), "news：", "补采 2026-01-29 00:00")
	gaps := parsed[[]voc.Visit](t, p.must("", "--json", "crawl", "--source", "news", "--backfill"))
	if len(gaps) == 0 || gaps[0].Until.IsZero() {
		t.Errorf("the site shows nothing before the first post, which leaves a gap; filling it made %+v", gaps)
	}
	all := parsed[[]voc.Visit](t, p.must("", "--json", "crawl", "--all"))
	if len(all) != 1 || all[0].Source != "news" {
		t.Errorf("all sources: %+v", all)
	}
}

// TestCrawlBesideARunningOne hands the visit to the tingfeng that runs on the folder.
func TestCrawlBesideARunningOne(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	site := newBoard(t)
	site.say("/a", many(5, 0)...)
	d := unstarted(t)
	write(t, d.config, "sources.yaml", "sources:\n- id: care\n  title: 客服表单\n  kind: push\n  platform: form\n"+site.source("news", "/a", ""))
	d.begin()
	p := &place{t: t, config: d.config, data: d.data, clock: time.Now()}
	visit := parsed[voc.Visit](t, p.must("", "--json", "crawl", "--source", "news"))
	if visit.Fresh != 5 || visit.Outcome != voc.VisitOK {
		t.Errorf("%+v", visit)
	}
	holds(t, "for people", p.must("", "crawl", "--source", "news"), "news：", "新 0 条")
	holds(t, "sent back", p.must("", "crawl", "--source", "news", "--since", "2026-01-01"), "补采")
	refused := p.run("", "crawl", "--source", "care")
	if refused.code != exitFailed {
		t.Errorf("a source that is pushed to: exit %d", refused.code)
	}
	holds(t, "the refusal", refused.errors, "care", "brought to us")
	if seen := p.must("", "crawl", "--source", "news", "--dry-run"); !strings.Contains(seen, "5 条帖子") {
		t.Errorf("a dry run beside a running one: %s", seen)
	}
}
