package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.Keys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of a store before it is asked about the past. */
final class PinnedStructureTest {
  private final Scene s = Scene.open();

  @AfterEach
  void close() {
    s.ledger.close();
  }

  private AuditReport checked(String trust) throws RefusedException {
    return Audits.run(
        Audit.pinnedStructure(s.store, TrustAnchors.parse(trust.getBytes(StandardCharsets.UTF_8))));
  }

  private List<Reason> findings(String trust) throws RefusedException {
    return checked(trust).findings().stream().map(Refusal::reason).toList();
  }

  @Test
  void anHonestLedger_isTheOneThatIsTrusted() throws RefusedException {
    s.pay();
    AuditReport report = checked(s.trust());
    assertThat(report.isSound()).isTrue();
    assertThat(report.checked()).isEqualTo(report.size());
    assertThat(report.size()).isEqualTo(s.ledger.checkpoint().checkpoint().size());
  }

  @Test
  void aRuleThatIsBroken_isNotItsBusiness() throws RefusedException {
    s.turnRogue();
    s.ledger.append(
        Action.under(s.child)
            .tool("erp:pay")
            .arg("vendor", "V-7")
            .arg("amount", 200_000)
            .by(s.reconKey));
    assertThat(findings(s.trust())).isEmpty();
    TrustAnchors anchors = TrustAnchors.parse(s.trust().getBytes(StandardCharsets.UTF_8));
    assertThat(Audits.run(Audit.full(s.store, anchors)).findings())
        .extracting(Refusal::reason)
        .containsExactly(Reason.ARGUMENT_OUT_OF_SCOPE);
  }

  @Test
  void anAuthorityThatIsNotTrusted_isNotItsBusiness() throws RefusedException {
    assertThat(findings(s.trust("", s.bobKey))).isEmpty();
  }

  @Test
  void anotherLedger_isNotBelieved() throws RefusedException {
    String genesis = "\"genesis\":\"" + Hash.ZERO.base64Url() + "\",";
    assertThat(findings(s.trust(genesis, s.hr))).containsExactly(Reason.GENESIS_MISMATCH);
    assertThat(findings("{\"version\":1,\"ledgers\":[]}")).containsExactly(Reason.UNKNOWN_LEDGER);
    assertThat(findings(s.trust("\"minSize\":99,", s.hr)))
        .containsExactly(Reason.CHECKPOINT_TOO_OLD);
  }

  @Test
  void aLookupRowThatIsGone_isFound() throws RefusedException {
    byte[] head = Objects.requireNonNull(s.store.head());
    long child = s.child.receipt().record().index();
    byte[] row = Keys.row(Keys.hash(s.root.hash()), child);
    s.store.commit(head, Batch.withHead(head).delete(Table.BY_REFERENCE, row));
    assertThat(checked(s.trust()).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.LOOKUP_CONTRADICTION);
              assertThat(finding.index()).hasValue(child);
            });
  }
}
