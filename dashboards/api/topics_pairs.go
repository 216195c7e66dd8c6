package api

import (
	"context"
	"strings"
)

// TopicPairs is which topics are spoken of together.
type TopicPairs struct {
	All    int           `json:"all" doc:"Mentions the filter means, with or without a topic"`
	Topics []PairedTopic `json:"topics" doc:"Topics that are in a pair, largest first"`
	Pairs  []TopicPair   `json:"pairs" doc:"Most mentions first"`
}

// PairedTopic is one row and column of the matrix.
type PairedTopic struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	N     int    `json:"n" doc:"Mentions of it"`
}

// TopicPair is two topics in one mention.
type TopicPair struct {
	A        string  `json:"a"`
	B        string  `json:"b"`
	N        int     `json:"n" doc:"Mentions of both; filter by topic and also"`
	Negative int     `json:"negative"`
	Expected float64 `json:"expected" doc:"How many would hold both if the topics had nothing to do with each other"`
	Lift     float64 `json:"lift" doc:"n/expected"`
	Sure     bool    `json:"sure" doc:"Together more often than by chance (log-likelihood ratio, one in a thousand, at least three mentions)"`
}

// pairsMost bounds the pairs of one answer: forty topics make eight hundred.
const pairsMost = 1000

type pairsIn struct{ FilterQuery }

func (a *door) topicPairs(ctx context.Context, in *pairsIn) (*answer[TopicPairs], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	tree, err := a.Store.TopicTree(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "topic pairs", err)
	}
	pairs, err := a.Store.TopicPairs(ctx, f, pairsMost)
	if err != nil {
		return nil, a.fail(ctx, "topic pairs", err)
	}
	out := TopicPairs{Topics: []PairedTopic{}, Pairs: []TopicPair{}}
	n := map[string]int{}
	for _, o := range tree {
		n[o.Name] = o.N
	}
	out.All = n[""]
	paired := map[string]bool{}
	for _, p := range pairs {
		expected, lift, more := together(p.N, n[p.A], n[p.B], out.All)
		out.Pairs = append(out.Pairs, TopicPair{A: p.A, B: p.B, N: p.N, Negative: p.Negative, Expected: expected, Lift: lift, Sure: more})
		paired[p.A], paired[p.B] = true, true
	}
	for _, o := range tree {
		if paired[o.Name] && !strings.HasSuffix(o.Name, "-") {
			out.Topics = append(out.Topics, PairedTopic{Key: o.Name, Title: titleOf(o.Name, a.Titles), N: o.N})
		}
	}
	return &answer[TopicPairs]{Body: out}, nil
}
