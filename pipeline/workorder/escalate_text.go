package workorder

import (
	"fmt"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ClockTitle is a clock as people call it.
func ClockTitle(name voc.ClockName) string {
	switch name {
	case voc.ClockClaim:
		return "认领"
	case voc.ClockAnswer:
		return "首次答复"
	case voc.ClockResolve:
		return "解决"
	case voc.ClockVerify:
		return "验证"
	}
	return string(name)
}

// escalationText says what an escalation tells: "解决时限已用 75%，提醒王芳、李雷"; of an order whose owner is
// off, who shall take it over, whatever its clock says.
func escalationText(d voc.Escalation) string {
	if d.Percent == 0 {
		return "负责人不在，请" + strings.Join(d.To, "、") + "接手"
	}
	used := fmt.Sprintf("%s时限已用 %d%%", ClockTitle(d.Clock), d.Percent)
	if d.Day > 0 {
		used += fmt.Sprintf("，超时第 %d 天", d.Day+1)
	}
	return used + "，提醒" + strings.Join(d.To, "、")
}
