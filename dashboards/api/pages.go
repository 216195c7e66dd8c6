package api

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// pages serves the built dashboard: its files as they are, and index.html for every address the
// dashboard itself understands, so that a shared link opens.
type pages struct {
	files map[string]*asset
}

// asset is one file, compressed the first time somebody wants it so.
type asset struct {
	body        []byte
	contentType string
	etag        string
	forever     bool // the name carries a hash of the content
	zipped      func() []byte
}

func newPages(dist fs.FS) (*pages, error) {
	p := &pages{files: map[string]*asset{}}
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == ".keep" {
			return err
		}
		body, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		p.files["/"+name] = &asset{
			body: body, contentType: contentType(name), etag: tag(body), forever: strings.HasPrefix(name, "assets/"),
			zipped: sync.OnceValue(func() []byte { return zip(body) }),
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("api: cannot read the built pages: %w", err)
	}
	return p, nil
}

// contentType names what Vite writes. The system's own table differs from machine to machine, and
// with nosniff a wrong name is a blank page.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json", ".map":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		writeProblem(w, problem(http.StatusMethodNotAllowed, "method", "Pages are only read.", "页面只能读取。"))
		return
	}
	if file, ok := p.files[r.URL.Path]; ok {
		file.serve(w, r)
		return
	}
	index, built := p.files["/index.html"]
	switch {
	case !built:
		notBuilt(w)
	case path.Ext(r.URL.Path) != "" || strings.HasPrefix(r.URL.Path, "/assets/"):
		// A missing script answered with a page would be a syntax error far from its cause.
		writeProblem(w, notFound("There is no file "+cut(r.URL.Path)+".", "没有文件 "+cut(r.URL.Path)+"。"))
	default:
		index.serve(w, r)
	}
}

func (f *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("ETag", f.etag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if f.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if matches(r.Header.Get("If-None-Match"), f.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.contentType)
	body := f.body
	if len(body) >= worthZipping && acceptsGzip(r) && !strings.HasPrefix(f.contentType, "image/p") && !strings.HasPrefix(f.contentType, "font/") {
		body = f.zipped()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the connection may be gone
	}
}

// notBuilt says what is missing in a binary that was built without the pages.
func notBuilt(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = fmt.Fprint(w, `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>听风 tingfeng</title>
<body style="font:16px/1.7 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem">
<h1>页面还没有构建</h1>
<p>这个程序里没有网页。接口已经可用：<a href="/api/v1/openapi.json">/api/v1/openapi.json</a>。
要看到仪表盘，请在源码目录运行 <code>make build</code>，再启动 <code>bin/tingfeng</code>。</p>
<h2>The pages have not been built</h2>
<p>This binary holds no dashboard. The interface works already, see the address above.
For the dashboard run <code>make build</code> in the source folder and start <code>bin/tingfeng</code>.</p>
</body></html>
`)
}
