package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestAPostTravelsWithAllThatIsKnown(t *testing.T) {
	at := time.Date(2026, 1, 30, 8, 0, 0, 0, time.UTC)
	whole := voc.Post{
		Source: "far", Platform: "bbs", ExternalID: "90071992547409931", URL: "https://bbs.example.org/t/1", Kind: voc.PostComment, ParentID: "p", RootID: "r",
		Author:      voc.Author{Hash: strings.Repeat("a", 64), Name: "王***明", Followers: 100, Verified: true},
		PublishedAt: at, Precision: voc.PrecisionMinute, EditedAt: at.Add(time.Hour), FetchedAt: at.Add(2 * time.Hour),
		Title: "标题", Text: "正文", Rating: 4, RatingRaw: "8/10", Engagement: voc.Engagement{Likes: 0, Replies: 3, Shares: voc.Unknown, Views: 20000, Approx: true},
		Language: "zh", Region: "上海", StoreName: "静安店", Product: "奶茶", Version: "2.1", Keyword: "山外青茶",
	}
	raw, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	body, err := wire(pipeline.Parcel{Kind: pipeline.ParcelPosts, Rows: []json.RawMessage{raw}})
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	sent := parsed[[]api.PushedPost](t, string(text))[0]
	if sent.ID != whole.ExternalID || sent.AuthorID != whole.Author.Hash || sent.Precision != "minute" || sent.Shares != nil || *sent.Likes != 0 || *sent.Followers != 100 ||
		sent.EditedAt != "2026-01-30T09:00:00Z" || sent.FetchedAt != "2026-01-30T10:00:00Z" || sent.RatingRaw != "8/10" || !sent.Approx || !sent.Verified ||
		sent.Keyword != "山外青茶" || sent.StoreName != "静安店" || sent.Platform != "bbs" || sent.ParentID != "p" || sent.RootID != "r" {
		t.Errorf("sent as %+v", sent)
	}
}

// TestWhatAnAnswerMeans answers an agent in every way a server, or what stands before it, may.
func TestWhatAnAnswerMeans(t *testing.T) {
	f := func(says string, status int, header, body string, arrived, later bool, after time.Duration, rejected int) {
		t.Helper()
		var told string
		site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			told = r.Header.Get("Authorization") + " " + r.URL.Path
			if header != "" {
				w.Header().Set("Retry-After", header)
			}
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}))
		defer site.Close()
		p := corner(t, "")
		s, err := newServer(&world{stderr: io.Discard, lookup: func(string) (string, bool) { return "the token of this agent", true }, now: p.now}, site.URL+"/api/v1/", "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.send(t.Context(), pipeline.Parcel{Kind: pipeline.ParcelVisits, Rows: []json.RawMessage{[]byte("{}"), []byte("{}")}})
		var wait *pipeline.LaterError
		isLater := errors.As(err, &wait)
		if (err == nil) != arrived || isLater != later || len(got) != rejected || isLater && wait.After != after {
			t.Errorf("%s: rejected %v, %v", says, got, err)
		}
		if told != "Bearer the token of this agent /api/v1/visits" {
			t.Errorf("%s: asked %q", says, told)
		}
	}
	f("taken", 202, "", `{"accepted":2,"rejected":0,"errors":[]}`, true, false, 0, 0)
	f("one row not", 202, "", `{"accepted":1,"rejected":1,"errors":[{"field":"1.source","message":"write the name"},{"field":"1","message":"no object"}]}`, true, false, 0, 1)
	f("no row at all", 422, "", `{"status":422,"errors":[{"field":"0.source","message":"x"},{"field":"1.source","message":"x"}]}`, true, false, 0, 2)
	f("not these many", 422, "", `{"status":422,"errors":[{"field":"body","message":"1 to 1000"}]}`, false, false, 0, 0)
	f("too large", 413, "", `{"status":413}`, false, false, 0, 0)
	f("broken", 400, "", `{"status":400}`, false, false, 0, 0)
	f("cut on the way", 400, "", `{"status":400,"detail":"cannot read request body"}`, false, true, 0, 0)
	f("full", 503, "30", `{"status":503,"code":"full"}`, false, true, 30*time.Second, 0)
	f("too many", 429, "2", `{"status":429}`, false, true, 2*time.Second, 0)
	f("a wrong token waits for somebody to mend it", 401, "", `{"status":401}`, false, true, 0, 0)
	f("a wrong address does too", 404, "", `<html>`, false, true, 0, 0)
	f("a proxy's page", 502, "", `<html>Bad Gateway`, false, true, 0, 0)
	f("a page of somebody else", 202, "", `<html>`, false, true, 0, 0)
	f("elsewhere", 301, "", ``, false, true, 0, 0)
	if _, ok := transport.RetryAfter(&http.Response{Header: http.Header{}}, time.Now()); ok {
		t.Error("no word is no wait")
	}
}

