package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

type ordersAssign struct {
	acting
	To     string `arg:"" help:"Name of whoever shall take it up."`
	Reason string `help:"Why, and how far it has come; needed when it is in somebody's hands."`
}

// Run gives a work order to somebody.
func (o *ordersAssign) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandAssign, To: o.To, Text: o.Reason})
}

type ordersAttach struct {
	acting
	URL   string `arg:"" name:"url" help:"Address of what is attached."`
	Title string `help:"What it is."`
}

// Run attaches a link to a work order.
func (o *ordersAttach) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandAttach, URL: o.URL, Title: o.Title})
}

type ordersCollaborate struct {
	acting
	Who  string `arg:"" help:"Name of whoever shall help."`
	Text string `help:"With what."`
}

// Run asks another pair of hands.
func (o *ordersCollaborate) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandCollaborate, To: o.Who, Text: o.Text})
}

type ordersLeave struct {
	acting
	Who string `arg:"" optional:"" help:"Who helps no more; whoever asks when it is left out."`
}

// Run takes somebody off a work order.
func (o *ordersLeave) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandLeave, To: o.Who})
}

type ordersAnswer struct {
	acting
	Text string `help:"What was said in public."`
	URL  string `name:"url" help:"Where it stands."`
}

// Run records a public answer.
func (o *ordersAnswer) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandAnswer, Text: o.Text, URL: o.URL})
}

type ordersWait struct {
	acting
	For    string `required:"" enum:"customer,legal,supplier,platform" help:"Who has to act: customer, legal, supplier or platform."`
	Until  string `required:"" placeholder:"WHEN" help:"When it goes on by itself: 2026-01-31 (the end of that day), 2026-01-31T18:00:00+08:00, or a time from now such as 48h."`
	Reason string `required:"" help:"What is waited for."`
	Lead   bool   `help:"A lead agrees to wait longer than the owner may decide alone."`
}

// Run makes a work order wait for somebody outside.
func (o *ordersWait) Run(w *world, g *grammar) error {
	c, err := w.load(g)
	if err != nil {
		return err
	}
	until, err := whenOf(o.Until, w.now(), c.Location)
	if err != nil {
		return err
	}
	return o.do(w, g, voc.Command{Type: voc.CommandWait, WaitFor: voc.WaitFor(o.For), Until: until, Text: o.Reason, Lead: o.Lead})
}

// whenOf reads a moment to come: a day, whose end is meant, a moment, or a time from now.
func whenOf(text string, now time.Time, zone *time.Location) (time.Time, error) {
	if d, err := time.ParseDuration(text); err == nil {
		return now.Add(d), nil
	}
	return momentOf("--until", text, zone, true)
}

type ordersResume struct {
	acting
	Reason string `help:"What has come."`
}

// Run ends a wait.
func (o *ordersResume) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandResume, Text: o.Reason})
}

type ordersCallback struct {
	acting
	Result string `required:"" enum:"recovered,lost,unreachable" help:"What came of it: recovered, lost or unreachable."`
	Score  int    `help:"How content the customer is now, 1 to 5; 0: not asked."`
	Text   string `help:"What was said."`
	Post   string `help:"Whose writer was asked; the case's own when it is left out."`
}

// Run records that a customer was asked back.
func (o *ordersCallback) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{
		Type: voc.CommandCallback, Result: voc.RecoveryResult(o.Result), Score: o.Score, Text: o.Text, Post: voc.PostID(o.Post),
	})
}

type ordersVerify struct {
	acting
	Cause      string `help:"The root cause, when it is known: then a fix that holds closes the order by itself."`
	Process    string `help:"The process it arises in."`
	Department string `help:"The department that owns it."`
}

// Run begins to measure whether a fix holds.
func (o *ordersVerify) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandVerify, Cause: o.Cause, Process: o.Process, Department: o.Department})
}

type ordersRegrade struct {
	acting
	Level  string `arg:"" enum:"red,orange,yellow,blue" help:"red, orange, yellow or blue."`
	Reason string `required:"" help:"Why."`
}

// Run changes how grave a work order is.
func (o *ordersRegrade) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandRegrade, Level: voc.Level(o.Level), Text: o.Reason})
}

type ordersFalseAlarm struct {
	acting
	Reason string `required:"" help:"Why there was nothing; the rule learns from it."`
}

// Run ends a work order that was about nothing.
func (o *ordersFalseAlarm) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandFalseAlarm, Text: o.Reason})
}

type ordersMerge struct {
	acting
	Into   string `arg:"" help:"The work order it becomes part of."`
	Reason string `help:"Why."`
}

// Run makes a work order part of another.
func (o *ordersMerge) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandMerge, Into: o.Into, Text: o.Reason})
}

type ordersCancel struct {
	acting
	Reason string `required:"" help:"Why nothing more is done."`
}

// Run ends a work order that is not to be worked on.
func (o *ordersCancel) Run(w *world, g *grammar) error {
	return o.do(w, g, voc.Command{Type: voc.CommandCancel, Text: o.Reason})
}

type ordersOpen struct {
	As     string   `required:"" placeholder:"NAME" help:"Who opens it."`
	Brand  string   `required:"" help:"Of which brand, as brands.yaml names it."`
	Kind   string   `enum:"case,theme,journey" default:"theme" help:"case: one customer; theme: something many complain of; journey: a stage to be made anew."`
	Title  string   `help:"What is to be mended, in a sentence."`
	Topic  string   `help:"What it is about; without it nobody can measure whether it stops."`
	Level  string   `enum:"red,orange,yellow,blue" default:"yellow" help:"How grave: red, orange, yellow or blue."`
	Store  string   `help:"At which shop, as stores.yaml names it."`
	Region string   `help:"In which province."`
	Stage  string   `help:"journey: which stage."`
	Alert  string   `help:"The incident it is for."`
	Post   []string `help:"A mention it is about; repeat it for several. A case has exactly one."`
	To     string   `help:"Who shall take it up; the routes of orders.yaml decide when it is left out."`
	Text   string   `help:"What whoever takes it up should know."`
}

// Run opens a work order by hand.
func (o *ordersOpen) Run(w *world, g *grammar) error {
	d, c, err := openDesk(w, g)
	if err != nil {
		return err
	}
	defer d.close()
	draft := voc.OrderDraft{
		Kind: voc.OrderKind(o.Kind), Title: o.Title, Brand: voc.BrandID(o.Brand), Topic: o.Topic, Level: voc.Level(o.Level),
		Store: voc.StoreID(o.Store), Region: o.Region, Stage: o.Stage, Alert: o.Alert, To: o.To, Text: o.Text, Actor: o.As,
	}
	for _, id := range o.Post {
		draft.Posts = append(draft.Posts, voc.PostID(strings.TrimSpace(id)))
	}
	order, err := d.open(w.signal, draft)
	if err != nil {
		return fmt.Errorf("no work order was opened: %w", err)
	}
	return showOrder(w.stdout, g, order, c.Location)
}
