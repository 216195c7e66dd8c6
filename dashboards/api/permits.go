package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// permits is who may ask what: every operation of the interface names exactly one permission, and
// the door does not open while one has none. What of the answer somebody sees besides is a matter of
// their scope, not of this table.
var permits = map[string]voc.Permission{
	// The door itself.
	"me": voc.PermitOpen, "sign-in": voc.PermitOpen, "setup": voc.PermitOpen,
	"sign-out": voc.PermitSelf, "change-password": voc.PermitSelf, "sessions": voc.PermitSelf, "end-session": voc.PermitSelf,

	// Names and numbers.
	"meta": voc.PermitRead, "overview": voc.PermitRead, "trend": voc.PermitRead, "usual": voc.PermitRead, "rulers": voc.PermitRead,
	"topics": voc.PermitRead, "aspects": voc.PermitRead, "sources": voc.PermitRead, "stores": voc.PermitRead,
	"brands": voc.PermitRead, "keywords": voc.PermitRead,
	"topic-tree": voc.PermitRead, "topic-pairs": voc.PermitRead, "aspect-matrix": voc.PermitRead, "aspect-words": voc.PermitRead,
	"words": voc.PermitRead, "heat": voc.PermitRead,
	"places": voc.PermitRead, "store-ranks": voc.PermitRead, "authors": voc.PermitRead, "rivals": voc.PermitRead,
	"events": voc.PermitRead, "status": voc.PermitRead,

	// Mentions.
	"mentions": voc.PermitRead, "mention": voc.PermitRead, "readings": voc.PermitRead, "observations": voc.PermitRead,
	"mention-facets": voc.PermitRead, "mention-thread": voc.PermitRead, "mention-copies": voc.PermitRead, "corrections": voc.PermitRead,
	"searches": voc.PermitRead, "search": voc.PermitRead, "save-search": voc.PermitAct, "drop-search": voc.PermitAct,
	"correct": voc.PermitCorrect, "undo-correction": voc.PermitCorrect, "bulk-correct": voc.PermitCorrect, "bulk-order": voc.PermitAct, "bulk-preview": voc.PermitRead,
	"export-mentions": voc.PermitExport, "export-mentions-xlsx": voc.PermitExport, "export-evidence": voc.PermitExport,

	// Incidents, rules, silences, plans.
	"alerts": voc.PermitRead, "alert": voc.PermitRead, "command-alert": voc.PermitAct,
	"incident-report": voc.PermitRead, "incident-report-html": voc.PermitRead, "incident-report-md": voc.PermitRead, "incident-report-xlsx": voc.PermitRead,
	"rules": voc.PermitRead, "rule": voc.PermitRead,
	"save-rule": voc.PermitRules, "drop-rule": voc.PermitRules, "backtest-rule": voc.PermitRules,
	"silences": voc.PermitRead, "make-silence": voc.PermitRules, "end-silence": voc.PermitRules,
	"plans": voc.PermitRead, "save-plan": voc.PermitRules, "drop-plan": voc.PermitRules,

	// Work orders and messages.
	"orders": voc.PermitRead, "order": voc.PermitRead, "audit-order": voc.PermitRead, "reply-to-order": voc.PermitRead,
	"order-report": voc.PermitRead, "order-causes": voc.PermitRead, "people": voc.PermitRead,
	"open-order": voc.PermitAct, "command-order": voc.PermitAct, "check-tone": voc.PermitAct,
	"channels": voc.PermitRead, "deliveries": voc.PermitRead, "delivery": voc.PermitRead,
	"resend-delivery": voc.PermitOperate, "test-channel": voc.PermitOperate,

	// Letters and finds.
	"digest": voc.PermitRead, "digest-html": voc.PermitRead, "digest-md": voc.PermitRead,
	"letters": voc.PermitRead, "letter": voc.PermitRead, "letter-html": voc.PermitRead, "letter-md": voc.PermitRead, "letter-xlsx": voc.PermitRead,
	"open-letter": voc.PermitRead, "reply-to-letter": voc.PermitAct, "questions": voc.PermitRead, "answer-question": voc.PermitAct,
	"audiences": voc.PermitRead, "send-audience": voc.PermitOperate,
	"discoveries": voc.PermitRead, "discovery-effect": voc.PermitRead,
	"decide-discovery": voc.PermitCorrect, "search-discoveries": voc.PermitOperate,

	// Collection and long work.
	"collection": voc.PermitRead, "source": voc.PermitRead, "gaps": voc.PermitRead, "visits": voc.PermitRead,
	"visiting-source": voc.PermitRead, "visit-source": voc.PermitOperate,
	"retagging": voc.PermitRead, "retag": voc.PermitOperate,
	"jobs": voc.PermitRead, "cancel-job": voc.PermitExport, "resume-job": voc.PermitOperate, // of others' jobs only who operates sees or stops any
	"quality": voc.PermitRead, "quality-corrected": voc.PermitRead, "ledger": voc.PermitOperate,
	"audit-sample": voc.PermitCorrect, "draw-sample": voc.PermitCorrect, "read-sample": voc.PermitCorrect,
	"push-posts": voc.PermitPush, "bring-visits": voc.PermitPush, "bring-observations": voc.PermitPush,

	// The house.
	"users": voc.PermitAdmin, "add-user": voc.PermitAdmin, "change-user": voc.PermitAdmin, "disable-user": voc.PermitAdmin, "reset-user": voc.PermitAdmin,
	"tokens": voc.PermitAdmin, "make-token": voc.PermitAdmin, "revoke-token": voc.PermitAdmin,
	"erase": voc.PermitAdmin, "access-log": voc.PermitAdmin,
}

