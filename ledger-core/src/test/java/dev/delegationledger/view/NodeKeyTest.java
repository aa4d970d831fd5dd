package dev.delegationledger.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NodeKeyTest {
  @Property
  void key_isReadBack(
      @ForAll @IntRange(max = 40) int level, @ForAll @LongRange(max = (1L << 40) - 1) long leaf) {
    NodeKey node = new NodeKey(level, leaf >>> level);
    assertThat(NodeKey.of(node.bytes())).contains(node);
  }

  @Property
  void keyOfTheirLength_isReadAsTheNodeThatHasIt_orAsNone(@ForAll @Size(NodeKey.BYTES) byte[] key) {
    NodeKey.of(key).ifPresent(node -> assertThat(node.bytes()).isEqualTo(key));
  }

  @Test
  void keyThatNoNodeHas_isReadAsNone() {
    byte[] good = Keys.node(3, 77);
    assertThat(NodeKey.of(good)).isPresent();
    assertThat(NodeKey.of(Arrays.copyOf(good, NodeKey.BYTES - 1))).isEmpty();
    assertThat(NodeKey.of(Arrays.copyOf(good, NodeKey.BYTES + 1))).isEmpty();
    for (int place : new int[] {-1, 0, 1, 64, 127}) {
      assertThat(NodeKey.of(with(good, NodeKey.BYTES - 1, place))).as("place %s", place).isEmpty();
    }
    assertThat(NodeKey.of(with(good, 0, -1))).isEmpty();
    assertThat(NodeKey.of(with(good, 1, -1))).isEmpty();
    assertThat(NodeKey.of(with(good, 1, 0x7f))).isEmpty();
  }

  private static byte[] with(byte[] key, int at, int value) {
    byte[] changed = key.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @Test
  void everyNode_hasAKeyOfItsOwn() {
    Set<String> keys = new HashSet<>();
    int nodes = 0;
    for (int level = 0; level <= 12; level++) {
      for (long index = 0; index < 1 << (12 - level); index++) {
        keys.add(HexFormat.of().formatHex(Keys.node(level, index)));
        nodes++;
      }
    }
    assertThat(keys).hasSize(nodes);
  }

  @Test
  void pathOfTwentyLevels_goesThroughFourPieces() {
    Set<String> pieces = new HashSet<>();
    for (int level = 0; level < 20; level++) {
      pieces.add(HexFormat.of().formatHex(NodeKey.piece(Keys.node(level, 123_456 >>> level))));
    }
    assertThat(pieces).hasSize(4);
  }

  @Test
  void piece_hasAsManyRowsAsItSays() {
    Set<String> keys = new HashSet<>();
    for (int level = 5; level < 10; level++) {
      for (long index = 0; index < 1 << (12 - level); index++) {
        byte[] key = Keys.node(level, index);
        if (Arrays.equals(NodeKey.piece(key), NodeKey.piece(Keys.node(5, 0)))) {
          keys.add(HexFormat.of().formatHex(key));
        }
      }
    }
    assertThat(keys).hasSize(NodeKey.PIECE_ROWS);
  }
}
