package access

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

func TestWrongPasswordsMakeOneWaitLongerAndLonger(t *testing.T) {
	l, now := NewLocks(), noon
	from := From{Address: "10.0.0.7"}
	var waits []time.Duration
	for range 20 {
		l.failed("王芳", from, now)
		wait := l.Wait("王芳", from, now)
		waits = append(waits, wait)
		now = now.Add(wait)
	}
	want := []time.Duration{0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900}
	for i, w := range want {
		if waits[i] != w*time.Second {
			t.Fatalf("after %d wrong passwords one waits %s, want %ds: %v", i+1, waits[i], w, waits)
		}
	}
	if l.Wait("李然", from, now) != 0 {
		t.Error("somebody else at the same address waits after twenty")
	}
	if l.Wait("王芳", From{Address: "10.0.0.8"}, now) != 0 {
		t.Error("the same name from elsewhere waits after twenty")
	}
	if wait := l.Wait("王芳", from, now.Add(fades+time.Second)); wait != 0 {
		t.Errorf("an hour later one waits %s", wait)
	}
}

func TestARightPasswordForgetsTheSlips(t *testing.T) {
	l, from := NewLocks(), From{Address: "10.0.0.7"}
	for range 5 {
		l.failed("王芳", from, noon)
	}
	try, wait := l.Try("王芳", from, noon)
	if wait != 0 {
		t.Fatalf("after five slips one waits %s", wait)
	}
	try.Passed()
	l.failed("王芳", from, noon)
	if wait = l.Wait("王芳", from, noon); wait != 0 {
		t.Errorf("one slip after a sign-in costs %s", wait)
	}
}

func TestOneAddressThatTriesEverybodyWaits(t *testing.T) {
	l, from := NewLocks(), From{Address: "203.0.113.5"}
	for i := range 60 {
		l.failed(fmt.Sprint("user", i), from, noon)
	}
	if wait := l.Wait("somebody-new", from, noon); wait != 5*time.Minute {
		t.Errorf("after sixty names one address waits %s, want 5m", wait)
	}
	if wait := l.Wait("user1", From{Address: "198.51.100.9"}, noon); wait != 0 {
		t.Errorf("another address waits %s", wait)
	}
}

// Whoever guesses, from wherever and however often, cannot keep the owner of a name out: never on a browser
// they have signed in with, and for a minute at most at a new one elsewhere.
func TestNobodyCanBeLockedOutByOthers(t *testing.T) {
	l, now := NewLocks(), noon
	r := rand.New(rand.NewPCG(5, 5))
	own, fresh := From{Address: "10.0.0.7", Device: "d1"}, From{Address: "192.0.2.44"}
	for range 5000 {
		guess := From{Address: fmt.Sprintf("203.0.%d.%d", r.IntN(256), r.IntN(256))}
		if r.IntN(4) == 0 {
			guess = From{Address: "10.0.0.7"} // from the office itself
		}
		if l.Wait("王芳", guess, now) == 0 {
			l.failed("王芳", guess, now)
		}
		now = now.Add(time.Duration(r.IntN(2000)) * time.Millisecond)
		if wait := l.Wait("王芳", own, now); wait != 0 {
			t.Fatalf("the owner waits %s on their own browser", wait)
		}
		if wait := l.Wait("王芳", fresh, now); wait > time.Minute {
			t.Fatalf("the owner waits %s on a new one", wait)
		}
	}
	if l.Wait("王芳", fresh, now) == 0 {
		t.Error("thousands of guesses from everywhere make nobody wait")
	}
}

func TestABrowserOfItsOwnIsCountedToo(t *testing.T) {
	l, own := NewLocks(), From{Address: "10.0.0.7", Device: "d1"}
	for range 8 {
		l.failed("王芳", own, noon)
	}
	if wait := l.Wait("王芳", own, noon); wait != 4*time.Second {
		t.Errorf("eight wrong passwords on one's own browser: %s, want 4s", wait)
	}
}

func TestNamesNobodyHasWaitLikeAnyOther(t *testing.T) {
	l, from := NewLocks(), From{Address: "10.0.0.7"}
	for range 9 {
		l.failed("王芳", from, noon)
		l.failed("没有这个人", from, noon)
	}
	if a, b := l.Wait("王芳", from, noon), l.Wait("没有这个人", from, noon); a != b || a == 0 {
		t.Errorf("a known name waits %s, an unknown one %s", a, b)
	}
}

func TestAFloodFromEverywhereTakesBoundedMemory(t *testing.T) {
	l, now := NewLocks(), noon
	for i := range 3 * maxCounts {
		l.failed(fmt.Sprint("n", i), From{Address: fmt.Sprintf("2001:db8:%x:%x::1", i>>16, i&0xffff)}, now)
		now = now.Add(time.Millisecond)
	}
	if len(l.counts) > maxCounts {
		t.Errorf("%d counts are kept", len(l.counts))
	}
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"10.0.0.7": "10.0.0.7", "::ffff:10.0.0.7": "10.0.0.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "pipe": "pipe", "": "",
	} {
		if got := Network(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func TestDeviceMarksAreGivenToOneName(t *testing.T) {
	d := NewDevices([]byte("a key that stays the same over restarts"))
	mark, err := d.Mark("Wang", rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	if d.Known("wang", mark) == "" {
		t.Error("the mark is not known for its own name, written small")
	}
	for why, text := range map[string]string{"another proof": mark[:len(mark)-2] + "xx", "another number": "0" + mark[1:] + "", "no proof": mark[:24], "nothing": "", "a wish": "d1.d1"} {
		if id := d.Known("Wang", text); id != "" && text != mark {
			t.Errorf("%s is known as %s", why, id)
		}
	}
	if d.Known("李然", mark) != "" {
		t.Error("a mark of one name passes for another")
	}
	if NewDevices([]byte("another house")).Known("Wang", mark) != "" {
		t.Error("a mark of another house passes here")
	}
}

func TestTriesSentAtOnceAreCountedOneByOne(t *testing.T) {
	l, from := NewLocks(), From{Address: "10.0.0.7"}
	looked := make(chan bool, 200)
	for range 200 {
		go func() {
			_, wait := l.Try("王芳", from, noon)
			looked <- wait == 0
		}()
	}
	n := 0
	for range 200 {
		if <-looked {
			n++
		}
	}
	if n != boundPair.slips+1 {
		t.Errorf("%d of 200 guesses sent at once are looked at, want %d", n, boundPair.slips+1)
	}
}

func TestATryNobodyLookedAtIsNotCounted(t *testing.T) {
	l, from := NewLocks(), From{Address: "10.0.0.7"}
	for range 100 {
		try, wait := l.Try("王芳", from, noon)
		if wait != 0 {
			t.Fatalf("tries that were turned away for want of memory cost %s", wait)
		}
		try.TakeBack()
	}
	for range 40 { // an office of forty, all of whom know their password
		try, wait := l.Try("王芳", From{Address: "10.0.0.9"}, noon)
		if wait != 0 {
			t.Fatalf("right passwords of an office cost %s", wait)
		}
		try.Passed()
	}
}
