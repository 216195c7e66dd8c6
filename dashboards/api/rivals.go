package api

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Rival is one brand's part of the talk.
type Rival struct {
	Key           voc.BrandID `json:"key"`
	Title         string      `json:"title"`
	Own           bool        `json:"own"`
	N             int         `json:"n"`
	Negative      int         `json:"negative"`
	Voice         Portion     `json:"voice" doc:"Share of voice: n of the mentions of all compared brands. The interval takes authors, not mentions, as what is independent"`
	Effective     float64     `json:"effective" doc:"So many independent mentions would be as uncertain"`
	NegativeShare Portion     `json:"negative_share"`
}

// RivalPoint is one piece of the window.
type RivalPoint struct {
	At     time.Time   `json:"at"`
	To     time.Time   `json:"to"`
	Total  int         `json:"total"`
	Shares []RivalPart `json:"shares" doc:"In the order of brands"`
}

// RivalPart is one brand's part of one piece.
type RivalPart struct {
	N     int     `json:"n"`
	Voice Portion `json:"voice"`
}

// GapRow is one aspect over the brands.
type GapRow struct {
	Key   string    `json:"key"`
	Title string    `json:"title"`
	N     int       `json:"n" doc:"Judgements of all compared brands"`
	Cells []GapCell `json:"cells" doc:"In the order of brands"`
}

// GapCell is what is said of one aspect of one brand, against the base.
type GapCell struct {
	N        int      `json:"n"`
	Negative int      `json:"negative"`
	Share    Portion  `json:"share"`
	Gap      *float64 `json:"gap" doc:"The base's negative share minus this brand's: above 0 the base is worse; null for the base itself and where one has nothing"`
	Low      *float64 `json:"low" doc:"Lower end of its 90 % interval"`
	High     *float64 `json:"high" doc:"Upper end of it"`
	Marked   string   `json:"marked" enum:"worse,better,no" doc:"The base is worse or better, surely enough that in nine of ten such tables no mark at all is wrong (interval corrected for the number of comparisons, at least 20 judgements on both sides)"`
}

// Rivals are brands set against each other.
type Rivals struct {
	From        time.Time    `json:"from"`
	To          time.Time    `json:"to"`
	Base        voc.BrandID  `json:"base" doc:"Gaps are of this brand: the first one asked for, else our own"`
	Brands      []Rival      `json:"brands" doc:"The base first, then most first"`
	Points      []RivalPoint `json:"points"`
	Aspects     []GapRow     `json:"aspects" doc:"Most first"`
	Comparisons int          `json:"comparisons" doc:"Gaps that were looked at for marks"`
	Fair        Fair         `json:"fair"`
	Few         int          `json:"few"`
	Says        Says         `json:"says"`
}

type rivalsIn struct{ FilterQuery }

func (a *door) rivals(ctx context.Context, in *rivalsIn) (*answer[Rivals], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	brands := a.compete(f)
	out := Rivals{From: f.From, To: f.To, Base: brands[0].ID, Brands: []Rival{}, Points: []RivalPoint{}, Aspects: []GapRow{}, Few: few}
	ids := make([]voc.BrandID, len(brands))
	for i, b := range brands {
		ids[i] = b.ID
	}
	g, fair, err := a.fairly(ctx, f, ids)
	if err != nil {
		return nil, a.fail(ctx, "rivals", err)
	}
	pieces := piecesOf(f.To.Sub(f.From))
	runs, err := a.Store.SharesOfVoice(ctx, g, pieces)
	if err != nil {
		return nil, a.fail(ctx, "rivals", err)
	}
	cells, err := a.Store.AspectTree(ctx, g, store.AspectsByBrand)
	if err != nil {
		return nil, a.fail(ctx, "rivals", err)
	}
	f.Brands = ids
	all, err := a.Store.Count(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "rivals", err)
	}
	out.voices(brands, runs, pieces)
	out.gaps(brands, cells, a.Titles)
	for _, b := range out.Brands {
		fair.Counted += b.N
	}
	fair.Mentions = max(0, all-fair.Counted)
	out.Fair = fair
	out.Says = rivalsSay(out)
	return &answer[Rivals]{Body: out}, nil
}

