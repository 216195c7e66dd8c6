package api

import (
	"context"
	"errors"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// OrderOpening is a work order somebody opens by hand. Who it goes to and by when is the routes' and
// the policy's to say, unless a person is named.
type OrderOpening struct {
	Kind   voc.OrderKind `json:"kind" doc:"case: one customer · theme: something many complain of · journey: a stage to be made anew"`
	Title  string        `json:"title" doc:"What is to be mended, in a sentence"`
	Brand  voc.BrandID   `json:"brand"`
	Topic  string        `json:"topic,omitempty" doc:"theme: what it is about; without it nobody can measure whether it stops"`
	Level  voc.Level     `json:"level" doc:"How grave; decides how much time there is"`
	Store  voc.StoreID   `json:"store,omitempty"`
	Region string        `json:"region,omitempty"`
	Stage  string        `json:"stage,omitempty" doc:"journey: which stage"`
	Alert  string        `json:"alert,omitempty" doc:"The incident it is for"`
	Posts  []voc.PostID  `json:"posts,omitempty" doc:"Mentions it is about; a case has exactly one"`
	To     string        `json:"to,omitempty" doc:"A person's name; empty: the routes decide"`
	Text   string        `json:"text,omitempty" doc:"What whoever takes it up should know"`
	Actor  string        `json:"actor" doc:"Who opens it"`
}

type openingIn struct{ Body OrderOpening }

// mostPosts bounds what an order is opened with; more evidence than that nobody reads.
const mostPosts = 20

func (a *door) openOrder(ctx context.Context, in *openingIn) (*answer[voc.WorkOrder], error) {
	r, b := a.reader(), in.Body
	d := voc.OrderDraft{
		Kind:  voc.OrderKind(r.word("kind", string(b.Kind), orderKinds)),
		Title: r.need("title", b.Title, 300, "write what is to be mended", "请用一句话写明要解决什么"),
		Brand: brandID(r.name("brand", string(b.Brand), a.knownBrand(ctx))), Topic: r.text("topic", b.Topic, 100),
		Level: voc.Level(r.word("level", string(b.Level), levels)), Store: voc.StoreID(r.text("store", string(b.Store), 100)),
		Region: r.text("region", b.Region, 100), Stage: r.text("stage", b.Stage, 100), Alert: r.text("alert", b.Alert, 200),
		Posts: b.Posts, To: r.text("to", b.To, 100), Text: r.text("text", b.Text, 10_000),
		Actor: r.need("actor", a.actor(ctx, b.Actor), 100, "write who opens it", "请写操作人"),
	}
	if b.Kind == "" {
		r.add("kind", "", "is missing; write case, theme or journey", "缺少该字段，可选值：case、theme、journey")
	}
	if b.Level == "" {
		r.add("level", "", "is missing; write red, orange, yellow or blue", "缺少该字段，可选值：red、orange、yellow、blue")
	}
	if b.Brand == "" {
		r.add("brand", "", "is missing; write whose matter it is", "缺少该字段，请写是哪个品牌的事")
	}
	r.draft(d)
	if err := r.done(); err != nil {
		return nil, err
	}
	if err := a.openWithin(ctx, d); err != nil {
		return nil, err
	}
	order, err := a.OpenOrder(ctx, d)
	if errors.Is(err, ErrNotFound) && d.Alert != "" {
		return nil, noAlert(d.Alert)
	}
	if err != nil {
		return nil, a.fail(ctx, "open a work order", err)
	}
	return &answer[voc.WorkOrder]{Body: a.within(ctx, order)}, nil
}

// draft says what a kind of order cannot be opened without.
func (r *reader) draft(d voc.OrderDraft) {
	switch {
	case d.Kind == voc.OrderCase && len(d.Posts) != 1:
		r.add("posts", "", "a case is about one customer: give exactly one mention", "个案对应一位顾客，请给出一条提及")
	case d.Kind == voc.OrderJourney && d.Stage == "":
		r.add("stage", "", "is missing; write which stage of the journey is to be made anew", "缺少该字段，请写要重做旅程的哪一环节")
	case len(d.Posts) > mostPosts:
		r.add("posts", "", "are too many: at most 20", "过多，最多 20 条")
	}
	for _, p := range d.Posts {
		if id := r.text("posts", string(p), 100); id == "" && len(p) <= 100 {
			r.add("posts", "", "holds an empty id", "含有空的编号")
		}
	}
}

// openWithin refuses an order about what who asks does not see: it would be theirs to read.
func (a *door) openWithin(ctx context.Context, d voc.OrderDraft) error {
	s := viewerOf(ctx).Scope
	if s.Whole() {
		return nil
	}
	region := d.Region
	if region == "" {
		region = a.names.stores[string(d.Store)].Province
	}
	if !s.Sees(d.Brand, region, d.Store) {
		return invalid([]FieldError{wrong("store", string(d.Store), "write a store or a region of yours", "请写您负责的门店或区域")})
	}
	if d.Alert != "" && !a.hasAlert(ctx, d.Alert) {
		return noAlert(d.Alert)
	}
	for _, post := range d.Posts {
		if seen, err := a.seesPosts(ctx, d.Brand, []voc.PostID{post}); err != nil {
			return a.fail(ctx, "mentions of a draft", err)
		} else if !seen {
			return notFound("There is no mention "+cut(string(post))+" of this brand.", "没有编号为 "+cut(string(post))+" 的这个品牌的提及。")
		}
	}
	return nil
}
