package trie

import (
	"fmt"
	"maps"
	"math"
)

// Codes numbers the runes that stand in words, from 1 up in the order they are learned: the fewer
// numbers, the smaller an Array. The zero Codes knows none. Reading is safe for concurrent use.
type Codes struct {
	plane  *[0x10000]uint16 // of the basic plane
	others map[rune]uint16  // beyond it: emoji, rare characters
	known  int
}

// Of gives the code of r, 0 when it is in no word.
func (c *Codes) Of(r rune) uint16 {
	if uint32(r) < 0x10000 && c.plane != nil {
		return c.plane[r]
	}
	return c.others[r]
}

// Known is how many runes have a code, which is the highest one.
func (c *Codes) Known() int { return c.known }

// Learn gives the code of r, a new one if it had none. There are 65,535; rune 0 can have none.
func (c *Codes) Learn(r rune) (uint16, error) {
	if code := c.Of(r); code != 0 {
		return code, nil
	}
	if c.known == math.MaxUint16 {
		return 0, fmt.Errorf("more than %d different characters", math.MaxUint16)
	}
	if r == 0 {
		return 0, fmt.Errorf("it holds the character U+0000, which no text has")
	}
	if c.plane == nil {
		c.plane, c.others = new([0x10000]uint16), map[rune]uint16{}
	}
	c.known++
	if uint32(r) < 0x10000 {
		c.plane[r] = uint16(c.known)
	} else {
		c.others[r] = uint16(c.known)
	}
	return uint16(c.known), nil
}

// Clone gives Codes that know the same and learn apart.
func (c *Codes) Clone() Codes {
	if c.plane == nil {
		return Codes{}
	}
	plane := *c.plane
	return Codes{&plane, maps.Clone(c.others), c.known}
}
