package llm

import (
	"container/list"
	"sync"
)

// cacheSize is how many verdicts are remembered: some megabytes at most.
const cacheSize = 4096

// cache remembers answers by what was asked. The one used longest ago goes first.
type cache[T any] struct {
	most  int
	mu    sync.Mutex
	order *list.List // of *kept, the last used in front
	by    map[string]*list.Element
}

type kept[T any] struct {
	key   string
	value T
}

func newCache[T any](most int) *cache[T] {
	return &cache[T]{most: most, order: list.New(), by: map[string]*list.Element{}}
}

func (c *cache[T]) get(key string) (value T, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.by[key]
	if !ok {
		return value, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept[T]).value, true
}

func (c *cache[T]) put(key string, value T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.by[key]; ok {
		e.Value.(*kept[T]).value = value
		c.order.MoveToFront(e)
		return
	}
	c.by[key] = c.order.PushFront(&kept[T]{key, value})
	if c.order.Len() > c.most {
		oldest := c.order.Remove(c.order.Back()).(*kept[T])
		delete(c.by, oldest.key)
	}
}
