package nlp

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

//go:embed places.txt
var placesTable string

// place is a province or a city with its province, both in their short names: 广东, 深圳.
type place struct{ province, city string }

// addPlaces loads the table of provinces and cities. A line is a province, a colon, its other
// names, a bar, its cities.
func (v *vocabulary) addPlaces() ([]place, error) {
	var places []place
	n := 0
	for line := range strings.Lines(placesTable) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		province, rest, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("nlp: places.txt:%d: no colon in %q", n, line)
		}
		names, cities, _ := strings.Cut(rest, "|")
		for _, name := range append(strings.Fields(names), province) {
			v.add(name, entry{kind: kindPlace, id: int32(len(places))})
		}
		places = append(places, place{province: province})
		for _, city := range strings.Fields(cities) {
			v.add(city, entry{kind: kindPlace, id: int32(len(places))})
			v.add(city+"市", entry{kind: kindPlace, id: int32(len(places))})
			places = append(places, place{province, city})
		}
	}
	return places, nil
}

// region gives the province named most often in the text; among equals one that a city was named of, then the
// first; "" none. A city counts for its province.
func (a *Analyzer) region(s *scratch) string {
	finds := s.by[kindPlace]
	finds = finds[:min(len(finds), 100)] // a list of places is about none of them
	best, most := "", 0
	for i, f := range finds {
		p := a.places[f.id].province
		n := 0
		cities := 0 // 1 where a city of it is named: 河南的朋友在深圳喝的
		for _, g := range finds[i:] {
			if a.places[g.id].province == p {
				n += 2
				if a.cityOf(g) != "" {
					cities = 1
				}
			}
		}
		if n += cities; n > most {
			best, most = p, n
		}
	}
	return best
}

// addStores makes the shops known by their names and aliases.
func (v *vocabulary) addStores(stores []voc.Store) {
	for i := range stores {
		v.add(stores[i].Name, entry{kind: kindStore, id: int32(i)})
		for _, alias := range stores[i].Aliases {
			v.add(alias, entry{kind: kindStore, id: int32(i)})
		}
	}
}

// store gives the shop of the brand the text names, "" none. Several shops may share a name
// (万达店): the one in a city or province the text or the post names wins, then the longer name; if
// it is still open which is meant, none is given.
func (a *Analyzer) store(s *scratch, post *voc.Post, brand voc.BrandID) voc.StoreID {
	if post.Store != "" {
		return ""
	}
	best, points, tied := -1, 0, false
	consider := func(id int32, length int) {
		st := &a.opt.Stores[id]
		if brand != "" && st.Brand != brand {
			return
		}
		p := length + 100*a.near2place(s, post, st)
		switch {
		case best == int(id):
			points = max(points, p)
		case p > points:
			best, points, tied = int(id), p, false
		case p == points:
			tied = true
		}
	}
	if post.StoreName != "" {
		name := normal.Text(post.StoreName)
		for id := range a.opt.Stores {
			if n := a.storeNamed(id, name); n > 0 {
				consider(int32(id), 50+n)
			}
		}
	}
	for _, f := range s.by[kindStore] {
		if !a.elsewhere(s, f, &a.opt.Stores[f.id]) {
			consider(f.id, int(f.end-f.start))
		}
	}
	if best < 0 || tied {
		return ""
	}
	return a.opt.Stores[best].ID
}

// elsewhere tells whether another city stands right before the name f of a shop: 东莞南山店 is not the one in
// 深圳.
func (a *Analyzer) elsewhere(s *scratch, f found, st *voc.Store) bool {
	for _, g := range s.by[kindPlace] {
		if gap := f.start - g.end; gap != 0 && (gap != 1 || s.runes[g.end] != '的') {
			continue
		}
		if city := a.cityOf(g); city != "" {
			return st.City != "" && !strings.HasPrefix(st.City, city)
		}
		return st.Province != "" && !strings.HasPrefix(st.Province, a.places[g.id].province)
	}
	return false
}

// storeNamed gives the length of the longest of the shop's names that name (as a site writes it)
// contains.
func (a *Analyzer) storeNamed(id int, name string) int {
	longest := 0
	for _, alias := range a.storeNames[id] {
		if strings.Contains(name, alias) {
			longest = max(longest, runeLen(alias))
		}
	}
	return longest
}

// near2place counts what speaks for the shop's whereabouts: 2 its city, 1 its province.
func (a *Analyzer) near2place(s *scratch, post *voc.Post, st *voc.Store) int {
	n := 0
	for _, f := range s.by[kindPlace] {
		p := a.places[f.id]
		if p.city != "" && strings.HasPrefix(st.City, p.city) {
			return 2
		}
		if strings.HasPrefix(st.Province, p.province) {
			n = 1
		}
	}
	for _, f := range s.by[kindDistrict] {
		if d := &a.districts[f.id]; f.value > 0 && st.City != "" && strings.HasPrefix(st.City, d.city) {
			return 2
		}
	}
	if n == 0 && post.Region != "" && (strings.HasPrefix(post.Region, st.Province) || strings.HasPrefix(st.Province, post.Region)) && st.Province != "" {
		n = 1
	}
	return n
}

// dropHiddenPlaces takes out places inside words of another meaning (好吃 in no place, but 海南鸡饭
// is a dish): a place followed by what makes it a dish or a brand of something is none.
func (s *scratch) dropHiddenPlaces() {
	kept := s.by[kindPlace][:0]
	for _, f := range s.by[kindPlace] {
		if n := len(kept); n > 0 && f.start < kept[n-1].end {
			if f.end > kept[n-1].end && f.start == kept[n-1].start {
				kept[n-1] = f
			}
			continue
		}
		if int(f.end) < len(s.runes) && dishAfterPlace(s.runes[f.end]) {
			continue
		}
		kept = append(kept, f)
	}
	s.by[kindPlace] = kept
}

// dishAfterPlace: 重庆小面, 兰州拉面, 北京烤鸭, 海南鸡饭, 扬州炒饭 tell what is eaten, not where.
func dishAfterPlace(r rune) bool {
	switch r {
	case '拉', '烤', '鸡', '炒', '火', '菜', '米', '面', '粉', '肉', '小', '臭', '热', '酸', '泡', '汤':
		return true
	}
	return false
}
