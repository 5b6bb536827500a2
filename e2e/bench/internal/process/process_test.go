package process

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestBothClocksAgreeOnAnotherProcess(t *testing.T) {
	busy := exec.Command("sh", "-c", "while :; do :; done")
	if err := busy.Start(); err != nil {
		t.Fatal(err)
	}
	defer busy.Wait()
	defer busy.Process.Kill()
	time.Sleep(300 * time.Millisecond)

	exact, err := clock(busy.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	coarse, err := ticks(busy.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	if exact < 20*time.Millisecond {
		t.Errorf("a busy loop of 300 ms used %v", exact)
	}
	if difference := (exact - coarse).Abs(); difference > 40*time.Millisecond {
		t.Errorf("clock %v, ticks %v", exact, coarse)
	}
}

func TestReadsOwnMemory(t *testing.T) {
	memory, err := MemoryOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if memory.Resident < 1<<20 || memory.Peak < memory.Resident {
		t.Errorf("%+v", memory)
	}
}

func TestNamesAProcessThatIsNotThere(t *testing.T) {
	if _, err := CPU(1 << 22); err == nil {
		t.Error("no error for CPU")
	}
	if _, err := MemoryOf(1 << 22); err == nil {
		t.Error("no error for memory")
	}
}
