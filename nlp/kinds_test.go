package nlp

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// shippedKinds gives the readers of kinds of shipped weights.
func shippedKinds(t *testing.T, name string) *kindReaders {
	t.Helper()
	l, err := readLearned(shippedFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return &l.kinds
}

func shippedFile(t *testing.T, name string) *model.File {
	t.Helper()
	f, err := model.Shipped(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (r *kindReaders) ofText(text string) kindSays {
	var e model.Extractor
	chars := e.Features([]rune(normal.Text(text)))
	return r.read(chars, chars)
}

func TestPostsAreToldFromReviews(t *testing.T) {
	kinds := shippedKinds(t, "default")
	for _, post := range []string{
		"#周末去哪儿# 下雨天窝在家里追剧也挺好[太开心] @小鱼干不加糖", "转发微博//@阿强: 这届网友太有才了[笑cry][笑cry]", "又加班到十一点，地铁都没了[泪][泪] 我太难了",
	} {
		if said := kinds.ofText(post); said.post < 0.5 || said.known < said.post || said.worth == 0 {
			t.Errorf("%q is a post, and taken for one with %.2f (known %.2f, worth %.2f)", post, said.post, said.known, said.worth)
		}
	}
	for _, review := range []string{
		"房间很干净，前台态度也不错，就是隔音差了点，下次还会住", "送餐很快，味道不错，分量足，包装也严实", "屏幕清晰，系统流畅，电池不太耐用，客服处理很及时",
	} {
		if said := kinds.ofText(review); said.post > 0.5 || said.known < 0.3 {
			t.Errorf("%q is a review, and taken for a post with %.2f (known %.2f)", review, said.post, said.known)
		}
	}
	l, err := readLearned(shippedFile(t, "default"))
	if err != nil {
		t.Fatal(err)
	}
	chars := new(model.Extractor).Features([]rune("房间很干净，前台态度也不错"))
	if general, beside := kinds.readBeside(l.polarity, chars, chars); general != l.polarity.Logit(0, chars) || beside != kinds.read(chars, chars) {
		t.Errorf("read beside each other they say %v and %v, alone %v and %v", general, beside, l.polarity.Logit(0, chars), kinds.read(chars, chars))
	}
	if said := kinds.read(nil, nil); said != (kindSays{}) {
		t.Errorf("of no text at all the readers say %v", said)
	}
}

// What is told apart stands in the file, and no more kinds than the file may hold.
func TestTheShippedKindsHaveNames(t *testing.T) {
	for name, least := range map[string]int{"default": 5, "clean": 0} {
		kinds := shippedKinds(t, name)
		if len(kinds.names) < least || len(kinds.names) > mostKinds || (kinds.gate == nil) != (len(kinds.names) == 0) {
			t.Errorf("%s tells the kinds %v", name, kinds.names)
		}
	}
}

func TestDamagedKindsAreRefused(t *testing.T) {
	gate, worth := shippedKinds(t, "default").encode()
	line, rest, _ := strings.Cut(string(gate), "\n")
	for why, c := range map[string]struct{ gate, worth string }{
		"no line of names":   {"gate", string(worth)},
		"no reader":          {string(gate), ""},
		"no gate":            {"", string(worth)},
		"a name too few":     {line[:strings.LastIndex(line, " ")] + "\n" + rest, string(worth)},
		"a name too many":    {line + " films\n" + rest, string(worth)},
		"a gate cut off":     {string(gate[:len(gate)-1]), string(worth)},
		"readers cut off":    {string(gate), string(worth[:len(worth)-1])},
		"readers for a gate": {line + "\n" + string(worth), rest},
	} {
		if r, err := decodeKinds([]byte(c.gate), []byte(c.worth)); err == nil {
			t.Errorf("%s: read as readers of %v", why, r.names)
		}
	}
}
