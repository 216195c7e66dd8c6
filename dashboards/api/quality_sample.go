package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// sampleSize is about how many mentions of a brand are read a week: an hour of one person's work, and an
// interval of some four points to both sides.
const sampleSize = 150

// AuditSample is the audit sample of a week and a brand, to be read without knowing what the analysis said.
type AuditSample struct {
	Week    string       `json:"week"`
	Brand   voc.BrandID  `json:"brand"`
	From    time.Time    `json:"from"`
	To      time.Time    `json:"to"`
	Drawn   time.Time    `json:"drawn" doc:"0001-01-01T00:00:00Z: not drawn yet"`
	Over    bool         `json:"over" doc:"The week is over; a sample can be drawn"`
	Items   []SampleItem `json:"items" doc:"In the order they are read"`
	Read    int          `json:"read"`
	Skipped int          `json:"skipped"`
}

// SampleItem is one mention of a sample. The verdict of the analysis is shown once a person has given theirs.
type SampleItem struct {
	PostID      voc.PostID   `json:"post_id"`
	Place       int          `json:"place"`
	Source      voc.SourceID `json:"source"`
	Title       string       `json:"title"`
	Text        string       `json:"text"`
	PublishedAt time.Time    `json:"published_at"`
	Reading     *voc.Reading `json:"reading,omitempty" doc:"What a person said of it; left out: nobody yet"`
	Skipped     bool         `json:"skipped" doc:"A person said that nobody can tell"`
	Machine     *Machine     `json:"machine,omitempty" doc:"What the analysis says of it now; left out until it was read"`
}

// Machine is what the analysis says of a mention.
type Machine struct {
	Sentiment   voc.Sentiment `json:"sentiment"`
	Probability float64       `json:"probability"`
	Intent      voc.Intent    `json:"intent"`
	Aspects     []voc.Aspect  `json:"aspects"`
}

// SampleReading is what a person says of a mention of a sample. One of sentiment, skip and undo.
type SampleReading struct {
	Sentiment voc.Sentiment `json:"sentiment,omitempty"`
	Skip      bool          `json:"skip,omitempty" doc:"Nobody can tell"`
	Undo      bool          `json:"undo,omitempty" doc:"Takes the reading back"`
	Intent    voc.Intent    `json:"intent,omitempty"`
	Aspects   []string      `json:"aspects,omitempty" doc:"Names of aspects it speaks of, each judged as the whole"`
	Actor     string        `json:"actor,omitempty" doc:"Who reads; a person who signed in is known"`
}

type sampleIn struct {
	Week  string `path:"week" doc:"ISO week of publication, 2026-W47"`
	Brand string `path:"brand" doc:"Brand; a dash for none"`
}

type sampleReadingIn struct {
	Week  string `path:"week" doc:"ISO week of publication, 2026-W47"`
	Brand string `path:"brand" doc:"Brand; a dash for none"`
	Post  string `path:"post" doc:"Id of the post, 32 hex digits"`
	Body  SampleReading
}

func (a *door) qualityOperations() {
	get(a, "/quality", "quality", "How far the analysis can be trusted: beside people, beside a language model, and week by week", a.quality)
	get(a, "/quality/corrected", "quality-corrected", "Shares of the sentiments as counted, and corrected by what people read, with an interval", a.corrected)
	get(a, "/quality/samples/{week}/{brand}", "audit-sample", "The audit sample of a week and a brand, to be read blind", a.auditSample)
	post(a, huma.Operation{
		Path: "/quality/samples/{week}/{brand}", OperationID: "draw-sample", Summary: "Draw the audit sample of a week that is over; drawn once, it stays as it is",
	}, a.drawSample)
	post(a, huma.Operation{
		Path: "/quality/samples/{week}/{brand}/{post}", OperationID: "read-sample", Summary: "Say what a mention of a sample means; the answer shows what the analysis said",
	}, a.readSample)
	get(a, "/ledger", "ledger", "What asking language models has cost: by day, purpose and model", a.ledger)
}

// sampled is a week and a brand, read from a path.
type sampled struct {
	week     string
	brand    voc.BrandID
	from, to time.Time
	over     bool
}

func (a *door) sampled(ctx context.Context, r *reader, week, brand string) (sampled, error) {
	s := sampled{week: week, brand: brandID(r.name("brand", brand, a.names.brandOrNone))}
	monday, err := voc.ParseWeek(week, a.Location)
	if err != nil {
		r.add("week", week, "write an ISO week such as 2026-W47", "请写 ISO 周，如 2026-W47")
	}
	if err := r.done(); err != nil {
		return s, err
	}
	if scope := viewerOf(ctx).Scope; scope.None || len(scope.Brands) > 0 && !slices.Contains(scope.Brands, s.brand) {
		return s, notFound("There is no brand "+cut(brand)+".", "没有品牌 "+cut(brand)+"。")
	}
	s.from, s.to = monday, monday.AddDate(0, 0, 7)
	s.over = !a.Now().Before(s.to)
	return s, nil
}

func (a *door) auditSample(ctx context.Context, in *sampleIn) (*answer[AuditSample], error) {
	s, err := a.sampled(ctx, a.reader(), in.Week, in.Brand)
	if err != nil {
		return nil, err
	}
	return a.sampleOf(ctx, s)
}

func (a *door) drawSample(ctx context.Context, in *sampleIn) (*answer[AuditSample], error) {
	s, err := a.sampled(ctx, a.reader(), in.Week, in.Brand)
	if err != nil {
		return nil, err
	}
	if !s.over {
		return nil, problem(409, "conflict", "The week "+s.week+" is not over yet: its sample is drawn from the whole week.", "这一周还没有结束：样本要从整周里抽。")
	}
	if _, err := a.Store.Sample(ctx, store.Draw{Week: s.week, Brand: s.brand, From: s.from, To: s.to, Size: sampleSize}, a.Now().UTC()); err != nil {
		return nil, a.fail(ctx, "draw a sample", err)
	}
	return a.sampleOf(ctx, s)
}

