package importer

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// fact is what a payload says of a post, taken out of it by other means than the importer's: typed
// structs, one for each interface.
type fact struct {
	id, parent, author, region string
	text                       string // a part of it that has no markup
	at                         time.Time
	likes                      int64
}

// decoded unmarshals a payload into a typed struct.
func decoded[T any](t *testing.T, path string) T {
	t.Helper()
	var v T
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

type biliReply struct {
	RpidStr   string `json:"rpid_str"`
	ParentStr string `json:"parent_str"`
	Oid       int64
	Ctime     int64
	Like      int64
	Member    struct{ Mid string }
	Content   struct{ Message string }
	Replies   []biliReply
}

func (r *biliReply) facts(all []fact) []fact {
	parent := r.ParentStr
	if parent == "0" {
		parent = fmt.Sprint(r.Oid)
	}
	all = append(all, fact{id: r.RpidStr, parent: parent, author: r.Member.Mid, text: r.Content.Message, at: time.Unix(r.Ctime, 0), likes: r.Like})
	for i := range r.Replies {
		all = r.Replies[i].facts(all)
	}
	return all
}

type xhsComment struct {
	ID, Content string
	NoteID      string `json:"note_id"`
	CreateTime  int64  `json:"create_time"`
	LikeCount   string `json:"like_count"`
	Region      string `json:"ip_location"`
	User        struct {
		ID string `json:"user_id"`
	} `json:"user_info"`
	Target struct{ ID string } `json:"target_comment"`
	Sub    []xhsComment        `json:"sub_comments"`
}

func (c *xhsComment) facts(all []fact) []fact {
	var likes int64
	_, _ = fmt.Sscan(c.LikeCount, &likes)
	parent := c.NoteID
	if c.Target.ID != "" {
		parent = c.Target.ID
	}
	all = append(all, fact{c.ID, parent, c.User.ID, c.Region, c.Content, time.UnixMilli(c.CreateTime), likes})
	for i := range c.Sub {
		all = c.Sub[i].facts(all)
	}
	return all
}

type oldXHS struct {
	ID, Content, Time string
	Likes             int64
	User              struct{ ID string }
	Target            struct{ ID string } `json:"target_comment"`
	Sub               []oldXHS            `json:"sub_comments"`
}

func (c *oldXHS) facts(note string, all []fact) []fact {
	at, _ := time.ParseInLocation("2006-01-02 15:04", c.Time, time.FixedZone("", 8*3600))
	parent := note
	if c.Target.ID != "" {
		parent = c.Target.ID
	}
	all = append(all, fact{id: c.ID, parent: parent, author: c.User.ID, text: c.Content, at: at, likes: c.Likes})
	for i := range c.Sub {
		all = c.Sub[i].facts(note, all)
	}
	return all
}

// TestRealAnswers compares what came of real payloads with what is in them.
func TestRealAnswers(t *testing.T) {
	dir := filepath.Join(shared(t), "fixtures")
	want := map[string][]fact{}
	for _, path := range glob(t, dir, "bilibili/*.json") {
		page := decoded[struct {
			Data struct {
				Replies, TopReplies, Hots []biliReply
			}
		}](t, path)
		for i := range page.Data.Replies {
			want[path] = page.Data.Replies[i].facts(want[path])
		}
	}
	for _, path := range append(glob(t, dir, "xiaohongshu/comment*.json"), glob(t, dir, "xiaohongshu/sub_comment*.json")...) {
		page := decoded[struct {
			Data struct{ Comments []xhsComment }
		}](t, path)
		for i := range page.Data.Comments {
			want[path] = page.Data.Comments[i].facts(want[path])
		}
	}
	for _, path := range glob(t, dir, "xiaohongshu/wx_comments*.json") {
		page := decoded[struct {
			Data struct {
				Comments []oldXHS
				Note     struct{ ID string } `json:"target_note"`
			}
		}](t, path)
		for i := range page.Data.Comments {
			want[path] = page.Data.Comments[i].facts(page.Data.Note.ID, want[path])
		}
	}
	all := 0
	for path, facts := range want {
		_, posts, rejects := importFile(t, path)
		compareFacts(t, path, posts, facts)
		if len(rejects) > 0 {
			t.Errorf("%s: rejects %+v", path, rejects)
		}
		all += len(facts)
	}
	if all < 100 {
		t.Errorf("only %d posts compared", all)
	}
	t.Logf("%d files, %d posts", len(want), all)
}

func glob(t *testing.T, dir, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	return files
}

func compareFacts(t *testing.T, path string, posts []voc.Post, facts []fact) {
	t.Helper()
	byID := map[string]voc.Post{}
	for _, p := range posts {
		byID[p.ExternalID] = p
	}
	if len(byID) != len(facts) {
		t.Errorf("%s: %d posts, the payload has %d", path, len(byID), len(facts))
	}
	for _, f := range facts {
		p, ok := byID[f.id]
		first, _, _ := strings.Cut(strings.TrimSpace(f.text), "\n")
		if !ok || p.ParentID != f.parent || p.Author.Hash != f.author || !p.PublishedAt.Equal(f.at) || p.Engagement.Likes != f.likes || p.Region != f.region || !strings.HasPrefix(inked(p.Text), inked(first)) {
			t.Errorf("%s: post %s is %+v, the payload says %+v", path, f.id, p, f)
		}
	}
}

// inked leaves out blanks, and the brackets sites put around topics.
func inked(s string) string {
	return strings.NewReplacer(" ", "", "\t", "", "\u00a0", "", "\u3000", "", "[话题]", "", "\u200b", "", "\ufe0f", "", "\u200d", "").Replace(s)
}

// TestRealWeiboCards: each card and what it repeats is a post, with the numbers of the card; the
// year of "06-14" is the one in which the site gave the id.
func TestRealWeiboCards(t *testing.T) {
	dir := filepath.Join(shared(t), "fixtures")
	type status struct {
		ID        string
		Bid       string
		Reposts   json.RawMessage `json:"reposts_count"`
		Likes     json.RawMessage `json:"attitudes_count"`
		Replies   json.RawMessage `json:"comments_count"`
		CreatedAt string          `json:"created_at"`
		User      struct{ ID int64 }
		Original  *struct {
			ID   string
			User struct{ ID int64 }
		} `json:"retweeted_status"`
	}
	for _, path := range glob(t, dir, "weibo_m/getIndex_cards*.json") {
		page := decoded[struct {
			Data struct{ Cards []struct{ Mblog *status } }
		}](t, path)
		_, posts, _ := importFile(t, path)
		byID := map[string]voc.Post{}
		for _, p := range posts {
			byID[p.ExternalID] = p
		}
		seen := 0
		for _, card := range page.Data.Cards {
			m := card.Mblog
			if m == nil {
				continue
			}
			seen++
			p, ok := byID[m.ID]
			rough := strings.Contains(string(m.Reposts)+string(m.Likes)+string(m.Replies), "万")
			if !ok || !rough && fmt.Sprint(p.Engagement.Likes, p.Engagement.Replies, p.Engagement.Shares) != fmt.Sprintf("%s %s %s", m.Likes, m.Replies, m.Reposts) || p.Author.Hash != fmt.Sprint(m.User.ID) || p.PublishedAt.Year() != 2019 ||
				rough != p.Engagement.Approx || len(m.CreatedAt) == 5 && p.PublishedAt.In(time.FixedZone("", 8*3600)).Format("01-02") != m.CreatedAt {
				t.Errorf("%s: %s is %+v, the card says %+v", path, m.ID, p, m)
			}
			if m.Original == nil {
				continue
			}
			seen++
			if again := byID[m.Original.ID]; p.ParentID != m.Original.ID || again.Author.Hash != fmt.Sprint(m.Original.User.ID) || !strings.Contains(p.Text, "//@") {
				t.Errorf("%s: %s repeats %s, which is %+v", path, m.ID, m.Original.ID, again)
			}
		}
		if seen != len(posts) || seen < 5 {
			t.Errorf("%s: %d posts, the cards have %d", path, len(posts), seen)
		}
	}
}

// TestRealListsOfOthers: the shapes that are found in every file of a folder, and how many posts.
func TestRealListsOfOthers(t *testing.T) {
	dir := filepath.Join(shared(t), "fixtures")
	for pattern, want := range map[string]struct{ format, id string }{
		"reddit/*.json": {"reddit", `"name": *"t[13]_`}, "askbot/*.json": {"askbot", ""}, "zhihu/*-*.json": {"zhihu", ""}, "weibo_open_api/*.json": {"weibo-m", ""},
	} {
		var formats []string
		for _, path := range glob(t, dir, pattern) {
			if strings.Contains(path, "topic") {
				continue // about things, not by people
			}
			result, posts, rejects := importFile(t, path)
			formats = append(formats, result.Format)
			if result.Format != want.format || len(posts) == 0 || len(rejects) > 0 {
				t.Errorf("%s: %s, %d posts, rejects %+v", path, result.Format, len(posts), rejects)
			}
			for _, p := range posts {
				if p.Body() == "" || p.Kind == voc.PostComment && p.ParentID == p.ExternalID || strings.Contains(p.Text, "</p>") {
					t.Errorf("%s: %+v", path, p)
				}
			}
		}
		sort.Strings(formats)
		t.Logf("%s: %d files", pattern, len(formats))
	}
}
