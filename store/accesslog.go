package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// AccessFilter is which lines of the audit log are asked for; what is empty restricts nothing.
type AccessFilter struct {
	From, To time.Time // [From, To)
	Actor    string    // exactly
	Action   string    // exactly
	Object   string    // a part of it
	Refused  bool      // only what was refused
}

// SaveAccess adds a line to the audit log, and returns when it is on the disk.
func (s *Store) SaveAccess(ctx context.Context, r voc.AccessRecord) error {
	id := rand.Text()
	return s.insert(ctx, "SaveAccess", 1, func(int) []any {
		return []any{toDB(r.At), id, r.Actor, r.Token, r.Action, r.Object, r.Detail, uint16(max(0, min(r.Status, 999))), r.Address}
	})
}

// AccessLog reads the audit log, newest first. next is the cursor of the following page, "" when this was
// the last.
func (s *Store) AccessLog(ctx context.Context, f AccessFilter, page Page) (lines []voc.AccessRecord, next string, err error) {
	at, id, err := parseAccessCursor(page.After)
	if err != nil {
		return nil, "", err
	}
	from, to := span(f.From, f.To)
	limit := cmp.Or(max(0, page.Limit), 50)
	p := params{
		"from": from, "to": to, "actor": f.Actor, "action": f.Action, "object": f.Object, "refused": f.Refused,
		"after_at": at, "after_id": id, "limit": uint32(limit + 1),
	}
	type line struct {
		voc.AccessRecord
		id string
	}
	found, err := list(ctx, s, "AccessLog", p, func(r rows) (line, error) {
		var (
			l      line
			status uint16
		)
		err := r.Scan(&l.At, &l.id, &l.Actor, &l.Token, &l.Action, &l.Object, &l.Detail, &status, &l.Address)
		l.At, l.Status = fromDB(l.At), int(status)
		return l, err
	})
	if err != nil {
		return nil, "", err
	}
	if len(found) > limit {
		found = found[:limit]
		last := found[limit-1]
		next = base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(last.At.UnixMilli(), 10) + "|" + last.id))
	}
	lines = make([]voc.AccessRecord, len(found))
	for i, l := range found {
		lines[i] = l.AccessRecord
	}
	return lines, next, nil
}

func parseAccessCursor(cursor string) (atMS int64, id string, err error) {
	if cursor == "" {
		return 0, "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	at, id, found := strings.Cut(string(raw), "|")
	if err == nil {
		atMS, err = strconv.ParseInt(at, 10, 64)
	}
	if err != nil || !found || id == "" {
		return 0, "", fmt.Errorf("store: page cursor %q was not given by this list: start again without it", cursor)
	}
	return atMS, id, nil
}
