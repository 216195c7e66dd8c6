package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/model"
)

type trainCmd struct {
	Manifest string `default:"default" placeholder:"NAME" help:"What to learn from: default, clean, research, or a file that ends in .yaml. --data names the folder of its sets."`
	Out      string `required:"" placeholder:"FILE" help:"The file of weights to write."`
}

// Run learns a file of weights. The same manifest and data give the same bytes.
func (t *trainCmd) Run(w *world, g *grammar) error {
	if g.Data == "" {
		return usage("train: name the folder that holds the sets of the manifest with --data DIR")
	}
	m, err := configs.Manifest(t.Manifest)
	if err != nil {
		return usageError{err}
	}
	sets, err := m.Read(g.Data)
	if err != nil {
		return err
	}
	started := w.now()
	log := func(format string, args ...any) {
		fmt.Fprintf(w.stderr, "%6.0f s  %s\n", w.now().Sub(started).Seconds(), fmt.Sprintf(format, args...))
	}
	file, err := nlp.Train(sets, log)
	if err != nil {
		return err
	}
	standard, err := configs.Standard()
	if err != nil {
		return err
	}
	if err := nlp.AspectTrainer(standard.NLP.Packs)(sets, file, log); err != nil {
		return err
	}
	data := file.Bytes()
	if err := replaceFile(t.Out, data); err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "%s: %d bytes, sections %v, in %v\n", t.Out, len(data), file.Names(), w.now().Sub(started).Round(time.Second))
	return nil
}

// replaceFile writes data beside the file first, so that a file cut short never stands in its place.
func replaceFile(name string, data []byte) error {
	part := name + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	if err := os.Rename(part, name); err != nil {
		return fmt.Errorf("train: put the weights in place: %w", err)
	}
	return nil
}

// weightsOf gives the weights a --model option names: default, clean, or a file made by train.
func weightsOf(name string) (*model.File, error) {
	if name == "default" || name == "clean" {
		return model.Shipped(name)
	}
	data, err := os.ReadFile(filepath.Clean(name))
	if err != nil {
		return nil, usage("model %q: give default, clean, or a file written by tingfeng train: %w", name, err)
	}
	return model.Open(data)
}
