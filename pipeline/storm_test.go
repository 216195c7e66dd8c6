package pipeline

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"net/http/httptest"
	"net/mail"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/notifytest"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// storm is what the process under test is told by the one that watches it.
type storm struct {
	DSN     string
	Robots  map[string]string // url, or address of the mail server, by kind
	Alerts  int
	Over    time.Duration // in which their buckets close
	Began   time.Time     // of the clock both sides read
	Scale   float64       // how much faster than the world's it goes
	Channel []string      // kinds, in the order alerts go round
}

// stormBegan is the storm's first moment by its own clock: no crowded minute, so that the figures are
// those of any other time.
var stormBegan = time.Date(2026, 1, 31, 12, 5, 0, 0, time.UTC)

func (s storm) now() time.Time {
	return stormBegan.Add(time.Duration(float64(time.Since(s.Began)) * s.Scale))
}

// closes is when the bucket that alert n is about is complete.
func (s storm) closes(n int) time.Time {
	return stormBegan.Add(s.Over * time.Duration(n) / time.Duration(s.Alerts))
}

// level makes one alert in twenty a red one, the others as alerts are.
func (s storm) level(n int) voc.Level {
	switch {
	case n%20 == 7:
		return voc.Red
	case n%5 == 1:
		return voc.Orange
	}
	return voc.Yellow
}

func (s storm) channel(n int) string { return s.Channel[n/3%len(s.Channel)] }

const (
	stormEnv    = "TINGFENG_TEST_STORM"
	stormSecret = "whsec_c3Rvcm0gb3ZlciBhIHRlYSBob3VzZSwgMjAyNg=="
)

// TestStorm has alerts go out in a process that is killed with -9 again and again, through fakes that
// enforce what the operators do, on the real journal. Nothing may be lost, no robot may be called more
// often than it allows, and hardly anything may be told twice.
//
// The short one runs on a clock twelve times as fast, in which writing an event takes twelve times as
// long; only the long one, on the world's clock, can tell how quick the red ones are.
func TestStorm(t *testing.T) {
	t.Parallel() // it mostly waits
	s := storm{Alerts: 120, Over: time.Second, Scale: 12}
	kills, every, most := 1, 1500*time.Millisecond, 6 // one message on its way to each channel
	if os.Getenv("TINGFENG_SOAK") != "" {
		s.Alerts, s.Over, s.Scale = 1000, 2*time.Minute, 1
		kills, every, most = 10, 11*time.Second, 10 // one in a hundred
	} else if testing.Short() {
		t.Skip("SKIPPED: kill -9 during a storm of alerts is left out of the short suite")
	}
	s.DSN = storetest.DSN(t)
	s.Channel = []string{notify.Feishu, notify.DingTalk, notify.WeCom, notify.Slack, notify.Email, notify.Webhook}
	s.Began = time.Now()
	sky := newSky(t, &s)
	migrate(t, s.DSN)

	random := rand.New(rand.NewPCG(7, 7))
	child := s.start(t)
	for n := range kills {
		<-time.After(every + time.Duration(random.IntN(400))*time.Millisecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatalf("kill %d hit nothing: %v", n+1, err)
		}
		_ = child.Wait()
		child = s.start(t)
	}
	defer func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	}()
	sky.wait(t, s.Alerts, 4*time.Minute)
	sky.judge(t, s, kills, most)
}

// start runs the process under test.
func (s storm) start(t *testing.T) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestStormsEye$", "-test.timeout=10m")
	cmd.Env = append(os.Environ(), stormEnv+"="+string(text))
	cmd.Stdout, cmd.Stderr = io.Discard, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// sky holds the fakes.
type sky struct {
	feishu   *notifytest.Feishu
	dingtalk *notifytest.DingTalk
	wecom    *notifytest.WeCom
	slack    *notifytest.Slack
	webhook  *notifytest.Webhook
	mails    *notifytest.SMTP
}

