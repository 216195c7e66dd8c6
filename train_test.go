package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// runPlain runs one command without a configuration and gives what it printed.
func runPlain(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, complaints bytes.Buffer
	w := &world{
		stdin: strings.NewReader(""), stdout: &out, stderr: &complaints,
		lookup: func(string) (string, bool) { return "", false }, now: time.Now, signal: context.Background(),
	}
	code = command(args, w)
	return code, out.String(), complaints.String()
}

func TestEvalMeasures(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "two.csv", "text,label\n服务热情，菜很好吃，下次还来,1\n太难吃了，再也不来,0\n服务员态度恶劣，失望,0\n味道很赞，强烈推荐,1\n")
	write(t, dir, "three.tsv", "text\tlabel\n很好吃，推荐\t1\n难吃，差评\t-1\n请问几点开门？\t0\n")
	write(t, dir, "own.jsonl", `{"text":"气死我了，等了一小时没人理","emotion":"angry"}`+"\n"+`{"text":"太开心了，谢谢店家","emotion":"happy"}`+"\n")
	code, out, errs := runPlain(t, "eval", filepath.Join(dir, "two.csv"), "--json")
	if code != exitDone {
		t.Fatalf("ended %d: %s", code, errs)
	}
	var got evaluation
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.N != 4 || got.Accuracy != 1 || len(got.Coverage) == 0 || got.Version == "" {
		t.Errorf("measured %+v, want four texts, all right", got.Report)
	}
	code, out, errs = runPlain(t, "eval", filepath.Join(dir, "three.tsv"))
	if code != exitDone || !strings.Contains(out, "neutral") || !strings.Contains(out, "macro-F1") {
		t.Errorf("ended %d with %s%s, want three classes", code, out, errs)
	}
	write(t, dir, "chinese.csv", "序号,评论内容,情感\n1,很好吃，推荐,好评\n2,难吃，服务差,差评\n")
	if code, out, errs = runPlain(t, "eval", filepath.Join(dir, "chinese.csv")); code != exitDone || !strings.Contains(out, "2, left out 0") {
		t.Errorf("ended %d with %s%s, want a file with Chinese columns and labels measured", code, out, errs)
	}
	if code, out, errs = runPlain(t, "eval", filepath.Join(dir, "own.jsonl"), "--task", "emotion"); code != exitDone || !strings.Contains(out, "angry") {
		t.Errorf("ended %d with %s%s, want emotions measured", code, out, errs)
	}
}

// TestEvalReadsFilesAsPeopleSaveThem: a spreadsheet on a Chinese Windows saves GBK, one asked for Unicode
// UTF-16, and columns are written Text as often as text.
func TestEvalReadsFilesAsPeopleSaveThem(t *testing.T) {
	const body = "text,label\n服务热情，菜很好吃，下次还来,1\n太难吃了，再也不来,0\n服务员态度恶劣，失望,0\n味道很赞，强烈推荐,1\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(body)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(body)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, c := range []struct{ name, body string }{
		{"gbk.csv", gbk}, {"utf16.csv", wide}, {"bom.csv", "\ufeff" + body}, {"crlf.csv", strings.ReplaceAll(body, "\n", "\r\n")},
		{"capital.csv", strings.Replace(body, "text,label", "Text, LABEL ", 1)}, {"semicolon.csv", strings.ReplaceAll(body, ",", ";")},
		{"tabs.csv", strings.ReplaceAll(body, ",", "\t")},
	} {
		write(t, dir, c.name, c.body)
		code, out, errs := runPlain(t, "eval", filepath.Join(dir, c.name), "--json")
		var got evaluation
		if err := json.Unmarshal([]byte(out), &got); code != exitDone || err != nil || got.N != 4 || got.Accuracy != 1 {
			t.Errorf("%s ended %d: %s%s; want four texts, all right", c.name, code, out, errs)
		}
	}
}

// TestEvalGuessesNoScale: 1 of five stars is no praise, and where there is a 2 nobody knows what 1 is. A
// figure worked out of such a file would be worth nothing.
func TestEvalGuessesNoScale(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{
		"stars.csv": "text,label\n难吃,1\n一般,3\n好吃,5\n", "three.csv": "text,label\n难吃,0\n一般,1\n好吃,2\n", "float.csv": "text,label\n难吃,1.0\n一般,2.0\n好吃,4.0\n",
	} {
		write(t, dir, name, body)
		if code, out, errs := runPlain(t, "eval", filepath.Join(dir, name)); code == exitDone || !strings.Contains(errs, "negative, neutral, positive") {
			t.Errorf("%s ended %d: %s%s; want it refused with what to write", name, code, out, errs)
		}
	}
}

func TestEvalAndTrainRefuse(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "no.csv", "body,label\n好吃,1\n")
	write(t, dir, "no.bin", "nothing of the kind")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"eval", filepath.Join(dir, "no.csv")}, "text"},
		{[]string{"eval", filepath.Join(dir, "gone.csv")}, "gone.csv"},
		{[]string{"eval", filepath.Join(dir, "no.csv"), "--task", "poetry"}, "poetry"},
		{[]string{"eval", filepath.Join(dir, "no.csv"), "--model", filepath.Join(dir, "no.bin")}, "tfw1"},
		{[]string{"tag", "--model", "nobody"}, "nobody"},
		{[]string{"train", "--out", filepath.Join(dir, "w.bin")}, "--data"},
		{[]string{"train", "--data", dir, "--manifest", "nobody", "--out", filepath.Join(dir, "w.bin")}, "clean"},
		{[]string{"train", "--data", dir, "--out", filepath.Join(dir, "w.bin")}, "no file"},
	} {
		code, _, errs := runPlain(t, c.args...)
		if code == exitDone || !strings.Contains(errs, c.says) {
			t.Errorf("%v ended %d: %s; want it refused with %q", c.args, code, errs, c.says)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "w.bin")); err == nil {
		t.Error("weights were written nevertheless")
	}
}
