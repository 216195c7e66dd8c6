package api

import (
	"encoding/json"
	"io"
	"testing"
)

// What the lists without null cost over the plain encoder.
func BenchmarkPageOfMentions(b *testing.B) {
	page := Mentions{Items: voices(200)}
	for name, write := range map[string]func() error{
		"plain": func() error { return json.NewEncoder(io.Discard).Encode(page) },
		"whole": func() error { return jsonFormat.Marshal(io.Discard, page) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := write(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