// compete are the brands to compare, the base first: those asked for, or all when fewer than two
// are, as far as the scope goes. A brand nobody configured stands for none at all.
func (a *door) compete(f voc.Filter) []voc.Brand {
	var list []voc.Brand
	for _, b := range a.Brands {
		seen := seesBrand(f.Scope, b.ID)
		if seen && (len(f.Brands) < 2 || slices.Contains(f.Brands, b.ID)) {
			list = append(list, b)
		}
	}
	first := func(b voc.Brand) int {
		switch {
		case len(f.Brands) > 0 && b.ID == f.Brands[0]:
			return 0
		case b.Own:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(list, func(x, y voc.Brand) int { return first(x) - first(y) })
	if len(list) == 0 {
		return []voc.Brand{{ID: voc.BrandID(nothing)}}
	}
	return list
}

// piecesOf is into how many pieces a window is cut for a share over time: days of a fortnight at
// most, else weeks or what is left of thirteen pieces.
func piecesOf(window time.Duration) int {
	days := int(math.Round(window.Hours() / 24))
	switch {
	case days <= 2:
		return 8
	case days <= 14:
		return days
	}
	return min(13, (days+6)/7+3)
}

// voices makes the shares of voice, over the window and over its pieces.
func (out *Rivals) voices(brands []voc.Brand, runs []store.VoiceRun, pieces int) {
	by := map[int]map[voc.BrandID]store.VoiceRun{}
	for _, r := range runs {
		if by[r.Piece] == nil {
			by[r.Piece] = map[voc.BrandID]store.VoiceRun{}
		}
		by[r.Piece][r.Brand] = r
	}
	for _, b := range brands {
		run, voices := voicesOf(by[-1], b.ID)
		i, n := statistics.Clustered(voices, statistics.Level)
		out.Brands = append(out.Brands, Rival{
			Key: b.ID, Title: cmp.Or(b.Name, string(b.ID)), Own: b.Own, N: run.N, Negative: run.Negative,
			Voice: shareWith(voices.Own, voices.All, i), Effective: n, NegativeShare: negativeShare(run.Negative, run.N),
		})
	}
	slices.SortStableFunc(out.Brands[1:], func(x, y Rival) int { return y.N - x.N })
	width := out.To.Sub(out.From) / time.Duration(pieces)
	for piece := range pieces {
		p := RivalPoint{At: out.From.Add(time.Duration(piece) * width), To: out.From.Add(time.Duration(piece+1) * width), Shares: []RivalPart{}}
		if piece == pieces-1 {
			p.To = out.To
		}
		for _, b := range out.Brands {
			run, voices := voicesOf(by[piece], b.Key)
			i, _ := statistics.Clustered(voices, statistics.Level)
			p.Total = int(voices.All)
			p.Shares = append(p.Shares, RivalPart{run.N, shareWith(voices.Own, voices.All, i)})
		}
		out.Points = append(out.Points, p)
	}
}

// voicesOf is one brand's part of a piece with what its interval is made of.
func voicesOf(piece map[voc.BrandID]store.VoiceRun, brand voc.BrandID) (store.VoiceRun, statistics.Voices) {
	own := piece[brand]
	v := statistics.Voices{Own: float64(own.N), OwnSquares: own.OwnSquares, Cross: own.Cross}
	for _, r := range piece {
		v.All, v.Authors, v.AllSquares = v.All+float64(r.N), v.Authors+r.PartOfPeople, v.AllSquares+r.PartOfAllSquares
	}
	return own, v
}

// gaps makes the table of aspects. Two passes: how many gaps are looked at decides how sure a mark has to be.
func (out *Rivals) gaps(brands []voc.Brand, cells []store.AspectCell, titles map[string]string) {
	counts := map[string]map[voc.BrandID]store.Outcome{}
	for _, c := range cells {
		if c.Name == "" || strings.HasSuffix(c.Name, ".") {
			continue
		}
		if counts[c.Name] == nil {
			counts[c.Name] = map[voc.BrandID]store.Outcome{}
		}
		counts[c.Name][voc.BrandID(c.Column)] = c.Outcome
	}
	for name, of := range counts {
		row := GapRow{Key: name, Title: titleOf(name, titles)}
		for _, b := range out.Brands {
			o := of[b.Key]
			row.N += o.N
			row.Cells = append(row.Cells, GapCell{N: o.N, Negative: o.Negative, Share: negativeShare(o.Negative, o.N), Marked: "no"})
			if b.Key != out.Base && min(o.N, of[out.Base].N) >= few {
				out.Comparisons++
			}
		}
		out.Aspects = append(out.Aspects, row)
	}
	slices.SortFunc(out.Aspects, func(x, y GapRow) int { return cmp.Or(y.N-x.N, strings.Compare(x.Key, y.Key)) })
	strict := 1 - (1-statistics.Level)/float64(max(out.Comparisons, 1))
	for _, row := range out.Aspects {
		base := row.Cells[0] // the base stands first
		for i := 1; i < len(row.Cells); i++ {
			row.Cells[i].against(base, strict)
		}
	}
}

// against sets a cell beside the base's.
func (c *GapCell) against(base GapCell, strict float64) {
	if c.N == 0 || base.N == 0 {
		return
	}
	difference := func(level float64) statistics.Interval {
		return statistics.Difference(float64(base.Negative), float64(base.N), float64(c.Negative), float64(c.N), level)
	}
	gap, i := *base.Share.Value-*c.Share.Value, difference(statistics.Level)
	c.Gap, c.Low, c.High = &gap, &i.Low, &i.High
	if min(c.N, base.N) < few {
		return
	}
	c.Marked = map[string]string{"up": "worse", "down": "better", "same": "no"}[direction(difference(strict))]
}

// rivalsSay tells the base's share and where it is surely worst against somebody.
func rivalsSay(out Rivals) Says {
	if len(out.Brands) < 2 {
		return Says{"只有一个品牌可看，没有可比的。", "Only one brand may be seen: there is nothing to compare."}
	}
	base := out.Brands[0]
	if base.Voice.Value == nil {
		return Says{"没有一段时间、一个信源是几个品牌都采到的，无从比较。", "Nothing was collected for all of these brands: there is nothing to compare."}
	}
	zh := fmt.Sprintf("在各品牌都采到的范围里，%s占声量 %.0f%%（%.0f–%.0f%%）", base.Title, 100**base.Voice.Value, 100**base.Voice.Low, 100**base.Voice.High)
	en := fmt.Sprintf("Over what was collected for all, %s has %.0f%% of the talk (%.0f–%.0f%%)", base.Title, 100**base.Voice.Value, 100**base.Voice.Low, 100**base.Voice.High)
	worse, better := out.marked("worse"), out.marked("better")
	if worse == "" && better == "" {
		return Says{zh + "；各方面负面占比没有可靠的差距。", en + "; no aspect differs reliably."}
	}
	if worse != "" {
		zh, en = zh+"；明显不如对手的是"+worse, en+"; surely worse than a rival: "+worse
	}
	if better != "" {
		zh, en = zh+"；明显好于对手的是"+better, en+"; surely better: "+better
	}
	return Says{zh + "。", en + "."}
}

// marked are the titles of at most three aspects with a mark, those with most judgements.
func (out Rivals) marked(as string) string {
	var titles []string
	for _, row := range out.Aspects {
		if len(titles) < 3 && slices.ContainsFunc(row.Cells, func(c GapCell) bool { return c.Marked == as }) {
			titles = append(titles, row.Title)
		}
	}
	return strings.Join(titles, "、")
}
