package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// mailing is a house with audiences, people and two shops, built to have run for an hour before evening.
func mailing(t *testing.T, o Options, audiences ...voc.Audience) *Pipeline {
	t.Helper()
	for i := range audiences {
		audiences[i].Period = voc.PeriodDay
		if audiences[i].At == "" {
			audiences[i].At = "30 21 * * *"
		}
	}
	o.Letter.Audiences = audiences
	return post(t, o)
}

// dining is what such a house is made of.
func dining(t *testing.T) Options {
	t.Helper()
	return plant(t, func(o *Options) {
		o.Now = at(evening)
		o.Stores = []voc.Store{{ID: "jingan", Name: "静安店", Brand: "tea", Province: "上海", Manager: "沈予安"}, {ID: "wulin", Name: "武林店", Brand: "tea", Province: "浙江"}}
		o.Desk = Desk{House: workorder.House{
			People:   []voc.Person{{Name: "沈予安", Channels: []string{"shop"}}, {Name: "王芳"}, {Name: "李然"}},
			Managers: map[voc.StoreID]string{"jingan": "沈予安"}, Default: "王芳",
		}, Channels: []string{"everybody"}}
	})
}

// lettersOf are the letters of a turn: id → title, or why it was skipped.
func lettersOf(p *Pipeline) map[string]string {
	all := map[string]string{}
	for _, r := range p.Letters() {
		all[r.ID] = r.Title
		if r.Skipped != "" {
			all[r.ID] = "skipped: " + r.Skipped
		}
	}
	return all
}

func TestEachAudienceHasItsOwnTimeChannelsAndPeople(t *testing.T) {
	t.Parallel()
	o := dining(t)
	p := mailing(t, o,
		voc.Audience{ID: "founder", Empty: true, Channels: []string{"boss"}, Holidays: true},
		voc.Audience{ID: "late", Empty: true, At: "0 22 * * *", Channels: []string{"desk"}, To: []string{"王芳"}, Holidays: true},
		voc.Audience{ID: "jingan", Empty: true, To: []string{"沈予安", "李然"}, Holidays: true},
		voc.Audience{ID: "page", Empty: true, Holidays: true},
	)
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	if got := lettersOf(p); len(got) != 3 || got["2026-03-04/tea/founder"] == "" || got["2026-03-04/tea/late"] != "" {
		t.Fatalf("at half past nine: %v", got)
	}
	if err := turned(t, p, evening.Add(31*time.Minute)); err != nil {
		t.Fatal(err)
	}
	to := map[string][]string{}
	for _, m := range p.Messages() {
		to[m.Subject+" "+m.Channel] = m.To
	}
	want := []string{"2026-03-04/tea/founder boss", "2026-03-04/tea/jingan everybody", "2026-03-04/tea/jingan shop", "2026-03-04/tea/late desk"}
	if got := slices.Sorted(maps.Keys(to)); !slices.Equal(got, want) {
		t.Errorf("messages %v, want %v: what has people and no channel goes to theirs, what has neither to its page", got, want)
	}
	if !slices.Equal(to[want[2]], []string{"沈予安"}) || !slices.Equal(to[want[3]], []string{"王芳"}) {
		t.Errorf("they are for %v", to)
	}
	states := p.Audiences()
	if len(states) != 4 || states[0].Last == nil || !states[0].Next.Equal(evening.AddDate(0, 0, 1)) {
		t.Errorf("the first audience stands at %+v", states[0])
	}
}

