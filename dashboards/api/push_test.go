package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPushHandsOnWhatWasSent(t *testing.T) {
	h := &house{}
	w := ask(t, h.open(t, nil), "POST", base+"/posts", `[
		{"id":"7301234567890123456","source":"desk","text":"杯子里有头发","title":"投诉","author":"王小明","author_id":"u1","published_at":"2026-01-31T09:00:00+08:00",
		 "rating":1,"url":"https://desk.example.com/t/1?a=b","kind":"complaint","store":"sh-jingan-01","likes":0},
		{"external_id":"2","source":"desk","text":"昨天的","published_at":"2026-01-30","brand":"luye"},
		{"id":"3","source":"desk","title":"只有标题"}]`)
	got := read[Pushed](t, w, 202)
	if got.Accepted != 3 || got.Rejected != 0 || len(h.pushed) != 3 {
		t.Fatalf("%+v, %d handed on", got, len(h.pushed))
	}
	first := h.pushed[0]
	want := voc.Post{
		ID: voc.NewPostID("desk", "7301234567890123456"), Source: "desk", Platform: "desk", ExternalID: "7301234567890123456",
		URL: "https://desk.example.com/t/1?a=b", Kind: voc.PostComplaint,
		Author:      voc.Author{Hash: "u1", Name: "王小明", Followers: voc.Unknown},
		PublishedAt: first.PublishedAt, Precision: voc.PrecisionSecond, FetchedAt: clock, Title: "投诉", Text: "杯子里有头发",
		Rating: 1, RatingRaw: "1", Store: "sh-jingan-01", Brand: "qingheng",
		Engagement: voc.Engagement{Likes: 0, Replies: voc.Unknown, Shares: voc.Unknown, Views: voc.Unknown},
	}
	if first != want || !first.PublishedAt.Equal(time.Date(2026, 1, 31, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("first post\n%+v, want\n%+v", first, want)
	}
	if p := h.pushed[1]; p.Precision != voc.PrecisionDay || p.Brand != "luye" || p.Kind != voc.PostPost {
		t.Errorf("a date is only exact to the day, and the row's brand goes before the source's: %+v", p)
	}
	if p := h.pushed[2]; p.Precision != voc.PrecisionNone || !p.PublishedAt.Equal(clock) {
		t.Errorf("a post without time is marked as such: %+v", p)
	}
}

func TestABadRowDoesNotCostTheOthers(t *testing.T) {
	h := &house{}
	got := read[Pushed](t, ask(t, h.open(t, nil), "POST", base+"/posts", `[
		{"id":"1","source":"desk","text":"好"}, {"id":2,"source":"desk","text":"编号成了数字"}, {"id":"3","source":"nowhere","text":"x","rating":9}, "文本"]`), 202)
	if got.Accepted != 1 || got.Rejected != 3 || len(h.pushed) != 1 {
		t.Fatalf("%+v, %d handed on", got, len(h.pushed))
	}
	var fields []string
	for _, e := range got.Errors {
		fields = append(fields, e.Field)
	}
	if strings.Join(fields, " ") != "1 2.source 2.rating 3" {
		t.Errorf("errors %+v", got.Errors)
	}
}

func TestPushSaysWhatIsWrongWithARow(t *testing.T) {
	for _, row := range []struct{ post, field, why string }{
		{`{"id":"1","source":"forum","text":"x"}`, "0.source", "a crawled source: a row must not pretend to have been crawled"},
		{`{"id":"1","source":"oldpush","text":"x"}`, "0.source", "a source that is switched off"},
		{`{"id":"1","text":"x"}`, "0.source", "no source"},
		{`{"source":"desk","text":"x"}`, "0.id", "no id: the same post sent twice would count twice"},
		{`{"id":"1","source":"desk"}`, "0.text", "nothing was said"},
		{`{"id":"1","source":"desk","text":"   "}`, "0.text", "blanks say nothing"},
		{`{"id":"1","source":"desk","text":"x","rating":0.5}`, "0.rating", "below the scale"},
		{`{"id":"1","source":"desk","text":"x","likes":-1}`, "0.likes", "fewer than none"},
		{`{"id":"1","source":"desk","text":"x","published_at":"gestern"}`, "0.published_at", "no time"},
		{`{"id":"1","source":"desk","text":"x","published_at":"2026-03-01"}`, "0.published_at", "in the future"},
		{`{"id":"1","source":"desk","text":"x","url":"javascript:alert(1)"}`, "0.url", "an address that runs"},
		{`{"id":"1","source":"desk","text":"x","url":"/t/1"}`, "0.url", "half an address"},
		{`{"id":"1","source":"desk","text":"x","kind":"tweet"}`, "0.kind", "no such kind"},
		{`{"id":"1","source":"desk","text":"x","brand":"other"}`, "0.brand", "no such brand"},
		{`{"id":"1","source":"desk","text":"x","store":"other"}`, "0.store", "no such shop"},
		{`{"id":"1","source":"desk","txt":"x"}`, "0", "a misspelt field"},
		{`[]`, "0", "a list in the list"},
		{"{\"id\":\"1\",\"source\":\"desk\",\"text\":\"\xb2\xee\xc6\xc0\"}", "0", "GBK: a phone number in it could not be seen"},
	} {
		h := &house{}
		p := problemOf(t, ask(t, h.open(t, nil), "POST", base+"/posts", "["+row.post+"]"), 422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != row.field || len(h.pushed) != 0 {
			t.Errorf("%s (%s): %+v", row.post, row.why, p.Errors)
		}
	}
}

func TestAPushHasOneToAThousandRows(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	rows := make([]PushedPost, maxRows+1)
	for i := range rows {
		rows[i] = PushedPost{ID: fmt.Sprint(i), Source: "desk", Text: "好"}
	}
	send := func(rows []PushedPost) string {
		b, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	problemOf(t, ask(t, door, "POST", base+"/posts", "[]"), 422, "invalid")
	problemOf(t, ask(t, door, "POST", base+"/posts", send(rows)), 422, "invalid")
	problemOf(t, ask(t, door, "POST", base+"/posts", `{"id":"1"}`), 422, "invalid")
	if got := read[Pushed](t, ask(t, door, "POST", base+"/posts", send(rows[:maxRows])), 202); got.Accepted != maxRows {
		t.Errorf("%+v", got)
	}
}

func TestAFullSpoolIsNotAcknowledged(t *testing.T) {
	h := &house{err: fmt.Errorf("spool: %w", ErrFull)}
	w := ask(t, h.open(t, nil), "POST", base+"/posts", `[{"id":"1","source":"desk","text":"好"}]`)
	problemOf(t, w, 503, "full")
	if w.Header().Get("Retry-After") == "" || len(h.pushed) != 0 {
		t.Errorf("Retry-After %q, %d handed on", w.Header().Get("Retry-After"), len(h.pushed))
	}
}

func FuzzPush(f *testing.F) {
	f.Add(`{"id":"1","source":"desk","text":"好"}`)
	f.Add(`{"id":"1","source":"desk","text":"x","published_at":"2026-01-31","rating":3.5,"likes":9223372036854775807}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, row string) {
		a := newDoor()
		r := a.reader()
		p := a.readPost(r, json.RawMessage(row))
		if len(r.errs) > 0 {
			return
		}
		if p.ExternalID == "" || p.ID != voc.NewPostID("desk", p.ExternalID) || p.Body() == "" || p.PublishedAt.IsZero() {
			t.Errorf("%q passed as %+v", row, p)
		}
		if p.Rating != 0 && (p.Rating < 1 || p.Rating > 5) {
			t.Errorf("%q passed with rating %g", row, p.Rating)
		}
	})
}
