package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// mostCorrected bounds what is corrected at once: more than that is a matter of rules and words, not of hands.
	mostCorrected = 50_000
	// longCorrection is how many mentions make a correction a job: as many as nobody chose one by one.
	longCorrection = mostChosen
	// correctedAtOnce is how many are kept before anybody looks whether the job was stopped.
	correctedAtOnce = 1000
)

// Kinds of the jobs that are corrections. A job of the first kind gives its id to the batch it makes.
const (
	jobCorrect = "correct" // many are corrected in the same way
	jobUndo    = "undo"    // many corrections are taken back
)

// BulkCorrection corrects a selection.
type BulkCorrection struct {
	Selection
	Correction Correction `json:"correction"`
	Expect     int        `json:"expect" doc:"How many the preview said: when far more match by now, nothing is done"`
}

// BulkDone is what was done.
type BulkDone struct {
	N     int    `json:"n" doc:"Mentions corrected"`
	Batch string `json:"batch" doc:"To take all of it back; of more than 500 mentions the id of the job, too"`
}

type bulkCorrectIn struct{ Body BulkCorrection }

func (a *door) bulkCorrect(ctx context.Context, in *bulkCorrectIn) (*answer[BulkDone], error) {
	r := a.reader()
	picked := a.selection(ctx, r, in.Body.Selection)
	said := a.said(ctx, r, &in.Body.Correction)
	for _, aspect := range said.Aspects {
		if aspect.End > 0 {
			r.add("aspects", aspect.Name, "cannot point at words of many texts at once", "批量更正不能指定文中位置")
			break
		}
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	n, err := a.countSelected(ctx, picked)
	if err != nil {
		return nil, err
	}
	if err := bounded(n, in.Body.Expect); err != nil {
		return nil, err
	}
	work, job, end := a.longWork(ctx, n > longCorrection, voc.Job{Kind: jobCorrect, Title: fmt.Sprintf("批量更正 %d 条", n), Actor: said.Name, Unit: "条", Total: int64(n), CanStop: true})
	done, batch := 0, cmp.Or(job.ID(), a.newID())
	// Written down before it is done: of what a crash cuts off the audit log knows who began it, and the batch.
	if err := a.recordDetail(ctx, strings.TrimSpace(fmt.Sprintf("mentions=%d batch=%s %s", n, batch, picked.query))); err != nil {
		end(err)
		return nil, a.fail(ctx, "write a bulk correction into the audit log", err)
	}
	err = a.eachSelected(work, picked, func(part []voc.Mention) error {
		for piece := range slices.Chunk(part, correctedAtOnce) {
			if err := work.Err(); err != nil {
				return err
			}
			if done+len(piece) > mostCorrected {
				return fmt.Errorf("more than %d mentions match by now", mostCorrected)
			}
			if _, err := a.keepCorrections(work, said, piece, batch); err != nil {
				return err
			}
			done += len(piece)
			job.Progress(int64(done), 0)
		}
		return nil
	})
	stopped := work.Err() != nil // what the database says of it is the cause and no sign
	end(err)
	if err != nil {
		return nil, a.halfway(ctx, err, stopped, done, batch)
	}
	return &answer[BulkDone]{Body: BulkDone{done, batch}}, nil
}

// longWork begins work on many mentions. What is listed goes on although who asked has left the page, until
// somebody stops it or the server is about to stop: half of a correction is worse than a slow one. end must
// be called with what became of it.
func (a *door) longWork(ctx context.Context, listed bool, plan voc.Job) (work context.Context, job Work, end func(error)) {
	if !listed {
		return ctx, unlisted{}, func(error) {}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-a.Closing:
			cancel()
		case <-ctx.Done():
		}
	}()
	work, job = a.startJob(ctx, plan)
	return work, job, func(err error) {
		job.End(work, err)
		cancel()
		<-watched
	}
}

// halfway tells who corrected many what was done before it ended early, and how it is taken back.
func (a *door) halfway(ctx context.Context, err error, stopped bool, done int, batch string) error {
	switch {
	case ctx.Err() != nil:
		return a.fail(ctx, "bulk correction", ctx.Err()) // nobody reads the answer
	case stopped:
		return problem(http.StatusConflict, "stopped",
			fmt.Sprintf("It was stopped: %d mentions had been corrected and stay so. Batch %s takes them back.", done, batch),
			fmt.Sprintf("更正被停止：此前已更正 %d 条，会保留；可以按批次 %s 撤销。", done, batch))
	}
	a.log.ErrorContext(ctx, "api: a bulk correction ended early", "done", done, "batch", batch, "error", err)
	if done == 0 {
		return a.fail(ctx, "bulk correction", err)
	}
	return problem(http.StatusInternalServerError, "halfway",
		fmt.Sprintf("It broke off after %d mentions, which stay corrected; the log of the server says why. Batch %s takes them back.", done, batch),
		fmt.Sprintf("更正中断：已更正 %d 条，会保留，原因已写入服务日志；可以按批次 %s 撤销。", done, batch))
}
