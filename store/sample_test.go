package store_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// noon is the moment the tests' mentions gather around.
var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// mention makes a mention of brand "qingheng" at noon, which change may alter.
func mention(external, text string, change ...func(*voc.Mention)) voc.Mention {
	m := voc.Mention{
		Brand: "qingheng",
		Post: voc.Post{
			ID: voc.NewPostID("forum", external), Source: "forum", ExternalID: external,
			Author:      voc.Author{Hash: "author-" + external, Followers: voc.Unknown},
			PublishedAt: noon, FetchedAt: noon.Add(time.Hour), Text: text, Engagement: voc.NoEngagement(),
		},
		Analysis: voc.Analysis{Norm: text, Sentiment: voc.Neutral},
	}
	for _, f := range change {
		f(&m)
	}
	return m
}

func at(t time.Time) func(*voc.Mention) { return func(m *voc.Mention) { m.Post.PublishedAt = t } }

func brand(b voc.BrandID) func(*voc.Mention) { return func(m *voc.Mention) { m.Brand = b } }

func feeling(s voc.Sentiment) func(*voc.Mention) {
	return func(m *voc.Mention) { m.Analysis.Sentiment = s }
}

func topics(names ...string) func(*voc.Mention) {
	return func(m *voc.Mention) { m.Analysis.Topics = names }
}

func noise(labels ...string) func(*voc.Mention) {
	return func(m *voc.Mention) { m.Analysis.Noise = labels }
}

func from(source voc.SourceID) func(*voc.Mention) {
	return func(m *voc.Mention) { m.Post.Source = source }
}

// save stores mentions and checks how many posts were new.
func save(t *testing.T, s *store.Store, fresh int, mentions ...voc.Mention) {
	t.Helper()
	got, err := s.SaveMentions(t.Context(), mentions)
	if err != nil {
		t.Fatal(err)
	}
	if got != fresh {
		t.Errorf("SaveMentions called %d posts fresh, want %d", got, fresh)
	}
}

// all lists every mention a filter means, page by page.
func all(t *testing.T, s *store.Store, f voc.Filter) []voc.Mention {
	t.Helper()
	var found []voc.Mention
	page := store.Page{Limit: 3}
	for {
		got, next, err := s.Mentions(t.Context(), f, page)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, got...)
		if next == "" {
			return found
		}
		page.After = next
	}
}

// externals names mentions by their external ids.
func externals(mentions []voc.Mention) []string {
	names := []string{}
	for _, m := range mentions {
		names = append(names, m.Post.ExternalID)
	}
	return names
}

func replaceUser(t *testing.T, dsn, user, password string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(user, password)
	return u.String()
}

func replaceDatabase(t *testing.T, dsn, name string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}
