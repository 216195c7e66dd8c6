package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tingfeng-voc/tingfeng/dashboards/evidence"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// mostEvidence bounds a pack: what has to be shown to somebody has to be read by somebody.
const mostEvidence = 2000

// sealHeader tells the seal of a pack beside it: the audit log keeps it.
const sealHeader = "X-Evidence-Seal"

func (a *door) evidenceOperations() {
	media := map[string]*huma.MediaType{"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
	post(a, huma.Operation{
		Path: "/export/evidence", OperationID: "export-evidence",
		Summary:   "Mentions as a pack of evidence: JSON and a page to read under a chain of SHA-256, which tingfeng verify checks to the byte",
		Responses: map[string]*huma.Response{"200": {Description: "The pack; its seal stands in the header " + sealHeader, Content: media}},
	}, a.exportEvidence)
}

// EvidenceOrder says what goes into a pack.
type EvidenceOrder struct {
	Selection
	Reason string `json:"reason,omitempty" doc:"What it is for; stands on the pack"`
	Actor  string `json:"actor,omitempty" doc:"Who makes it, where nobody signs in"`
}

type evidenceIn struct{ Body EvidenceOrder }

func (a *door) exportEvidence(ctx context.Context, in *evidenceIn) (*huma.StreamResponse, error) {
	r := a.reader()
	picked := a.selection(ctx, r, in.Body.Selection)
	reason, by := r.text("reason", in.Body.Reason, 1000), a.somebody(ctx, r.text("actor", in.Body.Actor, 100))
	if err := r.done(); err != nil {
		return nil, err
	}
	n, err := a.countSelected(ctx, picked)
	if err != nil {
		return nil, err
	}
	if n > mostEvidence {
		return nil, invalid([]FieldError{wrong("query", strconv.Itoa(n), "means too many mentions: a pack holds at most 2,000", "选中的提及过多，一个证据包最多 2000 条")})
	}
	pack := evidence.Pack{MadeAt: a.Now().UTC(), MadeBy: by, Reason: reason, Filter: picked.query, System: "tingfeng " + a.Version, Zone: a.Location}
	err = a.eachSelected(ctx, picked, func(part []voc.Mention) error {
		for i := range part {
			readings, err := a.Store.Readings(ctx, store.ReadingFilter{Post: part[i].Post.ID, Brand: &part[i].Brand})
			if err != nil {
				return err
			}
			title := a.sourceTitle(part[i].Post.Source)
			if title == "" {
				title = string(part[i].Post.Source)
			}
			pack.Items = append(pack.Items, evidence.Item{Mention: part[i], Readings: readings, Source: title})
		}
		return nil
	})
	if err != nil {
		return nil, a.fail(ctx, "evidence", err)
	}
	var body bytes.Buffer
	manifest, err := evidence.Write(&body, pack)
	if err != nil {
		return nil, a.fail(ctx, "evidence", err)
	}
	if err := a.recordDetail(ctx, fmt.Sprintf("mentions=%d seal=%s", manifest.Count, manifest.Seal)); err != nil {
		return nil, a.fail(ctx, "write the seal of the evidence into the audit log", err)
	}
	a.log.InfoContext(ctx, "api: evidence packed", "by", by, "mentions", manifest.Count, "seal", manifest.Seal)
	name := fmt.Sprintf("evidence-%s.zip", pack.MadeAt.In(a.Location).Format("20060102-150405"))
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/zip")
		hc.SetHeader("Content-Disposition", `attachment; filename="`+name+`"`)
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetHeader(sealHeader, manifest.Seal)
		hc.SetStatus(http.StatusOK)
		_, w := humago.Unwrap(hc)
		patience(w)
		if _, err := hc.BodyWriter().Write(body.Bytes()); err != nil {
			panic(http.ErrAbortHandler)
		}
	}}, nil
}
