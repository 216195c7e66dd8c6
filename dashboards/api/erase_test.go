package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestErase(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	got := read[voc.Erased](t, ask(t, door, "POST", base+"/erasures", `{"author":"42","platform":"weibo","actor":"小周"}`), 200)
	if got.Posts != 2 || len(h.erasures) != 1 || h.erasures[0] != (voc.Erasure{Author: "42", Platform: "weibo", Actor: "小周"}) {
		t.Errorf("%+v, asked for %+v", got, h.erasures)
	}
	for _, body := range []string{
		`{"actor":"小周"}`, `{"author":"a","url":"https://x.example/","actor":"小周"}`, `{"author":"a"}`, `{"author":"` + strings.Repeat("a", 300) + `","actor":"小周"}`,
	} {
		problemOf(t, ask(t, door, "POST", base+"/erasures", body), 422, "invalid")
	}
	h.err = fmt.Errorf("%w: 3 posts", ErrConflict)
	problemOf(t, ask(t, door, "POST", base+"/erasures", `{"url":"https://x.example/","actor":"小周"}`), 409, "conflict")
	if len(h.erasures) != 2 || h.erasures[1].URL != "https://x.example/" {
		t.Errorf("asked for %+v", h.erasures)
	}
}
