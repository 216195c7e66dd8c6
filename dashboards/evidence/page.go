package evidence

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
	"time"
	"unicode"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// page is the pack as people read it: a file that runs nothing, fetches nothing, and shows what strangers wrote
// as text.
func page(p Pack, links []Link) ([]byte, error) {
	zone := p.Zone
	if zone == nil {
		zone = time.UTC
	}
	var b bytes.Buffer
	err := sheet.Funcs(template.FuncMap{
		"when": func(t time.Time) string {
			if t.IsZero() {
				return "—"
			}
			return t.In(zone).Format("2006-01-02 15:04:05 -07:00")
		},
	}).Execute(&b, struct {
		Pack
		Links []Link
	}{p, links})
	if err != nil {
		return nil, fmt.Errorf("evidence: the page cannot be written: %w", err)
	}
	return b.Bytes(), nil
}

var sentiments = map[voc.Sentiment]string{voc.Negative: "负面", voc.Neutral: "中性", voc.Positive: "正面"}

// visible shows characters that hide or turn text around as what they are.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u200d':
			return r
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return '\uFFFD'
		}
		return r
	}, s)
}

// web tells whether an address may be a link.
func web(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

var sheet = template.Must(template.New("page").Funcs(template.FuncMap{
	"visible": visible, "web": web, "when": func(time.Time) string { return "" }, "say": func(s voc.Sentiment) string { return sentiments[s] },
	"place": func(i int) int { return i + 1 },
}).Parse(`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>证据包 · {{len .Items}} 条</title>
<style>
body { font: 15px/1.7 system-ui, sans-serif; max-width: 52em; margin: 2em auto; padding: 0 1em; color: #1d2127; }
article { border-top: 1px solid #cfd4da; padding: 1em 0; }
blockquote { margin: .5em 0; padding: 0 0 0 1em; border-left: 3px solid #b9c0c8; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; font-size: 13px; }
dt { color: #5b6470; } dd { margin: 0; overflow-wrap: anywhere; }
code { font-size: 12px; }
</style>
</head>
<body>
<h1>证据包</h1>
<dl>
<dt>条数</dt><dd>{{len .Items}}</dd>
<dt>制作时间</dt><dd>{{when .MadeAt}}</dd>
<dt>制作人</dt><dd>{{visible .MadeBy}}</dd>
{{if .Reason}}<dt>用途</dt><dd>{{visible .Reason}}</dd>{{end}}
{{if .Filter}}<dt>查询条件</dt><dd><code>{{visible .Filter}}</code></dd>{{end}}
<dt>程序版本</dt><dd>{{visible .System}}</dd>
</dl>
<p>文字为采集时所见，个人信息已在入库前打码。用 <code>tingfeng verify 文件名.zip</code> 可核对本包自制作以来是否被改动；封条（seal）在 manifest.json 中，同时记在系统的审计日志里。</p>
{{range $i, $item := .Items}}{{$p := $item.Mention.Post}}
<article>
<h2>{{place $i}}. {{visible $item.Source}}</h2>
<blockquote>{{if $p.Title}}{{visible $p.Title}}
{{end}}{{visible $p.Text}}</blockquote>
<dl>
<dt>发布</dt><dd>{{when $p.PublishedAt}}</dd>
<dt>采集</dt><dd>{{when $p.FetchedAt}}</dd>
<dt>网址</dt><dd>{{if web $p.URL}}<a rel="noreferrer noopener" href="{{$p.URL}}">{{visible $p.URL}}</a>{{else}}{{visible $p.URL}}{{end}}</dd>
<dt>作者</dt><dd>{{visible $p.Author.Name}}</dd>
<dt>站内编号</dt><dd>{{visible $p.ExternalID}}</dd>
<dt>分析</dt><dd>{{say $item.Mention.Analysis.Sentiment}} · 严重度 {{$item.Mention.Analysis.Severity}} · {{range $item.Mention.Analysis.Topics}}{{visible .}} {{end}}（{{visible $item.Mention.Analysis.Version}}）</dd>
<dt>SHA-256</dt><dd><code>{{(index $.Links $i).SHA256}}</code></dd>
<dt>链</dt><dd><code>{{(index $.Links $i).Chained}}</code></dd>
</dl>
</article>
{{end}}
</body>
</html>
`))
