package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Draft;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The registry, with what is done in it to close and to open. */
abstract class ClosingScene {
  final Registry r = Registry.open();
  final Map<String, Signer> everybody =
      Map.ofEntries(
          Map.entry("ledger", r.ledgerKey),
          Map.entry("hr", r.hr),
          Map.entry("hr2", r.hr2),
          Map.entry("jane", r.janeKey),
          Map.entry("recovery", r.janeRecoveryKey),
          Map.entry("bob", r.bobKey),
          Map.entry("carol", r.carolKey),
          Map.entry("dave", r.daveKey),
          Map.entry("erin", r.erinKey),
          Map.entry("frank", r.frankKey),
          Map.entry("acme", r.acmeKey),
          Map.entry("erp", r.erpKey),
          Map.entry("payer", r.payerKey),
          Map.entry("recon", r.reconKey));

  void onlyThese(
      Reason otherwise, Function<Signer, Draft<Recorded>> statement, String... standing) {
    Set<String> admitted = new TreeSet<>();
    everybody.forEach(
        (name, key) -> {
          var reason = r.admission(statement.apply(key));
          if (reason.isEmpty()) {
            admitted.add(name);
          } else {
            assertThat(reason).as(name).contains(otherwise);
          }
        });
    assertThat(admitted).containsExactlyInAnyOrder(standing);
  }

  Acted refunded() {
    return r.ledger.append(r.refund().by(r.reconKey));
  }

  /** What {@code closing} closes is closed for admission and for the verifier, but not before. */
  void closes(Reason reason, Draft<Recorded> closing) {
    Acted before = refunded();
    r.ledger.append(closing);
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(reason);
    Acted after = r.turnRogue().ledger.append(r.refund().by(r.reconKey));
    assertThat(r.refusal(after)).contains(reason);
    assertThat(r.refusal(before)).isEmpty();
    r.turnHonest();
  }

  void opens(Draft<Recorded> opening) {
    r.ledger.append(opening);
    assertThat(r.refusal(refunded())).isEmpty();
  }

  static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  void refused(Reason reason, SignedEntry action) {
    assertThat(r.admission(action)).contains(reason);
    assertThat(r.refusal((Acted) r.turnRogue().ledger.append(action))).contains(reason);
    r.turnHonest();
  }

  Granted forgedChild(Reason reason) {
    SignedEntry entry = r.ledger.sign(r.childGrant().by(r.payerKey));
    assertThat(r.admission(entry)).contains(reason);
    Granted forged = (Granted) r.turnRogue().ledger.append(entry);
    r.turnHonest();
    return forged;
  }
}
