package configs

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func loaded(t *testing.T, name, text string) *Config {
	t.Helper()
	c, err := Load(folderWith(t, name, text), env(map[string]string{"URL": "https://desk.example.org/hook"}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLoadGivesWhatStandsInTheFiles(t *testing.T) {
	c := loaded(t, "channels.yaml", "channels:\n- name: desk\n  kind: webhook\n  url: ${URL}\n  secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3]\n  timeout: 7s\n  allow_private: true\n")
	if len(c.Channels) != 1 {
		t.Fatalf("%d channels", len(c.Channels))
	}
	if ch := c.Channels[0]; ch.Name != "desk" || ch.URL != "https://desk.example.org/hook" || !slices.Equal(ch.Secrets, []string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}) || ch.Timeout != 7*time.Second || !ch.AllowPrivate {
		t.Errorf("the channel is %+v", ch)
	}
	c = loaded(t, "tingfeng.yaml", "data: d\ntimezone: Asia/Tokyo\nlisten: :9\ntoken: t\nspool:\n  max_bytes: 5\nengine:\n  port: 6\n  memory: 7\n  library: l\ndigest:\n  at: '0 7 * * *'\nunderstanding:\n  neutral_band: 0.8\n  keywords: 3\n")
	if c.Data != "d" || c.Location.String() != "Asia/Tokyo" || c.Listen != ":9" || c.Token != "t" || c.Spool != 5 || c.Digest.At != "0 7 * * *" || c.Engine != (Engine{"l", 6, 7}) {
		t.Errorf("got %+v", c)
	}
	if c.NLP.NeutralBand != 0.8 || c.NLP.Keywords != 3 {
		t.Errorf("understanding: band %v, keywords %d", c.NLP.NeutralBand, c.NLP.Keywords)
	}
}

func TestLoadFillsInWhatIsNotSaid(t *testing.T) {
	c := loaded(t, "rules.yaml", "rules:\n- name: r\n  sensitivity: 2\n")
	if c.Location.String() != "Asia/Shanghai" || c.Listen != "127.0.0.1:8420" || c.Digest.At == "" || c.NLP.Keywords == 0 || c.Crawler.MaxPages == 0 {
		t.Errorf("defaults are missing: %+v", c)
	}
	r := c.Rules[0]
	if r.Sensitivity != 2 || r.Step != 5*time.Minute || r.MinAuthors == 0 || r.Quiet == 0 || r.Sentiment != voc.Negative {
		t.Errorf("a rule that says one thing is %+v; the rest must be the default rule's", r)
	}
	// Zero said is not the same as nothing said.
	if r := loaded(t, "rules.yaml", "rules:\n- name: r\n  quiet: 0s\n  min_authors: 0\n").Rules[0]; r.Quiet != 0 || r.MinAuthors != 0 || r.MinPosts == 0 {
		t.Errorf("a rule that says zero is %+v", r)
	}
}

func TestLoadWithoutAnyFileButBrands(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "brands.yaml"), []byte("brands:\n- id: tea\n  any: [山外青茶]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(dir, env(nil))
	if err != nil {
		t.Fatal(err)
	}
	if c.Brands[0].Name != "tea" || len(c.Files) != 1 || len(c.Rules)+len(c.Sources)+len(c.Channels) != 0 || len(c.NLP.Packs) == 0 {
		t.Errorf("got brands %v, files %v, %d packs", c.Brands, c.Files, len(c.NLP.Packs))
	}
}

func TestAFolderThatCannotBeRead(t *testing.T) {
	f := func(why string, prepare func(dir string) string, noFolder bool, want string) {
		t.Helper()
		_, err := Load(prepare(t.TempDir()), env(nil))
		var problems Problems
		if !errors.As(err, &problems) || problems.NoFolder() != noFolder || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v (no folder: %v), want it to contain %q", why, err, problems.NoFolder(), want)
		}
	}
	file := func(dir, name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	f("a file in its place", func(dir string) string { return file(dir, "x", "") }, true, "name one with --config")
	f("an empty folder", func(dir string) string { return dir }, true, "brands.yaml: file is missing")
	f("a folder where a file should stand", func(dir string) string {
		if err := os.Mkdir(filepath.Join(dir, "brands.yaml"), 0o700); err != nil {
			t.Fatal(err)
		}
		return dir
	}, false, "make it readable")
	f("an empty folder and one more mistake", func(dir string) string { file(dir, "rules.yaml", "rules: 7\n"); return dir }, false, "rules.yaml:1")
}

func TestLoadFailuresOfEachFile(t *testing.T) {
	f := func(file, text string, want ...string) {
		t.Helper()
		_, err := Load(folderWith(t, file, text), env(nil))
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%s with %q: got %v, want it to contain %q", file, text, err, w)
			}
		}
	}
	f("stores.yaml", "stores:\n- id: a\n- id: a\n- name: b\n", `stores.yaml:3: store id "a"`, `stores.yaml:4: store id ""`)
	f("sources.yaml", "sources:\n- id: a/b\n  kind: push\n- id: c\n  kind: push\n- id: c\n  kind: push\n- kind: push\n", `sources.yaml:2: source id "a/b"`, `source id "c"`, `source id ""`)
	f("sources.yaml", "sources:\n- id: ../../etc\n  kind: push\n", "letters, digits and dashes") // it becomes a file name
	f("channels.yaml", "channels:\n- kind: webhook\n", "channels.yaml:2: channel without a name")
	f("channels.yaml", "channels:\n- name: a\n  kind: webhook\n- name: a\n  kind: webhook\n", `channels.yaml:4: channel "a" stands twice`)
	f("rules.yaml", "rules:\n- name: r\n  channels: [nobody]\n", `rules.yaml:3: unknown channel "nobody"`)
	f("rules.yaml", "rules:\n- name: r\n  step: 7m\n", "rules.yaml:3", "step is 7m0s")
	f("rules.yaml", "rules:\n- sensitivity: 1\n  name: ''\n", "rule without a name")
	f("rules.yaml", "rules:\n- name: r\n  quiet: a day\n", "rules.yaml:3", "write a length of time")
	f("brands.yaml", "brands:\n- id: a\n  own: perhaps\n", "brands.yaml:3", "true or false must stand")
	f("brands.yaml", "brands: a\n", "brands.yaml:1")
	f("tingfeng.yaml", "engine: 7\n", "tingfeng.yaml:1")
	f("dictionaries/own.yaml", "word: []\n", `dictionaries/own.yaml:1: unknown key "word"; did you mean "words"?`)
	f("dictionaries/own.yaml", "words:\n- word: ${NOT_SET}\n", "dictionaries/own.yaml:2: environment variable NOT_SET")
}

