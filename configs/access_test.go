package configs

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func accessOf(t *testing.T, settings, org string) (Access, Problems) {
	t.Helper()
	files := fstest.MapFS{
		"tingfeng.yaml": {Data: []byte("listen: 127.0.0.1:8420\n" + settings)},
		"brands.yaml":   {Data: []byte("brands:\n  - {id: tea, name: 茶, any: [茶茶]}\n  - {id: milk, name: 奶, any: [奶奶]}\n")},
		"stores.yaml":   {Data: []byte("stores:\n  - {id: sh-1, name: 一店, brand: tea, province: 上海}\n")},
	}
	if org != "" {
		files["org.yaml"] = &fstest.MapFile{Data: []byte(org)}
	}
	c, err := load(files, "conf", func(name string) (string, bool) { return "secret-of-" + name, name == "OIDC_SECRET" })
	if err != nil {
		var problems Problems
		if !errors.As(err, &problems) {
			t.Fatal(err)
		}
		return Access{}, problems
	}
	return c.Access, nil
}

func TestAccessAsItIsWritten(t *testing.T) {
	a, problems := accessOf(t, "access: sign-in\nsessions: {idle: 2h, longest: 24h}\nproxies: [127.0.0.1, 10.1.2.3/8]\noidc:\n  issuer: https://login.example.com\n  client_id: x\n  client_secret: ${OIDC_SECRET}\n",
		"units:\n  - {id: group, title: 集团}\n  - {id: east, parent: group, regions: [上海]}\n  - {id: one, parent: east, stores: [sh-1]}\n")
	if problems != nil {
		t.Fatal(problems)
	}
	if !a.SignIn() || a.Idle != 2*time.Hour || a.Longest != 24*time.Hour || len(a.Units) != 3 || a.Units[1].Title != "east" {
		t.Errorf("%+v", a)
	}
	if len(a.Proxies) != 2 || a.Proxies[0].String() != "127.0.0.1/32" || a.Proxies[1].String() != "10.0.0.0/8" {
		t.Errorf("proxies %v", a.Proxies)
	}
	if a.OIDC.ClientSecret != "secret-of-OIDC_SECRET" || a.OIDC.Title == "" || a.OIDC.NameClaim != "preferred_username" || len(a.OIDC.Scopes) != 2 {
		t.Errorf("%+v", a.OIDC)
	}
	if a, problems = accessOf(t, "", ""); problems != nil || a.SignIn() || a.Idle != 12*time.Hour || a.OIDC != nil || len(a.Units) != 0 {
		t.Errorf("nothing written: %+v %v", a, problems)
	}
}

func TestAccessThatIsRefused(t *testing.T) {
	for _, row := range []struct{ why, settings, org, file, says string }{
		{"a way in nobody knows", "access: maybe\n", "", "tingfeng.yaml:2", "maybe"},
		{"idle longer than the longest", "sessions: {idle: 48h, longest: 24h}\n", "", "tingfeng.yaml:2", "48h"},
		{"a session of a year", "sessions: {longest: 8760h}\n", "", "tingfeng.yaml:2", "8760h"},
		{"a session of a minute", "sessions: {idle: 1m}\n", "", "tingfeng.yaml:2", "1m"},
		{"a proxy that is a word", "proxies: [nginx]\n", "", "tingfeng.yaml:2", "nginx"},
		{"a provider in the clear", "oidc: {issuer: 'http://login.example.com', client_id: x}\n", "", "tingfeng.yaml:2", "login.example.com"},
		{"a provider that knows us by no name", "oidc: {issuer: 'https://login.example.com'}\n", "", "tingfeng.yaml:2", "client_id"},
		{"everybody an administrator", "oidc: {issuer: 'https://l.example.com', client_id: x, join: admin}\n", "", "tingfeng.yaml:2", "administer"},
		{"a role nobody has", "oidc: {issuer: 'https://l.example.com', client_id: x, join: boss}\n", "", "tingfeng.yaml:2", "boss"},
		{"a unit twice", "", "units:\n  - {id: a}\n  - {id: a}\n", "org.yaml:3", "twice"},
		{"a unit without an id", "", "units:\n  - {title: 华东}\n", "org.yaml:2", "empty"},
		{"an id with spaces", "", "units:\n  - {id: 'a b'}\n", "org.yaml:2", "a b"},
		{"a parent that is not there", "", "units:\n  - {id: a, parent: b}\n", "org.yaml:2", "not there"},
		{"a ring", "", "units:\n  - {id: a, parent: b}\n  - {id: b, parent: a}\n", "org.yaml:2", "comes back"},
		{"a brand nobody listens for", "", "units:\n  - {id: a, brands: [coffee]}\n", "org.yaml:2", "coffee"},
		{"a shop that is not there", "", "units:\n  - {id: a, stores: [sh-9]}\n", "org.yaml:2", "sh-9"},
		{"a brand the parent has not", "", "units:\n  - {id: a, brands: [tea]}\n  - {id: b, parent: a, brands: [milk]}\n", "org.yaml:3", "does not own"},
		{"a province the parent has not", "", "units:\n  - {id: a, regions: [上海]}\n  - {id: b, parent: a, regions: [湖北]}\n", "org.yaml:3", "none of"},
		{"a key nobody knows", "", "units:\n  - {id: a, province: 上海}\n", "org.yaml:2", "province"},
	} {
		_, problems := accessOf(t, row.settings, row.org)
		found := false
		for _, p := range problems {
			text := p.String()
			found = found || strings.Contains(text, row.file) && strings.Contains(text, row.says)
		}
		if !found {
			t.Errorf("%s: %v", row.why, problems)
		}
	}
}
