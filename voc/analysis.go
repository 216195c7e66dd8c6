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
	NoiseRecruit = "recruit"
	NoiseRepost  = "repost"
	NoiseEmpty   = "empty"
	NoiseCopy    = "copy" // the same text under many posts; told when stored, not by one text alone
	NoiseBot     = "bot"  // looks made by a machine: strings of tags, filler, spun text
)

// Aspect is one thing a text judges, with the words that show it.
type Aspect struct {
	Name        string    `json:"name"`        // taxonomy name, "service.waiting"
	Sentiment   Sentiment `json:"sentiment"`   //
	Probability float64   `json:"probability"` // that the text judges this aspect this way, 0…1
	Start       int       `json:"start"`       // rune offset into the normalised text
	End         int       `json:"end"`         // one past the last rune
	Text        string    `json:"text"`        // the normalised text between them
	Opinion     string    `json:"opinion"`     // the words that judge, verbatim; "" when the whole clause does
}

// FactKind is the sort of thing a number in a text tells.
type FactKind string

// The facts read from texts.
const (
	FactPrice FactKind = "price" // Value in yuan
	FactWait  FactKind = "wait"  // Value in minutes: how long somebody waited, queued, was kept
)

// Fact is one number a text states, with the words that state it.
type Fact struct {
	Kind  FactKind `json:"kind"`
	Value float64  `json:"value"` // in the unit of Kind; of a range its upper end
	Start int      `json:"start"` // rune offset into the normalised text
	End   int      `json:"end"`   // one past the last rune
	Text  string   `json:"text"`
}

// Role is what a brand is in a comparison of brands.
type Role string

// The roles. A text that compares nothing gives none.
const (
	RoleNone      Role = ""
	RolePreferred Role = "preferred" // comes off better: 还是喜茶好喝
	RoleOutdone   Role = "outdone"   // comes off worse: 比喜茶难喝
	RoleEqual     Role = "equal"     // 跟喜茶差不多
)

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
	Implicit        bool      `json:"implicit"` // judges (either way) without a word of judgement
	Irony           bool      `json:"irony"`
	Noise           []string  `json:"noise"`
	Keywords        []string  `json:"keywords"`
	Language        string    `json:"language"`    // "zh-Hans", "zh-Hant", "yue", "en", "ja", "und"
	Fingerprint     uint64    `json:"fingerprint"` // SimHash; near-equal texts differ in few bits
	Region          string    `json:"region"`      // province named in the text, when the post had none
	Store           StoreID   `json:"store"`       // shop named in the text, when the post had none
	City            string    `json:"city"`        // city named in the text, "杭州"
	District        string    `json:"district"`    // district or county named in the text, "西湖区"
	Facts           []Fact    `json:"facts"`       // prices and waiting times
	Role            Role      `json:"role"`        // of the mention's brand, where brands are compared
	Offensive       bool      `json:"offensive"`   // insults people; a label, the text stays and counts
	Odds            Odds      `json:"odds"`        // how sure the labels above are
	Version         string    `json:"version"`     // model, lexicon and taxonomy together
}

// Odds are the probabilities of the labels an Analysis states besides sentiment, each 0…1: of the
// stated emotion, intent and severity; that the text is implicit, ironic, offensive. The last two are at
// least one half where the text is stated to be so, less where it is not.
type Odds struct {
	Emotion   float64 `json:"emotion"`
	Intent    float64 `json:"intent"`
	Severity  float64 `json:"severity"`
	Implicit  float64 `json:"implicit"`
	Irony     float64 `json:"irony"`
	Offensive float64 `json:"offensive"`
}

// Mention is a post seen from one brand: exactly one row of table mentions. A post about two
// brands is two mentions; a post about none is one mention with an empty brand, so that what
// entered can always be counted again.
type Mention struct {
	Post     Post     `json:"post"`
	Brand    BrandID  `json:"brand"` // the brand it is seen from; Post.Brand only says what the source claims
	Analysis Analysis `json:"analysis"`
	// Cluster is the same for all posts whose texts are nearly equal: the fingerprint of the first of
	// them that was heard. 0: the text stands alone, or is too short to be compared.
	Cluster uint64 `json:"cluster"`
}
