package api

import (
	"context"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
)

// AspectMatrix is what is judged how, and by brand or source whether the same.
type AspectMatrix struct {
	Compared
	By      string         `json:"by" enum:"polarity,brand,source"`
	Columns []MatrixColumn `json:"columns" doc:"Brands or sources, most mentions first; none by polarity"`
	Rows    []MatrixRow    `json:"rows" doc:"Groups of aspects, largest first, each followed by its aspects, largest first"`
}

// MatrixColumn is a brand or a source.
type MatrixColumn struct {
	Key   string `json:"key" doc:"What to filter by"`
	Title string `json:"title"`
	N     int    `json:"n" doc:"Mentions in it, whatever they judge"`
}

// MatrixRow is one aspect or group of aspects.
type MatrixRow struct {
	Branch
	Group   bool         `json:"group" doc:"The row is a group; the rows after it are its aspects"`
	Neutral int          `json:"neutral" doc:"Mentions that name the aspect without judging it"`
	Cells   []MatrixCell `json:"cells" doc:"One for each column, in their order"`
	Words   []JudgeWord  `json:"words" doc:"The words it is judged by most; none for a group"`
}

// MatrixCell is an aspect in one column.
type MatrixCell struct {
	N        int      `json:"n"`
	Negative int      `json:"negative"`
	Positive int      `json:"positive"`
	NSR      *float64 `json:"nsr" doc:"Net sentiment of the aspect; null when nobody judges it"`
	Few      bool     `json:"few" doc:"Too few judgements for the score to mean much: fewer than ten"`
}

// JudgeWord is a word an aspect is judged by.
type JudgeWord struct {
	Word     string `json:"word"`
	N        int    `json:"n" doc:"Mentions that judge the aspect by it; filter by aspect and opinion"`
	Negative int    `json:"negative"`
	Positive int    `json:"positive"`
}

type (
	matrixParam string
	matrixIn    struct {
		FilterQuery
		By matrixParam `query:"by" doc:"What the columns are: polarity (default), brand or source"`
	}
)

var matrixBy = []string{"polarity", "brand", "source"}

func (matrixParam) Schema(huma.Registry) *huma.Schema { return oneOf(matrixBy) }

const (
	rowWords    = 4  // words shown beside a row
	fewestJudge = 10 // judgements a score needs
	columnsMost = 12 // brands or sources side by side; the others are left out, smallest first
)

func (a *door) aspectMatrix(ctx context.Context, in *matrixIn) (*answer[AspectMatrix], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	by := r.word("by", string(in.By), matrixBy)
	if err := r.done(); err != nil {
		return nil, err
	}
	windows, err := a.compared(ctx, f)
	if err != nil {
		return nil, err
	}
	asked := store.AspectBy(by)
	if by == "" || by == "polarity" {
		by, asked = "polarity", store.AspectsTogether
	}
	cells, err := a.Store.AspectTree(ctx, f, asked)
	if err != nil {
		return nil, a.fail(ctx, "aspect matrix", err)
	}
	words, err := a.Store.AspectWords(ctx, f, rowWords)
	if err != nil {
		return nil, a.fail(ctx, "aspect words", err)
	}
	out := AspectMatrix{Compared: windows, By: by, Columns: a.columnsOf(by, cells)}
	out.Rows = matrixRows(cells, out.Columns, growTree(summed(cells), ".", a.Titles, windows), wordsOf(words))
	return &answer[AspectMatrix]{Body: out}, nil
}

// summed adds the columns up.
func summed(cells []store.AspectCell) []store.NamedOutcome {
	var list []store.NamedOutcome
	at := map[string]int{}
	for _, c := range cells {
		i, ok := at[c.Name]
		if !ok {
			i = len(list)
			at[c.Name] = i
			list = append(list, store.NamedOutcome{Name: c.Name})
		}
		list[i].Outcome = list[i].Plus(c.Outcome)
	}
	slices.SortStableFunc(list, func(x, y store.NamedOutcome) int { return y.N - x.N })
	return list
}

