package pipeline

import (
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// brand names, topic titles and stores, as people say them.
type names struct {
	brands   []voc.Brand
	stores   []voc.Store
	sources  func() []voc.Source // of now; nil: none
	titles   map[string]string
	location *time.Location
}

func (n names) brand(id voc.BrandID) string {
	if i := slices.IndexFunc(n.brands, func(b voc.Brand) bool { return b.ID == id }); i >= 0 {
		return n.brands[i].Name
	}
	return string(id)
}

func (n names) source(id voc.SourceID) voc.Source {
	if n.sources != nil {
		all := n.sources()
		if i := slices.IndexFunc(all, func(s voc.Source) bool { return s.ID == id }); i >= 0 {
			return all[i]
		}
	}
	return voc.Source{}
}

func (n names) store(id voc.StoreID) voc.Store {
	if i := slices.IndexFunc(n.stores, func(s voc.Store) bool { return s.ID == id }); i >= 0 {
		return n.stores[i]
	}
	return voc.Store{}
}

func (n names) title(name string) string {
	if t := n.titles[name]; t != "" {
		return t
	}
	return name
}

// telling is what a headline about an alert is made of.
func (n names) telling(a voc.Alert, rule alert.Rule) alert.Telling {
	t := alert.Telling{Brand: n.brand(a.Brand), Location: n.location}
	if a.Topic != "" {
		t.Topic = n.title(a.Topic)
	}
	if id, ok := concentrated(a.Shares); ok {
		t.Store = n.store(id).Name
	}
	if rule.Sentiment != voc.Negative {
		t.What = "声量"
	}
	return t
}

// concentrated names the shop that brought at least half of an increase.
func concentrated(shares []voc.Share) (voc.StoreID, bool) {
	for _, s := range shares {
		if s.Dimension == "store" && s.Element != "" && s.Part >= 0.5 {
			return voc.StoreID(s.Element), true
		}
	}
	return "", false
}
