// Package stackexchange reads questions of a Stack Exchange site with their answers and comments,
// through its public API.
//
// What people write there is licensed CC BY-SA: every post keeps the address it is to be named with.
// The API gives an address 300 answers a day, 10000 with a key, and may ask for a pause in any of them.
package stackexchange

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Public is where the API is.
const Public = "https://api.stackexchange.com"

// Names of filters registered with the API, which say what an answer holds: bodies gives questions
// with their body and their answers with theirs, withBody is the API's own for a plain list.
const (
	bodies   = "Bf*y*ByQD_upZqozgU6lXL_62USGOoV3)MFNgiHqHpmO_Y-jHR"
	withBody = "withbody"
)

// Options say which questions of which site are wanted.
type Options struct {
	Site   string   `yaml:"site"`   // as the API names it: "stackoverflow", "superuser", "apple", "ja.stackoverflow"
	Query  string   `yaml:"query"`  // words to find, anywhere in the question
	Tags   []string `yaml:"tags"`   // questions with all of these tags
	Key    string   `yaml:"key"`    // the app's key, "${STACKEXCHANGE_KEY}"; without one the API gives 300 answers a day
	Filter string   `yaml:"filter"` // another filter of the API's, by its name; default: questions and answers with their bodies
}

// Default asks for questions and answers with their bodies; comments are asked for behind them.
func Default() Options { return Options{Filter: bodies} }

