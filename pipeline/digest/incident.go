package digest

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// IncidentInputs are what the report of an incident is made from. Store, Alert, Brand, Now and Location are
// needed.
type IncidentInputs struct {
	Store    *store.Store
	Alert    voc.Alert
	Brand    voc.Brand
	Orders   []voc.WorkOrder // of all; those of the incident are told
	Events   []voc.Event     // what happened to the alert, oldest first
	Messages []voc.Message   // of all; those about it and its orders are told
	Stores   []voc.Store
	Sources  []voc.Source
	Titles   map[string]string // of topics
	Now      time.Time
	Location *time.Location
	Language string       // "zh", "en"; "" zh
	Log      *slog.Logger // nil: none
}

// incident is everything the report of one is written from.
type incident struct {
	tongue
	alert  voc.Alert
	brand  voc.Brand
	zone   *time.Location
	now    time.Time
	end    time.Time // of the time told of: when it was over, or now
	orders []voc.WorkOrder
	titles map[string]string
	shops  map[voc.StoreID]string
	places map[voc.SourceID]string

	total, authors int
	before         float64 // mentions of the matter in an hour of the two weeks before
	known          bool    // those two weeks were heard
	curve          []voc.Count
	step           time.Duration
	peak           voc.Count
	half           time.Duration // from the loudest hour until it was half as loud; 0: not yet, or not known
	voices         []voc.Evidence
	sources        []store.SourceCount
	atShops        []store.StoreCount
	moments        []happening
	words          []string // of people and of the program in it, whose digits are no figures of ours
}

const (
	incidentUsual = 14 * day       // the time before, that its loudness is set beside
	incidentLead  = 12 * time.Hour // of the chart before it began
	incidentTail  = 6 * time.Hour  // and after it was over
	mostHours     = 120            // of a chart by the hour; a longer one is drawn in coarser steps
	mostWitnesses = 6              // voices quoted
	halfWindow    = 3              // hours whose mean must have fallen, so that one quiet hour is no end
	leastExcess   = 4              // mentions an hour above usual before a half-life means anything
	longestHours  = 60 * 24        // hours counted one by one
)

// Incident writes the report of an incident for its post-mortem: what happened when, how long each step
// took, who said what where, what was done about it and what is still open. Every line is held to its
// evidence as those of letters are. The same store, inputs and Now give the same report.
func Incident(ctx context.Context, in IncidentInputs) (voc.Digest, error) {
	if in.Log == nil {
		in.Log = slog.New(slog.DiscardHandler)
	}
	wrong := func(err error) error { return fmt.Errorf("report of incident %s: %w", in.Alert.ID, err) }
	x, err := askIncident(ctx, in)
	if err != nil {
		return voc.Digest{}, wrong(err)
	}
	d := composeIncident(x)
	ledger := incidentLedger(x)
	if ledger.Texts, err = storedTexts(ctx, in.Store, d); err != nil {
		return voc.Digest{}, wrong(err)
	}
	return numbered(hold(in.Log.With("alert", in.Alert.ID), d, ledger)), nil
}

func askIncident(ctx context.Context, in IncidentInputs) (*incident, error) {
	a := in.Alert
	x := &incident{
		tongue: tongue(in.Language), alert: a, brand: in.Brand, zone: in.Location, now: in.Now.In(in.Location).Truncate(time.Millisecond), titles: in.Titles,
		shops: map[voc.StoreID]string{}, places: map[voc.SourceID]string{},
	}
	for _, s := range in.Stores {
		x.shops[s.ID] = s.Name
	}
	for _, s := range in.Sources {
		x.places[s.ID] = s.Title
	}
	for _, o := range in.Orders {
		if o.ID == a.Order && a.Order != "" || o.Alert == a.ID {
			x.orders = append(x.orders, o)
		}
	}
	slices.SortStableFunc(x.orders, func(a, b voc.WorkOrder) int { return cmp.Or(a.OpenedAt.Compare(b.OpenedAt), cmp.Compare(a.ID, b.ID)) })
	if x.end = x.now; a.State != voc.AlertOpen && !a.ResolvedAt.IsZero() && a.ResolvedAt.Before(x.now) {
		x.end = a.ResolvedAt.In(in.Location).Truncate(time.Millisecond)
	}
	if x.heard() {
		if err := x.listen(ctx, in.Store); err != nil {
			return nil, err
		}
	}
	x.enterMoments(in)
	return x, nil
}

// heard tells whether the incident is about mentions, and not about a source that fell silent.
func (x *incident) heard() bool {
	return x.alert.Kind != voc.RuleSilence && x.alert.StartedAt.Before(x.end) && x.alert.Brand != ""
}

