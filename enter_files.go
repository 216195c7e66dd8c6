package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// importable are the endings by which files are found in folders.
var importable = map[string]bool{
	".csv": true, ".tsv": true, ".json": true, ".jsonl": true, ".ndjson": true, ".xlsx": true, ".xlsm": true, ".db": true, ".sqlite": true, ".sqlite3": true,
}

// filesOf lists the files that names mean: a folder stands for all files below it that can be read,
// in the order of their names.
func filesOf(w *world, names []string) ([]string, error) {
	var all []string
	for _, name := range names {
		if name == "-" {
			all = append(all, name)
			continue
		}
		info, err := os.Stat(name)
		switch {
		case err != nil:
			return nil, usage("import: %s is not a file that can be read", name)
		case !info.IsDir():
			all = append(all, name)
			continue
		}
		inside, err := filesBelow(w, name)
		if err != nil {
			return nil, err
		}
		if len(inside) == 0 {
			return nil, usage("import: in folder %s is no file that can be read (.csv, .json, .jsonl, .xlsx, .db)", name)
		}
		all = append(all, inside...)
	}
	return all, nil
}

func filesBelow(w *world, folder string) ([]string, error) {
	var all []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return fmt.Errorf("import: %w", err)
		case entry.IsDir() && path != folder && (strings.HasPrefix(name, ".") || name == "node_modules"):
			return filepath.SkipDir
		case !entry.Type().IsRegular() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || !importable[strings.ToLower(filepath.Ext(name))]:
			return nil
		case strings.Contains(name, "_creators_") || strings.Contains(name, "_contacts_"):
			fmt.Fprintf(w.stderr, "跳过 %s：是人的名单，不是帖子\n", path)
			return nil
		}
		all = append(all, path)
		return nil
	})
	return all, err
}
