package nlp

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options is everything an Analyzer depends on besides the post itself.
type Options struct {
	Brands []BrandRule `yaml:"brands"`
	Stores []voc.Store `yaml:"-"` // named in texts by their aliases
	Packs  []Pack      `yaml:"-"` // industry taxonomies; their order breaks ties

	// UserWords are words the customer's trade uses: the segmenter keeps them whole, and those with
	// a Weight also count as words of judgement.
	UserWords []UserWord `yaml:"-"`

	// Pack restricts the taxonomy to the pack of this name, for brands whose rule names none.
	// Empty: all packs, told apart by what each text speaks of.
	Pack string `yaml:"pack"`

	// NeutralBand is how sure of a polarity the sentiment must be to be stated: a text whose
	// probability of either polarity lies below it is neutral. 0.5…1. It holds for texts that ask,
	// suppose or stay in the middle; of others a little less is asked.
	NeutralBand float64 `yaml:"neutral_band"`

	// Weights is what was learned; nil: the weights "default" inside the binary.
	Weights *model.File `yaml:"-"`

	// Local is what this customer's own readers taught, nil: nothing yet. It must stand on Weights.
	Local *local.Head `yaml:"-"`

	// Keywords is how many keywords a mention carries at most.
	Keywords int `yaml:"keywords"`
}

// DefaultOptions is an Analyzer without brands and packs: sentiment, emotion, intent, severity,
// noise, keywords and fingerprint work, aspects and topics need packs.
func DefaultOptions() Options {
	return Options{NeutralBand: 0.6, Keywords: 8}
}

// UserWord is one word of a user dictionary.
type UserWord struct {
	Word string `yaml:"word"`
	// Freq is how often the word occurs among about 33 million; 0 takes a frequency at which the
	// word wins against its parts.
	Freq float64 `yaml:"freq"`
	// Weight is its judgement, −3 (outrage) … 3 (delight); 0: it judges nothing.
	Weight float64 `yaml:"weight"`
}

// Dictionary is the shape of a user dictionary file.
type Dictionary struct {
	Name  string     `yaml:"name"`
	Title string     `yaml:"title"`
	Words []UserWord `yaml:"words"`
}

// Near asks for two words close to each other: one of Words with one of With at most Within runes
// away (between the end of one and the start of the other, in either order, inside one sentence).
type Near struct {
	Words  []string `yaml:"words"`
	With   []string `yaml:"with"`
	Within int      `yaml:"within"` // 0 means 10
	// AtLeast is the least number that must stand right before With: with 分钟 and at_least 20,
	// 等了27分钟 counts and 等了9分钟 does not. 0: no number is asked for.
	AtLeast int `yaml:"at_least"`
}

// nearWithin is the distance meant when a rule gives none: about a clause of spoken Chinese.
const nearWithin = 10

// BrandRule says when a text speaks of a brand. The brand is seen when one of Any, one Near, or
// one Regex is found, and all of Must are. Not works in two ways: a phrase that contains a name
// (小米粥 contains 小米) makes that one occurrence not count; any other phrase vetoes the text.
// Names made of Latin letters or digits match only as whole words. Matching is on the normalised
// text, so case, width and script do not matter.
type BrandRule struct {
	Brand voc.BrandID `yaml:"brand"`
	Any   []string    `yaml:"any"`
	Must  []string    `yaml:"must"`
	Not   []string    `yaml:"not"`
	Near  []Near      `yaml:"near"`
	Regex []string    `yaml:"regex"` // RE2, on the normalised text
	Packs []string    `yaml:"packs"` // names of the packs that fit this brand; empty: all

	// Ambiguous says that the names under Any are everyday words too (小米, 苹果, 理想). Such a name
	// counts only where its own or a neighbouring sentence speaks of the brand's industry (a word of
	// its packs' domain, one of Context), or the post's product does.
	Ambiguous bool     `yaml:"ambiguous"`
	Context   []string `yaml:"context"` // words that stand beside the brand and not beside the thing: 澎湃, 米粉
}

