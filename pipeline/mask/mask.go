// Package mask takes what identifies a person out of a post before the post touches a disk.
//
// In text and title, what reaches a person becomes a tag that says what stood there, so that a
// sentence stays readable and nothing of the number is left: "打13812345678找我" is kept as
// "打[手机号]找我". The tags are [手机号] mobile, [电话] landline, [身份证号] ID card, [证件号] passport,
// [银行卡号] bank card, [邮箱] e-mail, [车牌号] number plate, [订单号] order, parcel or transaction,
// [微信号], [QQ号] and [门牌号], the way from a street to somebody's door. A mentioned name keeps its first and last character: "@张***三".
//
// Prices, dates, versions, ratings, counts and the hotlines of businesses (400, 800, five digits)
// stay. Masking twice is masking once.
package mask

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// minSecret is the length of a secret below which hashes could be reversed by trying secrets.
const minSecret = 16

// Masker masks posts under one install's secret. It does not change; several goroutines may use it.
type Masker struct {
	secret []byte
	keep   []string
	things bool // the texts are names of shops and goods: where a shop lies is nobody's home
}

// New returns a Masker. The secret is this install's own, 16 bytes or more: whoever knows it can
// tell whose hash a hash is, and with another one the same author gets another hash. Mentions that
// contain one of the kept names stay whole: "@清恒咖啡官方" is a brand, not a person.
func New(secret []byte, keep ...string) (*Masker, error) {
	if len(secret) < minSecret {
		return nil, fmt.Errorf("mask: the secret has %d bytes: give it %d or more, random, and never change them", len(secret), minSecret)
	}
	m := &Masker{secret: append([]byte(nil), secret...)}
	for _, name := range keep {
		if name != "" {
			m.keep = append(m.keep, strings.ToLower(name))
		}
	}
	return m, nil
}

// Post masks p in place: text, title, author, region, address, and what a shop, a product and a
// search are called (people write numbers everywhere). A post already masked under the
// same secret is left as it is.
func (m *Masker) Post(p *voc.Post) {
	p.Title = m.Text(p.Title)
	p.Text = m.Text(p.Text)
	p.URL = URL(p.URL)
	p.Region = province(p.Region)
	named := *m
	named.things = true
	p.StoreName, p.Product, p.Keyword, p.RatingRaw = named.Text(p.StoreName), named.Text(p.Product), named.Text(p.Keyword), named.Text(p.RatingRaw)
	site := p.Platform
	if site == "" {
		site = string(p.Source)
	}
	p.Author.Hash = m.author(site, p.Author)
	p.Author.Name = Name(p.Author.Name)
	p.Author.Followers = magnitude(p.Author.Followers)
}

// author returns 64 hex digits that stand for the author under this secret: 56 of HMAC-SHA256 over
// the platform and the site's user id (the name when there is none), and 8 that prove it. The
// proof tells our hashes from those of other tools, which are often unsalted and so reversible by
// trying all ids: those are hashed again, ours are not.
func (m *Masker) author(site string, a voc.Author) string {
	id := "id\x00" + a.Hash
	switch {
	case m.ours(a.Hash):
		return a.Hash
	case a.Hash == "" && nameless(a.Name):
		return ""
	case a.Hash == "":
		id = "name\x00" + a.Name
	}
	sum := m.sum(site, id)[:28]
	return hex.EncodeToString(append(sum, m.proof(sum)...))
}

func (m *Masker) ours(hash string) bool {
	if len(hash) != 64 {
		return false
	}
	raw, err := hex.DecodeString(hash)
	return err == nil && subtle.ConstantTimeCompare(raw[28:], m.proof(raw[:28])) == 1
}

func (m *Masker) proof(sum []byte) []byte { return m.sum("proof", string(sum))[:4] }

func (m *Masker) sum(space, text string) []byte {
	h := hmac.New(sha256.New, m.secret)
	h.Write([]byte(space))
	h.Write([]byte{0})
	h.Write([]byte(text))
	return h.Sum(nil)
}

// nameless tells names that many people share: hashing one would make one author of them all.
func nameless(name string) bool {
	switch strings.TrimSpace(name) {
	case "", "匿名", "匿名用户", "匿名网友", "匿名买家", "游客", "网友", "用户", "[已注销]", "已注销", "已注销用户", "账号已注销", "anonymous", "Anonymous":
		return true
	}
	return strings.Contains(name, "**") // masked by the site: "j***9" is thousands of people
}

// Name masks a name to its first and last character: "张三" becomes "张***三", "张" becomes "张***".
// A name masked that way stays as it is.
func Name(name string) string {
	name = strings.TrimSpace(name)
	if name == "" || maskedName(name) {
		return name
	}
	first, n := utf8.DecodeRuneInString(name)
	if n == len(name) {
		return string(first) + "***"
	}
	last, _ := utf8.DecodeLastRuneInString(name)
	return string(first) + "***" + string(last)
}

func maskedName(name string) bool {
	_, n := utf8.DecodeRuneInString(name)
	rest, found := strings.CutPrefix(name[n:], "***")
	return found && utf8.RuneCountInString(rest) <= 1
}

// magnitude rounds down to a power of ten: 12345 followers become 10000. What is below one stays;
// anything below zero is unknown.
func magnitude(n int64) int64 {
	switch {
	case n < 0:
		return voc.Unknown
	case n == 0:
		return 0
	}
	p := int64(1)
	for n >= 10 {
		n /= 10
		p *= 10
	}
	return p
}

// province cuts a region to its province or country. What names neither and looks like an address
// is dropped.
func province(region string) string {
	short := plain.Province(region)
	if strings.ContainsAny(short, "0123456789市区县镇乡村路街号") {
		return ""
	}
	return short
}
