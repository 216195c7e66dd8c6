package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// of makes a post of somebody at an address.
func of(author, id, text string) voc.Post {
	p := said(id, text, time.Now().Add(-time.Hour))
	p.Author.Hash, p.URL = author, "https://forum.example/t/"+id
	return p
}

func storedTexts(t *testing.T, s *store.Store) []string {
	t.Helper()
	found, _, err := s.Mentions(t.Context(), voc.Filter{}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range found {
		all = append(all, m.Post.Text)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestErase(t *testing.T) {
	t.Parallel()
	o := plant(t, nil)
	p := built(t, o)
	take := func(posts ...voc.Post) {
		t.Helper()
		if err := errors.Join(p.Push(t.Context(), posts), p.DrainAll(t.Context(), nil)); err != nil {
			t.Fatal(err)
		}
	}
	const words = "山外青茶和半亩茶田我都喝过，都不怎么样"
	take(of("ann-42", "1", words), of("ann-42", "2", "山外青茶又涨价了"), of("bert-7", "3", "山外青茶还可以"), of("carl", "4", "山外青茶第四条"))
	shared := of("dora", "5", "山外青茶的页面")
	other := of("emil", "6", "山外青茶的另一条")
	other.URL = shared.URL
	take(shared, other)
	quoted := voc.Event{Subject: voc.SubjectRule, ID: "r", Type: "seen", Actor: "tingfeng", Data: json.RawMessage(
		fmt.Sprintf(`{"evidence":[{"post_id":%q,"text":"我都喝过","url":"u"},{"post_id":"x","text":"别人说的"}],"body":"> %s\n","n":9007199254740993}`, voc.NewPostID("desk", "1"), words))}
	if err := p.Record(t.Context(), quoted); err != nil {
		t.Fatal(err)
	}
	if err := p.Push(t.Context(), []voc.Post{of("ann-42", "7", "山外青茶，还没写进去的话")}); err != nil { // waits in the spool
		t.Fatal(err)
	}

	for _, bad := range []voc.Erasure{{}, {Author: "a", URL: "https://forum.example/"}, {Author: " ", URL: ""}} {
		if _, err := p.Erase(t.Context(), bad); !errors.Is(err, ErrUnclear) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := p.Erase(t.Context(), voc.Erasure{URL: shared.URL}); !errors.Is(err, ErrMany) || len(storedTexts(t, o.Store)) != 6 {
		t.Errorf("an address of several posts: %v", err)
	}
	done, err := p.Erase(t.Context(), voc.Erasure{Author: "ann-42", Actor: "小周"})
	if want := (voc.Erased{Posts: 2, Mentions: 3, Events: 1, Listed: 1}); err != nil || done != want {
		t.Errorf("erased %+v, %v; want %+v", done, err, want)
	}
	if err := p.DrainAll(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := storedTexts(t, o.Store); len(got) != 4 || strings.Contains(strings.Join(got, ""), "喝过") || strings.Contains(strings.Join(got, ""), "还没写进去") {
		t.Errorf("left %q", got)
	}
	mark := p.View().Marks["r"]
	for _, gone := range []string{"喝过", `"u"`} {
		if bytes.Contains(mark.Data, []byte(gone)) {
			t.Errorf("the event still holds %s: %s", gone, mark.Data)
		}
	}
	for _, stays := range []string{"别人说的", "9007199254740993", forgotten} {
		if !bytes.Contains(mark.Data, []byte(stays)) {
			t.Errorf("the event lost %s: %s", stays, mark.Data)
		}
	}

	// Whoever is forgotten does not come back, by whatever way, nor after a restart.
	take(of("ann-42", "1", words), of("ann-42", "8", "山外青茶，我回来了"), of("bert-7", "9", "山外青茶第九条"))
	if err := Deliver(o.Dir, o.Masker, []voc.Post{of("ann-42", "10", "山外青茶，从旁门进来")}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(p.ingest.empty(t.Context()), p.DrainAll(t.Context(), nil)); err != nil {
		t.Fatal(err)
	}
	again := built(t, o)
	if err := errors.Join(again.Push(t.Context(), []voc.Post{of("ann-42", "11", "山外青茶，重启之后")}), again.DrainAll(t.Context(), nil)); err != nil {
		t.Fatal(err)
	}
	if got := storedTexts(t, o.Store); len(got) != 5 || again.Status().Retention.Listed != 1 {
		t.Errorf("left %q, %d listed", got, again.Status().Retention.Listed)
	}

	done, err = again.Erase(t.Context(), voc.Erasure{URL: "http://Forum.example/t/4/"})
	if err != nil || done.Posts != 0 || done.Listed != 1 {
		t.Errorf("an address in other letters: %+v, %v", done, err)
	}
	done, err = again.Erase(t.Context(), voc.Erasure{URL: "http://forum.example/t/4/"})
	if err != nil || done.Posts != 1 {
		t.Errorf("by address: %+v, %v", done, err)
	}
	if done, err = again.Erase(t.Context(), voc.Erasure{URL: shared.URL, Many: true}); err != nil || done.Posts != 2 {
		t.Errorf("many: %+v, %v", done, err)
	}
	if done, err = again.Erase(t.Context(), voc.Erasure{Author: "nobody", Platform: "desk"}); err != nil || done.Posts != 0 || done.Listed == 0 {
		t.Errorf("whoever said nothing yet goes on the list: %+v, %v", done, err)
	}
	if err := again.Push(t.Context(), []voc.Post{of("nobody", "12", "山外青茶，第一次说话")}); err != nil {
		t.Fatal(err)
	}
	if n, _ := o.Spool.Depth(); n != 0 {
		t.Errorf("%d entries reached the spool", n)
	}
	if disk := onDisk(t, o.Dir); bytes.Contains(disk, []byte("ann-42")) || bytes.Contains(disk, []byte("nobody")) {
		t.Error("the list holds a raw id")
	}
	events, err := o.Store.Events(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	last := events[1]
	if last.Subject != voc.SubjectErasure || last.Type != "author" || last.Actor != "小周" || strings.Contains(string(last.Data)+last.ID, "ann") {
		t.Errorf("the journal says %+v", last)
	}
}

func TestUnquote(t *testing.T) {
	t.Parallel()
	posts := []store.Concerned{{ID: "p", URL: "https://forum.example/t/1", Title: "太差", Text: "排队排了一个小时。服务员的态度非常差！\n再也不来"}}
	for _, c := range []struct{ why, data, want string }{
		{"evidence of the post", `{"evidence":[{"post_id":"p","text":"态度差","url":"https://x/"}]}`, `{"evidence":[{"post_id":"p","text":"[已删除]","url":""}]}`},
		{"a message with the whole text", `{"body":"看：排队排了一个小时。服务员的态度非常差！\n再也不来（北京）"}`, `{"body":"看：[已删除]（北京）"}`},
		{"a sentence of it", `{"body":["服务员的态度非常差"]}`, `{"body":["[已删除]"]}`},
		{"its address", `{"body":"见 https://forum.example/t/1 。"}`, `{"body":"见 [已删除] 。"}`},
		{"short words are everybody's", `{"body":"再也不来，太差"}`, ""},
		{"another post", `{"evidence":[{"post_id":"q","text":"态度差"}]}`, ""},
		{"already forgotten", `{"evidence":[{"post_id":"p","text":"[已删除]","url":""}]}`, ""},
		{"no data", ``, ""},
		{"numbers stay as they are", `{"n":9007199254740993,"body":"服务员的态度非常差"}`, `{"body":"[已删除]","n":9007199254740993}`},
	} {
		got := unquote([]voc.Event{{Seq: 7, Data: json.RawMessage(c.data)}}, posts)
		switch {
		case c.want == "" && len(got) != 0:
			t.Errorf("%s: %s", c.why, got[0].Data)
		case c.want != "" && (len(got) != 1 || string(got[0].Data) != c.want || got[0].Seq != 7):
			t.Errorf("%s: %+v, want %s", c.why, got, c.want)
		}
	}
}

func TestRetention(t *testing.T) {
	t.Parallel()
	now := time.Now()
	var taken atomic.Int64 // the store's clock: the age of what it holds is measured by it as well
	o := plant(t, func(o *Options) {
		o.Retention = 180 * 24 * time.Hour
		o.Now = func() time.Time { return now }
		o.Store = storetest.Open(t, func(o *store.Options) { o.Now = func() time.Time { return time.Unix(0, taken.Load()) } })
	})
	p := built(t, o)
	take := func(id string, age time.Duration) {
		t.Helper()
		post := said(id, "山外青茶"+id, now.Add(-age))
		post.FetchedAt = now.Add(-age)
		taken.Store(post.FetchedAt.UnixNano())
		if err := errors.Join(p.Push(t.Context(), []voc.Post{post}), p.DrainAll(t.Context(), nil)); err != nil {
			t.Fatal(err)
		}
	}
	take("旧", 200*24*time.Hour)
	take("新", 170*24*time.Hour)
	taken.Store(now.UnixNano())
	rejects := filepath.Join(o.Dir, "rejects")
	for name, age := range map[string]time.Duration{"spool-2020-01.jsonl": 181 * 24 * time.Hour, "spool-2020-02.jsonl": 179 * 24 * time.Hour, "spool.jsonl": 60 * 24 * time.Hour} {
		path := filepath.Join(rejects, name)
		if err := errors.Join(os.MkdirAll(rejects, 0o700), os.WriteFile(path, []byte("{}\n"), 0o600), os.Chtimes(path, now.Add(-age), now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	stop := running(t, p) // a night was missed: it is made up for at once
	until(t, "the purge has run", func() bool { return !p.Status().Retention.At.IsZero() })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if got := storedTexts(t, o.Store); !slices.Equal(got, []string{"山外青茶新"}) {
		t.Errorf("left %q", got)
	}
	status := p.Status().Retention
	if status.Keep != o.Retention || status.Purged.Rows == 0 {
		t.Errorf("told: %+v", status)
	}
	var names []string
	files, err := os.ReadDir(rejects)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name())
	}
	aside := "spool-" + now.Add(-60*24*time.Hour).UTC().Format("2006-01") + ".jsonl"
	if want := []string{"spool-2020-02.jsonl", aside}; !slices.Equal(names, want) {
		t.Errorf("rejects %q, want %q", names, want)
	}
	forever := built(t, plant(t, nil))
	if forever.purging() != nil || forever.Status().Retention.Keep != 0 {
		t.Error("without a retention something is purged")
	}
}

// A list with a fault must not be taken for an empty one.
func TestAFaultyListStopsTheStart(t *testing.T) {
	t.Parallel()
	o := plant(t, nil)
	if err := os.WriteFile(filepath.Join(o.Dir, "optout.txt"), []byte("author 张三\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(t.Context(), o); err == nil || !strings.Contains(err.Error(), "optout.txt:1") {
		t.Error(err)
	}
}

// Of a person no raw word reaches the disk: not in the spool, cursors, rejects, inbox, log or list.
func TestNoRawIdentifierReachesTheDisk(t *testing.T) {
	t.Parallel()
	log := &diary{}
	o := plant(t, func(o *Options) { o.Log = log.log() })
	secrets := []string{
		"欧阳排队的张先生", "uid-76561198000000042", "13812345678", "１３８１２３４５６７８", "310101199003074578", "6222021234567890128",
		"zhang.san@example.com", "京A12345", "202401021234567", "vx_zhang2024", "小王同学本人", "open-sesame",
	}
	words := "山外青茶欠我一杯，我叫@小王同学本人 ，电话13812345678或１３８１２３４５６７８，身份证310101199003074578，卡6222021234567890128，" +
		"邮箱zhang.san@example.com，车京A12345，订单号202401021234567，微信号：vx_zhang2024"
	post := voc.Post{ExternalID: "1", Title: words, Text: words, PublishedAt: time.Now().Add(-time.Hour), Author: voc.Author{Name: "欧阳排队的张先生"}}
	site := newNewsroom(t, post)
	source := site.source("news")
	o.Sources = []crawler.SourceOptions{source}
	p := built(t, o)
	if _, err := p.Crawl(t.Context(), "news", nil); err != nil {
		t.Fatal(err)
	}
	raw := post
	raw.Source, raw.Platform, raw.Author.Hash = "desk", "steam", "uid-76561198000000042"
	raw.URL = "https://steamcommunity.com/profiles/uid-76561198000000042/recommended/1/?token=open-sesame"
	if err := p.Push(t.Context(), []voc.Post{raw}); err != nil {
		t.Fatal(err)
	}
	huge := raw
	huge.ExternalID, huge.Text = "2", words+strings.Repeat("很长的话。", 8<<20/15)
	if err := p.Push(t.Context(), []voc.Post{huge}); err != nil { // more than the spool takes: it goes to the rejects
		t.Fatal(err)
	}
	if err := Deliver(o.Dir, o.Masker, []voc.Post{raw}, time.Now()); err != nil {
		t.Fatal(err)
	}
	site.become(func(n *newsroom) { n.status = 500 })
	if _, err := p.Crawl(t.Context(), "news", nil); err == nil {
		t.Error("the visit did not fail")
	}
	disk := onDisk(t, o.Dir)
	for _, secret := range secrets {
		if bytes.Contains(disk, []byte(secret)) {
			at := bytes.Index(disk, []byte(secret))
			t.Errorf("%s is on the disk: %q", secret, disk[max(0, at-200):at+100])
		}
		if log.times(secret) > 0 {
			t.Errorf("%s is in the log", secret)
		}
	}
	if !bytes.Contains(disk, []byte("山外青茶欠我一杯")) {
		t.Error("nothing is on the disk at all")
	}
	if files, _ := filepath.Glob(filepath.Join(o.Dir, "rejects", "*")); len(files) == 0 {
		t.Error("the post of 8 MiB was not rejected, so the rejects file was not looked at")
	}
}
