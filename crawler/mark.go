package crawler

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// mark is the memory of something by its id and its text.
func mark(id, text string) entry {
	var e entry
	a, b := sha256.Sum256([]byte(id)), sha256.Sum256([]byte(text))
	copy(e.id[:], a[:])
	copy(e.text[:], b[:])
	return e
}

// markLink remembers that a link was followed when its key was this.
func markLink(key string) entry { return mark("link "+key, "") }

// markPost remembers a post by its id, by what people would notice if it changed, and by its counts.
func markPost(p *voc.Post) entry {
	e := mark("post "+p.ExternalID, p.Title+"\x00"+p.Text+"\x00"+p.RatingRaw)
	e.count = markCounts(p.Engagement)
	return e
}

// markCounts is nought for counts of which nothing is known, and only for those.
func markCounts(c voc.Engagement) countMark {
	if c.Likes < 0 && c.Replies < 0 && c.Shares < 0 && c.Views < 0 {
		return countMark{}
	}
	var raw [33]byte
	for i, n := range []int64{c.Likes, c.Replies, c.Shares, c.Views} {
		binary.LittleEndian.PutUint64(raw[8*i:], uint64(n))
	}
	if c.Approx {
		raw[32] = 1
	}
	sum := sha256.Sum256(raw[:])
	m := countMark(sum[:3])
	m[0] |= 1
	return m
}
