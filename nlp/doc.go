// Package nlp understands Chinese customer voices: Analyze turns posts into mentions.
//
// The walk of one post through the package:
//
//	normal.Text       width, case, traditional script, emoji and [微笑] kept: every offset counts here
//	scan              one pass of a trie that holds every term of lexicon, packs, brands, shops, places
//	clauses           the text in clauses, each with its own sentiment and the weight 但是 gives it
//	heads             sentiment, emotion, intent, severity, topics, aspects with spans, noise
//	segment           words as gse cuts them, for keywords and the fingerprint
//
// The result depends on nothing but the post and the Options the Analyzer was made with. An
// Analyzer is safe for concurrent use.
package nlp
