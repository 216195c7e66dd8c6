// Package evidence packs mentions so that a later reader can tell whether a single byte was changed: what was
// said, when it was seen and where, as JSON and as a page to read, under a chain of SHA-256. It touches nothing
// outside its arguments.
package evidence

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Format names the layout of a pack; another layout is another name.
const Format = "tingfeng-evidence/1"

// Item is one mention as it is kept: what was read off the site and what was made of it.
type Item struct {
	Mention  voc.Mention   `json:"mention"`
	Readings []voc.Reading `json:"readings"` // what a language model or people said of it
	Source   string        `json:"source"`   // what people call where it was seen
}

// Pack is what is packed, and how it came to be.
type Pack struct {
	MadeAt time.Time
	MadeBy string
	Reason string         // what people wrote why
	Filter string         // query the mentions were asked for with; "" they were chosen one by one
	System string         // version of the program
	Zone   *time.Location // of the times on the page
	Items  []Item
}

// Manifest is the pack's table of contents.
type Manifest struct {
	Format string    `json:"format"`
	MadeAt time.Time `json:"made_at"`
	MadeBy string    `json:"made_by"`
	Reason string    `json:"reason"`
	Filter string    `json:"filter"`
	System string    `json:"system"`
	Count  int       `json:"count"`
	Chain  []Link    `json:"chain"` // one a line of mentions.jsonl, in its order
	Files  []File    `json:"files"` // every other file of the pack
	Seal   string    `json:"seal"`  // SHA-256 of this manifest with an empty seal: what to write down elsewhere
}

// Link is one mention in the chain: each holds the one before, so that none can be taken out or moved.
type Link struct {
	Post    voc.PostID  `json:"post"`
	Brand   voc.BrandID `json:"brand"`
	URL     string      `json:"url"`
	SeenAt  time.Time   `json:"seen_at"`
	SHA256  string      `json:"sha256"` // of its line
	Chained string      `json:"chained"`
}

// File is one file of the pack.
type File struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// The files of a pack, in their order.
const (
	dataFile     = "mentions.jsonl"
	pageFile     = "index.html"
	manifestFile = "manifest.json"
)

// Write writes a pack as a ZIP and hands back its manifest. The same pack is the same bytes.
func Write(w io.Writer, p Pack) (Manifest, error) {
	var data bytes.Buffer
	links := make([]Link, 0, len(p.Items))
	previous := ""
	for i := range p.Items {
		line, err := json.Marshal(p.Items[i])
		if err != nil {
			return Manifest{}, fmt.Errorf("evidence: mention %s cannot be written: %w", p.Items[i].Mention.Post.ID, err)
		}
		m := &p.Items[i].Mention
		link := Link{Post: m.Post.ID, Brand: m.Brand, URL: m.Post.URL, SeenAt: m.Post.FetchedAt.UTC(), SHA256: sum(line)}
		link.Chained = sum([]byte(previous + link.SHA256))
		previous = link.Chained
		links = append(links, link)
		data.Write(line)
		data.WriteByte('\n')
	}
	page, err := page(p, links)
	if err != nil {
		return Manifest{}, err
	}
	m := Manifest{
		Format: Format, MadeAt: p.MadeAt.UTC(), MadeBy: p.MadeBy, Reason: p.Reason, Filter: p.Filter, System: p.System, Count: len(p.Items), Chain: links,
		Files: []File{{dataFile, data.Len(), sum(data.Bytes())}, {pageFile, len(page), sum(page)}},
	}
	sealed, err := m.sealed()
	if err != nil {
		return Manifest{}, err
	}
	if err := json.Unmarshal(sealed, &m); err != nil {
		return Manifest{}, err
	}
	return m, bind(w, data.Bytes(), page, sealed)
}

// sealed is the manifest as it is stored, with its seal.
func (m Manifest) sealed() ([]byte, error) {
	m.Seal = ""
	open, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, fmt.Errorf("evidence: the manifest cannot be written: %w", err)
	}
	m.Seal = sum(open)
	return json.MarshalIndent(m, "", " ")
}

// bind puts the files into a ZIP without compression and without times of its own, so that Verify can make it
// again byte for byte.
func bind(w io.Writer, data, page, manifest []byte) error {
	z := zip.NewWriter(w)
	for _, f := range []struct {
		name string
		body []byte
	}{{dataFile, data}, {pageFile, page}, {manifestFile, manifest}} {
		to, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := to.Write(f.body); err != nil {
			return err
		}
	}
	return z.Close()
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
