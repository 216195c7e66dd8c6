package tieba_test

import (
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var shanghai = time.FixedZone("CST", 8*3600)

func TestPlayed(t *testing.T) { replay.Suite(t, script(30, "threads of one page")) }

func TestPlayedInManyPages(t *testing.T) { replay.Suite(t, script(2, "threads of many pages")) }

func script(perPage int, name string) replay.Script {
	return replay.Script{
		Name: "tieba, " + name, Type: "text/html; charset=utf-8", Threads: true, Unliked: true, Unedited: true, // nobody can edit on Tieba
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.Tieba.Forum = voc.KindTieba, base, "奶茶"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			pn, _ := strconv.Atoi(r.URL.Query().Get("pn"))
			switch path := r.URL.Path; {
			case path == "/f" && r.URL.Query().Get("kw") == "奶茶":
				return list(site, pn/50+1)
			case path == "/p/comment":
				return comments(site, r.URL.Query().Get("tid"), max(pn, 1))
			case strings.HasPrefix(path, "/p/"):
				return floors(site, strings.TrimPrefix(path, "/p/"), max(pn, 1), perPage)
			}
			return ""
		},
		Parent: func(p replay.Post) string { return p.Root },
		Claims: func(site *replay.Site) int { return len(site.Posts()) },
	}
}

func list(site *replay.Site, n int) string {
	topics, more := site.TopicPage(n, 3)
	var b strings.Builder
	b.WriteString(`<title>奶茶吧-百度贴吧</title><code id="pagelet_html_frs-list/pagelet/thread_list"> <!--<ul id="thread_list">`)
	for _, p := range topics {
		fmt.Fprintf(&b, `<li class=" j_thread_list clearfix" data-field='%s'></li>`, html.EscapeString(fmt.Sprintf(`{"id":%s,"reply_num":%d}`, p.ID, p.Replies)))
	}
	b.WriteString(`</ul><div id="frs_list_pager">`)
	if more {
		b.WriteString(`<a class="next pagination-item" href="//tieba.baidu.com/f?pn=50">下一页</a>`)
	}
	fmt.Fprintf(&b, `</div><div class="th_footer_l">共有主题数<span class="red_text">9</span>个，贴子数<span class="red_text">%d</span>篇</div>--></code>`, len(site.Posts()))
	return b.String()
}

// split tells the floors of a thread from the comments on its first floor: every third reply is one.
func split(site *replay.Site, tid string) (floors, comments []replay.Post) {
	topic, ok := site.Post(tid)
	if !ok {
		return nil, nil
	}
	floors = append(floors, topic)
	for i, p := range site.Replies(tid) {
		if i%3 == 1 {
			comments = append(comments, p)
		} else {
			floors = append(floors, p)
		}
	}
	return floors, comments
}

func floors(site *replay.Site, tid string, n, perPage int) string {
	all, comments := split(site, tid)
	if all == nil {
		return ""
	}
	posts, _ := replay.Slice(all, n, perPage)
	var b strings.Builder
	fmt.Fprintf(&b, `<title>%s</title><script>PageData.pager = {"cur_page":%d,"total_page":%d,"page_size":30};</script><h3 class="core_title_txt" title="%s"></h3>
<li class="l_reply_num"><span class="red">%d</span>回复贴</li>`, all[0].Title, n, (len(all)+perPage-1)/perPage, all[0].Title, all[0].Replies)
	for i, p := range posts {
		number, said := (n-1)*perPage+i+1, 0
		if number == 1 {
			said = len(comments)
		}
		field := fmt.Sprintf(`{"author":{"user_id":7,"portrait":"tb.1.x"},"content":{"post_id":%s,"thread_id":%s,"post_no":%d,"comment_num":%d,"content":%q}}`, p.ID, tid, number, said, p.Text)
		fmt.Fprintf(&b, `<div class="l_post" data-field="%s"><span class="tail-info">%d楼</span><span class="tail-info">%s</span></div>`,
			html.EscapeString(field), number, p.At.In(shanghai).Format("2006-01-02 15:04"))
	}
	return b.String()
}

func comments(site *replay.Site, tid string, n int) string {
	_, all := split(site, tid)
	posts, _ := replay.Slice(all, n, 10)
	var b strings.Builder
	for _, p := range posts {
		fmt.Fprintf(&b, `<li class="lzl_single_post" data-field='%s'><div class="lzl_cnt"><a class="at">%s</a><span class="lzl_content_main">%s</span><span class="lzl_time">%s</span></div></li>`,
			html.EscapeString(`{"spid":`+p.ID+`}`), p.Author, p.Text, p.At.In(shanghai).Format("2006-1-2 15:04"))
	}
	fmt.Fprintf(&b, `<li class="lzl_li_pager" data-field='%s'></li>`, html.EscapeString(fmt.Sprintf(`{"total_num":%d,"total_page":%d}`, len(all), (len(all)+9)/10)))
	return b.String()
}
