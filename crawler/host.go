package crawler

// Host is the server a source's visits talk to, host and port; "" when its address is wrong. Sources
// of one host take turns.
func (c *Crawler) Host(src SourceOptions) string {
	p, err := c.o.plan(src)
	if err != nil {
		return ""
	}
	return p.address.Host
}
