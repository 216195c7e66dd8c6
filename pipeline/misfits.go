package pipeline

import (
	"maps"
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// fit makes an analyzer that knows as many of the accepted discoveries as the configuration takes,
// and tells which it does not take, and why: one find that a changed taxonomy has no place for must
// not keep everything else from being understood. The error is that of the configuration alone.
func fit(build Build, accepted []voc.Discovery) (*nlp.Analyzer, map[string]error, error) {
	analyzer, err := build(accepted)
	if err == nil {
		return analyzer, nil, nil
	}
	if analyzer, err = build(nil); err != nil {
		return nil, nil, err
	}
	var kept []voc.Discovery
	misfits := map[string]error{}
	// By halves: an analyzer takes a tenth of a second, and nearly all of a hundred finds fit.
	var take func(some []voc.Discovery)
	take = func(some []voc.Discovery) {
		if len(some) == 0 {
			return
		}
		with := slices.Concat(kept, some)
		a, err := build(with)
		switch half := len(some) / 2; {
		case err == nil:
			kept, analyzer = with, a
		case half == 0:
			misfits[some[0].ID] = err
		default:
			take(some[:half])
			take(some[half:])
		}
	}
	take(accepted)
	return analyzer, misfits, nil
}

// leaveOut remembers which accepted discoveries the configuration does not take, for builds to come
// and for the status page.
func (d *discoveries) leaveOut(misfits map[string]error) {
	d.mu.Lock()
	d.misfits = misfits
	d.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(misfits)) {
		d.log.Error("an accepted discovery does not fit the configuration and is left out: accept it under another topic, or take it back", "discovery", id, "error", misfits[id])
	}
}

// settled forgets that a discovery did not fit: it has been decided anew.
func (d *discoveries) settled(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.misfits, id)
}

// fits tells whether the configuration takes a discovery, as far as is known.
func (d *discoveries) fits(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.misfits[id] == nil
}

// troubles tells people what of the discoveries is not in effect.
func (d *discoveries) troubles() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []string
	if d.stuck != nil {
		list = append(list, "重新理解："+d.stuck.Error())
	}
	for _, id := range slices.Sorted(maps.Keys(d.misfits)) {
		list = append(list, "发现 "+id+" 已采纳，但与现在的配置不合，没有生效，请换个话题名采纳或撤回："+d.misfits[id].Error())
	}
	return list
}
