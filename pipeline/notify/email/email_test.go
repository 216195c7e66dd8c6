package email

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/notifytest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

func server(t *testing.T, set ...func(*notifytest.SMTP)) *notifytest.SMTP {
	t.Helper()
	s, err := notifytest.NewSMTP(clock, set...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func box(t *testing.T, s *notifytest.SMTP, change func(*Options)) *Channel {
	t.Helper()
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Host: host, Port: number, From: "听风 <voc@example.com>", To: []string{"pr@example.com", Owner}, Roots: s.Roots, Now: clock,
		Dial: (&net.Dialer{}).DialContext,
		Person: func(name string) voc.Person {
			return map[string]voc.Person{"林店长": {Email: "lin@example.com"}, "新人": {}}[name]
		},
	}
	if change != nil {
		change(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var alarm = voc.Message{
	ID: "AL-1.opened", Thread: "AL-1", Level: voc.Red, Title: "山外青茶·红色预警：近一小时负面 142 条，平时约 9 条，自 14:05 起", To: []string{"林店长", "新人"},
	Body:  "平时约 9 条。\n\n> 杯子里有虫 <b>真恶心</b>\n\n.\n\n.这一行以点开头\n",
	Links: []voc.MessageLink{{Title: "认领", URL: "https://voc.example.com/orders/WO-1?do=claim&x=1"}},
}

// read takes a mail apart as a reader would.
func read(t *testing.T, data []byte) (h mail.Header, text, page string) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, data)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return m.Header, text, page
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/plain") {
			text = string(body)
		} else {
			page = string(body)
		}
	}
}

func TestAMailArrivesInTextAndHTML(t *testing.T) {
	for _, way := range []struct {
		why  string
		set  func(*notifytest.SMTP)
		opts func(*Options)
	}{
		{"STARTTLS and AUTH PLAIN", func(s *notifytest.SMTP) { s.Auth = "PLAIN LOGIN" }, nil},
		{"AUTH LOGIN, which is all some providers offer", func(s *notifytest.SMTP) { s.Auth = "LOGIN" }, nil},
		{"TLS from the first byte", func(s *notifytest.SMTP) { s.Auth, s.Implicit = "PLAIN", true }, func(o *Options) { o.TLS = Implicit }},
	} {
		s := server(t, way.set, func(s *notifytest.SMTP) { s.User, s.Password = "voc", "HUSH" })
		c := box(t, s, func(o *Options) {
			o.User, o.Password = "voc", "HUSH"
			if way.opts != nil {
				way.opts(o)
			}
		})
		if retry, _, err := c.Deliver(t.Context(), alarm); err != nil || retry {
			t.Fatalf("%s: retry %v, %v", way.why, retry, err)
		}
		got := s.Mails()
		if len(got) != 1 || !slices.Equal(got[0].To, []string{"pr@example.com", "lin@example.com"}) || got[0].From != "voc@example.com" {
			t.Fatalf("%s: %+v", way.why, got)
		}
		h, text, page := read(t, got[0].Data)
		subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
		if err != nil || subject != alarm.Title {
			t.Errorf("%s: subject %q, %v", way.why, subject, err)
		}
		for _, want := range []string{"杯子里有虫 <b>真恶心</b>", "\n.这一行以点开头", "认领：https://voc.example.com/orders/WO-1?do=claim&x=1"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the text lacks %q:\n%s", way.why, want, text)
			}
		}
		if !strings.Contains(page, "&lt;b&gt;真恶心") || strings.Contains(page, "<b>") || !strings.Contains(page, `href="https://voc.example.com/orders/WO-1?do=claim&amp;x=1"`) {
			t.Errorf("%s: the HTML is %s", way.why, page)
		}
		for line := range bytes.SplitSeq(got[0].Data, []byte("\r\n")) {
			if len(line) > 998 || slices.ContainsFunc(line, func(b byte) bool { return b >= 0x80 || b == '\n' }) {
				t.Errorf("%s: a line no server need take: %q", way.why, line)
			}
		}
	}
}