func newSky(t *testing.T, s *storm) *sky {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(stormSecret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	k := &sky{
		feishu: notifytest.NewFeishu("storm", s.now), dingtalk: notifytest.NewDingTalk("SECstorm", s.now), wecom: notifytest.NewWeCom("storm", s.now),
		slack: notifytest.NewSlack(s.now), webhook: notifytest.NewWebhook(key, s.now),
	}
	if k.mails, err = notifytest.NewSMTP(s.now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.mails.Close)
	s.Robots = map[string]string{notify.Email: k.mails.Address}
	for kind, h := range map[string]struct {
		handler *httptest.Server
		path    string
	}{
		notify.Feishu: {httptest.NewServer(k.feishu), "/open-apis/bot/v2/hook/storm"}, notify.DingTalk: {httptest.NewServer(k.dingtalk), "/robot/send?access_token=storm"},
		notify.WeCom: {httptest.NewServer(k.wecom), "/cgi-bin/webhook/send?key=storm"}, notify.Slack: {httptest.NewServer(k.slack), "/services/storm"},
		notify.Webhook: {httptest.NewServer(k.webhook), "/hook"},
	} {
		t.Cleanup(h.handler.Close)
		s.Robots[kind] = h.handler.URL + h.path
	}
	return k
}

// arrival is one message somebody has, and the alerts it tells.
type arrival struct {
	kind   string
	at     time.Time
	alerts []string
	body   string
}

var stormAlert = regexp.MustCompile(`AL-\d{4}`)

// arrivals are all messages accepted so far.
func (k *sky) arrivals(t *testing.T) []arrival {
	t.Helper()
	var list []arrival
	for kind, robot := range map[string]*notifytest.Robot{
		notify.Feishu: &k.feishu.Robot, notify.DingTalk: &k.dingtalk.Robot, notify.WeCom: &k.wecom.Robot, notify.Slack: &k.slack.Robot, notify.Webhook: &k.webhook.Robot,
	} {
		for _, got := range robot.Got() {
			list = append(list, arrival{kind, got.At, alertsIn(got.Text), got.Text})
		}
	}
	for _, m := range k.mails.Mails() {
		text := stormMail(t, m.Data)
		list = append(list, arrival{notify.Email, m.At, alertsIn(text), text})
	}
	slices.SortFunc(list, func(a, b arrival) int { return a.at.Compare(b.at) })
	return list
}

func alertsIn(text string) []string {
	ids := stormAlert.FindAllString(text, -1)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// stormMail is the text of a mail.
func stormMail(t *testing.T, data []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// wait is over when every alert has been told.
func (k *sky) wait(t *testing.T, alerts int, within time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		told := map[string]bool{}
		for _, a := range k.arrivals(t) {
			for _, id := range a.alerts {
				told[id] = true
			}
		}
		if len(told) == alerts {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("after %s %d of %d alerts were told", within, len(told), alerts)
		case <-tick.C:
		}
	}
}

// judge holds what arrived against what may be.
func (k *sky) judge(t *testing.T, s storm, kills, most int) {
	t.Helper()
	for kind, faults := range map[string]notifytest.Faults{
		notify.Feishu: k.feishu.Faults(), notify.DingTalk: k.dingtalk.Faults(), notify.WeCom: k.wecom.Faults(), notify.Slack: k.slack.Faults(), notify.Webhook: k.webhook.Faults(),
	} {
		if faults != (notifytest.Faults{}) {
			t.Errorf("%s saw %+v: a limit was passed, or a call not believed", kind, faults)
		}
	}
	first, bodies := map[string]time.Time{}, map[string]bool{}
	messages, repeated, folded, twice := 0, 0, 0, 0
	for _, a := range k.arrivals(t) {
		messages++
		if bodies[a.kind+a.body] {
			repeated++
		}
		bodies[a.kind+a.body] = true
		if len(a.alerts) > 1 {
			folded += len(a.alerts)
		}
		for _, id := range a.alerts {
			if _, known := first[id]; known {
				twice++
				continue
			}
			first[id] = a.at
		}
	}
	var red, mild []time.Duration
	for n := range s.Alerts {
		took := first[fmt.Sprintf("AL-%04d", n)].Sub(s.closes(n))
		if s.level(n) == voc.Red {
			red = append(red, took)
		} else {
			mild = append(mild, took)
		}
	}
	if repeated > most {
		t.Errorf("%d messages came twice, at most %d may", repeated, most)
	}
	if s.Scale == 1 && percentile(red, 95) > time.Minute {
		t.Errorf("95 of 100 red alerts were accepted within %s, want a minute", percentile(red, 95))
	}
	t.Logf("%d alerts in %s by %d messages (%d alerts folded), %d kills: %d messages came twice (and %d more that the webhook dropped), %d alerts were read twice; no limit passed",
		s.Alerts, s.Over, messages, folded, kills, repeated, k.webhook.Again(), twice)
	t.Logf("from the closed bucket to acceptance: red p50 %s p95 %s max %s; the others p50 %s p95 %s max %s (clock x%g)",
		percentile(red, 50), percentile(red, 95), percentile(red, 100), percentile(mild, 50), percentile(mild, 95), percentile(mild, 100), s.Scale)
}

func percentile(list []time.Duration, p int) time.Duration {
	slices.Sort(list)
	return list[max(0, (len(list)*p+99)/100-1)].Round(10 * time.Millisecond)
}

// TestStormsEye is the process under test; by itself it does nothing.
func TestStormsEye(t *testing.T) {
	text := os.Getenv(stormEnv)
	if text == "" {
		return // started without a storm: TestStorm starts it with one
	}
	var s storm
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	journal, sender := s.desk(t)
	var parts sync.WaitGroup
	parts.Go(func() { s.alerts(t, journal) })
	parts.Go(func() {
		tick := time.NewTicker(time.Duration(float64(time.Second) / s.Scale))
		defer tick.Stop()
		for range tick.C {
			if _, _, err := sender.Round(t.Context()); err != nil {
				t.Log(err)
			}
		}
	})
	parts.Wait() // never: it is killed
}
