package importer

// said tells one version of a post from another.
type said struct {
	text uint32 // author and text
	all  uint32 // everything
}

// recent remembers the last posts of a file: of each id its first eight bytes, with what was said.
// It grows with the file up to a fixed size, 24 MB, which holds about the last half million posts.
// A repeat that lies farther back is not noticed and is handed over again, which changes nothing:
// the store knows a post by its id.
type recent struct {
	slots []slot
	used  int
	clock uint32
}

type slot struct {
	id   uint64
	said said
	at   uint32 // when it was last told, to let the oldest go
	full bool
}

const (
	ways       = 8       // places an id may lie in
	firstSlots = 1 << 10 // a small file costs little
	mostSlots  = 1 << 20 // times 24 bytes
)

// swap notes what id says now and returns what it said before, if it did.
func (r *recent) swap(id uint64, now said) (before said, again bool) {
	if r.slots == nil {
		r.slots = make([]slot, firstSlots)
	}
	if r.used > len(r.slots)/4 && len(r.slots) < mostSlots {
		r.grow()
	}
	r.clock++
	s, again := r.find(id)
	before = s.said
	if !again && !s.full {
		r.used++
	}
	*s = slot{id, now, r.clock, true}
	return before, again
}

// find returns the slot of id, or the one it may take: an empty one, else the one told longest ago.
func (r *recent) find(id uint64) (*slot, bool) {
	// The ids are hashes, so their bits are as good as random.
	group := int(id%uint64(len(r.slots)/ways)) * ways
	best := &r.slots[group]
	for i := range ways {
		s := &r.slots[group+i]
		switch {
		case s.full && s.id == id:
			return s, true
		case best.full && (!s.full || r.clock-s.at > r.clock-best.at):
			best = s
		}
	}
	return best, false
}

func (r *recent) grow() {
	old := r.slots
	r.slots = make([]slot, 2*len(old))
	r.used = 0
	for i := range old {
		if s, _ := r.find(old[i].id); old[i].full {
			if !s.full {
				r.used++
			}
			*s = old[i]
		}
	}
}
