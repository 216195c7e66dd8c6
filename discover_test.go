package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// tableTalk writes weeks of everyday talk and, in the last two days, a story nobody has defined.
func (p *place) tableTalk() string {
	when := []string{"早上路过", "午休的时候", "下班以后", "周末带孩子", "和同事一起", "等车的功夫", "逛街累了", "加班到很晚"}
	what := []string{"排队二十分钟才拿到", "点的奶茶有点甜", "碰到的店员很热情", "外卖送到已经不冰", "珍珠煮得刚好", "座位太少站着喝", "会员券怎么都用不了", "柠檬茶酸得提神"}
	then := []string{"下次换个口味", "家里人也尝了一口", "价格倒是没变", "隔壁也开了新店", "包装袋挺结实", "喝完继续逛", "朋友说一般", "拍照发了朋友圈"}
	talk := func(i int) string { return when[i%8] + what[i/8%8] + "，" + then[i/64%8] }
	story := []string{"山外青茶的蓝色吸管掉色，舌头染成蓝的", "孩子用山外青茶的吸管，舌头染色洗不掉", "山外青茶的吸管染得舌头一片蓝", "喝山外青茶发现吸管掉色染了舌头"}
	var b strings.Builder
	b.WriteString("编号,内容,时间,作者\n")
	row := func(id, text string, back time.Duration) {
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", id, text, p.clock.Add(-back).UTC().Format(time.RFC3339), "客人"+id)
	}
	for i := range 420 {
		row(fmt.Sprint("o", i), "在山外青茶"+talk(i), time.Duration(4*24+i%600)*time.Hour)
	}
	for i := range 30 {
		row(fmt.Sprint("d", i), "今天山外青茶"+talk(i*17+3), time.Duration(i+1)*time.Hour)
	}
	for i := range 12 {
		row(fmt.Sprint("n", i), story[i%4]+"。"+talk(i*29+5), time.Duration(i+1)*time.Hour)
	}
	dir := p.t.TempDir()
	write(p.t, dir, "评论.csv", b.String())
	return filepath.Join(dir, "评论.csv")
}

func TestWhatNobodyDefinedIsFoundAndAccepted(t *testing.T) {
	p := newPlace(t)
	p.database()
	p.must("", "import", p.tableTalk())
	holds(t, "the search", p.must("", "discover", "search"), "正在冒头")
	var id string
	for _, d := range parsed[[]voc.Discovery](t, p.must("", "--json", "discover")) {
		if strings.Contains(strings.Join(d.Words, " "), "吸管") && d.Kind == voc.DiscoveryStory {
			id = d.ID
		}
	}
	if id == "" {
		t.Fatalf("the story was not found:\n%s", p.must("", "discover"))
	}
	holds(t, "the list", p.must("", "discover", "list", "--state", "proposed"), id, "待定", "新事", "吸管")
	effect := parsed[voc.Effect](t, p.must("", "--json", "discover", "effect", id, "--topic", "品质-吸管掉色"))
	if effect.Topic.Before != 0 || effect.Topic.After < 6 {
		t.Errorf("the effect is %+v", effect)
	}
	holds(t, "the effect", p.must("", "discover", "effect", id, "--topic", "品质-吸管掉色"), "话题 0→")
	const carrying = "SELECT count() AS n FROM mentions FINAL WHERE has(topics, '品质-吸管掉色')"
	if n := number(t, p.rows(carrying)[0]["n"]); n != 0 {
		t.Errorf("looking changed %d mentions", n)
	}

	if a := p.run("", "discover", "accept", id, "--as", "林"); a.code == exitDone {
		t.Error("a story was accepted without a name")
	}
	holds(t, "accepting", p.must("", "discover", "accept", id, "--as", "林", "--topic", "品质-吸管掉色"), "已采纳", "品质-吸管掉色", "历史已重新理解")
	if n := number(t, p.rows(carrying)[0]["n"]); n < effect.Topic.After {
		t.Errorf("%d mentions carry the topic, at least %d were promised", n, effect.Topic.After)
	}
	if versions := p.rows("SELECT DISTINCT analysis_version AS v FROM mentions FINAL"); len(versions) != 1 {
		t.Errorf("history is of %d versions: %v", len(versions), versions)
	}
	if again := parsed[api.Retagging](t, p.must("", "--json", "retag")); again.Done != 0 {
		t.Errorf("%d posts were understood anew although nothing changed", again.Done)
	}

	holds(t, "taking it back", p.must("", "discover", "reopen", id, "--as", "林"), "待定")
	if n := number(t, p.rows(carrying)[0]["n"]); n != 0 {
		t.Errorf("taken back, %d mentions still carry the topic", n)
	}
	holds(t, "rejecting", p.must("", "discover", "reject", id, "--as", "林"), "已忽略")
}

func TestRetagOfASpan(t *testing.T) {
	p := newPlace(t)
	p.database()
	p.must("", "import", p.tableTalk())
	if a := p.run("", "retag", "--since", "gestern"); a.code != exitUsage {
		t.Errorf("a day that is none ended %d", a.code)
	}
	if err := os.Mkdir(filepath.Join(p.config, "dictionaries"), 0o755); err != nil {
		t.Fatal(err)
	}
	p.write("dictionaries/own.yaml", "name: own\nwords:\n  - {word: 逛街, weight: 1}\n")
	day := p.clock.AddDate(0, 0, -10)
	some := parsed[api.Retagging](t, p.must("", "--json", "retag", "--since", day.Format(time.DateOnly)))
	all := parsed[api.Retagging](t, p.must("", "--json", "retag"))
	if some.Done == 0 || all.Done == 0 || some.Done+all.Done != 462 || some.Version != all.Version {
		t.Errorf("first %+v, then %+v: want 462 posts in two goes", some, all)
	}
	if n := number(t, p.rows("SELECT uniqExact(analysis_version) AS n FROM mentions FINAL")[0]["n"]); n != 1 {
		t.Errorf("%d versions are left", n)
	}
}
