package digest

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// A picture is drawn twice as large as it is shown, so that it is sharp on a phone. Only figures and dates
// stand in it: words are set by whoever shows it.
const (
	pictureWidth  = 1120 // pixels
	pictureHeight = 400  // of a line over time
	barHeight     = 20
	barGap        = 16 // between groups of bars
	dot           = 3  // pixels a dot of the font is wide
	mostGroups    = 40 // of bars: more cannot be read
	mostTicks     = 5
)

// The edges of the plot within the picture.
const (
	edgeLeft   = 92
	edgeRight  = 40
	edgeTop    = 36
	edgeBottom = 52
)

// Picture draws a chart as a PNG of 1120 pixels' width, to be shown at half its size; dark: on a dark page.
// A line is drawn over its dates, and is broken where nothing is known. Bars stand in the order of their
// labels, numbered from 1, since their names are words. A chart of nothing is an error.
func Picture(c voc.DigestChart, dark bool) ([]byte, error) {
	if len(c.Labels) == 0 || len(c.Series) == 0 {
		return nil, fmt.Errorf("picture %q: the chart has no labels or no series", c.Name)
	}
	ink := lightInk
	if dark {
		ink = darkInk
	}
	var p *picture
	switch c.Kind {
	case "line":
		p = drawLine(c, ink)
	case "bars":
		p = drawBars(c, ink)
	default:
		return nil, fmt.Errorf("picture %q: kind %q is not known: use line or bars", c.Name, c.Kind)
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, p); err != nil {
		return nil, errors.Join(fmt.Errorf("picture %q", c.Name), err)
	}
	return out.Bytes(), nil
}

// inks are the colours of a picture.
type inks struct {
	page, text, grid color.RGBA
	tones            map[string]color.RGBA
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

var (
	lightInk = inks{page: rgb(0xffffff), text: rgb(0x5b626b), grid: rgb(0xe6e9ed), tones: map[string]color.RGBA{
		"negative": rgb(0xc8371f), "positive": rgb(0x2f8a3c), "neutral": rgb(0x9aa5b1), "usual": rgb(0x8aa0bd), "": rgb(0x2a62b8),
	}}
	darkInk = inks{page: rgb(0x1f2329), text: rgb(0xa9b0b9), grid: rgb(0x363c44), tones: map[string]color.RGBA{
		"negative": rgb(0xff7a5c), "positive": rgb(0x6cc47a), "neutral": rgb(0x7b8591), "usual": rgb(0x6f8bb0), "": rgb(0x7aa7f0),
	}}
)

func (i inks) tone(name string) color.RGBA {
	if c, ok := i.tones[name]; ok {
		return c
	}
	return i.tones[""]
}

// picture is an image that is drawn on.
type picture struct {
	*image.RGBA
	ink inks
}

func newPicture(height int, ink inks) *picture {
	p := &picture{image.NewRGBA(image.Rect(0, 0, pictureWidth, height)), ink}
	p.fill(0, 0, pictureWidth, height, ink.page, 1)
	return p
}

// fill paints a rectangle, over what is there as far as cover says.
func (p *picture) fill(x, y, width, height int, c color.RGBA, cover float64) {
	for j := max(0, y); j < min(p.Rect.Max.Y, y+height); j++ {
		for i := max(0, x); i < min(p.Rect.Max.X, x+width); i++ {
			p.blend(i, j, c, cover)
		}
	}
}

func (p *picture) blend(x, y int, c color.RGBA, cover float64) {
	if cover <= 0 || !(image.Point{X: x, Y: y}).In(p.Rect) {
		return
	}
	at := p.RGBAAt(x, y)
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-cover) + float64(b)*cover)) }
	p.SetRGBA(x, y, color.RGBA{mix(at.R, c.R), mix(at.G, c.G), mix(at.B, c.B), 255})
}

// stroke draws a line between two points with smooth edges. Where its strokes overlap nothing grows darker.
func (p *picture) stroke(x1, y1, x2, y2, width float64, c color.RGBA) {
	reach := width/2 + 1
	for y := int(min(y1, y2) - reach); y <= int(max(y1, y2)+reach); y++ {
		for x := int(min(x1, x2) - reach); x <= int(max(x1, x2)+reach); x++ {
			d := distance(float64(x), float64(y), x1, y1, x2, y2)
			p.blend(x, y, c, min(1, max(0, width/2+0.5-d)))
		}
	}
}

