package store

import "context"

// TableSize is what one table holds.
type TableSize struct {
	Table        string `json:"table"`
	Rows         int64  `json:"rows"`         // stored, repeats not yet merged away included
	Bytes        int64  `json:"bytes"`        // on the disk, compressed, with indexes
	Uncompressed int64  `json:"uncompressed"` // bytes before compression
	Parts        int    `json:"parts"`
}

// Size tells what the tables of this database hold, the largest first. On a cluster it tells of the
// server that answers.
func (s *Store) Size(ctx context.Context) ([]TableSize, error) {
	return list(ctx, s, "Size", nil, func(r rows) (TableSize, error) {
		var t TableSize
		var rows, bytes, uncompressed, parts uint64
		err := r.Scan(&t.Table, &rows, &bytes, &uncompressed, &parts)
		t.Rows, t.Bytes, t.Uncompressed, t.Parts = int64(rows), int64(bytes), int64(uncompressed), int(parts)
		return t, err
	})
}
