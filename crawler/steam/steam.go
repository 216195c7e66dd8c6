// Package steam reads the reviews players wrote about one game on Steam, from the store's public
// appreviews endpoint: a hundred a page, newest first.
package steam

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Public is where the store is.
const Public = "https://store.steampowered.com"

// Options name a game and say which of its reviews are wanted.
type Options struct {
	App      string `yaml:"app"`      // the number in the game's address, e.g. "1623730"
	Language string `yaml:"language"` // Steam's word for a language: "schinese" (default), "tchinese", "english", "all"
	Filter   string `yaml:"filter"`   // "updated" (default): the last edited first, so that edited reviews come again; "recent": the last written first
	Purchase string `yaml:"purchase"` // "all" (default), "steam" (bought there), "non_steam_purchase" (with a key or as a gift)
	Profiles bool   `yaml:"profiles"` // link to the review itself, an address that holds the player's Steam id; false: to the game's reviews
}

// Default is everything Chinese players wrote or edited.
func Default() Options { return Options{Language: "schinese", Filter: "updated", Purchase: "all"} }

var (
	appNumber    = regexp.MustCompile(`^\d{2,10}$`)
	languageWord = regexp.MustCompile(`^[a-z]{2,20}$`)
)

// complete fills in what was left out.
func (o Options) complete() Options {
	d := Default()
	for _, f := range []struct {
		to   *string
		want string
	}{{&o.Language, d.Language}, {&o.Filter, d.Filter}, {&o.Purchase, d.Purchase}} {
		if *f.to == "" {
			*f.to = f.want
		}
	}
	return o
}

func (o Options) validate() error {
	switch {
	case !appNumber.MatchString(o.App):
		return fmt.Errorf("steam: app %q is not the number in the game's address (store.steampowered.com/app/1623730: write \"1623730\")", o.App)
	case !languageWord.MatchString(o.Language):
		return fmt.Errorf("steam: language %q is not a word of Steam's; write schinese, tchinese, english, japanese … or all", o.Language)
	case o.Filter != "updated" && o.Filter != "recent":
		return fmt.Errorf("steam: filter %q: write updated or recent; the store's order by helpfulness cannot be followed to its end", o.Filter)
	case o.Purchase != "all" && o.Purchase != "steam" && o.Purchase != "non_steam_purchase":
		return fmt.Errorf("steam: purchase %q: write all, steam or non_steam_purchase", o.Purchase)
	}
	return nil
}

// Reader reads the reviews of one game. It may be used concurrently.
type Reader struct {
	o    Options
	base string
}

// New checks the options. base replaces the store's address for a mirror; "" means the store.
func New(base string, o Options) (*Reader, error) {
	o = o.complete()
	if base == "" {
		base = Public
	}
	return &Reader{o: o, base: strings.TrimRight(base, "/")}, o.validate()
}

// Start is the address of the first page. The periods Steam thinks too many wrote in at once are
// asked for as well: an outburst is what we listen for.
func (r *Reader) Start() string {
	q := "json=1&filter=" + r.o.Filter + "&language=" + url.QueryEscape(r.o.Language) + "&review_type=all&purchase_type=" + r.o.Purchase +
		"&filter_offtopic_activity=0&num_per_page=100&cursor=*"
	return r.base + "/appreviews/" + r.o.App + "?" + q
}

// Parse reads one page.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	v, err := plain.ReadJSON(page.Text)
	if err != nil {
		return sheet, fmt.Errorf("steam: %w", err)
	}
	doc := plain.DocOf(v)
	if doc.Has("success") && !doc.True("success") {
		return sheet, fmt.Errorf("steam: the store says success=%.20s: is there a game %s?", doc.Text("success"), r.o.App)
	}
	if !doc.Has("reviews") && !doc.True("success") {
		return sheet, fmt.Errorf("steam: %w", plain.Foreign(v, "reviews"))
	}
	summary := doc.Doc("query_summary")
	if total := summary.Count("total_reviews"); total != voc.Unknown {
		sheet.Claimed = int(total)
	}
	reviews := doc.Docs("reviews")
	for _, review := range reviews {
		r.read(&sheet, review, page)
	}
	first := page.URL.Query().Get("cursor")
	switch next := doc.Text("cursor"); {
	case len(reviews) == 0 && sheet.Claimed > 0 && (first == "" || first == "*"):
		sheet.Missing = append(sheet.Missing, fmt.Sprintf("the first page came without reviews although the store counts %d", sheet.Claimed))
	case len(reviews) == 0, next == "", next == "*", next == first: // the store repeats its last cursor
	default:
		sheet.Next = plain.WithQuery(page.URL, "cursor", next)
	}
	return sheet, nil
}

