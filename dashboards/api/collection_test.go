package api

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// collecting is a door over a real database whose clock stands where the door's does.
func collecting(t *testing.T, h *house, visits ...voc.Visit) (*store.Store, func(path string, status int) *httptest.ResponseRecorder) {
	t.Helper()
	sources := []voc.Source{
		{ID: "forum", Title: "茶友论坛", Kind: voc.KindHTML, Platform: "forum", Address: "https://forum.example.com/new", Schedule: "@every 1h", Every: time.Hour, Basis: "站方书面同意"},
		{ID: "tieba", Title: "茶吧", Kind: voc.KindTieba, Schedule: "@every 1h", Every: time.Hour},
		{ID: "desk", Title: "客服台", Kind: voc.KindPush},
	}
	s := storetest.Open(t, func(o *store.Options) {
		o.Now, o.Location, o.Sources = func() time.Time { return clock }, shanghai, sources
	})
	if err := s.SaveVisits(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
	door := h.open(t, func(o *Options) { o.Store, o.Sources = s, func() []voc.Source { return sources } })
	return s, func(path string, status int) *httptest.ResponseRecorder {
		t.Helper()
		w := ask(t, door, "GET", base+path, "")
		if w.Code != status {
			t.Fatalf("%s: %d, want %d: %s", path, w.Code, status, w.Body)
		}
		return w
	}
}

func visitAgo(source voc.SourceID, ago time.Duration, change func(*voc.Visit)) voc.Visit {
	at := clock.Add(-ago)
	v := voc.Visit{Source: source, StartedAt: at, EndedAt: at, Outcome: voc.VisitOK, HeardTo: at, Claimed: 90, Requests: 4, Bytes: 2048}
	change(&v)
	return v
}

func TestCollectionTellsHowEverySourceDoes(t *testing.T) {
	lost := visitAgo("forum", 2*time.Hour, func(v *voc.Visit) {
		v.LostFrom, v.LostTo, v.Missing = clock.Add(-30*time.Hour), clock.Add(-26*time.Hour), "只显示最新二十条"
	})
	wall := visitAgo("tieba", time.Hour, func(v *voc.Visit) { v.Outcome, v.Trouble, v.HeardTo = voc.VisitBlocked, voc.TroubleLogin, time.Time{} })
	h := &house{status: Status{NextAt: map[voc.SourceID]time.Time{"forum": clock.Add(time.Hour)}}}
	_, get := collecting(t, h, lost, visitAgo("forum", time.Minute, func(*voc.Visit) {}), wall)

	c := read[Collection](t, get("/collection", 200), 200)
	if len(c.Items) != 3 {
		t.Fatalf("%d sources, want 3", len(c.Items))
	}
	forum, tieba, desk := c.Items[0], c.Items[1], c.Items[2]
	if forum.State != store.StateOK || forum.Remedy != (Remedy{}) || forum.NextAt == nil || forum.HeardTo == nil || forum.Claimed != 90 || forum.Requests != 8 ||
		len(forum.Days) != 14 || len(forum.Gaps) != 1 || !forum.Gaps[0].Lost || forum.Day.Expected != -1 || forum.OptIn {
		t.Errorf("the forum: %+v", forum)
	}
	if tieba.State != store.StateBlocked || tieba.Trouble != voc.TroubleLogin || tieba.Remedy != troubled[voc.TroubleLogin] || !tieba.OptIn || tieba.HeardTo != nil || tieba.Last == nil {
		t.Errorf("the one behind a wall: %+v", tieba)
	}
	if desk.State != store.StatePassive || desk.Last != nil || desk.Every != 0 {
		t.Errorf("the desk: %+v", desk)
	}

	one := read[Detail](t, get("/sources/forum", 200), 200)
	if one.Address != "https://forum.example.com/new" || one.Basis != "站方书面同意" || one.About.How.ZH == "" || one.About.Basis.EN == "" || len(one.Calendar) != 27*24+21 ||
		one.Calendar[len(one.Calendar)-1].Coverage != 1 || one.Calendar[27*24+20-28].Coverage != 0 {
		t.Errorf("the forum's detail: %+v", one.About)
	}
	if one := read[Detail](t, get("/sources/tieba", 200), 200); one.About.Risk.ZH == "" || !one.About.OptIn {
		t.Errorf("the risk of an opt-in kind is not told: %+v", one.About)
	}
	get("/sources/none", 404)

	gaps := read[Gaps](t, get("/sources/forum/gaps?from=2026-01-30T08:00:00Z", 200), 200)
	if len(gaps.Items) != 1 || !gaps.Items[0].From.Equal(time.Date(2026, 1, 30, 8, 0, 0, 0, time.UTC)) || gaps.Items[0].Missing == "" {
		t.Errorf("gaps %+v, want the one that was lost, from where it was asked for", gaps.Items)
	}
	if open := read[Gaps](t, get("/sources/tieba/gaps", 200), 200); len(open.Items) != 1 || !open.Items[0].Open || open.Items[0].Trouble != voc.TroubleLogin {
		t.Errorf("gaps behind the wall: %+v", open.Items)
	}
	get("/sources/none/gaps", 404)
	get("/sources/forum/gaps?from=soon", 422)

	trend := read[Trend](t, get("/trend?from=2026-01-30&to=2026-01-31&step=hour", 200), 200)
	who := map[voc.SourceID]int{}
	for _, g := range trend.Unheard {
		who[g.Source]++
	}
	if who["forum"] != 2 || who["tieba"] != 1 { // what it lost and the minute since; the whole window
		t.Errorf("the trend does not say who was not heard: %+v", trend.Unheard)
	}
}

func TestObservationsOfAMention(t *testing.T) {
	s, get := collecting(t, &house{})
	m := voices(1)[0]
	m.Post.Engagement = voc.Engagement{Likes: 3, Replies: voc.Unknown, Shares: voc.Unknown, Views: voc.Unknown}
	m.Brand = "qingheng"
	if _, err := s.SaveMentions(t.Context(), []voc.Mention{m}); err != nil {
		t.Fatal(err)
	}
	more := m.Post.Engagement
	more.Likes = 30
	if err := s.SaveObservations(t.Context(), []voc.Observation{{Post: m.Post.ID, Source: m.Post.Source, At: clock.Add(time.Hour), Engagement: more}}); err != nil {
		t.Fatal(err)
	}
	seen := read[Observations](t, get("/mentions/"+string(m.Post.ID)+"/qingheng/observations", 200), 200)
	if len(seen.Items) != 2 || seen.Items[0].Engagement.Likes != 3 || seen.Items[1].Engagement.Likes != 30 {
		t.Errorf("seen %+v", seen.Items)
	}
	if got := read[voc.Mention](t, get("/mentions/"+string(m.Post.ID)+"/qingheng", 200), 200); got.Post.Engagement.Likes != 30 {
		t.Errorf("the mention shows %d likes, want the newest", got.Post.Engagement.Likes)
	}
	get("/mentions/00000000000000000000000000000000/qingheng/observations", 404)
}

// What a visit ran into and a configuration check cannot find must name what to change.
func TestRemediesNameTheOption(t *testing.T) {
	for trouble, words := range map[voc.Trouble][]string{
		voc.TroubleLarge:  {"crawler.transport", "max_wire", "max_body", "8388608", "33554432"},
		voc.TroubleInward: {"allow_private"},
		voc.TroubleConfig: {"tingfeng check", "hosts"},
	} {
		for _, state := range []store.State{store.StateFailed, store.StatePartial} {
			r := RemedyOf(state, trouble)
			for _, word := range words {
				if !strings.Contains(r.ZH, word) || !strings.Contains(r.EN, word) {
					t.Errorf("%s, %s: %+v does not name %s", state, trouble, r, word)
				}
			}
		}
	}
}

// Who finds a source in a bad state must find a sentence that says what to do, in both languages.
func TestEveryBadStateHasARemedy(t *testing.T) {
	for _, state := range store.States {
		for _, trouble := range troubles {
			r := RemedyOf(state, voc.Trouble(trouble))
			well := state == store.StateOK || state == store.StatePassive
			if well != (r == Remedy{}) || (r.ZH == "") != (r.EN == "") {
				t.Errorf("state %s with trouble %q: %+v", state, trouble, r)
			}
		}
	}
}
