package digest

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	queryRestShops = "shops"
	leastReach     = 1000 // people, before it is told how many a voice reached
	mostWishes     = 2
	evidenceRead   = 6 // voices looked at for each told
)

// shopDay is one shop's day beside the same weekday before.
type shopDay struct {
	id          voc.StoreID
	n, negative int
	was         int // complaints the week before
}

// aspectDay is how one aspect was judged.
type aspectDay struct {
	name               string
	negative, positive int
}

func shopDayQuery(id voc.StoreID) string   { return "shop/" + string(id) }
func aspectDayQuery(name string) string    { return "aspect/" + name }
func spreadQuery(id voc.PostID) string     { return "spread/" + string(id) }
func (f *facts) askedShops() []shopDay     { return f.shops[:min(len(f.shops), mostLines)] }
func (f *facts) remainingShops() []shopDay { return f.shops[min(len(f.shops), mostLines):] }

// askShops counts each shop of an audience that answers for several.
func (f *facts) askShops(ctx context.Context, in Inputs) error {
	if !f.tells("shops") {
		return nil
	}
	now, err := in.Store.Stores(ctx, f.mine())
	if err != nil {
		return err
	}
	before, err := in.Store.Stores(ctx, weeksAgo(f.mine(), 1))
	if err != nil {
		return err
	}
	for _, s := range now {
		d := shopDay{id: s.Store, n: s.N, negative: s.Negative}
		if i := slices.IndexFunc(before, func(b store.StoreCount) bool { return b.Store == s.Store }); i >= 0 {
			d.was = before[i].Negative
		}
		if d.negative > 0 {
			f.shops = append(f.shops, d)
		}
	}
	slices.SortStableFunc(f.shops, func(a, b shopDay) int { return cmp.Compare(b.negative, a.negative) })
	return nil
}

func shopLines(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, s := range f.askedShops() {
		text := f.say("%s：%d 条里负面 %d 条。", "%s: %d voices, %d negative.", f.storeName(s.id), s.n, s.negative)
		if f.week != nil {
			text = f.say("%s：%d 条里负面 %d 条，上周同日 %d 条。", "%s: %d voices, %d negative, a week before %d.", f.storeName(s.id), s.n, s.negative, s.was)
		}
		lines = append(lines, voc.DigestLine{Text: text, Query: shopDayQuery(s.id)})
	}
	if rest := f.remainingShops(); len(rest) > 0 {
		lines = append(lines, voc.DigestLine{Query: queryRestShops, Text: f.say("另有 %d 家店，共 %d 条负面。", "%d more shops, %d negative in all.", len(rest), negativeOf(rest))})
	}
	return lines
}

func negativeOf(shops []shopDay) (n int) {
	for _, s := range shops {
		n += s.negative
	}
	return n
}

func (f *facts) askAspects(ctx context.Context, in Inputs) error {
	if !f.tells("aspects") {
		return nil
	}
	counts, err := in.Store.Aspects(ctx, f.mine(), 0)
	for _, c := range counts {
		if c.Negative >= leastNew {
			f.aspects = append(f.aspects, aspectDay{c.Aspect, c.Negative, c.Positive})
		}
	}
	slices.SortStableFunc(f.aspects, func(a, b aspectDay) int { return cmp.Compare(b.negative, a.negative) })
	f.aspects = f.aspects[:min(len(f.aspects), mostLines)]
	return err
}

// aspectLines say how each aspect was judged. A share of few judgements is not told.
func aspectLines(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, a := range f.aspects {
		all := a.negative + a.positive
		text := f.say("%s：嫌 %d 条，夸 %d 条。", "“%s”: %d against, %d in favour.", f.title(a.name), a.negative, a.positive)
		if low, high := wilson(a.negative, all); all >= leastDay {
			text = f.say("%s：嫌 %d 条，夸 %d 条，嫌的占 %s（95%% 区间 %s～%s）。", "“%s”: %d against, %d in favour, so %s against (95%% interval %s–%s).",
				f.title(a.name), a.negative, a.positive, f.part(a.negative, all), f.share(low), f.share(high))
		}
		lines = append(lines, voc.DigestLine{Text: text, Query: aspectDayQuery(a.name)})
	}
	return lines
}

// askSpread finds what was heard furthest: what a spokesman answers first.
func (f *facts) askSpread(ctx context.Context, in Inputs) (err error) {
	if f.tells("spread") && f.today.negative > 0 {
		f.spread, err = f.voicesOf(ctx, in.Store, f.complained(), store.Top, mostVoices)
		f.spread = slices.DeleteFunc(f.spread, func(e voc.Evidence) bool { return e.Reach < leastReach })
	}
	return err
}

func spreadLines(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, e := range quotes(f.last.unheard(f.spread), mostVoices) {
		lines = append(lines, voc.DigestLine{
			Text:  f.say("%s，触达约 %s 人：", "%s, reaching about %s people:", f.attribution(e), f.people(e.Reach)),
			Query: spreadQuery(e.PostID), Posts: []voc.PostID{e.PostID}, Evidence: []voc.Evidence{e},
		})
	}
	return lines
}

// people writes a large number as it is said: "1.2 万", "12,000".
func (l tongue) people(n int64) string {
	if l != english && n >= 10_000 {
		return number(float64(n)/10_000) + " 万"
	}
	if n >= 1_000_000 {
		return number(float64(n)/1_000_000) + " million"
	}
	if l == english && n >= 10_000 {
		return strconv.FormatInt((n+500)/1000, 10) + " thousand"
	}
	return strconv.FormatInt(n, 10)
}

func (f *facts) askWishes(ctx context.Context, in Inputs) (err error) {
	if f.tells("wishes") {
		q := f.mine()
		q.Intent = voc.IntentSuggestion
		f.wishes, err = f.voicesOf(ctx, in.Store, q, store.Typical, evidenceRead*mostWishes)
	}
	return err
}

func wishLines(f *facts) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, e := range quotes(presentable(f.last.unheard(f.wishes)), mostWishes) {
		lines = append(lines, voc.DigestLine{Text: f.attribution(e) + f.say("：", ":"), Posts: []voc.PostID{e.PostID}, Evidence: []voc.Evidence{e}})
	}
	return lines
}

// enterDwelling lets those lines say what was counted for them.
func (l *Ledger) enterDwelling(f *facts) {
	for _, s := range f.shops {
		l.allow(shopDayQuery(s.id), s.n, s.negative, s.was)
	}
	rest := f.remainingShops()
	l.allow(queryRestShops, len(rest), negativeOf(rest))
	for _, a := range f.aspects {
		low, high := wilson(a.negative, a.negative+a.positive)
		l.allow(aspectDayQuery(a.name), a.negative, a.positive, "95%", f.part(a.negative, a.negative+a.positive), f.share(low), f.share(high))
		l.Names = append(l.Names, f.title(a.name))
	}
	for _, e := range append(append([]voc.Evidence{}, f.spread...), f.wishes...) {
		l.allow(spreadQuery(e.PostID), f.clock(e.At), f.people(e.Reach))
		l.allow(postQuery(e.PostID), f.clock(e.At))
		l.Names = append(l.Names, e.Store)
		l.enterTexts([]voc.Evidence{e})
	}
}
