package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// calls holds one good call of every operation. The stream of live updates never ends and has a
// test of its own.
var calls = map[string]struct{ target, body string }{
	"alert":                {"/alerts/A-1", ""},
	"alerts":               {"/alerts", ""},
	"backtest-rule":        {"/rules/backtest", `{"rule":{"kind":"burst"},"brand":"qingheng"}`},
	"command-alert":        {"/alerts/A-1/commands", `{"type":"confirm","actor":"小周"}`},
	"drop-plan":            {"/plans/%E5%8F%8C%E5%8D%81%E4%B8%80", `{"actor":"小周"}`},
	"drop-rule":            {"/rules/negative-burst", `{"actor":"小周","why":"不用了"}`},
	"end-silence":          {"/silences/SL-1/end", `{"actor":"小周"}`},
	"make-silence":         {"/silences", `{"reason":"装修","to":"2026-02-02","actor":"小周"}`},
	"plans":                {"/plans", ""},
	"rule":                 {"/rules/negative-burst", ""},
	"rules":                {"/rules", ""},
	"save-plan":            {"/plans/%E5%8F%8C%E5%8D%81%E4%B8%80", `{"from":"2026-11-10","to":"2026-11-12","raise":2,"actor":"小周"}`},
	"save-rule":            {"/rules/negative-burst", `{"rule":{"kind":"burst"},"actor":"小周","why":"太吵"}`},
	"silences":             {"/silences", ""},
	"audit-order":          {"/orders/WO-1/audit", ""},
	"channels":             {"/channels", ""},
	"check-tone":           {"/orders/tone", `{"text":"这是公司政策不允许的"}`},
	"deliveries":           {"/deliveries", ""},
	"delivery":             {"/deliveries/m", ""},
	"open-order":           {"/orders", `{"kind":"theme","title":"等待太久","brand":"qingheng","level":"yellow","actor":"小周"}`},
	"order-causes":         {"/orders/causes", ""},
	"order-report":         {"/orders/report", ""},
	"people":               {"/people", ""},
	"reply-to-order":       {"/orders/WO-1/reply", ""},
	"resend-delivery":      {"/deliveries/m/resend", `{"actor":"小周"}`},
	"test-channel":         {"/channels/group/test", `{"actor":"小周"}`},
	"aspects":              {"/aspects?from=2026-01-10&to=2026-02-01", ""},
	"bring-observations":   {"/observations", `[{"post":"00000000000000000000000000000001","source":"far","at":"2026-01-31T10:00:00Z","engagement":{"likes":3,"replies":-1,"shares":-1,"views":-1,"approx":false}}]`},
	"bring-visits":         {"/visits", `[{"source":"far","started_at":"2026-01-31T10:00:00Z","ended_at":"2026-01-31T10:00:09Z","outcome":"ok"}]`},
	"brands":               {"/brands?from=2026-01-10&to=2026-02-01", ""},
	"collection":           {"/collection", ""},
	"command-order":        {"/orders/WO-1/commands", `{"type":"claim","actor":"小周"}`},
	"correct":              {"/mentions/POST/BRAND/corrections", `{"actor":"小周","sentiment":"negative"}`},
	"decide-discovery":     {"/discoveries/d/decision", `{"state":"rejected","actor":"小周"}`},
	"discoveries":          {"/discoveries", ""},
	"erase":                {"/erasures", `{"author":"42","actor":"小周"}`},
	"discovery-effect":     {"/discoveries/d/effect?topic=x", ""},
	"digest":               {"/digest", ""},
	"digest-html":          {"/digest.html", ""},
	"digest-md":            {"/digest.md", ""},
	"export-mentions":      {"/export/mentions.csv", ""},
	"export-mentions-xlsx": {"/export/mentions.xlsx", ""},
	"export-evidence":      {"/export/evidence", `{"mentions":["POST/BRAND"],"actor":"小周"}`},
	"mention-facets":       {"/mentions/facets", ""},
	"mention-thread":       {"/mentions/POST/BRAND/thread", ""},
	"mention-copies":       {"/mentions/POST/BRAND/copies?from=2026-01-10&to=2026-02-01", ""},
	"corrections":          {"/mentions/POST/BRAND/corrections", ""},
	"undo-correction":      {"/corrections/undo", `{"post":"POST","brand":"BRAND","id":"made","actor":"小周"}`},
	"bulk-preview":         {"/mentions/bulk/preview", `{"mentions":["POST/BRAND"]}`},
	"bulk-correct":         {"/mentions/bulk/corrections", `{"mentions":["POST/BRAND"],"expect":1,"correction":{"actor":"小周","irony":true}}`},
	"bulk-order":           {"/mentions/bulk/order", `{"mentions":["POST/BRAND"],"title":"等待太久","level":"yellow","actor":"小周"}`},
	"searches":             {"/searches", ""},
	"search":               {"/searches/kept", ""},
	"save-search":          {"/searches", `{"name":"退款慢","query":"q=1"}`},
	"drop-search":          {"/searches/spare", `{"owner":"小周"}`},
	"gaps":                 {"/sources/forum/gaps", ""},
	"keywords":             {"/keywords?from=2026-01-10&to=2026-02-01", ""},
	"mention":              {"/mentions/POST/BRAND", ""},
	"mentions":             {"/mentions?from=2026-01-10&to=2026-02-01", ""},
	"me":                   {"/me", ""},
	"meta":                 {"/meta", ""},
	"observations":         {"/mentions/POST/BRAND/observations", ""},
	"order":                {"/orders/WO-1", ""},
	"orders":               {"/orders", ""},
	"overview":             {"/overview?from=2026-01-10&to=2026-02-01", ""},
	"push-posts":           {"/posts", `[{"id":"1","source":"desk","text":"好"}]`},
	"readings":             {"/mentions/POST/BRAND/readings", ""},
	"retag":                {"/retag", "{}"},
	"retagging":            {"/retag", ""},
	"search-discoveries":   {"/discoveries/search", "{}"},
	"source":               {"/sources/forum", ""},
	"sources":              {"/sources?from=2026-01-10&to=2026-02-01", ""},
	"status":               {"/status", ""},
	"stores":               {"/stores?from=2026-01-10&to=2026-02-01", ""},
	"places":               {"/places?from=2026-01-10&to=2026-02-01", ""},
	"store-ranks":          {"/stores/ranks?from=2026-01-10&to=2026-02-01", ""},
	"authors":              {"/authors?from=2026-01-10&to=2026-02-01&by=complaints", ""},
	"rivals":               {"/rivals?from=2026-01-10&to=2026-02-01", ""},
	"topics":               {"/topics?from=2026-01-10&to=2026-02-01", ""},
	"trend":                {"/trend?from=2026-01-10&to=2026-02-01", ""},
	"usual":                {"/trend/usual?from=2026-01-10&to=2026-02-01", ""},
	"rulers":               {"/trend/rulers?from=2026-01-10&to=2026-02-01", ""},
	"visit-source":         {"/sources/forum/visit", "{}"},
	"visiting-source":      {"/sources/forum/visit", ""},
	"visits":               {"/visits", ""},
}

