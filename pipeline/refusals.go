package pipeline

import "errors"

// What is wrong with something asked of incidents, rules, silences and plans; wrapped around the
// sentence for people.
var (
	ErrRefused  = errors.New("not possible as it stands") // the state of what is asked about forbids it
	ErrWrong    = errors.New("incomplete or impossible")  // something required is missing or makes no sense
	ErrRevision = errors.New("changed meanwhile")         // it was edited from a revision that is not the present one
)
