// Package googleplay reads the reviews of an app by the request the pages of Google Play load them
// with. It is internal to Google: nothing in its answers has a name, only a position, and positions
// move. So everything is checked for what it is before it is believed, and an answer in which no
// review can be recognised is an error, never an app without reviews.
package googleplay

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options name an app.
type Options struct {
	App      string `yaml:"app"`      // id in the app's address: "com.example.app"
	Language string `yaml:"language"` // of the reviews, as in hl=: "zh-CN" (default), "en"
	Country  string `yaml:"country"`  // as in gl=: "us" (default), "tw", "hk"
	Count    int    `yaml:"count"`    // reviews asked for at once; default 100, at most 199
}

// Default asks for Chinese reviews. There is no store in mainland China; "us" is Google's own default.
func Default() Options { return Options{Language: "zh-CN", Country: "us", Count: 100} }

var (
	appID    = regexp.MustCompile(`^[A-Za-z][\w]*(\.[A-Za-z][\w]*)+$`)
	language = regexp.MustCompile(`^[a-z]{2,3}([-_][A-Za-z]{2,4})?$`)
	country  = regexp.MustCompile(`^[A-Za-z]{2}$`)
)

// Validate tells what is wrong with the options.
func (o Options) Validate() error {
	switch {
	case !appID.MatchString(o.App) || len(o.App) > 200:
		return fmt.Errorf("googleplay: app %.60q is not the id in the app's address (play.google.com/store/apps/details?id=com.example.app: write com.example.app)", o.App)
	case !language.MatchString(o.Language):
		return fmt.Errorf("googleplay: language %q is not one such as zh-CN or en", o.Language)
	case !country.MatchString(o.Country):
		return fmt.Errorf("googleplay: country %q is not one of two letters such as us", o.Country)
	case o.Count < 1 || o.Count > 199:
		return fmt.Errorf("googleplay: count %d is not between 1 and 199", o.Count)
	}
	return nil
}

// Reader reads the reviews of one app. It may be used concurrently.
type Reader struct {
	base string
	o    Options
}

// New checks the options. base replaces Google's host for a mirror; "" means Google.
func New(base string, o Options) (*Reader, error) {
	d := Default()
	if o.Language == "" {
		o.Language = d.Language
	}
	if o.Country == "" {
		o.Country = d.Country
	}
	if o.Count == 0 {
		o.Count = d.Count
	}
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if base == "" {
		base = "https://play.google.com"
	}
	return &Reader{base: strings.TrimRight(base, "/"), o: o}, nil
}

// method is the name of the request among Google's.
const method = "UsvDTd"

// Start is where the newest reviews are asked for.
func (r *Reader) Start() string {
	return r.base + "/_/PlayStoreUi/data/batchexecute?rpcids=" + method + "&hl=" + url.QueryEscape(r.o.Language) + "&gl=" + url.QueryEscape(r.o.Country)
}

// place is where in the reviews a page lies. It stands in the fragment of the page's address.
type place struct {
	token string // of the page; "" the first
	first string // fingerprint of the first review of all: where it comes again, the reviews repeat
	n     int    // of the page, from 1
}

func placeOf(fragment string) place {
	p := place{n: 1}
	values, err := url.ParseQuery(fragment)
	if err != nil {
		return p
	}
	p.token, p.first = values.Get("token"), values.Get("first")
	if n, err := strconv.Atoi(values.Get("n")); err == nil && n > 1 {
		p.n = n
	}
	return p
}

func (p place) fragment() string {
	return url.Values{"token": {p.token}, "first": {p.first}, "n": {strconv.Itoa(p.n)}}.Encode()
}

// fingerprint is short for an id.
func fingerprint(id string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return strconv.FormatUint(h.Sum64(), 36)
}

// newest is the order by time, the newest first.
const newest = 2

// Ask tells how a page is asked for: with a form that names the app, the order and the page.
func (r *Reader) Ask(address string) (string, []byte, http.Header) {
	u, err := url.Parse(address)
	if err != nil || !strings.Contains(u.Path, "batchexecute") {
		return "", nil, nil
	}
	var token any
	if t := placeOf(u.EscapedFragment()).token; t != "" {
		token = t
	}
	question, _ := json.Marshal([]any{nil, nil, []any{2, newest, []any{r.o.Count, nil, token}, nil, []any{}}, []any{r.o.App, 7}})
	form, _ := json.Marshal([]any{[]any{[]any{method, string(question), nil, "generic"}}})
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded;charset=UTF-8"}}
	return http.MethodPost, []byte(url.Values{"f.req": {string(form)}}.Encode()), header
}

