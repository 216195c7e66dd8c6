package pipeline

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/dingtalk"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/feishu"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/notifytest"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/slack"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wecom"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// robots are the four robots of a house, which refuse what is over their limits.
func robots(t *testing.T, now func() time.Time) (map[string]notify.Deliver, map[string]*notifytest.Robot) {
	t.Helper()
	fakes := struct {
		f *notifytest.Feishu
		d *notifytest.DingTalk
		w *notifytest.WeCom
		s *notifytest.Slack
	}{notifytest.NewFeishu("k", now), notifytest.NewDingTalk("SECk", now), notifytest.NewWeCom("k", now), notifytest.NewSlack(now)}
	url := func(h http.Handler, path string) string {
		srv := httptest.NewServer(h)
		t.Cleanup(srv.Close)
		return srv.URL + path
	}
	f, err := feishu.New(feishu.Options{URL: url(fakes.f, "/open-apis/bot/v2/hook/k"), Secret: "k"}, http.DefaultTransport, now)
	d, err2 := dingtalk.New(dingtalk.Options{URL: url(fakes.d, "/robot/send?access_token=k"), Secret: "SECk"}, http.DefaultTransport, now)
	w, err3 := wecom.New(wecom.Options{URL: url(fakes.w, "/cgi-bin/webhook/send?key=k")}, http.DefaultTransport, now)
	s, err4 := slack.New(slack.Options{URL: url(fakes.s, "/services/k")}, http.DefaultTransport, now)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	return map[string]notify.Deliver{"feishu": f.Deliver, "dingtalk": d.Deliver, "wecom": w.Deliver, "slack": s.Deliver},
		map[string]*notifytest.Robot{"feishu": &fakes.f.Robot, "dingtalk": &fakes.d.Robot, "wecom": &fakes.w.Robot, "slack": &fakes.s.Robot}
}

// loudDay is a day of so many complaints about many matters at many shops, in words of some length.
func loudDay(n int) []voc.Mention {
	var all []voc.Mention
	for i := range n {
		m := complaints(evening.Add(-5*time.Hour).Add(time.Duration(i)*time.Second), 1, fmt.Sprintf("话题%d", i%40), voc.StoreID([]string{"jingan", "wulin"}[i%2]))[0]
		m.Post.Text += fmt.Sprintf("，已经第%d回了。店员说换一杯就好，可是换来的还是一样，问到底怎么回事，谁都说不清楚，最后连句道歉都没有。", i)
		m.Analysis.Fingerprint = uint64(i)*7919 + 1
		all = append(all, m)
	}
	return all
}

// From a day without a complaint, with ten and with ten thousand: each audience's letter and report is one message of
// every robot, and a mail Gmail shows whole.
func TestLettersFitEveryChannelWhateverTheDay(t *testing.T) {
	t.Parallel()
	const gmail = 102 << 10
	for _, n := range []int{0, 10, 10_000} {
		o := dining(t)
		if err := save(t, o.Store, loudDay(n)); err != nil {
			t.Fatal(err)
		}
		p := mailing(t, o, voc.Audience{ID: "founder", Empty: true, Holidays: true, Channels: []string{"feishu", "dingtalk", "wecom", "slack"}})
		p.letters.address = "https://voc.example.com"
		if err := turned(t, p, evening); err != nil {
			t.Fatal(err)
		}
		now := evening
		deliver, fakes := robots(t, func() time.Time { return now })
		whole := p.letters.formed(deliver, digest.Form)
		sent := 0
		for _, m := range p.Messages() {
			if _, _, err := whole[m.Channel](t.Context(), m); err != nil { // a second part would be an error
				t.Errorf("%d complaints: %s does not take the letter: %v", n, m.Channel, err)
			}
			sent++
		}
		for name, fake := range fakes {
			if got := fake.Got(); len(got) != 1 || fake.Faults() != (notifytest.Faults{}) {
				t.Errorf("%d complaints: %s took %d messages, faults %+v; want one card", n, name, len(got), fake.Faults())
			}
		}
		if sent != 4 {
			t.Errorf("%d complaints: %d messages, want one for each robot", n, sent)
		}
		for _, kind := range []voc.AudienceKind{voc.AudienceFounder, voc.AudienceRegion, voc.AudienceProduct} {
			for _, period := range []voc.Period{voc.PeriodDay, voc.PeriodWeek} {
				d, err := p.letters.write(t.Context(), voc.Audience{ID: "x", Kind: kind, Period: period}, o.Brands[0], evening, nil)
				if err != nil {
					t.Fatal(err)
				}
				form, err := digest.Form(d, "https://voc.example.com")
				if err != nil || len(form.HTML) > gmail || len(form.Card)+len(d.Title) > 4096 {
					t.Errorf("%d complaints, %s for %s: a page of %d bytes, a card of %d, %v", n, period, kind, len(form.HTML), len(form.Card), err)
				}
			}
		}
	}
}

