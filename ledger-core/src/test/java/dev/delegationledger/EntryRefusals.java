package dev.delegationledger;

import static dev.delegationledger.RefusalCase.draft;
import static dev.delegationledger.RefusalCase.entry;
import static dev.delegationledger.RefusalCase.text;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Forged;
import dev.delegationledger.testing.ForgedAction;
import dev.delegationledger.testing.TestLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is wrong with an entry whatever it says: form, signature, disclosures, ledger, time. */
final class EntryRefusals {
  private EntryRefusals() {}

  static List<RefusalCase> cases() {
    return List.of(
        text(Reason.ENTRY_MALFORMED, "no JWS", t -> "not a jws"),
        text(Reason.ENTRY_MALFORMED, "padding", t -> t.sign(t.pay(1)).compact() + "="),
        text(
            Reason.ENTRY_MALFORMED,
            "text after the last disclosure",
            t -> t.sign(t.pay(1)).submission() + "x"),
        text(
            Reason.CLAIMS_MALFORMED,
            "no claims",
            t -> Forged.raw("revocation+jwt", "{\"dl\":{\"v\":1}}", t.janeKey())),
        text(
            Reason.CLAIMS_MALFORMED,
            "an unknown member of dl",
            t -> Forged.claims(t.sign(revocation(t)), "\"v\":1}", "\"v\":1,\"w\":1}", t.janeKey())),
        text(
            Reason.DISCLOSURE_MALFORMED,
            "a disclosure that is not base64url",
            t -> t.sign(t.pay(1)).submission() + "!~"),
        text(
            Reason.DISCLOSURE_MISMATCH,
            "a disclosure of nothing",
            t ->
                t.sign(t.pay(1)).submission()
                    + Disclosure.create(t.random(), "intent", Value.of("another")).encoded()
                    + "~"),
        text(
            Reason.DISCLOSURE_MISMATCH,
            "a disclosure twice",
            t -> {
              SignedEntry pay = t.sign(t.pay(1));
              String submission = pay.submission();
              return submission + submission.substring(pay.compact().length() + 1);
            }),
        text(
            Reason.DISCLOSURE_REQUIRED,
            "a hidden reason",
            t -> t.sign(Revocation.of(t.root()).reason("done").by(t.janeKey())).compact()),
        text(
            Reason.DISCLOSURE_REQUIRED,
            "a hidden argument that any value satisfies",
            t ->
                t.sign(Action.under(t.root()).tool("erp:refund").arg("id", "R-1").by(t.payerKey()))
                    .compact()),
        text(
            Reason.ARGUMENT_NOT_DISCLOSED,
            "a hidden argument that a rule needs",
            t -> t.sign(t.pay(1)).compact()),
        text(
            Reason.DISCLOSURES_TOO_LARGE,
            "a submission that is too large to be read",
            t -> "x".repeat(SignedEntry.MAX_SUBMISSION + 1)),
        text(
            Reason.DISCLOSURES_TOO_LARGE,
            "a reason of more than a revocation may carry",
            EntryRefusals::talkative),
        entry(Reason.RECORD_TOO_LARGE, "a JWS that leaves no room", EntryRefusals::large),
        text(
            Reason.SIGNATURE_INVALID,
            "another entry's signature",
            t -> {
              String compact = t.sign(revocation(t)).compact();
              String other = t.sign(revocation(t)).compact();
              return compact.substring(0, compact.lastIndexOf('.'))
                  + other.substring(other.lastIndexOf('.'));
            }),
        text(
            Reason.SIGNATURE_INVALID,
            "the name of another signer",
            t -> {
              SignedEntry good = t.sign(revocation(t));
              String claims = new String(good.payload(), StandardCharsets.UTF_8);
              return Forged.raw("revocation+jwt", claims, t.payerKey());
            }),
        text(
            Reason.UNKNOWN_KIND,
            "a kind of a later version",
            t -> Forged.raw("holiday+jwt", "{\"dl\":{\"v\":1}}", t.janeKey())),
        text(
            Reason.UNKNOWN_VERSION,
            "a later version",
            t -> Forged.claims(t.sign(revocation(t)), "\"v\":1}", "\"v\":2}", t.janeKey())),
        entry(
            Reason.GENESIS_INVALID,
            "a second genesis",
            t -> t.genesis().authority(t.newKey().publicKey()).sign(t.clock(), t.random())),
        draft(Reason.ISSUED_IN_FUTURE, "a clock 31 s ahead", t -> early(t, 31)),
        entry(
            Reason.JTI_REUSED,
            "the jti of another action by the same signer",
            t -> {
              Acted before = t.ledger().append(t.pay(1));
              return ForgedAction.of(t.sign(t.pay(2)))
                  .with(a -> a.jti = before.id())
                  .by(t.reconKey());
            }),
        draft(
            Reason.UNKNOWN_REFERENCE,
            "a cause that is not recorded",
            t -> t.payment(1).causedBy(new Recorded(t.sign(revocation(t)))).by(t.reconKey())),
        text(
            Reason.WRONG_LEDGER,
            "a revocation for another ledger",
            t -> elsewhere(t, t.sign(revocation(t)), t.janeKey())),
        text(
            Reason.WRONG_LEDGER,
            "a grant for another ledger",
            t -> elsewhere(t, t.sign(openGrant(t)), t.payerKey())),
        entry(
            Reason.WRONG_LEDGER,
            "an action for another ledger",
            t ->
                ForgedAction.of(t.sign(t.pay(1)))
                    .with(a -> a.ledger = Optional.of("example.com/other#" + t.root().hash()))
                    .by(t.reconKey())),
        text(
            Reason.WRONG_LEDGER,
            "an outcome for another ledger",
            t -> {
              Permit permit = t.ledger().act(t.pay(1));
              return elsewhere(t, t.sign(permit.succeeded().by(t.reconKey())), t.reconKey());
            }));
  }

