package douban

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/plain/plaintest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The captured pages are cut at every comment by pattern, which is how the test decodes them: in
// another way than the package does.
var (
	startOfItem = regexp.MustCompile(`<(?:li|div) class="comment-item\s*" data-cid="(\d+)"`)
	votesInItem = regexp.MustCompile(`class="(?:votes )?vote-count">(\d+)<|<span class="digg">\s*<span>(\d+)<`)
	timeInItem  = regexp.MustCompile(`(\d{4})[-年](\d{1,2})[-月](\d{1,2})(?:日)?(?: (\d\d:\d\d:\d\d))?`)
	starInItem  = regexp.MustCompile(`allstar(\d)0`)
	shortInItem = regexp.MustCompile(`(?s)<span class="short">(.*?)</span>`)
	wholeInItem = regexp.MustCompile(`(?s)<span class="(?:hide-item )?full">(.*?)</span>`)
	whoInItem   = regexp.MustCompile(`/people/([^/"]+)/`)
)

func captured(t *testing.T, name string) string {
	t.Helper()
	shared := os.Getenv("TINGFENG_SHARED")
	if shared == "" {
		t.Skip("TINGFENG_SHARED is not set: the captured pages of Douban were NOT read")
	}
	b, err := os.ReadFile(filepath.Join(shared, "data/fixtures/douban", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRealPages(t *testing.T) {
	f := func(name, address string, comments, claimed int) {
		t.Helper()
		text := captured(t, name)
		s, err := reader(t, Options{ID: "1"}).Parse(plaintest.Page(t, address, text))
		if err != nil || s.Claimed != claimed || len(s.Odd) != 0 {
			t.Fatalf("%s: %v, claims %d, want %d; odd %v", name, err, s.Claimed, claimed, s.Odd)
		}
		starts := startOfItem.FindAllStringSubmatchIndex(text, -1)
		seen := map[string]bool{}
		for i, m := range starts {
			end := len(text)
			if i+1 < len(starts) {
				end = starts[i+1][0]
			}
			id, item := text[m[2]:m[3]], text[m[0]:end]
			if seen[id] {
				continue
			}
			seen[id] = true
			at := slices.IndexFunc(s.Posts, func(p voc.Post) bool { return p.ExternalID == id })
			if at < 0 {
				t.Errorf("%s: comment %s is lost", name, id)
				continue
			}
			same(t, name, s.Posts[at], item)
		}
		if len(seen) != comments || len(s.Posts) != comments {
			t.Errorf("%s: %d comments on the page, %d read, want %d", name, len(seen), len(s.Posts), comments)
		}
	}
	f("movie_subject_26895436.html", "https://movie.douban.com/subject/26895436/", 5, 2403)
	f("movie_subject_3541415.html", "https://movie.douban.com/subject/3541415/", 5, 388838)
	f("movie_subject_35597581.html", "https://movie.douban.com/subject/35597581/", 5, 8640)
	f("book_subject_1089243.html", "https://book.douban.com/subject/1089243/", 10, 29508)
	f("game_10734307.html", "https://www.douban.com/game/10734307/", 5, 3043)
	f("drama_24849279.html", "https://www.douban.com/location/drama/24849279/", 5, 136)
	f("book_subject_35902899.html", "https://book.douban.com/subject/35902899/", 0, -1)
	f("music_subject_33551231.html", "https://music.douban.com/subject/33551231/", 0, -1)
}

// same compares what was read of a comment with what its markup says.
func same(t *testing.T, name string, p voc.Post, item string) {
	t.Helper()
	votes := votesInItem.FindStringSubmatch(item)
	if want, _, _ := plain.Count(votes[1] + votes[2]); p.Engagement.Likes != want {
		t.Errorf("%s %s: %d likes, want %d", name, p.ExternalID, p.Engagement.Likes, want)
	}
	m := timeInItem.FindStringSubmatch(item[strings.Index(item, "</a>"):])
	layout, value := "2006-1-2", m[1]+"-"+m[2]+"-"+m[3]
	if m[4] != "" {
		layout, value = "2006-1-2 15:04:05", value+" "+m[4]
	}
	if want, err := time.ParseInLocation(layout, value, shanghai); err != nil || !p.PublishedAt.Equal(want) || (m[4] == "") != (p.Precision == voc.PrecisionDay) {
		t.Errorf("%s %s: written %s (%s), want %s", name, p.ExternalID, p.PublishedAt, p.Precision, value)
	}
	want := 0.0
	if m := starInItem.FindStringSubmatch(item); m != nil {
		want = float64(m[1][0] - '0')
	}
	if p.Rating != want {
		t.Errorf("%s %s: rated %g, want %g", name, p.ExternalID, p.Rating, want)
	}
	text := plain.Text(shortInItem.FindStringSubmatch(item)[1])
	if whole := wholeInItem.FindStringSubmatch(item); whole != nil {
		text = plain.Text(whole[1])
	}
	if p.Text != text || text == "" {
		t.Errorf("%s %s: reads %q, want %q", name, p.ExternalID, p.Text, text)
	}
	if who := whoInItem.FindStringSubmatch(item)[1]; p.Author.Hash != who || p.Author.Name == "" || p.Product == "" {
		t.Errorf("%s %s: author %+v of %s, product %q", name, p.ExternalID, p.Author, who, p.Product)
	}
}
