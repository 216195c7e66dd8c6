package voc

import "time"

// VerificationState says how far the proof of a fix is.
type VerificationState string

// The states of a verification.
const (
	VerificationWatching VerificationState = "watching" // 验证中
	VerificationPassed   VerificationState = "passed"   // 已验证
	VerificationFailed   VerificationState = "failed"   // 未通过: the order reopens
	VerificationUnclear  VerificationState = "unclear"  // 无法判断: too few mentions or too little heard
)

// Verification is what was measured of a theme order's fix: whether people really complain less, and
// whether that is more than time alone would have done. Rates are negative mentions of the order's
// topics an hour, over hours that were heard.
type Verification struct {
	State    VerificationState `json:"state"` // "" not begun
	Since    time.Time         `json:"since"` // what was done was done
	Until    time.Time         `json:"until"` // decided by then
	At       time.Time         `json:"at"`    // last looked
	Before   float64           `json:"before"`
	Peak     float64           `json:"peak"`
	After    float64           `json:"after"`
	Limit    float64           `json:"limit"`     // After must stay below: expected plus two deviations
	PastPart float64           `json:"past_part"` // 0…1: share of the topics in the brand's negatives before
	Part     float64           `json:"part"`      // the same afterwards

	HalfLife      time.Duration `json:"half_life"`       // of the excess since the fix, nanoseconds; 0: not known
	UsualHalfLife time.Duration `json:"usual_half_life"` // of similar past incidents of the brand; 0: none
	Control       float64       `json:"control"`         // After/Before of the brand's other topics; 0: not known
	Effect        float64       `json:"effect"`          // how many times faster than usual it fell, with …
	EffectLow     float64       `json:"effect_low"`      // … its 90 % interval
	EffectHigh    float64       `json:"effect_high"`
	Heard         float64       `json:"heard"` // 0…1: coverage of the time afterwards
	HeardBefore   float64       `json:"heard_before"`
	Verdict       string        `json:"verdict"` // in a sentence, for people
}