func TestALateLetterSaysHowLateItIs(t *testing.T) {
	t.Parallel()
	o := dining(t)
	founder := voc.Audience{ID: "founder", Empty: true, Holidays: true, Channels: []string{"boss"}}
	p := mailing(t, o, founder)
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	p = mailing(t, o, founder) // switched off for two nights and a morning
	if err := turned(t, p, time.Date(2026, 3, 7, 9, 30, 0, 0, shanghai)); err != nil {
		t.Fatal(err)
	}
	got := lettersOf(p)
	if got["2026-03-05/tea/founder"] != "skipped: missed" || !strings.HasPrefix(got["2026-03-06/tea/founder"], "迟到 12 小时：") {
		t.Errorf("letters %v; want the 5th's missed, and the 6th's twelve hours late", got)
	}
	messages := p.Messages()
	if len(messages) != 2 || !strings.HasPrefix(messages[0].Title, "迟到 12 小时：") || !strings.Contains(messages[0].Body, "迟到 12 小时") {
		t.Errorf("the message says %q", messages[0].Title)
	}
	letter, err := p.Letter(t.Context(), "2026-03-06/tea/founder")
	if err != nil || letter.Date != "2026-03-06" {
		t.Errorf("it tells of %s (%v), want of its own day", letter.Date, err)
	}
}

func TestALetterWithNothingToTell(t *testing.T) {
	t.Parallel()
	p := mailing(t, dining(t),
		voc.Audience{ID: "always", Empty: true, Holidays: true, Channels: []string{"boss"}}, voc.Audience{ID: "quiet", Holidays: true, Channels: []string{"desk"}},
	)
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	if got := lettersOf(p); got["2026-03-04/tea/quiet"] != "skipped: empty" || strings.HasPrefix(got["2026-03-04/tea/always"], "skipped") {
		t.Errorf("letters %v", got)
	}
	if m := p.Messages(); len(m) != 1 || m[0].Channel != "boss" {
		t.Errorf("%d messages, want one to who wants a letter every night", len(m))
	}
	// Asked for by hand, it goes all the same; and not twice.
	sent, err := p.SendLetters(t.Context(), "quiet")
	if err != nil || len(sent) != 1 || sent[0].Skipped != "" || sent[0].SentAt.IsZero() {
		t.Errorf("sent by hand: %+v, %v", sent, err)
	}
	if _, err := p.SendLetters(t.Context(), "quiet"); !errors.Is(err, ErrRefused) {
		t.Errorf("sent by hand once more: %v, want a refusal", err)
	}
	if _, err := p.SendLetters(t.Context(), "nobody"); !errors.Is(err, ErrNone) {
		t.Errorf("an audience nobody configured: %v", err)
	}
}

// On holidays nothing is sent, and the letter of the first working day tells of all of them.
func TestHolidaysAreToldByTheNextWorkingDay(t *testing.T) {
	t.Parallel()
	o := dining(t)
	first := time.Date(2026, 9, 30, 21, 30, 0, 0, shanghai)
	o.Now = at(first)
	for day := 1; day <= 7; day++ {
		o.Letter.Off = append(o.Letter.Off, fmt.Sprintf("2026-10-%02d", day))
	}
	if err := save(t, o.Store, complaints(first.AddDate(0, 0, 2).Add(-3*time.Hour), 9, "等待", "jingan")); err != nil {
		t.Fatal(err)
	}
	p := mailing(t, o, voc.Audience{ID: "rests", Empty: true, Channels: []string{"desk"}}, voc.Audience{ID: "works", Empty: true, Holidays: true})
	for day := range 9 {
		if err := turned(t, p, first.AddDate(0, 0, day)); err != nil {
			t.Fatal(err)
		}
	}
	got := lettersOf(p)
	if got["2026-10-01/tea/rests"] != "skipped: holiday" || got["2026-10-07/tea/rests"] != "skipped: holiday" || strings.HasPrefix(got["2026-10-02/tea/works"], "skipped") {
		t.Errorf("letters %v", got)
	}
	letter, err := p.Letter(t.Context(), "2026-10-08/tea/rests")
	if err != nil || !letter.From.Equal(first) {
		t.Errorf("the letter of the 8th tells from %s on (%v), want from the last one at %s", letter.From, err, first)
	}
	if len(p.Messages()) != 2 {
		t.Errorf("%d messages, want those of the 30th and the 8th", len(p.Messages()))
	}
}

