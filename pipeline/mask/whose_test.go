package mask

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestHashesFindWhatTheDoorKept(t *testing.T) {
	m := newMasker(t)
	kept := func(platform, id, name string) string {
		p := voc.Post{Source: "s", Platform: platform, Author: voc.Author{Hash: id, Name: name}}
		m.Post(&p)
		return p.Author.Hash
	}
	media := sha256.Sum256([]byte("42"))
	sites := []string{"weibo", "s"}
	for _, c := range []struct{ why, raw, hash string }{
		{"by id", "42", kept("weibo", "42", "排队的张先生")},
		{"by id, of a source without platform", "42", kept("", "42", "")},
		{"by name, where the site gives no id", "排队的张先生", kept("weibo", "", "排队的张先生")},
		{"as MediaCrawler writes ids", "42", kept("weibo", hex.EncodeToString(media[:])[:16], "")},
	} {
		if got := m.Hashes(c.raw, sites); !slices.Contains(got, c.hash) {
			t.Errorf("%s: %q are not %s", c.why, got, c.hash)
		}
	}
	if got := m.Hashes("42", []string{"xhs"}); slices.Contains(got, kept("weibo", "42", "")) {
		t.Error("the same number elsewhere is somebody else")
	}
	own := kept("weibo", "42", "")
	if got := m.Hashes(own, sites); !slices.Equal(got, []string{own}) {
		t.Errorf("a hash of ours stands for %q", got)
	}
	if got := m.Hashes("匿名用户", nil); len(got) != 0 {
		t.Errorf("on no site: %q", got)
	}
}
