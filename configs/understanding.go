package configs

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp"
)

// understanding reads taxonomies and dictionaries: those the binary brings along, and those in the
// folder, which replace one of the same name or add to them.
func (l *loader) understanding(s settingsFile, c *Config) {
	options := nlp.DefaultOptions()
	if s.Understanding.NeutralBand != 0 {
		options.NeutralBand = s.Understanding.NeutralBand
	}
	if s.Understanding.Keywords != 0 {
		options.Keywords = s.Understanding.Keywords
	}
	options.Brands, options.Stores = c.NLP.Brands, c.Stores
	options.Packs = l.packs(s.Packs)
	options.UserWords = l.words(c)
	c.NLP = options
}

func (l *loader) packs(chosen []string) []nlp.Pack {
	packs := map[string]nlp.Pack{}
	var order []string
	add := func(p nlp.Pack) {
		if _, replaced := packs[p.Name]; !replaced {
			order = append(order, p.Name)
		}
		packs[p.Name] = p
	}
	for _, folder := range l.folders("taxonomies") {
		for _, name := range folder.names(".yaml") {
			var p nlp.Pack
			folder.loader.decode(name, &p, true)
			add(p)
		}
	}
	if len(chosen) == 0 {
		chosen = order
	}
	var list []nlp.Pack
	for i, name := range chosen {
		p, ok := packs[name]
		if !ok {
			l.at("tingfeng.yaml", fmt.Sprintf("$.packs[%d]", i), fmt.Sprintf("unknown pack %q", name), "there are: "+strings.Join(order, ", "))
			continue
		}
		list = append(list, p)
	}
	return list
}

// words are the user dictionaries and the names of brands and stores, which a segmenter that has
// never heard them would tear apart.
func (l *loader) words(c *Config) []nlp.UserWord {
	var words []nlp.UserWord
	for _, folder := range l.folders("dictionaries") {
		for _, name := range folder.names(".yaml") {
			var d nlp.Dictionary
			folder.loader.decode(name, &d, true)
			words = append(words, d.Words...)
		}
	}
	for _, b := range c.Brands {
		words = append(words, nlp.UserWord{Word: b.Name})
	}
	for _, s := range c.Stores {
		if s.Name != "" {
			words = append(words, nlp.UserWord{Word: s.Name})
		}
	}
	return words
}

// folder is a subfolder of the configuration with a loader that reports into the outer one.
type folder struct {
	loader *loader
	sub    string
}

// folders names where a kind of file is looked for: what the binary brings along, then the
// folder's own.
func (l *loader) folders(sub string) []folder {
	brought := &loader{files: own, dir: "built-in", lookup: l.lookup, docs: map[string]*document{}, parent: l, plain: true}
	return []folder{{brought, sub}, {l, sub}}
}

// names lists the files with an ending, sorted; none when the folder is not there.
func (f folder) names(ending string) []string {
	entries, err := fs.ReadDir(f.loader.files, f.sub)
	if err != nil {
		return nil // the folder is optional
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), ending) {
			names = append(names, path.Join(f.sub, e.Name()))
		}
	}
	slices.Sort(names)
	return names
}
