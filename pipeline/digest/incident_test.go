package digest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// wednesday is an incident of a made-up chain: foreign bodies at one shop, told, taken up, mended, proved.
func wednesday(t *testing.T) IncidentInputs {
	t.Helper()
	s := storetest.Open(t, func(o *store.Options) { o.Now = func() time.Time { return at("2026-11-20", "21:30") } })
	var w town
	for i := range 20 {
		date := at("2026-11-01", "00:00").AddDate(0, 0, i).Format(time.DateOnly)
		w.complain("qingheng", date, "11:00", "服务-等待", "sh-people", 3, fmt.Sprintf("第%d天", i)+"等了%d分钟。")
	}
	w.complain("qingheng", "2026-11-10", "12:00", "卫生-异物", "sh-xuhui", 1, "杯底有根%d厘米的头发。")
	w.complain("qingheng", "2026-11-18", "14:05", "卫生-异物", "sh-jingan", 8, "静安寺店吸管里有%d毫米长的黑色塑料，嗓子都刮到了。")
	w.complain("qingheng", "2026-11-18", "15:02", "卫生-异物", "sh-jingan", 4, "这家店又喝出东西，已经是第%d次了，谁来管管。")
	w.complain("qingheng", "2026-11-18", "17:30", "卫生-异物", "", 2, "群里都在传那条视频，%d个人退了会员。")
	if _, err := s.SaveMentions(t.Context(), w.mentions); err != nil {
		t.Fatal(err)
	}
	note := func(clock, actor, kind, text string, state voc.OrderState) voc.OrderNote {
		return voc.OrderNote{At: at("2026-11-18", clock), Actor: actor, Type: kind, Text: text, State: state}
	}
	opened, _ := json.Marshal(voc.Alert{Level: voc.Orange})
	event := func(clock, kind, actor, data string) voc.Event {
		return voc.Event{At: at("2026-11-18", clock), Subject: voc.SubjectAlert, ID: "AL-1", Type: kind, Actor: actor, Data: json.RawMessage(data)}
	}
	return IncidentInputs{
		Store: s, Brand: voc.Brand{ID: "qingheng", Name: "青衡", Own: true},
		Alert: voc.Alert{
			ID: "AL-1", Brand: "qingheng", Topic: "卫生-异物", Kind: voc.RuleBurst, Level: voc.Red, State: voc.AlertResolved, StartedAt: at("2026-11-18", "14:00"),
			OpenedAt: at("2026-11-18", "14:35"), LastAt: at("2026-11-18", "18:00"), ResolvedAt: at("2026-11-18", "23:00"), Order: "WO-20261118-0001",
			Similar: []voc.SimilarAlert{{ID: "AL-0", OpenedAt: at("2026-08-02", "10:00"), Cause: "清洗时刷毛脱落", Alike: 0.8}},
		},
		Events: []voc.Event{
			event("14:35", "opened", "tingfeng", string(opened)), event("15:20", "grew", "tingfeng", `{"level":"red"}`), event("15:30", "continued", "tingfeng", `{}`),
			event("15:40", "confirmed", "童欣", `{"why":"看了 3 条视频，是真的"}`), event("23:00", "resolved", "tingfeng", `{}`),
		},
		Messages: []voc.Message{
			{ID: "m3", Channel: "sms", Kind: "alert.opened", Subject: "AL-1", CreatedAt: at("2026-11-18", "14:35"), Dead: true},
			{ID: "m2", Channel: "值班群", Kind: "alert.opened", Subject: "AL-1", CreatedAt: at("2026-11-18", "14:35"), SentAt: at("2026-11-18", "14:36").Add(20 * time.Second), To: []string{"王芳", "童欣"}},
			{ID: "m1", Channel: "公关邮箱", Kind: "alert.opened", Subject: "AL-1", CreatedAt: at("2026-11-18", "14:35"), SentAt: at("2026-11-18", "14:36").Add(40 * time.Second)},
			{ID: "m0", Channel: "值班群", Kind: "alert.opened", Subject: "AL-9", CreatedAt: at("2026-11-18", "14:35"), SentAt: at("2026-11-18", "14:36")},
		},
		Orders: []voc.WorkOrder{
			{ID: "WO-20261118-0001", Brand: "qingheng", Alert: "AL-1", Title: "查清并处理：青衡·静安寺店 异物", Level: voc.Red, State: voc.OrderVerifying, Owner: "王芳", Store: "sh-jingan",
				OpenedAt: at("2026-11-18", "14:35"), ClaimedAt: at("2026-11-18", "14:47"), AnsweredAt: at("2026-11-18", "16:10"), ResolvedAt: at("2026-11-18", "20:30"), Cycle: 1,
				Cause: "切茶机刀片崩口", Action: "停用 2 号切茶机，当批茶叶下架", CausePath: voc.CausePath{Cause: "切茶机刀片崩口", Process: "设备点检", Department: "门店运营"},
				Verification: voc.Verification{State: voc.VerificationWatching, Verdict: "头两天没有新的异物投诉"},
				Callbacks:    []voc.Callback{{Result: voc.RecoveryWon}, {Result: voc.RecoveryLost}, {Result: voc.RecoveryUnreachable}},
				Notes: []voc.OrderNote{note("14:47", "王芳", "claimed", "", voc.OrderInProgress), note("15:10", "王芳", "noted", "店长已封存当批 12 包茶叶", voc.OrderInProgress),
					note("16:10", "周扬", "answered", "已在评论区致歉并请顾客联系", voc.OrderInProgress), note("20:30", "王芳", "resolved", "停用 2 号切茶机，当批茶叶下架", voc.OrderResolved),
					note("20:31", "tingfeng", "verifying", "", voc.OrderVerifying)}},
			{ID: "WO-other", Brand: "qingheng", Title: "别的事", State: voc.OrderNew, OpenedAt: at("2026-11-18", "14:35")},
		},
		Stores:  []voc.Store{{ID: "sh-jingan", Name: "静安寺店"}, {ID: "sh-people", Name: "人民广场店"}, {ID: "sh-xuhui", Name: "徐汇店"}},
		Sources: []voc.Source{{ID: "dianping", Title: "大众点评 · 青衡"}},
		Titles:  map[string]string{"服务-等待": "等待太久", "卫生-异物": "异物"},
		Now:     at("2026-11-20", "21:30"), Location: shanghai,
	}
}

