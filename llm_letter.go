package main

import (
	"context"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
)

// letterWriter has a model say letters. What it says is held to the letter's lines by who asked.
type letterWriter struct{ reader *llm.Reader }

// Write implements digest.Writer.
func (w letterWriter) Write(ctx context.Context, b digest.Brief) (digest.Prose, error) {
	letter := llm.Letter{Language: b.Language, Title: b.Title, Lines: make([]llm.LetterLine, len(b.Lines))}
	for i, line := range b.Lines {
		letter.Lines[i] = llm.LetterLine(line)
	}
	said, err := w.reader.Write(ctx, letter)
	prose := digest.Prose{Model: w.reader.Model()}
	for _, s := range said {
		prose.Sentences = append(prose.Sentences, digest.ProseSentence(s))
	}
	return prose, err
}

// spentOnLetters is what letters have cost today, before this process began.
func (a *app) spentOnLetters(ctx context.Context) (llm.Spent, error) {
	calls, err := a.store.Calls(ctx, midnight(a.world.now(), a.config.Location), time.Time{}, mostCalls)
	if err != nil {
		return llm.Spent{}, fmt.Errorf("llm: what letters have cost today: %w", err)
	}
	var s llm.Spent
	for _, c := range calls {
		if c.Purpose == llm.PurposeLetter {
			s.Cost += c.Cost
			s.Tokens += int64(c.TokensIn + c.TokensOut)
		}
	}
	return s, nil
}
