package access

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestUsersFollowFromEvents(t *testing.T) {
	u := voc.User{Name: "王芳", Role: voc.RoleAgent, MustSet: true, LastSeen: noon}
	added, err := UserEvent(UserAdded, u, "李然", noon)
	if err != nil {
		t.Fatal(err)
	}
	got, err := FoldUser(voc.User{}, added)
	if err != nil || got.Role != voc.RoleAgent || !got.LastSeen.IsZero() {
		t.Fatalf("%+v %v: an event holds no last visit", got, err)
	}
	u.Disabled = true
	off, _ := UserEvent(UserDisabled, u, "李然", noon)
	if got, err = FoldUser(got, off); err != nil || !got.Disabled {
		t.Fatalf("%+v %v", got, err)
	}
	for why, e := range map[string]voc.Event{
		"a type nobody knows":       {Subject: SubjectUser, ID: "王芳", Type: "promoted", Data: off.Data},
		"data that are no user":     {Subject: SubjectUser, ID: "王芳", Type: UserChanged, Data: []byte("{")},
		"data about somebody else":  {Subject: SubjectUser, ID: "李然", Type: UserAdded, Data: off.Data},
		"a change of nobody at all": off,
	} {
		before := got
		if strings.Contains(why, "nobody at all") {
			before = voc.User{}
		}
		if _, err := FoldUser(before, e); err == nil {
			t.Errorf("%s folds", why)
		}
	}
}

func TestARevokedTokenStaysRevoked(t *testing.T) {
	tok := voc.Token{ID: "TK-1", Title: "导出", Created: noon}
	made, _ := TokenEvent(TokenMade, tok, "王芳", noon)
	now, err := FoldToken(voc.Token{}, made)
	if err != nil || !TokenValid(now, noon) {
		t.Fatalf("%+v %v", now, err)
	}
	tok.Revoked = noon
	gone, _ := TokenEvent(TokenRevoked, tok, "王芳", noon)
	if now, err = FoldToken(now, gone); err != nil || TokenValid(now, noon) {
		t.Fatalf("%+v %v", now, err)
	}
	if now, err = FoldToken(now, made); err != nil || TokenValid(now, noon) {
		t.Errorf("made again under its old id it opens something: %+v %v", now, err)
	}
	if _, err := FoldToken(voc.Token{}, gone); err == nil {
		t.Error("a token nobody made was revoked")
	}
	soon := voc.Token{ID: "TK-2", Expires: noon.Add(time.Hour)}
	if !TokenValid(soon, noon) || TokenValid(soon, noon.Add(time.Hour)) {
		t.Error("a token is valid until, and not at, its end")
	}
}
