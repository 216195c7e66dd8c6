package mask

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestNoFieldOfAPostLeaks fills every field that people or sites fill with somebody's number, name
// and key, masks the post, and looks for them everywhere.
func TestNoFieldOfAPostLeaks(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(31, 1))
	for range 2000 {
		mobile, id, token := mobileOf(r), fmt.Sprint(10_000_000+r.IntN(80_000_000)), digitsOf(r, 24)
		name := []string{"排队的张先生", "user_" + id, "奶茶续命" + id, "王小二"}[r.IntN(4)]
		p := voc.Post{
			Source: "s", Platform: []string{"weibo", "xhs", ""}[r.IntN(3)], URL: fmt.Sprintf("https://u:%s@a.example/p/7?id=5&xsec_token=%s&access_token=%s#session=%s", token, token, token, token),
			Author: voc.Author{Hash: id, Name: name, Followers: int64(r.IntN(1_000_000))},
			Title:  "找店长 " + mobile, Text: fmt.Sprintf("@%s 你说的%s我打了，微信%s，奶茶 18 元", name, mobile, "wx_"+id),
			Region:    "上海市静安区南京西路" + fmt.Sprint(r.IntN(2000)) + "号",
			StoreName: "老王的店 " + mobile, Product: "二手手机，联系" + mobile, Keyword: mobile, RatingRaw: "5 " + mobile,
		}
		before := p
		m.Post(&p)
		for what, field := range map[string]string{"title": p.Title, "text": p.Text, "address": p.URL, "author": p.Author.Name + " " + p.Author.Hash, "region": p.Region, "shop": p.StoreName, "product": p.Product, "search word": p.Keyword, "rating": p.RatingRaw} {
			for _, secret := range []string{mobile, token, name} {
				if strings.Contains(field, secret) {
					t.Fatalf("the %s still holds %q: %q", what, secret, field)
				}
			}
		}
		if strings.Contains(p.Text, "wx_"+id) || p.Region != "上海" || p.Author.Followers > before.Author.Followers {
			t.Fatalf("kept too much of %+v: %+v", before, p)
		}
		if !strings.Contains(p.Text, "奶茶 18 元") || !strings.HasPrefix(p.URL, "https://a.example/p/7?id=5") {
			t.Fatalf("took too much: %q, %q", p.Text, p.URL)
		}
		again := p
		if m.Post(&again); again != p {
			t.Fatalf("masked again it changed:\n%+v\n%+v", p, again)
		}
	}
}

// What a shop or a product is called is kept: where a shop lies is nobody's home, and a product's
// number nobody's.
func TestNamesOfThingsStay(t *testing.T) {
	m := newMasker(t)
	p := voc.Post{Source: "s", StoreName: "山外青茶(建国路88号万达广场3号楼101室店)", Product: "1404176564", Keyword: "山外青 漏杯", RatingRaw: "★★★★☆"}
	kept := p
	if m.Post(&p); p.StoreName != kept.StoreName || p.Product != kept.Product || p.Keyword != kept.Keyword || p.RatingRaw != kept.RatingRaw {
		t.Errorf("%+v", p)
	}
}

// TestAddressesStayAddresses strips made-up addresses: what is left parses, leads to the same host
// and page, keeps every plain parameter in order and loses every key.
func TestAddressesStayAddresses(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 1))
	plain := []string{"id", "page", "q", "tab", "v"}
	secret := []string{"token", "xsec_token", "access_token", "PHPSESSID", "Session_Id", "phone", "email"}
	for range 3000 {
		path := "/" + []string{"p", "note/5", "探店/9", "a%20b"}[r.IntN(4)]
		var query, want []string
		for range r.IntN(6) {
			if r.IntN(2) == 0 {
				pair := plain[r.IntN(len(plain))] + "=" + digitsOf(r, 1+r.IntN(4))
				query, want = append(query, pair), append(want, pair)
			} else {
				query = append(query, secret[r.IntN(len(secret))]+"="+digitsOf(r, 20))
			}
		}
		in := "https://reviews.example.com" + path
		expect := in
		if len(query) > 0 {
			in += "?" + strings.Join(query, "&")
		}
		if len(want) > 0 {
			expect += "?" + strings.Join(want, "&")
		}
		got := URL(in)
		if got != expect {
			t.Fatalf("%q\n got %q\nwant %q", in, got, expect)
		}
		if _, err := url.Parse(got); err != nil {
			t.Fatalf("%q became %q, which is no address: %v", in, got, err)
		}
	}
}
