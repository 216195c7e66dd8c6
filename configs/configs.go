// Package configs reads a configuration folder: strictly, all problems at once, each with its
// file, line and remedy. It knows which options there are; what an option does is known only by
// the package that obeys it.
package configs

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// own holds what the binary brings along: taxonomies and dictionaries for everybody, and the
// configuration of the demo.
//
//go:embed taxonomies dictionaries demo
var own embed.FS

// Config is a whole, checked configuration.
type Config struct {
	Files    []string // the files read, for `tingfeng check`
	Data     string
	Location *time.Location
	Listen   string
	Token    string
	Hosts    []string
	Agents   []Agent // who else brings posts
	Access   Access  // who may enter
	Store    store.Options
	Engine   Engine
	Spool    int64         // bytes the spool may use; 0: its own default
	Keep     time.Duration // how long posts are kept after they came in; 0: for ever
	Crawler  crawler.Options
	Brands   []voc.Brand
	Stores   []voc.Store
	NLP      nlp.Options
	Sources  []crawler.SourceOptions // nil: sources.yaml is not there or holds no list; empty: it says there are none
	Rules    []alert.Rule
	Watching Watching // how incidents are judged and told, beside the rules
	Channels []Channel
	Address  string // by which people reach the dashboard; "" unknown
	Digest   Digest
	LLM      llm.Options
	Desk     pipeline.Desk // people, and whose work orders become
}

// Engine says how the embedded engine is found and bounded.
type Engine struct {
	Library string
	Port    int
	Memory  int64
}

// Digest says to whom letters go, when and where.
type Digest struct {
	At        string // of the one letter of a house without audiences.yaml
	Channels  []string
	Audiences []voc.Audience // nil: audiences.yaml is not there; none: At and Channels stand
	Off       []string       // public holidays, dates
}

// Source is one place listened to, as the crawler is told of it.
type Source = crawler.SourceOptions

// Agent is a tingfeng elsewhere that crawls and brings posts here. Its token opens nothing else.
type Agent struct {
	Name  string
	Token string
}

// Load reads the folder dir. lookup answers for ${NAME} in values. The error, if any, is a
// Problems with everything that is wrong.
func Load(dir string, lookup func(string) (string, bool)) (*Config, error) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, Problems{{File: dir, Message: noFolder, Remedy: "name one with --config DIR; the folder configs/ of the source tree is an example"}}
	}
	return load(os.DirFS(dir), dir, lookup)
}

// Demo is the configuration of `tingfeng demo`, which the binary brings along.
func Demo(lookup func(string) (string, bool)) (*Config, error) {
	sub, err := fs.Sub(own, "demo")
	if err != nil {
		return nil, err
	}
	return load(sub, "demo", lookup)
}

// Standard is the configuration of commands that need understanding but no folder: no brands, the
// taxonomies and dictionaries the binary brings along.
func Standard() (*Config, error) {
	l := &loader{files: nothing{}, dir: "built-in", watched: defaultWatching()}
	return l.build(settingsFile{}, nil, nil, nil, nil, nil)
}

// nothing is an empty folder.
type nothing struct{}

// Open implements fs.FS.
func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// loader carries what is being read and what was found wrong.
type loader struct {
	files    fs.FS
	dir      string
	lookup   func(string) (string, bool)
	read     []string
	problems Problems
	docs     map[string]*document
	broken   map[string]bool // files with problems of their own: nothing is checked against what was read of them
	parent   *loader         // problems go up to it
	plain    bool            // files are read as plain where they are
	desks    deskFiles
	watched  watchingEntry
	org      orgFile
	readers  audiencesFile
}

func load(files fs.FS, dir string, lookup func(string) (string, bool)) (*Config, error) {
	l := &loader{files: files, dir: dir, lookup: lookup, docs: map[string]*document{}, broken: map[string]bool{}}
	var (
		settings = defaultSettings()
		brands   brandsFile
		stores   storesFile
		sources  sourcesFile
		rules    = rulesFile{Watched: defaultWatching()}
		channels channelsFile
	)
	l.decode("tingfeng.yaml", &settings, false)
	l.decode("brands.yaml", &brands, true)
	l.decode("stores.yaml", &stores, false)
	l.decode("sources.yaml", &sources, false)
	l.decode("rules.yaml", &rules, false)
	l.decode("channels.yaml", &channels, false)
	l.decode("org.yaml", &l.org, false)
	l.decode("audiences.yaml", &l.readers, false)
	l.desks, l.watched = l.deskFiles(), rules.Watched
	return l.build(settings, brands.Brands, stores.Stores, sources.Sources, plainRules(rules.Rules), channels.Channels)
}

// plainRules is nil where no list of rules stands, and empty where an empty one does.
func plainRules(entries []ruleEntry) []alert.Rule {
	if entries == nil {
		return nil
	}
	list := make([]alert.Rule, len(entries))
	for i, e := range entries {
		list[i] = e.Rule
	}
	return list
}

