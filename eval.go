package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler/charset"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/measure"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type evalCmd struct {
	File  string `arg:"" help:"Labelled texts: CSV, TSV or JSON lines with the columns text and label (or one named after the task)."`
	Task  string `enum:"sentiment,emotion,intent,implicit,irony,severity,aspects" default:"sentiment" help:"${enum}."`
	Label string `placeholder:"COLUMN" help:"The column of labels; default: label, else the task's name."`
	Model string `default:"default" placeholder:"NAME" help:"default, clean, or a file written by train."`
	Pack  string `placeholder:"NAME" help:"Industry taxonomy; default: told by the text."`
	Worst int    `default:"10" help:"How many of the surest errors to show."`
}

// evaluation is what eval prints.
type evaluation struct {
	File    string  `json:"file"`
	Task    string  `json:"task"`
	Model   string  `json:"model"`
	Version string  `json:"version"`
	Left    int     `json:"left_out"` // rows without text or with a label that is none of the task
	Speed   float64 `json:"texts_per_second"`
	measure.Report
	Mentions *measure.Pairs `json:"mentions,omitempty"` // aspects: was it spoken of
	Pairs    *measure.Pairs `json:"pairs,omitempty"`    // aspects: and how
}

// Run measures how well labelled texts are understood.
func (e *evalCmd) Run(w *world, g *grammar) error {
	analyzer, err := e.analyzer()
	if err != nil {
		return err
	}
	file, err := os.Open(e.File)
	if err != nil {
		return usageError{err}
	}
	table, err := readLabelled(filepath.Base(e.File), file)
	if err = errors.Join(err, file.Close()); err != nil {
		return usageError{err}
	}
	texts, labels, err := e.columns(&table)
	if err != nil {
		return usageError{err}
	}
	result := evaluation{File: e.File, Task: e.Task, Model: e.Model, Version: analyzer.Version()}
	posts, kept, left, err := e.labelled(&table, texts, labels)
	if err != nil {
		return usageError{err}
	}
	result.Left = left
	started := w.now()
	mentions := make([]voc.Analysis, len(posts))
	for i := range posts {
		mentions[i] = analyzer.Analyze(posts[i : i+1])[0].Analysis
	}
	result.Speed = float64(len(posts)) / max(w.now().Sub(started).Seconds(), 1e-9)
	if e.Task == "aspects" {
		result.aspects(kept, mentions)
	} else {
		sides := slices.Contains(kept, string(voc.Neutral))
		answers := make([]measure.Answer, len(posts))
		for i := range posts {
			answers[i] = answerOf(e.Task, sides, &mentions[i])
			answers[i].Truth, answers[i].Text = kept[i], posts[i].Text
		}
		result.Report = measure.Measure(answers, e.Worst)
	}
	if g.JSON {
		return printJSON(w.stdout, result)
	}
	return result.print(w)
}

// readLabelled reads a table in whatever encoding it was saved: figures worked out of GBK read as UTF-8
// would be wrong without a word.
func readLabelled(name string, file io.Reader) (model.Table, error) {
	text, err := charset.NewReader(file, "", "")
	if err != nil {
		return model.Table{}, err
	}
	return model.ReadTable(name, text)
}

func (e *evalCmd) analyzer() (*nlp.Analyzer, error) {
	c, err := configs.Standard()
	if err != nil {
		return nil, err
	}
	c.NLP.Pack = e.Pack
	if c.NLP.Weights, err = weightsOf(e.Model); err != nil {
		return nil, err
	}
	analyzer, err := nlp.New(c.NLP)
	if err != nil {
		return nil, usageError{err}
	}
	return analyzer, nil
}

