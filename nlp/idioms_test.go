package nlp

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Words that each say one thing say another together.
func TestTurnsOfPhrase(t *testing.T) {
	a := full(t)
	for _, c := range []struct {
		text string
		side float64
	}{
		{"后排坐三个人，一点都不挤", 1},
		{"上手一点都不麻烦", 1},
		{"一点都不干净", -1},
		{"根本不贵", 1},
		{"从来没卡过", 1},
		{"完全不粗糙", 1},
		{"没有大家说的那么慢", 1},
		{"没以前那么贵了", 1},
		{"没以前那么好吃了", -1},
		{"没觉得慢", 1},
		{"没觉得好喝", -1},
		{"比别家好喝多了", 1},
		{"比别家慢多了", -1},
		{"不能更好喝", 1},
		{"不能再差了", -1},
		{"没有比这更难喝的了", -1},
		{"没有比这更好喝的了", 1},
		{"不要太好喝", 1},
		{"快得不像话", 1},
		{"哪儿都舒服", 1},
		{"怎么能这么好喝", 1},
		{"谁能想到这么好吃", 1},
		{"谁说难吃的，我觉得挺好", 1},
		{"跟便宜不沾边", -1},
		{"好吃才怪", -1},
		{"好喝？不存在的", -1},
		{"说好喝的都是托吧", -1},
		{"想便宜都难", -1},
		{"连干净都谈不上", -1},
		{"要味道没味道", -1},
		{"要好吃没好吃", -1},
		{"再贵也值得", 1},
		{"要是能再便宜一点就好了", -1},
		{"希望别这么慢", -1},
		{"什么时候能不难吃", -1},
		{"谢谢，让我知道什么叫难喝", -1},
		{"一如既往的慢", -1},
		{"一如既往的好喝", 1},
		{"看着干净，用着难受", -1},
		{"说是划算，其实难吃", -1},
		{"以前难吃，现在好吃了", 1},
		{"便宜是便宜，就是难吃", -1},
		{"别家都没有这家好喝", 1},
		{"没有别家好喝", -1},
		{"最不满意的就是早餐", -1},
		{"最让人喜欢的就是早餐", 1},
		{"分量真的不行", -1},
		{"白瞎了这么好的位置", -1},
		{"味道远超预期", 1},
		{"早餐低于预期", -1},
		{"负责的客服，很满意的一次", 1},
		{"大家不要太期待", -1},
		{"没成想还真好喝", 1},
		{"贵？没有的事", 1},
		{"好吃？想多了", -1},
		{"别指望便宜", -1},
		{"看不出哪儿好喝", -1},
		{"我就没见它快过", -1},
		{"没让我觉得贵", 1},
		{"真不知道好喝在哪", -1},
		{"卡的问题这次总算解决了", 1},
		{"一点难受的地方都没有", 1},
		{"一点干净的地方都没有", -1},
		{"好看全靠滤镜", -1},
		{"再没有这么好喝的了", 1},
		{"怪不得都说好喝", 1},
		{"不夸张，真好喝", 1},
		{"不能再相信他们了", -1},
		{"从来没吃过这么好吃的火锅", 1},
		{"从没这么失望过", -1},
		{"一点异味都没有", 1},
		{"没有任何问题", 1},
		{"没有任何效果", -1},
		{"毫无体验感", -1},
		{"一点诚意都没有", -1},
		{"再好吃也不会来了", -1},
		{"朋友说难吃，我觉得挺好吃", 1},
		{"味道一如既往", 1},
		{"怎么可能这么便宜，假的吧", -1},
		{"希望别再迟到了", -1},
		{"能不能别老是卡", -1},
	} {
		if an := of(t, a, c.text); an.Score*c.side <= 0 {
			t.Errorf("%q: %.2f, want the other side", c.text, an.Score)
		}
	}
}

