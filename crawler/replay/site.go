// Package replay plays whole sites to the crawler: pages, threads, likes and edits in the shape of any
// kind, with everything that goes wrong on real ones. It is for tests only; Suite is what every kind of
// source must pass, and Script is all a kind has to write for it.
package replay

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// Post is something somebody said on a played site.
type Post struct {
	ID      string // digits; a script may print it as its kind does
	Root    string // id of the topic a reply stands under; "" this is a topic, a review, an article
	Title   string // "" on replies
	Text    string
	Author  string
	At      time.Time // whole minutes: every kind can tell them
	Edited  time.Time // zero: never
	Rating  int       // 1…5
	Likes   int64
	Replies int64 // under a topic
}

// Site is a played site: what has been said on it, newest first, and a clock that only waiting moves.
type Site struct {
	mu     sync.Mutex
	posts  []Post
	now    time.Time
	hidden bool
	window int
	serial int
}

// Began is the time on the site's clock when a test begins.
var Began = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// newSite is a site on which much has been said: topics with replies when threads are wanted, single
// posts otherwise.
func newSite(s *Script) *Site {
	site := &Site{now: Began, window: s.Window}
	if !s.Threads {
		for n := range s.posts() {
			site.say(Began.Add(-time.Duration(s.posts()-n)*37*time.Minute), "")
		}
		return site
	}
	for n := range s.posts() {
		at := Began.Add(-time.Duration(s.posts()-n) * 7 * time.Hour)
		root := site.say(at, "")
		for r := range n % 5 {
			site.say(at.Add(time.Duration(r+1)*21*time.Minute), root)
		}
	}
	return site
}

// sentences are what is said on played sites; a number makes each one different.
var sentences = []string{
	"茶汤颜色清亮，入口回甘，就是杯子有点小，第%d次来还是会点它。",
	"排了半个多小时的队，轮到我时店员说原料用完了，第%d单就这样没了。",
	"客服回复很快，可是说的都是套话，第%d遍解释仍然没有解决我的问题。",
	"包装压扁了一角，里面的点心碎了%d块，申请退款倒是很顺利。",
	"和朋友一起去的，环境安静，插座也多，坐了一下午，续了%d次水。",
	"更新以后一打开就闪退，重装了%d回也没有用，希望早点修好。",
	"价格又涨了，%d元的券也用不上，以后大概不会常来了。",
	"味道和以前不一样了，偏甜，第%d杯只喝了一半。",
}

// say adds a post and returns its id. Whoever holds no lock yet uses Say.
func (s *Site) say(at time.Time, root string) string {
	s.serial++
	n := s.serial
	p := Post{
		ID: fmt.Sprint(100000 + n), Root: root, Text: fmt.Sprintf(sentences[n%len(sentences)], n), Author: fmt.Sprintf("街坊%d号", n%17),
		At: at.Truncate(time.Minute), Rating: n%5 + 1, Likes: int64(n % 9),
	}
	if root == "" {
		p.Title = fmt.Sprintf("第%d件想说的事", n)
	} else if i := s.index(root); i >= 0 {
		s.posts[i].Replies++
	}
	s.posts = append(s.posts, p)
	slices.SortStableFunc(s.posts, func(a, b Post) int { return b.At.Compare(a.At) })
	return p.ID
}

func (s *Site) index(id string) int {
	return slices.IndexFunc(s.posts, func(p Post) bool { return p.ID == id })
}

// Say adds a post now, a reply when root is not "".
func (s *Site) Say(root string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(time.Minute)
	return s.say(s.now, root)
}

// Edit changes a post.
func (s *Site) Edit(id string, change func(*Post)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.posts[s.index(id)])
}

// Hide lets the site show nothing, as sites do from time to time, or everything again.
func (s *Site) Hide(hidden bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hidden = hidden
}

// Now is the time on the site's clock.
func (s *Site) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Later moves the clock.
func (s *Site) Later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// Posts are all posts a visitor may see, newest first.
func (s *Site) Posts() []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hidden {
		return nil
	}
	posts := slices.Clone(s.posts)
	if s.window > 0 && len(posts) > s.window {
		posts = posts[:s.window]
	}
	return posts
}

// Page is the n-th page, from 1, of Posts, and whether there is another.
func (s *Site) Page(n, size int) (posts []Post, more bool) { return page(s.Posts(), n, size) }

// Topics are the posts that are no replies, those with the newest reply first.
func (s *Site) Topics() []Post {
	posts := s.Posts()
	newest := map[string]time.Time{}
	for _, p := range posts {
		root := p.Root
		if root == "" {
			root = p.ID
		}
		if p.At.After(newest[root]) {
			newest[root] = p.At
		}
	}
	topics := slices.DeleteFunc(posts, func(p Post) bool { return p.Root != "" })
	slices.SortStableFunc(topics, func(a, b Post) int { return newest[b.ID].Compare(newest[a.ID]) })
	return topics
}

// TopicPage is the n-th page, from 1, of Topics, and whether there is another.
func (s *Site) TopicPage(n, size int) (topics []Post, more bool) { return page(s.Topics(), n, size) }

// Bumped is when a topic was last spoken on.
func (s *Site) Bumped(id string) time.Time {
	at := time.Time{}
	for _, p := range s.Posts() {
		if (p.ID == id || p.Root == id) && p.At.After(at) {
			at = p.At
		}
	}
	return at
}

// Post is a post by its id.
func (s *Site) Post(id string) (Post, bool) {
	for _, p := range s.Posts() {
		if p.ID == id {
			return p, true
		}
	}
	return Post{}, false
}

// Replies are those to a topic, oldest first.
func (s *Site) Replies(topic string) []Post {
	posts := slices.DeleteFunc(s.Posts(), func(p Post) bool { return p.Root != topic })
	slices.Reverse(posts)
	return posts
}

// Slice cuts the n-th page, from 1, out of posts and tells whether there is another.
func Slice(posts []Post, n, size int) ([]Post, bool) { return page(posts, n, size) }

func page(posts []Post, n, size int) ([]Post, bool) {
	n = max(n, 1)
	from, to := min((n-1)*size, len(posts)), min(n*size, len(posts))
	return posts[from:to], to < len(posts)
}
