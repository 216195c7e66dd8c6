package importer

import (
	"strings"
	"testing"
)

// One post in a file is one post, whatever lists of pictures and words hang on it; a list of posts
// stays one, whatever is said about it.
func TestOneObjectIsOnePost(t *testing.T) {
	for why, tc := range map[string]struct{ file, want string }{
		"a post with pictures":   {"{\n \"id\": \"7\",\n \"created_at\": \"2026-01-02 03:04\",\n \"content\": \"杯子漏了\",\n \"media\": [{\"id\": \"1\", \"description\": \"一只杯子\"}],\n \"tags\": [{\"name\": \"奶茶\"}]\n}", "杯子漏了"},
		"a post with numbers":    {"{\n \"by\": \"a\",\n \"id\": 7,\n \"kids\": [1, 2],\n \"text\": \"杯子漏了\",\n \"time\": 1767323040\n}", "杯子漏了"},
		"a post with a name":     {"{\n \"id\": 7,\n \"author\": \"林\",\n \"text\": \"杯子漏了\"\n}", "杯子漏了"},
		"a headline":             {"{\n \"by\": \"a\",\n \"id\": 7,\n \"kids\": [1, 2],\n \"title\": \"杯子又漏了\",\n \"time\": 1767323040\n}", "杯子又漏了"},
		"an export with a title": {"{\n \"id\": 7,\n \"created_at\": \"2026-01-02\",\n \"title\": \"一月导出\",\n \"rows\": [{\"text\": \"杯子漏了\"}]\n}", "杯子漏了"},
		"a post of a forum":      {"{\n \"id\": 7,\n \"created_at\": \"2026-01-02T03:04:05Z\",\n \"cooked\": \"<p>杯子漏了</p>\",\n \"actions\": [{\"id\": 2, \"count\": 1}]\n}", "杯子漏了"},
		"a board with its posts": {"{\n \"id\": 1,\n \"created_at\": \"2020-01-01\",\n \"description\": \"本店留言板\",\n \"posts\": [{\"text\": \"杯子漏了\", \"time\": \"2026-01-02 03:04\"}, {\"text\": \"好喝\", \"time\": \"2026-01-02 03:05\"}]\n}", "杯子漏了|好喝"},
		"an answer with texts":   {"{\n \"success\": 1,\n \"reviews\": [{\"recommendationid\": \"7\", \"review\": \"杯子漏了\"}]\n}", "杯子漏了"},
		"texts and nothing else": {"{\n \"name\": \"导出\",\n \"rows\": [{\"text\": \"杯子漏了\"}]\n}", "杯子漏了"},
	} {
		if out := must(t, "a.json", tc.file, Options{}); texts(out) != tc.want || out.Rejected > 0 {
			t.Errorf("%s: %q, %+v; want %q", why, texts(out), out.rejects, tc.want)
		}
	}
}

func TestNothingInAFileIsSaid(t *testing.T) {
	for _, file := range []string{"[]", "{\n \"rows\": []\n}", "评论内容,昵称,发布时间\n"} {
		if out := must(t, "a", file, Options{}); len(out.posts) > 0 || !strings.Contains(strings.Join(out.Notes, " "), "no row") {
			t.Errorf("%q: %q, notes %q", file, texts(out), out.Notes)
		}
	}
	if out := must(t, "a.json", "{\n \"code\": -403,\n \"message\": \"访问权限不足\"\n}", Options{}); out.Rejected != 1 || !strings.Contains(out.rejects[0].Reason, "refused") {
		t.Errorf("a refusal over several lines: %+v", out)
	}
	for _, file := range []string{"null", `""`, " null\n"} {
		if out, err := read(t, "a", file, Options{}); err == nil || len(out.posts) > 0 {
			t.Errorf("%q: %q", file, texts(out))
		}
	}
}

// Tables from Taiwan and Hong Kong have the same columns in other characters.
func TestTraditionalHeaders(t *testing.T) {
	out := must(t, "a.csv", "評論內容,暱稱,發布時間,按讚數,星等,連結\n杯子漏了,小林,2026-01-02,3,4,https://a.example/1\n", Options{})
	if texts(out) != "杯子漏了" || out.posts[0].Author.Name != "小林" || out.posts[0].Engagement.Likes != 3 || out.posts[0].Rating != 4 || out.posts[0].URL == "" || out.posts[0].PublishedAt.IsZero() {
		t.Errorf("%+v", out)
	}
}
