package wire

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Meaning is what a robot's code says. What somebody must set right first is worth another try: the
// message waits for it.
type Meaning struct {
	Retry bool
	After time.Duration // how long the robot must be left alone; 0: no word
	Words string        // what is wrong, and what to do
}

// Code judges the answer of a robot that says in its body what became of a message: 200 with another
// number than 0 in field is a failure; a number nobody knows may be tried again. message is where the
// robot writes its own words.
func (l *Line) Code(a Answer, field, message string, meanings map[int]Meaning) (retry bool, after time.Duration, err error) {
	var said map[string]json.RawMessage
	var code *int
	var words string
	if json.Unmarshal(a.Body, &said) == nil {
		_ = json.Unmarshal(said[field], &code)
		_ = json.Unmarshal(said[message], &words)
	}
	switch {
	case code == nil:
		if retry, err := l.Judge(a); err != nil {
			return retry, a.After, err
		}
		return true, a.After, fmt.Errorf("%s 的回答读不懂：%q", l.Name(), l.Said(string(a.Body)))
	case *code == 0:
		return false, 0, nil
	}
	m, known := meanings[*code]
	if !known {
		m = Meaning{Retry: true, Words: l.Said(words)}
	}
	return m.Retry, max(m.After, a.After), fmt.Errorf("%s 没有收下（%d）：%s", l.Name(), *code, m.Words)
}

// Mobiles are the numbers of those a message is for, as far as person knows them. Nothing but a number
// passes: "@all" would call everybody.
func Mobiles(m voc.Message, person func(name string) voc.Person) []string {
	if person == nil {
		return nil
	}
	var list []string
	for _, name := range m.To {
		if number := person(name).Mobile; number != "" && strings.Trim(number, "+-0123456789") == "" {
			list = append(list, number)
		}
	}
	return list
}
