// Package demosite is a small web of our own making for the demonstration and for tests: review
// pages, a forum in GBK, a news feed, an App Store feed and a microblog API, in which the guests of
// three invented milk-tea chains speak for ninety days. It is crawled over HTTP like any other
// site, and because it planned every post itself it can say what should be found (Truth).
//
// Everything follows from the seed and the starting time. The past is planned when the site is
// made; the future is planned hour by hour as the clock moves on, so that new posts keep arriving.
// The sentences are in phrases/*.txt; grammar.go says how they are written, compose.go how they
// are put together. No sentence is taken from anywhere: they were written for this package.
package demosite
