package trie

import (
	"cmp"
	"fmt"
	"slices"
)

// Array is a double array (Aoe, "An efficient digital search algorithm by using a double-array
// structure", 1989): a trie whose states are cells, one step of which reads one cell of eight bytes.
//
// Cell 0 is the root. From the state s whose cell is c, code leads to the state Base(c)+code if
// Check of that cell is s, and nowhere if not. An Array is long enough that this sum always lies
// inside it for every code that was known when it was arranged.
type Array []uint64

// A cell holds, from the low bits up, base, check and value+1; what nobody uses has a check that is
// no state.
const (
	stateBits = 22
	valueBits = 20
	stateMask = 1<<stateBits - 1
	nobody    = stateMask << stateBits
	maxValue  = 1<<valueBits - 2
)

// Base is where the children of a cell begin.
func Base(cell uint64) uint32 { return uint32(cell) & stateMask }

// Check is the parent of a cell.
func Check(cell uint64) uint32 { return uint32(cell>>stateBits) & stateMask }

// Value is one more than the value of the key that ends at a cell, 0 where none ends.
func Value(cell uint64) uint32 { return uint32(cell >> (2 * stateBits)) }

// Key is one word of an Array: its runes as codes from 1 up, and what Value is to say of it.
type Key struct {
	Codes []uint16
	Value uint32
}

// sortKeys orders keys by their codes: by the first four at once, and most differ in these.
func sortKeys(keys []Key) {
	type ranked struct {
		first uint64
		key   int32
	}
	list := make([]ranked, len(keys))
	for i := range keys {
		list[i].key = int32(i)
		for j := range 4 {
			list[i].first <<= 16
			if j < len(keys[i].Codes) {
				list[i].first |= uint64(keys[i].Codes[j])
			}
		}
	}
	slices.SortFunc(list, func(a, b ranked) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return slices.Compare(keys[a.key].Codes, keys[b.key].Codes)
	})
	sorted := make([]Key, len(keys))
	for i := range list {
		sorted[i] = keys[list[i].key]
	}
	copy(keys, sorted)
}

// Arrange lays keys, which must be different and not empty, into an Array. Codes are at most known.
// It sorts keys. effort bounds how many free cells are looked at for each state.
func Arrange(keys []Key, known, effort int) (Array, error) {
	sortKeys(keys)
	for i := range keys {
		switch {
		case len(keys[i].Codes) == 0:
			return nil, fmt.Errorf("trie: key with value %d is empty", keys[i].Value)
		case keys[i].Value > maxValue:
			return nil, fmt.Errorf("trie: value %d: the largest possible is %d", keys[i].Value, maxValue)
		case i > 0 && slices.Equal(keys[i-1].Codes, keys[i].Codes):
			return nil, &twice{keys[i-1].Value, keys[i].Value}
		}
	}
	a := arranger{head: 1, effort: effort}
	a.collect(keys)
	a.placeAll()
	cells := int(a.top) + known + 1
	if cells > stateMask {
		return nil, fmt.Errorf("trie: %d words need %d cells, more than the %d possible", len(keys), cells, stateMask)
	}
	return a.array(cells), nil
}

// twice says that two values were given to equal keys.
type twice struct{ first, second uint32 }

func (e *twice) Error() string {
	return fmt.Sprintf("trie: keys with values %d and %d are equal", e.first, e.second)
}

// arranger gives each node of the trie a base, so that the children of all fall into different cells.
type arranger struct {
	nodes  []node
	labels []uint16 // codes of the children, one node's after another's
	taken  []bool   // by cell
	free   []int32  // free[c] is the next free cell after free cell c
	head   int32    // the first free cell worth trying
	top    int32    // the highest base given
	effort int
}

// node is a state before it has a cell. Parents stand before their children.
type node struct {
	parent      int32
	base        int32
	value       uint32 // as in the cell
	first, last int32  // labels[first:last] are its children's
	code        uint16 // that leads to it
}

