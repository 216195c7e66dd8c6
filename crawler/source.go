package crawler

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/appstore"
	"github.com/tingfeng-voc/tingfeng/crawler/charset"
	"github.com/tingfeng-voc/tingfeng/crawler/discourse"
	"github.com/tingfeng-voc/tingfeng/crawler/discuz"
	"github.com/tingfeng-voc/tingfeng/crawler/douban"
	"github.com/tingfeng-voc/tingfeng/crawler/feed"
	"github.com/tingfeng-voc/tingfeng/crawler/googleplay"
	"github.com/tingfeng-voc/tingfeng/crawler/hackernews"
	"github.com/tingfeng-voc/tingfeng/crawler/html"
	"github.com/tingfeng-voc/tingfeng/crawler/jsonapi"
	"github.com/tingfeng-voc/tingfeng/crawler/mastodon"
	"github.com/tingfeng-voc/tingfeng/crawler/reddit"
	"github.com/tingfeng-voc/tingfeng/crawler/stackexchange"
	"github.com/tingfeng-voc/tingfeng/crawler/steam"
	"github.com/tingfeng-voc/tingfeng/crawler/tieba"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/crawler/v2ex"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// SourceOptions are what the configuration says of one source: what it is, how to be polite to it,
// and, in the section named after its kind, how to read it.
type SourceOptions struct {
	voc.Source   `yaml:",inline"`
	Pace         time.Duration     `yaml:"pace"`          // least distance of two requests; 0: as for all sources. Only a site of one's own may be asked faster
	DailyCap     int               `yaml:"daily_cap"`     // requests in one day of the source's zone, robots.txt and retries included; 0: none
	Hours        string            `yaml:"hours"`         // when it may be visited, by the source's zone: "01:00-06:00"; "": all day
	MaxPages     int               `yaml:"max_pages"`     // pages in one visit; 0: as for all sources
	MaxAge       time.Duration     `yaml:"max_age"`       // do not page further back than this; 0: to the end
	Hosts        []string          `yaml:"hosts"`         // other hosts the source's links and redirects may lead to
	Headers      map[string]string `yaml:"headers"`       // sent to the source's own host and nowhere else
	Charset      string            `yaml:"charset"`       // encoding, when the pages lie about it beyond recognition
	Timezone     string            `yaml:"timezone"`      // of times written without one: "Asia/Tokyo"
	Unordered    bool              `yaml:"unordered"`     // pages are not newest first: stop only at a page that is known throughout
	AllowPrivate bool              `yaml:"allow_private"` // the source is on this machine or network
	AcceptRisk   bool              `yaml:"accept_risk"`   // the user has read why this kind, or this Cookie, is off by default

	Feed          feed.Options          `yaml:"feed"`
	AppStore      appstore.Options      `yaml:"appstore"`
	Steam         steam.Options         `yaml:"steam"`
	V2EX          v2ex.Options          `yaml:"v2ex"`
	HackerNews    hackernews.Options    `yaml:"hackernews"`
	Mastodon      mastodon.Options      `yaml:"mastodon"`
	StackExchange stackexchange.Options `yaml:"stackexchange"`
	Discourse     discourse.Options     `yaml:"discourse"`
	HTML          html.Options          `yaml:"html"`
	JSON          jsonapi.Options       `yaml:"json"`
	Discuz        discuz.Options        `yaml:"discuz"`
	Douban        douban.Options        `yaml:"douban"`
	Tieba         tieba.Options         `yaml:"tieba"`
	GooglePlay    googleplay.Options    `yaml:"googleplay"`
	Reddit        reddit.Options        `yaml:"reddit"`
}

// plan is a checked source.
type plan struct {
	src      SourceOptions
	site     site
	address  *url.URL
	zone     *time.Location
	headers  http.Header
	maxPages int
	hours    transport.Hours
}

// plan checks a source and picks the kind that reads it.
func (o Options) plan(src SourceOptions) (*plan, error) {
	if src.ID == "" {
		return nil, fmt.Errorf("a source without id")
	}
	p := &plan{src: src, zone: o.location(), maxPages: o.MaxPages, headers: http.Header{}}
	var err error
	if src.Timezone != "" {
		if p.zone, err = time.LoadLocation(src.Timezone); err != nil {
			return nil, fmt.Errorf("timezone %q is not one, write e.g. Asia/Shanghai: %w", src.Timezone, err)
		}
	}
	if src.MaxPages > 0 {
		p.maxPages = src.MaxPages
	}
	if err := consent(src); err != nil {
		return nil, err
	}
	kinds := o.kinds
	if kinds == nil {
		kinds = newSite
	}
	if p.site, err = kinds(src); err != nil {
		return nil, err
	}
	if _, ok := p.site.(*sitemapSite); ok {
		p.src.Unordered = true // a sitemap names all there is: where all of it has changed, nothing was lost
	}
	if err = p.dress(); err != nil {
		return nil, err
	}
	if p.address, err = url.Parse(p.site.start()); err != nil || p.address.Host == "" {
		return nil, fmt.Errorf("address %q is not an address such as https://example.org/reviews", p.site.start())
	}
	if p.address.Scheme != "http" && p.address.Scheme != "https" {
		return nil, fmt.Errorf("address %q: only http and https are fetched", p.site.start())
	}
	if _, err := charset.Detect(nil, "", src.Charset); err != nil {
		return nil, err
	}
	if src.Pace < 0 || src.MaxAge < 0 || src.MaxPages < 0 || src.DailyCap < 0 {
		return nil, fmt.Errorf("pace, max_age, max_pages and daily_cap cannot be negative")
	}
	if p.hours, err = transport.ParseHours(src.Hours); err != nil {
		return nil, fmt.Errorf("hours: %w", err)
	}
	return p, nil
}

