// Trees says what the kernel makes of the images of an OCI layout: each layer is applied by
// containerd's own code, as its overlay snapshotter does, the layers are mounted by overlayfs,
// and the mount is walked. No code of the product has a part in it.
//
//	trees LAYOUT OUT
//
// For each image OUT/DIGEST.tree lists the merged tree, a line per path:
//
//	path  kind  size  mode  uid  gid  target
//
// separated by tabs, without the root itself; names are written as Go quotes them. The kind is
// that of find's %y, the size is 0 for all but files. OUT/DIGEST.waste has a line per layer, the
// lowest first: the bytes of its regular files as its tar has them, and those of them that are
// seen in the mount.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Annotations map[string]string `json:"annotations"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: trees LAYOUT OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "trees:", err)
		os.Exit(1)
	}
}

func run(layout, out string) error {
	var index struct {
		Manifests []descriptor `json:"manifests"`
	}
	if err := read(filepath.Join(layout, "index.json"), &index); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp(out, ".work-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := ownMounts(); err != nil {
		return err
	}
	layers := newStore(layout, work)
	for _, image := range index.Manifests {
		name := image.Annotations["org.opencontainers.image.ref.name"]
		if err := write(layers, image.Digest, out); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// ownMounts puts this thread into a mount namespace of its own, so that no mount outlives it.
func ownMounts() error {
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNS | unix.CLONE_FS); err != nil {
		return fmt.Errorf("cannot make a mount namespace, run as root: %w", err)
	}
	return unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
}

func write(layers *store, digest, out string) error {
	target := filepath.Join(out, strings.ReplaceAll(digest, ":", "-"))
	if _, err := os.Stat(target + ".tree"); err == nil {
		return nil
	}
	stack, err := layers.stack(digest)
	if err != nil {
		return err
	}
	merged, unmount, err := layers.mount(stack)
	if err != nil {
		return err
	}
	tree, inodes, err := walk(merged)
	waste := ""
	for _, layer := range stack {
		seen, countErr := layer.seen(inodes)
		err = errors.Join(err, countErr)
		waste += fmt.Sprintf("%d\t%d\n", layer.fileBytes, seen)
	}
	if err = errors.Join(err, unmount()); err != nil {
		return err
	}
	if err := place(target+".waste", waste); err != nil {
		return err
	}
	return place(target+".tree", tree)
}

func place(path, text string) error {
	if err := os.WriteFile(path+".new", []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func read(path string, into any) error {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(bytes, into)
}
