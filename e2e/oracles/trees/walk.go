package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// walk lists what is below a directory, and the inodes of the files there. On overlayfs over one
// file system a file has the inode that it has in its layer.
func walk(root string) (string, map[uint64]bool, error) {
	var tree strings.Builder
	inodes := map[uint64]bool{}
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		var stat unix.Stat_t
		if err := unix.Lstat(path, &stat); err == unix.ENOENT {
			return nil // a whiteout in a directory of one layer alone is listed, but not there
		} else if err != nil {
			return &fs.PathError{Op: "lstat", Path: path, Err: err}
		}
		size, target := int64(0), ""
		switch stat.Mode & unix.S_IFMT {
		case unix.S_IFREG:
			size = stat.Size
			inodes[stat.Ino] = true
		case unix.S_IFLNK:
			if target, err = os.Readlink(path); err != nil {
				return err
			}
		}
		fmt.Fprintf(&tree, "%s\t%s\t%d\t%o\t%d\t%d\t%s\n", quoted(path[len(root):]),
			kind(stat.Mode), size, stat.Mode&0o7777, stat.Uid, stat.Gid, quoted(target))
		return nil
	})
	return tree.String(), inodes, err
}

func kind(mode uint32) string {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return "f"
	case unix.S_IFDIR:
		return "d"
	case unix.S_IFLNK:
		return "l"
	case unix.S_IFCHR:
		return "c"
	case unix.S_IFBLK:
		return "b"
	case unix.S_IFIFO:
		return "p"
	}
	return "s"
}

// quoted escapes what would break a line or is no UTF-8; most names stay as they are.
func quoted(name string) string {
	escaped := strconv.Quote(name)
	return escaped[1 : len(escaped)-1]
}