func defaultSettings() settingsFile {
	return settingsFile{
		Data: "data", Timezone: "Asia/Shanghai", Listen: "127.0.0.1:8420",
		Crawler:   crawler.Default(),
		Digest:    digestEntry{At: "30 21 * * *"},
		Retention: 180,
		LLM:       llm.Default(),
	}
}

// text reads one file of the folder; ok is false when it is not there.
func (l *loader) text(name string, must bool) ([]byte, bool) {
	text, err := fs.ReadFile(l.files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if must {
			l.add(name, 0, fileMissing, "copy "+name+" from the example folder configs/ of the source tree")
		}
		return nil, false
	case err != nil:
		l.add(name, 0, err.Error(), "make it readable for the user who runs tingfeng")
		return nil, false
	}
	l.read = append(l.read, filepath.Join(l.dir, name))
	return text, true
}

func (l *loader) decode(name string, target any, must bool) {
	before := len(l.problems)
	if l.plain {
		if text, err := fs.ReadFile(l.files, name); err == nil && readPlain(text, target) {
			l.read = append(l.read, filepath.Join(l.dir, name))
			return
		}
	}
	if doc := l.parse(name, must); doc != nil {
		l.report(doc.into(target)...)
	}
	if len(l.problems) > before {
		l.broken[name] = true
	}
}

func (l *loader) report(problems ...Problem) {
	if l.parent != nil {
		l.parent.report(problems...)
		return
	}
	l.problems = append(l.problems, problems...)
}

// parse reads a file into its document, nil when there is none or it is not YAML.
func (l *loader) parse(name string, must bool) *document {
	text, ok := l.text(name, must)
	if !ok {
		return nil
	}
	doc, problems := read(filepath.Join(l.dir, name), text, l.lookup)
	l.report(problems...)
	if len(problems) > 0 {
		return nil
	}
	l.docs[name] = doc
	return doc
}

// add notes a problem of a file.
func (l *loader) add(name string, line int, message, remedy string) {
	l.report(Problem{File: filepath.Join(l.dir, name), Line: line, Message: message, Remedy: remedy})
}

// at notes a problem of what stands at a YAML path of a file.
func (l *loader) at(name, path, message, remedy string) {
	line := 0
	if doc := l.docs[name]; doc != nil {
		line = doc.line(path)
	}
	l.add(name, line, message, remedy)
}

