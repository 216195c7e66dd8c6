package store_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// left counts the rows of a table, of every version, that hold a text.
func left(t *testing.T, s *store.Store, table, column, text string) int {
	t.Helper()
	query := fmt.Sprintf("SELECT count() FROM %s WHERE position(toString(%s), '%s') > 0", table, column, text)
	n, err := s.Number(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestErase(t *testing.T) {
	s := storetest.Open(t)
	mine := func(id, brand, text string) voc.Mention {
		m := mention(id, text)
		m.Brand, m.Post.Author.Hash, m.Post.URL = voc.BrandID(brand), "hash-of-ann", "https://forum.example/t/"+id
		m.Post.Engagement.Likes = 3
		return m
	}
	other := mention("9", "别人的话")
	other.Post.Author.Hash, other.Post.URL = "hash-of-bert", "https://forum.example/t/9"
	save(t, s, 1, mine("1", "a", "我说过的话"), mine("1", "b", "我说过的话"))
	save(t, s, 0, mine("1", "a", "我说过的话，改了"), mine("1", "b", "我说过的话，改了")) // an older version lies beside it
	save(t, s, 2, mine("2", "a", "我又说过的话"), other)
	gone := []voc.PostID{mine("1", "a", "").Post.ID, mine("2", "a", "").Post.ID}
	if err := s.SaveDiscoveries(t.Context(), []voc.Discovery{{ID: "d", Sentence: "我说过的话", Posts: []voc.PostID{gone[0], other.Post.ID}}}, noon); err != nil {
		t.Fatal(err)
	}

	for _, c := range []struct {
		why           string
		authors, urls []string
		want          []int // mentions of each post
	}{
		{"by author", []string{"hash-of-ann"}, nil, []int{1, 2}},
		{"by address", nil, []string{"https://forum.example/t/9"}, []int{1}},
		{"by both", []string{"hash-of-bert"}, []string{"https://forum.example/t/1"}, []int{1, 2}},
		{"nobody is no author", []string{""}, []string{""}, nil},
		{"a stranger", []string{"x"}, []string{"https://forum.example/t/"}, nil},
	} {
		found, err := s.Concerned(t.Context(), c.authors, c.urls)
		if err != nil || len(found) != len(c.want) {
			t.Errorf("%s: %+v, %v", c.why, found, err)
			continue
		}
		sum, want := 0, 0
		for i := range found {
			sum, want = sum+found[i].Mentions, want+c.want[i]
		}
		if sum != want {
			t.Errorf("%s: %d mentions, want %d", c.why, sum, want)
		}
	}

	for range 2 { // again is harmless
		if err := s.Erase(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
	}
	if got := all(t, s, voc.Filter{}); len(got) != 1 || got[0].Post.ID != other.Post.ID {
		t.Errorf("left: %+v", got)
	}
	for _, c := range [][3]string{
		{"mentions", "text", "说过的话"}, {"mentions", "norm", "说过的话"}, {"mentions", "author_hash", "hash-of-ann"}, {"identities", "id", string(gone[0])},
		{"observations", "post_id", string(gone[1])}, {"discoveries", "sentence", "说过的话"}, {"discoveries", "posts", string(gone[0])},
	} {
		if n := left(t, s, c[0], c[1], c[2]); n != 0 {
			t.Errorf("%s.%s: %d rows still hold %s", c[0], c[1], n, c[2])
		}
	}
	if n := left(t, s, "discoveries", "posts", string(other.Post.ID)); n != 1 {
		t.Error("the others of a discovery are gone too")
	}
	save(t, s, 1, mine("1", "a", "回来了")) // as if it had never been there
}

func TestUnsay(t *testing.T) {
	s := storetest.Open(t)
	events := []voc.Event{
		{Seq: 1, At: noon, Subject: voc.SubjectAlert, ID: "a", Type: "opened", Actor: "tingfeng", Data: json.RawMessage(`{"text":"他的话"}`)},
		{Seq: 2, At: noon.Add(time.Second), Subject: voc.SubjectAlert, ID: "b", Type: "opened", Actor: "tingfeng", Data: json.RawMessage(`{"text":"他的话"}`)},
	}
	if err := s.AppendEvents(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	events[0].Data = json.RawMessage(`{"text":"it's \\ [已删除] {seq:UInt64}"}`)
	if err := s.Unsay(t.Context(), events[0]); err != nil {
		t.Fatal(err)
	}
	got, err := s.Events(t.Context(), 0)
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	for i := range got {
		if string(got[i].Data) != string(events[i].Data) || got[i].ID != events[i].ID || !got[i].At.Equal(events[i].At) {
			t.Errorf("event %d: %+v", i, got[i])
		}
	}
}
