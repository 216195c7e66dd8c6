package evidence

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func sample(texts ...string) Pack {
	at := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	p := Pack{MadeAt: at, MadeBy: "小周", Reason: "投诉取证", System: "test", Filter: "q=退款"}
	for i, text := range texts {
		post := voc.Post{ID: voc.NewPostID("forum", text), Text: text, URL: "https://forum.example/p/1", PublishedAt: at.Add(-time.Hour), FetchedAt: at, ExternalID: string(rune('a' + i))}
		p.Items = append(p.Items, Item{Mention: voc.Mention{Post: post, Brand: "qingheng", Analysis: voc.Analysis{Norm: text, Sentiment: voc.Negative}}, Source: "茶友论坛"})
	}
	return p
}

func write(t *testing.T, p Pack) ([]byte, Manifest) {
	t.Helper()
	var b bytes.Buffer
	m, err := Write(&b, p)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), m
}

// Whichever byte is flipped, in a text, in a checksum or in the container, it is found.
func TestVerifyFindsEveryFlippedByte(t *testing.T) {
	pack, m := write(t, sample("退款太慢", "杯子里有头发"))
	if got, err := Verify(pack); err != nil || got.Seal != m.Seal || got.Count != 2 || len(m.Seal) != 64 {
		t.Fatalf("an untouched pack: %v, seal %q", err, got.Seal)
	}
	for i := range pack {
		changed := bytes.Clone(pack)
		changed[i] ^= 1
		if _, err := Verify(changed); err == nil {
			t.Fatalf("a flipped bit in byte %d of %d was not found", i, len(pack))
		}
	}
	for _, n := range []int{0, 1, 100, len(pack) - 1} {
		if _, err := Verify(pack[:n]); err == nil {
			t.Errorf("a pack cut to %d bytes was not found", n)
		}
	}
	if _, err := Verify(append(bytes.Clone(pack), 0)); err == nil {
		t.Error("a byte added was not found")
	}
}

func TestWhatWasChangedIsSaid(t *testing.T) {
	pack, _ := write(t, sample("退款太慢", "杯子里有头发"))
	at := bytes.Index(pack, []byte("头发"))
	changed := bytes.Clone(pack)
	copy(changed[at:], "苍蝇")
	if _, err := Verify(changed); err == nil || !strings.Contains(err.Error(), dataFile) {
		t.Errorf("said %v", err)
	}
}

func TestTheSamePackIsTheSameBytes(t *testing.T) {
	a, _ := write(t, sample("退款太慢"))
	b, _ := write(t, sample("退款太慢"))
	if !bytes.Equal(a, b) {
		t.Error("two writings of one pack differ")
	}
	if empty, _ := write(t, sample()); len(empty) == 0 {
		t.Error("an empty pack is nothing")
	} else if _, err := Verify(empty); err != nil {
		t.Errorf("an empty pack: %v", err)
	}
}

// The page runs nothing of what strangers wrote and shows what they hid.
func TestThePageIsHarmless(t *testing.T) {
	p := sample(`<script>alert(1)</script>`, `<svg/onload=alert(1)>`, "退款\u202e)1(trela", "很\u200b好", "\x1b[2J", strings.Repeat("😡", 25_000))
	p.Items[0].Mention.Post.URL = "javascript:alert(1)"
	pack, _ := write(t, p)
	files, err := unbind(pack)
	if err != nil {
		t.Fatal(err)
	}
	html := string(files[pageFile])
	for _, bad := range []string{"<script", "<svg", "\u202e", "\u200b", "\x1b", `href="javascript:`} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if _, err := Verify(pack); err != nil {
		t.Error(err)
	}
}

func FuzzVerify(f *testing.F) {
	var b bytes.Buffer
	if _, err := Write(&b, sample("退款太慢")); err != nil {
		f.Fatal(err)
	}
	whole := b.Bytes()
	f.Add(whole)
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, pack []byte) {
		m, err := Verify(pack)
		if err == nil && !bytes.Equal(pack, whole) && m.Count > 0 && m.Chain[0].Post == voc.NewPostID("forum", "退款太慢") {
			t.Error("another pack verified as this one")
		}
	})
}
