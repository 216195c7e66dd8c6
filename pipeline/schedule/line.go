package schedule

// line is where jobs that are due stand until there is a place for them. Each lane is a line of its
// own, first come first served; the lanes take turns, and no lane has more than its share of places.
// Table.mu guards it.
type line struct {
	most  int // places of one lane
	lanes map[string]*lane
	ready []*lane // those that may send somebody, in the order of their turns
}

// lane is one host's line.
type lane struct {
	name    string
	waiting []*entry
	running int
	ready   bool // stands in line.ready
}

// join puts an entry at the end of its lane.
func (l *line) join(e *entry) {
	at := l.lanes[e.job.Lane]
	if at == nil {
		at = &lane{name: e.job.Lane}
		l.lanes[e.job.Lane] = at
	}
	at.waiting = append(at.waiting, e)
	l.turn(at)
}

// turn gives a lane its turn once it has somebody to send and may.
func (l *line) turn(at *lane) {
	if !at.ready && len(at.waiting) > 0 && at.running < l.most {
		at.ready = true
		l.ready = append(l.ready, at)
	}
}

// take returns whose turn it is, and the lane to give back to leave; nil: nobody's. Those that were
// taken off the table meanwhile are passed over.
func (l *line) take() (*entry, *lane) {
	for len(l.ready) > 0 {
		at := l.ready[0]
		l.ready = l.ready[1:]
		at.ready = false
		for len(at.waiting) > 0 {
			e := at.waiting[0]
			at.waiting[0] = nil
			at.waiting = at.waiting[1:]
			if e.gone {
				continue
			}
			at.running++
			l.turn(at)
			return e, at
		}
		l.forget(at)
	}
	return nil, nil
}

// leave gives a lane its place back.
func (l *line) leave(at *lane) {
	at.running--
	l.turn(at)
	l.forget(at)
}

// forget drops a lane nobody needs: hosts come and go with the sources.
func (l *line) forget(at *lane) {
	if at.running == 0 && len(at.waiting) == 0 && !at.ready {
		delete(l.lanes, at.name)
	}
}
