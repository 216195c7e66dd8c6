package configs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// finishedPacks are the packs that hold what every pack must hold. A pack that is not named here is
// still being written: what it lacks is told and fails nothing.
var finishedPacks = []string{"app", "bank", "beauty", "car", "dining", "ecommerce", "hotel", "phone", "photography"}

// What a finished pack holds at least.
const (
	leastAspects = 12
	leastWords   = 60 // of an aspect, and of the words that tell the industry
	leastTopics  = 20
)

// journey lists the stages a customer goes through, over all industries.
var journey = []string{
	"了解", "选择", "下单", "到店", "下载", "等待", "收货", "入住", "消费", "使用", "离开", "售后",
}

func TestPacksAreComplete(t *testing.T) {
	c, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for i := range c.NLP.Packs {
		p := &c.NLP.Packs[i]
		known[p.Name] = true
		tell := t.Errorf
		if !slices.Contains(finishedPacks, p.Name) {
			tell = t.Logf
		}
		for _, lack := range packLacks(p) {
			tell("pack %s: %s", p.Name, lack)
		}
	}
	for _, name := range finishedPacks {
		if !known[name] {
			t.Errorf("pack %s is called finished and is not there", name)
		}
	}
}

// lacks collects what is missing, so that one run tells all of it.
type lacks []string

func (l *lacks) add(format string, args ...any) { *l = append(*l, fmt.Sprintf(format, args...)) }

func (l *lacks) atLeast(least, have int, what string) {
	if have < least {
		l.add("%s has %d, give %d", what, have, least)
	}
}

func packLacks(p *nlp.Pack) []string {
	var l lacks
	l.atLeast(leastAspects, len(p.Aspects), "the list of aspects")
	l.atLeast(leastTopics, len(p.Topics), "the list of topics")
	l.atLeast(leastWords, len(distinct(p.Domain)), "domain")
	titled := map[string]bool{}
	for _, g := range p.Groups {
		if g.Title == "" || titled[g.Name] {
			l.add("group %s has no title or stands twice", g.Name)
		}
		titled[g.Name] = true
	}
	used := map[string]bool{}
	for i := range p.Aspects {
		a := &p.Aspects[i]
		aspectLacks(&l, a)
		for at := strings.LastIndexByte(a.Name, '.'); at > 0; at = strings.LastIndexByte(a.Name[:at], '.') {
			used[a.Name[:at]] = true
		}
	}
	for name := range used {
		if !titled[name] {
			l.add("group %s has no title: write it under groups", name)
		}
	}
	for name := range titled {
		if !used[name] {
			l.add("group %s has no aspect under it", name)
		}
	}
	for i := range p.Topics {
		topicLacks(&l, &p.Topics[i])
	}
	return l
}

func aspectLacks(l *lacks, a *nlp.AspectRule) {
	what := "aspect " + a.Name
	words := slices.Concat(a.Terms, a.Positive, a.Negative)
	l.atLeast(leastWords, len(distinct(words)), what)
	for _, w := range twice(words) {
		l.add("%s has the word %s twice", what, w)
	}
	if !slices.Contains([]string{"quality", "service", "cleanliness", "value"}, a.QSCV) {
		l.add("%s has qscv %q: write quality, service, cleanliness or value", what, a.QSCV)
	}
	if !slices.Contains(journey, a.Stage) {
		l.add("%s has stage %q: known are %s", what, a.Stage, strings.Join(journey, " "))
	}
	if len(a.Terms) == 0 || len(a.Positive) == 0 || len(a.Negative) == 0 {
		l.add("%s lacks words that name it, praise it or blame it", what)
	}
	if len(a.Examples) > 3 {
		l.add("%s has more than three examples", what)
	}
}

func topicLacks(l *lacks, t *nlp.TopicRule) {
	what := "topic " + t.Name
	kind, thing, ok := strings.Cut(t.Name, "-")
	if !ok || kind == "" || thing == "" || t.Title == "" {
		l.add("%s is not named 类-事, or has no title", what)
	}
	for _, w := range twice(t.Terms) {
		l.add("%s has the term %s twice", what, w)
	}
	// A word that is in terms and in not can never count.
	for _, w := range t.Not {
		if slices.Contains(t.Terms, w) {
			l.add("%s has %s as a term and as none", what, w)
		}
	}
}

// distinct gives the words as the analyzer reads them, each once.
func distinct(words []string) map[string]int {
	seen := map[string]int{}
	for _, w := range words {
		seen[normal.Text(w)]++
	}
	return seen
}

func twice(words []string) []string {
	var list []string
	for w, n := range distinct(words) {
		if n > 1 {
			list = append(list, w)
		}
	}
	slices.Sort(list)
	return list
}

// TestTopicsHaveNamesOfTheirOwn: a text may speak to several packs, and a topic must not be counted
// twice for it.
func TestTopicsHaveNamesOfTheirOwn(t *testing.T) {
	c, err := Standard()
	if err != nil {
		t.Fatal(err)
	}
	owner := map[string]string{}
	for _, p := range c.NLP.Packs {
		for _, topic := range p.Topics {
			if other, ok := owner[topic.Name]; ok {
				t.Errorf("topic %s stands in packs %s and %s: give each its own name", topic.Name, other, p.Name)
			}
			owner[topic.Name] = p.Name
		}
	}
}

// TestPackLacksAreSeen keeps the check above honest: a pack with one of each fault is told each.
func TestPackLacksAreSeen(t *testing.T) {
	p := nlp.Pack{
		Name:   "faulty",
		Groups: []nlp.Group{{Name: "empty", Title: "空"}},
		Aspects: []nlp.AspectRule{{
			Name: "service.staff", Terms: []string{"WiFi", "wifi"}, QSCV: "speed", Stage: "飞行",
		}},
		Topics: []nlp.TopicRule{{Name: "脏", Terms: []string{"脏", "脏"}, Not: []string{"脏"}}},
	}
	told := strings.Join(packLacks(&p), "\n")
	for _, want := range []string{
		"the list of aspects has 1, give 12", "the list of topics has 1, give 20", "domain has 0, give 60",
		"aspect service.staff has 1, give 60", "the word wifi twice", `has qscv "speed"`, `has stage "飞行"`,
		"lacks words that name it", "group service has no title", "group empty has no aspect under it",
		"topic 脏 is not named", "the term 脏 twice", "脏 as a term and as none",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("the check does not tell %q; it tells:\n%s", want, told)
		}
	}
}
