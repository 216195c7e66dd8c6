package answers

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// An answer that is cut off anywhere is an error, never a page that looks whole with fewer posts.
func TestCutOffAnswers(t *testing.T) {
	for _, tc := range pages {
		whole := strings.TrimSuffix(tc.body, ");")
		for n := len(whole) - 1; n > 0; n -= 7 {
			if items, err := Read(tc.format, page(whole[:n])); err == nil || len(items) > 0 {
				t.Fatalf("%s cut off behind %d of %d bytes: %d posts, %v", tc.what, n, len(whole), len(items), err)
			}
		}
	}
}

// respelled rewrites every name of an answer.
func respelled(t *testing.T, body string, spell func(string) string) string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(body[Prefix([]byte(body)):]))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			o := map[string]any{}
			for k, e := range v {
				o[spell(k)] = walk(e)
			}
			return o
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		}
		return v
	}
	b, err := json.Marshal(walk(v))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// camel writes "like_count" as "likeCount".
func camel(name string) string {
	var b strings.Builder
	upper := false
	for i, r := range name {
		if r == '_' && i > 0 {
			upper = true
			continue
		}
		if upper {
			r, upper = unicode.ToUpper(r), false
		}
		b.WriteRune(r)
	}
	return b.String()
}

func lines(t *testing.T, format, body string) []string {
	t.Helper()
	items, err := Read(format, page(body))
	if err != nil {
		t.Fatalf("%v: %.200s", err, body)
	}
	all := make([]string, len(items))
	for i := range items {
		all[i] = line(items[i])
	}
	slices.Sort(all)
	return all
}

// An interface that spells its names in another way, puts its answer into more wrappers, or adds
// what we do not know says the same.
func TestOtherEditions(t *testing.T) {
	for _, tc := range pages {
		want := lines(t, tc.format, tc.body)
		plain := respelled(t, tc.body, func(s string) string { return s })
		for how, body := range map[string]string{
			"camel case":     respelled(t, tc.body, camel),
			"capitals":       respelled(t, tc.body, strings.ToUpper),
			"wrapped":        `{"status":200,"result":{"payload":[{"page":` + plain + `}]}}`,
			"with more":      strings.Replace(plain, "{", `{"zz_new":{"deep":[1,null,"x",{"y":[]}]},`, 1),
			"spread out":     indented(t, plain),
			"behind a guard": ")]}'\n" + plain,
		} {
			if how == "capitals" && tc.format == "weibo-m" || strings.HasPrefix(plain, "[") && how == "with more" {
				continue // longText holds longTextContent, which capitals make one word with others
			}
			if got := lines(t, tc.format, body); !slices.Equal(got, want) {
				t.Errorf("%s, %s:\n got %s\nwant %s", tc.what, how, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
			}
			if got := Detect([]byte(body)); got != tc.format {
				t.Errorf("%s, %s is taken for %q", tc.what, how, got)
			}
		}
	}
}

func indented(t *testing.T, body string) string {
	t.Helper()
	var v any
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(v, " ", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Fields of the wrong kind, or missing ones, make a fault or an unknown, never a panic or a zero
// that nobody told.
func TestOddFields(t *testing.T) {
	for _, odd := range []string{"null", "{}", "[]", `""`, "true", "-1", `"abc"`, "1e400", `[[[]]]`} {
		for _, field := range []string{"like", "rcount", "member", "reply_control", "parent_str", "ctime"} {
			body := fmt.Sprintf(`{"replies":[{"rpid_str":"7","oid":5,"content":{"message":"好喝"},%q:%s}]}`, field, odd)
			items, err := Read("bilibili", page(body))
			if err != nil && odd != "1e400" {
				t.Errorf("%s: %v", body, err)
			}
			for _, i := range items {
				e := i.Post.Engagement
				if i.Fault == "" && (e.Likes == 0 || e.Replies == 0 || i.Post.Text != "好喝" || i.Post.ExternalID != "7") {
					t.Errorf("%s: %+v", body, i.Post)
				}
			}
		}
	}
}

// The names of formats are those of platforms, each with its own.
func TestFormats(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats() {
		if seen[f] || Platform(f) == "" {
			t.Errorf("format %q is of platform %q", f, Platform(f))
		}
		seen[f] = true
	}
	if Platform("myspace") != "" {
		t.Error("a platform nobody reads has a name")
	}
}

func TestPrefix(t *testing.T) {
	for sample, want := range map[string]int{
		`{"a":1}`: 0, ` [1]`: 1, `cb({"a":1})`: 3, "\ufeffcb({})": 6, `window.a.b({`: 11, ")]}'\n{": 5, `try{cb({`: 7, `好(x`: 0, `a b(`: 0, "": 0, strings.Repeat("a", 300) + "(": 0,
	} {
		if got := Prefix([]byte(sample)); got != want {
			t.Errorf("%.20q: %d bytes, want %d", sample, got, want)
		}
	}
}
