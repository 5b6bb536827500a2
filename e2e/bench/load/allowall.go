package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
)

// addAllowAll starts the floor: a webhook that admits everything, as a process of its own.
func (b *bench) addAllowAll(ctx context.Context) error {
	s, err := b.addScenario(ctx, allowAll)
	if err != nil {
		return err
	}
	said, err := b.startAllowAll()
	if err != nil {
		return fmt.Errorf("%s: %w", b.options.allowAll, err)
	}
	b.processes[allowAll] = said.PID
	if s.direct, err = newEndpoint(said.URL, "", "", said.CABundle, 5); err != nil {
		return err
	}
	name, err := b.register(ctx, allowAll, said.URL, said.CABundle)
	s.hooks = []string{name}
	return err
}

type announcement struct {
	URL      string `json:"url"`
	CABundle []byte `json:"caBundle"`
	PID      int    `json:"pid"`
}

// startAllowAll starts the program. It ends when the pipe to it closes, so also if this process is
// killed.
func (b *bench) startAllowAll() (announcement, error) {
	command := exec.Command(b.options.allowAll)
	command.Stderr = os.Stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		return announcement{}, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return announcement{}, err
	}
	if err := command.Start(); err != nil {
		return announcement{}, err
	}
	b.onClose(func(context.Context) error {
		stdin.Close()
		return command.Wait()
	})
	var said announcement
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		return announcement{}, fmt.Errorf("it ended before it said where it is: %w", err)
	}
	return said, json.Unmarshal(line, &said)
}
