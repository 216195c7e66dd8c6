package importer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// An import that is cut off anywhere and begun again at what it was told hands over every post, and
// none twice that lies before that.
func TestGoesOnWhereItStopped(t *testing.T) {
	var file strings.Builder
	file.WriteString("id,text,作者\n")
	for i := range 3000 {
		text := fmt.Sprintf("第%d位客人说排队太久", i)
		if i%100 == 7 {
			text = "" // is rejected
		}
		fmt.Fprintf(&file, "x%d,%s,张三\n", i%2500, text)
	}
	whole := must(t, "a.csv", file.String(), Options{})
	ids := func(posts []voc.Post) map[voc.PostID]int {
		all := map[voc.PostID]int{}
		for _, p := range posts {
			all[p.ID]++
		}
		return all
	}
	errKilled := errors.New("killed")
	for batches := range 7 {
		var got []voc.Post
		rejects, from := 0, 0
		o := Options{Now: now, Written: now, Taken: func(rows int) { from = rows }}
		_, err := Read(context.Background(), strings.NewReader(file.String()), "a.csv", o, func(p []voc.Post) error {
			if len(got) >= batches*batch {
				return errKilled
			}
			got = append(got, p...)
			return nil
		}, func(Reject) error { return nil })
		before := len(got)
		if err != nil && !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		o.From, o.Taken = from, nil
		result, err := Read(context.Background(), strings.NewReader(file.String()), "a.csv", o, func(p []voc.Post) error {
			got = append(got, p...)
			return nil
		}, func(r Reject) error { rejects++; return nil })
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(ids(got), ids(whole.posts)) {
			t.Errorf("cut off behind %d batches, from row %d: %d and %d posts are not the %d of the whole", batches, from, before, len(got)-before, len(whole.posts))
		}
		if result.Rows != whole.Rows || result.Posts != whole.Result.Posts || result.Repeats != whole.Repeats || result.Rejected != whole.Rejected {
			t.Errorf("the counts of the second run are %+v, want %+v", result, whole.Result)
		}
		if want := whole.Rejected - from/100; rejects > want {
			t.Errorf("%d rejects again, want at most %d", rejects, want)
		}
	}
}

// Tables that number their rows never meet, whatever platform they are said to be of, and the
// rows that answer one another still do.
func TestThreadsOfNumberedRows(t *testing.T) {
	file := "编号,评论内容,父id\n1,等了四十分钟,\n2,我也是,1\n3,同上,2\n"
	out := must(t, "a.csv", file, Options{Platform: "dianping"})
	other := must(t, "b.csv", strings.ReplaceAll(file, "等", "坐"), Options{Platform: "dianping"})
	again := must(t, "c.csv", file, Options{Platform: "dianping"})
	for i, p := range out.posts {
		if p.ID != again.posts[i].ID {
			t.Errorf("row %d imported again is another post", i+1)
		}
		if i == 0 && p.ID == other.posts[0].ID {
			t.Error("rows 1 of two files are one post")
		}
		if i > 0 && p.ParentID != out.posts[i-1].ExternalID {
			t.Errorf("row %d answers %q, want %q", i+1, p.ParentID, out.posts[i-1].ExternalID)
		}
	}
}

// Ids of 16 and 17 digits that all end in zeros were rounded together; one that does by chance was
// not.
func TestRoundedColumns(t *testing.T) {
	table := func(ids ...string) string {
		rows := "评论id,评论内容,父id\n"
		for i, id := range ids {
			rows += fmt.Sprintf("%s,第%d位客人说的,5012345678901230\n", id, i)
		}
		return rows
	}
	for why, tc := range map[string]struct {
		ids  []string
		took int
	}{
		"all rounded":                {[]string{"5012345678901230", "5012345678901240", "5012345678901250", "5012345678901260", "5012345678901270", "5012345678901280"}, 0},
		"all but one":                {[]string{"5012345678901230", "5012345678901240", "5012345678901250", "5012345678901260", "5012345678901270", "5012345678901281"}, 6},
		"too few to tell":            {[]string{"5012345678901230", "5012345678901240"}, 2},
		"17 digits":                  {[]string{"50123456789012300", "50123456789012400", "50123456789012500", "50123456789012600", "50123456789012700", "50123456789012800"}, 0},
		"18 digits need no company":  {[]string{"501234567890123000", "501234567890123456"}, 1},
		"one for two different rows": {[]string{"5012345678901230", "5012345678901230", "5012345678901237"}, 2},
	} {
		out := must(t, "a.csv", table(tc.ids...), Options{})
		if out.Posts != tc.took {
			t.Errorf("%s: %d posts, want %d; rejects %+v", why, out.Posts, tc.took, out.rejects)
		}
		for _, r := range out.rejects {
			if !strings.Contains(r.Reason, "spreadsheet rounds") || !strings.Contains(r.Reason, "as text") {
				t.Errorf("%s: %s", why, r.Reason)
			}
		}
	}
}

// "3天前" means three days before the file was written.
func TestWhenTheFileWasWritten(t *testing.T) {
	written := time.Date(2026, 2, 1, 2, 0, 0, 0, time.UTC) // 10 o'clock in Shanghai
	for why, tc := range map[string]struct {
		name, file string
		written    time.Time
		want       string
	}{
		"its own date":                 {"a.csv", "text,时间\n好喝,5分钟前\n", written, "2026-02-01T01:55 minute"},
		"a date in its name counts":    {"评论_2026-01-20.csv", "text,时间\n好喝,3天前\n", written, "2026-01-17T04:00 day"},
		"to the day":                   {"comments_20260120.csv", "text,时间\n好喝,5分钟前\n", written, "2026-01-20T03:55 day"},
		"both of one day":              {"评论2026年02月01日.csv", "text,时间\n好喝,5分钟前\n", written, "2026-02-01T01:55 minute"},
		"when the row was collected":   {"a.csv", "text,时间,采集时间\n好喝,昨天 08:00,2026-01-05 09:00\n", written, "2026-01-04T00:00 minute"},
		"when the file says it was":    {"a.json", `{"exportedAt":"2026-01-10T00:00:00Z","comments":[{"comment_text":"好喝","time":"2小时前"}]}`, written, "2026-01-09T22:00 day"},
		"nobody knows":                 {"a.csv", "text,时间\n好喝,3天前\n", time.Unix(0, 0).AddDate(900, 0, 0), "none"},
		"a whole time needs no help":   {"a.csv", "text,时间\n好喝,2026-01-02 08:00\n", time.Unix(0, 0).AddDate(900, 0, 0), "2026-01-02T00:00 minute"},
		"a month has its year by then": {"a.csv", "text,时间\n好喝,12-30\n", written, "2025-12-29T16:00 day"},
		"no time is the file's time":   {"a.csv", "text\n好喝\n", written, "none"},
	} {
		out := must(t, tc.name, tc.file, Options{Written: tc.written})
		p := out.posts[0]
		got := p.PublishedAt.UTC().Format("2006-01-02T15:04 ") + string(p.Precision)
		if p.Precision == voc.PrecisionNone {
			got = "none"
			if !p.FetchedAt.Equal(now) {
				t.Errorf("%s: fetched %v, want now: what was fetched long ago is forgotten", why, p.FetchedAt)
			}
			if want := map[bool]time.Time{true: now, false: written}[tc.written.After(now)]; !p.PublishedAt.Equal(want) {
				t.Errorf("%s: published %v, want %v", why, p.PublishedAt, want)
			}
		}
		if got != tc.want {
			t.Errorf("%s: %s, want %s; notes %q", why, got, tc.want, out.Notes)
		}
	}
}
