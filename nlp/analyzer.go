package nlp

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"sync"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/nlp/segment"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// engineVersion is raised whenever the same options would give other results than before.
const engineVersion = "14"

// Analyzer understands posts. It is safe for concurrent use and never changes.
type Analyzer struct {
	opt        Options
	vocabulary vocabulary
	segmenter  *segment.Segmenter
	plain      *segment.Segmenter // of the dictionary alone; nil: segmenter is
	weights    *model.File        // other heads read their sections of it
	learned    *learned
	stop       map[string]bool
	stops      hashes // of stop
	brands     []brand
	packs      []int32 // numbers of the packs
	aspects    []aspect
	topics     []topic
	heads      []*packHead  // by pack, nil: none learned
	hints      []*packHints // the same
	examples   examples
	wholes     []int32 // by pack, the aspect that stands for the whole, −1: none
	near       nearRules
	nearOwner  []int32 // topic of a near rule, −1: a brand's
	places     []place
	districts  []district
	storeNames [][]string // normalised names of each shop
	onlyPack   int32      // −1: all
	version    string
	scratches  sync.Pool
}

// New makes an Analyzer. It takes about a tenth of a second; the errors name the option that is
// wrong.
func New(o Options) (*Analyzer, error) {
	if err := o.validate(); err != nil {
		return nil, fmt.Errorf("nlp: %w", err)
	}
	a := &Analyzer{opt: o, onlyPack: -1, vocabulary: newVocabulary()}
	if err := a.compile(); err != nil {
		return nil, err
	}
	var err error
	words := a.segmentWords()
	if a.segmenter, err = segment.New(words); err != nil {
		return nil, err
	}
	if len(words) > 0 {
		if a.plain, err = segment.New(nil); err != nil {
			return nil, err
		}
	}
	if a.weights = o.Weights; a.weights == nil {
		if a.weights, err = model.Shipped("default"); err != nil {
			return nil, err
		}
	}
	if a.learned, err = readLearned(a.weights); err != nil {
		return nil, err
	}
	if o.Local != nil {
		if err := FitsLocal(o.Local, o.Weights); err != nil {
			return nil, err
		}
	}
	if err = a.loadHeads(a.weights); err != nil {
		return nil, err
	}
	if a.stop, err = stopWords(); err != nil {
		return nil, err
	}
	a.stops = hashesOf(a.stop)
	a.version = a.fingerprintOptions()
	if err := a.vocabulary.build(); err != nil {
		return nil, err
	}
	a.scratches.New = func() any { return new(scratch) }
	return a, nil
}

// compile puts every word of lexicon, packs, brands, shops and places into the vocabulary.
func (a *Analyzer) compile() error {
	v := &a.vocabulary
	if err := v.addLexicon(); err != nil {
		return err
	}
	return a.compileOptions()
}

// compileOptions adds what the options bring to the lexicon's words.
func (a *Analyzer) compileOptions() error {
	v := &a.vocabulary
	for _, w := range a.opt.UserWords {
		if w.Weight != 0 {
			v.weigh(w.Word, w.Weight)
		}
	}
	for p := range a.opt.Packs {
		pack := &a.opt.Packs[p]
		if pack.Name == a.opt.Pack {
			a.onlyPack = int32(p)
		}
		a.packs = append(a.packs, int32(p))
		for _, w := range pack.Domain {
			v.add(w, entry{kind: kindDomain, id: int32(p)})
		}
		a.wholes = append(a.wholes, a.wholeOf(pack))
		for i := range pack.Aspects {
			a.examples.add(int32(len(a.aspects)), int32(p), false, pack.Aspects[i].Examples)
			a.aspects = append(a.aspects, v.addAspect(int32(len(a.aspects)), int32(p), &pack.Aspects[i]))
		}
		for i := range pack.Topics {
			id := int32(len(a.topics))
			a.examples.add(id, int32(p), true, pack.Topics[i].Examples)
			t := v.addTopic(id, int32(p), &pack.Topics[i], &a.near)
			for range t.near {
				a.nearOwner = append(a.nearOwner, id)
			}
			a.topics = append(a.topics, t)
		}
	}
	var called trades // read once, where a name is an everyday word
	for i := range a.opt.Brands {
		b := v.addBrand(int32(i), &a.opt.Brands[i], &a.near)
		if mine := a.opt.Brands[i].Packs; b.ambiguous && len(mine) > 0 {
			if called == nil {
				called = tradesOf(a.opt.Packs)
			}
			for _, w := range called.words(a.opt.Packs, mine) {
				v.add(w, entry{kind: kindBrandContext, id: int32(i)})
			}
		}
		for range b.near {
			a.nearOwner = append(a.nearOwner, -1)
		}
		for p := range a.opt.Packs {
			if slices.Contains(a.opt.Brands[i].Packs, a.opt.Packs[p].Name) {
				b.packs = append(b.packs, int32(p))
			}
		}
		a.brands = append(a.brands, b)
	}
	v.addStores(a.opt.Stores)
	for i := range a.opt.Stores {
		names := []string{normal.Text(a.opt.Stores[i].Name)}
		for _, alias := range a.opt.Stores[i].Aliases {
			names = append(names, normal.Text(alias))
		}
		a.storeNames = append(a.storeNames, slices.DeleteFunc(names, func(n string) bool { return n == "" }))
	}
	var err error
	if a.places, err = v.addPlaces(); err != nil {
		return err
	}
	a.districts, err = v.addDistricts(a.places)
	return err
}

