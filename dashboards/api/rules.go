package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Rules is every rule as it stands, by name.
type Rules struct {
	Items []RuleState  `json:"items"`
	Kinds []KindOfRule `json:"kinds" doc:"What can be made"`
}

// KindOfRule is what rules of a kind look at, and what they say where nobody said otherwise.
type KindOfRule struct {
	Kind     voc.RuleKind `json:"kind"`
	Uses     []string     `json:"uses" doc:"Names of the fields it looks at; the others must be empty"`
	Defaults Rule         `json:"defaults"`
}

// kindsOfRule lists the kinds in the order people are offered them.
func kindsOfRule() []KindOfRule {
	var list []KindOfRule
	for _, kind := range voc.RuleKinds() {
		one := KindOfRule{Kind: kind, Defaults: ruleOut(voc.DefaultRuleOf(kind))}
		fields := reflect.TypeFor[Rule]()
		for i := range fields.NumField() {
			if name := fields.Field(i).Tag.Get("json"); kind.Uses(name) {
				one.Uses = append(one.Uses, name)
			}
		}
		list = append(list, one)
	}
	return list
}

// RuleState is a rule as it stands: where it comes from, who changed it last, how it did lately.
type RuleState struct {
	Rule      Rule           `json:"rule"`
	Revision  string         `json:"revision" doc:"Names exactly these contents: what alerts point at, and what a change is based on"`
	Origin    voc.RuleOrigin `json:"origin" doc:"file: as rules.yaml says; page: the journal holds it"`
	ChangedBy string         `json:"changed_by" doc:"Empty: nobody, it is as its file says"`
	ChangedAt time.Time      `json:"changed_at"`
	Why       string         `json:"why" doc:"Of the last change, in the words of who made it"`
	Before    *Rule          `json:"before,omitempty" doc:"As it was before the last change; not given: it was not"`
	Fired     int            `json:"fired" doc:"Incidents it opened in the last 90 days"`
	Confirmed int            `json:"confirmed" doc:"Of them, by people"`
	Dismissed int            `json:"dismissed" doc:"Of them, as false alarms"`
	Proposed  float64        `json:"proposed" doc:"Sensitivity the verdicts speak for; 0: the present one"`
	Backtest  *Replay        `json:"backtest,omitempty" doc:"At the last change; not given: there was none"`
	File      *Rule          `json:"file,omitempty" doc:"As rules.yaml has it now; not given: it does not stand there"`
	FileNewer bool           `json:"file_newer" doc:"rules.yaml was changed after the page's change, which stands until it is dropped"`
}

// RuleChange is a rule to be saved.
type RuleChange struct {
	Rule  Rule   `json:"rule"`
	Actor string `json:"actor" doc:"Who changes it"`
	Why   string `json:"why" doc:"Why; stands beside the rule"`
	Base  string `json:"base" doc:"The revision it was edited from; empty: it is a new rule. Another present revision answers 409 with both versions"`
}

// RuleConflict is the answer when a rule has changed since it was read: nothing was saved.
type RuleConflict struct {
	*Problem
	Present *RuleState `json:"present,omitempty" doc:"The rule as it stands now; not given: it is gone"`
	Yours   Rule       `json:"yours" doc:"What was to be saved"`
}

// RuleDrop says who takes a rule away, and why.
type RuleDrop struct {
	Actor string `json:"actor" doc:"Who takes it away"`
	Why   string `json:"why" doc:"Why; stands in the journal"`
}

// RuleDropped is what became of a rule that was taken away.
type RuleDropped struct {
	Present *RuleState `json:"present,omitempty" doc:"A rule of the file stands as its file says again; not given: it is gone"`
}

