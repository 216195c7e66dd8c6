package workorder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Names of the nodes for causes nobody has placed.
const (
	noDepartment = "未归部门"
	noProcess    = "未归流程"
)

// Causes counts where complaints arise: department, process in it, cause in that, most orders first.
// It counts orders opened from one moment up to another that have a root cause. Causes written
// differently by marks, blanks, width or filling words are one cause.
func Causes(orders []voc.WorkOrder, from, to time.Time) []voc.CauseNode {
	newest := slices.Clone(orders)
	slices.SortFunc(newest, func(a, b voc.WorkOrder) int {
		return cmp.Or(b.OpenedAt.Compare(a.OpenedAt), cmp.Compare(b.ID, a.ID))
	})
	root := &branch{}
	for _, o := range newest {
		if o.Cause == "" || o.OpenedAt.Before(from) || !o.OpenedAt.Before(to) {
			continue
		}
		path := o.CausePath
		steps := []struct{ kind, name string }{
			{"department", cmp.Or(path.Department, noDepartment)}, {"process", cmp.Or(path.Process, noProcess)}, {"cause", o.Cause},
		}
		b := root
		for _, s := range steps {
			b = b.child(s.kind, s.name)
			b.add(o, to)
		}
	}
	return root.nodes()
}

// branch is a node that is being counted.
type branch struct {
	node     voc.CauseNode
	children map[string]*branch
}

func (b *branch) child(kind, name string) *branch {
	if b.children == nil {
		b.children = map[string]*branch{}
	}
	key := sameCause(name)
	if b.children[key] == nil { // the newest spelling names it
		b.children[key] = &branch{node: voc.CauseNode{Name: strings.TrimSpace(name), Kind: kind}}
	}
	return b.children[key]
}

func (b *branch) add(o voc.WorkOrder, to time.Time) {
	n := &b.node
	n.Orders = append(n.Orders, o.ID)
	mentions := 0
	for _, e := range o.Evidence {
		mentions += 1 + e.Copies
	}
	n.Mentions += max(1, mentions)
	if to.Sub(o.OpenedAt) <= 30*day {
		n.Last30++
	}
	if o.OpenedAt.After(n.LastAt) {
		n.LastAt = o.OpenedAt
	}
	if o.Cycle > 1 {
		n.Reopened++
	}
}

func (b *branch) nodes() []voc.CauseNode {
	var nodes []voc.CauseNode
	for _, c := range b.children {
		c.node.Children = c.nodes()
		nodes = append(nodes, c.node)
	}
	slices.SortFunc(nodes, func(a, b voc.CauseNode) int {
		return cmp.Or(cmp.Compare(len(b.Orders), len(a.Orders)), b.LastAt.Compare(a.LastAt), cmp.Compare(a.Name, b.Name))
	})
	return nodes
}

// Recurrence says how often a cause came back lately: "30 天内第 3 次", "" once at most.
func Recurrence(n voc.CauseNode) string {
	if n.Last30 < 2 {
		return ""
	}
	return fmt.Sprintf("30 天内第 %d 次", n.Last30)
}

// fillers say nothing about what a cause is.
var fillers = struct{ before, after []string }{
	before: []string{"主要原因是", "根本原因是", "原因是", "因为", "由于", "系因", "属于", "是"},
	after:  []string{"所导致", "所造成", "导致的", "造成的", "引起的", "导致", "所致", "造成", "引起", "的问题", "的原因", "了"},
}

// sameCause is what equal causes have in common.
func sameCause(cause string) string {
	var b strings.Builder
	for _, r := range cause {
		if r >= '！' && r <= '～' { // full width
			r -= '！' - '!'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	key := b.String()
	for changed := true; changed; {
		changed = false
		for _, f := range fillers.before {
			if rest, ok := strings.CutPrefix(key, f); ok && rest != "" {
				key, changed = rest, true
			}
		}
		for _, f := range fillers.after {
			if rest, ok := strings.CutSuffix(key, f); ok && rest != "" {
				key, changed = rest, true
			}
		}
	}
	if key == "" {
		return strings.TrimSpace(cause)
	}
	return key
}
