package voc

// Sentiment is the polarity of a text or a part of it.
type Sentiment string

// The three polarities.
const (
	Negative Sentiment = "negative"
	Neutral  Sentiment = "neutral"
	Positive Sentiment = "positive"
)

// Emotion is the feeling a text shows.
type Emotion string

// The emotions told apart.
const (
	Happy    Emotion = "happy"
	Angry    Emotion = "angry"
	Sad      Emotion = "sad"
	Fear     Emotion = "fear"
	Surprise Emotion = "surprise"
	Calm     Emotion = "neutral"
)

// Intent is what the writer wants.
type Intent string

// The intents told apart.
const (
	IntentComplaint  Intent = "complaint"
	IntentQuestion   Intent = "question"
	IntentSuggestion Intent = "suggestion"
	IntentPraise     Intent = "praise"
	IntentRequest    Intent = "request" // repair or refund
	IntentChurn      Intent = "churn"   // says they leave
	IntentPromotion  Intent = "promotion"
	IntentOther      Intent = "other"
)

// Noise labels that keep a mention out of cleaned counts. The mention itself is never deleted.
const (
	NoiseAdvert  = "advert"
	NoiseLottery = "lottery"
	NoiseRepost  = "repost"
	NoiseEmpty   = "empty"
)

// Aspect is one thing a text judges, with the words that show it.
type Aspect struct {
	Name      string    `json:"name"`      // taxonomy name, "service.waiting"
	Sentiment Sentiment `json:"sentiment"` //
	Start     int       `json:"start"`     // rune offset into the normalised text
	End       int       `json:"end"`       // one past the last rune
	Text      string    `json:"text"`      // the normalised text between them
}

// Analysis is what the NLP says of one post seen from one brand. It depends on nothing but the
// post, the model and the configuration named by Version.
type Analysis struct {
	Norm            string    `json:"norm"`        // the normalised text all offsets count in
	Sentiment       Sentiment `json:"sentiment"`   //
	Score           float64   `json:"score"`       // −1…1, the sign is the polarity also when neutral
	Probability     float64   `json:"probability"` // of the stated sentiment, 0…1
	Emotion         Emotion   `json:"emotion"`
	Aspects         []Aspect  `json:"aspects"`
	Topics          []string  `json:"topics"` // issue names, "卫生-异物"; what incidents and orders are about
	Intent          Intent    `json:"intent"`
	Complaint       bool      `json:"complaint"`
	Severity        int       `json:"severity"` // 0 none … 4 somebody may be hurt or the law is involved
	SeverityReasons []string  `json:"severity_reasons"`
	Implicit        bool      `json:"implicit"` // complains without a word of judgement
	Irony           bool      `json:"irony"`
	Noise           []string  `json:"noise"`
	Keywords        []string  `json:"keywords"`
	Language        string    `json:"language"`    // "zh-Hans", "zh-Hant", "yue", "en", "ja", "und"
	Fingerprint     uint64    `json:"fingerprint"` // SimHash; near-equal texts differ in few bits
	Region          string    `json:"region"`      // province named in the text, when the post had none
	Store           StoreID   `json:"store"`       // shop named in the text, when the post had none
	Version         string    `json:"version"`     // model, lexicon and taxonomy together
}

// Mention is a post seen from one brand: exactly one row of table mentions. A post about two
// brands is two mentions; a post about none is one mention with an empty brand, so that what
// entered can always be counted again.
type Mention struct {
	Post     Post     `json:"post"`
	Brand    BrandID  `json:"brand"` // the brand it is seen from; Post.Brand only says what the source claims
	Analysis Analysis `json:"analysis"`
}
