package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
	"github.com/tingfeng-voc/tingfeng/pipeline/models"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// strongTea imports what guests of a house for strong tea say: 上头 is praise there, 清淡 is blame.
func (p *place) strongTea(n int) {
	p.t.Helper()
	when := []string{"早上路过", "午休的时候", "下班以后", "和同事一起", "等车的功夫", "逛街累了", "加班到很晚", "昨天晚上", "陪我妈看病回来"}
	what := []string{"点了老茶头", "要了一壶普洱", "试了新出的岩茶", "喝了招牌单丛", "续了两泡红茶", "买了小罐的"}
	says := [][]string{{"上头", "有点上头", "一口就上头", "两杯下去上头了"}, {"清淡", "偏清淡", "清淡得很", "味道清淡"}}
	then := []string{"", "，隔壁也开了新店", "，坐到打烊", "，拍了张照片", "，桌子靠窗"}
	rng := rand.New(rand.NewPCG(1, 7))
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	var b strings.Builder
	b.WriteString("编号,内容,时间,作者\n")
	for i := range n {
		fmt.Fprintf(&b, "t%d,山外青茶%s%s，%s%s。,%s,客人%d\n", i, pick(when), pick(what), pick(says[i%2]), pick(then),
			p.clock.Add(-time.Duration(i)*time.Hour).UTC().Format(time.RFC3339), i)
	}
	dir := p.t.TempDir()
	write(p.t, dir, "茶.csv", b.String())
	p.must("", "import", filepath.Join(dir, "茶.csv"))
}

// correct stores what somebody says of every stored mention.
func (p *place) correct(s *store.Store, says func(text string, i int) voc.Sentiment) {
	p.t.Helper()
	var list []voc.Reading
	for i, row := range p.rows("SELECT id, brand, text FROM mentions FINAL ORDER BY id") {
		list = append(list, voc.Reading{
			PostID: voc.PostID(fmt.Sprint(row["id"])), Brand: voc.BrandID(fmt.Sprint(row["brand"])), Reader: voc.ReaderHuman, Name: "林", At: p.clock,
			Sentiment: says(fmt.Sprint(row["text"]), i), Severity: -1,
		})
	}
	if err := s.SaveReadings(p.t.Context(), list); err != nil {
		p.t.Fatal(err)
	}
}

func asTheHouse(text string, _ int) voc.Sentiment {
	if strings.Contains(text, "上头") {
		return voc.Positive
	}
	return voc.Negative
}

func TestCorrectionsTeachTheLocalModel(t *testing.T) {
	p := newPlace(t)
	s := p.database()
	folder := filepath.Join(p.data, "models")
	nothing := parsed[learned](t, p.afterImport(300, "learn", "--json"))
	if nothing.Adopted || nothing.Texts.Texts != 0 || nothing.Reason == "" {
		t.Errorf("without a reading: %+v", nothing)
	}
	p.correct(s, asTheHouse)

	holds(t, "the dry run", p.must("", "learn", "--dry-run"), "采用", "什么都没有写入")
	if _, err := os.Stat(folder); err == nil {
		t.Error("a dry run wrote files")
	}
	holds(t, "the empty list", p.must("", "learn", "list"), "没有本地模型")
	before := p.must("", "check")

	got := parsed[learned](t, p.must("", "learn", "--json"))
	if !got.Adopted || got.Number != 1 || got.InUse != 1 || got.Texts.People != got.Texts.Texts || got.Trial.Before.Texts < local.LeastHeld || got.Trial.Gained <= got.Trial.Lost {
		t.Fatalf("learned %+v", got)
	}
	holds(t, "the list", p.must("", "learn", "list"), "* 0001", "采用", "人工")
	if after := p.must("", "check"); after == before {
		t.Errorf("the version is what it was: %s", after)
	}
	right := func() int {
		p.must("", "retag")
		return number(t, p.rows("SELECT countIf(sentiment = if(position(text, '上头') > 0, 'positive', 'negative')) AS n FROM mentions FINAL")[0]["n"])
	}
	taught := right()
	holds(t, "the rollback", p.must("", "learn", "rollback"), "只用自带的权重", "retag")
	if plain := right(); taught <= plain {
		t.Errorf("of the mentions %d are right with the head, %d without", taught, plain)
	}

	again := parsed[learned](t, p.must("", "learn", "--json"))
	if again.Number != 1 || again.InUse != 1 {
		t.Errorf("the same learned again is %+v, want number 1 again", again.Record)
	}
	same := parsed[learned](t, p.must("", "learn", "--json"))
	if same.Adopted || same.InUse != 1 || !strings.Contains(same.Reason, "0001") {
		t.Errorf("compared with itself it is %+v", same.Record)
	}
	if list := parsed[[]listed](t, p.must("", "learn", "list", "--json")); len(list) != 1 || !list[0].InUse || list[0].ID != got.ID {
		t.Errorf("learned three times from the same, the list is %+v", list)
	}
}

// afterImport runs a command once there are so many mentions.
func (p *place) afterImport(n int, args ...string) string {
	p.t.Helper()
	p.strongTea(n)
	return p.must("", args...)
}

