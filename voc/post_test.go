package voc

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/quick"
	"time"
)

// The ids of stored posts are in the database: a change here orphans every one of them.
func TestPostIDStaysWhatItWas(t *testing.T) {
	f := func(source SourceID, external string, want PostID) {
		t.Helper()
		if got := NewPostID(source, external); got != want {
			t.Errorf("%s %s is now %s, was %s", source, external, got, want)
		}
	}
	f("appstore-cn", "7301234567890123456", "4c1753d47a5c38ce6e7b716a14129462")
	f("forum", "贴子/1", "9727bc7ceb60d00cdd5f7c1e305c402e")
	f("", "", "6e340b9cffb37a989ca544e6bb780a2c")
}

func TestPostIDTellsPostsApart(t *testing.T) {
	ids := map[PostID]string{}
	f := func(source SourceID, external string) {
		t.Helper()
		id := NewPostID(source, external)
		if len(id) != 32 || strings.Trim(string(id), "0123456789abcdef") != "" {
			t.Errorf("%q is not 32 hex digits", id)
		}
		key := fmt.Sprintf("%q %q", source, external)
		if before, taken := ids[id]; taken {
			t.Errorf("%s and %s have one id", before, key)
		}
		ids[id] = key
	}
	f("a", "1") // small numbers are used by every site
	f("b", "1")
	f("a", "11") // the border between source and id counts
	f("a1", "1")
	f("a", "01")
	f("a", "1 ")
	f("a", "")
	f("", "a")
	f("a", "9007199254740993") // past 2^53: as numbers these two would be one
	f("a", "9007199254740992")
}

func TestPostIDIsAFunctionOfSourceAndExternalID(t *testing.T) {
	same := func(source, external string) bool {
		first, again := NewPostID(SourceID(source), external), NewPostID(SourceID(source), external)
		return first == again
	}
	apart := func(source, external string) bool {
		return NewPostID(SourceID(source), external) != NewPostID(SourceID(source+"x"), external) &&
			NewPostID(SourceID(source), external) != NewPostID(SourceID(source), external+"x")
	}
	for name, property := range map[string]func(string, string) bool{"same again": same, "apart": apart} {
		if err := quick.Check(property, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBodySaysTheTitleOnce(t *testing.T) {
	f := func(why, title, text, want string) {
		t.Helper()
		p := Post{Title: title, Text: text}
		if got := p.Body(); got != want {
			t.Errorf("%s: title %q and text %q read %q, want %q", why, title, text, got, want)
		}
	}
	f("nothing at all", "", "", "")
	f("no title", "", "太慢了", "太慢了")
	f("no text", "太慢了", "", "太慢了")
	f("the site repeats the title as the text", "太慢了", "太慢了", "太慢了")
	f("the text begins with the title", "太慢了", "太慢了，等了一小时", "太慢了，等了一小时")
	f("the title is longer than the text", "太慢了，等了一小时", "太慢了", "太慢了，等了一小时\n太慢了")
	f("the title stands in the middle of the text", "太慢", "真的太慢", "太慢\n真的太慢")
	f("two different things", "差评", "喝出头发", "差评\n喝出头发")
}

func TestBodyLosesNoWord(t *testing.T) {
	whole := func(title, text string) bool {
		p := Post{Title: title, Text: text}
		return strings.Contains(p.Body(), title) && strings.HasSuffix(p.Body(), text)
	}
	if err := quick.Check(func(title, text string) bool {
		return (text == "" || whole(title, text)) && whole(title, title+text) && whole("", text)
	}, nil); err != nil {
		t.Error(err)
	}
}

// What is not known must not turn into zero on its way through the spool.
func TestAPostSurvivesBeingWrittenDown(t *testing.T) {
	p := Post{
		ID: NewPostID("a", "9007199254740993"), Source: "a", ExternalID: "9007199254740993", Kind: PostReview,
		PublishedAt: time.Date(2026, 3, 4, 5, 6, 7, 8e6, time.UTC), Precision: PrecisionMinute, Text: "<b>\u2028\x00太慢&",
		Rating: 4.5, Engagement: NoEngagement(), Author: Author{Followers: Unknown},
	}
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var got Post
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got != p {
		t.Errorf("came back as\n%+v, was\n%+v", got, p)
	}
	if got.Engagement.Likes != Unknown || got.Engagement.Views != -1 || !got.EditedAt.IsZero() {
		t.Errorf("unknown became %+v, edited %s", got.Engagement, got.EditedAt)
	}
}