// mostPages is where the reviews are at an end whatever the site says: they repeat from some six
// thousand on.
const mostPages = 200

// Parse reads an answer.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	at := placeOf(page.URL.EscapedFragment())
	inner, err := unwrap(page.Text)
	if err != nil {
		return sheet, err
	}
	rows, isList := item(inner, 0).([]any)
	if !isList {
		if at.n > 1 {
			return sheet, nil // behind the last page there is none
		}
		sheet.Missing = append(sheet.Missing, "the answer came without reviews: the site sends that for an app that does not exist and from time to time; it does not mean there are none")
		return sheet, nil
	}
	repeated := r.read(&sheet, rows, &at)
	if len(sheet.Posts) == 0 && len(rows) > 0 {
		return sheet, fmt.Errorf("googleplay: %d entries and not one that looks like a review, the positions have moved: %w", len(rows), plain.ErrLayout)
	}
	if token := nextToken(inner); token != "" && token != at.token && !repeated && len(sheet.Posts) > 0 && at.n < mostPages {
		next := *page.URL
		next.Fragment, next.RawFragment = "", ""
		sheet.Next = next.String() + "#" + place{token: token, first: at.first, n: at.n + 1}.fragment()
	}
	return sheet, nil
}

// read turns rows into posts: of a review that stands there in several versions the last one. It
// tells whether the very first review of all has come again.
func (r *Reader) read(sheet *plain.Sheet, rows []any, at *place) (repeated bool) {
	index := map[string]int{}
	for i, row := range rows {
		review, answer, err := r.review(row)
		if err != nil {
			sheet.Odd = append(sheet.Odd, fmt.Sprintf("entry: %v", err))
			continue
		}
		mark := fingerprint(review.ExternalID)
		repeated = repeated || at.n > 1 && mark == at.first
		if at.n == 1 && i == 0 {
			at.first = mark
		}
		if before, twice := index[review.ExternalID]; twice {
			if sheet.Posts[before].PublishedAt.Before(review.PublishedAt) {
				sheet.Posts[before] = review
			}
			continue
		}
		index[review.ExternalID] = len(sheet.Posts)
		sheet.Posts = append(sheet.Posts, review)
		if answer != nil {
			sheet.Posts = append(sheet.Posts, *answer)
		}
	}
	return repeated
}

// review reads one entry and what the developer answered.
func (r *Reader) review(row any) (voc.Post, *voc.Post, error) {
	id, _ := item(row, 0).(string)
	stars, _ := number(item(row, 2))
	if len(id) < 4 || stars < 1 || stars > 5 || stars != float64(int(stars)) {
		return voc.Post{}, nil, fmt.Errorf("id %.20q with %v stars", id, item(row, 2))
	}
	text, _ := item(row, 4).(string)
	post := voc.Post{
		ExternalID: id, Kind: voc.PostReview, Text: plain.Clean(text), Rating: stars, RatingRaw: strconv.Itoa(int(stars)), Engagement: voc.NoEngagement(),
		URL: r.base + "/store/apps/details?" + url.Values{"id": {r.o.App}, "reviewId": {id}}.Encode(), Product: r.o.App, Version: words(item(row, 10)),
	}
	var ok bool
	if post.PublishedAt, ok = seconds(item(row, 5)); !ok {
		return voc.Post{}, nil, fmt.Errorf("review %.20q without a time", id)
	}
	post.Precision = voc.PrecisionSecond
	if likes, ok := number(item(row, 6)); ok && likes >= 0 {
		post.Engagement.Likes = int64(likes)
	}
	post.Author = voc.Author{Name: words(item(row, 1, 0)), Hash: words(item(row, 9, 0)), Followers: voc.Unknown}
	if post.Author.Hash == "" {
		post.Author.Hash = post.Author.Name
	}
	said, _ := item(row, 7, 1).(string)
	if plain.Clean(said) == "" {
		return post, nil, nil
	}
	answer := voc.Post{
		ExternalID: id + "/answer", ParentID: id, RootID: id, Kind: voc.PostAnswer, Text: plain.Clean(said), Engagement: voc.NoEngagement(), URL: post.URL,
		Product: r.o.App, Precision: voc.PrecisionNone, Author: voc.Author{Name: words(item(row, 7, 0)), Followers: voc.Unknown},
	}
	answer.Author.Hash = answer.Author.Name
	if when, ok := seconds(item(row, 7, 2)); ok {
		answer.PublishedAt, answer.Precision = when, voc.PrecisionSecond
	}
	post.Engagement.Replies = 1
	return post, &answer, nil
}
