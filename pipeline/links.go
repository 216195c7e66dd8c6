package pipeline

import (
	"net/url"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// alertLinks are what a reader of a message can do about an alert, the most likely first. base is the
// address of the dashboard; "" gives none.
func alertLinks(base string, a voc.Alert) []voc.MessageLink {
	if base == "" || a.ID == "" {
		return nil
	}
	links := []voc.MessageLink{{Title: "查看预警", URL: page(base, "alerts", a.ID, "")}}
	if a.Order != "" {
		links = append(links, voc.MessageLink{Title: "认领工单", URL: page(base, "orders", a.Order, voc.CommandClaim)})
	}
	if a.State == voc.AlertResolved {
		return links
	}
	return append(links,
		voc.MessageLink{Title: "误报", URL: page(base, "alerts", a.ID, voc.CommandFalseAlarm)},
		voc.MessageLink{Title: "静音", URL: page(base, "alerts", a.ID, "mute")},
	)
}

// orderLinks are what a reader of a message can do about a work order in its state, the most likely
// first: each opens the order with the action ready.
func orderLinks(base string, o voc.WorkOrder) []voc.MessageLink {
	if base == "" || o.ID == "" {
		return nil
	}
	var links []voc.MessageLink
	add := func(title string, do voc.CommandType) {
		links = append(links, voc.MessageLink{Title: title, URL: page(base, "orders", o.ID, do)})
	}
	switch o.State {
	case voc.OrderNew, voc.OrderAssigned:
		add("认领", voc.CommandClaim)
		add("误报", voc.CommandFalseAlarm)
	case voc.OrderInProgress:
		if o.AnsweredAt.IsZero() {
			add("记录首次回应", voc.CommandAnswer)
		}
		add("标记已解决", voc.CommandResolve)
	case voc.OrderWaiting:
		add("继续处理", voc.CommandResume)
	case voc.OrderResolved:
		add("记录回访", voc.CommandCallback)
		add("重开", voc.CommandReopen)
	}
	add("查看工单", "")
	return links
}

// page is the address of one alert or order, with the action that is to be ready there.
func page(base, kind, id string, do voc.CommandType) string {
	address := strings.TrimRight(base, "/") + "/" + kind + "/" + url.PathEscape(id)
	if do != "" {
		address += "?do=" + url.QueryEscape(string(do))
	}
	return address
}
