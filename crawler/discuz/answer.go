package discuz

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
)

// envelope is every answer of the interface. The numbers in it are texts.
type envelope struct {
	Variables variables    `json:"Variables"`
	Message   message      `json:"Message"`
	Error     plain.Scalar `json:"error"`
}

// message is what the site would say on a page of its own instead of what was asked for.
type message struct {
	Value plain.Scalar `json:"messageval"` // "to_login//1", "viewperm_none_nopermission"
	Text  plain.Scalar `json:"messagestr"`
}

type variables struct {
	Threads      *listOf[thread] `json:"forum_threadlist"`
	Data         *listOf[thread] `json:"data"` // of the hot threads
	Posts        *listOf[floor]  `json:"postlist"`
	Thread       thread          `json:"thread"`
	Forum        forum           `json:"forum"`
	PerPage      plain.Scalar    `json:"tpp"`
	PostsPerPage plain.Scalar    `json:"ppp"`
}

type forum struct {
	Posts plain.Scalar `json:"posts"`
}

type thread struct {
	ID          plain.Scalar `json:"tid"`
	Subject     plain.Scalar `json:"subject"`
	Views       plain.Scalar `json:"views"`
	Replies     plain.Scalar `json:"replies"`
	Likes       plain.Scalar `json:"recommend_add"`
	Shares      plain.Scalar `json:"sharetimes"`
	LastPost    plain.Scalar `json:"dblastpost"`
	MaxPosition plain.Scalar `json:"maxposition"`
}

type floor struct {
	ID        plain.Scalar `json:"pid"`
	Thread    plain.Scalar `json:"tid"`
	First     plain.Scalar `json:"first"`
	Number    plain.Scalar `json:"number"`
	Author    plain.Scalar `json:"author"`
	AuthorID  plain.Scalar `json:"authorid"`
	Anonymous plain.Scalar `json:"anonymous"`
	Message   plain.Scalar `json:"message"`
	At        plain.Scalar `json:"dbdateline"` // Unix seconds
	Dateline  plain.Scalar `json:"dateline"`   // for readers: "2016-4-24 14:58", "半小时前"
	Support   plain.Scalar `json:"support"`
}

// listOf is a list that PHP writes as an array, or as an object when its keys have holes.
type listOf[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (l *listOf[T]) UnmarshalJSON(b []byte) error {
	*l = listOf[T]{}
	if len(b) == 0 || b[0] != '{' {
		var items []T
		if err := json.Unmarshal(b, &items); err != nil {
			return nil // the site writes "" for a list without anything in it
		}
		*l = append(*l, items...)
		return nil
	}
	var byKey map[string]T
	if err := json.Unmarshal(b, &byKey); err != nil {
		return fmt.Errorf("discuz: a list: %w", err)
	}
	keys := make([]string, 0, len(byKey))
	for key := range byKey {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		x, _ := strconv.Atoi(a)
		y, _ := strconv.Atoi(b)
		return x - y
	})
	for _, key := range keys {
		*l = append(*l, byKey[key])
	}
	return nil
}

// open reads an answer. Some sites put line breaks and tabs of a post into it as they are, which JSON
// forbids and every client of theirs puts up with.
func open(text string) (envelope, error) {
	var e envelope
	body := plain.JSON([]byte(text))
	err := json.Unmarshal(body, &e)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		for i, c := range body {
			if c < ' ' {
				body[i] = ' '
			}
		}
		e = envelope{}
		err = json.Unmarshal(body, &e)
	}
	switch {
	case err != nil:
		return e, fmt.Errorf("discuz: the answer is not of the mobile interface (it begins %.60q; is the interface switched on?): %w: %w", text, plain.ErrLayout, err)
	case e.Error == "mobile_is_closed":
		return e, fmt.Errorf("discuz: the site has its mobile interface switched off; read it with kind html instead: %w", plain.ErrLayout)
	case e.Error != "" && e.Message.Value == "":
		e.Message.Value = e.Error
	}
	return e, nil
}

var (
	editMark   = regexp.MustCompile(`(?s)(?:<i[^>]*>)?\s*本帖最后由[^<]{0,80}? 于 ?([^<]{4,40}?) ?编辑\s*(?:</i>)?`)
	quoteBlock = regexp.MustCompile(`(?s)<div class="(?:reply_wrap|quote)">.*?</(?:blockquote></)?div>|<blockquote>.*?</blockquote>|\[quote\].*?\[/quote\]`)
	quotedPost = regexp.MustCompile(`[?&;]pid=(\d+)`)
	bbcode     = regexp.MustCompile(`\[/?(?:attach|attachimg|img|hide|size|color|font|b|i|u|url|align|backcolor|media|audio|flash|password|free|code|list|table|tr|td|p|float|email|quote)(?:=[^\]\n]{0,120})?\]`)
	attachment = regexp.MustCompile(`(?s)\[attach(?:img)?\]\d*\[/attach(?:img)?\]|\[img[^\]\n]{0,40}\][^\[]{0,500}\[/img\]`)
)

// read takes the writer's own words out of a message: not the note that it was edited, not the post
// it quotes, not the remains of the forum's own markup.
func read(markup string) (text, edited, quoted string) {
	if len(markup) > 1<<20 {
		markup = markup[:1<<20]
	}
	if m := editMark.FindStringSubmatch(markup); m != nil {
		edited = plain.Text(m[1])
		markup = strings.Replace(markup, m[0], "", 1)
	}
	if block := quoteBlock.FindString(markup); block != "" {
		if m := quotedPost.FindStringSubmatch(block); m != nil {
			quoted = m[1]
		}
		if own := bare(quoteBlock.ReplaceAllString(markup, "")); own != "" {
			return own, edited, quoted
		}
	}
	return bare(markup), edited, quoted // one that is nothing but a quotation is kept whole
}

// bare is a message without the remains of the forum's own markup.
func bare(markup string) string {
	return plain.Text(bbcode.ReplaceAllString(attachment.ReplaceAllString(markup, ""), ""))
}