func recounted(t *testing.T, in IncidentInputs) voc.Digest {
	t.Helper()
	var log bytes.Buffer
	in.Log = slog.New(slog.NewTextHandler(&log, nil))
	d, err := Incident(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if log.Len() > 0 {
		t.Errorf("parts of a true report were left out:\n%s", log.String())
	}
	if text := fmt.Sprintf("%+v", d); strings.Contains(text, "%!") {
		t.Errorf("a sentence lacks an argument: %s", text[strings.Index(text, "%!"):][:80])
	}
	return d
}

func TestGoldenIncidents(t *testing.T) {
	in := wednesday(t)
	for _, c := range []struct {
		name   string
		change func(*IncidentInputs)
	}{
		{"incident", func(*IncidentInputs) {}},
		{"incident-en", func(in *IncidentInputs) { in.Language = "en" }},
		{"incident-running", func(in *IncidentInputs) {
			in.Now, in.Alert.State, in.Alert.ResolvedAt, in.Orders = at("2026-11-18", "15:45"), voc.AlertOpen, time.Time{}, nil
			in.Alert.Similar, in.Alert.Order = nil, ""
		}},
		{"incident-silence", func(in *IncidentInputs) {
			in.Alert.Kind, in.Alert.Topic, in.Alert.Source, in.Alert.Similar, in.Orders, in.Alert.Order = voc.RuleSilence, "", "dianping", nil, nil, ""
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := in
			c.change(&in)
			d := recounted(t, in)
			golden(t, d, c.name)
			if again := recounted(t, in); !reflect.DeepEqual(d, again) {
				t.Error("asked twice, two reports")
			}
			for _, s := range d.Sections { // a timeline goes forward
				if s.Name != "timeline" {
					continue
				}
				for i, l := range s.Lines[1:] {
					if s.Lines[i].Text[:17] > l.Text[:17] && in.Language != "en" {
						t.Errorf("%q comes after %q", l.Text, s.Lines[i].Text)
					}
				}
			}
		})
	}
}
