package store

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ReadingOf finds what a language model under a prompt has said of a text, by its hash, seen from a
// brand; ok is false when it was not read, or could not be judged.
func (s *Store) ReadingOf(ctx context.Context, hash string, brand voc.BrandID, model, prompt string) (r voc.Reading, ok bool, err error) {
	found, err := list(ctx, s, "ReadingOf", params{"hash": hash, "brand": string(brand), "model": model, "prompt": prompt}, scanReading)
	if err != nil || len(found) == 0 {
		return r, false, err
	}
	return found[0], true, nil
}
