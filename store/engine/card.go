package engine

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// The one user and the one database of an engine of ours.
const (
	userName = "tingfeng"
	database = "tingfeng"
)

// card is what DIR/engine.json tells another process of the same user: how to reach the engine.
// It outlives the engine, so that address and password stay the same over restarts.
type card struct {
	PID      int    `json:"pid"` // of the process that owns the engine
	Port     int    `json:"port"`
	Password string `json:"password"`
}

func cardPath(dir string) string { return filepath.Join(dir, "engine.json") }

func readCard(dir string) (card, error) {
	var c card
	raw, err := os.ReadFile(cardPath(dir))
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return c, fmt.Errorf("engine: %s is not what the engine wrote: delete it and start again: %w", cardPath(dir), err)
	}
	return c, nil
}

// loadOrMakeCard reads the card of an earlier run, or makes one with new passwords.
func loadOrMakeCard(dir string) (card, error) {
	c, err := readCard(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		// A card cut short by a full disk holds nothing worth keeping.
		c = card{}
	}
	if c.Password == "" {
		c.Password = rand.Text()
	}
	return c, nil
}

// write replaces the card in one step, readable by its owner alone.
func (c card) write(dir string) error {
	raw, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(cardPath(dir), append(raw, '\n'))
}

// writeFile writes a file of ours whole or not at all, with mode 0600.
func writeFile(path string, content []byte) error {
	tmp := path + ".tmp"
	if err := os.WriteFile(tmp, content, 0o600); err != nil {
		return explainDisk(err, filepath.Dir(path))
	}
	if err := os.Rename(tmp, path); err != nil {
		return explainDisk(err, filepath.Dir(path))
	}
	return nil
}

func (c card) dsn() string {
	u := url.URL{
		Scheme: "clickhouse",
		User:   url.UserPassword(userName, c.Password),
		Host:   net.JoinHostPort("127.0.0.1", strconv.Itoa(c.Port)),
		Path:   "/" + database,
	}
	return u.String()
}

// Attach gives the address of the engine another process runs on dir. It fails with what to do
// when none runs there.
func Attach(dir string) (dsn string, err error) {
	c, err := readCard(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("engine: no engine has ever run in %s: start tingfeng there first, or name another directory", dir)
	}
	if err != nil {
		return "", err
	}
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(c.Port))
	conn, err := net.DialTimeout("tcp", addr, 2*time.Second)
	if err != nil {
		return "", fmt.Errorf("engine: no engine runs in %s now (process %d, port %d does not answer): start tingfeng first", dir, c.PID, c.Port)
	}
	conn.Close()
	// The port may be another program's by now. An engine that restarts keeps silent for a while: it
	// is one all the same.
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	greeting := hello{client: "tingfeng", major: 1, version: 54400, database: database, user: userName, pass: c.Password}
	if err := greet(ctx, addr, greeting); errors.Is(err, errRefused) {
		return "", fmt.Errorf("engine: no engine of %s runs now: port %d answers, but not as ours: start tingfeng first: %w", dir, c.Port, err)
	}
	return c.dsn(), nil
}
