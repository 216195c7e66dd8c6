package pipeline

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline/discover"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// teaOptions are those of the analyzer the tests share.
func teaOptions() nlp.Options {
	o := nlp.DefaultOptions()
	o.Brands = []nlp.BrandRule{{Brand: "tea", Any: []string{"山外青茶"}}}
	return o
}

// findsOn makes discoveries over a drain that holds weeks of everyday talk and one new story.
func findsOn(t *testing.T) *discoveries {
	t.Helper()
	d, _ := drainOn(t, nil)
	journal, err := openJournal(t.Context(), d.store, notify.Options{}, at(noon))
	if err != nil {
		t.Fatal(err)
	}
	when := []string{"早上路过", "午休的时候", "下班以后", "周末带孩子", "和同事一起", "等车的功夫", "逛街累了", "加班到很晚"}
	what := []string{"排队二十分钟才拿到", "点的奶茶有点甜", "碰到的店员很热情", "外卖送到已经不冰", "珍珠煮得刚好", "座位太少站着喝", "会员券怎么都用不了", "柠檬茶酸得提神"}
	then := []string{"下次换个口味", "家里人也尝了一口", "价格倒是没变", "隔壁也开了新店", "包装袋挺结实", "喝完继续逛", "朋友说一般", "拍照发了朋友圈"}
	talk := func(i int) string { return when[i%8] + what[i/8%8] + "，" + then[i/64%8] }
	story := []string{"山外青茶的蓝色吸管掉色，舌头染成蓝的", "孩子用山外青茶的吸管，舌头染色洗不掉", "山外青茶吸管掉色，一嘴蓝", "喝山外青茶发现吸管掉色染了舌头"}
	var posts []voc.Post
	for i := range 420 {
		p := said(fmt.Sprint("old ", i), "在山外青茶"+talk(i), noon.Add(-time.Duration(4*24+i%600)*time.Hour))
		p.Author.Hash = fmt.Sprint("guest ", i)
		posts = append(posts, p)
	}
	for i := range 30 {
		p := said(fmt.Sprint("day ", i), "今天山外青茶"+talk(i*17+3), noon.Add(-time.Duration(i)*time.Hour))
		p.Author.Hash = fmt.Sprint("neighbour ", i)
		posts = append(posts, p)
	}
	for i := range 12 {
		p := said(fmt.Sprint("new ", i), story[i%4]+"。"+talk(i*29+5), noon.Add(-time.Duration(i)*time.Hour))
		p.Author.Hash = fmt.Sprint("stranger ", i)
		posts = append(posts, p)
	}
	put(t, d.spool, posts...)
	if err := d.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return &discoveries{
		store: d.store, journal: journal, drain: d, brands: []voc.Brand{{ID: "tea", Own: true}, {ID: "rival"}}, now: at(noon), log: slog.New(slog.DiscardHandler),
		changed: make(chan struct{}, 1),
		build:   func(accepted []voc.Discovery) (*nlp.Analyzer, error) { return nlp.New(teaOptions().With(accepted)) },
	}
}

// straws gives the story of the straws among what was found.
func straws(t *testing.T, d *discoveries) voc.Discovery {
	t.Helper()
	list, err := d.list(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		if one.Kind == voc.DiscoveryStory && slices.Contains(one.Words, "吸管") {
			return one
		}
	}
	t.Fatalf("the story of the straws was not found among %+v", list)
	return voc.Discovery{}
}

