package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// door is an Ingest on a folder of its own.
func door(t *testing.T, change func(*spool.Options)) (*Ingest, string) {
	t.Helper()
	dir := t.TempDir()
	cursors, err := openCursors(filepath.Join(dir, "cursors"))
	if err != nil {
		t.Fatal(err)
	}
	return &Ingest{
		crawler: fetcher(t, at(noon)), spool: spoolIn(t, filepath.Join(dir, "spool"), change), masker: masker(t), cursors: cursors,
		inbox: filepath.Join(dir, "inbox"), rejects: filepath.Join(dir, "rejects", "door.jsonl"), now: at(noon), log: slog.New(slog.DiscardHandler),
	}, dir
}

func visitOf(t *testing.T, data string) voc.Visit {
	t.Helper()
	var v voc.Visit
	if err := json.Unmarshal([]byte(data), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRoundMovesTheCursorBehindWhatItTook(t *testing.T) {
	site := newNewsroom(t, said("1", "山外青茶很好喝", noon.Add(-time.Hour)), said("2", "排队太久", noon.Add(-2*time.Hour)))
	in, _ := door(t, nil)
	heard := 0
	visit, err := in.Round(t.Context(), site.source("news"), func(n int) { heard = n })
	if err != nil || visit.Outcome != voc.VisitOK || visit.Fresh != 2 || heard != 2 {
		t.Fatalf("first round: %+v, %v, progress told of %d; want 2 fresh posts", visit, err, heard)
	}
	posts, visits := waiting(t, in.spool)
	if len(posts) != 2 || len(visits) != 1 || visitOf(t, visits[0]).HeardTo.IsZero() {
		t.Fatalf("the spool holds %d posts and visits %v; want 2 and one that says how far was heard", len(posts), visits)
	}
	cursor, err := in.cursors.get("news")
	if err != nil || cursor == "" {
		t.Fatalf("the cursor is %q, %v; it must have moved", cursor, err)
	}
	// The next round brings only what is new.
	site.become(func(n *newsroom) { n.items = append([]voc.Post{said("3", "又涨价了", noon)}, n.items...) })
	if _, err := in.Round(t.Context(), site.source("news"), nil); err != nil {
		t.Fatal(err)
	}
	if posts, _ := waiting(t, in.spool); len(posts) != 3 || !strings.Contains(posts[2], "又涨价了") {
		t.Errorf("after the second round the spool holds %d posts: %v; want the third one alone to be added", len(posts), posts)
	}
}

func TestRoundLeavesTheCursorWhenTheSpoolTakesNothing(t *testing.T) {
	f := func(why string, break_ func(*Ingest), want error) {
		t.Helper()
		site := newNewsroom(t, said("1", "山外青茶很好喝", noon), said("2", strings.Repeat("排队太久。", 400), noon))
		in, _ := door(t, func(o *spool.Options) { o.MaxBytes, o.Reserve = 8000, 4000 })
		break_(in)
		visit, err := in.Round(t.Context(), site.source("news"), nil)
		if !errors.Is(err, want) {
			t.Errorf("%s: the round ended with %v, want %v", why, err, want)
		}
		if visit.Outcome.Heard() || !visit.HeardTo.IsZero() {
			t.Errorf("%s: the visit claims to have heard the source: %+v", why, visit)
		}
		if cursor, err := in.cursors.get("news"); cursor != "" || err != nil {
			t.Errorf("%s: the cursor moved to %q (%v) past posts nobody has", why, cursor, err)
		}
	}
	f("a spool that is full for what can be fetched again", func(*Ingest) {}, spool.ErrFull)
	f("a spool that was closed", func(i *Ingest) { i.spool.Close() }, spool.ErrClosed)
}

func TestRoundThatFoundTheSpoolFullStillKeepsItsVisit(t *testing.T) {
	site := newNewsroom(t, said("2", strings.Repeat("排队太久。", 400), noon))
	in, _ := door(t, func(o *spool.Options) { o.MaxBytes, o.Reserve = 8000, 4000 })
	if _, err := in.Round(t.Context(), site.source("news"), nil); !errors.Is(err, spool.ErrFull) {
		t.Fatalf("got %v, want ErrFull", err)
	}
	posts, visits := waiting(t, in.spool)
	if len(posts) != 0 || len(visits) != 1 || visitOf(t, visits[0]).Outcome.Heard() {
		t.Errorf("the spool holds %d posts and visits %v; want none and one visit that says it did not hear", len(posts), visits)
	}
}

func TestRoundKeepsTheVisitOfAFetchThatFailed(t *testing.T) {
	f := func(why string, status int, want voc.VisitOutcome) {
		t.Helper()
		site := newNewsroom(t)
		site.become(func(n *newsroom) { n.status = status })
		in, _ := door(t, nil)
		if _, err := in.Round(t.Context(), site.source("news"), nil); err == nil {
			t.Errorf("%s: the round ended well", why)
		}
		_, visits := waiting(t, in.spool)
		if len(visits) != 1 {
			t.Fatalf("%s: %d visits were kept, want one", why, len(visits))
		}
		if v := visitOf(t, visits[0]); v.Outcome != want || v.Missing == "" || v.Source != "news" {
			t.Errorf("%s: kept %+v, want outcome %s and what is missing", why, v, want)
		}
	}
	f("a site that is broken", http.StatusInternalServerError, voc.VisitFailed)
	f("a site that forbids", http.StatusForbidden, voc.VisitBlocked)
}

func TestRoundCutShortByShutdownKeepsItsVisit(t *testing.T) {
	site := newNewsroom(t, said("1", "x", noon))
	site.become(func(n *newsroom) { n.hold = make(chan struct{}) })
	in, _ := door(t, nil)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := in.Round(ctx, site.source("news"), nil)
		done <- err
	}()
	<-site.asked
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the round ended with %v, want the context's end", err)
	}
	posts, visits := waiting(t, in.spool)
	if len(posts) != 0 || len(visits) != 1 || visitOf(t, visits[0]).Outcome.Heard() {
		t.Errorf("the spool holds %d posts and visits %v; want the one visit that says it did not hear", len(posts), visits)
	}
}

