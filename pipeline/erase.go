package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/optout"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// ErrUnclear says that an Erasure does not say whom or what it means.
var ErrUnclear = errors.New("say whose posts, by author, or which one, by url")

// ErrMany says that an address stands for several posts: the page of an app, a thread.
var ErrMany = errors.New("several posts share this address")

// Erase forgets a person or a post for good: it puts them on the opt-out list, so that nothing of them
// comes in again, removes their mentions under every brand, takes their words out of alerts, orders,
// letters and messages, and writes down that it was done, without saying who they were. The order
// matters: cut off anywhere, doing it again ends it.
func (p *Pipeline) Erase(ctx context.Context, e voc.Erasure) (done voc.Erased, err error) {
	// Whom it is about must not stand in the list.
	ctx, job := p.work.Start(ctx, voc.Job{Kind: JobErase, Title: "按请求删除个人信息", Actor: e.Actor, Unit: "条"})
	defer func() {
		job.Progress(int64(done.Posts), int64(done.Posts))
		job.End(ctx, err)
	}()
	return p.erase(ctx, e, job)
}

// erase is what Erase does, on the list of jobs.
func (p *Pipeline) erase(ctx context.Context, e voc.Erasure, job *JobHandle) (voc.Erased, error) {
	var done voc.Erased
	authors, urls, err := p.meant(ctx, e)
	if err != nil {
		return done, err
	}
	p.drain.writing.Lock() // what was read to be understood must not be written behind us
	defer p.drain.writing.Unlock()
	found, err := p.options.Store.Concerned(ctx, authors, urls)
	if err != nil {
		return done, err
	}
	if e.URL != "" && len(found) > 1 && !e.Many {
		return done, fmt.Errorf("%w: %d of them, and all would go; name one of them more exactly, or say that you mean many", ErrMany, len(found))
	}
	entries := entriesFor(e, authors, found)
	if err := p.ingest.optout.Add(p.options.Now(), entries...); err != nil {
		return done, err
	}
	done.Listed, done.Posts = len(entries), len(found)
	job.Progress(0, int64(len(found)))
	ids := make([]voc.PostID, len(found))
	for i, c := range found {
		ids[i] = c.ID
		done.Mentions += c.Mentions
	}
	if err := p.options.Store.Erase(ctx, ids); err != nil {
		return done, err
	}
	if done.Events, err = p.forget(ctx, found, p.options.Limits); err != nil {
		return done, err
	}
	return done, p.Record(ctx, erasureEvent(e, done)) // last
}

// meant is whom and what a request names, as they are stored.
func (p *Pipeline) meant(ctx context.Context, e voc.Erasure) (authors, urls []string, err error) {
	e.Author, e.URL = strings.TrimSpace(e.Author), strings.TrimSpace(e.URL)
	switch {
	case (e.Author == "") == (e.URL == ""):
		return nil, nil, ErrUnclear
	case e.URL != "":
		return nil, spellings(mask.URL(e.URL)), nil
	}
	sites := []string{e.Platform}
	if e.Platform == "" {
		if sites, err = p.options.Store.Platforms(ctx); err != nil {
			return nil, nil, err
		}
		for _, s := range p.visits.list() {
			sites = append(sites, string(s.ID))
		}
	}
	return p.options.Masker.Hashes(e.Author, sites), nil, nil
}

// spellings are the ways one address may have been kept: with either scheme, with and without a slash
// at its end.
func spellings(address string) []string {
	rest, ok := strings.CutPrefix(address, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(address, "http://")
	}
	if !ok {
		return []string{address}
	}
	rest = strings.TrimSuffix(rest, "/")
	var all []string
	for _, scheme := range []string{"https://", "http://"} {
		all = append(all, scheme+rest, scheme+rest+"/")
	}
	return all
}

// entriesFor is what goes on the opt-out list: the hashes under which something was kept, and while
// nothing was, every one under which something might come.
func entriesFor(e voc.Erasure, authors []string, found []store.Concerned) []optout.Entry {
	if e.URL != "" {
		return []optout.Entry{{Kind: optout.URL, Value: mask.URL(strings.TrimSpace(e.URL))}}
	}
	var met []string
	for _, c := range found {
		if slices.Contains(authors, c.Author) && !slices.Contains(met, c.Author) {
			met = append(met, c.Author)
		}
	}
	if len(met) == 0 {
		met = authors
	}
	entries := make([]optout.Entry, len(met))
	for i, hash := range met {
		entries[i] = optout.Entry{Kind: optout.Author, Value: hash}
	}
	return entries
}