// sampleOf gives a sample as far as it was read.
func (a *door) sampleOf(ctx context.Context, s sampled) (*answer[AuditSample], error) {
	out := AuditSample{Week: s.week, Brand: s.brand, From: s.from, To: s.to, Over: s.over, Items: []SampleItem{}}
	drawn, err := a.Store.Samples(ctx, s.week, s.week, s.brand)
	if err != nil {
		return nil, a.fail(ctx, "sample", err)
	}
	if len(drawn) == 0 {
		return &answer[AuditSample]{Body: out}, nil
	}
	out.Drawn = drawn[0].Drawn
	f := voc.Filter{Brands: []voc.BrandID{s.brand}, From: s.from, To: s.to, Raw: true, Scope: viewerOf(ctx).Scope}
	mentions, err := a.Store.SampledMentions(ctx, f, s.week, s.week)
	if err != nil {
		return nil, a.fail(ctx, "mentions of a sample", err)
	}
	readings, err := a.Store.Readings(ctx, store.ReadingFilter{Reader: voc.ReaderHuman, Sample: s.week})
	if err != nil {
		return nil, a.fail(ctx, "readings of a sample", err)
	}
	newest := map[mentionKey]*voc.Reading{}
	for i := range readings {
		if key := (mentionKey{readings[i].PostID, readings[i].Brand}); newest[key] == nil {
			newest[key] = &readings[i]
		}
	}
	of := map[voc.PostID]*voc.Mention{}
	for i := range mentions {
		of[mentions[i].Post.ID] = &mentions[i]
	}
	for _, d := range drawn {
		if m := of[d.PostID]; m != nil {
			out.add(itemOf(d.Place, m, newest[mentionKey{d.PostID, d.Brand}]))
		}
	}
	return &answer[AuditSample]{Body: out}, nil
}

func (s *AuditSample) add(item SampleItem) {
	s.Items = append(s.Items, item)
	if item.Skipped {
		s.Skipped++
	} else if item.Reading != nil {
		s.Read++
	}
}

// itemOf shows a mention as far as it may be seen: blind until it was read.
func itemOf(place int, m *voc.Mention, reading *voc.Reading) SampleItem {
	item := SampleItem{
		PostID: m.Post.ID, Place: place, Source: m.Post.Source, Title: m.Post.Title, Text: m.Post.Text, PublishedAt: m.Post.PublishedAt,
	}
	if reading == nil || reading.Sentiment == "" && reading.Note != skipped {
		return item
	}
	item.Reading, item.Skipped = reading, reading.Note == skipped && reading.Sentiment == ""
	item.Machine = &Machine{Sentiment: m.Analysis.Sentiment, Probability: m.Analysis.Probability, Intent: m.Analysis.Intent, Aspects: m.Analysis.Aspects}
	if item.Machine.Aspects == nil {
		item.Machine.Aspects = []voc.Aspect{}
	}
	return item
}

func (a *door) readSample(ctx context.Context, in *sampleReadingIn) (*answer[SampleItem], error) {
	r := a.reader()
	b := &in.Body
	reading := voc.Reading{
		Reader: voc.ReaderHuman, Sentiment: voc.Sentiment(r.word("sentiment", string(b.Sentiment), sentiments)),
		Intent: voc.Intent(r.word("intent", string(b.Intent), intents)), Severity: -1,
		Aspects: []voc.Aspect{}, Evidence: []string{}, At: a.Now().UTC(), Sample: in.Week,
	}
	if said := countTrue(b.Sentiment != "", b.Skip, b.Undo); said != 1 {
		r.add("sentiment", string(b.Sentiment), "say one of sentiment, skip and undo", "sentiment、skip、undo 三者写一个")
	}
	if len(b.Aspects) > 20 {
		r.add("aspects", "", "name at most twenty", "最多写二十个")
		b.Aspects = nil
	}
	for _, name := range b.Aspects {
		reading.Aspects = append(reading.Aspects, voc.Aspect{Name: r.text("aspects", name, 100), Sentiment: reading.Sentiment})
	}
	reading.Name = viewerOf(ctx).Name
	if given := r.text("actor", b.Actor, 100); given != "" && reading.Name == homeViewer().Name {
		reading.Name = given
	}
	if b.Skip {
		reading.Note = skipped
	}
	s, err := a.sampled(ctx, r, in.Week, in.Brand)
	if err != nil {
		return nil, err
	}
	drawn, err := a.Store.Samples(ctx, s.week, s.week, s.brand)
	if err != nil {
		return nil, a.fail(ctx, "sample", err)
	}
	at := slices.IndexFunc(drawn, func(d voc.Sampled) bool { return string(d.PostID) == in.Post })
	if at < 0 {
		return nil, notFound("The post "+cut(in.Post)+" is not in the sample of "+s.week+".", "这一条不在 "+s.week+" 的样本里。")
	}
	m, err := a.read(ctx, in.Post, in.Brand)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(m.Post.Body()))
	reading.PostID, reading.Brand, reading.Local, reading.Hash = m.Post.ID, m.Brand, m.Analysis.Version, hex.EncodeToString(sum[:])
	if err := a.Store.SaveReadings(ctx, []voc.Reading{reading}); err != nil {
		return nil, a.fail(ctx, "reading of a sample", err)
	}
	return &answer[SampleItem]{Body: itemOf(drawn[at].Place, &m, &reading)}, nil
}

func countTrue(all ...bool) int {
	n := 0
	for _, is := range all {
		if is {
			n++
		}
	}
	return n
}
