package nlp

// dangerRoom is what looking for dangers needs of a scratch: each list and each sentence is gone
// through once, however often it is asked about.
type dangerRoom struct {
	dangers  [dangersAll][]found // by what they are, in order
	sentence sentenceSays
}

// sentenceSays is what a sentence says of all dangers in it.
type sentenceSays struct {
	number     int  // −1: of none yet
	lastAsk    int  // its last clause that asks, −1: none
	rhetorical bool // it holds a reproach in the form of a question
	personal   bool // it speaks of the writer or to the brand
}

// sortDangers fills s.dangers and forgets the sentence of the text before.
func (s *scratch) sortDangers() {
	for id := range s.dangers {
		s.dangers[id] = s.dangers[id][:0]
	}
	for _, f := range s.by[kindDanger] {
		s.dangers[f.id] = append(s.dangers[f.id], f)
	}
	s.sentence.number = -1
}

// lastDanger gives the last word of this sort that begins before rune i, nil when there is none.
func (s *scratch) lastDanger(id, i int32) *found {
	list := s.dangers[id]
	n := len(list) - len(since(list, i))
	if n == 0 {
		return nil
	}
	return &list[n-1]
}

// theSentence gives what the sentence of clause k says.
func (s *scratch) theSentence(k int) *sentenceSays {
	says := &s.sentence
	number := s.clauses[k].sentence
	if says.number == number {
		return says
	}
	*says = sentenceSays{number: number, lastAsk: -1}
	first, last := k, k
	for first > 0 && s.clauses[first-1].sentence == number {
		first--
	}
	for last+1 < len(s.clauses) && s.clauses[last+1].sentence == number {
		last++
	}
	for i := first; i <= last; i++ {
		c := &s.clauses[i]
		if c.asks {
			says.lastAsk = i
		}
		for at := c.start; at < c.end && !says.personal; at++ {
			r := s.runes[at]
			says.personal = r == '我' || r == '你' || (r == '他' || r == '这') && at+1 < len(s.runes) && s.runes[at+1] == '家'
		}
	}
	for _, f := range since(s.by[kindRhetorical], int32(s.clauses[first].start)) {
		if says.rhetorical || s.sentenceAt(int(f.start)) != number {
			break
		}
		says.rhetorical = true
	}
	return says
}
