package googleplay_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPlayed(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "googleplay", UTF8: true, Posts: 60,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.GooglePlay.App, src.GooglePlay.Count = voc.KindGooglePlay, base, "com.example.tea", 20
			return src
		},
		Answer: answer,
		ID:     func(p replay.Post) string { return "gp:" + p.ID },
		Rating: func(p replay.Post) float64 { return float64(p.Rating) },
	})
}

// answer reads the form as the site does, down to the number of reviews and the token in it.
func answer(site *replay.Site, r *http.Request) string {
	if r.Method != http.MethodPost || r.URL.Path != "/_/PlayStoreUi/data/batchexecute" || r.ParseForm() != nil {
		return ""
	}
	var form [][][]any
	if json.Unmarshal([]byte(r.PostForm.Get("f.req")), &form) != nil {
		return ""
	}
	var question []any
	if json.Unmarshal([]byte(form[0][0][1].(string)), &question) != nil {
		return ""
	}
	order := question[2].([]any)
	at := order[2].([]any)
	n := 1
	if token, ok := at[2].(string); ok {
		fmt.Sscanf(token, "page-%d", &n)
	}
	posts, more := site.Page(n, int(at[0].(float64)))
	rows := []any{}
	for _, p := range posts {
		rows = append(rows, []any{
			"gp:" + p.ID, []any{p.Author}, p.Rating, nil, p.Title + "\n" + p.Text, []any{p.At.Unix(), 316000000}, p.Likes, nil, nil, []any{"118" + p.ID, p.Author}, "4.2.1",
		})
	}
	inner := []any{rows}
	if more {
		inner = append(inner, []any{nil, fmt.Sprintf("page-%04d", n+1)})
	}
	written, _ := json.Marshal(inner)
	outer, _ := json.Marshal([]any{[]any{"wrb.fr", "UsvDTd", string(written), nil, nil, nil, "generic"}, []any{"di", 68}})
	return strings.Join([]string{")]}'", "", fmt.Sprint(len(outer)), string(outer), ""}, "\n")
}
