package local

import (
	"fmt"
	"math"
)

// Scores is how well texts are judged.
type Scores struct {
	Texts    int     `json:"texts"`
	Accuracy float64 `json:"accuracy"` // share of texts whose verdict is the reader's
	LogLoss  float64 `json:"log_loss"` // mean surprise at the reader's verdict, in nats
}

// Trial is what a head was measured by: texts it was not trained on, and sentences of our own on
// everything people write about.
type Trial struct {
	Learned int    `json:"learned"` // texts of readers it was trained on
	Before  Scores `json:"before"`  // held-out texts, without the head, or with the one in use
	After   Scores `json:"after"`   // the same with the new head
	Gained  int    `json:"gained"`  // held-out verdicts that became right
	Lost    int    `json:"lost"`    // and that became wrong
	// Of the held-out texts those that people read: how many were judged as they do.
	People       int    `json:"people"`
	PeopleBefore int    `json:"people_before"`
	PeopleAfter  int    `json:"people_after"`
	OwnBefore    Scores `json:"own_before"` // sentences of our own, with the shipped weights alone
	OwnAfter     Scores `json:"own_after"`
}

// What a head must show to be adopted.
const (
	LeastHeld = 50    // texts held out
	chance    = 0.01  // probability below which a gain is not luck; a low one, for learning is tried again and again
	tolerance = 0.005 // of accuracy on our own sentences
)

// Decide tells whether a head is adopted, and why, in a sentence for people: it must win on texts it
// was not trained on, by more than luck, and lose nothing that counts elsewhere.
func Decide(t Trial) (adopt bool, reason string) {
	luck := Luck(t.Gained, t.Lost)
	switch {
	case t.Before.Texts < LeastHeld:
		return false, fmt.Sprintf("留作检验的文本只有 %d 条，至少要 %d 条才分得出好坏；等复读和更正再多些再学。", t.Before.Texts, LeastHeld)
	case t.After.LogLoss >= t.Before.LogLoss:
		return false, fmt.Sprintf("检验文本的对数损失没有下降（%.3f → %.3f）。", t.Before.LogLoss, t.After.LogLoss)
	case t.After.Accuracy < t.Before.Accuracy:
		return false, fmt.Sprintf("检验文本判对的比例下降了（%.1f%% → %.1f%%）。", 100*t.Before.Accuracy, 100*t.After.Accuracy)
	case t.PeopleAfter < t.PeopleBefore:
		return false, fmt.Sprintf("人工更正过的 %d 条检验文本里，判对的从 %d 条降到 %d 条。", t.People, t.PeopleBefore, t.PeopleAfter)
	case luck >= chance:
		return false, fmt.Sprintf("检验文本里改对 %d 条、改错 %d 条，可能只是碰巧（概率 %.2f，须低于 %.2f）。", t.Gained, t.Lost, luck, chance)
	case t.OwnAfter.Accuracy < t.OwnBefore.Accuracy-tolerance:
		return false, fmt.Sprintf("自带的通用例句判对的比例从 %.1f%% 降到 %.1f%%，超过了容许的 %.1f 个百分点：学到的只在自家文本里成立。",
			100*t.OwnBefore.Accuracy, 100*t.OwnAfter.Accuracy, 100*tolerance)
	}
	return true, fmt.Sprintf("检验文本判对的比例从 %.1f%% 升到 %.1f%%：改对 %d 条，改错 %d 条，碰巧的概率 %.4f。",
		100*t.Before.Accuracy, 100*t.After.Accuracy, t.Gained, t.Lost, luck)
}

// Luck is the probability that a head which helps nothing gains as much or more among the verdicts
// it changes: the exact sign test of McNemar's table, one side.
func Luck(gained, lost int) float64 {
	n := gained + lost
	sum := 0.0
	for k := gained; k <= n; k++ {
		sum += math.Exp(choose(n, k) - float64(n)*math.Ln2)
	}
	return min(sum, 1)
}

// choose is the logarithm of n over k.
func choose(n, k int) float64 {
	log := func(n int) float64 { x, _ := math.Lgamma(float64(n + 1)); return x }
	return log(n) - log(k) - log(n-k)
}
