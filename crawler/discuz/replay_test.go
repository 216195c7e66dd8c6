package discuz_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPlayed(t *testing.T) { replay.Suite(t, script(20, "threads of one page")) }

// With two floors to a page the full pages are read once.
func TestPlayedInManyPages(t *testing.T) {
	s := script(2, "threads of many pages")
	s.Unedited = true
	replay.Suite(t, s)
}

func script(perPage int, name string) replay.Script {
	return replay.Script{
		Name: "discuz, " + name, Threads: true,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.Discuz.Forum, src.Discuz.PerPage = voc.KindDiscuz, base, 4, perPage
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/api/mobile/index.php" {
				return ""
			}
			q := r.URL.Query()
			n, _ := strconv.Atoi(q.Get("page"))
			if q.Get("module") == "forumdisplay" {
				return list(site, n)
			}
			ppp, _ := strconv.Atoi(q.Get("ppp"))
			return floors(site, q.Get("tid"), n, ppp)
		},
		Parent: func(p replay.Post) string { return p.Root },
		Claims: func(site *replay.Site) int { return len(site.Posts()) },
	}
}

// tell writes an answer of the interface. Every number is a text in it.
func tell(variables map[string]any) string {
	b, _ := json.Marshal(map[string]any{"Version": "4", "Charset": "GBK", "Variables": variables})
	return string(b)
}

func list(site *replay.Site, n int) string {
	topics, _ := site.TopicPage(n, 3)
	rows := []any{}
	for _, p := range topics {
		rows = append(rows, map[string]any{
			"tid": p.ID, "subject": p.Title, "author": p.Author, "authorid": "7", "replies": strconv.FormatInt(p.Replies, 10), "views": "90", "displayorder": "0",
			"dblastpost": strconv.FormatInt(site.Bumped(p.ID).Unix(), 10),
		})
	}
	return tell(map[string]any{"forum": map[string]any{"fid": "4", "posts": strconv.Itoa(len(site.Posts()))}, "forum_threadlist": rows, "tpp": "3", "page": strconv.Itoa(n)})
}

func floors(site *replay.Site, tid string, n, ppp int) string {
	topic, ok := site.Post(tid)
	if !ok {
		return ""
	}
	posts, _ := replay.Slice(append([]replay.Post{topic}, site.Replies(tid)...), n, ppp)
	rows := []any{}
	for i, p := range posts {
		first, message := "0", p.Text
		if p.Root == "" {
			first = "1"
		}
		if !p.Edited.IsZero() {
			message = `<i class="pstatus"> 本帖最后由 ` + p.Author + ` 于 2026-3-2 10:00 编辑 </i><br />` + message
		}
		rows = append(rows, map[string]any{
			"pid": p.ID, "tid": tid, "first": first, "author": p.Author, "authorid": "7", "message": message, "dateline": "半小时前",
			"dbdateline": strconv.FormatInt(p.At.Unix(), 10), "number": strconv.Itoa((n-1)*ppp + i + 1), "anonymous": "0", "support": strconv.FormatInt(p.Likes, 10),
		})
	}
	thread := map[string]any{"tid": tid, "subject": topic.Title, "replies": strconv.FormatInt(topic.Replies, 10), "views": "90", "recommend_add": strconv.FormatInt(topic.Likes, 10)}
	return tell(map[string]any{"thread": thread, "postlist": rows, "ppp": strconv.Itoa(ppp)})
}