  private static Draft<Recorded> revocation(TestLedger t) {
    return Revocation.of(t.root()).by(t.janeKey());
  }

  private static Draft<Granted> openGrant(TestLedger t) {
    return t.root().narrowTo(t.recon()).tool("erp:pay").by(t.payerKey());
  }

  private static String elsewhere(
      TestLedger t, SignedEntry good, dev.delegationledger.crypto.Signer signer) {
    return Forged.claims(good, t.ledger().id(), "example.com/other#" + t.root().hash(), signer);
  }

  /** A draft that was signed when the clock was {@code seconds} ahead. */
  private static Draft<Granted> early(TestLedger t, long seconds) {
    Draft<Granted> draft = openGrant(t);
    t.clock().move(Duration.ofSeconds(seconds));
    t.sign(draft);
    t.clock().move(Duration.ofSeconds(-seconds));
    return draft;
  }

  private static String talkative(TestLedger t) {
    SignedEntry good = t.sign(Revocation.of(t.root()).reason("done").by(t.janeKey()));
    Hash digest = ((Slot.Hidden) good.statement().slots().values().iterator().next()).digest();
    Disclosure large = Disclosure.create(t.random(), "reason", Value.of("x".repeat(16_384)));
    String forged =
        Forged.claims(good, digest.base64Url(), large.digest().base64Url(), t.janeKey());
    return forged + "~" + large.encoded() + "~";
  }

  /** The largest JWS that is read, which then leaves no room for the line of context. */
  private static SignedEntry large(TestLedger t) {
    ForgedAction action = ForgedAction.of(t.sign(t.pay(1)));
    action.disclosures =
        action.disclosures.stream().filter(d -> !d.name().equals("intent")).toList();
    for (int length = 49_000; ; length -= 16) {
      String text = "x".repeat(length);
      try {
        return action
            .with(a -> a.intent = Optional.of(new Slot.Open(Value.of(text))))
            .by(t.reconKey());
      } catch (IllegalArgumentException tooLarge) {
        // one step shorter
      }
    }
  }
}
