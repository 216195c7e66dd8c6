package pipeline

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
)

// reject keeps an entry nobody could take or read, with the reason, as one line of a file for
// people to look at.
func reject(file string, e spool.Entry, why error) error {
	line, err := json.Marshal(map[string]string{"kind": e.Kind, "data": string(e.Data), "error": why.Error()})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}
