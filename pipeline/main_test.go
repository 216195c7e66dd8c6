package pipeline

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
