package access

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
)

// light is a cost tests can pay: the algorithm is the same.
var light = Cost{Memory: 64, Passes: 1, Lanes: 1}

func passwords(t *testing.T, cost Cost) *Passwords {
	t.Helper()
	p, err := NewPasswords(cost, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAPasswordIsRightByItsOwnHashAlone(t *testing.T) {
	p, ctx := passwords(t, light), context.Background()
	hash, err := p.Hash(ctx, "山风 吹过 茶园")
	if err != nil {
		t.Fatal(err)
	}
	again, _ := p.Hash(ctx, "山风 吹过 茶园")
	if hash == again || strings.Contains(hash, "山风") {
		t.Fatalf("two hashes of one password are alike, or hold it: %s %s", hash, again)
	}
	for _, row := range []struct {
		why, hash, password string
		right, stale        bool
	}{
		{"the password itself", hash, "山风 吹过 茶园", true, false},
		{"one sign differs", hash, "山风 吹过 茶国", false, false},
		{"nothing typed", hash, "", false, false},
		{"nobody's hash", "", "山风 吹过 茶园", false, false},
		{"nobody's hash and nothing typed", "", "", false, false},
	} {
		right, stale, err := p.Check(ctx, row.hash, row.password)
		if err != nil || right != row.right || stale != row.stale {
			t.Errorf("%s: right %t, stale %t, %v", row.why, right, stale, err)
		}
	}
	dearer := passwords(t, Cost{Memory: 128, Passes: 1, Lanes: 1})
	if right, stale, err := dearer.Check(ctx, hash, "山风 吹过 茶园"); !right || !stale || err != nil {
		t.Errorf("a hash of a cheaper time: right %t, stale %t, %v; it must be right, and made anew", right, stale, err)
	}
}

func TestHashesThatCouldStopTheMachineAreNotComputed(t *testing.T) {
	p := passwords(t, light)
	good, _ := p.Hash(context.Background(), "x")
	tail := good[strings.LastIndex(good[:strings.LastIndex(good, "$")], "$"):]
	for why, hash := range map[string]string{
		"a gigabyte of memory":      "$argon2id$v=19$m=1048576,t=1,p=1" + tail,
		"a thousand passes":         "$argon2id$v=19$m=64,t=1000,p=1" + tail,
		"no lanes":                  "$argon2id$v=19$m=64,t=1,p=0" + tail,
		"another algorithm":         "$argon2i$v=19$m=64,t=1,p=1" + tail,
		"a later version":           "$argon2id$v=20$m=64,t=1,p=1" + tail,
		"a result of one byte":      "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AA",
		"a plain password":          "hunter2hunter2",
		"a negative amount":         "$argon2id$v=19$m=-64,t=1,p=1" + tail,
		"salt that is not base64":   "$argon2id$v=19$m=64,t=1,p=1$%%%$AAAAAAAAAAAAAAAAAAAAAA",
		"words behind the measures": "$argon2id$v=19$m=64,t=1,p=1$$",
	} {
		right, _, err := p.Check(context.Background(), hash, "x")
		if right || err == nil {
			t.Errorf("%s: right %t, %v", why, right, err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error tells the stored text: %v", why, err)
		}
	}
}

func TestAFloodOfSignInsIsTurnedAwayAndNotPiledUp(t *testing.T) {
	p := passwords(t, light)
	var leave []func()
	for range AtOnce {
		done, err := p.enter(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, done)
	}
	ctx, cancel := context.WithCancel(context.Background())
	waiting := make(chan error, MaxWaiting)
	for range MaxWaiting {
		go func() {
			_, err := p.enter(ctx)
			waiting <- err
		}()
	}
	for len(p.queue) < AtOnce+MaxWaiting { // all of them stand in the queue
		select {
		case err := <-waiting:
			t.Fatalf("one that should wait got %v", err)
		default:
		}
	}
	if _, err := p.Hash(context.Background(), "x"); !errors.Is(err, ErrBusy) {
		t.Errorf("one more than fits: %v, want ErrBusy", err)
	}
	cancel() // they went away
	for range MaxWaiting {
		if err := <-waiting; !errors.Is(err, context.Canceled) {
			t.Errorf("who went away: %v", err)
		}
	}
	for _, done := range leave {
		done()
	}
	if _, err := p.Hash(context.Background(), "x"); err != nil || len(p.queue) != 0 || len(p.places) != 0 {
		t.Errorf("afterwards: %v, %d in the queue, %d places taken", err, len(p.queue), len(p.places))
	}
}

func TestCheckPassword(t *testing.T) {
	for _, row := range []struct {
		password, name string
		want           error
	}{
		{"短", "wang", ErrShort},
		{"abcdefghi", "wang", ErrShort},
		{strings.Repeat("长", MaxPassword+1), "wang", ErrLong},
		{"password123", "wang", ErrGuessed},
		{"PassWord!!2024", "wang", ErrGuessed},
		{"1234567890", "wang", ErrGuessed},
		{"13800138000", "wang", ErrGuessed},
		{"aaaaaaaaaaaa", "wang", ErrGuessed},
		{"abcdefghijkl", "wang", ErrGuessed},
		{"abcabcabcabc", "wang", ErrGuessed},
		{"qwertyuiop99", "wang", ErrGuessed},
		{"tingfeng2026", "wang", ErrGuessed},
		{"wang-shan-hai-tea", "Wang", ErrNamed},
		{"li-shan-hai-tea", "li", nil}, // two letters stand in any word
		{"青山 绿水 白茶 黑瓦", "wang", nil},
		{"correct horse battery", "wang", nil},
		{"7f2K-xq9M-bb", "wang", nil},
	} {
		if err := CheckPassword(row.password, row.name); !errors.Is(err, row.want) || row.want == nil && err != nil {
			t.Errorf("%q of %s: %v, want %v", row.password, row.name, err, row.want)
		}
	}
}

func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{
		"王芳": true, "wang.fang": true, "wang@example.com": true, "a": true, "阿依古丽·买买提": true,
		"": false, "王 芳": false, "王\u200b芳": false, "\u202egnaw": false, "wаng": false /* Cyrillic а */, "<b>": false,
		"tingfeng": false, "TingFeng": false, "a/b": false, strings.Repeat("a", MaxName+1): false, "\xff": false,
	} {
		if err := CheckName(name); (err == nil) != ok {
			t.Errorf("%q: %v, want ok %t", name, err, ok)
		}
	}
}

func TestOneTimePasswordsHoldWhatThePolicyWants(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		once, err := OneTime(rand.Reader)
		if err != nil || CheckPassword(once, "wang") != nil || len(once) != 19 || strings.ContainsAny(once, "0O1lI") || seen[once] {
			t.Fatalf("%q: %v", once, err)
		}
		seen[once] = true
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=4294967295,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, text string) {
		cost, salt, key, err := parseHash(text)
		if err == nil && (cost.Memory > maxMemory || cost.Passes > maxPasses || cost.Lanes > maxLanes || cost.Lanes == 0 || len(salt) > 64 || len(key) > 64) {
			t.Fatalf("%q gives %+v with %d and %d bytes", text, cost, len(salt), len(key))
		}
	})
}
