package jsonapi

import (
	"encoding/json"
	"strings"
	"testing"
)

// decode reads a document as Parse does.
func decode(t *testing.T, doc string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(doc))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
