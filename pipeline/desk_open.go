package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// mostPosts is how many mentions an order that is opened by hand may point at.
const mostPosts = 20

// OpenOrder opens a work order by hand and returns it. The mentions it is about are quoted in it as they
// stand in the store. ErrWrong says what is missing or impossible.
func (p *Pipeline) OpenOrder(ctx context.Context, d voc.OrderDraft) (voc.WorkOrder, error) {
	return p.office.openByHand(ctx, d)
}

func (o *office) openByHand(ctx context.Context, d voc.OrderDraft) (voc.WorkOrder, error) {
	return o.openWith(ctx, d, func(State, string) ([]voc.Event, error) { return nil, nil })
}

// openWith opens an order together with what else follows from it, in one insert.
func (o *office) openWith(ctx context.Context, d voc.OrderDraft, more func(s State, order string) ([]voc.Event, error)) (voc.WorkOrder, error) {
	if err := o.checkDraft(&d); err != nil {
		return voc.WorkOrder{}, err
	}
	evidence, err := o.quotes(ctx, d)
	if err != nil {
		return voc.WorkOrder{}, err
	}
	var id string
	_, err = o.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		if _, known := s.Alerts[d.Alert]; d.Alert != "" && !known {
			return nil, fmt.Errorf("alert %q: %w", d.Alert, ErrNone)
		}
		draft := workorder.Draft{
			Kind: d.Kind, Title: d.Title, Brand: d.Brand, Topic: d.Topic, Level: d.Level, Store: d.Store, Region: d.Region,
			Stage: d.Stage, Alert: d.Alert, Evidence: evidence, Actor: d.Actor, Text: d.Text, To: d.To,
		}
		if d.Kind == voc.OrderCase {
			draft.Post = d.Posts[0]
			if other, open := caseOf(s, d.Brand, draft.Post); open {
				return nil, wrong("这位顾客的这条声音已经在工单 %s 里处理，请在那张工单里补充", other)
			}
		}
		event, err := o.open(s, draft, now)
		if err != nil {
			return nil, err
		}
		id = event.ID
		besides, err := more(s, id)
		return append([]voc.Event{event}, besides...), err
	})
	if err != nil {
		return voc.WorkOrder{}, err
	}
	return o.order(id)
}

// caseOf is the case about one customer's words that somebody still works on: a second one would have
// two people call the same customer.
func caseOf(s State, brand voc.BrandID, post voc.PostID) (id string, open bool) {
	for _, o := range s.Orders {
		if o.Kind == voc.OrderCase && o.Post == post && o.Brand == brand && o.State.Open() {
			return o.ID, true
		}
	}
	return "", false
}

// order is a work order as it stands now.
func (o *office) order(id string) (voc.WorkOrder, error) {
	order, err := o.journal.Order(id)
	if err != nil {
		return order, err
	}
	return o.current(order), nil
}

// checkDraft refuses what nobody could work on, and fills in what can be told from the rest.
func (o *office) checkDraft(d *voc.OrderDraft) error {
	for _, text := range []*string{&d.Title, &d.Actor, &d.To, &d.Text, &d.Stage} {
		*text = strings.TrimSpace(*text)
	}
	if d.Kind == "" {
		d.Kind = voc.OrderTheme
	}
	known := slices.ContainsFunc(o.names.brands, func(b voc.Brand) bool { return b.ID == d.Brand })
	switch {
	case d.Actor == "":
		return wrong("没有写明是谁开的工单，请先填写您的姓名")
	case !known:
		return wrong("没有品牌“%s”，请从 brands.yaml 里选择", d.Brand)
	case d.Level != "" && d.Level.Rank() == 0:
		return wrong("没有“%s”这个级别，请选择 red、orange、yellow 或 blue", d.Level)
	case d.Store != "" && o.names.store(d.Store).ID == "":
		return wrong("没有门店“%s”，请从 stores.yaml 里选择", d.Store)
	case len(d.Posts) > mostPosts:
		return wrong("一张工单最多引用 %d 条声音，这里有 %d 条，请挑最有代表性的", mostPosts, len(d.Posts))
	}
	if err := checkKind(*d); err != nil {
		return err
	}
	return o.checkPerson(d.To)
}

