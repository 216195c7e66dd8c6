package nlp

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

//go:embed districts.txt
var districtsTable string

// district is a district, county or county-level city, or a quarter people name.
type district struct{ province, city, name string }

// addDistricts loads the table of districts. A line is a city, a colon, its districts.
func (v *vocabulary) addDistricts(places []place) ([]district, error) {
	provinces := map[string]string{}
	for _, p := range places {
		if provinces[p.city] == "" && p.city != "" {
			provinces[p.city] = p.province
		}
	}
	var list []district
	n := 0
	for line := range strings.Lines(districtsTable) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		city, rest, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("nlp: districts.txt:%d: no colon in %q", n, line)
		}
		province := provinces[city]
		if province == "" {
			province = city // 北京, 香港: both at once
		}
		for _, word := range strings.Fields(rest) {
			d := district{province: province, city: strings.TrimSuffix(city, "市")}
			v.addDistrict(&d, int32(len(list)), word, provinces)
			list = append(list, d)
		}
	}
	return list, nil
}

// addDistrict makes the names of one word of the table known and completes d.
func (v *vocabulary) addDistrict(d *district, id int32, word string, provinces map[string]string) {
	whole := strings.HasPrefix(word, "=")
	known := strings.Contains(word, "*")
	word = strings.TrimLeft(word, "=*")
	alone := float32(0)
	if known {
		alone = 1
	}
	add := func(name string, value float32) { v.add(name, entry{kind: kindDistrict, id: id, value: value}) }
	if whole {
		d.name = word
		add(word, alone)
		return
	}
	for _, suffix := range [...]string{"市", "县", "旗"} {
		if bare, cut := strings.CutSuffix(word, suffix); cut {
			d.name = word
			add(word, 1)
			if runeLen(bare) > 1 && bare != d.city {
				if provinces[bare] != "" {
					alone = 1 // 昆山: the table of cities knows it without its suffix
				}
				add(bare, alone)
			}
			return
		}
	}
	d.name = word + "区"
	add(d.name, 1)
	add(strings.TrimSuffix(word, "新"), alone)
	add(word, alone)
}

// notPlaces stand behind the name of a place that makes something else of it: a dish, a brand, a road.
var notPlaces = wordsOf(
	"啤酒", "现代", "大众", "通用", "奔驰", "汽车", "银行", "农商", "航空", "卫视", "晚报", "日报", "大学", "牌", "话", "菜", "味", "风味", "火腿", "龙井", "醋鱼", "扒鸡", "熟食", "臭豆腐", "牛肉", "羊肉", "板面", "肠粉", "早茶", "酸辣粉", "麻辣烫", "麻花", "煎饼", "凉皮", "肉夹馍", "泡馍", "胡辣汤", "馄饨", "生煎", "灌汤", "包子", "月饼", "香肠",
	"卤", "烧饼", "烧烤", "盐水鸭", "板鸭", "鸭血", "鸭", "大虾", "海鲜面", "螺蛳", "米线", "过桥", "豆腐", "陈醋", "老抽", "白茶", "红茶", "普洱", "苹果", "大枣", "红枣", "西路", "东路", "南路", "北路", "中路", "路", "大道", "大街", "街道", "北街", "南街", "烩面", "鱼丸", "糖水", "串串", "冒菜", "抄手", "炸酱", "豆汁", "药业", "啤", "制造", "式",
	"电饭煲", "冰箱", "彩电", "手表", "白药", "大盘鸡", "饭不", "饭好", "饭里", "特产", "街店", "街站", "街地铁", "街口", "街那",
	"人在", "人开", "人做的", "老乡", "口音", "籍",
)

// dropDishes takes out of the places found those that are part of something else's name: 青岛啤酒,
// 北京现代, 西湖龙井, 南京西路.
func (s *scratch) dropDishes() {
	for _, k := range [...]kind{kindPlace, kindDistrict} {
		kept := s.by[k][:0]
		for _, f := range s.by[k] {
			if s.behindAny(int(f.end), notPlaces) == 0 && (k == kindPlace || !s.hiddenDistrict(f)) {
				kept = append(kept, f)
			}
		}
		s.by[k] = kept
	}
}

// hiddenDistrict tells whether a longer name of a district or a place holds f.
func (s *scratch) hiddenDistrict(f found) bool {
	return inLonger(f, s.by[kindDistrict]) || inLonger(f, s.by[kindPlace])
}

// cityProvince tells whether a province is a city, too.
func cityProvince(province string) bool {
	switch province {
	case "北京", "上海", "天津", "重庆", "香港", "澳门":
		return true
	}
	return false
}

// where gives the province, the city and the district the text names most, "" each where none is sure. A district
// several cities have is told without a city, unless the text or the post's region says which.
func (a *Analyzer) where(s *scratch, post *voc.Post) (province, city, name string) {
	province = a.region(s)
	city = a.city(s, province)
	if len(s.by[kindDistrict]) == 0 {
		return province, city, ""
	}
	best, most := int32(-1), 0
	shared := "" // a district named in full that several cities have
	finds := s.by[kindDistrict]
	finds = finds[:min(len(finds), 100)]
	for i := 0; i < len(finds); {
		j := i
		id, points, alike := int32(-1), 0, 0
		for ; j < len(finds) && finds[j].start == finds[i].start && finds[j].end == finds[i].end; j++ {
			f := finds[j]
			p := a.fits(s, post, &a.districts[f.id], city)
			if f.value > 0 {
				p++
			}
			switch {
			case p > points:
				id, points, alike = f.id, p, 1
			case p == points && p > 0:
				alike++
			}
		}
		switch {
		case alike == 1 && points > most:
			best, most = id, points
		case alike > 1 && points == 1 && shared == "":
			shared = a.districts[id].name
		}
		i = j
	}
	if best < 0 {
		return province, city, shared
	}
	d := &a.districts[best]
	return d.province, d.city, d.name
}

// fits counts what speaks for a district: 4 its city is named, 2 its province is, or is the post's.
func (a *Analyzer) fits(s *scratch, post *voc.Post, d *district, city string) int {
	if city == d.city || city != "" && city+"市" == d.name {
		return 4
	}
	if city != "" {
		return -1
	}
	for _, f := range s.by[kindPlace] {
		if a.places[f.id].province == d.province {
			return 2
		}
	}
	if post.Region != "" && (strings.HasPrefix(post.Region, d.province) || strings.HasPrefix(d.province, post.Region)) {
		return 2
	}
	return 0
}

// city gives the city of the province that is named most often, the first among equals; "" none.
func (a *Analyzer) city(s *scratch, province string) string {
	finds := s.by[kindPlace]
	finds = finds[:min(len(finds), 100)]
	best, most := "", 0
	for i, f := range finds {
		name := a.cityOf(f)
		if name == "" || a.places[f.id].province != province {
			continue
		}
		n := 0
		for _, g := range finds[i:] {
			if a.cityOf(g) == name {
				n++
			}
		}
		if n > most {
			best, most = name, n
		}
	}
	return best
}

func (a *Analyzer) cityOf(f found) string {
	p := a.places[f.id]
	if cityProvince(p.province) {
		return p.province
	}
	if runeLen(p.city) > 2 {
		return strings.TrimSuffix(p.city, "市")
	}
	return p.city
}
