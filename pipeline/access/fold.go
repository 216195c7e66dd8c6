package access

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The subjects of events about who may enter.
const (
	SubjectUser  voc.Subject = "user"
	SubjectToken voc.Subject = "token"
)

// The types of events. A user's event holds the user as they are from then on, a token's the token;
// neither holds anything secret.
const (
	UserAdded    = "added"
	UserChanged  = "changed"  // title, role, unit, mail, the provider's subject
	UserDisabled = "disabled" //
	UserEnabled  = "enabled"  //
	UserReset    = "reset"    // was given a password for one use
	UserPassword = "password" // chose a password
	TokenMade    = "made"
	TokenRevoked = "revoked"
)

// UserEvent writes down what happened to a user.
func UserEvent(kind string, u voc.User, actor string, now time.Time) (voc.Event, error) {
	u.LastSeen = time.Time{} // kept with the sessions: an event a visit would drown the rest
	data, err := json.Marshal(u)
	return voc.Event{At: now, Subject: SubjectUser, ID: u.Name, Type: kind, Actor: actor, Data: data}, err
}

// FoldUser is a user after an event.
func FoldUser(before voc.User, e voc.Event) (voc.User, error) {
	switch e.Type {
	case UserAdded, UserChanged, UserDisabled, UserEnabled, UserReset, UserPassword:
	default:
		return before, fmt.Errorf("unknown type %q", e.Type)
	}
	var u voc.User
	if err := json.Unmarshal(e.Data, &u); err != nil {
		return before, err
	}
	if u.Name != e.ID {
		return before, fmt.Errorf("the event is about %q and holds %q", e.ID, u.Name)
	}
	if e.Type != UserAdded && before.Name == "" {
		return before, fmt.Errorf("user %q was never added", e.ID)
	}
	return u, nil
}

// TokenEvent writes down what happened to a token.
func TokenEvent(kind string, t voc.Token, actor string, now time.Time) (voc.Event, error) {
	t.Used = time.Time{}
	data, err := json.Marshal(t)
	return voc.Event{At: now, Subject: SubjectToken, ID: t.ID, Type: kind, Actor: actor, Data: data}, err
}

// FoldToken is a token after an event.
func FoldToken(before voc.Token, e voc.Event) (voc.Token, error) {
	switch e.Type {
	case TokenMade, TokenRevoked:
	default:
		return before, fmt.Errorf("unknown type %q", e.Type)
	}
	var t voc.Token
	if err := json.Unmarshal(e.Data, &t); err != nil {
		return before, err
	}
	if t.ID != e.ID {
		return before, fmt.Errorf("the event is about %q and holds %q", e.ID, t.ID)
	}
	if e.Type == TokenRevoked && before.ID == "" {
		return before, fmt.Errorf("token %q was never made", e.ID)
	}
	if !before.Revoked.IsZero() { // what was taken back stays so
		t.Revoked = before.Revoked
	}
	return t, nil
}

// TokenValid tells whether a token still opens anything.
func TokenValid(t voc.Token, now time.Time) bool {
	return t.ID != "" && t.Revoked.IsZero() && (t.Expires.IsZero() || now.Before(t.Expires))
}
