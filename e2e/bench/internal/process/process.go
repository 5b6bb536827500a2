// Package process tells what a process on this machine has used.
package process

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// ticksPerSecond is what Linux counts in for user space, on every architecture that Go runs on.
const ticksPerSecond = 100

// CPU is the time that all threads of a process have run, those that ended included.
//
// /proc counts in ticks of 10 ms, which is more than fifty reviews take; so the kernel's own clock
// of the process is read where it can be, to the nanosecond.
func CPU(pid int) (time.Duration, error) {
	if used, err := clock(pid); err == nil {
		return used, nil
	}
	return ticks(pid)
}

// clock reads the clock that clock_getcpuclockid(3) names: the complement of the process id, and
// CPUCLOCK_SCHED in the three lowest bits.
func clock(pid int) (time.Duration, error) {
	id := int32(^pid)<<3 | 2
	var used syscall.Timespec
	_, _, failure := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, uintptr(id), uintptr(unsafe.Pointer(&used)), 0)
	if failure != 0 {
		return 0, fmt.Errorf("the CPU clock of process %d: %w", pid, failure)
	}
	return time.Duration(used.Nano()), nil
}

// ticks reads utime and stime, the 14th and 15th field of /proc/PID/stat; the second is the
// program's name in parentheses, which may hold spaces and parentheses itself.
func ticks(pid int) (time.Duration, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(content[bytes.LastIndexByte(content, ')')+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat is too short", pid)
	}
	user, err := strconv.ParseInt(string(fields[11]), 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(string(fields[12]), 10, 64)
	return time.Duration(user+system) * time.Second / ticksPerSecond, err
}

// Memory is what a process holds, in bytes.
type Memory struct {
	Resident int64 // now (VmRSS)
	Peak     int64 // at most since it started (VmHWM)
}

// MemoryOf reads /proc/PID/status.
func MemoryOf(pid int) (Memory, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Memory{}, err
	}
	var memory Memory
	for line := range strings.Lines(string(content)) {
		name, value, _ := strings.Cut(line, ":")
		kibibytes, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			memory.Resident = kibibytes << 10
		case "VmHWM":
			memory.Peak = kibibytes << 10
		}
	}
	if memory.Resident == 0 {
		return Memory{}, fmt.Errorf("/proc/%d/status says no VmRSS: is the process alive?", pid)
	}
	return memory, nil
}
