package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler/demosite"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type demoCmd struct {
	Once   bool   `help:"Build everything, print a summary and leave."`
	Listen string `default:"127.0.0.1:8420" placeholder:"HOST:PORT" help:"Address of the dashboard; loopback only."`
	Seed   int64  `default:"1" help:"Another seed tells another story of the same kind."`
	Days   int    `default:"90" help:"How much of the past the local site has."`
}

// demoMark is a file in the demo's data folder that says it may be thrown away.
const demoMark = "made-by-tingfeng-demo"

// Run starts a local site of our own making, crawls it with the real crawlers, and shows the whole
// product on it.
func (d *demoCmd) Run(w *world, g *grammar) (err error) {
	begun := w.now()
	if host, _, err := net.SplitHostPort(d.Listen); err != nil || !loopback(host) {
		return usage("demo: %q is not a loopback address: the demo has no password, so it stays on this machine; write 127.0.0.1:PORT", d.Listen)
	}
	data, err := freshDemoFolder(g.Data)
	if err != nil {
		return err
	}
	site, end, err := d.site(w)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	c, err := configs.Demo(func(name string) (string, bool) {
		value, ok := map[string]string{"DEMO_SITE": site.url, "DEMO_SECRET": site.secret}[name]
		return value, ok
	})
	if err != nil {
		return err
	}
	c.Data, c.Listen = data, d.Listen
	g.override(c)
	c.Data = data

	fmt.Fprintf(w.stderr, "听风演示：本机点评站 %s，数据放在 %s\n", site.url, data)
	a, err := openControl(w.signal, w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	fmt.Fprintf(w.stderr, "内置引擎与词典就绪（%s）\n", w.now().Sub(begun).Round(100*time.Millisecond))
	if err := a.demoCrawl(site.planned); err != nil {
		return err
	}
	if err := a.demoReadings(a.world.signal, &site.truth); err != nil {
		return err
	}
	if err := a.demoLetters(a.world.signal); err != nil {
		return err
	}
	if err := a.demoSummary(begun); err != nil || d.Once {
		return err
	}
	return a.serve(w.signal, true, func(url string) {
		fmt.Fprintf(w.stdout, "\n看板 dashboard:  %s\n点评站 the site: %s\nCtrl-C 结束。新的帖子会不断进来，几分钟后会出一件新的事。\n", url, site.url)
	})
}

// demoCrawl brings 90 days in through the real crawlers.
func (a *app) demoCrawl(planned int) error {
	crawl := a.world.progress("抓取并理解", planned)
	posts := 0
	_, err := a.pipeline.CatchUp(a.world.signal, func(n, waiting int) {
		posts = n
		crawl.at(max(0, n-waiting))
	})
	if err != nil {
		return err
	}
	crawl.done(posts, "已入库")
	return a.pipeline.Send(a.world.signal)
}

// demoSummary prints what there is to see.
func (a *app) demoSummary(begun time.Time) error {
	ctx, w := a.world.signal, a.world
	if _, err := a.pipeline.Discover(ctx, ""); err != nil { // it is a night's work; a viewer sees the demo by day
		return err
	}
	all, err := a.store.CountMentions(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "\n用时 %s，提及 %d 条：", w.now().Sub(begun).Round(100*time.Millisecond), all)
	for i, b := range a.config.Brands {
		n, err := a.store.Count(ctx, voc.Filter{Brands: []voc.BrandID{b.ID}, Raw: true})
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprint(w.stdout, "，")
		}
		fmt.Fprintf(w.stdout, "%s %d", b.Name, n)
	}
	fmt.Fprintln(w.stdout)
	for _, alert := range a.pipeline.Alerts() {
		when := "进行中"
		if alert.History {
			when = "历史"
		} else if alert.State == voc.AlertResolved {
			when = "已解除"
		}
		fmt.Fprintf(w.stdout, "预警［%s］%s\n", when, alert.Headline)
	}
	for _, o := range a.pipeline.Orders() {
		fmt.Fprintf(w.stdout, "工单 %s［%s］%s\n", o.ID, workorder.StateTitle(o.State), o.Title)
	}
	found, err := a.pipeline.Discoveries(ctx)
	if err != nil {
		return err
	}
	for i := range found {
		d := &found[i]
		fmt.Fprintf(w.stdout, "发现［%s］%s：%d 条，往常约 %.1f 条，负面 %.0f%%\n", discoveryKinds[d.Kind], d.Label, d.N, d.Before, 100*d.Negative)
	}
	letter, err := a.pipeline.Digest(ctx, pipeline.LetterQuestion{})
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "日报 %s：%s\n", letter.Date, letter.Lead)
	return nil
}

// demoPlace is the running local site.
type demoPlace struct {
	url     string
	secret  string
	planned int
	truth   demosite.Truth
}

func (d *demoCmd) site(w *world) (demoPlace, func() error, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return demoPlace{}, nil, err
	}
	site, err := demosite.New(demosite.Options{Seed: d.Seed, Now: w.now(), Days: d.Days, Location: zone, Clock: w.now})
	if err != nil {
		return demoPlace{}, nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return demoPlace{}, nil, fmt.Errorf("local site: %w", err)
	}
	server := &http.Server{Handler: site.Handler(), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	end := func() error {
		err := server.Close()
		<-served
		return err
	}
	truth := site.Truth()
	return demoPlace{url: "http://" + listener.Addr().String(), secret: site.Secret(), planned: truth.Posts, truth: truth}, end, nil
}

// freshDemoFolder gives an empty folder. It throws an earlier demo away, and never anything else.
func freshDemoFolder(dir string) (string, error) {
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			cache = os.TempDir()
		}
		dir = filepath.Join(cache, "tingfeng-demo")
	}
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(dir, demoMark)); err != nil {
			return "", fmt.Errorf("demo: folder %s is not empty and not an earlier demo's: it will not be touched; name another with --data", dir)
		}
		if there, ok := findRunning(context.Background(), dir); ok {
			return "", fmt.Errorf("demo: one is running already at %s (process %d): end it first, or name another folder with --data", there.URL, there.PID)
		}
		if err := os.RemoveAll(dir); err != nil {
			return "", fmt.Errorf("demo: %w", err)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("demo: %w", err)
	}
	return dir, os.WriteFile(filepath.Join(dir, demoMark), nil, 0o600)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
