package pipeline

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/access"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// gatehouse is a gate with a clock of its own.
type gatehouse struct {
	*Gate
	t    *testing.T
	dir  string
	mode GateMode
	now  time.Time
}

const goodPassword = "青山 绿水 白茶 黑瓦"

var counter = Visit{Address: "10.0.0.7", Agent: "Firefox"}

func openGatehouse(t *testing.T) *gatehouse {
	t.Helper()
	h := &gatehouse{t: t, dir: t.TempDir(), now: noon}
	h.open(journalOn(t, storetest.Open(t), noon))
	return h
}

// open begins anew on a journal, as after a restart.
func (h *gatehouse) open(j *Journal) {
	h.t.Helper()
	gate, err := OpenGate(j, GateOptions{
		Dir: h.dir, Mode: h.mode, Cost: access.Cost{Memory: 64, Passes: 1, Lanes: 1}, Now: func() time.Time { return h.now },
		Org: access.Org{Units: []voc.Unit{{ID: "group"}, {ID: "east", Parent: "group", Regions: []string{"上海"}}}},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.Gate = gate
}

// admin sets the house up.
func (h *gatehouse) admin() Entry {
	h.t.Helper()
	e, err := h.SetUp(h.t.Context(), "admin-wang", "王芳", goodPassword, counter)
	if err != nil {
		h.t.Fatal(err)
	}
	return e
}

// add makes a user who has chosen a password.
func (h *gatehouse) add(name string, role voc.UserRole, unit voc.UnitID) Entry {
	h.t.Helper()
	_, once, err := h.AddUser(h.t.Context(), voc.User{Name: name, Role: role, Unit: unit}, "admin-wang")
	if err != nil {
		h.t.Fatal(err)
	}
	e, err := h.SignIn(h.t.Context(), name, once, counter)
	if err != nil || !e.Viewer.MustSet {
		h.t.Fatalf("the password for one use: %+v %v", e.Viewer, err)
	}
	if e, err = h.ChangePassword(h.t.Context(), name, once, goodPassword+name+"!", counter); err == nil || !errors.Is(err, access.ErrNamed) {
		h.t.Fatalf("a password with the name in it: %v", err)
	}
	if e, err = h.ChangePassword(h.t.Context(), name, once, goodPassword, counter); err != nil || e.Viewer.MustSet {
		h.t.Fatalf("choosing a password: %+v %v", e.Viewer, err)
	}
	return e
}

func (h *gatehouse) in(secret string) bool {
	_, _, ok := h.BySession(secret)
	return ok
}

func TestTheFirstAdministratorIsMadeOnce(t *testing.T) {
	h := openGatehouse(t)
	if h.Closed() || !h.Fresh() {
		t.Error("a house without users is closed, or not fresh")
	}
	if _, err := h.SetUp(t.Context(), "admin-wang", "", "1234567890", counter); !errors.Is(err, access.ErrGuessed) || !h.Fresh() {
		t.Errorf("a password that is guessed: %v", err)
	}
	var made sync.WaitGroup
	errs := make(chan error, 8)
	for _, name := range []string{"a-one", "b-two", "c-three", "d-four"} {
		made.Go(func() {
			_, err := h.SetUp(t.Context(), name, "", goodPassword, counter)
			errs <- err
		})
	}
	made.Wait()
	close(errs)
	first := 0
	for err := range errs {
		if err == nil {
			first++
		} else if !errors.Is(err, ErrSetup) {
			t.Error(err)
		}
	}
	if first != 1 || len(h.Users()) != 1 || !h.Closed() || h.Fresh() {
		t.Errorf("%d were made, there are %d users, closed %t", first, len(h.Users()), h.Closed())
	}
}

func TestModesOfTheGate(t *testing.T) {
	h := openGatehouse(t)
	for _, row := range []struct {
		mode                 GateMode
		users, closed, fresh bool
	}{
		{GateAuto, false, false, true}, {GateSignIn, false, true, true}, {GateOpen, false, false, false},
		{GateAuto, true, true, false}, {GateSignIn, true, true, false}, {GateOpen, true, false, false},
	} {
		if h.mode = row.mode; row.users && h.Empty() {
			h.mode = GateAuto
			h.open(h.journal)
			h.admin()
			h.mode = row.mode
		}
		h.open(h.journal)
		if h.Closed() != row.closed || h.Fresh() != row.fresh {
			t.Errorf("mode %q, users %t: closed %t, fresh %t", row.mode, row.users, h.Closed(), h.Fresh())
		}
	}
}

func TestASessionLivesAsLongAsItMay(t *testing.T) {
	h := openGatehouse(t)
	e := h.admin()
	for range 6 {
		h.now = h.now.Add(11 * time.Hour)
		if !h.in(e.Secret) {
			t.Fatal("a session that is used ends before its time")
		}
	}
	h.now = h.now.Add(12 * time.Hour)
	if h.in(e.Secret) {
		t.Error("twelve hours without a question, and it still counts")
	}
	again, err := h.SignIn(t.Context(), "ADMIN-wang", goodPassword, counter)
	if err != nil || again.Secret == e.Secret || again.Viewer.Name != "admin-wang" {
		t.Fatalf("signing in anew gives %+v %v", again.Viewer, err)
	}
	for begun := h.now; h.now.Sub(begun) < 7*24*time.Hour; h.now = h.now.Add(10 * time.Hour) {
		if !h.in(again.Secret) {
			t.Fatalf("%s after it began a busy session ends", h.now.Sub(begun))
		}
	}
	if h.in(again.Secret) {
		t.Error("after a week a busy session still counts")
	}
}

func TestSessionsAndUsersOutliveARestart(t *testing.T) {
	h := openGatehouse(t)
	e := h.admin()
	shop := h.add("店长林", voc.RoleAgent, "east")
	j, err := ReadJournal(t.Context(), h.journal.store, at(noon))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	h.open(j)
	if !h.in(e.Secret) || !h.in(shop.Secret) {
		t.Error("who was signed in is not after a restart")
	}
	v, _, _ := h.BySession(shop.Secret)
	if v.Role != voc.RoleAgent || len(v.Scope.Regions) != 1 || v.May(voc.PermitExport) || !v.May(voc.PermitAct) {
		t.Errorf("after a restart the shop's manager is %+v", v)
	}
}

func TestEveryChangeOfRightsEndsTheSessions(t *testing.T) {
	for why, change := range map[string]func(*gatehouse) error{
		"another role": func(h *gatehouse) error {
			_, err := h.ChangeUser(h.t.Context(), voc.User{Name: "lin", Role: voc.RoleViewer}, "admin-wang")
			return err
		},
		"another unit": func(h *gatehouse) error {
			_, err := h.ChangeUser(h.t.Context(), voc.User{Name: "lin", Role: voc.RoleAgent, Unit: "east"}, "admin-wang")
			return err
		},
		"shut out": func(h *gatehouse) error {
			_, err := h.DisableUser(h.t.Context(), "lin", true, "admin-wang")
			return err
		},
		"a password for one use": func(h *gatehouse) error {
			_, err := h.ResetPassword(h.t.Context(), "lin", "admin-wang")
			return err
		},
		"a password of their own": func(h *gatehouse) error {
			_, err := h.ChangePassword(h.t.Context(), "lin", goodPassword, "另外 一个 很长的 密码", counter)
			return err
		},
	} {
		h := openGatehouse(t)
		admin, lin := h.admin(), h.add("lin", voc.RoleAgent, "")
		if err := change(h); err != nil {
			t.Fatalf("%s: %v", why, err)
		}
		if h.in(lin.Secret) {
			t.Errorf("%s: the session from before still counts", why)
		}
		if !h.in(admin.Secret) {
			t.Errorf("%s: it ended somebody else's session", why)
		}
		_, err := h.SignIn(t.Context(), "lin", goodPassword, counter)
		if still := strings.HasPrefix(why, "another"); (err == nil) != still {
			t.Errorf("%s: the password from before: %v", why, err)
		}
	}
}

func TestATitleAloneEndsNothing(t *testing.T) {
	h := openGatehouse(t)
	h.admin()
	lin := h.add("lin", voc.RoleAgent, "")
	if _, err := h.ChangeUser(t.Context(), voc.User{Name: "lin", Title: "林店长", Role: voc.RoleAgent}, "admin-wang"); err != nil || !h.in(lin.Secret) {
		t.Errorf("%v, still in: %t", err, h.in(lin.Secret))
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	h := openGatehouse(t)
	h.admin()
	if _, err := h.DisableUser(t.Context(), "admin-wang", true, "admin-wang"); !errors.Is(err, ErrLastAdmin) {
		t.Errorf("shutting them out: %v", err)
	}
	if _, err := h.ChangeUser(t.Context(), voc.User{Name: "admin-wang", Role: voc.RoleViewer}, "admin-wang"); !errors.Is(err, ErrLastAdmin) {
		t.Errorf("making them a viewer: %v", err)
	}
	h.add("second", voc.RoleAdmin, "")
	if _, err := h.DisableUser(t.Context(), "admin-wang", true, "second"); err != nil {
		t.Errorf("with another one: %v", err)
	}
}

func TestAPasswordForOneUseEnds(t *testing.T) {
	h := openGatehouse(t)
	h.admin()
	_, once, err := h.AddUser(t.Context(), voc.User{Name: "lin", Role: voc.RoleViewer}, "admin-wang")
	if err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(72 * time.Hour)
	if _, err := h.SignIn(t.Context(), "lin", once, counter); !errors.Is(err, ErrSignIn) {
		t.Errorf("after three days: %v", err)
	}
}

func TestWrongPasswordsAreAllToldAlike(t *testing.T) {
	h := openGatehouse(t)
	h.admin()
	h.add("gone", voc.RoleViewer, "")
	if _, err := h.DisableUser(t.Context(), "gone", true, "admin-wang"); err != nil {
		t.Fatal(err)
	}
	for why, try := range map[string][2]string{
		"a wrong password": {"admin-wang", "nonsense"}, "nobody": {"nobody", goodPassword}, "somebody shut out": {"gone", goodPassword},
		"no name": {"", goodPassword}, "no password": {"admin-wang", ""}, "a megabyte": {"admin-wang", strings.Repeat("x", 1<<20)}, "a name of a megabyte": {strings.Repeat("x", 1<<20), "x"},
	} {
		if _, err := h.SignIn(t.Context(), try[0], try[1], Visit{Address: "10.9.9.9"}); err != ErrSignIn {
			t.Errorf("%s: %v, want the very same sentence", why, err)
		}
		h.now = h.now.Add(time.Hour)
	}
}

func TestLockOutAndTheOwnersBrowser(t *testing.T) {
	h := openGatehouse(t)
	e := h.admin()
	var wait *ErrWait
	for i := range 8 {
		_, err := h.SignIn(t.Context(), "admin-wang", "nonsense", counter)
		if locked := errors.As(err, &wait); locked != (i > 5) {
			t.Fatalf("wrong password %d: %v", i+1, err)
		}
	}
	if _, err := h.SignIn(t.Context(), "admin-wang", goodPassword, counter); !errors.As(err, &wait) {
		t.Errorf("the right password while one must wait: %v", err)
	}
	own := counter
	own.Device = e.Device
	if _, err := h.SignIn(t.Context(), "admin-wang", goodPassword, own); err != nil {
		t.Errorf("the owner's own browser waits: %v", err)
	}
	h.now = h.now.Add(16 * time.Minute)
	if _, err := h.SignIn(t.Context(), "admin-wang", goodPassword, counter); err != nil {
		t.Errorf("a quarter of an hour later: %v", err)
	}
}

func TestTokensOpenWhatTheyHoldAndNoLonger(t *testing.T) {
	h := openGatehouse(t)
	h.admin()
	h.add("ana", voc.RoleAnalyst, "east")
	made, secret, err := h.MakeToken(t.Context(), voc.Token{Title: "每晚导出", Owner: "ana", Permits: []voc.Permission{voc.PermitRead, voc.PermitExport}, Expires: h.now.Add(24 * time.Hour)}, "admin-wang")
	if err != nil || !strings.HasPrefix(secret, TokenPrefix) || len(secret) < 40 {
		t.Fatalf("%v %q", err, secret)
	}
	v, ok := h.ByToken(secret)
	if !ok || v.Name != "ana" || v.Token != made.ID || !v.May(voc.PermitExport) || v.May(voc.PermitCorrect) || len(v.Scope.Regions) != 1 {
		t.Fatalf("%+v %t", v, ok)
	}
	if got := h.Tokens(); len(got) != 1 || got[0].Used.IsZero() {
		t.Errorf("%+v", got)
	}
	for why, s := range map[string]string{"cut short": secret[:len(secret)-1], "without its mark": secret[3:], "empty": "", "its id": made.ID} {
		if _, ok := h.ByToken(s); ok {
			t.Errorf("a secret %s opens", why)
		}
	}
	h.now = h.now.Add(24 * time.Hour)
	if _, ok := h.ByToken(secret); ok {
		t.Error("a token opens at its end")
	}
	h.now = h.now.Add(-time.Hour)
	if _, err := h.DisableUser(t.Context(), "ana", true, "admin-wang"); err != nil {
		t.Fatal(err)
	}
	if _, ok := h.ByToken(secret); ok {
		t.Error("a token of somebody shut out opens")
	}
	if _, err := h.DisableUser(t.Context(), "ana", false, "admin-wang"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.RevokeToken(t.Context(), made.ID, "admin-wang"); err != nil {
		t.Fatal(err)
	}
	if _, ok := h.ByToken(secret); ok {
		t.Error("a revoked token opens")
	}
	for why, bad := range map[string]voc.Token{
		"no permits":              {Title: "x", Owner: "ana"},
		"more than its owner may": {Title: "x", Owner: "ana", Permits: []voc.Permission{voc.PermitAdmin}},
		"its owner's account":     {Title: "x", Owner: "admin-wang", Permits: []voc.Permission{voc.PermitSelf}},
		"a unit above its owner":  {Title: "x", Owner: "ana", Permits: []voc.Permission{voc.PermitRead}, Unit: "group"},
		"over already":            {Title: "x", Owner: "ana", Permits: []voc.Permission{voc.PermitRead}, Expires: h.now},
		"nobody's":                {Title: "x", Owner: "nobody", Permits: []voc.Permission{voc.PermitRead}},
		"no title":                {Owner: "ana", Permits: []voc.Permission{voc.PermitRead}},
		"a title nobody sees":     {Title: "a\u202eb", Owner: "ana", Permits: []voc.Permission{voc.PermitRead}},
	} {
		if _, _, err := h.MakeToken(t.Context(), bad, "admin-wang"); err == nil {
			t.Errorf("a token with %s is made", why)
		}
	}
}

func TestWhoAProviderVouchesFor(t *testing.T) {
	h := openGatehouse(t)
	h.admin()
	h.add("lin", voc.RoleAgent, "east")
	if _, err := h.ChangeUser(t.Context(), voc.User{Name: "lin", Role: voc.RoleAgent, Unit: "east", Email: "lin@example.com"}, "admin-wang"); err != nil {
		t.Fatal(err)
	}
	stranger := voc.Claims{Subject: "iss#9", Name: "stranger", Email: "stranger@example.com"}
	if _, err := h.SignInBy(t.Context(), stranger, "", counter); !errors.Is(err, ErrUnknown) {
		t.Errorf("a stranger: %v", err)
	}
	if _, err := h.SignInBy(t.Context(), voc.Claims{Subject: "iss#1", Name: "lin"}, "", counter); !errors.Is(err, ErrUnknown) {
		t.Errorf("the name alone of somebody, without a verified address: %v", err)
	}
	e, err := h.SignInBy(t.Context(), voc.Claims{Subject: "iss#1", Name: "x", Email: "Lin@Example.com"}, "", counter)
	if err != nil || e.Viewer.Name != "lin" || len(e.Viewer.Scope.Regions) != 1 {
		t.Fatalf("a verified address: %+v %v", e.Viewer, err)
	}
	if e, err = h.SignInBy(t.Context(), voc.Claims{Subject: "iss#1"}, "", counter); err != nil || e.Viewer.Name != "lin" {
		t.Errorf("bound from then on: %+v %v", e.Viewer, err)
	}
	if _, err := h.SignInBy(t.Context(), voc.Claims{Subject: "iss#2", Email: "lin@example.com"}, "", counter); !errors.Is(err, ErrUnknown) {
		t.Errorf("another subject with the same address: %v", err)
	}
	if e, err = h.SignInBy(t.Context(), stranger, voc.RoleViewer, counter); err != nil || e.Viewer.Role != voc.RoleViewer {
		t.Errorf("a stranger where strangers may look: %+v %v", e.Viewer, err)
	}
	if _, err := h.SignInBy(t.Context(), voc.Claims{Subject: "iss#3", Name: "admin-wang"}, voc.RoleViewer, counter); !errors.Is(err, ErrTaken) {
		t.Errorf("a stranger who calls themselves like the administrator: %v", err)
	}
	if _, err := h.DisableUser(t.Context(), "lin", true, "admin-wang"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.SignInBy(t.Context(), voc.Claims{Subject: "iss#1"}, voc.RoleViewer, counter); !errors.Is(err, ErrUnknown) {
		t.Errorf("somebody shut out comes in by the provider: %v", err)
	}
}

// What opens the house stands nowhere but where it was handed out: not among the events, which people
// query, not in an error, and in the file of secrets only as a hash.
func TestSecretsStandNowhere(t *testing.T) {
	h := openGatehouse(t)
	e := h.admin()
	_, once, err := h.AddUser(t.Context(), voc.User{Name: "lin", Role: voc.RoleViewer}, "admin-wang")
	if err != nil {
		t.Fatal(err)
	}
	reset, err := h.ResetPassword(t.Context(), "lin", "admin-wang")
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := h.MakeToken(t.Context(), voc.Token{Title: "x", Owner: "admin-wang", Permits: []voc.Permission{voc.PermitRead}}, "admin-wang")
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, try := range []string{"wrong-but-secret-1", strings.Repeat("secret-two", 60)} {
		_, err := h.SignIn(t.Context(), "lin", try, counter)
		said += err.Error()
		_, err = h.ChangePassword(t.Context(), "lin", reset, try[:3], counter)
		said += err.Error()
	}
	events, err := h.journal.store.Events(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	all, _ := json.Marshal(events)
	file, err := os.ReadFile(filepath.Join(h.dir, secretsFile))
	if err != nil {
		t.Fatal(err)
	}
	hash := h.vault.Credential("lin").Hash
	for name, secret := range map[string]string{
		"the administrator's password": goodPassword, "a password for one use": once, "the one after": reset, "a session": e.Secret, "a token": token,
		"a wrong password": "wrong-but-secret-1", "a long wrong password": "secret-two",
	} {
		for where, text := range map[string]string{"the events": string(all), "the errors": said, "the file": string(file)} {
			if strings.Contains(text, secret) {
				t.Errorf("%s stands in %s", name, where)
			}
		}
	}
	for _, secret := range []string{hash, access.HashSecret(e.Secret), access.HashSecret(token), "argon2id"} {
		if strings.Contains(string(all), secret) {
			t.Errorf("a hash stands among the events: %s", all)
		}
	}
	kinds := []string{}
	for _, ev := range events {
		kinds = append(kinds, ev.Type)
	}
	if !slices.Equal(kinds, []string{"added", "added", "reset", "made"}) {
		t.Errorf("the events are %v", kinds)
	}
}
