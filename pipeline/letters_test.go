package pipeline

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// evening is when the letters of these tests are written, in a zone where the day is another one
// than in UTC for a third of the time.
var (
	shanghai = time.FixedZone("CST", 8*3600)
	evening  = time.Date(2026, 3, 4, 21, 30, 0, 0, shanghai)
)

func post(t *testing.T, o Options) *Pipeline {
	t.Helper()
	o.Location = shanghai
	o.Letter.At, o.Letter.Channels = "30 21 * * *", []string{"desk", "boss"}
	p := built(t, o)
	for id := range p.letters.since { // it has run for a while
		p.letters.since[id] = o.Now().Add(-time.Hour)
	}
	return p
}

// turned has the clock of a pipeline stand at a moment, at which the letters due are sent.
func turned(t *testing.T, p *Pipeline, now time.Time) error {
	t.Helper()
	p.letters.now, p.Journal.now = at(now), at(now)
	return p.letters.turn(t.Context())
}

func kept(t *testing.T, p *Pipeline) (letters []string, messages []voc.Message) {
	t.Helper()
	for _, r := range p.Letters() {
		letters = append(letters, r.ID)
	}
	return letters, p.Messages()
}

func TestALetterIsSentOnceANight(t *testing.T) {
	t.Parallel()
	o := plant(t, func(o *Options) {
		o.Now = at(evening)
		o.Brands = append(o.Brands, voc.Brand{ID: "cake", Name: "山外青点", Own: true})
	})
	day := complaints(evening.Add(-3*time.Hour), 12, "等待", "")
	if err := save(t, o.Store, day); err != nil {
		t.Fatal(err)
	}
	p := post(t, o)
	for range 2 {
		if err := turned(t, p, evening); err != nil {
			t.Fatal(err)
		}
	}
	p = post(t, o) // a restart, and a clock that was set back
	if err := turned(t, p, evening.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	letters, messages := kept(t, p)
	if len(letters) != 2 || len(messages) != 4 {
		t.Errorf("letters %v, %d messages; want one letter for each own brand to each of two channels", letters, len(messages))
	}
	ids := map[string]bool{}
	for _, m := range messages {
		ids[m.ID] = true
		if m.Kind != "digest" || m.Body == "" || m.Title == "" {
			t.Errorf("message %+v has no kind, title or body", m)
		}
	}
	if !ids["digest.2026-03-04/tea.desk"] || !ids["digest.2026-03-04/cake.boss"] {
		t.Errorf("messages %v", ids)
	}
	if last := p.Letters()[0]; !last.SentAt.Equal(evening) || !last.Due.Equal(evening) {
		t.Errorf("the last letter went at %s and was due at %s, want %s", last.SentAt, last.Due, evening)
	}
	// The next night's is another one, and tells of what was said after this one.
	if err := save(t, o.Store, complaints(evening.Add(10*time.Minute), 5, "等待", "")); err != nil {
		t.Fatal(err)
	}
	o.Now = at(evening.Add(24 * time.Hour))
	p = post(t, o)
	if err := turned(t, p, evening.Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if letters, messages := kept(t, p); len(letters) != 4 || len(messages) != 8 {
		t.Errorf("after the second night: letters %v, %d messages; want 4 and 8", letters, len(messages))
	}
	if second, err := p.Letter(t.Context(), "2026-03-05/tea"); err != nil || !strings.HasPrefix(second.Lead, "昨晚 21:30 以来听到 5 条声音") {
		t.Errorf("the second letter says %q (%v), want the five of last night after the first", second.Lead, err)
	}
}

// Letter and messages are one insert: either it is written down with everybody who gets it, or not
// at all, and then it is sent later.
func TestALetterIsWrittenWithItsMessagesOrNotAtAll(t *testing.T) {
	t.Parallel()
	var way *line
	s := storetest.Open(t, func(o *store.Options) { o.MaxConns = 2; through(t, &way)(o) })
	o := plant(t, func(o *Options) { o.Store, o.Now = s, at(evening) })
	p := post(t, o)
	way.breaksAt("INSERT INTO events")
	if err := turned(t, p, evening); err == nil {
		t.Fatal("the line broke and nobody noticed")
	}
	if letters, messages := kept(t, p); len(letters)+len(messages) != 0 {
		t.Errorf("memory holds %v and %d messages of a letter that was not written", letters, len(messages))
	}
	way.set(false)
	if err := turned(t, p, evening.Add(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	events, err := s.Events(t.Context(), 0)
	if err != nil || len(events) != 3 || events[0].Subject != voc.SubjectDigest || events[2].Subject != voc.SubjectMessage {
		t.Errorf("the journal holds %d events (%v), want the letter and two messages", len(events), err)
	}
}

func TestTheLetterThatIsKeptIsTheOneThatWasSent(t *testing.T) {
	t.Parallel()
	o := plant(t, func(o *Options) { o.Now = at(evening) })
	if err := save(t, o.Store, complaints(evening.Add(-3*time.Hour), 30, "异物", "")); err != nil {
		t.Fatal(err)
	}
	p := post(t, o)
	shown, err := p.Digest(t.Context(), LetterQuestion{})
	if err != nil || shown.Date != "2026-03-04" || shown.Brand != "tea" {
		t.Fatalf("today's letter is %s for %s, %v", shown.Date, shown.Brand, err)
	}
	if letters, _ := kept(t, p); len(letters) != 0 {
		t.Fatal("looking at a letter sent it")
	}
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	shown.ID = "2026-03-04/tea"
	if kept, err := p.Letter(t.Context(), "2026-03-04/tea"); err != nil || written(t, kept) != written(t, shown) {
		t.Errorf("kept %s (%v)\nshown %s", written(t, kept), err, written(t, shown))
	}
	if !strings.Contains(p.Messages()[0].Body, shown.Lead) {
		t.Errorf("the message does not say %q:\n%s", shown.Lead, p.Messages()[0].Body)
	}
}

func TestALetterAskedForWrongly(t *testing.T) {
	t.Parallel()
	p := post(t, plant(t, func(o *Options) { o.Now = at(evening) }))
	f := func(why, date string, brand voc.BrandID, want error) {
		t.Helper()
		if _, err := p.Digest(t.Context(), LetterQuestion{Date: date, Brand: brand}); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", why, err, want)
		}
	}
	f("a word", "yesterday", "", ErrDate)
	f("a day no month has", "2026-02-30", "", ErrDate)
	f("tomorrow", "2026-03-05", "", ErrDate)
	f("a brand nobody configured", "", "nobody", ErrNone)
	f("today, which has begun in the configured zone", "2026-03-04", "", nil)
	f("a rival, on purpose", "2026-03-03", "rival", nil)
}

func TestALetterWithoutABrandOfOnesOwn(t *testing.T) {
	t.Parallel()
	p := post(t, plant(t, func(o *Options) {
		o.Now, o.Brands = at(evening), []voc.Brand{{ID: "rival", Name: "半亩茶田"}}
	}))
	if _, err := p.Digest(t.Context(), LetterQuestion{}); !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), "own: true") {
		t.Errorf("got %v, want what to configure", err)
	}
	if err := turned(t, p, evening); err != nil {
		t.Errorf("nothing to send is no error: %v", err)
	}
}

// Another process may hold the control: reading a letter needs none and writes nothing.
func TestReadLetterTakesNoControl(t *testing.T) {
	t.Parallel()
	o := plant(t, func(o *Options) { o.Now = at(evening) })
	if err := o.Store.TakeControl(t.Context(), "the one that runs", evening, time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := save(t, o.Store, complaints(evening.Add(-3*time.Hour), 12, "等待", "")); err != nil {
		t.Fatal(err)
	}
	p := post(t, o)
	want, err := p.Digest(t.Context(), LetterQuestion{Date: "2026-03-04", Brand: "tea"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadLetter(t.Context(), LetterOptions{Store: o.Store, Brands: o.Brands, Location: shanghai, Now: at(evening)}, LetterQuestion{Date: "2026-03-04", Brand: "tea"})
	if err != nil || written(t, got) != written(t, want) {
		t.Errorf("got %v, %v\nwant %v", got, err, want)
	}
	if events, err := o.Store.Events(t.Context(), 0); err != nil || len(events) != 0 {
		t.Errorf("reading left %d events (%v)", len(events), err)
	}
	if _, err := ReadLetter(t.Context(), LetterOptions{Store: o.Store, Location: shanghai, Now: at(evening)}, LetterQuestion{}); !errors.Is(err, ErrNone) {
		t.Errorf("without brands: %v, want ErrNone", err)
	}
}

// written is a letter as the journal keeps it.
func written(t *testing.T, letter voc.Digest) string {
	t.Helper()
	text, err := json.Marshal(letter)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// seedLetter writes down that a letter went out.
func seedLetter(t *testing.T, o Options, sent time.Time) {
	t.Helper()
	j := journalOn(t, o.Store, sent)
	if err := j.Record(t.Context(), voc.Event{Subject: voc.SubjectDigest, ID: voc.LetterID(sent.In(shanghai).Format(time.DateOnly), "tea", ""), Type: typeSent, Actor: "tingfeng"}); err != nil {
		t.Fatal(err)
	}
}

// Down at the hour of the letter, up in the morning: the evening's letter is sent late, as the
// evening's. It must not be taken for the letter of the day that has only begun.
func TestALetterMissedIsSentForItsOwnDay(t *testing.T) {
	t.Parallel()
	d := &desk{}
	o := plant(t, func(o *Options) {
		o.Channels = map[string]notify.Deliver{"desk": d.deliver, "boss": d.deliver}
		o.Letter.At = "30 21 * * *"
		morning := time.Date(2026, 3, 5, 8, 0, 0, 0, shanghai)
		begun := time.Now()
		o.Now = func() time.Time { return morning.Add(time.Since(begun)) }
	})
	seedLetter(t, o, evening.Add(-24*time.Hour)) // on the 3rd; the 4th was missed
	p := post(t, o)
	stop := running(t, p)
	until(t, "the letter is delivered", func() bool { return len(d.messages()) == 2 })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if got := p.shelved(); len(got) != 2 || !got.sent("2026-03-04/tea") {
		t.Errorf("letters %v; want the one of the 4th, and none of the 5th before its evening", got)
	}
}

// The database is away at the hour of the letter: it is sent when the database is back, not lost.
func TestALetterOutlivesAnOutage(t *testing.T) {
	t.Parallel()
	var way *line
	s := storetest.Open(t, func(o *store.Options) { o.MaxConns = 2; through(t, &way)(o) })
	o := plant(t, func(o *Options) {
		o.Store, o.Letter.At = s, "30 21 * * *"
		begun := time.Now()
		o.Now = func() time.Time { return evening.Add(time.Since(begun)) }
	})
	seedLetter(t, o, evening.Add(-24*time.Hour))
	p := post(t, o)
	way.set(true)
	stop := running(t, p)
	until(t, "the failing letter is named", func() bool { return strings.Contains(strings.Join(p.Status().Errors, "\n"), "日报") })
	way.set(false)
	until(t, "the letter is sent", func() bool { return p.shelved().sent("2026-03-04/tea") })
	until(t, "nobody speaks of a failing letter any more", func() bool { return !strings.Contains(strings.Join(p.Status().Errors, "\n"), "日报") })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}