// A channel that is away all night: the letter is written once and waits; in the morning it arrives, once, over
// restarts, as the evening's letter.
func TestALetterWaitsForAChannelThatIsAwayAllNight(t *testing.T) {
	t.Parallel()
	o := dining(t)
	if err := save(t, o.Store, complaints(evening.Add(-3*time.Hour), 12, "异物", "jingan")); err != nil {
		t.Fatal(err)
	}
	founder := voc.Audience{ID: "founder", Empty: true, Holidays: true, Channels: []string{"desk"}}
	p := mailing(t, o, founder)
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	d := &desk{}
	d.closed(errors.New("nobody answers"), true)
	hours := 0
	for now := evening; now.Before(evening.Add(10 * time.Hour)); now = now.Add(time.Hour) {
		o.Now = at(now)
		p = mailing(t, o, founder) // begun anew each time
		if err := turned(t, p, now); err != nil {
			t.Fatal(err)
		}
		if sent, _ := round(t, p.Journal, d, now); sent != 0 {
			t.Fatal("a channel that is away took a letter")
		}
		hours++
	}
	if m := only(t, p.Journal); m.Dead || m.Tries < 3 {
		t.Errorf("after %d starts in a night the letter is %+v; want it tried again and again, and alive", hours, m)
	}
	d.closed(nil, false)
	for i := range 6 {
		morning := evening.Add(10*time.Hour + time.Duration(i)*time.Hour)
		o.Now = at(morning)
		p = mailing(t, o, founder)
		if err := turned(t, p, morning); err != nil {
			t.Fatal(err)
		}
		round(t, p.Journal, d, morning)
	}
	got := d.messages()
	if len(got) != 1 || got[0].Subject != "2026-03-04/tea/founder" || len(p.Letters()) != 1 {
		t.Errorf("%d messages of %d letters arrived: %+v; want last night's, once", len(got), len(p.Letters()), got)
	}
}

// Killed after the letter was written down and before it was sent: whoever starts next sends it, once.
func TestALetterKilledBetweenWritingAndSending(t *testing.T) {
	t.Parallel()
	o := dining(t)
	founder := voc.Audience{ID: "founder", Empty: true, Holidays: true, Channels: []string{"desk"}}
	p := mailing(t, o, founder)
	if err := turned(t, p, evening); err != nil {
		t.Fatal(err)
	}
	// The process dies here: all that is left is the journal.
	d := &desk{}
	for n := range 3 {
		now := evening.Add(time.Duration(n) * time.Minute)
		o.Now = at(now)
		p = mailing(t, o, founder)
		if err := turned(t, p, now); err != nil {
			t.Fatal(err)
		}
		round(t, p.Journal, d, now)
	}
	if got := d.messages(); len(got) != 1 || len(p.Letters()) != 1 || got[0].ID != "digest.2026-03-04/tea/founder.desk" {
		t.Errorf("%d messages, %d letters: %+v; want the letter once", len(got), len(p.Letters()), got)
	}
}
