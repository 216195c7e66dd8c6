package main

import (
	"fmt"
	"net"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/dingtalk"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/email"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/feishu"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/slack"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/webhook"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wecom"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// channels builds what the configuration names, each behind the guarded transport: a robot's address
// is somebody else's word.
func (a *app) channels() (map[string]notify.Deliver, error) {
	channels := map[string]notify.Deliver{}
	for _, c := range a.config.Channels {
		deliver, err := a.channel(c)
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", c.Name, err)
		}
		channels[c.Name] = deliver
	}
	return channels, nil
}

// answerBytes bounds what a receiver may say: robots write a line.
const answerBytes = 1 << 20

func (a *app) channel(c configs.Channel) (notify.Deliver, error) {
	if c.Kind == notify.Email {
		box, err := email.New(email.Options{
			Host: c.Host, Port: c.Port, TLS: c.TLS, User: c.User, Password: c.Password, From: c.From, To: c.To,
			Dial: transport.Dialer(c.AllowPrivate).DialContext, Person: a.person, Now: a.world.now,
		})
		if err != nil {
			return nil, err
		}
		return box.Deliver, nil
	}
	options := transport.Default()
	options.Robots, options.Every, options.MaxTries = false, 0, 1 // the outbox paces and repeats
	options.MaxWire, options.MaxBody = answerBytes, answerBytes
	options.AllowPrivate, options.Log = c.AllowPrivate, a.log
	if c.Timeout > 0 {
		options.Timeout = c.Timeout
	}
	out, err := transport.New(options)
	if err != nil {
		return nil, err
	}
	switch c.Kind {
	case notify.Feishu:
		bot, err := feishu.New(feishu.Options{URL: c.URL, Secret: c.Secret, Person: a.person}, out, a.world.now)
		return bot.Deliver, err
	case notify.DingTalk:
		bot, err := dingtalk.New(dingtalk.Options{URL: c.URL, Secret: c.Secret, Person: a.person}, out, a.world.now)
		return bot.Deliver, err
	case notify.WeCom:
		bot, err := wecom.New(wecom.Options{URL: c.URL, Person: a.person}, out, a.world.now)
		return bot.Deliver, err
	case notify.Slack:
		hook, err := slack.New(slack.Options{URL: c.URL}, out, a.world.now)
		return hook.Deliver, err
	case notify.Webhook:
		hook, err := webhook.New(webhook.Options{URL: c.URL, Secrets: c.Secrets}, out, a.world.now)
		return hook.Deliver, err
	}
	return nil, fmt.Errorf("kind %q has nothing that delivers it", c.Kind)
}

// person is who somebody named in a message is; one nobody knows has no address.
func (a *app) person(name string) voc.Person {
	for _, p := range a.pipeline.People() { // as people.yaml says now: it is read again while we run
		if p.Name == name {
			return p
		}
	}
	return voc.Person{}
}

// places is what the outbox must know of the channels.
func places(c *configs.Config) notify.Options {
	o := notify.Options{Location: c.Location}
	for _, channel := range c.Channels {
		o.Places = append(o.Places, channel.Place())
	}
	return o
}

// address is by what people reach the dashboard: as configured, else, when it listens on this machine
// alone, where it listens.
func address(c *configs.Config) string {
	if c.Address != "" {
		return c.Address
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || port == "0" || port == "" {
		return ""
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return ""
	}
	return "http://" + c.Listen
}
