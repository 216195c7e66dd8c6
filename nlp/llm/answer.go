package llm

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// errProse says that an answer is not the one JSON object that was asked for.
var errProse = errors.New("the answer is not the JSON that was asked for")

// parse finds the entries of an answer. An answer that is cut off gives those before the cut; one
// with anything else beside its object gives none, because nobody knows what it is then.
func parse(content string, most int, drops Drops) ([]json.RawMessage, error) {
	text, ok := unwrap(content)
	if !ok {
		drops.add(DropProse)
		return nil, errProse
	}
	d := json.NewDecoder(strings.NewReader(text))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		drops.add(DropProse)
		return nil, errProse
	}
	entries, whole, err := readObject(d, most, drops)
	if err != nil {
		return nil, err
	}
	if !whole {
		drops.add(DropCut)
		return entries, nil
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		drops.add(DropProse)
		return nil, errProse
	}
	return entries, nil
}

// readObject reads the keys of the answer; whole is false when it ends too early.
func readObject(d *json.Decoder, most int, drops Drops) (entries []json.RawMessage, whole bool, err error) {
	seen := false
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return entries, false, nil
		}
		if token != "items" {
			drops.add(DropKey)
			var skipped json.RawMessage
			if d.Decode(&skipped) != nil {
				return entries, false, nil
			}
			continue
		}
		if seen {
			drops.add(DropProse)
			return nil, false, errProse
		}
		seen = true
		list, whole := readList(d, most, drops)
		if entries = list; !whole {
			return entries, false, nil
		}
	}
	_, end := d.Token()
	return entries, end == nil, nil
}

// readList reads the entries; whole is false when the list ends too early or is none. Entries
// beyond the most there can be are counted and left.
func readList(d *json.Decoder, most int, drops Drops) (entries []json.RawMessage, whole bool) {
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return nil, false
	}
	for d.More() {
		var entry json.RawMessage
		if d.Decode(&entry) != nil {
			return entries, false
		}
		if len(entries) == most {
			drops.add(DropID)
			continue
		}
		entries = append(entries, entry)
	}
	_, err := d.Token()
	return entries, err == nil
}

// unwrap takes off what models put around JSON although they were told not to: their thinking
// aloud before it, and a Markdown fence.
func unwrap(s string) (string, bool) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "\ufeff"))
	if thought, ok := strings.CutPrefix(s, "<think>"); ok {
		_, after, closed := strings.Cut(thought, "</think>")
		if !closed {
			return "", false
		}
		s = strings.TrimSpace(after)
	}
	if fenced, ok := strings.CutPrefix(s, "```"); ok {
		_, body, found := strings.Cut(fenced, "\n")
		body, closed := strings.CutSuffix(strings.TrimSpace(body), "```")
		if !found || !closed {
			return "", false
		}
		s = strings.TrimSpace(body)
	}
	return s, strings.HasPrefix(s, "{")
}

// keys reads an object key by key. encoding/json would take the last of repeated keys; here an
// object that says two things of one key says nothing.
func keys(raw json.RawMessage) (map[string]json.RawMessage, bool) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, false
	}
	found := map[string]json.RawMessage{}
	for d.More() {
		token, err := d.Token()
		key, ok := token.(string)
		if err != nil || !ok {
			return nil, false
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return nil, false
		}
		if _, twice := found[key]; twice {
			return nil, false
		}
		found[key] = value
	}
	return found, true
}
