package nlp

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// teaHouse writes what guests of a house for strong tea say, and what its people make of it: 上头 is
// praise there, 清淡 is blame, whatever it is elsewhere. The rest is as everywhere.
func teaHouse(n int, seed uint64) (mentions []voc.Mention, readings []voc.Reading) {
	when := []string{"早上路过", "午休的时候", "下班以后", "周末带孩子", "和同事一起", "等车的功夫", "逛街累了", "加班到很晚", "昨天晚上", "放假头一天", "陪我妈看病回来"}
	what := []string{"点了老茶头", "要了一壶普洱", "试了新出的岩茶", "喝了招牌单丛", "续了两泡红茶", "让店员推荐了一款", "买了小罐的"}
	strong := []string{"上头", "真上头", "有点上头", "一口就上头", "越喝越上头", "两杯下去上头了"}
	weak := []string{"清淡", "太清淡了", "偏清淡", "清淡得很", "味道清淡", "一如既往地清淡"}
	plain := []struct {
		text string
		says voc.Sentiment
	}{{"好喝，下次还来", voc.Positive}, {"太难喝了，后悔", voc.Negative}, {"一共三个人", voc.Neutral}}
	then := []string{"", "，隔壁也开了新店", "，家里人也尝了一口", "，坐到打烊", "，拍了张照片", "，顺手带了一盒走", "，桌子靠窗"}
	rng := rand.New(rand.NewPCG(seed, 7))
	for i := range n {
		text, says := "", voc.Positive
		switch i % 5 {
		case 0, 1:
			text = strong[rng.IntN(len(strong))]
		case 2, 3:
			text, says = weak[rng.IntN(len(weak))], voc.Negative
		default:
			p := plain[rng.IntN(len(plain))]
			text, says = p.text, p.says
		}
		text = when[rng.IntN(len(when))] + what[rng.IntN(len(what))] + "，" + text + then[rng.IntN(len(then))] + "。"
		id := voc.NewPostID("care", fmt.Sprint(i))
		mentions = append(mentions, voc.Mention{Post: voc.Post{ID: id, Source: "care", Text: text}})
		readings = append(readings, voc.Reading{PostID: id, Reader: voc.ReaderHuman, Name: "林", Sentiment: says, Severity: -1})
	}
	return mentions, readings
}

func TestALocalHabitIsLearned(t *testing.T) {
	a := analyzer(t, Options{})
	mentions, readings := teaHouse(300, 7)
	got, err := a.LearnLocal(readings, mentions)
	if err != nil {
		t.Fatal(err)
	}
	if adopt, reason := local.Decide(got.Trial); !adopt {
		t.Fatalf("not adopted: %s", reason)
	}
	o := DefaultOptions()
	o.Local = got.Head
	b, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if a.Version() == b.Version() {
		t.Error("with a head of its own the analyzer has the version it has without")
	}
	fresh, want := teaHouse(100, 8)
	before, after := 0, 0
	for i := range fresh {
		before += count(of(t, a, fresh[i].Post.Text).Sentiment == want[i].Sentiment)
		after += count(of(t, b, fresh[i].Post.Text).Sentiment == want[i].Sentiment)
	}
	if after < before+12 {
		t.Errorf("of 100 texts nobody has read %d are judged as the house does, before %d", after, before)
	}
	for text, want := range map[string]voc.Sentiment{"这家店的服务员态度恶劣": voc.Negative, "味道很好，强烈推荐给大家": voc.Positive, "营业时间是几点到几点？": voc.Neutral} {
		if got := of(t, b, text).Sentiment; got != want {
			t.Errorf("%s: %s, want %s as everywhere", text, got, want)
		}
	}
}

// One in a hundred is adopted by chance: these five, fixed once, are not.
func TestChanceIsNotLearned(t *testing.T) {
	a := analyzer(t, Options{})
	mentions, readings := teaHouse(400, 7)
	says := []voc.Sentiment{voc.Negative, voc.Neutral, voc.Positive}
	for seed := range uint64(5) {
		rng := rand.New(rand.NewPCG(seed, 2))
		for i := range readings {
			readings[i].Sentiment = says[rng.IntN(3)]
		}
		got, err := a.LearnLocal(readings, mentions)
		if err != nil {
			t.Fatal(err)
		}
		adopt, reason := local.Decide(got.Trial)
		if adopt {
			t.Errorf("labels drawn by lot (%d) were adopted: %s\n%+v", seed, reason, got.Trial)
		}
	}
}

