package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files of labels as people have them: what is wrong is told with the file, the place and the way out.

func TestLabelsThatAreNone(t *testing.T) {
	p := newPlace(t)
	dir := t.TempDir()
	f := func(why, name, text string, args []string, words ...string) {
		t.Helper()
		write(t, dir, name, text)
		a := p.run("", append([]string{"eval", filepath.Join(dir, name)}, args...)...)
		if a.code != exitUsage || strings.Contains(a.out, "accuracy") {
			t.Errorf("%s: ended %d with %s", why, a.code, a.out)
		}
		holds(t, why, a.errors, append(words, name)...)
	}
	f("nothing at all", "empty.csv", "", nil, "empty")
	f("columns alone", "head.csv", "text,label\n", nil, "none of 0 rows")
	f("other columns", "columns.csv", "甲,乙\n1,2\n", nil, "text", "甲", "乙")
	f("labels of nobody", "labels.csv", "text,label\n好吃,maybe\n难吃,unsure\n", nil, "none of 2 rows", `"maybe"`, `"unsure"`, "negative")
	f("a quote nobody ends", "quote.csv", "text,label\n\"好吃,1\n难吃,0\n", nil, "quote.csv")
	f("signs for feelings", "signs.csv", "text,label\n好吃,1\n", []string{"--task", "emotion"}, "emotion", `"1"`, "angry")
	f("signs for aspects", "aspects.csv", "text,label\n好吃,1\n", []string{"--task", "aspects"}, `"1"`, "aspect:negative")
	f("a picture", "picture.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", nil, "text")
	f("JSON that ends early", "early.jsonl", "{\"text\":\"好吃\",\"label\":1}\n{\"text\"\n", nil, "line 2")
	f("an ending that says nothing", "labels", "text,label\n好吃,1\n", nil, ".csv")

	write(t, dir, "some.csv", "text,label\n好吃,1\n难吃,0\n一般,unsure\n,1\n只有正文\n太难吃了,0,多,余\n")
	good := parsed[evaluation](t, p.must("", "--json", "eval", filepath.Join(dir, "some.csv")))
	if good.N != 3 || good.Left != 3 {
		t.Errorf("of six rows %d are measured and %d left out, want 3 and 3", good.N, good.Left)
	}
}

func TestWeightsThatCannotBeWritten(t *testing.T) {
	p := newPlace(t)
	dir := t.TempDir()
	write(t, dir, "own.yaml", "name: own\ntitle: \"our own\"\ntiers: [O]\nsets:\n  - {name: own, path: \"own:irony*.csv\", task: own, tier: O, weight: 1}\n")
	train := func(out string) answer {
		return p.run("", "train", "--manifest", filepath.Join(dir, "own.yaml"), "--data", dir, "--out", out)
	}
	for _, out := range []string{dir, filepath.Join(dir, "no", "such", "w.bin"), "/proc/w.bin"} {
		a := train(out)
		if a.code != exitUsage || strings.Contains(a.errors, "texts") {
			t.Errorf("%s: ended %d after learning: %s", out, a.code, a.errors)
		}
		holds(t, out, a.errors, out, "--out")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

func TestWeightsCutShortLeaveTheOldOnes(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "w.bin")
	write(t, dir, "w.bin", "the old weights")
	write(t, dir, "w.bin.part", "half of some that were killed on the w")
	if err := replaceable(name); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "the old weights" {
		t.Errorf("looking whether it can be written left %q (%v)", text, err)
	}
	if err := replaceFile(name, []byte("the new weights")); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "the new weights" {
		t.Errorf("in place are %q (%v)", text, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if err := replaceFile(filepath.Join(dir, "no", "w.bin"), nil); err == nil {
		t.Error("written into a folder that does not exist")
	}
}

func TestWeightsThatAreNone(t *testing.T) {
	p := newPlace(t)
	dir := t.TempDir()
	write(t, dir, "empty.bin", "")
	write(t, dir, "text.bin", "text,label\n好吃,1\n")
	for _, name := range []string{"empty.bin", "text.bin"} {
		a := p.run("好吃\n", "tag", "--model", filepath.Join(dir, name))
		if a.code == exitDone || a.out != "" {
			t.Errorf("%s: ended %d with %q", name, a.code, a.out)
		}
		holds(t, name, a.errors, name, "tingfeng train")
	}
}
