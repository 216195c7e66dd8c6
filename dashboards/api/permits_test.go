package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestEveryPermissionIsKnownAndHasAName(t *testing.T) {
	for id, p := range permits {
		if !slices.Contains(voc.Permissions(), p) {
			t.Errorf("%s needs %q, which is no permission", id, p)
		}
	}
	for _, p := range voc.Permissions() {
		if permissionTitles[p].zh == "" || permissionTitles[p].en == "" {
			t.Errorf("the permission %s has no name for people", p)
		}
	}
}

// What changes something must not be reachable by looking, and what only looks must not need more
// than looking, but for files out and what concerns the house.
func TestThePermissionFitsTheMethod(t *testing.T) {
	operations(specDoor().api.OpenAPI(), func(path string, op *huma.Operation) {
		switch op.OperationID {
		case "bulk-preview": // its selection may be too long for an address; it changes nothing
			return
		case "open-letter": // who reads a letter is counted as its reader, and nothing else happens
			return
		case "audit-sample": // who reads the week's sample corrects it: nobody else has a use for it
			return
		}
		if p := permits[op.OperationID]; op.Method != http.MethodGet && p == voc.PermitRead {
			t.Errorf("%s %s changes something and needs only %s", op.Method, path, p)
		} else if op.Method == http.MethodGet && slices.Contains([]voc.Permission{voc.PermitPush, voc.PermitCorrect}, p) {
			t.Errorf("GET %s needs %s, which nobody has for looking", path, p)
		}
	})
}

func TestADoorWithAnOperationNobodyThoughtOfDoesNotOpen(t *testing.T) {
	a := specDoor()
	get(a, "/leak", "leak", "Everything", a.meta)
	err := checkPermits(a.api.OpenAPI())
	if err == nil || !strings.Contains(err.Error(), "leak (GET ") || !strings.Contains(err.Error(), "permits.go") {
		t.Errorf("%v", err)
	}
}

func TestARefusalSaysWhatIsLacking(t *testing.T) {
	viewer := voc.Viewer{Name: "li", Permits: []voc.Permission{voc.PermitSelf, voc.PermitRead}}
	token := voc.Viewer{Name: "li", Token: "tk-1", Permits: []voc.Permission{voc.PermitRead}}
	for _, row := range []struct {
		who    voc.Viewer
		needed voc.Permission
		status int
		has    string
		why    string
	}{
		{voc.Viewer{}, voc.PermitOpen, 0, "", "what is open is open to nobody in particular"},
		{voc.Viewer{}, voc.PermitRead, 401, "请先登录", "nobody is told to sign in"},
		{viewer, voc.PermitRead, 0, "", "a viewer looks"},
		{viewer, voc.PermitExport, 403, "导出", "a viewer carries nothing out"},
		{token, voc.PermitRead, 0, "", "a token that may look looks"},
		{token, voc.PermitAct, 403, "令牌", "a token without the permission"},
		{token, voc.PermitSelf, 403, "个人账号", "a token has no account of its own"},
		{viewer, "", 403, "", "an operation without a line is closed"},
	} {
		p := refusal(row.who, row.needed)
		if row.status == 0 {
			if p != nil {
				t.Errorf("%s: refused: %s", row.why, p.Detail)
			}
			continue
		}
		if p == nil || p.Status != row.status || !strings.Contains(p.DetailZH, row.has) || p.Detail == "" {
			t.Errorf("%s: %+v", row.why, p)
		}
	}
}
