package spool

import (
	"context"
	"strings"
	"testing"
)

var post = Entry{Kind: "post", Data: []byte(strings.Repeat("排队一小时，奶茶里有头发。", 25))} // about 1 KB

// One appender, one post at a time: the price of an fsync.
func BenchmarkAppendOne(b *testing.B) {
	s := open(b, Options{Dir: b.TempDir(), MaxBytes: 1 << 40})
	for b.Loop() {
		if err := s.Append(context.Background(), []Entry{post}); err != nil {
			b.Fatal(err)
		}
	}
}

// 64 appenders at once: group commit shares the fsync.
func BenchmarkAppendTogether(b *testing.B) {
	s := open(b, Options{Dir: b.TempDir(), MaxBytes: 1 << 40})
	b.SetParallelism(64)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := s.Append(context.Background(), []Entry{post}); err != nil {
				b.Error(err)
			}
		}
	})
}

// A crawl page of 100 posts in, read and truncated.
func BenchmarkAppendDrain100(b *testing.B) {
	s := open(b, Options{Dir: b.TempDir()})
	page := make([]Entry, 100)
	for i := range page {
		page[i] = post
	}
	for b.Loop() {
		if err := s.Append(context.Background(), page); err != nil {
			b.Fatal(err)
		}
		_, mark, err := s.Next(100)
		if err == nil {
			err = s.Truncate(mark)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(100*b.N)/b.Elapsed().Seconds(), "posts/s")
}
