package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Verify tells whether a pack is, byte for byte, what was written: it follows the chain, checks every file and
// the seal, and makes the container again. An error says what was changed as closely as it can be told. A pack
// made anew by a forger verifies too: compare the seal with the one in the audit log.
func Verify(pack []byte) (Manifest, error) {
	var m Manifest
	files, err := unbind(pack)
	if err != nil {
		return m, err
	}
	manifest, data, page := files[manifestFile], files[dataFile], files[pageFile]
	if err := json.Unmarshal(manifest, &m); err != nil {
		return m, fmt.Errorf("%s was changed: it is no JSON any more: %w", manifestFile, err)
	}
	if m.Format != Format {
		return m, fmt.Errorf("the pack says it is %q; this program verifies %q", m.Format, Format)
	}
	if sealed, err := m.sealed(); err != nil || !bytes.Equal(sealed, manifest) {
		return m, fmt.Errorf("%s was changed: its seal does not hold", manifestFile)
	}
	if err := m.follow(data); err != nil {
		return m, err
	}
	for _, f := range m.Files {
		if body, ok := files[f.Name]; !ok || len(body) != f.Bytes || sum(body) != f.SHA256 {
			return m, fmt.Errorf("%s was changed: its checksum is not the one of the manifest", f.Name)
		}
	}
	var again bytes.Buffer
	if err := bind(&again, data, page, manifest); err != nil {
		return m, err
	}
	if !bytes.Equal(again.Bytes(), pack) {
		return m, fmt.Errorf("the ZIP around the files was changed at byte %d; the files themselves hold", differs(again.Bytes(), pack))
	}
	return m, nil
}

// unbind takes the files out of a pack.
func unbind(pack []byte) (map[string][]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		return nil, fmt.Errorf("this is no whole ZIP: it was cut or changed: %w", err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		if f.UncompressedSize64 > uint64(len(pack)) { // nothing is compressed: whatever says more lies
			return nil, fmt.Errorf("%s says it is larger than the pack: it was changed", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: it was changed: %w", f.Name, err)
		}
		body, err := io.ReadAll(io.LimitReader(r, int64(len(pack))))
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s was changed: %w", f.Name, err)
		}
		files[f.Name] = body
	}
	for _, name := range []string{dataFile, pageFile, manifestFile} {
		if _, ok := files[name]; !ok {
			return nil, fmt.Errorf("%s is missing: this is no pack of evidence, or it was changed", name)
		}
	}
	return files, nil
}

// follow walks the chain over the lines of the mentions.
func (m Manifest) follow(data []byte) error {
	lines := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	if len(data) == 0 {
		lines = nil
	}
	previous := ""
	for i, link := range m.Chain {
		if i >= len(lines) {
			return fmt.Errorf("%s was changed: mention %d of %d is missing", dataFile, i+1, len(m.Chain))
		}
		if sum(lines[i]) != link.SHA256 {
			return fmt.Errorf("%s was changed in mention %d (post %s)", dataFile, i+1, link.Post)
		}
		if previous = sum([]byte(previous + link.SHA256)); previous != link.Chained {
			return fmt.Errorf("the chain breaks at mention %d (post %s)", i+1, link.Post)
		}
	}
	if len(lines) != len(m.Chain) || m.Count != len(m.Chain) {
		return fmt.Errorf("%s was changed: it holds %d mentions, the manifest tells of %d", dataFile, len(lines), len(m.Chain))
	}
	return nil
}

// differs is the first place two packs differ at.
func differs(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
