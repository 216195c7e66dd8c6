package access

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Secrets are what must not be read by who may only query: hashes, and what belongs to them.
type Secrets struct {
	Version  int                    `json:"version"`
	Users    map[string]Credential  `json:"users"`  // by name
	Tokens   map[string]TokenSecret `json:"tokens"` // by id
	Sessions []Session              `json:"sessions"`
	Devices  string                 `json:"devices"` // key of [Devices], in hex
}

// Credential is how a user proves who they are.
type Credential struct {
	Hash    string    `json:"hash"`    // of the password; "" none
	Expires time.Time `json:"expires"` // of a password for one use; zero: never
	Seen    time.Time `json:"seen"`    // last signed in, or asked
}

// TokenSecret is how a program does.
type TokenSecret struct {
	Hash string    `json:"hash"` // SHA-256 in hex
	Used time.Time `json:"used"` // to the minute
}

// HashSecret is under what a session's or a token's secret is kept. They are 32 random bytes: nobody
// guesses them, so a fast hash will do.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// vaultVersion is the format written.
const vaultVersion = 1

// Vault is the file of secrets. Every change is on the disk, whole, before it counts: a machine that loses its
// power in the middle has the file of before or the file of after.
type Vault struct {
	path string

	mu       sync.Mutex
	secrets  Secrets
	sessions map[string]int    // hash → index
	tokens   map[string]string // hash → id
	dirty    bool              // something was noted and not written yet
	written  time.Time
}

// OpenVault reads the file, or begins one that is not there yet.
func OpenVault(path string) (*Vault, error) {
	v := &Vault{path: path}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.take(Secrets{Version: vaultVersion})
		return v, nil
	case err != nil:
		return nil, fmt.Errorf("access: %w", err)
	}
	var s Secrets
	if err := json.Unmarshal(text, &s); err != nil || s.Version != vaultVersion {
		return nil, fmt.Errorf("access: %s is not a file of sign-ins this version can read: restore it from a backup; without it everybody needs a new password (tingfeng user passwd)", path)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	v.take(s)
	return v, nil
}

// take makes s what is known, with its indexes.
func (v *Vault) take(s Secrets) {
	if s.Users == nil {
		s.Users = map[string]Credential{}
	}
	if s.Tokens == nil {
		s.Tokens = map[string]TokenSecret{}
	}
	v.secrets, v.sessions, v.tokens = s, map[string]int{}, map[string]string{}
	for i, one := range s.Sessions {
		v.sessions[one.Hash] = i
	}
	for id, t := range s.Tokens {
		v.tokens[t.Hash] = id
	}
}

// Change has change work on a copy, writes it, and takes it when it is on the disk. An error leaves
// everything as it was.
func (v *Vault) Change(now time.Time, change func(*Secrets)) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	next := Secrets{
		Version: vaultVersion, Users: maps.Clone(v.secrets.Users), Tokens: maps.Clone(v.secrets.Tokens),
		Sessions: slices.Clone(v.secrets.Sessions), Devices: v.secrets.Devices,
	}
	change(&next)
	if err := write(v.path, next); err != nil {
		return err
	}
	v.take(next)
	v.dirty, v.written = false, now
	return nil
}

// write puts the file in place whole: beside it, onto the disk, then over it.
func write(path string, s Secrets) (err error) {
	text, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return fmt.Errorf("access: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // 0600 from the start
	if err != nil {
		return fmt.Errorf("access: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("access: %w", err)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("access: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("access: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// flushEvery is how often what was merely seen is written.
const flushEvery = time.Minute

// note has change work on what is in memory; it is written within a minute, if anybody asks again, and at
// the end. Only for what may be lost: when somebody was last seen. The caller holds mu.
func (v *Vault) note(now time.Time, change func(*Secrets)) {
	change(&v.secrets)
	v.dirty = true
	if now.Sub(v.written) >= flushEvery {
		v.written = now
		if write(v.path, v.secrets) == nil { // a full disk is told by the next change that matters
			v.dirty = false
		}
	}
}

// Close writes what was only noted.
func (v *Vault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.dirty {
		return nil
	}
	v.dirty = false
	return write(v.path, v.secrets)
}

// Session finds the session of a secret if it still counts, and notes that it was seen.
func (v *Vault) Session(secret string, l Lifetimes, now time.Time) (Session, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	i, there := v.sessions[HashSecret(secret)]
	if !there || !v.secrets.Sessions[i].Alive(l, now) {
		return Session{}, false
	}
	touched, changed := Touch(v.secrets.Sessions[i], now)
	if changed {
		v.note(now, func(s *Secrets) {
			s.Sessions[i] = touched
			if c, known := s.Users[touched.User]; known {
				c.Seen = now
				s.Users[touched.User] = c
			}
		})
	}
	return touched, true
}

// Token finds the id of a token's secret, and notes that it was used.
func (v *Vault) Token(secret string, now time.Time) (string, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	id, there := v.tokens[HashSecret(secret)]
	if there && now.Sub(v.secrets.Tokens[id].Used) >= seenEvery {
		v.note(now, func(s *Secrets) {
			t := s.Tokens[id]
			t.Used = now.Truncate(time.Minute)
			s.Tokens[id] = t
		})
	}
	return id, there
}

// Credential is how a user proves who they are; the zero value when there is none.
func (v *Vault) Credential(name string) Credential {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secrets.Users[name]
}

// Used is when a token was last used.
func (v *Vault) Used(id string) time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secrets.Tokens[id].Used
}

// Sessions are those of a user that count.
func (v *Vault) Sessions(user string, l Lifetimes, now time.Time) []Session {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(v.secrets.Sessions), func(s Session) bool { return s.User != user || !s.Alive(l, now) })
}

// Devices marks browsers with the key of the file; it is made at the first call.
func (v *Vault) Devices(random io.Reader, now time.Time) (Devices, error) {
	v.mu.Lock()
	text := v.secrets.Devices
	v.mu.Unlock()
	if key, err := hex.DecodeString(text); err == nil && len(key) == sha256.Size {
		return NewDevices(key), nil
	}
	key := make([]byte, sha256.Size)
	if _, err := io.ReadFull(random, key); err != nil {
		return Devices{}, fmt.Errorf("access: random bytes: %w", err)
	}
	return NewDevices(key), v.Change(now, func(s *Secrets) { s.Devices = hex.EncodeToString(key) })
}
