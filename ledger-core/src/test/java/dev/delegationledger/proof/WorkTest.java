package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Scene;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What 4 MiB of malice cost: bounds with much room, to catch work that grows with the square. */
final class WorkTest {
  private static final int ROOM = AuthorityProof.MAX_SIZE - 4096;
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final Scene scene = Scene.open();
  private final String good = new String(scene.proof(scene.pay()), StandardCharsets.UTF_8);

  private Verdict timed(String proof) {
    byte[] bytes = proof.getBytes(StandardCharsets.UTF_8);
    assertThat(bytes.length).isLessThanOrEqualTo(AuthorityProof.MAX_SIZE);
    Instant before = Instant.now();
    Verdict verdict = scene.verify(bytes);
    Duration took = Duration.between(before, Instant.now());
    if (System.getProperty("attack.print") != null) {
      System.out.println(bytes.length + " bytes: " + took.toMillis() + " ms " + verdict.refusal());
    }
    assertThat(took).isLessThan(BOUND);
    assertThat(verdict.finding()).isNotEqualTo(Verdict.Finding.PROVEN);
    return verdict;
  }

  /** As many items as fit. */
  private static String many(IntFunction<String> item, int room) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < room; i++) {
      text.append(i == 0 ? "" : ",").append(item.apply(i));
    }
    return text.toString();
  }

  private String with(String find, String replacement) {
    assertThat(good).contains(find);
    return good.replaceFirst(Pattern.quote(find), replacement);
  }

  @Test
  void aListOfManyFacts() {
    String facts = many(i -> "{\"at\":" + (i + 1) + ",\"is\":\"x\"}", ROOM - good.length());
    Verdict verdict = timed(with("\"1\":[]", "\"1\":[" + facts + "]"));
    assertThat(Scene.reason(verdict)).contains(Reason.STATUS_PROOF_INVALID);
  }

  @Test
  void manyDisclosuresOfOneRecord() {
    String disclosures = many(i -> "\"WyJ\"", ROOM - good.length());
    timed(with("\"disclosures\":{", "\"disclosures\":{\"0\":[" + disclosures + "],"));
  }

  @Test
  void manyRecords() {
    timed(with("\"records\":[", "\"records\":[" + many(i -> "{}", ROOM - good.length()) + ","));
  }

  /** The most records and statuses of the largest log, as far apart as they can be. */
  @Test
  void theLongestWalks() throws RefusedException {
    long apart = Merkle.MAX_SIZE / AuthorityProof.MAX_RECORDS;
    NavigableMap<Long, RawRecord> records = new TreeMap<>();
    NavigableMap<Long, StatusList> statuses = new TreeMap<>();
    for (long index = apart - 1; index < Merkle.MAX_SIZE; index += apart) {
      RawRecord record =
          RawRecord.of("a.b.c", index, 0, Hash.ZERO, StatusTree.EMPTY_ROOT, Charges.NONE);
      records.put(index, record);
      statuses.put(index, StatusList.LIVE);
    }
    AuthorityProof proof =
        new AuthorityProof(
            0,
            new Checkpoint(Scene.ORIGIN, Merkle.MAX_SIZE, Hash.ZERO).sign(scene.ledgerKey).text(),
            records,
            InclusionMultiproof.of(
                RecordLeaves.of(records).navigableKeySet(),
                Merkle.MAX_SIZE,
                (level, index) -> Hash.ZERO),
            statuses,
            StatusMultiproof.of(
                statuses.navigableKeySet(), (level, index) -> Optional.of(Hash.ZERO)),
            new TreeMap<>());
    assertThat(proof.statusNodes().bytes().size()).isGreaterThan(1024 * 30 * Hash.SIZE);
    Verdict verdict = timed(new String(proof.toBytes(), StandardCharsets.UTF_8));
    assertThat(Scene.reason(verdict)).contains(Reason.INCLUSION_INVALID);
  }

  @Test
  void deepNesting() {
    timed("[".repeat(ROOM));
    timed("{\"a\":".repeat(ROOM / 5));
  }

  @Test
  void manyMembers() {
    timed("{" + many(i -> "\"" + i + "\":0", ROOM) + "}");
  }

  @Test
  void manyMembersWithTheSameHashCode() {
    timed(
        "{"
            + many(
                i -> {
                  StringBuilder name = new StringBuilder("\"");
                  for (int bit = 0; bit < 20; bit++) {
                    name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                  }
                  return name.append("\":0").toString();
                },
                ROOM)
            + "}");
  }

  @Test
  void hugeNumbers() {
    timed("[" + many(i -> "1e" + (100_000_000 + i), ROOM) + "]");
    timed("[" + "9".repeat(ROOM) + "]");
  }

  @Test
  void manySignatureLines() {
    timed(with("\\n\\n", "\\n\\n" + "\\u2014 a AAAAAAAA\\n".repeat(ROOM / 32)));
    timed(with("\\n\\n", "\\n\\n".repeat(ROOM / 8)));
  }
}