// A region's letter is written from its own shops' voices alone, and so is whatever it quotes.
func TestAShopsLetterTellsOfItAlone(t *testing.T) {
	t.Parallel()
	o := dining(t)
	if err := save(t, o.Store, append(complaints(evening.Add(-3*time.Hour), 12, "异物", "jingan"), complaints(evening.Add(-3*time.Hour), 8, "等待", "wulin")...)); err != nil {
		t.Fatal(err)
	}
	p := mailing(t, o, voc.Audience{ID: "wulin", Kind: voc.AudienceStore, Empty: true, Holidays: true, Scope: voc.Scope{Brands: []voc.BrandID{"tea"}, Stores: []voc.StoreID{"wulin"}}})
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	letter, err := p.Letter(t.Context(), "2026-03-04/tea/wulin")
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(letter)
	if strings.Contains(text, "异物") || strings.Contains(text, "静安") || !strings.Contains(text, "等待") {
		t.Errorf("the letter of 武林店 says %s", text)
	}
	if r := p.Letters()[0]; !slices.Equal(r.Scope.Stores, []voc.StoreID{"wulin"}) {
		t.Errorf("the archive does not know what it was bounded to: %+v", r.Scope)
	}
}

// One audience's trouble keeps nobody else waiting, is told as long as it lasts, and is over when it is.
func TestALetterThatFailsKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	p := mailing(t, dining(t), voc.Audience{ID: "broken", Empty: true, Holidays: true}, voc.Audience{ID: "well", Empty: true, Holidays: true})
	l := p.letters
	l.now = at(evening)
	for _, o := range l.owed(evening) {
		if o.audience.ID == "broken" {
			l.tried(o.id, errors.New("no such table"))
		}
	}
	err := turned(t, p, evening)
	if err == nil || !strings.Contains(err.Error(), "2026-03-04/tea/broken: no such table") {
		t.Errorf("the trouble is told as %v", err)
	}
	if got := lettersOf(p); len(got) != 1 || got["2026-03-04/tea/well"] == "" {
		t.Errorf("letters %v, want the other one's", got)
	}
	if err := turned(t, p, evening.Add(2*time.Second)); err != nil || len(lettersOf(p)) != 2 {
		t.Errorf("tried again: %v, letters %v", err, lettersOf(p))
	}
}

func TestAudiencesChangeWhileLettersGo(t *testing.T) {
	t.Parallel()
	o := dining(t)
	o.Channels = map[string]notify.Deliver{"boss": (&desk{}).deliver}
	o.Letter.Channels = nil
	p := built(t, o)
	one := voc.Audience{ID: "new", Period: voc.PeriodDay, At: "30 21 * * *", Empty: true, Holidays: true, Channels: []string{"boss"}}
	if err := p.SetAudiences(Letter{Audiences: []voc.Audience{one}}); err != nil {
		t.Fatal(err)
	}
	if err := turned(t, p, evening); err != nil || len(lettersOf(p)) != 0 {
		t.Errorf("an audience made at the minute its letter was due is not told of before (%v): %v", err, lettersOf(p))
	}
	if err := turned(t, p, evening.AddDate(0, 0, 1)); err != nil || len(lettersOf(p)) != 1 {
		t.Errorf("its first letter comes the next night (%v): %v", err, lettersOf(p))
	}
	for why, bad := range map[string]voc.Audience{
		"a time that is none":               {ID: "x", At: "whenever"},
		"an interval":                       {ID: "x", At: "@every 1h"},
		"a channel this process is without": {ID: "x", At: "30 21 * * *", Channels: []string{"fax"}},
	} {
		if err := p.SetAudiences(Letter{Audiences: []voc.Audience{bad}}); err == nil || len(p.Audiences()) != 1 || p.Audiences()[0].Audience.ID != "new" {
			t.Errorf("%s: %v, audiences %+v; want those before", why, err, p.Audiences())
		}
	}
	if err := p.SetAudiences(Letter{Audiences: []voc.Audience{one, one}}); err == nil {
		t.Error("one audience twice was taken")
	}
}