func (o *Options) validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if o.NeutralBand < 0.5 || o.NeutralBand >= 1 {
		bad("neutral_band is %v: give a probability of at least 0.5 and below 1", o.NeutralBand)
	}
	if o.Keywords < 0 || o.Keywords > 100 {
		bad("keywords is %d: give 0 to 100", o.Keywords)
	}
	packs := map[string]bool{}
	for i := range o.Packs {
		p := &o.Packs[i]
		if packs[p.Name] {
			bad("pack %q is given twice: give each pack a name of its own", p.Name)
		}
		packs[p.Name] = true
		if err := p.Validate(); err != nil {
			errs = append(errs, err)
		}
	}
	if o.Pack != "" && !packs[o.Pack] {
		bad("pack %q is not known: known are %s", o.Pack, strings.Join(packNames(o.Packs), ", "))
	}
	brands := map[voc.BrandID]bool{}
	for i := range o.Brands {
		b := &o.Brands[i]
		if brands[b.Brand] {
			bad("brand %q has two rules: join them into one", b.Brand)
		}
		brands[b.Brand] = true
		if err := b.Validate(packNames(o.Packs)); err != nil {
			errs = append(errs, err)
		}
	}
	for i := range o.UserWords {
		if err := o.UserWords[i].Validate(); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Validate tells what is wrong with the word, and what to write instead.
func (w *UserWord) Validate() error {
	switch {
	case strings.TrimSpace(w.Word) == "":
		return errors.New("a user word is empty: write the word, or take the line out")
	case w.Weight < -3 || w.Weight > 3:
		return fmt.Errorf("user word %q has weight %v: give −3 to 3", w.Word, w.Weight)
	}
	return nil
}

// Validate tells what is wrong with the rule first, and what to write instead; packs are the names of
// those that are known.
func (b *BrandRule) Validate(packs []string) error {
	if b.Brand == "" {
		return fmt.Errorf("a brand rule names no brand: write brand: and the brand's id")
	}
	if len(b.Any)+len(b.Near)+len(b.Regex) == 0 {
		return fmt.Errorf("brand %q: any, near and regex are all empty, so no text could match: give at least one name under any", b.Brand)
	}
	for _, list := range [][]string{b.Any, b.Must, b.Not, b.Context} {
		for _, w := range list {
			if strings.TrimSpace(w) == "" {
				return fmt.Errorf("brand %q: an empty word would match every text: take it out", b.Brand)
			}
		}
	}
	for _, name := range b.Any {
		if slices.ContainsFunc(b.Not, func(w string) bool { return normal.Text(w) == normal.Text(name) }) {
			return fmt.Errorf("brand %q: %q stands under any and under not, so it could never count: take one out", b.Brand, name)
		}
	}
	if len(b.Context) > 0 && !b.Ambiguous {
		return fmt.Errorf("brand %q: context has a meaning for ambiguous names only: write ambiguous: true, or take context out", b.Brand)
	}
	for _, n := range b.Near {
		if err := n.validate(); err != nil {
			return fmt.Errorf("brand %q: %w", b.Brand, err)
		}
	}
	for _, re := range b.Regex {
		if _, err := regexp.Compile(re); err != nil {
			return fmt.Errorf("brand %q: regex %q: %w", b.Brand, re, err)
		}
	}
	for _, p := range b.Packs {
		if !slices.Contains(packs, p) {
			return fmt.Errorf("brand %q: pack %q is not known: known are %s", b.Brand, p, strings.Join(packs, ", "))
		}
	}
	return nil
}

func (n *Near) validate() error {
	if len(n.Words) == 0 || len(n.With) == 0 {
		return fmt.Errorf("near needs words and with, both not empty")
	}
	for _, list := range [][]string{n.Words, n.With} {
		for _, w := range list {
			if strings.TrimSpace(w) == "" {
				return fmt.Errorf("near holds an empty word: take it out")
			}
		}
	}
	if n.AtLeast < 0 {
		return fmt.Errorf("near at_least %d: give 1 or more, or leave it out", n.AtLeast)
	}
	if n.Within < 0 || n.Within > 200 {
		return fmt.Errorf("near within %d: give 1 to 200 runes, or leave it out for %d", n.Within, nearWithin)
	}
	return nil
}
