package workorder

import "testing"

func TestThanksDoNotReopen(t *testing.T) {
	for _, text := range []string{
		"谢谢！", "谢谢你们这么快处理", "好的，收到了，辛苦了", "已经退了，感谢客服小姐姐", "OK 👍", "Thank you!", "解决了，谢谢老板", "没问题了，谢谢", "满意，点赞",
	} {
		if !OnlyThanks(text) {
			t.Errorf("%q is thanks alone", text)
		}
	}
	for _, text := range []string{
		"", "谢谢，但是钱还没到账", "谢谢你们的“处理”，又坏了", "好的，什么时候退？", "收到了，杯子里还是有东西", "感谢让我白跑一趟，差评", "解决了才怪",
		"今天在店里又喝到一根头发", "好的那我继续投诉", "谢谢，可是赠品怎么没有", "收到的第二杯里面有一只飞虫，图已经发到后台",
	} {
		if OnlyThanks(text) {
			t.Errorf("%q is more than thanks", text)
		}
	}
}
