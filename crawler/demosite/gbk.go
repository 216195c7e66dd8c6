package demosite

import (
	"strconv"
	"sync"

	"github.com/tingfeng-voc/tingfeng/crawler/charset"
)

// gbkTable maps a character of the basic plane to its two GBK bytes, 0 where GBK has none. It is
// made by asking the decoder what each pair of bytes means, so that both directions agree.
var gbkTable = sync.OnceValue(func() *[1 << 16]uint16 {
	var table [1 << 16]uint16
	for lead := 0x81; lead <= 0xFE; lead++ {
		var pairs []byte
		var codes []uint16
		for trail := 0x40; trail <= 0xFE; trail++ {
			if trail == 0x7F {
				continue
			}
			pairs = append(pairs, byte(lead), byte(trail))
			codes = append(codes, uint16(lead)<<8|uint16(trail))
		}
		text, _, err := charset.Decode(pairs, "", "gbk")
		if err != nil {
			panic("demosite: " + err.Error()) // gbk is a name charset knows
		}
		runes := []rune(text)
		if len(runes) != len(codes) {
			continue // a row with pairs that mean nothing, never one of Chinese text
		}
		for i, c := range runes {
			if c < 1<<16 && c != 0xFFFD && table[c] == 0 {
				table[c] = codes[i]
			}
		}
	}
	return &table
})

// gbk encodes UTF-8 markup. What GBK cannot say becomes a character reference, as browsers do
// when an emoji is typed into a form of a GBK site.
func gbk(markup []byte) []byte {
	table := gbkTable()
	out := make([]byte, 0, len(markup))
	for _, c := range string(markup) {
		switch {
		case c < 0x80:
			out = append(out, byte(c))
		case c < 1<<16 && table[c] != 0:
			out = append(out, byte(table[c]>>8), byte(table[c]))
		default:
			out = append(append(append(out, "&#"...), strconv.Itoa(int(c))...), ';')
		}
	}
	return out
}
