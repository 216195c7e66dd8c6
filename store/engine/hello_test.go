package engine

import (
	"bufio"
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func TestHelloRoundTrip(t *testing.T) {
	want := hello{client: "客户端", major: 1, minor: 300, version: 54488, database: "d", user: "u", pass: strings.Repeat("长", 500)}
	r := bufio.NewReader(bytes.NewReader(append(want.append(nil), "rest"...)))
	got, err := readHello(r)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
	if rest, _ := r.Peek(4); string(rest) != "rest" {
		t.Errorf("what follows the greeting was eaten: %q is left", rest)
	}
}

func FuzzHello(f *testing.F) {
	f.Add(hello{client: "c", version: 54400, database: "d", user: "u", pass: "p"}.append(nil))
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, err := readHello(bufio.NewReader(bytes.NewReader(raw)))
		if err != nil {
			return
		}
		again, err := readHello(bufio.NewReader(bytes.NewReader(h.append(nil))))
		if err != nil || !reflect.DeepEqual(again, h) {
			t.Errorf("%+v does not survive writing and reading: %+v (%v)", h, again, err)
		}
	})
}

func TestFileNamesAreEscapedLikeTheEngineDoes(t *testing.T) {
	for name, want := range map[string]string{"t_1": "t_1", "t-1": "t%2D1", "../x": "%2E%2E%2Fx", "听": "%E5%90%AC", "": ""} {
		if got := escapeFileName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
