package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/tingfeng-voc/tingfeng/dashboards/evidence"
)

type verifyCmd struct {
	Pack string `arg:"" help:"A pack of evidence, evidence-….zip."`
	Seal string `placeholder:"HEX" help:"The seal written down when it was made, in the audit log: finds packs made anew."`
}

// Run tells whether a pack of evidence was changed since it was made.
func (v *verifyCmd) Run(w *world, g *grammar) error {
	pack, err := os.ReadFile(v.Pack)
	if err != nil {
		return usage("the pack cannot be read: %w", err)
	}
	m, err := evidence.Verify(pack)
	if err == nil && v.Seal != "" && !strings.EqualFold(strings.TrimSpace(v.Seal), m.Seal) {
		err = fmt.Errorf("the pack holds together, but its seal is %s and not the one given: it is another pack", m.Seal)
	}
	if g.JSON {
		problem := ""
		if err != nil {
			problem = err.Error()
		}
		if encoded := json.NewEncoder(w.stdout).Encode(map[string]any{"ok": err == nil, "problem": problem, "count": m.Count, "made_at": m.MadeAt, "made_by": m.MadeBy, "seal": m.Seal}); encoded != nil {
			return encoded
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", v.Pack, err)
	}
	if !g.JSON {
		fmt.Fprintf(w.stdout, "完好：%d 条，%s 制作于 %s\n封条 %s\n", m.Count, m.MadeBy, m.MadeAt.Local().Format("2006-01-02 15:04:05"), m.Seal)
	}
	return nil
}