var (
	siteName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,60}$`)
	tagName  = regexp.MustCompile(`^[^\s;,&]{1,60}$`)
	keyText  = regexp.MustCompile(`^[!-~]{1,200}$`)
)

func (o Options) validate() error {
	for _, tag := range o.Tags {
		if !tagName.MatchString(tag) {
			return fmt.Errorf("stackexchange: tag %q: write one tag an entry, without blanks", tag)
		}
	}
	switch {
	case !siteName.MatchString(o.Site):
		return fmt.Errorf("stackexchange: site %q: write the site as the API names it, e.g. stackoverflow, superuser, apple", o.Site)
	case strings.TrimSpace(o.Query) == "" && len(o.Tags) == 0:
		return fmt.Errorf("stackexchange: write query (words to find) or tags: all questions of a site are too many to follow")
	case len(o.Tags) > 5:
		return fmt.Errorf("stackexchange: %d tags; a question has five at most", len(o.Tags))
	case o.Key != "" && !keyText.MatchString(o.Key):
		return fmt.Errorf("stackexchange: key is not one: it has blanks or letters no key has") // which, is nobody's business
	}
	return nil
}

// Reader reads questions of one site. It may be used concurrently.
type Reader struct {
	o    Options
	base string
}

// New checks the options. base replaces the API's address; "" means the public one.
func New(base string, o Options) (*Reader, error) {
	if base == "" {
		base = Public
	}
	if o.Filter == "" {
		o.Filter = bodies
	}
	return &Reader{o: o, base: strings.TrimRight(base, "/")}, o.validate()
}

// Start is the address of the questions that were active last. It has no key in it: see Sign.
func (r *Reader) Start() string {
	q := "order=desc&sort=activity&pagesize=100&page=1&site=" + url.QueryEscape(r.o.Site) + "&filter=" + url.QueryEscape(r.o.Filter)
	if len(r.o.Tags) > 0 {
		q += "&tagged=" + url.QueryEscape(strings.Join(r.o.Tags, ";"))
	}
	if r.o.Query == "" {
		return r.base + "/2.3/questions?" + q
	}
	return r.base + "/2.3/search/advanced?" + q + "&q=" + url.QueryEscape(r.o.Query)
}

// Sign is what is really asked for: the address with the key, which the API takes only there. The
// address without it is the page's name everywhere else.
func (r *Reader) Sign(address string) string {
	u, err := url.Parse(address)
	if r.o.Key == "" || err != nil {
		return address
	}
	return plain.WithQuery(u, "key", r.o.Key)
}

// Parse reads one page.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	v, err := plain.ReadJSON(page.Text)
	if err != nil {
		return sheet, fmt.Errorf("stackexchange: %w", err)
	}
	doc := plain.DocOf(v)
	if doc.Has("error_id") || doc.Has("error_name") {
		sheet.Backoff = throttled(doc)
		return sheet, fmt.Errorf("stackexchange: %w", refused(doc))
	}
	items := doc.Docs("items")
	if doc.List("items") == nil {
		if doc.ID("question_id") == "" {
			return sheet, fmt.Errorf("stackexchange: %w", plain.Foreign(v, "items"))
		}
		items = []plain.Doc{doc}
	}
	if total, ok := doc.Int("total"); ok && total >= 0 {
		sheet.Claimed = int(total)
	}
	if err := r.items(&sheet, items, page); err != nil {
		return plain.NewSheet(), fmt.Errorf("stackexchange: %w", err)
	}
	if doc.True("has_more") && len(items) > 0 {
		sheet.Next = plain.Advance(unsigned(page.URL), "page", 1, 1)
	}
	sheet.Backoff = pause(&sheet, doc, page)
	return sheet, nil
}

// pause is how long the API asks to be left alone: the seconds it says, and until midnight UTC when
// the day's answers are used up.
func pause(sheet *plain.Sheet, doc plain.Doc, page *plain.Page) time.Duration {
	var d time.Duration
	if seconds, ok := doc.Number("backoff"); ok && seconds > 0 {
		d = time.Duration(min(seconds, 86400) * float64(time.Second))
	}
	if left, ok := doc.Int("quota_remaining"); ok && left <= 0 {
		at := page.At.UTC()
		midnight := time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, time.UTC)
		d = max(d, midnight.Sub(at))
		sheet.Fresh = d
		if sheet.Next != "" {
			sheet.Trouble = voc.TroublePace
			sheet.Missing = append(sheet.Missing, fmt.Sprintf("the API's answers for today are used up (%s a day); there are more after %s UTC", quota(doc), midnight.Format("2006-01-02 15:04")))
		}
	}
	return d
}

func quota(doc plain.Doc) string {
	if most, ok := doc.Int("quota_max"); ok {
		return fmt.Sprint(most)
	}
	return "300 without a key"
}

// unsigned is an address without the key: what is built from it is kept.
func unsigned(u *url.URL) *url.URL {
	parts := strings.Split(u.RawQuery, "&")
	bare := *u
	bare.RawQuery = strings.Join(slices.DeleteFunc(parts, func(part string) bool { return strings.HasPrefix(part, "key=") }), "&")
	return &bare
}

var inSeconds = regexp.MustCompile(`(\d{1,7}) seconds`)

// throttled is the pause in words of an API that was asked too often.
func throttled(doc plain.Doc) time.Duration {
	id, _ := doc.Int("error_id")
	m := inSeconds.FindStringSubmatch(doc.Text("error_message"))
	if id != 502 || m == nil {
		return 0
	}
	seconds, _ := strconv.Atoi(m[1]) // seven digits at most
	return time.Duration(min(seconds, 86400)) * time.Second
}

// Answers tells which refusals are to be read: the API says what is wrong with a 400.
func (r *Reader) Answers(status int) bool { return status == 400 }

// refused reads what the API says instead of an answer. 401 to 403 and 405 to 406 are about tokens
// and keys.
func refused(doc plain.Doc) error {
	said := plain.Clean(doc.Text("error_message", "error_name"))
	switch id, _ := doc.Int("error_id"); id {
	case 401, 402, 403, 405, 406:
		return fmt.Errorf("%w: error %d: %.120q", plain.ErrLogin, id, said)
	default:
		return fmt.Errorf("the API answers error %d: %.200q", id, said)
	}
}

// post reads what questions, answers and comments have in common.
func (r *Reader) post(sheet *plain.Sheet, d plain.Doc, page *plain.Page) voc.Post {
	owner := d.Doc("owner")
	post := voc.Post{
		Text: text(d), Language: r.language(), Author: voc.Author{Hash: owner.ID("user_id"), Name: plain.Text(owner.Text("display_name")), Followers: voc.Unknown}, Engagement: voc.NoEngagement(),
	}
	if post.Author.Hash == "" { // the account is gone, the name is left
		post.Author.Hash = post.Author.Name
	}
	post.Engagement.Likes = max(d.Count("score"), voc.Unknown)
	if score, ok := d.Int("score"); ok && score < 0 {
		post.Engagement.Likes = 0 // more people are against it than for it
	}
	post.PublishedAt, post.Precision = d.Time(page, "creation_date")
	if post.Precision == voc.PrecisionNone {
		if d.Has("creation_date") {
			sheet.Odd = append(sheet.Odd, fmt.Sprintf("time %.40q", d.Text("creation_date")))
		}
		return post
	}
	post.EditedAt = d.Edited(page, post.PublishedAt, "last_edit_date")
	return post
}

// language is that of the sites that are not in English.
func (r *Reader) language() string {
	code, _, ok := strings.Cut(r.o.Site, ".stackoverflow")
	if ok && len(code) == 2 {
		return code
	}
	return ""
}
