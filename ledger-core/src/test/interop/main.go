// Checks a folder of tlog-tiles, and tlog-proofs, that a ledger exported: the checkpoint, every
// record, every hash and every proof, by Go's own implementation of transparency logs.
//
//	interop VKEY FOLDER [PROOF ...]
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	require(len(os.Args) >= 3, "usage: interop VKEY FOLDER [PROOF ...]")
	key := must(note.NewVerifier(os.Args[1]))
	files := &files{folder: os.Args[2], read: map[string][]byte{}}
	tree := open(must(os.ReadFile(filepath.Join(files.folder, "checkpoint"))), key)

	// What the records give: each hash in the order in which a log gets them.
	var hashes stored
	records := files.records(tree.N)
	for n, record := range records {
		hashes = append(hashes, must(tlog.StoredHashes(int64(n), record, &hashes))...)
	}
	root := must(tlog.TreeHash(tree.N, &hashes))
	require(root == tree.Hash, "the records give root %v, the checkpoint says %v", root, tree.Hash)

	// What the tiles say: the same, and by themselves that records, of many a thousand, are in the tree.
	tiles := tlog.NewTiles(height, 0, tree.N)
	for _, tile := range tiles {
		want := must(tlog.ReadTileData(tile, &hashes))
		require(bytes.Equal(files.get(tile), want), "%s is not what the records give", path(tile))
	}
	for n := tree.N - 1; n >= 0; n -= 1 + tree.N/1000 {
		way := must(tlog.ProveRecord(tree.N, n, tlog.TileHashReader(tree, files)))
		none(tlog.CheckRecord(way, tree.N, tree.Hash, n, tlog.RecordHash(records[n])))
	}

	for _, name := range os.Args[3:] {
		at, index, record := proof(must(os.ReadFile(name)), key)
		require(at.N <= tree.N && must(tlog.TreeHash(at.N, &hashes)) == at.Hash,
			"%s: its tree is not the beginning of the log's", name)
		require(bytes.Equal(records[index], record), "%s: the record is not the log's", name)
	}
	fmt.Printf("%d records, %d tiles, %d proofs\n", tree.N, len(tiles), len(os.Args)-3)
}

// open verifies a checkpoint and reads its three lines.
func open(signed []byte, key note.Verifier) tlog.Tree {
	lines := strings.Split(must(note.Open(signed, note.VerifierList(key))).Text, "\n")
	require(len(lines) == 4 && lines[0] == key.Name(), "not a checkpoint of %s", key.Name())
	return tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64)), Hash: must(tlog.ParseHash(lines[2]))}
}

// proof checks a tlog-proof whose extra data is the record.
func proof(file []byte, key note.Verifier) (tree tlog.Tree, index int64, record []byte) {
	head, signed, _ := bytes.Cut(file, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	require(len(lines) >= 3 && lines[0] == "c2sp.org/tlog-proof@v1", "not a tlog-proof")
	extra, found := strings.CutPrefix(lines[1], "extra ")
	require(found, "a tlog-proof without its record")
	record = must(base64.StdEncoding.Strict().DecodeString(extra))
	index = must(strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64))
	var way tlog.RecordProof
	for _, line := range lines[3:] {
		way = append(way, must(tlog.ParseHash(line)))
		require(way[len(way)-1].String() == line, "%s is not how a hash is written", line)
	}
	tree = open(signed, key)
	none(tlog.CheckRecord(way, tree.N, tree.Hash, index, tlog.RecordHash(record)))
	return tree, index, record
}

type stored []tlog.Hash

func (s *stored) ReadHashes(indexes []int64) (hashes []tlog.Hash, err error) {
	for _, index := range indexes {
		hashes = append(hashes, (*s)[index])
	}
	return hashes, nil
}

// files reads tiles from a folder, each once.
type files struct {
	folder string
	read   map[string][]byte
}

func (f *files) records(size int64) (records [][]byte) {
	for n := int64(0); n<<height < size; n++ {
		width := min(size-n<<height, 1<<height)
		bundle := f.get(tlog.Tile{H: height, L: -1, N: n, W: int(width)})
		for range width {
			require(len(bundle) >= 2, "entry bundle %d is cut off", n)
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			require(len(bundle) >= end, "entry bundle %d is cut off", n)
			records, bundle = append(records, bundle[2:end]), bundle[end:]
		}
		require(len(bundle) == 0, "entry bundle %d goes on after its last record", n)
	}
	return records
}

func (f *files) get(tile tlog.Tile) []byte {
	name := path(tile)
	if f.read[name] == nil {
		f.read[name] = must(os.ReadFile(filepath.Join(f.folder, name)))
	}
	return f.read[name]
}

func (f *files) Height() int                     { return height }
func (f *files) SaveTiles([]tlog.Tile, [][]byte) {}

func (f *files) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range tiles {
		data = append(data, f.get(tile))
	}
	return data, nil
}

// path is tile/<L>/<N>[.p/<W>]: Go's own has the height in it, and data for entries.
func path(tile tlog.Tile) string {
	return strings.NewReplacer("tile/8/data/", "tile/entries/", "tile/8/", "tile/").Replace(tile.Path())
}

func must[T any](value T, err error) T {
	none(err)
	return value
}

func none(err error) { require(err == nil, "%v", err) }

func require(holds bool, format string, arguments ...any) {
	if !holds {
		fmt.Fprintf(os.Stderr, "interop: "+format+"\n", arguments...)
		os.Exit(1)
	}
}
