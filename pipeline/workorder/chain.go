package workorder

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// chainMember is the member of an event's data that holds its hash, always the last one.
const chainMember = "chain"

// link is the hash of an event: SHA-256 over the hash before it and everything the event says. The
// number in the journal is not part of it: it is given later.
func link(before string, e voc.Event) string {
	h := sha256.New()
	// Lengths keep two neighbours from lending each other letters.
	for _, part := range []string{
		before, string(e.Subject), e.ID, e.Type, e.Actor,
		e.At.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano), string(e.Data),
	} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// withMember adds a member to the end of a JSON object.
func withMember(object []byte, name, value string) json.RawMessage {
	text, err := json.Marshal(map[string]string{name: value})
	if err != nil { // a string always marshals
		panic("workorder: " + err.Error())
	}
	if bytes.Equal(object, []byte("{}")) {
		return text
	}
	joined := append(bytes.Clone(object[:len(object)-1]), ',')
	return append(joined, text[1:]...)
}

// unlinked takes the hash off an event's data; "" when there is none.
func unlinked(data json.RawMessage) (rest json.RawMessage, hash string) {
	const quoted = `"` + chainMember + `":"`
	tail := len(quoted) + sha256.Size*2 + len(`"}`)
	if len(data) < tail+1 || !bytes.HasPrefix(data[len(data)-tail:], []byte(quoted)) || !bytes.HasSuffix(data, []byte(`"}`)) {
		return data, ""
	}
	hash = string(data[len(data)-tail+len(quoted) : len(data)-len(`"}`)])
	rest = bytes.Clone(data[:len(data)-tail])
	if rest[len(rest)-1] == ',' {
		rest = rest[:len(rest)-1]
	}
	return append(rest, '}'), hash
}

// hashOf is the hash written with an event, "" none.
func hashOf(e voc.Event) string {
	_, hash := unlinked(e.Data)
	return hash
}

// Chain checks the events of one order, in order of Seq, link by link: an entry is sound when the
// hash written with it is the hash of the one before and of itself. A changed, removed, added or
// exchanged event leaves an entry that is not sound. Events from before there was a chain carry no
// hash; they are neither sound nor broken: Hash is "" and Sound false until the chain begins, and
// Broken tells the two apart. What the chain cannot show is that its end was cut off: compare the
// last hash with one that was told elsewhere, as in an exported order.
func Chain(events []voc.Event) []voc.AuditEntry {
	entries := make([]voc.AuditEntry, 0, len(events))
	var o voc.WorkOrder
	before := ""
	for _, e := range events {
		entry := voc.AuditEntry{Event: e, Before: string(o.State)}
		rest, hash := unlinked(e.Data)
		if hash != "" {
			bare := e
			bare.Data = rest
			entry.Hash, entry.Sound = hash, hash == link(before, bare)
			before = hash
		}
		if next, err := Fold(o, e); err == nil {
			o = next
		} else {
			entry.Sound = false
		}
		entry.After = string(o.State)
		entries = append(entries, entry)
	}
	return entries
}

// Broken gives the first entry of a chain that is not what was written, and -1 when there is none.
// Entries without a hash count as broken only once the chain has begun.
func Broken(entries []voc.AuditEntry) int {
	begun := false
	for i, e := range entries {
		if e.Hash != "" {
			begun = true
		}
		if begun && !e.Sound {
			return i
		}
	}
	return -1
}