func TestThreadsHold(t *testing.T) {
	s := server(t)
	c := box(t, s, nil)
	for _, id := range []string{"AL-1.opened", "AL-1.grew", "AL-2.opened"} {
		m := alarm
		m.ID, m.Thread = id, id[:4]
		if _, _, err := c.Deliver(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	var references, ids []string
	for _, m := range s.Mails() {
		h, _, _ := read(t, m.Data)
		references, ids = append(references, h.Get("References")), append(ids, h.Get("Message-Id"))
		if !strings.Contains(h.Get("List-Id"), "<tingfeng.example.com>") || h.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("headers are %v", h)
		}
	}
	if references[0] == "" || references[0] != references[1] || references[0] == references[2] {
		t.Errorf("references %v: one matter must be one thread, two must not", references)
	}
	once := string(c.compose(alarm, []string{"a@b.c"}))
	if again := string(c.compose(alarm, []string{"a@b.c"})); ids[0] == ids[1] || ids[0] == "" || again != once {
		t.Errorf("ids %v: each message has its own, and the same when it is sent again", ids)
	}
}

func TestWhatServersAnswer(t *testing.T) {
	for _, w := range []struct {
		why     string
		answers map[string]string
		retry   bool
		fails   bool
		refused []string
		reached []string
	}{
		{"one address does not exist: the others have it", map[string]string{"RCPT <lin@example.com>": "550 5.1.1 no such user"}, false, true, []string{"lin@example.com"}, []string{"pr@example.com"}},
		{"one mailbox is busy: it is tried again, the others have it", map[string]string{"RCPT <lin@example.com>": "450 4.2.0 greylisted"}, true, true, nil, []string{"pr@example.com"}},
		{"nobody exists", map[string]string{"RCPT <lin@example.com>": "550 no", "RCPT <pr@example.com>": "553 no"}, false, true, []string{"pr@example.com", "lin@example.com"}, nil},
		{"the server is busy", map[string]string{"MAIL": "421 4.3.2 try later"}, true, true, nil, nil},
		{"the mail is turned down for a while after it was given", map[string]string{".": "451 4.7.1 try later"}, true, true, nil, nil},
		{"the mail is turned down for good", map[string]string{".": "554 5.7.1 looks like spam"}, false, true, nil, nil},
		{"one address does not exist and the mail is turned down for a while", map[string]string{"RCPT <lin@example.com>": "550 no", ".": "451 later"}, true, true, []string{"lin@example.com"}, nil},
	} {
		s := server(t)
		for command, words := range w.answers {
			s.Answer(command, words)
		}
		retry, _, err := box(t, s, nil).Deliver(t.Context(), alarm)
		var part *Partly
		refused, reached := []string(nil), []string(nil)
		if errors.As(err, &part) {
			refused, reached = part.Refusals()
		}
		if retry != w.retry || (err != nil) != w.fails || !slices.Equal(refused, w.refused) || !slices.Equal(reached, w.reached) {
			t.Errorf("%s: retry %v, refused %v, reached %v, %v", w.why, retry, refused, reached, err)
		}
	}
}

func TestWhoHasItOrIsDisabledIsNotAskedAgain(t *testing.T) {
	s := server(t)
	c := box(t, s, nil)
	m := alarm
	m.Reached = []string{"pr@example.com"}
	if _, _, err := c.Deliver(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := s.Mails(); len(got) != 1 || !slices.Equal(got[0].To, []string{"lin@example.com"}) {
		t.Errorf("sent to %+v, want only who lacks it", got)
	}
	m.Refused = []string{"lin@example.com"}
	if retry, _, err := c.Deliver(t.Context(), m); err != nil || retry || len(s.Mails()) != 1 {
		t.Errorf("nobody is left to ask: retry %v, %v", retry, err)
	}
	m.Reached, m.Refused = nil, []string{"lin@example.com", "pr@example.com"}
	if retry, _, err := c.Deliver(t.Context(), m); err == nil || retry || !strings.Contains(err.Error(), "停用") {
		t.Errorf("all addresses are off: retry %v, %v", retry, err)
	}
}

func TestAMessageForNobodyWithAnAddress(t *testing.T) {
	s := server(t)
	c := box(t, s, func(o *Options) { o.To = []string{Owner} })
	m := alarm
	m.To = []string{"新人"}
	if retry, _, err := c.Deliver(t.Context(), m); err == nil || retry || !strings.Contains(err.Error(), "新人") {
		t.Errorf("retry %v, %v; want to know who has no address", retry, err)
	}
}

func TestPasswordsAreToldToNobodyElse(t *testing.T) {
	s := server(t, func(s *notifytest.SMTP) { s.User, s.Password, s.Auth = "voc", "right", "PLAIN" })
	c := box(t, s, func(o *Options) { o.User, o.Password = "voc", "HUSH" })
	retry, _, err := c.Deliver(t.Context(), alarm)
	if err == nil || !retry || strings.Contains(err.Error(), "HUSH") || !strings.Contains(err.Error(), "535") {
		t.Errorf("a wrong password: retry %v, %v; the fake server repeats it, the error must not", retry, err)
	}
	plain := server(t, func(s *notifytest.SMTP) { s.NoTLS = true })
	if _, _, err := box(t, plain, func(o *Options) { o.User, o.Password = "voc", "HUSH" }).Deliver(t.Context(), alarm); err == nil || !strings.Contains(err.Error(), "STARTTLS") || len(plain.Mails()) != 0 {
		t.Errorf("a server without encryption: %v", err)
	}
	stranger := server(t)
	if _, _, err := box(t, s, func(o *Options) { o.Roots = stranger.Roots }).Deliver(t.Context(), alarm); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a server nobody vouches for: %v", err)
	}
}

func TestAMailThatIsTooBig(t *testing.T) {
	s := server(t, func(s *notifytest.SMTP) { s.MaxSize = 1000 })
	if retry, _, err := box(t, s, nil).Deliver(t.Context(), alarm); err == nil || retry || !strings.Contains(err.Error(), "1000") {
		t.Errorf("retry %v, %v", retry, err)
	}
}

func TestAServerThatSaysNothingIsCutOff(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := server(t)
	s.Address = l.Addr().String()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if retry, _, err := box(t, s, nil).Deliver(ctx, alarm); err == nil || !retry {
		t.Errorf("retry %v, %v", retry, err)
	}
}

func TestOptionsThatCannotWork(t *testing.T) {
	good := Options{Host: "smtp.example.com", From: "a@example.com", To: []string{Owner}, Dial: (&net.Dialer{}).DialContext, Now: clock}
	if _, err := New(good); err != nil {
		t.Fatal(err)
	}
	for why, change := range map[string]func(*Options){
		"no host":                  func(o *Options) { o.Host = "" },
		"a port in the host":       func(o *Options) { o.Host = "smtp.example.com:25" },
		"an unknown encryption":    func(o *Options) { o.TLS = "ssl3" },
		"nobody to write to":       func(o *Options) { o.To = nil },
		"a header in an address":   func(o *Options) { o.To = []string{"a@example.com\r\nBcc: b@example.com"} },
		"a sender that is none":    func(o *Options) { o.From = "听风" },
		"a command in the sender":  func(o *Options) { o.From = "<a@example.com> SIZE=1\r\nRCPT TO:<x@y>" },
		"a quoted local part":      func(o *Options) { o.To = []string{`"a b"@example.com`} },
		"no way to dial":           func(o *Options) { o.Dial = nil },
		"a port that is no number": func(o *Options) { o.Port = 70000 },
	} {
		o := good
		change(&o)
		if _, err := New(o); err == nil {
			t.Errorf("%s was accepted", why)
		}
	}
}

// Whatever a title, a body, a thread or a name holds: the headers are those we wrote, once each, and
// the mail is read back whole.
func FuzzMail(f *testing.F) {
	f.Add("标题", "正文", "AL-1")
	f.Add("a\r\nBcc: evil@example.com", "x\r\n.\r\nMAIL FROM:<evil@example.com>", "t\r\n\r\n<script>")
	f.Add("=?utf-8?B?x?=", "--tingfeng-\r\n", "\x00")
	f.Fuzz(func(t *testing.T, title, body, thread string) {
		c, err := New(Options{Host: "smtp.example.com", From: "听风 <voc@example.com>", To: []string{Owner}, Dial: (&net.Dialer{}).DialContext, Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		m := voc.Message{ID: title + thread, Thread: thread, Title: title, Body: body, Level: voc.Red}
		data := c.compose(m, []string{"a@example.com", "b@example.com"})
		h, _, page := read(t, data)
		for name, values := range h {
			if !slices.Contains([]string{"From", "To", "Subject", "Date", "Message-Id", "In-Reply-To", "References", "List-Id", "Auto-Submitted", "X-Priority", "Mime-Version", "Content-Type"}, name) || len(values) != 1 {
				t.Fatalf("header %s: %q", name, values)
			}
		}
		if strings.Contains(strings.ToLower(page), "<script") {
			t.Fatalf("a script came through: %s", page)
		}
		if bytes.Contains(data, []byte("\r\n.")) {
			t.Fatal(fmt.Errorf("a line begins with a dot: %s", data))
		}
	})
}

// leaves are the parts of a mail with what they lie in: "mixed/alternative/related text/html".
func leaves(t *testing.T, within, contentType string, body io.Reader) map[string][]byte {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatalf("%q: %v", contentType, err)
	}
	found := map[string][]byte{}
	if !strings.HasPrefix(kind, "multipart/") {
		text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, body))
		if err != nil {
			t.Fatal(err)
		}
		found[within+" "+kind] = text
		return found
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatalf("in %s: %v", kind, err)
		}
		for name, text := range leaves(t, within+"/"+strings.TrimPrefix(kind, "multipart/"), p.Header.Get("Content-Type"), p) {
			if id := p.Header.Get("Content-ID"); id != "" {
				name += " " + id
			}
			found[name+strings.TrimSuffix(" "+strings.TrimPrefix(p.Header.Get("Content-Disposition"), "inline"), " ")] = text
		}
	}
}