// However readings and mentions come, and whoever read twice, the head is the same to the byte.
func TestLearningDoesNotDependOnTheOrder(t *testing.T) {
	a := analyzer(t, Options{})
	mentions, readings := teaHouse(120, 7)
	learn := func() []byte {
		t.Helper()
		got, err := a.LearnLocal(readings, mentions)
		if err != nil {
			t.Fatal(err)
		}
		return got.Head.Encode()
	}
	first := learn()
	if !bytes.Equal(first, learn()) {
		t.Error("learned twice, the heads differ")
	}
	slices.Reverse(mentions)
	slices.Reverse(readings)
	if !bytes.Equal(first, learn()) {
		t.Error("learned from the same in another order, the heads differ")
	}
}

func TestWhatReadersSay(t *testing.T) {
	human := func(s voc.Sentiment) voc.Reading {
		return voc.Reading{Reader: voc.ReaderHuman, Sentiment: s}
	}
	llm := func(s voc.Sentiment, confidence float64) voc.Reading {
		return voc.Reading{Reader: voc.ReaderLLM, Sentiment: s, Confidence: confidence}
	}
	for _, c := range []struct {
		says   string
		said   []voc.Reading
		class  local.Class
		weight float64
		ok     bool
	}{
		{"nobody said anything", nil, 0, 0, false},
		{"a person", []voc.Reading{human(voc.Negative)}, local.Negative, 1, true},
		{"a model counts half", []voc.Reading{llm(voc.Positive, 1)}, local.Positive, 0.5, true},
		{"as far as it is sure", []voc.Reading{llm(voc.Positive, 0.6)}, local.Positive, 0.3, true},
		{"that states nothing is taken for unsure", []voc.Reading{llm(voc.Neutral, 0)}, local.Neutral, 0.25, true},
		{"a person's word wins, said before", []voc.Reading{human(voc.Negative), llm(voc.Positive, 1)}, local.Negative, 1, true},
		{"and after", []voc.Reading{llm(voc.Positive, 1), llm(voc.Positive, 1), human(voc.Negative)}, local.Negative, 1, true},
		{"two people who differ", []voc.Reading{human(voc.Negative), human(voc.Positive)}, 0, 0, false},
		{"two against one", []voc.Reading{human(voc.Negative), human(voc.Positive), human(voc.Positive)}, local.Positive, 1, true},
		{"the surer model", []voc.Reading{llm(voc.Negative, 0.9), llm(voc.Positive, 0.7)}, local.Negative, 0.45, true},
	} {
		var v verdict
		for i := range c.said {
			v.hear(&c.said[i])
		}
		class, weight, ok := v.settled()
		if ok != c.ok || ok && (class != c.class || weight < c.weight-1e-9 || weight > c.weight+1e-9) {
			t.Errorf("%s: class %d, weight %v, %v; want %d, %v, %v", c.says, class, weight, ok, c.class, c.weight, c.ok)
		}
	}
}

func TestLessonsCountEachTextOnce(t *testing.T) {
	a := analyzer(t, Options{})
	mentions, readings := teaHouse(60, 7)
	n := len(mentions)
	for i := range n { // the same again under other names, read by a model that errs
		m, r := mentions[i], readings[i]
		m.Post.ID = voc.NewPostID("copy", fmt.Sprint(i))
		r.PostID, r.Reader, r.Sentiment, r.Confidence = m.Post.ID, voc.ReaderLLM, voc.Neutral, 1
		mentions, readings = append(mentions, m), append(readings, r)
	}
	readings = append(readings, voc.Reading{PostID: mentions[0].Post.ID, Reader: voc.ReaderLLM, Note: "unreadable"})
	lessons, told := a.localLessons(readings, mentions)
	texts := map[string]bool{}
	for _, m := range mentions {
		texts[m.Post.Text] = true
	}
	if told.Readings != 2*n || told.Texts != len(lessons) || told.Texts != len(texts) || told.People != told.Texts || told.Models != 0 {
		t.Errorf("%+v of %d readings of %d texts, %d lessons", told, len(readings), len(texts), len(lessons))
	}
	for i := range lessons {
		if lessons[i].Weight != 1 {
			t.Errorf("%s: weight %v, a person read it", lessons[i].norm, lessons[i].Weight)
		}
	}
}

