package digest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func numbers(x ...float64) []*float64 {
	var all []*float64
	for _, v := range x {
		if math.IsNaN(v) {
			all = append(all, nil)
			continue
		}
		all = append(all, &v)
	}
	return all
}

// drawn is a picture, read back.
func drawn(t *testing.T, c voc.DigestChart, dark bool) image.Image {
	t.Helper()
	body, err := Picture(c, dark)
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 60<<10 {
		t.Errorf("%s: %d bytes are too many for a mail", c.Name, len(body))
	}
	if dir := os.Getenv("TINGFENG_PICTURES"); dir != "" { // to be looked at
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(c.Name, dark, ".png")), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var weekChart = voc.DigestChart{
	Name: "week", Kind: "line", Labels: []string{"11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-22"},
	Series: []voc.DigestSeries{
		{Tone: "negative", Values: numbers(9, 9, 17, math.NaN(), 9, 12, 9)}, {Tone: "usual", Values: numbers(5.5, 5.5, 5.5, 5.5, 5.5, 7, 7)},
	},
}

// column tells which parts of a column of pixels have a colour.
func column(p image.Image, x int, c color.RGBA) (first, last, n int) {
	first = -1
	for y := range p.Bounds().Max.Y {
		if p.At(x, y) == color.Color(c) {
			if first < 0 {
				first = y
			}
			last = y
			n++
		}
	}
	return first, last, n
}

func TestALineStandsWhereItsValuesAre(t *testing.T) {
	p := drawn(t, weekChart, false)
	if p.Bounds().Dx() != pictureWidth || p.Bounds().Dy() != pictureHeight {
		t.Fatalf("%v", p.Bounds())
	}
	red := lightInk.tone("negative")
	at := func(i int) int { return edgeLeft + (pictureWidth-edgeLeft-edgeRight)*i/6 }
	down := float64(pictureHeight - edgeTop - edgeBottom)
	for i, want := range map[int]float64{0: 9, 1: 9, 5: 12, 6: 9} { // of a scale to 20
		first, last, n := column(p, at(i), red)
		y := edgeTop + down*(1-want/20)
		if n == 0 || math.Abs(float64(first+last)/2-y) > 4 {
			t.Errorf("day %d: the line stands at %d to %d, want %.0f", i, first, last, y)
		}
	}
	if _, _, n := column(p, at(3), red); n > 0 {
		t.Error("a day nobody heard is drawn")
	}
	if first, _, n := column(p, at(2), red); n == 0 || float64(first) > edgeTop+down*(1-17.0/20) {
		t.Errorf("the highest day stands at %d and has no figure", first)
	}
}

func TestDarkAndLightPicturesDiffer(t *testing.T) {
	light, dark := drawn(t, weekChart, false), drawn(t, weekChart, true)
	if light.At(1, 1) != color.Color(lightInk.page) || dark.At(1, 1) != color.Color(darkInk.page) {
		t.Errorf("the pages are %v and %v", light.At(1, 1), dark.At(1, 1))
	}
	for name, ink := range map[string]inks{"light": lightInk, "dark": darkInk} {
		for tone, c := range ink.tones {
			if contrast(c, ink.page) < 2.4 {
				t.Errorf("%s: %q is hardly seen: contrast %.1f", name, tone, contrast(c, ink.page))
			}
		}
		if contrast(ink.text, ink.page) < 4.5 {
			t.Errorf("%s: figures are hardly read: contrast %.1f", name, contrast(ink.text, ink.page))
		}
	}
}

// contrast is that of WCAG 2.
func contrast(a, b color.RGBA) float64 {
	light := func(c color.RGBA) float64 {
		channel := func(v uint8) float64 {
			x := float64(v) / 255
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestBarsAreAsLongAsTheirValues(t *testing.T) {
	c := voc.DigestChart{Name: "topics", Kind: "bars", Labels: []string{"等待太久", "异物", "漏液"}, Series: []voc.DigestSeries{
		{Tone: "negative", Values: numbers(60, 15, 0)}, {Tone: "usual", Values: numbers(30, 0, math.NaN())},
	}}
	p := drawn(t, c, false)
	length := func(y int, c color.RGBA) (n int) {
		for x := range pictureWidth {
			if p.At(x, y) == color.Color(c) {
				n++
			}
		}
		return n
	}
	group := 2*barHeight + barGap
	long, short := length(barGap+8, lightInk.tone("negative")), length(barGap+group+8, lightInk.tone("negative"))
	if long == 0 || math.Abs(float64(long)/float64(short)-4) > 0.05 {
		t.Errorf("60 is drawn %d long, 15 %d", long, short)
	}
	if before := length(barGap+barHeight+8, lightInk.tone("usual")); math.Abs(float64(long)/float64(before)-2) > 0.05 {
		t.Errorf("60 is drawn %d long, 30 %d", long, before)
	}
	if n := length(barGap+2*group+barHeight+8, lightInk.tone("usual")); n != 0 {
		t.Errorf("what is not known is drawn %d long", n)
	}
}

func TestScalesAreRound(t *testing.T) {
	for _, c := range []struct{ most, step, last float64 }{
		{0, 1, 1}, {1, 1, 1}, {3, 1, 3}, {5, 1, 5}, {6, 2, 6}, {9, 2, 10}, {17, 5, 20}, {100, 20, 100}, {101, 50, 150}, {4321, 1000, 5000}, {0.4, 0.1, 0.4},
	} {
		got := ticks(c.most)
		if len(got) < 2 || math.Abs(got[1]-c.step) > 1e-9 || math.Abs(got[len(got)-1]-c.last) > 1e-9 {
			t.Errorf("up to %g: %v, want steps of %g to %g", c.most, got, c.step, c.last)
		}
	}
	for x, want := range map[float64]string{0: "0", 5.5: "5.5", 17: "17", 1200: "1200", 12_340: "12.3k", 1_250_000: "1.3M"} {
		if got := marked(x); got != want || !drawable(got) {
			t.Errorf("%g is shown as %q, want %q", x, got, want)
		}
	}
}

// TestAnyChartCanBeDrawn gives charts of every odd shape: none may panic, none may be wide open to what
// is not known.
func TestAnyChartCanBeDrawn(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 5))
	for i := range 60 {
		c := voc.DigestChart{Name: "odd", Kind: []string{"line", "bars"}[rnd.IntN(2)]}
		for range 1 + rnd.IntN(60) {
			c.Labels = append(c.Labels, []string{"", "11-16", "等待", "11-16 14:00", "100%"}[rnd.IntN(5)])
		}
		for range 1 + rnd.IntN(3) {
			s := voc.DigestSeries{Tone: []string{"", "negative", "usual", "nobody's"}[rnd.IntN(4)]}
			for range rnd.IntN(len(c.Labels) + 2) {
				v := []float64{0, 1, 1e9, -5, math.Inf(1), math.NaN(), rnd.Float64() * 100}[rnd.IntN(7)]
				s.Values = append(s.Values, &v)
				if rnd.IntN(4) == 0 {
					s.Values[len(s.Values)-1] = nil
				}
			}
			c.Series = append(c.Series, s)
		}
		if _, err := Picture(c, i%2 == 0); err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
	}
	for _, c := range []voc.DigestChart{{Kind: "line"}, {Kind: "pie", Labels: []string{"1"}, Series: []voc.DigestSeries{{}}}, {Kind: "bars", Labels: []string{"1"}}} {
		if _, err := Picture(c, false); err == nil {
			t.Errorf("%+v was drawn", c)
		}
	}
}
