package api

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestACorrectionIsKeptBesideTheAnalysis(t *testing.T) {
	db := storetest.Open(t)
	post := voc.Post{ID: voc.NewPostID("forum", "1"), Source: "forum", ExternalID: "1", Text: "真是绝了[微笑]", PublishedAt: clock}
	copied := post
	copied.ID, copied.ExternalID = voc.NewPostID("forum", "2"), "2"
	analysis := voc.Analysis{Norm: post.Text, Sentiment: voc.Positive, Score: 0.8, Version: "v1"}
	mentions := []voc.Mention{{Post: post, Brand: "qingheng", Analysis: analysis, Cluster: 9}, {Post: copied, Brand: "qingheng", Analysis: analysis, Cluster: 9}}
	if _, err := db.SaveMentions(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	door := (&house{}).open(t, func(o *Options) { o.Store = db })
	path := base + "/mentions/" + string(post.ID) + "/qingheng"

	got := read[voc.Reading](t, ask(t, door, "POST", path+"/corrections", `{"actor":"小周","sentiment":"negative","irony":true,"severity":0,"note":"反话"}`), 200)
	if got.Name != "小周" || got.Local != "v1" || got.Sentiment != voc.Negative || got.Irony == nil || !*got.Irony || got.Severity != 0 || got.Complaint != nil || len(got.Hash) != 64 {
		t.Errorf("kept as %+v", got)
	}
	list := read[Readings](t, ask(t, door, "GET", path+"/readings", ""), 200)
	if len(list.Items) != 1 || list.Items[0].Note != "反话" || list.Copies != (store.Copies{Posts: 2, Authors: 2, First: clock.UTC(), Last: clock.UTC()}) {
		t.Errorf("readings %+v", list)
	}
	if m := read[voc.Mention](t, ask(t, door, "GET", path, ""), 200); m.Analysis.Sentiment != voc.Positive {
		t.Errorf("the analysis itself was changed to %s", m.Analysis.Sentiment)
	}
	if list := read[Readings](t, ask(t, door, "GET", base+"/mentions/"+string(copied.ID)+"/qingheng/readings", ""), 200); len(list.Items) != 0 {
		t.Errorf("the copy was corrected as well: %+v", list.Items)
	}

	for why, body := range map[string]string{
		"nothing corrected": `{"actor":"小周","note":"不对"}`, "by nobody": `{"sentiment":"negative"}`, "no such feeling": `{"actor":"小周","emotion":"bored"}`,
		"off the scale": `{"actor":"小周","severity":5}`, "no such field": `{"actor":"小周","mood":"bad"}`,
	} {
		if w := ask(t, door, "POST", path+"/corrections", body); w.Code != 422 && w.Code != 400 {
			t.Errorf("%s: answered %d %s", why, w.Code, w.Body)
		}
	}
	problemOf(t, ask(t, door, "POST", base+"/mentions/"+string(voc.NewPostID("forum", "3"))+"/qingheng/corrections", `{"actor":"小周","irony":true}`), 404, "not_found")
}
