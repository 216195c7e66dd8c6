package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// server is a tingfeng elsewhere that takes what an agent hears.
type server struct {
	base  string // address before /api/v1
	token string
	http  *http.Client
	now   func() time.Time
}

// newServer checks an address and finds the token, which stands in a file or in the environment: on a
// command line every user of the machine could read it, in an address every proxy on the way.
func newServer(w *world, address, tokenFile string) (*server, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, usage("crawl: --to %q is not an address such as https://tingfeng.example.com", address)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, usage("crawl: --to must be the address alone; the token goes into TINGFENG_TOKEN or --token-file")
	}
	s := &server{base: strings.TrimRight(strings.TrimSuffix(strings.TrimRight(u.String(), "/"), "/api/v1"), "/"), now: w.now}
	s.token, _ = w.lookup("TINGFENG_TOKEN")
	if tokenFile != "" {
		text, err := os.ReadFile(tokenFile)
		if err != nil {
			return nil, fmt.Errorf("crawl: the token: %w", err)
		}
		s.token = string(text)
	}
	if s.token = strings.TrimSpace(s.token); strings.ContainsAny(s.token, "\r\n") {
		return nil, fmt.Errorf("crawl: the token must be one line")
	}
	if u.Scheme == "http" && s.token != "" && !loopbackHost(u.Hostname()) {
		fmt.Fprintf(w.stderr, "tingfeng: crawl: %s is not encrypted: everybody on the way can read the token and the posts; use https\n", u.Host)
	}
	s.http = &http.Client{
		Timeout: time.Minute,
		CheckRedirect: func(req *http.Request, _ []*http.Request) error {
			return fmt.Errorf("it redirects to %s://%s: give that address with --to if it is right", req.URL.Scheme, req.URL.Host)
		},
	}
	return s, nil
}

func loopbackHost(name string) bool {
	ip := net.ParseIP(name)
	return name == "localhost" || ip != nil && ip.IsLoopback()
}

