package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/importer"
)

// mappings reads what is kept of templates, in the data folder and in the configuration, and takes
// over the one that was asked for.
func (i *importCmd) mappings(data, config string) error {
	kept, err := readMappings(filepath.Join(data, "mappings"), filepath.Join(config, "mappings"))
	if err != nil {
		return err
	}
	i.kept = kept
	if i.Mapping == "" {
		return nil
	}
	var names []string
	for _, m := range kept {
		if m.Name != i.Mapping {
			names = append(names, m.Name)
			continue
		}
		columns := maps.Clone(m.Columns)
		maps.Copy(columns, i.Column) // what is said now counts more
		i.Column = columns
		for _, both := range []struct {
			now  *string
			kept string
		}{{&i.Platform, m.Platform}, {&i.Sheet, m.Sheet}, {&i.Encoding, m.Encoding}, {&i.Delimiter, m.Delimiter}, {&i.Dates, m.Dates}} {
			if *both.now == "" {
				*both.now = both.kept
			}
		}
		return nil
	}
	if len(names) == 0 {
		return usage("import: no mapping is kept yet; keep one with --column FIELD=HEADER --save-mapping %s", i.Mapping)
	}
	return usage("import: no mapping is called %q; there are %s", i.Mapping, strings.Join(names, ", "))
}

// readMappings reads every mapping of some folders; the first of a name counts.
func readMappings(folders ...string) ([]importer.Mapping, error) {
	var all []importer.Mapping
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.json"))
		if err != nil {
			return nil, err
		}
		slices.Sort(files)
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			var m importer.Mapping
			if err = json.Unmarshal(text, &m); err == nil {
				err = m.Check()
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w; mend it or remove it", file, err)
			}
			if !slices.ContainsFunc(all, func(other importer.Mapping) bool { return other.Name == m.Name }) {
				all = append(all, m)
			}
		}
	}
	return all, nil
}

// learn keeps what was said of the columns, with the headers of the file it was said of.
func (i *importCmd) learn(data string, o importer.Options, r importer.Result) error {
	if i.SaveMapping == "" {
		return nil
	}
	m, err := importer.Learn(i.SaveMapping, o, r)
	if err != nil {
		return usageError{err}
	}
	i.SaveMapping = "" // of several files the first is the template
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	folder := filepath.Join(data, "mappings")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file := filepath.Join(folder, m.Name+".json")
	return errors.Join(os.WriteFile(file+".new", append(text, '\n'), 0o600), os.Rename(file+".new", file))
}