func ofTopic(t *testing.T, d *discoveries, topic string) int {
	t.Helper()
	n, err := d.store.Count(t.Context(), voc.Filter{Topic: topic, Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAStoryIsFoundShownAcceptedAndHistoryFollows(t *testing.T) {
	t.Parallel()
	d := findsOn(t)
	if n, err := d.find(t.Context(), ""); err != nil || n == 0 {
		t.Fatalf("%d finds (%v)", n, err)
	}
	story := straws(t, d)
	if story.State != voc.DiscoveryProposed || story.N < 10 || story.Brand != "tea" || story.Sentence == "" {
		t.Errorf("the story is %+v", story)
	}
	const topic = "品质-吸管掉色"
	decision := voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: topic}

	effect, err := d.effect(t.Context(), story.ID, decision)
	if err != nil {
		t.Fatal(err)
	}
	if effect.Topic.Before != 0 || effect.Topic.After < 6 || effect.Changed == 0 || len(effect.Examples) == 0 || effect.Cut {
		t.Errorf("the effect is told as %+v", effect)
	}
	if n := ofTopic(t, d, topic); n != 0 {
		t.Errorf("looking at the effect changed %d mentions", n)
	}

	got, err := d.decide(t.Context(), story.ID, decision)
	if err != nil || got.State != voc.DiscoveryAccepted || got.By != "li" || got.Topic != topic {
		t.Fatalf("decided: %+v (%v)", got, err)
	}
	select {
	case <-d.changed:
	default:
		t.Error("nobody is asked to understand history anew")
	}
	if _, err := d.drain.Retag(t.Context(), time.Time{}, time.Time{}, nil); err != nil {
		t.Fatal(err)
	}
	if n := ofTopic(t, d, topic); n < effect.Topic.After {
		t.Errorf("%d mentions carry the topic, the effect promised %d among the latest", n, effect.Topic.After)
	}

	// Another process reads the journal and understands the same.
	version := d.drain.Analyzer().Version()
	again, err := openJournal(t.Context(), d.store, notify.Options{}, at(noon))
	if err != nil {
		t.Fatal(err)
	}
	d.journal = again
	d.drain.Understand(analyzer(t))
	if err := d.restore(); err != nil || d.drain.Analyzer().Version() != version {
		t.Errorf("after a restart the version is %s (%v), was %s", d.drain.Analyzer().Version(), err, version)
	}
	if list, err := d.list(t.Context()); err != nil || list[len(list)-1].ID != story.ID {
		t.Errorf("what was decided stands last (%v)", err)
	}

	// And it can be taken back.
	if _, err := d.decide(t.Context(), story.ID, voc.Decision{State: voc.DiscoveryProposed, Actor: "li"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.drain.Retag(t.Context(), time.Time{}, time.Time{}, nil); err != nil {
		t.Fatal(err)
	}
	if n := ofTopic(t, d, topic); n != 0 {
		t.Errorf("taken back, %d mentions still carry the topic", n)
	}
}

func TestDecisionsThatFailChangeNothing(t *testing.T) {
	t.Parallel()
	d := findsOn(t)
	if _, err := d.find(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	story := straws(t, d)
	before := d.journal.Seq()
	f := func(why, id string, decision voc.Decision, want error) {
		t.Helper()
		if _, err := d.decide(t.Context(), id, decision); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", why, err, want)
		}
		if d.journal.Seq() != before || len(d.changed) != 0 {
			t.Errorf("%s: something was written or begun", why)
		}
	}
	f("unknown", "nothing", voc.Decision{State: voc.DiscoveryRejected, Actor: "li"}, ErrNone)
	f("without a name", story.ID, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li"}, discover.ErrInvalid)
	d.build = func([]voc.Discovery) (*nlp.Analyzer, error) { return nil, errors.New("话题名与维度重名") }
	f("the configuration does not take it", story.ID, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: "x"}, discover.ErrInvalid)
	d.build = nil
	f("nothing can be accepted here", story.ID, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: "x"}, errNoBuild)
	if _, err := d.decide(t.Context(), story.ID, voc.Decision{State: voc.DiscoveryRejected, Actor: "li"}); err != nil {
		t.Errorf("rejecting needs no analyzer: %v", err)
	}
}

func TestNewWordsOfTheConfigurationTakeEffect(t *testing.T) {
	t.Parallel()
	d := findsOn(t)
	if _, err := d.find(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	story := straws(t, d)
	if _, err := d.decide(t.Context(), story.ID, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: "品质-吸管掉色"}); err != nil {
		t.Fatal(err)
	}
	before := d.drain.Analyzer().Version()
	broken := errors.New("brands.yaml:3")
	if err := d.rebuild(func([]voc.Discovery) (*nlp.Analyzer, error) { return nil, broken }); !errors.Is(err, broken) || d.drain.Analyzer().Version() != before {
		t.Errorf("a configuration that does not hold changed the understanding (%v)", err)
	}
	var handed int
	err := d.rebuild(func(accepted []voc.Discovery) (*nlp.Analyzer, error) {
		handed = len(accepted)
		o := teaOptions()
		o.UserWords = []nlp.UserWord{{Word: "逛街", Weight: 1}}
		return nlp.New(o.With(accepted))
	})
	if err != nil || handed != 1 || d.drain.Analyzer().Version() == before {
		t.Errorf("new words with %d accepted finds, version %s → %s (%v)", handed, before, d.drain.Analyzer().Version(), err)
	}
}
