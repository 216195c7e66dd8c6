package crawler

import (
	"context"
	"fmt"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Preview is what the first page of a source shows, and the first page behind it: what somebody who
// sets a source up wants to check before anything is stored.
type Preview struct {
	Visit  voc.Visit   `json:"visit"` // how it went, in the words of a visit
	First  PagePreview `json:"first"`
	Behind PagePreview `json:"behind,omitzero"` // behind the first link; zero: there is none
}

// PagePreview is one page as its kind read it.
type PagePreview struct {
	Address string     `json:"address"`
	Posts   []voc.Post `json:"posts"`   // complete, not masked
	Links   []string   `json:"links"`   // pages behind it a visit would follow
	Next    string     `json:"next"`    // the page it goes on with; "" none
	Claimed int        `json:"claimed"` // how many posts the site says there are; -1 no word
	Missing []string   `json:"missing"` // what of the page is not there and why
	Odd     []string   `json:"odd"`     // values that could not be read
	Error   string     `json:"error"`   // why it could not be read
}

// Preview fetches the first page of a source as a first visit would, politeness included, and of the
// links on it the first. Nothing is kept. The error says why the first page could not be read; the
// preview tells what there is to tell all the same.
func (c *Crawler) Preview(ctx context.Context, src SourceOptions) (Preview, error) {
	p := Preview{Visit: voc.Visit{Source: src.ID, StartedAt: c.o.Now(), Claimed: -1}}
	nobody := func(Catch, voc.Cursor) error { return nil }
	j, err := c.newJob(ctx, src, "", nobody, &p.Visit)
	if err != nil {
		p.Visit.Outcome, p.Visit.Missing, p.Visit.Trouble = voc.VisitFailed, err.Error(), voc.TroubleConfig
		p.First.Error = err.Error()
	} else {
		err = j.inspect(ctx, &p)
		j.account(err)
	}
	p.Visit.EndedAt = c.o.Now()
	if err != nil {
		return p, fmt.Errorf("crawler: source %s: %w", src.ID, err)
	}
	return p, nil
}

// inspect reads the first page, and the first behind it when the kind has pages behind pages.
func (j *job) inspect(ctx context.Context, p *Preview) error {
	p.First.Address = j.site.start()
	b, err := j.site.read(ctx, j, p.First.Address, true)
	j.show(&p.First, b)
	if err != nil {
		p.First.Error = err.Error()
		return err
	}
	for _, link := range b.links {
		if link.URL == "" || j.onward(link.URL) == "" {
			continue
		}
		p.Behind.Address = link.URL
		sheet, err := j.readBehind(ctx, link.URL)
		if err != nil {
			p.Behind.Error = err.Error()
			j.missing = append(j.missing, err.Error())
			j.trouble(j.troubleOf(err))
			break
		}
		j.show(&p.Behind, batch{posts: sheet.Posts, links: sheet.Links, next: j.onward(sheet.Next), claimed: sheet.Claimed, missing: sheet.Missing, trouble: sheet.Trouble, odd: sheet.Odd})
		break
	}
	if j.visit.Found == 0 && len(p.First.Links) == 0 && len(j.missing) == 0 {
		j.missing = append(j.missing, "nothing on the page is what this kind knows for a post")
		j.trouble(voc.TroubleLayout)
	}
	return nil
}

// show writes down what a page held, completed as a visit would.
func (j *job) show(page *PagePreview, b batch) {
	page.Posts = make([]voc.Post, 0, len(b.posts))
	for _, post := range b.posts {
		page.Posts = append(page.Posts, j.stamp(post, j.c.o.Now()))
	}
	j.visit.Found += len(b.posts)
	j.visit.Fresh += len(b.posts)
	page.Links = linksOf(b.links)
	page.Next, page.Claimed = b.next, b.claimed
	page.Missing, page.Odd = append([]string{}, b.missing...), append([]string{}, b.odd...)
	j.lack(b)
	for _, odd := range b.odd {
		j.odd.add(odd)
	}
}

func linksOf(links []plain.Link) []string {
	list := []string{}
	for _, l := range links {
		if l.URL != "" {
			list = append(list, l.URL)
		}
	}
	return list
}