// What is hoped for or feared is no verdict.
func TestHopesAreNoVerdict(t *testing.T) {
	a := full(t)
	for _, text := range []string{"希望不会踩雷", "希望快递别迟到", "但愿不难吃", "如果不难吃我会再来"} {
		if an := of(t, a, text); an.Score > 0.6 || an.Score < -0.6 {
			t.Errorf("%q: %.2f, want little", text, an.Score)
		}
	}
}

// frames hold {P}, a word of praise, {N}, one of blame, and {P2} and {N2}, another each.
const (
	framesOfPraise = "一点都不{N}|一点也不{N}|丝毫不觉得{N}|完全不{N}|没有想象中那么{N}|没有大家说的那么{N}|不像以前那么{N}了|没以前那么{N}了|根本不{N}|再{P}不过|不能更{P}|哪儿都{P}|没想到这么{P}|比别家{P}多了|比想象中{P}|越来越{P}|{P}得不像话|怎么能这么{P}|还挺{P}|不要太{P}|虽然远，但是{P}|{P}是{P}，就是远了点|贵是贵，但{P}|本来以为会{N}，没想到{P}|以为{N}，结果{P}|之前{N}，现在{P}|不但不{N}，还很{P}|谁能想到这么{P}|没有一次不{P}|{P}又{P2}|也太{P}了吧|终于不{N}了|难得这么{P}|虽然{N}，但是{P}|比之前{P}了不少|从来没{N}过|再{N}也值得|没觉得{N}|一如既往的{P}|怎么可以这么{P}"
	framesOfBlame  = "一点都不{P}|丝毫不觉得{P}|根本不{P}|没有想象中那么{P}|没有宣传的那么{P}|不像以前那么{P}了|没以前{P}了|越来越不{P}|完全没觉得{P}|不是很{P}|算不上{P}|跟{P}不沾边|没有别家{P}|远不如别家{P}|没有比这更{N}的了|再{N}不过|没想到这么{N}|比别家{N}多了|越来越{N}|{N}得不像话|怎么能这么{N}|还挺{N}|虽然近，但是{N}|能不能别这么{N}|不是一般的{N}|以为{P}，结果{N}|之前{P}，现在{N}|说是{P}，其实{N}|号称{P}，到手{N}|虽然{P}，但是{N}|一点{P}的感觉都没有|哪有什么{P}|{P}？不存在的|吹得{P}，其实一般|没有最{N}，只有更{N}|又{N}又{N2}|想{P}都难|要{P}没{P}|再也不{P}了|说好的{P}呢|{P}个屁|这也叫{P}|{P}才怪|没有一次{P}|从来没{P}过|连{P}都谈不上|{N}到怀疑人生|还是那么{N}|希望别这么{N}"
)

const (
	cantonesePraise = "一啲都唔{N}|超{P}|{P}到痺|冇得頂咁{P}|真係好{P}|冇諗過咁{P}|估唔到咁{P}|比隔籬{P}好多|會再嚟，{P}|{P}過隔籬|雖然{N}，但係{P}|冇上次咁{N}|愈嚟愈{P}|非常{P}|{P}又{P2}|夠曬{P}|好似以前咁{P}|侍應好好人，{P}"
	cantoneseBlame  = "一啲都唔{P}|好鬼{N}|真係好{N}|又{N}又{N2}|唔係咁{P}|冇諗過咁{N}|比隔籬{N}好多|下次唔會再嚟，{N}|雖然{P}，但係{N}|冇上次咁{P}|越嚟越{N}|有啲{N}|{N}都算，仲要{N2}|勁{N}|唔{P}|話就話{P}，其實{N}|咁{N}都好意思收咁貴|以為{P}，點知{N}|今次{N}咗好多"
)

// Nearly every frame turns nearly every word: what its grammar says counts, not what the words are like.
func TestFramesTurnWords(t *testing.T) {
	const least = 0.95 // 0.78 before frames were read
	fill(t, least, framesOfPraise, framesOfBlame,
		"好喝 好吃 舒服 方便 划算 干净 流畅 耐用 热情 贴心 清楚 安静 快 稳 香", "难喝 难吃 贵 慢 脏 吵 卡 油腻 敷衍 麻烦 粗糙 刺鼻 累 挤 咸")
}

