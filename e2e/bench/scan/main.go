// Scan measures what reading whole images costs: Plimsoll's scan in a fresh process with nothing
// cached, beside single-threaded zlib inflate of the same layers and beside other tools, in turns
// on the same machine. It prints a page in Markdown.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	var options options
	flag.StringVar(&options.layout, "layout", "", "the OCI layout that holds the images")
	flag.StringVar(&options.image, "image", "apps/000:before", "the image that is scanned")
	flag.StringVar(&options.base, "base", "base/python:3.11", "an image whose layers it shares")
	flag.StringVar(&options.small, "small", "base/debian:12-slim", "an image a tenth as large")
	flag.StringVar(&options.java, "java", "", "the command that scans: JVM, its options, its class")
	flag.StringVar(&options.work, "work", "", "a directory that is kept between runs")
	flag.StringVar(&options.zlib, "zlib", "", "the program that inflates by zlib; none: gzip -dc")
	flag.StringVar(&options.tools, "tools", "", "a directory that may hold dive and syft")
	flag.IntVar(&options.rounds, "rounds", 3, "how often each takes its turn")
	flag.StringVar(&options.out, "out", "", "the file for the page; none: standard output only")
	flag.Parse()
	if err := run(options); err != nil {
		fmt.Fprintln(os.Stderr, "bench-scan:", err)
		os.Exit(1)
	}
}

type options struct {
	layout, image, base, small, java, work, zlib, tools, out string
	rounds                                                   int
}

// command splits the words of an option; none of them holds a space.
func (o options) command(more ...string) []string {
	return append(strings.Fields(o.java), more...)
}

func say(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "bench-scan: "+format+"\n", values...)
}

func run(o options) error {
	made, err := prepare(o)
	if err != nil {
		return err
	}
	contestants := contestants(o, made)
	measured, err := takeTurns(contestants, o.rounds)
	if err != nil {
		return err
	}
	page := report(o, made, measured)
	fmt.Print(page)
	if o.out == "" {
		return nil
	}
	return os.WriteFile(o.out, []byte(page), 0o644)
}
