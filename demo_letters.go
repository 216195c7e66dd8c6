package main

import (
	"context"
	"slices"

	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// demoPast is how many letters of the past each audience of the demo has.
var demoPast = map[string]int{"founder": 4, "east": 2, "product": 2}

// demoLetters gives the demo's audiences the letters of the last nights, and has two lines of the newest
// asked about: one is answered, one waits.
func (a *app) demoLetters(ctx context.Context) error {
	p := a.pipeline
	for _, s := range p.Audiences() {
		if err := p.ArchiveLetters(ctx, s.Audience.ID, demoPast[s.Audience.ID]); err != nil {
			return err
		}
	}
	i := slices.IndexFunc(p.Letters(), func(r voc.LetterRecord) bool { return r.Audience == "founder" && r.Skipped == "" })
	if i < 0 {
		return nil
	}
	newest := p.Letters()[i].ID
	letter, err := p.Letter(ctx, newest)
	if err != nil {
		return err
	}
	var lines []string
	for _, s := range letter.Sections {
		for _, line := range s.Lines {
			if s.Name == "new" || s.Name == "worse" || s.Name == "open" || s.Name == "voices" {
				lines = append(lines, line.ID)
			}
		}
	}
	asked := []string{"这位顾客今天联系上了吗？门店怎么说的？", "这种情况最近还有几起，是不是同一个原因？"}
	for n, line := range lines[:min(len(asked), len(lines))] {
		q, err := p.AskLetter(ctx, pipeline.LetterReply{Letter: newest, Line: line, Text: asked[n], Actor: "林珂"})
		if err != nil {
			return err
		}
		if n == 0 && q.To != "" {
			if _, err := p.AnswerQuestion(ctx, q.ID, "上午已经通上电话，道了歉，也退了款；涉事的原料封存送检，结果明早十点前补上。", q.To); err != nil {
				return err
			}
		}
	}
	return p.OpenLetter(ctx, newest, "", "林珂")
}
