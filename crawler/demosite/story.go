package demosite

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// story is one experience about to be told. Everything a text mentions comes from here, so that it
// agrees with itself: one store, one drink, one companion, one time of day.
type story struct {
	r     *rand.Rand
	book  *book
	brand *brand
	rival *brand
	store *store
	who   *person
	at    time.Time // local
	mode  string    // shop, pickup, delivery; "" does not matter
	topic *section

	drink, second *drink
	formal        bool // brands are called by their full names
	named         bool // the drink has been named once; from then on it is 这杯
	said          map[string]string
}

// newStory chooses a visit: a store by how busy it is unless one is given, a drink later, when the
// topic says which kind.
func (p *planner) newStory(r *rand.Rand, b *brand, s *store, at time.Time) *story {
	if s == nil {
		s = weighted(r, b.stores, func(s *store) float64 { return s.busy })
	}
	st := &story{r: r, book: p.book, brand: b, store: s, at: at.In(p.opts.Location), who: p.author(r), said: map[string]string{}}
	for st.rival == nil || st.rival == b {
		st.rival = pick(r, p.brands)
	}
	return st
}

// tell sets the topic and with it mode and drink. An empty kind takes any drink.
func (st *story) tell(topic *section) {
	st.topic = topic
	if modes := topic.attrs["mode"]; modes != nil && !slices.Contains(modes, st.mode) {
		st.mode = pick(st.r, modes)
	}
	st.drink = st.choose(topic.attr("kind"), nil)
	st.second = st.choose("", st.drink)
	st.named = false
	delete(st.said, "top")
}

// choose picks a drink of a kind, another one than not. "tea" is what tastes of tea.
func (st *story) choose(kind string, not *drink) *drink {
	fits := func(d *drink) float64 {
		switch {
		case d == not:
			return 0
		case kind == "", kind == "any", kind == d.kind, kind == "tea" && d.kind == "milk":
			return 1
		}
		return 0
	}
	list := make([]*drink, len(st.brand.drinks))
	for i := range list {
		list[i] = &st.brand.drinks[i]
	}
	return weighted(st.r, list, fits)
}

// say expands a template with the facts of this story.
func (st *story) say(t template) string {
	var b strings.Builder
	t.expand(&b, st.r, st.fill)
	// 青衡家的茶, but never 青衡家静安寺店.
	return strings.Replace(b.String(), "家"+st.store.name, st.store.name, 1)
}

// line says one line of a section, of the writer's persona if there is such a section.
func (st *story) line(key string) string {
	s := st.book.sections[key]
	if own := st.book.sections[key+"."+st.who.persona]; own != nil && chance(st.r, .5) {
		s = own
	}
	return st.say(pick(st.r, s.lines))
}

// fill answers a slot. Facts are remembered: the same slot gives the same answer within a text.
func (st *story) fill(slot string) string {
	switch slot {
	case "drink":
		if st.named && chance(st.r, .7) {
			return "这杯"
		}
		st.named = true
		return st.theDrink().name
	case "drink!":
		st.named = true
		return st.theDrink().name
	case "brand":
		if st.formal {
			return st.brand.name
		}
		return pick(st.r, st.brand.says)
	case "nick":
		return nickname(st.r, st.book)
	}
	if s, ok := st.said[slot]; ok {
		return s
	}
	s := st.fact(slot)
	st.said[slot] = s
	return s
}

func (st *story) theDrink() *drink {
	if st.drink == nil {
		st.drink = st.choose("", nil)
	}
	return st.drink
}

func (st *story) fact(slot string) string {
	switch slot {
	case "drink2":
		if st.second == nil {
			st.second = st.choose("", st.theDrink())
		}
		return st.second.name
	case "top":
		return pick(st.r, st.brand.tops[st.theDrink().kind])
	case "short":
		return st.brand.short
	case "brandT":
		return st.brand.trad
	case "drinkT":
		return st.theDrink().trad
	case "store":
		return st.store.name
	case "place":
		return st.store.place
	case "city":
		return st.store.city
	case "rival":
		return st.rival.short
	case "rdrink":
		return pick(st.r, st.rival.drinks).name
	case "price":
		return strconv.Itoa(st.theDrink().price)
	case "price+":
		return strconv.Itoa(st.theDrink().price + 2 + st.r.IntN(2))
	case "when":
		return timeOfDay(st.r, st.at)
	case "ver":
		return appVersion(st.at)
	}
	return st.private(slot)
}

// private answers the slots with personal data in them, all of it impossible: the telephone
// numbers have a block of zeros, the mail domain is reserved for examples.
func (st *story) private(slot string) string {
	switch slot {
	case "phone":
		n := fmt.Sprintf("1%d%d0000%04d", 3+st.r.IntN(6), st.r.IntN(10), st.r.IntN(10000))
		switch st.r.IntN(6) {
		case 0:
			return n[:3] + " " + n[3:7] + " " + n[7:]
		case 1:
			return n[:3] + "-" + n[3:7] + "-" + n[7:]
		}
		return n
	case "phone4":
		return fmt.Sprintf("%04d", st.r.IntN(10000))
	case "order":
		return st.at.Format("20060102") + fmt.Sprintf("%010d", st.r.IntN(1_000_000_000))
	case "email":
		return fmt.Sprintf("guest%d@example.com", 100+st.r.IntN(9900))
	}
	key := "word." + slot
	if own := st.book.sections[key+"."+st.who.persona]; own != nil {
		key += "." + st.who.persona
	}
	if s := st.book.sections[key]; s != nil {
		return st.say(pick(st.r, s.lines))
	}
	panic("demosite: no phrase file and no fact answers {" + slot + "}") // TestEverySlotIsAnswered
}

// timeOfDay says when something happened, for somebody who writes about it soon after.
func timeOfDay(r *rand.Rand, at time.Time) string {
	words := []string{"半夜", "凌晨"}
	switch h := at.Hour(); {
	case h >= 6 && h < 10:
		words = []string{"早上", "一大早", "今早"}
	case h >= 10 && h < 12:
		words = []string{"上午", "今天上午", "快中午"}
	case h >= 12 && h < 14:
		words = []string{"中午", "今天中午", "午休"}
	case h >= 14 && h < 18:
		words = []string{"下午", "今天下午", "刚才"}
	case h >= 18 && h < 20:
		words = []string{"傍晚", "晚上", "今晚"}
	case h >= 20:
		words = []string{"晚上", "今晚", "刚刚"}
	}
	return pick(r, words)
}

// appVersion is the version of the ordering app on a day: one release a fortnight.
func appVersion(at time.Time) string {
	n := at.Unix() / (14 * 24 * 3600)
	return fmt.Sprintf("%d.%d.0", n/26-50, n%26)
}

// sentiment of a section's key: "neg.wait" → negative.
func polarity(key string) voc.Sentiment {
	switch {
	case strings.HasPrefix(key, "neg"), strings.Contains(key, ".neg"):
		return voc.Negative
	case strings.HasPrefix(key, "pos"), strings.Contains(key, ".pos"):
		return voc.Positive
	}
	return voc.Neutral
}
