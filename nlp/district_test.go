package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestWhereTextsAre(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	for _, c := range []struct{ text, region, city, district string }{
		{"杭州西湖区这家店排队", "浙江", "杭州", "西湖区"}, {"杭州西湖边上的店", "浙江", "杭州", "西湖区"}, {"南昌西湖区的店", "江西", "南昌", "西湖区"}, {"西湖区的店", "", "", "西湖区"},
		{"北京朝阳的门店太差", "北京", "北京", "朝阳区"}, {"长春朝阳区", "吉林", "长春", "朝阳区"}, {"迎着朝阳出门", "", "", ""}, {"朝阳区那家", "", "", "朝阳区"},
		{"南京鼓楼店", "江苏", "南京", "鼓楼区"}, {"福州鼓楼区", "福建", "福州", "鼓楼区"}, {"鼓楼夜市", "", "", ""}, {"天津和平区", "天津", "天津", "和平区"}, {"世界和平", "", "", ""},
		{"深圳南山的奶茶", "广东", "深圳", "南山区"}, {"海淀那家店员态度差", "北京", "北京", "海淀区"}, {"浦东的门店", "上海", "上海", "浦东新区"}, {"浦东新区的店", "上海", "上海", "浦东新区"}, {"徐汇这家关门了", "上海", "上海", "徐汇区"},
		{"昆山的店", "江苏", "苏州", "昆山市"}, {"义乌市场旁边", "浙江", "金华", "义乌市"}, {"都江堰市的店", "四川", "成都", "都江堰市"}, {"成都春熙路的店", "四川", "成都", "春熙路"},
		{"旺角那间", "香港", "香港", "旺角"}, {"尖沙咀店員好差", "香港", "香港", "尖沙咀"}, {"台北信義區的門市", "台湾", "台北", "信义区"}, {"信义区的店", "台湾", "台北", "信义区"}, {"澳门氹仔", "澳门", "澳门", "氹仔"},
		{"重庆小面真好吃", "", "", ""}, {"兰州拉面", "", "", ""}, {"青岛啤酒好喝", "", "", ""}, {"北京现代的售后", "", "", ""}, {"上海大众", "", "", ""}, {"西湖龙井很香", "", "", ""}, {"金华火腿", "", "", ""}, {"南京西路的店", "", "", ""}, {"德州扒鸡", "", "", ""},
		{"东方不亮西方亮", "", "", ""}, {"世界大同", "", "", ""}, {"祝大家安康", "", "", ""}, {"大同市的店", "山西", "大同", ""}, {"好新城市", "", "", ""}, {"广州天河、深圳福田都喝过，广州的更好", "广东", "广州", "天河区"}, {"好喝", "", "", ""},
	} {
		an := of(t, a, c.text)
		if an.Region != c.region || an.City != c.city || an.District != c.district {
			t.Errorf("%q is in %q %q %q, want %q %q %q", c.text, an.Region, an.City, an.District, c.region, c.city, c.district)
		}
	}
}

func TestThePostsRegionSettlesADistrict(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	an := a.Analyze([]voc.Post{{Text: "朝阳区那家店", Region: "北京"}})[0].Analysis
	if an.City != "北京" || an.District != "朝阳区" {
		t.Errorf("in %q %q", an.City, an.District)
	}
}

func TestEveryDistrictHasAProvince(t *testing.T) {
	a := analyzer(t, DefaultOptions())
	known := map[string]bool{}
	for _, p := range a.places {
		known[p.province] = true
	}
	seen := map[district]bool{}
	for _, d := range a.districts {
		if !known[d.province] {
			t.Errorf("%+v lies in no province of places.txt", d)
		}
		if seen[d] {
			t.Errorf("%+v stands twice", d)
		}
		seen[d] = true
	}
	if len(a.districts) < 700 {
		t.Errorf("only %d districts", len(a.districts))
	}
}

// A shop's name behind another city is another shop's; a city named elsewhere in the text changes nothing.
func TestShopsOfOtherCities(t *testing.T) {
	o := DefaultOptions()
	o.Stores = []voc.Store{{ID: "sz", Name: "深圳南山店", Province: "广东", City: "深圳", Aliases: []string{"南山店"}}, {ID: "any", Name: "大学城店"}}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{"深圳南山店排队", "sz"}, {"深圳的南山店排队", "sz"}, {"南山店排队", "sz"}, {"从东莞跑到南山店喝的", "sz"}, {"广东南山店", "sz"}, {"东莞南山店排队", ""}, {"东莞的南山店排队", ""}, {"重庆南山店", ""}, {"湖南南山店", ""}, {"广州大学城店", "any"},
	} {
		if an := of(t, a, c[0]); string(an.Store) != c[1] {
			t.Errorf("%q is of the shop %q, want %q", c[0], an.Store, c[1])
		}
	}
}
