package nlp

import (
	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// Posts of a microblog are worded otherwise than reviews: what the reviews taught misleads there, and
// what posts teach misleads among reviews. So posts have a reader of their own, asked only when a text
// reads like one.

// postsFamily is the family of sets the reader of posts learns from.
const postsFamily = "weibo"

const (
	gateBits  = 16
	postsBits = 20
	// gateEvery is the part of the features that tells a post: a quarter does.
	gateEvery = 4
	// postLeast is how likely a text must be a post for its reader to be asked.
	postLeast = 0.2
)

// posts tells what reads like a post and what it is worth; nil models: there was none to learn from.
type posts struct {
	gate  *linear.Model
	worth *linear.Model
}

// read gives how likely the text with these features is a post, 0 when it hardly is, and then what
// the reader of posts says of it. The first are those of its characters.
func (p *posts) read(chars, features []uint32) (gate, worth float32) {
	if p.gate == nil || len(chars) == 0 {
		return 0, 0
	}
	var out [1]float32
	var sum [1]int32
	n := 0
	for _, f := range chars {
		if f%gateEvery == 0 {
			p.gate.Sum(sum[:], f/gateEvery)
			n++
		}
	}
	if n == 0 {
		return 0, 0
	}
	p.gate.Finish(out[:], sum[:], n)
	if gate = linear.Logistic(out[0]); gate < postLeast {
		return 0, 0
	}
	sum[0] = 0
	for _, f := range features {
		p.worth.Sum(sum[:], f)
	}
	p.worth.Finish(out[:], sum[:], len(features))
	return gate, out[0]
}

// learnPosts trains both on the lessons chosen. Without posts among them there is nothing to tell
// apart, and both are nil.
func (c *school) learnPosts(chosen func(*lesson) bool) (posts, error) {
	var gates, worths []linear.Example
	found := false
	for i := range c.lessons {
		l := &c.lessons[i]
		if l.words || l.polarity != l.polarity || !chosen(l) {
			continue
		}
		var some []uint32
		for _, f := range l.features {
			if f%gateEvery == 0 {
				some = append(some, f/gateEvery)
			}
		}
		is := l.family == postsFamily
		found = found || is
		if len(some) > 0 {
			gates = append(gates, linear.Example{Features: some, Target: []float32{truth(is)}, Weight: 1})
		}
		if is {
			worths = append(worths, linear.Example{Features: l.worded, Target: []float32{l.polarity}, Weight: l.weight})
		}
	}
	if !found {
		return posts{}, nil
	}
	gate, err := linear.Train(gates, linear.Options{Kind: linear.Sigmoid, Bits: gateBits, Outputs: 1, Epochs: 3})
	if err != nil {
		return posts{}, err
	}
	worth, err := linear.Train(worths, linear.Options{Kind: linear.Sigmoid, Bits: postsBits, Outputs: 1, Epochs: 4, NaiveBayes: true})
	return posts{gate, worth}, err
}

// encode gives the sections of both; none when there is nothing.
func (p *posts) encode() (gate, worth []byte) {
	if p.gate == nil {
		return nil, nil
	}
	return p.gate.Encode(), p.worth.Encode()
}

// decodePosts reads both sections; weights without them have no reader of posts.
func decodePosts(gate, worth []byte) (posts, error) {
	if len(gate) == 0 && len(worth) == 0 {
		return posts{}, nil
	}
	var p posts
	var err error
	if p.gate, err = linear.Decode(gate); err != nil {
		return posts{}, err
	}
	p.worth, err = linear.Decode(worth)
	return p, err
}
