package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Says is what an answer amounts to, in one sentence computed from its numbers.
type Says struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Portion is a part of something with its interval; everything but N is null of nothing.
type Portion struct {
	Value *float64 `json:"value" doc:"0…1; null of nothing"`
	Low   *float64 `json:"low" doc:"Lower end of its 90 % interval"`
	High  *float64 `json:"high" doc:"Upper end of it"`
}

// few is below how many mentions a share is shown grey and decides nothing.
const few = 20

func shareWith(k, n float64, i statistics.Interval) Portion {
	if n <= 0 {
		return Portion{}
	}
	v := k / n
	return Portion{&v, &i.Low, &i.High}
}

func negativeShare(negative, n int) Portion {
	return shareWith(float64(negative), float64(n), statistics.Wilson(float64(negative), float64(n), statistics.Level))
}

// Place is a province, or a city of one.
type Place struct {
	Region     string  `json:"region" doc:"Province; what to filter by"`
	City       string  `json:"city" doc:"Empty for the whole province"`
	N          int     `json:"n"`
	Full       float64 `json:"full" doc:"Mentions to be expected had every source been heard all the time: those of a source heard half the time count twice; of one heard for less than half they are not scaled up further"`
	Negative   int     `json:"negative"`
	Positive   int     `json:"positive"`
	Complaints int     `json:"complaints"`
	Share      Portion `json:"share" doc:"negative/n"`
	Before     int     `json:"before" doc:"Mentions in the window it is compared with"`
	Small      bool    `json:"small" doc:"Too few mentions for a share to mean something"`
	Stores     int     `json:"stores" doc:"Shops there, of the configuration"`
}

// Places is the map.
type Places struct {
	Compared
	Total   int     `json:"total" doc:"All mentions the filter means"`
	Nowhere int     `json:"nowhere" doc:"Those among them that name no province"`
	Items   []Place `json:"items" doc:"Provinces, most first"`
	Cities  []Place `json:"cities" doc:"Cities named, most first"`
	Few     int     `json:"few" doc:"Below so many mentions a share is small"`
	Says    Says    `json:"says"`
}

type placesIn struct{ FilterQuery }

func (a *door) placeOperations() {
	get(a, "/places", "places", "Provinces and cities by mentions, set against how well the sources were heard", a.places)
	get(a, "/stores/ranks", "store-ranks", "Shops by negative share, shrunken towards what their brand's shops have in common", a.storeRanks)
	get(a, "/authors", "authors", "Who speaks: tiers, habits, those heard most, and suspected coordinated posting", a.authors)
	get(a, "/rivals", "rivals", "Brands set against each other, over what was collected for all of them alone", a.rivals)
}

func (a *door) places(ctx context.Context, in *placesIn) (*answer[Places], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	rows, err := a.Store.Places(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "places", err)
	}
	windows, err := a.compared(ctx, f)
	if err != nil {
		return nil, err
	}
	heard, err := a.heardOf(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "places", err)
	}
	out := gatherPlaces(rows, heard)
	out.Compared = windows
	for i := range out.Items {
		out.Items[i].Stores = a.shopsIn(f, out.Items[i].Region, "")
	}
	for i := range out.Cities {
		out.Cities[i].Stores = a.shopsIn(f, out.Cities[i].Region, out.Cities[i].City)
	}
	return &answer[Places]{Body: out}, nil
}

// shopsIn counts shops of a province, or of a city, that the filter and the scope mean.
func (a *door) shopsIn(f voc.Filter, region, city string) int {
	n := 0
	for _, s := range a.Stores {
		if s.Province == region && (city == "" || s.City == city) && ofBrands(f.Brands, s.Brand) && f.Scope.Sees(s.Brand, s.Province, s.ID) {
			n++
		}
	}
	return n
}

// leastScaled is below which share of its time a source is not scaled up further: five mentions of
// an hour say little about a week.
const leastScaled = 0.5

