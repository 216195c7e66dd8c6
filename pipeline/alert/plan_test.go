package alert

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// campaign is a plan over a stretch of buckets of a made-up series.
func campaign(from, length int, raise float64) Plan {
	at := func(i int) time.Time { return monday.Add(time.Duration(i) * 5 * time.Minute) }
	return Plan{Title: "周年庆", From: at(from), To: at(from + length), Raise: raise}
}

func TestAPlannedSurge(t *testing.T) {
	const start = 10 * 288
	series := func(size int) []voc.Count { return burst(made(61, 14, 20), start, 24, size) }
	for _, c := range []struct {
		why   string
		size  int
		plans []Plan
		want  int
	}{
		{"nothing planned: it is told", 8, nil, 1},
		{"planned, three times as much asked: this one was expected", 8, []Plan{campaign(start-12, 100, 3)}, 0},
		{"planned, but it goes far beyond what was expected", 120, []Plan{campaign(start-12, 100, 3)}, 1},
		{"planned so that no burst is told at all", 120, []Plan{campaign(start-12, 100, 0)}, 0},
		{"the plan was over the day before", 16, []Plan{campaign(start-300, 200, 0)}, 1},
		{"of two plans the stricter holds", 120, []Plan{campaign(start-12, 100, 1), campaign(start-24, 100, 0)}, 0},
	} {
		if got := Backtest(DefaultRule(), "b", series(c.size), c.plans...); len(got) != c.want {
			t.Errorf("%s: %d alerts, want %d", c.why, len(got), c.want)
		}
	}
	spikes := Detect(DefaultRule(), series(8), campaign(start-12, 100, 3))
	named := false
	for _, s := range spikes {
		named = named || strings.Contains(s.Reason, "周年庆")
	}
	if !named {
		t.Error("no reason names the plan that kept the alert back")
	}
}

// TestACrisisAfterTheCampaign: what a plan made loud must not be the measure of the morning after.
func TestACrisisAfterTheCampaign(t *testing.T) {
	const start = 10 * 288
	counts := burst(made(62, 14, 20), start, 288, 40) // a whole day of it
	burst(counts, start+288+100, 12, 14)              // and eight hours later a matter of its own
	plan := campaign(start, 288, 0)
	var after []voc.Alert
	for _, a := range Backtest(DefaultRule(), "b", counts, plan) {
		if a.OpenedAt.After(plan.To) {
			after = append(after, a)
		}
	}
	if len(after) != 1 {
		t.Errorf("%d alerts after the campaign, want the one matter", len(after))
	}
	spikes := Detect(DefaultRule(), counts, plan)
	if before, then := spikes[start-1].Usual, spikes[start+288+20].Usual; then > 1.05*before {
		t.Errorf("usual went from %.1f to %.1f an hour: the campaign was learned", before, then)
	}
}

func TestAPlanWithoutEndIsLearnedInTime(t *testing.T) {
	counts := burst(made(63, 30, 20), 10*288, 20*288, 5) // 60 an hour more, for good
	spikes := Detect(DefaultRule(), counts, campaign(10*288, 20*288, 3))
	if s := spikes[len(spikes)-1]; s.Usual < 50 {
		t.Errorf("after twenty days usual is still %.1f an hour: a plan keeps the baseline for a week, not for ever", s.Usual)
	}
}

func TestNoPlanChangesNothing(t *testing.T) {
	counts := burst(made(64, 12, 20), 9*288, 20, 20)
	far := campaign(40*288, 100, 0)
	if !reflect.DeepEqual(Detect(DefaultRule(), counts), Detect(DefaultRule(), counts, far)) {
		t.Error("a plan of next month changes what is said today")
	}
}

func TestPlanValidate(t *testing.T) {
	good := campaign(0, 10, 2)
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why    string
		change func(*Plan)
		want   string
	}{
		{"no title", func(p *Plan) { p.Title = "" }, "title"},
		{"no end", func(p *Plan) { p.To = time.Time{} }, "write both"},
		{"ends before it begins", func(p *Plan) { p.From, p.To = p.To, p.From }, "exchange them"},
		{"would make bursts easier", func(p *Plan) { p.Raise = 0.5 }, "1 to 100"},
		{"is negative", func(p *Plan) { p.Raise = -1 }, "1 to 100"},
	} {
		p := good
		c.change(&p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("a plan that %s: error is %v, want it to say %q", c.why, err, c.want)
		}
	}
}

func TestDetectCSVKeepsToPlans(t *testing.T) {
	const start = 10 * 288
	var in strings.Builder
	in.WriteString("timestamp,count\n")
	for _, c := range burst(made(65, 12, 20), start, 24, 40) {
		in.WriteString(c.At.Format(time.DateTime) + "," + itoa(c.N) + "\n")
	}
	told := func(plans ...Plan) int {
		var out strings.Builder
		if err := DetectCSV(strings.NewReader(in.String()), &out, DefaultRule(), plans...); err != nil {
			t.Fatal(err)
		}
		return strings.Count(out.String(), ",1,近一小时")
	}
	if free, kept := told(), told(campaign(start-12, 60, 0)); free != 1 || kept != 0 {
		t.Errorf("told %d times without a plan and %d times with one, want 1 and 0", free, kept)
	}
	bad := campaign(0, 10, 0.5)
	if err := DetectCSV(strings.NewReader(in.String()), &strings.Builder{}, DefaultRule(), bad); err == nil {
		t.Error("a plan that cannot be meant was accepted")
	}
}
