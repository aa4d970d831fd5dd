package dev.delegationledger.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.model.Bytes;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records read from exported tiles. */
final class TileRecordsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 257, 600})
  void everyRecordOfAnExport_isRead_andNoneAfterIt(int size) throws Exception {
    SyntheticLog log = SyntheticLog.of(size);
    log.export().extend(folder);
    TileRecords records = TileRecords.in(folder);
    for (int index = 0; index < size; index++) {
      assertThat(records.record(index)).contains(log.records().get(index).bytes());
    }
    assertThat(records.record(size)).isEmpty();
    assertThat(records.record(10_000)).isEmpty();
    assertThat(records.record(0)).contains(log.records().get(0).bytes());
  }

  @Test
  void whatAnotherExportAdds_isReadByTheSameReader() throws Exception {
    SyntheticLog log = SyntheticLog.of(3);
    log.export().extend(folder);
    TileRecords records = TileRecords.in(folder);
    assertThat(records.record(2)).isPresent();
    assertThat(records.record(3)).isEmpty();
    log.grow(300, "e30.e30.AA");
    log.export().extend(folder);
    for (int index = 0; index < 300; index++) {
      assertThat(records.record(index)).contains(log.records().get(index).bytes());
    }
  }

  /** A mirror that was cut off, or lied, and was put right: whoever reads it must not keep that. */
  @Test
  void bundleThatWasPutRight_isReadAgain() throws Exception {
    SyntheticLog log = SyntheticLog.of(5);
    log.export().extend(folder);
    Path bundle = folder.resolve("tile/entries/000.p/5");
    byte[] right = Files.readAllBytes(bundle);
    byte[] wrong = right.clone();
    wrong[10] ^= 1;
    Files.write(bundle, wrong);
    Files.setLastModifiedTime(bundle, FileTime.fromMillis(1_000));
    TileRecords records = TileRecords.in(folder);
    assertThat(records.record(0)).isPresent().isNotEqualTo(bytes(log, 0));
    Files.write(bundle, right);
    assertThat(records.record(0)).isEqualTo(bytes(log, 0));
    Files.move(bundle, folder.resolve("elsewhere"));
    assertThat(records.record(4)).isEmpty();
  }

  private static Optional<Bytes> bytes(SyntheticLog log, int index) {
    return Optional.of(log.records().get(index).bytes());
  }

  @Test
  void folderWithoutTiles_hasNoRecords() {
    assertThat(TileRecords.in(folder.resolve("nothing")).record(0)).isEmpty();
  }

  @Test
  void bundleThatEndsWithinARecord_isAFailure() throws Exception {
    SyntheticLog.of(5).export().extend(folder);
    Path bundle = folder.resolve("tile/entries/000.p/5");
    byte[] whole = Files.readAllBytes(bundle);
    for (int cut : new int[] {1, 40}) {
      Files.write(bundle, Arrays.copyOf(whole, whole.length - cut));
      assertThatThrownBy(() -> TileRecords.in(folder).record(0))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("expected a whole record");
    }
  }
}