// gatherPlaces adds rows up by province and by city. heard is which share of the window each source
// was heard; one that is not in it comes when it comes and counts as it is.
func gatherPlaces(rows []store.PlaceCount, heard map[voc.SourceID]float64) Places {
	out := Places{Items: []Place{}, Cities: []Place{}, Few: few}
	at := map[[2]string]*Place{}
	for _, row := range rows {
		out.Total += row.N
		if row.Region == "" {
			out.Nowhere += row.N
			continue
		}
		scale := 1.0
		if h, ok := heard[row.Source]; ok {
			scale = 1 / max(h, leastScaled)
		}
		keys := [][2]string{{row.Region, ""}, {row.Region, row.City}}
		if row.City == "" {
			keys = keys[:1]
		}
		for _, key := range keys {
			p := at[key]
			if p == nil {
				p = &Place{Region: key[0], City: key[1]}
				at[key] = p
			}
			p.N, p.Negative, p.Positive, p.Before = p.N+row.N, p.Negative+row.Negative, p.Positive+row.Positive, p.Before+row.Before
			p.Complaints, p.Full = p.Complaints+row.Complaints, p.Full+scale*float64(row.N)
		}
	}
	for _, p := range at {
		p.Share, p.Small = negativeShare(p.Negative, p.N), p.N < few
		if p.City == "" {
			out.Items = append(out.Items, *p)
		} else {
			out.Cities = append(out.Cities, *p)
		}
	}
	most := func(x, y Place) int {
		return cmp.Or(y.N-x.N, y.Before-x.Before, cmp.Compare(x.Region, y.Region), cmp.Compare(x.City, y.City))
	}
	slices.SortFunc(out.Items, most)
	slices.SortFunc(out.Cities, most)
	out.Says = placesSay(out)
	return out
}

// placesSay names the loudest province and the one that is surely worse than all together.
func placesSay(p Places) Says {
	placed := p.Total - p.Nowhere
	if placed == 0 {
		return Says{"这段时间里没有提到地区的声音。", "Nothing in this window names a place."}
	}
	top := p.Items[0]
	zh := fmt.Sprintf("提到地区的 %d 条里，%s最多，占 %.0f%%", placed, top.Region, 100*float64(top.N)/float64(placed))
	en := fmt.Sprintf("Of %d mentions that name a province, %s has most: %.0f%%", placed, top.Region, 100*float64(top.N)/float64(placed))
	negative := 0
	for _, item := range p.Items {
		negative += item.Negative
	}
	var worst *Place
	for i := range p.Items {
		item := &p.Items[i]
		rest := statistics.Difference(float64(item.Negative), float64(item.N), float64(negative-item.Negative), float64(placed-item.N), statistics.Level)
		if !item.Small && rest.Low > 0 && (worst == nil || *item.Share.Low > *worst.Share.Low) {
			worst = item
		}
	}
	if worst == nil {
		return Says{zh + "；各省负面占比没有明显高下。", en + "; no province is surely worse than the others."}
	}
	return Says{
		zh + fmt.Sprintf("；%s负面占比 %.0f%%（%.0f–%.0f%%），明显高于其他省份。", worst.Region, 100**worst.Share.Value, 100**worst.Share.Low, 100**worst.Share.High),
		en + fmt.Sprintf("; %s is negative in %.0f%% (%.0f–%.0f%%), surely more than elsewhere.", worst.Region, 100**worst.Share.Value, 100**worst.Share.Low, 100**worst.Share.High),
	}
}

// heardOf is which share of the part of a window that has passed each regularly heard source was heard.
func (a *door) heardOf(ctx context.Context, f voc.Filter) (map[voc.SourceID]float64, error) {
	gaps, err := a.Store.Unheard(ctx, f)
	if err != nil {
		return nil, err
	}
	end := f.To
	if now := a.Now(); end.After(now) {
		end = now
	}
	return statistics.HeardFor(a.Sources(), gaps, f.From, end), nil
}
