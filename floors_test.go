package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/tingfeng-voc/tingfeng"

// floors gives each folder its floor; the longest matching prefix counts. Imports go strictly
// down. A folder without a floor fails the build: it has no place in the house yet.
var floors = []struct {
	folder string
	floor  int
}{
	{".", 5},
	{"configs", 4},
	{"pipeline", 3},
	{"dashboards", 3},
	{"crawler", 2},
	{"nlp", 2},
	{"store", 2},
	{"crawler/", 1},
	{"dashboards/statistics", 1}, // arithmetic alone: reports and letters are as sure of a number as the pages are
	{"nlp/", 1},
	{"store/", 1},
	{"nlp/pages", 0},   // room for tables; it knows no text
	{"spreadsheet", 1}, // letters and exports are written by it
	{"voc", 0},
}

// sideways lists the imports on one floor that are allowed, each with its reason.
var sideways = map[string]string{
	"pipeline -> pipeline/":                      "the root of the pipeline puts its parts in order; the parts do not know each other",
	"pipeline/notify -> pipeline/notify/":        "the outbox has one list that names every channel",
	"pipeline/notify/ -> pipeline/notify/markup": "what a message says is read in one way; each channel writes its own dialect",
	"pipeline/notify/ -> pipeline/notify/wire":   "how a robot is called without telling its secret is one question with one answer",
	"dashboards/api -> dashboards/web":           "the API serves the built pages",
	"dashboards/api -> dashboards/evidence":      "a pack is written where mentions are asked for, and verified by the command line",
	"dashboards/api -> dashboards/statistics":    "how sure a number is, is one question with one answer",
	"crawler/ -> crawler/charset":                "what bytes mean is one question with one answer",
	"nlp/model -> nlp/model/":                    "a file of weights is made of the heads that lie in it",
	"nlp/segment -> nlp/trie":                    "a double array is laid out and read in one way",
	"nlp/model/ -> nlp/model/linear":             "every head that is a sum of weights learns the same way",
	"nlp/ -> nlp/normal":                         "what a text is after normalising is one question with one answer",
	"crawler/ -> crawler/plain":                  "HTML to text, counts and times mean the same in every kind",
	"crawler/importer -> crawler/importer/":      "the importer turns what its containers hold into posts; the containers do not know each other",
}

// owners names the only folder that may import an outside module. Two folders share a module only
// where the comment says why.
var owners = map[string][]string{
	"github.com/gocolly/colly":            {"crawler"},
	"github.com/mmcdole/gofeed":           {"crawler/feed"},
	"github.com/PuerkitoBio/goquery":      {"crawler/html", "crawler/douban", "crawler/tieba"},       // markup by selectors, where a site has no interface
	"golang.org/x/net":                    {"crawler/charset", "crawler/plain", "crawler/transport"}, // charset tables; the HTML tokenizer; names of hosts outside ASCII
	"golang.org/x/text":                   {"crawler/charset"},
	"github.com/sashabaranov/go-openai":   {"nlp/llm"},
	"github.com/go-ego/gse":               {"nlp/segment"},
	"github.com/ClickHouse/clickhouse-go": {"store"},
	"github.com/ebitengine/purego":        {"store/engine"},
	"golang.org/x/sys":                    {"store/engine"},
	"github.com/tidwall/wal":              {"pipeline/spool"},
	"github.com/robfig/cron":              {"pipeline/schedule"},
	"github.com/danielgtaylor/huma":       {"dashboards/api"},
	"golang.org/x/crypto":                 {"pipeline/access"}, // argon2id
	"github.com/coreos/go-oidc":           {"pipeline/oidc"},   // discovery, keys and the signature of an ID token
	"golang.org/x/oauth2":                 {"pipeline/oidc"},
	"github.com/goccy/go-yaml":            {"configs"},
	"github.com/alecthomas/kong":          {"."},
}

func TestFloors(t *testing.T) {
	for _, im := range imports(t) {
		from, ok := floorOf(im.from)
		if !ok {
			t.Errorf("%s: folder %q has no floor: give it one in floors_test.go, or put the file where it belongs", im.file, im.from)
			continue
		}
		if !strings.HasPrefix(im.to, module) {
			checkOwner(t, im)
			continue
		}
		to := strings.TrimPrefix(strings.TrimPrefix(im.to, module), "/")
		if to == "" {
			to = "."
		}
		floor, ok := floorOf(to)
		if !ok {
			t.Errorf("%s imports %s, a folder without a floor", im.file, to)
			continue
		}
		if floor < from || allowedSideways(im.from, to) {
			continue
		}
		t.Errorf("%s (floor %d) imports %s (floor %d): imports go strictly down; pass what is needed as an argument instead", im.file, from, to, floor)
	}
}

func allowedSideways(from, to string) bool {
	for pair := range sideways {
		a, b, _ := strings.Cut(pair, " -> ")
		if under(from, a) && under(to, b) {
			return true
		}
	}
	return false
}

// under tells whether folder is named by pattern: "x/" means anything below x, "x" means x itself.
func under(folder, pattern string) bool {
	if strings.HasSuffix(pattern, "/") {
		return strings.HasPrefix(folder, pattern)
	}
	return folder == pattern
}

func checkOwner(t *testing.T, im importClause) {
	first, _, _ := strings.Cut(im.to, "/")
	if !strings.Contains(first, ".") {
		return // standard library
	}
	for module, folders := range owners {
		if im.to != module && !strings.HasPrefix(im.to, module+"/") {
			continue
		}
		for _, f := range folders {
			if im.from == f {
				return
			}
		}
		t.Errorf("%s imports %s, which only %s may: ask that package for what you need", im.file, im.to, strings.Join(folders, ", "))
		return
	}
	t.Errorf("%s imports %s, a module nobody owns: name its owner in floors_test.go, or do without it", im.file, im.to)
}

func floorOf(folder string) (int, bool) {
	best, floor := -1, 0
	for _, f := range floors {
		match := folder == f.folder || strings.HasSuffix(f.folder, "/") && strings.HasPrefix(folder, f.folder) ||
			(f.floor == 3 || f.floor == 4) && strings.HasPrefix(folder, f.folder+"/")
		if match && len(f.folder) > best {
			best, floor = len(f.folder), f.floor
		}
	}
	return floor, best >= 0
}

type importClause struct{ file, from, to string }

// imports reads the import clauses of every product file itself: a test that asked the go command
// would be answered from the test cache after a break. Test files are free to import downwards
// and the test database, and so is the suite of all kinds; they are checked for nothing but compiling.
func imports(t *testing.T) []importClause {
	t.Helper()
	var all []importClause
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			name := d.Name()
			if file != "." && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "bin" || name == "data") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || strings.Contains(filepath.ToSlash(file), "store/storetest/") || strings.HasPrefix(filepath.ToSlash(file), "crawler/replay/") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			slashed := filepath.ToSlash(file)
			all = append(all, importClause{file: slashed, from: path.Dir(slashed), to: to})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d import clauses found: the walk does not see the tree", len(all))
	}
	return all
}
