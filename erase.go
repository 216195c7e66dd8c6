package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os/user"

	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/voc"
)

type eraseCmd struct {
	Author   string `placeholder:"WHO" help:"Whose posts: the hash shown with a mention, or the id or name on the site."`
	URL      string `name:"url" placeholder:"URL" help:"Which post, by its address."`
	Platform string `placeholder:"NAME" help:"The site an id or a name is from. Empty: all."`
	Many     bool   `help:"Erase all posts of an address that several share."`
	Actor    string `placeholder:"NAME" help:"Who does it, for the record. Empty: who is logged in."`
}

// Run forgets a person or a post, beside a running tingfeng through it.
func (e *eraseCmd) Run(w *world, g *grammar) error {
	order := voc.Erasure{Author: e.Author, URL: e.URL, Platform: e.Platform, Many: e.Many, Actor: e.Actor}
	if (order.Author == "") == (order.URL == "") {
		return usage("erase: %v: --author WHO or --url URL", pipeline.ErrUnclear)
	}
	if order.Actor == "" {
		if me, err := user.Current(); err == nil {
			order.Actor = me.Username
		}
	}
	c, err := w.load(g)
	if err != nil {
		return err
	}
	var done voc.Erased
	if there, ok := findRunning(w.signal, c.Data); ok {
		there.http.Timeout = 0 // parts of years are rewritten; Ctrl-C ends the wait
		err = there.into(w.signal, http.MethodPost, "/api/v1/erasures", order, &done)
	} else {
		a, openErr := openControl(w.signal, w, g, c)
		if openErr != nil {
			return openErr
		}
		// Once begun it is ended: what is half forgotten is neither kept nor gone.
		done, err = a.pipeline.Erase(context.WithoutCancel(w.signal), order)
		err = errors.Join(err, a.close())
	}
	if err != nil {
		return err
	}
	if g.JSON {
		return printJSON(w.stdout, done)
	}
	fmt.Fprintf(w.stdout, "已删除 %d 条声音（%d 条按品牌的记录），%d 处引用已清除；名单上记下 %d 项，今后不再采集。\n", done.Posts, done.Mentions, done.Events, done.Listed)
	if done.Posts == 0 {
		fmt.Fprintln(w.stderr, "没有找到属于对方的声音；如果应当有，请核对编号、昵称或地址，或者用声音详情里的作者哈希。")
	}
	return nil
}