// read adds one review.
func (r *Reader) read(sheet *plain.Sheet, review plain.Doc, page *plain.Page) {
	author := review.Doc("author")
	steamID := author.ID("steamid")
	post := voc.Post{
		ExternalID: review.ID("recommendationid"), Kind: voc.PostReview, Product: r.o.App, Text: text(review.Text("review")), Language: language(review.Text("language")),
		Author:     voc.Author{Hash: steamID, Name: plain.Clean(author.Text("personaname")), Followers: voc.Unknown},
		Engagement: voc.Engagement{Likes: review.Count("votes_up"), Replies: review.Count("comment_count"), Shares: voc.Unknown, Views: voc.Unknown},
		URL:        "https://steamcommunity.com/app/" + r.o.App + "/reviews/",
	}
	if r.o.Profiles && steamID != "" {
		post.URL = "https://steamcommunity.com/profiles/" + url.PathEscape(steamID) + "/recommended/" + r.o.App
	}
	switch {
	case review.True("voted_up"):
		post.Rating, post.RatingRaw = 5, "true"
	case review.False("voted_up"):
		post.Rating, post.RatingRaw = 1, "false"
	}
	post.PublishedAt, post.Precision = review.Time(page, "timestamp_created")
	if !plain.Said(&post) {
		sheet.Odd = append(sheet.Odd, "a review without id")
		return
	}
	if post.Precision == voc.PrecisionNone {
		sheet.Odd = append(sheet.Odd, fmt.Sprintf("time %.40q", review.Text("timestamp_created")))
	} else {
		post.EditedAt = review.Edited(page, post.PublishedAt, "timestamp_updated")
	}
	sheet.Posts = append(sheet.Posts, post)
	if r.o.Filter == "updated" { // known and changed since is not the same as known
		at, _ := review.Time(page, "timestamp_updated", "timestamp_created")
		sheet.Links = append(sheet.Links, plain.Link{Key: post.ExternalID + " " + review.Text("timestamp_updated"), At: at})
	}
}

// languages are Steam's words for the languages people review in, as BCP 47.
var languages = map[string]string{
	"schinese": "zh-Hans", "tchinese": "zh-Hant", "english": "en", "japanese": "ja", "koreana": "ko", "korean": "ko", "thai": "th", "vietnamese": "vi",
	"indonesian": "id", "russian": "ru", "ukrainian": "uk", "german": "de", "french": "fr", "italian": "it", "spanish": "es", "latam": "es-419",
	"portuguese": "pt", "brazilian": "pt-BR", "polish": "pl", "czech": "cs", "danish": "da", "dutch": "nl", "finnish": "fi", "greek": "el",
	"hungarian": "hu", "norwegian": "no", "romanian": "ro", "swedish": "sv", "turkish": "tr", "bulgarian": "bg", "arabic": "ar", "malay": "ms",
}

// language is "" for a word we have not met: a wrong language is worse than none.
func language(word string) string { return languages[strings.ToLower(strings.TrimSpace(word))] }

var (
	quoted = regexp.MustCompile(`(?is)\[quote(?:=[^\]\n]{0,100})?\].*?\[/quote\]`)
	listed = regexp.MustCompile(`(?i)\[\*\]|\[/?(?:list|olist|table|tr|h[1-6]|hr|p)\]`)
	marked = regexp.MustCompile(`(?i)\[/?(?:b|i|u|strike|spoiler|noparse|code|url|quote|td|th|img|previewyoutube)(?:=[^\]\n]{0,300})?\]`)
)

// text takes Steam's markup out of a review. Brackets of any other kind are the player's own. What
// was quoted is left out unless there is nothing else.
func text(raw string) string {
	strip := func(s string) string {
		return plain.Clean(marked.ReplaceAllString(listed.ReplaceAllString(s, "\n"), ""))
	}
	if own := strip(quoted.ReplaceAllString(raw, "\n")); own != "" {
		return own
	}
	return strip(raw)
}
