package engine

import (
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/sys/cpu"
)

type feature struct {
	name string
	have bool
}

// needed lists the instructions libchdb is compiled to use without asking; faster ones (AVX2,
// AVX-512) it chooses at run time. A processor without them ends the process with SIGILL, which
// tells nobody what is wrong.
func needed() []feature {
	switch runtime.GOARCH {
	case "amd64":
		x := cpu.X86
		return []feature{
			{"SSE3", x.HasSSE3}, {"SSSE3", x.HasSSSE3}, {"SSE4.1", x.HasSSE41}, {"SSE4.2", x.HasSSE42},
			{"POPCNT", x.HasPOPCNT}, {"PCLMULQDQ", x.HasPCLMULQDQ},
		}
	case "arm64":
		if runtime.GOOS == "darwin" {
			return nil // every Apple processor has them all, and cpu.ARM64 does not ask there
		}
		a := cpu.ARM64
		return []feature{
			{"ASIMD", a.HasASIMD}, {"CRC32", a.HasCRC32}, {"LSE atomics", a.HasATOMICS},
			{"AES", a.HasAES}, {"PMULL", a.HasPMULL}, {"SHA2", a.HasSHA2},
		}
	}
	return nil
}

// checkCPU names what the processor lacks.
func checkCPU(features []feature) error {
	var missing []string
	for _, f := range features {
		if !f.have {
			missing = append(missing, f.name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("engine: this processor lacks %s, which the embedded engine needs: in a virtual machine choose the CPU type \"host\", "+
		"or give the address of a server in store.dsn", strings.Join(missing, ", "))
}
