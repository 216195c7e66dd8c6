package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// counts are likes and replies, of which -1 is unknown.
func counts(likes, replies int64) voc.Engagement {
	return voc.Engagement{Likes: likes, Replies: replies, Shares: voc.Unknown, Views: voc.Unknown}
}

func liked(hours int, e voc.Engagement) func(*voc.Mention) {
	return func(m *voc.Mention) {
		m.Post.FetchedAt, m.Post.Engagement = noon.Add(time.Duration(hours)*time.Hour), e
	}
}

// series writes the looks of a post as hour and counts.
func series(t *testing.T, s *store.Store, external string) [][3]int64 {
	t.Helper()
	all, err := s.Observations(t.Context(), voc.NewPostID("forum", external))
	if err != nil {
		t.Fatal(err)
	}
	out := [][3]int64{}
	for _, o := range all {
		out = append(out, [3]int64{int64(o.At.Sub(noon) / time.Hour), o.Engagement.Likes, o.Engagement.Replies})
	}
	return out
}

func TestCountsOfAPostGrowAndItsTextStays(t *testing.T) {
	s := storetest.Open(t)
	look := func(hours int, e voc.Engagement) {
		t.Helper()
		o := voc.Observation{Post: voc.NewPostID("forum", "1"), Source: "forum", At: noon.Add(time.Duration(hours) * time.Hour), Engagement: e}
		for range 2 { // a repeat after a crash
			if err := s.SaveObservations(t.Context(), []voc.Observation{o}); err != nil {
				t.Fatal(err)
			}
		}
	}
	save(t, s, 2, mention("1", "排队一小时", liked(1, counts(3, voc.Unknown))), mention("1", "排队一小时", liked(1, counts(3, voc.Unknown)), brand("rival")), mention("2", "没人看"))
	look(9, counts(40, 5))
	look(5, counts(12, voc.Unknown)) // arrives late
	look(7, counts(12, voc.Unknown)) // nothing changed
	look(11, counts(voc.Unknown, 6)) // the site told only the replies
	look(12, voc.NoEngagement())     // nothing was known: no look
	want := [][3]int64{{1, 3, -1}, {5, 12, -1}, {9, 40, 5}, {11, -1, 6}}
	if got := series(t, s, "1"); !reflect.DeepEqual(got, want) {
		t.Errorf("the looks are %v, want %v", got, want)
	}
	if got := series(t, s, "2"); len(got) != 0 {
		t.Errorf("a post of which no count is known has looks: %v", got)
	}
	for _, m := range all(t, s, voc.Filter{}) {
		e := voc.NoEngagement()
		if m.Post.ExternalID == "1" {
			e = counts(40, 6) // of each sort the newest that was told
		}
		if m.Post.Engagement != e {
			t.Errorf("post %s of %s is listed with %+v, want %+v", m.Post.ExternalID, m.Brand, m.Post.Engagement, e)
		}
	}
	m, err := s.Mention(t.Context(), voc.NewPostID("forum", "1"), "qingheng")
	if err != nil || m.Post.Engagement != counts(40, 6) || m.Post.Text != "排队一小时" || !m.Post.EditedAt.IsZero() {
		t.Errorf("the mention is %+v (%v)", m.Post, err)
	}
}

func TestTheSameIdImportedWithOtherCountsIsAnotherLook(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 1, mention("1", "好喝", liked(10, counts(50, 2))))
	save(t, s, 0, mention("1", "好喝", liked(10, counts(50, 2)))) // the same file again
	save(t, s, 0, mention("1", "好喝", liked(4, counts(20, 1))))  // an older file after the newer one
	if got, want := series(t, s, "1"), [][3]int64{{4, 20, 1}, {10, 50, 2}}; !reflect.DeepEqual(got, want) {
		t.Errorf("the looks are %v, want %v", got, want)
	}
	if m := all(t, s, voc.Filter{}); len(m) != 1 || m[0].Post.Engagement != counts(50, 2) {
		t.Errorf("the older file took the newer counts back: %+v", m)
	}
}

// The loudest is the loudest now, not when it was fetched.
func TestReachIsTheNewest(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 2, mention("1", "起初很多赞", liked(0, counts(30, 0))), mention("2", "后来传开了", liked(0, counts(1, 0))))
	if err := s.SaveObservations(t.Context(), []voc.Observation{{Post: voc.NewPostID("forum", "2"), Source: "forum", At: noon.Add(time.Hour), Engagement: counts(900, 80)}}); err != nil {
		t.Fatal(err)
	}
	loud, err := s.Evidence(t.Context(), voc.Filter{}, store.Amplified, 2)
	if err != nil || len(loud) != 2 || loud[0].Text != "后来传开了" {
		t.Errorf("the most amplified are %+v (%v)", loud, err)
	}
	first, err := s.Evidence(t.Context(), voc.Filter{}, store.First, 5)
	if err != nil || len(first) != 2 {
		t.Errorf("another order loses or repeats mentions: %+v (%v)", first, err)
	}
	asked, err := s.Unread(t.Context(), noon.Add(-time.Hour), "m", "1", -1, 500, 9)
	if err != nil || len(asked) != 1 || asked[0].Post.ExternalID != "2" {
		t.Errorf("far-reaching are %v (%v), want the one that reached far since", externals(asked), err)
	}
}

func TestVisitsKeepAllTheyTell(t *testing.T) {
	s := storetest.Open(t)
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	want := voc.Visit{
		Source: "forum", StartedAt: noon, EndedAt: hour(1), Outcome: voc.VisitPartial, Requests: 3, Bytes: 1 << 40, Found: 20, Fresh: 4, Claimed: -1,
		Missing: "page 3 of 9", NextAt: hour(2), HeardTo: noon, Trouble: voc.TroublePace, Changed: 2, Observed: 7,
		Since: hour(-9), Until: hour(-8), LostFrom: hour(-5), LostTo: hour(-4),
	}
	plain := voc.Visit{Source: "forum", StartedAt: hour(3), EndedAt: hour(3), Outcome: voc.VisitOK, Claimed: 12}
	for range 2 {
		if err := s.SaveVisits(t.Context(), []voc.Visit{want, plain}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Visits(t.Context(), "forum", time.Time{}, time.Time{})
	if err != nil || !reflect.DeepEqual(got, []voc.Visit{plain, want}) {
		t.Errorf("visits %+v (%v), want %+v", got, err, []voc.Visit{plain, want})
	}
}
