/// The real parts that the tests, the demo and the benchmarks run against: a Kubernetes control
/// plane with fake nodes, and a registry.
///
/// Rules of this package:
///
/// - Every program ends when what started it is closed, and also when this JVM is killed.
/// - Whatever starts something is `AutoCloseable`, and closing waits for the end.
/// - Ports are free ones on the loopback interface, so that any number of runs fit on one machine.
/// - `start` returns when the part is ready to be used and not before.
/// - What is missing is a `PartsException` whose message says what to do.
///
/// What runs where: etcd, kube-apiserver, kube-controller-manager and kube-scheduler are the real
/// ones. There is no kubelet. kwok plays the nodes by the Stages in `e2e/control-plane/stages`, and
/// the `node` package asks the registry for the digest of each image, as a kubelet would. So a
/// Pod's `imageID` is true, and a Pod whose image cannot be pulled stays in `ImagePullBackOff`. No
/// container runs, no probe is made, and no kube-proxy forwards a Service: the API server calls
/// webhooks at the endpoints of their Service.
@NullMarked
package dev.plimsoll.e2e.parts;

import org.jspecify.annotations.NullMarked;
