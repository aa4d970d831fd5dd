package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.function.Supplier;

/** How much of a kind happens to one record, at its bound and one past it. */
final class RoomCases {
  private RoomCases() {}

  static List<RegistryCase> refusals() {
    return List.of(
        draft(
            Reason.STATUS_FULL,
            "a 33rd transfer by the owner",
            r -> after(32, r, () -> transfer(r, r.janeKey), transfer(r, r.janeKey))),
        draft(
            Reason.STATUS_FULL,
            "a 65th transfer by an authority",
            r -> after(64, r, () -> transfer(r, r.hr), transfer(r, r.hr))),
        draft(
            Reason.STATUS_FULL,
            "a 33rd declaration by the owner",
            r -> after(32, r, () -> declared(r, r.janeKey), declared(r, r.janeKey))),
        draft(
            Reason.STATUS_FULL,
            "a 33rd declaration by a recovery key",
            r -> after(32, r, () -> ofJane(r, r.hr), ofJane(r, r.janeRecoveryKey))),
        draft(
            Reason.STATUS_FULL,
            "a 65th declaration by an authority",
            r -> after(64, r, () -> declared(r, r.hr), declared(r, r.hr))),
        draft(
            Reason.STATUS_FULL,
            "a 65th successor",
            r -> after(64, r, () -> successor(r), successor(r))),
        draft(
            Reason.STATUS_FULL,
            "an authority after 128 changes",
            r -> {
              changeAuthorities(r, 128);
              return AuthorityChange.adding(r.key()).by(r.hr);
            }));
  }

  static List<RegistryCase> neighbours() {
    return List.of(
        draft(
            Reason.STATUS_FULL,
            "a 32nd transfer by the owner",
            r -> after(31, r, () -> transfer(r, r.janeKey), transfer(r, r.janeKey))),
        draft(
            Reason.STATUS_FULL,
            "a 33rd transfer by an authority",
            r -> after(32, r, () -> transfer(r, r.janeKey), transfer(r, r.hr))),
        draft(
            Reason.STATUS_FULL,
            "a 64th declaration by an authority, after the owner's 32",
            r -> {
              repeat(32, r, () -> declared(r, r.janeKey));
              return after(31, r, () -> declared(r, r.hr), declared(r, r.hr));
            }),
        draft(
            Reason.STATUS_FULL,
            "a revocation after 64 successors",
            r -> after(64, r, () -> successor(r), Revocation.of(r.jane).by(r.hr))),
        draft(
            Reason.STATUS_FULL,
            "an authority after 127 changes",
            r -> {
              changeAuthorities(r, 127);
              return AuthorityChange.adding(r.key()).by(r.hr);
            }),
        draft(
            Reason.STATUS_FULL,
            "an authority ended after 128 changes",
            r -> {
              changeAuthorities(r, 128);
              return AuthorityChange.ending(r.hr2.publicKey()).by(r.hr);
            }));
  }

  private static Draft<?> after(int times, Registry r, Supplier<Draft<?>> before, Draft<?> last) {
    repeat(times, r, before);
    return last;
  }

  private static void repeat(int times, Registry r, Supplier<Draft<?>> draft) {
    for (int i = 0; i < times; i++) {
      r.ledger.append(draft.get());
    }
  }

  private static Draft<?> transfer(Registry r, Signer by) {
    return Transfer.of(r.payer).to(r.bob).by(by);
  }

  private static Draft<?> declared(Registry r, Signer by) {
    return compromise(r.recon).by(by);
  }

  private static Draft<?> ofJane(Registry r, Signer by) {
    return compromise(r.jane).by(by);
  }

  private static Compromise compromise(Enrolled target) {
    return Compromise.of(target).lastGood(target.receipt().record().index());
  }

  private static Draft<?> successor(Registry r) {
    return Revocation.of(r.jane).successor(r.bob).by(r.hr);
  }

  private static void changeAuthorities(Registry r, int times) {
    repeat(times, r, () -> AuthorityChange.adding(r.key()).by(r.hr));
  }
}
