package llm

import (
	"container/list"
	"sync"
)

// cacheSize is how many verdicts are remembered: some megabytes at most.
const cacheSize = 4096

// cache remembers verdicts by what was asked. The one used longest ago goes first.
type cache struct {
	mu    sync.Mutex
	order *list.List // of *kept, the last used in front
	by    map[string]*list.Element
}

type kept struct {
	key string
	verdict
}

func newCache() *cache { return &cache{order: list.New(), by: map[string]*list.Element{}} }

func (c *cache) get(key string) (verdict, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.by[key]
	if !ok {
		return verdict{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept).verdict, true
}

func (c *cache) put(key string, v verdict) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.by[key]; ok {
		e.Value.(*kept).verdict = v
		c.order.MoveToFront(e)
		return
	}
	c.by[key] = c.order.PushFront(&kept{key, v})
	if c.order.Len() > cacheSize {
		oldest := c.order.Remove(c.order.Back()).(*kept)
		delete(c.by, oldest.key)
	}
}