func TestRoundWithACursorNobodyCanReadTouchesNothing(t *testing.T) {
	site := newNewsroom(t, said("1", "x", noon))
	in, _ := door(t, nil)
	in.cursors.dir = filepath.Join(in.cursors.dir, "a\x00b")
	if _, err := in.Round(t.Context(), site.source("news"), nil); err == nil || !strings.Contains(err.Error(), "cursor of source news") {
		t.Errorf("got %v, want an error that names the cursor", err)
	}
	if len(site.asked) != 0 {
		t.Error("the site was asked although nobody knows where the last visit stopped")
	}
}

func TestNothingThatReachesAPersonGetsIntoTheSpool(t *testing.T) {
	secrets := []string{"13812345678", "110101199003078515", "6222020200112233440", "wang.xiaoming@example.org", "王小明同学", "user-90210"}
	text := "请打13812345678或写信wang.xiaoming@example.org，身份证110101199003078515，卡号6222020200112233440"
	in, dir := door(t, nil)
	post := said("1", text, noon)
	post.Title = "我的电话是 138 1234 5678"
	post.Author = voc.Author{Hash: "user-90210", Name: "王小明同学", Followers: 12345}
	site := newNewsroom(t, post)
	if _, err := in.Round(t.Context(), site.source("news"), nil); err != nil {
		t.Fatal(err)
	}
	if err := in.Take(t.Context(), []voc.Post{post}, spool.Person); err != nil {
		t.Fatal(err)
	}
	if err := Deliver(dir, in.masker, []voc.Post{post}, noon); err != nil {
		t.Fatal(err)
	}
	bytesOnDisk := onDisk(t, dir)
	if !bytes.Contains(bytesOnDisk, []byte("[手机号]")) {
		t.Fatal("nothing masked is on the disk: the test looks in the wrong place")
	}
	for _, secret := range append(secrets, "138 1234 5678") {
		if bytes.Contains(bytesOnDisk, []byte(secret)) {
			t.Errorf("%q stands on the disk", secret)
		}
	}
}

func TestTakeMasksInPlace(t *testing.T) {
	in, _ := door(t, nil)
	posts := []voc.Post{said("1", "打13812345678", noon)}
	if err := in.Take(t.Context(), posts, spool.Person); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(posts[0].Text, "138") {
		t.Errorf("the raw text outlived the call: %q", posts[0].Text)
	}
}

