package store_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// full has a value in every field, and in texts what breaks careless quoting.
func full() voc.Mention {
	nasty := "第一行\n\t'单引号' \"双引号\" \\反斜杠\\ {braces} %s \x01 🙏🏻 ก\u0301"
	m := voc.Mention{Brand: "qing'heng"}
	m.Post = voc.Post{
		ID: voc.NewPostID("s", "x"), Source: "s-1", Platform: "xhs", ExternalID: "9223372036854775807", URL: "https://a.example/?q='\\", Kind: voc.PostComment,
		ParentID: "p", RootID: "r", Author: voc.Author{Hash: "h", Name: "张***三", Followers: 100, Verified: true},
		PublishedAt: noon.Add(123 * time.Millisecond), Precision: voc.PrecisionMinute, EditedAt: noon.Add(time.Hour), FetchedAt: noon.Add(2 * time.Hour),
		Title: "标题\\n", Text: nasty, Rating: 4.7, RatingRaw: "47/50", Engagement: voc.Engagement{Likes: 1, Replies: 2, Shares: voc.Unknown, Views: 23000, Approx: true},
		Language: "zh", Region: "上海", Store: "sh-1", StoreName: "静安店", Product: "奶茶", Version: "3.1.4", Brand: "claimed", Keyword: "听风",
	}
	m.Analysis = voc.Analysis{
		Norm: nasty + "!", Sentiment: voc.Negative, Score: -0.9, Probability: 0.97, Emotion: voc.Angry,
		Aspects: []voc.Aspect{{Name: "service.waiting", Sentiment: voc.Negative, Probability: 0.84, Start: 0, End: 3, Text: "第一行", Opinion: "第"}},
		Topics:  []string{"卫生-异物", "等'待"}, Intent: voc.IntentComplaint, Complaint: true, Severity: 4, SeverityReasons: []string{"食品安全"},
		Implicit: true, Irony: true, Noise: []string{voc.NoiseRepost}, Keywords: []string{"头发", "退\\款"}, Language: "zh-Hans",
		Fingerprint: 1<<64 - 1, Region: "江苏", Store: "nj-2", Version: "v1",
		City: "南京", District: "玄武区", Facts: []voc.Fact{{Kind: voc.FactWait, Value: 27.5, Start: 1, End: 3, Text: "一行"}}, Role: voc.RoleOutdone, Offensive: true,
		Odds: voc.Odds{Emotion: 0.11, Intent: 0.22, Severity: 0.33, Implicit: 0.44, Irony: 0.55, Offensive: 0.66},
	}
	m.Cluster = 1<<63 + 7
	return m
}

func TestAMentionComesBackAsItWent(t *testing.T) {
	s := storetest.Open(t)
	want := full()
	bare := voc.Mention{Post: voc.Post{ID: "bare", PublishedAt: noon}}
	save(t, s, 2, want, bare)

	got, err := s.Mention(t.Context(), want.Post.ID, want.Brand)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %#v\nwant %#v", got, want)
	}
	got, err = s.Mention(t.Context(), "bare", "")
	if err != nil {
		t.Fatal(err)
	}
	// What was nil comes back empty, so that JSON says [] and not null.
	bare.Analysis = voc.Analysis{Aspects: []voc.Aspect{}, Topics: []string{}, SeverityReasons: []string{}, Noise: []string{}, Keywords: []string{}, Facts: []voc.Fact{}}
	if !reflect.DeepEqual(got, bare) {
		t.Errorf("a post of no brand: got  %#v\nwant %#v", got, bare)
	}
}

func TestSavingAgainChangesNothing(t *testing.T) {
	s := storetest.Open(t)
	batch := []voc.Mention{mention("1", "一"), mention("1", "一", brand("other")), mention("2", "二"), mention("3", "三", brand(""))}
	save(t, s, 3, batch...)
	save(t, s, 0, batch...)
	save(t, s, 0, batch[:3]...)
	if n, err := s.CountMentions(t.Context()); n != 4 || err != nil {
		t.Errorf("4 mentions saved three times are %d (%v)", n, err)
	}
	counts, err := s.Counts(t.Context(), store.CountQuery{Brand: "qingheng", From: noon, To: noon.Add(time.Hour), Step: time.Hour})
	if err != nil || counts[0].N != 2 {
		t.Errorf("counts after a repeat: %+v (%v), want 2", counts, err)
	}
}

func TestTheNewerAnalysisWins(t *testing.T) {
	// The clock stands still: the order of saving decides, not the clock's resolution.
	s := storetest.Open(t, func(o *store.Options) { o.Now = func() time.Time { return noon } })
	for i, feel := range []voc.Sentiment{voc.Neutral, voc.Positive, voc.Negative} {
		save(t, s, max(0, 1-i), mention("1", "一", feeling(feel)))
	}
	got := all(t, s, voc.Filter{})
	if len(got) != 1 || got[0].Analysis.Sentiment != voc.Negative {
		t.Errorf("got %+v, want one mention with the last sentiment", got)
	}
}

