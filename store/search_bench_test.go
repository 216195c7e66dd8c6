package store_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// How long a search takes over TINGFENG_SEARCH mentions of 90 days made of real reviews, by the index on
// their words:
//
//	TINGFENG_SHARED=… TINGFENG_SEARCH=1000000 go test ./store -run '^$' -bench BenchmarkSearch -benchtime 5x
func BenchmarkSearch(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("TINGFENG_SEARCH"))
	if err != nil {
		b.Skip("SKIPPED, NOT MEASURED: say over how many mentions: TINGFENG_SEARCH=1000000")
	}
	texts := realTexts(b)
	s := storetest.Open(b)
	for first := 0; first < n; first += 20_000 {
		all := realistic(20_000, texts[first%len(texts)/2:])
		for i := range all {
			all[i].Post.ExternalID = fmt.Sprint(first + i)
			all[i].Post.ID = voc.NewPostID(all[i].Post.Source, all[i].Post.ExternalID)
		}
		if _, err := s.SaveMentions(b.Context(), all); err != nil {
			b.Fatal(err)
		}
	}
	run := func(index string) {
		for _, words := range []string{"蟑螂", "异物", "退款 慢", "味道", "退款 | 退货", `"一直没有退款"`, "慢"} {
			for span, from := range map[string]time.Time{"week": noon.Add(-7 * 24 * time.Hour), "all": {}} {
				b.Run(index+"/"+span+"/"+words, func(b *testing.B) {
					found := 0
					for b.Loop() {
						if found, err = s.Count(b.Context(), voc.Filter{Text: words, From: from}); err != nil {
							b.Fatal(err)
						}
						if _, _, err = s.Mentions(b.Context(), voc.Filter{Text: words, From: from}, store.Page{Limit: 40}); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(found), "found")
				})
			}
		}
	}
	exec := func(statement string) {
		if err := s.Exec(b.Context(), statement); err != nil {
			b.Fatal(err)
		}
	}
	size := func(what string) {
		bytes, err := s.Number(b.Context(), "SELECT toUInt64(sum(secondary_indices_compressed_bytes)) FROM system.parts WHERE active AND table = 'mentions' AND database = currentDatabase()")
		fmt.Printf("# %s: %d bytes of index, %v\n", what, bytes, err)
	}
	exec("OPTIMIZE TABLE mentions FINAL")
	exec("ALTER TABLE mentions DROP INDEX IF EXISTS words SETTINGS mutations_sync = 2")
	run("none")
	for name, kind := range map[string]string{"bloom": "ngrambf_v1(2, 65536, 2, 0)", "text": "text(tokenizer = ngrams(2))"} {
		if err := s.Exec(b.Context(), `ALTER TABLE mentions ADD INDEX words concatWithSeparator('\n', norm, title, text) TYPE `+kind+` GRANULARITY 1`); err != nil {
			b.Fatalf("%s: %v", name, err)
		}
		began := time.Now()
		exec("ALTER TABLE mentions MATERIALIZE INDEX words SETTINGS mutations_sync = 2")
		fmt.Printf("# %s: built in %v\n", name, time.Since(began))
		size(name)
		run(name)
		exec("ALTER TABLE mentions DROP INDEX words SETTINGS mutations_sync = 2")
	}
}