// dress gathers the headers of every request to the source's own host: those of the configuration, and
// those its kind needs.
func (p *plan) dress() error {
	for name, value := range p.src.Headers {
		switch name := http.CanonicalHeaderKey(name); name {
		case "User-Agent", "Host", "Accept-Encoding", "Content-Length", "If-None-Match", "If-Modified-Since":
			return fmt.Errorf("headers: %s is ours to set", name)
		}
		p.headers.Set(name, value)
	}
	if d, ok := kindOf[dressed](p.site); ok {
		for name, values := range d.Headers() {
			if name = http.CanonicalHeaderKey(name); p.headers[name] == nil {
				p.headers[name] = values
			}
		}
	}
	return nil
}

// newSite is the one list that names every kind of source that is fetched.
func newSite(src SourceOptions) (site, error) {
	switch src.Kind {
	case voc.KindFeed:
		return &feedSite{address: src.Address, o: src.Feed}, src.Feed.Validate()
	case voc.KindAppStore:
		o := src.AppStore
		if o.Country == "" {
			o.Country = appstore.Default().Country
		}
		return &appStoreSite{base: src.Address, o: o}, o.Validate()
	case voc.KindSteam:
		r, err := steam.New(src.Address, src.Steam)
		return kindSite{r}, err
	case voc.KindV2EX:
		r, err := v2ex.New(src.Address, src.V2EX)
		return kindSite{r}, err
	case voc.KindHackerNews:
		r, err := hackernews.New(src.Address, src.HackerNews)
		return kindSite{r}, err
	case voc.KindMastodon:
		r, err := mastodon.New(src.Address, src.Mastodon)
		return kindSite{r}, err
	case voc.KindStackExchange:
		r, err := stackexchange.New(src.Address, src.StackExchange)
		return kindSite{r}, err
	case voc.KindDiscourse:
		r, err := discourse.New(src.Address, src.Discourse)
		return kindSite{r}, err
	case voc.KindHTML:
		r, err := html.New(src.HTML)
		if err == nil && src.HTML.Sitemap != "" {
			return newSitemapSite(src, r)
		}
		return &htmlSite{address: src.Address, r: r}, err
	case voc.KindJSON:
		r, err := jsonapi.New(src.JSON)
		return &jsonSite{address: src.Address, r: r}, err
	case voc.KindDiscuz:
		r, err := discuz.New(src.Address, src.Discuz)
		return kindSite{r}, err
	case voc.KindDouban:
		r, err := douban.New(src.Address, src.Douban)
		return kindSite{r}, err
	case voc.KindTieba:
		r, err := tieba.New(src.Address, src.Tieba)
		return kindSite{r}, err
	case voc.KindGooglePlay:
		r, err := googleplay.New(src.Address, src.GooglePlay)
		return kindSite{r}, err
	case voc.KindReddit:
		r, err := reddit.New(src.Address, src.Reddit)
		return kindSite{r}, err
	case voc.KindImport, voc.KindPush:
		return nil, fmt.Errorf("kind %s is not fetched: posts are brought to us", src.Kind)
	}
	return nil, fmt.Errorf("kind %q is none of feed, appstore, steam, v2ex, hackernews, mastodon, stackexchange, discourse, html, json, discuz, douban, tieba, googleplay, reddit, import, push", src.Kind)
}

// sameSite tells whether a link may be followed: the source's own host, a subdomain of it or the
// domain it is a subdomain of, or a host the configuration names.
func (p *plan) sameSite(u *url.URL) bool {
	host, own := strings.ToLower(u.Hostname()), strings.ToLower(p.address.Hostname())
	if host == own || strings.HasSuffix(host, "."+own) || strings.HasSuffix(own, "."+host) && strings.Contains(host, ".") {
		return true
	}
	hosts := p.src.Hosts
	if r, ok := kindOf[roaming](p.site); ok {
		hosts = slices.Concat(hosts, r.Hosts())
	}
	for _, allowed := range hosts {
		if host == strings.ToLower(allowed) {
			return true
		}
	}
	return false
}
