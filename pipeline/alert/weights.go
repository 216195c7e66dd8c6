package alert

import "fmt"

// Weights are the points each reason adds to an incident's level, and from how many points each
// level begins. They stand in rules.yaml for whoever wants to weigh differently; every alert lists
// the points it is made of.
type Weights struct {
	ScoreOver     int `yaml:"score_over"`     // the rule's threshold is reached
	ScoreDouble   int `yaml:"score_double"`   // twice
	ScoreFourfold int `yaml:"score_fourfold"` // four times
	Crisis        int `yaml:"crisis"`         // something grave is named: safety, injury, recall, data, discrimination
	NegativeMany  int `yaml:"negative_many"`  // two in five mentions are negative
	NegativeMost  int `yaml:"negative_most"`  // seven in ten
	ReachLarge    int `yaml:"reach_large"`    // the ten largest authors have a million followers
	ReachHuge     int `yaml:"reach_huge"`     // ten millions
	Official      int `yaml:"official"`       // official media or a regulator speaks
	Platforms     int `yaml:"platforms"`      // it is spoken of on three platforms
	Doubled       int `yaml:"doubled"`        // twice as many as the hour before

	Yellow int `yaml:"yellow"` // points from which an incident is yellow; below it is blue
	Orange int `yaml:"orange"`
	Red    int `yaml:"red"`
}

// mostPoints bounds one weight: beyond it a single reason would decide everything.
const mostPoints = 20

// DefaultWeights are the starting weights of the trade, to be tuned on confirmed incidents.
func DefaultWeights() Weights {
	return Weights{
		ScoreOver: 1, ScoreDouble: 2, ScoreFourfold: 3, Crisis: 3, NegativeMany: 1, NegativeMost: 2,
		ReachLarge: 1, ReachHuge: 2, Official: 2, Platforms: 1, Doubled: 1,
		Yellow: 3, Orange: 5, Red: 8,
	}
}

// Validate refuses weights under which a graver fact would count less, or a level could not be
// reached in its order. The error names the setting and what to write.
func (w Weights) Validate() error {
	for _, one := range []struct {
		name  string
		value int
	}{
		{"score_over", w.ScoreOver}, {"score_double", w.ScoreDouble}, {"score_fourfold", w.ScoreFourfold},
		{"crisis", w.Crisis}, {"negative_many", w.NegativeMany}, {"negative_most", w.NegativeMost},
		{"reach_large", w.ReachLarge}, {"reach_huge", w.ReachHuge}, {"official", w.Official},
		{"platforms", w.Platforms}, {"doubled", w.Doubled},
	} {
		if one.value < 0 || one.value > mostPoints {
			return fmt.Errorf("weights: %s is %d: write 0 to %d points", one.name, one.value, mostPoints)
		}
	}
	for _, rising := range []struct {
		name        string
		below, this int
	}{
		{"score_double", w.ScoreOver, w.ScoreDouble}, {"score_fourfold", w.ScoreDouble, w.ScoreFourfold},
		{"negative_most", w.NegativeMany, w.NegativeMost}, {"reach_huge", w.ReachLarge, w.ReachHuge},
	} {
		if rising.this < rising.below {
			return fmt.Errorf("weights: %s is %d, less than the milder reason before it (%d): write at least as much", rising.name, rising.this, rising.below)
		}
	}
	if !(0 < w.Yellow && w.Yellow < w.Orange && w.Orange < w.Red) {
		return fmt.Errorf("weights: yellow %d, orange %d, red %d: write three rising numbers of points, like 3, 5, 8", w.Yellow, w.Orange, w.Red)
	}
	return nil
}
