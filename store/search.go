package store

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/nlp/segment"
)

// Search is what the words of a search box mean. A mention is found when of every group at least one
// word occurs in it, and none of Not. Words are in normal form, so that 退款, 退 款 in another script or
// in full width are the same; where the original spelling differs it stands beside as an alternative.
type Search struct {
	Groups [][]string `json:"groups" doc:"Of each group at least one must occur"`
	Not    []string   `json:"not" doc:"None of these may occur"`
}

// ReadSearch reads the words of a search box:
//
//	退款 慢        both occur, in any order
//	退款太慢       Chinese without spaces is cut into its words; each must occur
//	"退款太慢"     just so; “ ” and ＂ do as well
//	退款 | 退货    either; so does OR
//	-抽奖          does not occur
//
// A lone sign means nothing.
func ReadSearch(text string) Search {
	s := Search{Groups: [][]string{}, Not: []string{}}
	for _, group := range searchTerms(text) {
		switch {
		case group[0].not:
			s.Not = append(s.Not, spellings(group[0].word)...)
		case len(group) == 1 && !group[0].quoted:
			for _, word := range wordsOf(group[0].word) {
				s.add(spellings(word))
			}
		default:
			var all []string
			for _, t := range group {
				all = append(all, spellings(t.word)...)
			}
			s.add(all)
		}
	}
	return s
}

// add adds a group unless it is there already.
func (s *Search) add(group []string) {
	if len(group) > 0 && !slices.ContainsFunc(s.Groups, func(g []string) bool { return slices.Equal(g, group) }) {
		s.Groups = append(s.Groups, group)
	}
}

// Words are the words a mention is found by, for marking them in its text.
func (s Search) Words() []string {
	var all []string
	for _, g := range s.Groups {
		all = append(all, g...)
	}
	return all
}

// term is one word of a search box as it was written.
type term struct {
	word        string
	quoted, not bool
}

// searchTerms cuts the text of a search box into groups of terms joined by | or OR.
func searchTerms(text string) [][]term {
	var groups [][]term
	joined := false
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimLeftFunc(rest, unicode.IsSpace) {
		if first, size := utf8.DecodeRuneInString(rest); first == '|' || first == '｜' {
			joined, rest = true, rest[size:]
			continue
		}
		var t term
		t, rest = nextTerm(rest)
		switch last := len(groups) - 1; {
		case t.word == "OR" && !t.quoted && !t.not:
			joined = true
			continue
		case len(spellings(t.word)) == 0:
			continue
		case joined && last >= 0 && !t.not && !groups[last][0].not:
			groups[last] = append(groups[last], t)
		default:
			groups = append(groups, []term{t})
		}
		joined = false
	}
	return groups
}

const quotes = "\"“”＂"

// nextTerm reads the term a text begins with. A missing end quote ends at the end.
func nextTerm(rest string) (term, string) {
	var t term
	if first, size := utf8.DecodeRuneInString(rest); first == '-' || first == '－' {
		t.not, rest = true, rest[size:]
	}
	if first, size := utf8.DecodeRuneInString(rest); rest != "" && strings.ContainsRune(quotes, first) {
		t.quoted, rest = true, rest[size:]
		end := strings.IndexAny(rest, quotes)
		if end < 0 {
			t.word = rest
			return t, ""
		}
		_, size = utf8.DecodeRuneInString(rest[end:])
		t.word = rest[:end]
		return t, rest[end+size:]
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == '|' || r == '｜' })
	if end < 0 {
		end = len(rest)
	}
	t.word = rest[:end]
	return t, rest[end:]
}

// spellings are the normal form of a word and, where it differs, the word as written in lower case.
func spellings(word string) []string {
	plain, written := strings.TrimSpace(normal.Text(word)), strings.TrimSpace(strings.ToLower(word))
	switch {
	case plain == "" && written == "":
		return nil
	case plain == "", plain == written:
		return []string{written}
	}
	return []string{plain, written}
}

// chinese cuts Chinese into words. It keeps scratch, so one search is cut at a time.
var chinese = struct {
	sync.Mutex
	words func() (*segment.Segmenter, error)
}{words: sync.OnceValues(func() (*segment.Segmenter, error) { return segment.New(nil) })}

// wordsOf cuts a run of at least three Chinese characters into its words, so that 退款太慢 finds 慢得要命的退款.
// Anything else is one word: T恤 is not a T and a 恤.
func wordsOf(run string) []string {
	if utf8.RuneCountInString(run) < 3 || strings.ContainsFunc(run, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return []string{run}
	}
	chinese.Lock()
	defer chinese.Unlock()
	s, err := chinese.words()
	if err != nil {
		return []string{run} // the dictionary is part of the program; without it the run is searched as it stands
	}
	return joinPieces(s.Slice(normal.Text(run)))
}

// Particles say nothing alone, and degrees nothing about what they stand before; a negation means the
// opposite without the word that follows; unknown names fall into single characters that only mean
// something together.
const (
	particles = "的了着过吗呢吧啊呀嘛啦很太真好都就也还又里死"
	degrees   = "太很真超"
)

var negations = []string{"不", "没", "别", "未", "无", "没有", "不是", "不会", "不能", "不要", "没法"}

// joinPieces makes the words to be searched of what the segmenter cut.
func joinPieces(pieces []string) []string {
	var words []string
	var open string // single characters in a row, or a negation: they want what follows
	end := func() {
		if open != "" {
			words = append(words, open)
		}
		open = ""
	}
	for _, p := range pieces {
		first, size := utf8.DecodeRuneInString(p)
		alone := size == len(p)
		switch {
		case slices.Contains(negations, open):
			open += p
			end()
		case slices.Contains(negations, p):
			end()
			open = p
		case alone && strings.ContainsRune(particles, first):
			end()
		case alone:
			open += p
		default:
			end()
			if strings.ContainsRune(degrees, first) {
				p = p[size:]
			}
			words = append(words, p)
		}
	}
	end()
	if len(words) == 0 {
		return []string{strings.Join(pieces, "")}
	}
	return words
}

// indexed is how many groups the index of words helps with; the rest are looked for in what is left.
const indexed = 4

// bind puts a search into the parameters of query/_filter.sql.
func (s Search) bind(p params) {
	for i, name := range [indexed]string{"must1", "must2", "must3", "must4"} {
		p[name] = []string{}
		if i < len(s.Groups) {
			p[name] = s.Groups[i]
		}
	}
	p["must_more"] = [][]string{}
	if len(s.Groups) > indexed {
		p["must_more"] = s.Groups[indexed:]
	}
	p["not_words"] = s.Not
}
