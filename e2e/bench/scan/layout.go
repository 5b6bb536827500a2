package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const refName = "org.opencontainers.image.ref.name"

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int64             `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type manifest struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     string            `json:"mediaType"`
	Config        descriptor        `json:"config"`
	Layers        []descriptor      `json:"layers"`
	Annotations   map[string]string `json:"annotations,omitempty"`
}

// image is one image of a layout.
type image struct {
	layout   string
	digest   string
	manifest manifest
}

func blob(layout, digest string) string {
	return filepath.Join(layout, "blobs", strings.Replace(digest, ":", "/", 1))
}

// pull is the sum of the compressed layers.
func (i image) pull() int64 {
	var sum int64
	for _, layer := range i.manifest.Layers {
		sum += layer.Size
	}
	return sum
}

// files are the layers' blobs, each once.
func (i image) files() []string {
	var files []string
	for _, layer := range i.manifest.Layers {
		files = append(files, blob(i.layout, layer.Digest))
	}
	return files
}

func readJSON(file string, into any) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, into)
}

// find reads the image with this reference.
func find(layout, reference string) (image, error) {
	var index struct{ Manifests []descriptor }
	if err := readJSON(filepath.Join(layout, "index.json"), &index); err != nil {
		return image{}, err
	}
	for _, entry := range index.Manifests {
		if entry.Annotations[refName] == reference {
			found := image{layout: layout, digest: entry.Digest}
			return found, readJSON(blob(layout, entry.Digest), &found.manifest)
		}
	}
	return image{}, fmt.Errorf("there is no %s in %s: run make images", reference, layout)
}

// images are what is scanned: the same image as it is and with zstd layers, one whose layers it
// shares, a small one, and the image as an archive of its own for tools that read nothing else.
type images struct {
	gzip, base, small image
	zstd              *image
	single, archive   string
	shared            int
	trained           string
}

func prepare(o options) (images, error) {
	var made images
	var err error
	if made.gzip, err = find(o.layout, o.image); err != nil {
		return made, err
	}
	if made.base, err = find(o.layout, o.base); err != nil {
		return made, err
	}
	if made.small, err = find(o.layout, o.small); err != nil {
		return made, err
	}
	for made.shared < len(made.base.manifest.Layers) && made.shared < len(made.gzip.manifest.Layers) &&
		made.base.manifest.Layers[made.shared].Digest == made.gzip.manifest.Layers[made.shared].Digest {
		made.shared++
	}
	folder := filepath.Join(o.work, strings.TrimPrefix(made.gzip.digest, "sha256:")[:16])
	made.single, err = once(folder+"-single", func(to string) error { return single(made.gzip, to) })
	if err != nil {
		return made, err
	}
	made.archive, err = once(folder+"-archive", func(to string) error { return archive(made.gzip, to) })
	if err != nil {
		return made, err
	}
	made.trained = train(o, made, folder+".aot")
	if _, err := exec.LookPath("zstd"); err != nil {
		say("zstd is not installed: no zstd layers (Debian package zstd)")
		return made, nil
	}
	layout, err := once(folder+"-zstd", func(to string) error { return recompress(made.gzip, to) })
	if err != nil {
		return made, err
	}
	zstd, err := find(layout, "image")
	made.zstd = &zstd
	return made, err
}

// train makes an AOT cache, as the operator ships one, from a scan of two other images; "" where
// that fails.
func train(o options, made images, file string) string {
	say("training the AOT cache")
	command := withOption(o.command(made.small.layout, made.small.digest, made.base.digest), "-XX:AOTCacheOutput="+file)
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		say("no AOT cache: %s", lastLine(string(out)))
		return ""
	}
	return file
}

// once makes a directory under a temporary name unless it is there.
func once(target string, fill func(string) error) (string, error) {
	if _, err := os.Stat(target); err == nil {
		return target, nil
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return "", err
	}
	making, err := os.MkdirTemp(filepath.Dir(target), ".making-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(making)
	if err := fill(making); err != nil {
		return "", err
	}
	if err := os.Rename(making, target); err != nil {
		if _, missing := os.Stat(target); missing != nil { // else another run was faster
			return "", err
		}
	}
	return target, nil
}

// single copies one image into a layout of its own.
func single(from image, to string) error {
	for _, digest := range append([]string{from.digest, from.manifest.Config.Digest}, digests(from)...) {
		if err := copyFile(blob(from.layout, digest), blob(to, digest)); err != nil {
			return err
		}
	}
	size, err := os.Stat(blob(to, from.digest))
	if err != nil {
		return err
	}
	return writeIndex(to, descriptor{from.manifest.MediaType, from.digest, size.Size(), nil})
}

func digests(of image) []string {
	var all []string
	for _, layer := range of.manifest.Layers {
		all = append(all, layer.Digest)
	}
	return all
}

// recompress writes the image with zstd layers of the usual level; its config stays as it is.
func recompress(from image, to string) error {
	say("compressing %d layers by zstd (once)", len(from.manifest.Layers))
	result := from.manifest
	result.Layers = nil
	if err := copyFile(blob(from.layout, result.Config.Digest), blob(to, result.Config.Digest)); err != nil {
		return err
	}
	for _, layer := range from.manifest.Layers {
		file := filepath.Join(to, "layer")
		shell := exec.Command("bash", "-c", `set -o pipefail; gzip -dc "$0" | zstd -q -3 -f -o "$1"`,
			blob(from.layout, layer.Digest), file)
		shell.Stderr = os.Stderr
		if err := shell.Run(); err != nil {
			return fmt.Errorf("zstd: %w", err)
		}
		stored, err := adopt(file, to, "application/vnd.oci.image.layer.v1.tar+zstd")
		if err != nil {
			return err
		}
		result.Layers = append(result.Layers, stored)
	}
	content, err := json.Marshal(result)
	if err != nil {
		return err
	}
	file := filepath.Join(to, "manifest")
	if err := os.WriteFile(file, content, 0o644); err != nil {
		return err
	}
	stored, err := adopt(file, to, result.MediaType)
	if err != nil {
		return err
	}
	return writeIndex(to, stored)
}

// adopt gives a file the name of its digest.
func adopt(file, layout, mediaType string) (descriptor, error) {
	in, err := os.Open(file)
	if err != nil {
		return descriptor{}, err
	}
	defer in.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, in)
	if err != nil {
		return descriptor{}, err
	}
	digest := "sha256:" + hex.EncodeToString(hash.Sum(nil))
	if err := os.MkdirAll(filepath.Dir(blob(layout, digest)), 0o755); err != nil {
		return descriptor{}, err
	}
	return descriptor{mediaType, digest, size, nil}, os.Rename(file, blob(layout, digest))
}

func writeIndex(layout string, entry descriptor) error {
	entry.Annotations = map[string]string{refName: "image"}
	content, err := json.Marshal(map[string]any{"schemaVersion": 2, "manifests": []descriptor{entry}})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(layout, "index.json"), content, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(layout, "oci-layout"), []byte(`{"imageLayoutVersion":"1.0.0"}`), 0o644)
}

// archive writes a `docker save` archive whose layers stay compressed.
func archive(from image, to string) error {
	var names []string
	for number, layer := range from.manifest.Layers {
		names = append(names, fmt.Sprintf("%02d.tar.gz", number))
		if err := copyFile(blob(from.layout, layer.Digest), filepath.Join(to, names[number])); err != nil {
			return err
		}
	}
	if err := copyFile(blob(from.layout, from.manifest.Config.Digest), filepath.Join(to, "config.json")); err != nil {
		return err
	}
	content, err := json.Marshal([]map[string]any{
		{"Config": "config.json", "RepoTags": []string{"image:latest"}, "Layers": names}})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, "manifest.json"), content, 0o644); err != nil {
		return err
	}
	all := append([]string{"-C", to, "--remove-files", "-cf", filepath.Join(to, "image.tar"), "manifest.json", "config.json"}, names...)
	return exec.Command("tar", all...).Run()
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}