// permissionTitles is what people call the permissions.
var permissionTitles = map[voc.Permission]struct{ zh, en string }{
	voc.PermitOpen:    {"公开", "open"},
	voc.PermitSelf:    {"本人账号", "one's own account"},
	voc.PermitRead:    {"查看", "read"},
	voc.PermitAct:     {"处理预警和工单", "act on incidents and work orders"},
	voc.PermitCorrect: {"纠正分析", "correct the analysis"},
	voc.PermitExport:  {"导出", "export"},
	voc.PermitRules:   {"设置规则", "set rules"},
	voc.PermitOperate: {"运行维护", "operate"},
	voc.PermitPush:    {"推送数据", "push"},
	voc.PermitAdmin:   {"管理", "administer"},
}

// operations calls f with every operation of the interface.
func operations(doc *huma.OpenAPI, f func(path string, op *huma.Operation)) {
	paths := make([]string, 0, len(doc.Paths))
	for path := range doc.Paths {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		item := doc.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				f(path, op)
			}
		}
	}
}

// checkPermits tells which operations nobody said a permission for.
func checkPermits(doc *huma.OpenAPI) error {
	var without []string
	operations(doc, func(path string, op *huma.Operation) {
		if permits[op.OperationID] == "" {
			without = append(without, fmt.Sprintf("%s (%s %s)", op.OperationID, op.Method, path))
		}
	})
	if len(without) > 0 {
		return fmt.Errorf("api: no permission for %s: add a line to permits in dashboards/api/permits.go", strings.Join(without, ", "))
	}
	return nil
}

// permit lets through who may ask this operation.
func (a *door) permit(ctx huma.Context, next func(huma.Context)) {
	if p := refusal(viewerOf(ctx.Context()), permits[ctx.Operation().OperationID]); p != nil {
		_, w := humago.Unwrap(ctx)
		if p.Status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Bearer realm="tingfeng"`)
		}
		writeProblem(w, p)
		return
	}
	next(ctx)
}

// refusal is why a viewer may not do what needs a permission; nil: they may. Nobody is told to sign
// in, anybody else what they lack.
func refusal(v voc.Viewer, needed voc.Permission) *Problem {
	switch {
	case needed != "" && v.May(needed) && !(needed == voc.PermitSelf && v.Token != ""):
		return nil
	case v.Name == "":
		return problem(http.StatusUnauthorized, "sign_in", "Sign in first, or send a token.", "请先登录，或带上令牌。")
	case needed == voc.PermitSelf && v.Token != "":
		return problem(http.StatusForbidden, "not_permitted", "This concerns a person's account; a token cannot do it.", "这是个人账号的操作，令牌不能代做。")
	case v.Token != "":
		return problem(http.StatusForbidden, "not_permitted",
			"The token does not hold the permission "+string(needed)+" ("+permissionTitles[needed].en+").",
			"这个令牌没有“"+permissionTitles[needed].zh+"”权限（"+string(needed)+"）。")
	}
	return problem(http.StatusForbidden, "not_permitted",
		"You may not do this: it needs the permission "+string(needed)+" ("+permissionTitles[needed].en+"). Ask an administrator.",
		"您没有“"+permissionTitles[needed].zh+"”权限（"+string(needed)+"），需要时请找管理员开通。")
}

// needs guards what is not an operation of the document.
func needs(p voc.Permission, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if refused := refusal(viewerOf(r.Context()), p); refused != nil {
			writeProblem(w, refused)
			return
		}
		next(w, r)
	}
}
