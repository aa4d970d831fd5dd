package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which action a proof is to be about. */
final class FindActionTest {
  private final Scene s = Scene.open();

  private StoredLedger stored() {
    try {
      return StoredLedger.over(s.store);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().reason()).isEqualTo(reason));
  }

  @Test
  void aJtiOfOneAction_isFound() throws RefusedException {
    Acted paid = s.pay();
    assertThat(ProofExporter.indexOfJti(stored(), paid.id())).isEqualTo(9);
  }

  @Test
  void aJtiOfNoAction_isUnknown() {
    s.pay();
    refused(Reason.UNKNOWN_ACTION, () -> ProofExporter.indexOfJti(stored(), "nobody's"));
    refused(Reason.UNKNOWN_ACTION, () -> ProofExporter.indexOfJti(stored(), s.root.id()));
  }

  @Test
  void aJtiOfTwoSigners_isAmbiguous() {
    Acted paid = s.pay();
    SignedEntry twin =
        Forge.of(
                s.ledger.sign(
                    Action.under(s.root).tool("erp:refund").arg("id", "R-1").by(s.payerKey)))
            .set("jti", paid.id())
            .by(s.payerKey);
    assertThat(s.admission(twin)).isEmpty();
    s.ledger.append(twin);
    refused(Reason.AMBIGUOUS_ACTION, () -> ProofExporter.indexOfJti(stored(), paid.id()));
  }

  @Test
  void aRecordThatIsNoAction_isUnknown() {
    for (long index : new long[] {-1, 0, 1, 6, 9, 1L << 50}) {
      refused(
          Reason.UNKNOWN_ACTION,
          () -> ProofExporter.export(stored(), index, EnumSet.allOf(Disclose.class)));
    }
  }

  @Test
  void disclosuresBeyondTheirBound_areRefused() {
    Value huge = Value.of("x".repeat(40_000));
    Disclosure one = Disclosure.create(s.random, "task", huge);
    SignedEntry root = s.root.entry();
    refused(Reason.DISCLOSURES_TOO_LARGE, () -> SignedEntry.of(root.compact(), List.of(one)));
    refused(
        Reason.DISCLOSURES_TOO_LARGE,
        () -> SignedEntry.parse("a.b.c~" + "x".repeat(SignedEntry.MAX_SUBMISSION)));
  }
}
