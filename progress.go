package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// progress shows how far a long piece of work is: a line that redraws itself on a terminal, a
// line now and then in a log file.
type progress struct {
	out   io.Writer
	tty   bool
	now   func() time.Time
	title string
	total int // 0 unknown
	begun time.Time
	last  time.Time
	width int
}

func (w *world) progress(title string, total int) *progress {
	return &progress{out: w.stderr, tty: w.tty, now: w.now, title: title, total: total, begun: w.now()}
}

// at says that n of the total are done.
func (p *progress) at(n int) {
	every := 5 * time.Second
	if p.tty {
		every = 100 * time.Millisecond
	}
	if now := p.now(); now.Sub(p.last) >= every {
		p.last = now
		p.show(p.line(n, now))
	}
}

// done prints the last state and ends the line.
func (p *progress) done(n int, what string) {
	p.show(p.line(n, p.now()) + " " + what)
	if p.tty {
		fmt.Fprintln(p.out)
	}
}

func (p *progress) line(n int, now time.Time) string {
	took := now.Sub(p.begun)
	rate := float64(n) / max(took.Seconds(), 0.001)
	if p.total <= 0 {
		return fmt.Sprintf("%s  %d  %.0f/s  %s", p.title, n, rate, took.Round(100*time.Millisecond))
	}
	part := min(1, float64(n)/float64(p.total))
	bar := int(part * 24)
	left := ""
	if n > 0 && n < p.total {
		left = fmt.Sprintf("  %s left", (time.Duration(float64(took) * (1 - part) / part)).Round(time.Second))
	}
	return fmt.Sprintf("%s  %s%s %3.0f%%  %d/%d  %.0f/s%s", p.title,
		strings.Repeat("█", bar), strings.Repeat("░", 24-bar), part*100, n, p.total, rate, left)
}

func (p *progress) show(line string) {
	if !p.tty {
		fmt.Fprintln(p.out, line)
		return
	}
	pad := max(0, p.width-len(line))
	p.width = len(line)
	fmt.Fprintf(p.out, "\r%s%s", line, strings.Repeat(" ", pad))
}