// send is a pipeline.Send over the interface of the other side.
func (s *server) send(ctx context.Context, p pipeline.Parcel) (map[int]string, error) {
	body, err := wire(p)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+"/api/v1/"+string(p.Kind), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Content-Encoding", "gzip")
	req.Header.Set("User-Agent", "tingfeng-agent/"+version)
	if s.token != "" {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	resp, err := s.http.Do(req)
	if err != nil {
		return nil, &pipeline.LaterError{Err: fmt.Errorf("%s cannot be reached: %w", s.base, err)}
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
	if err != nil {
		return nil, &pipeline.LaterError{Err: fmt.Errorf("the answer of %s broke off: %w", s.base, err)}
	}
	return s.judge(resp, text)
}

// judge reads an answer: what arrived, what never will, or when to come back.
func (s *server) judge(resp *http.Response, text []byte) (map[int]string, error) {
	var problem api.Problem
	_ = json.Unmarshal(text, &problem) // a proxy's page is no problem document; the status says enough
	told := fmt.Errorf("%s answered %s: %s", s.base, resp.Status, problem.Detail)
	switch code := resp.StatusCode; {
	case code == http.StatusAccepted:
		var pushed api.Pushed
		if err := json.Unmarshal(text, &pushed); err != nil {
			return nil, &pipeline.LaterError{Err: fmt.Errorf("%s answered with something else than tingfeng does: %w", s.base, err)}
		}
		return rejectedRows(pushed.Errors), nil
	case code == http.StatusUnprocessableEntity && len(problem.Errors) > 0 && problem.Errors[0].Field != "body":
		return rejectedRows(problem.Errors), nil // not one row was good
	case code == http.StatusBadRequest && problem.Detail == "cannot read request body": // it was cut on the way
		return nil, &pipeline.LaterError{Err: told}
	case code == http.StatusRequestEntityTooLarge, code == http.StatusBadRequest, code == http.StatusUnprocessableEntity:
		return nil, told
	default:
		// Also 401, 403 and 404: a wrong token or address is mended by people, and what was heard must
		// wait for them.
		wait, _ := transport.RetryAfter(resp, s.now())
		return nil, &pipeline.LaterError{After: wait, Err: told}
	}
}

// rejectedRows reads which rows the errors of an answer are about: "3.source" is row 3.
func rejectedRows(errs []api.FieldError) map[int]string {
	rejected := map[int]string{}
	for _, e := range errs {
		row, field, _ := strings.Cut(e.Field, ".")
		var i int
		if _, err := fmt.Sscan(row, &i); err != nil {
			continue
		}
		why := strings.TrimSpace(field + " " + e.Message)
		if before := rejected[i]; before != "" {
			why = before + "; " + why
		}
		rejected[i] = why
	}
	return rejected
}

// wire is a parcel as the interface takes it, zipped.
func wire(p pipeline.Parcel) ([]byte, error) {
	rows := any(p.Rows)
	if p.Kind == pipeline.ParcelPosts {
		posts := make([]api.PushedPost, len(p.Rows))
		for i, raw := range p.Rows {
			var post voc.Post
			if err := json.Unmarshal(raw, &post); err != nil {
				return nil, fmt.Errorf("a post of the spool: %w", err)
			}
			posts[i] = pushed(&post)
		}
		rows = posts
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	err := json.NewEncoder(z).Encode(rows)
	if err := errors.Join(err, z.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// pushed is a post as it travels: masked before it was kept, and told with all that is known of it.
func pushed(p *voc.Post) api.PushedPost {
	count := func(n int64) *int64 {
		if n == voc.Unknown {
			return nil
		}
		return &n
	}
	moment := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.Format(time.RFC3339)
	}
	return api.PushedPost{
		ID: p.ExternalID, Source: string(p.Source), Platform: p.Platform, Text: p.Text, Title: p.Title,
		Author: p.Author.Name, AuthorID: p.Author.Hash, Followers: count(p.Author.Followers), Verified: p.Author.Verified,
		PublishedAt: moment(p.PublishedAt), Precision: string(p.Precision), EditedAt: moment(p.EditedAt), FetchedAt: moment(p.FetchedAt),
		Rating: p.Rating, RatingRaw: p.RatingRaw, URL: p.URL, Kind: string(p.Kind), ParentID: p.ParentID, RootID: p.RootID,
		Language: p.Language, Region: p.Region, Store: string(p.Store), StoreName: p.StoreName, Product: p.Product, Version: p.Version,
		Brand: string(p.Brand), Keyword: p.Keyword,
		Likes: count(p.Engagement.Likes), Replies: count(p.Engagement.Replies), Shares: count(p.Engagement.Shares), Views: count(p.Engagement.Views),
		Approx: p.Engagement.Approx,
	}
}

// agentSources are those an agent visits: the ones marked remote when the file is the server's own,
// else all of its own file.
func agentSources(c *configs.Config, only string) []crawler.SourceOptions {
	marked := slices.ContainsFunc(c.Sources, func(s configs.Source) bool { return s.Remote })
	var list []crawler.SourceOptions
	for _, s := range c.Sources {
		fetched := s.Kind != voc.KindImport && s.Kind != voc.KindPush
		if fetched && (s.Remote || !marked || string(s.ID) == only) && (only == "" || string(s.ID) == only) {
			list = append(list, s)
		}
	}
	return list
}

// to runs sources here and brings what they say to a server elsewhere: no database, no dictionaries.
func (c *crawlCmd) to(w *world, g *grammar, config *configs.Config) (err error) {
	target, err := newServer(w, c.To, c.TokenFile)
	if err != nil {
		return err
	}
	sources := agentSources(config, c.Source)
	if len(sources) == 0 {
		return usage("crawl: sources.yaml has no source that is fetched%s", map[bool]string{true: " and called " + c.Source}[c.Source != ""])
	}
	agent, end, err := openAgent(w, g, config, sources, target.send)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if !c.Once {
		fmt.Fprintf(w.stderr, "听风采集代理：%d 个信源按计划采集，送往 %s；Ctrl-C 结束。\n", agent.Scheduled(), target.base)
		go c.follow(w, g, agent)
		err = agent.Run(w.signal)
		return errors.Join(err, c.delivered(w, g, agent, nil))
	}
	var mu sync.Mutex
	var visits []voc.Visit
	err = agent.Once(w.signal, voc.SourceID(c.Source), func(v voc.Visit, err error) {
		mu.Lock()
		defer mu.Unlock()
		visits = append(visits, v)
		if !g.JSON {
			c.tell(w, config.Location, v)
		}
	})
	return errors.Join(err, c.delivered(w, g, agent, visits))
}

// follow has changes of sources.yaml take effect while an agent runs. One that does not hold is told
// once, and the sources before it stay in use.
func (c *crawlCmd) follow(w *world, g *grammar, agent *pipeline.Agent) {
	file := filepath.Join(g.Config, "sources.yaml")
	watch := watchWords(seenOf(file))
	for pause(w.signal, reloadEvery) == nil {
		if !watch.changed(seenOf(file)) {
			continue
		}
		config, err := w.load(g)
		if err == nil {
			err = vanished(config, agent.Sources(), g.Config)
		}
		if err == nil {
			err = agent.SetSources(agentSources(config, c.Source))
		}
		if err != nil {
			fmt.Fprintln(w.stderr, "tingfeng: crawl: the changed sources are not taken; those before stay in use:", err)
		}
	}
}

// openAgent makes an agent on a data folder. The folder has one owner, as a server's has.
func openAgent(w *world, g *grammar, config *configs.Config, sources []crawler.SourceOptions, send pipeline.Send) (*pipeline.Agent, func() error, error) {
	if err := makeDataFolder(config.Data); err != nil {
		return nil, nil, err
	}
	secret, err := installSecret(filepath.Join(config.Data, "secret"))
	if err != nil {
		return nil, nil, err
	}
	log := w.logger(g)
	waiting, err := spool.Open(spool.Options{Dir: filepath.Join(config.Data, "spool"), MaxBytes: config.Spool, Log: log, Taker: "the server"})
	if errors.Is(err, spool.ErrLocked) {
		return nil, nil, fmt.Errorf("%w: tingfeng is already running on %s; stop it, or give another folder with --data", err, config.Data)
	}
	if err != nil {
		return nil, nil, err
	}
	masker, err := mask.New(secret, brandNames(config)...)
	if err != nil {
		return nil, nil, errors.Join(err, waiting.Close())
	}
	options := config.Crawler
	options.Log, options.Now = log, w.now
	fetcher, err := crawler.New(options)
	if err != nil {
		return nil, nil, errors.Join(err, waiting.Close())
	}
	end := func() error {
		fetcher.Close()
		return waiting.Close()
	}
	agent, err := pipeline.NewAgent(pipeline.AgentOptions{
		Crawler: fetcher, Spool: waiting, Masker: masker, Sources: sources, Send: send,
		Dir: config.Data, Location: config.Location, Now: w.now, Log: log,
	})
	if err != nil {
		return nil, nil, errors.Join(err, end())
	}
	return agent, end, nil
}

// delivered prints what has arrived and what waits.
func (c *crawlCmd) delivered(w *world, g *grammar, agent *pipeline.Agent, visits []voc.Visit) error {
	d := agent.Delivery()
	if g.JSON {
		if visits == nil {
			visits = []voc.Visit{}
		}
		return printJSON(w.stdout, map[string]any{"visits": visits, "delivery": d})
	}
	fmt.Fprintf(w.stdout, "已送达 %d 条", d.Sent)
	if d.Rejected > 0 {
		fmt.Fprintf(w.stdout, "，服务端未收 %d 条（原文与原因见数据目录 rejects/agent.jsonl）", d.Rejected)
	}
	if d.Waiting > 0 {
		fmt.Fprintf(w.stdout, "，%d 条仍在缓冲里，下次启动时再送", d.Waiting)
	}
	fmt.Fprintln(w.stdout)
	return nil
}