// columns finds the columns of text and label.
func (e *evalCmd) columns(t *model.Table) (text, label int, err error) {
	names := []string{e.Label}
	if e.Label == "" {
		names = append([]string{"label", e.Task}, labelColumns[e.Task]...)
	}
	text, label = firstColumn(t, append([]string{"text"}, textColumns...)), firstColumn(t, append(names, "标签", "标注"))
	if e.Label != "" {
		label = firstColumn(t, []string{e.Label})
	}
	if text < 0 || label < 0 {
		return 0, 0, fmt.Errorf("%s: columns text and %s are needed, there are %s", e.File, strings.Join(names, " or "), strings.Join(t.Head, ", "))
	}
	return text, label, nil
}

// Columns are called so too, in files that were not made for us.
var (
	textColumns  = []string{"文本", "内容", "评论", "评论内容", "评价", "正文", "review", "content", "comment", "sentence"}
	labelColumns = map[string][]string{
		"sentiment": {"polarity", "情感", "情感倾向", "极性"}, "emotion": {"情绪"}, "intent": {"意图"}, "severity": {"严重程度"}, "irony": {"反讽"}, "implicit": {"隐性"},
	}
)

// firstColumn gives the column with the first of names that the table has, −1: it has none. Text and
// " text" are text.
func firstColumn(t *model.Table, names []string) int {
	for _, name := range names {
		for at, head := range t.Head {
			if strings.EqualFold(strings.TrimSpace(head), name) {
				return at
			}
		}
	}
	return -1
}

// labelled gives the texts that have a label of the task, those labels, and how many rows it left out.
func (e *evalCmd) labelled(t *model.Table, texts, labels int) (posts []voc.Post, kept []string, left int, err error) {
	if err := e.unclear(t, labels); err != nil {
		return nil, nil, 0, err
	}
	truths, left := e.truths(t, labels)
	for i, row := range t.Rows {
		if truths[i] != "" && strings.TrimSpace(row[texts]) != "" {
			posts, kept = append(posts, voc.Post{Text: row[texts]}), append(kept, truths[i])
		} else if truths[i] != "" {
			left++
		}
	}
	if len(posts) == 0 {
		return nil, nil, left, fmt.Errorf("%s: none of %d rows has a text and a label of the task %s in column %s; labels there: %s; those of the task: %s",
			e.File, len(t.Rows), e.Task, t.Head[labels], someOf(t, labels), labelsOf(e.Task))
	}
	return posts, kept, left, nil
}

// unclear refuses numbers on a scale that is neither 0 and 1 nor −1, 0 and 1: one of five stars is no
// praise, and of 0, 1 and 2 nobody can tell which says what.
func (e *evalCmd) unclear(t *model.Table, label int) error {
	if e.Task != "sentiment" {
		return nil
	}
	for i, row := range t.Rows {
		value := strings.TrimSpace(row[label])
		if _, known := truthNames[e.Task][value]; known {
			continue
		}
		if _, err := strconv.ParseFloat(value, 64); err == nil {
			return fmt.Errorf("%s: row %d: the label %s is neither of 0 and 1 nor of -1, 0 and 1, so that nobody can tell what the numbers of column %s say; write negative, neutral, positive",
				e.File, i+1, value, t.Head[label])
		}
	}
	return nil
}

// truths gives the true label of each row in our words, "" for those to leave out, and how many.
func (e *evalCmd) truths(t *model.Table, label int) ([]string, int) {
	signed := false // −1, 0, 1 rather than 0, 1
	for _, row := range t.Rows {
		signed = signed || strings.HasPrefix(row[label], "-1")
	}
	left := 0
	list := make([]string, len(t.Rows))
	for i, row := range t.Rows {
		value := strings.ToLower(strings.TrimSpace(row[label]))
		if e.Task == "implicit" && t.Head[label] == "implicit" {
			value = ownImplicit(value, t.Cell(row, "sentiment"))
		}
		if list[i] = truthOf(e.Task, value, signed); list[i] == "" {
			left++
		}
	}
	return list, left
}

