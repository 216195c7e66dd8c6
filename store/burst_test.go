package store

import (
	"errors"
	"testing"
	"time"
)

func TestABurstIsAskedOnce(t *testing.T) {
	var b bursts
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	first, mine := b.join("q", 1, now)
	if !mine {
		t.Fatal("the first to ask is not the one who looks it up")
	}
	if other, mine := b.join("q", 1, now.Add(time.Minute)); mine || other != first {
		t.Error("somebody who asks while it is looked up looks it up too")
	}
	if _, mine := b.join("another", 1, now); !mine {
		t.Error("another question got the answer of this one")
	}
	if _, mine := b.join("q", 2, now); !mine {
		t.Error("an answer from before something was written was handed on")
	}

	answer := func(err error) {
		one, _ := b.join("done", 1, now)
		one.err, one.until = err, now.Add(burstLasts)
		close(one.ready)
	}
	answer(nil)
	if _, mine := b.join("done", 1, now.Add(burstLasts-1)); mine {
		t.Error("an answer of this second was asked for again")
	}
	if _, mine := b.join("done", 1, now.Add(burstLasts)); !mine {
		t.Error("an answer was handed on after its second")
	}
	delete(b.by, "done")
	answer(errors.New("broken"))
	if _, mine := b.join("done", 1, now); !mine {
		t.Error("an error was handed on")
	}
}

func TestBurstsAreBounded(t *testing.T) {
	var b bursts
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for i := range 10 * burstMost {
		one, _ := b.join(string(rune(i)), 1, now)
		if i%3 > 0 {
			one.until = now.Add(burstLasts)
			close(one.ready)
		}
		now = now.Add(10 * time.Millisecond)
		if len(b.by) > burstMost {
			t.Fatalf("%d answers are kept", len(b.by))
		}
	}
}
