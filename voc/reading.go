package voc

import "time"

// Reader is the sort of somebody who read a mention a second time.
type Reader string

// The readers.
const (
	ReaderLLM   Reader = "llm"
	ReaderHuman Reader = "human"
)

// Reading is what a language model or a person says of one mention, kept beside what the local
// analysis says. Fields left empty were not judged. It never overwrites the Analysis; it is shown
// with it, counted in agreement reports, and becomes training data.
type Reading struct {
	PostID     PostID    `json:"post_id"`
	Brand      BrandID   `json:"brand"`
	Reader     Reader    `json:"reader"`
	Name       string    `json:"name"`   // the model, or the user who corrected
	Prompt     string    `json:"prompt"` // version of the prompt; "" for people
	At         time.Time `json:"at"`
	Hash       string    `json:"hash"`       // of the masked text that was read, hex
	Local      string    `json:"local"`      // Version of the analysis it stands beside
	Sentiment  Sentiment `json:"sentiment"`  // "" not judged
	Emotion    Emotion   `json:"emotion"`    //
	Intent     Intent    `json:"intent"`     //
	Severity   int       `json:"severity"`   // −1 not judged
	Complaint  *bool     `json:"complaint"`  // nil not judged
	Irony      *bool     `json:"irony"`      //
	Implicit   *bool     `json:"implicit"`   //
	Aspects    []Aspect  `json:"aspects"`    // evidence is verbatim, or the aspect was dropped
	Evidence   []string  `json:"evidence"`   // verbatim parts of the text that carry the verdict
	Confidence float64   `json:"confidence"` // as the reader states it, 0…1; 0 none stated
	Note       string    `json:"note"`
	// Aspects are all there are; false: those named are some of them.
	AspectsJudged bool     `json:"aspects_judged"`
	Noise         []string `json:"noise"`        // labels, of NoiseJudged
	NoiseJudged   bool     `json:"noise_judged"` // Noise is all there is, none where it is empty
	BrandWrong    *bool    `json:"brand_wrong"`  // it does not speak of the brand at all; nil not judged
	Sample        string   `json:"sample"`       // week of the audit sample it was read for: "2026-W47"; "" not for one
}

// Call is one request to a language model: a line of the ledger.
type Call struct {
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	Model     string    `json:"model"`
	Prompt    string    `json:"prompt"`     // version of the prompt
	Purpose   string    `json:"purpose"`    // "reading", "digest"
	Posts     int       `json:"posts"`      // asked about
	Answered  int       `json:"answered"`   // with an answer that held every check
	TokensIn  int       `json:"tokens_in"`  // as the server counted; estimated when it did not
	TokensOut int       `json:"tokens_out"` //
	Cost      float64   `json:"cost"`       // in the currency of the configured prices
	Millis    int64     `json:"millis"`
	Attempts  int       `json:"attempts"`
	Outcome   string    `json:"outcome"` // "ok", "partial", "timeout", "refused", "invalid", "unreachable", "over budget", "breaker open"
}
