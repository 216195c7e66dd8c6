package html

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const linkedPage = `<html><head><title>云雾毛尖</title>
<script type="application/ld+json">
{"@context":"https://schema.org","@graph":[
 {"@type":"WebSite","name":"茶铺"},
 {"@type":"Product","name":"云雾毛尖 250g","review":[
  {"@type":"Review","@id":"#r1","author":{"@type":"Person","name":"半山"},"datePublished":"2026-02-20T10:00:00+08:00",
   "reviewBody":"香气淡，
冲三泡就没味了","reviewRating":{"@type":"Rating","ratingValue":"4","bestRating":"10"},"upvoteCount":7},
  {"@type":["Review"],"author":"老周","datePublished":"2026-02-19","name":"包装破了","description":"盒子压扁 &amp; 漏了","reviewRating":{"ratingValue":1},
   "interactionStatistic":[{"interactionType":"https://schema.org/LikeAction","userInteractionCount":12},{"interactionType":{"@type":"CommentAction"},"userInteractionCount":"3"}],
   "comment":{"@type":"Comment","@id":"c9","text":"已补发，请查收","author":{"name":"茶铺客服"}}}]}]}
</script>
<script type="application/ld+json">{broken</script>
<script type="application/ld+json">[{"@type":"http://schema.org/Comment","identifier":77,"text":"单独的一句","dateCreated":"2026-02-21","url":"/x","locationCreated":{"name":"浙江杭州"}},
{"@type":"Comment","text":"另一句","url":"/x"},{"@type":"Comment"}]</script></head></html>`

func TestLinkedData(t *testing.T) {
	r, err := New(Options{JSONLD: []string{"Review", "Comment"}})
	if err != nil {
		t.Fatal(err)
	}
	result, err := r.Parse(sitemapPage(t, linkedPage))
	if err != nil || len(result.Posts) != 5 || len(result.Odd) != 1 {
		t.Fatalf("%d posts, %v, odd %v", len(result.Posts), err, result.Odd)
	}
	first, second, answer, alone, other := result.Posts[0], result.Posts[1], result.Posts[2], result.Posts[3], result.Posts[4]
	if first.ExternalID != "https://example.org/sitemap.xml#r1" || first.Rating != 2 || first.Product != "云雾毛尖 250g" || first.Author.Name != "半山" || first.Engagement.Likes != 7 ||
		first.Text != "香气淡， 冲三泡就没味了" || !first.PublishedAt.Equal(time.Date(2026, 2, 20, 2, 0, 0, 0, time.UTC)) || first.Kind != voc.PostReview {
		t.Errorf("%+v", first)
	}
	if second.Title != "包装破了" || second.Text != "盒子压扁 & 漏了" || second.Engagement.Likes != 12 || second.Engagement.Replies != 3 || second.Author.Name != "老周" || second.Rating != 1 {
		t.Errorf("%+v", second)
	}
	if answer.ExternalID != "c9" || answer.ParentID != second.ExternalID || answer.RootID != second.ExternalID || answer.Author.Name != "茶铺客服" {
		t.Errorf("%+v", answer)
	}
	if alone.ExternalID != "77" || alone.Region != "浙江" || alone.ParentID != "" {
		t.Errorf("%+v", alone)
	}
	if other.ExternalID == alone.ExternalID || other.URL != "" {
		t.Errorf("an address that several share names none of them: %+v", other)
	}
}

func TestLinkedOptions(t *testing.T) {
	f := func(o Options, want string) {
		t.Helper()
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	f(Options{JSONLD: []string{"Review"}, Item: "li"}, "write one")
	f(Options{JSONLD: []string{"review body"}}, "not a type")
	if r, err := New(Options{JSONLD: []string{"Review"}, List: List{Row: "li", Link: "a"}}); err != nil || !r.Lists() {
		t.Errorf("behind a list: %v", err)
	}
}

func FuzzLinked(f *testing.F) {
	f.Add(linkedPage)
	f.Add(`<script type="application/ld+json">{"@type":"Review","review":[[{"@type":"Review","reviewRating":{"ratingValue":-1,"bestRating":0}}]]}</script>`)
	f.Add(`<script type="application/ld+json">` + strings.Repeat(`{"comment":`, 80) + `1`)
	r, err := New(Options{JSONLD: []string{"Review", "Comment"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		result, err := r.Parse(sitemapPage(t, text))
		if err != nil {
			return
		}
		for _, p := range result.Posts {
			if p.ExternalID == "" || p.Rating < 0 || p.Rating > 5 {
				t.Errorf("%+v", p)
			}
		}
	})
}
