package alert

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestQuotesReachManyAndRepeatsNobody(t *testing.T) {
	say := func(id, text string, reach int64) voc.Evidence {
		return voc.Evidence{PostID: voc.PostID(id), Text: text, Reach: reach}
	}
	found := []voc.Evidence{
		say("loud", "湖滨店的杯子里喝出一截钢丝，店员说不知道哪来的", 900_000),
		say("echo", "湖滨店的杯子里喝出一截钢丝，店员说不知道哪来的呀", 800_000),
		say("other", "孩子喝完嗓子划破了，正在医院等拍片", 500),
		say("small", "再也不买了", voc.Unknown),
	}
	got := Quotes(found, 3)
	if len(got) != 3 || got[0].PostID != "loud" || got[1].PostID != "other" || got[2].PostID == "echo" {
		t.Errorf("told %+v; want the loudest, then what is new, the echo last of all", got)
	}
	if got := Quotes(found, 9); len(got) != 4 || got[3].PostID != "echo" {
		t.Errorf("asked for more than there are: %+v", got)
	}
	if got := Quotes(nil, 5); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
	quiet := []voc.Evidence{say("a", "等了很久", -1), say("b", "没有人理", -1)}
	if got := Quotes(quiet, 2); got[0].PostID != "a" || got[1].PostID != "b" {
		t.Errorf("nobody's reach is known: %+v, want the order they came in", got)
	}
}
