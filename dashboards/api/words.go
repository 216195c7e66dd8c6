package api

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Cloud is the words: what is talked about here and now, more than elsewhere or before.
type Cloud struct {
	Compared
	Against    string      `json:"against" enum:"before,brands" doc:"What the words are compared with: the window before, or the other brands in the same window"`
	All        int         `json:"all" doc:"Mentions the filter means"`
	AllAgainst int         `json:"all_against" doc:"Mentions they are compared with"`
	Items      []CloudWord `json:"items" doc:"The most telling first"`
}

// CloudWord is one keyword.
type CloudWord struct {
	Word      string  `json:"word" doc:"What to filter by as keyword"`
	N         int     `json:"n" doc:"Mentions with it"`
	Negative  int     `json:"negative"`
	Positive  int     `json:"positive"`
	Before    int     `json:"before" doc:"Mentions with it among those compared with"`
	Weight    float64 `json:"weight" doc:"How telling it is: n × ln((all+all_against)/(n+before)) × log2(1 + share here/share there), shares smoothed by three mentions"`
	Moved     string  `json:"moved" enum:"up,down,same" doc:"Whether its share differs by more than chance (exact test, 1 %)"`
	Tone      string  `json:"tone" enum:"negative,positive,mixed" doc:"Surely mostly negative or positive among mentions that take sides (95 % interval), else mixed"`
	Discovery string  `json:"discovery" doc:"Id of the discovery this word is; empty: none"`
}

type (
	againstParam string
	wordsIn      struct {
		FilterQuery
		Against againstParam `query:"against" doc:"before: the window before (default); brands: the other brands in the same window"`
		Limit   limitParam   `query:"limit" doc:"At most so many; default 100"`
	}
)

var againsts = []string{"before", "brands"}

func (againstParam) Schema(huma.Registry) *huma.Schema { return oneOf(againsts) }

// wordsRead is how many words are weighed: those said most.
const wordsRead = 5000

func (a *door) words(ctx context.Context, in *wordsIn) (*answer[Cloud], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	against := cmp.Or(r.word("against", string(in.Against), againsts), "before")
	limit := r.limit(in.Limit, 100)
	if against == "brands" && len(f.Brands) == 0 {
		r.add("brand", "", "say of which brand: its words are compared with those of the others", "请选择品牌：要拿它的词和其他品牌比")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	windows, err := a.compared(ctx, f)
	if err != nil {
		return nil, err
	}
	var mine []voc.BrandID
	if against == "brands" {
		mine = f.Brands
	}
	list, err := a.Store.Words(ctx, f, mine, wordsRead)
	if err != nil {
		return nil, a.fail(ctx, "words", err)
	}
	found, err := a.foundWords(ctx)
	if err != nil {
		return nil, a.fail(ctx, "discoveries", err)
	}
	out := Cloud{Compared: windows, Against: against}
	out.All, out.AllAgainst, out.Items = weigh(list, a.idle(f.Brands), limit)
	for i := range out.Items {
		out.Items[i].Discovery = found[out.Items[i].Word]
	}
	return &answer[Cloud]{Body: out}, nil
}

// foundWords are the discovered words that nobody has rejected and who asks may see, with the id of the discovery.
func (a *door) foundWords(ctx context.Context) (map[string]string, error) {
	all, err := a.discoveriesOf(ctx)
	found := map[string]string{}
	for _, d := range all {
		if d.Kind == voc.DiscoveryWord && d.State != voc.DiscoveryRejected && found[strings.ToLower(d.Label)] == "" {
			found[strings.ToLower(d.Label)] = d.ID
		}
	}
	return found, err
}

// weigh ranks words by how telling they are. A word everybody always says weighs nothing however often
// it is said (ln of 1), one as frequent as elsewhere counts once, one three times as frequent twice;
// the smoothing keeps what was said once or twice from standing on top.
func weigh(list []store.NamedOutcome, idle func(word string, share float64) bool, limit int) (all, against int, words []CloudWord) {
	words = []CloudWord{}
	for _, o := range list {
		if o.Name == "" {
			all, against = o.N, o.Before
		}
	}
	for _, o := range list {
		if o.Name == "" || o.N == 0 || idle(o.Name, float64(o.N)/float64(max(1, all))) {
			continue
		}
		words = append(words, CloudWord{
			Word: o.Name, N: o.N, Negative: o.Negative, Positive: o.Positive, Before: o.Before,
			Weight: telling(o.N, o.Before, all, against), Moved: moved(o.N, o.Before, float64(all), float64(against)), Tone: toneOf(o.Negative, o.Positive),
		})
	}
	slices.SortFunc(words, func(x, y CloudWord) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.N, x.N), strings.Compare(x.Word, y.Word))
	})
	return all, against, words[:min(limit, len(words))]
}

// telling is CloudWord.Weight.
func telling(n, before, all, against int) float64 {
	const few = 3
	spread := math.Log(float64(all+against+1) / float64(n+before))
	here := (float64(n) + few) / (float64(all) + 2*few)
	there := (float64(before) + few) / (float64(against) + 2*few)
	if against == 0 {
		there = here // nothing to compare with
	}
	return float64(n) * max(0, spread) * math.Log2(1+here/there)
}

// toneOf is what most mentions with a word surely feel; a handful is mixed.
func toneOf(negative, positive int) string {
	low, high, ok := wilson(negative, negative+positive)
	switch {
	case ok && low > 0.5:
		return "negative"
	case ok && high < 0.5:
		return "positive"
	}
	return "mixed"
}

// idleWords say nothing of anybody. Words of judgement are kept: they are what is said.
var idleWords = func() map[string]bool {
	list := `一个 一下 一些 一点 一样 一直 一种 一定 一起 一次 不是 不会 不能 不要 不过 没有 什么 怎么 这个 这么 这样 这种 这里 那个 那么 那种 他们 我们 你们
自己 大家 别人 有人 有点 有些 因为 所以 但是 可是 而且 如果 虽然 还是 还有 就是 只是 只有 真的 真是 其实 已经 现在 今天 昨天 明天 今年 去年 时候 之前 之后 以后 以前 后来 最后
可以 可能 应该 需要 觉得 感觉 知道 看到 出来 起来 过来 回来 下来 上去 东西 事情 问题 地方 时间 的话 为了 对于 关于 以及 或者 然后 而已 来说 居然 竟然 到底 反正 比较 非常 特别 十分 几个 多少 哪里 为什么
the and for with this that you are was have not but all can very just from they`
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}()

// nameShare is the part of all mentions from which on the beginning of a brand's name is taken for the
// name: people say 青衡 of 青衡茶饮. A word rarer than that may only look like it.
const nameShare = 0.1

// idle tells words that do not belong in a cloud: fillers, numbers, single letters, and the names of
// the brands that are looked at, which are in nearly every mention of theirs. Of another brand the
// name stays: who is spoken of beside us is news.
func (a *door) idle(asked []voc.BrandID) func(word string, share float64) bool {
	var named []string
	for id, b := range a.names.brands {
		if ofBrands(asked, voc.BrandID(id)) {
			named = append(named, strings.ToLower(b.Name), strings.ToLower(id))
		}
	}
	return func(word string, share float64) bool {
		folded := strings.ToLower(strings.TrimSpace(word))
		if utf8.RuneCountInString(folded) < 2 || idleWords[folded] || strings.IndexFunc(folded, unicode.IsLetter) < 0 {
			return true
		}
		return slices.ContainsFunc(named, func(name string) bool {
			return folded == name || share >= nameShare && strings.HasPrefix(name, folded)
		})
	}
}
