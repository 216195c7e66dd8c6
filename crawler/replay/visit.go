package replay

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// errKilled stands for a process that ended between two pages: what it had taken is durable, the
// cursor that belongs to it is not.
var errKilled = errors.New("killed")

// visitor crawls a played site and keeps what it gets, as the pipeline does.
type visitor struct {
	*server
	crawler *crawler.Crawler
	source  Source
	cursor  voc.Cursor
	posts   []voc.Post
	seen    []voc.Observation
	all     map[string]voc.Post // by external id, the last of each
}

// play begins a site of the script, with a visitor that knows nothing yet.
func play(t *testing.T, script *Script, change func(*crawler.Options)) *visitor {
	t.Helper()
	v := &visitor{server: newServer(t, script), all: map[string]voc.Post{}}
	o := crawler.Default()
	o.MaxPages = 2000
	o.Now, o.Transport.Rand = v.site.Now, func() float64 { return 0 }
	o.Transport.Sleep = func(ctx context.Context, d time.Duration) error {
		v.site.Later(d)
		return ctx.Err()
	}
	if change != nil {
		change(&o)
	}
	var err error
	if v.crawler, err = crawler.New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.crawler.Close)
	v.source = script.Source(v.URL)
	v.source.ID, v.source.AllowPrivate, v.source.AcceptRisk, v.source.Pace = "played", true, true, pace
	if err := crawler.Check(o, v.source); err != nil {
		t.Fatalf("the script's source is refused: %v", err)
	}
	return v
}

// visit makes one visit. kill ends it at that call of emit, from 1; 0 never.
func (v *visitor) visit(ctx context.Context, kill int) (voc.Visit, error) {
	v.posts, v.seen = nil, nil
	return v.crawler.Fetch(ctx, v.source, v.cursor, v.keep(kill, &v.cursor))
}

func (v *visitor) keep(kill int, cursor *voc.Cursor) func(crawler.Catch, voc.Cursor) error {
	return func(caught crawler.Catch, next voc.Cursor) error {
		v.posts, v.seen = append(v.posts, caught.Posts...), append(v.seen, caught.Observations...)
		for _, p := range caught.Posts {
			v.all[p.ExternalID] = p
		}
		if kill--; kill == 0 {
			return errKilled
		}
		*cursor = next
		return nil
	}
}

// whole makes visits until one hears the source, and fails after most.
func (v *visitor) whole(t *testing.T, most int) (last voc.Visit) {
	t.Helper()
	for range most {
		last, _ = v.visit(t.Context(), 0)
		if last.Outcome.Heard() {
			return last
		}
		v.site.Later(time.Hour)
	}
	t.Fatalf("not heard after %d visits: %s, %s: %s", most, last.Outcome, last.Trouble, last.Missing)
	return last
}

// complete holds what has been brought against what was said: every post, right in every field the
// shape can tell, and nothing that nobody said.
func (v *visitor) complete(t *testing.T) {
	t.Helper()
	want := map[string]Post{}
	for _, p := range v.site.Posts() {
		want[v.script.id(p)] = p
	}
	for id, p := range want {
		got, ok := v.all[id]
		if !ok {
			t.Errorf("post %s (%s) never came", id, p.Text)
			continue
		}
		for _, wrong := range v.compare(got, p) {
			t.Errorf("post %s: %s", id, wrong)
		}
	}
	v.invented(t)
}

// invented finds posts that nobody said.
func (v *visitor) invented(t *testing.T) {
	t.Helper()
	said := map[string]bool{}
	v.site.mu.Lock()
	for _, p := range v.site.posts {
		said[v.script.id(p)] = true
	}
	v.site.mu.Unlock()
	for id, p := range v.all {
		if !said[id] {
			t.Errorf("nobody said post %s: %q %q", id, p.Title, p.Text)
		}
	}
}

// compare tells what is wrong with a post.
func (v *visitor) compare(got voc.Post, want Post) (wrong []string) {
	s := v.script
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if body := got.Title + "\n" + got.Text; !strings.Contains(body, want.Text) || !strings.Contains(body, want.Title) {
		say("says %q, want %q %q", body, want.Title, want.Text)
	}
	if got.ID != voc.NewPostID("played", got.ExternalID) || got.Source != "played" || got.FetchedAt.IsZero() {
		say("is incomplete: %+v", got)
	}
	switch got.Precision {
	case voc.PrecisionNone:
		if !s.Untimed {
			say("has no time, want %s", want.At)
		}
	case voc.PrecisionDay:
		if day := got.PublishedAt; want.At.Before(day) || !want.At.Before(day.Add(24*time.Hour)) {
			say("was said on the day that begins %s, want %s", day, want.At)
		}
	default:
		if !got.PublishedAt.Equal(want.At) {
			say("was said at %s, want %s", got.PublishedAt, want.At)
		}
	}
	if s.Rating != nil && got.Rating != s.Rating(want) {
		say("is rated %v, want %v", got.Rating, s.Rating(want))
	}
	if s.Parent != nil && got.ParentID != s.Parent(want) {
		say("answers %q, want %q", got.ParentID, s.Parent(want))
	}
	if !s.Unliked && got.Engagement.Likes != want.Likes {
		say("has %d likes, want %d", got.Engagement.Likes, want.Likes)
	}
	return wrong
}

// brought lists the ids the last visit brought, sorted.
func (v *visitor) brought() []string {
	var ids []string
	for _, p := range v.posts {
		ids = append(ids, p.ExternalID)
	}
	slices.Sort(ids)
	return ids
}

// newest is the post said last and the topic it stands under, "" when it is none's reply.
func (v *visitor) newest() Post { return v.site.Posts()[0] }
