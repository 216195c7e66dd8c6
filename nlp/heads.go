package nlp

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The names the lexicon's classes may carry, in the order of precedence where one is needed.
var (
	emotionNames = []string{"angry", "fear", "sad", "surprise", "happy"}
	intentNames  = []string{"promotion", "churn", "request", "complaint", "suggestion", "question", "praise"}
	reasonNames  = []string{"injury", "fire", "safety", "legal", "food", "leak", "discrimination", "fraud", "regulator", "media"}
	noiseNames   = []string{voc.NoiseAdvert, voc.NoiseLottery, voc.NoiseRepost, voc.NoiseEmpty}
)

// emotion gives the feeling with the most words for it that fits the sentiment. A negated feeling
// turns into its opposite: 不开心 is sad, 不生气 is nothing.
func (s *scratch) emotion(j judgement, irony bool) voc.Emotion {
	var points [5]float64
	for _, f := range s.by[kindEmotion] {
		c := &s.clauses[s.clauseAt(int(f.start))]
		name := f.id
		if s.negatedBefore(f.start, c) || f.start > 0 && s.runes[f.start-1] == '不' {
			if emotionNames[name] != "happy" {
				continue
			}
			name = int32(slices.Index(emotionNames, "sad"))
		}
		points[name] += float64(f.value)
	}
	best, most := -1, 0.0
	for i, p := range points {
		switch happy := emotionNames[i] == "happy"; {
		case happy && (j.score < 0 || irony), !happy && emotionNames[i] != "surprise" && j.score > 0.2:
			p *= 0.3 // against the text's own mood a word is a quotation
		}
		if emotionNames[i] == "surprise" {
			p *= 0.6 // 竟然 colours another feeling more often than it is one
		}
		if p > most {
			best, most = i, p
		}
	}
	if best < 0 || most < 0.3 {
		if j.sentiment == voc.Negative && j.score < -0.9 {
			return voc.Angry
		}
		if j.sentiment == voc.Positive && j.score > 0.8 {
			return voc.Happy
		}
		return voc.Calm
	}
	return voc.Emotion(emotionNames[best])
}

// intent gives what the writer wants: the first of intentNames the text shows and its sentiment
// allows.
func (s *scratch) intent(j judgement, noise []string, complaint bool) voc.Intent {
	if slices.Contains(noise, voc.NoiseAdvert) || slices.Contains(noise, voc.NoiseLottery) {
		return voc.IntentPromotion
	}
	var have [7]bool
	for _, f := range s.by[kindIntent] {
		c := &s.clauses[s.clauseAt(int(f.start))]
		if !s.negatedBefore(f.start, c) || intentNames[f.id] == "churn" {
			have[f.id] = true
		}
	}
	asked := false
	for i := range s.clauses {
		asked = asked || s.clauses[i].asks
	}
	for id, name := range intentNames {
		if !have[id] {
			continue
		}
		switch name {
		case "promotion":
			continue // a word of advertising alone is no advert
		case "churn", "request", "complaint":
			if j.sentiment == voc.Positive && j.probability > 0.8 {
				continue
			}
			if name == "complaint" && j.sentiment != voc.Negative {
				continue
			}
		case "suggestion":
			if complaint && j.score < -0.7 {
				return voc.IntentComplaint
			}
		case "question":
			if !asked && len(s.by[kindQuestion]) == 0 || complaint {
				continue
			}
		case "praise":
			if j.sentiment != voc.Positive {
				continue
			}
		}
		return voc.Intent(name)
	}
	switch {
	case complaint:
		return voc.IntentComplaint
	case j.sentiment == voc.Positive:
		return voc.IntentPraise
	case asked && j.sentiment == voc.Neutral:
		return voc.IntentQuestion
	}
	return voc.IntentOther
}
