package api

import (
	archive "archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/dashboards/evidence"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const january = "from=2026-01-10&to=2026-02-01"

// Each choice a facet offers shows as many mentions as it says.
func TestAFacetsNumberIsWhatChoosingItShows(t *testing.T) {
	mentions := voices(400)
	for i := range mentions {
		mentions[i].Analysis.City = []string{"", "杭州"}[i%2]
		mentions[i].Post.Author.Followers = []int64{-1, 10, 100_000}[i%3]
	}
	door := stocked(t, &house{}, mentions)
	for _, query := range []string{january, january + "&sentiment=negative&q=" + url.QueryEscape("头发 | 好喝")} {
		facets := read[Facets](t, ask(t, door, "GET", base+"/mentions/facets?"+query, ""), 200)
		checked := 0
		for _, f := range facets.Items {
			for _, v := range f.Values {
				values, _ := url.ParseQuery(query)
				parameter := f.Name
				if f.Name == "severity" || f.Name == "complaint" && v.Value == "false" {
					continue // the parameter means at least, and only complaints
				}
				values.Set(parameter, v.Value)
				if got := read[Mentions](t, ask(t, door, "GET", base+"/mentions?limit=1&"+values.Encode(), ""), 200); got.Total != v.N {
					t.Errorf("%s: %s=%s says %d, the list holds %d", query, f.Name, v.Value, v.N, got.Total)
				}
				checked++
			}
		}
		if checked < 15 {
			t.Errorf("%s: only %d choices offered", query, checked)
		}
	}
}

func TestTheListSaysHowASearchWasRead(t *testing.T) {
	door := stocked(t, &house{}, voices(50))
	got := read[Mentions](t, ask(t, door, "GET", base+"/mentions?"+january+"&q="+url.QueryEscape("退款太慢 | 好喝 -抽奖"), ""), 200)
	want := store.Search{Groups: [][]string{{"退款太慢", "好喝"}}, Not: []string{"抽奖"}}
	if fmt.Sprint(got.Search) != fmt.Sprint(want) {
		t.Errorf("read as %v, want %v", got.Search, want)
	}
}

func TestFoldedListsCountWhatTheyHide(t *testing.T) {
	mentions := voices(60)
	for i := range mentions {
		mentions[i].Analysis.Noise, mentions[i].Brand = nil, "qingheng"
		if i%3 == 0 {
			mentions[i].Cluster = 1<<63 + 9
		}
	}
	door := stocked(t, &house{}, mentions)
	got := read[Mentions](t, ask(t, door, "GET", base+"/mentions?fold=true&limit=200&"+january, ""), 200)
	if got.Total != 41 || len(got.Items) != 41 || len(got.Folded) != 41 {
		t.Fatalf("%d of %d items, %d folds; want 41", len(got.Items), got.Total, len(got.Folded))
	}
	i := slices.Index(got.Folded, 20)
	if i < 0 {
		t.Fatalf("nothing stands for 20: %v", got.Folded)
	}
	copies := read[CopyList](t, ask(t, door, "GET", base+"/mentions/"+string(got.Items[i].Post.ID)+"/qingheng/copies?"+january, ""), 200)
	if len(copies.Items) != 20 || copies.Items[0].Post.PublishedAt.After(copies.Items[19].Post.PublishedAt) {
		t.Errorf("%d copies", len(copies.Items))
	}
}

func TestAThreadIsArranged(t *testing.T) {
	said := func(id, parent string) voc.Mention {
		return voc.Mention{Post: voc.Post{ExternalID: id, ParentID: parent}}
	}
	for _, row := range []struct {
		why  string
		in   []voc.Mention
		want string
	}{
		{"answers stand behind what they answer", []voc.Mention{said("r", ""), said("a", "r"), said("b", "r"), said("aa", "a")}, "r0 a1 aa2 b1"},
		{"an answer to what is not known is an answer all the same", []voc.Mention{said("a", "gone"), said("aa", "a")}, "a1 aa2"},
		{"a circle ends", []voc.Mention{said("a", "b"), said("b", "a")}, "a1 b2"},
		{"who answers themselves stands once", []voc.Mention{said("a", "a")}, "a1"},
		{"nothing", nil, ""},
	} {
		var got []string
		for _, i := range arrange(row.in) {
			got = append(got, fmt.Sprint(i.Mention.Post.ExternalID, i.Depth))
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s: %v, want %s", row.why, got, row.want)
		}
	}
}

// The rows of a spreadsheet, read back by their XML.
func sheetCells(t *testing.T, body []byte, sheet string) [][]string {
	t.Helper()
	z, err := archive.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Rows []struct {
			Cells []struct {
				At     string `xml:"r,attr"`
				Type   string `xml:"t,attr"`
				Number string `xml:"v"`
				Text   string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.NewDecoder(f).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, r := range doc.Rows {
		row := make([]string, len(csvHeader))
		for _, c := range r.Cells {
			for i := range row {
				if strings.TrimRight(c.At, "0123456789") == []string{"", "A"}[i/26]+string(rune('A'+i%26)) {
					row[i] = c.Number + c.Text
				}
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// Both files hold the very rows of the list, in its order, and nothing a spreadsheet would run.
func TestExportsAreTheList(t *testing.T) {
	mentions := append(voices(300), hostileMentions()...)
	door := stocked(t, &house{}, mentions)
	query := "from=2026-01-15&to=2026-02-01&sentiment=negative"
	var want []string
	for after := ""; ; {
		page := read[Mentions](t, ask(t, door, "GET", base+"/mentions?limit=50&after="+after+"&"+query, ""), 200)
		for _, m := range page.Items {
			want = append(want, string(m.Post.ID))
		}
		if after = page.Next; after == "" {
			break
		}
	}
	w := ask(t, door, "GET", base+"/export/mentions.xlsx?"+query, "")
	if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Disposition"), ".xlsx") {
		t.Fatalf("answered %d %v", w.Code, w.Header())
	}
	rows := sheetCells(t, w.Body.Bytes(), "xl/worksheets/sheet1.xml")
	if !slices.Equal(rows[0], csvHeader) {
		t.Errorf("head %q", rows[0])
	}
	var got []string
	for _, row := range rows[1:] {
		got = append(got, row[0])
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !numberColumns[i] {
				t.Errorf("cell %s would be run: %q", csvHeader[i], cut(cell))
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the spreadsheet holds %d rows, the list %d", len(got), len(want))
	}
	var lines []string
	for _, row := range exported(t, door, query) {
		lines = append(lines, row[0])
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the CSV holds %d rows, the list %d", len(lines), len(want))
	}
}

func TestEvidenceVerifies(t *testing.T) {
	mentions := append(voices(30), hostileMentions()...)
	door := stocked(t, &house{}, mentions)
	w := ask(t, door, "POST", base+"/export/evidence", `{"query":"from=2026-01-01&to=2026-02-01&raw=true","reason":"<b>取证</b>","actor":"小周"}`)
	if w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	pack := w.Body.Bytes()
	m, err := evidence.Verify(pack)
	if err != nil || m.Count != len(mentions) || m.Seal != w.Header().Get(sealHeader) || m.MadeBy != "小周" {
		t.Errorf("%d mentions by %s, %v", m.Count, m.MadeBy, err)
	}
	at := bytes.Index(pack, []byte("fetched_at"))
	pack[at+15] ^= 1
	if _, err := evidence.Verify(pack); err == nil {
		t.Error("a flipped bit was not found")
	}
	one := `{"mentions":["` + string(mentions[0].Post.ID) + "/" + orDash(mentions[0].Brand) + `"]}`
	if m, err = evidence.Verify(ask(t, door, "POST", base+"/export/evidence", one).Body.Bytes()); err != nil || m.Count != 1 {
		t.Errorf("one chosen: %d, %v", m.Count, err)
	}
	for why, body := range map[string]string{
		"nothing chosen": `{}`, "both ways": `{"mentions":["x"],"query":"from=2026-01-01"}`, "no such parameter": `{"query":"from=2026-01-01&to=2026-02-01&mood=bad"}`,
		"not a mention": `{"mentions":["x/y"]}`, "no time": `{"query":"sentiment=negative"}`,
	} {
		if w := ask(t, door, "POST", base+"/export/evidence", body); w.Code != 422 {
			t.Errorf("%s: %d %s", why, w.Code, w.Body)
		}
	}
}

func orDash(b voc.BrandID) string {
	if b == "" {
		return "-"
	}
	return string(b)
}

func TestSearchesAreKeptByTheirOwner(t *testing.T) {
	door := stocked(t, &house{}, voices(1))
	kept := read[store.SavedSearch](t, ask(t, door, "POST", base+"/searches", `{"name":"退款慢","query":"q=退款&range=30d","owner":"小周"}`), 200)
	again := read[store.SavedSearch](t, ask(t, door, "POST", base+"/searches", `{"name":"退款慢","query":"q=退款+慢","owner":"小周"}`), 200)
	if kept.ID == "" || again.ID != kept.ID {
		t.Errorf("the same name again is %q, was %q", again.ID, kept.ID)
	}
	read[store.SavedSearch](t, ask(t, door, "POST", base+"/searches", `{"name":"退款慢","query":"q=1","owner":"小李"}`), 200)
	if list := read[Searches](t, ask(t, door, "GET", base+"/searches?owner="+url.QueryEscape("小周"), ""), 200); len(list.Items) != 1 || list.Items[0].Query != "q=退款+慢" {
		t.Errorf("小周 keeps %+v", list.Items)
	}
	if list := read[Searches](t, ask(t, door, "GET", base+"/searches", ""), 200); len(list.Items) != 0 {
		t.Errorf("nobody in particular keeps %+v", list.Items)
	}
	if one := read[store.SavedSearch](t, ask(t, door, "GET", base+"/searches/"+kept.ID, ""), 200); one.Name != "退款慢" {
		t.Errorf("by its link: %+v", one)
	}
	problemOf(t, ask(t, door, "DELETE", base+"/searches/"+kept.ID, `{"owner":"小李"}`), 404, "not_found")
	ask(t, door, "DELETE", base+"/searches/"+kept.ID, `{"owner":"小周"}`)
	problemOf(t, ask(t, door, "GET", base+"/searches/"+kept.ID, ""), 404, "not_found")
	for why, body := range map[string]string{"no name": `{"query":"a=b","owner":"x"}`, "no query string": `{"name":"x","query":"%zz"}`} {
		if w := ask(t, door, "POST", base+"/searches", body); w.Code != 422 {
			t.Errorf("%s: %d", why, w.Code)
		}
	}
}

func TestCorrectionsAddUpAndAreTakenBack(t *testing.T) {
	mentions := voices(3)
	mentions[0].Brand, mentions[0].Analysis.Norm = "qingheng", "杯子里有头发"
	door := stocked(t, &house{}, mentions)
	path := base + "/mentions/" + string(mentions[0].Post.ID) + "/qingheng"
	correct := func(body string) voc.Reading {
		return read[voc.Reading](t, ask(t, door, "POST", path+"/corrections", body), 200)
	}
	correct(`{"actor":"小周","sentiment":"negative"}`)
	got := correct(`{"actor":"小周","severity":3,"noise":[],"brand_wrong":false,"aspects":[{"name":"hygiene","sentiment":"negative","start":4,"end":6}]}`)
	if got.Sentiment != voc.Negative || got.Severity != 3 || !got.NoiseJudged || got.BrandWrong == nil || len(got.Aspects) != 1 || got.Aspects[0].Text != "头发" {
		t.Fatalf("stands as %+v", got)
	}
	history := read[CorrectionHistory](t, ask(t, door, "GET", path+"/corrections?actor="+url.QueryEscape("小周"), ""), 200)
	if len(history.Items) != 2 || history.Items[0].Reading.Severity != 3 || !history.Items[0].Mine {
		t.Fatalf("history %+v", history)
	}
	undo := func(id, actor string) int {
		return ask(t, door, "POST", base+"/corrections/undo", fmt.Sprintf(`{"post":"%s","brand":"qingheng","id":"%s","actor":"%s"}`, mentions[0].Post.ID, id, actor)).Code
	}
	if code := undo(history.Items[0].ID, "小李"); code != http.StatusForbidden {
		t.Errorf("somebody else took it back: %d", code)
	}
	if code := undo(history.Items[0].ID, "小周"); code != 200 {
		t.Errorf("taking back: %d", code)
	}
	readings := read[Readings](t, ask(t, door, "GET", path+"/readings", ""), 200).Items
	if len(readings) != 1 || readings[0].Sentiment != voc.Negative || readings[0].Severity != -1 || readings[0].AspectsJudged {
		t.Errorf("after taking back the second: %+v", readings)
	}
	undo(history.Items[1].ID, "小周")
	if readings = read[Readings](t, ask(t, door, "GET", path+"/readings", ""), 200).Items; readings[0].Sentiment != "" {
		t.Errorf("after taking back both: %+v", readings)
	}
	history = read[CorrectionHistory](t, ask(t, door, "GET", path+"/corrections", ""), 200)
	if len(history.Items) != 4 || !history.Items[3].Undone || history.Items[0].Undone {
		t.Errorf("history %+v", history)
	}
	for why, body := range map[string]string{
		"outside of the text": `{"actor":"小周","aspects":[{"name":"a","sentiment":"negative","start":1,"end":99}]}`, "no such label": `{"actor":"小周","noise":["boring"]}`,
		"an aspect without a judgement": `{"actor":"小周","aspects":[{"name":"a"}]}`,
	} {
		if w := ask(t, door, "POST", path+"/corrections", body); w.Code != 422 {
			t.Errorf("%s: %d %s", why, w.Code, w.Body)
		}
	}
}

func TestManyAreCorrectedAtOnceAndTakenBackAtOnce(t *testing.T) {
	mentions := voices(120)
	door := stocked(t, &house{}, mentions)
	query := "from=2026-01-01&to=2026-02-01&raw=true&q=" + url.QueryEscape("头发")
	selection, _ := json.Marshal(map[string]string{"query": query})
	preview := read[BulkPreview](t, ask(t, door, "POST", base+"/mentions/bulk/preview", string(selection)), 200)
	list := read[Mentions](t, ask(t, door, "GET", base+"/mentions?limit=200&"+query, ""), 200)
	sum := 0
	for _, n := range preview.Brands {
		sum += n
	}
	if preview.N != list.Total || preview.N < 10 || sum != preview.N {
		t.Fatalf("preview %+v, the list holds %d", preview, list.Total)
	}
	body := func(expect int) string {
		raw, _ := json.Marshal(map[string]any{"query": query, "expect": expect, "correction": map[string]any{"actor": "小周", "noise": []string{"advert"}}})
		return string(raw)
	}
	problemOf(t, ask(t, door, "POST", base+"/mentions/bulk/corrections", body(preview.N-11)), 409, "changed")
	done := read[BulkDone](t, ask(t, door, "POST", base+"/mentions/bulk/corrections", body(preview.N)), 200)
	if done.N != preview.N || done.Batch == "" {
		t.Fatalf("done %+v", done)
	}
	reading := func() []voc.Reading {
		m := list.Items[len(list.Items)-1]
		return read[Readings](t, ask(t, door, "GET", base+"/mentions/"+string(m.Post.ID)+"/"+orDash(m.Brand)+"/readings", ""), 200).Items
	}
	if got := reading(); len(got) != 1 || !slices.Equal(got[0].Noise, []string{"advert"}) {
		t.Errorf("the last reads %+v", got)
	}
	if back := read[Undone](t, ask(t, door, "POST", base+"/corrections/undo", `{"batch":"`+done.Batch+`","actor":"小周"}`), 200); back.N != done.N {
		t.Errorf("%d taken back", back.N)
	}
	if back := read[Undone](t, ask(t, door, "POST", base+"/corrections/undo", `{"batch":"`+done.Batch+`","actor":"小周"}`), 200); back.N != 0 {
		t.Errorf("%d taken back a second time", back.N)
	}
	if got := reading(); got[0].NoiseJudged {
		t.Errorf("still reads %+v", got)
	}
}

func TestOneOrderForMany(t *testing.T) {
	mentions := voices(120)
	h := &house{}
	door := stocked(t, h, mentions)
	raw, _ := json.Marshal(map[string]any{"query": "from=2026-01-01&to=2026-02-01&brand=qingheng", "title": "等待太久", "level": "yellow", "actor": "小周"})
	if w := ask(t, door, "POST", base+"/mentions/bulk/order", string(raw)); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	raw, _ = json.Marshal(map[string]any{"query": "from=2026-01-01&to=2026-02-01", "title": "等待太久", "level": "yellow", "actor": "小周"})
	if w := ask(t, door, "POST", base+"/mentions/bulk/order", string(raw)); w.Code != 422 {
		t.Errorf("of several brands: %d %s", w.Code, w.Body)
	}
}

// keepSomething keeps two searches and a correction of a mention.
func keepSomething(t *testing.T, s *store.Store, m *voc.Mention) {
	for _, id := range []string{"kept", "spare"} {
		if err := s.SaveSearch(t.Context(), store.SavedSearch{ID: id, Owner: "小周", Name: id, Query: "q=1", Created: clock}); err != nil {
			t.Fatal(err)
		}
	}
	said := voc.Reading{PostID: m.Post.ID, Brand: m.Brand, Reader: voc.ReaderHuman, Name: "小周", Sentiment: voc.Negative, Severity: -1, At: clock}
	if err := s.SaveCorrections(t.Context(), []store.Correction{{ID: "made", At: clock, Post: m.Post.ID, Brand: m.Brand, Name: "小周", Reading: said}}); err != nil {
		t.Fatal(err)
	}
}
