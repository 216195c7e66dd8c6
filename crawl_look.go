package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// dryRun fetches the first page of a source and shows what would become of it. It needs neither the
// database nor the dictionaries, and keeps nothing.
func (c *crawlCmd) dryRun(w *world, g *grammar, config *configs.Config) error {
	options := config.Crawler
	options.Log, options.Now = w.logger(g), w.now
	fetcher, err := crawler.New(options)
	if err != nil {
		return err
	}
	defer fetcher.Close()
	at := slices.IndexFunc(config.Sources, func(s configs.Source) bool { return string(s.Source.ID) == c.Source })
	source := config.Sources[at]
	seen, err := fetcher.Preview(w.signal, source)
	masker, maskErr := passingMasker()
	if maskErr != nil {
		return maskErr
	}
	for _, page := range []*crawler.PagePreview{&seen.First, &seen.Behind} {
		for i := range page.Posts {
			masker.Post(&page.Posts[i]) // as it would be stored
		}
	}
	if g.JSON {
		if perr := printJSON(w.stdout, seen); perr != nil {
			return perr
		}
		return err
	}
	show := &look{out: w.stdout, zone: config.Location}
	show.all(source, seen)
	return err
}

// look prints a preview for somebody who sets a source up.
type look struct {
	out  io.Writer
	zone *time.Location
}

// lookPosts is how many posts are shown in full: a screen or two.
const lookPosts = 5

func (l *look) all(source configs.Source, p crawler.Preview) {
	fmt.Fprintf(l.out, "%s（%s）试抓：%d 次请求，%d 条帖子，没有存入任何内容。\n", source.ID, source.Kind, p.Visit.Requests, p.Visit.Found)
	l.page("首页", p.First)
	if p.Behind.Address != "" {
		l.page("第一个链接后面的页", p.Behind)
	}
	if posts := slices.Concat(p.First.Posts, p.Behind.Posts); len(posts) > 0 {
		l.filled(posts)
	}
	if !p.Visit.NextAt.IsZero() {
		fmt.Fprintf(l.out, "\n网站希望 %s 之后再来。\n", l.when(p.Visit.NextAt))
	}
	if p.Visit.Trouble == voc.TroubleNone {
		return
	}
	fmt.Fprintf(l.out, "\n没有取到：%s\n", p.Visit.Missing)
	if remedy := remedyOf(p.Visit); remedy != "" {
		fmt.Fprintf(l.out, "怎么办：%s\n", remedy)
	}
}

func (l *look) page(title string, p crawler.PagePreview) {
	fmt.Fprintf(l.out, "\n%s %s\n", title, p.Address)
	if p.Error != "" {
		fmt.Fprintf(l.out, "  读不了：%s\n", p.Error)
		return
	}
	for i, post := range p.Posts[:min(len(p.Posts), lookPosts)] {
		fmt.Fprintf(l.out, "  第 %d 条\n", i+1)
		var none []string
		for _, f := range l.fields(&post) {
			if f.value == "" {
				none = append(none, f.name)
				continue
			}
			fmt.Fprintf(l.out, "    %s %s\n", padded(f.name, 8), f.value)
		}
		fmt.Fprintf(l.out, "    没有     %s\n", strings.Join(none, "、"))
	}
	if more := len(p.Posts) - lookPosts; more > 0 {
		fmt.Fprintf(l.out, "  还有 %d 条，--json 显示全部\n", more)
	}
	l.onward(p)
}

// onward tells where a visit would go from a page, and what of it was not understood.
func (l *look) onward(p crawler.PagePreview) {
	if n := len(p.Links); n > 0 {
		fmt.Fprintf(l.out, "  会跟进的链接 %d 个，例如 %s\n", n, strings.Join(p.Links[:min(n, 3)], "  "))
	}
	next := p.Next
	if next == "" {
		next = "没有"
	}
	fmt.Fprintf(l.out, "  下一页   %s\n", next)
	if p.Claimed >= 0 {
		fmt.Fprintf(l.out, "  网站自称 %d 条\n", p.Claimed)
	}
	for _, odd := range p.Odd {
		fmt.Fprintf(l.out, "  没读懂   %s\n", odd)
	}
	for _, missing := range p.Missing {
		fmt.Fprintf(l.out, "  缺少     %s\n", missing)
	}
}

// filled tells how often each field has a value: a selector that never matches shows here.
func (l *look) filled(posts []voc.Post) {
	var names []string
	count := map[string]int{}
	for i := range posts {
		for _, f := range l.fields(&posts[i]) {
			if i == 0 {
				names = append(names, f.name)
			}
			if f.value != "" {
				count[f.name]++
			}
		}
	}
	var some, never []string
	for _, name := range names {
		if count[name] == 0 {
			never = append(never, name)
			continue
		}
		some = append(some, fmt.Sprintf("%s %d/%d", name, count[name], len(posts)))
	}
	fmt.Fprintf(l.out, "\n有值的字段：%s\n", strings.Join(some, "，"))
	fmt.Fprintf(l.out, "从来没有值：%s\n", strings.Join(never, "、"))
}

// field is one fact of a post; an empty value was not on the page.
type field struct{ name, value string }

var precisionWords = map[voc.Precision]string{
	voc.PrecisionSecond: "精确到秒", voc.PrecisionMinute: "精确到分", voc.PrecisionDay: "精确到日",
}

func (l *look) fields(p *voc.Post) []field {
	published := ""
	if p.Precision != voc.PrecisionNone {
		published = fmt.Sprintf("%s（%s）", l.when(p.PublishedAt), precisionWords[p.Precision])
	}
	rating := ""
	if p.Rating > 0 {
		rating = strconv.FormatFloat(p.Rating, 'g', 3, 64)
		if p.RatingRaw != "" {
			rating += "（原文 " + p.RatingRaw + "）"
		}
	}
	count := func(n int64) string {
		if n == voc.Unknown {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	e := p.Engagement
	return []field{
		{"编号", p.ExternalID}, {"类型", string(p.Kind)}, {"标题", oneLine(p.Title, 80)}, {"正文", oneLine(p.Text, 160)},
		{"作者", p.Author.Name}, {"时间", published}, {"修改", l.when(p.EditedAt)}, {"评分", rating},
		{"赞", count(e.Likes)}, {"回复", count(e.Replies)}, {"转发", count(e.Shares)}, {"浏览", count(e.Views)},
		{"地址", p.URL}, {"所答", p.ParentID}, {"主题", p.RootID}, {"地区", p.Region}, {"语言", p.Language},
		{"门店", p.StoreName}, {"产品", p.Product}, {"版本", p.Version}, {"品牌", string(p.Brand)}, {"搜索词", p.Keyword},
	}
}

func (l *look) when(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(l.zone).Format("2006-01-02 15:04:05")
}

// padded fills a name up to a width in columns; a Chinese sign takes two.
func padded(name string, width int) string {
	taken := 0
	for _, r := range name {
		taken++
		if r > 0x2E80 {
			taken++
		}
	}
	return name + strings.Repeat(" ", max(0, width-taken))
}
