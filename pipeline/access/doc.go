// Package access decides who may enter: which password is right, which session still counts, how long
// somebody who keeps guessing has to wait, and what of the house a unit of the organisation sees.
//
// Everything that decides is a function of its arguments, the clock included. What is secret (hashes
// of passwords, sessions and tokens) lies in one file of the data folder, the [Vault], and never among
// the events, which people may query. Who the users are and which tokens there are follows from events
// alone ([FoldUser], [FoldToken]).
package access
