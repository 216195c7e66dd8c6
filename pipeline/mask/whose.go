package mask

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Hashes are all hashes under which posts of one person may be kept here, on the platforms (or, where
// there is none, sources) named: of raw as a user id, as a name, and as MediaCrawler writes ids. A hash
// of ours stands for itself. It is how a request to be forgotten finds what to forget.
func (m *Masker) Hashes(raw string, sites []string) []string {
	if m.ours(raw) {
		return []string{raw}
	}
	var all []string
	sum := sha256.Sum256([]byte(raw))
	for _, site := range sites {
		for _, a := range []voc.Author{{Hash: raw}, {Name: raw}, {Hash: hex.EncodeToString(sum[:8])}} {
			if hash := m.author(site, a); hash != "" && !slices.Contains(all, hash) {
				all = append(all, hash)
			}
		}
	}
	return all
}
