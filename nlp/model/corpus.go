package model

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Task says what a set teaches, and so which trainers read it.
type Task string

// The tasks. A trainer passes over the sets of tasks it does not know.
const (
	TaskPolarity  Task = "polarity"  // negative, neutral, positive
	TaskEmotion   Task = "emotion"   // happy, angry, sad, fear, surprise, neutral
	TaskImplicit  Task = "implicit"  // none, positive, negative, without a word of judgement
	TaskOwn       Task = "own"       // our own sentences, labelled for every head
	TaskHeads     Task = "heads"     // the same, for the heads but not for polarity
	TaskClauses   Task = "clauses"   // our own clauses, labelled with aspects
	TaskAspects   Task = "aspects"   // reviews labelled with aspects
	TaskLexicon   Task = "lexicon"   // signed words, learned as very short texts
	TaskUnlabeled Task = "unlabeled" // texts alone
	TaskOffensive Task = "offensive" // 0, 1
	TaskSpam      Task = "spam"      // 0, 1
)

var tasks = []Task{TaskPolarity, TaskEmotion, TaskImplicit, TaskOwn, TaskHeads, TaskClauses, TaskAspects, TaskLexicon, TaskUnlabeled, TaskOffensive, TaskSpam}

// Tier says what may be done with weights learned from a set.
type Tier string

// The tiers, from free to bound.
const (
	TierOwn        Tier = "O" // our own sentences
	TierPermissive Tier = "A" // a licence that permits it, with notice
	TierPublic     Tier = "B" // public, no licence stated
	TierResearch   Tier = "C" // research or competition only: never in weights that are shipped
)

// Manifest lists what a file of weights is learned from.
type Manifest struct {
	Name  string `yaml:"name"`
	Title string `yaml:"title"`
	// Tiers are those a set of this manifest may have.
	Tiers []Tier `yaml:"tiers"`
	Sets  []Spec `yaml:"sets"`
}

// Spec describes one set of labelled texts.
type Spec struct {
	Name    string `yaml:"name"`
	Path    string `yaml:"path"` // a file or pattern below the folder of data; "own:PATTERN" names our own sentences in the binary
	Task    Task   `yaml:"task"`
	Tier    Tier   `yaml:"tier"`
	Licence string `yaml:"licence"`
	// Family names what its texts speak of, so that a family can be left out to see how the rest
	// carries over. With FamilyColumn, Families tells it by the values of that column.
	Family       string            `yaml:"family"`
	FamilyColumn string            `yaml:"family_column"`
	Families     map[string]string `yaml:"families"`
	Text         string            `yaml:"text"`   // column; "" means text
	Label        string            `yaml:"label"`  // column; "" means label
	Labels       map[string]string `yaml:"labels"` // label in the file → ours; a label not listed leaves the row out. Empty: as they are
	Weight       float64           `yaml:"weight"` // of a row; 0 means 1
	Pack         string            `yaml:"pack"`   // the industry its aspects belong to
	Aspects      map[string]string `yaml:"aspects"`
}

// Set is a set with its rows.
type Set struct {
	Spec
	Table
}

// Trainer learns what it can from the sets and writes sections of f. log takes lines for people.
type Trainer func(sets []Set, f *File, log func(format string, args ...any)) error

//go:embed all:sentences
var own embed.FS

// OwnSentences gives the files of our own sentences inside the binary.
func OwnSentences() fs.FS {
	sub, err := fs.Sub(own, "sentences")
	if err != nil {
		panic(err) // the name is constant
	}
	return sub
}