// segmentWords are the words the segmenter must keep whole: users' words, names of brands and
// shops, and what the packs call things.
func (a *Analyzer) segmentWords() []segment.Word {
	var words []segment.Word
	add := func(list ...string) {
		for _, w := range list {
			// gse joins Latin letters to one word anyway.
			if w = normal.Text(w); runeLen(w) > 1 && runeLen(w) <= 8 && isHan([]rune(w)[0]) {
				words = append(words, segment.Word{Text: w})
			}
		}
	}
	for _, w := range a.opt.UserWords {
		words = append(words, segment.Word{Text: normal.Text(w.Word), Freq: w.Freq})
	}
	for i := range a.opt.Brands {
		add(a.opt.Brands[i].Any...)
	}
	for i := range a.opt.Stores {
		add(a.opt.Stores[i].Aliases...)
	}
	for i := range a.opt.Packs {
		add(a.opt.Packs[i].Domain...)
	}
	return words
}

// fingerprintOptions names lexicon and configuration in one short word: everything a result
// depends on besides the code.
func (a *Analyzer) fingerprintOptions() string {
	h := fnv.New64a()
	for _, name := range a.weights.Names() {
		h.Write(a.weights.Section(name))
	}
	var line []byte
	for i, w := range a.vocabulary.words {
		line = appendWord(line[:0], w, a.vocabulary.entries[i])
		h.Write(line)
	}
	for i := range a.aspects {
		fmt.Fprintln(h, a.aspects[i].rule.Name, a.aspects[i].pack)
	}
	for i := range a.topics {
		fmt.Fprintf(h, "%+v\n", *a.topics[i].rule)
	}
	for i := range a.opt.Brands {
		fmt.Fprintf(h, "%+v\n", a.opt.Brands[i])
	}
	fmt.Fprintf(h, "%+v %v %v %v %v\n", a.opt.Stores, a.opt.UserWords, a.opt.Pack, a.opt.NeutralBand, a.opt.Keywords)
	if a.opt.Local != nil {
		fmt.Fprintln(h, "local", a.opt.Local.ID())
	}
	return fmt.Sprintf("tf%s-%08x", engineVersion, uint32(h.Sum64()^h.Sum64()>>32))
}

// appendWord writes what fmt.Fprintln(w, entries) does: versions told of words that way before, and
// there are too many words to ask fmt.
func appendWord(line []byte, w string, entries []entry) []byte {
	line = append(append(line, w...), " ["...)
	for i, e := range entries {
		if i > 0 {
			line = append(line, ' ')
		}
		line = strconv.AppendInt(append(line, '{'), int64(e.kind), 10)
		line = strconv.AppendInt(append(line, ' '), int64(e.id), 10)
		line = strconv.AppendFloat(append(line, ' '), float64(e.value), 'g', -1, 32)
		line = append(line, '}')
	}
	return append(line, "]\n"...)
}

// Version names engine, lexicon, packs and rules together; it stands in every Analysis. Equal
// versions give equal results for equal posts.
func (a *Analyzer) Version() string { return a.version }

