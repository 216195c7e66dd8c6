package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Replay is what a rule would have told people of a past, by the same function as runs live.
type Replay struct {
	Revision string          `json:"revision" doc:"Of the rule that was replayed"`
	Brand    voc.BrandID     `json:"brand"`
	From     time.Time       `json:"from"`
	To       time.Time       `json:"to"`
	Took     string          `json:"took" doc:"How long it took to find out"`
	Outlooks []ReplayOutlook `json:"outlooks" doc:"Most sensitive first; one, for a kind without sensitivities"`
}

// ReplayOutlook is what one sensitivity of a rule would have told.
type ReplayOutlook struct {
	Sensitivity float64       `json:"sensitivity" doc:"0 for a kind that has none"`
	Title       string        `json:"title" doc:"敏感, 均衡, 平稳, 安静, or 自定 for another value"`
	Days        float64       `json:"days" doc:"How much of the past is known"`
	PerWeek     float64       `json:"per_week" doc:"Incidents in a week of what is known"`
	Warning     string        `json:"warning" doc:"Why one would not want it, in Chinese; empty: nothing speaks against it"`
	Confirmed   int           `json:"confirmed" doc:"Of them, how many fell into incidents that people confirmed"`
	Dismissed   int           `json:"dismissed" doc:"Of them, how many fell only into what people dismissed"`
	N           int           `json:"n" doc:"How many incidents there were"`
	Fired       []ReplayAlert `json:"fired" doc:"Oldest first; of one kept with a rule only the newest"`
}

// ReplayAlert is an incident that would have been opened.
type ReplayAlert struct {
	StartedAt  time.Time `json:"started_at"`
	OpenedAt   time.Time `json:"opened_at"`
	ResolvedAt time.Time `json:"resolved_at" doc:"0001-01-01T00:00:00Z: it would still run"`
	Level      voc.Level `json:"level"`
	Topics     []string  `json:"topics" doc:"Most spoken of first"`
	Peak       int       `json:"peak" doc:"Most mentions in one hour"`
	Usual      float64   `json:"usual" doc:"Expected in an hour"`
	Score      float64   `json:"score"`
	Reason     string    `json:"reason" doc:"Why it fired, in Chinese"`
}

func replayOut(r voc.RuleReplay) Replay {
	out := Replay{Revision: r.Revision, Brand: r.Brand, From: r.From, To: r.To, Took: short(r.Took.Round(time.Millisecond)), Outlooks: []ReplayOutlook{}}
	for i, o := range r.Outlooks {
		told := ReplayOutlook{
			Sensitivity: o.Sensitivity, Title: o.Title, Days: o.Heard.Hours() / 24, PerWeek: o.PerWeek, Warning: o.Warning, N: max(o.N, len(o.Alerts)), Fired: []ReplayAlert{},
		}
		if i < len(r.Verdicts) {
			told.Confirmed, told.Dismissed = r.Verdicts[i].Confirmed, r.Verdicts[i].Dismissed
		}
		for _, al := range o.Alerts {
			told.Fired = append(told.Fired, firedOut(al))
		}
		out.Outlooks = append(out.Outlooks, told)
	}
	return out
}

func firedOut(al voc.Alert) ReplayAlert {
	topics := al.Topics
	if len(topics) == 0 && al.Topic != "" {
		topics = []string{al.Topic}
	}
	level := al.Level
	if level.Rank() == 0 {
		level = voc.Blue
	}
	return ReplayAlert{
		StartedAt: al.StartedAt, OpenedAt: al.OpenedAt, ResolvedAt: al.ResolvedAt, Level: level, Topics: topics,
		Peak: al.Peak, Usual: al.Spike.Usual, Score: al.Spike.Score, Reason: al.Spike.Reason,
	}
}

// BacktestOrder asks what a rule would have told.
type BacktestOrder struct {
	Rule  Rule        `json:"rule" doc:"Need not be saved, nor have a name"`
	Brand voc.BrandID `json:"brand" doc:"Of which brand; empty: the first it watches"`
	Days  int         `json:"days,omitempty" doc:"How far back; default 90, at most 366"`
}

const (
	usualReplay   = 90 // days
	longestReplay = 366
)

type backtestIn struct{ Body BacktestOrder }

func (a *door) backtest(ctx context.Context, in *backtestIn) (*answer[Replay], error) {
	r := a.reader()
	rule := r.rule(in.Body.Rule)
	if rule.Name == "" {
		rule.Name = "unsaved"
	}
	a.knownIn(ctx, r, rule)
	r.name("brand", string(in.Body.Brand), a.knownBrand(ctx))
	brand := in.Body.Brand
	if brand == "" {
		brand = a.firstBrand(ctx, rule)
	}
	days := in.Body.Days
	if days == 0 {
		days = usualReplay
	}
	if days < 1 || days > longestReplay {
		r.add("days", "", "write 1 to 366 days", "请写 1 到 366 天")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	if err := rule.Validate(); err != nil {
		return nil, a.ruleFail(ctx, "backtest", rule.Kind, err)
	}
	if err := mayChange(ctx, brand); err != nil {
		return nil, err
	}
	replay, err := a.Backtest(ctx, rule, brand, days)
	if err != nil {
		return nil, a.ruleFail(ctx, "backtest", rule.Kind, err)
	}
	return &answer[Replay]{Body: replayOut(replay)}, nil
}

// firstBrand is the first a rule watches: of its own list, else of the brands that are ours.
func (a *door) firstBrand(ctx context.Context, rule voc.Rule) voc.BrandID {
	if len(rule.Brands) > 0 {
		return rule.Brands[0]
	}
	for _, b := range a.brandsOf(ctx) {
		if b.Own {
			return b.ID
		}
	}
	return ""
}
