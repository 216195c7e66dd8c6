package store

import (
	"context"
	"time"
)

// SavedSearch is a search somebody keeps.
type SavedSearch struct {
	ID      string    `json:"id"`
	Owner   string    `json:"owner"`
	Name    string    `json:"name"`
	Query   string    `json:"query" doc:"What stands in the address of the page of mentions after the question mark"`
	Created time.Time `json:"created"`
}

// SaveSearch keeps a search, instead of the one of the same id.
func (s *Store) SaveSearch(ctx context.Context, one SavedSearch) error {
	return s.putSearch(ctx, one, 0)
}

// DropSearch forgets a search.
func (s *Store) DropSearch(ctx context.Context, one SavedSearch) error {
	return s.putSearch(ctx, one, 1)
}

func (s *Store) putSearch(ctx context.Context, one SavedSearch, deleted uint8) error {
	return s.insert(ctx, "SaveSearch", 1, func(int) []any {
		return []any{one.ID, one.Owner, one.Name, one.Query, toDB(one.Created), uint64(s.opts.Now().UnixNano()), deleted}
	})
}

// manySearches bounds what one person keeps.
const manySearches = 200

// Searches lists what somebody keeps, the newest first.
func (s *Store) Searches(ctx context.Context, owner string) ([]SavedSearch, error) {
	return s.searches(ctx, owner, "")
}

// Search gives one kept search, whoever keeps it; ErrNotFound when there is none.
func (s *Store) Search(ctx context.Context, id string) (SavedSearch, error) {
	found, err := s.searches(ctx, "", id)
	if err != nil || id == "" || len(found) == 0 {
		if err == nil {
			err = ErrNotFound
		}
		return SavedSearch{}, err
	}
	return found[0], nil
}

func (s *Store) searches(ctx context.Context, owner, id string) ([]SavedSearch, error) {
	return list(ctx, s, "Searches", params{"owner": owner, "id": id, "limit": uint32(manySearches)}, func(r rows) (SavedSearch, error) {
		var one SavedSearch
		err := r.Scan(&one.ID, &one.Owner, &one.Name, &one.Query, &one.Created)
		one.Created = fromDB(one.Created)
		return one, err
	})
}
