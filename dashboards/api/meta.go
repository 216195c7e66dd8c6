package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Meta is what a page must know before it asks anything: the names of things.
type Meta struct {
	Brands   []voc.Brand       `json:"brands"`
	Stores   []voc.Store       `json:"stores"`
	Sources  []MetaSource      `json:"sources"`
	Titles   map[string]string `json:"titles" doc:"Names of aspects and topics to what people call them"`
	Timezone string            `json:"timezone" doc:"IANA name of the zone of days and hours"`
	Version  string            `json:"version" doc:"Of the running binary"`
	Now      time.Time         `json:"now" doc:"The server's clock"`
	Demo     bool              `json:"demo" doc:"The data are made up"`
}

// MetaSource is a source by name.
type MetaSource struct {
	ID       voc.SourceID   `json:"id"`
	Title    string         `json:"title"`
	Kind     voc.SourceKind `json:"kind"`
	Platform string         `json:"platform"`
	Disabled bool           `json:"disabled"`
}

func (a *door) metaOperations() {
	get(a, "/meta", "meta", "Names of brands, shops, sources, topics; zone and version", a.meta)
}

func (a *door) meta(ctx context.Context, _ *struct{}) (*answer[Meta], error) {
	m := Meta{
		Brands: a.brandsOf(ctx), Stores: a.storesOf(ctx), Titles: a.Titles,
		Timezone: a.Location.String(), Version: a.Version, Now: a.Now().In(a.Location).Truncate(time.Minute), Demo: a.Demo,
	}
	if m.Titles == nil {
		m.Titles = map[string]string{}
	}
	for _, s := range a.sourcesOf(ctx) {
		m.Sources = append(m.Sources, MetaSource{ID: s.ID, Title: s.Title, Kind: s.Kind, Platform: s.Platform, Disabled: s.Disabled})
	}
	return &answer[Meta]{Body: m}, nil
}

// spec is the OpenAPI document as the file openapi.json holds it.
func (a *door) spec() ([]byte, error) {
	doc, err := json.MarshalIndent(a.api.OpenAPI(), "", "  ")
	if err != nil {
		return nil, err
	}
	return append(doc, '\n'), nil
}

func (a *door) serveSpec(mux *http.ServeMux) error {
	doc, err := a.spec()
	if err != nil {
		return err
	}
	mux.HandleFunc("GET "+base+"/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(doc) // the connection may be gone
	})
	return nil
}

// tag is the ETag of a body. It is weak because the same body may travel compressed.
func tag(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}