// matching are the mentions the report is about: complaints of the incident's topic since it began.
func (x *incident) matching() voc.Filter {
	return voc.Filter{
		Brands: []voc.BrandID{x.alert.Brand}, Sentiment: voc.Negative, Topic: x.alert.Topic, From: x.alert.StartedAt, To: x.end,
	}
}

func (x *incident) listen(ctx context.Context, s *store.Store) error {
	voices, err := s.Voices(ctx, x.matching())
	if err != nil {
		return err
	}
	x.total, x.authors = voices.N, voices.Authors
	if x.sources, err = s.Sources(ctx, x.matching()); err != nil {
		return err
	}
	if x.atShops, err = s.Stores(ctx, x.matching()); err != nil {
		return err
	}
	x.sources = slices.DeleteFunc(x.sources, func(c store.SourceCount) bool { return c.N == 0 })
	x.atShops = slices.DeleteFunc(x.atShops, func(c store.StoreCount) bool { return c.N == 0 })
	if err := x.draw(ctx, s); err != nil {
		return err
	}
	return x.quote(ctx, s)
}

// draw counts by the hour, before, during and after.
func (x *incident) draw(ctx context.Context, s *store.Store) error {
	q := store.MatterQuery{Brand: x.alert.Brand, Step: time.Hour}
	if x.alert.Topic != "" {
		q.Topics = []string{x.alert.Topic}
	}
	began := x.alert.StartedAt.In(x.zone).Truncate(time.Hour)
	past := q
	past.From, past.To, past.Step = began.Add(-incidentUsual), began, incidentUsual
	usual, _, err := s.Matter(ctx, past)
	if err != nil {
		return err
	}
	x.before, x.known = float64(usual[0].N)/incidentUsual.Hours(), usual[0].Coverage >= heardDay
	q.From, q.To = began.Add(-incidentLead), x.end.Add(incidentTail)
	if q.To.After(x.now) {
		q.To = x.now
	}
	if q.To.Sub(q.From) > longestHours*time.Hour {
		q.Step = day
	}
	if x.curve, _, err = s.Matter(ctx, q); err != nil {
		return err
	}
	x.step = q.Step
	for i := range x.curve {
		x.curve[i].At = x.curve[i].At.In(x.zone)
		if c := x.curve[i]; c.N > x.peak.N && !c.At.Before(began) {
			x.peak = c
		}
	}
	x.half = x.halfLife()
	return nil
}

// halfLife is how long after the loudest hour the matter was half as loud above what is usual, looked at
// over a few hours at once.
func (x *incident) halfLife() time.Duration {
	if x.step != time.Hour || float64(x.peak.N)-x.before < leastExcess {
		return 0
	}
	limit := x.before + (float64(x.peak.N)-x.before)/2
	for i, c := range x.curve {
		if !c.At.After(x.peak.At) || i+halfWindow > len(x.curve) {
			continue
		}
		sum, heard := 0, true
		for _, next := range x.curve[i : i+halfWindow] {
			sum, heard = sum+next.N, heard && next.Coverage >= heardDay
		}
		if heard && float64(sum)/halfWindow <= limit {
			return c.At.Sub(x.peak.At)
		}
	}
	return 0
}

// quote asks for how it began, who made it large, and what was said most clearly, each text once.
func (x *incident) quote(ctx context.Context, s *store.Store) error {
	for _, q := range []struct {
		order store.EvidenceOrder
		n     int
	}{{store.First, 1}, {store.Amplified, 1}, {store.Typical, voicesAsked}} {
		found, err := s.Evidence(ctx, x.matching(), q.order, q.n)
		if err != nil {
			return err
		}
		for _, e := range found {
			same := func(o voc.Evidence) bool { return o.PostID == e.PostID || alike(o.Text, e.Text) }
			if len(x.voices) == mostWitnesses || slices.ContainsFunc(x.voices, same) {
				continue
			}
			if e.Store != "" {
				e.Store = cmp.Or(x.shops[voc.StoreID(e.Store)], e.Store)
			}
			e.At = e.At.In(x.zone)
			x.voices = append(x.voices, e)
		}
	}
	return nil
}

func (x *incident) title(name string) string { return cmp.Or(x.titles[name], name) }

func (x *incident) place(id voc.SourceID) string {
	return cmp.Or(withoutBrand(x.places[id], x.brand.Name), string(id))
}

// what is the matter by its name.
func (x *incident) what() string {
	switch {
	case x.alert.Kind == voc.RuleSilence:
		return x.say("%s没有声音", "%s fell silent", cmp.Or(x.place(x.alert.Source), string(x.alert.Source)))
	case x.alert.Topic != "":
		return x.quoted(x.title(x.alert.Topic))
	}
	return x.say("负面激增", "A surge of complaints")
}
