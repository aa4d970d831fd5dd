package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** transparency-dev/merkle testdata: each file says itself whether it must be refused. */
class MerkleVectorsTest {
  private static final Path VECTORS = Path.of("..", "..", "shared", "vectors", "rfc6962");
  private static final int FILES = 98;
  private static final int MAX_BYTES = 65_536;

  @Test
  void everyInclusionVector_isDecidedAsItSays() throws Exception {
    List<Path> files = files("inclusion");
    assertThat(files).hasSize(FILES);
    for (Path file : files) {
      Map<String, Value> vector = read(file);
      assertThat(accepts(() -> inclusion(vector))).as("%s", file).isEqualTo(!wantErr(vector));
    }
  }

  @Test
  void everyConsistencyVector_isDecidedAsItSays() throws Exception {
    List<Path> files = files("consistency");
    assertThat(files).hasSize(FILES);
    for (Path file : files) {
      Map<String, Value> vector = read(file);
      assertThat(accepts(() -> consistency(vector))).as("%s", file).isEqualTo(!wantErr(vector));
    }
  }

  private static boolean inclusion(Map<String, Value> vector) {
    return InclusionProof.verify(
        number(vector, "leafIdx"),
        number(vector, "treeSize"),
        hash(vector, "leafHash"),
        hashes(vector, "proof"),
        hash(vector, "root"));
  }

  private static boolean consistency(Map<String, Value> vector) {
    return ConsistencyProof.verify(
        number(vector, "size1"),
        number(vector, "size2"),
        hash(vector, "root1"),
        hash(vector, "root2"),
        hashes(vector, "proof"));
  }

  private interface Check {
    boolean verify();
  }

  /** A hash that is none is refused by {@link Hash} already, in the place of the verifier. */
  private static boolean accepts(Check check) {
    try {
      return check.verify();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("32 bytes");
      return false;
    }
  }

  /**
   * Some files have a text for a root, "don't care 1", which only counts as equal or not equal to
   * another.
   */
  private static Hash hash(byte[] bytes) {
    boolean opaque = new String(bytes, StandardCharsets.US_ASCII).startsWith("don't care");
    return opaque ? Sha256.of(bytes) : Hash.of(bytes);
  }

  private static Hash hash(Map<String, Value> vector, String name) {
    return hash(base64(member(vector, name)));
  }

  private static List<Hash> hashes(Map<String, Value> vector, String name) {
    List<Hash> hashes = new ArrayList<>();
    if (member(vector, name) instanceof Value.Arr list) {
      list.items().forEach(item -> hashes.add(hash(base64(item))));
    }
    return hashes;
  }

  private static byte[] base64(Value value) {
    return value instanceof Value.Str text ? Base64.getDecoder().decode(text.value()) : new byte[0];
  }

  /** Numbers are unsigned in the files: 2^64 - 1 becomes -1 here. */
  private static long number(Map<String, Value> vector, String name) {
    return ((Value.Num) member(vector, name)).value().longValue();
  }

  private static boolean wantErr(Map<String, Value> vector) {
    return ((Value.Bool) member(vector, "wantErr")).value();
  }

  private static Value member(Map<String, Value> vector, String name) {
    return Objects.requireNonNull(vector.get(name), name);
  }

  private static Map<String, Value> read(Path file) throws Exception {
    return ((Value.Obj) Json.parse(Files.readAllBytes(file), MAX_BYTES)).members();
  }

  private static List<Path> files(String folder) throws IOException {
    Path testdata = VECTORS.resolve("testdata").resolve(folder);
    Assumptions.assumeTrue(Files.isDirectory(testdata), () -> "no test vectors at " + testdata);
    try (Stream<Path> files = Files.walk(testdata)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