func TestTakeCompletesWhatTheSourceDidNotSay(t *testing.T) {
	in, _ := door(t, nil)
	fetched := noon.Add(-time.Minute)
	posts := []voc.Post{
		{Source: "desk", ExternalID: "1", Text: "无时间"},
		{Source: "desk", ExternalID: "2", Text: "无时间，但知道何时看见", FetchedAt: fetched},
		{Source: "desk", ExternalID: "3", Text: "有时间", PublishedAt: fetched, Precision: voc.PrecisionMinute, ID: "kept"},
	}
	if err := in.Take(t.Context(), posts, spool.Person); err != nil {
		t.Fatal(err)
	}
	f := func(n int, id voc.PostID, published time.Time, precision voc.Precision) {
		t.Helper()
		p := posts[n]
		if p.ID != id || !p.PublishedAt.Equal(published) || p.Precision != precision || p.FetchedAt.IsZero() {
			t.Errorf("post %q became id %s, published %s (%s), fetched %s; want id %s, %s (%s)", p.Text, p.ID, p.PublishedAt, p.Precision, p.FetchedAt, id, published, precision)
		}
	}
	f(0, voc.NewPostID("desk", "1"), noon, voc.PrecisionNone)
	f(1, voc.NewPostID("desk", "2"), fetched, voc.PrecisionNone)
	f(2, "kept", fetched, voc.PrecisionMinute)
}

// A post that cannot be written down must not keep the page it stands on, and with it the whole
// source, from ever being taken.
func TestTakeIsNotStoppedByOnePostThatCannotBeKept(t *testing.T) {
	f := func(why string, spoil func(*voc.Post), kept int) {
		t.Helper()
		in, dir := door(t, func(o *spool.Options) { o.MaxEntry = 4000 })
		posts := many(3, noon)
		spoil(&posts[1])
		if err := in.Take(t.Context(), posts, spool.Refetchable); err != nil {
			t.Errorf("%s: %v", why, err)
			return
		}
		got, _ := waiting(t, in.spool)
		if len(got) != kept || !strings.Contains(got[0], "第0杯") || !strings.Contains(got[len(got)-1], "第2杯") {
			t.Errorf("%s: the spool holds %d posts, want %d, the healthy ones in order", why, len(got), kept)
		}
		if rejected := onDisk(t, filepath.Join(dir)); kept == 2 && !bytes.Contains(rejected, []byte("超长")) {
			t.Errorf("%s: the post is neither in the spool nor among the rejects", why)
		}
	}
	f("a year no calendar of ours has", func(p *voc.Post) { p.PublishedAt = time.Unix(1<<40, 0) }, 3)
	f("an edit in such a year", func(p *voc.Post) { p.EditedAt = time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC) }, 3)
	f("a rating that is no number", func(p *voc.Post) { p.Rating = math.NaN() }, 3)
	f("an infinite rating", func(p *voc.Post) { p.Rating = math.Inf(1) }, 3)
	f("a post larger than the spool takes", func(p *voc.Post) { p.Text = strings.Repeat("超长", 2000) }, 2)
}

func TestTakeOfNothingIsNothing(t *testing.T) {
	in, _ := door(t, nil)
	if err := in.Take(t.Context(), nil, spool.Person); err != nil {
		t.Error(err)
	}
	if n, _ := in.spool.Depth(); n != 0 {
		t.Errorf("%d entries of nothing", n)
	}
}

func TestTheReserveIsForWhatPeopleHandUs(t *testing.T) {
	in, _ := door(t, func(o *spool.Options) { o.MaxBytes, o.Reserve = 20_000, 10_000 })
	full := 0
	for n := range 100 {
		if err := in.Take(t.Context(), []voc.Post{said(fmt.Sprint(n), "排队", noon)}, spool.Refetchable); err != nil {
			if !errors.Is(err, spool.ErrFull) {
				t.Fatal(err)
			}
			full++
		}
	}
	if full == 0 {
		t.Fatal("the spool never filled: the test proves nothing")
	}
	if err := in.Take(t.Context(), []voc.Post{said("p", "顾客当面说的", noon)}, spool.Person); err != nil {
		t.Errorf("crawling filled the spool and a person was turned away: %v", err)
	}
}