// distance is that of a point from a line between two others.
func distance(x, y, x1, y1, x2, y2 float64) float64 {
	dx, dy := x2-x1, y2-y1
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = min(1, max(0, ((x-x1)*dx+(y-y1)*dy)/l))
	}
	return math.Hypot(x-x1-t*dx, y-y1-t*dy)
}

// write sets figures in the small font; x, y is their upper left corner.
func (p *picture) write(x, y int, text string, c color.RGBA) {
	for _, r := range text {
		glyph, known := glyphs[r]
		if !known {
			continue
		}
		for row, bits := range glyph {
			for column := range glyphWidth {
				if bits&(1<<(glyphWidth-1-column)) != 0 {
					p.fill(x+column*dot, y+row*dot, dot, dot, c, 1)
				}
			}
		}
		x += (glyphWidth + 1) * dot
	}
}

// wide is how many pixels a text takes.
func wide(text string) int { return utf8.RuneCountInString(text) * (glyphWidth + 1) * dot }

// drawable tells whether the font has all signs of a label.
func drawable(label string) bool {
	return strings.IndexFunc(label, func(r rune) bool { _, known := glyphs[r]; return !known }) < 0
}

// The font: figures and what stands between them, seven rows of five dots.
const glyphWidth = 5

var glyphs = map[rune][7]uint8{
	'0': {14, 17, 19, 21, 25, 17, 14}, '1': {4, 12, 4, 4, 4, 4, 14}, '2': {14, 17, 1, 2, 4, 8, 31}, '3': {31, 2, 4, 2, 1, 17, 14},
	'4': {2, 6, 10, 18, 31, 2, 2}, '5': {31, 16, 30, 1, 1, 17, 14}, '6': {6, 8, 16, 30, 17, 17, 14}, '7': {31, 1, 2, 4, 8, 8, 8},
	'8': {14, 17, 17, 14, 17, 17, 14}, '9': {14, 17, 17, 15, 1, 2, 12}, '-': {0, 0, 0, 14, 0, 0, 0}, ':': {0, 4, 4, 0, 4, 4, 0},
	'.': {0, 0, 0, 0, 0, 12, 12}, '%': {24, 25, 2, 4, 8, 19, 3}, ' ': {}, 'k': {16, 16, 18, 20, 24, 20, 18}, 'M': {17, 27, 21, 21, 17, 17, 17},
}

// marked writes a value in few signs: 950, 1.2k, 3.4M.
func marked(x float64) string {
	switch a := math.Abs(x); {
	case a >= 1e6:
		return strconv.FormatFloat(math.Round(x/1e5)/10, 'f', -1, 64) + "M"
	case a >= 1e4:
		return strconv.FormatFloat(math.Round(x/100)/10, 'f', -1, 64) + "k"
	}
	return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
}

// highest is the largest value that is known; 0 when none is above it.
func highest(c voc.DigestChart) float64 {
	most := 0.0
	for _, s := range c.Series {
		for _, v := range s.Values {
			if finite(v) {
				most = max(most, *v)
			}
		}
	}
	return most
}

func finite(v *float64) bool { return v != nil && !math.IsNaN(*v) && !math.IsInf(*v, 0) }

// ticks are the round numbers beside a scale that holds a value: at most a few steps of 1, 2 or 5.
func ticks(most float64) []float64 {
	if most <= 0 {
		most = 1
	}
	step := math.Pow(10, math.Floor(math.Log10(most/mostTicks)))
	for _, by := range []float64{1, 2, 5, 10} {
		if most/(step*by) <= mostTicks {
			step *= by
			break
		}
	}
	if most >= 1 && step < 1 { // there are no halves of a mention
		step = 1
	}
	var all []float64
	for i := 0; ; i++ {
		x := float64(i) * step
		all = append(all, x)
		if x >= most {
			return all
		}
	}
}
