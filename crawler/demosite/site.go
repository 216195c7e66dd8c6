package demosite

import (
	"net/http"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// Site is the web of the demonstration. It is safe for concurrent use.
type Site struct {
	opts  Options
	hooks *receiver

	mu      sync.RWMutex
	planner *planner
	planned time.Time          // everything before is in lists
	lists   map[string][]*post // by listing, each oldest first
	byPath  map[string]*post   // where one post is read
	listed  int                // posts of the planner already in lists

	trespasses atomic.Int64
}

// New makes a site: it plans all of its history, which takes about half a second for ninety days.
func New(o Options) (*Site, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	hooks, err := newReceiver(o.Secret, o.Clock)
	if err != nil {
		return nil, err
	}
	p, err := newPlanner(o)
	if err != nil {
		return nil, err
	}
	s := &Site{opts: o, hooks: hooks, planner: p, lists: map[string][]*post{}, byPath: map[string]*post{}}
	s.grow(o.Now)
	o.Log.Info("demo site planned", "posts", len(p.posts), "days", o.Days, "seed", o.Seed)
	return s, nil
}

// Truth tells what is on the site by now, which is what a crawl that begins now can find.
func (s *Site) Truth() Truth { return s.TruthAt(s.opts.Clock()) }

// TruthAt tells what is on the site at a moment, which may lie ahead of the clock.
func (s *Site) TruthAt(at time.Time) Truth {
	s.grow(at)
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.planner.truth(at)
}

// Secret is what messages to /hooks/tingfeng must be signed with.
func (s *Site) Secret() string { return s.opts.Secret }

// Hooks lists the messages received at /hooks/tingfeng, oldest first; the latest 200 are kept.
func (s *Site) Hooks() []Hook {
	hooks, _ := s.hooks.list()
	return hooks
}

// Trespasses counts the requests for what robots.txt forbids. A polite crawler leaves it at 0.
func (s *Site) Trespasses() int { return int(s.trespasses.Load()) }

// now reads the clock and sees to it that what must have happened by now has been planned.
func (s *Site) now() time.Time {
	now := s.opts.Clock()
	s.mu.RLock()
	enough := now.Before(s.planned)
	s.mu.RUnlock()
	if !enough {
		s.grow(now)
	}
	return now
}

// grow plans until an hour after a moment and sorts the new posts into the lists.
func (s *Site) grow(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.planner.extend(now.Add(time.Hour))
	s.planned = s.planner.next
	for _, x := range s.planner.posts[s.listed:] {
		s.byPath[x.path()] = x
		for _, name := range x.listings() {
			s.lists[name] = append(s.lists[name], x)
		}
	}
	s.listed = len(s.planner.posts)
}

// listings names the lists a post stands in.
func (x *post) listings() []string {
	if x.channel == Reviews {
		return []string{"/reviews/" + string(x.brands[0].id), "/shop/" + string(x.store.id)}
	}
	return []string{string(x.channel)}
}

// published gives the posts of a list that are out by now, oldest first.
func (s *Site) published(list string, now time.Time) []*post {
	s.mu.RLock()
	all := s.lists[list]
	s.mu.RUnlock()
	return all[:sort.Search(len(all), func(i int) bool { return all[i].at.After(now) })]
}

// newest cuts page n (from 1) of size posts out of a list, newest first, and tells the number of
// pages.
func newest(list []*post, n, size int) (posts []*post, pages int) {
	pages = (len(list) + size - 1) / size
	if n < 1 || n > pages {
		return nil, pages
	}
	end := len(list) - (n-1)*size
	for i := end - 1; i >= max(0, end-size); i-- {
		posts = append(posts, list[i])
	}
	return posts, pages
}

// Handler serves the site.
func (s *Site) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Header().Set("Cache-Control", "max-age=3600")
		_, _ = w.Write([]byte(styleSheet))
	})
	mux.HandleFunc("GET /robots.txt", s.robots)
	mux.HandleFunc("GET /sitemap.xml", s.sitemap)
	mux.HandleFunc("GET /private/", s.private)
	mux.HandleFunc("GET /reviews/{brand}", s.reviews)
	mux.HandleFunc("GET /shop/{store}", s.reviews)
	mux.HandleFunc("GET /review/{id}", s.one)
	mux.HandleFunc("GET /bbs/{file}", s.forum)
	mux.HandleFunc("GET /news/{id}", s.one)
	mux.HandleFunc("GET /status/{id}", s.one)
	mux.HandleFunc("GET /app/review/{id}", s.one)
	mux.HandleFunc("GET /feed/news.xml", s.feed)
	mux.HandleFunc("GET /api/timeline", s.timeline)
	mux.HandleFunc("GET /cn/rss/customerreviews/{page}/{id}/{sort}/{format}", s.appReviews)
	mux.HandleFunc("GET /hooks", s.hooks.show(s.opts.Location))
	mux.HandleFunc("POST /hooks/tingfeng", s.hooks.receive)
	return s.dated(mux)
}

// dated answers with the site's own clock: relative times on its pages are relative to it.
func (s *Site) dated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", s.opts.Clock().UTC().Format(http.TimeFormat))
		next.ServeHTTP(w, r)
	})
}
