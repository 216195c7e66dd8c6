package digest

import (
	"cmp"
	"context"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	voicesRead = 500 // mentions of a day looked at, the newest; the gravest are asked for besides
	grave      = 3   // severity from which a mention is about somebody's health or the law

	clearComplaint = 0.7 // of clarity, for one that is about no known topic

	clearScore       = 0.75 // praise is passed on when it is as clear as this …
	clearProbability = 0.85 // … and as sure
	leastPraiseQuote = 14   // runes: “好喝” is nothing to tell a shop
)

// voice is one mention that may be quoted.
type voice struct {
	voc.Evidence
	topics   []string
	shop     voc.StoreID
	severity int
}

// askVoices reads the day's complaints and keeps the most telling of each topic.
func (f *facts) askVoices(ctx context.Context, in Inputs) error {
	negative := f.mine()
	negative.Sentiment = voc.Negative
	mentions, next, err := in.Store.Mentions(ctx, negative, store.Page{Limit: voicesRead})
	if err != nil {
		return err
	}
	if next != "" { // a day so loud that the newest are not all: the gravest must be among them
		negative.MinSeverity = grave
		gravest, _, err := in.Store.Mentions(ctx, negative, store.Page{Limit: voicesRead})
		if err != nil {
			return err
		}
		mentions = append(mentions, gravest...)
	}
	f.voices = f.telling(slices.DeleteFunc(mentions, func(m voc.Mention) bool {
		return !aboutSomething(m.Analysis)
	}))
	return nil
}

// aboutSomething holds for complaints one can name a matter of, or of which there is no doubt: an
// anxious question is easily taken for a complaint.
func aboutSomething(a voc.Analysis) bool {
	return a.Complaint && a.Intent != voc.IntentQuestion && (len(a.Topics) > 0 || clarity(a) >= clearComplaint)
}

// askPraise counts each shop's praise beside its complaints and finds words worth passing on.
func (f *facts) askPraise(ctx context.Context, in Inputs) error {
	shops, err := in.Store.Stores(ctx, f.mine())
	if err != nil {
		return err
	}
	severe := f.mine()
	severe.MinSeverity = grave
	hurt, err := in.Store.Stores(ctx, severe)
	if err != nil {
		return err
	}
	positive := f.mine()
	if positive.Sentiment = voc.Positive; !slices.ContainsFunc(shops, func(s store.StoreCount) bool { return s.Positive >= leastPraise }) {
		return nil
	}
	mentions, _, err := in.Store.Mentions(ctx, positive, store.Page{Limit: voicesRead})
	if err != nil {
		return err
	}
	words := map[voc.StoreID][]voc.Evidence{}
	for _, v := range f.telling(slices.DeleteFunc(mentions, func(m voc.Mention) bool { return !worthPassingOn(m) })) {
		words[v.shop] = append(words[v.shop], v.Evidence)
	}
	for _, s := range shops {
		p := praise{store: s.Store, n: s.Positive, negative: s.Negative, evidence: words[s.Store]}
		if i := slices.IndexFunc(hurt, func(h store.StoreCount) bool { return h.Store == s.Store }); i >= 0 {
			p.severe = hurt[i].N
		}
		f.praise = append(f.praise, p)
	}
	slices.SortStableFunc(f.praise, func(a, b praise) int { return cmp.Compare(b.n, a.n) })
	return nil
}

// turns begin the part of a praise that is none.
var turns = regexp.MustCompile("可惜|遗憾|但|不过|然而|吐槽|唯一|除了|差点|就是有点|[?？]")

// worthPassingOn holds for praise nobody could misread: clear, sure, of some length, and without a
// question, a complaint, a joke, a but or an unkind aside in it.
func worthPassingOn(m voc.Mention) bool {
	a := m.Analysis
	for _, x := range a.Aspects {
		if x.Sentiment == voc.Negative {
			return false
		}
	}
	return a.Sentiment == voc.Positive && a.Intent == voc.IntentPraise && a.Score >= clearScore && a.Probability >= clearProbability &&
		!a.Complaint && !a.Irony && !a.Implicit && a.Severity == 0 &&
		!turns.MatchString(m.Post.Text) && utf8.RuneCountInString(m.Post.Text) >= leastPraiseQuote
}

// telling orders mentions by how much they tell: gravest, then what a phone shows whole, then
// clearest. Texts that say the same are kept once.
func (f *facts) telling(mentions []voc.Mention) []voice {
	rank := func(a, b voc.Mention) int {
		return cmp.Or(
			cmp.Compare(b.Analysis.Severity, a.Analysis.Severity),
			cmp.Compare(awkward(a.Post.Text), awkward(b.Post.Text)),
			cmp.Compare(clarity(b.Analysis), clarity(a.Analysis)),
			a.Post.PublishedAt.Compare(b.Post.PublishedAt), cmp.Compare(a.Post.ID, b.Post.ID))
	}
	slices.SortFunc(mentions, rank)
	seen := map[uint64]bool{}
	var all []voice
	for _, m := range mentions {
		text := m.Post.Text
		if text == "" {
			text = m.Post.Title
		}
		alike := m.Analysis.Fingerprint
		if text == "" || alike != 0 && seen[alike] {
			continue
		}
		seen[alike] = true
		shop := cmp.Or(m.Post.Store, m.Analysis.Store)
		name := m.Post.StoreName
		if shop != "" {
			name = f.storeName(shop)
		}
		all = append(all, voice{
			Evidence: voc.Evidence{PostID: m.Post.ID, Brand: m.Brand, At: m.Post.PublishedAt.In(f.in), Text: text, URL: m.Post.URL, Store: name, Source: m.Post.Source, Why: string(store.Typical)},
			topics:   m.Analysis.Topics, shop: shop, severity: m.Analysis.Severity,
		})
	}
	return all
}

