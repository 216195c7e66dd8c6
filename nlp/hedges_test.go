package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestHedges(t *testing.T) {
	a := full(t)
	s := a.scratches.Get().(*scratch)
	for _, c := range []struct {
		text string
		want bool
		why  string
	}{
		{"这家的招牌好喝吗", true, "asks"},
		{"求推荐，哪款适合熬夜的人喝", true, "asks around"},
		{"要是再便宜两块就好了", true, "supposes"},
		{"中规中矩吧，没什么好说的", true, "stays in the middle"},
		{"等位等到手机没电，前面还是六桌", false, "tells what happened"},
		{"老板娘把自己腌的萝卜塞了我一罐", false, "tells what happened"},
		{"真好喝，下次还来", false, "judges"},
		{"", false, "says nothing"},
	} {
		s.load(&a.vocabulary, normal.Text(c.text))
		s.findOpinions()
		if got := s.hedges(); got != c.want {
			t.Errorf("%q hedges: %v, want %v; it %s", c.text, got, c.want, c.why)
		}
	}
}

// TestBandOfDoubt: between the two probabilities of the band no side is stated, and a probability
// stated belongs to what is stated.
func TestBandOfDoubt(t *testing.T) {
	for _, c := range []struct {
		logit, neutral, band float64
		want                 voc.Sentiment
		why                  string
	}{
		{0.2, 0.1, 0.6, voc.Neutral, "0.55 lies inside the band"},
		{0.2, 0.1, 0.505, voc.Positive, "0.55 lies outside the band of texts that do not hedge"},
		{-0.2, 0.1, 0.505, voc.Negative, "so does its opposite"},
		{0.01, 0.1, 0.505, voc.Neutral, "even is even"},
		{3, 0.6, 0.505, voc.Neutral, "taking no side is likelier than either"},
		{0.3, 0.36, 0.505, voc.Positive, "0.57 of 0.64 is more than 0.36"},
		{0, 0, 0.5, voc.Positive, "without a band every text takes a side"},
	} {
		j := judge(c.logit, c.neutral, c.band)
		if j.sentiment != c.want {
			t.Errorf("logit %v, neither %v, band %v: %s, want %s: %s", c.logit, c.neutral, c.band, j.sentiment, c.want, c.why)
		}
		if j.probability < 0 || j.probability > 1 || j.score < -1 || j.score > 1 {
			t.Errorf("logit %v, neither %v, band %v: probability %v and score %v", c.logit, c.neutral, c.band, j.probability, j.score)
		}
	}
}

// TestBandIsTheUsers: who asks for more certainty gets more neutral texts, of those that hedge and
// of those that do not.
func TestBandIsTheUsers(t *testing.T) {
	count := func(band float64) (neutral int) {
		o := DefaultOptions()
		o.NeutralBand = band
		a, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{
			"等位等到手机没电，前面还是六桌", "退房时间是中午十二点", "老板把一罐腌萝卜塞给了我", "这家好喝吗", "味道还行，就是贵", "包裹到了合肥", "排了一个小时，吃完又排回去了",
		} {
			if a.Analyze([]voc.Post{{Text: text}})[0].Analysis.Sentiment == voc.Neutral {
				neutral++
			}
		}
		return neutral
	}
	few, some, most := count(0.5), count(0.6), count(0.97)
	if few > some || some > most || few == most {
		t.Errorf("%d, %d and %d of seven texts are neutral at the bands 0.5, 0.6 and 0.97: want more and more", few, some, most)
	}
}
