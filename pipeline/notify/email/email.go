package email

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Owner in Options.To stands for the people a message is for.
const Owner = "owner"

// The ways of encryption.
const (
	StartTLS = "starttls" // the usual one, port 587: refused when the server does not offer it
	Implicit = "tls"      // from the first byte, port 465
	Plain    = "none"     // to a relay on the same machine or network
)

// Options say through which server mails go, and to whom.
type Options struct {
	Host     string
	Port     int    // 0: what TLS implies
	TLS      string // StartTLS, Implicit or Plain; "" StartTLS
	User     string // "" no AUTH
	Password string
	From     string   // "听风 <voc@example.com>"
	To       []string // addresses, or Owner

	Dial   func(ctx context.Context, network, address string) (net.Conn, error) // guarded
	Person func(name string) voc.Person                                         // nil: nobody has an address
	Roots  *x509.CertPool                                                       // who vouches for the server; nil: the system's
	Now    func() time.Time
}

// Channel is a list of addresses behind one server.
type Channel struct {
	o    Options
	from *mail.Address
}

// New checks the options.
func New(o Options) (*Channel, error) {
	if o.TLS == "" {
		o.TLS = StartTLS
	}
	if o.Port == 0 {
		o.Port = map[string]int{StartTLS: 587, Implicit: 465, Plain: 25}[o.TLS]
	}
	if err := o.validate(); err != nil {
		return nil, err
	}
	from, err := address(o.From)
	if err != nil {
		return nil, fmt.Errorf("邮件 %s：from：%w", o.Host, err)
	}
	return &Channel{o: o, from: from}, nil
}

func (o Options) validate() error {
	switch {
	case o.Host == "" || strings.ContainsAny(o.Host, "/:@ \r\n"):
		return fmt.Errorf("邮件：host 要写服务器名，例如 smtp.example.com，端口写在 port")
	case o.TLS != StartTLS && o.TLS != Implicit && o.TLS != Plain:
		return fmt.Errorf("邮件 %s：tls 是 %q：写 starttls、tls 或 none", o.Host, o.TLS)
	case o.Port < 1 || o.Port > 65535:
		return fmt.Errorf("邮件 %s：port 是 %d：写 1 到 65535", o.Host, o.Port)
	case len(o.To) == 0:
		return fmt.Errorf("邮件 %s：没有收件人：在 to 里写地址，或写 owner 发给当事人", o.Host)
	case o.Dial == nil || o.Now == nil:
		return fmt.Errorf("邮件 %s：缺少 Dial 或 Now", o.Host)
	}
	for _, to := range o.To {
		if to == Owner {
			continue
		}
		if _, err := address(to); err != nil {
			return fmt.Errorf("邮件 %s：to：%w", o.Host, err)
		}
	}
	return nil
}

// address reads one address and refuses what could not stand in a header or an SMTP command.
func address(s string) (*mail.Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>\"()", r) }) {
		return nil, fmt.Errorf("%q 不是邮件地址：写成 name@example.com", s)
	}
	return a, nil
}

// Host is the server's, which may be shown.
func (c *Channel) Host() string { return c.o.Host }

// Deliver sends a message to those who do not have it yet.
func (c *Channel) Deliver(ctx context.Context, m voc.Message) (retry bool, after time.Duration, err error) {
	all := c.recipients(m)
	if len(all) == 0 {
		return false, 0, fmt.Errorf("邮件 %s：没有收件人：这条消息是给 %s 的，通讯录里没有邮箱", c.o.Host, people(m.To))
	}
	asked := slices.DeleteFunc(slices.Clone(all), func(a string) bool { return slices.Contains(m.Refused, a) || slices.Contains(m.Reached, a) })
	if len(asked) == 0 {
		if len(m.Reached) > 0 {
			return false, 0, nil
		}
		return false, 0, fmt.Errorf("邮件 %s：收件地址 %s 都被退回过多次，已停用：改好地址后重发", c.o.Host, strings.Join(all, "、"))
	}
	d := &dialogue{channel: c, asked: asked}
	err = d.send(ctx, c.compose(m, all))
	if err != nil {
		err = c.redacted(err)
	}
	return d.outcome(err)
}

// recipients are the addresses a message is for, each once.
func (c *Channel) recipients(m voc.Message) []string {
	var list []string
	add := func(s string) {
		if a, err := address(s); err == nil && !slices.Contains(list, a.Address) {
			list = append(list, a.Address)
		}
	}
	for _, to := range c.o.To {
		if to != Owner {
			add(to)
			continue
		}
		for _, name := range m.To {
			if c.o.Person != nil {
				add(c.o.Person(name).Email)
			}
		}
	}
	return list
}

func people(names []string) string {
	if len(names) == 0 {
		return "没有写明的人"
	}
	return strings.Join(names, "、")
}

// redacted takes the password out of what a server says, which may repeat what it was told.
func (c *Channel) redacted(err error) error {
	text := err.Error()
	for _, secret := range []string{c.o.Password, encoded(c.o.Password), encoded("\x00" + c.o.User + "\x00" + c.o.Password)} {
		if len(c.o.Password) > 0 {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return &failure{text: text, cause: err}
}

// failure is an error whose words may be shown.
type failure struct {
	text  string
	cause error
}

func (e *failure) Error() string { return e.text }
func (e *failure) Unwrap() error { return e.cause }

// Partly says that some addresses were reached or turned down while others were not.
type Partly struct {
	Refused []string // do not exist, says the server
	Got     []string // have it
	Later   []string // must be tried again
	words   string
}

// Error names the addresses and what the server said of the last one.
func (e *Partly) Error() string { return e.words }

// Refusals tells the outbox which addresses to count, and which not to send to again.
func (e *Partly) Refusals() (refused, reached []string) { return e.Refused, e.Got }

var errNoTLS = errors.New("服务器不提供 STARTTLS：改用 tls: tls（465 端口），或向服务商确认")

// connect dials and secures the connection.
func (c *Channel) connect(ctx context.Context) (net.Conn, error) {
	conn, err := c.o.Dial(ctx, "tcp", net.JoinHostPort(c.o.Host, strconv.Itoa(c.o.Port)))
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	if c.o.TLS == Implicit {
		return tls.Client(conn, c.tls()), nil
	}
	return conn, nil
}

func (c *Channel) tls() *tls.Config {
	return &tls.Config{ServerName: c.o.Host, RootCAs: c.o.Roots, MinVersion: tls.VersionTLS12}
}