// A letter is a page with its pictures beside the same in words, and what is attached around both.
func TestALetterIsNestedAsMailProgramsExpect(t *testing.T) {
	picture, sheet := voc.Enclosure{Name: "days.png", Type: "image/png", Body: []byte("picture")}, voc.Enclosure{Name: "2026\".xlsx", Type: "application/zip", Body: []byte("sheet")}
	f := func(why string, form voc.MessageForm, want ...string) {
		t.Helper()
		m := voc.Message{ID: "digest.1", Kind: "digest", Title: "日报", Body: "x", Form: &form, CreatedAt: noon}
		c := box(t, server(t), nil)
		mail, err := mail.ReadMessage(bytes.NewReader(c.compose(m, []string{"pr@example.com"})))
		if err != nil {
			t.Fatal(err)
		}
		got := leaves(t, "", mail.Header.Get("Content-Type"), mail.Body)
		var names []string
		for name := range got {
			names = append(names, name)
		}
		slices.Sort(names)
		if !slices.Equal(names, want) {
			t.Errorf("%s: parts %q, want %q", why, names, want)
		}
		for name, text := range got {
			if strings.HasSuffix(name, "text/html") && string(text) != form.HTML || strings.HasSuffix(name, "text/plain") && string(text) != form.Text {
				t.Errorf("%s: %s holds %q", why, name, text)
			}
		}
	}
	page := voc.MessageForm{HTML: "<p>今天</p><img src=\"cid:days.png\">", Text: "今天"}
	f("a page alone", page, "/alternative text/html", "/alternative text/plain")
	page.Inline = []voc.Enclosure{picture}
	f("with a picture", page, "/alternative text/plain", "/alternative/related image/png <days.png> ; filename=days.png", "/alternative/related text/html")
	page.Files = []voc.Enclosure{sheet}
	f("and with an appendix", page, "/mixed application/zip attachment; filename=2026-.xlsx", "/mixed/alternative text/plain", "/mixed/alternative/related image/png <days.png> ; filename=days.png", "/mixed/alternative/related text/html")
	page.Inline = nil
	f("an appendix alone", page, "/mixed application/zip attachment; filename=2026-.xlsx", "/mixed/alternative text/html", "/mixed/alternative text/plain")
}
