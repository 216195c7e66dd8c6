package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// toldFor is how long it is remembered who was told what: a day in any zone, and one more.
const toldFor = 48 * time.Hour

// tell remembers whose attention a message takes.
func (s *State) tell(e voc.Event) error {
	if e.Type != notify.TypeQueued {
		return nil
	}
	var m voc.Message
	if err := json.Unmarshal(e.Data, &m); err != nil {
		return fmt.Errorf("message %s: %w", e.ID, err)
	}
	for len(s.Told) > 0 && e.At.Sub(s.Told[0].At) > toldFor {
		s.Told = s.Told[1:]
	}
	s.Told = append(slices.Clip(s.Told), toldOf(m, e.At))
	return nil
}

// toldOf is the attention a message takes: of incidents and orders, but not of their good end, of
// letters, or of what other systems read. A message about an order is its addressees' alone; one about
// an incident is read by everybody on its channel, whoever is called by name in it.
func toldOf(m voc.Message, at time.Time) alert.Told {
	incident, order := strings.HasPrefix(m.Kind, "alert."), strings.HasPrefix(m.Kind, "order.")
	ended := m.Kind == kindResolved || m.Kind == kindClaimed || m.Kind == kindVerified
	told := alert.Told{At: at, Channel: m.Channel, To: m.To, Free: ended || len(m.Data) > 0 || !incident && !order}
	if incident {
		told.To = nil
	}
	return told
}