// needsMore are operations on something this house does not have: jobs_test.go and quality_test.go make
// it and look at the good answer.
var needsMore = map[string]bool{"cancel-job": true, "resume-job": true, "read-sample": true}

// Every operation of the document is called on a real database, and what it answers is what the
// document says: the pages' types are made from the document and must not lie.
func TestEveryOperationAnswersWhatTheDocumentSays(t *testing.T) {
	mentions := voices(60)
	h := &house{
		orders:   []voc.WorkOrder{order("WO-1", voc.OrderNew)},
		alerts:   []voc.Alert{{ID: "A-1", Brand: "qingheng", State: voc.AlertOpen, Level: voc.Red, StartedAt: clock.Add(-time.Hour)}},
		messages: []voc.Message{{ID: "m", Level: voc.Red, CreatedAt: clock}},
		ordered:  []VisitOrder{{}},
	}
	h.discoveries = []voc.Discovery{{ID: "d", Kind: voc.DiscoveryWord, Brand: "qingheng", Label: "雪顶爆浆", Words: []string{"雪顶爆浆"}, State: voc.DiscoveryProposed}}
	h.watchSomething()
	h.workSomething()
	h.post()
	door := stocked(t, h, mentions, keepSomething)
	a := &checker{t: t, api: specDoor().api}
	for path, item := range a.api.OpenAPI().Paths {
		for method, op := range map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodDelete: item.Delete} {
			if op == nil || op.OperationID == "events" || accessCalls[op.OperationID].method != "" {
				continue
			}
			call, ok := calls[op.OperationID]
			if !ok {
				call, ok = otherCalls[op.OperationID]
			}
			if !ok {
				t.Errorf("operation %s (%s %s) has no call in this test: add one", op.OperationID, method, path)
				continue
			}
			brand := string(mentions[0].Brand)
			if brand == "" {
				brand = "-"
			}
			target := strings.NewReplacer("POST", string(mentions[0].Post.ID), "BRAND", brand).Replace(call.target)
			w := ask(t, door, method, base+target, strings.NewReplacer("POST", string(mentions[0].Post.ID), "BRAND", brand).Replace(call.body))
			if w.Code == http.StatusNotFound && needsMore[op.OperationID] {
				continue
			}
			if w.Code/100 != 2 {
				t.Errorf("%s: %d %s", op.OperationID, w.Code, w.Body)
				continue
			}
			a.check(op, w.Code, w.Header().Get("Content-Type"), w.Body.Bytes())
		}
	}
}

