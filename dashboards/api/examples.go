package api

import (
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// examples are answers as they look, by operation: what letters and questions are is quicker seen than
// said. A test holds each to the schema of its operation.
func examples() map[string]any {
	evening := time.Date(2026, 1, 31, 13, 30, 0, 0, time.UTC)
	letter := exampleLetter(evening)
	record := voc.LetterRecord{
		ID: letter.ID, Date: letter.Date, Brand: letter.Brand, Audience: letter.Audience, Period: letter.Period, Title: letter.Title, Lead: letter.Lead,
		SentAt: evening.Add(4 * time.Second), Due: evening, Channels: []string{"mail"}, Opens: 2, Readers: 1, Replies: 1,
	}
	question := voc.Question{
		ID: "Q-1", Letter: letter.ID, Line: "new-1", About: letter.Sections[0].Lines[0].Text, Brand: letter.Brand, Audience: letter.Audience,
		Text: "这位顾客今天联系上了吗？", Asker: "林珂", AskedAt: evening.Add(20 * time.Minute), To: "王芳", Order: "WO-20260131-0002", Posts: letter.Sections[0].Lines[0].Posts,
	}
	audience := AudienceState{
		Audience: voc.Audience{ID: "founder", Title: "创始人", Kind: voc.AudienceFounder, Brands: []voc.BrandID{letter.Brand}, Period: voc.PeriodDay, At: "30 21 * * *", Language: "zh", Channels: []string{"mail"}, To: []string{"林珂"}},
		Next:     evening.AddDate(0, 0, 1), Last: &record,
	}
	return map[string]any{
		"digest":          letter,
		"letters":         Letters{Items: []voc.LetterRecord{record}, Total: 1},
		"letter":          LetterSent{Record: record, Letter: letter, Questions: []voc.Question{question}, Orders: []LineOrder{{Line: "new-1", Order: "WO-20260131-0002"}}},
		"reply-to-letter": LineReplied{Question: &question},
		"questions":       Questions{Items: []voc.Question{question}, Open: 1},
		"audiences":       Audiences{Items: []AudienceState{audience}},
		"digest-md":       "# " + letter.Title + "\n\n" + letter.Lead + "\n\n## 今日新增\n\n- " + letter.Sections[0].Lines[0].Text + "\n",
	}
}

func exampleLetter(evening time.Time) voc.Digest {
	value, was, worse := 0.091, 0.067, true
	post := voc.NewPostID("forum", "9182")
	said := "杯底喝出一小块塑料，找店员，店员说换一杯就行。"
	return voc.Digest{
		ID: voc.LetterID("2026-01-31", "qingheng", "founder"), Date: "2026-01-31", Brand: "qingheng", Audience: "founder", Period: voc.PeriodDay, Language: "zh",
		Title: "青衡 1 月 31 日", Lead: "今天负面占比 9.1%，比上周同日高 2.4 个百分点，主要是静安寺店的异物。", From: evening.Add(-24 * time.Hour), AsOf: evening,
		Figures: []voc.DigestFigure{{Name: "rate", Title: "负面占比", Text: "9.1%", Before: "6.7%", Change: "高 2.4 个百分点", Value: &value, Was: &was, Worse: &worse, Query: "overview"}},
		Sections: []voc.DigestSection{{Name: "new", Title: "今日新增", Lines: []voc.DigestLine{{
			ID: "new-1", Text: "卫生·异物：7 条，平时一天不到 1 条，都在静安寺店。", Posts: []voc.PostID{post}, Orders: []string{"WO-20260131-0002"}, N: 7, Of: 77,
			Evidence: []voc.Evidence{{PostID: post, Brand: "qingheng", At: evening.Add(-5 * time.Hour), Text: said, URL: "https://forum.example.com/t/9182", Store: "静安寺店", Source: "forum", Why: "first", Copies: 2, Reach: voc.Unknown}},
		}}}},
	}
}

// showExamples puts the examples beside the schemas of their operations.
func showExamples(doc *huma.OpenAPI) {
	all := examples()
	operations(doc, func(_ string, op *huma.Operation) {
		example, ok := all[op.OperationID]
		if !ok {
			return
		}
		for _, media := range op.Responses["200"].Content {
			media.Example = withoutNil(example)
		}
	})
}
