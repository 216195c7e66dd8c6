package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/tingfeng-voc/tingfeng/crawler/html"
	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
)

// sitemapSite reads the pages a site's sitemap names, each as a page behind a link: what is known and
// has not changed is not asked for again, and what a visit has no pages left for waits for the next.
type sitemapSite struct {
	htmlSite
	address string // of the sitemap; of the site when robots.txt shall say where it is
	auto    bool
	sitemap *html.Sitemap
}

func newSitemapSite(src SourceOptions, r *html.Reader) (*sitemapSite, error) {
	sitemap, err := html.NewSitemap(src.HTML)
	if err != nil {
		return nil, err
	}
	s := &sitemapSite{htmlSite: htmlSite{address: src.Address, r: r}, address: src.HTML.Sitemap, sitemap: sitemap}
	if s.auto = s.address == "auto"; s.auto {
		s.address = src.Address
	}
	return s, nil
}

func (s *sitemapSite) start() string { return s.address }

func (s *sitemapSite) read(ctx context.Context, j *job, address string, first bool) (batch, error) {
	if s.auto {
		files, err := s.find(ctx, j, address)
		if err != nil {
			return batch{}, err
		}
		if len(files) > 1 {
			return batch{links: s.sitemap.Files(files, j.c.o.Now()), claimed: -1}, nil
		}
		address = files[0]
		if j.onward(address) == "" {
			return batch{}, fmt.Errorf("robots.txt names a sitemap on another site, %s; name that host in hosts if it is right", hostOf(address))
		}
	}
	page, err := j.get(ctx, address, first)
	if err != nil {
		return batch{}, err
	}
	links, err := s.sitemap.Parse(page)
	if err != nil {
		return batch{}, wallOr(page, "", layout(err))
	}
	if html.IsIndex(page) {
		j.forgetValidators() // the files it names may have changed though it has not
	}
	return batch{links: append([]plain.Link{}, links...), claimed: -1}, nil
}

// find asks robots.txt for the sitemaps of a site; without a word of it there may be one in the usual
// place.
func (s *sitemapSite) find(ctx context.Context, j *job, address string) ([]string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	files, err := j.session.Sitemaps(ctx, u)
	if err == nil && len(files) == 0 {
		files = []string{u.Scheme + "://" + u.Host + "/sitemap.xml"}
	}
	return files, err
}

// behind reads a sitemap file an index names, or a page.
func (s *sitemapSite) behind(ctx context.Context, j *job, page *plain.Page) (plain.Sheet, error) {
	if !html.IsSitemap(page) {
		return s.htmlSite.behind(ctx, j, page)
	}
	sheet := plain.NewSheet()
	var err error
	sheet.Links, err = s.sitemap.Parse(page)
	return sheet, err
}

// mostUnpacked is how large a packed file may be: the most a sitemap may have.
const mostUnpacked = 50 << 20

// unpacked inflates a body that is a packed file, such as sitemap.xml.gz. The limit is on what comes
// out: a small file can hold a great deal of nothing.
func unpacked(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte{0x1f, 0x8b, 0x08}) {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("a packed file: %w: %w", plain.ErrLayout, err)
	}
	out, err := io.ReadAll(io.LimitReader(z, mostUnpacked+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("a packed file: %w", err)
	case len(out) > mostUnpacked:
		return nil, fmt.Errorf("%w: a packed file of over %d bytes", transport.ErrTooLarge, mostUnpacked)
	}
	return out, nil
}
