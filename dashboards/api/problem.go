package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
)

// Problem is every error answer: RFC 9457 with the sentence in English and in Chinese, because the
// reader may be a script's author or somebody in front of the page.
type Problem struct {
	Type     string       `json:"type" doc:"Always about:blank; code tells problems apart"`
	Title    string       `json:"title" doc:"The status in words"`
	Status   int          `json:"status" doc:"HTTP status code"`
	Code     string       `json:"code" doc:"Stable name of the problem: invalid, not_found, conflict, full, token_required, …"`
	Detail   string       `json:"detail" doc:"What happened and what to do, in English"`
	DetailZH string       `json:"detail_zh" doc:"The same in Chinese"`
	Errors   []FieldError `json:"errors" doc:"Which fields are wrong"`
}

// FieldError is one wrong value: where it stood, what it was, what to write instead.
type FieldError struct {
	Field     string `json:"field" doc:"Parameter or body field, posts carry their row: 3.source"`
	Value     string `json:"value" doc:"What was given, cut after 200 characters"`
	Message   string `json:"message" doc:"What to write, in English"`
	MessageZH string `json:"message_zh" doc:"The same in Chinese"`
}

// Error is the English sentence.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status, as huma asks for it.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes JSON problem+json, as huma asks for it.
func (p *Problem) ContentType(ct string) string {
	if ct == "application/json" {
		return "application/problem+json"
	}
	return ct
}

// problem makes a Problem; the errors make an invalid value findable.
func problem(status int, code, en, zh string, errs ...FieldError) *Problem {
	if errs == nil {
		errs = []FieldError{}
	}
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: en, DetailZH: zh, Errors: errs}
}

// wrong is one field error.
func wrong(field, value, en, zh string) FieldError {
	return FieldError{Field: field, Value: cut(value), Message: en, MessageZH: zh}
}

// invalid is the 422 for wrong values. The sentence of the first is the sentence of all, so that
// a client which shows only the detail still says something useful.
func invalid(errs []FieldError) *Problem {
	first := errs[0]
	return problem(http.StatusUnprocessableEntity, "invalid",
		first.Field+": "+first.Message, first.Field+"："+first.MessageZH, errs...)
}

func notFound(en, zh string) *Problem {
	return problem(http.StatusNotFound, "not_found", en, zh)
}

// cut keeps echoes short: a value is repeated so that one finds it, not so that it comes back.
func cut(value string) string {
	const most = 200
	if utf8.RuneCountInString(value) <= most {
		return value
	}
	return string([]rune(value)[:most]) + "…"
}

// withRetry adds Retry-After in seconds to a problem.
func withRetry(p *Problem, seconds int) error {
	return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {strconv.Itoa(seconds)}})
}

// fail turns an error of the store or of a func field into the answer. What is not meant for the
// caller is logged here, once, and answered without detail: a driver's error may name hosts.
func (a *door) fail(ctx context.Context, asked string, err error) error {
	var p *Problem
	switch {
	case errors.As(err, &p):
		return err
	case errors.Is(err, ErrNotFound), errors.Is(err, store.ErrNotFound):
		what := bare(err, ErrNotFound)
		return notFound(what, "没有找到："+what)
	case errors.Is(err, ErrConflict):
		what := bare(err, ErrConflict)
		return problem(http.StatusConflict, "conflict", what, "当前状态不允许这样做："+what)
	case errors.Is(err, ErrInvalid):
		what := bare(err, ErrInvalid)
		return problem(http.StatusUnprocessableEntity, "invalid", what, "内容不完整或不合理："+what)
	case errors.Is(err, ErrFull):
		return withRetry(problem(http.StatusServiceUnavailable, "full",
			"The spool is full: nothing was accepted. Wait until the database has caught up, then send the same again.",
			"缓冲已满，本次内容未被接收。请等数据库追上后原样重发。"), 30)
	case errors.Is(err, ErrDiskFull):
		a.log.ErrorContext(ctx, "api: the disk is full", "what", asked, "error", err)
		return withRetry(problem(http.StatusServiceUnavailable, "disk_full",
			"The disk under the data folder is full: nothing was accepted. Make room there, then send the same again.",
			"数据目录所在的磁盘已满，本次内容未被接收。请清理磁盘后原样重发。"), 30)
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return problem(499, "gone", "The client went away.", "客户端已断开。")
	case errors.Is(err, context.DeadlineExceeded):
		a.log.WarnContext(ctx, "api: a question took too long", "what", asked, "timeout", a.Timeout)
		return withRetry(problem(http.StatusServiceUnavailable, "timeout",
			fmt.Sprintf("The question took longer than %s. Choose a shorter time or fewer brands.", a.Timeout),
			fmt.Sprintf("查询超过 %s 未完成。请缩短时间范围或减少品牌。", a.Timeout)), 5)
	}
	a.log.ErrorContext(ctx, "api: cannot answer", "what", asked, "error", err)
	return problem(http.StatusInternalServerError, "internal",
		"Something went wrong here; the log of the server says what.", "服务端出错，原因已写入服务日志。")
}

// bare is an error's sentence without the mark that classified it.
func bare(err, mark error) string {
	return strings.TrimPrefix(err.Error(), mark.Error()+": ")
}

// hookErrors makes huma speak in Problems. huma keeps the constructor of its errors in a package
// variable, so this is done once for the process and not once for a door.
var hookErrors = sync.OnceFunc(func() {
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		var fields []FieldError
		for _, err := range errs {
			if err == nil {
				continue
			}
			var detail *huma.ErrorDetail
			if errors.As(err, &detail) {
				fields = append(fields, wrong(detail.Location, text(detail.Value), detail.Message, "不符合接口约定："+detail.Message))
				continue
			}
			fields = append(fields, wrong("", "", err.Error(), "不符合接口约定："+err.Error()))
		}
		if msg == "cannot read request body" { // cut off, or no gzip: not ours to mend
			status = http.StatusBadRequest
		}
		if len(fields) > 0 && status == http.StatusUnprocessableEntity {
			return invalid(fields)
		}
		return problem(status, code(status), msg, "请求未被接受："+msg, fields...)
	}
})

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

// code is the stable name for a status that huma chose.
func code(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "bad_request"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusUnsupportedMediaType:
		return "not_json"
	case http.StatusRequestTimeout:
		return "slow_body"
	}
	return "invalid"
}

// writeProblem answers outside huma: for the guards that stand before it.
func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the connection may be gone; there is nobody left to tell
}
