package configs

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func env(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := values[name]; return v, ok }
}

var demoEnv = env(map[string]string{"DEMO_SITE": "http://127.0.0.1:1", "DEMO_SECRET": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"})

// Whether a list of sources is written tells an empty one from a file that was lost.
func TestAnEmptyListOfSourcesIsNoMissingOne(t *testing.T) {
	for text, written := range map[string]bool{"": false, "# nothing\n": false, "sources:\n": false, "sources: ~\n": false, "sources: []\n": true} {
		dir := t.TempDir()
		for name, body := range map[string]string{"brands.yaml": "brands:\n- {id: tea, name: 山外青茶, own: true, any: [山外青茶]}\n", "sources.yaml": text} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c, err := Load(dir, func(string) (string, bool) { return "", false })
		if err != nil || len(c.Sources) != 0 || (c.Sources != nil) != written {
			t.Errorf("%q: sources %#v, %v; want a written list: %v", text, c, err, written)
		}
	}
}

func TestDemoConfigurationIsWhole(t *testing.T) {
	c, err := Demo(demoEnv)
	if err != nil {
		t.Fatal(err)
	}
	own := 0
	for _, b := range c.Brands {
		if b.Own {
			own++
		}
	}
	if len(c.Brands) != 3 || own != 1 {
		t.Errorf("%d brands, %d own; the demo has three, one of them ours", len(c.Brands), own)
	}
	if len(c.Stores) < 10 || len(c.Sources) < 4 || len(c.Rules) < 1 || len(c.Channels) < 1 || len(c.NLP.Packs) < 1 {
		t.Errorf("%d stores, %d sources, %d rules, %d channels, %d packs: something is missing",
			len(c.Stores), len(c.Sources), len(c.Rules), len(c.Channels), len(c.NLP.Packs))
	}
	kinds := map[string]bool{}
	for _, s := range c.Sources {
		kinds[string(s.Kind)] = true
		if !strings.HasPrefix(s.Address, "http://127.0.0.1:1") {
			t.Errorf("source %s: address %s does not lead to the local site", s.ID, s.Address)
		}
	}
	for _, kind := range []string{"feed", "appstore", "html", "json"} {
		if !kinds[kind] {
			t.Errorf("the demo shows no source of kind %s", kind)
		}
	}
}

func TestExampleFolderIsValid(t *testing.T) {
	c, err := Load(".", env(nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Brands) == 0 || len(c.Files) < 4 {
		t.Errorf("the example folder has %d brands in %d files", len(c.Brands), len(c.Files))
	}
}

func TestStandardNeedsNoFolder(t *testing.T) {
	c, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.NLP.Packs) == 0 || c.Location == nil {
		t.Errorf("without a folder there are %d packs and location %v", len(c.NLP.Packs), c.Location)
	}
}

func TestLoadTakesSourcesThatAreBroughtToUs(t *testing.T) {
	c, err := Load(folderWith(t, "sources.yaml", "sources:\n- id: care\n  kind: push\n- id: files\n  kind: import\n"), env(nil))
	if err != nil || len(c.Sources) != 2 {
		t.Errorf("got %v; push and import have no address and need none", err)
	}
}

func TestLoadTakesSourcesThatSpeakForAnOffice(t *testing.T) {
	c, err := Load(folderWith(t, "sources.yaml", "sources:\n- id: bureau\n  kind: push\n  official: true\n- id: care\n  kind: push\n"), env(nil))
	if err != nil || len(c.Sources) != 2 || !c.Sources[0].Official || c.Sources[1].Official {
		t.Errorf("got %+v, %v; want the first to be official and the second not", c.Sources, err)
	}
}

// folderWith writes a small valid folder and replaces one file of it.
func folderWith(t *testing.T, name, text string) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"tingfeng.yaml": "data: data\n",
		"brands.yaml":   "brands:\n- id: tea\n  name: 山外青茶\n  own: true\n  any: [山外青茶]\n",
		"rules.yaml":    "rules:\n- name: burst\n",
	}
	files[name] = text
	for file, content := range files {
		path := filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoadFailureSaysWhereAndWhatToDo(t *testing.T) {
	f := func(file, text, want string) {
		t.Helper()
		_, err := Load(folderWith(t, file, text), env(nil))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s with %q: got %v, want it to contain %q", file, text, err, want)
		}
	}
	f("tingfeng.yaml", "data: x\ntimezone: Asia/Shangai\n", `tingfeng.yaml:2: unknown time zone "Asia/Shangai"`)
	f("tingfeng.yaml", "lisen: x\n", `did you mean "listen"?`)
	f("tingfeng.yaml", "digest:\n  channels: [desk]\n", `tingfeng.yaml:2: unknown channel "desk"`)
	f("tingfeng.yaml", "packs: [dining, spaceflight]\n", `tingfeng.yaml:1: unknown pack "spaceflight"`)
	f("brands.yaml", "brands:\n- name: x\n", "brands.yaml:2: brand without an id")
	f("brands.yaml", "brands:\n- id: a b\n", "other signs than letters")
	f("brands.yaml", "brands:\n- id: a\n  any: [a]\n- id: a\n  any: [b]\n", `brands.yaml:4: brand id "a" stands twice`)
	f("stores.yaml", "stores:\n- id: s1\n  brand: cofee\n", `stores.yaml:3: unknown brand "cofee"`)
	f("rules.yaml", "rules:\n- name: r\n  kind: burts\n", "rules.yaml:3")
	f("rules.yaml", "rules:\n- name: r\n  brands: [x]\n", `rules.yaml:3: unknown brand "x"`)
	f("rules.yaml", "rules:\n- name: r\n- name: r\n", `rule "r" stands twice`)
	f("channels.yaml", "channels:\n- name: a\n  kind: pigeon\n", `channels.yaml:3: unknown kind "pigeon"`)
	f("sources.yaml", "sources:\n- id: a\n  kind: html\n  adress: x\n", `sources.yaml:4: unknown key "adress"; did you mean "address"?`)
	f("sources.yaml", "sources:\n- id: a\n  kind: telepathy\n", `kind "telepathy"`)
	f("sources.yaml", "sources:\n- id: a\n  kind: feed\n  address: x\n  brand: nobody\n", `unknown brand "nobody"`)
	f("brands.yaml", "brands:\n- id: a\n  any: [a]\n- id: b\n  regex:\n  - '('\n", `brands.yaml:6: brand "b": regex "(": error parsing regexp`)
	f("brands.yaml", "brands:\n- id: a\n  any: []\n- id: b\n  any: [b]\n  near: [{words: [x], with: [y], within: -3}]\n", `brands.yaml:2: brand "a": any, near and regex are all empty`)
	f("brands.yaml", "brands:\n- id: a\n  any: []\n- id: b\n  any: [b]\n  near: [{words: [x], with: [y], within: -3}]\n", `brands.yaml:4: brand "b": near within -3`)
	f("brands.yaml", "brands:\n- id: a\n  any: [a]\n  packs: [dinning]\n", `brands.yaml:4: brand "a": pack "dinning" is not known`)
	f("brands.yaml", "brands:\n- id: a\n  any: [a, 喜茶]\n  not: [喜茶]\n", `brand "a": "喜茶" stands under any and under not`)
	f("taxonomies/own.yaml", "name: own\naspects:\n- name: own.a\n  terms: [a]\n- name: own.b\n", `taxonomies/own.yaml:5: pack "own": aspect "own.b" has no words`)
	f("taxonomies/own.yaml", "name: own\naspects:\n- name: own.a\n  terms: [a]\ntopics:\n- name: t\n  mood: sad\n  terms: [b]\n", `taxonomies/own.yaml:6: pack "own": topic "t": mood "sad"`)
	f("dictionaries/own.yaml", "name: own\nwords:\n- {word: a}\n- {word: b, weight: 9}\n", `dictionaries/own.yaml:4: user word "b" has weight 9`)
	f("taxonomies/own.yaml", "name: own\naspect: []\n", `taxonomies/own.yaml:2: unknown key "aspect"`)
	f("channels.yaml", "channels:\n- name: a\n  kind: webhook\n  url: ${NOT_SET_ANYWHERE}\n", "channels.yaml:4: environment variable NOT_SET_ANYWHERE is not set")
}

func TestLoadReportsEverythingAtOnce(t *testing.T) {
	dir := folderWith(t, "rules.yaml", "rules:\n- name: r\n  brands: [x]\n  channels: [y]\n")
	if err := os.WriteFile(filepath.Join(dir, "tingfeng.yaml"), []byte("timezone: Mars\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(dir, env(nil))
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 3 {
		t.Errorf("got %v, want three problems: brand, channel, time zone", err)
	}
}

func TestLoadOwnTaxonomyReplacesOneOfTheSameName(t *testing.T) {
	c, err := Load(folderWith(t, "taxonomies/dining.yaml", "name: dining\ntitle: 我们自己的\naspects:\n- name: tea.milk\n  title: 奶\n  terms: [鲜奶]\n"), env(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.NLP.Packs {
		if p.Name == "dining" && p.Title != "我们自己的" {
			t.Errorf("pack dining is %q, want the folder's own", p.Title)
		}
	}
}

func TestMissingFolder(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "nowhere"), env(nil))
	var problems Problems
	if !errors.As(err, &problems) || !problems.NoFolder() {
		t.Errorf("got %v, want the problem that there is no such folder", err)
	}
}