func specDoor() *door {
	a := &door{}
	a.register(http.NewServeMux())
	return a
}

type checker struct {
	t   *testing.T
	api huma.API
}

// check validates an answer against the schema the document gives for it.
func (d *checker) check(op *huma.Operation, status int, contentType string, body []byte) {
	d.t.Helper()
	answer := op.Responses[map[int]string{200: "200", 202: "202"}[status]]
	if answer == nil {
		d.t.Errorf("%s: status %d is not in the document", op.OperationID, status)
		return
	}
	media := answer.Content[contentType]
	if media == nil {
		d.t.Errorf("%s: content type %q is not in the document", op.OperationID, contentType)
		return
	}
	if contentType != "application/json" {
		return
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		d.t.Errorf("%s: %v", op.OperationID, err)
		return
	}
	var res huma.ValidateResult
	huma.Validate(d.api.OpenAPI().Components.Schemas, media.Schema, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, v, &res)
	for _, err := range res.Errors {
		d.t.Errorf("%s answers what the document does not say: %v", op.OperationID, err)
	}
}

// A list that is null breaks every page that walks over it.
func TestNoAnswerHoldsANullList(t *testing.T) {
	type leaf struct {
		List []string  `json:"list"`
		At   time.Time `json:"at"`
	}
	type tree struct {
		Leaf  leaf     `json:"leaf"`
		Many  []leaf   `json:"many"`
		Maybe *leaf    `json:"maybe"`
		None  *leaf    `json:"none"`
		Rate  *float64 `json:"rate"`
	}
	in := tree{Many: []leaf{{}, {List: []string{"a"}}}, Maybe: &leaf{}}
	var out strings.Builder
	if err := jsonFormat.Marshal(&out, in); err != nil {
		t.Fatal(err)
	}
	want := `{"leaf":{"list":[],"at":"0001-01-01T00:00:00Z"},"many":[{"list":[],"at":"0001-01-01T00:00:00Z"},{"list":["a"],"at":"0001-01-01T00:00:00Z"}],` +
		`"maybe":{"list":[],"at":"0001-01-01T00:00:00Z"},"none":null,"rate":null}` + "\n"
	if out.String() != want {
		t.Errorf("%s, want %s", out.String(), want)
	}
	if in.Leaf.List != nil || in.Many[0].List != nil || in.Maybe.List != nil {
		t.Error("the value of somebody else was changed")
	}
}

// Every word the table of schema.go names is one the document may hold, and none is empty by accident.
func TestTheDocumentNamesTheWordsOfTheNouns(t *testing.T) {
	schemas := specDoor().api.OpenAPI().Components.Schemas.Map()
	if got := schemas["WorkOrder"].Properties["state"].Enum; !slices.Equal(got, []any{"new", "assigned", "in_progress", "waiting", "resolved", "verifying", "closed", "false_alarm", "merged", "cancelled"}) {
		t.Errorf("states of a work order: %v", got)
	}
	if s := schemas["Alert"].Properties["evidence"]; s.Nullable {
		t.Error("a list is documented as nullable")
	}
}
