package pipeline

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// shelf is a site that tells likes, one review a page, newest first.
type shelf struct {
	*httptest.Server
	likes []int // by age, the newest first; a review an hour
	cut   int   // pages that are answered; 0: all
}

func newShelf(t *testing.T, likes ...int) *shelf {
	t.Helper()
	s := &shelf{likes: likes}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		if _, err := fmt.Sscan(r.URL.Query().Get("p"), &n); err != nil {
			http.NotFound(w, r)
			return
		}
		if s.cut > 0 && n >= s.cut {
			http.Error(w, "", http.StatusInternalServerError)
			return
		}
		if n >= len(s.likes) {
			fmt.Fprint(w, "[]")
			return
		}
		fmt.Fprintf(w, `[{"id":%d,"text":"第%d杯","at":%d,"likes":%d}]`, 1000-n, n, noon.Add(-time.Duration(n)*time.Hour).Unix(), s.likes[n])
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *shelf) source() (src crawler.SourceOptions) {
	src.ID, src.Kind, src.Address, src.AllowPrivate = "shelf", voc.KindJSON, s.URL+"/api?p=0", true
	src.JSON.Items, src.JSON.PageParam, src.JSON.Step = "[]", "p", 1
	src.JSON.Fields.ID, src.JSON.Fields.Text, src.JSON.Fields.Time, src.JSON.Fields.Likes = "id", "text", "at", "likes"
	return src
}

func TestRoundKeepsLikesBesideThePosts(t *testing.T) {
	site := newShelf(t, 3, 1, 4)
	in, _ := door(t, nil)
	if visit, err := in.Round(t.Context(), site.source(), nil); err != nil || visit.Fresh != 3 {
		t.Fatalf("%+v, %v", visit, err)
	}
	site.likes[0] = 59
	visit, err := in.Round(t.Context(), site.source(), nil)
	if err != nil || visit.Fresh != 0 || visit.Observed != 1 {
		t.Fatalf("a review was liked: %+v, %v", visit, err)
	}
	entries, _, err := in.spool.Next(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range entries {
		kinds = append(kinds, e.Kind)
		if e.Kind != entryObservation {
			continue
		}
		var seen []voc.Observation
		if err := json.Unmarshal(e.Data, &seen); err != nil || len(seen) != 1 {
			t.Fatalf("%s: %v", e.Data, err)
		}
		if o := seen[0]; o.Post != voc.NewPostID("shelf", "1000") || o.Source != "shelf" || !o.At.Equal(noon) || o.Engagement.Likes != 59 || o.Engagement.Views != voc.Unknown {
			t.Errorf("observed %+v", o)
		}
	}
	if got := strings.Join(kinds, " "); got != "post post post visit observation visit" {
		t.Errorf("the spool holds %s", got)
	}
}

func TestRoundSpanHasACursorOfItsOwn(t *testing.T) {
	site := newShelf(t, 1, 1, 1, 1, 1, 1, 1, 1)
	in, dir := door(t, nil)
	if _, err := in.Round(t.Context(), site.source(), nil); err != nil {
		t.Fatal(err)
	}
	before, err := in.cursors.get("shelf")
	if err != nil {
		t.Fatal(err)
	}
	span := voc.Span{From: noon.Add(-5 * time.Hour), To: noon.Add(-2 * time.Hour)}
	src := site.source()
	src.MaxPages = 4
	heard := 0
	visit, err := in.RoundSpan(t.Context(), src, span, func(n int) { heard = n })
	if err != nil || visit.Trouble != voc.TroubleCap || visit.Outcome.Heard() {
		t.Fatalf("four pages do not reach its beginning: %+v, %v", visit, err)
	}
	if files := spanFiles(t, dir); files != 1 {
		t.Errorf("%d cursors of walks, want one that goes on", files)
	}
	first := heard
	visit, err = in.RoundSpan(t.Context(), src, span, func(n int) { heard = first + n })
	if err != nil || !visit.Outcome.Heard() || !visit.Since.Equal(span.From) || !visit.Until.Equal(span.To) || heard != 3 {
		t.Errorf("%d posts of three: %+v, %v", heard, visit, err)
	}
	if files := spanFiles(t, dir); files != 0 {
		t.Errorf("%d cursors of walks that have ended", files)
	}
	if after, _ := in.cursors.get("shelf"); after != before {
		t.Error("a walk back moved the cursor of the source")
	}
	posts, visits := waiting(t, in.spool)
	if len(posts) != 8+3 || len(visits) != 3 {
		t.Errorf("the spool holds %d posts and %d visits", len(posts), len(visits))
	}
}

func TestRoundSpanThatFailsGoesOnLater(t *testing.T) {
	site := newShelf(t, 1, 1, 1, 1, 1, 1)
	in, dir := door(t, nil)
	site.cut = 3
	span := voc.Span{From: noon.Add(-4 * time.Hour)}
	if visit, err := in.RoundSpan(t.Context(), site.source(), span, nil); err == nil || visit.Trouble != voc.TroubleNetwork || visit.Outcome.Heard() || spanFiles(t, dir) != 1 {
		t.Fatalf("%+v, %v", visit, err)
	}
	site.cut = 0
	visit, err := in.RoundSpan(t.Context(), site.source(), span, nil)
	if err != nil || !visit.Outcome.Heard() || visit.Fresh != 2 {
		t.Errorf("two were left: %+v, %v", visit, err)
	}
}

func spanFiles(t *testing.T, dir string) (n int) {
	t.Helper()
	files, err := os.ReadDir(dir + "/cursors")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.Contains(f.Name(), ".span.") {
			n++
		}
	}
	return n
}
