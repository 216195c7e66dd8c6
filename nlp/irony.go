package nlp

// ironic tells whether praise is meant as its opposite: a set phrase of mockery, or a mark of it
// ([微笑], 呵呵, “) in a text that praises with one hand and complains with the other, or whose
// rating contradicts its words.
func (s *scratch) ironic(logit float64, negatives int, rating float64) bool {
	marks, sure := 0, 0
	for _, f := range s.by[kindIrony] {
		if f.id == 1 {
			sure++
		} else {
			marks++
		}
	}
	praise := 0
	for i := range s.opinions {
		if s.opinions[i].value > 0.8 {
			praise++
		}
	}
	if marks == 1 {
		negatives -= s.sourSmiles() // a lone smile may be meant: 喝到热奶茶，幸福[微笑]
	}
	if s.belied() {
		return true
	}
	if s.soundsIronic(ironyAlone) && !s.sincere() && (praise > 0 || marks+sure > 0 || logit > 0) {
		return true
	}
	if s.brevity() == 0 && !(rating > 0 && rating <= 2) && !s.soundsIronic(ironyLong) {
		return false // somewhere in a long text somebody says 呵呵, and elsewhere complains
	}
	complains := negatives > 0 || len(s.by[kindImplicit]) > 0
	switch {
	case sure > 0:
		return !s.sincere() && (complains || rating > 0 && rating <= 2 || s.smiles() || logit <= 0.5)
	case marks == 0 || praise == 0:
		return false
	case rating > 0 && rating <= 2 && logit > 0:
		return true
	}
	return complains && s.smiles() || len(s.by[kindImplicit]) > 0 && marks > 1
}

// soundsIronic tells whether irony is likelier than least, and more in a few words.
func (s *scratch) soundsIronic(least float64) bool {
	return float64(s.readings.irony) > least+6*max(0, s.brevity()-0.6)
}

// surelyIronic tells whether irony was heard clearly enough to turn praise round: by what praise is
// belied by, by more than a suspicion, or by words of the lists in a short text that complains too.
func (s *scratch) surelyIronic() bool {
	if s.belied() {
		return true
	}
	if len(s.by[kindIrony]) == 0 {
		return s.soundsIronic(ironySure)
	}
	return s.soundsIronic(ironyTold) || s.brevity() > 0 && s.negatives() > s.sourSmiles()
}

// sourSmiles counts the judgements that are nothing but [微笑].
func (s *scratch) sourSmiles() int {
	n := 0
	for i := range s.opinions {
		if o := &s.opinions[i]; o.value < -0.4 && s.slice(int(o.start), int(o.end)) == "[微笑]" {
			n++
		}
	}
	return n
}

// smiles tells whether the text holds the smile that in Chinese chats means anything but.
func (s *scratch) smiles() bool {
	for i := 0; i+3 < len(s.runes); i++ {
		if s.runes[i] == '🙂' || s.runes[i] == '🙃' || s.runes[i] == '[' && s.runes[i+1] == '微' && s.runes[i+2] == '笑' && s.runes[i+3] == ']' {
			return true
		}
	}
	n := len(s.runes)
	return n > 0 && (s.runes[n-1] == '🙂' || s.runes[n-1] == '🙃')
}
