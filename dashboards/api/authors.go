package api

import (
	"context"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// AuthorNumbers is what is counted of one author or of many.
type AuthorNumbers struct {
	N          int   `json:"n"`
	Negative   int   `json:"negative"`
	Complaints int   `json:"complaints"`
	Suspects   int   `json:"suspects" doc:"Posts labelled as made by machines; counted only with raw"`
	Spread     int64 `json:"spread" doc:"Likes, replies and reposts, as they were when collected"`
}

// Speaker is one who speaks, known by a hash alone.
type Speaker struct {
	Author    string `json:"author" doc:"What to filter by: a keyed hash, not a name"`
	Tier      string `json:"tier" enum:"unknown,small,middle,large"`
	Followers *int64 `json:"followers" doc:"Rounded down to a power of ten; null where the site does not tell"`
	Verified  bool   `json:"verified"`
	AuthorNumbers
	First     time.Time     `json:"first"`
	Last      time.Time     `json:"last"`
	Platforms []string      `json:"platforms"`
	Brands    []voc.BrandID `json:"brands"`
}

// AuthorTier is what authors of one reach say.
type AuthorTier struct {
	Tier    string `json:"tier" enum:"unknown,small,middle,large"`
	Authors int    `json:"authors"`
	AuthorNumbers
	Share Portion `json:"share" doc:"negative/n"`
}

// AuthorHabit is how many speak so often.
type AuthorHabit struct {
	Times    int `json:"times" doc:"1, 2, 3 (to 5), 6 (to 10), 11 (or more)"`
	Authors  int `json:"authors"`
	Mentions int `json:"mentions"`
	Negative int `json:"negative"`
	Again    int `json:"again" doc:"Authors who complained twice or more"`
}

// AuthorChorus is a number of posts that say the same and look made by machines.
type AuthorChorus struct {
	Brand   voc.BrandID `json:"brand"`
	N       int         `json:"n"`
	Authors int         `json:"authors"`
	First   time.Time   `json:"first"`
	Last    time.Time   `json:"last"`
	Example voc.PostID  `json:"example" doc:"The earliest of them"`
}

// Authors is who speaks.
type Authors struct {
	Tiers    []AuthorTier   `json:"tiers" doc:"Widest heard first"`
	Habits   []AuthorHabit  `json:"habits"`
	Items    []Speaker      `json:"items"`
	Choruses []AuthorChorus `json:"choruses" doc:"Suspected coordinated posting; these posts do not count as mentions"`
	Suspects int            `json:"suspects" doc:"Posts in all of them"`
	Total    int            `json:"total"`
	People   int            `json:"people"`
	Says     Says           `json:"says"`
}

type (
	authorByParam string
	authorsIn     struct {
		FilterQuery
		By    authorByParam `query:"by" doc:"What authors are ordered by: mentions (default), complaints, spread, followers"`
		Limit limitParam    `query:"limit" doc:"At most so many authors; default 50"`
	}
)

var authorOrders = []string{string(store.AuthorsByMentions), string(store.AuthorsByComplaints), string(store.AuthorsBySpread), string(store.AuthorsByFollowers)}

func (authorByParam) Schema(huma.Registry) *huma.Schema { return oneOf(authorOrders) }

// chorusMost bounds the list of what looks coordinated; the sum beside it counts all.
const chorusMost = 20

func (a *door) authors(ctx context.Context, in *authorsIn) (*answer[Authors], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	by := store.AuthorBy(r.word("by", string(in.By), authorOrders))
	limit := r.limit(in.Limit, 50)
	if err := r.done(); err != nil {
		return nil, err
	}
	tiers, err := a.Store.Tiers(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "authors", err)
	}
	habits, err := a.Store.Habits(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "authors", err)
	}
	items, err := a.Store.Authors(ctx, f, by, limit)
	if err != nil {
		return nil, a.fail(ctx, "authors", err)
	}
	raw := f
	raw.Raw = true
	choruses, err := a.Store.Coordinated(ctx, raw, everyChorus)
	if err != nil {
		return nil, a.fail(ctx, "authors", err)
	}
	return &answer[Authors]{Body: gatherAuthors(tiers, habits, items, choruses, f.Raw)}, nil
}

// everyChorus is more groups of copies than a window holds.
const everyChorus = 100_000

func authorNumbers(s store.AuthorSum) AuthorNumbers {
	return AuthorNumbers{s.N, s.Negative, s.Complaints, s.Suspects, s.Spread}
}

func gatherAuthors(tiers []store.TierCount, habits []store.Habit, items []store.AuthorCount, choruses []store.Chorus, raw bool) Authors {
	out := Authors{Tiers: []AuthorTier{}, Habits: []AuthorHabit{}, Items: []Speaker{}, Choruses: []AuthorChorus{}}
	all := voc.Tiers()
	for i := range all {
		want := all[len(all)-1-i]
		for _, t := range tiers {
			if t.Tier == want {
				out.Tiers = append(out.Tiers, AuthorTier{string(t.Tier), t.Authors, authorNumbers(t.AuthorSum), negativeShare(t.Negative, t.N)})
			}
		}
	}
	for _, h := range habits {
		out.Habits = append(out.Habits, AuthorHabit{h.Times, h.Authors, h.Mentions, h.Negative, h.Again})
		out.Total, out.People = out.Total+h.Mentions, out.People+h.Authors
	}
	for _, x := range items {
		one := Speaker{
			Author: x.Author, Tier: string(x.Tier), Verified: x.Verified, AuthorNumbers: authorNumbers(x.AuthorSum),
			First: x.First, Last: x.Last, Platforms: x.Platforms, Brands: []voc.BrandID{},
		}
		if x.Followers >= 0 {
			one.Followers = &x.Followers
		}
		for _, b := range x.Brands {
			one.Brands = append(one.Brands, voc.BrandID(b))
		}
		out.Items = append(out.Items, one)
	}
	for i, c := range choruses {
		out.Suspects += c.N
		if i < chorusMost {
			out.Choruses = append(out.Choruses, AuthorChorus(c))
		}
	}
	out.Says = authorsSay(out, raw)
	return out
}

// authorsSay tells how much comes from those who speak often, how much people react to those heard
// widely, and what looks coordinated.
func authorsSay(a Authors, raw bool) Says {
	if a.Total == 0 {
		return Says{"这段时间里没有声音。", "Nobody spoke in this window."}
	}
	often, oftenSaid, again := 0, 0, 0
	for _, h := range a.Habits {
		again += h.Again
		if h.Times >= 3 {
			often, oftenSaid = often+h.Authors, oftenSaid+h.Mentions
		}
	}
	zh := fmt.Sprintf("%d 人说了 %d 条", a.People, a.Total)
	en := fmt.Sprintf("%d people wrote %d mentions", a.People, a.Total)
	if often > 0 {
		zh += fmt.Sprintf("，其中 %d 人说了三次以上，占全部的 %.0f%%", often, 100*float64(oftenSaid)/float64(a.Total))
		en += fmt.Sprintf(", %d of them three times or more (%.0f%% of all)", often, 100*float64(oftenSaid)/float64(a.Total))
	}
	if again > 0 {
		zh += fmt.Sprintf("；%d 人投诉不止一次", again)
		en += fmt.Sprintf("; %d complained more than once", again)
	}
	if a.Suspects > 0 && !raw {
		zh += fmt.Sprintf("；另有 %d 条疑似有组织发帖，没有算在内", a.Suspects)
		en += fmt.Sprintf("; %d more posts look coordinated and are not counted", a.Suspects)
	}
	return Says{zh + "。", en + "."}
}