// checkKind refuses an order that lacks what its kind is about.
func checkKind(d voc.OrderDraft) error {
	switch d.Kind {
	case voc.OrderCase:
		if len(d.Posts) != 1 {
			return wrong("单个顾客的工单要正好引用这位顾客的一条声音，这里有 %d 条", len(d.Posts))
		}
	case voc.OrderTheme:
		if d.Topic == "" && d.Title == "" {
			return wrong("主题工单要有话题或标题，写明要解决什么")
		}
	case voc.OrderJourney:
		if d.Stage == "" {
			return wrong("旅程工单要写明是哪一个环节，例如“取餐”")
		}
	default:
		return wrong("没有“%s”这种工单，请选择 case、theme 或 journey", d.Kind)
	}
	return nil
}

// wrong is a sentence for people about what they asked for; it is ErrWrong.
func wrong(format string, values ...any) error { return mistake(fmt.Sprintf(format, values...)) }

// mistake reads as its sentence alone: it is shown to people as it is.
type mistake string

func (m mistake) Error() string { return string(m) }

func (mistake) Unwrap() error { return ErrWrong }

// checkPerson refuses to give work to somebody who is not there. "" is nobody yet.
func (o *office) checkPerson(name string) error {
	people := o.settings().House.People
	if name == "" || len(people) == 0 {
		return nil // nobody is written down: any name is somebody
	}
	i := slices.IndexFunc(people, func(p voc.Person) bool { return p.Name == name })
	switch {
	case i < 0:
		return wrong("没有叫%s的人，请从人员名单（people.yaml）里选择", name)
	case people[i].Left:
		return wrong("%s已经离职，请选择别人", name)
	case !people[i].Here(o.now()):
		return wrong("%s在休假，请选择别人，或等休假结束", name)
	}
	return nil
}

// quotes are the mentions a draft points at, in its order.
func (o *office) quotes(ctx context.Context, d voc.OrderDraft) ([]voc.Evidence, error) {
	var evidence []voc.Evidence
	for _, id := range d.Posts {
		m, err := o.store.Mention(ctx, id, d.Brand)
		if errors.Is(err, store.ErrNotFound) {
			return nil, wrong("品牌 %s 下没有声音 %s，请核对它的编号", d.Brand, id)
		}
		if err != nil {
			return nil, err
		}
		evidence = append(evidence, o.quote(m))
	}
	return evidence, nil
}

func (o *office) quote(m voc.Mention) voc.Evidence {
	shop := o.names.store(m.Post.Store).Name
	if shop == "" {
		shop = string(m.Post.Store)
	}
	text := m.Post.Text
	if text == "" {
		text = m.Post.Title
	}
	return voc.Evidence{
		PostID: m.Post.ID, Brand: m.Brand, At: m.Post.PublishedAt, Text: text, URL: m.Post.URL,
		Store: shop, Source: m.Post.Source, Why: "picked", Reach: voc.Unknown,
	}
}

// open is the event that opens an order: its number, its times, in whose hands it comes.
func (o *office) open(s State, d workorder.Draft, now time.Time) (voc.Event, error) {
	orders := slices.Collect(maps.Values(s.Orders))
	desk := o.settings()
	d.ID = workorder.NextID(orders, now, o.names.location)
	if d.Terms == nil {
		d.Terms = desk.Terms
	}
	if d.Region == "" && d.Store != "" {
		d.Region = o.names.store(d.Store).Province
	}
	if d.Title == "" {
		d.Title = o.titleOf(d)
	}
	if d.To != "" || len(desk.House.People) > 0 {
		routed := workorder.Route(d, desk.House, orders, now)
		d.To, d.Lead, d.Route = routed.To, routed.Lead, routed.Why
	}
	return workorder.Open(d, now)
}

// titleOf says what must be mended when nobody has: "青衡·静安寺店 饮品异物", or the customer's words.
func (o *office) titleOf(d workorder.Draft) string {
	where := o.names.brand(d.Brand)
	if shop := o.names.store(d.Store).Name; shop != "" {
		where += "·" + shop
	}
	switch {
	case d.Kind == voc.OrderJourney:
		return fmt.Sprintf("改造旅程：%s %s", where, d.Stage)
	case d.Kind == voc.OrderCase && len(d.Evidence) > 0:
		return fmt.Sprintf("答复顾客：%s “%s”", where, shortened(d.Evidence[0].Text))
	}
	return fmt.Sprintf("查清并处理：%s %s", where, o.names.title(d.Topic))
}

// shortened is the beginning of a text, as long as a title bears.
func shortened(text string) string {
	const runes = 24
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= runes {
		return text
	}
	return string([]rune(text)[:runes]) + "…"
}