// A file that is broken brings its own problem and no others: what refers to it may be right.
func TestABrokenFileIsToldOnce(t *testing.T) {
	dir := folderWith(t, "brands.yaml", "brands:\n- id: [\n")
	if err := os.WriteFile(filepath.Join(dir, "stores.yaml"), []byte("stores:\n- id: s\n  brand: tea\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(dir, env(nil))
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 1 || !strings.HasSuffix(problems[0].File, "brands.yaml") {
		t.Errorf("got %v, want the one problem of brands.yaml", err)
	}
}

func TestTaxonomiesOfTheFolder(t *testing.T) {
	pack := func(c *Config, name string) (found nlp.Pack) {
		for _, p := range c.NLP.Packs {
			if p.Name == name {
				found = p
			}
		}
		return found
	}
	standard, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	added := loaded(t, "taxonomies/laundry.yaml", "name: laundry\ntitle: 洗衣\naspects:\n- name: laundry.clean\n  title: 干净\n  terms: [洗不干净]\n")
	if pack(added, "laundry").Title != "洗衣" || len(added.NLP.Packs) != len(standard.NLP.Packs)+1 {
		t.Errorf("%d packs, want one more than the %d that come along", len(added.NLP.Packs), len(standard.NLP.Packs))
	}
	replaced := loaded(t, "taxonomies/ours.yaml", "name: dining\ntitle: 我们的\naspects:\n- name: tea.milk\n  title: 奶\n  terms: [鲜奶]\n")
	if pack(replaced, "dining").Title != "我们的" || len(replaced.NLP.Packs) != len(standard.NLP.Packs) {
		t.Errorf("dining is %q among %d packs; a pack is replaced by its name, whatever its file is called", pack(replaced, "dining").Title, len(replaced.NLP.Packs))
	}
	chosen := loaded(t, "tingfeng.yaml", "packs: [hotel, dining]\n")
	if len(chosen.NLP.Packs) != 2 || chosen.NLP.Packs[0].Name != "hotel" {
		t.Errorf("chosen: %d packs, first %s; want hotel before dining, as written", len(chosen.NLP.Packs), chosen.NLP.Packs[0].Name)
	}
	ignored := loaded(t, "taxonomies/readme.txt", "not: [a taxonomy")
	if len(ignored.NLP.Packs) != len(standard.NLP.Packs) {
		t.Error("a file that is no YAML was taken for a taxonomy")
	}
}

func TestWordsOfDictionariesBrandsAndStores(t *testing.T) {
	dir := folderWith(t, "dictionaries/own.yaml", "words:\n- word: 珍珠奶绿\n  weight: 2\n")
	if err := os.WriteFile(filepath.Join(dir, "stores.yaml"), []byte("stores:\n- id: s\n  name: 静安寺旗舰店\n  brand: tea\n- id: nameless\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(dir, env(nil))
	if err != nil {
		t.Fatal(err)
	}
	has := func(word string) bool {
		return slices.ContainsFunc(c.NLP.UserWords, func(w nlp.UserWord) bool { return w.Word == word })
	}
	for _, word := range []string{"珍珠奶绿", "静安寺旗舰店", "山外青茶"} {
		if !has(word) {
			t.Errorf("the segmenter never hears of %s", word)
		}
	}
	if has("") {
		t.Error("an empty word would be refused by the analyzer")
	}
	if len(c.NLP.Stores) != 2 || len(c.NLP.Brands) != 1 || c.NLP.Brands[0].Brand != "tea" {
		t.Errorf("the analyzer gets %d stores and brands %+v", len(c.NLP.Stores), c.NLP.Brands)
	}
}

// What comes along must work together: an analyzer is built of all of it.
func TestWhatComesAlongMakesAnAnalyzer(t *testing.T) {
	for name, load := range map[string]func() (*Config, error){
		"standard": Standard,
		"demo":     func() (*Config, error) { return Demo(demoEnv) },
		"example":  func() (*Config, error) { return Load(".", env(nil)) },
	} {
		c, err := load()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := nlp.New(c.NLP); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestProblemIsToldWithPlaceAndRemedy(t *testing.T) {
	f := func(p Problem, want string) {
		t.Helper()
		if got := p.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	f(Problem{File: "a.yaml", Line: 3, Column: 9, Message: "m", Remedy: "r"}, "a.yaml:3: m; r")
	f(Problem{File: "a.yaml", Message: "m"}, "a.yaml: m")
	if err := (Problems{}).err(); err != nil {
		t.Errorf("no problem is an error: %v", err)
	}
	if got := (Problems{{File: "a", Message: "x"}, {File: "b", Message: "y"}}).Error(); got != "a: x\nb: y" {
		t.Errorf("two problems read %q", got)
	}
}
