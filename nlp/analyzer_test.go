package nlp

import (
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestAnalyzeKeepsTheOrderAndThePost(t *testing.T) {
	a := full(t)
	posts := []voc.Post{{ID: "1", Text: "好喝"}, {ID: "2", Text: "轻衡和半亩茶田都好喝"}, {ID: "3", Title: "避雷", Text: "避雷，难喝"}}
	got := a.Analyze(posts)
	if len(got) != 4 || got[0].Post.ID != "1" || got[1].Post.ID != "2" || got[2].Post.ID != "2" || got[3].Post.ID != "3" {
		t.Fatalf("got %+v", got)
	}
	if got[3].Analysis.Norm != "避雷，难喝" {
		t.Errorf("the title was read twice: %q", got[3].Analysis.Norm)
	}
	if !reflect.DeepEqual(got[0].Post, posts[0]) {
		t.Error("the post was changed")
	}
}

func TestAnalyzeIsTheSameFromManyGoroutines(t *testing.T) {
	a := full(t)
	posts := []voc.Post{{Text: "轻衡的杨枝甘露喝出头发，店员态度很差[怒]"}, {Text: "半亩茶田真的很好喝"}, {Text: ""}, {Text: strings.Repeat("好喝但是贵，", 300)}}
	want := a.Analyze(posts)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := a.Analyze(posts); !reflect.DeepEqual(got, want) {
					t.Error("another result")
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestHugeAndStrangeTexts(t *testing.T) {
	a := full(t)
	for _, text := range []string{
		strings.Repeat("好", 300_000), strings.Repeat("不", 100_000), strings.Repeat("不好喝", 100_000), strings.Repeat("，", 300_000),
		strings.Repeat("但是", 50_000), strings.Repeat("@", 100_000), strings.Repeat("等了一个小时头发", 30_000), strings.Repeat("[微笑]", 50_000),
		strings.Repeat("http://", 50_000), "\xff\xfe\x00", "\u202e\u200b", strings.Repeat("a", 1<<20), strings.Repeat("医院拉肚子", 40_000),
	} {
		an := of(t, a, text)
		checkAnalysis(t, &an)
	}
}

func checkAnalysis(t testing.TB, an *voc.Analysis) {
	t.Helper()
	checkSpans(t, an)
	if math.IsNaN(an.Score) || an.Score < -1 || an.Score > 1 || math.IsNaN(an.Probability) || an.Probability < 0 || an.Probability > 1 {
		t.Fatalf("%.60q: score %v, probability %v", an.Norm, an.Score, an.Probability)
	}
	if an.Severity < 0 || an.Severity > 4 {
		t.Fatalf("%.60q: severity %d", an.Norm, an.Severity)
	}
	if (an.Sentiment == voc.Positive && an.Score <= 0) || (an.Sentiment == voc.Negative && an.Score >= 0) {
		t.Fatalf("%.60q: %s with score %v", an.Norm, an.Sentiment, an.Score)
	}
	if !utf8.ValidString(an.Norm) {
		t.Fatalf("norm %q is not UTF-8", an.Norm)
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"", "味道不错，就是太贵了", "轻衡比半亩茶田好喝", "真是绝了[微笑]", "//@a:转发", "\xff好\x00", "不不不好", "http://a.b/好", "等到花都谢了？？", "杭州万达店 5.5元,1,000",
		"\u202e太贵\u202c了\u2066好\u2069", "\x00味道\x07不\x1b[31m错\x7f", "👨‍👩‍👧🇨🇳❤️\ufe0f好", "\xe4\xbd\xa0\xe4\xbd差\xed\xa0\x80", "İ味道ß不错ŉ", "服务\u2028态度\u0085差", "𠮷野家的牛肉饭"} {
		f.Add(s, 0.0)
		f.Add(s, 5.0)
	}
	a := full(f)
	f.Fuzz(func(t *testing.T, text string, rating float64) {
		if math.IsNaN(rating) || rating < 0 || rating > 5 {
			rating = 0
		}
		for _, m := range a.Analyze([]voc.Post{{Text: text, Rating: rating}}) {
			checkAnalysis(t, &m.Analysis)
		}
	})
}

const benchText = "这家奶茶店的杨枝甘露喝出了头发[怒]，app老是闪退付不了款，找客服半天没人理，以后再也不会来了真的很失望，大家避雷！"

func BenchmarkAnalyze(b *testing.B) {
	a := full(b)
	posts := make([]voc.Post, 100)
	for i := range posts {
		posts[i].Text = benchText
	}
	b.SetBytes(int64(len(benchText) * len(posts)))
	b.ReportAllocs()
	for b.Loop() {
		a.Analyze(posts)
	}
	b.ReportMetric(float64(b.N*len(posts))/b.Elapsed().Seconds(), "posts/s")
	b.ReportMetric(float64(utf8.RuneCountInString(benchText)), "runes/post")
}