func clarity(a voc.Analysis) float64 { return math.Abs(a.Score) * a.Probability }

// awkward is how badly a text quotes, 0 well: too long is cut, too short tells nothing, and a
// forwarded one is mostly somebody else's.
func awkward(text string) int {
	n := utf8.RuneCountInString(text)
	switch {
	case n < leastQuote:
		return 3
	case strings.Contains(text, "//@"), strings.HasPrefix(text, "转发"):
		return 2
	case n > longestQuote:
		return 1
	}
	return 0
}

// presentable puts the voices that quote well first.
func presentable(evidence []voc.Evidence) []voc.Evidence {
	sorted := slices.Clone(evidence)
	slices.SortStableFunc(sorted, func(a, b voc.Evidence) int { return cmp.Compare(awkward(a.Text), awkward(b.Text)) })
	return sorted
}

// voices are the most telling ones: each about something, and some shop, that no quotation before
// it was about. Only when the day has nothing else are they about the same.
func voices(f *facts, changed []topic, before []voc.DigestLine) []voc.DigestLine {
	var chosen []voice
	quoted, spoken := map[voc.PostID]bool{}, map[string]bool{}
	told := 0
	for i, l := range before {
		for _, e := range l.Evidence {
			quoted[e.PostID], spoken[changed[i].name] = true, true
			told++
		}
	}
	take := func(v voice) {
		quoted[v.PostID] = true
		for _, t := range v.topics {
			spoken[t] = true
		}
		chosen = append(chosen, v)
	}
	wanted := max(1, mostVoices-told)
	heard := func(v voice) bool {
		return f.last.said[cut(v.Text)] || quoted[v.PostID] || slices.ContainsFunc(chosen, func(c voice) bool { return cut(c.Text) == cut(v.Text) })
	}
	for _, v := range f.voices {
		same := slices.ContainsFunc(v.topics, func(t string) bool { return spoken[t] }) ||
			slices.ContainsFunc(chosen, func(c voice) bool { return v.Store != "" && c.Store == v.Store || len(c.topics)+len(v.topics) == 0 })
		if len(chosen) < wanted && !same && !heard(v) && awkward(v.Text) < 2 {
			take(v)
		}
	}
	for _, v := range f.voices {
		if len(chosen)+told < leastVoices && !heard(v) {
			take(v)
		}
	}
	var lines []voc.DigestLine
	for _, v := range chosen {
		e := quotes([]voc.Evidence{v.Evidence}, 1)
		if len(e) > 0 {
			lines = append(lines, voc.DigestLine{Text: f.attribution(e[0]), Posts: []voc.PostID{v.PostID}, Evidence: e})
		}
	}
	return lines
}

// praised names the shops with praise worth passing on. A shop that somebody may have been hurt at,
// that an open order or one of today's troubles is about, or that more people scold than praise
// today, is not praised, however much some like its drinks.
func praised(f *facts, changed []topic) []voc.DigestLine {
	var lines []voc.DigestLine
	for _, p := range f.praise {
		if p.n < leastPraise || p.store == "" || len(p.evidence) == 0 || len(lines) == mostPraise || f.inTrouble(p, changed) {
			continue
		}
		e := quotes(presentable(f.last.unheard(p.evidence)), 1)
		if len(e) == 0 || f.last.shops[praiseQuery(p.store)] {
			continue
		}
		lines = append(lines, voc.DigestLine{
			Text:     f.say("%s：%d 条好评。", "%s: praised %d times.", f.storeName(p.store), p.n),
			Query:    praiseQuery(p.store),
			Posts:    ids(e),
			Evidence: e,
		})
	}
	return lines
}

func (f *facts) inTrouble(p praise, changed []topic) bool {
	if p.severe > 0 || p.negative >= p.n {
		return true
	}
	name := f.storeName(p.store)
	if slices.ContainsFunc(changed, func(t topic) bool { return t.store == name && standsOut(t) }) {
		return true
	}
	for _, o := range f.orders {
		if o.State.Open() && o.Store == p.store {
			return true
		}
	}
	for _, a := range f.alerts {
		for _, s := range a.Shares {
			if s.Dimension == "store" && voc.StoreID(s.Element) == p.store && s.Part >= 0.5 {
				return true
			}
		}
	}
	return false
}
