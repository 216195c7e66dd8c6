package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
)

func ask(t *testing.T, s *store.Store, query string, format store.Format) (string, error) {
	t.Helper()
	var b strings.Builder
	err := s.SQL(t.Context(), query, &b, format)
	return b.String(), err
}

func TestSQLFormats(t *testing.T) {
	s := storetest.Open(t)
	const query = `SELECT 1 AS n, '等"待,\n\t\\' AS text, ['a', 'b'] AS list, NULL AS none, toDateTime64('2026-01-02 03:04:05.600', 3, 'UTC') AS at,
		nan AS nothing, toUInt64(18446744073709551615) AS big, map('k', toUInt8(2)) AS map, [1, 2]::Array(UInt8) AS small; `
	for format, want := range map[store.Format]string{
		store.FormatJSONL: `{"n":1,"text":"等\"待,\n\t\\","list":["a","b"],"none":null,"at":"2026-01-02T03:04:05.6Z","nothing":null,"big":18446744073709551615,"map":{"k":2},"small":[1,2]}` + "\n",
		store.FormatCSV: "n,text,list,none,at,nothing,big,map,small\n" +
			`1,"等""待,` + "\n\t" + `\","[""a"",""b""]",,2026-01-02 03:04:05.6,NaN,18446744073709551615,"{""k"":2}","[1,2]"` + "\n",
		store.FormatTSV: "n\ttext\tlist\tnone\tat\tnothing\tbig\tmap\tsmall\n" +
			`1	等"待,\n\t\\	["a","b"]		2026-01-02 03:04:05.6	NaN	18446744073709551615	{"k":2}	[1,2]` + "\n",
		store.FormatTable: "n  text       list       none  at                     nothing  big                   map      small\n" +
			"─  ─────────  ─────────  ────  ─────────────────────  ───────  ────────────────────  ───────  ─────\n" +
			`1  等"待,  \  ["a","b"]        2026-01-02 03:04:05.6  NaN      18446744073709551615  {"k":2}  [1,2]` + "\n",
	} {
		got, err := ask(t, s, query, format)
		if err != nil || got != want {
			t.Errorf("%s: %v\ngot\n%s\nwant\n%s", format, err, got, want)
		}
	}
	if _, err := ask(t, s, query, "xml"); err == nil {
		t.Error("a format nobody defined was accepted")
	}
}

func TestATerminalIsNotObeyed(t *testing.T) {
	s := storetest.Open(t)
	got, err := ask(t, s, `SELECT '\x1b[31mred\x1b]0;title\x07' AS text, 'a\u202Eb' AS reversed`, store.FormatTable)
	if err != nil || strings.ContainsAny(got, "\x1b\x07\u202e") || !strings.Contains(got, "red") {
		t.Errorf("control characters reached the terminal: %q (%v)", got, err)
	}
}

func TestSQLOnlyReads(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 1, mention("1", "一"))
	for _, query := range []string{
		"INSERT INTO control VALUES ('a', now64(3), false)",
		"DROP TABLE mentions",
		"TRUNCATE TABLE mentions",
		"ALTER TABLE mentions DELETE WHERE 1",
		"CREATE TABLE x (a Int8) ENGINE = Memory",
		"CREATE TEMPORARY TABLE x (a Int8)",
		"SET readonly = 0",
		"SELECT 1 SETTINGS readonly = 0",
		"SELECT 1 SETTINGS max_execution_time = 100000",
		"SYSTEM SHUTDOWN",
		"SELECT * FROM file('/etc/passwd', 'LineAsString')",
		"SELECT file('/etc/passwd')",
		"SELECT `fi\\x6ce`('/etc/passwd')",
		"WITH file('/etc/passwd') AS secret SELECT secret",
		"SELECT arrayMap(name -> file(name), ['/etc/passwd'])",
		"EXPLAIN SYNTAX SELECT file('/etc/passwd')",
		"SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')",
		"SELECT * FROM s3('http://127.0.0.1:1/bucket/a', 'CSV', 'a String')",
		"SELECT * FROM remote('127.0.0.1:1', 'system', 'one')",
		"SELECT * FROM executable('ls', 'CSV', 'a String')",
		"SELECT * FROM sqlite('/etc/passwd', 'x')",
		"SELECT 1; SELECT 2",
		"",
		" ; ",
	} {
		if got, err := ask(t, s, query, store.FormatTSV); err == nil {
			t.Errorf("%s was answered: %q", query, got)
		}
	}
	for _, query := range []string{"SELECT count() FROM mentions FINAL", "SHOW TABLES", "DESCRIBE TABLE mentions", "EXPLAIN SELECT 1", "SELECT /* file() */ 'file(' -- file()"} {
		if _, err := ask(t, s, query, store.FormatTSV); err != nil {
			t.Errorf("%s was refused: %v", query, err)
		}
	}
	if n, err := s.CountMentions(t.Context()); n != 1 || err != nil {
		t.Errorf("%d mentions are left (%v), want 1", n, err)
	}
}

func TestSQLEndsInTime(t *testing.T) {
	s := storetest.Open(t, func(o *store.Options) { o.Timeout = time.Second })
	began := time.Now()
	_, err := ask(t, s, "SELECT count() FROM system.numbers WHERE NOT ignore(sipHash64(number))", store.FormatTSV)
	if err == nil {
		t.Fatal("an endless question had an end")
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it was stopped after %s, want about a second", took)
	}
}