func (a *door) ruleOperations() {
	get(a, "/rules", "rules", "What is watched, and how each rule did", a.rules)
	get(a, "/rules/{name}", "rule", "One rule with its last change and backtest", a.rule)
	conflict := a.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[RuleConflict](), true, "RuleConflict")
	put(a, huma.Operation{
		Path: "/rules/{name}", OperationID: "save-rule", Summary: "Save a rule, new or changed; its backtest is kept with it",
		Responses: map[string]*huma.Response{"409": {
			Description: "Changed by somebody else meanwhile", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: conflict}},
		}},
	}, a.saveRule)
	del(a, huma.Operation{
		Path: "/rules/{name}", OperationID: "drop-rule", Summary: "Take a rule away; one of the file goes back to what its file says",
	}, a.dropRule)
	post(a, huma.Operation{
		Path: "/rules/backtest", OperationID: "backtest-rule", Summary: "What a rule would have told people of the past; nothing is saved",
	}, a.backtest)
}

func (a *door) rules(ctx context.Context, _ *struct{}) (*answer[Rules], error) {
	out := Rules{Items: []RuleState{}, Kinds: kindsOfRule()}
	for _, s := range a.rulesOf(ctx) {
		out.Items = append(out.Items, stateOut(s))
	}
	slices.SortFunc(out.Items, func(a, b RuleState) int { return cmp.Compare(a.Rule.Name, b.Rule.Name) })
	return &answer[Rules]{Body: out}, nil
}

func stateOut(s voc.RuleState) RuleState {
	out := RuleState{
		Rule: ruleOut(s.Rule), Revision: s.Revision, Origin: s.Origin, ChangedBy: s.ChangedBy, ChangedAt: s.ChangedAt, Why: s.Why,
		Fired: s.Fired, Confirmed: s.Confirmed, Dismissed: s.Dismissed, Proposed: s.Proposed, FileNewer: s.FileNewer,
	}
	if s.Before != nil {
		before := ruleOut(*s.Before)
		out.Before = &before
	}
	if s.File != nil {
		file := ruleOut(*s.File)
		out.File = &file
	}
	if s.Backtest != nil {
		replay := replayOut(*s.Backtest)
		out.Backtest = &replay
	}
	return out
}

type nameIn struct {
	Name string `path:"name"`
}

// presentRule is the rule of a name as it stands; nil: there is none.
func (a *door) presentRule(ctx context.Context, name string) *RuleState {
	for _, s := range a.rulesOf(ctx) {
		if s.Rule.Name == name {
			out := stateOut(s)
			return &out
		}
	}
	return nil
}

func (a *door) rule(ctx context.Context, in *nameIn) (*answer[RuleState], error) {
	if s := a.presentRule(ctx, in.Name); s != nil {
		return &answer[RuleState]{Body: *s}, nil
	}
	return nil, noRule(in.Name)
}

type ruleChangeIn struct {
	Name string `path:"name"`
	Body RuleChange
}

func (a *door) saveRule(ctx context.Context, in *ruleChangeIn) (*answer[RuleState], error) {
	r := a.reader()
	if in.Body.Rule.Name == "" {
		in.Body.Rule.Name = in.Name
	}
	rule := r.rule(in.Body.Rule)
	a.knownIn(ctx, r, rule)
	if rule.Name != in.Name {
		r.add("name", in.Body.Rule.Name, "differs from the address: a rule keeps its name, save another one under a new name", "与地址中的名称不一致：规则不能改名，请另存为新规则")
	}
	actor := r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who changes it", "请写操作人")
	why := r.need("why", in.Body.Why, 2000, "write why: whoever reads the rule later wants to know", "请写修改原因，方便以后的人看懂")
	base := r.text("base", in.Body.Base, 200)
	if err := r.done(); err != nil {
		return nil, err
	}
	if err := rule.Validate(); err != nil {
		return nil, a.ruleFail(ctx, "save a rule", rule.Kind, err)
	}
	if err := cmp.Or(mayChange(ctx, rule.Brands...), a.ownRule(ctx, rule.Name)); err != nil {
		return nil, err
	}
	saved, err := a.SaveRule(ctx, rule, actor, why, base)
	if errors.Is(err, ErrRevision) {
		return nil, &RuleConflict{
			Problem: problem(http.StatusConflict, "conflict",
				"Somebody changed the rule meanwhile; nothing was saved. Look at the present version and save again on its base.",
				"这条规则刚被别人改过，本次没有保存。请看过现在的版本后，在它的基础上再保存。"),
			Present: a.presentRule(ctx, rule.Name), Yours: ruleOut(rule),
		}
	}
	if err != nil {
		return nil, a.ruleFail(ctx, "save a rule", rule.Kind, err)
	}
	return &answer[RuleState]{Body: stateOut(saved)}, nil
}