// erasureEvent tells that a request was met. It must not keep whom it was about: of that there is a
// digest, by which the same request can be recognised.
func erasureEvent(e voc.Erasure, done voc.Erased) voc.Event {
	sum := sha256.Sum256([]byte(e.Author + "\x00" + e.URL))
	kind := "author"
	if e.URL != "" {
		kind = "url"
	}
	data, err := json.Marshal(done)
	if err != nil {
		panic(err) // numbers only
	}
	actor := e.Actor
	if actor == "" {
		actor = "tingfeng"
	}
	return voc.Event{Subject: voc.SubjectErasure, ID: hex.EncodeToString(sum[:8]), Type: kind, Actor: actor, Data: data}
}

// forget takes the words of posts out of every event that quotes them, and folds the journal anew.
func (j *Journal) forget(ctx context.Context, posts []store.Concerned, limits notify.Options) (int, error) {
	if len(posts) == 0 {
		return 0, nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	events, err := j.store.Events(ctx, 0)
	if err != nil {
		return 0, fmt.Errorf("journal: %w", err)
	}
	changed := unquote(events, posts)
	for _, e := range changed {
		if err := j.store.Unsay(ctx, e); err != nil {
			return 0, fmt.Errorf("journal: %w", err)
		}
	}
	if len(changed) == 0 {
		return 0, nil
	}
	outbox, err := notify.NewOutbox(limits)
	if err != nil {
		return 0, err
	}
	j.state, j.outbox, j.unsure = newState(), outbox, true
	return len(changed), j.catchUp(ctx)
}

// forgotten stands where words were.
const forgotten = "[已删除]"

// leastQuote is how many characters a part of a post must have to be looked for elsewhere: shorter ones
// are everybody's words.
const leastQuote = 8

// unquote returns the events that quote posts, without the quotes.
func unquote(events []voc.Event, posts []store.Concerned) []voc.Event {
	ids := map[string]bool{}
	var words []string
	for _, c := range posts {
		ids[string(c.ID)] = true
		words = append(words, c.URL, c.Title, c.Text)
		words = append(words, strings.FieldsFunc(c.Title+"\n"+c.Text, func(r rune) bool { return strings.ContainsRune("\n。！？!?；;", r) })...)
	}
	words = slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(strings.TrimSpace(w)) < leastQuote })
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) }) // the whole before its parts
	words = slices.Compact(words)
	var changed []voc.Event
	for _, e := range events {
		decoder := json.NewDecoder(bytes.NewReader(e.Data))
		decoder.UseNumber()
		var data any
		if decoder.Decode(&data) != nil {
			continue
		}
		u := unquoter{ids: ids, words: words}
		data = u.walk(data)
		if !u.changed {
			continue
		}
		text, err := json.Marshal(data)
		if err != nil {
			continue // what was decoded can be encoded
		}
		e.Data = text
		changed = append(changed, e)
	}
	return changed
}

// unquoter walks through the data of an event.
type unquoter struct {
	ids     map[string]bool
	words   []string
	changed bool
}

func (u *unquoter) walk(v any) any {
	switch v := v.(type) {
	case string:
		return u.text(v)
	case []any:
		for i := range v {
			v[i] = u.walk(v[i])
		}
	case map[string]any:
		id, _ := v["post_id"].(string)
		for key, value := range v {
			if text, ok := value.(string); ok && u.ids[id] && (key == "text" || key == "url") && text != "" && text != forgotten {
				v[key], u.changed = map[string]string{"text": forgotten, "url": ""}[key], true
				continue
			}
			v[key] = u.walk(value)
		}
	}
	return v
}

func (u *unquoter) text(s string) string {
	for _, w := range u.words {
		if strings.Contains(s, w) {
			s, u.changed = strings.ReplaceAll(s, w, forgotten), true
		}
	}
	return s
}
