package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type benchCmd struct {
	Mentions int      `default:"1000000" help:"How many mentions to make up, in a folder that has none yet."`
	Days     int      `default:"90" help:"Over how many days."`
	Seed     uint64   `default:"1" help:"The same seed makes the same mentions."`
	Lean     bool     `help:"Short texts and authors, posts not remembered by their id: for 100 million on a small disk."`
	Windows  []int    `default:"7,30,90" help:"Lengths of the windows asked about, in days."`
	Repeat   int      `default:"20" help:"How often each question is put, each time about another hour."`
	Only     []string `placeholder:"NAME" help:"Only questions whose path contains one of these."`
	NoAsk    bool     `help:"Make the mentions and leave."`
	Stay     bool     `help:"Ask nothing: open the dashboard on loopback, without a sign-in, until it is interrupted."`
}

// benchMark is a file in the data folder that says its mentions were made up, and how.
const benchMark = "made-by-tingfeng-bench.json"

// benchHistory is what the mark holds.
type benchHistory struct {
	Mentions int       `json:"mentions"`
	Days     int       `json:"days"`
	Seed     uint64    `json:"seed"`
	Lean     bool      `json:"lean"`
	Until    time.Time `json:"until"`
	Whole    bool      `json:"whole"` // false: it was cut off
}

// Run makes a history up inside the engine, then puts the questions of the pages to the dashboard's
// own handlers over HTTP on loopback and prints how long they took.
func (b *benchCmd) Run(w *world, g *grammar) (err error) {
	if g.Data == "" {
		return usage("bench: name a folder of its own with --data; ten million mentions take about 2 GB there")
	}
	history, err := b.prepare(g.Data, w.now())
	if err != nil {
		return err
	}
	c, err := configs.Demo(func(name string) (string, bool) {
		value, ok := map[string]string{"DEMO_SITE": "http://127.0.0.1:1", "DEMO_SECRET": "whsec_" + base64.StdEncoding.EncodeToString(make([]byte, 32))}[name]
		return value, ok
	})
	if err != nil {
		return err
	}
	g.override(c)
	c.Listen = "127.0.0.1:0"
	a, err := openControl(w.signal, w, g, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if !history.Whole {
		if err := a.benchMake(history, g.Data); err != nil {
			return err
		}
	}
	if _, err := a.store.Settle(w.signal, w.now().Add(time.Hour)); err != nil {
		return err
	}
	if err := a.benchSize(); err != nil || b.NoAsk {
		return err
	}
	return b.ask(a, history, g.JSON)
}

// prepare gives an empty folder, or one that an earlier bench has filled.
func (b *benchCmd) prepare(dir string, now time.Time) (*benchHistory, error) {
	var h benchHistory
	raw, err := os.ReadFile(filepath.Join(dir, benchMark))
	if err == nil {
		if err := json.Unmarshal(raw, &h); err != nil {
			return nil, fmt.Errorf("bench: %s: %w", benchMark, err)
		}
		if !h.Whole {
			return nil, fmt.Errorf("bench: making the mentions of %s was cut off: delete the folder and run it again", dir)
		}
		return &h, nil
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return nil, fmt.Errorf("bench: folder %s is not empty and not an earlier bench's: it will not be touched; name another with --data", dir)
	}
	h = benchHistory{Mentions: b.Mentions, Days: b.Days, Seed: b.Seed, Lean: b.Lean, Until: now.Truncate(time.Hour)}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &h, h.write(dir)
}

func (h *benchHistory) write(dir string) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, benchMark), raw, 0o600)
}

