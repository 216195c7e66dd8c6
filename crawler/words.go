package crawler

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// joinSome puts reasons into one line, the first most of them.
func joinSome(reasons []string, most int) string {
	if len(reasons) > most {
		reasons = append(reasons[:most:most], fmt.Sprintf("and %d more", len(reasons)-most))
	}
	return strings.Join(reasons, "; ")
}

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }
