package plain

import (
	"errors"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Sheet is what a kind of source read from one page, and the ways that lead on from it. The sweep
// of package crawler follows them; which page it is on, the kind sees from Page.URL.
type Sheet struct {
	Posts []voc.Post // in the page's order
	Links []Link     // pages behind this one: threads of a list, comments of a topic; in the page's order
	Next  string     // address of the next page of the same list or thread; "" none

	Claimed int           // how many posts the site says there are; -1 no word. Only the start page's is taken
	Fresh   time.Duration // how long the site wants not to be asked again (ttl, max-age); 0 no word
	Backoff time.Duration // how long the site asks to be left alone before the next request ("backoff")

	Missing []string    // what of the page is known to be missing and why: makes the visit partial
	Trouble voc.Trouble // what Missing means for whoever has to do something about it; "": a broken answer
	Odd     []string    // values that were there and could not be read; told, and do not stop anything
	Title   string      // of an HTML page, to recognise the page a site shows instead of an answer
}

// Link is a way to a page behind another one.
type Link struct {
	// Key names the state of what lies behind: an id together with what changes when there is
	// something new (a number of replies, a time of the last answer). A key that was seen before is
	// not followed again.
	Key string
	URL string // "" nothing lies behind (no replies yet); the key still tells known ground

	// At is when something happened there last, if the page says so; zero no word. Nothing behind the
	// link is newer. Lists that have it are ordered by it, except for what is pinned on top.
	At time.Time
}

// NewSheet is a Sheet on which nothing has been read yet.
func NewSheet() Sheet { return Sheet{Claimed: -1} }

// Errors of a page that a kind cannot take.
var (
	// ErrLogin says that the page asks for a login, a key or a proof of being human. The visit ends.
	ErrLogin = errors.New("the site asks for a login")
	// ErrLayout says that the page is not what this kind knows: the site has changed.
	ErrLayout = errors.New("the page is not of the shape this kind knows")
)
