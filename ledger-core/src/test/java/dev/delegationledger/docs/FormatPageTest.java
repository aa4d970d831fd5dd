package dev.delegationledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.evidence.EvidenceVerifier;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.TlogProof;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/format.md and docs/examples to the code. */
final class FormatPageTest {
  private static final Pattern FENCE = Pattern.compile("```(?:json)?\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final ExampleLedger EXAMPLE = ExampleLedger.make();
  private static final String PAGE = Pages.text("format.md");

  @Test
  void exampleFiles_areWhatTheExampleLedgerWrites() throws RefusedException {
    assertThat(Pages.bytes("examples/authority-proof.json")).isEqualTo(EXAMPLE.proof().toBytes());
    assertThat(Pages.bytes("examples/trust.json")).isEqualTo(EXAMPLE.trustFile());
    assertThat(Pages.bytes("examples/action.tlog-proof")).isEqualTo(EXAMPLE.tlogProof().toBytes());
    assertThat(Pages.bytes("examples/misbehaviour.json")).isEqualTo(EXAMPLE.evidence().toBytes());
  }

  @Test
  void exampleTlogProof_isOfTheActionsRecord() throws RefusedException {
    RawRecord record =
        TlogProof.parse(Pages.bytes("examples/action.tlog-proof"))
            .verify(VerifierKey.parse(EXAMPLE.vkey()), UnknownSignatures.REFUSE);
    assertThat(record).isEqualTo(EXAMPLE.stored().record(ExampleLedger.ACTION));
  }

  @Test
  void exampleProof_isProvenToItsHuman() throws RefusedException {
    Verdict verdict =
        AuthorityVerifier.trusting(TrustAnchors.parse(Pages.bytes("examples/trust.json")))
            .verify(Pages.bytes("examples/authority-proof.json"));
    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.human().flatMap(Verdict.Human::name)).contains("Jane Doe");
    assertThat(verdict.chain()).hasSize(2);
    assertThat(verdict.chain().get(0).revokedAt()).contains(9L);
  }

  @Test
  void exampleEvidence_convictsTheExamplesKey() throws RefusedException {
    EvidenceVerdict verdict =
        EvidenceVerifier.trusting(TrustAnchors.parse(Pages.bytes("examples/trust.json")))
            .verify(Pages.bytes("examples/misbehaviour.json"));
    assertThat(verdict.isConvicted()).isTrue();
    assertThat(verdict.reason().reason()).isEqualTo(Reason.HISTORY_REWRITTEN);
    assertThat(verdict.keys()).containsExactly(EXAMPLE.vkey());
  }

  @Test
  void testValues_areInThePage() throws RefusedException {
    assertThat(PAGE).contains(FormatValues.valueRows(EXAMPLE));
  }

  @Test
  void reasons_areInThePage() {
    assertThat(PAGE).contains(FormatValues.reasonRows());
  }

  @Test
  void checksAndCaveats_areInThePage() {
    assertThat(PAGE).contains(FormatValues.checks()).contains(FormatValues.caveats());
  }

  @Test
  void excerpt_isFromTheExample() {
    String file =
        new String(Pages.bytes("examples/authority-proof.json"), StandardCharsets.UTF_8)
            .replace("\u2014", "\\u2014");
    Matcher strings = QUOTED.matcher(fence(0));
    int found = 0;
    while (strings.find()) {
      for (String part : strings.group(1).split("\\.\\.\\.", -1)) {
        assertThat(file).contains(part);
        found++;
      }
    }
    assertThat(found).isGreaterThan(30);
  }

  @Test
  void decodedRecord_isTheFirstOfTheExample() throws RefusedException {
    AuthorityProof proof = AuthorityProof.parse(Pages.bytes("examples/authority-proof.json"));
    RawRecord record = RawRecord.parse(Objects.requireNonNull(proof.records().get(0L)).bytes());
    CompactJws jws = CompactJws.parse(record.jws());
    String context = new String(record.bytes().toArray(), StandardCharsets.US_ASCII);
    String claims = new String(jws.payload().toArray(), StandardCharsets.UTF_8);
    assertThat(fence(1))
        .contains("\"typ\":\"genesis+jwt\"")
        .contains(context.substring(context.indexOf('\n') + 1));
    assertThat(fence(1).replaceAll("\\s", "")).contains(claims);
  }

  private static String fence(int index) {
    Matcher fences = FENCE.matcher(PAGE);
    for (int i = 0; i <= index; i++) {
      assertThat(fences.find()).isTrue();
    }
    return fences.group(1);
  }
}
