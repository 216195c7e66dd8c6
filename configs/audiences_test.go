package configs

import (
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// letterFolder is a folder with shops in two provinces, an organisation, and people with a channel.
func letterFolder(audiences string) map[string]string {
	return map[string]string{
		"stores.yaml": "stores:\n- {id: jingan, name: 静安店, brand: tea, province: 上海, manager: 沈予安}\n- {id: wulin, name: 武林店, brand: tea, province: 浙江, manager: 店长}\n" +
			"- {id: far, name: 别家的店, brand: cola, province: 上海}\n",
		"brands.yaml": "brands:\n- {id: tea, name: 山外青茶, own: true, any: [山外青茶]}\n- {id: cola, name: 别家, any: [别家]}\n",
		"people.yaml": "people:\n- {name: 沈予安, channels: [desk]}\n- {name: 王芳}\n",
		"org.yaml":    "units:\n- {id: group, title: 集团}\n- {id: east, title: 华东区, parent: group, brands: [tea], regions: [上海, 江苏]}\n- {id: shop, parent: east, stores: [jingan]}\n",
		"channels.yaml": "channels:\n- {name: desk, kind: webhook, url: https://desk.example.org/hook, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]}\n" +
			"- {name: mail, kind: email, host: smtp.example.org, from: a@example.org, to: [owner]}\n",
		"audiences.yaml": audiences,
	}
}

func audiencesOf(t *testing.T, text string) []voc.Audience {
	t.Helper()
	return deskOf(t, letterFolder(text)).Digest.Audiences
}

func TestAnAudienceIsReadWithItsDefaults(t *testing.T) {
	got := audiencesOf(t, "audiences:\n- id: founder\n- {id: weekly, kind: pr, cadence: weekly, title: 公关部, language: en, channels: [desk], empty: true, holidays: skip}\n- {id: monthly, cadence: monthly, at: \"0 8 2 * *\"}\n")
	if len(got) != 3 {
		t.Fatalf("audiences are %+v", got)
	}
	f, w, m := got[0], got[1], got[2]
	if f.Title != "founder" || f.Kind != voc.AudienceFounder || f.Period != voc.PeriodDay || f.At != "30 21 * * *" || f.Language != "zh" || f.Empty || !f.Holidays || !f.Scope.Whole() {
		t.Errorf("what is not written is usual: %+v", f)
	}
	if w.Period != voc.PeriodWeek || w.At != "0 9 * * 1" || w.Language != "en" || !w.Empty || w.Holidays || w.Title != "公关部" {
		t.Errorf("what is written stands: %+v", w)
	}
	if m.Period != voc.PeriodMonth || m.At != "0 8 2 * *" {
		t.Errorf("a time of its own: %+v", m)
	}
	none := deskOf(t, map[string]string{})
	if none.Digest.Audiences != nil || none.Digest.At != "30 21 * * *" {
		t.Errorf("without the file the block of tingfeng.yaml stands: %+v", none.Digest)
	}
	if empty := audiencesOf(t, "audiences: []\n"); empty == nil || len(empty) != 0 {
		t.Errorf("an empty list is a list: %v", empty)
	}
	if off := none.Digest.Off; !slices.Contains(off, "2026-10-01") || slices.Contains(off, "2026-03-04") {
		t.Errorf("the days off are %v", off)
	}
}

func TestAnAudienceIsBoundedByItsUnitAndPlaces(t *testing.T) {
	f := func(why, entry string, want voc.Scope) {
		t.Helper()
		got := audiencesOf(t, "audiences:\n- {id: a, "+entry+"}\n")[0].Scope
		if !slices.Equal(got.Brands, want.Brands) || !slices.Equal(got.Regions, want.Regions) || !slices.Equal(got.Stores, want.Stores) || got.None {
			t.Errorf("%s: %+v, want %+v", why, got, want)
		}
	}
	f("a unit's letter tells of what it owns", "unit: east", voc.Scope{Brands: []voc.BrandID{"tea"}, Regions: []string{"上海", "江苏"}})
	f("a filter of regions narrows it", "unit: east, filter: {regions: [上海]}", voc.Scope{Brands: []voc.BrandID{"tea"}, Regions: []string{"上海"}})
	f("a filter of shops narrows it", "unit: east, filter: {stores: [jingan]}", voc.Scope{Brands: []voc.BrandID{"tea"}, Stores: []voc.StoreID{"jingan"}})
	f("without a unit places alone bound it", "filter: {regions: [浙江]}", voc.Scope{Regions: []string{"浙江"}})
	topic := audiencesOf(t, "audiences:\n- {id: a, filter: {topic: 卫生-, aspect: service.waiting}}\n")[0].Filter
	if topic.Also != "卫生-" || topic.Topic != "" || topic.Aspect != "service.waiting" {
		t.Errorf("a whole group of topics: %+v", topic)
	}
}

func TestOneEntryStandsForEveryShopOrRegion(t *testing.T) {
	shops := audiencesOf(t, "audiences:\n- {id: store, each: store, to: [manager]}\n")
	if len(shops) != 2 || shops[0].ID != "store-jingan" || shops[0].Title != "静安店" || shops[0].Kind != voc.AudienceStore {
		t.Fatalf("shops: %+v", shops)
	}
	if !slices.Equal(shops[0].To, []string{"沈予安"}) || len(shops[1].To) != 0 {
		t.Errorf("each goes to its manager, and to nobody where people.yaml has none: %v, %v", shops[0].To, shops[1].To)
	}
	if s := shops[1].Scope; !slices.Equal(s.Stores, []voc.StoreID{"wulin"}) || !slices.Equal(s.Brands, []voc.BrandID{"tea"}) {
		t.Errorf("a shop's letter tells of it alone: %+v", s)
	}
	within := audiencesOf(t, "audiences:\n- {id: store, each: store, unit: east}\n")
	if len(within) != 1 || within[0].ID != "store-jingan" {
		t.Errorf("only shops of the unit: %+v", within)
	}
	units := audiencesOf(t, "audiences:\n- {id: region, each: region}\n")
	if len(units) != 1 || units[0].ID != "region-east" || units[0].Title != "华东区" || units[0].Kind != voc.AudienceRegion {
		t.Errorf("regions of the organisation: %+v", units)
	}
	files := letterFolder("audiences:\n- {id: region, each: region}\n")
	files["org.yaml"] = "units: []\n"
	provinces := deskOf(t, files).Digest.Audiences
	if len(provinces) != 2 || provinces[1].ID != "region-浙江" || !slices.Equal(provinces[1].Scope.Regions, []string{"浙江"}) {
		t.Errorf("without an organisation, provinces of our shops: %+v", provinces)
	}
}

func TestProblemsOfAudiencesSayWhereTheyStand(t *testing.T) {
	for _, c := range []struct{ sentence, entry, where, says string }{
		{"no id", "- title: 创始人\n", ":2", "empty"},
		{"an id with spaces", "- id: the founder\n", ":2", "the founder"},
		{"an id twice", "- id: a\n- id: a\n", ":3", "stands twice"},
		{"a cadence nobody knows", "- id: a\n  cadence: hourly\n", ":3", "hourly"},
		{"a kind nobody knows", "- id: a\n  kind: boss\n", ":3", "boss"},
		{"a language there is not", "- id: a\n  language: fr\n", ":3", "fr"},
		{"a time that is none", "- id: a\n  at: 21:30\n", ":3", "21:30"},
		{"an interval", "- id: a\n  at: \"@every 6h\"\n", ":3", "time of day"},
		{"a channel that is not there", "- id: a\n  channels: [fax]\n", ":3", "fax"},
		{"a person who is not there", "- id: a\n  channels: [desk]\n  to: [李雷]\n", ":4", "李雷"},
		{"a person nothing reaches", "- id: a\n  to: [王芳]\n", ":3", "no channel reaches"},
		{"a mailbox of owners without one", "- id: a\n  channels: [mail]\n", ":3", "only to owners"},
		{"a manager where there are no shops", "- id: a\n  channels: [desk]\n  to: [manager]\n", ":4", "manager"},
		{"a unit that is not there", "- id: a\n  unit: north\n", ":3", "north"},
		{"a brand that is not there", "- id: a\n  brands: [milk]\n", ":3", "milk"},
		{"a shop that is not there", "- id: a\n  filter:\n    stores: [moon]\n", ":4", "moon"},
		{"a source that is not there", "- id: a\n  filter:\n    sources: [moon]\n", ":4", "moon"},
		{"a topic that is not there", "- id: a\n  filter:\n    topic: 天气\n", ":4", "天气"},
		{"places the unit does not own", "- id: a\n  unit: east\n  filter: {regions: [浙江]}\n", ":4", "nothing of what east owns"},
		{"each of something else", "- id: a\n  each: city\n", ":3", "city"},
		{"each where there is none", "- id: a\n  each: store\n  brands: [cola]\n  unit: shop\n", ":3", "no store"},
		{"holidays of a third kind", "- id: a\n  holidays: maybe\n", ":3", "maybe"},
		{"a key nobody knows", "- id: a\n  mood: good\n", ":3", "mood"},
	} {
		_, err := Load(deskFolder(t, letterFolder("audiences:\n"+c.entry)), env(nil))
		if err == nil || !strings.Contains(err.Error(), "audiences.yaml"+c.where) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want audiences.yaml%s to say %q", c.sentence, err, c.where, c.says)
		}
		var all Problems
		if !errors.As(err, &all) || slices.ContainsFunc(all, func(p Problem) bool {
			return p.File == "audiences.yaml" && p.Remedy == "" && !strings.Contains(p.Message, "write ")
		}) {
			t.Errorf("%s: %v does not say what to write instead", c.sentence, err)
		}
	}
}

// The example in the folder must be accepted when somebody takes the marks away.
func TestTheExampleOfAudiencesIsAccepted(t *testing.T) {
	text, err := os.ReadFile("audiences.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, example, found := strings.Cut(string(text), "# audiences:\n")
	if !found {
		t.Fatal("audiences.yaml has no example")
	}
	files := letterFolder("audiences:\n" + regexp.MustCompile(`(?m)^# ?`).ReplaceAllString(example, ""))
	maps.Copy(files, map[string]string{
		"people.yaml": "people:\n- {name: 沈予安, channels: [pr-desk]}\n- {name: 王芳}\n- {name: 店长, channels: [pr-desk]}\n",
		"channels.yaml": "channels:\n- {name: pr-desk, kind: webhook, url: https://desk.example.org/hook, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]}\n" +
			"- {name: founder-mail, kind: email, host: smtp.example.org, from: a@example.org, to: [boss@example.org]}\n",
	})
	got := deskOf(t, files).Digest.Audiences
	if len(got) != 6 {
		t.Errorf("the example stands for %d audiences, want founder, pr, one region, two shops, product", len(got))
	}
}
