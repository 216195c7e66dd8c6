package engine

import (
	"context"
	"os"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if IsChild(os.Args) {
		os.Exit(RunChild(os.Args))
	}
	os.Exit(m.Run())
}

func TestTry(t *testing.T) {
	o := DefaultOptions()
	o.Dir = t.TempDir()
	o.Library = os.Getenv("TINGFENG_ENGINE")
	began := time.Now()
	e, err := Start(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(e.DSN(), time.Since(began))
	began = time.Now()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	t.Log("closed", time.Since(began))
}
