package configs

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
)

func TestManifestsHoldWhatTheyMay(t *testing.T) {
	want := map[string][]model.Tier{
		"clean":    {model.TierOwn, model.TierPermissive},
		"default":  {model.TierOwn, model.TierPermissive, model.TierPublic},
		"research": {model.TierOwn, model.TierPermissive, model.TierPublic, model.TierResearch},
	}
	if got := Manifests(); len(got) != len(want) {
		t.Errorf("manifests %v, want those of %v", got, want)
	}
	for name, tiers := range want {
		m, err := Manifest(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if m.Name != name || !slices.Equal(m.Tiers, tiers) {
			t.Errorf("%s: name %q, tiers %v, want %v", name, m.Name, m.Tiers, tiers)
		}
		for _, s := range m.Sets {
			if !slices.Contains(tiers, s.Tier) {
				t.Errorf("%s: set %s is of tier %s", name, s.Name, s.Tier)
			}
		}
	}
}

func TestManifestRefuses(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{
		"name: x\ntiers: [A]\nsets: [{name: a, path: a.csv, task: polarity, tier: C, licence: research}]": "tier",
		"name: x\ntiers: [A]\nsets: [{name: a, path: a.csv, task: poetry, tier: A, licence: MIT}]":        "poetry",
		"name: x\ntiers: [A]\nsets: [{name: a, path: a.csv, task: polarity, tier: A}]":                    "licence",
		"name: x\nset: []": "set",
	} {
		file := filepath.Join(dir, "m.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Manifest(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngave the error %v, want one that names %q", text, err, want)
		}
	}
	if _, err := Manifest("nobody"); err == nil || !strings.Contains(err.Error(), "default") {
		t.Errorf("an unknown manifest gave %v, want the known ones named", err)
	}
}
