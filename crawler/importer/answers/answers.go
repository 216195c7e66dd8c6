// Package answers reads what platforms' own interfaces answer, as people save it: the JSON of
// Bilibili, Zhihu, Xiaohongshu, Weibo, Douyin, TikTok, Kuaishou, JD, Reddit and Askbot.
//
// Nothing here asks a platform for anything. A post is known by its own shape wherever it lies in an
// answer, so that wrappers, pages and lists of answers need no description; names differ only by
// capitals and underscores from one edition of an interface to the next and are compared without.
package answers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Page is one answer and what is known around it.
type Page struct {
	Body  []byte
	Name  string    // of the file: some answers tell only there what they are about
	At    time.Time // when it was saved; zero: nobody knows. What the answer says itself counts more
	Rough bool      // At is right to the day only
	Now   time.Time // no time lies after it
	Zone  *time.Location
}

// Item is a post as the answer has it, without source and id of ours. FetchedAt is zero unless the
// answer carries the platform's clock, PublishedAt when the answer does not tell.
type Item struct {
	Post  voc.Post
	Fault string // why it is no post; "" it is one
	Raw   []byte // the object it was made of
}

// site is one platform's shapes.
type site struct {
	format, platform string
	shapes           []shape
	// around takes from an object that is no post what the posts inside need to know.
	around func(o object, up above) above
}

// shape is one kind of post.
type shape struct {
	is    func(o object) bool
	read  func(w *walker, o object, up above) (voc.Post, error)
	below []string // where the posts that answer it lie, and those it repeats
}

// above is what an object lies in.
type above struct {
	thread, parent string
	day            string // a date that holds for everything below
}

// sites in the order in which they are asked.
var sites = []*site{&bilibili, &zhihu, &xiaohongshu, &weibo, &douyin, &kuaishou, &jd, &reddit, &askbot}

// Formats lists the names of what is read.
func Formats() []string {
	var all []string
	for _, s := range sites {
		all = append(all, s.format)
	}
	return all
}

// Platform is where the posts of a format were said.
func Platform(format string) string {
	for _, s := range sites {
		if s.format == format {
			return s.platform
		}
	}
	return ""
}

// Detect finds the format of what a file begins with; "" when it is none of ours. The sample may be
// cut off anywhere.
func Detect(sample []byte) string {
	d := json.NewDecoder(bytes.NewReader(sample[Prefix(sample):]))
	d.UseNumber()
	best, most := "", 0
	for range 20 { // values on lines of their own
		tree, err := partly(d, 0)
		for _, s := range sites {
			if n := s.count(tree); n > most {
				best, most = s.format, n
			}
		}
		if err != nil {
			return best
		}
	}
	return best
}

// wrapping is a call around the answer, or the guard of some interfaces.
var wrapping = regexp.MustCompile(`^(?:try\s*\{\s*)?(?:[A-Za-z_$][\w$.]{0,80}\(|\)\]\}'[\r\n]*)\s*`)

// Prefix is how many bytes stand before the JSON of an answer.
func Prefix(sample []byte) int {
	blank := len(sample) - len(bytes.TrimLeft(sample, " \t\r\n\ufeff"))
	return blank + len(wrapping.Find(sample[blank:min(len(sample), blank+200)]))
}

func (s *site) count(v any) (n int) {
	switch v := v.(type) {
	case object:
		for i := range s.shapes {
			if s.shapes[i].is(v) {
				n++
				break
			}
		}
		for _, k := range v.keys() {
			n += s.count(v[k])
		}
	case []any:
		for _, e := range v {
			n += s.count(e)
		}
	}
	return n
}

// Read takes the posts out of one answer. The error says that it is no JSON, or that the platform
// asked for a login or refused instead of answering.
func Read(format string, page Page) ([]Item, error) {
	i := slices.IndexFunc(sites, func(s *site) bool { return s.format == format })
	if i < 0 {
		return nil, fmt.Errorf("no platform is called %q: use one of %s", format, strings.Join(Formats(), ", "))
	}
	tree, err := decode(page.Body)
	if err != nil {
		return nil, err
	}
	w := &walker{site: sites[i], page: page, platform: sites[i].platform}
	if at, ok := answeredAt(tree, page.Now); ok {
		w.page.At, w.page.Rough, w.clock = at, false, at
	}
	if w.platform == "douyin" && bytes.Contains(page.Body, []byte("tiktok")) {
		w.platform = "tiktok"
	}
	w.walk(tree, above{thread: threadInName(page.Name)})
	if len(w.items) == 0 {
		if o, ok := tree.(object); ok {
			return nil, refusal(o)
		}
	}
	return w.items, nil
}

// answeredAt is the platform's clock, which some answers carry in milliseconds.
func answeredAt(tree any, now time.Time) (time.Time, bool) {
	o, _ := tree.(object)
	for _, told := range []string{o.str("currenttime"), o.obj("data").str("time")} {
		if n, err := strconv.ParseInt(told, 10, 64); err == nil && len(told) == 13 && !time.UnixMilli(n).After(now) {
			return time.UnixMilli(n).UTC(), true
		}
	}
	return time.Time{}, false
}