func TestCantoneseFramesTurnWords(t *testing.T) {
	const least = 0.93 // 0.85 before
	fill(t, least, cantonesePraise, cantoneseBlame, "好飲 好食 抵食 新鮮 乾淨 快 正 香 滑 入味", "難飲 難食 貴 慢 污糟 嘈 油 硬 韌 鹹")
}

// fill puts as many words of praise as of blame into frames of both, and wants so large a part of the texts on the side
// of their frame, and half of those of each.
func fill(t *testing.T, least float64, praising, blaming, praiseWords, blameWords string) {
	t.Helper()
	praise, blame := strings.Fields(praiseWords), strings.Fields(blameWords)
	a := full(t)
	right, all := 0, 0
	for side, frames := range map[float64]string{1: praising, -1: blaming} {
		for frame := range strings.SplitSeq(frames, "|") {
			wrong := 0
			for k := range praise {
				other := (k + 4) % len(praise)
				text := strings.NewReplacer("{P}", praise[k], "{N}", blame[k], "{P2}", praise[other], "{N2}", blame[other]).Replace(frame)
				if score := a.Analyze([]voc.Post{{Text: text}})[0].Analysis.Score; score*side <= 0 {
					wrong++
				}
			}
			all += len(praise)
			right += len(praise) - wrong
			if wrong > len(praise)/2 {
				t.Errorf("%s: %d of %d words on the wrong side", frame, wrong, len(praise))
			}
		}
	}
	if share := float64(right) / float64(all); share < least {
		t.Errorf("%.3f of %d texts on the right side, want %.2f", share, all, least)
	} else {
		t.Logf("%.3f of %d texts on the right side", share, all)
	}
}

// What people post, {A} being anything a brand has: praise, then blame.
const (
	slangOfPraise = "{A}yyds|{A}永远的神|家人们，{A}绝了|{A}封神|被{A}狠狠拿捏|{A}赢麻了|{A}好到哭|{A}闭眼冲|{A}冲就完事了|{A}永不踩雷|{A}入股不亏|{A}香迷糊了|不允许有人不知道这个{A}|{A}回购无数次|{A}按头安利|{A}吊打同行|{A}天花板|{A}狠狠爱住|{A}戳中我了|{A}怎么这么会|{A}谁用谁知道"
	slangOfBlame  = "{A}翻车了|{A}塌房了|{A}寄了|真的栓Q，{A}|一整个无语住，{A}|{A}大无语|{A}背刺老用户|{A}避雷|姐妹们别去，{A}|{A}下头|{A}真有你的|{A}亏麻了|省流：别买，{A}|{A}把我气笑了|{A}劝退|{A}稀碎|{A}狗都不用|{A}谁买谁后悔|{A}割韭菜|{A}摆烂|{A}已老实，求放过|{A}纯纯的智商税|{A}买了个寂寞|{A}白给都不要|{A}逆天|{A}离大谱|{A}一言难尽|{A}膈应人"
)

func TestSlangOfPosts(t *testing.T) {
	a := full(t)
	right, all := 0, 0
	for side, frames := range map[float64]string{1: slangOfPraise, -1: slangOfBlame} {
		for frame := range strings.SplitSeq(frames, "|") {
			for thing := range strings.FieldsSeq("客服 味道 物流 包装 早餐 空调 续航 房间 分量 屏幕") {
				all++
				if a.Analyze([]voc.Post{{Text: strings.ReplaceAll(frame, "{A}", thing)}})[0].Analysis.Score*side > 0 {
					right++
				}
			}
		}
	}
	const least = 0.95 // 0.78 before these words were known
	if share := float64(right) / float64(all); share < least {
		t.Errorf("%.3f of %d posts on the right side, want %.2f", share, all, least)
	} else {
		t.Logf("%.3f of %d posts on the right side", share, all)
	}
}
