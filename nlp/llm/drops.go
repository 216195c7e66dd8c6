package llm

import "maps"

// What is dropped from answers, by reason.
const (
	DropProse     = "prose"            // the whole answer: it was not the one JSON object
	DropCut       = "cut off"          // the end of an answer that stops too early
	DropKey       = "extra key"        // a key nobody asked for
	DropEntry     = "no entry"         // an entry that is no object, or says a key twice
	DropID        = "unknown id"       // an entry on a post that was not asked about
	DropTwice     = "repeated id"      // all entries on a post that has several
	DropSentiment = "sentiment"        // an entry without one of the three
	DropGround    = "no evidence"      // an entry that judges, with no evidence that holds
	DropLabel     = "label"            // an emotion, intent or flag outside its list
	DropNumber    = "number"           // a severity or confidence outside its range
	DropQuote     = "invented quote"   // evidence that does not stand in the text
	DropAspect    = "aspect"           // an aspect outside the taxonomy, without sentiment or evidence
	DropOpinion   = "invented opinion" // an opinion word that does not stand in the evidence
	DropMissing   = "missing"          // a post without an entry
)

// Drops counts what was dropped, by reason.
type Drops map[string]int

func (d Drops) add(reason string) { d[reason]++ }

func (d Drops) addAll(more Drops) {
	for reason, n := range more {
		d[reason] += n
	}
}

func (d Drops) clone() Drops { return maps.Clone(d) }
