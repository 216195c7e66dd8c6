package api

import (
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The nouns of voc know nothing of OpenAPI, so the document learns here which words their fields
// may hold; the pages' types become unions of them and a new word is a compile error there.
var (
	levels      = []string{string(voc.Red), string(voc.Orange), string(voc.Yellow), string(voc.Blue)}
	outcomes    = []string{string(voc.VisitOK), string(voc.VisitUnchanged), string(voc.VisitPartial), string(voc.VisitBlocked), string(voc.VisitFailed)}
	sourceKinds = []string{
		string(voc.KindFeed), string(voc.KindAppStore), string(voc.KindSteam), string(voc.KindDiscourse), string(voc.KindV2EX), string(voc.KindHackerNews),
		string(voc.KindMastodon), string(voc.KindStackExchange), string(voc.KindHTML), string(voc.KindJSON), string(voc.KindDiscuz), string(voc.KindDouban),
		string(voc.KindTieba), string(voc.KindGooglePlay), string(voc.KindReddit), string(voc.KindImport), string(voc.KindPush),
	}
	sourceStates = textsOf(store.States)
	troubles     = []string{
		string(voc.TroubleNone), string(voc.TroubleLogin), string(voc.TroubleRobots), string(voc.TroubleRefused), string(voc.TroubleExpired),
		string(voc.TroubleLayout), string(voc.TroubleLarge), string(voc.TroubleInward), string(voc.TroublePace), string(voc.TroubleNetwork), string(voc.TroubleConfig), string(voc.TroubleCap),
	}
	emotions = []string{string(voc.Happy), string(voc.Angry), string(voc.Sad), string(voc.Fear), string(voc.Surprise), string(voc.Calm)}
	intents  = []string{
		string(voc.IntentComplaint), string(voc.IntentQuestion), string(voc.IntentSuggestion), string(voc.IntentPraise),
		string(voc.IntentRequest), string(voc.IntentChurn), string(voc.IntentPromotion), string(voc.IntentOther),
	}
	roles              = []string{string(voc.RoleNone), string(voc.RolePreferred), string(voc.RoleOutdone), string(voc.RoleEqual)}
	orderKinds         = []string{string(voc.OrderCase), string(voc.OrderTheme), string(voc.OrderJourney)}
	clockNames         = []string{string(voc.ClockClaim), string(voc.ClockAnswer), string(voc.ClockResolve), string(voc.ClockVerify)}
	verificationStates = []string{string(voc.VerificationWatching), string(voc.VerificationPassed), string(voc.VerificationFailed), string(voc.VerificationUnclear)}
	precisions         = []string{string(voc.PrecisionSecond), string(voc.PrecisionMinute), string(voc.PrecisionDay), string(voc.PrecisionNone)}
)

func textsOf[T ~string](words []T) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return all
}

// words lists schema, property and the words it may hold.
var words = []struct {
	schema, property string
	words            []string
}{
	{"Alert", "level", levels},
	{"Alert", "state", alertStates},
	{"Alert", "kind", append([]string{""}, ruleKinds...)}, // "" from before kinds were written down
	{"Alert", "verdict", append([]string{""}, alertVerdicts...)},
	{"AlertOrder", "type", alertCommands},
	{"Callback", "result", recoveryResults},
	{"CauseNode", "kind", []string{"department", "process", "cause"}},
	{"Clock", "name", clockNames},
	{"Escalation", "clock", clockNames},
	{"OrderCommand", "channel", append([]string{""}, commandChannels...)},
	{"OrderCommand", "level", append([]string{""}, levels...)},
	{"OrderCommand", "result", append([]string{""}, recoveryResults...)},
	{"OrderCommand", "type", commandTypes},
	{"OrderCommand", "wait_for", append([]string{""}, waitsFor...)},
	{"OrderOpening", "kind", orderKinds},
	{"OrderOpening", "level", levels},
	{"Verification", "state", append([]string{""}, verificationStates...)},
	{"WorkOrder", "wait_for", append([]string{""}, waitsFor...)},
	{"Analysis", "emotion", emotions},
	{"Analysis", "intent", intents},
	{"Analysis", "sentiment", sentiments},
	{"Aspect", "sentiment", sentiments},
	{"Analysis", "role", roles},
	{"Collected", "kind", sourceKinds},
	{"Collected", "state", sourceStates},
	{"Collected", "trouble", troubles},
	{"Correction", "emotion", emotions},
	{"Correction", "intent", intents},
	{"Correction", "sentiment", sentiments},
	{"Decision", "state", discoveryStates},
	{"Detail", "kind", sourceKinds},
	{"Detail", "state", sourceStates},
	{"Detail", "trouble", troubles},
	{"Discovery", "kind", []string{string(voc.DiscoveryWord), string(voc.DiscoveryStory)}},
	{"Discovery", "state", discoveryStates},
	{"Fact", "kind", []string{string(voc.FactPrice), string(voc.FactWait)}},
	{"Message", "level", append([]string{""}, levels...)}, // a letter has no level
	{"Gap", "trouble", troubles},
	{"MetaSource", "kind", sourceKinds},
	{"OrderNote", "state", orderStates},
	{"Post", "kind", postKinds},
	{"Post", "precision", precisions},
	{"Reading", "emotion", append([]string{""}, emotions...)}, // empty: not judged
	{"Reading", "intent", append([]string{""}, intents...)},
	{"Reading", "reader", []string{string(voc.ReaderLLM), string(voc.ReaderHuman)}},
	{"Reading", "sentiment", append([]string{""}, sentiments...)},
	{"KindOfRule", "kind", ruleKinds},
	{"ReplayAlert", "level", levels},
	{"Rule", "kind", ruleKinds},
	{"Rule", "open_order_from", append([]string{""}, levels...)},
	{"Rule", "sentiment", append([]string{""}, sentiments...)},
	{"RuleState", "origin", []string{string(voc.RuleFromFile), string(voc.RuleFromPage)}},
	{"Sample", "after", sentiments},
	{"Sample", "before", sentiments},
	{"SilenceOrder", "up_to", append([]string{""}, levels...)},
	{"SilenceState", "up_to", append([]string{""}, levels...)},
	{"SimilarAlert", "verdict", append([]string{""}, alertVerdicts...)},
	{"SourceStatus", "kind", sourceKinds},
	{"SourceStatus", "state", sourceStates},
	{"TrendAlert", "level", levels},
	{"TrendAlert", "state", alertStates},
	{"Visit", "outcome", outcomes},
	{"Visit", "trouble", troubles},
	{"WorkOrder", "kind", orderKinds},
	{"WorkOrder", "level", levels},
	{"WorkOrder", "state", orderStates},
}

// tidySchemas says in the document what huma cannot read off the Go types: lists are never null
// (jsonFormat sees to it), and which words a field may hold.
func tidySchemas(doc *huma.OpenAPI) {
	schemas := doc.Components.Schemas.Map()
	for _, s := range schemas {
		tidySchema(s)
	}
	for _, w := range words {
		s := schemas[w.schema]
		if s == nil || s.Properties[w.property] == nil {
			panic(fmt.Sprintf("api: the table of words names %s.%s, which is in no answer", w.schema, w.property)) // a test builds the document
		}
		s.Properties[w.property].Enum = oneOf(w.words).Enum
	}
	for _, path := range doc.Paths {
		if path.Get == nil {
			continue
		}
		for _, p := range path.Get.Parameters {
			tidySchema(p.Schema)
		}
	}
}

func tidySchema(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
		tidySchema(s.Items)
	}
	for _, p := range s.Properties {
		tidySchema(p)
	}
}
