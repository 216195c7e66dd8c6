package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// place is a configuration folder, a data folder and a database of one test. Its commands run in
// this process, through the same door as main.
type place struct {
	t      *testing.T
	config string
	data   string
	dsn    string // "" would start an engine of its own for each command
	clock  time.Time
	env    map[string]string
}

// newPlace has one brand, one shop, one source that is pushed to, and one rule.
func newPlace(t *testing.T) *place {
	t.Helper()
	dir := t.TempDir()
	p := &place{
		t: t, config: filepath.Join(dir, "configs"), data: filepath.Join(dir, "data"), dsn: storetest.DSN(t),
		clock: time.Date(2026, 1, 31, 21, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600)),
	}
	p.write("tingfeng.yaml", "data: "+p.data+"\nlisten: "+freePort(t)+"\nstore:\n  dsn: "+p.dsn+"\n")
	p.write("brands.yaml", "brands:\n- id: tea\n  name: 山外青茶\n  own: true\n  any: [山外青茶]\n")
	p.write("stores.yaml", "stores:\n- id: jingan\n  name: 静安店\n  brand: tea\n  city: 上海\n")
	p.write("sources.yaml", "sources:\n- id: care\n  title: 客服表单\n  kind: push\n  platform: form\n")
	p.write("rules.yaml", "rules:\n- name: negative-burst\n")
	return p
}

func (p *place) now() time.Time { return p.clock }

func (p *place) write(name, text string) {
	p.t.Helper()
	write(p.t, p.config, name, text)
}

// answer is what a command left behind.
type answer struct {
	code        int
	out, errors string
}

// run gives one command its arguments and its standard input.
func (p *place) run(stdin string, args ...string) answer {
	p.t.Helper()
	return runIn(p.t.Context(), p.clock, p.env, stdin, append([]string{"--config", p.config}, args...)...)
}

// must runs a command that is expected to succeed and returns what it printed.
func (p *place) must(stdin string, args ...string) string {
	p.t.Helper()
	a := p.run(stdin, args...)
	if a.code != exitDone {
		p.t.Fatalf("tingfeng %s: exit %d\n%s%s", strings.Join(args, " "), a.code, a.out, a.errors)
	}
	return a.out
}

func runIn(ctx context.Context, now time.Time, env map[string]string, stdin string, args ...string) answer {
	var out, errors bytes.Buffer
	w := &world{
		stdin: strings.NewReader(stdin), stdout: &out, stderr: &errors,
		lookup: func(name string) (string, bool) { value, ok := env[name]; return value, ok },
		now:    func() time.Time { return now }, signal: ctx,
	}
	code := command(args, w)
	return answer{code, out.String(), errors.String()}
}

// database opens the place's database beside the commands, with its tables made.
func (p *place) database() *store.Store {
	p.t.Helper()
	o := store.DefaultOptions()
	o.DSN = p.dsn
	s, err := store.Open(p.t.Context(), o)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { s.Close() })
	if err := s.Migrate(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	return s
}

// openOrder puts a work order nobody has claimed into the journal, as an alert would.
func (p *place) openOrder(s *store.Store, at time.Time) string {
	p.t.Helper()
	const id = "WO-20260131-0001"
	e, err := workorder.Open(workorder.Draft{
		ID: id, Kind: voc.OrderTheme, Title: "查清并处理：山外青茶·静安店 吃出异物", Brand: "tea", Topic: "卫生-异物",
		Level: voc.Red, Store: "jingan", Text: "近一小时负面 12 条",
		Evidence: []voc.Evidence{{PostID: "00000000000000000000000000000001", Brand: "tea", Text: "杯子里有一根铁丝", At: at}},
	}, at)
	if err != nil {
		p.t.Fatal(err)
	}
	e.Seq = 1
	if err := s.AppendEvents(p.t.Context(), []voc.Event{e}); err != nil {
		p.t.Fatal(err)
	}
	return id
}

// rows asks the database through `tingfeng sql --json` and returns an object a row.
func (p *place) rows(query string) []map[string]any {
	p.t.Helper()
	return rowsOf(p.t, p.must("", "sql", "--json", query))
}

func rowsOf(t *testing.T, lines string) (rows []map[string]any) {
	t.Helper()
	for line := range strings.Lines(lines) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		rows = append(rows, row)
	}
	return rows
}

// mentions counts rows and different posts of the table mentions.
func (p *place) mentions() (rows, posts int) {
	p.t.Helper()
	r := p.rows("SELECT count() AS rows, uniqExact(id) AS posts FROM mentions FINAL")[0]
	return number(p.t, r["rows"]), number(p.t, r["posts"])
}

// number reads a count as SQL over JSON gives it: 64-bit ones come as text.
func number(t *testing.T, v any) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(fmt.Sprint(v), &n); err != nil {
		t.Fatalf("%v is no number: %v", v, err)
	}
	return n
}

// parsed reads what a command printed with --json.
func parsed[T any](t *testing.T, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("not the JSON it should be: %v\n%s", err, text)
	}
	return v
}

// holds complains about every part that a text lacks.
func holds(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %q:\n%s", what, part, text)
		}
	}
}
