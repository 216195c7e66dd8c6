package discover

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events that happen to a discovery. The first decision carries the discovery itself,
// so that the journal alone says what the understanding rests on.
const (
	TypeAccepted = "accepted" // data: the voc.Discovery as it was accepted
	TypeRejected = "rejected" // data: the voc.Discovery
	TypeReopened = "reopened" // data: none; it waits for a decision again
)

// ErrInvalid says that a decision cannot be carried out as it stands.
var ErrInvalid = errors.New("不能这样处理")

// longestTopic is how many characters the name of a topic may have: it stands on buttons and in
// headlines. longestActor is how many those of a person may have.
const (
	longestTopic = 24
	longestActor = 64
)

// Decide turns a decision into an event. Deciding the same again is no event.
func Decide(d voc.Discovery, decision voc.Decision, now time.Time) ([]voc.Event, error) {
	decision.Topic, decision.Actor = strings.TrimSpace(decision.Topic), strings.TrimSpace(decision.Actor)
	switch {
	case decision.Actor == "":
		return nil, fmt.Errorf("%w：请写明是谁决定的", ErrInvalid)
	case utf8.RuneCountInString(decision.Actor) > longestActor || !visible(decision.Actor):
		return nil, fmt.Errorf("%w：决定者的名字最多 %d 个字，不能有换行、控制符和不可见字符", ErrInvalid, longestActor)
	}
	event := voc.Event{Subject: voc.SubjectDiscovery, ID: d.ID, Actor: decision.Actor, At: now}
	switch decision.State {
	case voc.DiscoveryProposed:
		if d.State == voc.DiscoveryProposed {
			return nil, nil
		}
		event.Type = TypeReopened
		return []voc.Event{event}, nil
	case voc.DiscoveryRejected:
		event.Type = TypeRejected
		decision.Topic, decision.Weight = "", 0
	case voc.DiscoveryAccepted:
		event.Type = TypeAccepted
		if err := check(decision, d); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("%w：状态 %q 不存在，可用 accepted、rejected、proposed", ErrInvalid, decision.State)
	}
	if d.State == decision.State && d.Topic == decision.Topic && d.Weight == decision.Weight {
		return nil, nil
	}
	d.State, d.Topic, d.Weight, d.By, d.At = decision.State, decision.Topic, decision.Weight, decision.Actor, now
	data, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("discover: %w", err)
	}
	event.Data = data
	return []voc.Event{event}, nil
}

func check(c voc.Decision, d voc.Discovery) error {
	switch {
	case d.Kind == voc.DiscoveryStory && c.Topic == "":
		return fmt.Errorf("%w：采纳一件事要给它一个话题名，例如 品质-掉色", ErrInvalid)
	case utf8.RuneCountInString(c.Topic) > longestTopic:
		return fmt.Errorf("%w：话题名最多 %d 个字", ErrInvalid, longestTopic)
	case !visible(c.Topic):
		return fmt.Errorf("%w：话题名里不能有换行、控制符和不可见字符", ErrInvalid)
	case !(c.Weight >= -3 && c.Weight <= 3):
		return fmt.Errorf("%w：褒贬分在 −3 到 3 之间", ErrInvalid)
	}
	return nil
}

// visible tells whether all of a name can be seen: signs that break lines, hide, or turn the
// direction of writing would let one name look like another on every page it stands on.
func visible(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
	})
}

// Fold puts an event into a discovery.
func Fold(d voc.Discovery, e voc.Event) (voc.Discovery, error) {
	switch e.Type {
	case TypeAccepted, TypeRejected:
		var decided voc.Discovery
		if err := json.Unmarshal(e.Data, &decided); err != nil {
			return d, fmt.Errorf("discover: %w", err)
		}
		if decided.ID != e.ID {
			return d, fmt.Errorf("discover: the event of %s tells of %s", e.ID, decided.ID)
		}
		return decided, nil
	case TypeReopened:
		if d.ID == "" {
			return d, fmt.Errorf("discover: %s is reopened and was never decided", e.ID)
		}
		d.State, d.Topic, d.Weight, d.By, d.At = voc.DiscoveryProposed, "", 0, e.Actor, e.At
		return d, nil
	}
	return d, fmt.Errorf("discover: event type %q is not known", e.Type)
}
