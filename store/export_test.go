package store

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Queries gives every question by the name of its file, the filter with all its conditions.
func Queries() (map[string]string, error) {
	all, err := loadQueries()
	filter := all["_filter"]
	delete(all, "_filter")
	for name, text := range all {
		all[name] = strings.ReplaceAll(text, filterMark, filter)
	}
	return all, err
}

// Whole makes the store put every question with all conditions of the filter, those that restrict nothing
// too.
func (s *Store) Whole(on bool) {
	s.filter = conditionsOf(s.sql["_filter"])
	for i := range s.filter {
		if on {
			s.filter[i].idle = nil
		}
	}
}

var parameter = regexp.MustCompile(`\{(\w+):([^}]+)\}`)

// selects is where the reading part of an INSERT … SELECT begins.
var selects = regexp.MustCompile(`(?m)^(WITH|SELECT)\b`)

// Explain has the server plan a query, with a value of the right type for every parameter it names.
func (s *Store) Explain(ctx context.Context, query string) error {
	if strings.HasPrefix(query, "INSERT") {
		return s.conn.Exec(ctx, "EXPLAIN AST "+query+" VALUES")
	}
	if at := selects.FindStringIndex(query); strings.Contains(query, "\nINSERT INTO ") && at != nil {
		query = query[at[0]:] // what an INSERT … SELECT reads; only that can be planned
	}
	p := params{}
	for _, m := range parameter.FindAllStringSubmatch(query, -1) {
		value, ok := map[string]any{
			"String": "", "Array(String)": []string{"a"}, "Array(Array(String))": [][]string{{"a", "b"}, {"c"}}, "Bool": false, "UInt8": uint8(1), "UInt32": uint32(1), "UInt64": uint64(1), "Int64": int64(1000),
			"Array(UInt32)": []uint32{1}, "Float64": 0.5, "Array(UInt64)": []uint64{1}, "Array(Int64)": []int64{1000},
		}[m[2]]
		if !ok {
			return fmt.Errorf("parameter %s has type %s, of which this test knows no value", m[1], m[2])
		}
		if p[m[1]] = value; m[1] == "timezone" || m[1] == "zone" {
			p[m[1]] = "Asia/Shanghai"
		}
	}
	return s.conn.Exec(ctx, "EXPLAIN "+query, p.args()...)
}

// Exec runs a statement of a test's own.
func (s *Store) Exec(ctx context.Context, statement string) error { return s.conn.Exec(ctx, statement) }

// Number asks a question of a test's own that has one number for an answer.
func (s *Store) Number(ctx context.Context, query string) (int, error) {
	var n uint64
	err := s.conn.QueryRow(ctx, query).Scan(&n)
	return int(n), err
}

// FilterText is the filter as it is put to the database.
func FilterText(f voc.Filter) string {
	all, err := loadQueries()
	if err != nil {
		panic(err)
	}
	return filterText(conditionsOf(all["_filter"]), filterParams(f))
}

// Conditions are those that are always asked, and how many there are in all.
func Conditions() (always []string, all int) {
	texts, err := loadQueries()
	if err != nil {
		panic(err)
	}
	conditions := conditionsOf(texts["_filter"])
	for _, c := range conditions {
		if len(c.idle) == 0 {
			always = append(always, c.text)
		}
	}
	return always, len(conditions)
}

// Plan gives the plan of a question, with the indexes it uses, a line each.
func (s *Store) Plan(ctx context.Context, name string, p params) (string, error) {
	r, err := s.conn.Query(ctx, "EXPLAIN indexes = 1 "+s.text(name, p), p.args()...)
	if err != nil {
		return "", err
	}
	defer r.Close()
	var plan strings.Builder
	for r.Next() {
		var line string
		if err := r.Scan(&line); err != nil {
			return "", err
		}
		plan.WriteString(line + "\n")
	}
	return plan.String(), r.Err()
}

// PlanOfCopies is the plan of counting the posts of clusters since ever.
func (s *Store) PlanOfCopies(ctx context.Context, clusters ...uint64) (string, error) {
	from, to := span(time.Time{}, time.Time{})
	return s.Plan(ctx, "Copies", params{"clusters": clusters, "from": from, "to": to})
}