// benchMake fills the store with a history and visits that heard all of it.
func (a *app) benchMake(h *benchHistory, dir string) error {
	made := store.Made{
		Mentions: h.Mentions, Days: h.Days, Until: h.Until, Seed: h.Seed, Lean: h.Lean,
		Sources: sourcesOf(a.config), Regions: benchRegions, Words: benchWords, Texts: benchTexts,
	}
	for _, brand := range a.config.Brands {
		made.Brands = append(made.Brands, string(brand.ID))
	}
	for _, shop := range a.config.Stores {
		made.Shops = append(made.Shops, string(shop.ID))
	}
	for _, name := range slices.Sorted(maps.Keys(a.analyzer.Titles())) {
		if strings.Contains(name, ".") {
			made.Aspects = append(made.Aspects, name)
		} else {
			made.Topics = append(made.Topics, name)
		}
	}
	ctx := a.world.signal
	progress := a.world.progress("生成提及", h.Mentions)
	if err := a.store.Generate(ctx, made, progress.at); err != nil {
		return err
	}
	progress.done(h.Mentions, "已入库")
	begun := a.world.now()
	hours, err := a.store.Settle(ctx, begun.Add(time.Hour))
	if err != nil {
		return err
	}
	fmt.Fprintf(a.world.stderr, "%d 小时的计数用了 %s\n", hours, a.world.now().Sub(begun).Round(time.Second))
	if err := a.store.SaveVisits(ctx, benchVisits(sourcesOf(a.config), h)); err != nil {
		return err
	}
	h.Whole = true
	return h.write(dir)
}

// benchVisits are one visit an hour of every source, each heard to the end.
func benchVisits(sources []voc.Source, h *benchHistory) []voc.Visit {
	var visits []voc.Visit
	for at := h.Until.AddDate(0, 0, -h.Days); !at.After(h.Until); at = at.Add(time.Hour) {
		for _, s := range sources {
			visits = append(visits, voc.Visit{Source: s.ID, StartedAt: at, EndedAt: at.Add(time.Second), Outcome: voc.VisitOK, HeardTo: at})
		}
	}
	return visits
}

// benchSize prints what the tables take.
func (a *app) benchSize() error {
	sizes, err := a.store.Size(a.world.signal)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.world.stdout, "%-24s %14s %14s %10s %6s\n", "table", "rows", "bytes", "bytes/row", "parts")
	for _, s := range sizes {
		if s.Rows > 0 {
			fmt.Fprintf(a.world.stdout, "%-24s %14d %14d %10.1f %6d\n", s.Table, s.Rows, s.Bytes, float64(s.Bytes)/float64(s.Rows), s.Parts)
		}
	}
	return nil
}

// benchRegions are the provinces, those with most people first.
var benchRegions = strings.Fields("广东 山东 河南 江苏 四川 河北 湖南 浙江 安徽 湖北 广西 云南 江西 辽宁 福建 陕西 贵州 山西 重庆 黑龙江 新疆 上海 甘肃 北京 内蒙古 吉林 天津 海南 宁夏 青海 西藏 香港 澳门 台湾")

// benchWords are keywords, from common to rare.
var benchWords = strings.Fields("好喝 排队 等了 服务 店员 味道 价格 新品 柠檬 珍珠 芋泥 小程序 优惠券 外卖 骑手 少冰 太甜 茉莉 杯子 漏了 涨价 退款 客服 环境 卫生 头发 拉肚子 推荐 回购 踩雷 联名 会员 积分 打折 开业 门店 周末 态度 道歉 迟到 凉了 洒了 包装 吸管 过期 异物 预约 停车 座位 充电")

// benchTexts are fragments texts are put together from.
var benchTexts = []string{
	"下班路过买了一杯，", "排了四十分钟才轮到我，", "店员一直在聊天没人理，", "茶底很香，", "这次的珍珠煮得刚刚好，", "外卖送到的时候已经洒了一半，",
	"说好的少糖还是甜得发腻，", "小程序下单之后没人做，", "优惠券点了用不了，", "打电话过去说系统问题，", "换了新包装以后好看多了，", "同事都说这家比以前淡，",
	"周末人多可以理解，", "下次还会再来。", "以后不会再买了。", "希望能改进一下。", "客服让我等三天。", "最后退了钱，态度还行。", "杯子里发现一根头发。", "推荐给喜欢果茶的人。",
	"价格又涨了两块。", "门店灯光很舒服，", "小朋友很喜欢，", "喝完肚子不太舒服，",
}
