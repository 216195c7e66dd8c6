package email

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/smtp"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// dialogue is one session with the server, and what it said of each address.
type dialogue struct {
	channel *Channel
	asked   []string

	refused, later, got []string
	said                string // of the last address that was not taken
	final               bool   // what went wrong would go wrong again
}

// send speaks to the server until it has the mail for everybody it takes it for.
func (d *dialogue) send(ctx context.Context, mail []byte) error {
	c := d.channel
	conn, err := c.connect(ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	client, err := smtp.NewClient(conn, c.o.Host)
	if err != nil {
		conn.Close() // closed already when the server greets with a refusal
		return err
	}
	defer client.Close()
	if err := d.greet(client); err != nil {
		return err
	}
	if ok, size := client.Extension("SIZE"); ok {
		if most, err := strconv.Atoi(size); err == nil && most > 0 && len(mail) > most {
			d.final = true
			return fmt.Errorf("邮件有 %d 字节，服务器最多收 %d", len(mail), most)
		}
	}
	if err := client.Mail(c.from.Address); err != nil {
		return fmt.Errorf("发件人 %s：%w", c.from.Address, err)
	}
	if err := d.recipients(client); err != nil || len(d.got) == 0 {
		return err
	}
	return d.data(client, mail)
}

// greet introduces us, encrypts and proves who we are.
func (d *dialogue) greet(client *smtp.Client) error {
	o := d.channel.o
	_, domain, _ := strings.Cut(d.channel.from.Address, "@")
	if err := client.Hello(domain); err != nil {
		return err
	}
	if o.TLS == StartTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return errNoTLS
		}
		if err := client.StartTLS(d.channel.tls()); err != nil {
			return fmt.Errorf("STARTTLS：%w", err)
		}
	}
	if o.User == "" {
		return nil
	}
	_, ways := client.Extension("AUTH")
	var auth smtp.Auth = smtp.PlainAuth("", o.User, o.Password, o.Host)
	if !strings.Contains(strings.ToUpper(ways), "PLAIN") && strings.Contains(strings.ToUpper(ways), "LOGIN") {
		auth = &login{user: o.User, password: o.Password}
	}
	if err := client.Auth(auth); err != nil {
		return fmt.Errorf("登录没有通过，检查 user 和 password（不少服务商要用授权码）：%w", err)
	}
	return nil
}

// recipients asks for each address and notes what is said of it.
func (d *dialogue) recipients(client *smtp.Client) error {
	for _, to := range d.asked {
		err := client.Rcpt(to)
		said, ok := errors.AsType[*textproto.Error](err)
		switch {
		case err == nil:
			d.got = append(d.got, to)
			continue
		case !ok:
			d.got = nil
			return err // the connection is gone
		case said.Code >= 500:
			d.refused = append(d.refused, to)
		default:
			d.later = append(d.later, to)
		}
		d.said = fmt.Sprintf("%s：%s", to, said.Error())
	}
	return nil
}

// data hands the mail over. Until the server has said yes nobody has it.
func (d *dialogue) data(client *smtp.Client, mail []byte) error {
	got := d.got
	d.got = nil
	w, err := client.Data()
	if err != nil {
		return d.judged(err)
	}
	if _, err := w.Write(mail); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return d.judged(err)
	}
	d.got = got
	_ = client.Quit() // the mail is theirs, whatever they say to our farewell
	return nil
}

// judged notes that the server turned the mail itself down for good.
func (d *dialogue) judged(err error) error {
	if said, ok := errors.AsType[*textproto.Error](err); ok && said.Code >= 500 {
		d.final = true
	}
	return err
}

// outcome is what follows for the outbox.
func (d *dialogue) outcome(err error) (retry bool, after time.Duration, out error) {
	name := "邮件 " + d.channel.o.Host
	switch {
	case err != nil && len(d.refused) == 0:
		return !d.final, 0, fmt.Errorf("%s：%w", name, err)
	case err == nil && len(d.refused) == 0 && len(d.later) == 0:
		return false, 0, nil
	}
	e := &Partly{Refused: d.refused, Got: d.got, Later: d.later}
	e.words = fmt.Sprintf("%s：%d 个地址已送达，%d 个被拒收，%d 个稍后再试；%s", name, len(d.got), len(d.refused), len(d.later), d.said)
	if err != nil {
		e.words += "；" + err.Error()
	}
	return len(d.later) > 0 || err != nil && !d.final, 0, e
}

// login is AUTH LOGIN, which asks for user and password one after the other.
type login struct{ user, password string }

// Start implements smtp.Auth. Without encryption nothing is told, except on this machine.
func (l *login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if !server.TLS && server.Name != "localhost" && server.Name != "127.0.0.1" && server.Name != "::1" {
		return "", nil, errors.New("连接没有加密，不发密码")
	}
	return "LOGIN", nil, nil
}

// Next implements smtp.Auth.
func (l *login) Next(fromServer []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	switch ask := strings.ToLower(string(fromServer)); {
	case strings.HasPrefix(ask, "user"):
		return []byte(l.user), nil
	case strings.HasPrefix(ask, "pass"):
		return []byte(l.password), nil
	}
	return nil, errors.New("服务器的 LOGIN 问了别的东西")
}

func encoded(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
