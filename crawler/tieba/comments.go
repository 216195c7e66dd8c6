package tieba

import (
	"fmt"
	"regexp"

	"github.com/PuerkitoBio/goquery"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// comments reads a page of comments on one floor.
func (r *Reader) comments(page *plain.Page, doc *goquery.Document) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	query := page.URL.Query()
	sheet.Posts, sheet.Odd = r.shown(page, doc.Selection, query.Get("tid"), query.Get("pid"))
	last := doc.Find(".lzl_li_pager").First()
	if len(sheet.Posts) == 0 && last.Length() == 0 && len(page.Text) > 0 && doc.Find(".lzl_single_post").Length() == 0 && doc.Find("title").Length() > 0 {
		return sheet, fmt.Errorf("no comments on it: %w", plain.ErrLayout)
	}
	pages, _ := fieldOf(last).Int("total_page")
	here, _, ok := plain.Count(query.Get("pn"))
	if !ok {
		here = 1
	}
	if here < pages && here < 100 && len(sheet.Posts) > 0 {
		sheet.Next = plain.Advance(page.URL, "pn", 1, 1)
	}
	return sheet, nil
}

// The attribute of a comment is JSON on a page of comments; on a page of floors that went through a
// browser it has single quotes.
var (
	spid       = regexp.MustCompile(`['"]spid['"]\s*:\s*['"]?(\d+)`)
	portraitOf = regexp.MustCompile(`['"]portrait['"]\s*:\s*['"]([\w.:~-]+)`)
)

// shown reads the comments inside s, which belong to one floor.
func (r *Reader) shown(page *plain.Page, s *goquery.Selection, tid, pid string) (posts []voc.Post, odd []string) {
	seen := map[string]bool{}
	s.Find(".lzl_single_post").Each(func(_ int, s *goquery.Selection) {
		field := s.AttrOr("data-field", "")
		m := spid.FindStringSubmatch(field)
		if m == nil || seen[m[1]] {
			return
		}
		seen[m[1]] = true
		markup, _ := s.Find(".lzl_content_main").First().Html()
		post := voc.Post{
			ExternalID: m[1], RootID: tid, ParentID: pid, Kind: voc.PostComment, Text: plain.Text(markup), Engagement: voc.NoEngagement(),
			URL:    r.base + "/p/" + tid + "?pid=" + pid + "&cid=" + m[1] + "#" + m[1],
			Author: voc.Author{Followers: voc.Unknown, Name: plain.Clean(s.Find(".lzl_cnt > a.at").First().Text())},
		}
		if m := portraitOf.FindStringSubmatch(field); m != nil {
			post.Author.Hash = portrait(m[1], "")
		}
		when := plain.Clean(s.Find(".lzl_time").First().Text())
		var ok bool
		if post.PublishedAt, post.Precision, ok = page.Time(when); !ok && when != "" {
			odd = append(odd, fmt.Sprintf("time %.40q", when))
		}
		posts = append(posts, post)
	})
	return posts, odd
}
