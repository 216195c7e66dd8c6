package mask

import (
	"regexp"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func rawPost() voc.Post {
	return voc.Post{
		Source: "weibo-import", Platform: "weibo", URL: "https://m.weibo.example/1?id=2&xsec_token=abc",
		Author: voc.Author{Hash: "6543210987", Name: "排队的张先生", Followers: 12345, Verified: true},
		Title:  "店长电话13812345678", Text: "我的车京A12345停在门口，订单号E20240102345",
		Region: "广东省深圳市",
	}
}

func TestPost(t *testing.T) {
	m := newMasker(t)
	p := rawPost()
	m.Post(&p)
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(p.Author.Hash) {
		t.Errorf("author hash %q is not 64 hex digits", p.Author.Hash)
	}
	want := rawPost()
	want.Author = voc.Author{Hash: p.Author.Hash, Name: "排***生", Followers: 10000, Verified: true}
	want.URL = "https://m.weibo.example/1?id=2"
	want.Title, want.Text, want.Region = "店长电话[手机号]", "我的车[车牌号]停在门口，订单号[订单号]", "广东"
	if p != want {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
	again := p
	if m.Post(&again); again != p {
		t.Errorf("masked again: %+v", again)
	}
}

func TestAuthors(t *testing.T) {
	m := newMasker(t)
	other, err := New([]byte("the secret of another install!"))
	if err != nil {
		t.Fatal(err)
	}
	hash := func(m *Masker, platform, id, name string) string {
		p := voc.Post{Source: "s", Platform: platform, Author: voc.Author{Hash: id, Name: name}}
		m.Post(&p)
		return p.Author.Hash
	}
	base := hash(m, "weibo", "42", "张三")
	sha := strings.Repeat("0123456789abcdef", 4)
	for why, tc := range map[string]struct {
		hash string
		same bool
	}{
		"the same id is the same author, whatever the name":    {hash(m, "weibo", "42", "李四"), true},
		"another id is another author":                         {hash(m, "weibo", "43", "张三"), false},
		"the same number on another platform is somebody else": {hash(m, "xhs", "42", "张三"), false},
		"another install cannot tell":                          {hash(other, "weibo", "42", "张三"), false},
		"what another install masked is hashed again":          {hash(m, "weibo", hash(other, "weibo", "42", ""), ""), false},
		"what this install masked stays":                       {hash(m, "weibo", base, "张***三"), true},
		"a name that looks like an id is not that id":          {hash(m, "weibo", "", "42"), false},
	} {
		if (tc.hash == base) != tc.same || len(tc.hash) != 64 {
			t.Errorf("%s: %q", why, tc.hash)
		}
	}
	if got := hash(m, "weibo", sha, ""); got == sha {
		t.Error("an unsalted hash of another tool was kept")
	}
	for _, name := range []string{"", "匿名用户", "j***9", "游客", "[已注销]"} {
		if got := hash(m, "jd", "", name); got != "" {
			t.Errorf("%q is many people and got one hash %q", name, got)
		}
	}
	if a, b := hash(m, "", "42", ""), hash(m, "", "42", ""); a != b || a == "" {
		t.Errorf("without a platform the source stands in: %q, %q", a, b)
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"张三": "张***三", "张": "张***", "排队的张先生": "排***生", "": "", " 张三 ": "张***三",
		"张***三": "张***三", "张***": "张***", "j***9": "j***9", "a": "a***", "***": "****", "a***bc": "a***c", "😡怒": "😡***怒",
	} {
		got := Name(in)
		if got != want && in != "***" {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
		if again := Name(got); again != got {
			t.Errorf("%q became %q, then %q", in, got, again)
		}
	}
}

func TestFollowersAndRegion(t *testing.T) {
	for in, want := range map[int64]int64{-1: -1, -7: -1, 0: 0, 1: 1, 9: 1, 10: 10, 12345: 10000, 999999: 100000, 1 << 62: 1e18} {
		if got := magnitude(in); got != want {
			t.Errorf("%d followers became %d, want %d", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"上海": "上海", "广东省深圳市南山区科技路1号": "广东", "IP属地：四川": "四川", "": "", "日本": "日本",
		"南山区科技路": "", "杭州市": "", "内蒙古": "内蒙古", "未知": "",
	} {
		if got := province(in); got != want {
			t.Errorf("region %q became %q, want %q", in, got, want)
		}
	}
}

func TestURL(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "https://a.example/p/1": "https://a.example/p/1",
		"https://www.xhs.example/explore/64?xsec_token=AB%3D&xsec_source=pc_search": "https://www.xhs.example/explore/64",
		"https://a.example/?id=1&Token=x&page=2":                                    "https://a.example/?id=1&page=2",
		"https://a.example/?a=1&access_token=x&SESSION_ID=1&PHPSESSID=2&b=":         "https://a.example/?a=1&b=",
		"https://a.example/?x%73ec_token=1&id=2":                                    "https://a.example/?id=2",
		"https://a.example/song?sid=23307&code=12":                                  "https://a.example/song?sid=23307&code=12",
		"https://a.example/song?sid=0123456789abcdef0123":                           "https://a.example/song",
		"https://user:pw@a.example/x@y":                                             "https://a.example/x@y",
		"https://a.example/x;jsessionid=AB?id=1":                                    "https://a.example/x?id=1",
		"https://a.example/x;jsessionid=AB/y;v=1":                                   "https://a.example/x/y;v=1",
		"https://a.example/#/note?token=1&id=3":                                     "https://a.example/#/note?id=3",
		"https://a.example/p#pid123":                                                "https://a.example/p#pid123",
		"https://a.example/p#session=1":                                             "https://a.example/p",
		"https://a.example/?phone=13812345678&email=a%40b.cn":                       "https://a.example/",
		"https://a.example/?q=%E5%A5%B6&&":                                          "https://a.example/?q=%E5%A5%B6&&",
		"https://a.example/?%zz=1":                                                  "https://a.example/?%zz=1",
		"not an address?token=1":                                                    "not an address",
		"https://steamcommunity.com/profiles/76561190000000001/recommended/620/":    "https://steamcommunity.com/profiles/***/recommended/620/",
		"https://steamcommunity.com/id/somebody":                                    "https://steamcommunity.com/id/***",
		"https://steamcommunity.com/app/620/reviews/":                               "https://steamcommunity.com/app/620/reviews/",
		"https://www.weibo.com/1234567890/Nabc1?from=page":                          "https://m.weibo.cn/status/Nabc1?from=page",
		"https://weibo.com/u/1234567890":                                            "https://weibo.com/u/***",
		"https://www.zhihu.com/people/some-one/answers":                             "https://www.zhihu.com/people/***/answers",
		"https://www.zhihu.com/question/1/answer/2":                                 "https://www.zhihu.com/question/1/answer/2",
		"https://space.bilibili.com/12345?spm_id_from=333.999":                      "https://space.bilibili.com/***",
		"https://www.bilibili.com/video/BV1xx?vd_source=ab&p=2&utm_source=x":        "https://www.bilibili.com/video/BV1xx?p=2",
		"https://forum.example/home.php?mod=space&uid=42":                           "https://forum.example/home.php?mod=space",
		"https://v2ex.com/member/":                                                  "https://v2ex.com/member/",
	} {
		got := URL(in)
		if got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
		if again := URL(got); again != got {
			t.Errorf("%q became %q, then %q", in, got, again)
		}
	}
}

func FuzzURL(f *testing.F) {
	f.Add("https://u:p@a.example/x;jsessionid=1;sid=2/y?token=1&id=2&&=#/z?sid=1#token=2")
	f.Add("://@?&#?&;=;session/;session")
	f.Fuzz(func(t *testing.T, s string) {
		once := URL(s)
		if twice := URL(once); twice != once {
			t.Fatalf("%q became %q, then %q", s, once, twice)
		}
		if len(once) > len(s)+len("m.status/***") {
			t.Fatalf("%q grew to %q", s, once)
		}
	})
}

func TestAShortSecretIsRefused(t *testing.T) {
	if _, err := New([]byte("too short")); err == nil || !strings.Contains(err.Error(), "16") {
		t.Fatalf("got %v", err)
	}
}

func BenchmarkPost(b *testing.B) {
	m := newMasker(b)
	plain := rawPost()
	plain.Title, plain.Text = "等位一小时", strings.Repeat("周末去的，排队一个多小时，服务员态度一般，菜上得慢，味道还可以，人均138元。", 5)
	contacts := rawPost()
	contacts.Text = strings.Repeat("店长让我打138 1234 5678，加微信zs_12345，订单号E20240102345，@张三 也遇到了。", 5)
	for name, post := range map[string]voc.Post{"ordinary 560 bytes": plain, "full of contacts 560 bytes": contacts} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(post.Title) + len(post.Text)))
			for b.Loop() {
				p := post
				m.Post(&p)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}
