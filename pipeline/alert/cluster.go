package alert

import (
	"cmp"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	sameOverlap  = 0.6           // of the mass of both: they are about the same
	samePlaceFor = 6 * time.Hour // what begins at one shop within so long is one matter
	joinedPart   = 0.5           // of a topic's mentions name the cluster as well: it belongs to it
	saidAtOnce   = 0.2           // … so much of a loud topic's does: both are one matter
	saidAllAlong = 0.35          // … or so much of it since the other matter began
	leastJoined  = 3             // mentions below which a topic's company says nothing
	mostTopics   = 8             // in a cluster; beyond it "about" would mean everything
)

// Matter is what an incident or an observation is about, as far as it is known.
type Matter struct {
	Topics []string           // the cluster, most spoken of first
	Mass   map[string]float64 // part of the increase that speaks of a topic, summing to 1 at most
	Posts  []voc.PostID       // what it goes back to: the first post, the most amplified
	Shop   string             // that brought half of the increase or more; "" none
	Began  time.Time
}

// MatterOf is what an incident is about.
func MatterOf(a voc.Alert) Matter {
	m := Matter{Topics: a.Topics, Mass: massOf(a.Shares), Began: a.StartedAt}
	if len(m.Topics) == 0 && a.Topic != "" {
		m.Topics = []string{a.Topic}
	}
	if len(m.Mass) == 0 && a.Topic != "" {
		m.Mass = map[string]float64{a.Topic: 1}
	}
	for _, e := range a.Evidence {
		if e.Why == "first" || e.Why == "amplified" {
			m.Posts = append(m.Posts, e.PostID)
		}
	}
	if shops := shopsOf(a); len(shops) > 0 {
		m.Shop = shops[0]
	}
	return m
}

// massOf spreads an increase over its topics so that they sum to 1 at most.
func massOf(shares []voc.Share) map[string]float64 {
	mass, sum := map[string]float64{}, 0.0
	for _, s := range shares {
		if s.Dimension == "topic" && s.Part > 0 {
			mass[s.Element] = s.Part
			sum += s.Part
		}
	}
	if sum > 1 {
		for t := range mass {
			mass[t] /= sum
		}
	}
	return mass
}

// Same tells whether two matters are one, and why.
func Same(a, b Matter) (Reason, bool) {
	leads := func(x, y Matter) bool { return len(x.Topics) > 0 && slices.Contains(y.Topics, x.Topics[0]) }
	switch {
	case leads(a, b) || leads(b, a):
		return BecauseTopic, true
	case overlap(a.Mass, b.Mass) >= sameOverlap:
		return BecauseOverlap, true
	case slices.ContainsFunc(a.Posts, func(id voc.PostID) bool { return slices.Contains(b.Posts, id) }):
		return BecausePost, true
	case a.Shop != "" && a.Shop == b.Shop && a.Began.Sub(b.Began).Abs() <= samePlaceFor:
		return BecausePlace, true
	}
	return "", false
}

// overlap is how much of the mass of both lies on the same topics, 0…1.
func overlap(a, b map[string]float64) float64 {
	var sum float64
	for t, x := range a {
		sum += min(x, b[t])
	}
	return sum
}

// Cluster is what a burst is about: its leading topic, and those most of whose mentions name it too.
// Sets are the topics of each mention of the burst, or of a sample.
func Cluster(lead string, sets [][]string) []string {
	if lead == "" {
		return nil
	}
	all, both := map[string]int{}, map[string]int{}
	for _, set := range sets {
		with := slices.Contains(set, lead)
		for _, t := range slices.Compact(slices.Sorted(slices.Values(set))) {
			all[t]++
			if with {
				both[t]++
			}
		}
	}
	var joined []string
	for t, n := range both {
		if t != lead && n >= leastJoined && float64(n) >= joinedPart*float64(all[t]) {
			joined = append(joined, t)
		}
	}
	slices.SortFunc(joined, func(a, b string) int { return cmp.Or(cmp.Compare(both[b], both[a]), cmp.Compare(a, b)) })
	return append([]string{lead}, first(joined, min(len(joined), mostTopics-1))...)
}

// SaidAtOnce tells whether so many mentions of a topic name a cluster in the same breath that both
// are one matter.
func SaidAtOnce(topic string, cluster []string, sets [][]string) bool {
	return company(topic, cluster, sets) >= saidAtOnce
}

// SaidAllAlong is SaidAtOnce for all that was said of the topic since the cluster became loud: in half an hour few may name
// both. What another matter adds to the topic names the cluster seldom, so the part must be larger.
func SaidAllAlong(topic string, cluster []string, sets [][]string) bool {
	return company(topic, cluster, sets) >= saidAllAlong
}

// company is which part of a topic's mentions name a cluster too, 0 where hardly any do.
func company(topic string, cluster []string, sets [][]string) float64 {
	n, both := 0, 0
	for _, set := range sets {
		if !slices.Contains(set, topic) {
			continue
		}
		n++
		if slices.ContainsFunc(set, func(t string) bool { return slices.Contains(cluster, t) }) {
			both++
		}
	}
	if both < leastJoined {
		return 0
	}
	return float64(both) / float64(n)
}

// Joined is a cluster with more topics; what leads it comes first.
func Joined(lead string, clusters ...[]string) []string {
	var all []string
	if lead != "" {
		all = append(all, lead)
	}
	for _, cluster := range clusters {
		for _, t := range cluster {
			if !slices.Contains(all, t) && len(all) < mostTopics {
				all = append(all, t)
			}
		}
	}
	return all
}

// Belongs is the incident an observation of a rule is about: the newest that this rule opened or is
// part of, with the same key; nil when there never was one. A grave post joins what its rule is
// already telling of the same topic. Incidents come newest first, of any rule and brand.
func Belongs(incidents []voc.Alert, rule Rule, brand voc.BrandID, s Sight) *voc.Alert {
	if rule.Kind == voc.RuleCritical && s.Key != "" {
		for i := range incidents {
			if a := &incidents[i]; a.State == voc.AlertOpen && a.Rule == rule.Name && a.Brand == brand && a.Topic == s.Topic {
				return a
			}
		}
	}
	var newest *voc.Alert
	for i := range incidents {
		a := &incidents[i]
		if a.Brand != brand || a.State == voc.AlertMerged {
			continue
		}
		if !(a.Rule == rule.Name && a.Key == s.Key) && PartOf(*a, rule.Name, s.Key) == nil {
			continue
		}
		if newest == nil || SeenBy(*a, rule.Name, s.Key).OpenedAt.After(SeenBy(*newest, rule.Name, s.Key).OpenedAt) {
			newest = a
		}
	}
	return newest
}

// PartOf is a rule's part in an incident that another one opened; nil when it has none.
func PartOf(a voc.Alert, rule, key string) *voc.AbsorbedRule {
	for i := range a.Rules {
		if p := &a.Rules[i]; p.Rule == rule && p.Key == key {
			return p
		}
	}
	return nil
}

// SeenBy is an incident as one of its rules sees it: when that rule first spoke and how high it went.
func SeenBy(a voc.Alert, rule, key string) voc.Alert {
	if a.Rule == rule && a.Key == key {
		return a
	}
	if p := PartOf(a, rule, key); p != nil {
		a.OpenedAt, a.Peak = p.At, p.Peak
	}
	return a
}
