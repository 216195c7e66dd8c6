package charset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestShortReviews: most reviews are a few characters long, and a site in GBK that says nothing of
// its encoding sends them as four to twenty bytes.
func TestShortReviews(t *testing.T) {
	const reviews = "差评 好评 好喝 难喝 一般 还行 不错 太甜了 排队太久 服务态度差 味道不错 下次还来 不会再来 包装破了 送错了 退款 垃圾 踩雷 避雷 推荐 " +
		"太贵 涨价了 闪退 登录不了 客服不理人 配送慢 有头发 拉肚子 不新鲜 分量少 很满意 五星好评 性价比高 真香 一如既往 杯子漏 料少 冰太多 珍珠硬 奶味淡"
	for _, review := range strings.Fields(reviews) {
		if text, name, err := Decode(gbk(review), "", ""); text != review || err != nil {
			t.Errorf("%s came out as %q (%s), %v", review, text, name, err)
		}
		if text, name, err := Decode([]byte(review), "", ""); text != review || err != nil {
			t.Errorf("%s in UTF-8 came out as %q (%s), %v", review, text, name, err)
		}
	}
}

func TestTraditionalReviews(t *testing.T) {
	const reviews = "這家店真的很難喝 服務態度很差，等了一個小時 味道還不錯，下次會再來 珍珠煮得太硬了 杯子漏了，客服說不會退錢 感覺沒有以前好喝了 我們點了三杯都送錯"
	for _, review := range strings.Fields(reviews) {
		if text, name, err := Decode(big5(review), "", ""); text != review || err != nil {
			t.Errorf("%s came out as %q (%s), %v", review, text, name, err)
		}
	}
}

func TestRealPages(t *testing.T) {
	dir := os.Getenv("TINGFENG_SHARED")
	if dir == "" {
		t.Skip("TINGFENG_SHARED is not set: real GB2312 pages are not decoded; set it to the folder that holds data/fixtures")
	}
	for _, name := range []string{"baidu-cn-home.html", "baidu-variant.html"} {
		body, err := os.ReadFile(filepath.Join(dir, "data", "fixtures", "charset_gb2312", name))
		if err != nil {
			t.Fatal(err)
		}
		text, encoding, err := Decode(body, "text/html", "")
		if err != nil || encoding != "gb18030" || strings.ContainsRune(text, '\uFFFD') || !strings.Contains(text, "百度") {
			t.Errorf("%s: %s, %v: %.200q", name, encoding, err, text)
		}
	}
}
