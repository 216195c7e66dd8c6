package importer

import (
	"bytes"
	"errors"
	"regexp"
)

// isPage tells a web page from text.
func isPage(sample []byte) bool {
	head := bytes.ToLower(bytes.TrimLeft(sample[:min(len(sample), 1000)], " \t\r\n\ufeff"))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) || bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<html"))
}

// errXML and the errors beside it say what to do with markup that holds no table.
var (
	errFeed      = errors.New("this is a feed: make a source of kind feed with its address; an App Store feed, one of kind appstore")
	errSheetXML  = errors.New("this is a workbook in Excel's XML of 2003: open it in Excel and save it as .xlsx")
	errXML       = errors.New("this is XML: export CSV, Excel or JSON lines instead")
	errFragment  = errors.New("this is a part of a web page: export a table from the tool that saved it; for a site make an html source")
	errGuarded   = errors.New("this is an answer for a program of the site's own, and none that is read here; for Google Play make a googleplay source, or export from the Play Console")
	errSerial    = errors.New("this is a Python pickle: write it as CSV or JSON lines from the program that made it")
	inlineMarkup = regexp.MustCompile(`(?i)^</?(?:a|abbr|b|br|code|del|em|font|i|img|ins|mark|p|s|small|span|strong|sub|sup|u)[\s/>]`)
	anyMarkup    = regexp.MustCompile(`(?i)^<(?:!--|!\[cdata\[|\?[a-z]|[a-z][a-z0-9:-]*[\s/>])`)
)

// markup refuses what is written for browsers and feed readers, whose lines are no sentences. A list
// of texts may begin with one in bold.
func markup(sample []byte) error {
	head := bytes.ToLower(bytes.TrimLeft(sample[:min(len(sample), 2000)], " \t\r\n\ufeff"))
	switch {
	case bytes.HasPrefix(head, []byte(")]}'")):
		return errGuarded
	case !anyMarkup.Match(head) || inlineMarkup.Match(head):
		return nil
	case bytes.Contains(head, []byte("<rss")) || bytes.Contains(head, []byte("<feed")) || bytes.Contains(head, []byte("<rdf:rdf")):
		return errFeed
	case bytes.Contains(head, []byte("<workbook")) || bytes.Contains(head, []byte(`progid="excel`)):
		return errSheetXML
	case bytes.HasPrefix(head, []byte("<?xml")):
		return errXML
	}
	return errFragment
}
