package transport

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Limits are what one session may cost a site beyond its pace.
type Limits struct {
	PerDay int            // requests in one local day, robots.txt and retries included; 0: no cap
	Hours  Hours          // only at these hours; the zero value is all day
	Zone   *time.Location // of days and hours; nil: UTC
	Spent  Spent          // what earlier sessions of the same source used up, as Session.Spent told it
}

// Spent counts the requests of one local day. It is what a caller keeps from one session to the next.
type Spent struct {
	Day      string `json:"day"` // "2026-01-31"
	Requests int    `json:"requests"`
}

// Hours is a part of each day, [From,To) in minutes since midnight. It may reach over midnight; From
// equal to To is the whole day.
type Hours struct{ From, To int }

// ParseHours reads "01:00-06:00" or, over midnight, "22:30-06:00"; "" is all day.
func ParseHours(s string) (Hours, error) {
	if s = strings.TrimSpace(s); s == "" {
		return Hours{}, nil
	}
	from, to, ok := strings.Cut(s, "-")
	a, okA := minutes(from)
	b, okB := minutes(to)
	if !ok || !okA || !okB || a%(24*60) == b%(24*60) {
		return Hours{}, fmt.Errorf("transport: hours %q are none; write e.g. 01:00-06:00", s)
	}
	return Hours{a % (24 * 60), b % (24 * 60)}, nil
}

// minutes reads a time of day, 00:00 to 24:00.
func minutes(s string) (int, bool) {
	hour, minute, ok := strings.Cut(strings.TrimSpace(s), ":")
	h, errH := strconv.ParseUint(hour, 10, 8)
	m, errM := strconv.ParseUint(minute, 10, 8)
	if !ok || errH != nil || errM != nil || len(minute) != 2 || m > 59 || h*60+m > 24*60 {
		return 0, false
	}
	return int(h*60 + m), true
}

// String writes the hours as ParseHours reads them.
func (h Hours) String() string {
	if h.From == h.To {
		return ""
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", h.From/60, h.From%60, h.To/60, h.To%60)
}

// opens is when the hours begin next after now; now itself inside them.
func (h Hours) opens(now time.Time) time.Time {
	at := now.Hour()*60 + now.Minute()
	switch {
	case h.From == h.To, h.From < h.To && at >= h.From && at < h.To, h.From > h.To && (at >= h.From || at < h.To):
		return now
	}
	day := now.Day()
	if at >= h.From {
		day++
	}
	return time.Date(now.Year(), now.Month(), day, h.From/60, h.From%60, 0, 0, now.Location())
}

// budget is what a session has left.
type budget struct {
	mu    sync.Mutex
	limit Limits
	spent Spent
}

// Limit sets a session's limits; call it before the first request.
func (s *Session) Limit(l Limits) {
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	s.budget.limit, s.budget.spent = l, l.Spent
}

// Spent is how many requests were sent on the local day of the last one, those handed in with Limits
// included. Keep it and hand it to the next session of the same source.
func (s *Session) Spent() Spent {
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	return s.budget.spent
}

// spend takes one request out of the budget, or tells until when there is none.
func (s *Session) spend(h *host) error {
	b := &s.budget
	b.mu.Lock()
	defer b.mu.Unlock()
	zone := b.limit.Zone
	if zone == nil {
		zone = time.UTC
	}
	now := s.t.o.Now().In(zone)
	if opens := b.limit.Hours.opens(now); opens.After(now) {
		return &ParkedError{Host: h.name, Until: opens, Reason: fmt.Sprintf("it is asked only in the hours %s", b.limit.Hours)}
	}
	if day := now.Format(time.DateOnly); b.spent.Day != day {
		b.spent = Spent{Day: day}
	}
	if b.limit.PerDay > 0 && b.spent.Requests >= b.limit.PerDay {
		midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, zone)
		return &ParkedError{Host: h.name, Until: midnight, Reason: fmt.Sprintf("the day's %d requests are used up", b.limit.PerDay)}
	}
	b.spent.Requests++
	return nil
}
