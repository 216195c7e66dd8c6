package main

import (
	"errors"
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
	// Learning takes minutes: a place that cannot be written is told before.
	if err := replaceable(t.Out); err != nil {
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

// part is where a file is written before it takes the old one's place.
func part(name string) string { return name + ".part" }

// replaceable tells why a file could not be written.
func replaceable(name string) error {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("train: --out %s is a folder: name the file to write in it", name)
	}
	f, err := os.OpenFile(part(name), os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("train: --out %s cannot be written: %w: name a file in a folder that exists and can be written", name, err)
	}
	return errors.Join(f.Close(), os.Remove(part(name)))
}

// replaceFile writes data beside the file first, so that a file cut short never stands in its place,
// not after a power cut either.
func replaceFile(name string, data []byte) error {
	f, err := os.Create(part(name))
	if err != nil {
		return fmt.Errorf("train: %w", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("train: %w", err), os.Remove(part(name)))
	}
	if err := os.Rename(part(name), name); err != nil {
		return errors.Join(fmt.Errorf("train: put the weights in place: %w", err), os.Remove(part(name)))
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
	file, err := model.Open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return file, nil
}
