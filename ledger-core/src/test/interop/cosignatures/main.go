// Verifies and makes cosignatures (C2SP tlog-cosignature) with Go's own note package, Ed25519 of its standard
// library, and filippo.io/mldsa. Those with Ed25519 have to verify by filippo.io/torchwood too, which knows no ML-DSA-44.
// It shares no code with the ledger.
//
//	cosignatures verify LOG-VKEY COSIGNER-VKEY... < NOTE
//	cosignatures sign NAME ed25519|ml-dsa-44 SEED-HEX TIME < NOTE
//
// verify succeeds if the log and every cosigner has signed, and prints the name and time of each cosignature. sign
// prints a cosigner's verifier key, and its signature line.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"filippo.io/mldsa"
	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	algEd25519 = 4
	algMLDSA44 = 6
)

type cosigner struct {
	name string
	alg  byte
	key  []byte
}

func (c cosigner) typed() []byte { return append([]byte{c.alg}, c.key...) }

func (c cosigner) Name() string { return c.name }

func (c cosigner) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(c.name+"\n"), c.typed()...))
	return binary.BigEndian.Uint32(sum[:])
}

func (c cosigner) vkey() string {
	return fmt.Sprintf("%s+%08x+%s", c.name, c.KeyHash(), base64.StdEncoding.EncodeToString(c.typed()))
}

func parse(vkey string) (cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return cosigner{}, errors.New("vkey: expected three parts")
	}
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(typed) < 2 {
		return cosigner{}, errors.New("vkey: expected base64")
	}
	c := cosigner{parts[0], typed[0], typed[1:]}
	if c.vkey() != vkey {
		return cosigner{}, errors.New("vkey: another key id than its own")
	}
	return c, nil
}

// message is what a cosigner signs over the text of a note at a time.
func (c cosigner) message(text []byte, time uint64) ([]byte, error) {
	if c.alg == algEd25519 {
		return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), text...), nil
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 4 {
		return nil, errors.New("checkpoint: expected three lines")
	}
	size, err := strconv.ParseUint(lines[1], 10, 63)
	if err != nil {
		return nil, err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return nil, err
	}
	m := append([]byte("subtree/v1\n\x00"), byte(len(c.name)))
	m = binary.BigEndian.AppendUint64(append(m, c.name...), time)
	m = append(append(m, byte(len(lines[0]))), lines[0]...)
	m = binary.BigEndian.AppendUint64(m, 0)
	return append(binary.BigEndian.AppendUint64(m, size), root[:]...), nil
}

func (c cosigner) Verify(text, stamped []byte) bool {
	if len(stamped) < 8 {
		return false
	}
	m, err := c.message(text, binary.BigEndian.Uint64(stamped))
	if err != nil {
		return false
	}
	switch c.alg {
	case algEd25519:
		return len(c.key) == ed25519.PublicKeySize && ed25519.Verify(c.key, m, stamped[8:])
	case algMLDSA44:
		key, err := mldsa.NewPublicKey(mldsa.MLDSA44(), c.key)
		return err == nil && mldsa.Verify(key, m, stamped[8:], nil) == nil
	}
	return false
}

func verify(text []byte, vkeys []string) error {
	log, err := note.NewVerifier(vkeys[0])
	if err != nil {
		return err
	}
	verifiers := []note.Verifier{log}
	torchwoods := []note.Verifier{}
	for _, vkey := range vkeys[1:] {
		c, err := parse(vkey)
		if err != nil {
			return err
		}
		verifiers = append(verifiers, c)
		if c.alg == algEd25519 {
			theirs, err := torchwood.NewCosignatureVerifier(vkey)
			if err != nil {
				return err
			}
			torchwoods = append(torchwoods, theirs)
		}
	}
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != len(verifiers) {
		return fmt.Errorf("expected %d signatures, got %d", len(verifiers), len(opened.Sigs))
	}
	if len(torchwoods) > 0 {
		theirs, err := note.Open(text, note.VerifierList(torchwoods...))
		if err != nil {
			return fmt.Errorf("torchwood: %w", err)
		}
		if len(theirs.Sigs) != len(torchwoods) {
			return fmt.Errorf("torchwood: expected %d signatures, got %d", len(torchwoods), len(theirs.Sigs))
		}
	}
	for _, sig := range opened.Sigs {
		if sig.Name != log.Name() {
			raw, _ := base64.StdEncoding.DecodeString(sig.Base64)
			fmt.Println(sig.Name, binary.BigEndian.Uint64(raw[4:]))
		}
	}
	return nil
}

func sign(text []byte, name, algorithm, seedHex, timeText string) error {
	seed, err := hex.DecodeString(seedHex)
	if err != nil || len(seed) != 32 {
		return errors.New("seed: expected 32 bytes in hex")
	}
	time, err := strconv.ParseUint(timeText, 10, 63)
	if err != nil {
		return err
	}
	c := cosigner{name: name, alg: algEd25519}
	var signer func(m []byte) ([]byte, error)
	if algorithm == "ed25519" {
		key := ed25519.NewKeyFromSeed(seed)
		c.key = key.Public().(ed25519.PublicKey)
		signer = func(m []byte) ([]byte, error) { return ed25519.Sign(key, m), nil }
	} else {
		key, err := mldsa.NewPrivateKey(mldsa.MLDSA44(), seed)
		if err != nil {
			return err
		}
		c.alg, c.key = algMLDSA44, key.PublicKey().Bytes()
		signer = func(m []byte) ([]byte, error) { return key.Sign(nil, m, nil) }
	}
	m, err := c.message(text, time)
	if err != nil {
		return err
	}
	sig, err := signer(m)
	if err != nil {
		return err
	}
	line := binary.BigEndian.AppendUint32(nil, c.KeyHash())
	line = append(binary.BigEndian.AppendUint64(line, time), sig...)
	fmt.Printf("%s\n\u2014 %s %s\n", c.vkey(), name, base64.StdEncoding.EncodeToString(line))
	return nil
}

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		switch {
		case len(os.Args) >= 3 && os.Args[1] == "verify":
			err = verify(text, os.Args[2:])
		case len(os.Args) == 6 && os.Args[1] == "sign":
			body := text[:strings.LastIndex(string(text), "\n\n")+1]
			err = sign(body, os.Args[2], os.Args[3], os.Args[4], os.Args[5])
		default:
			err = errors.New("expected verify or sign")
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