func TestALetterGoesOutInItsForm(t *testing.T) {
	t.Parallel()
	o := dining(t)
	p := mailing(t, o, voc.Audience{ID: "founder", Empty: true, Holidays: true, Channels: []string{"boss"}})
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	message := p.Messages()[0]
	d := &desk{}
	deliver := func(form letterForm) voc.Message {
		t.Helper()
		if _, _, err := p.letters.formed(map[string]notify.Deliver{"boss": d.deliver}, form)["boss"](t.Context(), message); err != nil {
			t.Fatal(err)
		}
		return d.messages()[len(d.messages())-1]
	}
	p.letters.address = "https://voc.example.com"
	whole := deliver(func(letter voc.Digest, address string) (voc.MessageForm, error) {
		return voc.MessageForm{HTML: letter.ID + " at " + address}, nil
	})
	if whole.Form == nil || whole.Form.HTML != "2026-03-04/tea/founder at https://voc.example.com" {
		t.Errorf("its form is %+v", whole.Form)
	}
	plain := deliver(func(voc.Digest, string) (voc.MessageForm, error) { return voc.MessageForm{}, errors.New("no picture") })
	if plain.Form != nil || plain.Body == "" {
		t.Errorf("without a form it goes as it is: %+v", plain)
	}
}

func TestTheArchiveIsSearchedAndCounted(t *testing.T) {
	t.Parallel()
	o := dining(t)
	if err := save(t, o.Store, complaints(evening.Add(-3*time.Hour), 12, "异物", "jingan")); err != nil {
		t.Fatal(err)
	}
	p := mailing(t, o, voc.Audience{ID: "founder", Empty: true, Holidays: true}, voc.Audience{ID: "empty", Empty: true, Holidays: true, Scope: voc.Scope{Stores: []voc.StoreID{"wulin"}}})
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	f := func(why string, want int, words ...string) {
		t.Helper()
		if found, err := p.FindLetters(t.Context(), words); err != nil || len(found) != want {
			t.Errorf("%s: found %v (%v), want %d", why, found, err, want)
		}
	}
	f("a word of a line", 1, "异物")
	f("two words, both there", 1, "异物", "条")
	f("a word nobody wrote", 0, "琉璃瓦")
	f("the name of a field is no word of a letter", 0, "sections")
	f("no words", 2)
	id := "2026-03-04/tea/founder"
	for i, reader := range []string{"林珂", "林珂", "王芳", nobodyInParticular} {
		p.Journal.now = at(evening.Add(time.Duration(i) * time.Minute))
		if err := p.OpenLetter(t.Context(), id, "new-1", reader); err != nil {
			t.Fatal(err)
		}
	}
	p.Journal.now = at(evening.Add(time.Hour))
	if err := p.OpenLetter(t.Context(), id, "", "林珂"); err != nil {
		t.Fatal(err)
	}
	r := p.Letters()[slices.IndexFunc(p.Letters(), func(r voc.LetterRecord) bool { return r.ID == id })]
	if r.Opens != 4 || r.Readers != 2 {
		t.Errorf("opened %d times by %d readers, want 4 by 2: the second minute of the same reader is the same reading", r.Opens, r.Readers)
	}
	if err := p.OpenLetter(t.Context(), "2026-03-03/tea/founder", "", "林珂"); !errors.Is(err, ErrNone) {
		t.Errorf("a letter nobody sent: %v", err)
	}
	again, err := ReadJournal(context.Background(), o.Store, o.Now)
	if err != nil {
		t.Fatal(err)
	}
	if kept := again.shelved().at(id); kept == nil || kept.Opens != 4 || !kept.SentAt.Equal(evening) {
		t.Errorf("read again, the journal knows %+v", kept)
	}
}
