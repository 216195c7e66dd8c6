package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
)

// Searches is what somebody keeps.
type Searches struct {
	Items []store.SavedSearch `json:"items" doc:"The newest first"`
}

// SearchToKeep is a search to be kept.
type SearchToKeep struct {
	Name  string `json:"name" doc:"What to call it"`
	Query string `json:"query" doc:"What stands in the address of the page of mentions after the question mark"`
	Owner string `json:"owner,omitempty" doc:"Whose it is, where nobody signs in"`
}

func (a *door) searchOperations() {
	get(a, "/searches", "searches", "The searches of mentions one keeps", a.searches)
	get(a, "/searches/{id}", "search", "One kept search, by the link its owner handed on", a.keptSearch)
	post(a, huma.Operation{Path: "/searches", OperationID: "save-search", Summary: "Keep a search of mentions under a name; the same name again replaces it"}, a.saveSearch)
	del(a, huma.Operation{Path: "/searches/{id}", OperationID: "drop-search", Summary: "Forget a kept search of one's own"}, a.dropSearch)
}

type searchesIn struct {
	Owner string `query:"owner" doc:"Whose, where nobody signs in"`
}

func (a *door) searches(ctx context.Context, in *searchesIn) (*answer[Searches], error) {
	items, err := a.Store.Searches(ctx, a.somebody(ctx, in.Owner))
	if err != nil {
		return nil, a.fail(ctx, "searches", err)
	}
	return &answer[Searches]{Body: Searches{items}}, nil
}

type searchIn struct {
	ID string `path:"id" doc:"Of the search"`
}

func (a *door) keptSearch(ctx context.Context, in *searchIn) (*answer[store.SavedSearch], error) {
	one, err := a.Store.Search(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, "search", err)
	}
	return &answer[store.SavedSearch]{Body: one}, nil
}

type saveSearchIn struct{ Body SearchToKeep }

func (a *door) saveSearch(ctx context.Context, in *saveSearchIn) (*answer[store.SavedSearch], error) {
	r := a.reader()
	one := store.SavedSearch{
		Name: r.required("name", in.Body.Name, 200), Query: r.text("query", in.Body.Query, 4000),
		Owner: a.somebody(ctx, r.text("owner", in.Body.Owner, 100)), Created: a.Now().UTC(),
	}
	if _, err := url.ParseQuery(one.Query); err != nil {
		r.add("query", one.Query, "is no query string", "不是查询串")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	kept, err := a.Store.Searches(ctx, one.Owner)
	if err != nil {
		return nil, a.fail(ctx, "save a search", err)
	}
	for _, k := range kept {
		if k.Name == one.Name {
			one.ID = k.ID
		}
	}
	if one.ID == "" {
		one.ID = a.newID()
	}
	if err := a.Store.SaveSearch(ctx, one); err != nil {
		return nil, a.fail(ctx, "save a search", err)
	}
	return &answer[store.SavedSearch]{Body: one}, nil
}

// made counts the ids this process gave.
var made atomic.Uint32

// newID names something new. Of two names given in the same millisecond the later one sorts behind.
func (a *door) newID() string {
	raw := make([]byte, 4)
	rand.Read(raw)
	return fmt.Sprintf("%012x%08x%x", a.Now().UnixMilli(), made.Add(1), raw)
}

type dropSearchIn struct {
	ID   string `path:"id" doc:"Of the search"`
	Body struct {
		Owner string `json:"owner,omitempty" doc:"Whose it is, where nobody signs in"`
	}
}

func (a *door) dropSearch(ctx context.Context, in *dropSearchIn) (*answer[store.SavedSearch], error) {
	one, err := a.Store.Search(ctx, in.ID)
	if err == nil && one.Owner != a.somebody(ctx, in.Body.Owner) {
		err = store.ErrNotFound // somebody else's: as if it were not there
	}
	if err != nil {
		return nil, a.fail(ctx, "drop a search", err)
	}
	if err := a.Store.DropSearch(ctx, one); err != nil {
		return nil, a.fail(ctx, "drop a search", err)
	}
	return &answer[store.SavedSearch]{Body: one}, nil
}

// somebody is who does something: who is signed in, else the name given, else the house.
func (a *door) somebody(ctx context.Context, given string) string {
	return cmp.Or(a.actor(ctx, given), houseName)
}
