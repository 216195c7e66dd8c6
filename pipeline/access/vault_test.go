package access

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheVaultKeepsWhatWasChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sign-ins.json")
	v, err := OpenVault(path)
	if err != nil {
		t.Fatal(err)
	}
	l := StandardLifetimes()
	err = v.Change(noon, func(s *Secrets) {
		s.Users["王芳"] = Credential{Hash: "$argon2id$x"}
		s.Tokens["TK-1"] = TokenSecret{Hash: HashSecret("tf_secret")}
		s.Sessions = Begin(s.Sessions, Session{ID: "S-1", Hash: HashSecret("cookie"), User: "王芳", Began: noon, Seen: noon}, l, noon)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := v.Session("cookie", l, noon.Add(5*time.Minute)); !ok {
		t.Error("the session is not found by its secret")
	}
	if _, ok := v.Session("Cookie", l, noon); ok {
		t.Error("a session is found by another secret")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenVault(path)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := again.Session("cookie", l, noon.Add(6*time.Minute))
	if !ok || s.User != "王芳" || !again.Credential("王芳").Seen.Equal(noon.Add(5*time.Minute)) && again.Credential("王芳").Seen.IsZero() {
		t.Errorf("after a restart: %+v %t, last seen %s", s, ok, again.Credential("王芳").Seen)
	}
	if id, ok := again.Token("tf_secret", noon); !ok || id != "TK-1" {
		t.Errorf("the token is %q, %t", id, ok)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file may be read by others: %v %v", info.Mode(), err)
	}
	text, _ := os.ReadFile(path)
	for _, secret := range []string{"cookie", "tf_secret"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the file holds the secret %q itself", secret)
		}
	}
}

func TestAFailedWriteChangesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "no", "such", "folder", "sign-ins.json")
	v, err := OpenVault(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Change(noon, func(s *Secrets) { s.Users["王芳"] = Credential{Hash: "x"} }); err == nil {
		t.Fatal("a file that cannot be written was written")
	}
	if v.Credential("王芳").Hash != "" {
		t.Error("what is not on the disk counts")
	}
}

func TestAFileThatIsNoVaultIsNotOverwritten(t *testing.T) {
	for _, text := range []string{"", "{", `{"version":2}`, "null", `[]`} {
		path := filepath.Join(t.TempDir(), "sign-ins.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenVault(path); err == nil || !strings.Contains(err.Error(), "backup") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestTheKeyOfDevicesStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sign-ins.json")
	v, _ := OpenVault(path)
	d, err := v.Devices(rand.Reader, noon)
	if err != nil {
		t.Fatal(err)
	}
	mark, _ := d.Mark("王芳", rand.Reader)
	again, _ := OpenVault(path)
	if d, err = again.Devices(rand.Reader, noon); err != nil || d.Known("王芳", mark) == "" {
		t.Errorf("after a restart the browser is a stranger: %v", err)
	}
}

// A process that writes without end is killed at many moments: the file is always one that was written whole,
// and never older than the last change that was reported done.
func TestKill9LeavesAWholeFile(t *testing.T) {
	if path := os.Getenv("ACCESS_VAULT_WRITER"); path != "" {
		writeWithoutEnd(path)
		return
	}
	path := filepath.Join(t.TempDir(), "sign-ins.json")
	last := 0
	for round := range 12 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKill9LeavesAWholeFile$")
		cmd.Env = append(os.Environ(), "ACCESS_VAULT_WRITER="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; n < 3+7*round%11 && lines.Scan(); n++ {
			if _, err := fmt.Sscanf(lines.Text(), "done %d", &last); err != nil {
				t.Fatalf("the writer said %q", lines.Text())
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		v, err := OpenVault(path)
		if err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		got := 0
		if _, err := fmt.Sscanf(v.Credential("n").Hash, "%d", &got); err != nil || got < last {
			t.Fatalf("change %d was reported done, the file has %q", last, v.Credential("n").Hash)
		}
		last = got
	}
	if last == 0 {
		t.Fatal("nothing was ever written")
	}
}

func writeWithoutEnd(path string) {
	v, err := OpenVault(path)
	if err != nil {
		fmt.Println("failed", err)
		return
	}
	n := 0
	_, _ = fmt.Sscanf(v.Credential("n").Hash, "%d", &n)
	for {
		n++
		err := v.Change(noon, func(s *Secrets) {
			s.Users["n"] = Credential{Hash: fmt.Sprint(n)}
			s.Users["long"] = Credential{Hash: strings.Repeat("x", 200_000)}
		})
		if err != nil {
			fmt.Println("failed", err)
			return
		}
		fmt.Println("done", n)
	}
}
