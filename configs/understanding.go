package configs

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
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
	l.brandRules(options.Brands, options.Packs)
	options.UserWords = l.words(c)
	c.NLP = options
}

// brandRules checks what a rule says beyond what every brand has.
func (l *loader) brandRules(rules []nlp.BrandRule, packs []nlp.Pack) {
	var known []string
	for i := range packs {
		known = append(known, packs[i].Name)
	}
	count := map[voc.BrandID]int{}
	for i := range rules {
		count[rules[i].Brand]++
	}
	for i := range rules {
		if count[rules[i].Brand] == 1 { // of those that stand twice that alone is told
			l.refuse("brands.yaml", rules[i].Validate(known))
		}
	}
}

// refuse notes what is wrong with a part of a file: at the value its message quotes after the part's own
// name, else at the part's name. A file that cannot be read as it is has been told of already.
func (l *loader) refuse(name string, err error) {
	if err == nil || l.broken[name] {
		return
	}
	line := 0
	if doc := l.docs[name]; doc != nil {
		if _, rest, ok := strings.Cut(err.Error(), ": "); ok {
			line = doc.lineOfQuoted(rest)
		}
		if line == 0 {
			line = doc.lineOfQuoted(err.Error())
		}
	}
	l.add(name, line, err.Error(), "")
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
			folder.loader.refuse(name, p.Validate())
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
			for i := range d.Words {
				folder.loader.refuse(name, d.Words[i].Validate())
			}
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
