package llm

import (
	"context"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Bounds of trying one request again.
const (
	maxTries    = 3
	longestWait = time.Minute // a longer Retry-After is waited out by the breaker, not in a request
)

// tries sends a question until it is answered, refused for good, or has had its tries. Tokens and
// tries are added to the call.
func (r *Reader) tries(ctx context.Context, a asking, call *voc.Call) (answered int, err error) {
	format := format(r.format.Load())
	for try := 1; ; {
		call.Attempts++
		answered, err := r.once(ctx, a, format, call)
		f, failed := err.(*failure)
		switch {
		case err == nil:
			r.format.Store(int32(format)) // remembered only now: another refusal may have had another reason
			return answered, nil
		case !failed:
			return 0, err
		case f.fate == fateFormat && format < formatText:
			format++
			continue
		case f.fate == fateFormat:
			f.fate = fateRefused
			return 0, f
		case f.fate != fateLater && f.fate != fateTimeout:
			return 0, f
		case f.pause > longestWait:
			r.breaker.hold(r.parts.Now(), f.pause)
			return 0, f
		case try == maxTries:
			return 0, f
		}
		wait := max(f.pause, r.backoff(try))
		r.parts.Log.Debug("the model is asked again", "try", try, "wait", wait, "error", f)
		if err := r.parts.Sleep(ctx, wait); err != nil {
			return 0, err
		}
		try++
	}
}

// backoff is 1 s, 2 s, 4 s …, each shortened by chance to as little as a half.
func (r *Reader) backoff(try int) time.Duration {
	whole := time.Second << (try - 1)
	chance := make([]byte, 1)
	if _, err := r.parts.Random.Read(chance); err != nil {
		return whole
	}
	return whole/2 + whole/2*time.Duration(chance[0])/255
}

// once sends a question one time. What it may cost is set aside first.
func (r *Reader) once(ctx context.Context, a asking, format format, call *voc.Call) (answered int, err error) {
	body, out, err := a.body(format)
	if err != nil {
		return 0, err
	}
	in := estimate(body)
	if err := r.budget.reserve(r.parts.Now(), in, out); err != nil {
		call.Attempts--
		return 0, err
	}
	if err := a.purse.reserve(r.parts.Now(), in, out); err != nil {
		r.budget.settle(r.parts.Now(), in, out, 0, 0)
		call.Attempts--
		return 0, fmt.Errorf("%w (of letters)", err)
	}
	said, err := r.send(ctx, body)
	usedIn, usedOut := said.used(err, in, out)
	r.budget.settle(r.parts.Now(), in, out, usedIn, usedOut)
	a.purse.settle(r.parts.Now(), in, out, usedIn, usedOut)
	call.TokensIn += usedIn
	call.TokensOut += usedOut
	if err != nil {
		return 0, err
	}
	return a.take(said.content), nil
}
