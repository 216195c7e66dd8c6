package model

import "github.com/tingfeng-voc/tingfeng/nlp/model/linear"

// Extractor makes the features of a text: its runs of one to three characters, pairs of characters
// behind a denial, pairs behind a word of contrast, and how it ends; each once, however often it
// stands there. An Extractor is reused from text to text, by one goroutine at a time.
type Extractor struct {
	features []uint32
	keys     [slots]uint32
	stamps   [slots]uint32 // of the text that put the key there
	now      uint32
}

// slots bounds the features of a text from above, with room to spare.
const (
	slots    = 1 << 14
	slotBits = 14
)

// longest is how many characters of a text are looked at: its beginning and its end, where people
// say what they think of it all.
const (
	longestHead = 1200
	longestTail = 800
)

// Families of features, so that equal characters in another role are other features.
const (
	family1 = iota + 1
	family2
	family3
	familyDenied
	familyBut
	familyEnd
)

// deniedReach is how many characters behind a denial are marked as denied.
const deniedReach = 6

// Features gives the features of a normalised text. They are good until the next call.
func (e *Extractor) Features(text []rune) []uint32 {
	e.features = e.features[:0]
	if e.now++; e.now == 0 {
		e.stamps, e.now = [slots]uint32{}, 1
	}
	if len(text) > longestHead+longestTail {
		e.stretch(text[:longestHead])
		text = text[len(text)-longestTail:]
	}
	e.stretch(text)
	return e.features
}

// Add puts a feature of the caller's own to those of the text unless it is there, and gives them all.
// A text may have a few thousand of them.
func (e *Extractor) Add(f uint32) []uint32 {
	e.add(f)
	return e.features
}

func (e *Extractor) stretch(text []rune) {
	var y, a, b uint32 // the three characters before
	denied, but := 0, false
	for _, r := range text {
		c := class(r)
		e.add(linear.Join(family1, c))
		e.add(linear.Join(b*0x9E3779B1+family2, c))
		pair := linear.Join(a, b)
		e.add(linear.Join(pair+family3, c))
		if stops(c) {
			denied = 0
		} else {
			if denied > 0 {
				e.add(linear.Join(b*0x9E3779B1+familyDenied, c))
				denied--
			}
			if denies(c) {
				denied = deniedReach
			}
		}
		but = but || b == '但' || b == '可' && c == '是' || b == '不' && c == '过' || b == '就' && c == '是'
		if but {
			e.add(linear.Join(b*0x9E3779B1+familyBut, c))
		}
		y, a, b = a, b, c
	}
	e.add(linear.Join(familyEnd, b))
	pair := linear.Join(a, b)
	e.add(linear.Join(familyEnd+1, pair))
	e.add(linear.Join(linear.Join(familyEnd+2, y), pair))
}

// add appends a feature that is not there yet.
func (e *Extractor) add(f uint32) {
	for i := f >> (32 - slotBits); ; i = (i + 1) & (slots - 1) {
		if e.stamps[i] != e.now {
			e.stamps[i], e.keys[i] = e.now, f
			e.features = append(e.features, f)
			return
		}
		if e.keys[i] == f {
			return
		}
	}
}

// class makes one character of those that differ without meaning.
func class(r rune) uint32 {
	switch {
	case r >= '0' && r <= '9':
		return '0'
	case r == '\n':
		return ' '
	case r == '，':
		return ','
	case r == '！':
		return '!'
	case r == '？':
		return '?'
	}
	return uint32(r)
}

func denies(c uint32) bool {
	return c == '不' || c == '没' || c == '无' || c == '别' || c == '未'
}

func stops(c uint32) bool {
	switch c {
	case ',', '。', '!', '?', ' ', '；', ';', '~', '…', '、', '.':
		return true
	}
	return false
}
