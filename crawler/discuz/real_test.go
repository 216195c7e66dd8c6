package discuz

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
)

// payload reads a captured answer, once as a page and once as it stands.
func payload(t *testing.T, name string) (text string, variables map[string]any) {
	t.Helper()
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		t.Skip("TINGFENG_SHARED is not set: the captured answers of real forums were NOT read")
	}
	b, err := os.ReadFile(filepath.Join(shared, "data/fixtures/discuz_mobile_api", name))
	if err != nil {
		t.Fatal(err)
	}
	var document struct{ Variables map[string]any }
	if err := json.Unmarshal(b, &document); err != nil {
		t.Fatal(err)
	}
	return string(b), document.Variables
}

func TestRealLists(t *testing.T) {
	for name, key := range map[string]string{"ThreadList.json": "forum_threadlist", "forumdisplay_gbk_site.json": "forum_threadlist", "HotPost.json": "data"} {
		text, v := payload(t, name)
		rows := v[key].([]any)
		r := reader(t, Options{Forum: 4})
		s, err := r.Parse(plaintest.Page(t, r.Start(), text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		at := 0
		for _, row := range rows {
			row := row.(map[string]any)
			replies, _ := strconv.Atoi(row["replies"].(string))
			pages := min(replies/20+1, 20)
			for _, l := range s.Links[at : at+pages] {
				if !strings.HasPrefix(l.Key, row["tid"].(string)+" ") || !strings.Contains(l.URL, "tid="+row["tid"].(string)+"&") {
					t.Errorf("%s: %v of thread %v", name, l, row["tid"])
				}
			}
			if last := s.Links[at+pages-1].Key; !strings.Contains(last, " r"+row["replies"].(string)+" "+row["dblastpost"].(string)) {
				t.Errorf("%s: the last page's key is %q", name, last)
			}
			at += pages
		}
		if at != len(s.Links) {
			t.Errorf("%s: %d links, want %d", name, len(s.Links), at)
		}
		if f, ok := v["forum"].(map[string]any); ok && strconv.Itoa(s.Claimed) != f["posts"] {
			t.Errorf("%s: claimed %d of %v", name, s.Claimed, f["posts"])
		}
	}
}

func TestRealThread(t *testing.T) {
	text, v := payload(t, "ThreadInfo.json")
	rows, thread := v["postlist"].([]any), v["thread"].(map[string]any)
	r := reader(t, Options{Forum: 6})
	s, err := r.Parse(plaintest.Page(t, r.page("1249293", 1), text))
	if err != nil || len(s.Posts) != len(rows) || len(s.Odd) != 0 {
		t.Fatalf("%d posts of %d, odd %v, %v", len(s.Posts), len(rows), s.Odd, err)
	}
	for i, row := range rows {
		row, p := row.(map[string]any), s.Posts[i]
		seconds, _ := strconv.ParseInt(row["dbdateline"].(string), 10, 64)
		if p.ExternalID != row["pid"] || p.RootID != row["tid"] || p.Author.Hash != row["authorid"] || p.Author.Name != row["author"] || !p.PublishedAt.Equal(time.Unix(seconds, 0)) {
			t.Errorf("floor %v is %+v", row["number"], p)
		}
		if row["first"] == "1" {
			if p.Title != thread["subject"] || strconv.FormatInt(p.Engagement.Views, 10) != thread["views"] || strconv.FormatInt(p.Engagement.Replies, 10) != thread["replies"] {
				t.Errorf("opening post %+v", p)
			}
			if p.EditedAt.IsZero() != !strings.Contains(row["message"].(string), "编辑") {
				t.Errorf("edited %s", p.EditedAt)
			}
		} else if p.Text != row["message"] || p.ParentID == "" {
			t.Errorf("floor %v reads %q, want %q", row["number"], p.Text, row["message"])
		}
	}
}
