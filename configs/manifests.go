package configs

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
)

// manifests say what the weights are learned from.
//
//go:embed manifests
var manifests embed.FS

// Manifest reads a manifest: one the binary brings along, by its name, or a YAML file.
func Manifest(name string) (*model.Manifest, error) {
	text, file, err := manifestText(name)
	if err != nil {
		return nil, err
	}
	doc, problems := read(file, text, func(string) (string, bool) { return "", false })
	if len(problems) > 0 {
		return nil, problems
	}
	var m model.Manifest
	if problems := doc.into(&m); len(problems) > 0 {
		return nil, problems
	}
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &m, nil
}

func manifestText(name string) (text []byte, file string, err error) {
	if ext := filepath.Ext(name); ext == ".yaml" || ext == ".yml" {
		text, err = os.ReadFile(name)
		return text, name, err
	}
	file = "manifests/" + name + ".yaml"
	if text, err = manifests.ReadFile(file); err != nil {
		return nil, file, fmt.Errorf("there is no manifest %q: there are %s, or give a file that ends in .yaml", name, strings.Join(Manifests(), ", "))
	}
	return text, file, nil
}

// Manifests names the manifests the binary brings along.
func Manifests() []string {
	entries, err := manifests.ReadDir("manifests")
	if err != nil {
		return nil // the folder is embedded: it is there
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(names)
	return names
}