// Check tells everything that is wrong with the manifest.
func (m *Manifest) Check() error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("manifest "+m.Name+": "+format, args...))
	}
	if m.Name == "" || len(m.Sets) == 0 || len(m.Tiers) == 0 {
		bad("name, tiers and sets are needed")
	}
	seen := map[string]bool{}
	for i := range m.Sets {
		s := &m.Sets[i]
		switch {
		case s.Name == "" || s.Path == "":
			bad("set %d: name and path are needed", i+1)
		case seen[s.Name]:
			bad("set %q stands there twice", s.Name)
		case !slices.Contains(tasks, s.Task):
			bad("set %q: task %q is not known: known are %v", s.Name, s.Task, tasks)
		case !slices.Contains(m.Tiers, s.Tier):
			bad("set %q is of tier %q: this manifest may hold %v", s.Name, s.Tier, m.Tiers)
		case s.Weight < 0 || s.Weight > 100:
			bad("set %q: weight %v: give 0 to 100", s.Name, s.Weight)
		case s.Tier != TierOwn && s.Licence == "":
			bad("set %q: say its licence, or \"none stated\"", s.Name)
		}
		seen[s.Name] = true
	}
	return errors.Join(errs...)
}

// Read reads the sets of the manifest from the folder dir, in the order of the manifest.
func (m *Manifest) Read(dir string) ([]Set, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	sets := make([]Set, 0, len(m.Sets))
	for _, spec := range m.Sets {
		files, pattern := os.DirFS(dir), filepath.ToSlash(spec.Path)
		if mine, ok := strings.CutPrefix(spec.Path, "own:"); ok {
			files, pattern = OwnSentences(), mine
		}
		set, err := readSpec(files, pattern, spec)
		if err != nil {
			return nil, fmt.Errorf("manifest %s: set %q in %s: %w", m.Name, spec.Name, dir, err)
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// readSpec reads the files that match the pattern, which must have the same columns.
func readSpec(files fs.FS, pattern string, spec Spec) (Set, error) {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return Set{}, err
	}
	if spec.Task == TaskOwn {
		names = slices.DeleteFunc(names, func(n string) bool { return strings.HasPrefix(n, "clauses-") })
	}
	if len(names) == 0 && strings.HasPrefix(spec.Path, "own:") {
		return Set{Spec: spec}, nil // none are written yet
	}
	if len(names) == 0 {
		return Set{}, fmt.Errorf("no file %s: name the folder that holds it with --data", pattern)
	}
	if spec.Text == "" {
		spec.Text = "text"
	}
	if spec.Label == "" {
		spec.Label = "label"
	}
	if spec.Weight == 0 {
		spec.Weight = 1
	}
	set := Set{Spec: spec}
	for i, name := range names {
		f, err := files.Open(name)
		if err != nil {
			return Set{}, err
		}
		table, err := ReadTable(path.Base(name), f)
		err = errors.Join(err, f.Close())
		if err != nil {
			return Set{}, err
		}
		if i > 0 && !slices.Equal(table.Head, set.Head) {
			return Set{}, fmt.Errorf("%s has the columns %v, %s has %v: give each a set of its own", name, table.Head, names[0], set.Head)
		}
		set.Head, set.Rows = table.Head, append(set.Rows, table.Rows...)
	}
	need := []string{set.Text}
	if set.Task == TaskPolarity || set.Task == TaskEmotion || set.Task == TaskImplicit || set.Task == TaskLexicon || set.Task == TaskOffensive || set.Task == TaskSpam {
		need = append(need, set.Label)
	}
	for _, column := range need {
		if set.Column(column) < 0 {
			return Set{}, fmt.Errorf("there is no column %q; there are %v", column, set.Head)
		}
	}
	return set, nil
}

// LabelOf gives our label for the value of the label column, "" where the row is to be left out.
func (s *Set) LabelOf(value string) string {
	if len(s.Labels) == 0 {
		return value
	}
	return s.Labels[value]
}

// FamilyOf gives the family of a row.
func (s *Set) FamilyOf(row []string) string {
	if s.FamilyColumn != "" {
		if f, ok := s.Families[s.Cell(row, s.FamilyColumn)]; ok {
			return f
		}
	}
	return s.Family
}
