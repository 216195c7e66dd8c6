package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/json"
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

// forge takes a pack apart, has its files changed, and puts it together again as bind does, so that the container
// is whole and only what it holds is not.
func forge(t *testing.T, pack []byte, change func(files map[string][]byte)) []byte {
	t.Helper()
	files, err := unbind(pack)
	if err != nil {
		t.Fatal(err)
	}
	change(files)
	var b bytes.Buffer
	if err := bind(&b, files[dataFile], files[pageFile], files[manifestFile]); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// reseal writes a changed manifest with a seal that fits it, as a forger would.
func reseal(t *testing.T, raw []byte, change func(m *Manifest)) []byte {
	t.Helper()
	var m Manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	change(&m)
	sealed, err := m.sealed()
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestWhatWasChangedIsSaid(t *testing.T) {
	pack, _ := write(t, sample("退款太慢", "杯子里有头发", "店员没有道歉"))
	for _, c := range []struct {
		why    string
		change func(files map[string][]byte)
		said   string // part of the error
	}{
		{"a word of a mention", func(f map[string][]byte) {
			f[dataFile] = bytes.Replace(f[dataFile], []byte("头发"), []byte("苍蝇"), 1)
		}, "mention 2"},
		{"the last mention taken out", func(f map[string][]byte) {
			f[dataFile] = f[dataFile][:bytes.LastIndexByte(bytes.TrimSuffix(f[dataFile], []byte("\n")), '\n')+1]
		}, "mention 3 of 3 is missing"},
		{"a mention added", func(f map[string][]byte) { f[dataFile] = append(bytes.Clone(f[dataFile]), "{}\n"...) }, "it holds 4 mentions"},
		{"two mentions in another order", func(f map[string][]byte) {
			lines := bytes.SplitAfter(f[dataFile], []byte("\n"))
			f[dataFile] = bytes.Join([][]byte{lines[1], lines[0], lines[2]}, nil)
		}, "mention 1"},
		{"the page", func(f map[string][]byte) { f[pageFile] = append(bytes.Clone(f[pageFile]), ' ') }, pageFile},
		{"the reason, without its seal", func(f map[string][]byte) {
			f[manifestFile] = bytes.Replace(f[manifestFile], []byte("投诉取证"), []byte("内部留档"), 1)
		}, "seal does not hold"},
		{"the chain, with a seal that fits", func(f map[string][]byte) {
			f[manifestFile] = reseal(t, f[manifestFile], func(m *Manifest) { m.Chain[0], m.Chain[1] = m.Chain[1], m.Chain[0] })
		}, "mention 1"},
		{"a link of the chain, with a seal that fits", func(f map[string][]byte) {
			f[manifestFile] = reseal(t, f[manifestFile], func(m *Manifest) { m.Chain[1].Chained = m.Chain[0].Chained })
		}, "the chain breaks at mention 2"},
		{"the count, with a seal that fits", func(f map[string][]byte) {
			f[manifestFile] = reseal(t, f[manifestFile], func(m *Manifest) { m.Count = 2 })
		}, "the manifest tells of"},
		{"a file that is not there, with a seal that fits", func(f map[string][]byte) {
			f[manifestFile] = reseal(t, f[manifestFile], func(m *Manifest) { m.Files[1].Name = "other.html" })
		}, "other.html"},
		{"another layout", func(f map[string][]byte) {
			f[manifestFile] = reseal(t, f[manifestFile], func(m *Manifest) { m.Format = "tingfeng-evidence/9" })
		}, "this program verifies"},
		{"a manifest that is no JSON", func(f map[string][]byte) { f[manifestFile] = []byte("{") }, "no JSON"},
	} {
		if _, err := Verify(forge(t, pack, c.change)); err == nil || !strings.Contains(err.Error(), c.said) {
			t.Errorf("%s: said %v, want %q in it", c.why, err, c.said)
		}
	}
}

// A pack whose files say they are larger than it is opens no flood.
func TestAPackThatLiesAboutItsSizeIsNotUnfolded(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(dataFile) // compressed, unlike a pack of ours
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte{'0'}, 4<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(b.Bytes()); err == nil || !strings.Contains(err.Error(), "larger than the pack") {
		t.Errorf("said %v of %d bytes that unfold to 4 MiB", err, b.Len())
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
