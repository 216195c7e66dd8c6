package digest

import (
	"image/color"
	"strconv"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// drawLine draws values over time.
func drawLine(c voc.DigestChart, ink inks) *picture {
	p := newPicture(pictureHeight, ink)
	scale := ticks(highest(c))
	top := scale[len(scale)-1]
	across, down := float64(pictureWidth-edgeLeft-edgeRight), float64(pictureHeight-edgeTop-edgeBottom)
	x := func(i int) float64 {
		if len(c.Labels) == 1 {
			return edgeLeft + across/2
		}
		return edgeLeft + across*float64(i)/float64(len(c.Labels)-1)
	}
	y := func(v float64) float64 { return edgeTop + down*(1-max(0, v)/top) }
	for _, t := range scale {
		p.fill(edgeLeft, int(y(t)), pictureWidth-edgeLeft-edgeRight, 2, ink.grid, 1)
		text := marked(t)
		p.write(edgeLeft-12-wide(text), int(y(t))-10, text, ink.text)
	}
	p.dates(c.Labels, x)
	for i := len(c.Series) - 1; i >= 0; i-- { // the first stands in front
		p.series(c.Series[i], x, y)
	}
	p.peak(c.Series[0], x, y)
	return p
}

// series draws one line; what is usual is drawn in dashes, the others over a shade. A value alone between
// unknown ones is a dot.
func (p *picture) series(s voc.DigestSeries, x func(int) float64, y func(float64) float64) {
	tone := p.ink.tone(s.Tone)
	usual := s.Tone == "usual"
	if !usual {
		p.shade(s, x, y, tone)
	}
	at := func(i int) (*float64, bool) {
		if i < 0 || i >= len(s.Values) || !finite(s.Values[i]) {
			return nil, false
		}
		return s.Values[i], true
	}
	for i := range s.Values {
		v, ok := at(i)
		if !ok {
			continue
		}
		next, more := at(i + 1)
		_, before := at(i - 1)
		switch {
		case more && usual:
			p.dashes(x(i), y(*v), x(i+1), y(*next), tone)
		case more:
			p.stroke(x(i), y(*v), x(i+1), y(*next), 5, tone)
		case !before:
			p.stroke(x(i), y(*v), x(i), y(*v), 12, tone)
		}
	}
}

// shade fills what lies under a line.
func (p *picture) shade(s voc.DigestSeries, x func(int) float64, y func(float64) float64, tone color.RGBA) {
	for i := 0; i+1 < len(s.Values); i++ {
		if !finite(s.Values[i]) || !finite(s.Values[i+1]) {
			continue
		}
		from, to := x(i), x(i+1)
		for at := int(from); at < int(to); at++ {
			part := (float64(at) - from) / (to - from)
			height := y(*s.Values[i])*(1-part) + y(*s.Values[i+1])*part
			p.fill(at, int(height), 1, int(y(0))-int(height), tone, 0.10)
		}
	}
}

// dashes draws a broken line.
func (p *picture) dashes(x1, y1, x2, y2 float64, c color.RGBA) {
	const dash, gap = 10.0, 9.0
	length := distance(x1, y1, x2, y2, x2, y2)
	for at := 0.0; at < length; at += dash + gap {
		from, to := at/length, min(1, (at+dash)/length)
		p.stroke(x1+(x2-x1)*from, y1+(y2-y1)*from, x1+(x2-x1)*to, y1+(y2-y1)*to, 4, c)
	}
}

// peak marks the highest value of a series with its figure.
func (p *picture) peak(s voc.DigestSeries, x func(int) float64, y func(float64) float64) {
	at := -1
	for i, v := range s.Values {
		if finite(v) && *v > 0 && (at < 0 || *v > *s.Values[at]) {
			at = i
		}
	}
	if at < 0 {
		return
	}
	v := *s.Values[at]
	tone, text := p.ink.tone(s.Tone), marked(v)
	p.stroke(x(at), y(v), x(at), y(v), 15, tone)
	left := min(max(int(x(at))-wide(text)/2, edgeLeft), pictureWidth-wide(text))
	p.write(left, max(2, int(y(v))-34), text, tone)
}

// dates writes as many labels under the line as there is room for, the last one always. Labels the font cannot
// write are left to whoever shows the picture.
func (p *picture) dates(labels []string, x func(int) float64) {
	last := len(labels) - 1
	free := pictureWidth + 24
	for i := last; i >= 0; i-- {
		label := labels[i]
		width := wide(label)
		left := min(max(int(x(i))-width/2, 4), pictureWidth-width-4)
		if !drawable(label) || label == "" || left+width+24 > free {
			continue
		}
		p.write(left, pictureHeight-edgeBottom+20, label, p.ink.text)
		p.fill(int(x(i)), pictureHeight-edgeBottom, 2, 8, p.ink.grid, 1)
		free = left
	}
}

// drawBars draws groups of bars under each other, numbered from 1.
func drawBars(c voc.DigestChart, ink inks) *picture {
	groups := min(len(c.Labels), mostGroups)
	group := len(c.Series)*barHeight + barGap
	p := newPicture(groups*group+barGap, ink)
	most := max(highest(c), 1)
	const left = 72
	room := float64(pictureWidth - left - 140)
	for i := range groups {
		top := barGap + i*group
		name := strconv.Itoa(i + 1)
		p.write(left-16-wide(name), top+(group-barGap)/2-10, name, ink.text)
		for j, s := range c.Series {
			if i >= len(s.Values) || !finite(s.Values[i]) {
				continue
			}
			v := max(0, *s.Values[i])
			width := max(2, int(room*v/most))
			y := top + j*barHeight
			p.fill(left, y, width, barHeight-3, ink.tone(s.Tone), 1)
			if j == 0 || len(c.Series) == 2 {
				p.write(left+width+10, y-2, marked(v), ink.text)
			}
		}
	}
	return p
}