// build checks everything against everything else and puts it together.
func (l *loader) build(s settingsFile, brands []brandEntry, stores []voc.Store, sources []crawler.SourceOptions, rules []alert.Rule, channels []Channel) (*Config, error) {
	c := &Config{
		Data: s.Data, Listen: s.Listen, Token: s.Token, Hosts: s.Hosts, Store: s.Store, Engine: Engine(s.Engine), Spool: s.Spool.MaxBytes,
		Crawler: s.Crawler, Stores: stores, Sources: sources, Rules: rules, Digest: Digest{At: s.Digest.At, Channels: s.Digest.Channels},
	}
	c.Location = l.location(s.Timezone)
	c.Keep = l.retention(s.Retention)
	c.Brands = l.brands(brands, &c.NLP)
	l.stores(stores, c.Brands)
	l.sources(c)
	l.crawler(c)
	l.letterTime(c)
	c.Agents = l.agents(s.Agents)
	l.access(s, l.org, c)
	c.Channels = l.channels(channels)
	c.Address = l.address(s.Address)
	l.letterReaders(c)
	l.rules(rules, c)
	c.Watching = l.watching(l.watched, c)
	c.Desk = l.desk(l.desks, c)
	l.understanding(s, c)
	l.llm(s.LLM, c)
	c.Digest.Audiences, c.Digest.Off = l.audiences(l.readers.Audiences, c), holidays(c.Desk.House.Calendars)
	c.Files = l.read
	if err := l.problems.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// leastRetention and mostRetention are days: a letter and an alert's rhythm need four weeks of past, and
// what is to be kept longer than ten years is kept for ever.
const (
	leastRetention = 30
	mostRetention  = 3650
)

func (l *loader) retention(days int) time.Duration {
	if days != 0 && (days < leastRetention || days > mostRetention) {
		l.at("tingfeng.yaml", "$.retention", fmt.Sprintf("posts cannot be kept for %d days", days),
			fmt.Sprintf("write %d to %d days, or 0 to keep them for ever", leastRetention, mostRetention))
	}
	return time.Duration(days) * 24 * time.Hour
}

// crawler checks how sites are asked. The built-in configuration asks none.
func (l *loader) crawler(c *Config) {
	if len(l.read) == 0 {
		return
	}
	one, err := crawler.New(c.Crawler)
	if err != nil {
		l.at("tingfeng.yaml", "$.crawler", err.Error(), "docs/operations.md tells the options; what is left out has its default")
		return
	}
	one.Close()
}

func (l *loader) location(name string) *time.Location {
	if name == "" {
		name = "Asia/Shanghai"
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		l.at("tingfeng.yaml", "$.timezone", fmt.Sprintf("unknown time zone %q", name), "write an IANA name, e.g. Asia/Shanghai")
		return time.UTC
	}
	return zone
}

func (l *loader) brands(entries []brandEntry, understanding *nlp.Options) []voc.Brand {
	var brands []voc.Brand
	for i, e := range entries {
		path := fmt.Sprintf("$.brands[%d]", i)
		switch {
		case e.ID == "":
			l.at("brands.yaml", path, "brand without an id", "give it one, letters, digits and dashes: id: qingheng")
			continue
		case !plainID(string(e.ID)):
			l.at("brands.yaml", path+".id", fmt.Sprintf("brand id %q has other signs than letters, digits and dashes", e.ID), "the display name goes under name:")
		case slices.ContainsFunc(brands, func(b voc.Brand) bool { return b.ID == e.ID }):
			l.at("brands.yaml", path+".id", fmt.Sprintf("brand id %q stands twice", e.ID), "put all words of a brand under one entry")
		}
		if e.Name == "" {
			e.Name = string(e.ID)
		}
		e.Match.Brand = e.ID
		brands = append(brands, voc.Brand{ID: e.ID, Name: e.Name, Own: e.Own})
		understanding.Brands = append(understanding.Brands, e.Match)
	}
	return brands
}

func (l *loader) stores(stores []voc.Store, brands []voc.Brand) {
	seen := map[voc.StoreID]bool{}
	for i, s := range stores {
		path := fmt.Sprintf("$.stores[%d]", i)
		if s.ID == "" || seen[s.ID] {
			l.at("stores.yaml", path, fmt.Sprintf("store id %q is empty or stands twice", s.ID), "give every store an id of its own")
		}
		seen[s.ID] = true
		l.brand("stores.yaml", path+".brand", s.Brand, brands)
	}
}

// brand checks that a brand named elsewhere is configured.
func (l *loader) brand(name, path string, id voc.BrandID, brands []voc.Brand) {
	if id == "" || l.broken["brands.yaml"] || slices.ContainsFunc(brands, func(b voc.Brand) bool { return b.ID == id }) {
		return
	}
	known := make([]string, len(brands))
	for i, b := range brands {
		known[i] = string(b.ID)
	}
	l.at(name, path, fmt.Sprintf("unknown brand %q", id), "brands.yaml has: "+strings.Join(known, ", "))
}

func (l *loader) sources(c *Config) {
	seen := map[voc.SourceID]bool{}
	for i, s := range c.Sources {
		path := fmt.Sprintf("$.sources[%d]", i)
		id := s.Source.ID
		if id == "" || !plainID(string(id)) || seen[id] {
			l.at("sources.yaml", path, fmt.Sprintf("source id %q is empty, has other signs than letters, digits and dashes, or stands twice", id), "give every source an id of its own, e.g. id: appstore-cn")
		}
		seen[id] = true
		l.brand("sources.yaml", path+".brand", s.Source.Brand, c.Brands)
		l.schedule(path, &c.Sources[i].Source, c.Location)
		if s.Kind == voc.KindImport || s.Kind == voc.KindPush {
			continue // brought to us: there is nothing to fetch and nothing to check
		}
		if err := crawler.Check(c.Crawler, s); err != nil {
			l.at("sources.yaml", path, fmt.Sprintf("source %s: %v", id, err), "")
		}
	}
}

func (l *loader) rules(rules []alert.Rule, c *Config) {
	seen := map[string]bool{}
	for i, r := range rules {
		path := fmt.Sprintf("$.rules[%d]", i)
		if err := r.Validate(); err != nil {
			l.faulty(path, err)
		}
		if seen[r.Name] {
			l.at("rules.yaml", path+".name", fmt.Sprintf("rule %q stands twice", r.Name), "names must differ")
		}
		seen[r.Name] = true
		for n, b := range r.Brands {
			l.brand("rules.yaml", fmt.Sprintf("%s.brands[%d]", path, n), b, c.Brands)
		}
		l.channelsKnown("rules.yaml", path+".channels", r.Channels, c.Channels)
	}
	l.channelsKnown("tingfeng.yaml", "$.digest.channels", c.Digest.Channels, c.Channels)
}

// faulty tells what is wrong with a rule, at the line of the option when it stands in the file, else at
// the rule's.
func (l *loader) faulty(path string, err error) {
	var fault *voc.RuleError
	if doc := l.docs["rules.yaml"]; errors.As(err, &fault) && doc.line(path+"."+fault.Field) > 0 {
		path += "." + fault.Field
	}
	l.at("rules.yaml", path, err.Error(), "")
}

func (l *loader) channelsKnown(file, path string, names []string, channels []Channel) {
	for n, name := range names {
		if !slices.ContainsFunc(channels, func(c Channel) bool { return c.Name == name }) {
			l.at(file, fmt.Sprintf("%s[%d]", path, n), fmt.Sprintf("unknown channel %q", name), "define it in channels.yaml")
		}
	}
}

// plainID tells whether an id may stand in file names, addresses and SQL results alike.
func plainID(id string) bool {
	return !strings.ContainsFunc(id, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	})
}
