package mask

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestDoors(t *testing.T) {
	m := newMasker(t)
	for in, want := range map[string]string{
		"我住幸福小区3号楼2单元502室，没人送上来":   "我住幸福小区[门牌号]，没人送上来",
		"地址是长宁路1266弄7号502室":        "地址是长宁路[门牌号]",
		"送到阳光花园5栋1203":             "送到阳光花园[门牌号]",
		"12幢3单元601":                "[门牌号]",
		"寄到６号楼３０１室":                "寄到[门牌号]",
		"住三号楼二单元":                  "住[门牌号]",
		"春天里 8栋 2单元 1901室 张女士":     "春天里 [门牌号] 张女士",
		"家在人民路88弄12号":              "家在人民路[门牌号]",
		"电话13812345678，3号楼2单元502室": "电话[手机号]，[门牌号]",
	} {
		got := m.Text(in)
		if got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
		if again := m.Text(got); again != got {
			t.Errorf("%q became %q", got, again)
		}
	}
	for _, text := range []string{
		"三室一厅", "3室2厅1卫", "万达广场3楼302室的那家店", "静安店在A座2层201室", "国金中心8号楼301室开会", "第2单元1号题", "南京西路88号", "5楼没有位置", "2号线3号口", "排在12号",
		"302室", "一号店二楼", "8号楼下等了1小时", "10层楼高", "3座2排", "住5楼，12点送到", "3栋", "第一单元第二课", "凭2号1楼", "88弄", "3层饼干", "2楼3元一杯",
		"3月9号3998入手", "三室 115平", "一梯2户168坪", "2室1户型", "3室148、两室118", "机油选1号020", "B区4楼408", "嘉禾路9号109门店", "东座2楼210商铺", "14栋300个寝室都停电", "5栋1203元", "2号7988-1300",
	} {
		if got := m.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestDoorsInEveryScript writes the ways to homes in all the ways people do and looks for what is left.
func TestDoorsInEveryScript(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		house := []string{"号楼", "栋", "幢"}[r.IntN(3)]
		way := fmt.Sprint(1+r.IntN(30)) + house
		if r.IntN(2) == 0 {
			way += []string{"", " ", "-"}[r.IntN(3)] + fmt.Sprint(1+r.IntN(6)) + "单元"
		}
		way += []string{"", " "}[r.IntN(2)] + fmt.Sprintf("%d%02d", 1+r.IntN(32), 1+r.IntN(8)) + []string{"室", "", "户"}[r.IntN(3)]
		name := []string{"plain", "full-width"}[r.IntN(2)]
		in := []string{"我住阳光花园", "送到幸福里", "家在和平路", ""}[r.IntN(4)] + inScript(way, scripts[name]) + []string{"", "，快点", "。", " 张女士"}[r.IntN(4)]
		out := m.Text(in)
		if longestDigits(out) > 0 || !strings.Contains(out, tagDoor) || m.Text(out) != out {
			t.Fatalf("%q became %q", in, out)
		}
	}
}
