package nlp

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// gateOf tells how likely the shipped weights take a text for a post.
func gateOf(t *testing.T, l *learned, text string) (gate, worth float32) {
	t.Helper()
	var e model.Extractor
	chars := e.Features([]rune(normal.Text(text)))
	return l.posts.read(chars, chars)
}

func TestPostsHaveAReaderOfTheirOwn(t *testing.T) {
	f, err := model.Shipped("default")
	if err != nil {
		t.Fatal(err)
	}
	l, err := readLearned(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, post := range []string{
		"#周末去哪儿# 下雨天窝在家里追剧也挺好[太开心] @小鱼干不加糖", "转发微博//@阿强: 这届网友太有才了[笑cry][笑cry]", "又加班到十一点，地铁都没了[泪][泪] 我太难了",
	} {
		if gate, worth := gateOf(t, l, post); gate < 0.5 || worth == 0 {
			t.Errorf("%q is a post, and taken for one with %.2f (worth %.2f)", post, gate, worth)
		}
	}
	for _, review := range []string{
		"房间很干净，前台态度也不错，就是隔音差了点，下次还会住", "送餐很快，味道不错，分量足，包装也严实", "屏幕清晰，系统流畅，电池不太耐用，客服处理很及时",
	} {
		if gate, _ := gateOf(t, l, review); gate > 0.5 {
			t.Errorf("%q is a review, and taken for a post with %.2f", review, gate)
		}
	}
	if gate, worth := l.posts.read(nil, nil); gate != 0 || worth != 0 {
		t.Errorf("no text at all is a post with %.2f, worth %.2f", gate, worth)
	}
}

func TestWeightsWithoutPostsHaveNoReaderOfThem(t *testing.T) {
	f, err := model.Shipped("clean")
	if err != nil {
		t.Fatal(err)
	}
	l, err := readLearned(f)
	if err != nil {
		t.Fatal(err)
	}
	if gate, worth := gateOf(t, l, "转发微博//@阿强: 这届网友太有才了[笑cry]"); gate != 0 || worth != 0 {
		t.Errorf("the clean weights, which know no posts, take a text for one with %.2f (%.2f)", gate, worth)
	}
	if _, err := decodePosts([]byte("gate"), nil); err == nil {
		t.Error("a damaged section was read")
	}
}