func TestLabelsByLotAreNotAdopted(t *testing.T) {
	p := newPlace(t)
	s := p.database()
	p.strongTea(300)
	rng := rand.New(rand.NewPCG(3, 3))
	p.correct(s, func(string, int) voc.Sentiment {
		return []voc.Sentiment{voc.Negative, voc.Neutral, voc.Positive}[rng.IntN(3)]
	})
	got := parsed[learned](t, p.must("", "learn", "--json"))
	if got.Adopted || got.InUse != models.None || got.Number != 1 {
		t.Errorf("labels drawn by lot: %+v", got)
	}
	holds(t, "the list", p.must("", "learn", "list"), "没有本地模型", "  0001", "未采用", got.Reason)
	if a := p.run("", "learn", "rollback", "1"); a.code != exitFailed || !strings.Contains(a.errors, "not adopted") {
		t.Errorf("a head that was not adopted was taken: %d %s", a.code, a.errors)
	}
	if a := p.run("", "learn", "rollback", "eins"); a.code != exitUsage {
		t.Errorf("no number ended %d", a.code)
	}
	if a := p.run("", "learn", "rollback"); a.code != exitFailed || !strings.Contains(a.errors, "learn list") {
		t.Errorf("nothing to go back from: %d %s", a.code, a.errors)
	}
	if out := p.must("", "--json", "learn", "rollback", "none"); parsed[map[string]int](t, out)["in_use"] != 0 {
		t.Errorf("rollback to none: %s", out)
	}
}

// headOn keeps a head that stands on some weights and puts it in use.
func (p *place) headOn(base string) models.Folder {
	p.t.Helper()
	head, err := local.Train([]local.Example{{Features: []uint32{1}, Class: local.Positive, Weight: 1}}, local.Options{Base: base, Rare: 1})
	if err != nil {
		p.t.Fatal(err)
	}
	f := models.Folder{Dir: filepath.Join(p.data, "models")}
	r, err := f.Keep(models.Record{Base: base, Adopted: true, At: p.clock}, head.Encode())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := f.Use(r.Number); err != nil {
		p.t.Fatal(err)
	}
	return f
}

// After an update of tingfeng, or a bad disk, the brand is watched all the same.
func TestALocalModelThatDoesNotFitIsLeftOutAndTold(t *testing.T) {
	p := newPlace(t)
	p.database()
	f := p.headOn("tf0-older")
	started := func(says, word string) {
		t.Helper()
		a, stop := p.serving()
		status := a.withLocal(api.Status{})
		version := a.analyzer.Version()
		stop()
		if len(status.Errors) != 1 || !strings.Contains(status.Errors[0], word) {
			t.Errorf("%s: the status says %v", says, status.Errors)
		}
		holds(t, "the list", p.must("", "learn", "list"), "没有启用", word)
		checked := p.run("", "check")
		if checked.code != exitDone || !strings.Contains(checked.out, version) || !strings.Contains(checked.errors, word) {
			t.Errorf("%s: check ended %d: %s%s", says, checked.code, checked.out, checked.errors)
		}
	}
	started("a head of older weights", "tf0-older")
	if a := p.run("", "learn", "rollback", "1"); a.code != exitFailed || !strings.Contains(a.errors, "tingfeng learn") {
		t.Errorf("a head of older weights was taken: %d %s", a.code, a.errors)
	}
	write(t, f.Dir, "0001.local", "tfh1 no more")
	started("a damaged head", "0001.local")
	p.must("", "learn", "rollback", "none")
	a, stop := p.serving()
	if status := a.withLocal(api.Status{}); len(status.Errors) != 0 {
		t.Errorf("without a head the status says %v", status.Errors)
	}
	stop()
}

func TestRollbackBesideARunningTingfeng(t *testing.T) {
	p := newPlace(t)
	p.database()
	p.headOn("tf0-older")
	_, stop := p.serving()
	defer stop()
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(30 * time.Second); ; <-poll.C {
		if _, ok := findRunning(t.Context(), p.data); ok {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the running tingfeng does not answer")
		}
	}
	holds(t, "the rollback", p.must("", "learn", "rollback", "none"), "几秒内改用")
}

// What is learned beside a running tingfeng judges from the next look at the files on.
func TestALearnedModelTakesEffectWhileItRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: commands beside a running tingfeng are left out of the short suite")
	}
	t.Parallel() // it mostly waits
	d := startDaemon(t)
	version := func() string {
		var now api.Retagging
		if err := d.get("/api/v1/retag", &now); err != nil {
			t.Fatal(err)
		}
		return now.Version
	}
	wait := func(what string, done func(string) bool) {
		t.Helper()
		d.waitFor(what, 30*time.Second, func() error {
			if now := version(); !done(now) {
				return fmt.Errorf("still %s", now)
			}
			return nil
		})
	}
	first := version()
	base, err := nlp.LocalBase(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &place{t: t, config: d.config, data: d.data, clock: time.Now()}
	f := p.headOn(base)
	wait("another version", func(now string) bool { return now != first })
	if err := f.Use(models.None); err != nil {
		t.Fatal(err)
	}
	wait("the version before", func(now string) bool { return now == first })
}
