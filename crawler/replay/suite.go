package replay

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Suite is what every kind must pass on a site of its own shape.
func Suite(t *testing.T, script Script) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, *Script)
	}{
		{"the first run is complete and the second finds nothing new", firstAndSecond},
		{"a run killed at any page loses nothing", killed},
		{"a run cut off at any request loses nothing", cutAnywhere},
		{"a run of few pages goes on where it stopped", capped},
		{"what is new comes alone", whatIsNew},
		{"an edited post comes again once", edited},
		{"a like is observed and no text", liked},
		{"GBK without a word about it is read", inGBK},
		{"a broken page invents nothing", broken},
		{"a site that asks to wait is left alone", asksToWait},
		{"a site that forbids or cannot be asked is left alone", forbids},
		{"the same page for ever ends", sameForEver},
		{"a first page without posts loses nothing", emptied},
		{"a stretch of time comes again, whole and alone", spans},
		{"a window that overflowed is told", overflows},
		{"people go on speaking and nothing is lost", living},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, &script) })
	}
}

func firstAndSecond(t *testing.T, s *Script) {
	v := play(t, s, nil)
	visit, err := v.visit(t.Context(), 0)
	if err != nil || visit.Outcome != voc.VisitOK || visit.Trouble != voc.TroubleNone || visit.Missing != "" {
		t.Fatalf("the first visit ended %q, %v: %q %q", visit.Outcome, err, visit.Trouble, visit.Missing)
	}
	v.complete(t)
	shown := len(v.site.Posts())
	if visit.Fresh != shown || visit.Changed+visit.Observed != 0 || len(v.posts) != shown || !visit.HeardTo.Equal(visit.StartedAt) {
		t.Errorf("of %d posts %d came: %+v", shown, len(v.posts), visit)
	}
	if !visit.LostFrom.IsZero() {
		t.Errorf("a first visit cannot know of a loss: %+v", visit)
	}
	claims := -1
	if s.Claims != nil {
		claims = s.Claims(v.site)
	}
	if visit.Claimed != claims {
		t.Errorf("the site claims %d posts, the visit says %d", claims, visit.Claimed)
	}
	first := v.count()
	for range 2 {
		v.site.Later(time.Hour)
		again, err := v.visit(t.Context(), 0)
		if err != nil || again.Outcome != voc.VisitUnchanged || len(v.posts)+len(v.seen) != 0 || !again.HeardTo.Equal(again.StartedAt) || !again.LostFrom.IsZero() {
			t.Errorf("a visit to an unchanged site: %+v, %v, brought %v and %d observations", again, err, v.brought(), len(v.seen))
		}
	}
	if asked := v.list(first); len(asked) > 4 {
		t.Errorf("two visits to an unchanged site asked for %v", asked)
	}
}

func killed(t *testing.T, s *Script) {
	whole := play(t, s, nil)
	whole.whole(t, 1)
	least := whole.count()
	for at := 1; ; at++ {
		v := play(t, s, nil)
		if _, err := v.visit(t.Context(), at); err == nil {
			return // it ended before it could be killed
		} else if !errors.Is(err, errKilled) {
			t.Fatalf("killed at page %d: %v", at, err)
		}
		before := v.count()
		v.whole(t, 3)
		v.complete(t)
		if again := v.count() - before; again > least+3 {
			t.Errorf("killed at page %d, after %d requests: %d more, the whole takes %d", at, before, again, least)
		}
	}
}

func cutAnywhere(t *testing.T, s *Script) {
	for at := 1; ; at++ {
		v := play(t, s, nil)
		ctx, cancel := context.WithCancel(t.Context())
		v.set(func(sv *server) {
			sv.fault = func(n int, _ http.ResponseWriter, r *http.Request) bool {
				if n == at {
					cancel()
					<-r.Context().Done()
				}
				return n == at
			}
		})
		visit, err := v.visit(ctx, 0)
		cancel()
		if v.count() < at {
			return
		}
		if err != nil && visit.Trouble != voc.TroubleCap {
			t.Errorf("cut off at request %d: %q %q", at, visit.Trouble, visit.Missing)
		}
		v.set(func(sv *server) { sv.fault = nil })
		v.whole(t, 3)
		v.complete(t)
	}
}

func capped(t *testing.T, s *Script) {
	for _, most := range []int{2, 3} {
		v := play(t, s, func(o *crawler.Options) { o.MaxPages = most })
		for n := 0; ; n++ {
			before := v.count()
			visit, err := v.visit(t.Context(), 0)
			if err != nil {
				t.Fatal(err)
			}
			if asked := v.list(before); len(asked) > 2*most { // a page may take two requests, one a format
				t.Errorf("a visit of at most %d pages asked for %v", most, asked)
			}
			if visit.Outcome.Heard() {
				break
			}
			if visit.Outcome != voc.VisitPartial || visit.Trouble != voc.TroubleCap {
				t.Errorf("visit %d ended %q, %q: %s", n, visit.Outcome, visit.Trouble, visit.Missing)
			}
			if n > 200 {
				t.Fatalf("visits of %d pages never come to the end", most)
			}
		}
		v.complete(t)
	}
}

