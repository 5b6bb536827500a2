package kube

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// serviceAddress is where endpoints of webhook Services lie on a test machine: Kubernetes accepts
// none in 127.0.0.0/8, so the loopback interface has this one more.
var serviceAddress = netip.MustParseAddr("10.77.0.1")

// Dialer connects to this machine and to nothing else, whatever a kubeconfig or a webhook names:
// a load generator must not be one mistake away from loading somebody's cluster.
func Dialer() *net.Dialer {
	return &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		return refuseElsewhere(address)
	}}
}

func refuseElsewhere(address string) error {
	target, err := netip.ParseAddrPort(address)
	if err == nil && IsHere(target.Addr()) {
		return nil
	}
	return fmt.Errorf("%s is not this machine: the benchmark sends load to 127.0.0.0/8, ::1 and %s only", address, serviceAddress)
}

// IsHere says whether the address is one that the benchmark may send load to.
func IsHere(address netip.Addr) bool {
	return address.Unmap().IsLoopback() || address.Unmap() == serviceAddress
}