// ownImplicit reads our own columns: implicit says whether a text judges without a word of
// judgement, sentiment says how. One that judges with such words belongs to another task.
func ownImplicit(value, sentiment string) string {
	switch {
	case value == "1":
		return sentiment
	case value == "0" && sentiment == string(voc.Neutral):
		return "none"
	}
	return ""
}

// someOf names a few of the labels that stand in a column, for an error.
func someOf(t *model.Table, column int) string {
	const most = 5
	var some []string
	for _, row := range t.Rows {
		if label := fmt.Sprintf("%.20q", row[column]); len(some) < most && !slices.Contains(some, label) {
			some = append(some, label)
		}
	}
	if len(some) == 0 {
		return "none"
	}
	return strings.Join(some, ", ")
}

// labelsOf names the labels of a task, for an error.
func labelsOf(task string) string {
	if names, ok := truthNames[task]; ok {
		return strings.Join(slices.Sorted(maps.Keys(names)), ", ")
	}
	return "aspect:negative, aspect:neutral or aspect:positive, with | between them"
}

// themselves are labels of files that are written as ours are.
func themselves[T ~string](labels ...T) map[string]string {
	names := map[string]string{}
	for _, l := range labels {
		names[string(l)] = string(l)
	}
	return names
}

var truthNames = map[string]map[string]string{
	"sentiment": {
		"0": "negative", "1": "positive", "0.5": "neutral", "-1": "negative", "-1.0": "negative", "0.0": "negative", "1.0": "positive", "neg": "negative", "pos": "positive",
		"negative": "negative", "neutral": "neutral", "positive": "positive", "负面": "negative", "中性": "neutral", "正面": "positive",
		"消极": "negative", "积极": "positive", "差评": "negative", "中评": "neutral", "好评": "positive", "负": "negative", "中": "neutral", "正": "positive",
	},
	"implicit": {"0": "none", "1": "positive", "2": "negative", "none": "none", "positive": "positive", "negative": "negative"},
	"irony":    {"0": "0", "1": "1", "true": "1", "false": "0"},
	"emotion":  themselves(voc.Happy, voc.Angry, voc.Sad, voc.Fear, voc.Surprise, voc.Calm),
	"intent": themselves(voc.IntentComplaint, voc.IntentQuestion, voc.IntentSuggestion, voc.IntentPraise,
		voc.IntentRequest, voc.IntentChurn, voc.IntentPromotion, voc.IntentOther),
	"severity": themselves("0", "1", "2", "3", "4"),
}

func truthOf(task, value string, signed bool) string {
	if task == "sentiment" && signed && (value == "0" || value == "0.0") {
		return string(voc.Neutral)
	}
	if names, ok := truthNames[task]; ok {
		return names[value]
	}
	for pair := range strings.SplitSeq(value, "|") { // aspects
		name, side, _ := strings.Cut(pair, ":")
		if s := voc.Sentiment(side); name == "" || s != voc.Negative && s != voc.Neutral && s != voc.Positive {
			return ""
		}
	}
	return value
}

// answerOf gives what the analysis states for a task. Where no text of the file takes no side, the
// sign of the score is the answer.
func answerOf(task string, sides bool, a *voc.Analysis) measure.Answer {
	switch task {
	case "emotion":
		return measure.Answer{Stated: string(a.Emotion), Probability: a.Odds.Emotion}
	case "intent":
		return measure.Answer{Stated: string(a.Intent), Probability: a.Odds.Intent}
	case "severity":
		return measure.Answer{Stated: fmt.Sprint(a.Severity), Probability: a.Odds.Severity}
	case "irony":
		if a.Irony {
			return measure.Answer{Stated: "1", Probability: a.Odds.Irony}
		}
		return measure.Answer{Stated: "0", Probability: 1 - a.Odds.Irony}
	case "implicit":
		if a.Implicit {
			return measure.Answer{Stated: string(a.Sentiment), Probability: a.Odds.Implicit}
		}
		return measure.Answer{Stated: "none", Probability: 1 - a.Odds.Implicit}
	}
	if sides {
		return measure.Answer{Stated: string(a.Sentiment), Probability: a.Probability}
	}
	if a.Score > 0 {
		return measure.Answer{Stated: "positive", Probability: (1 + a.Score) / 2}
	}
	return measure.Answer{Stated: "negative", Probability: (1 - a.Score) / 2}
}