// Notice tells what an answer without posts says: that the platform asked for a login, that it
// refused, or that there is nothing. It is nil for an object that is no answer of an interface, or
// that holds more than its status and a message.
func Notice(body []byte) error {
	tree, err := decode(body)
	o, ok := tree.(object)
	if err != nil || !ok || !o.any(statusNames...) && !o.obj("error").any(statusNames...) {
		return nil
	}
	for _, name := range statusNames {
		if text, words := o[name].(string); words && strings.Trim(text, "-0123456789") != "" {
			return nil // a code of the writer's own
		}
	}
	if err := refusal(o); err != nil {
		return err
	}
	return fmt.Errorf("an interface's answer with nobody's words in it (%s)", cut(o.str(statusNames...)+" "+o.str(saidNames...)))
}

// What interfaces call their status, and what they say of it.
var (
	statusNames = []string{"ok", "code", "errno", "errorcode", "errcode", "statuscode", "retcode", "no", "success"}
	saidNames   = []string{"msg", "message", "errmsg", "errormsg", "statusmsg", "error"}
)

// refusal knows answers that are none. An answer without posts is no error.
func refusal(o object) error {
	inner := o.obj("error")
	said := strings.ToLower(strings.TrimSpace(o.str(saidNames...)+" "+inner.str(saidNames...)) + " " + o.str("url") + inner.str("redirect"))
	code := first(o.str(statusNames[:len(statusNames)-1]...), inner.str(statusNames...))
	if code == "-100" || code == "-101" || inner.str("needlogin") == "true" || strings.Contains(said, "passport") || strings.Contains(said, "登录") || strings.Contains(said, "login") {
		return fmt.Errorf("the platform asked for a login instead of answering (%s)", cut(code+" "+said))
	}
	if code != "" && code != "0" && code != "1" && code != "200" {
		return fmt.Errorf("the platform refused instead of answering (%s)", cut(code+" "+said))
	}
	return nil
}

// cut keeps the first 60 characters.
func cut(s string) string { return fmt.Sprintf("%.60s", strings.TrimSpace(s)) }

// walker goes through an answer and collects its posts.
type walker struct {
	site     *site
	page     Page
	platform string
	clock    time.Time // the platform's own, in the answer; zero: it has none
	items    []Item
}

func (w *walker) walk(v any, up above) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			w.walk(e, up)
		}
	case object:
		for i := range w.site.shapes {
			if sh := &w.site.shapes[i]; sh.is(v) {
				w.take(sh, v, up)
				return
			}
		}
		if w.site.around != nil {
			up = w.site.around(v, up)
		}
		for _, k := range v.keys() {
			w.walk(v[k], up)
		}
	}
}

// errSilent leaves out what is neither a post nor worth a word.
var errSilent = errors.New("left out")

// nobody reads what is part of an answer and no post: a person, a topic.
func nobody(*walker, object, above) (voc.Post, error) { return voc.Post{}, errSilent }

func (w *walker) take(sh *shape, o object, up above) {
	p, err := sh.read(w, o, up)
	p.Platform, p.FetchedAt = w.platform, w.clock
	switch {
	case errors.Is(err, errSilent):
	case err != nil:
		w.items = append(w.items, Item{Fault: err.Error(), Raw: o.raw()})
	case p.Text == "" && p.Title == "":
		w.items = append(w.items, Item{Fault: "nobody said anything: text and title are empty", Raw: o.raw()})
	default:
		w.items = append(w.items, Item{Post: p, Raw: o.raw()})
	}
	down := above{thread: p.RootID, parent: p.ExternalID}
	if p.Kind != voc.PostComment {
		down = above{thread: p.ExternalID}
	}
	for _, k := range sh.below {
		w.walk(o[k], down)
	}
}

// threadInName is the post a saved answer is about, when its file is named after it.
func threadInName(name string) string {
	all := idInName.FindAllString(name, -1)
	if len(all) != 1 {
		return ""
	}
	return all[0]
}

var idInName = regexp.MustCompile(`\d{15,20}`)

// deepest bounds how deep an answer may nest.
const deepest = 200

var errDeep = errors.New("not valid JSON: it nests deeper than any answer")

func decode(body []byte) (any, error) {
	body = body[Prefix(body):]
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	tree, err := partly(d, 0)
	switch {
	case errors.Is(err, errDeep):
		return nil, err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("not valid JSON: it ends in the middle")
	case err != nil:
		return nil, fmt.Errorf("not valid JSON: %w", err)
	}
	return tree, nil
}

// partly decodes a value; when it is broken or cut off, what there is of it comes with the error.
func partly(d *json.Decoder, depth int) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := t.(json.Delim)
	if !ok {
		return t, nil
	}
	if depth > deepest {
		return nil, errDeep
	}
	if delim == '[' {
		list := []any{}
		for d.More() {
			e, err := partly(d, depth+1)
			list = append(list, e)
			if err != nil {
				return list, err
			}
		}
		_, err = d.Token()
		return list, err
	}
	o := object{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return o, err
		}
		key, _ := name.(string) // the decoder admits nothing else
		v, err := partly(d, depth+1)
		if k := bare(key); v != nil && o[k] == nil {
			o[k] = v
		}
		if err != nil {
			return o, err
		}
	}
	_, err = d.Token()
	return o, err
}