// speak says something new: in the newest topic of a site with threads.
func (v *visitor) speak() string {
	root := ""
	if v.script.Threads {
		root = v.site.Topics()[0].ID
	}
	return v.site.Say(root)
}

func whatIsNew(t *testing.T, s *Script) {
	v := play(t, s, nil)
	v.whole(t, 1)
	var want []string
	for range 3 {
		p, _ := v.site.Post(v.speak())
		want = append(want, s.id(p))
	}
	if s.Threads {
		p, _ := v.site.Post(v.site.Say(""))
		want = append(want, s.id(p))
	}
	v.site.Later(time.Hour)
	visit, err := v.visit(t.Context(), 0)
	slices.Sort(want)
	if err != nil || visit.Outcome != voc.VisitOK || visit.Fresh != len(want) || !slices.Equal(v.brought(), want) || !visit.LostFrom.IsZero() {
		t.Errorf("%v are new, %v came: %+v, %v", want, v.brought(), visit, err)
	}
	v.complete(t)
}

// stir changes the newest post, and says something beside it where only that makes a thread be read
// again.
func (v *visitor) stir(change func(*Post)) (id string, beside []string) {
	p := v.newest()
	v.site.Edit(p.ID, change)
	if v.script.Threads {
		root := p.Root
		if root == "" {
			root = p.ID
		}
		r, _ := v.site.Post(v.site.Say(root))
		beside = append(beside, v.script.id(r))
	}
	v.site.Later(time.Hour)
	return v.script.id(p), beside
}

func edited(t *testing.T, s *Script) {
	if s.Unedited {
		t.Skip("this kind does not look at a page twice")
	}
	v := play(t, s, nil)
	v.whole(t, 1)
	id, beside := v.stir(func(p *Post) {
		p.Text += "（更正：说早了，后来换了一杯新的）"
		p.Edited = p.At.Add(40 * time.Minute)
	})
	want := append(beside, id)
	slices.Sort(want)
	visit, err := v.visit(t.Context(), 0)
	if err != nil || visit.Changed != 1 || visit.Fresh != len(beside) || !slices.Equal(v.brought(), want) {
		t.Errorf("%s was edited and %v said, %v came: %+v, %v", id, beside, v.brought(), visit, err)
	}
	v.complete(t)
	v.site.Later(time.Hour)
	if visit, err := v.visit(t.Context(), 0); err != nil || len(v.posts) != 0 || visit.Outcome != voc.VisitUnchanged {
		t.Errorf("it came again: %+v, %v", visit, err)
	}
}

func liked(t *testing.T, s *Script) {
	if s.Unliked || s.Unedited {
		t.Skip("this kind tells no likes, or does not look twice")
	}
	v := play(t, s, nil)
	v.whole(t, 1)
	known := map[voc.PostID]bool{}
	for _, p := range v.all {
		known[p.ID] = true
	}
	id, beside := v.stir(func(p *Post) { p.Likes += 57 })
	visit, err := v.visit(t.Context(), 0)
	if err != nil || !slices.Equal(v.brought(), beside) || visit.Changed != 0 || visit.Observed != len(v.seen) || !visit.Outcome.Heard() {
		t.Errorf("%s was liked and %v said, %v came: %+v, %v", id, beside, v.brought(), visit, err)
	}
	p := v.newestBefore(id)
	found := false
	for _, o := range v.seen {
		if !known[o.Post] || o.Source != "played" || o.At.IsZero() {
			t.Errorf("an observation of a post nobody knows: %+v", o)
		}
		if o.Post == voc.NewPostID("played", id) {
			found = o.Engagement.Likes == p.Likes
		}
	}
	if !found || len(beside) == 0 && len(v.seen) != 1 {
		t.Errorf("%d likes of %s were not observed alone: %+v", p.Likes, id, v.seen)
	}
	v.site.Later(time.Hour)
	if visit, err := v.visit(t.Context(), 0); err != nil || len(v.posts)+len(v.seen) != 0 {
		t.Errorf("they were observed twice: %+v, %v", visit, err)
	}
}

// newestBefore is the post with that external id.
func (v *visitor) newestBefore(id string) Post {
	for _, p := range v.site.Posts() {
		if v.script.id(p) == id {
			return p
		}
	}
	return Post{}
}

func inGBK(t *testing.T, s *Script) {
	if s.UTF8 {
		t.Skip("this kind's sites are UTF-8 by definition")
	}
	v := play(t, s, nil)
	v.set(func(sv *server) { sv.gbk = true })
	v.whole(t, 1)
	v.complete(t)
}