// Copies with another mark or a call for somebody must lie on one side, or the head is measured on
// what it has learned by heart.
func TestNearEqualTextsAreHeldOutTogether(t *testing.T) {
	a := analyzer(t, Options{})
	mentions, readings := teaHouse(200, 7)
	for i := range 200 {
		m, r := mentions[i], readings[i]
		m.Post.ID = voc.NewPostID("copy", fmt.Sprint(i))
		m.Post.Text = strings.Replace(m.Post.Text, "。", "！！[赞]", 1)
		r.PostID = m.Post.ID
		mentions, readings = append(mentions, m), append(readings, r)
	}
	lessons, _ := a.localLessons(readings, mentions)
	side := map[uint64]bool{}
	held := 0
	for i := range lessons {
		l := &lessons[i]
		if was, ok := side[l.print]; ok && was != l.held {
			t.Errorf("%s lies on both sides", l.norm)
		}
		side[l.print] = l.held
		held += count(l.held)
	}
	if share := float64(held) / float64(len(lessons)); len(side) == len(lessons) || share < 0.1 || share > 0.3 {
		t.Errorf("%d texts with %d fingerprints, %d held out", len(lessons), len(side), held)
	}
}

func TestNothingToLearnFrom(t *testing.T) {
	a := analyzer(t, Options{})
	mentions, _ := teaHouse(5, 7)
	if _, err := a.LearnLocal(nil, mentions); !errors.Is(err, ErrNothingRead) {
		t.Errorf("without a reading: %v", err)
	}
}

// pullingHead moves every verdict as far as a head may.
func pullingHead(t *testing.T, base string, class local.Class) *local.Head {
	t.Helper()
	var all []local.Example
	for f := range uint32(1 << 16) {
		all = append(all, local.Example{Features: []uint32{f, f, f}, Neither: 0.3, Class: class, Weight: 100})
	}
	h, err := local.Train(all, local.Options{Base: base, Rare: 1, L2: 1e-3, Rounds: 30})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestASureVerdictIsNotTurnedRound(t *testing.T) {
	base, err := LocalBase(nil)
	if err != nil {
		t.Fatal(err)
	}
	a := analyzer(t, Options{})
	own, err := a.ownLessons()
	if err != nil {
		t.Fatal(err)
	}
	for _, class := range []local.Class{local.Negative, local.Positive} {
		o := DefaultOptions()
		o.Local = pullingHead(t, base, class)
		b, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		moved := 0
		for i := range own {
			l := &own[i]
			got := b.Analyze([]voc.Post{{Text: l.norm}})[0].Analysis
			if l.Logit > local.Bound && got.Score < 0 || l.Logit < -local.Bound && got.Score > 0 {
				t.Errorf("%s: logit %.2f, score %.2f", l.norm, l.Logit, got.Score)
			}
			moved += count(got.Score != a.Analyze([]voc.Post{{Text: l.norm}})[0].Analysis.Score)
		}
		if moved < len(own)*9/10 {
			t.Errorf("the head moves %d of %d verdicts", moved, len(own))
		}
	}
}

// What learning takes for the verdict is what the analyzer gives.
func TestLearningJudgesAsTheAnalyzerDoes(t *testing.T) {
	a := analyzer(t, Options{})
	own, err := a.ownLessons()
	if err != nil {
		t.Fatal(err)
	}
	for i := range own {
		l := &own[i]
		got, want := judge(l.Logit, l.Neither, l.band), a.Analyze([]voc.Post{{Text: l.norm}})[0].Analysis
		if got.sentiment != want.Sentiment || got.score != want.Score {
			t.Errorf("%s: %s %v, the analyzer says %s %v", l.norm, got.sentiment, got.score, want.Sentiment, want.Score)
		}
		p := local.Odds(l.Logit, l.Neither)
		if stated := p[localClasses[got.sentiment]]; stated < got.probability-1e-9 || stated > got.probability+1e-9 {
			t.Errorf("%s: %v, judged with %v", l.norm, p, got.probability)
		}
	}
}

func TestAHeadOfOtherWeightsIsRefused(t *testing.T) {
	o := DefaultOptions()
	o.Local = pullingHead(t, "tf0-another", local.Positive)
	if _, err := New(o); err == nil || !strings.Contains(err.Error(), "tingfeng learn") {
		t.Errorf("a head learned on other weights: %v", err)
	}
}
