package llm

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// item is one text to be read, for all mentions that say the same of the same brand.
type item struct {
	text    string // masked and cut: what is sent, and what evidence must stand in
	hash    string // of text
	brand   string // as people call it
	id      voc.BrandID
	aspects []AspectName
	key     string // of the cache
	of      []int  // the mentions, by their place in what was asked
}

// newItem prepares a mention. Control characters go before the mask looks, so that what they
// separate is masked as the model would read it; the cut comes after, so that no half of a masked
// thing is left.
func (r *Reader) newItem(m *voc.Mention) *item {
	it := &item{id: m.Brand}
	it.text = cut(r.parts.Mask(clean(m.Post.Body())), r.options.MaxRunes)
	sum := sha256.Sum256([]byte(it.text))
	it.hash = hex.EncodeToString(sum[:])
	if m.Brand != "" {
		it.brand = string(m.Brand)
		if r.parts.Brand != nil {
			it.brand = strings.Join(strings.Fields(clean(r.parts.Brand(m.Brand))), " ")
		}
	}
	if r.parts.Aspects != nil {
		it.aspects = r.parts.Aspects(m)
	}
	whole := sha256.Sum256([]byte(strings.Join([]string{
		r.options.Model, PromptVersion, it.hash, string(m.Brand), strings.Join(names(it.aspects), "\x01"),
	}, "\x00")))
	it.key = string(whole[:])
	return it
}

// clean takes out what no reader sees: bytes that are not UTF-8, and control characters but line
// breaks and tabs.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}

// cut keeps the first most characters.
func cut(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return strings.TrimSpace(s[:i])
		}
		n++
	}
	return s
}
