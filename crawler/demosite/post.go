package demosite

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Channel is a part of the site.
type Channel string

// The parts of the site.
const (
	Reviews  Channel = "reviews"  // HTML, UTF-8, one list a brand and one a store
	Forum    Channel = "forum"    // HTML, GBK
	News     Channel = "news"     // RSS
	AppStore Channel = "appstore" // customer review feed
	Timeline Channel = "timeline" // JSON API
)

var channels = []Channel{Reviews, Forum, News, AppStore, Timeline}

// post is something on the site, with what only its maker knows.
type post struct {
	id       int64
	channel  Channel
	at       time.Time
	author   *person
	brands   []*brand // spoken of, first the one it is about; none: chaff
	store    *store
	title    string
	text     string
	rating   int
	version  string
	region   string
	reply    string // the merchant's
	likes    int64
	replies  int64
	shares   int64
	mood     voc.Sentiment
	topic    string
	incident string
	noise    string
	falsely  bool  // five stars over angry words (假满意)
	of       *post // what it repeats
}

// source is the id of the source that collects the post in configs/demo.
func (x *post) source() voc.SourceID {
	switch x.channel {
	case Reviews:
		return voc.SourceID("reviews-" + string(x.brands[0].id))
	case Forum:
		return "bbs"
	case News:
		return "news"
	case AppStore:
		return "appstore-cn"
	}
	return "zhisheng"
}

// engage draws likes, answers and shares: most posts have hardly any, a few have very many.
func (x *post) engage(r *rand.Rand, loud float64) {
	draw := func(scale float64) int64 {
		return int64(math.Exp(r.NormFloat64()*1.6+scale) * .8)
	}
	reach := math.Log10(float64(x.author.followers + 10))
	x.likes = draw(loud + reach*.4 - .8)
	x.replies = draw(loud + reach*.2 - 1.6)
	x.shares = draw(loud + reach*.2 - 2.2)
}

// number gives a post the id its site would: reviews count up, the microblog's ids do not fit into
// a float64, the App Store's are ten digits.
func (x *post) number(serial int) {
	switch x.channel {
	case Timeline:
		x.id = x.at.Unix()*8_000_000 + int64(serial)
	case AppStore:
		x.id = 9_000_000_000 + int64(serial)*37
	case Forum:
		x.id = 200_000 + int64(serial)
	default:
		x.id = 700_000_000 + int64(serial)*3
	}
}

func (x *post) key() string { return strconv.FormatInt(x.id, 10) }

// path is where a person reads the post.
func (x *post) path() string {
	switch x.channel {
	case Reviews:
		return "/review/" + x.key()
	case Forum:
		return "/bbs/thread-" + x.key() + ".html"
	case News:
		return "/news/" + x.key()
	case Timeline:
		return "/status/" + x.key()
	}
	return "/app/review/" + x.key()
}

// crowd writes a number as Chinese sites do: 999, 2.3万, and beyond a million 100万+.
func crowd(n int64) string {
	switch {
	case n >= 1_000_000:
		return "100万+"
	case n >= 10_000:
		return fmt.Sprintf("%.1f万", float64(n)/10_000)
	}
	return strconv.FormatInt(n, 10)
}
