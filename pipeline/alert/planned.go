package alert

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events that happen to a plan made on a page; its id is its title.
const (
	TypePlanSaved   = "saved"   // data: the voc.Plan
	TypePlanDropped = "dropped" // taken back: what it kept quiet until then stays quiet
)

// Where plans stand.
const (
	PlanFromPage = "page"
	PlanFromFile = "file"
	PlanHoliday  = "holiday"
)

// PlanEvent records a plan made or changed on a page.
func PlanEvent(p voc.Plan, by string, now time.Time) (voc.Event, error) {
	p.Title, by = strings.TrimSpace(p.Title), strings.TrimSpace(by)
	if by == "" {
		return voc.Event{}, lacking("没有写明是谁设的：请先填写您的姓名")
	}
	if err := p.Validate(); err != nil {
		return voc.Event{}, &Refusal{Text: err.Error(), Lacking: true}
	}
	p.ID, p.Actor, p.Origin = p.Title, by, PlanFromPage
	return planEvent(p.Title, TypePlanSaved, by, now, p), nil
}

// DropPlan takes a plan back. It ends now; one that is over is left as it was.
func DropPlan(p voc.Plan, by string, now time.Time) (voc.Event, error) {
	switch by = strings.TrimSpace(by); {
	case by == "":
		return voc.Event{}, lacking("没有写明是谁操作的：请先填写您的姓名")
	case !now.Before(p.To):
		return voc.Event{}, refusal("“%s”已经结束，不必再取消", p.Title)
	}
	return planEvent(p.Title, TypePlanDropped, by, now, struct{}{}), nil
}

func planEvent(title, kind, by string, now time.Time, data any) voc.Event {
	e := event(title, kind, now, data)
	e.Subject, e.Actor = voc.SubjectPlan, by
	return e
}

// FoldPlan gives the plan after an event. One that was dropped before it began is the zero plan:
// it never was. One dropped while it ran ended then, so that what it kept quiet is not told late.
func FoldPlan(p voc.Plan, e voc.Event) (voc.Plan, error) {
	fail := func(err error) (voc.Plan, error) {
		return p, fmt.Errorf("event %d of plan %s (%s): %w", e.Seq, e.ID, e.Type, err)
	}
	switch e.Type {
	case TypePlanSaved:
		var saved voc.Plan
		if err := json.Unmarshal(e.Data, &saved); err != nil {
			return fail(err)
		}
		return saved, nil
	case TypePlanDropped:
		if p.Title == "" {
			return fail(errors.New("the plan was never saved: the journal is incomplete"))
		}
		if !e.At.After(p.From) {
			return voc.Plan{}, nil
		}
		if e.At.Before(p.To) {
			p.To = e.At
		}
		return p, nil
	}
	return fail(errors.New("type is not known: it was written by a newer version"))
}

// Holidays are the public holidays that touch a stretch of time, as plans; those of a year whose
// arrangement is not known are left out. Raise 0 asks for none.
func Holidays(from, to time.Time, in *time.Location, raise float64) []Plan {
	if raise == 0 {
		return nil
	}
	var all []Plan
	for year := from.In(in).Year(); year <= to.In(in).Year(); year++ {
		plans, err := HolidayPlans(year, in, raise)
		if err != nil {
			continue
		}
		for _, p := range plans {
			if p.To.After(from) && p.From.Before(to) {
				p.Origin, p.Title = PlanHoliday, fmt.Sprintf("%s（%d）", p.Title, year)
				all = append(all, p)
			}
		}
	}
	return all
}
