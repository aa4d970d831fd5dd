package dev.delegationledger.view;

import dev.delegationledger.authority.LedgerIndex;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.KeyRing;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** All that the rules ask of a whole ledger. */
public interface LedgerState extends RecordSource, LedgerIndex, KeyRing {
  /** The ledger before its first record. */
  LedgerState EMPTY =
      new LedgerState() {
        @Override
        public Optional<PlacedEntry> find(Hash hash) {
          return Optional.empty();
        }

        @Override
        public OptionalLong indexOf(Hash hash) {
          return OptionalLong.empty();
        }

        @Override
        public Optional<PlacedEntry> at(long index) {
          return Optional.empty();
        }

        @Override
        public Optional<StatusList> status(long index) {
          return Optional.of(StatusList.LIVE);
        }

        @Override
        public Charges charges(PlacedEntry entry) {
          return Charges.NONE;
        }

        @Override
        public OptionalLong jtiUse(Hash signer, String jti) {
          return OptionalLong.empty();
        }

        @Override
        public boolean keyEnrolled(Hash thumbprint) {
          return false;
        }

        @Override
        public Optional<PrincipalKind> principal(String id) {
          return Optional.empty();
        }

        @Override
        public List<Long> principals(String id) {
          return List.of();
        }

        @Override
        public List<Long> referring(Hash hash, Set<Kind> kinds) {
          return List.of();
        }

        @Override
        public Charges.Total charged(long grant) {
          return new Charges.Total(grant, 0, 0);
        }

        @Override
        public Optional<VerifyingKey> key(Hash thumbprint) {
          return Optional.empty();
        }
      };

  @Override
  default boolean complete() {
    return true;
  }
}
