package pipeline

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Whoever reads mentions a second time hears of them when they are stored, not before.
func TestStoredMentionsAreTold(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	var told []voc.Mention
	d.saved = func(mentions []voc.Mention) {
		if n := stored(t, d); n != len(mentions) {
			t.Errorf("%d mentions are told while %d are stored", len(mentions), n)
		}
		told = append(told, mentions...)
	}
	put(t, d.spool, many(3, noon)...)
	if err := d.All(t.Context(), nil); err != nil || len(told) != 3 || told[0].Analysis.Version == "" {
		t.Errorf("%d mentions were told, %v", len(told), err)
	}
}

func TestMentionsThatAreNotStoredAreNotTold(t *testing.T) {
	t.Parallel()
	d, _ := drainOn(t, nil)
	d.saved = func([]voc.Mention) { t.Error("told before it was stored") }
	put(t, d.spool, many(3, noon)...)
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.All(t.Context(), nil); err == nil {
		t.Errorf("draining into a closed store: %v", err)
	}
}
