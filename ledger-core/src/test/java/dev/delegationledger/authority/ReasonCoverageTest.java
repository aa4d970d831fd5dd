package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every reason is given by a test, and by one of the program whose answer it is. */
final class ReasonCoverageTest {
  private static final Path TESTS = Path.of("src/test/java/dev/delegationledger");
  private static final Pattern REASON = Pattern.compile("Reason\\.([A-Z][A-Z_]+)");

  /** What only somebody who sees the whole ledger up to here can find. */
  private static final Set<Reason> ADMISSION =
      EnumSet.of(
          Reason.JTI_REUSED,
          Reason.PRINCIPAL_ALREADY_ENROLLED,
          Reason.OUTCOME_ALREADY_RECORDED,
          Reason.REVOKER_WITHOUT_STANDING,
          Reason.NOT_REVOCABLE,
          Reason.DENIAL_WITHOUT_STANDING,
          Reason.DENIAL_UNFOUNDED,
          Reason.FOREIGN_CALL_WITHOUT_STANDING,
          Reason.DISCLOSURE_REQUIRED);

  /** What only somebody who sees the store can find. */
  private static final Set<Reason> STORE =
      EnumSet.of(
          Reason.STATUS_ROOT_MISMATCH,
          Reason.DUPLICATE_ENTRY,
          Reason.HEAD_CONTRADICTION,
          Reason.NODE_CONTRADICTION,
          Reason.LOOKUP_CONTRADICTION,
          Reason.STORE_UNREADABLE,
          Reason.DISCLOSURE_LOST,
          Reason.DISCLOSURE_NOT_ERASED,
          Reason.RECORD_LOST,
          Reason.RECORD_ALTERED);

  /** What only evidence of misbehaviour can come to. */
  private static final Set<Reason> EVIDENCE = EnumSet.of(Reason.NOTHING_SHOWN);

  /** What only tokens that no ledger holds can show. */
  private static final Set<Reason> TOKENS =
      EnumSet.of(
          Reason.ROOT_NOT_ANCHORED,
          Reason.LEDGER_TERMS,
          Reason.PARENT_MISMATCH,
          Reason.POP_MISMATCH,
          Reason.POP_STALE,
          Reason.AUDIENCE_MISMATCH);

  @Test
  void everyReasonOfTheVerifier_isGivenByAForgersTest() throws IOException {
    Set<Reason> verifier = EnumSet.allOf(Reason.class);
    verifier.removeAll(ADMISSION);
    verifier.removeAll(STORE);
    verifier.removeAll(TOKENS);
    verifier.removeAll(EVIDENCE);
    assertThat(named("authority", "proof")).containsAll(codes(verifier));
  }

  @Test
  void everyReasonOfAdmission_isGivenByAForgersTest() throws IOException {
    assertThat(named("authority")).containsAll(codes(ADMISSION));
  }

  @Test
  void everyReasonOfTheStore_isGivenByATestOfTheAudit() throws IOException {
    assertThat(named("audit", "view")).containsAll(codes(STORE));
  }

  @Test
  void everyReasonOfEvidence_isGivenByAForgersTest() throws IOException {
    assertThat(named("audit")).containsAll(codes(EVIDENCE));
  }

  @Test
  void everyReasonOfTokens_isGivenByAForgersTest() throws IOException {
    assertThat(named("aat")).containsAll(codes(TOKENS));
  }

  private static Set<String> codes(Set<Reason> reasons) {
    Set<String> names = new TreeSet<>();
    reasons.forEach(reason -> names.add(reason.name()));
    return names;
  }

  /** The reasons named in the tests of these packages, this table left out. */
  private static Set<String> named(String... packages) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String one : packages) {
      try (Stream<Path> files = Files.walk(TESTS.resolve(one))) {
        List<Path> tests =
            files
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.endsWith("ReasonCoverageTest.java"))
                .toList();
        for (Path test : tests) {
          Matcher matcher = REASON.matcher(read(test));
          while (matcher.find()) {
            names.add(matcher.group(1));
          }
        }
      }
    }
    return names;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