func TestAPostKeepsItsFirstTime(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 1, mention("1", "等了很久"))
	later := noon.Add(40 * 24 * time.Hour) // another partition of the table
	save(t, s, 0, mention("1", "等了很久,已解决", at(later)))
	got := all(t, s, voc.Filter{})
	if len(got) != 1 {
		t.Fatalf("a post the site dated anew is stored %d times, want once", len(got))
	}
	p := got[0].Post
	if !p.PublishedAt.Equal(noon) || !p.EditedAt.Equal(later) || p.Text != "等了很久,已解决" {
		t.Errorf("published %s, edited %s, text %q; want the first time, the later one as edit, the new text", p.PublishedAt, p.EditedAt, p.Text)
	}
	save(t, s, 0, mention("1", "等了很久", at(noon.Add(-time.Hour))))
	if got := all(t, s, voc.Filter{})[0].Post; !got.PublishedAt.Equal(noon) {
		t.Errorf("an earlier time told later moved the post to %s", got.PublishedAt)
	}
}

func TestABrandNoLongerMatchedIsWithdrawn(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 1, mention("1", "两家都喝过"), mention("1", "两家都喝过", brand("rival")))
	save(t, s, 0, mention("1", "两家都喝过", brand("rival")))
	if got := all(t, s, voc.Filter{}); len(got) != 1 || got[0].Brand != "rival" {
		t.Errorf("after the match changed: %+v, want rival alone", got)
	}
	if _, err := s.Mention(t.Context(), mention("1", "").Post.ID, "qingheng"); !isNotFound(err) {
		t.Errorf("the withdrawn mention is still found: %v", err)
	}
	save(t, s, 0, mention("1", "两家都喝过"))
	if got := all(t, s, voc.Filter{}); len(got) != 1 || got[0].Brand != "qingheng" {
		t.Errorf("after it changed back: %+v, want qingheng alone", got)
	}
}

func TestOneBatchMayHoldAPostTwice(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 1, mention("1", "旧"), mention("1", "新", at(noon.Add(time.Hour))))
	got := all(t, s, voc.Filter{})
	if len(got) != 1 || got[0].Post.Text != "新" || !got[0].Post.PublishedAt.Equal(noon) {
		t.Errorf("got %+v, want one mention: the last text under the first time", got)
	}
}

func TestACrashBetweenMentionsAndIdentitiesCountsNothingTwice(t *testing.T) {
	s := storetest.Open(t)
	batch := []voc.Mention{mention("1", "一"), mention("2", "二")}
	save(t, s, 2, batch...)
	// As if the process had died after the first of the two inserts.
	if err := s.Exec(t.Context(), "TRUNCATE TABLE identities"); err != nil {
		t.Fatal(err)
	}
	save(t, s, 2, batch...)
	if n, err := s.CountMentions(t.Context()); n != 2 || err != nil {
		t.Errorf("the batch replayed after the crash counts %d (%v), want 2", n, err)
	}
}

func TestPostsOfAnyAgeAreStored(t *testing.T) {
	s := storetest.Open(t)
	var batch []voc.Mention
	for month := range 240 {
		batch = append(batch, mention(fmt.Sprint(month), "老帖", at(time.Date(2006, time.Month(1+month), 3, 0, 0, 0, 0, time.UTC))))
	}
	batch = append(batch,
		mention("before-the-calendar", "坏日期", at(time.Date(1, 2, 3, 0, 0, 0, 0, time.UTC))),
		mention("far-future", "坏日期", at(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))),
		mention("no-time", "没有日期", at(time.Time{})))
	save(t, s, len(batch), batch...)
	if n, err := s.Count(t.Context(), voc.Filter{}); n != len(batch) || err != nil {
		t.Errorf("%d of %d posts from twenty years are stored (%v)", n, len(batch), err)
	}
	m, err := s.Mention(t.Context(), voc.NewPostID("forum", "no-time"), "qingheng")
	if err != nil || !m.Post.PublishedAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("a post without time is under %s (%v), want the time of fetching", m.Post.PublishedAt, err)
	}
}

func TestALargeBatchIsOneCall(t *testing.T) {
	s := storetest.Open(t)
	var batch []voc.Mention
	for i := range 60_000 {
		batch = append(batch, mention(fmt.Sprint(i), "好", at(noon.Add(time.Duration(i)*time.Millisecond))))
	}
	save(t, s, len(batch), batch...)
	save(t, s, 0, batch...)
	if n, err := s.CountMentions(t.Context()); n != len(batch) || err != nil {
		t.Errorf("%d of %d (%v)", n, len(batch), err)
	}
}