// Titles gives what people call each aspect and topic: "service.waiting" → "等位排队". Where packs
// share a name, the first pack's title stands.
func (a *Analyzer) Titles() map[string]string { return a.opt.Titles() }

// Analyze turns posts into mentions, in their order: one for each brand a post speaks of, or one
// with an empty brand when it speaks of none.
func (a *Analyzer) Analyze(posts []voc.Post) []voc.Mention {
	s := a.scratches.Get().(*scratch)
	mentions := make([]voc.Mention, 0, len(posts))
	for i := range posts {
		mentions = a.analyze(mentions, s, &posts[i])
	}
	if !s.roomy() {
		a.scratches.Put(s)
	}
	return mentions
}

func (a *Analyzer) analyze(mentions []voc.Mention, s *scratch, post *voc.Post) []voc.Mention {
	raw := post.Body()
	s.load(&a.vocabulary, normal.Text(raw))
	s.findOpinions()
	s.dropHiddenPlaces()
	a.cut(s)
	a.findTerms(s)
	a.rankPacks(s)
	shared := voc.Analysis{
		Norm:        s.norm,
		Noise:       s.noise(post),
		Keywords:    a.keywords(s),
		Language:    language(raw),
		Fingerprint: s.fingerprint(),
		Facts:       s.findFacts(),
		Version:     a.version,
	}
	shared.Offensive, shared.Odds.Offensive = s.offence()
	s.dropDishes()
	shared.Region, shared.City, shared.District = a.where(s, post)
	if post.Region != "" {
		shared.Region = "" // the post tells it
	}
	s.brands = a.findBrands(s.brands[:0], s, post)
	nameless := s.rank(len(s.brands) == 0 && post.Brand != "")
	if len(s.brands) == 0 {
		shared.Role = nameless
		return append(mentions, a.mention(s, post, shared, post.Brand, nil, a.allPacks()))
	}
	for i := range s.brands {
		b := &a.brands[s.brands[i].brand]
		shared.Role = s.brands[i].role
		mentions = append(mentions, a.mention(s, post, shared, b.id, s.view(s.brands, i), a.packsOf(b)))
	}
	return mentions
}

func (a *Analyzer) allPacks() func(int32) bool {
	return func(p int32) bool { return a.onlyPack < 0 || a.onlyPack == p }
}

func (a *Analyzer) packsOf(b *brand) func(int32) bool {
	if b.packs == nil {
		return a.allPacks()
	}
	return func(p int32) bool { return slices.Contains(b.packs, p) }
}

// mention judges the post from one brand's side.
func (a *Analyzer) mention(s *scratch, post *voc.Post, an voc.Analysis, id voc.BrandID, view []float64, allowed func(int32) bool) voc.Mention {
	a.read(s, view)
	s.learnedFlags(&an, post)
	an.Irony = !s.surpasses(view) && s.ironic(s.readings.logit, s.negatives(), post.Rating) // one is blamed, another praised
	j := s.judgement(post, an.Irony, a.opt.NeutralBand).ranked(an.Role, measuredAgainst(view), a.opt.NeutralBand)
	a.findTopics(s, j, allowed)
	if harmed := a.harmed(s, j, post); harmed != j {
		j = harmed
		a.findTopics(s, j, allowed) // some ask for blame
	}
	an.Implicit = s.implicit(j)
	an.Sentiment, an.Score, an.Probability = j.sentiment, j.score, j.probability
	if len(s.topics) > 0 {
		an.Topics = s.names.take(len(s.topics))
		for i, t := range s.topics {
			an.Topics[i] = a.topics[t.topic].rule.Name
		}
	}
	an.Aspects = a.findAspects(s, j, allowed)
	an.Complaint = s.complains(post, &an, j, id)
	an.Severity, an.SeverityReasons = a.stakes(s, j, an.Complaint)
	an.Emotion, an.Odds.Emotion = s.emotion(j, an.Irony)
	an.Intent, an.Odds.Intent = s.intent(j, an.Noise, an.Complaint)
	an.Odds.Severity = s.severityOdds(an.Severity, len(an.SeverityReasons) > 0)
	an.Odds.Irony, an.Odds.Implicit = s.readings.flagOdds(&an)
	an.Store = a.store(s, post, id)
	return voc.Mention{Post: *post, Brand: id, Analysis: an}
}