// aspects measures lists of "name:polarity" with | between them.
func (v *evaluation) aspects(truths []string, stated []voc.Analysis) {
	v.Mentions, v.Pairs = &measure.Pairs{}, &measure.Pairs{}
	for i, truth := range truths {
		want, have := map[string]bool{}, map[string]bool{}
		wantPair, havePair := map[string]bool{}, map[string]bool{}
		for pair := range strings.SplitSeq(truth, "|") {
			name, _, _ := strings.Cut(pair, ":")
			want[name], wantPair[pair] = true, true
		}
		for _, a := range stated[i].Aspects {
			have[a.Name], havePair[a.Name+":"+string(a.Sentiment)] = true, true
		}
		v.Mentions.Add(want, have)
		v.Pairs.Add(wantPair, havePair)
	}
	v.N = len(truths)
}

// print writes the evaluation for people.
func (v *evaluation) print(w *world) error {
	out := tabwriter.NewWriter(w.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintf(out, "%s\ttask %s, weights %s, version %s\n", v.File, v.Task, v.Model, v.Version)
	fmt.Fprintf(out, "texts\t%d, left out %d, %.0f a second\n", v.N, v.Left, v.Speed)
	if v.Pairs != nil {
		fmt.Fprintf(out, "aspect spoken of\tP %.3f  R %.3f  F1 %.3f\n", v.Mentions.Precision(), v.Mentions.Recall(), v.Mentions.F1())
		fmt.Fprintf(out, "aspect and polarity\tP %.3f  R %.3f  F1 %.3f\n", v.Pairs.Precision(), v.Pairs.Recall(), v.Pairs.F1())
		return out.Flush()
	}
	fmt.Fprintf(out, "accuracy\t%.4f\nmacro-F1\t%.4f\ncalibration\toff by %.4f\n", v.Accuracy, v.MacroF1, v.Calibration)
	fmt.Fprintf(out, "\nclass\ttrue\tstated\tprecision\trecall\tF1\n")
	for _, c := range v.Classes {
		fmt.Fprintf(out, "%s\t%d\t%d\t%.3f\t%.3f\t%.3f\n", c.Name, c.True, c.Stated, c.Precision, c.Recall, c.F1)
	}
	fmt.Fprintf(out, "\ntrue \\ stated")
	for _, c := range v.Classes {
		fmt.Fprintf(out, "\t%s", c.Name)
	}
	for _, c := range v.Classes {
		fmt.Fprintf(out, "\n%s", c.Name)
		for _, d := range v.Classes {
			fmt.Fprintf(out, "\t%d", v.Confusion[c.Name][d.Name])
		}
	}
	fmt.Fprintf(out, "\n\nprobability\ttexts\tmean\tright\n")
	for _, b := range v.Reliability {
		fmt.Fprintf(out, "%.1f…\t%d\t%.3f\t%.3f\n", b.From, b.N, b.Mean, b.Accuracy)
	}
	fmt.Fprintf(out, "\nsurest\tright\tprobability from\n")
	for _, p := range v.Coverage {
		fmt.Fprintf(out, "%.0f %%\t%.4f\t%.3f\n", p.Coverage*100, p.Accuracy, p.Least)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	for _, a := range v.Worst {
		fmt.Fprintf(w.stdout, "%s, stated %s (%.2f): %.160s\n", a.Truth, a.Stated, a.Probability, strings.ReplaceAll(a.Text, "\n", " "))
	}
	return nil
}
