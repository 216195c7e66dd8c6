package api

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/store"
)

func TestAShareOfNothingIsNullAndNotZero(t *testing.T) {
	n := numbers(store.Figures{})
	if n.NSR != nil || n.NegativeShare != nil || n.NegativeLow != nil || n.NegativeHigh != nil || n.ComplaintRate != nil {
		t.Errorf("numbers of nothing %+v", n)
	}
	n = numbers(store.Figures{Total: 3, Neutral: 3})
	if n.NSR != nil || n.NegativeShare == nil || *n.NegativeShare != 0 || *n.NegativeLow != 0 {
		t.Errorf("three neutral voices: %+v", n)
	}
	n = numbers(store.Figures{Total: 10, Negative: 2, Neutral: 2, Positive: 6, NegativeShare: 0.2, Complaints: 1, ComplaintRate: 0.1, Authors: 9})
	if *n.NSR != 0.5 || *n.NegativeShare != 0.2 || *n.ComplaintRate != 0.1 || n.Authors != 9 {
		t.Errorf("ten voices: %+v", n)
	}
}
