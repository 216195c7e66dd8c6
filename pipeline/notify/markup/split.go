package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Notice is what stands, openly, where a message had to end before its text did.
const Notice = "…（全文见链接）"

// Split lays blocks out over parts of which each costs at most room, as cost measures it (bytes as
// they go over the wire). It breaks between blocks where it can, else at the end of a sentence, else
// of a clause, and never within a character. When most parts are not enough the last one ends with
// Notice, and cut is true.
func Split(blocks []Block, room, most int, cost func([]Block) int) (parts [][]Block, cut bool) {
	parts = pack(blocks, room, most+1, cost)
	if len(parts) <= most {
		return parts, false
	}
	var rest []Block
	for _, p := range parts[most-1:] {
		rest = append(rest, p...)
	}
	notice := Block{Spans: []Span{{Text: Notice}}}
	last := pack(rest, room, 1, func(part []Block) int { return cost(append(part[:len(part):len(part)], notice)) })
	parts = parts[:most-1]
	if len(last) > 0 {
		return append(parts, append(last[0], notice)), true
	}
	return append(parts, []Block{notice}), true
}

// pack fills parts one after the other; when they are too many it stops.
func pack(blocks []Block, room, most int, cost func([]Block) int) [][]Block {
	var parts [][]Block
	var part []Block
	next := func() {
		parts = append(parts, part)
		part = nil
	}
	for i := 0; i < len(blocks) && len(parts) < most; {
		b := blocks[i]
		fits := func(b Block) bool { return cost(append(part[:len(part):len(part)], b)) <= room }
		if fits(b) {
			part = append(part, b)
			i++
			continue
		}
		if len(part) > 0 && cost([]Block{b}) <= room {
			next()
			continue
		}
		head, tail := divide(b, len(part) == 0, fits)
		switch {
		case len(head.Spans) > 0:
			part = append(part, head)
			blocks = append([]Block{tail}, blocks[i+1:]...)
			i = 0
			next()
		case len(part) > 0:
			next()
		default:
			return parts // not one character has room: the caller's frame is larger than the limit
		}
	}
	if len(part) > 0 && len(parts) < most {
		next()
	}
	return parts
}

// divide cuts a block where its head fits. Unless it must, it cuts at the end of a sentence or not at all.
func divide(b Block, must bool, fits func(Block) bool) (head, tail Block) {
	text := Text([]Block{b})
	low, high := 0, len(text)
	for low < high { // the longest prefix that fits
		middle := (low + high + 1) / 2
		if fits(prefix(b, border(text, middle))) {
			low = middle
		} else {
			high = middle - 1
		}
	}
	at := border(text, low)
	end := sentenceEnd(text[:at])
	switch {
	case end > 0:
		at = end
	case !must:
		at = 0
	default:
		if end = clauseEnd(text[:at]); end > at/2 {
			at = end
		}
		at = whole(text, at)
	}
	if at == 0 || !fits(prefix(b, at)) {
		return Block{}, b
	}
	return prefix(b, at), suffix(b, at)
}

// border is the last beginning of a character at or before n.
func border(text string, n int) int {
	for n > 0 && n < len(text) && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// sentenceEnd is where the last sentence of a text ends, 0 when none does.
func sentenceEnd(text string) int {
	return after(text, "。！？!?；;\n…", "”’」』）)】\"")
}

func clauseEnd(text string) int { return after(text, "，,、：: ", "") }

// after is the place behind the last of some signs, and behind what closes after it.
func after(text, signs, closing string) int {
	at := strings.LastIndexAny(text, signs)
	if at < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	for at += size; at < len(text); at += size {
		r, n := utf8.DecodeRuneInString(text[at:])
		if size = n; !strings.ContainsRune(closing, r) {
			break
		}
	}
	return at
}

// whole moves a cut back so that it does not fall within what people see as one character: a letter
// and its accents, an emoji of several.
func whole(text string, at int) int {
	for tries := 0; at > 0 && at < len(text) && tries < 16; tries++ {
		r, _ := utf8.DecodeRuneInString(text[at:])
		before, size := utf8.DecodeLastRuneInString(text[:at])
		if !joins(r) && before != '\u200d' {
			return at
		}
		at -= size
	}
	return at
}

// joins tells characters that belong to the one before.
func joins(r rune) bool {
	return r == '\u200d' || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff
}

// prefix is the first n bytes of a block's text, with their looks.
func prefix(b Block, n int) Block {
	out := b
	out.Spans = nil
	for _, s := range b.Spans {
		if n <= 0 {
			break
		}
		take := s
		take.Text = s.Text[:min(n, len(s.Text))]
		n -= len(s.Text)
		out.Spans = append(out.Spans, take)
	}
	return out
}

// suffix is the rest behind the first n bytes.
func suffix(b Block, n int) Block {
	out := b
	out.Spans = nil
	for _, s := range b.Spans {
		if n < len(s.Text) {
			rest := s
			rest.Text = s.Text[max(n, 0):]
			out.Spans = append(out.Spans, rest)
		}
		n -= len(s.Text)
	}
	return out
}