// columnsOf are the brands or sources in which anything was said, most first.
func (a *door) columnsOf(by string, cells []store.AspectCell) []MatrixColumn {
	columns := []MatrixColumn{}
	if by == "polarity" {
		return columns
	}
	for _, c := range cells {
		if c.Name != "" || c.N == 0 {
			continue
		}
		column := MatrixColumn{Key: c.Column, Title: c.Column, N: c.N}
		switch {
		case by == "brand" && c.Column == "":
			column.Key, column.Title = "-", "" // the page has a word for no brand
		case by == "brand":
			column.Title = cmpOr(a.names.brands[c.Column].Name, c.Column)
		default:
			for _, s := range a.Sources() {
				if string(s.ID) == c.Column {
					column.Title = cmpOr(s.Title, c.Column)
				}
			}
		}
		columns = append(columns, column)
	}
	slices.SortStableFunc(columns, func(x, y MatrixColumn) int { return y.N - x.N })
	return columns[:min(len(columns), columnsMost)]
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// matrixRows lays the cells out in the order of the tree.
func matrixRows(cells []store.AspectCell, columns []MatrixColumn, tree TopicTree, words map[string][]JudgeWord) []MatrixRow {
	type spot struct{ name, column string }
	at := map[spot]store.Outcome{}
	for _, c := range cells {
		at[spot{c.Name, c.Column}] = c.Outcome
	}
	row := func(b Branch, group bool) MatrixRow {
		m := MatrixRow{Branch: b, Group: group, Neutral: b.N - b.Negative - b.Positive, Cells: []MatrixCell{}, Words: []JudgeWord{}}
		if !group {
			m.Words = append(m.Words, words[b.Key]...)
		}
		for _, c := range columns {
			o := at[spot{b.Key, strings.TrimPrefix(c.Key, "-")}]
			m.Cells = append(m.Cells, MatrixCell{N: o.N, Negative: o.Negative, Positive: o.Positive, NSR: netSentiment(o.Positive, o.Negative), Few: o.Positive+o.Negative < fewestJudge})
		}
		return m
	}
	rows := []MatrixRow{}
	for _, g := range tree.Groups {
		rows = append(rows, row(g.Branch, len(g.Children) > 0))
		for _, c := range g.Children {
			rows = append(rows, row(c, false))
		}
	}
	return rows
}

func wordsOf(list []store.AspectWord) map[string][]JudgeWord {
	by := map[string][]JudgeWord{}
	for _, x := range list {
		by[x.Aspect] = append(by[x.Aspect], JudgeWord{Word: x.Word, N: x.N, Negative: x.Negative, Positive: x.Positive})
	}
	return by
}

// JudgeWords is the words an aspect is judged by.
type JudgeWords struct {
	Items []AspectWord `json:"items" doc:"Most mentions first"`
}

// AspectWord is a word and the aspect it judges.
type AspectWord struct {
	Aspect string `json:"aspect"`
	Title  string `json:"title"`
	JudgeWord
}

type aspectWordsIn struct {
	FilterQuery
	Limit limitParam `query:"limit" doc:"At most so many of each aspect; default 20"`
}

func (a *door) aspectWords(ctx context.Context, in *aspectWordsIn) (*answer[JudgeWords], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	limit := r.limit(in.Limit, 20)
	if f.Aspect == "" {
		r.add("aspect", "", "say of which aspect, or of which group of them", "请给出方面，或一组方面")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	list, err := a.Store.AspectWords(ctx, f, limit)
	if err != nil {
		return nil, a.fail(ctx, "aspect words", err)
	}
	out := JudgeWords{Items: []AspectWord{}}
	for _, x := range list {
		out.Items = append(out.Items, AspectWord{x.Aspect, titleOf(x.Aspect, a.Titles), JudgeWord{x.Word, x.N, x.Negative, x.Positive}})
	}
	return &answer[JudgeWords]{Body: out}, nil
}