// knownIn refuses brands that are not configured: such a rule would watch nothing.
func (a *door) knownIn(ctx context.Context, r *reader, rule voc.Rule) {
	for _, b := range rule.Brands {
		r.name("brands", string(b), a.knownBrand(ctx))
	}
	if rule.Kind == "" {
		r.word("kind", " ", ruleKinds)
	}
}

type ruleDropIn struct {
	Name string `path:"name"`
	Body RuleDrop
}

func (a *door) dropRule(ctx context.Context, in *ruleDropIn) (*answer[RuleDropped], error) {
	r := a.reader()
	actor := r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who takes it away", "请写操作人")
	why := r.need("why", in.Body.Why, 2000, "write why", "请写原因")
	if err := r.done(); err != nil {
		return nil, err
	}
	if err := a.ownRule(ctx, in.Name); err != nil {
		return nil, err
	}
	if err := a.DropRule(ctx, in.Name, actor, why); err != nil {
		return nil, a.fail(ctx, "take a rule away", err)
	}
	return &answer[RuleDropped]{Body: RuleDropped{Present: a.presentRule(ctx, in.Name)}}, nil
}

// ruleFail names the field a rule was refused for.
func (a *door) ruleFail(ctx context.Context, asked string, kind voc.RuleKind, err error) error {
	var refused *voc.RuleError
	if errors.As(err, &refused) {
		zh, known := ruleRemedies[refused.Field]
		if !kind.Uses(refused.Field) {
			zh, known = "这类规则不看这一项，请留空", true
		}
		if !known {
			zh = "这个值不能用：" + refused.Remedy
		}
		return invalid([]FieldError{wrong(refused.Field, refused.Value, refused.Remedy, zh)})
	}
	return a.fail(ctx, asked, err)
}

// ruleRemedies say in Chinese what to write into a field of a rule that was refused.
var ruleRemedies = map[string]string{
	"name":            "请给规则起一个英文名，只用小写字母、数字和短横线，如 negative-burst",
	"title":           "请写一个名称，如“负面激增”",
	"kind":            "请从给出的规则类型里选一种",
	"sentiment":       "请选负面、中性、正面，或不限",
	"sensitivity":     "请选 0.8（敏感）、1（均衡）、1.3（平稳）或 2（安静）",
	"step":            "请写能整除一小时的时长，如 5m",
	"quiet":           "请写零或更长的时长，如 24h",
	"resolve_after":   "请写大于零的时长，如 6h",
	"min_posts":       "请写不小于 1 的条数",
	"min_authors":     "请写不小于 0 的人数",
	"min_history":     "请写 0 到 336h（14 天）之间的时长",
	"min_coverage":    "请写 0 到 1 之间的比例",
	"window":          "请写大于零的时长，如 1h 或 24h",
	"base":            "请写比观察窗口更长的时长，如 168h（7 天）",
	"at_least":        "请写 0 到 1 之间的占比，如 0.4",
	"times":           "请写大于 1 的倍数，如 3",
	"at_most":         "请写不小于 0 的条数",
	"min_severity":    "请写 0 到 4 的整数，0 表示不看严重度",
	"min_reach":       "请写不小于 0 的粉丝数，0 表示不看影响力",
	"max_age":         "请写大于零的时长，如 48h",
	"after":           "请写大于零的时长，如 6h",
	"words":           "请写要盯的词，每项一个，不要空项",
	"platforms":       "其中有空项：请填平台名或删掉",
	"regions":         "其中有空项：请填省份名或删掉",
	"channels":        "没有这个通知渠道：请从已配置的（channels.yaml）里选，不留空项",
	"open_order_from": "请选红、橙、黄、蓝，或不自动开单",
	"owner":           "请写已登记的负责人",
	"brands":          "请填已配置的品牌",
}
