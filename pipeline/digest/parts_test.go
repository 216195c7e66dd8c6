package digest

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var (
	anyTag   = regexp.MustCompile(`<[^>]*>`)
	headOf   = regexp.MustCompile(`(?s)<head>.*?</head>`)
	links    = regexp.MustCompile(`https?://\S+`)
	wordOf   = regexp.MustCompile(`[\p{L}\p{N}]+`)
	linkWord = regexp.MustCompile(`<a [^>]*>(原文|回复|看全文、回复|source|reply|Whole letter)</a>`)
)

// wordsIn are the words of a text in their order.
func wordsIn(text string) []string { return wordOf.FindAllString(links.ReplaceAllString(text, ""), -1) }

// pageWords are the words a reader sees on a page, without the links' own.
func pageWords(page string) []string {
	page = linkWord.ReplaceAllString(headOf.ReplaceAllString(page, ""), "")
	return wordsIn(html.UnescapeString(anyTag.ReplaceAllString(page, "\n")))
}

// The plain part of a mail holds the words of its page, all of them and as often: of every letter there is, in both
// languages, with and without links.
func TestThePlainPartHoldsTheWordsOfThePage(t *testing.T) {
	everything := everyLetter(t)
	for _, f := range []*facts{saturday(), quietDay(), inEnglish(quietDay())} {
		everything = append(everything, sealed{name: "a night in " + string(f.tongue), letter: compose(f)})
	}
	for _, lines := range []int{0, 10, 10_000} {
		everything = append(everything, sealed{name: "a letter of many lines", letter: wordy(lines)})
	}
	for _, s := range everything {
		for _, address := range []string{"", "https://voc.example.com"} {
			d := deep(t, s.letter)
			d.ID = "2026-01-31/qingheng/a"
			form, err := Form(numbered(d), address)
			if err != nil {
				t.Fatal(err)
			}
			text := form.Text
			if address != "" {
				whole := wordsOf(d.Language).Whole
				text = strings.Replace(text, whole+"：https", "https", 1)
			}
			want, got := pageWords(form.HTML), wordsIn(text)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s (%q): in the page alone %q, in the plain part alone %q", s.name, address, without(want, got), without(got, want))
			}
			if len(want) < 8 {
				t.Errorf("%s: %d words are no letter", s.name, len(want))
			}
		}
	}
}

// without are the words of one list that another lacks, counting each as often as it stands.
func without(list, other []string) []string {
	left := slices.Clone(other)
	var only []string
	for _, w := range list {
		if i := slices.Index(left, w); i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		only = append(only, w)
	}
	return only[:min(len(only), 20)]
}

// Every letter stays within what mail programs show whole and the smallest robot takes.
func TestEveryLetterFitsItsForms(t *testing.T) {
	const gmail, wecom = 102 << 10, 4096
	for _, s := range everyLetter(t) {
		d := deep(t, s.letter)
		d.ID = "2026-01-31/qingheng/a"
		form, err := Form(numbered(d), "https://voc.example.com")
		if err != nil {
			t.Fatal(err)
		}
		if len(form.HTML) > gmail || len(form.Card)+len(d.Title) > wecom {
			t.Errorf("%s: a page of %d bytes, a card of %d", s.name, len(form.HTML), len(form.Card))
		}
		if d.Period != voc.PeriodDay && len(d.Charts) > 0 && len(form.Inline) == 0 {
			t.Errorf("%s: none of its %d charts is a picture", s.name, len(d.Charts))
		}
	}
}