// TestAnAgentBringsItsSourcesToAServer lets an agent crawl for a real server behind a token: once, twice,
// with rows the server does not want, and with a second agent beside it.
func TestAnAgentBringsItsSourcesToAServer(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: an agent beside a running tingfeng is left out of the short suite")
	}
	site := newBoard(t)
	site.say("/a", many(30, 0)...)
	site.say("/a", "打 13812345678 没人接")
	site.say("/b", many(3, 0)...)
	d := unstarted(t)
	write(t, d.config, "tingfeng.yaml", "data: "+d.data+"\nlisten: "+d.listen+"\ntoken: the owner has a token\nagents:\n- {name: beijing, token: the agent has another}\n")
	write(t, d.config, "sources.yaml", "sources:\n"+site.source("far", "/a", "  remote: true\n  schedule: \"@every 1h\"\n"))
	d.begin()

	agent := corner(t, site.source("far", "/a", "  schedule: \"@every 1h\"\n")+site.source("unknown", "/b", ""))
	agent.clock = time.Now()
	agent.env = map[string]string{"TINGFENG_TOKEN": "the agent has another"}
	first := parsed[struct {
		Visits   []voc.Visit
		Delivery pipeline.Delivery
	}](t, agent.must("", "--json", "crawl", "--to", "http://"+d.listen, "--once"))
	if len(first.Visits) != 2 || first.Delivery.Sent != 32 || first.Delivery.Rejected != 4 || first.Delivery.Waiting != 0 {
		t.Errorf("the first round: %+v", first)
	}
	if kept := string(readFile(t, filepath.Join(agent.data, "rejects", "agent.jsonl"))); strings.Count(kept, "remote") != 4 {
		t.Errorf("%d rows are kept with the server's reason", strings.Count(kept, "remote"))
	}
	stored := func() error {
		got := squeeze(d.sql("SELECT count() AS n, uniqExact(id) AS u, countIf(position(text, '13812345678') > 0) AS bare FROM mentions FINAL"))
		if want := `{"n":31,"u":31,"bare":0}`; got != want {
			return fmt.Errorf("the store holds %s, want %s", got, want)
		}
		return nil
	}
	d.waitFor("the agent's posts", time.Minute, stored)
	d.waitFor("the agent's visit", time.Minute, func() error {
		if got := squeeze(d.sql("SELECT count() AS n, any(outcome) AS o FROM visits FINAL WHERE source = 'far'")); got != `{"n":1,"o":ok}` && got != `{"n":1,"o":"ok"}` {
			return fmt.Errorf("the store knows %s", got)
		}
		return nil
	})
	agent.clock = agent.clock.Add(time.Minute)
	holds(t, "the second round", agent.must("", "crawl", "--to", "http://"+d.listen+"/", "--once", "--source", "far"), "新 0 条", "已送达 1 条")

	second := corner(t, site.source("far", "/a", ""))
	second.clock = agent.clock.Add(time.Minute)
	write(t, second.config, "token", "the agent has another\n")
	holds(t, "a second agent", second.must("", "crawl", "--to", "http://"+d.listen, "--once", "--token-file", filepath.Join(second.config, "token")), "已送达 32 条")
	d.waitFor("the spool to be understood", time.Minute, func() error {
		if got := squeeze(d.sql("SELECT count() AS n FROM visits FINAL WHERE source = 'far'")); got != `{"n":3}` {
			return fmt.Errorf("%s visits", got)
		}
		return stored()
	})
	second.env = map[string]string{"TINGFENG_TOKEN": "the agent has another"}
	if a := second.run("", "sources", "--json"); strings.Contains(a.out+a.errors, "the agent has another") {
		t.Error("a token is printed")
	}
}

// TestAKilledAgentLosesNothing kills an agent with -9 while it crawls and sends, and its server beside
// it, and counts afterwards.
func TestAKilledAgentLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: an agent beside a running tingfeng is left out of the short suite")
	}
	t.Parallel() // it mostly waits
	kills := 6
	if os.Getenv("TINGFENG_SOAK") != "" {
		kills = 40
	}
	site := newBoard(t)
	d := unstarted(t)
	write(t, d.config, "sources.yaml", "sources:\n"+site.source("far", "/a", "  remote: true\n"))
	d.begin()
	p := corner(t, site.source("far", "/a", "  schedule: \"@every 1s\"\n"))
	var cmd *exec.Cmd
	start := func() {
		t.Helper()
		cmd = exec.Command(d.binary, "crawl", "--to", "http://"+d.listen, "--config", p.config)
		cmd.Env = append(os.Environ(), "TINGFENG_TOKEN=")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	said := 0
	say := func(n int) {
		site.say("/a", many(n, said)...)
		said += n
	}
	var once sync.Once
	end := func() {
		once.Do(func() {
			_ = cmd.Process.Signal(syscall.SIGTERM)
			if err := cmd.Wait(); err != nil {
				t.Errorf("the agent's orderly end: %v", err)
			}
		})
	}
	say(40)
	start()
	defer end()
	for n := range kills {
		asked := site.requests("/a")
		d.waitFor("another visit of the agent", time.Minute, func() error {
			if site.requests("/a") == asked {
				return errors.New("none")
			}
			return nil
		})
		<-time.After(time.Duration(d.random.IntN(120)) * time.Millisecond)
		if n%3 == 2 { // the server, while the agent goes on
			d.killProcess()
			say(15)
			continue
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		say(15)
		start()
	}
	d.waitUp()
	want := fmt.Sprintf(`{"n":%d,"u":%d}`, said, said)
	d.waitFor("every post, once", time.Minute, func() error {
		if got := squeeze(d.sql("SELECT count() AS n, uniqExact(id) AS u FROM mentions FINAL")); got != want {
			return fmt.Errorf("the store holds %s, want %s", got, want)
		}
		return nil
	})
	begun := time.Now()
	end()
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("the agent needed %s to stop", took)
	}
	t.Logf("%d posts, %d kills: none lost, none twice", said, kills)
}
