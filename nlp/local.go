package nlp

import (
	"fmt"
	"hash/fnv"
	"sync"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// localSays is what the customer's own head says of one text, and what was said before it.
type localSays struct {
	praise, neither float64 // shifts
	logit, neutral  float64 // of the text, rules and all, before them
	band            float64 // below which probability neither side is stated
}

// hearLocal asks the customer's own head about a text with these features. Where several brands are
// compared it is silent: what readers taught it they taught on texts about one.
func (a *Analyzer) hearLocal(s *scratch, features []uint32, view []float64) {
	s.local = localSays{}
	if a.opt.Local != nil && view == nil {
		s.local.praise, s.local.neither = a.opt.Local.Shift(features)
	}
}

// withLocal moves the final logit and the probability of neither as the customer's own head says.
func (s *scratch) withLocal(logit, neutral float64) (float64, float64) {
	l := &s.local
	l.logit, l.neutral = logit, neutral
	if l.praise == 0 && l.neither == 0 {
		return logit, neutral
	}
	return local.Move(logit, neutral, l.praise, l.neither)
}

// LocalBase names the weights (nil: those inside the binary) and the engine a local head stands on.
// Brands, packs and dictionaries may change under it; these may not.
func LocalBase(weights *model.File) (string, error) {
	if weights == nil {
		return shippedBase()
	}
	return baseOf(weights), nil
}

// shippedBase is worked out once: the weights are megabytes, and analyzers are built anew while
// tingfeng runs.
var shippedBase = sync.OnceValues(func() (string, error) {
	weights, err := model.Shipped("default")
	if err != nil {
		return "", err
	}
	return baseOf(weights), nil
})

func baseOf(weights *model.File) string {
	h := fnv.New64a()
	for _, name := range weights.Names() {
		h.Write(weights.Section(name))
	}
	return fmt.Sprintf("tf%s-%016x", engineVersion, h.Sum64())
}

// FitsLocal tells why a local head does not fit the weights, nil when it does.
func FitsLocal(head *local.Head, weights *model.File) error {
	base, err := LocalBase(weights)
	if err != nil {
		return err
	}
	if head.Base() != base {
		return fmt.Errorf("nlp: the local head was learned on the weights %s, these are %s: learn anew with tingfeng learn", head.Base(), base)
	}
	return nil
}

// lessonOf gives what a local head can learn from a post of which the reader says this; ok is false
// where it can learn nothing: no text, or brands are compared.
func (a *Analyzer) lessonOf(s *scratch, post *voc.Post) (l localLesson, ok bool) {
	mentions := a.analyze(nil, s, post)
	if len(mentions) != 1 || len(s.runes) == 0 || mentions[0].Analysis.Role != voc.RoleNone {
		return l, false // in a comparison the brand's role has the last word
	}
	l.norm, l.print = mentions[0].Analysis.Norm, mentions[0].Analysis.Fingerprint
	l.Features = append([]uint32(nil), s.extractor.Features(s.unmasked(0, len(s.runes)))...)
	l.Logit, l.Neither, l.band = s.local.logit, s.local.neutral, s.local.band
	return l, true
}
