package nlp

import "fmt"

// Pack is the taxonomy of one industry: what people judge there (aspects) and what goes wrong
// there (topics). Packs are data, written in YAML.
type Pack struct {
	Name  string `yaml:"name"`  // "dining"
	Title string `yaml:"title"` // "餐饮与茶饮"
	// Domain words tell that a text is about this industry, without being an aspect of it: 奶茶.
	Domain []string `yaml:"domain"`
	// Groups title the inner nodes of the hierarchy: an aspect named service.waiting hangs under the
	// group service. A group nobody titled is called by its name.
	Groups  []Group      `yaml:"groups"`
	Aspects []AspectRule `yaml:"aspects"`
	Topics  []TopicRule  `yaml:"topics"`
	// Judged "own" says that an aspect is judged only by its own positive and negative words in the
	// clause or a judgement right behind it, and neutral without one: for trades whose texts mostly tell and ask. Left out, every
	// word of judgement beside the aspect counts.
	Judged string `yaml:"judged"`
	// Words of judgement that hold in this industry only are written at the aspect they judge.
}

// Group is an inner node of a pack's hierarchy of aspects.
type Group struct {
	Name  string `yaml:"name"`  // "service"
	Title string `yaml:"title"` // "服务"
}

// AspectRule is one thing people judge.
type AspectRule struct {
	Name  string `yaml:"name"`  // "service.waiting", stable: stored with every mention
	Title string `yaml:"title"` // "等位排队"
	// Terms name the aspect and judge nothing: 排队, 叫号.
	Terms []string `yaml:"terms"`
	// Positive and Negative are words that name the aspect and judge it at once: 上菜快, 等太久.
	// A negation before them turns them round.
	Positive []string `yaml:"positive"`
	Negative []string `yaml:"negative"`
	QSCV     string   `yaml:"qscv"`  // quality, service, cleanliness, value; "" none of them
	Stage    string   `yaml:"stage"` // of the customer's journey: 了解 选择 到店 等待 消费 离开 售后 …
	// Examples are a few clauses that speak of the aspect without any of its words; clauses like them
	// are found as well. They need no training.
	Examples []string `yaml:"examples"`
	// Scope "whole" says that the aspect is the text as a whole: a longer text about the pack's trade
	// is given its verdict here, whether it names it or not.
	Scope string `yaml:"scope"`
}

// TopicRule is one thing that goes wrong (or right) often enough to have a name. Topics are what
// incidents and work orders are about.
type TopicRule struct {
	Name  string   `yaml:"name"`  // "卫生-异物", stable: stored with every mention
	Title string   `yaml:"title"` // "吃出异物"
	Terms []string `yaml:"terms"` // one of them suffices
	Near  []Near   `yaml:"near"`  // or one of these
	Not   []string `yaml:"not"`   // a term inside one of these phrases does not count: 不用排队
	// Examples are a few clauses that tell of the topic without any of its words; clauses like them
	// are found as well.
	Examples []string `yaml:"examples"`
	// Mood is the sentiment the sentence must have: "negative" (the default: not positive),
	// "positive" or "any".
	Mood string `yaml:"mood"`
	// Severity is the least severity of a complaint on this topic, 0…4.
	Severity int `yaml:"severity"`
	// Reason is listed among the reasons of a severity: one of safety, injury, food, fire, leak,
	// discrimination, fraud, regulator, media, legal. Empty: the topic raises no alarm of its own.
	Reason string `yaml:"reason"`
}

// scopeWhole is the scope of an aspect that stands for the whole text.
const scopeWhole = "whole"

// judgedOwn is how a pack is judged by its own words alone.
const judgedOwn = "own"

// Moods of a TopicRule.
const (
	moodNegative = "negative"
	moodPositive = "positive"
	moodAny      = "any"
)

// reasons lists what may raise a severity, with what people read.
var reasons = map[string]string{
	"safety": "人身安全", "injury": "人身伤害", "food": "食品安全", "fire": "起火爆炸",
	"leak": "信息泄露", "discrimination": "歧视侮辱", "fraud": "欺诈", "regulator": "监管投诉",
	"media": "媒体曝光", "legal": "法律诉讼",
}

// Validate tells what is wrong with the pack first, and what to write instead.
func (p *Pack) Validate() error {
	if p.Name == "" {
		return fmt.Errorf("a pack has no name: write name: at its top")
	}
	if p.Judged != "" && p.Judged != judgedOwn {
		return fmt.Errorf("pack %q: judged is %q: write own, or leave it out", p.Name, p.Judged)
	}
	seen := map[string]bool{}
	for _, a := range p.Aspects {
		if a.Name == "" || seen[a.Name] {
			return fmt.Errorf("pack %q: aspect name %q is empty or given twice", p.Name, a.Name)
		}
		seen[a.Name] = true
		if a.Scope != "" && a.Scope != scopeWhole {
			return fmt.Errorf("pack %q: aspect %q has scope %q: write whole, or leave it out", p.Name, a.Name, a.Scope)
		}
		if len(a.Terms)+len(a.Positive)+len(a.Negative)+len(a.Examples) == 0 {
			return fmt.Errorf("pack %q: aspect %q has no words and no examples, so it could never be found", p.Name, a.Name)
		}
	}
	for _, t := range p.Topics {
		if t.Name == "" || seen[t.Name] {
			return fmt.Errorf("pack %q: topic name %q is empty or given twice", p.Name, t.Name)
		}
		seen[t.Name] = true
		if err := t.validate(); err != nil {
			return fmt.Errorf("pack %q: topic %q: %w", p.Name, t.Name, err)
		}
	}
	return nil
}

func (t *TopicRule) validate() error {
	if len(t.Terms)+len(t.Near)+len(t.Examples) == 0 {
		return fmt.Errorf("terms, near and examples are all empty, so it could never be found")
	}
	for i := range t.Near {
		if err := t.Near[i].validate(); err != nil {
			return err
		}
	}
	switch t.Mood {
	case "", moodNegative, moodPositive, moodAny:
	default:
		return fmt.Errorf("mood %q: write negative, positive or any", t.Mood)
	}
	if t.Severity < 0 || t.Severity > 4 {
		return fmt.Errorf("severity %d: give 0 to 4", t.Severity)
	}
	if _, ok := reasons[t.Reason]; !ok && t.Reason != "" {
		return fmt.Errorf("reason %q is not known: write safety, injury, food, fire, leak, discrimination, fraud, regulator, media or legal", t.Reason)
	}
	return nil
}

func packNames(packs []Pack) []string {
	names := make([]string, len(packs))
	for i := range packs {
		names[i] = packs[i].Name
	}
	return names
}
