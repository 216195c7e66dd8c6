package importer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Headers as exports of other places and tools have them: what one row of each becomes.
func TestHeadersOfOtherPlaces(t *testing.T) {
	for why, tc := range map[string]struct {
		header, row string
		want        string
	}{
		"reviews in Taiwan": {"評論內容,暱稱,發布時間,按讚數,星等,門市", "珍珠煮太久了,小林,2026/01/02 15:05:33,12,2,信義店", "珍珠煮太久了|小林|01-02 15:05|12|-1|-1|2|信義店"},
		"posts of a board":  {"標題,內文,發文者,發文時間,回文數,觀看次數", "開箱,難喝,阿明,2026-01-02 08:00,3,400", "難喝|阿明|01-02 08:00|-1|3|400|0|"},
		"posts with dates":  {"貼文內容,帳號名稱,貼文時間,留言數,分享次數,連結", "等了四十分鐘,茶控,2026年1月2日 下午3:05,3,1,https://a.example/1", "等了四十分鐘|茶控|01-02 15:05|-1|3|-1|0|"},
		"Hong Kong":         {"留言內容,用戶名稱,發佈日期,讚好數,評分(滿分5),店舖名稱", "凍檸茶太甜,Ken,2026-01-02,0,3,旺角", "凍檸茶太甜|Ken|01-02 00:00|0|-1|-1|3|旺角"},
		"a store's reviews": {"Package Name,App Version Name,Reviewer Language,Review Submit Date and Time,Star Rating,Review Title,Review Text,Review Link", "com.example,1.2,zh,2026-01-02T03:04:05Z,1,闪退,一打开就闪退,https://a.example/1", "一打开就闪退||01-02 11:04|-1|-1|-1|1|"},
		"a listening tool":  {"Date,Headline,URL,Opening Text,Source,Author", "01/13/2026 3:05 PM,New cups,https://a.example/1,The lid leaks,forum,Ann", "The lid leaks|Ann|01-13 15:05|-1|-1|-1|0|"},
		"a shop's reviews":  {"Reviewer Name,Review Created (UTC),Review Stars,Review Content,Helpful Votes", "Ann,2026-01-02 08:00,2,The lid leaks,7", "The lid leaks|Ann|01-02 08:00|7|-1|-1|2|"},
		"short posts":       {"tweet_id,full_text,user_screen_name,favorite_count,retweet_count,created_at", "1800000000000000001,The lid leaks,ann,3,2,Fri Jan 02 00:00:00 +0000 2026", "The lid leaks|ann|01-02 08:00|3|-1|-1|0|"},
	} {
		file := tc.header + "\r\n" + tc.row + "\r\n"
		files := map[string]string{"utf-8": file, "utf-16": encoded(t, file, func(s string) (string, error) {
			return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
		})}
		if strings.Contains(tc.header, "時間") || strings.Contains(tc.header, "留言") {
			long := file + strings.Repeat(tc.row+"\r\n", 3) // a few words are enough to know the encoding by
			files["big5"] = encoded(t, long, traditionalchinese.Big5.NewEncoder().String)
		}
		for encoding, file := range files {
			out, err := read(t, "a.csv", file, Options{})
			if err != nil || len(out.posts) != 1 {
				t.Errorf("%s in %s (taken for %s): %+v, %v", why, encoding, out.Encoding, out.rejects, err)
				continue
			}
			p := out.posts[0]
			got := fmt.Sprintf("%s|%s|%s|%d|%d|%d|%v|%s", p.Text, p.Author.Name, p.PublishedAt.In(time.FixedZone("", 8*3600)).Format("01-02 15:04"), p.Engagement.Likes, p.Engagement.Replies, p.Engagement.Views, p.Rating, p.StoreName)
			if got != tc.want {
				t.Errorf("%s in %s:\n got %s\nwant %s", why, encoding, got, tc.want)
			}
		}
	}
}

func encoded(t *testing.T, text string, encode func(string) (string, error)) string {
	t.Helper()
	b, err := encode(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// No traditional character of the table stands for two, and each is one that simplified writing lacks.
func TestTraditionalCharacters(t *testing.T) {
	for from, to := range simplified {
		if from == to || simplified[to] != 0 {
			t.Errorf("%c becomes %c, which becomes %c", from, to, simplified[to])
		}
	}
}
