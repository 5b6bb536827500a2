package main

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/containerd/containerd/v2/pkg/archive"
	"github.com/containerd/containerd/v2/pkg/archive/compression"
	"golang.org/x/sys/unix"
)

// store keeps applied layers in numbered directories, by the chain of layers that they end.
type store struct {
	layout, work string
	chains       map[string]*layer
	mounts       int
}

type layer struct {
	directory string
	fileBytes int64
}

func newStore(layout, work string) *store {
	return &store{layout: layout, work: work, chains: map[string]*layer{}}
}

func (s *store) blob(digest string) string {
	return filepath.Join(s.layout, "blobs", strings.ReplaceAll(digest, ":", "/"))
}

// stack has the layers of an image applied, the lowest first.
func (s *store) stack(digest string) ([]*layer, error) {
	var manifest struct {
		Layers []descriptor `json:"layers"`
	}
	if err := read(s.blob(digest), &manifest); err != nil {
		return nil, err
	}
	var stack []*layer
	chain := ""
	for _, one := range manifest.Layers {
		chain += one.Digest
		if s.chains[chain] == nil {
			applied, err := s.apply(one.Digest, stack)
			if err != nil {
				return nil, fmt.Errorf("layer %s: %w", one.Digest, err)
			}
			s.chains[chain] = applied
		}
		stack = append(stack, s.chains[chain])
	}
	return stack, nil
}

// apply unpacks a layer over those below it as containerd's overlay snapshotter does.
func (s *store) apply(digest string, below []*layer) (*layer, error) {
	directory := filepath.Join(s.work, fmt.Sprint(len(s.chains)))
	if err := os.Mkdir(directory, 0o755); err != nil {
		return nil, err
	}
	file, err := os.Open(s.blob(digest))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	stream, err := compression.DecompressStream(file)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	var parents []string
	for i := len(below) - 1; i >= 0; i-- {
		parents = append(parents, below[i].directory)
	}
	counted, done := count(stream)
	_, err = archive.Apply(context.Background(), directory, counted,
		archive.WithConvertWhiteout(archive.OverlayConvertWhiteout), archive.WithParents(parents))
	if err == nil {
		_, err = io.Copy(io.Discard, counted)
	}
	if err != nil {
		counted.Close()
		return nil, err
	}
	bytes, err := done()
	return &layer{directory, bytes}, err
}

// count passes a tar on and counts the bytes of its regular files meanwhile, whiteouts left out.
func count(stream io.Reader) (io.ReadCloser, func() (int64, error)) {
	out, into := io.Pipe()
	copied, copyInto := io.Pipe()
	go func() {
		_, err := io.Copy(io.MultiWriter(into, copyInto), stream)
		into.CloseWithError(err)
		copyInto.CloseWithError(err)
	}()
	type result struct {
		bytes int64
		err   error
	}
	results := make(chan result, 1)
	go func() {
		var all result
		entries := tar.NewReader(copied)
		for {
			header, err := entries.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					all.err = err
				}
				break
			}
			whiteout := strings.HasPrefix(filepath.Base(header.Name), ".wh.")
			if header.Typeflag == tar.TypeReg && !whiteout {
				all.bytes += header.Size
			}
		}
		_, _ = io.Copy(io.Discard, copied)
		results <- all
	}()
	return out, func() (int64, error) {
		all := <-results
		return all.bytes, all.err
	}
}

// mount lays the layers over one another, read-only.
func (s *store) mount(stack []*layer) (string, func() error, error) {
	s.mounts++
	merged := filepath.Join(s.work, fmt.Sprint("m", s.mounts))
	empty := filepath.Join(s.work, "empty")
	if err := errors.Join(os.Mkdir(merged, 0o755), os.MkdirAll(empty, 0o755)); err != nil {
		return "", nil, err
	}
	// Relative names keep the option within a page; the kernel resolves them against here.
	if err := os.Chdir(s.work); err != nil {
		return "", nil, err
	}
	var names []string
	for i := len(stack) - 1; i >= 0; i-- {
		names = append(names, filepath.Base(stack[i].directory))
	}
	names = append(names, "empty") // overlayfs wants two at least
	err := unix.Mount("overlay", merged, "overlay", unix.MS_RDONLY,
		"lowerdir="+strings.Join(names, ":"))
	if err != nil {
		return "", nil, fmt.Errorf("overlayfs does not mount %d layers: %w", len(stack), err)
	}
	return merged, func() error { return unix.Unmount(merged, 0) }, nil
}

// seen sums the files of a layer that the mount shows: those whose inode it has.
func (l *layer) seen(inodes map[uint64]bool) (int64, error) {
	var bytes int64
	counted := map[uint64]bool{}
	err := filepath.WalkDir(l.directory, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		var stat unix.Stat_t
		if err := unix.Lstat(path, &stat); err != nil {
			return &fs.PathError{Op: "lstat", Path: path, Err: err}
		}
		if stat.Mode&unix.S_IFMT == unix.S_IFREG && inodes[stat.Ino] && !counted[stat.Ino] {
			counted[stat.Ino] = true
			bytes += stat.Size
		}
		return nil
	})
	return bytes, err
}
