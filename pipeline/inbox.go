package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// inboxEnding marks a file in the inbox that is complete.
const inboxEnding = ".posts.jsonl"

// unfinished is the ending of a file that is being written.
const unfinished = ".part"

// Deliver hands posts to the tingfeng that runs on dir, from another process on the same machine:
// masked, in one file that appears complete or not at all. It returns once the file is on disk;
// the running one puts it into its spool and removes it. Delivering the same again is harmless.
func Deliver(dir string, masker *mask.Masker, posts []voc.Post, now time.Time) error {
	inbox := filepath.Join(dir, "inbox")
	if err := os.MkdirAll(inbox, 0o700); err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	var text []byte
	for i := range posts {
		complete(&posts[i], now)
		masker.Post(&posts[i])
		line, err := json.Marshal(&posts[i])
		if err != nil {
			return fmt.Errorf("post %s of source %s: %w", posts[i].ExternalID, posts[i].Source, err)
		}
		text = append(append(text, line...), '\n')
	}
	f, err := os.CreateTemp(inbox, fmt.Sprintf("%d-*"+unfinished, now.UnixNano()))
	if err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("inbox: %w", err), os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), strings.TrimSuffix(f.Name(), unfinished)+inboxEnding); err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	return syncFolder(inbox) // without it a power cut may forget the new name
}

// syncFolder puts a folder's list of names on disk.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	return nil
}

// abandonedAfter is how old an unfinished file is whose deliverer was killed: writing one takes
// seconds.
const abandonedAfter = time.Hour

// clear removes what killed deliverers left half written. Nobody was told that it had arrived.
func (i *Ingest) clear() error {
	files, err := filepath.Glob(filepath.Join(i.inbox, "*"+unfinished))
	if err != nil {
		return err
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it was finished meanwhile
		}
		if err != nil {
			return err
		}
		if i.now().Sub(info.ModTime()) > abandonedAfter {
			if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// inboxBatch is how many lines of the inbox become one append to the spool.
const inboxBatch = 1000

// empty moves everything in the inbox into the spool, the oldest file first.
func (i *Ingest) empty(ctx context.Context) error {
	if err := i.clear(); err != nil {
		return fmt.Errorf("inbox: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(i.inbox, "*"+inboxEnding))
	if err != nil {
		return err
	}
	slices.Sort(files)
	for _, file := range files {
		if err := i.unpack(ctx, file); err != nil {
			return fmt.Errorf("inbox: %s: %w", filepath.Base(file), err)
		}
	}
	return nil
}

func (i *Ingest) unpack(ctx context.Context, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewReader(f)
	var batch []spool.Entry
	for {
		line, end := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			batch = append(batch, spool.Entry{Kind: entryPost, Data: line})
		}
		if len(batch) == inboxBatch || end != nil && len(batch) > 0 {
			if err := i.keep(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
		if end == io.EOF {
			break
		}
		if end != nil {
			return end
		}
	}
	return os.Remove(file) // last
}
