package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import dev.delegationledger.store.ReadableStore;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole ledger whose process is killed while it appends. */
class KilledLedgerTest {
  @TempDir Path temp;

  @Test
  void killedLedger_holdsEveryAcknowledgedEntryAndPassesTheAudit() throws Exception {
    Path dir = temp.resolve("ledger");
    Random random = new Random(3);
    Map<Long, Hash> acknowledged = new TreeMap<>();
    for (int cycle = 0; cycle < 3; cycle++) {
      int before = acknowledged.size();
      appendUntilKilled(dir, 100 + random.nextInt(400), acknowledged);
      assertThat(acknowledged.size()).isGreaterThan(before);
      TrustAnchors trust;
      try (DelegationLedger ledger = LedgerChild.open(dir)) {
        acknowledged.forEach(
            (index, hash) ->
                assertThat(ledger.find(hash).orElseThrow().receipt().index()).isEqualTo(index));
        trust = trust(ledger);
      }
      try (ReadableStore store = RocksDbStore.read(dir)) {
        AuditReport report = Audit.full(store, trust).run();
        assertThat(report.findings()).isEmpty();
        assertThat(report.unsignedTail()).isZero();
        // genesis, what was acknowledged, and at most one entry of each cycle that was not
        assertThat(report.size())
            .isBetween(acknowledged.size() + 1L, acknowledged.size() + 2L + cycle);
      }
    }
  }

  private void appendUntilKilled(Path dir, long millis, Map<Long, Hash> acknowledged)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LedgerChild.class.getName(),
            dir.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("ROCKSDB_SHAREDLIB_DIR", temp.toString());
    Process child = builder.start();
    try (BufferedReader lines = child.inputReader(UTF_8)) {
      String line = lines.readLine();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      for (; line != null; line = lines.readLine()) {
        List<String> words = List.of(line.split(" ", 2));
        // a line that the kill cut short acknowledges nothing
        if (words.size() == 2 && words.get(1).length() == 43) {
          acknowledged.put(Long.parseLong(words.get(0)), Hash.fromBase64Url(words.get(1)));
        }
        if (System.nanoTime() > end) {
          child.toHandle().destroyForcibly(); // leaves what it printed to be read
        }
      }
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(128 + 9);
  }

  private static TrustAnchors trust(DelegationLedger ledger) throws Exception {
    Value anchor =
        Value.obj(
            Map.of(
                "vkey", Value.of(ledger.verifierKey()),
                "authorities", Value.arr(List.of(Jwk.toValue(LedgerChild.AUTHORITY.publicKey())))));
    return TrustAnchors.parse(
        Json.canonical(
            Value.obj(Map.of("version", Value.of(1), "ledgers", Value.arr(List.of(anchor))))));
  }
}