// collect makes the nodes of sorted keys, breadth first.
func (a *arranger) collect(keys []Key) {
	type span struct{ from, to int32 } // keys below a node
	spans := make([]span, 1, 2*len(keys)+1)
	a.nodes = make([]node, 1, 2*len(keys)+1)
	spans[0] = span{0, int32(len(keys))}
	var level, depth int32 = 1, 0 // level: the first node of the next depth
	for at := int32(0); at < int32(len(a.nodes)); at++ {
		if at == level {
			level, depth = int32(len(a.nodes)), depth+1
		}
		n, s := &a.nodes[at], spans[at]
		if s.from < s.to && int32(len(keys[s.from].Codes)) == depth {
			n.value = keys[s.from].Value + 1
			s.from++
		}
		n.first = int32(len(a.labels))
		n.last = n.first
		for s.from < s.to {
			code := keys[s.from].Codes[depth]
			end := s.from + 1
			for end < s.to && keys[end].Codes[depth] == code {
				end++
			}
			a.labels = append(a.labels, code)
			a.nodes[at].last++
			a.nodes = append(a.nodes, node{parent: at, code: code})
			spans = append(spans, span{s.from, end})
			s.from = end
		}
	}
}

// placeAll gives bases to the nodes with most children first: those with one fill every gap, the
// others would find none late.
func (a *arranger) placeAll() {
	order := a.byChildren()
	a.grow(2)
	a.taken[0] = true
	for _, i := range order {
		n := &a.nodes[i]
		n.base = a.place(a.labels[n.first:n.last])
		a.top = max(a.top, n.base)
		for _, c := range a.labels[n.first:n.last] {
			a.taken[n.base+int32(c)] = true
		}
	}
}

// byChildren lists the nodes that have children, those with most first.
func (a *arranger) byChildren() []int32 {
	most := int32(0)
	for i := range a.nodes {
		most = max(most, a.nodes[i].last-a.nodes[i].first)
	}
	from := make([]int32, most+2) // from[most-n] is where nodes with n children begin
	for i := range a.nodes {
		from[most-(a.nodes[i].last-a.nodes[i].first)+1]++
	}
	for i := range most + 1 {
		from[i+1] += from[i]
	}
	order := make([]int32, from[most])
	for i := range a.nodes {
		if n := a.nodes[i].last - a.nodes[i].first; n > 0 {
			order[from[most-n]] = int32(i)
			from[most-n]++
		}
	}
	return order
}

// array writes the nodes into their cells.
func (a *arranger) array(size int) Array {
	cells := make(Array, size)
	for i := range cells {
		cells[i] = nobody
	}
	states := make([]uint32, len(a.nodes))
	for i, n := range a.nodes {
		cell := uint64(n.base) | uint64(n.value)<<(2*stateBits)
		if i > 0 {
			states[i] = uint32(a.nodes[n.parent].base) + uint32(n.code)
			cell |= uint64(states[n.parent]) << stateBits
		}
		cells[states[i]] = cell
	}
	return cells
}

func (a *arranger) grow(n int) {
	for c := len(a.taken); c < n; c++ {
		a.taken = append(a.taken, false)
		a.free = append(a.free, int32(c)+1)
	}
}

// place finds a base at which all children fall into free cells. Without a bound on the cells it
// looks at, a few nodes with far scattered children would look at every one.
func (a *arranger) place(children []uint16) int32 {
	first, last := int32(children[0]), int32(children[len(children)-1])
	before, cell := int32(-1), a.head
	for try := 0; try < a.effort; {
		a.grow(int(cell+last-first) + 2)
		switch {
		case a.taken[cell]: // since it was put on the list: unlink it
			if before < 0 {
				a.head = a.free[cell]
			} else {
				a.free[before] = a.free[cell]
			}
		case cell >= first && a.fits(cell-first, children):
			return cell - first
		default:
			try++
			before = cell
		}
		cell = a.free[cell]
	}
	base := max(0, int32(len(a.taken))-last)
	for !a.fits(base, children) {
		base++
	}
	return base
}

func (a *arranger) fits(base int32, children []uint16) bool {
	a.grow(int(base) + int(children[len(children)-1]) + 2)
	for _, c := range children {
		if a.taken[base+int32(c)] {
			return false
		}
	}
	return true
}
