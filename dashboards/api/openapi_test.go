package api

import (
	"bytes"
	"flag"
	"net/http"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite openapi.json from the handlers")

// The pages' types are generated from openapi.json, so a handler that changed its answer without
// the file would break them unseen.
func TestOpenAPIFileIsWhatTheHandlersSay(t *testing.T) {
	a := &door{}
	a.register(http.NewServeMux())
	want, err := a.spec()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatal("openapi.json differs from the handlers: run go test ./dashboards/api -run OpenAPI -update, then generate the pages' types again")
	}
}
