package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/importer/answers"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// largestAnswer bounds one answer of a platform's interface, in bytes. Real ones of a full page have
// a few hundred thousand.
const largestAnswer = 16 << 20

// ErrNoPosts says that answers hold nothing anybody wrote.
var ErrNoPosts = errors.New("no post was found in it")

// answerFormat tells whether a file holds what a platform's interface answered, and whose; "" when
// it does not.
func (s *session) answerFormat(sample []byte, shape string) string {
	switch {
	case slices.Contains(answers.Formats(), s.o.Format):
		return s.o.Format
	case s.o.Format != FormatAuto || len(s.o.Columns) > 0 || shape == "" && answers.Prefix(sample) == 0:
		return ""
	}
	return answers.Detect(sample)
}

// readAnswers takes answers one by one: one is the file, or they are the elements of an array, or
// stand on lines of their own.
func (s *session) readAnswers(in *lines, format, shape string, prefix int) error {
	s.result.Format = format
	s.result.Platform = first(s.o.Platform, answers.Platform(format))
	in.max = largestAnswer
	read := s.answersInside
	if shape == FormatJSONL {
		read = s.answersOnLines
	}
	for range prefix {
		if _, err := in.next(); err != nil {
			return atEnd(err)
		}
	}
	if err := read(in, format); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if s.result.Rows == 0 {
		return fmt.Errorf("%w: it reads like %s, but holds a list of people, a notice or nothing", ErrNoPosts, format)
	}
	return nil
}

// largestPage bounds a saved web page.
const largestPage = 4 << 20

// readPage takes a page of weibo.cn; every other page is a matter of crawling.
func (s *session) readPage(in io.Reader, sample []byte) error {
	if !answers.IsWeiboCN(sample) {
		return errors.New("this is a web page: a table inside it (as some back offices export under .xls) can be opened in Excel and saved as .xlsx; for a site make an html source")
	}
	s.result.Format, s.result.Platform = answers.WeiboCN, first(s.o.Platform, "weibo")
	body, err := io.ReadAll(io.LimitReader(in, largestPage))
	if err != nil {
		return err
	}
	saved, exact := s.told()
	items, err := answers.ReadWeiboCN(answers.Page{Body: body, Name: s.name, At: saved, Rough: !exact, Now: s.o.Now, Zone: s.o.Location})
	if err != nil {
		return err
	}
	return s.takeItems(items, 1)
}

// called tells JSON that is handed to a script's function, "callback({…})", and is no answer a reader
// is made for.
func called(sample []byte) bool {
	prefix := answers.Prefix(sample)
	return prefix < len(sample) && bytes.HasSuffix(bytes.TrimRight(sample[:prefix], " \t\r\n"), []byte("(")) && jsonShape(sample[prefix:], false, "") != ""
}

// readCall reads what stands inside the call as any JSON.
func (s *session) readCall(in *lines, prefix int) error {
	for range prefix {
		if _, err := in.next(); err != nil {
			return atEnd(err)
		}
	}
	return s.readJSON(in)
}

// notice tells the word of an interface about itself ("-403 访问权限不足") from somebody's: it has a
// status, and nothing of what a post has beside its words. sc is nil when there are none.
func (s *session) notice(b []byte, rec record, sc *schema) error {
	if sc != nil {
		if s.o.Columns[string(fText)] != "" || sc.format != "" {
			return nil
		}
		for _, f := range []field{fID, fTitle, fTime, fAuthor, fAuthorID, fRating, fDemand} {
			if sc.get(rec, f) != "" {
				return nil
			}
		}
		for _, i := range sc.of[fText] {
			if n := norm(sc.names[i]); n != "message" && n != "msg" && strings.TrimSpace(rec.values[i]) != "" {
				return nil
			}
		}
	}
	return answers.Notice(b)
}

func (s *session) answersOnLines(in *lines, format string) error {
	for {
		t, err := in.readLine()
		if err != nil {
			return err
		}
		b := bytes.TrimSpace(t.b)
		switch at := (row{t.line, string(b[:min(len(b), rawLimit+1)])}); {
		case t.long:
			err = s.skip(at, fmt.Sprintf("the answer is larger than %d bytes", largestAnswer))
		case len(b) > 0:
			err = s.answer(at, b, format)
		}
		if err != nil {
			return err
		}
	}
}

func (s *session) answersInside(in *lines, format string) error {
	j := &jsonText{lines: in, s: s}
	for {
		c, err := j.space()
		if err != nil {
			return err
		}
		if c != '{' {
			if _, err := j.next(); err != nil { // an array opens or closes; what ends a call around it
				return err
			}
			continue
		}
		line := j.line
		b, long, err := j.value()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		at := row{line, string(b[:min(len(b), rawLimit+1)])}
		if long {
			err = s.skip(at, fmt.Sprintf("the answer is larger than %d bytes", largestAnswer))
		} else {
			err = s.answer(at, b, format)
		}
		if err != nil {
			return err
		}
	}
}

// answer takes the posts out of one answer.
func (s *session) answer(at row, b []byte, format string) error {
	saved, exact := s.told()
	items, err := answers.Read(format, answers.Page{Body: b, Name: s.name, At: saved, Rough: !exact, Now: s.o.Now, Zone: s.o.Location})
	if err != nil {
		return s.skip(at, err.Error())
	}
	return s.takeItems(items, at.line)
}

func (s *session) takeItems(items []answers.Item, line int) (err error) {
	for _, item := range items {
		at := row{line, string(item.Raw)}
		if err := s.count(); err != nil {
			return err
		}
		if item.Fault != "" {
			err = s.refuse(at, item.Fault)
		} else {
			err = s.queue(at, s.adopt(item.Post))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// adopt gives a post of an answer what it has in this installation.
func (s *session) adopt(p voc.Post) voc.Post {
	p.Brand = s.o.Brand
	p.Platform = first(s.o.Platform, p.Platform)
	p.Source = first(s.o.Source, voc.SourceID(p.Platform))
	if p.Precision == voc.PrecisionNone {
		saved, _ := s.told()
		p.PublishedAt = first(first(p.FetchedAt, saved), s.o.Now)
	}
	p.FetchedAt = first(p.FetchedAt, s.o.Now)
	s.stamp = ""
	if p.Precision == voc.PrecisionSecond {
		s.stamp = p.PublishedAt.UTC().Format("2006-01-02T15:04:05Z07:00")
	}
	if p.ExternalID == "" {
		p.ExternalID = s.contentID(&p)
	}
	p.ID = voc.NewPostID(p.Source, p.ExternalID)
	return p
}
