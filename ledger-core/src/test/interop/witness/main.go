// Runs litewitness (filippo.io/torchwood, pinned in go.mod) with one new key, for one log. It stands in for the tools
// that an operator has: an ssh-agent with an Ed25519 key, and the command that registers a log.
//
//	witness LITEWITNESS FOLDER ADDRESS NAME LOG-VKEY
//
// It writes what litewitness says to stderr, its verifier key among it, and ends it when stdin ends.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// register writes what litewitness reads of a log that it has cosigned nothing of.
func register(path, vkey string) error {
	db, err := sqlite.OpenConn(path, 0)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := sqlitex.ExecuteScript(db, `
		CREATE TABLE log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL);
		CREATE TABLE key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin));
	`, nil); err != nil {
		return err
	}
	origin, _, _ := strings.Cut(vkey, "+")
	empty := sha256.Sum256(nil)
	if err := sqlitex.Execute(db, "INSERT INTO log VALUES (?, 0, ?)",
		&sqlitex.ExecOptions{Args: []any{origin, base64.StdEncoding.EncodeToString(empty[:])}}); err != nil {
		return err
	}
	return sqlitex.Execute(db, "INSERT INTO key VALUES (?, ?)", &sqlitex.ExecOptions{Args: []any{origin, vkey}})
}

// serveKey answers for a new key on an agent's socket, and says which it is.
func serveKey(socket string) (string, error) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return "", err
	}
	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: key}); err != nil {
		return "", err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return "", err
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go agent.ServeAgent(keys, conn)
		}
	}()
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		return "", err
	}
	return ssh.FingerprintSHA256(public), nil
}

func run(args []string) error {
	if len(args) != 5 {
		return errors.New("usage: witness LITEWITNESS FOLDER ADDRESS NAME LOG-VKEY")
	}
	db := filepath.Join(args[1], "witness.db")
	if err := register(db, args[4]); err != nil {
		return err
	}
	socket := filepath.Join(args[1], "agent")
	fingerprint, err := serveKey(socket)
	if err != nil {
		return err
	}
	witness := exec.Command(args[0],
		"-db", db, "-ssh-agent", socket, "-key", fingerprint, "-listen", args[2], "-name", args[3])
	witness.Stderr = os.Stderr
	if err := witness.Start(); err != nil {
		return err
	}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		witness.Process.Kill()
	}()
	witness.Wait() // it is killed at the end; if it ends before, whoever asks it will notice
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "witness:", err)
		os.Exit(1)
	}
}
